"""Repeats and near-repeats in a set, a pair and five conversations; and how varied sets are over people."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import log

import numpy as np

from nudge.app.ports import Reader
from nudge.domain.conversations import Brief
from nudge.domain.questions import QuestionBank
from nudge.language.question_sets.measuring.choosers import Four, Way
from nudge.language.question_sets.measuring.tallies import Figures, Tallies, leaving_out

IN_SET, IN_PAIR = "sets with a near-repeat in them", "pairs with the same or a near-repeat between them"
OWN_AGAIN = "five conversations: questions that the person had before"
OWN_NEAR = "five conversations: near one that the person had before"
HEARD_AGAIN = "five conversations: questions that the pair heard before"
HEARD_NEAR = "five conversations: near one that the pair heard before"
N_CONVERSATIONS = 5
MOST_CHOSEN = 10


class Nearness:
    """Which questions say the same, by the cosine that the choice itself goes by."""

    def __init__(self, bank: QuestionBank, reader: Reader, same: float) -> None:
        every = range(len(bank.questions))
        self.ids = [question.id for question in bank.questions]
        self._near = np.array(reader.similarities(bank, every, every)) >= same

    def is_near(self, one: int, others: Sequence[int]) -> bool:
        """Whether a question is near one of the others; each is near itself."""
        return one in others or bool(self._near[one, list(others)].any())


def repeats(
    conversations: Sequence[Brief], chosen: Sequence[Sequence[Four]], near: Nearness, tallies: Tallies
) -> None:
    """Within a set, and between the sets of a conversation."""
    for brief, sets in zip(conversations, chosen, strict=True):
        refs = [one.ref for one in brief.participants]
        for ref, four in zip(refs, sets, strict=True):
            tallies.add(IN_SET, ref, _any_near(list(itertools.combinations(four, 2)), near))
        across = [pair for one, other in itertools.combinations(sets, 2) for pair in _pairs(one, other)]
        tallies.add(IN_PAIR, " ".join(refs), _any_near(across, near))


def repeats_over_five(way: Way, conversations: Sequence[Brief], near: Nearness, tallies: Tallies) -> None:
    """The same two meet five times, and nothing else about them changes: the hardest case for repeats."""
    for brief in conversations:
        group = " ".join(one.ref for one in brief.participants)
        asked: list[list[int]] = [[] for _ in brief.participants]
        for sets in _five(way, brief, near.ids):
            heard = list(itertools.chain(*asked))
            for own, four in zip(asked, sets, strict=True):
                if own:
                    _count_again(tallies, group, four, own, heard, near)
            for own, four in zip(asked, sets, strict=True):
                own += four


def _count_again(
    tallies: Tallies, group: str, four: Four, own: Sequence[int], heard: Sequence[int], near: Nearness
) -> None:
    for question in four:
        tallies.add(OWN_AGAIN, group, question in own)
        tallies.add(OWN_NEAR, group, near.is_near(question, own))
        tallies.add(HEARD_AGAIN, group, question in heard)
        tallies.add(HEARD_NEAR, group, near.is_near(question, heard))


def _five(way: Way, brief: Brief, ids: Sequence[str]) -> Iterator[tuple[Four, ...]]:
    people = brief.participants
    for number in range(1, N_CONVERSATIONS + 1):
        sets = way(replace(brief, participants=people, session_number=number))
        yield sets
        people = tuple(
            replace(one, asked_before=(*one.asked_before, *(ids[position] for position in four)))
            for one, four in zip(people, sets, strict=True)
        )


def _any_near(pairs: Sequence[tuple[int, int]], near: Nearness) -> bool:
    return any(near.is_near(one, [other]) for one, other in pairs)


def _pairs(one: Four, other: Four) -> Iterator[tuple[int, int]]:
    return itertools.product(one, other)


def variety(sets: Mapping[str, Sequence[Four]], n_questions: int) -> Figures:
    """How much of the bank these people are asked from, and how far it heaps up on a few questions.

    Several runs of a way are each counted alone, and the mean is taken.
    """
    refs = list(sets)
    n_runs = min(map(len, sets.values()))

    def over_runs(measure: Callable[[Counter[int]], float]) -> Callable[[Sequence[str]], float]:
        def mean(some: Sequence[str]) -> float:
            runs = [Counter(itertools.chain(*(sets[ref][run] for ref in some))) for run in range(n_runs)]
            return float(np.mean([measure(counts) for counts in runs]))

        return mean

    measures: dict[str, Callable[[Counter[int]], float]] = {
        "share of the bank that somebody is asked": lambda counts: len(counts) / n_questions,
        "share of the ten most chosen": _share_of_most,
        "evenness (entropy, 1 is all different)": _evenness,
        "Gini over the bank": lambda counts: gini([*counts.values(), *[0] * (n_questions - len(counts))]),
    }
    return {name: leaving_out(refs, over_runs(measure)) for name, measure in measures.items()}


def gini(counts: Sequence[float]) -> float:
    """How unevenly counts are spread: 0 when all are equal, near 1 when one has everything.

    >>> gini([3, 3, 3]), round(gini([0, 0, 0, 8]), 2)
    (0.0, 0.75)
    """
    ordered = np.sort(np.asarray(counts, dtype=np.float64))
    n = len(ordered)
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * ordered.sum()))


def _share_of_most(counts: Counter[int]) -> float:
    return sum(n for _, n in counts.most_common(MOST_CHOSEN)) / counts.total()


def _evenness(counts: Counter[int]) -> float:
    """The entropy of what is asked, as a share of what it would be if no question came twice."""
    total = counts.total()
    return -sum(n / total * log(n / total) for n in counts.values()) / log(total)
