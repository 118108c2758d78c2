"""The matrix: driver values, themes, audiences and slots in rows; stages and depths in columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nudge.cli.bank.pictures import cells
from nudge.cli.timelines.svg import Svg, label, line
from nudge.domain.coverage import DEPTHS, Cell, Coverage, Rule
from nudge.domain.questions import Audience, Stage

LEFT, NAMES = 24.0, 148.0
PANEL = cells.WIDTH * len(DEPTHS)
BETWEEN = 22.0
ASIDE = 66.0
HEAD, GROUP = 38.0, 30.0
RIGHT = LEFT + NAMES + len(Stage) * (PANEL + BETWEEN) + 2 * ASIDE
GROUPS = (
    ("What a question speaks to", Rule.VALUE),
    ("Themes", Rule.THEME),
    ("Written for, and fit for a table", Rule.AUDIENCE),
    ("Wordings that take up own words", Rule.SLOT),
)


def matrix(coverage: Coverage, top: float) -> tuple[list[Svg], float]:
    """All groups of rows, one under the other in the same columns, and where they end."""
    drawn = list(_heads(top))
    y = top + HEAD
    for title, rule in GROUPS:
        drawn.append(label(title, LEFT, y + 18, "group"))
        drawn.append(line(LEFT, y + 24, RIGHT - cells.GAP, y + 24, "hair"))
        if rule is Rule.THEME:
            drawn += _asides(y + 18)
        y += GROUP
        own = coverage.of(rule) + (coverage.of(Rule.ROUNDTABLE) if rule is Rule.AUDIENCE else ())
        for name in dict.fromkeys(cell.place[0] for cell in own):
            drawn += _row(name, [cell for cell in own if cell.place[0] == name], y)
            drawn += _aside_row(name, coverage, y) if rule is Rule.THEME else ()
            y += cells.HEIGHT
        y += 8
    return drawn, y


def _heads(top: float) -> Iterator[Svg]:
    for number, stage in enumerate(Stage):
        yield label(stage, _panel(number), top + 14, "stage")
        for depth in DEPTHS:
            middle = _panel(number) + (depth - 0.5) * cells.WIDTH - cells.GAP / 2
            yield label(str(depth), middle, top + 31, "soft", "middle")
    yield label("depth", LEFT + NAMES - 10, top + 31, "soft", "end")


def _panel(number: int) -> float:
    return LEFT + NAMES + number * (PANEL + BETWEEN)


def _row(name: str, own: Sequence[Cell], y: float) -> Iterator[Svg]:
    yield label(readable(name), LEFT + NAMES - 10, y + cells.HEIGHT - 6, "row", "end")
    for number, stage in enumerate(Stage):
        for cell in (cell for cell in own if cell.place[1] == stage):
            is_deep = len(cell.place) > 2
            x = _panel(number) + (cells.WIDTH * (int(cell.place[2]) - 1) if is_deep else 0)
            yield cells.cell(cell, x, y, cells.WIDTH if is_deep else PANEL)


def _asides(y: float) -> Iterator[Svg]:
    for number, audience in enumerate((Audience.NEW, Audience.EXPERIENCED)):
        middle = _panel(len(Stage)) + (number + 0.5) * ASIDE - cells.GAP / 2
        yield label(audience, middle, y, "soft", "middle")


def _aside_row(theme: str, coverage: Coverage, y: float) -> Iterator[Svg]:
    """Questions on a theme that are written for who is new to leading, and for who has led for long."""
    own = [cell for cell in coverage.of(Rule.THEME_AUDIENCE) if cell.place[0] == theme]
    for number, cell in enumerate(own):
        yield cells.cell(cell, _panel(len(Stage)) + number * ASIDE, y, ASIDE)


def readable(name: str) -> str:
    """An id as one reads it.

    >>> readable("how.human-centered"), readable("well-being")
    ('how: human-centered', 'well-being')
    """
    return name.replace(".", ": ")
