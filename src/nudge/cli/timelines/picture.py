"""Timelines as a picture: an SVG without scripts or fonts, readable without colour, by day and by night."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from importlib import resources

from nudge.cli.timelines import rows
from nudge.cli.timelines.legend import LEGEND_HEIGHT, legend
from nudge.cli.timelines.marks import Timeline, day_and_time
from nudge.cli.timelines.scales import Scale
from nudge.cli.timelines.svg import Svg, element, group, label, line, rect, words

MARGIN, HEADING, DAYS_HEIGHT = 24.0, 66.0, 34.0
ELSEWHERE_WIDTH = 108.0
HEAD_EVERY = 20
"""Rows under one line of days. Chosen: as many as a screen shows."""
MONDAY = 0


def picture(timelines: Sequence[Timeline]) -> str:
    """The SVG of one row each, in order; of at least one."""
    scale = Scale.over(timelines)
    width = scale.right + ELSEWHERE_WIDTH + MARGIN
    body, height = _rows(timelines, scale, HEADING + LEGEND_HEIGHT)
    drawn = element(
        "svg",
        element("title", words(_title(scale)), id="nudges-title"),
        element("desc", words(" ".join(_told(timelines))), id="nudges-desc"),
        element("style", Svg(resources.files(__package__).joinpath("style.css").read_text("utf-8"))),
        element("defs", _hatched()),
        rect(0, 0, width, height, "ground"),
        label(_title(scale), MARGIN, 34, "heading"),
        label(_summary(timelines), MARGIN, 54, "under"),
        legend(MARGIN, HEADING),
        *body,
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 0 {width:g} {height:g}",
        role="img",
        aria_labelledby="nudges-title",
        aria_describedby="nudges-desc",
    )
    return f"{drawn}\n"


def _rows(timelines: Sequence[Timeline], scale: Scale, top: float) -> tuple[list[Svg], float]:
    """All rows, and where they end."""
    drawn: list[Svg] = []
    for start in range(0, len(timelines), HEAD_EVERY):
        drawn.append(_days(scale, top))
        top += DAYS_HEIGHT
        for n, timeline in enumerate(timelines[start : start + HEAD_EVERY]):
            drawn.append(_rule(scale, top, "hair" if n else "edge"))
            drawn.append(rows.row(timeline, scale, top))
            top += rows.HEIGHT
        drawn.append(_rule(scale, top, "edge"))
        top += MARGIN
    return drawn, top


def _rule(scale: Scale, top: float, kind: str) -> Svg:
    return line(MARGIN, top, scale.right + ELSEWHERE_WIDTH, top, kind)


def _days(scale: Scale, top: float) -> Svg:
    """The line above the rows that says which days they are."""
    drawn = [piece for day in scale.days() for piece in _day(day, scale)]
    elsewhere = label("not on these days", scale.right + rows.ELSEWHERE - 6, 27, "soft")
    return group(*drawn, elsewhere, transform=f"translate(0 {top:g})")


def _day(day: date, scale: Scale) -> Iterator[Svg]:
    x, width = scale.of_day(day), scale.day_width
    middle = x + width / 2
    month = f"{day:%b}" if day.day == 1 or day == scale.first else ""
    if width >= 44:
        yield label(f"{day:%a}", middle, 13, "soft", "middle")
        yield label(f"{day.day} {month}".strip(), middle, 27, "day", "middle")
    elif width >= 22:
        yield label(f"{day:%a}"[:2], middle, 13, "soft", "middle")
        yield label(f"{day.day}", middle, 27, "day", "middle")
    elif day.weekday() == MONDAY or day == scale.first:
        yield label(f"{day:%b}", x + 2, 13, "soft")
        yield label(f"{day.day}", x + 2, 27, "day")


def _hatched() -> Svg:
    """The pattern of public holidays."""
    return element(
        "pattern",
        rect(0, 0, 8, 8, "hatched-ground"),
        line(0, 0, 0, 8, "hatch"),
        id="hatched",
        width=8,
        height=8,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )


def _title(scale: Scale) -> str:
    last = list(scale.days())[-1]
    return f"Nudges from {scale.first.day} {scale.first:%B} to {last.day} {last:%B} {last.year}"


def _summary(timelines: Sequence[Timeline]) -> str:
    n_sent = sum(one.n_sent for one in timelines)
    n_not = sum(len(one.marks) for one in timelines) - n_sent
    n = len(timelines)
    counted = f"{n} pledge{'s' if n > 1 else ''}: {n_sent} to be sent, {n_not} not. "
    return f"{counted}Lines begin now; times are each person’s own."


def _told(timelines: Sequence[Timeline]) -> Iterator[str]:
    """What the picture shows, for who doesn't see it."""
    yield _summary(timelines)
    for one in timelines:
        sent = [f"{mark.moment} on {day_and_time(mark.at)}" for mark in one.marks if mark.is_sent and mark.at]
        yield f"{one.name}, {one.zone}: {'; '.join(sent) or 'nothing is sent'}."
