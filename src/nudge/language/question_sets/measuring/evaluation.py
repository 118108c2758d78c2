"""How well questions are chosen for written people, beside random, plain cosine and MMR, in one run."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan

from nudge.app.ports import Reader, Renderer
from nudge.app.question_sets import QuestionSets
from nudge.app.wordings import Wordings
from nudge.domain.conversations import AskedQuestion, Brief
from nudge.domain.fit import FitPolicy, FitScorer
from nudge.domain.questions import QuestionBank
from nudge.domain.selection import SelectionPolicy
from nudge.language.matching import TextEncoder
from nudge.language.question_sets.measuring.cards import Cards, cards_of
from nudge.language.question_sets.measuring.choosers import (
    COSINE,
    MMR,
    OURS,
    RANDOM,
    Four,
    RememberingReader,
    SimplerWays,
    Way,
    by_tool,
)
from nudge.language.question_sets.measuring.comparing import Comparison
from nudge.language.question_sets.measuring.following import TOLD_APART
from nudge.language.question_sets.measuring.people import People
from nudge.language.question_sets.measuring.reasons import ReasonChecks, WrongReason
from nudge.language.question_sets.measuring.serving import ON_THEME
from nudge.language.question_sets.measuring.tallies import Figures, Tallies
from nudge.language.specificity.measuring.figures import N_RESAMPLES

N_SEEDS = 20
"""How often chance draws a set for each person."""
Tell = Callable[[str], None]
CHOICE_TIME = "time of the choice, as a share of reading the texts"


@dataclass(frozen=True, slots=True)
class WeakSet:
    """A set of ours that speaks least to the person."""

    ref: str
    about: str
    text: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionSetEvaluation:
    """Everything measured.

    Attributes:
        sets: by name of a set of measures, then of a way of choosing, then of a measure.
        wrong: reasons that aren't true of the brief or of the question; by id alone.
        worst: the weakest first.
    """

    sets: Mapping[str, Mapping[str, Figures]]
    wrong: Sequence[WrongReason]
    worst: Sequence[WeakSet]


class QuestionSetExam:
    """Chooses in every way for the same people and compares.

    Args:
        reader: of the tool, not remembering anything yet.
        tell: told what is being done.
    """

    def __init__(
        self,
        bank: QuestionBank,
        reader: Reader,
        renderer: Renderer,
        encoder: TextEncoder,
        tell: Tell,
        *,
        fit_policy: FitPolicy | None = None,
        selection_policy: SelectionPolicy | None = None,
        n_resamples: int = N_RESAMPLES,
        n_seeds: int = N_SEEDS,
    ) -> None:
        self._bank = bank
        self._reader = RememberingReader(reader)
        self._renderer = renderer
        self._tell = tell
        self._fit_policy = fit_policy or FitPolicy()
        self._same = (selection_policy or SelectionPolicy()).same
        self._sets = QuestionSets(
            bank, self._reader, renderer, fit_policy=fit_policy, selection_policy=selection_policy
        )
        self._simpler = SimplerWays(bank, self._reader, encoder, same=self._same)
        self._n = n_resamples
        self._n_seeds = n_seeds

    @property
    def ways(self) -> dict[str, list[Way]]:
        """The ways of choosing; chance has one for each of its draws."""
        simpler = self._simpler
        return {
            OURS: [by_tool(self._sets)],
            MMR: [simpler.by_mmr],
            COSINE: [simpler.by_cosine],
            RANDOM: [simpler.at_random(seed) for seed in range(self._n_seeds)],
        }

    def take(self, people: People, n_worst: int = 0) -> QuestionSetEvaluation:
        """The whole evaluation.

        Raises:
            Unavailable: `models-missing`.
        """
        self._tell("reading people")
        timed = self._times(people)
        compared = Comparison(self._bank, self._reader, people, self.ways, self._simpler)
        self._tell("exchanging profiles")
        follows, serves = compared.follows(), compared.serves()
        self._tell("meeting five times")
        again = compared.repeats(self._same)
        reasons, wrong = self._reasons(people)
        found = {
            "follows the person": self._figures(follows),
            "speaks to what is on their mind": self._figures(serves),
            "repeats and near-repeats": self._figures(again),
            "variety over people": compared.varieties(),
            "from easy to deep": self._figures(compared.depths()),
            "balance in the pair": self._figures(compared.balances(self._fit_policy)),
            "reasons": self._figures({OURS: reasons}),
            "time": self._figures({OURS: timed}),
        }
        worst = weakest(people, self._asked(people), follows[OURS], serves[OURS], n_worst)
        return QuestionSetEvaluation(found, wrong, worst)

    def cards(self, people: People) -> Cards:
        """Cards for blind readers: our questions with reasons, and our sets beside each other way's."""
        asked = self._asked(people)
        worded: dict[str, dict[str, list[str]]] = {
            OURS: {ref: [one.worded.text for one in questions] for ref, questions in asked.items()}
        }
        for name, (way, *_) in self.ways.items():
            if name != OURS:
                worded[name] = {
                    ref: texts
                    for brief in people.conversations
                    for ref, texts in self._worded(brief, way(brief)).items()
                }
        refs = [one.ref for brief in people.conversations for one in brief.participants]
        return cards_of([people.by_ref[ref] for ref in refs], asked, worded, OURS)

    def _worded(self, brief: Brief, sets: Sequence[Four]) -> dict[str, list[str]]:
        """Sets of any way, with own words in them as ours have."""
        found = {}
        readings = self._reader.read(brief, self._bank)
        for one, reading, four in zip(brief.participants, readings, sets, strict=True):
            words = Wordings(self._bank, self._renderer, brief, one, reading)
            words.check_in()
            scorer = FitScorer(self._bank, brief, one, reading, self._fit_policy)
            found[one.ref] = [
                words.question(self._bank.questions[position], scorer.score(position)).text
                for position in four
            ]
        return found

    def _asked(self, people: People) -> dict[str, Sequence[AskedQuestion]]:
        prepared = [self._sets.prepare(brief) for brief in people.conversations]
        return {own.ref: own.questions for each in prepared for own in each.sets}

    def _times(self, people: People) -> Tallies:
        """How long the choice takes, with the wording, beside reading the texts for the first time."""
        self._reader.warm_up(self._bank)
        tallies = Tallies()
        for brief in people.conversations:
            start = time.perf_counter()
            self._reader.read(brief, self._bank)
            read = time.perf_counter()
            self._sets.prepare(brief)
            group = " ".join(one.ref for one in brief.participants)
            tallies.add(CHOICE_TIME, group, time.perf_counter() - read, read - start)
        return tallies

    def _reasons(self, people: People) -> tuple[Tallies, list[WrongReason]]:
        tallies, checks = Tallies(), ReasonChecks(self._bank)
        wrong = [
            each
            for brief in people.conversations
            for own in self._sets.prepare(brief).sets
            for each in checks.count(brief, people.by_ref[own.ref], own, tallies)
        ]
        return tallies, wrong

    def _figures(self, tallies: Mapping[str, Tallies]) -> dict[str, Figures]:
        return {name: each.figures(self._n) for name, each in tallies.items()}


def weakest(
    people: People, asked: Mapping[str, Sequence[AskedQuestion]], follows: Tallies, serves: Tallies, n: int
) -> list[WeakSet]:
    """Sets with fewest questions on a theme meant, and from which the person is least told apart."""

    def strength(ref: str) -> float:
        shares = (serves.share_of(ON_THEME, ref), follows.share_of(TOLD_APART, ref))
        return sum(share for share in shares if not isnan(share))

    known = [ref for ref in asked if people.by_ref[ref].text]
    return [
        WeakSet(ref, people.by_ref[ref].about, people.by_ref[ref].text, tuple(map(_told, asked[ref])))
        for ref in sorted(known, key=strength)[:n]
    ]


def _told(question: AskedQuestion) -> str:
    why = "; ".join(f"{why.text} (“{why.quote}”)" if why.quote else why.text for why in question.why)
    return f"{question.worded.text} [{question.worded.id}: {why}]"
