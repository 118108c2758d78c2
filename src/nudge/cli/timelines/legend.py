"""What the signs of the picture mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate

from nudge.cli.timelines import glyphs
from nudge.cli.timelines.svg import Svg, group, label, line, rect, width_of
from nudge.domain.nudge_policies import Moment

LEGEND_HEIGHT = 56.0
SIZE, GAP = 11.5, 20.0
ABOUT = {
    Moment.SHARPEN: "asks for the missing piece",
    Moment.CUE: "at the named time",
    Moment.MIDWAY: "half way",
    Moment.EVE: "the day before",
    Moment.PREPARE: "before the conversation",
    Moment.OUTCOME: "what became of it",
}
Drawn = Callable[[float, float], Svg]


def legend(left: float, top: float) -> Svg:
    """Two lines: the moments, and everything else."""
    moments = [(_moment(moment), 20.0, f"{moment}: {about}") for moment, about in ABOUT.items()]
    return group(*_line(moments, left, top + 8), *_line(_SIGNS, left, top + 34))


def _line(keys: list[tuple[Drawn, float, str]], left: float, y: float) -> Iterator[Svg]:
    widths = [width + width_of(text, SIZE) + GAP for _, width, text in keys]
    for (draw, width, text), x in zip(keys, accumulate(widths, initial=left), strict=False):
        yield draw(x, y)
        yield label(text, x + width, y + 4, "key")


def _moment(moment: Moment) -> Drawn:
    return lambda x, y: glyphs.sent(moment, x + glyphs.SENT_RADIUS, y)


_SIGNS: list[tuple[Drawn, float, str]] = [
    (lambda x, y: glyphs.skipped(Moment.CUE, x + 6, y), 18, "not sent: point at it to read why"),
    (lambda x, y: glyphs.due(x + 2, y - 8, y + 8), 18, "due"),
    (lambda x, y: glyphs.conversation(x + 14, y - 8, y + 8), 20, "next conversation"),
    (lambda x, y: rect(x, y - 3, 22, 6, "open", rx=3), 28, "may be nudged"),
    (lambda x, y: line(x, y, x + 22, y, "quiet"), 28, "quiet hours"),
    (lambda x, y: rect(x, y - 8, 22, 16, "off"), 28, "day off"),
    (lambda x, y: rect(x, y - 8, 22, 16, "holiday"), 28, "public holiday"),
]
