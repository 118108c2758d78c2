"""Taps: what people do with the links of a nudge. Looking changes nothing; acting does it once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from nudge.app.nudge_ports import Holidays, Links
from nudge.app.ports import Clock, Ids, Records, Store
from nudge.app.snoozes import snooze_days
from nudge.app.tap_actions import (
    Tapped,
    check_in,
    keep_answer,
    put_off,
    standing,
    standing_for_all,
    stop,
    stop_all,
    tapped,
)
from nudge.app.tap_changes import Replanner, change, due_day, terms_chosen
from nudge.app.tap_views import Standing, TapChoice, TapResult, TapView
from nudge.domain.errors import Conflict, Invalid
from nudge.domain.letters import Tap, TapAction
from nudge.domain.nudge_policies import NudgePolicy, Programme
from nudge.domain.nudge_requests import open_hours
from nudge.domain.nudges import PledgeGist
from nudge.domain.pledges import Outcome
from nudge.domain.quiet_hours import OpenHours
from nudge.domain.records import StoredPledge

TRIES = 5
"""How often to begin anew while somebody else changes the same participant or pledge."""
_AHEAD = timedelta(days=70)
"""Holidays are looked up for the longest search for a working day."""


class Taps:
    """What one can do with the links of a nudge.

    Args:
        policy: of programmes that nobody has set up.
        holidays: None when no public holiday is looked at.
        replanner: None cancels what waits for a pledge that was changed.
    """

    def __init__(
        self,
        store: Store,
        links: Links,
        clock: Clock,
        ids: Ids,
        policy: NudgePolicy,
        *,
        holidays: Holidays | None = None,
        replanner: Replanner | None = None,
    ) -> None:
        self._store = store
        self._links = links
        self._clock = clock
        self._ids = ids
        self._policy = policy
        self._holidays = holidays
        self._replanner = replanner

    def look(self, token: str) -> TapView:
        """What the link is for, and how things stand. Changes nothing, however often it is asked.

        Raises:
            Invalid: `link-invalid`, `link-expired`.
            NotFound: when the pledge or the person was erased meanwhile.
        """
        tap, now = self._read(token)
        with self._store.begin(read_only=True) as records:
            if tap.action is TapAction.STOP_ALL:
                participant = records.participant(tap.tenant, tap.participant)
                return TapView(tap.action, standing_for_all(participant), locale=participant.locale)
            one = tapped(records, tap, now)
            hours = self._hours(records, one)
            shows = one.participant.nudging.shows_words
            return TapView(
                action=tap.action,
                standing=standing(records, one),
                moment=one.nudge.moment,
                words=one.pledge.text if shows else None,
                due_on=due_day(one.pledge, hours.zone),
                revision=one.pledge.revision,
                later=snooze_days(hours.day_of(now), hours.working),
                today=hours.day_of(now),
                locale=one.participant.locale,
            )

    def act(self, token: str, choice: TapChoice | None = None) -> TapResult:
        """Do what the link is for, once; a second time changes nothing and says so.

        Raises:
            Invalid: as `look`; `outcome-missing`, `pledge-empty`, `pledge-too-long`, and as `check_due`.
            NotFound: as `look`.
            Conflict: `pledge-reworded` when the pledge was changed since the page was shown;
                `pledge-changed-too-often`.
        """
        tap, now = self._read(token)
        choice = choice or TapChoice()
        gist = self._gist(tap, choice, now)
        for _ in range(TRIES - 1):
            try:
                return self._act(tap, choice, gist, now)
            except Conflict as error:
                if error.code not in ("revision-changed", "changed-meanwhile"):
                    raise
        return self._act(tap, choice, gist, now)

    def _act(self, tap: Tap, choice: TapChoice, gist: PledgeGist | None, now: datetime) -> TapResult:
        with self._store.begin() as records:
            if tap.action is TapAction.STOP_ALL:
                locale = records.participant(tap.tenant, tap.participant).locale
                return replace(stop_all(records, tap, now), locale=locale)
            one = tapped(records, tap, now)
            stands = standing(records, one)
            if stands is not Standing.OPEN:
                known = _known(one.pledge)
                return TapResult(tap.action, stands, outcome=known, locale=one.participant.locale)
            result = self._done(records, one, choice, gist)
            if result.is_new:
                keep_answer(records, one.nudge, tap.action, now)
            return replace(result, locale=one.participant.locale)

    def _done(self, records: Records, one: Tapped, choice: TapChoice, gist: PledgeGist | None) -> TapResult:
        action, hours = one.tap.action, self._hours(records, one)
        if action is TapAction.CHANGE:
            return change(records, one, terms_chosen(one.pledge, choice, hours.zone), gist, self._replanner)
        is_first = records.use_tap(one.tap, one.now)
        if action is TapAction.STOP:  # who was nudged again since has to be able to say so again
            return stop(records, one)
        if not is_first:
            return TapResult(action, Standing.NOTED)
        if action is TapAction.DONE:
            return check_in(records, one, choice.outcome)
        return put_off(records, one, choice.later, hours, self._ids.new("ndg"))

    def _gist(self, tap: Tap, choice: TapChoice, now: datetime) -> PledgeGist | None:
        """What is read in new words, before the transaction in which they are kept."""
        if tap.action is not TapAction.CHANGE or self._replanner is None:
            return None
        with self._store.begin(read_only=True) as records:
            one = tapped(records, tap, now)
            if standing(records, one) is not Standing.OPEN:
                return None
            terms = terms_chosen(one.pledge, choice, self._hours(records, one).zone)
        return None if terms.text == one.pledge.text else self._replanner.read(one.pledge, terms.text, now)

    def _read(self, token: str) -> tuple[Tap, datetime]:
        """What the link lets one do, and the time: that of the test clock in a test tenant."""
        now = self._clock.now()
        try:
            tap = self._links.read(token, now=now)
        except Invalid as error:
            stands_at = self._stands_at(str(error.facts.get("tenant", "")))
            if stands_at is None:
                raise
            return self._links.read(token, now=stands_at), stands_at
        return tap, self._stands_at(tap.tenant) or now

    def _stands_at(self, tenant: str) -> datetime | None:
        """Where the clock of a test tenant stands."""
        if not tenant:
            return None
        with self._store.begin(read_only=True) as records:
            clock = records.test_clock(tenant)
        return clock.at if clock else None

    def _hours(self, records: Records, one: Tapped) -> OpenHours:
        tenant, preferences = one.tap.tenant, one.participant.nudging
        programme = records.programme(tenant) or Programme(tenant, self._policy)
        free: frozenset[date] = frozenset()
        if self._holidays is not None and preferences.holidays:
            today = one.now.date()
            free = self._holidays.between(preferences.holidays, today, today + _AHEAD)
        return open_hours(preferences, programme, free, one.nudge.zone or None)


def _known(pledge: StoredPledge) -> Outcome | None:
    return None if pledge.outcome is Outcome.NOT_SAID else pledge.outcome
