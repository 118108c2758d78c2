"""A rehearsal: invented people meet for a year, and every conversation is prepared like a real one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Protocol

from nudge.app.once_reader import OnceReader, afresh
from nudge.app.ports import Reader, Renderer
from nudge.app.question_sets import QuestionSets
from nudge.app.rehearsed_people import RehearsalTexts, RehearsedPerson, pairs_of
from nudge.app.translations import leanings_for
from nudge.domain.conversations import Brief, PreparedConversation
from nudge.domain.curations import Curation
from nudge.domain.errors import Invalid
from nudge.domain.fit import FitPolicy, FitScorer
from nudge.domain.questions import QuestionBank, Stage
from nudge.domain.rehearsals import N_CONVERSATIONS, N_QUARTERS, N_SESSIONS, Asking, Meeting
from nudge.domain.selection import SelectionPolicy

COHORT = 20
"""People who meet each other over the year; whoever is left joins the last cohort."""
FEWEST = N_QUARTERS + 2
"""A cohort is even, and nobody meets the same partner twice."""


class TextSource(Protocol):
    """Where the texts of invented people come from."""

    def read(self) -> RehearsalTexts:
        """All of them.

        Raises:
            Unavailable: `rehearsal-texts-missing`.
        """
        ...


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What happened to one cohort."""

    askings: tuple[Asking, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    briefs: tuple[Brief, ...] = ()


def cohorts(n_people: int) -> list[range]:
    """The numbers of the people of each cohort.

    Raises:
        Invalid: `people-count` when there are too few, or one would be alone.

    >>> cohorts(46)
    [range(0, 20), range(20, 46)]
    """
    if n_people < FEWEST or n_people % 2:
        raise Invalid("people-count", f"A year takes an even number of people, {FEWEST} at least.")
    n = max(1, n_people // COHORT)
    return [range(i * COHORT, n_people if i == n - 1 else (i + 1) * COHORT) for i in range(n)]


class Rehearsals:
    """The use case: people in, what they were asked out. The same for the same bank, models and seed."""

    def __init__(
        self,
        bank: QuestionBank | Curation,
        reader: Reader,
        renderer: Renderer,
        texts: RehearsalTexts,
        *,
        selection_policy: SelectionPolicy | None = None,
    ) -> None:
        self._curation = bank if isinstance(bank, Curation) else Curation(bank)
        self._reader = OnceReader(reader)
        self._fit_policy = FitPolicy()
        self._sets = QuestionSets(
            self._curation,
            self._reader,
            renderer,
            fit_policy=self._fit_policy,
            selection_policy=selection_policy,
        )
        self._texts = texts

    def year(self, numbers: Sequence[int], seed: int) -> Rehearsed:
        """A year of one cohort, in which all meet each other.

        Args:
            numbers: of the people; as many as `cohorts` gives.
        """
        self._reader.warm_up(self._curation.bank)
        people = [RehearsedPerson(number, seed, self._texts) for number in numbers]
        Random(f"{seed}|cohort|{numbers[0]}").shuffle(people)
        askings: list[Asking] = []
        meetings: list[Meeting] = []
        briefs: list[Brief] = []
        for conversation in range(N_CONVERSATIONS):
            quarter, session = divmod(conversation, N_SESSIONS)
            if session == 0:
                for person in people:
                    person.drift()
            for pair in pairs_of(people, quarter):
                brief = Brief(
                    tuple(one.brief(conversation) for one in pair), session_number=session + 1, seed=seed
                )
                prepared = self._sets.prepare(brief)
                askings += self._askings(pair, conversation, brief, prepared)
                meetings.append(Meeting(conversation, _kind(prepared.degraded)))
                briefs.append(brief)
                for one, question_set in zip(pair, prepared.sets, strict=True):
                    one.asked += [asked.worded.id for asked in question_set.questions]
                    one.live_through(conversation)
        return Rehearsed(tuple(askings), tuple(meetings), tuple(briefs))

    def _askings(
        self, pair: Sequence[RehearsedPerson], conversation: int, brief: Brief, prepared: PreparedConversation
    ) -> Iterator[Asking]:
        """What both were asked, beside what they would have been asked had nobody been asked before."""
        unasked = self._sets.prepare(afresh(brief))
        readings = self._reader.last
        for person, participant, reading, own, free in zip(
            pair, brief.participants, readings, prepared.sets, unasked.sets, strict=True
        ):
            bank, positions = self._curation.bank, self._curation.bank.positions
            scorer = FitScorer(
                bank, brief, participant, reading, self._fit_policy, leanings_for(self._curation, participant)
            )
            chosen = [positions[asked.worded.id] for asked in own.questions]
            best = [positions[asked.worded.id] for asked in free.questions]
            nearest = self._nearest(participant.asked_before, chosen)
            for stage, one, other, near in zip(Stage, chosen, best, nearest, strict=True):
                fits = scorer.score(one).score, scorer.score(other).score
                yield Asking(person.number, conversation, stage, bank.questions[one].id, *fits, near)

    def _nearest(self, asked_before: Sequence[str], chosen: Sequence[int]) -> list[float]:
        """For each question the cosine to the nearest one that the person was asked before it."""
        bank = self._curation.bank
        earlier = [bank.positions[id] for id in asked_before]
        table = self._reader.similarities(bank, chosen, [*earlier, *chosen])
        return [max(row[: len(earlier) + n], default=-1.0) for n, row in enumerate(table)]


def _kind(degraded: str | None) -> str | None:
    return degraded.partition(":")[0] if degraded else None
