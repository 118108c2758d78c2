"""What the engine is handed, in batches: of one courier, due in the same second."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby, islice
from math import ceil

from nudge.domain.nudges import ClaimedNudge

LARGEST = 25
"""Nudges in a batch. Chosen: a batch costs the engine three transactions; shared by 25 they don't show, and
all of them are sent within the lease even at ten seconds each."""
SLOTS = 8
"""Batches of a courier that a process sends at the same time. Chosen: with a receiver that takes 100 ms
they keep a database of 80 nudges a second busy; more of them wait for each other on SQLite."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a courier may be used, over all processes.

    Attributes:
        a_second: nudges; None for as fast as it goes.
    """

    a_second: float | None = None

    @property
    def batch(self) -> int:
        """Nudges in a batch: no more than may go out in a second."""
        return LARGEST if self.a_second is None else max(1, min(LARGEST, int(self.a_second)))

    @property
    def limiter(self) -> Mapping[str, float] | None:
        """So many batches in so many seconds.

        >>> Pace(100).limiter, Pace(0.5).limiter
        ({'limit': 4, 'period': 1.0}, {'limit': 1, 'period': 2.0})
        """
        if self.a_second is None:
            return None
        n = max(1, int(self.a_second / self.batch))
        return {"limit": n, "period": n * self.batch / self.a_second}


@dataclass(frozen=True, slots=True)
class Batch:
    """Nudges that are sent by one courier, one after the other, from `due_at` on."""

    courier: str
    due_at: datetime
    nudges: tuple[ClaimedNudge, ...]

    def seconds_from(self, now: datetime) -> float:
        """How long to wait; 0 for what is due already."""
        return max(0.0, (self.due_at - now).total_seconds())


def batches(claimed: Iterable[ClaimedNudge], paces: Mapping[str, Pace], now: datetime) -> Iterator[Batch]:
    """All of them, each once. What is overdue is due now."""

    def key(nudge: ClaimedNudge) -> tuple[str, int]:
        return nudge.courier, ceil(max(nudge.due_at, now).timestamp())

    for (courier, second), group in groupby(sorted(claimed, key=key), key):
        size = paces.get(courier, Pace()).batch
        due_at = datetime.fromtimestamp(second, UTC)
        while nudges := tuple(islice(group, size)):
            yield Batch(courier, due_at, nudges)


Portable = list[list[str | int]]


def portable(nudges: Sequence[ClaimedNudge]) -> Portable:
    """As JSON can hold them, without the courier."""
    return [[one.id, one.tenant, one.due_at.isoformat(), one.epoch] for one in nudges]


def from_portable(courier: str, rows: Portable) -> list[ClaimedNudge]:
    """The other way round."""
    return [
        ClaimedNudge(str(row[0]), str(row[1]), courier, datetime.fromisoformat(str(row[2])), int(row[3]))
        for row in rows
    ]
