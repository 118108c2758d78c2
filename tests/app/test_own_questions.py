"""Own questions pass the bank's gate, or all that is wrong is said."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from nudge.app.question_gate import Refused
from nudge.domain.errors import Conflict, Invalid, NotFound, Unavailable
from nudge.domain.overlay_edits import QuestionEdit
from nudge.domain.overlay_rows import COLUMNS
from nudge.domain.overlays import Rewording, StoredOverlay
from nudge.domain.questions import Question, QuestionBank, Slot, Stage
from nudge.domain.spreadsheets import from_csv
from tests.app.world import World, bank
from tests.fakes.reader import FakeReader

GOOD = Question(
    "reflect.own.night-shift",
    1,
    Stage.REFLECT,
    1,
    "Think of your last night shift. What went differently from what you had planned?",
    themes=frozenset({"priorities"}),
)
OTHER = replace(
    GOOD, id="act.own.handover", stage=Stage.ACT, text="What will you write on the next handover sheet?"
)


_OWN_ACTS = "id,stage,text,hide\n" + "".join(
    f"act.own.own-{n},act,What number {n} would you put on the next handover sheet?,\n" for n in range(1, 9)
)
_ALL_ACTS_HIDDEN = "".join(f"{q.id},,,yes\n" for q in bank().questions if q.stage is Stage.ACT)


class NearReader(FakeReader):
    """Finds that questions with the same first words say the same; counts what it is asked."""

    n_asked = 0

    def similarities(
        self, bank: QuestionBank, rows: Sequence[int], columns: Sequence[int]
    ) -> list[list[float]]:
        self.n_asked += 1
        if self.is_missing:
            raise Unavailable("models-missing", "The models aren't there.")
        starts = [" ".join(question.text.split()[:5]) for question in bank.questions]
        return [[0.9 if starts[r] == starts[c] else 0.1 for c in columns] for r in rows]


@pytest.fixture
def world() -> World:
    return World(reader=NearReader())


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {finding.code for finding in refused.value.findings}


def test_an_own_question_is_there_for_its_tenant(world: World) -> None:
    own, tenant = world.services.own_questions, world.tenant
    added = own.add(tenant, GOOD, weight=1, because="ours")
    assert (added.revision, added.is_stored, added.compared) == (1, True, True)
    entry, revision = own.get(tenant, GOOD.id)
    assert (entry.question, entry.in_bank, entry.weight, entry.because, revision) == (
        GOOD,
        None,
        1,
        "ours",
        1,
    )
    assert GOOD.id in world.services.curations.of(tenant).bank.positions
    with pytest.raises(NotFound):
        own.get("ten_other", GOOD.id)


def test_a_dry_run_tells_everything_and_stores_nothing(world: World) -> None:
    own, tenant = world.services.own_questions, world.tenant
    bad = replace(GOOD, text="Have you tried asking for help?")
    told = own.add(tenant, bad, dry_run=True)
    assert (told.is_stored, told.revision, told.entry.question) == (False, 0, bad)
    assert {"closed", "advice"} <= {finding.code for finding in told.findings}
    assert all(finding.message and finding.mend for finding in told.findings)
    assert own.stored(tenant) == StoredOverlay(tenant)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": "Have you tried asking for help?"}, "advice"),
        ({"text": "Do you like your work on the night shift?"}, "closed"),
        ({"text": "What went well on the night shift, and what did you learn from all of it?"}, "double"),
        ({"text": ""}, "text-empty"),
        ({"text": "What about {{ person }} on the night shift?"}, "wording-unsafe"),
        ({"text": "What is\nthere on the night shift?"}, "wording-unsafe"),
        ({"fits": "a" * 401}, "wording-unsafe"),
        ({"wordings": {Slot.PERSON: "{% for a in b %}{{ person }}"}}, "wording-unsafe"),
        ({"wordings": {Slot.PERSON: "What about {{ pledge }}?"}}, "wording-unsafe"),
        ({"themes": frozenset({"prioritis"})}, "tag-unknown"),
        ({"purposes": frozenset({"how.unknown"})}, "tag-unknown"),
        ({"needs": frozenset({"theme:unknown"})}, "tag-unknown"),
    ],
)
def test_what_breaks_a_rule_is_refused_with_all_findings(
    world: World, changes: dict[str, Any], code: str
) -> None:
    own, tenant = world.services.own_questions, world.tenant
    with pytest.raises(Refused) as refused:
        own.add(tenant, replace(GOOD, **changes))
    assert refused.value.code == "question-refused"
    assert code in codes(refused)
    assert own.stored(tenant).revision == 0


@pytest.mark.parametrize("text", ["\u200d", "…?", "What would you tr\u200dy with the crew this week?"])
def test_a_text_that_nobody_can_read_is_refused(world: World, text: str) -> None:
    """Also words that are held together by a sign that can't be seen: no rule would know them."""
    with pytest.raises(Refused):
        world.services.own_questions.add(world.tenant, replace(GOOD, text=text))


