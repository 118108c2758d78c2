"""Passages: one or two sentences of a note that can be looked at by themselves. No model is needed here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nudge.language.notes.names import words_of

FEWEST_WORDS = 8
"""Shorter sentences are joined with the next one. Chosen: below it a passage's vector says little."""
MOST_WORDS = 45
"""Longer sentences are cut at a conjunction. Chosen: about two sentences; dictated notes have no full"
" stop."""
MOST_CHARACTERS = 500
LONGEST_NOTE = 10_000
"""Characters of a note that are read. Chosen: about 1,900 words, more than an hour's notes have."""

_ABBREVIATIONS = words_of("mr mrs ms dr st prof e.g i.e etc vs approx no incl resp ca")
_END = re.compile(r"(?:[.!?…]+[\"'”’)\]]*(?=\s)|[\r\n]+)\s*")
_CUT = re.compile(
    r"[,;:–—-]\s+(?=\S)|\s(?=(?:and|but|so|then|because|cause|cos)\s+(?:then\s+)?"
    r"(?:i|i'm|i've|he|she|we|they|it|it's|the|my)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text: `text` is exactly what stands at [start, end)."""

    start: int
    end: int
    text: str


def split_passages(text: str, *, most: int = 64) -> list[Span]:
    """Cut a note into passages of 8 to 45 words, in order, with their places.

    A note that is shorter altogether is one passage; what is blank is none.

    >>> [span.text for span in split_passages("Right. It was me who said it. Then she waited.")]
    ['Right. It was me who said it. Then she waited.']
    """
    text = text[:LONGEST_NOTE]
    passages: list[tuple[int, int]] = []
    for start, end in _pieces(text):
        if passages:
            first, last = passages[-1]
            together = text[first:end]
            is_short = _n_words(text[first:last]) < FEWEST_WORDS
            if is_short and _n_words(together) <= MOST_WORDS and len(together) <= MOST_CHARACTERS:
                passages[-1] = (first, end)
                continue
        if len(passages) == most:
            break
        passages.append((start, end))
    return [Span(start, end, text[start:end]) for start, end in passages]


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    for start, end in _sentences(text):
        yield from _cut(text, start, end)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(text):
        words = text[start : match.start()].split()
        if match.group().startswith(". ") and words and words[-1].lower().strip("(“\"'") in _ABBREVIATIONS:
            continue
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    if end > start:
        yield start, end


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a run-on where a new clause begins, else between words, else anywhere."""
    while _n_words(text[start:end]) > MOST_WORDS or end - start > MOST_CHARACTERS:
        at = _cutting_point(text, start, end)
        yield from _trimmed(text, start, at)
        start = at
    yield from _trimmed(text, start, end)


def _cutting_point(text: str, start: int, end: int) -> int:
    starts = [match.start() for match in re.finditer(r"\S+", text[start : start + MOST_CHARACTERS])]
    if len(starts) < 2:
        return min(end, start + MOST_CHARACTERS)
    latest = start + starts[min(MOST_WORDS, len(starts)) - 1]
    earliest = start + starts[min(FEWEST_WORDS, len(starts) - 1)]
    clauses = [match.end() for match in _CUT.finditer(text, start, latest) if match.end() >= earliest]
    return clauses[-1] if clauses else latest


def _n_words(text: str) -> int:
    return len(text.split())
