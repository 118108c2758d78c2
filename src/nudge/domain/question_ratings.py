"""What people said about questions that they were asked, and how far the choice leans because of it.

Only verdicts count, never what anybody answered. Nothing is shown or learned from fewer than five people, nor
of the difference that one more makes: verdicts count in fives, in the order in which they came.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from nudge.domain.questions import Question, QuestionBank, Stage
from nudge.domain.shrunken_rates import Prior, Rate, prior_of

GROUP = 5
"""The smallest group, in people. Chosen: as customary for surveys at work; the simulation shows what waiting
for whole groups costs."""
REMEMBERED = timedelta(days=730)
"""Older verdicts count no more. Chosen: two years; programmes and words change."""
SWAP_COUNTS = 0.5
"""A swap counts as half a "not for me". Chosen: who swaps hasn't heard their own answer, so it says less than
a verdict; but it never speaks for a question, as half a hit would do for one of which most think worse."""

LARGEST_LEARNED = 0.15
"""What is learned leans by at most this. Chosen: an editor's full weight (.25) always outweighs it."""
GAIN = 1.0
"""Fit for a question that always helps over one that never does. Chosen: see docs/question-ratings.md."""
CURIOSITY = 0.25
"""So many standard deviations a question has in its favour for what isn't known of it yet. Chosen: small, as
people who differ and are never asked twice try all questions anyway; it costs .0006 in the simulation."""
LARGEST_WEARINESS, WEARY_AT, RECOVERED_HALF = 0.04, 10.0, timedelta(weeks=4)
"""A question that an organisation asked a lot lately leans down, by half of the largest at so many people;
half of that is over after so long. Chosen: small, as the simulation finds no gain in it and a cost of .0007.
"""

RETIRED_BELOW, RETIRED_CHANCE, RETIRED_PEOPLE = 0.1, 0.95, 20
"""A question may retire when it is this probable that it helps less often than the mean of its stage by this
much, after so many people. Chosen: about one hint in twenty may be wrong; in the
simulation none of 70 was."""
RETIRED_PRIOR = 19.0
"""For that the prior weighs at most so much: all others being alike is no reason to overlook one."""


class Verdict(StrEnum):
    """What somebody said about a question of theirs. `SWAP`: they took another one in its place."""

    HELPFUL = "helpful"
    NOT_FOR_ME = "not_for_me"
    SWAP = "swap"


