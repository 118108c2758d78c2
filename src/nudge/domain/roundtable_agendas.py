"""The agenda of a roundtable: which section when, who keeps time, who reads, and how long each speaks.

A pure plan: the same module, people, seed and minutes give the same agenda.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from nudge.domain.errors import Invalid
from nudge.domain.roundtable_times import shortened
from nudge.domain.roundtables import MINUTES, Cue, Module, Section, SectionKind

SEATS = range(3, 7)
"""How many people a table has; five or six is best."""
LONGEST_TURN = 360
"""Seconds. Chosen: in a table of three nobody has to fill a quarter of an hour."""
_STEP = 15
"""Turns are multiples of so many seconds, as somebody says them who looks at a watch."""
MOST_LEFT = 5
"""Minutes before the end at which a cue can come."""
_NUMBERS = ("No time", "One minute", "Two minutes", "Three minutes", "Four minutes", "Five minutes")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, and who reads it aloud."""

    reader: str
    text: str


@dataclass(frozen=True, slots=True)
class Round:
    """Everybody speaks once, in this order, for so many seconds; `spare` seconds are left over."""

    order: tuple[str, ...]
    seconds_each: int
    spare: int


@dataclass(frozen=True, slots=True)
class PlannedCue:
    """What the timekeeper says, in which minute of the roundtable."""

    minute: int
    text: str


@dataclass(frozen=True, slots=True)
class PlannedSection:
    """A section with its time and its people. `starts` is in minutes from the beginning of the agenda."""

    section: Section
    starts: int
    minutes: int
    timekeeper: str
    reading: tuple[Paragraph, ...]
    round: Round | None
    cues: tuple[PlannedCue, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """Who does what when. `order` is drawn: from it comes who keeps time, who reads, and who speaks when."""

    module: Module
    order: tuple[str, ...]
    minutes: int
    sections: tuple[PlannedSection, ...]


def agenda_of(
    module: Module,
    people: Sequence[str],
    *,
    seed: int = 0,
    minutes: int = MINUTES,
    starting_with: SectionKind = SectionKind.HAPPENINGS,
) -> Agenda:
    """The agenda of a module for these people.

    Whoever is n-th in the order keeps time in section n, and speaks last in it. Each paragraph is read by
    whoever has read least, the next after the timekeeper first, never by the timekeeper. An agenda of the
    rest leaves everybody the part they had.

    Args:
        people: refs, three to six.
        minutes: how many there are from the beginning of the agenda to the end.
        starting_with: the section with which it begins, when the earlier ones are over.

    Raises:
        Invalid: `participants-count`, `participants-alike`; `minutes-too-few` when the sections would become
            shorter than they can be.
    """
    _check(people)
    order = turn_order(people, seed)
    lengths = shortened(module.sections, minutes, starting_with)
    first = len(module.sections) - len(lengths)
    readers = _readers(module.sections, order)
    sections = [
        _planned(module.sections[number], starts, length, order, number, readers[number])
        for number, starts, length in zip(
            range(first, len(module.sections)), accumulate(lengths, initial=0), lengths, strict=False
        )
    ]
    return Agenda(module, order, sum(lengths), tuple(sections))


def _check(people: Sequence[str]) -> None:
    if len(people) not in SEATS:
        raise Invalid(
            "participants-count",
            f"A table has {SEATS[0]} to {SEATS[-1]} people; {len(people)} came.",
            n_participants=len(people),
        )
    if len(set(people)) < len(people):
        raise Invalid("participants-alike", "Two people have the same ref; each needs one of their own.")


def turn_order(people: Sequence[str], seed: int) -> tuple[str, ...]:
    """The people in an order that is drawn by the seed, whatever the order in which they are named.

    >>> turn_order(["ana", "ben", "cem"], 1) == turn_order(["cem", "ana", "ben"], 1)
    True
    """
    return tuple(sorted(people, key=lambda ref: (zlib.crc32(f"{seed}|{ref}".encode()), ref)))


def _timekeeper(order: Sequence[str], number: int) -> str:
    return order[number % len(order)]


def _readers(sections: Sequence[Section], order: Sequence[str]) -> list[list[str]]:
    """Who reads each paragraph of each section: whoever has read least, never twice running."""
    n_read = dict.fromkeys(order, 0)
    found = []
    for number, section in enumerate(sections):
        timekeeper, readers = _timekeeper(order, number), [""]
        for _ in section.reading:
            others = [ref for ref in _after(order, timekeeper) if ref not in (timekeeper, readers[-1])]
            readers.append(min(others, key=n_read.__getitem__))
            n_read[readers[-1]] += 1
        found.append(readers[1:])
    return found


def _planned(
    section: Section, starts: int, minutes: int, order: Sequence[str], number: int, readers: Sequence[str]
) -> PlannedSection:
    timekeeper = _timekeeper(order, number)
    reading = tuple(Paragraph(reader, text) for reader, text in zip(readers, section.reading, strict=True))
    round = _round(section, minutes, _after(order, timekeeper)) if section.round else None
    return PlannedSection(
        section, starts, minutes, timekeeper, reading, round, _cues(section, starts, minutes)
    )


def _after(order: Sequence[str], person: str) -> tuple[str, ...]:
    """Everybody in turn, this person last."""
    place = order.index(person) + 1
    return (*order[place:], *order[:place])


def _round(section: Section, minutes: int, order: tuple[str, ...]) -> Round:
    seconds = 60 * section.round * minutes // section.minutes
    each = min(LONGEST_TURN, seconds // len(order) // _STEP * _STEP)
    return Round(order, each, seconds - each * len(order))


def _cues(section: Section, starts: int, minutes: int) -> tuple[PlannedCue, ...]:
    """The cues that still have a place, in the order of their minutes."""
    placed = [(minute_of(cue, section.minutes, minutes), said(cue)) for cue in section.cues]
    return tuple(PlannedCue(starts + minute, text) for minute, text in sorted(placed) if 0 < minute < minutes)


def minute_of(cue: Cue, written: int, minutes: int) -> int:
    """In which minute of a section a cue comes that was written for one of `written` minutes.

    >>> minute_of(Cue("…", left=2), 10, 8), minute_of(Cue("…", at=6), 12, 8)
    (6, 4)
    """
    return minutes - cue.left if cue.left is not None else round((cue.at or 0) * minutes / written)


def said(cue: Cue) -> str:
    """A cue as the timekeeper says it.

    >>> said(Cue("finish the sentence you are in.", left=2))
    'Two minutes left: finish the sentence you are in.'
    """
    return f"{_NUMBERS[cue.left]} left: {cue.text}" if cue.left is not None else cue.text
