"""Prepares a conversation: reads the brief, chooses for everybody together, words it, and says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nudge.app.ports import Reader, Renderer
from nudge.app.wordings import Wordings, fixed_words
from nudge.domain.conversations import (
    AskedQuestion,
    Brief,
    ParticipantBrief,
    ParticipantReading,
    PreparedConversation,
    QuestionSet,
    Replay,
    Why,
    WordedQuestion,
)
from nudge.domain.eligibility import Eligible, eligible
from nudge.domain.errors import Invalid, Unavailable
from nudge.domain.evidence import reasons
from nudge.domain.fit import Fit, FitPolicy, FitScorer
from nudge.domain.questions import Format, QuestionBank, Stage
from nudge.domain.selection import SAME_COST, Choice, Costs, SelectionPolicy, choose

N_PARTICIPANTS = {Format.PAIR: range(2, 3), Format.ROUNDTABLE: range(3, 7)}
N_ALTERNATIVES = 2


class QuestionSets:
    """What `POST /v1/question-sets`, `nudge question-set` and preparing a stored conversation do."""

    def __init__(
        self,
        bank: QuestionBank,
        reader: Reader,
        renderer: Renderer,
        *,
        fit_policy: FitPolicy | None = None,
        selection_policy: SelectionPolicy | None = None,
    ) -> None:
        self.bank = bank
        self._reader = reader
        self._renderer = renderer
        self._fit_policy = fit_policy or FitPolicy()
        self._selection_policy = selection_policy or SelectionPolicy()

    def prepare(self, brief: Brief) -> PreparedConversation:
        """The sets of everybody in a conversation, the same for the same brief, bank and models.

        When the models are missing, a fixed good set comes, and `degraded` says why.

        Raises:
            Invalid: `participants-count` when the format isn't for so many people, `participants-alike`
                when two have the same ref.
        """
        _check(brief)
        try:
            readings = self._reader.read(brief, self.bank)
            models = tuple(sorted(self._reader.models.items()))
        except Unavailable as error:
            return self._fixed(brief, error)
        allowed = [
            self._eligible(brief, participant, reading)
            for participant, reading in zip(brief.participants, readings, strict=True)
        ]
        scorers = [
            FitScorer(self.bank, brief, participant, reading, self._fit_policy)
            for participant, reading in zip(brief.participants, readings, strict=True)
        ]
        shortlists = [
            [scorer.shortlist(own.by_stage[stage], self._selection_policy.n_shortlist) for stage in Stage]
            for scorer, own in zip(scorers, allowed, strict=True)
        ]
        costs = self._costs(shortlists)
        choices = choose(shortlists, costs, self._selection_policy)
        taken = [fit for choice in choices for fit in choice]
        sets = tuple(
            self._set(brief, participant, reading, choice, stages, taken, costs)
            for participant, reading, choice, stages in zip(
                brief.participants, readings, choices, shortlists, strict=True
            )
        )
        return PreparedConversation(sets, self._replay(brief, models), _repeats(brief, allowed))

    def _eligible(self, brief: Brief, participant: ParticipantBrief, reading: ParticipantReading) -> Eligible:
        positions = self.bank.positions
        asked = sorted({positions[i] for i in participant.asked_before if i in positions})

        def says_the_same(stage: Stage) -> set[int]:
            candidates = self.bank.positions_by_stage[stage]
            near = self._reader.closest(self.bank, candidates, asked)
            same = self._selection_policy.same
            return {p for p, cosine in zip(candidates, near, strict=True) if cosine >= same}

        return eligible(self.bank, brief, participant, reading, says_the_same)

    def _costs(self, shortlists: Sequence[Sequence[Sequence[Fit]]]) -> Costs:
        positions = sorted({fit.position for stages in shortlists for stage in stages for fit in stage})
        row_of = {position: row for row, position in enumerate(positions)}
        table = self._reader.similarities(self.bank, positions, positions)
        return Costs(
            self._selection_policy,
            lambda one, other: table[row_of[one]][row_of[other]],
            lambda position: self.bank.questions[position].themes,
        )

    def _set(
        self,
        brief: Brief,
        participant: ParticipantBrief,
        reading: ParticipantReading,
        choice: Choice,
        shortlists: Sequence[Sequence[Fit]],
        taken: Sequence[Fit],
        costs: Costs,
    ) -> QuestionSet:
        words = Wordings(self.bank, self._renderer, brief, participant, reading)
        check_in, visible_to = words.check_in()
        quoted: set[str | None] = set()
        asked = []
        for fit, shortlist in zip(choice, shortlists, strict=True):
            question = self.bank.questions[fit.position]
            asked.append(
                AskedQuestion(
                    stage=question.stage,
                    depth=question.depth,
                    worded=words.question(question, fit),
                    why=_each_quote_once(reasons(self.bank, brief, participant, reading, fit), quoted),
                    alternatives=tuple(
                        _plain(self.bank, other.position) for other in _alternatives(shortlist, taken, costs)
                    ),
                )
            )
        return QuestionSet(participant.ref, reading.drivers, check_in, visible_to, tuple(asked))

    def _replay(self, brief: Brief, models: tuple[tuple[str, str], ...]) -> Replay:
        return Replay(self.bank.fingerprint, models, self._selection_policy.version, brief.seed)

    def _fixed(self, brief: Brief, error: Unavailable) -> PreparedConversation:
        taken: set[str] = set()
        sets = tuple(
            self._fixed_set(brief, participant, seat, taken)
            for seat, participant in enumerate(brief.participants)
        )
        return PreparedConversation(sets, self._replay(brief, ()), f"{error.code}: {error.message}")

    def _fixed_set(
        self, brief: Brief, participant: ParticipantBrief, seat: int, taken: set[str]
    ) -> QuestionSet:
        """Of the bank's fixed questions, others for each seat and session, and none asked before.

        `taken` are those that somebody else in the conversation has; what is chosen here is added.
        """
        rows = self.bank.fixed_sets
        first = (brief.session_number - 1) * len(brief.participants) + seat
        unwanted = taken | set(participant.asked_before)
        chosen = []
        for number, stage in enumerate(Stage):
            ordered = [rows[(first + step) % len(rows)][number] for step in range(len(rows))]
            best_first = list(dict.fromkeys(sorted(ordered, key=unwanted.__contains__)))
            worded, *others = (_plain(self.bank, self.bank.positions[i]) for i in best_first)
            depth = self.bank.questions[self.bank.positions[worded.id]].depth
            why = (Why("default", "One of the fixed questions that are good for everybody"),)
            chosen.append(AskedQuestion(stage, depth, worded, why, tuple(others[-N_ALTERNATIVES:])))
            taken.add(worded.id)
        check_in, visible_to = fixed_words(self.bank, participant)
        return QuestionSet(participant.ref, (), check_in, visible_to, tuple(chosen))


def _check(brief: Brief) -> None:
    allowed = N_PARTICIPANTS[brief.format]
    if len(brief.participants) not in allowed:
        raise Invalid(
            "participants-count",
            f"The format “{brief.format}” is for {allowed[0]}"
            + (f" to {allowed[-1]}" if len(allowed) > 1 else "")
            + f" participants; {len(brief.participants)} came.",
            n_participants=len(brief.participants),
        )
    if len({participant.ref for participant in brief.participants}) < len(brief.participants):
        raise Invalid(
            "participants-alike", "Two participants have the same ref; each needs one of their own."
        )


def _alternatives(shortlist: Sequence[Fit], taken: Sequence[Fit], costs: Costs) -> list[Fit]:
    """The next best of a stage that say nothing that is already asked."""
    found: list[Fit] = []
    for fit in shortlist:
        if all(costs.across(fit, other) < SAME_COST for other in (*taken, *found)):
            found.append(fit)
        if len(found) == N_ALTERNATIVES:
            break
    return found


def _each_quote_once(reasons: Sequence[Why], quoted: set[str | None]) -> tuple[Why, ...]:
    """The reasons of a question without the quotes that an earlier one of the set has; `quoted` grows."""
    found = tuple(replace(why, quote=None) if why.quote in quoted else why for why in reasons)
    quoted.update(why.quote for why in found)
    return found


def _plain(bank: QuestionBank, position: int) -> WordedQuestion:
    question = bank.questions[position]
    return WordedQuestion(question.id, question.version, question.text)


def _repeats(brief: Brief, allowed: Sequence[Eligible]) -> str | None:
    repeating = [
        f"{participant.ref} ({', '.join(own.repeats)})"
        for participant, own in zip(brief.participants, allowed, strict=True)
        if own.repeats
    ]
    if not repeating:
        return None
    return "bank-exhausted: every question has been asked before, the oldest come again for " + "; ".join(
        repeating
    )
