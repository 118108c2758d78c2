"""Not too much: nudges a day, spacing, the pause after some were ignored; over all pledges of a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from nudge.domain.nudge_policies import Moment, NudgePolicy
from nudge.domain.nudge_reasons import Reason, too_close_to
from nudge.domain.nudge_requests import GONE_OUT, EarlierNudge
from nudge.domain.nudges import NudgeState
from nudge.domain.quiet_hours import MINUTE, OpenHours, Stretch, whole_minute

ANSWER_TIME = timedelta(days=1)
"""What was sent since counts as neither answered nor ignored. Chosen: mail is read within a working day."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A nudge that has its place. `moment` is None for one about another pledge."""

    at: datetime
    day: date
    moment: Moment | None = None

    @property
    def reason(self) -> Reason:
        """Of what gives way to it."""
        return too_close_to(self.moment) if self.moment else Reason.TOO_CLOSE_TO_ANOTHER


@dataclass(slots=True)
class Agenda:
    """The places that are taken, and how near others may come."""

    hours: OpenHours
    policy: NudgePolicy
    taken: list[Taken] = field(default_factory=list)

    def add(self, at: datetime, moment: Moment | None = None) -> None:
        """Take a place."""
        self.taken.append(Taken(at, self.hours.day_of(at), moment))

    def free(
        self, day: date, within: Sequence[Stretch], distance: timedelta
    ) -> tuple[list[Stretch], Reason | None]:
        """What is left of the stretches of a day, and why when nothing is.

        Args:
            distance: at least so far from nudges about the same pledge; the policy's spacing from others.
        """
        on_day = [other for other in self.taken if other.day == day]
        if len(on_day) >= self.policy.most_a_day:
            own = next((other.reason for other in on_day if other.moment), Reason.MOST_A_DAY)
            return [], own
        free = list(within)
        for other in self.taken:
            apart = max(distance, self.policy.spacing) if other.moment else self.policy.spacing
            free = list(_without(free, other.at - apart, other.at + apart))
            if not free:
                return [], other.reason
        return free, None


def _without(stretches: Iterable[Stretch], after: datetime, before: datetime) -> Iterator[Stretch]:
    """The stretches without what lies after the one and before the other instant."""
    last, first = after.replace(second=0, microsecond=0) + MINUTE, whole_minute(before)
    for starts, ends in stretches:
        if starts < min(ends, last):
            yield starts, min(ends, last)
        if max(starts, first) < ends:
            yield max(starts, first), ends


def nearest(stretches: Iterable[Stretch], wanted: datetime) -> datetime:
    """The minute in the stretches that is nearest to the wanted one, of two the earlier."""
    minutes = (min(max(wanted, starts), ends - MINUTE) for starts, ends in stretches)
    return min(minutes, key=lambda minute: (abs(minute - wanted), minute))


def paused_until(earlier: Iterable[EarlierNudge], policy: NudgePolicy, now: datetime) -> datetime | None:
    """Until when only `outcome` is sent, since the last ones were ignored; None when there is no pause."""
    n = policy.ignored_before_pause
    sent = sorted(
        (other for other in earlier if other.state is NudgeState.SENT and other.at <= now - ANSWER_TIME),
        key=lambda other: other.at,
    )
    if n < 1 or len(sent) < n or any(other.was_answered for other in sent[-n:]):
        return None
    ends = sent[-1].at + policy.pause
    return ends if ends > now else None


def n_gone_out(earlier: Iterable[EarlierNudge], pledge: str, since: datetime) -> int:
    """How many nudges about a pledge the person has, or may have, in hand, but for those they asked for.

    Args:
        since: when the pledge was made, or changed last: then it is another one.
    """
    return sum(
        other.pledge == pledge and other.state in GONE_OUT and other.at >= since and not other.was_asked_for
        for other in earlier
    )
