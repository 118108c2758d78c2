"""Prepares a conversation: reads the brief, chooses for everybody together, words it, and says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from nudge.app.candidates import candidates_for, costs_among
from nudge.app.fixed_sets import N_ALTERNATIVES, FixedSets
from nudge.app.ports import Reader, Renderer
from nudge.app.translations import leanings_for, locales_of
from nudge.app.wordings import Wordings, plain
from nudge.domain.conversations import (
    AskedQuestion,
    Brief,
    ParticipantBrief,
    ParticipantReading,
    PreparedConversation,
    QuestionSet,
    Replay,
    Why,
)
from nudge.domain.crowding import Shortlists, choose_uncrowded
from nudge.domain.curations import Curation
from nudge.domain.eligibility import Eligible
from nudge.domain.errors import Invalid, Unavailable
from nudge.domain.evidence import reasons
from nudge.domain.fit import Fit, FitPolicy, FitScorer
from nudge.domain.questions import Format, QuestionBank, Stage
from nudge.domain.selection import SAME_COST, Choice, Costs, SelectionPolicy, choose

N_PARTICIPANTS = {Format.PAIR: range(2, 3), Format.ROUNDTABLE: range(3, 7)}


class QuestionSets:
    """What `POST /v1/question-sets`, `nudge question-set` and preparing a stored conversation do."""

    def __init__(
        self,
        bank: QuestionBank | Curation,
        reader: Reader,
        renderer: Renderer,
        *,
        fit_policy: FitPolicy | None = None,
        selection_policy: SelectionPolicy | None = None,
    ) -> None:
        self.curation = bank if isinstance(bank, Curation) else Curation(bank)
        self.bank = self.curation.bank
        self._reader = reader
        self._renderer = renderer
        self._fit_policy = fit_policy or FitPolicy()
        self._selection_policy = selection_policy or SelectionPolicy()

    def prepare(self, brief: Brief, curation: Curation | None = None) -> PreparedConversation:
        """The sets of everybody in a conversation, the same for the same brief, bank, leanings and models.

        When the models are missing, a fixed good set comes, and `degraded` says why.

        Args:
            curation: the organisation's own bank and leanings; by default those of the process.

        Raises:
            Invalid: `participants-count` when the format isn't for so many people, `participants-alike`
                when two have the same ref.
        """
        _check(brief)
        curation = curation or self.curation
        try:
            readings = self._reader.read(brief, curation.bank)
            models = tuple(sorted(self._reader.models.items()))
        except Unavailable as error:
            return FixedSets(curation.bank).prepare(brief, self._replay(brief, curation, ()), error)
        chosen = _Choosing(self._reader, self._fit_policy, self._selection_policy, curation, brief, readings)
        worded = _Wording(curation.bank, self._renderer, brief, chosen.choices, chosen.costs)
        sets = tuple(
            worded.set_of(participant, reading, choice, stages)
            for participant, reading, choice, stages in zip(
                brief.participants, readings, chosen.choices, chosen.shortlists, strict=True
            )
        )
        replay = self._replay(brief, curation, models)
        return PreparedConversation(sets, replay, _repeats(brief, chosen.allowed))

    def _replay(self, brief: Brief, curation: Curation, models: tuple[tuple[str, str], ...]) -> Replay:
        policy = self._selection_policy.version
        return Replay(curation.bank.fingerprint, models, policy, brief.seed, curation.digest)


class _Choosing:
    """What may be asked of everybody in a conversation, and what is chosen for them together."""

    def __init__(
        self,
        reader: Reader,
        fit_policy: FitPolicy,
        selection_policy: SelectionPolicy,
        curation: Curation,
        brief: Brief,
        readings: Sequence[ParticipantReading],
    ) -> None:
        self._reader = reader
        self._policy = selection_policy
        self._bank = curation.bank
        people = list(zip(brief.participants, readings, strict=True))
        self.allowed = [
            candidates_for(reader, self._bank, brief, *person, same=selection_policy.same)
            for person in people
        ]
        n = selection_policy.n_shortlist

        def shortlists_of(who: int, policy: FitPolicy) -> list[list[Fit]]:
            participant, reading = people[who]
            leanings = leanings_for(curation, participant)
            scorer = FitScorer(curation.bank, brief, participant, reading, policy, leanings)
            return [scorer.shortlist(self.allowed[who].by_stage[stage], n) for stage in Stage]

        self.shortlists: Shortlists = [shortlists_of(who, fit_policy) for who, _ in enumerate(people)]
        if brief.emphasis:
            without = cache(lambda who: shortlists_of(who, replace(fit_policy, emphasis=0.0)))
            self.shortlists, self.choices = choose_uncrowded(self.shortlists, without, self._choose)
        else:
            self.choices = self._choose(self.shortlists)

    def _choose(self, shortlists: Shortlists) -> tuple[Choice, ...]:
        self.costs = costs_among(self._reader, self._bank, shortlists, self._policy)
        return choose(shortlists, self.costs, self._policy)


class _Wording:
    """Words what was chosen, with the reasons and two alternatives for each question."""

    def __init__(
        self, bank: QuestionBank, renderer: Renderer, brief: Brief, choices: Sequence[Choice], costs: Costs
    ) -> None:
        self._bank = bank
        self._renderer = renderer
        self._brief = brief
        self._taken = [fit for choice in choices for fit in choice]
        self._costs = costs

    def set_of(
        self,
        participant: ParticipantBrief,
        reading: ParticipantReading,
        choice: Choice,
        shortlists: Sequence[Sequence[Fit]],
    ) -> QuestionSet:
        """The set of one participant."""
        brief = self._brief
        words = Wordings(self._bank, self._renderer, brief, participant, reading)
        locales = locales_of(brief, participant)
        check_in, visible_to = words.check_in()
        quoted: set[str | None] = set()
        asked = []
        for fit, shortlist in zip(choice, shortlists, strict=True):
            question = self._bank.questions[fit.position]
            asked.append(
                AskedQuestion(
                    stage=question.stage,
                    depth=question.depth,
                    worded=words.question(question, fit),
                    why=_each_quote_once(reasons(self._bank, brief, participant, reading, fit), quoted),
                    alternatives=tuple(
                        plain(self._bank, other.position, locales)
                        for other in _alternatives(shortlist, self._taken, self._costs)
                    ),
                )
            )
        return QuestionSet(participant.ref, reading.drivers, check_in, visible_to, tuple(asked))


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
        if all(costs.between(fit, other) < SAME_COST for other in (*taken, *found)):
            found.append(fit)
        if len(found) == N_ALTERNATIVES:
            break
    return found


def _each_quote_once(reasons: Sequence[Why], quoted: set[str | None]) -> tuple[Why, ...]:
    """The reasons of a question without the quotes that an earlier one of the set has; `quoted` grows."""
    found = tuple(replace(why, quote=None) if why.quote in quoted else why for why in reasons)
    quoted.update(why.quote for why in found)
    return found


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
