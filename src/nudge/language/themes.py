"""Themes of passages: how near a passage is to what people say when the theme is on their mind."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

THRESHOLD = 0.65
"""Chosen: by cross-validation over voices, see models/note_themes/CARD.md."""
SURE = 1.1
"""A score that counts as strength 1. Chosen: the highest hundredth of the labelled passages."""
RIDGE = 1.0
MOST_THEMES = 2


def more_sentences(models_directory: Path) -> dict[str, list[str]]:
    """Further sentences by theme id, beside those of the vocabulary; empty where there is no file.

    Embed them together with the theme's `says` for `ThemeReader`.
    """
    path = models_directory / "note_themes" / "says.json"
    if not path.is_file():
        return {}
    found: Mapping[str, Sequence[str]] = json.loads(path.read_text(encoding="utf-8"))
    return {theme: list(sentences) for theme, sentences in found.items()}


class ThemeReader:
    """Tells themes apart with the sentences of the vocabulary alone; nothing is stored or trained before.

    A passage's score for a theme is its highest cosine to a sentence of the theme, plus the value of a ridge
    regression that tells the theme's sentences from those of all other themes.

    Args:
        theme_vectors: by theme id a float32 array of shape (n_sentences, dimensions), rows of unit length.
        threshold: scores from here on count.
    """

    def __init__(self, theme_vectors: Mapping[str, Vectors], *, threshold: float = THRESHOLD) -> None:
        self.themes = tuple(theme for theme, rows in theme_vectors.items() if len(rows))
        self._threshold = threshold
        self._says = [np.asarray(theme_vectors[theme], dtype=np.float64) for theme in self.themes]
        if self.themes:
            self._fit()

    def scores(self, vectors: Vectors) -> NDArray[np.float64]:
        """float64 array of shape (n_passages, n_themes), about -0.2 to 1.5."""
        if not self.themes or not len(vectors):
            return np.zeros((len(vectors), len(self.themes)))
        rows = np.asarray(vectors, dtype=np.float64)
        nearest = np.stack([(rows @ says.T).max(axis=1) for says in self._says], axis=1)
        scores: NDArray[np.float64] = nearest + (rows - self._mean) @ self._weights
        return scores

    def read(self, vectors: Vectors) -> list[tuple[tuple[str, float], ...]]:
        """The themes of each passage, at most two, with their strength in (0, 1], strongest first."""
        found = []
        for row in self.scores(vectors):
            ranked = sorted(zip(row.tolist(), self.themes, strict=True), key=lambda pair: (-pair[0], pair[1]))
            found.append(
                tuple(
                    (theme, strength_of(score))
                    for score, theme in ranked[:MOST_THEMES]
                    if score >= self._threshold
                )
            )
        return found

    def _fit(self) -> None:
        says = np.concatenate(self._says)
        belongs = np.repeat(np.eye(len(self.themes)), [len(rows) for rows in self._says], axis=0)
        self._mean = says.mean(axis=0)
        centred = says - self._mean
        gram = centred @ centred.T + RIDGE * np.eye(len(says))
        self._weights = centred.T @ np.linalg.solve(gram, belongs - belongs.mean(axis=0))


def strength_of(score: float) -> float:
    """A score as strength: 0.5 at the threshold, 1 where there is no doubt.

    >>> strength_of(THRESHOLD), strength_of(2.0)
    (0.5, 1.0)
    """
    return round(min(1.0, max(0.05, 0.5 + 0.5 * (score - THRESHOLD) / (SURE - THRESHOLD))), 4)
