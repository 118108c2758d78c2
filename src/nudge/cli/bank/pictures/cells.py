"""One cell of the matrix: a count on a ground that is darker for more, ringed where it is a hole."""

from __future__ import annotations

from nudge.cli.timelines.svg import Svg, element, group, label, rect, words
from nudge.domain.coverage import Cell, what_to_write

WIDTH, HEIGHT, GAP = 32.0, 20.0, 2.0
STEPS = (1, 2, 3, 5, 9)
"""Counts from which a cell is a step darker."""


def cell(found: Cell, x: float, y: float, width: float = WIDTH) -> Svg:
    """A cell with its count; pointing at it says what it is."""
    middle, base = x + (width - GAP) / 2, y + HEIGHT - 6.5
    inner = (x, y, width - GAP, HEIGHT - GAP)
    if found.missing:
        drawn = [rect(*inner, "hole", rx=3), label(str(found.n), middle, base, "in-hole", "middle")]
    elif not found.needed:
        n = str(found.n) if found.n else "·"
        drawn = [rect(*inner, "beyond", rx=3), label(n, middle, base, "n soft", "middle")]
    else:
        step = heat(found.n)
        drawn = [
            rect(*inner, f"cell h{step}", rx=3),
            label(str(found.n), middle, base, f"n n{step}", "middle"),
        ]
    return group(element("title", words(_told(found))), *drawn)


def heat(n: int) -> int:
    """How dark a count is, 0 to 5.

    >>> [heat(n) for n in (0, 1, 4, 100)]
    [0, 1, 3, 5]
    """
    return sum(n >= step for step in STEPS)


def _told(found: Cell) -> str:
    place = ", ".join(found.place)
    if found.missing:
        return f"{place}: {found.n}. A hole: {what_to_write(found)}, because {found.because}."
    needs = f"needs {found.needed}" if found.needed else "may be empty"
    return f"{place}: {found.n}; {needs}: {found.because}."
