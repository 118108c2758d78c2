"""The JSON of `/v1/roundtables` and `nudge roundtable`."""

from __future__ import annotations

from datetime import time
from typing import Annotated

from msgspec import UNSET, Meta, Struct

from nudge.api.bodies.nudging import ClockTime
from nudge.api.bodies.question_sets import (
    EmphasisBody,
    ParticipantBody,
    QuestionSetRequest,
    Ref,
    ReplayBody,
    Seed,
    SessionNumber,
    to_brief,
)
from nudge.app.roundtable_questions import TableQuestion
from nudge.app.roundtables import Roundtable, TableRequest, TableSection
from nudge.app.seats import one_line
from nudge.domain.conversations import Replay
from nudge.domain.errors import Invalid
from nudge.domain.purposes import PurposeScheme
from nudge.domain.questions import Format
from nudge.domain.roundtable_agendas import PlannedSection, Round
from nudge.domain.roundtables import MINUTES, Module, SectionKind
from nudge.domain.spelling import did_you_mean

Minutes = Annotated[int, Meta(ge=10, le=240)]
Name = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"\S")]


class SectionLengthBody(Struct):
    """A section of a module, and its minutes."""

    kind: SectionKind
    title: str
    minutes: int


class ModuleBody(Struct):
    """An hour and a half on one subject."""

    id: str
    version: int
    title: str
    themes: list[str]
    for_whom: str
    aim: str
    minutes: int
    sections: list[SectionLengthBody]


class ModulesResponse(Struct):
    """The modules of the bank, and what every table begins with."""

    items: list[ModuleBody]
    rules: list[str]


class AgendaRequest(Struct, forbid_unknown_fields=True):
    """Who meets, three to six; without `module` the one that is nearest to them is chosen.

    `done` are the modules that this table has had, oldest first. `minutes` is how many there are from
    `starting_with` on: send both when a table runs over. `starts_at` and `names` are for the sheet.
    """

    participants: Annotated[list[ParticipantBody], Meta(min_length=1, max_length=6)]
    module: Ref | None = None
    done: Annotated[list[Ref], Meta(max_length=200)] | None = None
    session_number: SessionNumber | None = None
    seed: Seed = 0
    emphasis: Annotated[list[EmphasisBody], Meta(max_length=20)] | None = None
    minutes: Minutes = MINUTES
    starting_with: SectionKind = SectionKind.HAPPENINGS
    starts_at: ClockTime | None = None
    names: dict[str, Name] | None = None


class ParagraphBody(Struct):
    """What is read aloud, and by whom."""

    reader: str
    text: str


class RoundBody(Struct):
    """Everybody speaks once, in this order. Seconds that are left over are the group's."""

    order: list[str]
    seconds_each: int
    seconds_left_over: int


class TableQuestionBody(Struct):
    """A question, and who answers it; null is everybody."""

    of: str | None
    stage: str
    id: str
    version: int
    text: str
    depth: int
    on_subject: bool


class CueBody(Struct):
    """What the timekeeper says, so many minutes after the beginning of the agenda."""

    minute: int
    text: str


class TableSectionBody(Struct):
    """A section: when, who keeps time, what the group does, what is read, asked and said."""

    kind: SectionKind
    title: str
    starts_minute: int
    minutes: int
    timekeeper: str
    does: str
    reading: list[ParagraphBody]
    source: str | None
    questions: list[TableQuestionBody]
    round: RoundBody | None
    cues: list[CueBody]


class LateBody(Struct):
    """How long each section is for whoever begins so many minutes late."""

    minutes_late: int
    minutes: list[int]


class AgendaResponse(Struct):
    """The agenda of a table. Nothing in it was written by one of the people: it may be shown to all of them.

    `chosen` says why this module: `asked_for`, `nearest` to what people bring, or the `next` one.
    """

    module: ModuleBody
    chosen: str
    rules: list[str]
    order: list[str]
    minutes: int
    sections: list[TableSectionBody]
    late: list[LateBody]
    replay: ReplayBody
    degraded: str | None


def to_table_request(request: AgendaRequest, scheme: PurposeScheme) -> TableRequest:
    """What a request says.

    Raises:
        Invalid: as `to_brief`; `name-of-nobody`, `name-unreadable`.
    """
    brief = to_brief(
        QuestionSetRequest(
            participants=request.participants,
            format=Format.ROUNDTABLE,
            session_number=request.session_number,
            seed=request.seed,
            emphasis=request.emphasis,
        ),
        scheme,
    )
    return TableRequest(
        brief,
        module=request.module,
        done=tuple(request.done or ()),
        minutes=request.minutes,
        starting_with=request.starting_with,
        starts_at=time.fromisoformat(request.starts_at) if request.starts_at else None,
        names=_names(request),
    )


def _names(request: AgendaRequest) -> dict[str, str]:
    names, refs = request.names or {}, [participant.ref for participant in request.participants]
    for ref in names:
        if ref not in refs:
            hint = did_you_mean(ref[:200], refs)
            raise Invalid("name-of-nobody", f"Somebody in “names” isn't among the participants. {hint}")
    return {ref: one_line(name) for ref, name in names.items()}


def to_modules_response(modules: tuple[Module, ...], rules: tuple[str, ...]) -> ModulesResponse:
    """The response that lists the modules."""
    return ModulesResponse([_module(module) for module in modules], list(rules))


def to_agenda_response(table: Roundtable) -> AgendaResponse:
    """The response that shows an agenda."""
    return AgendaResponse(
        module=_module(table.agenda.module),
        chosen=table.choice.reason,
        rules=list(table.rules),
        order=list(table.agenda.order),
        minutes=table.agenda.minutes,
        sections=[_section(section) for section in table.sections],
        late=[LateBody(late, list(minutes)) for late, minutes in table.late],
        replay=_replay(table.replay),
        degraded=table.degraded,
    )


def _module(module: Module) -> ModuleBody:
    sections = [SectionLengthBody(one.kind, one.title, one.minutes) for one in module.sections]
    return ModuleBody(
        module.id,
        module.version,
        module.title,
        list(module.themes),
        module.for_whom,
        module.aim,
        sum(section.minutes for section in sections),
        sections,
    )


def _section(section: TableSection) -> TableSectionBody:
    planned: PlannedSection = section.planned
    return TableSectionBody(
        kind=planned.section.kind,
        title=planned.section.title,
        starts_minute=planned.starts,
        minutes=planned.minutes,
        timekeeper=planned.timekeeper,
        does=planned.section.does,
        reading=[ParagraphBody(one.reader, one.text) for one in planned.reading],
        source=planned.section.source or None,
        questions=[_question(one) for one in section.questions],
        round=_round(planned.round) if planned.round else None,
        cues=[CueBody(cue.minute, cue.text) for cue in planned.cues],
    )


def _round(round: Round) -> RoundBody:
    return RoundBody(list(round.order), round.seconds_each, round.spare)


def _question(question: TableQuestion) -> TableQuestionBody:
    worded = question.worded
    return TableQuestionBody(
        question.of,
        question.stage,
        worded.id,
        worded.version,
        worded.text,
        question.depth,
        question.is_on_subject,
    )


def _replay(replay: Replay) -> ReplayBody:
    return ReplayBody(replay.bank, dict(replay.models), replay.policy, replay.seed, replay.leanings or UNSET)
