"""Counts by person or pair, and the shares they make, with 95 % intervals by resampling people or pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from nudge.language.specificity.measuring.figures import N_RESAMPLES, Figure, Resampling, Rows

Figures = dict[str, Figure]
NORMAL_95 = 1.96


class Tallies:
    """What was counted of which person or pair, by measure."""

    def __init__(self) -> None:
        self._counted: dict[str, dict[str, list[float]]] = defaultdict(dict)

    def add(self, measure: str, group: str, value: float, of: float = 1.0) -> None:
        """Add `value` of `of` for a person or pair; nothing is counted where `of` is 0."""
        if of:
            sums = self._counted[measure].setdefault(group, [0.0, 0.0])
            sums[0] += value
            sums[1] += of

    def share_of(self, measure: str, group: str) -> float:
        """The share of one person or pair; not a number where nothing was counted."""
        value, of = self._counted[measure].get(group, (float("nan"), 1.0))
        return value / of

    def figures(self, n_resamples: int = N_RESAMPLES) -> Figures:
        """Sum by sum of each measure, in the order in which they were first counted."""
        return {name: _figure(sums, n_resamples) for name, sums in self._counted.items()}


def _figure(sums: Mapping[str, Sequence[float]], n_resamples: int) -> Figure:
    counted = np.array(list(sums.values()))

    def share(rows: Rows) -> float:
        return float(counted[rows, 0].sum() / counted[rows, 1].sum())

    return Resampling(list(sums), n_resamples=n_resamples).figure(share)


def leaving_out(groups: Sequence[str], measure: Callable[[Sequence[str]], float]) -> Figure:
    """A measure that counts different things, with a 95 % interval from leaving out one group at a time.

    Drawing a group twice can't add anything different, so resampling would be wrong here.

    Source: the delete-one jackknife (Efron and Stein 1981).
    """
    value, n = measure(groups), len(groups)
    without = np.array([measure([*groups[:at], *groups[at + 1 :]]) for at in range(n)])
    error = float(np.sqrt((n - 1) / n * np.sum((without - without.mean()) ** 2)))
    return Figure(value, value - NORMAL_95 * error, value + NORMAL_95 * error, n)


def wilson(n: int, of: int) -> Figure:
    """A share with Wilson's 95 % interval; not a number of nothing.

    >>> str(wilson(21, 30))
    '.70 [.52, .83]'
    """
    if not of:
        return Figure(float("nan"), float("nan"), float("nan"), 0)
    share, z = n / of, NORMAL_95
    middle = (share + z**2 / (2 * of)) / (1 + z**2 / of)
    half = z / (1 + z**2 / of) * (share * (1 - share) / of + z**2 / (4 * of**2)) ** 0.5
    return Figure(share, middle - half, middle + half, of)
