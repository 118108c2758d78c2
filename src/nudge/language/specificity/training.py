"""Trains the scorer on labelled pledges; the same pledges give the same bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nudge.language.specificity.corpus import LabelledPledge, targets
from nudge.language.specificity.features import HARMS, HELPS
from nudge.language.specificity.model import (
    FACET_HEADS,
    HEADS,
    JOINT,
    Sample,
    Space,
    SpecificityModel,
    logistic,
    nearness,
)
from nudge.language.texts.features import TermSpace

N_LANDMARKS = 300
SOFTNESS = 1.0
"""Inverse strength of the penalty on the weights. Chosen: models/pledge_specificity/CARD.md."""

BLOCKS = {"dense": 1.0, "terms": 1.0, "forms": 1.7}
"""How much each view of a pledge may say. Chosen: as above."""

IN_AT_LEAST = 3
SEED = 20261122
N_DECIMALS = 4
N_FOLDS = 5
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled pledge and what is looked at in it."""

    pledge: LabelledPledge
    sample: Sample


def train(
    examples: Sequence[Example], mail: Sequence[Example] = (), *, encoder: str, parser: str
) -> SpecificityModel:
    """The model of these examples.

    What the heads add to `overall` is fitted on heads that never saw the voice they judge.

    Args:
        mail: further sentences of which only is known what they do.
        encoder: name of the one that made the forms; `parser` likewise.
    """
    held_out = held_out_scores(examples, mail)
    space, weights, intercepts = fit([*examples, *mail])
    start, points = fit_points(held_out, examples)
    return SpecificityModel(encoder, parser, space, weights, intercepts, points, start)


def held_out_scores(
    examples: Sequence[Example],
    mail: Sequence[Example] = (),
    *,
    by: str = "voice",
    n_folds: int = N_FOLDS,
) -> Scores:
    """Log odds of every example from heads that never saw its voice, shape (n_examples, n_heads).

    Args:
        mail: further sentences to learn from, which aren't judged.
        by: "voice", or "writer" for the harder question.
    """
    found = np.zeros((len(examples), len(HEADS)))
    for held_out in folds([getattr(each.pledge, by) for each in examples], n_folds):
        seen = [each for each, out in zip(examples, held_out, strict=True) if not out]
        space, weights, intercepts = fit([*seen, *mail])
        rows = space.rows([each.sample for each, out in zip(examples, held_out, strict=True) if out])
        found[held_out] = rows @ weights + intercepts
    return found


def folds(groups: Sequence[str], n_folds: int) -> list[NDArray[np.bool_]]:
    """Masks of what is held out: whole groups, the folds as equal in size as that allows."""
    sizes = Counter(groups)
    filled = [0] * min(n_folds, len(sizes))
    where: dict[str, int] = {}
    for group, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        where[group] = min(range(len(filled)), key=lambda fold: (filled[fold], fold))
        filled[where[group]] += size
    return [np.array([where[group] == fold for group in groups]) for fold in range(len(filled))]


def fit_points(scores: Scores, examples: Sequence[Example]) -> tuple[float, dict[str, float]]:
    """Where `overall` begins, and what each head's probability adds to it; none takes anything away.

    Returns:
        The start, and the points: 12 of facets, "pledge" and those of `JOINT`.
    """
    from sklearn.linear_model import Ridge

    said = ordered(logistic(scores))
    by_head = {head: said[:, HEADS.index(head)] for head in (*FACET_HEADS, "pledge")}
    by_head |= {name: np.prod([by_head[head] for head in heads], axis=0) for name, heads in JOINT.items()}
    overall = np.array([each.pledge.overall for each in examples])
    fitted = Ridge(alpha=1.0, positive=True).fit(np.column_stack(list(by_head.values())), overall)
    points = dict(zip(by_head, (round(float(p), N_DECIMALS) for p in fitted.coef_), strict=True))
    return round(float(fitted.intercept_), N_DECIMALS), points


def ordered(probabilities: Scores) -> Scores:
    """The same, level 2 of a facet never more probable than level 1."""
    found = probabilities.copy()
    for position in range(0, len(FACET_HEADS), 2):
        found[:, position + 1] = np.minimum(found[:, position], found[:, position + 1])
    return found


