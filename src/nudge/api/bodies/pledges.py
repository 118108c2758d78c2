"""The JSON of pledges. None of these has a score: that is told to the author alone, and stored nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from nudge.api.bodies.conversations import Moment, PledgeRequest, PledgeText, Zone, to_moment
from nudge.api.bodies.question_sets import Ref, Text
from nudge.app.check_ins import CheckIn
from nudge.app.pledge_terms import PledgeTerms
from nudge.domain.pledges import Outcome
from nudge.domain.records import Page, PledgeState, PledgeVersion, StoredPledge
from nudge.domain.wall_clock import zone_of


class NewPledgeRequest(PledgeRequest, forbid_unknown_fields=True):
    """The one action that a participant pledges, in a conversation or, without one, between two.

    Without `due_at` it is due at the next conversation. `due_zone` is the IANA name of the zone in which the
    person thinks of that date. A date that was only read in the text is a suggestion until the person
    confirms it.
    """

    conversation: Ref | None = None


class PledgeChange(Struct, forbid_unknown_fields=True):
    """What changes; fields left out stay as they are. A new `due_at` has to be confirmed anew.

    `due_at` null leaves it to the next conversation. `reason` is why, in the person's words.
    """

    text: PledgeText | UnsetType = UNSET
    due_at: Moment | UnsetType | None = UNSET
    due_zone: Zone | UnsetType | None = UNSET
    due_confirmed: bool | UnsetType = UNSET
    reason: Annotated[str, Meta(max_length=2_000)] = ""


class PledgeCheckInRequest(Struct, forbid_unknown_fields=True):
    """What became of a pledge, what was learned, and whether it helped."""

    outcome: Outcome
    reflection: Text = ""
    helped: bool | None = None


class PledgeVersionBody(Struct):
    """What a pledge said until it was changed."""

    text: str
    due_at: datetime | None
    due_zone: str | None
    due_confirmed: bool
    changed_at: datetime
    reason: str


class PledgeResponse(Struct):
    """A pledge as stored, for its author. The revision is also the ETag.

    `state` is open until it is known what became of it. `due_at` is in the time of `due_zone`.
    `comes_back_from` is only there when the pledge is made or changed: the participant's earlier pledges that
    said the same and weren't kept, newest first.
    """

    id: str
    participant: str
    conversation: str | None
    text: str
    due_at: datetime | None
    due_zone: str | None
    due_confirmed: bool
    state: PledgeState
    outcome: Outcome
    outcome_at: datetime | None
    reflection: str
    helped: bool | None
    history: list[PledgeVersionBody]
    created_at: datetime
    revision: int
    comes_back_from: list[str] | UnsetType = UNSET


class PledgePage(Struct):
    """Some pledges of a participant, oldest first; `next_cursor` goes on, null at the end."""

    items: list[PledgeResponse]
    next_cursor: str | None


def to_changed_terms(pledge: StoredPledge, body: PledgeChange) -> PledgeTerms:
    """What is pledged after a change.

    Raises:
        Invalid: as `to_moment`.
    """
    due_at, due_zone, due_confirmed = pledge.due_at, pledge.due_zone, pledge.due_confirmed
    if body.due_at is not UNSET and (wanted := to_moment(body.due_at)) != due_at:
        due_at, due_confirmed = wanted, False
        due_zone = due_zone if wanted else None
    return PledgeTerms(
        text=pledge.text if body.text is UNSET else body.text,
        due_at=due_at,
        due_zone=due_zone if body.due_zone is UNSET else body.due_zone,
        due_confirmed=due_confirmed if body.due_confirmed is UNSET else body.due_confirmed,
    )


def to_check_in(body: PledgeCheckInRequest) -> CheckIn:
    """What became of a pledge."""
    return CheckIn(body.outcome, body.reflection, body.helped)


def to_pledge_response(
    pledge: StoredPledge, *, comes_back_from: Sequence[str] | None = None
) -> PledgeResponse:
    """The response that shows a pledge, with those that it brings back where they were looked for."""
    return PledgeResponse(
        id=pledge.id,
        participant=pledge.participant,
        conversation=pledge.conversation,
        text=pledge.text,
        due_at=_local(pledge.due_at, pledge.due_zone),
        due_zone=pledge.due_zone,
        due_confirmed=pledge.due_confirmed,
        state=pledge.state,
        outcome=pledge.outcome,
        outcome_at=pledge.outcome_at,
        reflection=pledge.reflection,
        helped=pledge.helped,
        history=[_version_body(version) for version in pledge.history],
        created_at=pledge.created_at,
        revision=pledge.revision,
        comes_back_from=UNSET if comes_back_from is None else list(comes_back_from),
    )


def to_pledge_page(page: Page[StoredPledge], next_cursor: str | None) -> PledgePage:
    """The response that shows a page."""
    return PledgePage([to_pledge_response(pledge) for pledge in page.items], next_cursor)


def _version_body(version: PledgeVersion) -> PledgeVersionBody:
    return PledgeVersionBody(
        text=version.text,
        due_at=_local(version.due_at, version.due_zone),
        due_zone=version.due_zone,
        due_confirmed=version.due_confirmed,
        changed_at=version.changed_at,
        reason=version.reason,
    )


def _local(due_at: datetime | None, zone: str | None) -> datetime | None:
    """The same moment as a clock shows it where the person is."""
    return due_at.astimezone(zone_of(zone)) if due_at and zone else due_at
