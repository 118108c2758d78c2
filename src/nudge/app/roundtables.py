"""Plans roundtables: picks the module, draws who does what when, and has the questions chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from typing import Protocol

from nudge.app.ports import Reader
from nudge.app.question_sets import QuestionSets
from nudge.app.roundtable_questions import (
    Chosen,
    TableQuestion,
    TableQuestions,
    before_others,
    fixed_questions,
)
from nudge.domain.conversations import Brief, Replay
from nudge.domain.curations import Curation
from nudge.domain.errors import Invalid, Unavailable
from nudge.domain.fit import FitPolicy
from nudge.domain.purposes import PurposeScheme
from nudge.domain.questions import QuestionBank
from nudge.domain.roundtable_agendas import Agenda, PlannedSection, agenda_of
from nudge.domain.roundtable_choice import ModuleChoice, ModuleReason, choose_module, for_table
from nudge.domain.roundtable_times import least_minutes, shortened
from nudge.domain.roundtables import MINUTES, Module, SectionKind
from nudge.domain.selection import SelectionPolicy
from nudge.domain.spelling import did_you_mean

LATE = (10, 20, 30)
"""Minutes too late for which an agenda says how long its sections would be."""


EXHAUSTED = (
    "bank-exhausted: somebody was asked every question before that suits this module; the oldest come again"
)


@dataclass(frozen=True, slots=True)
class TableRequest:
    """Who meets, and what is known about them.

    Attributes:
        module: the id of one, None to have it chosen.
        done: ids of the modules that the table has had, oldest first.
        minutes: how many there are, from the beginning of `starting_with` on.
        starts_at: the clock time of that beginning, where times of day are to be shown.
        names: what the sheet calls people, by ref.
    """

    brief: Brief
    module: str | None = None
    done: tuple[str, ...] = ()
    minutes: int = MINUTES
    starting_with: SectionKind = SectionKind.HAPPENINGS
    starts_at: time | None = None
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableSection:
    """A section of the agenda with its questions; those of each in the order in which people speak."""

    planned: PlannedSection
    questions: tuple[TableQuestion, ...]


@dataclass(frozen=True, slots=True)
class Roundtable:
    """Everything that a table needs. `late` has the minutes of each section for so many minutes too late."""

    choice: ModuleChoice
    agenda: Agenda
    rules: tuple[str, ...]
    sections: tuple[TableSection, ...]
    late: tuple[tuple[int, tuple[int, ...]], ...]
    starts_at: time | None
    names: Mapping[str, str]
    replay: Replay
    degraded: str | None


class TableSheet(Protocol):
    """Makes the sheet of paper that lies on the table."""

    @property
    def policy(self) -> str:
        """The Content-Security-Policy under which the page may be shown."""
        ...

    def page(self, *tables: Roundtable) -> str:
        """One HTML page that stands alone: no script, no other file, no other origin."""
        ...


class Roundtables:
    """What `/v1/roundtables` and `nudge roundtable` do. Nothing is stored."""

    def __init__(
        self,
        question_sets: QuestionSets,
        reader: Reader,
        *,
        fit_policy: FitPolicy | None = None,
        selection_policy: SelectionPolicy | None = None,
    ) -> None:
        self._sets = question_sets
        self._reader = reader
        policy = selection_policy or SelectionPolicy()
        self._policy_version = policy.version
        self._questions = TableQuestions(reader, fit_policy or FitPolicy(), policy)

    @property
    def modules(self) -> tuple[Module, ...]:
        """The modules of the bank."""
        return self._sets.bank.roundtables

    @property
    def scheme(self) -> PurposeScheme:
        """The drivers that participants are described with."""
        return self._sets.bank.scheme

    @property
    def rules(self) -> tuple[str, ...]:
        """What every table begins with."""
        return self._sets.bank.table_rules

    def agenda(self, request: TableRequest, curation: Curation | None = None) -> Roundtable:
        """The agenda of a table, with its questions; the same for the same request, bank and models.

        Without the models, the questions are the fixed ones, and `degraded` says why.

        Args:
            curation: the organisation's own bank and leanings.

        Raises:
            Invalid: `module-unknown`; `participants-count`, `participants-alike`; `minutes-too-few`.
        """
        own = curation or self._sets.curation
        choice = self._choice(request, own.bank)
        agenda = agenda_of(
            choice.module,
            [participant.ref for participant in request.brief.participants],
            seed=request.brief.seed,
            minutes=request.minutes,
            starting_with=request.starting_with,
        )
        chosen, replay, degraded = self._asked(agenda, own, before_others(request.brief, choice.module))
        return Roundtable(
            choice=choice,
            agenda=agenda,
            rules=own.bank.table_rules,
            sections=tuple(TableSection(one, chosen.by_section[one.section.kind]) for one in agenda.sections),
            late=_late(agenda),
            starts_at=request.starts_at,
            names=request.names,
            replay=replace(replay, bank=own.bank.fingerprint, leanings=own.digest),
            degraded=degraded,
        )

    def _asked(self, agenda: Agenda, own: Curation, brief: Brief) -> tuple[Chosen, Replay, str | None]:
        """The questions, how to get them again, and why they aren't all that they could be."""
        curation = for_table(own, agenda.module)
        try:
            readings = self._reader.read(brief, curation.bank)
            models = tuple(sorted(self._reader.models.items()))
        except Unavailable:
            prepared = self._sets.prepare(brief, curation)
            return fixed_questions(agenda, curation, prepared), prepared.replay, prepared.degraded
        chosen = self._questions.choose(agenda, curation, brief, readings)
        replay = Replay(own.bank.fingerprint, models, self._policy_version, brief.seed)
        return chosen, replay, EXHAUSTED if chosen.is_repeating else None

    def _choice(self, request: TableRequest, bank: QuestionBank) -> ModuleChoice:
        by_id = {module.id: module for module in bank.roundtables}
        if request.module is not None:
            if request.module not in by_id:
                hint = did_you_mean(request.module, by_id) if by_id else "The bank has none."
                raise Invalid("module-unknown", f"There is no such module. {hint}")
            return ModuleChoice(by_id[request.module], ModuleReason.ASKED_FOR)
        if not by_id:
            raise Invalid("module-unknown", "The bank has no module for a roundtable.")
        try:
            readings = self._reader.read(request.brief, bank)
        except Unavailable:
            readings = ()
        return choose_module(bank.roundtables, readings, request.done)


def _late(agenda: Agenda) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """For whoever begins late: the minutes of each section, as far as it is worth meeting."""
    sections, first = agenda.module.sections, agenda.sections[0].section.kind
    return tuple(
        (late, tuple(shortened(sections, agenda.minutes - late, first)))
        for late in LATE
        if agenda.minutes - late >= least_minutes(sections, first)
    )
