"""Offers beside the labels of the readers, as arrays; and ratios over them with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nudge.domain.follow_ups import Move
from nudge.language.follow_ups.measuring.answers import LabelledAnswer
from nudge.language.follow_ups.measuring.offers import Offered
from nudge.language.specificity.measuring.figures import Figure, Numbers, Resampling, Rows

Flags = NDArray[np.bool_]
MOVES = tuple(Move)
_PLACE = {move: place for place, move in enumerate(MOVES)}


@dataclass(frozen=True)
class Sheet:
    """One row per answer.

    Attributes:
        first: of shape (n, n_moves): which move is offered first; no flag where nothing is.
        offered: of shape (n, n_moves): which moves are offered at all.
        good, bad, best: of shape (n, n_readers, n_moves).
        silence, nothing: of shape (n, n_readers).
    """

    answers: tuple[LabelledAnswer, ...]
    offers: tuple[Offered, ...]
    first: Flags
    offered: Flags
    good: Flags
    bad: Flags
    best: Flags
    silence: Flags
    nothing: Flags
    draws: Resampling

    def share(self, counted: NDArray[np.generic], of: NDArray[np.generic] | None = None) -> Figure:
        """Sum of `counted` by sum of `of`, each with one number a row; NaN when there is nothing to count."""
        above = np.asarray(counted, dtype=np.float64)
        below = np.ones_like(above) if of is None else np.asarray(of, dtype=np.float64)
        figure = self.draws.figure(lambda rows: _ratio(above[rows].sum(), below[rows].sum()))
        return replace(figure, n=int((below > 0).sum()))

    def macro(self, counted: Flags, of: Flags) -> Figure:
        """Mean over moves of the shares of `counted` in `of`, both of shape (n, n_moves)."""
        above, below = counted.astype(np.float64), of.astype(np.float64)

        def measure(rows: Rows) -> float:
            return _mean_ratio(above[rows].sum(axis=0), below[rows].sum(axis=0))

        return replace(self.draws.figure(measure), n=int(some(of).sum()))

    def macro_f1(self) -> Figure:
        """Mean over moves and readers of the F1 of offered moves against good ones."""
        right = 2.0 * (self.offered[:, None] & self.good)
        either = self.offered[:, None].astype(np.float64) + self.good

        def measure(rows: Rows) -> float:
            return _mean_ratio(right[rows].sum(axis=0), either[rows].sum(axis=0))

        return self.draws.figure(measure)


def sheet_of(answers: Sequence[LabelledAnswer], offers: Sequence[Offered], n_resamples: int) -> Sheet:
    """The offers beside what all readers of the answers say."""
    labels = [each.labels for each in answers]
    return Sheet(
        tuple(answers),
        tuple(offers),
        _flags([each.moves[:1] for each in offers]),
        _flags([each.moves for each in offers]),
        np.array([_flags([label.good for label in each]) for each in labels]),
        np.array([_flags([tuple(label.bad) for label in each]) for each in labels]),
        np.array([_flags([(label.best,) for label in each]) for each in labels]),
        np.array([[label.silence for label in each] for each in labels]),
        np.array([[label.nothing for label in each] for each in labels]),
        Resampling([each.voice for each in answers], n_resamples=n_resamples),
    )


def some(flags: Flags, *axes: int) -> Flags:
    """Whether any is set along the axes, the second one when none is named."""
    return np.asarray(flags.any(axis=axes or 1))


def every(flags: Flags) -> Flags:
    """Whether all are set along the second axis: for readers."""
    return np.asarray(flags.all(axis=1))


def _flags(moves: Sequence[tuple[Move, ...]]) -> Flags:
    found = np.zeros((len(moves), len(MOVES)), dtype=bool)
    for row, those in enumerate(moves):
        found[row, [_PLACE[move] for move in those]] = True
    return found


def _ratio(above: float, below: float) -> float:
    return float(above / below) if below else float("nan")


def _mean_ratio(above: Numbers, below: Numbers) -> float:
    """Mean of the ratios whose denominator isn't 0."""
    there = below > 0
    return float(np.mean(above[there] / below[there])) if there.any() else float("nan")