def test_an_own_question_has_no_words_of_the_bank(world: World) -> None:
    """To ask for them is told, not passed over."""
    own, tenant = world.services.own_questions, world.tenant
    own.add(tenant, GOOD)
    with pytest.raises(Invalid, match="send a text"):
        own.change(tenant, GOOD.id, QuestionEdit(resets_words=True), expected_revision=1)


def test_a_reason_is_text_as_well(world: World) -> None:
    for reason in ("a\x00b", "a\u202eb", "a" * 401):
        with pytest.raises(Invalid, match="reason"):
            world.services.own_questions.add(world.tenant, GOOD, because=reason)


def test_a_megabyte_is_refused_at_once(world: World) -> None:
    """Before any rule reads it."""
    huge = replace(GOOD, text="Have you tried " * 70_000, wordings={Slot.PERSON: "{{" * 500_000})
    with pytest.raises(Refused) as refused:
        world.services.own_questions.add(world.tenant, huge)
    assert codes(refused) == {"wording-unsafe", "wording-untidy"}


def test_the_nearest_spelling_of_a_tag_is_told(world: World) -> None:
    told = world.services.own_questions.add(
        world.tenant, replace(GOOD, themes=frozenset({"prioritis"})), dry_run=True
    )
    assert "“priorities”" in told.findings[0].sentence


class TestNearDuplicates:
    def test_a_question_that_is_asked_already_is_refused(self, world: World) -> None:
        """Of the bank or of the organisation; hiding the other makes room."""
        own, tenant = world.services.own_questions, world.tenant
        base = bank().questions[0]
        same = replace(
            GOOD, id=f"{base.stage}.own.same", stage=base.stage, text=base.text.replace("?", " today?")
        )
        with pytest.raises(Refused) as refused:
            own.add(tenant, same)
        assert "near-duplicate" in codes(refused)
        assert base.id in refused.value.message
        revision = own.change(tenant, base.id, QuestionEdit(hidden=True), expected_revision=0).revision
        told = own.add(tenant, same, dry_run=True)
        assert "near-duplicate" not in {finding.code for finding in told.findings}
        own.add(tenant, GOOD)
        assert revision == 1
        with pytest.raises(Refused):
            own.add(tenant, replace(GOOD, id="reflect.own.again-it".replace("again", "once")))

    def test_it_is_compared_when_it_is_added_and_not_later(self, world: World) -> None:
        """That embeds it, so no conversation waits for it; weights and hiding ask for no model."""
        own, tenant = world.services.own_questions, world.tenant
        own.add(tenant, GOOD)
        assert isinstance(world.reader, NearReader)
        n_asked = world.reader.n_asked
        assert n_asked == 1
        own.change(tenant, GOOD.id, QuestionEdit(weight=2, hidden=True), expected_revision=1)
        own.change(tenant, "act.small-enough", QuestionEdit(hidden=True), expected_revision=2)
        assert world.reader.n_asked == n_asked

    def test_without_models_it_is_said_that_nothing_was_compared(self, world: World) -> None:
        world.reader.is_missing = True
        added = world.services.own_questions.add(world.tenant, GOOD)
        assert (added.is_stored, added.compared) == (True, False)


