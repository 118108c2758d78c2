"""Trains the theme reader on labelled passages; the themes' own sentences are training rows too.

Whoever changes themes in `question_bank/vocabulary.toml` trains again with `scripts/train_note_themes.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nudge.domain.questions import Theme
from nudge.language.encoder import Encoder
from nudge.language.texts.model import VIEWS, TextModel, softmax
from nudge.language.texts.training import (
    TEMPERATURES,
    Embedded,
    LabelledText,
    Values,
    calibrated,
    embed,
    held_out_scores,
    learn,
)
from nudge.language.themes.reader import MOST_THEMES, NO_THEME, READ

FIRST_WRITER = "passages"
"""Wrote `passages.jsonl` and `says.json`."""

SENTENCE_WEIGHT = 0.7
PRECISE = 0.9
"""Share of the themes given that has to be right when a threshold is chosen.

Chosen: a wrong "You wrote about …" costs more than a miss, and on the shorter pieces that notes are cut into
precision is lower than on the passages of the corpus; models/note_themes/CARD.md has both.
"""

THRESHOLDS = np.arange(30, 91) / 100
FEWEST_FOUND = 20

Probabilities = NDArray[np.float64]
"""Shape (n_passages, n_themes), without the column of those that have none."""

Truth = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """The passages, and what else is trained on.

    Attributes:
        rows: a passage once per theme, as `text_training` takes them; one without a theme has `NO_THEME`.
        first: position in `rows` of the first of each passage.
        truth: shape (n_passages, n_themes).
        own: the themes' own sentences.
    """

    themes: tuple[str, ...]
    rows: list[Embedded]
    first: list[int]
    truth: Truth
    own: list[Embedded]

    @property
    def values(self) -> Values:
        """What a passage may be about."""
        return {READ: [*self.themes, NO_THEME]}

    @property
    def passages(self) -> list[Embedded]:
        """Each passage once."""
        return [self.rows[position] for position in self.first]


def read_corpus(
    directory: Path, themes: Sequence[Theme], more: Mapping[str, Sequence[str]], encoder: Encoder
) -> Corpus:
    """The passages of `passages.jsonl` and each `t*.jsonl`, one writer's each, and the themes' sentences.

    Args:
        more: as `themes.more_sentences` gives them.
    """
    ids = tuple(theme.id for theme in themes)
    rows: list[LabelledText] = []
    first, labels = [], []
    for path in [directory / f"{FIRST_WRITER}.jsonl", *sorted(directory.glob("t*.jsonl"))]:
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            row = json.loads(line)
            first.append(len(rows))
            labels.append([theme in row["themes"] for theme in ids])
            found = row["themes"] or [NO_THEME]
            rows += [
                LabelledText(
                    id=row.get("id", f"{path.stem}-{n}"),
                    text=row["text"],
                    labels={READ: theme},
                    writer=path.stem,
                    voice=row["voice"],
                    hard=row.get("kind") == "hard-negative",
                    english="second-language" if row.get("kind") == "second-language" else "native",
                    weight=1 / len(found),
                )
                for theme in found
            ]
    own = [
        LabelledText(f"{theme.id}-{n}", text, {READ: theme.id}, writer, weight=SENTENCE_WEIGHT)
        for theme in themes
        for writer, texts in (("", theme.says), (FIRST_WRITER, more.get(theme.id, ())))
        for n, text in enumerate(texts)
    ]
    vectors = embed([*rows, *own], encoder, _whole)
    return Corpus(ids, vectors[: len(rows)], first, np.array(labels), vectors[len(rows) :])


def without(corpus: Corpus, writer: str) -> Corpus:
    """The corpus without what this writer wrote."""
    kept = [position for position, each in enumerate(corpus.rows) if each.source.writer != writer]
    order = {position: n for n, position in enumerate(kept)}
    is_kept = np.array([position in order for position in corpus.first])
    return replace(
        corpus,
        rows=[corpus.rows[position] for position in kept],
        first=[order[position] for position in corpus.first if position in order],
        truth=corpus.truth[is_kept],
        own=[each for each in corpus.own if each.source.writer != writer],
    )


def train(corpus: Corpus, name: str) -> TextModel:
    """The reader, calibrated on writers left out.

    Args:
        name: of the encoder that made the vectors.
    """
    values = corpus.values
    scores = held_out_scores(corpus.rows, corpus.own, values, name)[READ]
    scores = scores[corpus.first]
    temperature = best_temperature(scores, corpus.truth)
    probabilities = softmax(scores / temperature)[:, :-1]
    model = learn([*corpus.rows, *corpus.own], values, name)
    return calibrated(model, {READ: temperature}, {READ: best_threshold(probabilities, corpus.truth)})


def held_out(
    corpus: Corpus, name: str, views: Sequence[str] = VIEWS
) -> tuple[Probabilities, NDArray[np.float64]]:
    """Probabilities, and the threshold for each passage; nothing of it is learnt from its writer's labels.

    The temperature and the threshold for a writer are chosen on the other writers' passages.
    """
    scores = held_out_scores(corpus.rows, corpus.own, corpus.values, name, views)[READ][corpus.first]
    writers = np.array([each.source.writer for each in corpus.passages])
    probabilities = np.zeros(corpus.truth.shape)
    thresholds = np.zeros(len(writers))
    for writer in np.unique(writers):
        mine = writers == writer
        exact = softmax(scores / best_temperature(scores[~mine], corpus.truth[~mine]))[:, :-1]
        probabilities[mine] = exact[mine]
        thresholds[mine] = best_threshold(exact[~mine], corpus.truth[~mine])
    return probabilities, thresholds


def best_temperature(scores: NDArray[np.float64], truth: Truth) -> float:
    """The divisor of the scores under which the likeliest theme is right as often as its probability says.

    Over all classes together another one would be best, under which what is given is right far more often
    than its probability says.
    """
    rows = np.arange(len(scores))
    losses = []
    for temperature in TEMPERATURES:
        probabilities = softmax(scores / temperature)[:, :-1]
        likeliest = probabilities.argmax(axis=1)
        exact = probabilities[rows, likeliest]
        losses.append(-np.log(np.where(truth[rows, likeliest], exact, 1 - exact)).mean())
    return float(TEMPERATURES[int(np.argmin(losses))])


def accepted(scores: NDArray[np.float64], thresholds: NDArray[np.float64] | float) -> Truth:
    """Which themes are given: those from the threshold on, two per passage at most."""
    ranks = np.argsort(np.argsort(-scores, axis=1, kind="stable"), axis=1)
    return np.asarray((scores >= np.reshape(thresholds, (-1, 1))) & (ranks < MOST_THEMES))


def best_threshold(
    scores: NDArray[np.float64], truth: Truth, among: Sequence[float] = tuple(THRESHOLDS)
) -> float:
    """The lowest threshold with which enough of what is given is right; the highest one when none does it."""
    for threshold in among:
        found = accepted(scores, threshold)
        if found.sum() >= FEWEST_FOUND and (found & truth).sum() >= PRECISE * found.sum():
            return float(threshold)
    return float(among[-1])


def _whole(text: str) -> list[str]:
    return [text]