@dataclass(frozen=True, slots=True)
class QuestionRating:
    """What a person said about a question in a conversation; it is theirs.

    Attributes:
        version: of the question, as it was asked.
        taken: the id of the question that was taken in its place, if any.
    """

    id: str
    tenant: str
    participant: str
    conversation: str
    question: str
    version: int
    verdict: Verdict
    rated_at: datetime
    taken: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of one set, and when they were chosen."""

    questions: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Leanings:
    """What was learned at a moment, kept so that a set can be made again.

    Attributes:
        digest: of these leanings, as a curation has it; empty when there are none.
        by_question: by question id, added to its fit.
    """

    tenant: str
    digest: str
    made_at: datetime
    by_question: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class QuestionLearning:
    """Whether an organisation's choice learns from ratings. Without one it does; revision 0."""

    tenant: str
    is_on: bool = True
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people said what about a question, in whole groups."""

    helpful: int = 0
    not_for_me: int = 0
    swapped: int = 0

    @property
    def n_people(self) -> int:
        """How many said anything that counts."""
        return self.helpful + self.not_for_me + self.swapped

    @property
    def counts(self) -> float:
        """As how many verdicts they count."""
        return self.helpful + self.not_for_me + SWAP_COUNTS * self.swapped


@dataclass(frozen=True, slots=True)
class RatedQuestion:
    """What editors may know of a question.

    Attributes:
        rate: how often it helps, drawn towards the mean of its stage; in [low, high] with 95 %.
        may_retire: whether it helps clearly less often than its stage does.
    """

    id: str
    version: int
    stage: Stage
    n_people: int
    rate: float
    low: float
    high: float
    may_retire: bool


def tallies(ratings: Iterable[QuestionRating], versions: Mapping[str, int]) -> Mapping[str, Tally]:
    """What people said of each question, in whole groups of those who spoke first.

    Args:
        versions: by question id, the version that counts. Of a person the last verdict on it counts.
    """
    last: dict[tuple[str, str], Verdict] = {}
    for rating in sorted(ratings, key=lambda one: (one.rated_at, one.id)):
        if versions.get(rating.question) == rating.version:
            last.pop((rating.question, rating.participant), None)
            last[rating.question, rating.participant] = rating.verdict
    said: dict[str, list[Verdict]] = {}
    for (question, _), verdict in last.items():
        said.setdefault(question, []).append(verdict)
    return {
        id: _tally(verdicts[: len(verdicts) // GROUP * GROUP])
        for id, verdicts in said.items()
        if len(verdicts) >= GROUP
    }


def _tally(verdicts: Sequence[Verdict]) -> Tally:
    return Tally(
        verdicts.count(Verdict.HELPFUL), verdicts.count(Verdict.NOT_FOR_ME), verdicts.count(Verdict.SWAP)
    )


def priors(found: Mapping[str, Tally]) -> Mapping[Stage, Prior]:
    """What is known of a question of each stage before anybody rated it."""
    by_stage: dict[Stage, list[tuple[float, float]]] = {stage: [] for stage in Stage}
    for id, tally in found.items():
        by_stage[stage_of(id)].append((tally.helpful, tally.counts))
    return {stage: prior_of(counted) for stage, counted in by_stage.items()}


def learned(found: Mapping[str, Tally], asked: Iterable[Asked], now: datetime) -> Mapping[str, float]:
    """How far the choice leans towards questions, or from them: nothing as long as nobody rated any.

    A question that helps more often than its stage does is leant towards, and what isn't known of one yet
    counts for it. So one that nobody rated has nothing to lose or gain, and is tried in its turn.

    Args:
        asked: the sets of the last months.

    Returns:
        By question id, in [-LARGEST_LEARNED, LARGEST_LEARNED], four digits; what is left out has none.
    """
    if not found:
        return {}
    of_stage = priors(found)
    tired = weariness(asked, now)
    leanings = {}
    for id in sorted({*found, *tired}):
        worth = _worth(found.get(id, Tally()), of_stage[stage_of(id)]) - tired.get(id, 0.0)
        leaning = round(max(-LARGEST_LEARNED, min(LARGEST_LEARNED, worth)), 4)
        if leaning:
            leanings[id] = leaning
    return leanings


def _worth(tally: Tally, prior: Prior) -> float:
    """How much better a question is than one that nobody rated, with the benefit of doubt for both."""
    rate = Rate.after(prior, tally.helpful, tally.counts)
    unrated = Rate.after(prior, 0, 0)
    return GAIN * (rate.mean - unrated.mean + CURIOSITY * (rate.deviation - unrated.deviation))


def weariness(asked: Iterable[Asked], now: datetime) -> Mapping[str, float]:
    """What is taken from questions that were asked of many lately; of fewer than five it is nothing.

    >>> from datetime import UTC
    >>> now = datetime(2026, 3, 2, tzinfo=UTC)
    >>> often = [Asked(("act.a",), now)] * 10
    >>> weariness(often, now), weariness(often, now + timedelta(weeks=8))
    ({'act.a': 0.02}, {'act.a': 0.008})
    >>> weariness(often[:4], now)
    {}
    """
    heat: dict[str, float] = {}
    n_asked: dict[str, int] = {}
    for one in asked:
        warm = 0.5 ** (max(timedelta(), now - one.at) / RECOVERED_HALF)
        for id in one.questions:
            heat[id] = heat.get(id, 0.0) + warm
            n_asked[id] = n_asked.get(id, 0) + 1
    return {
        id: LARGEST_WEARINESS * warm / (warm + WEARY_AT) for id, warm in heat.items() if n_asked[id] >= GROUP
    }


def rated_questions(
    bank: QuestionBank, found: Mapping[str, Tally], ids: Iterable[str]
) -> tuple[RatedQuestion, ...]:
    """What editors may know of some questions of the bank, all of which enough people rated."""
    of_stage = priors(found)
    questions = (bank.questions[bank.positions[id]] for id in ids)
    return tuple(_rated(question, found[question.id], of_stage[question.stage]) for question in questions)


def _rated(question: Question, tally: Tally, prior: Prior) -> RatedQuestion:
    rate = Rate.after(prior, tally.helpful, tally.counts)
    low, high = rate.interval()
    figures = (round(rate.mean, 2), round(low, 2), round(high, 2))
    may_retire = is_worse(tally, prior)
    return RatedQuestion(question.id, question.version, question.stage, tally.n_people, *figures, may_retire)


def is_worse(tally: Tally, prior: Prior) -> bool:
    """Whether a question helps clearly less often than its stage does."""
    weaker = Prior(prior.mean, min(prior.strength, RETIRED_PRIOR))
    rate = Rate.after(weaker, tally.helpful, tally.counts)
    chance = rate.chance_below(prior.mean - RETIRED_BELOW)
    return tally.n_people >= RETIRED_PEOPLE and chance >= RETIRED_CHANCE


def stage_of(question_id: str) -> Stage:
    """The stage of a question, which its id begins with.

    >>> stage_of("act.own.small-step")
    <Stage.ACT: 'act'>
    """
    return Stage(question_id.split(".", 1)[0])
