"""Writes SVG: elements from names, attributes and what is in them. Every text is escaped here."""

from __future__ import annotations

import unicodedata
from html import escape
from typing import NewType

Svg = NewType("Svg", str)
"""What is SVG already."""


def element(name: str, *inside: Svg, **attributes: str | float | None) -> Svg:
    """An element. Underscores in names of attributes are hyphens, one at the end is nothing.

    >>> element("text", words("a < b"), x=1.25, class_="name", text_anchor="end")
    '<text x="1.2" class="name" text-anchor="end">a &lt; b</text>'
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Svg(f"<{name}{given}>{''.join(inside)}</{name}>" if inside else f"<{name}{given}/>")


def words(text: str) -> Svg:
    """A text, escaped."""
    return Svg(escape(text, quote=False))


def group(*inside: Svg, **attributes: str | float | None) -> Svg:
    """Elements that belong together."""
    return element("g", *inside, **attributes)


def label(text: str, x: float, y: float, class_: str, anchor: str | None = None) -> Svg:
    """A line of text; `anchor` is "middle" or "end", the start when left out."""
    return element("text", words(text), x=x, y=y, class_=class_, text_anchor=anchor)


def rect(x: float, y: float, width: float, height: float, class_: str, rx: float | None = None) -> Svg:
    """A rectangle."""
    return element("rect", x=x, y=y, width=width, height=height, rx=rx, class_=class_)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Svg:
    """A line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def path(d: str, class_: str) -> Svg:
    """A path."""
    return element("path", d=d, class_=class_)


def width_of(text: str, size: float) -> float:
    """How wide a text is about, in the unit of the font's size: fonts differ, so rather too wide.

    >>> width_of("cue", 10) < width_of("sharpen", 10) < width_of("準備準備", 10)
    True
    """
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return size * (wide * 1.05 + (len(text) - wide) * 0.56)


def shortened(text: str, size: float, room: float) -> str:
    """The text, cut so that it fits.

    >>> shortened("Anastasia", 10, 40)
    'Anasta…'
    """
    if width_of(text, size) <= room:
        return text
    while text and width_of(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def _value(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
