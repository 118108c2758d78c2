"""What is said around the act: promises, hedges, wishes, counts, and words that say nothing.

Each cue has a name and a place. They are taken out before the act itself is read (`stripping.py`), so that
adding one can only do to a pledge what its name says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nudge.domain.specificity import Span
from nudge.language.specificity.cue_patterns import (
    AUXILIARIES,
    AUXILIARY,
    COUNT,
    EMPTY,
    FUZZY,
    OPENING,
    TAKEN_OUT,
    WORDS,
)

__all__ = ["AUXILIARIES", "TAKEN_OUT", "Cue", "find_cues"]


@dataclass(frozen=True, slots=True)
class Cue:
    """Words with a function, and what stands for them when the act is read; None leaves them as they are."""

    name: str
    span: Span
    stand_in: str | None = None


def find_cues(text: str) -> tuple[Cue, ...]:
    """Openings, hedges, wishes, counts and padding, in order of place; they may overlap.

    >>> [(cue.name, cue.span.text) for cue in find_cues("Maybe I'll try to call three people")]
    [('maybe', 'Maybe'), ('firm', "I'll try to"), ('try', "I'll try to"), ('exact', 'three')]
    """
    found = [Cue("empty", _span(text, match), "") for match in EMPTY.finditer(text)]
    for name, pattern in WORDS.items():
        stand_in = "" if name in TAKEN_OUT else None
        found += [Cue(name, _span(text, match), stand_in) for match in pattern.finditer(text)]
    bare, places = _without(text, [cue.span for cue in found if cue.stand_in == ""])
    for name, start, end, stand_in in [*_openings(bare), *_counts(bare)]:
        start, end = places[start], places[end - 1] + 1
        found.append(Cue(name, Span(start, end, text[start:end]), stand_in))
    return tuple(sorted(found, key=lambda cue: (cue.span.start, -cue.span.end)))


def without_padding(text: str) -> tuple[str, list[int]]:
    """The text without words that say nothing, in single spaces; and where each of its characters stood.

    >>> without_padding("Well, I'll basically call Ana")[0]
    "I'll call Ana"
    """
    hedges = [m.span() for name in sorted(TAKEN_OUT) for m in WORDS[name].finditer(text)]
    empty = [match for match in EMPTY.finditer(text) if not _is_inside(match, hedges)]
    return _without(text, [_span(text, match) for match in empty])


def _is_inside(match: re.Match[str], spans: Sequence[tuple[int, int]]) -> bool:
    """Whether it is part of a longer phrase, as "well" of "all being well"."""
    return any(start <= match.start() and match.end() <= end for start, end in spans)


def _without(text: str, spans: Sequence[Span]) -> tuple[str, list[int]]:
    """The text without these words and a comma beside them, in single spaces; and where each mark stood."""
    keep = [True] * len(text)
    for span in spans:
        end = span.end + (text[span.end : span.end + 1] == ",")
        start = span.start - 2 * (text[max(0, span.start - 2) : span.start] == ", ")
        keep[start:end] = [False] * (end - start)
    marks: list[str] = []
    places: list[int] = []
    for place, mark in enumerate(text):
        mark = mark if keep[place] and not mark.isspace() else " "
        if mark != " " or (marks and marks[-1] != " "):
            marks.append(mark)
            places.append(place)
    return "".join(marks), places


def _openings(text: str) -> Iterator[tuple[str, int, int, str]]:
    for match in OPENING.finditer(text):
        if not match["subject"] and _is_name(text, match):
            continue
        subject = "we" if (match["subject"] or "").lower() == "we" else "I"
        stand_in = f"{subject} will {match['not'].lower()}" if match["not"] else f"{subject} will"
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        for name, pattern in AUXILIARY.items():
            said = pattern.search(text, match.start("chain"))  # to the end, as some look at what follows
            if said and said.start() < match.end("chain"):
                yield name, start, match.end(), stand_in
        if not match["subject"]:
            yield "no-subject", start, match.end(), stand_in


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Whether this is "Will Smith" rather than "Will send it"."""
    return match["chain"] == "Will" and text[match.end() :].lstrip()[:1].isupper()


def _counts(text: str) -> Iterator[tuple[str, int, int, str]]:
    for match in COUNT.finditer(text):
        unit = match["unit"] or match["unit2"] or match[0].endswith("%")
        yield "amount" if unit else "exact", match.start(), match.end(), ""
    for match in FUZZY.finditer(text):
        yield "fuzzy", match.start(), match.end(), ""


def _span(text: str, match: re.Match[str]) -> Span:
    return Span(match.start(), match.end(), match[0])
