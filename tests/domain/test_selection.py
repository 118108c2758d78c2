"""The choice against brute force, what never happens in it, and what it takes at worst."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nudge.domain.fit import Fit
from nudge.domain.questions import Stage
from nudge.domain.selection import (
    SAME_COST,
    Choice,
    Costs,
    SelectionPolicy,
    _Search,
    best_alone,
    choose,
    objective,
    worths,
)
from tests.strategies import Task, tasks


def all_sets(stages: Sequence[Sequence[Fit]]) -> list[Choice]:
    return list(itertools.product(*stages))


def best_by_force(task: Task) -> tuple[float, list[float]]:
    costs = task.costs()
    best = [max(worths([own], costs)[0] for own in all_sets(stages)) for stages in task.shortlists]
    every = itertools.product(*map(all_sets, task.shortlists))
    return max(objective(choices, best, costs, task.policy) for choices in every), best


def value_of(task: Task, choices: Sequence[Choice]) -> float:
    costs = task.costs()
    best = [best_alone(stages, costs, task.policy) for stages in task.shortlists]
    return objective(choices, best, costs, task.policy)


def chosen(task: Task) -> tuple[Choice, ...]:
    return choose(task.shortlists, task.costs(), task.policy)


def ids(choices: Sequence[Choice]) -> list[list[int]]:
    return [[fit.position for fit in choice] for choice in choices]


class TestAgainstBruteForce:
    @given(tasks(longest=3))
    @settings(deadline=None, max_examples=15)
    def test_the_choice_for_two_is_exact(self, task: Task) -> None:
        value, best = best_by_force(task)
        assert objective(chosen(task), best, task.costs(), task.policy) == pytest.approx(value, abs=1e-6)

    @given(tasks(longest=3))
    @settings(deadline=None, max_examples=25)
    def test_the_best_set_alone_is_exact(self, task: Task) -> None:
        costs = task.costs()
        for stages in task.shortlists:
            worth = max(worths([own], costs)[0] for own in all_sets(stages))
            assert best_alone(stages, costs, task.policy) == pytest.approx(worth, abs=1e-6)

    @given(tasks(n_participants=3, longest=2, nearest=0.78))
    @settings(deadline=None, max_examples=12)
    def test_the_choice_for_three_is_within_one_per_cent(self, task: Task) -> None:
        value, best = best_by_force(task)
        found = objective(chosen(task), best, task.costs(), task.policy)
        assert found >= value - 0.01 * sum(best)

    @pytest.mark.parametrize("n_participants", [4])
    def test_the_choice_for_more_is_within_one_per_cent_of_a_far_longer_search(
        self, n_participants: int
    ) -> None:
        for seed in range(4):
            task = random_task(seed, n_participants=n_participants, length=3, nearest=0.72)
            longer = replace(task.policy, n_weighed=5 * task.policy.n_weighed)
            reference = value_of(task, choose(task.shortlists, task.costs(), longer))
            best = sum(best_alone(stages, task.costs(), longer) for stages in task.shortlists)
            assert value_of(task, chosen(task)) >= reference - 0.01 * best

    @given(tasks(longest=3), st.data())
    @settings(deadline=None, max_examples=25)
    def test_the_bound_for_balance_is_admissible(self, task: Task, data: st.DataObject) -> None:
        """No choice with a total up to what is needed has a value above the best one known.

        value = total - balance * largest loss, and the largest loss is no smaller than the mean one.
        """
        choices = [data.draw(st.sampled_from(all_sets(stages))) for stages in task.shortlists]
        costs = task.costs()
        best = [best_alone(stages, costs, task.policy) for stages in task.shortlists]
        search = _Search(task.shortlists, best, costs, task.policy)
        if sum(worths(choices, costs)) <= search._needed():
            known = objective(search.choices, best, costs, task.policy)
            assert objective(choices, best, costs, task.policy) <= known + 1e-6


class TestOrder:
    @pytest.mark.parametrize("n_participants", [2, 3])
    @given(data=st.data())
    @settings(deadline=None, max_examples=12)
    def test_sets_follow_the_person_not_the_order(self, n_participants: int, data: st.DataObject) -> None:
        task = data.draw(tasks(n_participants=n_participants, longest=3))
        assume(len({str([f.score for s in own for f in s]) for own in task.shortlists}) == n_participants)
        order = data.draw(st.permutations(range(n_participants)))
        turned = replace(task, shortlists=[task.shortlists[who] for who in order])
        assert ids(chosen(turned)) == [ids(chosen(task))[who] for who in order]

    @given(tasks(longest=4), st.randoms(use_true_random=False))
    @settings(deadline=None, max_examples=20)
    def test_the_order_of_the_bank_changes_nothing(self, task: Task, shuffler: random.Random) -> None:
        """Shortlists stay in the order of fit and id; only where questions lie in the bank changes."""
        new = sorted({position for pair in task.similarities for position in pair})
        shuffler.shuffle(new)
        moved = Task(
            [
                [[replace(fit, position=new[fit.position]) for fit in stage] for stage in own]
                for own in task.shortlists
            ],
            {
                (min(new[a], new[b]), max(new[a], new[b])): value
                for (a, b), value in task.similarities.items()
            },
            task.policy,
        )
        assert ids(chosen(moved)) == [[new[position] for position in row] for row in ids(chosen(task))]

    @given(tasks(longest=4))
    @settings(deadline=None, max_examples=20)
    def test_the_same_comes_twice(self, task: Task) -> None:
        assert ids(chosen(task)) == ids(chosen(task))


class TestWhatStandsTogether:
    @given(tasks(longest=4, nearest=0.9))
    @settings(deadline=None, max_examples=20)
    def test_one_question_of_each_stage_in_order(self, task: Task) -> None:
        for own, choice in zip(task.shortlists, chosen(task), strict=True):
            assert len(choice) == len(Stage)
            assert all(fit in stage for fit, stage in zip(choice, own, strict=True))

    @given(tasks(longest=2, nearest=0.95))
    @settings(deadline=None, max_examples=15)
    def test_nothing_says_the_same_where_that_can_be_avoided(self, task: Task) -> None:
        if task.same_pairs(chosen(task)):
            every = itertools.product(*map(all_sets, task.shortlists))
            assert all(task.same_pairs(choices) for choices in every)

    def test_a_tiny_bank_still_gives_everybody_four_questions(self) -> None:
        alone = [[Fit(stage, 1.0, {})] for stage in range(4)]
        for n_participants in (2, 3, 6):
            task = alike_task([alone] * n_participants, lambda one, other: 0.9)
            assert ids(chosen(task)) == [[0, 1, 2, 3]] * n_participants

    def test_one_stage_that_must_repeat_spoils_no_other(self) -> None:
        """The only act question is for both; the other stages still differ."""
        own = [[Fit(2 * stage, 1.0, {}), Fit(2 * stage + 1, 0.2, {})] for stage in range(3)] + [
            [Fit(6, 1.0, {})]
        ]
        one, other = ids(chosen(alike_task([own, own], lambda a, b: 0.0)))
        assert one[3] == other[3] == 6
        assert all(a != b for a, b in zip(one[:3], other[:3], strict=True))

    @given(tasks(longest=4, nearest=0.78), st.integers(0, 1), st.integers(0, 3))
    @settings(deadline=None, max_examples=12)
    def test_a_far_worse_candidate_changes_nothing(self, task: Task, who: int, stage: int) -> None:
        worse = [[list(fits) for fits in own] for own in task.shortlists]
        free = next(
            position
            for position in range(6 * stage, 6 * stage + 6)
            if all(fit.position != position for fit in worse[who][stage])
        )
        worse[who][stage].append(Fit(free, -20.0, {}))
        assert value_of(task, chosen(replace(task, shortlists=worse))) == pytest.approx(
            value_of(task, chosen(task))
        )
        assert free not in [fit.position for fit in chosen(replace(task, shortlists=worse))[who]]


class TestBalance:
    @given(tasks(longest=2, nearest=0.78))
    @settings(deadline=None, max_examples=12)
    def test_no_other_choice_takes_less_from_the_one_who_loses_most_at_no_cost_to_the_sum(
        self, task: Task
    ) -> None:
        costs = task.costs()
        best = [best_alone(stages, costs, task.policy) for stages in task.shortlists]
        got = worths(chosen(task), costs)
        loss = max(b - g for b, g in zip(best, got, strict=True))
        for choices in itertools.product(*map(all_sets, task.shortlists)):
            others = worths(choices, costs)
            less = loss - max(b - g for b, g in zip(best, others, strict=True))
            assert task.policy.balance * less <= sum(got) - sum(others) + 1e-6

    def test_the_good_questions_are_divided(self) -> None:
        """Each of two good questions could go to either: neither gets both."""
        own = [
            [Fit(0, 1.0, {}), Fit(1, 0.0, {})],
            [Fit(2, 1.0, {}), Fit(3, 0.0, {})],
            [Fit(4, 0.5, {}), Fit(5, 0.5, {})],
            [Fit(6, 0.5, {}), Fit(7, 0.5, {})],
        ]
        one, other = chosen(alike_task([own, own], lambda a, b: 0.0))
        assert sum(fit.score for fit in one) == sum(fit.score for fit in other) == 2.0


class TestCosts:
    def test_what_is_near_costs_up_to_the_limit(self) -> None:
        policy = SelectionPolicy()
        cosines = {1: 0.55, 2: 0.675, 3: 0.79999, 4: 0.8}
        costs = Costs(policy, lambda one, other: cosines[other])
        fits = [Fit(position, 0.0, {}) for position in range(5)]
        assert costs.between(fits[0], fits[1]) == 0
        assert costs.between(fits[0], fits[2]) == pytest.approx(policy.near_cost / 2)
        assert costs.between(fits[0], fits[3]) == pytest.approx(policy.near_cost, abs=1e-3)
        assert costs.between(fits[0], fits[4]) == SAME_COST
        assert costs.between(fits[0], fits[0]) > SAME_COST

    @given(tasks())
    @settings(max_examples=20)
    def test_costs_are_the_same_both_ways(self, task: Task) -> None:
        costs = task.costs()
        for one, other in itertools.combinations(task.shortlists[0][0] + task.shortlists[1][1], 2):
            assert costs.between(one, other) == costs.between(other, one)


HOSTILE: dict[str, Callable[[int, int], float]] = {
    "nothing near": lambda one, other: 0.0,
    "all near duplicates": lambda one, other: 0.79,
    "all equally near": lambda one, other: 0.7,
    "near at random": lambda one, other: 0.6 + random.Random(one * 997 + other).random() / 5,
    "a third says the same": lambda one, other: (
        0.9 if random.Random(one * 997 + other).random() < 0.3 else 0.7
    ),
}


@pytest.mark.parametrize("scores", ["all equal", "nearly equal"])
@pytest.mark.parametrize("near", HOSTILE)
def test_hostile_ties_do_not_explode(near: str, scores: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Identical people, 24 candidates a stage: what is weighed stays within what the policy allows."""
    n_weighed = 0
    improve = _Search.improve

    def counting(self: _Search, seats: list[tuple[int, int]], limit: int) -> None:
        nonlocal n_weighed
        improve(self, seats, limit)
        n_weighed += limit - self.n_left
        assert self.n_left > -8 * 24 - 1, "went on after the limit"

    monkeypatch.setattr(_Search, "improve", counting)
    policy = SelectionPolicy(n_weighed=20_000)
    random_scores = random.Random(7)
    own = [
        sorted(
            (
                Fit(24 * stage + i, 1.0 + (scores != "all equal") * random_scores.random() / 100, {})
                for i in range(24)
            ),
            key=lambda fit: -fit.score,
        )
        for stage in range(4)
    ]
    task = replace(alike_task([own, own], HOSTILE[near]), policy=policy)
    choices = chosen(task)
    assert task.same_pairs(choices) == 0
    limit = task.policy.n_weighed
    assert n_weighed <= 4 * limit, "two alone, eight turns of a tenth, and all at once"


def alike_task(shortlists: list[list[list[Fit]]], similarity: Callable[[int, int], float]) -> Task:
    positions = sorted({fit.position for own in shortlists for stage in own for fit in stage})
    return Task(
        shortlists,
        {(a, b): similarity(a, b) for a in positions for b in positions if a < b},
        SelectionPolicy(),
    )


def random_task(seed: int, *, n_participants: int, length: int, nearest: float) -> Task:
    source = random.Random(seed)
    shortlists = [
        [
            sorted(
                (Fit(stage * 10 + i, source.uniform(0.2, 1.2), {}) for i in source.sample(range(10), length)),
                key=lambda fit: -fit.score,
            )
            for stage in range(4)
        ]
        for _ in range(n_participants)
    ]
    return alike_task(shortlists, lambda one, other: source.uniform(0.1, nearest))
