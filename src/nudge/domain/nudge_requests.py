"""What a plan is made from: the pledge, the person, the programme, the calendar, and what came before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from nudge.domain.errors import Invalid
from nudge.domain.nudge_policies import Moment, MomentRule, NudgePolicy, NudgePreferences, Programme
from nudge.domain.nudges import SNOOZED, WAITING, Decision, NudgeState, PledgeGist, StoredNudge
from nudge.domain.quiet_hours import OpenHours
from nudge.domain.wall_clock import zone_of
from nudge.domain.working_days import WorkingDays

Lots = Callable[[Moment, int], float]
"""The lot in [0, 1) of the n-th nudge (from 0) of a moment, always the same; below the probability: sent."""

GONE_OUT = frozenset({NudgeState.SENDING, NudgeState.SENT, NudgeState.UNKNOWN})
"""What the person has, or may have, in hand."""


@dataclass(frozen=True, slots=True)
class PledgeToPlan:
    """What a plan needs to know of a pledge, besides its gist.

    Attributes:
        due_at: aware; None leaves it to the next conversation.
        session_at: of the first conversation after it was made, over or to come: where a pledge without a
            date ends. None takes the next one.
        zone: in which the person thinks of `due_at`; used where the person has none.
        is_open: nobody has said what became of it.
        is_stopped: the person wants no nudges about this one.
        snoozed_until: nothing about it comes before.
        changed_at: when its words or its date were changed last; what was sent before that may come again.
    """

    id: str
    created_at: datetime
    due_at: datetime | None = None
    zone: str | None = None
    is_open: bool = True
    is_stopped: bool = False
    snoozed_until: datetime | None = None
    changed_at: datetime | None = None
    session_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EarlierNudge:
    """Something that the person got, or is to get.

    Attributes:
        at: when it was sent, else when it is due.
        was_asked_for: it came once more because the person wanted it later.
    """

    pledge: str
    moment: Moment
    state: NudgeState
    at: datetime
    was_answered: bool = False
    was_asked_for: bool = False

    @classmethod
    def of(cls, nudge: StoredNudge) -> EarlierNudge | None:
        """A row of the ledger; None for what never came and won't."""
        at = nudge.sent_at or nudge.due_at
        if at is None or nudge.decision is not Decision.SEND or nudge.state not in GONE_OUT | WAITING:
            return None
        is_answered, is_asked_for = nudge.answer is not None, nudge.reason == SNOOZED
        return cls(nudge.pledge, nudge.moment, nudge.state, at, is_answered, is_asked_for)


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """Everything that a plan depends on; the same request gives the same plan.

    Attributes:
        free_days: public holidays where the person is, from `now` for a few months.
        next_session_at: of the pair; None when nobody knows.
        last_day: the last local day to plan for; None for no end.
        earlier: of this person, over all pledges. What still waits for this very pledge doesn't count: the
            plan takes its place.
        leads: chosen by learning; one that the policy doesn't allow is ignored.
        draw: the lots of a randomised trial; without it everything is sent.
        courier: the way to the person; None when there is none.
    """

    pledge: PledgeToPlan
    programme: Programme
    now: datetime
    gist: PledgeGist = field(default_factory=PledgeGist)
    person: NudgePreferences = field(default_factory=NudgePreferences)
    free_days: frozenset[date] = frozenset()
    next_session_at: datetime | None = None
    last_day: date | None = None
    earlier: Sequence[EarlierNudge] = ()
    leads: Mapping[Moment, timedelta] = field(default_factory=dict)
    draw: Lots | None = None
    courier: str | None = None

    @property
    def policy(self) -> NudgePolicy:
        """Of the programme."""
        return self.programme.policy

    def rule(self, moment: Moment) -> MomentRule | None:
        """Of the policy; None when it doesn't have this moment."""
        rule = self.policy.moments.get(moment)
        return rule if rule and rule.is_on and rule.leads else None

    def lead(self, moment: Moment) -> timedelta:
        """The learned one where the policy allows it, else the policy's first."""
        allowed = self.policy.moments[moment].leads
        learned = self.leads.get(moment)
        return learned if learned in allowed else allowed[0]


def zone_for(person: NudgePreferences, programme: Programme, pledge_zone: str | None = None) -> str:
    """The zone by which somebody is nudged: their own, else the pledge's, else the programme's.

    Raises:
        Invalid: `time-zone-missing` when nobody gave one. It is never guessed.
    """
    zone = person.time_zone or pledge_zone or programme.time_zone
    if zone is None:
        raise Invalid(
            "time-zone-missing",
            "Nudges need a time zone: give the person's, such as “Europe/Berlin”, or one for the programme.",
        )
    return zone


def open_hours(
    person: NudgePreferences,
    programme: Programme,
    free_days: frozenset[date] = frozenset(),
    pledge_zone: str | None = None,
) -> OpenHours:
    """When this person may be nudged: what they said themselves, else what the policy says.

    Raises:
        Invalid: `time-zone-missing`, `time-zone-unknown`.
    """
    policy = programme.policy
    quiet = policy.quiet_hours if person.quiet_hours is None else person.quiet_hours
    weekdays = policy.working_days if person.working_days is None else person.working_days
    zone = zone_of(zone_for(person, programme, pledge_zone))
    return OpenHours(zone, quiet, WorkingDays(weekdays, free_days))
