"""How near the questions of a bank are to what somebody said, and to each other."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from nudge.domain.questions import Question, QuestionBank
from nudge.language.bank_cache import BankCache

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]
"""Called with how many questions are embedded so far, and how many have to be."""

VERY_NEAR = 0.30
"""Cosine above a query's average over the bank that counts as very near (score 1).

Chosen: of the 15 notes of tests/data/matching_notes.jsonl against a bank of 174 questions, the nearest
question lies .15 to .28 above the note's average; .251 is the 99.9th percentile of all pairs. So a good
match scores .5 to .9, and only a question that says the same reaches 1."""

N_DECIMALS = 4
"""Scores are rounded, so that the last bit of another processor or of another bank order decides nothing."""

CHUNK = 256
"""Questions embedded between two calls of the progress callback."""


MOST_BANKS = 16
"""Banks whose vectors are kept in memory; the one that was asked for longest ago goes first. Chosen: a bank
of 577 questions takes 0.9 MB, one of 10,000 takes 15 MB, for each organisation with changes of its own."""


class TextEncoder(Protocol):
    """What is needed of an encoder here."""

    @property
    def name(self) -> str:
        """Name of the model."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit row per text."""
        ...


@dataclass(frozen=True, slots=True)
class _Kept:
    """The rows of one bank, and which row has which question."""

    vectors: Vectors
    rows: dict[bytes, int]


class BankVectors:
    """Vectors of the questions of banks: computed once, kept in memory and on disk. For any thread.

    Banks of several organisations are kept beside each other, up to `MOST_BANKS`; a question that two of them
    have is embedded once.

    Args:
        encoder: makes the vectors.
        cache: directory to keep them in; None keeps them in memory only. It may be deleted at any time.
        on_progress: told how far a long embedding is.
    """

    def __init__(
        self, encoder: TextEncoder, *, cache: Path | None = None, on_progress: Progress | None = None
    ) -> None:
        self._encoder = encoder
        self._cache = None if cache is None else BankCache(cache)
        self._on_progress = on_progress
        self._embedding = threading.Lock()
        self._lock = threading.Lock()
        self._banks: OrderedDict[str, _Kept] = OrderedDict()

    def of(self, bank: QuestionBank) -> Vectors:
        """One row per question of the bank, by position. Shared and read-only.

        Questions embedded for an earlier version of the bank aren't embedded again.

        Returns:
            float32 array of shape (n_questions, dimensions), rows of unit length.
        """
        key = bank.fingerprint or _fingerprint(bank)
        kept = self._found(key)
        if kept is None:
            with self._embedding:
                kept = self._found(key) or self._load_or_embed(bank, key)
                self._keep(key, kept)
        return kept.vectors

    def _found(self, key: str) -> _Kept | None:
        with self._lock:
            if key in self._banks:
                self._banks.move_to_end(key)
            return self._banks.get(key)

    def _keep(self, key: str, kept: _Kept) -> None:
        with self._lock:
            self._banks[key] = kept
            self._banks.move_to_end(key)
            while len(self._banks) > MOST_BANKS:
                self._banks.popitem(last=False)

    def _load_or_embed(self, bank: QuestionBank, key: str) -> _Kept:
        digests = [_digest(question) for question in bank.questions]
        known = self._in_memory(digests)
        if self._cache is not None and len(known) < len(set(digests)):
            known = self._cache.read(key, self._encoder.name) | known
        new = [position for position, digest in enumerate(digests) if digest not in known]
        rows = self._embed([bank.questions[position] for position in new])
        known.update(zip([digests[position] for position in new], rows, strict=True))
        vectors = np.empty((len(digests), self._encoder.dimensions), dtype=np.float32)
        for position, digest in enumerate(digests):
            vectors[position] = known[digest]
        if self._cache is not None and new:
            self._cache.write(key, self._encoder.name, digests, vectors)
        vectors.flags.writeable = False
        return _Kept(vectors, {digest: position for position, digest in enumerate(digests)})

    def _in_memory(self, digests: Sequence[bytes]) -> dict[bytes, Vectors]:
        """Rows of other banks that are kept, the newest first."""
        found: dict[bytes, Vectors] = {}
        wanted = set(digests)
        with self._lock:
            newest_first = list(reversed(self._banks.values()))
        for kept in newest_first:
            there = wanted & kept.rows.keys()
            found.update({digest: kept.vectors[kept.rows[digest]] for digest in there})
            wanted -= there
            if not wanted:
                break
        return found

    def _embed(self, questions: Sequence[Question]) -> list[Vectors]:
        rows: list[Vectors] = []
        for start in range(0, len(questions), CHUNK):
            rows.extend(question_vectors(self._encoder, questions[start : start + CHUNK]))
            if self._on_progress is not None:
                self._on_progress(len(rows), len(questions))
        return rows


