"""When a pledge falls due: what its time phrases mean, seen from now, its author's zone and the next session.

It is a suggestion that the person confirms, and never an instant that is over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from itertools import chain, islice
from zoneinfo import ZoneInfo

from nudge.domain.calendar_days import Ahead, Day, OneOf, Unit, Weekdays
from nudge.domain.stretches import Part, Stretch
from nudge.domain.wall_clock import instant_at, zone_of

DAY_ENDS = time(18)
"""What a bare day means. Chosen: the end of most working days; a deadline leaves the whole day."""
DAY_BEGINS = time(9)
"""Where "before Monday" ends when Sunday 18:00 is over. Chosen: the start of most working days."""
NOON = time(12)
"""After it "by Friday", said on a Friday, is rather the next. Chosen: who means today says so."""
MIDNIGHT_SOON = time(23, 59)
"""What "today" means once 18:00 is over, and "tonight" after 21:00."""


class Role(IntEnum):
    """What a phrase says about the act. Of several phrases the lowest number sets the date."""

    DEADLINE = 0
    REPEATED = 1
    DATED = 2
    START = 3
    SESSION = 4
    UNTIL = 5
    WINDOW = 6
    CUE = 7
    VAGUE = 8
    MENTION = 9


_NAMING = (Role.DEADLINE, Role.REPEATED, Role.DATED, Role.UNTIL, Role.CUE)
_PARTS = (time(12), time(18))
"""Where mornings and afternoons end: what their words are read as."""
_PART = re.compile(r"\b(?:mornings?|afternoons?|arvo|[ap]m)\b", re.IGNORECASE)
_EXACT = re.compile(r"\d|\b(?:twelve|six|noon|midday|end|last)\b", re.IGNORECASE)
_ENDS = re.compile(r"\b(?:ends?|last)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day.

    Attributes:
        is_work_end: "eod": without a day it is the next working one.
        is_soft: may be later on the same day when it is over: "tonight".
    """

    at: time
    is_work_end: bool = False
    is_soft: bool = False


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is needed to tell the instant; with neither day, clock, nor elapsed there is none.

    Attributes:
        shift: days from the day that is named: -1 for "before Friday", 1 for "after Friday".
        elapsed: exact time from now: "within 48 hours".
        starts: the first day that a repeated act can be on: "every Monday from next week".
        act: number of what is said to be done then; a clock is never joined with the day of another act.
    """

    role: Role
    day: Day | None = None
    clock: Clock | None = None
    shift: int = 0
    elapsed: timedelta | None = None
    starts: Day | None = None
    act: int = 0

    @property
    def has_when(self) -> bool:
        """Whether it can give an instant."""
        return bool(self.day or self.clock or self.elapsed or self.role is Role.SESSION)


@dataclass(frozen=True, slots=True)
class TimePhrase:
    """Words of a pledge that say when.

    Attributes:
        start: first code point of the phrase in the text; `end` is the one after its last.
        level: 1 for a loose window or a frequency without anchor, 2 for what will certainly be noticed.
        names_event: the phrase also says where or with whom: "the Thursday review", "stand-up".
        is_condition: it hedges rather than says when: "if there's time", "as long as the lift works".
    """

    start: int
    end: int
    text: str
    level: int
    meaning: Meaning
    is_recurring: bool = False
    names_event: bool = False
    is_condition: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """Where the words were said.

    Attributes:
        now: aware, in any zone.
        time_zone: IANA name of the person's zone.
        next_session_at: aware; None when nobody knows.
    """

    now: datetime
    time_zone: str
    next_session_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """When the pledge is due, as its words say.

    Attributes:
        at: the likeliest instant, aware in the person's zone; None for a cue without a date.
        candidates: all that the words can mean, in order; `at` is one of them.
    """

    text: str
    at: datetime | None = None
    candidates: tuple[datetime, ...] = ()

    @property
    def ambiguous(self) -> bool:
        """Whether the words can mean several instants."""
        return len(self.candidates) > 1


def due_of(phrases: Sequence[TimePhrase], at: Situation) -> Due | None:
    """When the pledge with these phrases is due; None when they name neither a time nor a cue.

    A deadline goes before a repeated act, that before a day, that before a window. A clock time belongs to
    the day said elsewhere: "On Friday I'll call her at 10".

    Raises:
        Invalid: `time-zone-unknown`.

    >>> from nudge.domain.calendar_days import Weekday
    >>> said = TimePhrase(0, 9, "By Friday", 2, Meaning(Role.DEADLINE, Weekday(4)))
    >>> now = datetime.fromisoformat("2026-11-18T16:00:00+01:00")
    >>> due_of([said], Situation(now, "Europe/Berlin")).at.isoformat()
    '2026-11-20T18:00:00+01:00'
    """
    zone_of(at.time_zone)
    ranked = sorted((p for p in phrases if p.meaning.role < Role.VAGUE), key=_rank)
    for phrase in ranked:
        if phrase.meaning.has_when:
            meaning = _joined(phrase.meaning, [p.meaning for p in phrases])
            candidates, later = _instants(meaning, at)
            if candidates:
                return Due(phrase.text, candidates[-1 if later else 0], candidates)
    return Due(ranked[0].text) if ranked else None


def named_times(phrases: Sequence[TimePhrase], at: Situation) -> Iterator[tuple[TimePhrase, datetime]]:
    """The moments that the words name, the likeliest instant of each; those of windows aside.

    Each comes with its phrase, whose meaning has the clock or day of the others joined to it. A clock that is
    a part of the day ("in the morning") is a soft one. What only says how often names none.

    Raises:
        Invalid: `time-zone-unknown`.
    """
    zone_of(at.time_zone)
    for phrase in sorted(phrases, key=_rank):
        if _names_moment(phrase, phrases):
            meaning = _joined(phrase.meaning, [p.meaning for p in phrases])
            candidates, later = _instants(meaning, at)
            if candidates:
                yield replace(phrase, meaning=_soft(meaning, phrases)), candidates[-1 if later else 0]


def _names_moment(phrase: TimePhrase, phrases: Iterable[TimePhrase]) -> bool:
    """Whether it names a moment rather than how often, or how long after something else."""
    meaning = phrase.meaning
    if not meaning.has_when or meaning.role not in _NAMING or phrase.is_condition:
        return False
    if meaning.role is Role.REPEATED:
        is_anchored = meaning.day is None or isinstance(meaning.day, Weekdays) or _is_part_of(phrase)
        return is_anchored and meaning.elapsed is None
    if meaning.elapsed is not None:
        others = (p for p in phrases if p is not phrase and p.meaning.act == meaning.act)
        return not any(p.is_recurring or p.is_condition or p.meaning.role is Role.CUE for p in others)
    return meaning.role is not Role.UNTIL or meaning.day is not None


def _is_part_of(phrase: TimePhrase) -> bool:
    """For "the end of every month", unlike "every month" or "every other week"."""
    day = phrase.meaning.day
    is_part = not isinstance(day, Stretch) or day.part is not Part.END or bool(_ENDS.search(phrase.text))
    return is_part and not isinstance(day, Ahead)


def _soft(meaning: Meaning, phrases: Iterable[TimePhrase]) -> Meaning:
    """The meaning, its clock soft when it stands for a part of the day, hard when for the end of one."""
    if meaning.clock is None:
        return meaning
    text = next((p.text for p in phrases if p.meaning.clock is meaning.clock), "")
    is_part = meaning.clock.at in _PARTS and _PART.search(text) is not None
    is_soft = (is_part or meaning.clock.is_soft) and not _EXACT.search(text)
    return replace(meaning, clock=replace(meaning.clock, is_soft=is_soft))


def _rank(phrase: TimePhrase) -> tuple[bool, Role, bool]:
    """Deadlines first; a clock time without a day says less than any day: "this week, no mail before ten".

    Of what repeats, days come before periods: "150 minutes a week, Monday to Friday".
    """
    meaning = phrase.meaning
    is_bare_clock = bool(meaning.clock and not meaning.day and not meaning.clock.is_work_end)
    return is_bare_clock, meaning.role, isinstance(meaning.day, Stretch)


def _joined(meaning: Meaning, others: Sequence[Meaning]) -> Meaning:
    """The meaning with the clock, or the day, that another phrase about the same act gives."""
    others = [other for other in others if other.act == meaning.act]
    if meaning.day is None and meaning.clock is not None:
        days = (o for o in others if o.day and not o.clock and o.role in (Role.REPEATED, Role.DATED))
        other = next(days, None)
        return replace(meaning, day=other.day, starts=other.starts) if other else meaning
    if meaning.day and not meaning.clock and not meaning.shift and meaning.role is not Role.WINDOW:
        meaning = replace(meaning, clock=next((o.clock for o in others if o.clock and not o.day), None))
    if meaning.role is Role.REPEATED and meaning.starts is None:
        return replace(meaning, starts=next((o.day for o in others if o.role is Role.START), None))
    return meaning


def _instants(meaning: Meaning, at: Situation) -> tuple[tuple[datetime, ...], bool]:
    """All instants to come that it can mean, in order, and whether the last is the likeliest."""
    zone = zone_of(at.time_zone)
    now = at.now.astimezone(zone)
    if meaning.role is Role.SESSION:
        session = at.next_session_at
        return ((session.astimezone(zone),) if session and session > at.now else ()), False
    if meaning.elapsed is not None:
        return ((at.now.astimezone(UTC) + meaning.elapsed).astimezone(zone),), False
    day = meaning.day or _day_of_clock(meaning.clock)
    is_deadline = meaning.role is Role.DEADLINE
    options = day.days if isinstance(day, OneOf) else (day,)
    found = chain.from_iterable(_first_to_come(option, meaning, now, zone) for option in options)
    in_order = tuple(sorted(set(found), key=lambda instant: instant.astimezone(UTC)))
    return in_order, len(in_order) > 1 and day.prefers_later(is_deadline and now.time() <= NOON)


def _day_of_clock(clock: Clock | None) -> Day:
    return Weekdays((0, 1, 2, 3, 4)) if clock and clock.is_work_end else Weekdays()


def _first_to_come(day: Day, meaning: Meaning, now: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The instants of the first round in which one is still to come."""
    for round_ in day.rounds(_first_day(meaning.starts, now.date())):
        chosen = (_instant(each, day, meaning, now, zone) for each in round_)
        found = tuple(instant for instant in chosen if instant is not None)
        if found:
            return found[:1] if meaning.role is Role.REPEATED else found
    return ()


def _first_day(starts: Day | None, today: date) -> date:
    """Where a repeated act begins; a week that runs already begins today."""
    if starts is None or isinstance(starts, OneOf):
        return today
    rounds = islice(starts.rounds(today), 1 if isinstance(starts, Stretch) else None)
    return next((day for day in chain.from_iterable(rounds) if day >= today), today)


def _instant(day: date, said: Day, meaning: Meaning, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The instant on a day, when it is still to come."""
    clock = meaning.clock.at if meaning.clock else DAY_ENDS
    tries: list[tuple[date, time]] = [(day + timedelta(meaning.shift), clock)]
    if meaning.shift < 0:
        tries.append((day, DAY_BEGINS))
    if said == Ahead(0, Unit.DAY) and (meaning.clock is None or meaning.clock.is_soft):
        tries.append((day, MIDNIGHT_SOON))
    return next(_still_to_come(tries, now, zone), None)


def _still_to_come(tries: Iterable[tuple[date, time]], now: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """The instants of these times that are after now."""
    for day, clock in tries:
        instant = instant_at(day, clock, zone)
        if instant.astimezone(UTC) > now.astimezone(UTC):
            yield instant