class TestChanges:
    def test_other_words_pass_the_same_gate(self, world: World) -> None:
        own, tenant = world.services.own_questions, world.tenant
        with pytest.raises(Refused) as refused:
            own.change(tenant, "act.small-enough", QuestionEdit(text="Why so small?"), expected_revision=0)
        assert "why-to-the-person" in codes(refused)
        text = "Choose one thing you want to do before the next shift. How small could it be and still count?"
        changed = own.change(tenant, "act.small-enough", QuestionEdit(text=text), expected_revision=0)
        assert (changed.entry.is_reworded, changed.entry.question.text) == (True, text)
        assert changed.entry.in_bank
        assert changed.entry.in_bank.text != text
        assert own.stored(tenant).overlay.rewordings["act.small-enough"].of_version == 1

    def test_what_was_let_in_once_doesnt_stand_in_the_way(self, world: World) -> None:
        """A question that a later rule would refuse can still be weighed, and others changed."""
        own, tenant = world.services.own_questions, world.tenant
        own.add(tenant, GOOD)
        with world.store.begin() as records:
            stored = records.overlay(tenant)
            bad = replace(GOOD, text="Have you tried asking for help?")
            records.save_overlay(StoredOverlay(tenant, replace(stored.overlay, questions=(bad,)), 2))
        assert own.change(tenant, GOOD.id, QuestionEdit(weight=1), expected_revision=2).revision == 3
        assert own.add(tenant, OTHER).revision == 4

    def test_nobody_overwrites_what_they_havent_seen(self, world: World) -> None:
        own, tenant = world.services.own_questions, world.tenant
        own.add(tenant, GOOD)
        for old in (0, 2):
            with pytest.raises(Conflict) as refused:
                own.change(tenant, GOOD.id, QuestionEdit(weight=1), expected_revision=old)
            assert refused.value.code == "revision-changed"

    def test_the_same_again_changes_no_revision(self, world: World) -> None:
        own, tenant = world.services.own_questions, world.tenant
        edit = QuestionEdit(hidden=True)
        first = own.change(tenant, "act.small-enough", edit, expected_revision=0)
        assert (
            own.change(tenant, "act.small-enough", edit, expected_revision=1).revision == first.revision == 1
        )

    def test_a_stage_cant_be_hidden_so_far_that_somebody_has_no_question(self, world: World) -> None:
        own, tenant = world.services.own_questions, world.tenant
        rows = [{"id": q.id, "hide": "yes"} for q in bank().questions if q.stage is Stage.ACT]
        other = next(q.id for q in bank().questions if q.stage is Stage.REFLECT)
        table = f"id,hide\n{other},yes\n" + "".join(f"{row['id']},yes\n" for row in rows)
        taken = own.take_in(tenant, from_csv(table, COLUMNS)[0])
        assert {p.number for p in taken.problems if "“act”" in p.message} == set(range(3, len(rows) + 3))
        assert own.stored(tenant).overlay.hidden == frozenset({other})

    def test_other_tags_dont_bring_hidden_questions_back(self, world: World) -> None:
        """Where own questions stand for all that is hidden, none of them can be made one for few."""
        own, tenant = world.services.own_questions, world.tenant
        rows, _ = from_csv(_OWN_ACTS + _ALL_ACTS_HIDDEN, COLUMNS)
        assert own.take_in(tenant, rows).problems == []
        with pytest.raises(Refused) as refused:
            own.change(tenant, "act.own.own-1", QuestionEdit(depth=3), expected_revision=1)
        assert "stage-short" in codes(refused)
        taken = own.take_in(tenant, from_csv("id,depth,because\nact.own.own-1,3,\n", COLUMNS)[0])
        assert [problem.number for problem in taken.problems] == [2]
        assert len(world.services.curations.of(tenant).bank.positions_by_stage[Stage.ACT]) == 8

    def test_own_questions_that_are_refused_dont_stand_for_hidden_ones(self, world: World) -> None:
        own, tenant = world.services.own_questions, world.tenant
        closed = _OWN_ACTS.replace("What number 8 would", "Would number 8")
        taken = own.take_in(tenant, from_csv(closed + _ALL_ACTS_HIDDEN, COLUMNS)[0])
        assert any("“act”" in problem.message for problem in taken.problems)
        assert own.stored(tenant).overlay.hidden == frozenset()
        assert len(own.stored(tenant).overlay.questions) == 7

    def test_what_comes_back_is_compared_with_what_was_added_meanwhile(self, world: World) -> None:
        own, tenant = world.services.own_questions, world.tenant
        text = next(q.text for q in bank().questions if q.id == "act.small-enough")
        own.change(tenant, "act.small-enough", QuestionEdit(hidden=True), expected_revision=0)
        own.add(tenant, replace(OTHER, text=text))
        with pytest.raises(Refused) as refused:
            own.change(tenant, "act.small-enough", QuestionEdit(hidden=False), expected_revision=2)
        assert codes(refused) == {"near-duplicate"}

    def test_a_newer_bank_is_told_beside_reworded_words(self, world: World) -> None:
        own, tenant = world.services.own_questions, world.tenant
        own.add(tenant, GOOD)
        with world.store.begin() as records:
            overlay = records.overlay(tenant).overlay
            old = {
                "act.small-enough": Rewording("Other words?", {}, 9),
                "act.leave-alone": Rewording("Other?"),
            }
            records.save_overlay(StoredOverlay(tenant, replace(overlay, rewordings=old), 2))
        assert own.get(tenant, "act.small-enough")[0].bank_has_changed
        assert not own.get(tenant, "act.leave-alone")[0].bank_has_changed


