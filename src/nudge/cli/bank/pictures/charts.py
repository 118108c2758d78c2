"""A chart over the conversations of a year: where a value is, the frame, lines and bands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nudge.cli.timelines.svg import Svg, label, line, path
from nudge.domain.rehearsals import N_CONVERSATIONS, N_QUARTERS, N_SESSIONS


@dataclass(frozen=True, slots=True)
class Chart:
    """A place for values from 0 to `most`, conversation by conversation from left to right."""

    left: float
    top: float
    width: float
    height: float
    most: float

    def x(self, conversation: float) -> float:
        """Where a conversation is, from 0; halves are between two."""
        return self.left + (conversation + 0.5) / N_CONVERSATIONS * self.width

    def y(self, value: float) -> float:
        """Where a value is."""
        return self.top + self.height * (1 - value / self.most)

    def frame(self, steps: Sequence[tuple[float, str]]) -> Iterator[Svg]:
        """Lines at some values, with what they are called, and the quarters with their conversations."""
        right = self.left + self.width
        for value, said in steps:
            yield line(self.left, self.y(value), right, self.y(value), "hair")
            yield label(said, self.left - 7, self.y(value) + 4, "soft", "end")
        bottom = self.top + self.height
        for quarter in range(N_QUARTERS):
            starts = self.x(quarter * N_SESSIONS - 0.5)
            if quarter:
                yield line(starts, self.top, starts, bottom + 34, "hair")
            middle = self.x(quarter * N_SESSIONS + (N_SESSIONS - 1) / 2)
            yield label(f"partner {quarter + 1}", middle, bottom + 32, "soft", "middle")
        for number in range(N_CONVERSATIONS):
            yield label(str(number % N_SESSIONS + 1), self.x(number), bottom + 16, "soft", "middle")

    def curve(self, values: Sequence[float], kind: str) -> Svg:
        """A line through the values."""
        return path("M" + "L".join(self._points(values)), kind)

    def band(self, lows: Sequence[float], highs: Sequence[float], kind: str) -> Svg:
        """The room between two lines."""
        there, back = self._points(highs), self._points(lows)[::-1]
        return path("M" + "L".join(there + back) + "Z", kind)

    def _points(self, values: Sequence[float]) -> list[str]:
        return [f"{self.x(n):.1f} {self.y(value):.1f}" for n, value in enumerate(values)]


def apart(places: Sequence[float], gap: float) -> list[float]:
    """The same heights, moved so that no two are nearer than `gap`; in the order given.

    >>> apart([10.0, 12.0, 40.0], 10.0)
    [6.0, 16.0, 40.0]
    """
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = [places[n] for n in order]
    for _ in range(50):
        for n in range(1, len(moved)):
            if (over := gap - (moved[n] - moved[n - 1])) > 1e-9:
                moved[n - 1] -= over / 2
                moved[n] += over / 2
    found = list(places)
    for n, place in zip(order, moved, strict=True):
        found[n] = round(place, 3)
    return found
