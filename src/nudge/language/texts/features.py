"""What is looked at in a text: its passages, its words, and the pieces of its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nudge.language.encoder import Vectors

Terms = Sequence[str]
SparseRow = tuple[NDArray[np.intp], NDArray[np.float32]]
"""Positions and values of what isn't zero in a row of unit length."""

LONGEST_TEXT = 4_000
"""Characters of a text that are read. Chosen: five times the longest text of the corpus."""

MOST_PASSAGES = 40
LONGEST_PASSAGE = 32
"""Words; a longer sentence is cut at a comma or a dash."""

SHORTEST_PASSAGE = 4
PIECE_LENGTHS = (3, 4, 5)

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’')]*\s+|\n+")
_CLAUSE_END = re.compile(r"(?<=[,;:])\s+| [-–—] ")
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-zà-ÿ]+")
_NUMBER = re.compile(r"\d+")
_TOKEN = re.compile(r"<name>|<number>|[a-zà-ÿ']+|[?!]")


def passages(text: str) -> list[str]:
    """The sentences of a text, long ones cut at commas, tiny ones joined to their neighbour.

    Joined by spaces they are the text, but for white space and quotes at the ends of sentences.

    >>> passages("Nobody handed me anything. I am prouder for it, every day. Yes.")
    ['Nobody handed me anything.', 'I am prouder for it, every day. Yes.']
    """
    found: list[str] = []
    for sentence in _SENTENCE_END.split(text[:LONGEST_TEXT]):
        for clause in _clauses(sentence.strip()):
            if found and min(_n_words(clause), _n_words(found[-1])) < SHORTEST_PASSAGE:
                found[-1] = f"{found[-1]} {clause}"
            else:
                found.append(clause)
    return found[:MOST_PASSAGES]


def _clauses(sentence: str) -> list[str]:
    if _n_words(sentence) <= LONGEST_PASSAGE:
        return [sentence] if sentence else []
    found = [""]
    for part in _CLAUSE_END.split(sentence):
        if found[-1] and _n_words(found[-1]) + _n_words(part) > LONGEST_PASSAGE * 2 // 3:
            found.append(part)
        else:
            found[-1] = f"{found[-1]} {part}".strip()
    return [clause for clause in found if clause]


def _n_words(text: str) -> int:
    return len(text.split())


def pooled(vectors: Vectors) -> Vectors:
    """One vector for a text: the mean of those of its passages, of unit length (zeros when there are none).

    Args:
        vectors: float32 array of shape (n_passages, dimensions).
    """
    mean = vectors.sum(axis=0)
    length = float(np.linalg.norm(mean))
    return np.asarray(mean / length if length else mean, dtype=np.float32)


def words(text: str) -> list[str]:
    """Lower-case words; names inside a sentence and numbers are only known to be such.

    >>> words("I rang Priya 3 times!")
    ['i', 'rang', '<name>', '<number>', 'times', '!']
    """
    masked = _NUMBER.sub(" <number> ", _NAME.sub("<name>", text.replace("’", "'")))
    return _TOKEN.findall(masked.lower())


def word_terms(text: str) -> Terms:
    """Words and pairs of neighbours."""
    single = words(text)
    return [*single, *map(" ".join, pairwise(single))]


def piece_terms(text: str) -> Terms:
    """Pieces of 3 to 5 letters of each word, with its edges: they forgive spelling and endings."""
    padded = [f" {word} " for word in text.lower().split()]
    return [
        word[start : start + n]
        for word in padded
        for n in PIECE_LENGTHS
        for start in range(len(word) - n + 1)
    ]


@dataclass(frozen=True, slots=True)
class TermSpace:
    """Terms worth knowing and how rare each is; turns the terms of a text into a row."""

    positions: Mapping[str, int]
    rarity: NDArray[np.float32]

    @classmethod
    def learn(cls, texts: Sequence[Terms], *, in_at_least: int) -> TermSpace:
        """The terms that this many of the texts have, with log((1 + n) / (1 + n_having)) + 1 as rarity."""
        n_having = Counter(term for terms in texts for term in set(terms))
        known = sorted(term for term, n in n_having.items() if n >= in_at_least)
        counts = np.array([n_having[term] for term in known], dtype=np.float64)
        rarity = np.log((1 + len(texts)) / (1 + counts)) + 1
        return cls(_numbered(known), rarity.astype(np.float32))

    @classmethod
    def of(cls, terms: Iterable[str], rarity: NDArray[np.float32]) -> TermSpace:
        """The space with these terms in this order."""
        return cls(_numbered(terms), rarity)

    def row(self, terms: Terms) -> SparseRow:
        """(1 + log count) · rarity of the known terms, scaled to unit length."""
        counts = Counter(self.positions[term] for term in terms if term in self.positions)
        where = np.fromiter(counts.keys(), dtype=np.intp, count=len(counts))
        often = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        weights = (1 + np.log(often)) * self.rarity[where]
        length = float(np.linalg.norm(weights))
        return where, (weights / length if length else weights).astype(np.float32)


def _numbered(terms: Iterable[str]) -> dict[str, int]:
    return {term: position for position, term in enumerate(terms)}
