"""What a programme allows and what a person prefers: when nudges may come, how often, by which way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from nudge.domain.emphases import PlannedEmphasis


class Moment(StrEnum):
    """When a nudge is due, and why. In the order of a pledge's life."""

    SHARPEN = "sharpen"
    CUE = "cue"
    MIDWAY = "midway"
    EVE = "eve"
    PREPARE = "prepare"
    OUTCOME = "outcome"


class Tone(StrEnum):
    """How a person likes to be spoken to."""

    PLAIN = "plain"
    WARM = "warm"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Wall-clock times between which nothing is sent; over midnight when `ends` is not after `starts`."""

    starts: time
    ends: time


WORKING_WEEK = frozenset({0, 1, 2, 3, 4})
"""Monday is 0, as in `date.weekday`."""


@dataclass(frozen=True, slots=True)
class NudgePreferences:
    """How somebody wants to be nudged.

    Attributes:
        time_zone: IANA name; None is the programme's.
        quiet_hours: None is the policy's.
        working_days: weekdays, Monday 0; None is the policy's.
        holidays: country or region whose public holidays are free: "DE", "DE-BY"; None when none are.
        couriers: ways to the person, the preferred first; empty is the programme's.
        email: address for the courier "email".
        shows_words: whether messages may have the pledge's own words in them.
        tone: how the person likes to be spoken to.
        stopped_at: since when the person wants no nudges at all.
    """

    time_zone: str | None = None
    quiet_hours: tuple[QuietHours, ...] | None = None
    working_days: frozenset[int] | None = None
    holidays: str | None = None
    couriers: tuple[str, ...] = ()
    email: str | None = None
    shows_words: bool = False
    tone: Tone = Tone.PLAIN
    stopped_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MomentRule:
    """When a moment comes, and how late it may be.

    Attributes:
        leads: how long before its anchor it comes (negative: after it), the usual one first; learning
            chooses among them and nothing else.
        expires_after: later than this after it was due it is dropped.
        probability: of being sent, for randomised trials; 1 without one.
    """

    leads: tuple[timedelta, ...]
    expires_after: timedelta
    is_on: bool = True
    probability: float = 1.0


@dataclass(frozen=True, slots=True)
class NudgePolicy:
    """What a programme allows. It is data: see `question_bank/nudges/policy.toml`.

    Attributes:
        version: changes when anything in it does; every decision names it.
        most_a_day: nudges to a person on one local day, over all pledges.
        most_a_pledge: nudges for one pledge.
        spacing: between two nudges to a person.
        ignored_before_pause: after so many unanswered in a row nothing but `outcome` is sent for `pause`.
        clear_from: specificity score in [0, 1] from which a pledge needs no sharpening.
        learns: whether outcomes choose among the leads.
        resends_unknown: whether what was being sent at a crash is sent again, where the receiver doesn't
            de-duplicate.
    """

    version: str
    moments: Mapping[Moment, MomentRule]
    quiet_hours: tuple[QuietHours, ...]
    working_days: frozenset[int] = WORKING_WEEK
    most_a_day: int = 1
    most_a_pledge: int = 3
    spacing: timedelta = timedelta(hours=20)
    ignored_before_pause: int = 2
    pause: timedelta = timedelta(days=7)
    clear_from: float = 0.5
    learns: bool = False
    resends_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Programme:
    """What an organisation offers, as far as nudges and questions need it. One for each tenant.

    Attributes:
        time_zone: IANA name, for who gave none; None: then everybody has to give one.
        couriers: for who chose none, the preferred first.
        emphases: what is to be heard in conversations, and when.
    """

    tenant: str
    policy: NudgePolicy
    time_zone: str | None = None
    couriers: tuple[str, ...] = ()
    revision: int = 1
    emphases: tuple[PlannedEmphasis, ...] = ()