def fit(examples: Sequence[Example]) -> tuple[Space, NDArray[np.float32], NDArray[np.float32]]:
    """The space of these examples, and the weights and intercepts of the heads, as in `SpecificityModel`."""
    space, whitening = _space([each.sample for each in examples])
    rows = space.rows([each.sample for each in examples]).astype(np.float64)
    rows[:, -space.n_near :] = rows[:, -space.n_near :] @ whitening
    blocks = _block_scales(space)
    rows *= blocks
    wanted = targets([each.pledge for each in examples])
    weights = np.zeros((space.width, len(HEADS)))
    intercepts = np.zeros(len(HEADS))
    for column in range(len(HEADS)):
        weights[:, column], intercepts[column] = _head(rows, wanted[:, column], space)
    weights *= blocks[:, None]
    weights[-space.n_near :] = whitening @ weights[-space.n_near :]
    return space, _rounded(weights), _rounded(intercepts)


def _head(rows: Scores, wanted: Scores, space: Space) -> tuple[Scores, float]:
    """Weights of one head; a feature whose sign would break `HELPS` or `HARMS` is left out."""
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    known = ~np.isnan(wanted)
    rows, wanted = rows[known], wanted[known]
    names = list(space.scales)
    signs = np.array([(name in HELPS) - (name in HARMS) for name in names])
    twice = np.concatenate([rows, rows])
    labels = np.concatenate([np.ones(len(rows)), np.zeros(len(rows))])
    share = np.concatenate([wanted, 1 - wanted])
    if not 0 < wanted.sum() < len(wanted):
        return np.zeros(rows.shape[1]), 5.0 if wanted.sum() else -5.0
    use = share > 0
    while True:
        fitted = LogisticRegression(C=SOFTNESS, max_iter=3000)
        with threadpool_limits(1):  # another number of threads adds in another order
            fitted.fit(twice[use], labels[use], sample_weight=share[use])
        weights = fitted.coef_[0]
        wrong = np.flatnonzero(weights[: len(names)] * signs < 0)
        if not len(wrong):
            return weights, float(fitted.intercept_[0])
        twice[:, wrong] = 0


def _space(samples: Sequence[Sample]) -> tuple[Space, Scores]:
    """The space of these samples, and what makes its nearness columns uncorrelated."""
    names = sorted({name for sample in samples for name in sample.dense})
    table = np.array([[sample.dense.get(name, 0.0) for name in names] for sample in samples])
    scales = {
        name: round(1 / (s + 0.15), N_DECIMALS)
        for name, s in zip(names, table.std(axis=0).tolist(), strict=True)
    }
    terms = TermSpace.learn([sample.terms for sample in samples], in_at_least=IN_AT_LEAST)
    forms = np.stack([sample.forms for sample in samples], axis=1)
    landmarks = np.stack([_landmarks(own) for own in forms])
    n_each = landmarks.shape[1]
    whitening = np.zeros((2 * n_each, 2 * n_each))
    for view, marks in enumerate(landmarks):
        block = slice(view * n_each, (view + 1) * n_each)
        whitening[block, block] = _whitening(nearness(marks, marks).astype(np.float64))
    return Space(scales, terms, landmarks), whitening


def _landmarks(forms: NDArray[np.float32]) -> NDArray[np.float32]:
    """Centres of the forms: nobody's words, but what many have in common."""
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        found = KMeans(min(N_LANDMARKS, len(forms)), n_init=1, random_state=SEED).fit(forms)
    centres = found.cluster_centers_
    return _rounded(centres / np.linalg.norm(centres, axis=1, keepdims=True))


def _whitening(near: Scores) -> Scores:
    """What makes nearness to the landmarks uncorrelated. Source: Nyström, Williams & Seeger 2000."""
    values, vectors = np.linalg.eigh(near)
    whitening: Scores = vectors / np.sqrt(np.maximum(values, 1e-3)) @ vectors.T
    return whitening


def _block_scales(space: Space) -> Scores:
    n_dense, n_terms = len(space.scales), len(space.terms.positions)
    return np.concatenate(
        [
            np.full(n_dense, BLOCKS["dense"] / np.sqrt(n_dense)),
            np.full(n_terms, BLOCKS["terms"]),
            np.full(space.n_near, BLOCKS["forms"]),
        ]
    )


def _rounded(weights: Scores) -> NDArray[np.float32]:
    """Rounded, so that another processor's last bit changes no file."""
    return np.round(weights, N_DECIMALS).astype(np.float32) + np.float32(0)
