"""What a year of many people says about a bank: repeats, how much of it is used, what is lost of the fit."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nudge.domain.questions import QuestionBank, Stage

N_SESSIONS, N_QUARTERS = 5, 4
N_CONVERSATIONS = N_SESSIONS * N_QUARTERS
"""Conversations of a year: five with each of four partners."""
N_MOST = 10
BAND = (0.1, 0.9)
N_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Asking:
    """One question that one person was asked.

    Attributes:
        person: number of the person.
        conversation: from 0, over partners.
        question: its id.
        fit: how well it fitted, and `best` how well what would have been chosen had nobody been asked before.
        nearest: cosine to the nearest question that this person was asked before it in the year; -1 for none.
    """

    person: int
    conversation: int
    stage: Stage
    question: str
    fit: float
    best: float
    nearest: float


@dataclass(frozen=True, slots=True)
class Meeting:
    """One conversation that was prepared, and what was wrong with it: "bank-exhausted", "models-missing"."""

    conversation: int
    degraded: str | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """Fits of sets (sums of four) in one conversation of the year, over people."""

    mean: float
    low: float
    high: float
    best: float

    @property
    def lost(self) -> float:
        """Share of the fit that is lost against a bank of which nothing was asked before.

        >>> Spread(0.9, 0.5, 1.2, best=1.0).lost
        0.1
        """
        return round(1 - self.mean / self.best, N_DECIMALS) if self.best > 0 else 0.0


@dataclass(frozen=True, slots=True)
class StageYear:
    """What the year says about one stage.

    Attributes:
        lost_last: share of the fit lost in the last quarter.
        top_share: share of all askings that go to the ten questions asked most.
    """

    stage: Stage
    n_questions: int
    n_used: int
    lost_last: float
    top_share: float


@dataclass(frozen=True, slots=True)
class Year:
    """What a year says.

    Attributes:
        n_repeats: questions that somebody was asked twice.
        n_same, n_near: questions asked of somebody who was asked one before that says the same, or is near.
        by_conversation: fits of sets, from the first conversation to the last.
        by_quarter: the same, by quarter.
        used_by_conversation: share of the bank that was used by then, by anybody.
        never: ids of questions nobody was asked.
        most: the questions that most people were asked, each with the share of people.
        effective: of how many questions the year would be if all were asked equally often (exponential of the
            entropy), as a share of the bank; `gini` is 0 when all are asked equally often.
        degraded: conversations by what was wrong with them.
    """

    n_people: int
    n_conversations: int
    n_askings: int
    n_questions: int
    n_repeats: int
    n_same: int
    n_near: int
    by_conversation: tuple[Spread, ...]
    by_quarter: tuple[Spread, ...]
    used_by_conversation: tuple[float, ...]
    used_by_stage: Mapping[Stage, tuple[float, ...]]
    stages: tuple[StageYear, ...]
    never: tuple[str, ...]
    most: tuple[tuple[str, float], ...]
    gini: float
    effective: float
    degraded: Mapping[str, int]

    @property
    def used(self) -> float:
        """Share of the bank that anybody was asked."""
        return self.used_by_conversation[-1]


def year_of(
    bank: QuestionBank,
    askings: Sequence[Asking],
    meetings: Sequence[Meeting],
    *,
    same: float,
    near: float,
) -> Year:
    """The figures of a year.

    Args:
        askings: of all people, at least one.
        same: cosine from which two questions say the same, and `near` from which they are near.
    """
    counts = Counter(asking.question for asking in askings)
    ids = [question.id for question in bank.questions]
    people = {asking.person for asking in askings}
    first = _first_use(askings)
    by_stage = {stage: [q.id for q in bank.questions if q.stage is stage] for stage in Stage}
    return Year(
        n_people=len(people),
        n_conversations=len(meetings),
        n_askings=len(askings),
        n_questions=len(ids),
        n_repeats=_n_repeats(askings),
        n_same=sum(asking.nearest >= same for asking in askings),
        n_near=sum(asking.nearest >= near for asking in askings),
        by_conversation=tuple(
            _spread([a for a in askings if a.conversation == n]) for n in range(N_CONVERSATIONS)
        ),
        by_quarter=tuple(_spread(_in_quarter(askings, quarter)) for quarter in range(N_QUARTERS)),
        used_by_conversation=_used(first, ids),
        used_by_stage={stage: _used(first, by_stage[stage]) for stage in Stage},
        stages=tuple(_stage_year(stage, by_stage[stage], askings, counts) for stage in Stage),
        never=tuple(id for id in ids if id not in counts),
        most=tuple((id, _share(n, len(people))) for id, n in _most(_n_people(askings), N_MOST)),
        gini=_gini([counts[id] for id in ids]),
        effective=_share(_effective(counts.values()), len(ids)),
        degraded=dict(sorted(Counter(one.degraded for one in meetings if one.degraded).items())),
    )


def quantile(values: Sequence[float], at: float) -> float:
    """The value below which a share of the others lies, by the nearest rank.

    >>> quantile([3.0, 1.0, 2.0], 0.5)
    2.0
    """
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(at * len(ranked)))]


def _n_repeats(askings: Iterable[Asking]) -> int:
    asked = Counter((asking.person, asking.question) for asking in askings)
    return sum(n - 1 for n in asked.values())


def _n_people(askings: Iterable[Asking]) -> Counter[str]:
    """How many people were asked each question."""
    return Counter(question for _, question in {(one.person, one.question) for one in askings})


def _in_quarter(askings: Iterable[Asking], quarter: int) -> list[Asking]:
    return [asking for asking in askings if asking.conversation // N_SESSIONS == quarter]


def _spread(askings: Sequence[Asking]) -> Spread:
    """Over sets: the fits of one person in one conversation are added up."""
    fits: defaultdict[tuple[int, int], float] = defaultdict(float)
    for asking in askings:
        fits[asking.person, asking.conversation] += asking.fit
    best = sum(asking.best for asking in askings) / max(1, len(fits))
    found = list(fits.values()) or [0.0]
    low, high = (quantile(found, at) for at in BAND)
    return Spread(*(round(each, N_DECIMALS) for each in (sum(found) / len(found), low, high, best)))


def _first_use(askings: Iterable[Asking]) -> Mapping[str, int]:
    """By question the conversation in which anybody was first asked it."""
    first: dict[str, int] = {}
    for asking in askings:
        first[asking.question] = min(asking.conversation, first.get(asking.question, asking.conversation))
    return first


def _used(first: Mapping[str, int], ids: Sequence[str]) -> tuple[float, ...]:
    return tuple(
        _share(sum(first.get(id, N_CONVERSATIONS) <= n for id in ids), len(ids))
        for n in range(N_CONVERSATIONS)
    )


def _stage_year(
    stage: Stage, ids: Sequence[str], askings: Sequence[Asking], counts: Mapping[str, int]
) -> StageYear:
    own = Counter({id: counts[id] for id in ids if id in counts})
    last = _spread([a for a in _in_quarter(askings, N_QUARTERS - 1) if a.stage is stage])
    top = sum(n for _, n in _most(own, N_MOST))
    return StageYear(stage, len(ids), len(own), last.lost, _share(top, sum(own.values())))


def _most(counts: Counter[str], n: int) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:n]


def _gini(counts: Sequence[int]) -> float:
    """How unequal counts are: 0 when all are equal, near 1 when one has all.

    >>> _gini([5, 5]), _gini([0, 10])
    (0.0, 0.5)
    """
    ranked, total = sorted(counts), sum(counts)
    if not total:
        return 0.0
    weighted = sum((2 * rank - len(ranked) - 1) * n for rank, n in enumerate(ranked, start=1))
    return round(weighted / (len(ranked) * total), N_DECIMALS)


def _effective(counts: Iterable[int]) -> float:
    return math.exp(-sum(share * math.log(share) for share in _shares(list(counts))))


def _shares(counts: Sequence[int]) -> list[float]:
    total = sum(counts)
    return [n / total for n in counts if n]


def _share(part: float, whole: float) -> float:
    return round(part / whole, N_DECIMALS) if whole else 0.0
