"""The last look at a nudge, in the transaction that marks it as being sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from nudge.app.histories import next_session_of
from nudge.app.nudge_ports import Courier, Holidays
from nudge.app.ports import Records
from nudge.domain.nudge_checks import not_now
from nudge.domain.nudge_facts import NudgeFacts
from nudge.domain.nudge_policies import Moment, NudgePreferences, Programme
from nudge.domain.nudge_requests import open_hours
from nudge.domain.nudges import ClaimedNudge, NudgeState, StoredNudge
from nudge.domain.quiet_hours import OpenHours
from nudge.domain.wall_clock import instant_at

_DAY = timedelta(days=1)
_FORESIGHT = 62 * _DAY


@dataclass(frozen=True, slots=True)
class Ready:
    """A nudge that is marked as being sent, with what its letter is made of."""

    nudge: StoredNudge
    courier: Courier
    to: str
    facts: NudgeFacts


@dataclass(frozen=True, slots=True)
class LastLook:
    """Looks whether a nudge may go out now, by what is stored now.

    Attributes:
        default: the programme of tenants that have none of their own.
        holidays: without it public holidays are days like others.
        lease: how long one try may take before its outcome counts as unknown.
    """

    couriers: Mapping[str, Courier]
    default: Programme
    holidays: Holidays | None
    lease: timedelta

    def ready(self, records: Records, claimed: ClaimedNudge, now: datetime) -> Ready | None:
        """The nudge, marked as being sent; None when it isn't ours any more or mustn't go out now."""
        nudge = records.begin_attempt(claimed, lease_until=now + self.lease)
        if nudge is None:
            return None
        facts = records.facts_of(nudge)
        courier = self.couriers.get(nudge.courier)
        to = courier.address(facts.participant) if courier else None
        verdict = self._verdict(records, nudge, facts, now)
        if verdict is not None or courier is None or to is None:
            skipped = _skipped(nudge, "no_courier" if courier is None else "no_address")
            records.settle(verdict or skipped, was=NudgeState.QUEUED)
            return None
        sending = replace(nudge, state=NudgeState.SENDING)
        if not records.settle(sending, was=NudgeState.QUEUED):
            return None
        return Ready(sending, courier, to, facts)

    def _verdict(
        self, records: Records, nudge: StoredNudge, facts: NudgeFacts, now: datetime
    ) -> StoredNudge | None:
        person, programme = facts.participant.nudging, facts.programme or self.default
        hours = open_hours(person, programme, self._free_days(person, now), nudge.zone or None)
        since, until = _day_around(hours, now)
        return not_now(
            nudge,
            is_open=facts.is_open,
            is_stopped=facts.is_stopped,
            is_overtaken=nudge.moment is Moment.PREPARE and not self._meets(records, nudge, now),
            person=person,
            programme=programme,
            hours=hours,
            n_today=records.n_gone_out(nudge.tenant, nudge.participant, since=since, until=until),
            now=now,
        )

    def _meets(self, records: Records, nudge: StoredNudge, now: datetime) -> bool:
        """Whether there is a conversation to prepare for."""
        return next_session_of(records, nudge.tenant, nudge.participant, now) is not None

    def _free_days(self, person: NudgePreferences, now: datetime) -> frozenset[date]:
        region = person.holidays
        if self.holidays is None or region is None:
            return frozenset()
        return self.holidays.between(region, (now - _DAY).date(), (now + _FORESIGHT).date())


def _day_around(hours: OpenHours, now: datetime) -> tuple[datetime, datetime]:
    """When the person's day began, and when the next one does."""
    today = hours.day_of(now)
    since, until = (instant_at(day, time(), hours.zone).astimezone(UTC) for day in (today, today + _DAY))
    return since, until


def _skipped(nudge: StoredNudge, reason: str) -> StoredNudge:
    return replace(
        nudge, state=NudgeState.SKIPPED, reason=reason, lease_until=None, attempts=nudge.attempts - 1
    )
