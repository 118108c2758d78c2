"""Planning a roundtable: its module, its questions, and that nobody's words get to the table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nudge.app.roundtables import EXHAUSTED, Roundtable, Roundtables, TableRequest
from nudge.domain.conversations import Brief, ParticipantBrief, ParticipantReading
from nudge.domain.curations import Curation
from nudge.domain.errors import Invalid
from nudge.domain.notes import Note, Visibility
from nudge.domain.pledges import LastPledge, Outcome
from nudge.domain.questions import QuestionBank
from nudge.domain.roundtable_choice import ModuleReason
from nudge.domain.roundtables import AskOf, SectionKind
from tests.app.world import World, bank
from tests.fakes.reader import FakeReader

PEOPLE = ("ana", "ben", "cem", "dee", "eli", "fay")
SECRET = "The zebra of my director ate the budget and I said nothing about it"


class FocusReader(FakeReader):
    """Knows the themes that somebody named by their ids."""

    def read(self, brief: Brief, bank: QuestionBank) -> tuple[ParticipantReading, ...]:
        read = super().read(brief, bank)
        return tuple(
            replace(reading, focus_themes=participant.focus)
            for reading, participant in zip(read, brief.participants, strict=True)
        )


@pytest.fixture
def world() -> World:
    return World(reader=FocusReader())


@pytest.fixture
def tables(world: World) -> Roundtables:
    return world.services.roundtables


def people(n: int = 6, **details: Any) -> tuple[ParticipantBrief, ...]:
    return tuple(ParticipantBrief(ref, **details) for ref in PEOPLE[:n])


def brief(n: int = 6, session_number: int = 2, **details: Any) -> Brief:
    return Brief(people(n, **details), session_number=session_number)


def texts(table: Roundtable) -> list[str]:
    return [question.worded.text for section in table.sections for question in section.questions]


def ids(table: Roundtable) -> list[str]:
    return [question.worded.id for section in table.sections for question in section.questions]


@pytest.mark.parametrize("module", [module.id for module in bank().roundtables])
@pytest.mark.parametrize("n", [3, 5, 6])
def test_every_module_has_its_questions(tables: Roundtables, module: str, n: int) -> None:
    """One for each where each is asked, in the order in which they speak, else one for all; none twice."""
    table = tables.agenda(TableRequest(brief(n), module=module))
    assert table.choice.reason is ModuleReason.ASKED_FOR
    for section in table.sections:
        ask, asked = section.planned.section.ask, [question.of for question in section.questions]
        if ask is None:
            assert asked == []
        elif ask.of is AskOf.GROUP:
            assert asked == [None]
        else:
            assert section.planned.round
            assert tuple(asked) == section.planned.round.order
    assert len(set(ids(table))) == len(ids(table)) == n + 2
    assert all(question.depth <= 2 for section in table.sections for question in section.questions)
    assert table.degraded is None


def test_the_questions_are_on_the_subject_where_the_bank_has_any(tables: Roundtables) -> None:
    table = tables.agenda(TableRequest(brief(), module="being-seen"))
    questions = [question for section in table.sections for question in section.questions]
    assert sum(question.is_on_subject for question in questions) >= 6
    assert all(question.is_on_subject for question in questions if question.of is None)


def test_nothing_that_somebody_wrote_gets_to_the_table(tables: Roundtables) -> None:
    """Neither a private note nor one that a partner may see, nor a pledge, nor an own focus."""
    details: dict[str, Any] = {
        "notes": (Note("note:1", SECRET, 1, Visibility.SHARED), Note("note:2", SECRET, 1)),
        "last_pledge": LastPledge("I'll buy the zebra", Outcome.DROPPED),
        "focus": ("difficult-boss", "inclusion"),
    }
    table = tables.agenda(TableRequest(brief(**details), module="handing-over"))
    assert "zebra" not in str(table)
    own = {question.id for question in bank().questions if question.themes & {"inclusion"}}
    assert own.isdisjoint(ids(table))


def test_what_they_wrote_informs_the_choice(tables: Roundtables) -> None:
    """A question for each is near to that person, before it is near to another one."""
    target = next(q for q in bank().questions if q.id == "purpose.done-while-you-were-away")
    note = Note("note:1", target.text)
    for chosen in ("ana", "eli"):
        participants = tuple(replace(one, notes=(note,) if one.ref == chosen else ()) for one in people())
        table = tables.agenda(TableRequest(Brief(participants), module="handing-over"))
        asked = {q.of: q.worded.id for section in table.sections for q in section.questions}
        assert asked[chosen] == target.id


def test_nobody_is_asked_what_they_were_asked_before(tables: Roundtables) -> None:
    first = tables.agenda(TableRequest(brief(), module="two-sides"))
    second = tables.agenda(TableRequest(brief(asked_before=tuple(ids(first))), module="two-sides"))
    assert set(ids(first)).isdisjoint(ids(second))


def test_when_all_has_been_asked_the_oldest_come_again(tables: Roundtables) -> None:
    everything = tuple(question.id for question in bank().questions)
    table = tables.agenda(TableRequest(brief(asked_before=everything), module="two-sides"))
    assert table.degraded == EXHAUSTED
    assert len(set(ids(table))) == 8


def test_the_nearest_module_is_taken(tables: Roundtables) -> None:
    """What most want to work on, unless the table has had it."""
    request = TableRequest(Brief((*people(3, focus=("conflict",)), ParticipantBrief("x", focus=("change",)))))
    table = tables.agenda(request)
    assert (table.choice.module.id, table.choice.reason) == ("two-sides", ModuleReason.NEAREST)
    assert tables.agenda(replace(request, done=("two-sides",))).choice.module.id == "decided-elsewhere"


def test_the_same_table_twice(tables: Roundtables) -> None:
    """The order in which people are named has no part in the choice."""
    request = TableRequest(brief(), module="hard-to-decide")
    table = tables.agenda(request)
    assert tables.agenda(request) == table
    turned = replace(request.brief, participants=tuple(reversed(request.brief.participants)))
    assert tables.agenda(replace(request, brief=turned)) == table


def test_a_table_that_runs_over_keeps_its_questions(tables: Roundtables) -> None:
    request = TableRequest(brief(), module="end-of-the-day")
    whole = tables.agenda(request)
    rest = tables.agenda(replace(request, minutes=35, starting_with=SectionKind.CONCEPT))
    assert [section.questions for section in rest.sections] == [
        section.questions for section in whole.sections[3:]
    ]
    assert rest.late == ()
    assert [late for late, _ in whole.late] == [10, 20, 30]


def test_without_models_the_fixed_questions_come(world: World, tables: Roundtables) -> None:
    """The module's own for the table, those of the fixed sets for each; and it says why."""
    world.reader.is_missing = True
    table = tables.agenda(TableRequest(brief(), module="handing-over"))
    assert (table.degraded or "").startswith("models-missing")
    assert table.replay.models == ()
    assert ids(table)[0] == "reflect.since-you-gave-it"
    assert ids(table)[-1] == "act.want-to-step-in"
    fixed = {id for row in bank().fixed_sets for id in row}
    assert fixed.issuperset(ids(table)[1:-1])
    assert tables.agenda(TableRequest(brief())).choice.reason is ModuleReason.NEXT


def test_an_organisation_s_own_bank_is_asked_from(tables: Roundtables) -> None:
    """What it hid isn't asked, not even where a module names it; the replay has its fingerprint."""
    hidden = {"reflect.since-you-gave-it", "act.want-to-step-in"}
    kept = tuple(question for question in bank().questions if question.id not in hidden)
    own = Curation(replace(bank(), questions=kept, fingerprint="own"))
    table = tables.agenda(TableRequest(brief(), module="handing-over"), own)
    assert hidden.isdisjoint(ids(table))
    assert (table.replay.bank, table.replay.leanings) == ("own", None)


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (TableRequest(brief(2)), "participants-count"),
        (TableRequest(brief(), module="handing-ovr"), "module-unknown"),
        (TableRequest(brief(), minutes=52), "minutes-too-few"),
        (TableRequest(Brief((*people(3), ParticipantBrief("ana")))), "participants-alike"),
    ],
)
def test_what_is_wrong_is_said(tables: Roundtables, request_: TableRequest, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        tables.agenda(request_)
    assert refused.value.code == code
