"""What stands beside the matrix: how to read it, and its holes with what to write."""

from __future__ import annotations

from collections.abc import Iterator

from nudge.cli.bank.pictures import cells
from nudge.cli.timelines.svg import Svg, group, label, rect, width_of
from nudge.domain.coverage import Cell, Coverage, Rule, what_to_write

SIZE, LINE, INDENT = 11.5, 16.0, 30.0
MOST_HOLES = 24
HEATS = ((1, "1"), (2, "2"), (3, "3–4"), (5, "5–8"), (9, "9 +"))


def aside(coverage: Coverage, x: float, top: float, width: float) -> Svg:
    """The legend, then the holes."""
    drawn = [*_legend(x, top), *_holes(coverage, x, top + 152, width)]
    return group(*drawn)


def _legend(x: float, top: float) -> Iterator[Svg]:
    yield label("How to read it", x, top + 14, "section")
    place = x
    for n, said in HEATS:
        width = cells.WIDTH - cells.GAP
        yield rect(place, top + 26, width, cells.HEIGHT - cells.GAP, f"cell h{cells.heat(n)}", rx=3)
        yield label(said, place + width + 5, top + 39, "soft")
        place += width + width_of(said, SIZE) + 14
    ring = Cell(Rule.SLOT, ("quote", "act"), 0, 2, "for example")
    free = Cell(Rule.SLOT, ("quote", "act"), 4, 0, "for example")
    yield cells.cell(ring, x, top + 58)
    yield label("a hole: fewer than this cell needs", x + cells.WIDTH + 6, top + 71, "key")
    yield cells.cell(free, x, top + 82)
    yield label("may be empty: never asked so deep, not safe,", x + cells.WIDTH + 6, top + 95, "key")
    yield label("or no matter of these people", x + cells.WIDTH + 6, top + 111, "key")


def _holes(coverage: Coverage, x: float, top: float, width: float) -> Iterator[Svg]:
    holes = coverage.holes
    yield label(
        f"Holes that matter: {len(holes)}" if holes else "No hole that matters", x, top + 14, "section"
    )
    y = top + 36
    for hole in holes[:MOST_HOLES]:
        yield label(f"+{hole.missing}", x, y, "in-hole")
        for said in _folded(what_to_write(hole).partition(": ")[2], width - INDENT):
            yield label(said, x + INDENT, y, "key")
            y += LINE
        y += 4
    if more := len(holes[MOST_HOLES:]):
        yield label(f"and {more} more", x, y, "soft")
        y += LINE
    if beyond := len(coverage.out_of_reach):
        for said in _folded(f"{beyond} questions are deeper than a pair ever goes in their stage.", width):
            yield label(said, x, y + 8, "soft")
            y += LINE


def _folded(text: str, width: float) -> list[str]:
    """The text in lines that fit."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, SIZE) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
