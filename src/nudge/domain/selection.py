"""Chooses the sets of everybody in a conversation together: best in sum, poor for nobody, nothing twice.

A good choice is found in turns; then a search over everybody's questions proves that none is better.
It is exact unless the search reaches its limit (see `SelectionPolicy.n_weighed`), as it mostly does for five
or six; then the best choice found stands.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from nudge.domain.fit import Fit

Similarity = Callable[[int, int], float]
Choice = tuple[Fit, ...]
Seat = tuple[int, int]
"""The place of a question: participant and stage, both counted from 0."""
Options = Mapping[Seat, Sequence[tuple[float, Fit]]]
"""What may be asked in each seat, with the fit less what it costs beside the questions chosen already."""

SAME_COST = 1000.0
"""Cost of two questions that say the same: more than all fits together, so never where it can be avoided."""
_EQUAL = 1e-9
"""Choices whose values are nearer than this are equal; the one found first stands."""


@dataclass(frozen=True, slots=True)
class SelectionPolicy:
    """What may stand together, and what it costs. Costs are in the unit of the fit, and never negative.

    Attributes:
        same: cosine from which two questions say the same; never both in a conversation.
        near: cosine from which they are so near that it costs up to `near_cost`.
        balance: how much the largest loss of one participant against their own best set counts.
        n_weighed: how many options are weighed at most when everybody's questions are chosen at once; a
            tenth of it in each turn. A hundred thousand take about 0.2 s.

    Chosen: `same` from the cosines of variants and of different questions in the bank, `near` and `near_cost`
    by blind reading, `n_weighed` from 100 typical and 72 hostile conversations; see
    docs/decisions/0004-the-choice.md.
    """

    version: str = "2026-11-22"
    n_shortlist: int = 24
    same: float = 0.80
    near: float = 0.55
    near_cost: float = 0.45
    balance: float = 1.0
    n_weighed: int = 150_000


class _Row(dict[int, float]):
    """What one question costs beside others, by position; computed when it is first asked for."""

    def __init__(self, cost: Callable[[int], float]) -> None:
        super().__init__()
        self._cost = cost

    def __missing__(self, other: int) -> float:
        cost = self[other] = self._cost(other)
        return cost


class Costs:
    """What two questions cost when they stand together, in one set or in two people's sets."""

    def __init__(self, policy: SelectionPolicy, similarity: Similarity) -> None:
        self._policy = policy
        self._similarity = similarity
        self._rows: dict[int, _Row] = {}

    def between(self, one: Fit, other: Fit) -> float:
        """Cost of two questions; `SAME_COST` or more when they say the same."""
        return self.row(one)[other.position]

    def row(self, fit: Fit) -> Mapping[int, float]:
        """What a question costs beside any other one, by position."""
        row = self._rows.get(fit.position)
        if row is None:
            one = fit.position
            row = self._rows[one] = _Row(lambda other: self._nearness(one, other))
        return row

    def _nearness(self, one: int, other: int) -> float:
        if one == other:
            return 2 * SAME_COST
        similarity = self._similarity(min(one, other), max(one, other))
        if similarity >= self._policy.same:
            return SAME_COST
        if similarity <= self._policy.near:
            return 0.0
        span = self._policy.same - self._policy.near
        return self._policy.near_cost * (similarity - self._policy.near) / span


def worths(choices: Sequence[Choice], costs: Costs) -> list[float]:
    """What each set is worth: its fits, less what its questions cost; what two sets cost is shared evenly."""
    worth = [
        sum(fit.score for fit in choice)
        - sum(costs.between(a, b) for a, b in itertools.combinations(choice, 2))
        for choice in choices
    ]
    for (i, one), (j, other) in itertools.combinations(enumerate(choices), 2):
        cross = sum(costs.between(a, b) for a in one for b in other)
        worth[i] -= cross / 2
        worth[j] -= cross / 2
    return worth


def objective(
    choices: Sequence[Choice], best: Sequence[float], costs: Costs, policy: SelectionPolicy
) -> float:
    """What is maximised: the sum of what the sets are worth, less the largest loss, weighted.

    Args:
        choices: one set per participant.
        best: what each participant's best set is worth when nobody else is there; a loss is against it.
    """
    worth = worths(choices, costs)
    loss = max(top - got for top, got in zip(best, worth, strict=True))
    return sum(worth) - policy.balance * loss


def choose(
    shortlists: Sequence[Sequence[Sequence[Fit]]], costs: Costs, policy: SelectionPolicy
) -> tuple[Choice, ...]:
    """One set per participant: one question per stage, in order.

    Args:
        shortlists: per participant, per stage, the fits to choose from; at least one each.

    Returns:
        One tuple of fits per participant, the same whatever the order of the participants. In a bank far too
        small, questions that say the same come together rather than leave somebody without one.
    """
    order = sorted(
        range(len(shortlists)), key=lambda who: [fit.score for stage in shortlists[who] for fit in stage]
    )
    ordered = [shortlists[who] for who in order]
    best = [best_alone(stages, costs, policy) for stages in ordered]
    search = _Search(ordered, best, costs, policy)
    search.choose()
    return tuple(search.choices[order.index(who)] for who in range(len(order)))


