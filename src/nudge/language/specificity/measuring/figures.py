"""How well what was said fits what is true: a few measures, and their 95 % intervals by resampling groups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

N_RESAMPLES = 1000
N_BINS = 10
UNKNOWN = -1
"""The code of a label that a reader didn't give; no measure counts it."""

Numbers = NDArray[np.float64]
Codes = NDArray[np.int64]
Rows = NDArray[np.intp]
Measure = Callable[[Rows], float]
"""A measure over some of the rows, which may occur more than once."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure with its 95 % interval, and over how many rows it was taken."""

    value: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        """The figure as a table shows it.

        >>> str(Figure(0.914, 0.9, 0.93, 120))
        '.91 [.90, .93]'
        """
        value, low, high = (f"{each:.2f}".replace("0.", ".", 1) for each in (self.value, self.low, self.high))
        return f"{value} [{low}, {high}]"


class Resampling:
    """Draws whole groups with replacement, the same draws for every measure.

    Args:
        groups: the group of each row: who spoke, or the row itself.
    """

    def __init__(self, groups: Sequence[str], *, n_resamples: int = N_RESAMPLES) -> None:
        names, of_row = np.unique(list(groups), return_inverse=True)
        members = [np.flatnonzero(of_row == each) for each in range(len(names))]
        drawn = np.random.default_rng(0).integers(len(names), size=(n_resamples, len(names)))
        self._all = np.arange(len(of_row), dtype=np.intp)
        self._draws = [np.concatenate([members[each] for each in draw]) for draw in drawn]

    def figure(self, measure: Measure) -> Figure:
        """The measure over all rows, and between which values it lies in 95 % of the draws."""
        values = np.array([measure(rows) for rows in self._draws])
        known = values[~np.isnan(values)]
        low, high = np.quantile(known, (0.025, 0.975)) if len(known) else (np.nan, np.nan)
        return Figure(float(measure(self._all)), float(low), float(high), len(self._all))


def ranks(values: Numbers) -> Numbers:
    """Positions in order, ties in the middle of theirs.

    >>> ranks(np.array([3.0, 1.0, 3.0])).tolist()
    [1.5, 0.0, 1.5]
    """
    _, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray((ends - (counts + 1) / 2)[where], dtype=np.float64)


def spearman(truth: Numbers, said: Numbers) -> float:
    """Rank correlation in [-1, 1]; not a number when one side never varies.

    >>> spearman(np.array([1.0, 2.0, 4.0]), np.array([0.1, 0.2, 0.3]))
    1.0
    """
    one, other = ranks(truth), ranks(said)
    if not (len(one) and one.std() and other.std()):
        return float("nan")
    return round(float(np.mean((one - one.mean()) * (other - other.mean())) / (one.std() * other.std())), 12)


def confusion(truth: Codes, said: Codes) -> Numbers:
    """How often each true code (row) was said to be which (column); unknown ones aren't counted."""
    known = (truth != UNKNOWN) & (said != UNKNOWN)
    truth, said = truth[known], said[known]
    n_codes = int(max(truth.max(initial=0), said.max(initial=0))) + 1
    return np.bincount(truth * n_codes + said, minlength=n_codes**2).reshape(n_codes, n_codes).astype(float)


def macro_f1(truth: Codes, said: Codes) -> float:
    """Mean F1 of the codes that occur.

    >>> macro_f1(np.array([0, 0, 1, -1]), np.array([0, 1, 1, 1]))
    0.6666666666666666
    """
    table = confusion(truth, said)
    meant, given = table.sum(axis=1), table.sum(axis=0)
    occurs = meant + given > 0
    if not occurs.any():
        return float("nan")
    return float(np.mean(2 * np.diag(table)[occurs] / (meant + given)[occurs]))


def f1(truth: Codes, said: Codes) -> float:
    """F1 of code 1 against code 0."""
    known = (truth != UNKNOWN) & (said != UNKNOWN)
    right = np.sum((truth == 1) & (said == 1))
    either = np.sum((truth == 1) & known) + np.sum((said == 1) & known)
    return float(2 * right / either) if either else float("nan")


def accuracy(truth: Codes, said: Codes) -> float:
    """Share of known codes that are right."""
    known = (truth != UNKNOWN) & (said != UNKNOWN)
    return float(np.mean(truth[known] == said[known])) if known.any() else float("nan")


def weighted_kappa(truth: Codes, said: Codes) -> float:
    """Cohen's kappa with quadratic weights: agreement beyond chance, far misses counting more."""
    table = confusion(truth, said)
    places = np.arange(len(table))
    far = (places[:, None] - places[None, :]) ** 2
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / max(1.0, table.sum())
    by_chance = float((far * expected).sum())
    return 1 - float((far * table).sum()) / by_chance if by_chance else float("nan")


def calibration_error(probabilities: Numbers, truth: Numbers) -> float:
    """Mean distance of probability and share of true ones, over tenths of probability."""
    bins = np.minimum((probabilities * N_BINS).astype(int), N_BINS - 1)
    gaps = np.bincount(bins, weights=probabilities - truth, minlength=N_BINS)
    return float(np.abs(gaps).sum() / max(1, len(bins)))


def best_threshold(scores: Numbers, truth: Codes) -> float:
    """The threshold on a grid of hundredths from which on "yes" has the best F1, were both answers as common.

    So it doesn't depend on how many of one answer a corpus happens to have.

    >>> best_threshold(np.array([0.2, 0.4, 0.9]), np.array([0, 1, 1]))
    0.21
    """
    grid = [round(each / 100, 2) for each in range(1, 100)]
    return max(grid, key=lambda each: (_even_f1(scores >= each, truth == 1), -each))


def _even_f1(said: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    found = said[truth].mean() if truth.any() else 0.0
    wrongly = said[~truth].mean() if (~truth).any() else 0.0
    return float(2 * found / (1 + found + wrongly))
