"""How far two readers agree about moves: what a choice can't be expected to pass."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nudge.language.follow_ups.measuring.answers import LabelledAnswer
from nudge.language.follow_ups.measuring.sheet import MOVES, sheet_of
from nudge.language.specificity.measuring.figures import (
    Codes,
    Figure,
    Measure,
    Rows,
    confusion,
    weighted_kappa,
)


def kappas(answers: Sequence[LabelledAnswer], n_resamples: int) -> dict[str, Figure]:
    """Cohen's kappa of the first two readers, voices resampled.

    Returns:
        By move with quadratic weights (bad, acceptable, good), then "best" without any, "silence", "nothing".
    """
    sheet = sheet_of(answers, (), n_resamples)
    levels = 1 + sheet.good.astype(np.int64) - sheet.bad.astype(np.int64)
    pairs = {move.value: (levels[:, 0, place], levels[:, 1, place]) for place, move in enumerate(MOVES)}
    for name, flags in (("silence", sheet.silence), ("nothing", sheet.nothing)):
        pairs[name] = flags[:, 0].astype(np.int64), flags[:, 1].astype(np.int64)
    found = {name: sheet.draws.figure(_weighted(*pair)) for name, pair in pairs.items()}
    best = sheet.best.argmax(axis=2)
    found["best"] = sheet.draws.figure(lambda rows: plain_kappa(best[rows, 0], best[rows, 1]))
    return found


def plain_kappa(truth: Codes, said: Codes) -> float:
    """Cohen's kappa without weights.

    >>> plain_kappa(np.array([0, 1, 2, 2]), np.array([0, 1, 2, 1]))
    0.6363636363636364
    """
    table = confusion(truth, said)
    table /= max(1.0, table.sum())
    by_chance = float(table.sum(axis=1) @ table.sum(axis=0))
    return float((np.trace(table) - by_chance) / (1 - by_chance)) if by_chance < 1 else float("nan")


def _weighted(one: Codes, other: Codes) -> Measure:
    def measure(rows: Rows) -> float:
        return weighted_kappa(one[rows], other[rows])

    return measure
