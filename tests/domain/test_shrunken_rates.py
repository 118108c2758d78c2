"""Rates are Beta distributions; the prior's strength comes from how far things of a kind differ."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from nudge.domain.shrunken_rates import LEAST_ALIKE, MOST_ALIKE, Prior, Rate, prior_of

sizes = st.floats(0.1, 500)


@settings(deadline=None)  # the first call of scipy takes long
@given(sizes, sizes, st.floats(0.001, 0.999))
def test_chances_are_those_of_the_beta_distribution(alpha: float, other: float, limit: float) -> None:
    assert Rate(alpha, other).chance_below(limit) == pytest.approx(beta(alpha, other).cdf(limit), abs=1e-9)


@pytest.mark.parametrize(("alpha", "other"), [(1, 1), (14, 6), (0.5, 40), (300, 200)])
def test_intervals_are_too(alpha: float, other: float) -> None:
    low, high = Rate(alpha, other).interval()
    assert low == pytest.approx(beta(alpha, other).ppf(0.025), abs=1e-9)
    assert high == pytest.approx(beta(alpha, other).ppf(0.975), abs=1e-9)
    assert Rate(alpha, other).deviation == pytest.approx(beta(alpha, other).std())


def test_limits_beyond_the_range_are_certain() -> None:
    assert (Rate(2, 3).chance_below(0), Rate(2, 3).chance_below(1)) == (0, 1)


def test_counting_moves_a_rate_from_its_prior_to_the_counts() -> None:
    prior = Prior(0.7, 20)
    assert Rate.after(prior, 0, 0).mean == pytest.approx(0.7)
    assert Rate.after(prior, 0, 20).mean == pytest.approx(0.35)
    assert Rate.after(prior, 0, 2000).mean < 0.01


@pytest.mark.parametrize(("strength", "at_least", "at_most"), [(8, 5, 12), (30, 19, 48)])
def test_the_prior_that_made_the_counts_is_found(strength: float, at_least: float, at_most: float) -> None:
    """About: 120 things with 15 counts each are enough to know how far they differ."""
    dice = random.Random(7)
    rates = [dice.betavariate(0.7 * strength, 0.3 * strength) for _ in range(120)]
    counted = [(sum(dice.random() < rate for _ in range(15)), 15.0) for rate in rates]
    found = prior_of(counted)
    assert found.mean == pytest.approx(0.7, abs=0.05)
    assert at_least < found.strength < at_most


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50))))
def test_it_stays_within_its_bounds(counted: list[tuple[int, int]]) -> None:
    """Whatever comes, one count more or less never decides everything."""
    prior = prior_of([(float(hits), float(hits + misses)) for hits, misses in counted])
    assert 0 < prior.mean < 1
    assert 1 / MOST_ALIKE - 1 <= prior.strength <= 1 / LEAST_ALIKE - 1