def question_vectors(encoder: TextEncoder, questions: Sequence[Question]) -> Vectors:
    """What each question is about: the mean of its text and of the situation that it fits, unit length.

    Chosen: over the 15 notes, questions with a theme of the note came before others in .714 of pairs
    (`text` alone .644, `fits` alone .710, both in one string .713); it also serves to compare questions.

    Returns:
        float32 array of shape (n_questions, dimensions), rows of unit length.
    """
    texts = encoder.encode([question.text for question in questions])
    fits = encoder.encode([question.fits or question.text for question in questions])
    total: Vectors = texts + fits
    total /= np.linalg.norm(total, axis=1, keepdims=True)
    return total


def affinity_scores(
    bank_vectors: Vectors, query_vectors: Vectors, weights: Sequence[float]
) -> tuple[list[float], list[int]]:
    """How near each question is to the nearest of some texts, and to which.

    For each text the cosine to every question is taken relative to its average over the bank (some texts
    are near to everything) and scaled by `VERY_NEAR`: 0 is no nearer than average, 1 is very near. That,
    times the weight of the text; the best text counts.

    Args:
        bank_vectors: float32 array of shape (n_questions, dimensions), rows of unit length.
        query_vectors: float32 array of shape (n_texts, dimensions), rows of unit length.
        weights: one per text, in [0, 1].

    Returns:
        One score per question in [0, 1], rounded to `N_DECIMALS`, and the position of the text it comes
        from: the first one when equal, 0 when every score is 0 (or there is no text at all).

    Raises:
        ValueError: when there isn't one weight per text.

    >>> bank = np.eye(3, dtype=np.float32)
    >>> affinity_scores(bank, bank[:2], [1.0, 0.5])
    ([1.0, 0.5, 0.0], [0, 1, 0])
    """
    if len(weights) != len(query_vectors):
        raise ValueError("there must be one weight per text")
    if not len(weights) or not len(bank_vectors):
        return [0.0] * len(bank_vectors), [0] * len(bank_vectors)
    nearness = bank_vectors @ query_vectors.T
    nearness -= nearness.mean(axis=0)
    nearness /= VERY_NEAR
    np.clip(nearness, 0.0, 1.0, out=nearness)
    nearness *= np.asarray(weights, dtype=np.float32)
    np.round(nearness, N_DECIMALS, out=nearness)
    best = nearness.argmax(axis=1)
    scores = np.take_along_axis(nearness, best[:, None], axis=1)[:, 0]
    return scores.astype(np.float64).round(N_DECIMALS).tolist(), best.tolist()


def similarities(bank_vectors: Vectors, rows: Sequence[int], columns: Sequence[int]) -> list[list[float]]:
    """How much two questions say the same: cosine in [-1, 1] rounded to `N_DECIMALS`, one list per row.

    >>> similarities(np.eye(3, dtype=np.float32), [0], [0, 2])
    [[1.0, 0.0]]
    """
    left, right = bank_vectors[list(rows)], bank_vectors[list(columns)]
    cosines = np.clip((left @ right.T).astype(np.float64), -1.0, 1.0)
    found: list[list[float]] = cosines.round(N_DECIMALS).tolist()
    return found


def closest(bank_vectors: Vectors, rows: Sequence[int], columns: Sequence[int]) -> list[float]:
    """For each of `rows` the cosine to the nearest of `columns`, rounded to `N_DECIMALS`; -1 without columns.

    >>> closest(np.eye(3, dtype=np.float32), [0, 1], [0, 2])
    [1.0, 0.0]
    """
    if not len(columns):
        return [-1.0] * len(rows)
    cosines = (bank_vectors[list(rows)] @ bank_vectors[list(columns)].T).max(axis=1).astype(np.float64)
    found: list[float] = np.clip(cosines, -1.0, 1.0).round(N_DECIMALS).tolist()
    return found


def _digest(question: Question) -> bytes:
    return hashlib.sha256(f"{question.text}\0{question.fits}".encode()).digest()


def _fingerprint(bank: QuestionBank) -> str:
    return hashlib.sha256(b"".join(map(_digest, bank.questions))).hexdigest()
