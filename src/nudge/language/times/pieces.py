"""A piece of a time phrase, and the words around it that a rule may look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from nudge.domain.calendar_days import Day
from nudge.domain.timing import Clock, Role
from nudge.language.times.units import TextUnit
from nudge.language.times.words import words

PREPOSITIONS = words(
    "IN ON AT BY BEFORE AFTER UNTIL FROM WITHIN DURING OVER FOR AROUND BETWEEN COMMENCING ENDING"
)
FOLLOWS_CLOCK = words("NUM ORD CLOCK x EVENT POINTED YEARNUM QNAME")


PLAIN = words("x ALL MOST LONG SAME PERIOD LATEST BOXING EVE")
"""Kinds of words that are part of a time only together with others."""
GOES_ON = words("while so because when if as instead then please sharp latest without but though until")
"""Words that a number can't count."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some units that belong together: "next Friday", "at 10", "before the board meeting".

    Attributes:
        first: number of its first unit; `last` is the one after its last.
        kind: "day", "clock", "window", "elapsed", "repeat", "count", "session", "event", "cue", "vague",
            "mention" or "past"; the last is what a rule knows and nobody is told.
        event_clock: when the event usually is, for when a day joins it.
        asks: it is a clause with "when" or "if", so that another day goes before the one in it.
        condition: it says whether, rather than when: "if there's time".
    """

    first: int
    last: int
    kind: str
    role: Role
    level: int = 2
    day: Day | None = None
    clock: Clock | None = None
    elapsed: timedelta | None = None
    starts: Day | None = None
    shift: int = 0
    relation: str = ""
    recurring: bool = False
    event: bool = False
    event_clock: Clock | None = None
    condition: bool = False
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Matched:
    """The units that a rule matched, with all the others of the text."""

    units: Sequence[TextUnit]
    first: int
    last: int

    def value(self, *kinds: str) -> Any:
        """The value of the first matched unit of one of these kinds; None without one."""
        return next((u.value for u in self.units[self.first : self.last] if u.kind in kinds), None)

    def has(self, *kinds: str) -> bool:
        """Whether a unit of one of these kinds was matched."""
        return any(unit.kind in kinds for unit in self.units[self.first : self.last])

    @property
    def before(self) -> str:
        """Kind of the unit before, empty at the start of the text."""
        return self.units[self.first - 1].kind if self.first else ""

    @property
    def after(self) -> TextUnit | None:
        """The unit behind."""
        return self.units[self.last] if self.last < len(self.units) else None

    @property
    def follows(self) -> str:
        """Kind of the unit behind, empty at the end of the text."""
        return self.after.kind if self.after else ""

    @property
    def stands_free(self) -> bool:
        """Whether no noun follows that the number could count: "at 9" but not "at 9 sites"."""
        if self.after is None or self.after.lower in GOES_ON:
            return True
        return self.follows not in FOLLOWS_CLOCK and not self.after.is_event

    def piece(self, kind: str, role: Role, level: int = 2, **more: Any) -> Piece:
        """These units as a piece."""
        return Piece(self.first, self.last, kind, role, level, **more)

    def day(self, day: Day, **more: Any) -> Piece:
        """These units as a day."""
        return self.piece("day", Role.DATED, day=day, **more)

    def window(self, day: Day | None, level: int = 1, **more: Any) -> Piece:
        """These units as a loose window that ends on a day."""
        return self.piece("window", Role.WINDOW, level, day=day, **more)

    def repeat(self, day: Day | None, **more: Any) -> Piece:
        """These units as something that comes again."""
        return self.piece("repeat", Role.REPEATED, day=day, recurring=True, **more)


def is_word(unit: TextUnit | None) -> bool:
    """Whether it is a word without any kind of its own."""
    return unit is not None and unit.kind in PLAIN and unit.lower[:1].isalpha()
