"""Whose turn it is, and how long each has spoken: kept by one's own browser, told by the server's clock."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from nudge.domain.seats import Side

HOUR = 60 * 60
"""Seconds of a conversation."""
FOR_PLEDGES = 10 * 60
"""Seconds at the end that belong to the pledges."""
ONE_TURN = 5 * 60
"""Seconds after which it may be time to change sides: 40 minutes for four questions, both ways."""
LONGEST_TURN = 30 * 60
"""Seconds. A page that somebody left open doesn't count for ever."""
_KEPT = re.compile(r"([01])\.(speaker|coach)\.(\d{1,11})\.(\d{1,11})\.(\d{1,5})\.(\d{1,5})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds: spoken and listened so far, in this turn, and left of the hour; None before it began."""

    spoken: int
    listened: int
    turn: int
    left: int | None

    @property
    def turn_left(self) -> int:
        """Seconds until it may be time to change sides."""
        return max(0, ONE_TURN - self.turn)

    @property
    def is_turn_over(self) -> bool:
        """Whether it is a good moment to change sides."""
        return self.turn >= ONE_TURN

    @property
    def is_pledge_time(self) -> bool:
        """Whether what is left is for the pledges."""
        return self.left is not None and self.left <= FOR_PLEDGES


@dataclass(frozen=True, slots=True)
class Turns:
    """One participant's clock.

    Attributes:
        began: when the hour began, in seconds since 1970; 0 before.
        since: when this turn began.
        spoken, listened: seconds of the turns before.
    """

    side: Side = Side.SPEAKER
    is_running: bool = False
    began: int = 0
    since: int = 0
    spoken: int = 0
    listened: int = 0

    def begun(self, now: int) -> Turns:
        """The hour begins; again, nothing changes."""
        return self if self.began else replace(self, began=now)

    def turned(self, side: Side, now: int, *, running: bool = True) -> Turns:
        """From now on this side, with the clock running or not."""
        if (side, running) == (self.side, self.is_running):
            return self
        times = self.at(now)
        return Turns(side, running, self.began or now, now, times.spoken, times.listened)

    def at(self, now: int) -> Times:
        """How it stands."""
        turn = min(max(0, now - self.since), LONGEST_TURN) if self.is_running else 0
        speaks = self.side is Side.SPEAKER
        left = max(0, self.began + HOUR - now) if self.began else None
        return Times(self.spoken + turn * speaks, self.listened + turn * (not speaks), turn, left)

    def kept(self) -> str:
        """A word that says it all.

        >>> Turns().begun(1000).turned(Side.COACH, 1060).kept()
        '1.coach.1000.1060.0.0'
        """
        numbers = (self.began, self.since, self.spoken, self.listened)
        return ".".join((str(int(self.is_running)), self.side, *map(str, numbers)))


def turns_from(kept: str) -> Turns:
    """What was kept; a new clock for anything else.

    >>> turns_from(Turns().begun(1000).kept()).began, turns_from("odd").began
    (1000, 0)
    """
    found = _KEPT.fullmatch(kept)
    if found is None:
        return Turns()
    running, side, began, since, spoken, listened = found.groups()
    return Turns(Side(side), running == "1", int(began), int(since), int(spoken), int(listened))
