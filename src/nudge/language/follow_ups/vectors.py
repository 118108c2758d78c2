"""Vectors of the follow-ups of a bank: their texts, and the answers after which they do and don't come."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nudge.domain.follow_ups import FollowUp
from nudge.domain.questions import QuestionBank
from nudge.language.bank_cache import BankCache
from nudge.language.matching import CHUNK, Progress, TextEncoder

Vectors = NDArray[np.float32]
FOLDER = "follow_ups"
"""Inside the cache, beside the vectors of questions."""


@dataclass(frozen=True, slots=True)
class FollowUpVectors:
    """float32 rows of unit length; `starts` says with which row each follow-up's examples begin."""

    texts: Vectors
    fits: Vectors
    fit_starts: NDArray[np.int64]
    not_after: Vectors
    not_after_starts: NDArray[np.int64]

    def nearness(self, vector: Vectors) -> tuple[list[float], list[float]]:
        """By follow-up the cosine to the nearest of its examples: of those it fits after, and those it
        doesn't."""
        return (
            _nearest(self.fits @ vector, self.fit_starts),
            _nearest(self.not_after @ vector, self.not_after_starts),
        )


def _nearest(cosines: Vectors, starts: NDArray[np.int64]) -> list[float]:
    if not len(cosines):
        return [0.0] * len(starts)
    nearest: list[float] = np.maximum.reduceat(cosines, starts).astype(np.float64).round(4).tolist()
    return nearest


class BankFollowUpVectors:
    """Computed once for a bank, kept in memory and on disk. For any thread.

    Args:
        cache: directory to keep them in; None keeps them in memory only. It may be deleted at any time.
        on_progress: told how far a long embedding is.
    """

    def __init__(
        self, encoder: TextEncoder, *, cache: Path | None = None, on_progress: Progress | None = None
    ) -> None:
        self._encoder = encoder
        self._cache = None if cache is None else BankCache(cache / FOLDER)
        self._on_progress = on_progress
        self._lock = threading.Lock()
        self._last: tuple[str, FollowUpVectors] | None = None

    def of(self, bank: QuestionBank) -> FollowUpVectors:
        """The vectors of this bank. Shared and read-only."""
        key = bank.fingerprint or hashlib.sha256("\0".join(_texts(bank.follow_ups)).encode()).hexdigest()
        last = self._last
        if last is None or last[0] != key:
            with self._lock:
                last = self._last
                if last is None or last[0] != key:
                    last = self._last = key, self._made(bank.follow_ups, key)
        return last[1]

    def _made(self, follow_ups: Sequence[FollowUp], key: str) -> FollowUpVectors:
        rows = self._rows(_texts(follow_ups), key)
        n, n_fits = len(follow_ups), sum(len(each.fits) for each in follow_ups)
        return FollowUpVectors(
            rows[:n],
            rows[n : n + n_fits],
            _starts([len(each.fits) for each in follow_ups]),
            rows[n + n_fits :],
            _starts([len(each.not_after) for each in follow_ups]),
        )

    def _rows(self, texts: Sequence[str], key: str) -> Vectors:
        digests = [hashlib.sha256(text.encode()).digest() for text in texts]
        known = {} if self._cache is None else self._cache.read(key, self._encoder.name)
        new = [position for position, digest in enumerate(digests) if digest not in known]
        for start in range(0, len(new), CHUNK):
            some = new[start : start + CHUNK]
            vectors = self._encoder.encode([texts[position] for position in some])
            known.update(zip([digests[position] for position in some], vectors, strict=True))
            if self._on_progress is not None:
                self._on_progress(start + len(some), len(new))
        rows = np.empty((len(digests), self._encoder.dimensions), dtype=np.float32)
        for position, digest in enumerate(digests):
            rows[position] = known[digest]
        if self._cache is not None and new:
            self._cache.write(key, self._encoder.name, digests, rows)
        rows.flags.writeable = False
        return rows


def _texts(follow_ups: Sequence[FollowUp]) -> list[str]:
    return [
        *(each.text for each in follow_ups),
        *(text for each in follow_ups for text in each.fits),
        *(text for each in follow_ups for text in each.not_after),
    ]


def _starts(lengths: Sequence[int]) -> NDArray[np.int64]:
    return np.array([sum(lengths[:position]) for position in range(len(lengths))], dtype=np.int64)
