"""Shows what learning from ratings of questions brings and costs, on invented programmes; prints tables.

    .venv/bin/python -m scripts.simulate_question_ratings [--seeds 20] [--people 200]

A year of twenty conversations in pairs. Each question has a true chance to help, which depends on the
question, on the kind of person, and on how well it fits; nobody knows it. Fits are drawn so that the best
ones of a stage lie as near to each other as those of real people. Half of what is asked is rated. What learns
is the code of the service (`nudge.domain.question_ratings`), before each round; the last table has its choice
too.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from statistics import mean, stdev
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from rich.table import Table

from nudge.domain import question_ratings as learning
from nudge.domain.fit import Fit
from nudge.domain.question_ratings import Asked, QuestionRating, Verdict
from nudge.domain.questions import Stage
from nudge.domain.selection import Costs, SelectionPolicy, choose

Numbers = NDArray[np.float64]
STAGES = tuple(stage.value for stage in Stage)
QUESTIONS, ROUNDS, GROUPS, LARGE = 140, 20, 4, 1000
START, BETWEEN = datetime(2026, 1, 5, tzinfo=UTC), timedelta(days=18)
FIT_OF_PERSON, FIT_OF_WEEK = 0.21, 0.21
"""Deviations. So the best fit of a stage is about as far above the second and the fifth (in the median .06
and .25) as measured with the models on 60 of the rehearsed people."""
HELP_BY_FIT, USUAL = 0.6, 0.4


@dataclass(frozen=True)
class World:
    """What is true in a programme, and nobody knows. Spreads are deviations of the logit of helping."""

    name: str
    people: int = 200
    by_question: float = 0.6
    by_group: float = 0.4
    tiring: float = 0.0
    rated: float = 0.5
    noisy: bool = False
    grumpy: float = 0.0


@dataclass(frozen=True)
class Arm:
    """A way to learn: constants of the service that are different."""

    name: str
    constants: Mapping[str, float] = field(default_factory=dict)
    is_off: bool = False
    knows: bool = False


NONE, KNOWING = Arm("no learning", is_off=True), Arm("all known", knows=True)
LEARNING, GREEDY = Arm("learning"), Arm("greedy", {"CURIOSITY": 0.0})
ARMS = (
    NONE,
    LEARNING,
    GREEDY,
    Arm("four times as curious", {"CURIOSITY": 1.0}),
    Arm("from every single rating", {"GROUP": 1}),
    Arm("twice the gain", {"GAIN": 2.0}),
    KNOWING,
)
USUAL_WORLD = World("as we imagine it")
WORLDS = (
    replace(USUAL_WORLD, name="40 people", people=40),
    replace(USUAL_WORLD, name="helps some kinds of people", by_question=0.2, by_group=0.8),
    replace(USUAL_WORLD, name="all questions alike", by_question=0.0, by_group=0.0),
    replace(USUAL_WORLD, name="ratings are noise", noisy=True),
    replace(USUAL_WORLD, name="5 % rate everything down", grumpy=0.05),
    replace(USUAL_WORLD, name="what was asked a lot tires", tiring=1.5),
)


@dataclass
class Year:
    """What became of a programme: by round, how often questions helped, and how well they fitted."""

    helped: list[float] = field(default_factory=list)
    fit: list[float] = field(default_factory=list)
    given_up: float = 0.0
    hints: list[bool] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """The mean chance to help of all that was asked."""
        return mean(self.helped)

    def quarter(self, number: int) -> float:
        """The same in one quarter."""
        return mean(self.helped[5 * number : 5 * number + 5])


Chooser = Callable[[Numbers, Numbers], NDArray[np.int64]]
"""The questions of everybody, from their fits with leanings, and what of these is similar."""


class Programme:
    """One programme of a world, with everything drawn by a seed: the same for every arm."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        dice = np.random.default_rng(seed)
        shape = (len(STAGES), QUESTIONS)
        n = world.people
        self.quality = dice.normal(0, world.by_question, shape)
        by_group = dice.normal(0, world.by_group, (GROUPS, *shape))
        self.group = by_group[dice.integers(GROUPS, size=n)]
        self.own_fit = dice.normal(0, FIT_OF_PERSON, (n, *shape))
        self.grumpy = dice.random(n) < world.grumpy
        self.seed = seed
        usual = USUAL + self.quality + by_group.mean(0)
        self.true_mean = 1 / (1 + np.exp(-usual))
        self.names = [[f"{stage}.q{number}" for number in range(QUESTIONS)] for stage in STAGES]

    def year(self, arm: Arm, chooser: Chooser | None = None) -> Year:
        """A year of it."""
        with ExitStack() as stack:
            for name, value in arm.constants.items():
                stack.enter_context(patch.object(learning, name, value))
            return _Run(self, arm, chooser or best).year()


