"""Rates from few counts: each drawn towards what its kind does on average, and how sure one can be of it.

A rate has a Beta distribution before anything is counted; its mean and strength are estimated from all things
of the kind, so that where these hardly differ (or the counts are noise) nobody stands out.

Source: the beta-binomial model with moment estimates of its prior (Kleinman, JASA 68, 1973).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

USUAL_MEAN, MEAN_COUNTS = 0.7, 10.0
"""What is taken for the mean while little is counted, and as how many counts it weighs. Chosen: a guess that
ten ratings outweigh."""
USUAL_ALIKE, ALIKE_COUNTS = 0.05, 100.0
"""How much of the spread is between things rather than by chance, while little is counted; and as how many
counts that weighs. .05 is a prior of 19 counts. Chosen: as nudges are learned (20)."""
MOST_ALIKE, LEAST_ALIKE = 0.2, 0.005
"""Bounds: the prior weighs as 4 to 199 counts. Chosen: outside nothing changes but the risk."""
_STEPS = 200
_TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Prior:
    """What is known of a rate before anything is counted: its mean, and as how many counts that weighs."""

    mean: float
    strength: float


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate after counting, as a Beta distribution.

    >>> rate = Rate.after(Prior(0.5, 10), hits=30, counts=30)
    >>> round(rate.mean, 3), round(rate.deviation, 3)
    (0.875, 0.052)
    """

    alpha: float
    beta: float

    @classmethod
    def after(cls, prior: Prior, hits: float, counts: float) -> Rate:
        """The rate of something that was counted, with its prior; counts may be fractions."""
        alpha = prior.mean * prior.strength + hits
        return cls(alpha, (1 - prior.mean) * prior.strength + counts - hits)

    @property
    def mean(self) -> float:
        """The shrunken rate."""
        return self.alpha / (self.alpha + self.beta)

    @property
    def deviation(self) -> float:
        """The standard deviation: how unsure one is of it."""
        return math.sqrt(self.mean * (1 - self.mean) / (self.alpha + self.beta + 1))

    def chance_below(self, limit: float) -> float:
        """The probability that the true rate is below a limit in [0, 1].

        >>> round(Rate(1, 1).chance_below(0.3), 6), round(Rate(2, 1).chance_below(0.5), 6)
        (0.3, 0.25)
        """
        if limit <= 0 or limit >= 1:
            return float(limit >= 1)
        log_front = (
            math.lgamma(self.alpha + self.beta)
            - math.lgamma(self.alpha)
            - math.lgamma(self.beta)
            + self.alpha * math.log(limit)
            + self.beta * math.log1p(-limit)
        )
        front = math.exp(log_front)
        if limit < (self.alpha + 1) / (self.alpha + self.beta + 2):
            return front * _fraction(self.alpha, self.beta, limit) / self.alpha
        return 1 - front * _fraction(self.beta, self.alpha, 1 - limit) / self.beta

    def interval(self, share: float = 0.95) -> tuple[float, float]:
        """Between these the true rate is with this probability, as likely below as above."""
        tail = (1 - share) / 2
        return self._quantile(tail), self._quantile(1 - tail)

    def _quantile(self, share: float) -> float:
        low, high = 0.0, 1.0
        for _ in range(40):
            middle = (low + high) / 2
            low, high = (middle, high) if self.chance_below(middle) < share else (low, middle)
        return (low + high) / 2


def prior_of(counted: Sequence[tuple[float, float]]) -> Prior:
    """The prior of things of a kind, from the (hits, counts) of each.

    >>> prior_of([])
    Prior(mean=0.7, strength=19.0)
    >>> alike, apart = prior_of([(15, 20)] * 20), prior_of([(20, 20), (10, 20)] * 10)
    >>> alike.mean == apart.mean, alike.strength > 40, apart.strength < 15
    (True, True, True)
    """
    known = [(hits, counts) for hits, counts in counted if counts > 0]
    n_all = sum(counts for _, counts in known)
    mean = (sum(hits for hits, _ in known) + MEAN_COUNTS * USUAL_MEAN) / (n_all + MEAN_COUNTS)
    spread = sum(counts * (hits / counts - mean) ** 2 for hits, counts in known) / (mean * (1 - mean))
    more_than_chance = spread - max(0, len(known) - 1)
    at_most = sum(max(0.0, counts - 1) for _, counts in known)
    alike = (more_than_chance + ALIKE_COUNTS * USUAL_ALIKE) / (at_most + ALIKE_COUNTS)
    alike = max(LEAST_ALIKE, min(MOST_ALIKE, alike))
    return Prior(mean, round(1 / alike - 1, 9))


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of the incomplete beta function, by Lentz's method.

    Source: Abramowitz & Stegun, Handbook of Mathematical Functions, 26.5.8.
    """
    c, d = 1.0, 1 / _off_zero(1 - (a + b) * x / (a + 1))
    found = d
    for step in range(1, _STEPS):
        even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
        odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
        for term in (even, odd):
            d = 1 / _off_zero(1 + term * d)
            c = _off_zero(1 + term / c)
            found *= c * d
        if abs(c * d - 1) < _TINY:
            break
    return found


def _off_zero(value: float) -> float:
    return value if abs(value) > _TINY else math.copysign(_TINY, value)