class TestRemoving:
    def test_an_own_question_goes_and_its_id_goes_on_counting(self, world: World) -> None:
        own, tenant = world.services.own_questions, world.tenant
        own.add(tenant, GOOD)
        own.remove(tenant, GOOD.id)
        own.remove(tenant, GOOD.id)
        assert own.stored(tenant).revision == 2  # nothing changed the second time
        with pytest.raises(NotFound):
            own.get(tenant, GOOD.id)
        assert own.add(tenant, GOOD).entry.question.version == 2
        with pytest.raises(NotFound):
            own.remove(tenant, "act.own.nothing")

    def test_erasing_leaves_the_bank_as_it_is(self, world: World) -> None:
        own, tenant = world.services.own_questions, world.tenant
        own.add(tenant, GOOD)
        own.erase(tenant)
        assert own.stored(tenant).overlay.questions == ()
        assert world.services.curations.of(tenant).bank is bank()
        assert own.add(tenant, GOOD).revision == 3

    def test_a_note_that_is_erased_leaves_own_questions_in_their_sets(self, world: World) -> None:
        """Also those that are hidden by now."""
        own, tenant = world.services.own_questions, world.tenant
        ana, ben = world.participant("ana"), world.participant("ben")
        own.add(tenant, GOOD, weight=2)
        conversation = world.conversation(world.pair(ana, ben))
        note = world.services.notes.write(tenant, ana, f"Last night. {GOOD.text}")
        prepared = world.services.conversations.prepare(tenant, conversation.id)
        assert GOOD.id in {q.worded.id for q in prepared.sets[0].questions}
        own.change(tenant, GOOD.id, QuestionEdit(hidden=True), expected_revision=1)
        world.services.notes.erase(tenant, ana, note.id)
        kept = world.services.conversations.question_sets(tenant, conversation.id)
        assert [q.worded.id for q in kept.sets[0].questions] == [
            q.worded.id for q in prepared.sets[0].questions
        ]

    def test_an_erased_note_leaves_four_questions_where_an_own_one_is_gone(self, world: World) -> None:
        """Its alternative takes its place: everybody has one of each stage."""
        own, tenant = world.services.own_questions, world.tenant
        ana, ben = world.participant("ana"), world.participant("ben")
        own.add(tenant, GOOD, weight=2)
        conversation = world.conversation(world.pair(ana, ben))
        note = world.services.notes.write(tenant, ana, f"Last night. {GOOD.text}")
        first = world.services.conversations.prepare(tenant, conversation.id).sets[0].questions[0]
        assert first.worded.id == GOOD.id
        own.remove(tenant, GOOD.id)
        world.services.notes.erase(tenant, ana, note.id)
        left = world.services.conversations.question_sets(tenant, conversation.id).sets[0].questions
        assert [question.stage for question in left] == list(Stage)
        assert left[0].worded.id == first.alternatives[0].id


