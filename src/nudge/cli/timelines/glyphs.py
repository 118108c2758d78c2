"""The signs of the picture. Each has a shape of its own: none is told apart by its colour alone."""

from __future__ import annotations

from nudge.cli.timelines.svg import Svg, element, group, label, line, path, words
from nudge.domain.nudge_policies import Moment

SENT_RADIUS, SKIPPED_RADIUS = 8.0, 5.8
FLAG_WIDTH, BUBBLE_WIDTH = 10.0, 15.0
LETTERS = {moment: moment[0].upper() for moment in Moment}
"""One for each moment; they are all different."""


def sent(moment: Moment, x: float, y: float, said: str = "") -> Svg:
    """What is sent: a filled disc with a white letter."""
    disc = element("circle", cx=x, cy=y, r=SENT_RADIUS, class_="sent")
    return group(*_title(said), disc, label(LETTERS[moment], x, y + 3.5, "on-sent", "middle"))


def skipped(moment: Moment, x: float, y: float, said: str = "") -> Svg:
    """What isn't: a small ring with a letter."""
    ring = element("circle", cx=x, cy=y, r=SKIPPED_RADIUS, class_="skipped")
    return group(*_title(said), ring, label(LETTERS[moment], x, y + 2.8, "in-skipped", "middle"))


def due(x: float, top: float, bottom: float, said: str = "") -> Svg:
    """A flag on its pole; it flies to the right."""
    flag = path(f"M{x:.1f} {top:.1f}l{FLAG_WIDTH} 4l-{FLAG_WIDTH} 4z", "flag")
    return group(*_title(said), line(x, top, x, bottom, "pole"), flag)


def conversation(x: float, top: float, bottom: float, said: str = "") -> Svg:
    """A speech bubble on a dashed line; it is on the left of it."""
    left = x - BUBBLE_WIDTH + 2
    bubble = path(
        f"M{left:.1f} {top - 1:.1f}h8.5a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2h-2l-3.5 3.5v-3.5h-3a2 2 0 0 1-2-2v-4"
        "a2 2 0 0 1 2-2z",
        "bubble",
    )
    return group(*_title(said), line(x, top - 1, x, bottom, "meeting"), bubble)


def _title(said: str) -> tuple[Svg, ...]:
    return (element("title", words(said)),) if said else ()