def best_alone(stages: Sequence[Sequence[Fit]], costs: Costs, policy: SelectionPolicy) -> float:
    """What a participant's best set is worth when nobody else is there."""
    search = _Search([stages], [0.0], costs, replace(policy, balance=0.0))
    search.improve([(0, stage) for stage in range(len(stages))], policy.n_weighed)
    return worths(search.choices, costs)[0]


class _Search:
    """Branch and bound, depth first, over any of the seats while the others stay as they are."""

    def __init__(
        self,
        shortlists: Sequence[Sequence[Sequence[Fit]]],
        best: Sequence[float],
        costs: Costs,
        policy: SelectionPolicy,
    ) -> None:
        self._shortlists = shortlists
        self._best = best
        self._costs = costs
        self._policy = policy
        self._least_loss = 0.0
        self.choices: tuple[Choice, ...] = tuple(tuple(stage[0] for stage in own) for own in shortlists)
        self._value = objective(self.choices, best, costs, policy)
        self.n_left = 0

    def choose(self) -> None:
        """Person by person and stage by stage until that helps no more, then by twos, then all at once."""
        n = len(self._shortlists)
        rows = [[(who, stage) for stage, _ in enumerate(own)] for who, own in enumerate(self._shortlists)]
        columns = [list(column) for column in zip(*rows, strict=True)]
        self._in_turns(rows if n <= 2 else rows + columns)
        if n > 2:
            self._in_turns([one + other for one, other in itertools.combinations(rows, 2)])
        self.improve(list(itertools.chain(*columns)), self._policy.n_weighed)

    def _in_turns(self, groups: Sequence[Collection[Seat]]) -> None:
        n_in_vain = 0
        for group in itertools.islice(itertools.cycle(groups), 4 * len(groups)):
            before = self._value
            self.improve(group, self._policy.n_weighed // 10)
            n_in_vain = n_in_vain + 1 if self._value == before else 0
            if n_in_vain == len(groups):
                return

    def improve(self, seats: Collection[Seat], n_weighed: int) -> None:
        """The best questions for some seats beside those of the others; never worse than before."""
        kept = [
            tuple(fit for stage, fit in enumerate(choice) if (who, stage) not in seats)
            for who, choice in enumerate(self.choices)
        ]
        worth = worths(kept, self._costs)
        untouched = [who for who, choice in enumerate(kept) if len(choice) == len(self.choices[who])]
        self._least_loss = max((self._best[who] - worth[who] for who in untouched), default=0.0)
        options = {}
        for who, stage in seats:
            rows = [self._costs.row(fit) for own in kept for fit in own]
            fits = self._shortlists[who][stage]
            options[who, stage] = [(fit.score - sum(row[fit.position] for row in rows), fit) for fit in fits]
        self.n_left = n_weighed
        self._descend(sum(worth), {}, options)

    def _needed(self) -> float:
        """What all sets must be worth together so that they can be better than the best choice so far.

        value = total - balance * (largest loss), and the largest loss is at least the mean one, which is
        (sum(best) - total) / n, and at least that of anybody whose set is settled, to which more sets can
        only add. So from a total of at most this much no value above the one found can come: the bound is
        admissible for every balance >= 0. A total is never underestimated on the way, as costs between
        questions that are both still open are left out.
        """
        aim, balance, n = self._value + _EQUAL, self._policy.balance, len(self._best)
        by_mean = (aim + balance * sum(self._best) / n) / (1 + balance / n)
        return max(by_mean, aim + balance * self._least_loss)

    def _descend(self, so_far: float, chosen: Mapping[Seat, Fit], options: Options) -> None:
        if not options:
            self._consider(chosen)
            return
        tops = {seat: max(score for score, _ in scored) for seat, scored in options.items()}
        reach = so_far + sum(tops.values())
        slack = reach - self._needed()
        if slack <= 0:
            return
        promising = {
            seat: [option for option in scored if option[0] > tops[seat] - slack]
            for seat, scored in options.items()
        }
        seat = min(promising, key=lambda seat: len(promising[seat]))
        for score, fit in sorted(promising.pop(seat), key=lambda option: -option[0]):
            if self.n_left <= 0 or reach - tops[seat] + score <= self._needed():
                return
            self.n_left -= 1 + sum(map(len, promising.values()))
            self._descend(so_far + score, {**chosen, seat: fit}, self._beside(fit, promising))

    def _beside(self, fit: Fit, options: Options) -> Options:
        """The options of the other seats once a question is taken."""
        row = self._costs.row(fit)
        return {
            seat: [(score - row[other.position], other) for score, other in scored]
            for seat, scored in options.items()
        }

    def _consider(self, chosen: Mapping[Seat, Fit]) -> None:
        choices = tuple(
            tuple(chosen.get((who, stage), fit) for stage, fit in enumerate(choice))
            for who, choice in enumerate(self.choices)
        )
        value = objective(choices, self._best, self._costs, self._policy)
        if value > self._value + _EQUAL:
            self.choices, self._value = choices, value
