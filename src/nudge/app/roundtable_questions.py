"""The questions of a roundtable: one of their own for each, or one that suits everybody.

More people hear what is said at a table than in a pair. So nothing that somebody wrote is said there: notes
only inform the choice, also those that a partner may see, and pledges stay out of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nudge.app.candidates import candidates_for, costs_among
from nudge.app.ports import Reader
from nudge.app.wordings import plain
from nudge.domain.conversations import (
    Brief,
    Emphasis,
    ParticipantReading,
    PreparedConversation,
    WordedQuestion,
)
from nudge.domain.curations import Curation
from nudge.domain.fit import Fit, FitPolicy, FitScorer
from nudge.domain.notes import Visibility
from nudge.domain.questions import Format, QuestionBank, Stage
from nudge.domain.roundtable_agendas import Agenda
from nudge.domain.roundtable_choice import best_for_all
from nudge.domain.roundtables import Ask, AskOf, Module, Section, SectionKind
from nudge.domain.selection import SelectionPolicy, choose

N_WEIGHED = 10_000
"""How many options are weighed at most for the questions of each, in place of `SelectionPolicy.n_weighed`.

Chosen: on the nine modules with six people and two seeds, 17 of 18 choices are those of 150,000, the other
one is worth .0007 less of about 3.4, in a ninth of the time (31 ms).
"""


@dataclass(frozen=True, slots=True)
class TableQuestion:
    """A question of a section, and who answers it: one of the people, or everybody (None)."""

    of: str | None
    stage: str
    depth: int
    worded: WordedQuestion
    is_on_subject: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """The questions of every section, and whether anybody is asked again what they were asked before."""

    by_section: Mapping[SectionKind, tuple[TableQuestion, ...]]
    is_repeating: bool = False


class TableQuestions:
    """Chooses the questions of the sections of a module, by the rules and the fit of every other choice."""

    def __init__(self, reader: Reader, fit_policy: FitPolicy, selection_policy: SelectionPolicy) -> None:
        self._reader = reader
        self._fit_policy = fit_policy
        self._policy = selection_policy

    def choose(
        self, agenda: Agenda, curation: Curation, brief: Brief, readings: Sequence[ParticipantReading]
    ) -> Chosen:
        """The questions of every section of the module, also of those that the agenda leaves out.

        Those for each are chosen together, so that nobody has another's. Those for all are chosen after them,
        and say something else.

        Args:
            curation: what a table with this module may be asked from.
            brief: as `before_others` leaves it.
            readings: of that brief, one for each participant.
        """
        bank = curation.bank
        found, is_repeating = _empty(agenda.module), False
        for of in (AskOf.EACH, AskOf.GROUP):
            for section, ask in _asks(agenda.module, of):
                stage = Stage(ask.stage)
                taken = [question.worded.id for there in found.values() for question in there]
                fits = self._fits(stage, curation, _asked(brief, taken), readings)
                is_repeating |= any(own.is_repeating for own in fits)
                if of is AskOf.EACH:
                    positions = self._of_each(fits, curation)
                    order = _order(agenda, section.kind)
                    found[section.kind] = tuple(
                        _question(ref, bank, positions[ref], agenda.module) for ref in order
                    )
                else:
                    found[section.kind] = _for_all(self._of_all(fits), ask, taken, curation, agenda.module)
        return Chosen(found, is_repeating)

    def _fits(
        self, stage: Stage, curation: Curation, brief: Brief, readings: Sequence[ParticipantReading]
    ) -> list[_Fits]:
        """For each participant how well the questions of a stage fit them, of those they may be asked."""
        found = []
        for participant, reading in zip(brief.participants, readings, strict=True):
            same = self._policy.same
            allowed = candidates_for(self._reader, curation.bank, brief, participant, reading, same=same)
            scorer = FitScorer(
                curation.bank, brief, participant, reading, self._fit_policy, curation.by_position
            )
            fits = scorer.shortlist(allowed.by_stage[stage], len(allowed.by_stage[stage]))
            found.append(_Fits(participant.ref, tuple(fits), stage in allowed.repeats))
        return found

    def _of_each(self, fits: Sequence[_Fits], curation: Curation) -> dict[str, int]:
        """The position of a question for everybody, by ref: best in sum, poor for nobody."""
        shortlists = [[own.fits[: self._policy.n_shortlist]] for own in fits]
        costs = costs_among(self._reader, curation.bank, shortlists, self._policy)
        choices = choose(shortlists, costs, replace(self._policy, n_weighed=N_WEIGHED))
        return {own.ref: fit.position for own, [fit] in zip(fits, choices, strict=True)}

    def _of_all(self, fits: Sequence[_Fits]) -> list[int]:
        """Positions of the questions that everybody may be asked, the best for all first."""
        return best_for_all(
            [{fit.position: fit.score for fit in own.fits} for own in fits], self._policy.balance
        )


@dataclass(frozen=True, slots=True)
class _Fits:
    """How well questions of a stage fit somebody, best first."""

    ref: str
    fits: tuple[Fit, ...]
    is_repeating: bool


def fixed_questions(agenda: Agenda, curation: Curation, prepared: PreparedConversation) -> Chosen:
    """The questions for when the models are missing: the module's own for all, one of a fixed set for each.

    Args:
        prepared: the fixed sets of everybody.
    """
    bank, found = curation.bank, _empty(agenda.module)
    sets = {
        one.ref: {question.stage: question.worded.id for question in one.questions} for one in prepared.sets
    }
    for section, ask in _asks(agenda.module, AskOf.EACH):
        found[section.kind] = tuple(
            _question(ref, bank, bank.positions[sets[ref][ask.stage]], agenda.module)
            for ref in _order(agenda, section.kind)
        )
    taken = [question.worded.id for there in found.values() for question in there]
    for section, ask in _asks(agenda.module, AskOf.GROUP):
        found[section.kind] = _for_all((), ask, taken, curation, agenda.module)
    return Chosen(found)


def _empty(module: Module) -> dict[SectionKind, tuple[TableQuestion, ...]]:
    return {section.kind: () for section in module.sections}


def _asks(module: Module, of: AskOf) -> Iterator[tuple[Section, Ask]]:
    for section in module.sections:
        if section.ask and section.ask.of is of:
            yield section, section.ask


def _for_all(
    ranked: Sequence[int], ask: Ask, taken: Sequence[str], curation: Curation, module: Module
) -> tuple[TableQuestion, ...]:
    """The first of the ranked ones; where there are too few, what the module or the bank has for this."""
    bank = curation.bank
    fixed = (*ask.fixed, *(row[list(Stage).index(Stage(ask.stage))] for row in bank.fixed_sets))
    others = [bank.positions[id] for id in fixed if id in bank.positions and id not in taken]
    chosen = list(dict.fromkeys([*ranked, *others]))[: ask.n]
    return tuple(_question(None, bank, position, module) for position in chosen)


def _order(agenda: Agenda, kind: SectionKind) -> tuple[str, ...]:
    rounds = [one.round for one in agenda.sections if one.section.kind is kind]
    return rounds[0].order if rounds and rounds[0] else agenda.order


def _question(ref: str | None, bank: QuestionBank, position: int, module: Module) -> TableQuestion:
    question = bank.questions[position]
    is_on_subject = not question.themes.isdisjoint(module.themes)
    return TableQuestion(ref, question.stage, question.depth, plain(bank, position), is_on_subject)


def before_others(brief: Brief, module: Module) -> Brief:
    """The brief as far as it may decide what is asked before others: no pledge, no focus but the table's."""
    return replace(
        brief,
        format=Format.ROUNDTABLE,
        emphasis=(*brief.emphasis, Emphasis(f"{module.title}. {module.aim}", f"roundtable:{module.id}")),
        participants=tuple(
            replace(
                participant,
                focus=module.themes,
                notes=tuple(replace(note, visibility=Visibility.PRIVATE) for note in participant.notes),
                last_pledge=None,
                earlier_pledges=(),
            )
            for participant in brief.participants
        ),
    )


def _asked(brief: Brief, ids: Sequence[str]) -> Brief:
    """The brief of people who were asked these as well."""
    people = tuple(replace(one, asked_before=(*one.asked_before, *ids)) for one in brief.participants)
    return replace(brief, participants=people)