class TestTogether:
    def test_ids_that_nobody_chose_never_stand_in_anybodys_way(self, world: World) -> None:
        """Of those who add with the same first words at the same time, nobody is told of an id in use."""
        together = threading.Barrier(4)

        def add(place: str) -> str:
            text = f"What will you write next on the handover sheet of the {place}?"
            together.wait(10)
            try:
                return world.services.own_questions.add(
                    world.tenant, replace(OTHER, id="", text=text)
                ).entry.question.id
            except Conflict as error:
                return error.code
            except Refused:
                return "refused"

        with ThreadPoolExecutor(4) as threads:
            said = list(threads.map(add, ("ward", "dock", "kitchen", "desk")))
        assert "question-exists" not in said
        assert any(id.startswith("act.own.what-will-you-write-next") for id in said)

    def test_whoever_adds_at_the_same_time_loses_nothing(self, world: World) -> None:
        """Those who name no revision try again; whoever can't get in is told to."""
        together = threading.Barrier(6)
        places = ("ward", "dock", "kitchen", "desk", "gate", "line")

        def add(place: str) -> str | None:
            together.wait(10)
            text = f"In the {place}: think of your last night shift. What went differently from the plan?"
            question = replace(GOOD, id=f"reflect.own.{place}", text=text)
            with suppress(Conflict):
                return world.services.own_questions.add(world.tenant, question).entry.question.id
            return None

        with ThreadPoolExecutor(6) as threads:
            added = {id for id in threads.map(add, places) if id}
        stored = world.services.own_questions.stored(world.tenant)
        assert {question.id for question in stored.overlay.questions} == added
        assert added


class TestTables:
    def test_rows_come_in_with_their_problems(self, world: World) -> None:
        """Bad rows are told with their number, once each rule; all others count."""
        own, tenant = world.services.own_questions, world.tenant
        table = (
            "id,stage,text,hide,weight\n"
            f",reflect,{GOOD.text},,1\n"
            ",act,Have you tried asking for help?,,\n"
            "act.nothing,,,yes,\n"
            "act.small-enough,,,yes,\n"
            "a,b,c,d,e,f,g\n"
        )
        rows, unreadable = from_csv(table, COLUMNS)
        dry = own.take_in(tenant, rows, problems=unreadable, dry_run=True)
        assert own.stored(tenant).revision == 0
        done = own.take_in(tenant, rows, problems=unreadable)
        assert (dry.ids, dry.problems, dry.is_stored) == (done.ids, done.problems, False)
        assert done.ids == ("act.small-enough", "reflect.own.think-of-your-last-night")
        assert sorted({problem.number for problem in done.problems}) == [3, 4, 6]
        assert done.revision == own.stored(tenant).revision == 1
        again = own.take_in(tenant, from_csv("id,hide\nact.small-enough,yes\n", COLUMNS)[0])
        assert (again.ids, again.revision) == ((), 1)

    def test_of_two_new_rows_that_say_the_same_the_later_is_refused(self, world: World) -> None:
        own, tenant = world.services.own_questions, world.tenant
        later = GOOD.text.replace("planned?", "hoped for?")
        rows, _ = from_csv(f"stage,text\nreflect,{GOOD.text}\nreflect,{later}\n", COLUMNS)
        done = own.take_in(tenant, rows)
        assert [problem.number for problem in done.problems] == [3]
        assert len(done.ids) == 1

    def test_pages_go_through_all_of_it(self, world: World) -> None:
        own, tenant = world.services.own_questions, world.tenant
        own.add(tenant, GOOD)
        own.change(tenant, "act.small-enough", QuestionEdit(weight=1), expected_revision=1)
        assert [e.question.id for e in own.page(tenant)[0].items] == ["act.small-enough", GOOD.id]
        first, _ = own.page(tenant, limit=1)
        second, revision = own.page(tenant, after=first.next_after or "", limit=1)
        assert [e.question.id for e in (*first.items, *second.items)] == ["act.small-enough", GOOD.id]
        assert (second.next_after, revision) == (None, 2)
        assert len(own.page(tenant, everything=True, limit=10_000)[0].items) == len(bank().questions) + 1


def test_tags_of_the_bank_stay(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        world.services.own_questions.change(
            world.tenant, "act.small-enough", QuestionEdit(depth=3), expected_revision=0
        )
    assert refused.value.code == "tags-of-the-bank"
