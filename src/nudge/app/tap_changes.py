"""Changing a pledge on the page of a link: its words, and the day by which."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from nudge.app.pledge_terms import PledgeTerms, changed_to, terms_of
from nudge.app.ports import Records
from nudge.app.tap_actions import Tapped
from nudge.app.tap_views import Standing, TapChoice, TapResult
from nudge.domain.errors import Conflict, Invalid
from nudge.domain.letters import TapAction
from nudge.domain.nudges import PledgeGist
from nudge.domain.records import StoredPledge
from nudge.domain.timing import DAY_ENDS
from nudge.domain.wall_clock import instant_at, zone_of

LONGEST_PLEDGE = 2_000
"""Characters, as in the API."""


class Replanner(Protocol):
    """Plans anew what a changed pledge earns."""

    def read(self, pledge: StoredPledge, text: str, now: datetime) -> PledgeGist:
        """The gist of new words. Models run here, before the transaction."""
        ...

    def replan(self, records: Records, pledge: StoredPledge, gist: PledgeGist | None, now: datetime) -> None:
        """Put other nudges in the place of those that wait; None as gist: the words are as they were."""
        ...


def due_day(pledge: StoredPledge, zone: ZoneInfo) -> date | None:
    """By which day the pledge is due where the person thinks of it; None at the next conversation."""
    return pledge.due_at.astimezone(_zone(pledge, zone)).date() if pledge.due_at else None


def terms_chosen(pledge: StoredPledge, choice: TapChoice, zone: ZoneInfo) -> PledgeTerms:
    """What is pledged after the change. Another day keeps the clock time, else the working day's end.

    Args:
        zone: of the person, where the pledge names none.

    Raises:
        Invalid: `pledge-empty`, `pledge-too-long`.
        Conflict: `pledge-reworded` when the pledge was changed since the page was shown.
    """
    if choice.revision != pledge.revision:
        message = "Your pledge was changed meanwhile. Here it is as it stands now."
        raise Conflict("pledge-reworded", message, revision=pledge.revision)
    text = _words(pledge, choice.text)
    if choice.due_on == due_day(pledge, zone):
        now = terms_of(pledge)
        return PledgeTerms(text, now.due_at, now.due_zone, now.due_confirmed)
    if choice.due_on is None:
        return PledgeTerms(text)
    there = _zone(pledge, zone)
    clock = pledge.due_at.astimezone(there).time() if pledge.due_at else DAY_ENDS
    due_at = instant_at(choice.due_on, clock, there).astimezone(UTC)
    return PledgeTerms(text, due_at, there.key, due_confirmed=True)


def change(
    records: Records,
    one: Tapped,
    terms: PledgeTerms,
    gist: PledgeGist | None,
    replanner: Replanner | None,
) -> TapResult:
    """The pledge with other terms, and other nudges. The link isn't used up when nothing is different.

    Raises:
        Conflict, Invalid: as `changed_to`.
    """
    pledge = changed_to(one.pledge, terms, now=one.now)
    if pledge == one.pledge:
        return TapResult(TapAction.CHANGE, Standing.OPEN)
    if not records.use_tap(one.tap, one.now):
        return TapResult(TapAction.CHANGE, Standing.NOTED)
    records.save_pledge(pledge)
    if replanner is None:
        records.cancel_nudges(pledge.tenant, pledge=pledge.id, reason="changed", at=one.now)
    else:
        replanner.replan(records, pledge, gist, one.now)
    return TapResult(TapAction.CHANGE, Standing.NOTED, is_new=True)


def _words(pledge: StoredPledge, text: str | None) -> str:
    if text is None or _tidy(text) == _tidy(pledge.text):
        return pledge.text
    if not _tidy(text):
        raise Invalid("pledge-empty", "A pledge needs a few words.")
    if len(_tidy(text)) > LONGEST_PLEDGE:
        message = f"A pledge can have up to {LONGEST_PLEDGE:,} characters."
        raise Invalid("pledge-too-long", message, max_length=LONGEST_PLEDGE)
    return _tidy(text)


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _zone(pledge: StoredPledge, zone: ZoneInfo) -> ZoneInfo:
    return zone_of(pledge.due_zone) if pledge.due_zone else zone