class _Run:
    """One programme on its way through a year."""

    def __init__(self, programme: Programme, arm: Arm, chooser: Chooser) -> None:
        self.programme, self.arm, self.chooser = programme, arm, chooser
        self.dice = np.random.default_rng(programme.seed + 10_000)
        n = programme.world.people
        self.fresh = np.ones((n, len(STAGES), QUESTIONS), dtype=bool)
        self.heat = np.zeros((len(STAGES), QUESTIONS))
        self.ratings: list[QuestionRating] = []
        self.asked: list[Asked] = []
        self.result = Year()

    def year(self) -> Year:
        """All rounds."""
        for number in range(ROUNDS):
            self.round(START + number * BETWEEN)
        self.result.hints = list(self.hints())
        return self.result

    def round(self, now: datetime) -> None:
        """A conversation of everybody."""
        programme, world = self.programme, self.programme.world
        n = world.people
        fit = programme.own_fit + self.dice.normal(0, FIT_OF_WEEK, programme.own_fit.shape)
        lots = self.dice.random((4, n, len(STAGES)))
        open_fit = np.where(self.fresh, fit, -9.0)
        chosen = self.chooser(open_fit + self.leanings(now), fit)
        people, stages = np.indices(chosen.shape)
        self.heat *= 0.5 ** (BETWEEN / timedelta(weeks=4))
        tired = world.tiring * self.heat / (self.heat + 20)
        logit = USUAL + programme.quality - tired + programme.group + HELP_BY_FIT * fit
        chance = 1 / (1 + np.exp(-logit))
        helped = chance[people, stages, chosen]
        got = fit[people, stages, chosen]
        self.result.given_up = max(self.result.given_up, float((open_fit.max(2) - got).max()))
        self.result.helped.append(float(helped.mean()))
        self.result.fit.append(float(got.mean()))
        self.fresh[people, stages, chosen] = False
        np.add.at(self.heat, (stages, chosen), 1)
        self.write_down(chosen, helped, lots, now)

    def leanings(self, now: datetime) -> Numbers:
        """What is added to the fits."""
        found = np.zeros((len(STAGES), QUESTIONS))
        if self.arm.is_off:
            return found
        if self.arm.knows:
            truth = self.programme.true_mean
            most = learning.LARGEST_LEARNED
            return np.asarray(np.clip(truth - truth.mean(1, keepdims=True), -most, most))
        for id, leaning in learning.learned(self.tallies(), self.asked, now).items():
            stage, number = id.split(".q")
            found[STAGES.index(stage), int(number)] = leaning
        return found

    def tallies(self) -> Mapping[str, learning.Tally]:
        versions = {name: 1 for names in self.programme.names for name in names}
        return learning.tallies(self.ratings, versions)

    def write_down(self, chosen: NDArray[np.int64], helped: Numbers, lots: Numbers, now: datetime) -> None:
        """What was asked, and what half of them say about it. Some swap what would not have helped."""
        programme, world = self.programme, self.programme.world
        for person, row in enumerate(chosen):
            names = tuple(programme.names[stage][number] for stage, number in enumerate(row))
            self.asked.append(Asked(names, now))
            for stage, name in enumerate(names):
                rates, helps, swaps, noise = lots[:, person, stage]
                if rates >= world.rated:
                    continue
                is_good = noise < 0.5 if world.noisy else helps < helped[person, stage]
                bad = Verdict.SWAP if swaps < 0.25 else Verdict.NOT_FOR_ME
                verdict = Verdict.HELPFUL if is_good and not programme.grumpy[person] else bad
                id, who = f"{len(self.ratings):06}", f"p{person}"
                self.ratings.append(QuestionRating(id, "t", who, str(now), name, 1, verdict, now))

    def hints(self) -> Iterable[bool]:
        """Of each question that may retire, whether it truly is below the mean of its stage by the margin."""
        tallies = self.tallies()
        priors = learning.priors(tallies)
        for id, tally in tallies.items():
            stage, number = id.split(".q")
            if learning.is_worse(tally, priors[Stage(stage)]):
                truth = self.programme.true_mean[STAGES.index(stage)]
                yield bool(truth[int(number)] < truth.mean() - learning.RETIRED_BELOW)


def best(worth: Numbers, _: Numbers) -> NDArray[np.int64]:
    """For everybody and each stage the best question."""
    found: NDArray[np.int64] = worth.argmax(2)
    return found


