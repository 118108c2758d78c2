"""The terms of a pledge: what is promised and by when, how they change, and which dates can be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from nudge.domain.errors import Conflict, Invalid
from nudge.domain.records import PledgeState, PledgeVersion, StoredPledge
from nudge.domain.wall_clock import zone_of

MOST_CHANGES = 50
"""How often a pledge can be changed. Chosen: far more than anybody does in two weeks; all of it is kept."""


@dataclass(frozen=True, slots=True)
class PledgeTerms:
    """What is promised, and by when.

    Attributes:
        due_at: aware, in UTC; None leaves it to the next conversation.
        due_zone: IANA name of the zone in which the person thinks of it.
        due_confirmed: whether the person said that this is the date; else it is a suggestion.
    """

    text: str
    due_at: datetime | None = None
    due_zone: str | None = None
    due_confirmed: bool = False


def terms_of(pledge: StoredPledge) -> PledgeTerms:
    """What is promised as it stands."""
    return PledgeTerms(pledge.text, pledge.due_at, pledge.due_zone, pledge.due_confirmed)


def with_date_of(pledge: StoredPledge, terms: PledgeTerms) -> PledgeTerms:
    """The terms, with the date of the pledge when they have none."""
    if terms != PledgeTerms(terms.text):
        return terms
    return replace(terms_of(pledge), text=terms.text)


def changed_to(
    pledge: StoredPledge, terms: PledgeTerms, *, now: datetime, reason: str = "", at: str = "$"
) -> StoredPledge:
    """The pledge with other terms. Confirming its date is no other promise, and leaves the history.

    Raises:
        Conflict: `pledge-closed` when it is known what became of it; `pledge-changed-too-often`.
        Invalid: as `check_due`, when there is something new about the date.
    """
    before = terms_of(pledge)
    if terms == before:
        return pledge
    _refuse_fixed(pledge)
    if replace(terms, text=pledge.text) != before:
        check_due(terms, now, at=at)
    history = pledge.history
    if (terms.text, terms.due_at) != (before.text, before.due_at):
        was = PledgeVersion(before.text, now, before.due_at, before.due_zone, before.due_confirmed, reason)
        history = (*history, was)
    return replace(
        pledge,
        text=terms.text,
        due_at=terms.due_at,
        due_zone=terms.due_zone,
        due_confirmed=terms.due_confirmed,
        history=history,
        revision=pledge.revision + 1,
    )


def check_due(terms: PledgeTerms, now: datetime, *, at: str = "$") -> None:
    """See that there is such a date, and that it is to come.

    Args:
        at: where the terms are in the request.

    Raises:
        Invalid: `due-missing` for a zone or a confirmation without a date; `due-in-the-past`;
            `time-zone-unknown`.
    """
    if terms.due_at is None and (terms.due_zone is not None or terms.due_confirmed):
        raise Invalid("due-missing", "A zone or a confirmation needs the date: give due_at too.", at=at)
    if terms.due_at is not None and terms.due_at <= now:
        raise Invalid("due-in-the-past", "The due date has to be in the future.", at=f"{at}.due_at")
    if terms.due_zone is not None:
        try:
            zone_of(terms.due_zone)
        except Invalid as error:
            raise Invalid(error.code, error.message, at=f"{at}.due_zone") from None


def _refuse_fixed(pledge: StoredPledge) -> None:
    if pledge.state is PledgeState.CLOSED:
        raise Conflict(
            "pledge-closed",
            "It is known what became of this pledge; make a new one, or correct its check-in.",
            pledge=pledge.id,
        )
    if len(pledge.history) >= MOST_CHANGES:
        raise Conflict(
            "pledge-changed-too-often",
            "This pledge has been changed as often as can be kept; check in on it and make a new one.",
            max_changes=MOST_CHANGES,
        )
