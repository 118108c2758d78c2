"""Takes a pledge apart: its times, counts, hedges and padding on one side, the bare act on the other.

A pledge is read in more than one version: with and without its hedges, with and without its times and
counts, always without padding (`cues.without_padding` comes first). The score is the least over the hedges of
the best over the times and counts (`assessing.py`). That makes three promises hold by construction: padding
never raises a score, a date or a count never lowers it, a hedge never raises it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product

from nudge.domain.specificity import Span
from nudge.language.specificity.cues import AUXILIARIES, TAKEN_OUT, Cue, find_cues

LONGEST_TEXT = 500
"""Characters of a text that are read. Chosen: the longest pledge of the corpus has fewer, and ten kilobytes
of anything take no longer than so much."""

HEDGES = (frozenset(AUXILIARIES) | TAKEN_OUT) - {"firm", "vow", "label", "vowed"}
"""Names of cues that weaken a promise."""

HELPS = frozenset({"time", "exact", "amount", "fuzzy"})
"""Names of cues that make it clearer."""

MOST_VERSIONS = 32
"""Hedges, and times and counts, are taken out in every combination; where that gives more versions than this,
each alone and all together; where that still does, all together."""

SPACE_EATERS = frozenset(",.;:!?")
LOOSE = frozenset(" ,;:-–—")
"""Marks that mean nothing before a full stop, or at the end."""


@dataclass(frozen=True, slots=True)
class Version:
    """A pledge with some of its hedges, times and counts.

    Attributes:
        text: what is left of the words.
        hedges: the places of the hedges that stayed; versions with the same ones are compared.
        kept: the places of the times and counts that stayed.
    """

    text: str
    hedges: frozenset[Span]
    kept: frozenset[Span]


@dataclass(frozen=True, slots=True)
class Stripped:
    """A pledge taken apart.

    Attributes:
        text: as it was given, cut to `LONGEST_TEXT`.
        act: what is left when the cues are taken out and promises are said alike ("I will call Ana").
        origins: for each character of `act` where it stands in `text`; -1 for what was put in.
        cues: what was found in `text`, times too, in order of place.
        versions: the first one has all of its hedges, times and counts.
    """

    text: str
    act: str
    origins: tuple[int, ...]
    cues: tuple[Cue, ...]
    versions: tuple[Version, ...]

    def span(self, start: int, end: int) -> Span | None:
        """The words of the pledge behind these characters of the act; None when they were put in.

        >>> strip("Maybe I'll call Ana", ()).span(7, 11)
        Span(start=11, end=15, text='call')
        """
        places = [place for place in self.origins[start:end] if place >= 0]
        if not places:
            return None
        return Span(places[0], places[-1] + 1, self.text[places[0] : places[-1] + 1])


def strip(text: str, times: Iterable[Span], conditions: Iterable[Span] = ()) -> Stripped:
    """Take a pledge apart.

    Args:
        times: where it says when, not overlapping.
        conditions: where it hedges with an "if", not overlapping these.

    >>> strip("Maybe I'll try to call three customers by Friday", [Span(39, 48, "by Friday")]).act
    'I will call customers'
    """
    text = text[:LONGEST_TEXT]
    cues = find_cues(text)
    unsure = [cue.span for cue in cues if cue.name in HEDGES]
    said = [Cue("time", time, "") for time in times if time.end <= len(text)]
    said = [Cue("if-possible", cue.span, "") if _meets(cue.span, unsure) else cue for cue in said]
    said += [Cue("if-possible", span, "") for span in conditions if span.end <= len(text)]
    taken = _without_overlaps(said, cues)
    act, origins = _left(text, taken)
    return Stripped(
        text, act, origins, tuple(sorted((*cues, *said), key=_place)), tuple(_versions(text, taken))
    )


def _versions(text: str, taken: Sequence[Cue]) -> Iterable[Version]:
    """The pledge with all, some, and none of its hedges, and of its times and counts."""
    hedges = [cue for cue in taken if cue.name in HEDGES]
    helps = [cue for cue in taken if cue.name in HELPS]
    for without in _choices(hedges, helps):
        stays = {cue.span for cue in (*hedges, *helps)} - {cue.span for cue in chain(*without)}
        left, _ = _left(text, [cue for cue in taken if cue.span not in stays])
        yield Version(
            left,
            frozenset(cue.span for cue in hedges if cue.span in stays),
            frozenset(cue.span for cue in helps if cue.span in stays),
        )


def _choices(hedges: Sequence[Cue], helps: Sequence[Cue]) -> Iterable[Sequence[Iterable[Cue]]]:
    """What may be taken out of each: nothing first, everything last."""
    if 2 ** (len(hedges) + len(helps)) <= MOST_VERSIONS:
        return product(*(_combined(cues, range(len(cues) + 1)) for cues in (hedges, helps)))
    if (len(hedges) + 2) * (len(helps) + 2) <= MOST_VERSIONS:
        return product(*(_combined(cues, {0, min(1, len(cues)), len(cues)}) for cues in (hedges, helps)))
    return product(*(_combined(cues, {0, len(cues)}) for cues in (hedges, helps)))


def _combined(cues: Sequence[Cue], sizes: Iterable[int]) -> list[tuple[Cue, ...]]:
    return [choice for size in sorted(sizes) for choice in combinations(cues, size)]


def _without_overlaps(times: Sequence[Cue], cues: Sequence[Cue]) -> list[Cue]:
    """What is taken out: times first, then the longest, each letter once; hedges before what is as long."""
    found: list[Cue] = []
    candidates = [cue for cue in cues if cue.stand_in is not None]
    for cue in [*times, *sorted(candidates, key=lambda c: (-_length(c), c.name not in HEDGES, c.span.start))]:
        if not _meets(cue.span, [other.span for other in found]):
            found.append(cue)
    return sorted(found, key=_place)


def _meets(span: Span, others: Iterable[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _length(cue: Cue) -> int:
    return cue.span.end - cue.span.start


def _place(cue: Cue) -> tuple[int, int]:
    return cue.span.start, -cue.span.end


def _left(text: str, taken: Sequence[Cue]) -> tuple[str, tuple[int, ...]]:
    """The text without these cues, with what stands for them, and where each character was."""
    pieces: list[tuple[str, int]] = []
    at = 0
    for cue in taken:
        before = text[at : cue.span.start].rstrip()
        before = before[:-1] if cue.stand_in == "" and before.endswith(",") else before
        pieces += [(mark, at + offset) for offset, mark in enumerate(before)]
        pieces += [(mark, -1) for mark in f" {cue.stand_in} "]
        at = cue.span.end
        at += text[at : at + 1] == "," and cue.stand_in == ""
    pieces += [(mark, at + offset) for offset, mark in enumerate(text[at:])]
    return _tidied(pieces)


def _tidied(pieces: Iterable[tuple[str, int]]) -> tuple[str, tuple[int, ...]]:
    """The text of the pieces, tidied so that what is left looks alike whatever was taken out.

    Single spaces, no commas and dashes that join nothing, a capital first, no full stop at the end.
    """
    kept: list[tuple[str, int]] = []
    for mark, origin in pieces:
        mark = " " if mark.isspace() else mark
        if mark in SPACE_EATERS:
            while kept and kept[-1][0] in LOOSE:
                kept.pop()
        if (mark != " " and mark not in SPACE_EATERS) or (kept and kept[-1][0] != " "):
            kept.append((mark, origin))
    while kept and (kept[-1][0] in LOOSE or kept[-1][0] == "."):
        kept.pop()
    text = "".join(mark for mark, _ in kept)
    first = text[:1].upper()
    return (first if len(first) == 1 else text[:1]) + text[1:], tuple(origin for _, origin in kept)