def jointly(seed: int) -> Chooser:
    """The choice of the service: pairs, 24 questions of each stage, costs of what is alike."""
    dice = np.random.default_rng(seed + 20_000)
    kinds = dice.integers(60, size=(len(STAGES) * QUESTIONS))
    policy = SelectionPolicy()
    costs = Costs(policy, lambda a, b: 0.7 if kinds[a] == kinds[b] else 0.2)

    def chosen(worth: Numbers, _: Numbers) -> NDArray[np.int64]:
        made = np.zeros(worth.shape[:2], dtype=np.int64)
        nearest = np.argsort(-worth, axis=2)[:, :, : policy.n_shortlist]
        for first in range(0, len(worth), 2):
            shortlists = [
                [
                    [Fit(stage * QUESTIONS + q, float(worth[who, stage, q]), {}) for q in nearest[who, stage]]
                    for stage in range(len(STAGES))
                ]
                for who in (first, first + 1)
            ]
            for who, choice in zip((first, first + 1), choose(shortlists, costs, policy), strict=True):
                made[who] = [fit.position % QUESTIONS for fit in choice]
        return made

    return chosen


def main() -> None:
    """Run everything and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--joint-seeds", type=int, default=4)
    parser.add_argument("--large-seeds", type=int, default=4)
    parser.add_argument("--people", type=int, default=USUAL_WORLD.people)
    options = parser.parse_args()
    seeds = range(options.seeds)
    usual = replace(USUAL_WORLD, people=options.people)
    console = Console(width=140)
    programmes = [Programme(usual, seed) for seed in seeds]
    years = {arm.name: [p.year(arm) for p in track(programmes, arm.name)] for arm in ARMS}
    console.print(arms_table(usual, years))
    console.print(f"Curiosity costs {_difference(years[GREEDY.name], years[LEARNING.name])}.")
    console.print(f"Fit of what is asked without learning: {mean(mean(y.fit) for y in years[NONE.name]):.3f}")
    large = [Programme(replace(usual, people=LARGE), seed) for seed in range(options.large_seeds)]
    console.print(f"Hints, {LARGE} people: {_hints([p.year(LEARNING) for p in track(large, 'hints')])}")
    table = Table(
        "world", "no learning", "learning", "all known", "gain [95 %]", "fit lost", "given up at most"
    )
    for world in WORLDS:
        made = [Programme(world, seed) for seed in seeds]
        found = {
            arm.name: [p.year(arm) for p in track(made, world.name)] for arm in (NONE, LEARNING, KNOWING)
        }
        table.add_row(world.name, *_figures(found))
    console.print(table)
    table = Table(
        "chosen jointly", "no learning", "learning", "all known", "gain [95 %]", "fit lost", "given up"
    )
    seeds = range(options.joint_seeds)
    found = {
        arm.name: [Programme(usual, s).year(arm, jointly(s)) for s in track(seeds, arm.name)]
        for arm in (NONE, LEARNING, KNOWING)
    }
    table.add_row(f"{options.people} people, {options.joint_seeds} seeds", *_figures(found))
    console.print(table)


def arms_table(world: World, years: Mapping[str, list[Year]]) -> Table:
    """How often questions helped, by quarter, for each way to learn."""
    columns = ("Q1", "Q2", "Q3", "Q4", "year", "gain [95 %]", "short of all known [95 %]", "fit lost")
    table = Table(f"{world.people} people", *columns)
    none, known = years[NONE.name], years[KNOWING.name]
    for name, own in years.items():
        quarters = [f"{mean(year.quarter(q) for year in own):.3f}" for q in range(4)]
        table.add_row(
            name,
            *quarters,
            f"{mean(year.rate for year in own):.3f}",
            _difference(own, none),
            _difference(known, own),
            f"{_fit_lost(own, none):.3f}",
        )
    return table


def _figures(found: Mapping[str, list[Year]]) -> list[str]:
    none, own, known = (found[arm.name] for arm in (NONE, LEARNING, KNOWING))
    return [
        *(f"{mean(year.rate for year in years):.3f}" for years in (none, own, known)),
        _difference(own, none),
        f"{_fit_lost(own, none):.3f}",
        f"{max(year.given_up for year in own):.3f}",
    ]


def _fit_lost(own: list[Year], none: list[Year]) -> float:
    return mean(mean(b.fit) - mean(a.fit) for a, b in zip(own, none, strict=True))


def _difference(own: list[Year], others: list[Year]) -> str:
    return _interval([a.rate - b.rate for a, b in zip(own, others, strict=True)])


def _hints(years: list[Year]) -> str:
    hints = [hint for year in years for hint in year.hints]
    return f"{len(hints) / len(years):.1f} a year, of which {sum(hints)} of {len(hints)} are right"


def _interval(values: list[float]) -> str:
    half = 1.96 * stdev(values) / len(values) ** 0.5 if len(values) > 1 else float("nan")
    return f"{mean(values):+.4f} [{mean(values) - half:+.4f}, {mean(values) + half:+.4f}]"


if __name__ == "__main__":
    main()
