"""Themes of passages: what a trained reader finds, and how near a passage is to what people say otherwise."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nudge.domain.questions import Theme
from nudge.language.encoder import Encoder, Vectors
from nudge.language.manifest import Manifest
from nudge.language.texts.features import LONGEST_TEXT
from nudge.language.texts.model import TextModel

ROLE = "theme_reader"
FILE = "reader.safetensors"
READ = "theme"
NO_THEME = ""
"""What the weights say of a passage that is about none of the themes."""

MOST_THEMES = 2
MOST_LEANINGS = 3
LEANING = 0.2
"""Probability from which a theme informs the choice. Chosen: F1 .53 on held-out writers, see the CARD."""
N_DECIMALS = 4

NEAR = 0.75
"""Nearness from which a theme counts that the weights don't know. Chosen: see models/note_themes/CARD.md."""
SURE = 1.1
"""A nearness that counts as strength 1. Chosen: the highest hundredth of the labelled passages."""
RIDGE = 1.0

Found = tuple[tuple[str, float], ...]


def more_sentences(models_directory: Path) -> dict[str, list[str]]:
    """Further sentences by theme id, beside those of the vocabulary; empty where there is no file."""
    path = models_directory / "note_themes" / "says.json"
    if not path.is_file():
        return {}
    found: Mapping[str, Sequence[str]] = json.loads(path.read_text(encoding="utf-8"))
    return {theme: list(sentences) for theme, sentences in found.items()}


def theme_model(manifest: Manifest) -> TextModel:
    """The trained weights.

    Raises:
        Unavailable: `models-missing` when the file isn't there or isn't the one of the manifest.
    """
    return TextModel.from_bytes((manifest.verify(ROLE) / FILE).read_bytes(), role=ROLE)


def theme_reader(themes: Sequence[Theme], encoder: Encoder, manifest: Manifest) -> ThemeReader:
    """The reader of these themes; their sentences are embedded only where the weights can't be used.

    Raises:
        Unavailable: as `theme_model`.
    """
    model = theme_model(manifest)
    ids = [theme.id for theme in themes]
    if model.encoder == encoder.name and set(ids) <= set(model.weights[READ].values):
        return ThemeReader({}, model, ids)
    more = more_sentences(manifest.models_directory)
    vectors = {theme.id: encoder.encode([*theme.says, *more.get(theme.id, ())]) for theme in themes}
    return ThemeReader(vectors, model if model.encoder == encoder.name else None, ids)


class ThemeReader:
    """Reads themes with trained weights, and those that the weights don't know by nearness.

    Args:
        theme_vectors: by theme id the vectors of what people say about it: a float32 array of shape
            (n_sentences, dimensions), rows of unit length. Needed for all themes when one isn't known.
        model: weights that were trained with the encoder of the vectors, or None.
        themes: those that are read with the weights where they know them. None is those of `theme_vectors`.
    """

    def __init__(
        self,
        theme_vectors: Mapping[str, Vectors],
        model: TextModel | None = None,
        themes: Sequence[str] | None = None,
    ) -> None:
        self._model = model
        values = model.weights[READ].values if model else ()
        wanted = set(theme_vectors if themes is None else themes)
        self._learnt = [(n, theme) for n, theme in enumerate(values) if theme in wanted and theme != NO_THEME]
        self._nearness = Nearness(theme_vectors)
        known = {theme for _, theme in self._learnt}
        self._others = [(n, t) for n, t in enumerate(self._nearness.themes) if t not in known]

    def read(self, texts: Sequence[str], vectors: Vectors) -> list[Found]:
        """The themes of each passage that may be said, at most two, strongest first; see `lean`."""
        return [self.clear(found) for found in self.lean(texts, vectors)]

    def clear(self, leanings: Found) -> Found:
        """Those of a passage's leanings that are sure enough to be said, at most two."""
        if self._model is None:
            return leanings[:MOST_THEMES]
        threshold = self._model.weights[READ].threshold
        learnt = {theme for _, theme in self._learnt}
        sure = [
            (theme, strength) for theme, strength in leanings if theme not in learnt or strength >= threshold
        ]
        return tuple(sure[:MOST_THEMES])

    def lean(self, texts: Sequence[str], vectors: Vectors) -> list[Found]:
        """What each passage may be about, with the strength in (0, 1], strongest first, at most three.

        Where the weights know the theme, the strength is its probability. Four in ten leanings are
        wrong (models/note_themes/CARD.md): they may inform a choice, and only what is `clear` may be said.

        Args:
            texts: the passages, with what stands before them where there is something.
            vectors: float32 array of shape (n_passages, dimensions), one row of unit length per passage.
        """
        near = self._nearness.scores(vectors) if self._others else np.zeros((len(texts), 0))
        found = []
        for text, vector, scores in zip(texts, vectors, near, strict=True):
            own = self._by_weights(text, vector)
            own += [(theme, strength_of(scores[n])) for n, theme in self._others if scores[n] >= NEAR]
            found.append(tuple(sorted(own, key=lambda pair: (-pair[1], pair[0]))[:MOST_LEANINGS]))
        return found

    def _by_weights(self, text: str, vector: Vectors) -> list[tuple[str, float]]:
        if self._model is None:
            return []
        probabilities = self._model.probabilities(text[-LONGEST_TEXT:], vector)[READ].round(N_DECIMALS)
        return [(t, float(probabilities[n])) for n, t in self._learnt if probabilities[n] >= LEANING]


class Nearness:
    """How near passages are to the sentences of each theme; nothing of it is trained before.

    It is the highest cosine to a sentence of the theme, plus the value of a ridge regression that tells the
    theme's sentences from those of all other themes.
    """

    def __init__(self, theme_vectors: Mapping[str, Vectors]) -> None:
        self.themes = tuple(theme for theme, rows in theme_vectors.items() if len(rows))
        self._says = [np.asarray(theme_vectors[theme], dtype=np.float64) for theme in self.themes]
        if self.themes:
            self._fit()

    def scores(self, vectors: Vectors) -> NDArray[np.float64]:
        """float64 array of shape (n_passages, n_themes), about -0.2 to 1.5."""
        if not self.themes or not len(vectors):
            return np.zeros((len(vectors), len(self.themes)))
        rows = np.asarray(vectors, dtype=np.float64)
        nearest = np.stack([(rows @ says.T).max(axis=1) for says in self._says], axis=1)
        return np.asarray(nearest + (rows - self._mean) @ self._weights)

    def _fit(self) -> None:
        says = np.concatenate(self._says)
        belongs = np.repeat(np.eye(len(self.themes)), [len(rows) for rows in self._says], axis=0)
        self._mean = says.mean(axis=0)
        centred = says - self._mean
        gram = centred @ centred.T + RIDGE * np.eye(len(says))
        self._weights = centred.T @ np.linalg.solve(gram, belongs - belongs.mean(axis=0))


def strength_of(nearness: float) -> float:
    """A nearness as strength: 0.5 from where it counts, 1 where there is no doubt.

    >>> strength_of(NEAR), strength_of(2.0)
    (0.5, 1.0)
    """
    return round(float(min(1.0, max(0.05, 0.5 + 0.5 * (nearness - NEAR) / (SURE - NEAR)))), N_DECIMALS)
