"""The moments that the words of a pledge name, as plans need them: days, clock times, and where it ends.

A day on which something goes on until ("until 15 January") is kept as one that is both recurring and a
deadline: there is nothing to be cued then, but before it nobody asks what became of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from nudge.domain.calendar_days import Unit, Weekdays
from nudge.domain.nudges import NamedTime, PledgeGist
from nudge.domain.stretches import NamedMonths, Stretch
from nudge.domain.timing import DAY_ENDS, Meaning, Role, Situation, TimePhrase, named_times
from nudge.domain.wall_clock import instant_at

MOST_NAMED = 8
"""Moments of a pledge that are kept. Chosen: more than anybody names."""
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6
_NOT = re.compile(
    r"\b(?:not|never|without|stop|avoid|wont|dont|\w+n['’]t"
    r"|no(?! (?:excuses?|matter|later|problem|doubt)))\b",
    re.IGNORECASE,
)
"""Words that say what won't be done."""


def is_end(named: NamedTime) -> bool:
    """Whether it is the day until which something goes on.

    >>> is_end(NamedTime(date(2027, 1, 15), is_recurring=True, is_deadline=True))
    True
    """
    return bool(named.on and named.is_recurring and named.is_deadline and not named.weekdays)


def repeats(gist: PledgeGist) -> bool:
    """Whether the pledge names moments that come again."""
    return any(named.is_recurring and not is_end(named) for named in gist.named)


def last_end(gist: PledgeGist, zone: ZoneInfo) -> datetime | None:
    """When the last day that is named once is over; of what repeats, the day until which it does."""
    once = [named for named in gist.named if is_end(named) or not (named.is_recurring or repeats(gist))]
    ends = [instant_at(named.on, max(named.at or DAY_ENDS, DAY_ENDS), zone) for named in once if named.on]
    return max(ends, default=None)


def named_in(text: str, phrases: Sequence[TimePhrase], at: Situation) -> tuple[NamedTime, ...]:
    """The moments that a pledge names, on the wall of its author, each once.

    Args:
        phrases: the words of the text that say when.

    Raises:
        Invalid: `time-zone-unknown`.
    """
    found = (
        named
        for phrase, instant in named_times(phrases, at)
        for named in _all_of(phrase, instant, is_negated=bool(_NOT.search(text)), said=at.now)
    )
    return tuple(dict.fromkeys(found))[:MOST_NAMED]


def _all_of(
    phrase: TimePhrase, instant: datetime, *, is_negated: bool, said: datetime
) -> Iterator[NamedTime]:
    """What a phrase names: mostly one moment, of a weekend the day to be cued and its end."""
    meaning, day = phrase.meaning, instant.date()
    if meaning.role is Role.UNTIL:
        yield NamedTime(day, is_recurring=True, is_deadline=True)
    elif meaning.role is Role.REPEATED:
        yield _repeated(phrase, instant, is_negated=is_negated)
    elif (cued := _aside(meaning, day, is_negated=is_negated)) is not None:
        yield NamedTime(day, is_recurring=True, is_deadline=True)
        if cued >= said.astimezone(instant.tzinfo).date():
            yield NamedTime(cued)
    else:
        yield _once(phrase, instant)


def _once(phrase: TimePhrase, instant: datetime) -> NamedTime:
    """A part of the day is no instant: the act comes before it ends."""
    meaning, wall = phrase.meaning, instant.timetz().replace(tzinfo=None)
    is_within = meaning.elapsed is not None and phrase.text.lower().startswith("within")
    is_soft = meaning.clock is not None and meaning.clock.is_soft
    at = wall if meaning.clock or meaning.elapsed else None
    is_deadline = meaning.role is Role.DEADLINE or is_within or is_soft
    return NamedTime(instant.date(), at, is_deadline=is_deadline)


def _repeated(phrase: TimePhrase, instant: datetime, *, is_negated: bool) -> NamedTime:
    """Days of the week; weekends begin on Saturday, and what isn't done on them begins on Friday."""
    meaning, day, at = phrase.meaning, instant.date(), _clock_of(phrase.meaning, instant)
    weekdays = frozenset(meaning.day.days) if isinstance(meaning.day, Weekdays) else frozenset[int]()
    is_soft = meaning.clock is not None and meaning.clock.is_soft
    if at is None and weekdays and weekdays <= {SATURDAY, SUNDAY}:
        is_weekend = "weekend" in phrase.text.lower()
        first = FRIDAY if is_negated else SATURDAY if is_weekend else min(weekdays)
        if is_negated or is_weekend:
            back = timedelta((day.weekday() - first) % 7)
            return NamedTime(day - back, None, is_recurring=True, weekdays=frozenset({first}))
    if is_soft and not weekdays:
        return NamedTime(day, is_recurring=True)
    return NamedTime(day, at, is_recurring=True, weekdays=weekdays, is_deadline=is_soft)


def _clock_of(meaning: Meaning, instant: datetime) -> time | None:
    return instant.timetz().replace(tzinfo=None) if meaning.clock else None


def _aside(meaning: Meaning, day: date, *, is_negated: bool) -> date | None:
    """Of what is to be on a weekend, the day to be cued where that is another; None where it isn't.

    What won't be done there, and what has to be done by then, is cued on Friday: nobody named a day off. What
    will be done "this weekend" is cued when it begins.
    """
    if day.weekday() < SATURDAY or meaning.clock or meaning.elapsed:
        return None
    friday = day - timedelta(day.weekday() - FRIDAY)
    is_deadline = meaning.role is Role.DEADLINE
    is_unnamed = meaning.shift < 0 or isinstance(meaning.day, Stretch | NamedMonths)
    if is_negated or (is_deadline and is_unnamed):
        return friday
    is_weekend = isinstance(meaning.day, Stretch) and meaning.day.unit is Unit.WEEKEND
    return friday + timedelta(1) if is_weekend else None
