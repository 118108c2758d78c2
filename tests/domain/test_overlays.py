"""What an organisation changes lies over the bank, and nobody is ever left without a question."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nudge.domain.curations import LARGEST_LEANING
from nudge.domain.errors import Conflict, Invalid, NotFound
from nudge.domain.overlay_edits import MOST_OWN, QuestionEdit, edited, new_id, with_own, without
from nudge.domain.overlay_rows import COLUMNS, MOST_HINTS, rows_of, taken_in
from nudge.domain.overlays import (
    FEWEST,
    Overlay,
    Rewording,
    digest,
    is_own,
    leanings_of,
    overlaid,
    shortages,
)
from nudge.domain.questions import Audience, Format, Question, QuestionBank, Slot, Stage
from nudge.domain.spreadsheets import from_csv, to_csv
from tests.makers import make_own_question
from tests.strategies import make_bank, make_question

PERSON = "Think of {{ person }}. What was it like?"


def a_bank(n: int = FEWEST + 2) -> QuestionBank:
    """So many questions in every stage, of depth 1 and for everybody, and two fixed sets of the first."""
    bank = make_bank([make_question(stage, k) for stage in Stage for k in range(n)])
    fixed_sets = tuple(tuple(f"{stage}.q{k}" for stage in Stage) for k in range(2))
    return replace(bank, fixed_sets=fixed_sets, fingerprint="base")


def own(slug: str = "one", stage: Stage = Stage.ACT, **changes: object) -> Question:
    made = Question(f"{stage}.own.{slug}", 1, stage, 1, f"What is there for {slug}?")
    return replace(made, **changes)  # type: ignore[arg-type]  # by name


def test_nothing_changed_is_the_same_bank() -> None:
    """Weights, reasons and what is said about questions that are gone change no words: no new fingerprint."""
    bank = a_bank()
    nothing = Overlay(
        hidden=frozenset({"act.gone"}), weights={"act.q1": 2}, reasons={"act.q1": "because"}, removed={"a": 1}
    )
    assert overlaid(bank, nothing) is bank


def test_own_questions_are_asked_beside_the_others() -> None:
    bank = a_bank()
    over = overlaid(bank, Overlay(questions=(own(),)))
    assert over.questions[: len(bank.questions)] == bank.questions
    assert over.questions[-1] == own()
    assert over.fingerprint.startswith("base+")


def test_other_words_keep_id_version_and_tags() -> None:
    bank = a_bank()
    over = overlaid(bank, Overlay(rewordings={"act.q1": Rewording("What else?", {Slot.PERSON: PERSON}, 1)}))
    before, after = (b.questions[b.positions["act.q1"]] for b in (bank, over))
    assert after == replace(before, text="What else?", wordings={Slot.PERSON: PERSON})
    assert over.fingerprint not in (bank.fingerprint, overlaid(bank, Overlay(questions=(own(),))).fingerprint)


def test_fingerprints_tell_overlays_apart_and_nothing_else() -> None:
    """The same changes give the same one in whatever order they were made; the base counts too."""
    one = Overlay(questions=(own("a"), own("b")), hidden=frozenset({"act.q1", "act.q2"}))
    same = Overlay(questions=(own("b"), own("a")), hidden=frozenset({"act.q2", "act.q1"}))
    others = [
        replace(one, questions=(own("a"),)),
        replace(one, questions=(own("a"), own("b", text="Other?"))),
        replace(one, questions=(own("a"), own("b", depth=2))),
        replace(one, hidden=frozenset({"act.q1"})),
        replace(one, rewordings={"act.q3": Rewording("Other?")}),
    ]
    assert digest(one) == digest(same)
    assert len({digest(each) for each in (one, *others)}) == len(others) + 1
    newer = replace(a_bank(), fingerprint="newer")
    assert overlaid(newer, one).fingerprint != overlaid(a_bank(), one).fingerprint


def test_hidden_questions_are_replaced_in_fixed_sets() -> None:
    """By others that everybody can be asked, none twice; sets stay whole."""
    bank = a_bank()
    over = overlaid(bank, Overlay(hidden=frozenset({"act.q0", "reflect.q1"})))
    assert "act.q0" not in over.positions
    assert over.fixed_sets[0][:3] == bank.fixed_sets[0][:3]
    used = [id for row in over.fixed_sets for id in row]
    assert len(set(used)) == len(used) == 8
    assert all(id in over.positions for id in used)
    assert [id.split(".")[0] for id in over.fixed_sets[0]] == [stage.value for stage in Stage]


def test_no_stage_can_run_short() -> None:
    """So many that anybody can be asked at first have to stay; which stage is short is told."""
    bank = a_bank()
    fine = Overlay(hidden=frozenset({"act.q0", "act.q1"}))
    assert shortages(bank, fine) == ()
    (short,) = shortages(bank, replace(fine, hidden=fine.hidden | {"act.q2"}))
    assert (short.stage, short.n_left, short.n_needed) == (Stage.ACT, FEWEST - 1, FEWEST)
    own_one = replace(fine, hidden=fine.hidden | {"act.q2"}, questions=(own(),))
    assert shortages(bank, own_one) == ()
    deep = replace(own_one, questions=(own(depth=3), own("pair", formats=frozenset({Format.PAIR}))))
    assert len(shortages(bank, deep)) == 1


def test_a_small_bank_loses_nothing() -> None:
    assert len(shortages(a_bank(3), Overlay(hidden=frozenset({"act.q0"})))) == 1
    assert shortages(a_bank(3), Overlay(questions=(own(),), hidden=frozenset({"act.own.one"}))) != ()


def test_what_would_be_short_is_asked_all_the_same() -> None:
    """An overlay that was fine may lie over a newer bank: then the stage keeps what it has."""
    bank = a_bank()
    everything = frozenset(q.id for q in bank.questions if q.stage is Stage.ACT)
    over = overlaid(bank, Overlay(hidden=everything | {"reflect.q5"}))
    assert len(over.positions_by_stage[Stage.ACT]) == FEWEST + 2
    assert "reflect.q5" not in over.positions


def test_what_cant_be_served_is_left_out() -> None:
    """Whatever got stored: unknown tags, templates that aren't text, needs that the bank doesn't know."""
    bank = a_bank()
    odd = own(
        themes=frozenset({"remote", "unknown"}),
        purposes=frozenset({"whom.one", "whom.unknown"}),
        wordings={Slot.PERSON: "{{ person|upper }}", Slot.PLEDGE: "To {{ pledge }}?"},
    )
    never = own("never", needs=frozenset({"theme:unknown"}))
    rewording = Rewording("What?", {Slot.PERSON: "{% raw %}"})
    over = overlaid(bank, Overlay(questions=(odd, never), rewordings={"act.q1": rewording}))
    served = over.questions[over.positions[odd.id]]
    assert served.themes == frozenset({"remote"})
    assert served.purposes == frozenset({"whom.one"})
    assert list(served.wordings) == [Slot.PLEDGE]
    assert never.id not in over.positions
    assert over.questions[over.positions["act.q1"]].wordings == {}


def test_a_later_overlay_has_the_last_word() -> None:
    first = overlaid(a_bank(), Overlay(questions=(own(), own("two"))))
    both = overlaid(first, Overlay(questions=(own(text="Later?"),), hidden=frozenset({"act.own.two"})))
    assert both.questions[both.positions["act.own.one"]].text == "Later?"
    assert "act.own.two" not in both.positions
    assert both.fingerprint.startswith(first.fingerprint)


@pytest.mark.parametrize(
    ("id", "is_it"),
    [
        ("act.own.a", True),
        ("act.own.a-1-b", True),
        ("act.a", False),
        ("act.own", False),
        ("act.own.", False),
        ("act.own.A", False),
        ("act.own.a_b", False),
        ("act.own.a-", False),
        ("act.own.again-a", False),
        ("check_in.own.a", False),
        ("act.own.a.b", False),
        ("act.own." + "a" * 93, False),
    ],
)
def test_ids_of_own_questions_cant_be_those_of_a_bank(id: str, is_it: bool) -> None:
    assert is_own(id) is is_it


def test_weights_lean_within_the_bounds() -> None:
    found = leanings_of(Overlay(weights={"act.a": -2, "act.b": 1}))
    assert found == {"act.a": -LARGEST_LEANING, "act.b": LARGEST_LEANING / 2}


class TestEdits:
    def test_a_removed_id_goes_on_counting(self) -> None:
        """An id with a version always means the same words."""
        bank, overlay = a_bank(), Overlay()
        overlay = with_own(bank, overlay, own())
        overlay = edited(bank, overlay, "act.own.one", QuestionEdit(text="Other?"))
        assert [q.version for q in overlay.questions] == [2]
        overlay = without(bank, overlay, "act.own.one")
        assert (overlay.questions, overlay.removed) == ((), {"act.own.one": 2})
        again = with_own(bank, overlay, own())
        assert ([q.version for q in again.questions], again.removed) == ([3], {})

    def test_other_tags_are_the_same_version(self) -> None:
        overlay = with_own(a_bank(), Overlay(), own())
        changed = edited(a_bank(), overlay, "act.own.one", QuestionEdit(depth=2, audience=Audience.NEW))
        assert changed.questions == (own(depth=2, audience=Audience.NEW),)

    def test_words_of_the_bank_are_no_rewording(self) -> None:
        bank = a_bank()
        worded = edited(bank, Overlay(), "act.q1", QuestionEdit(text="Other?", because="ours"))
        assert worded.rewordings == {"act.q1": Rewording("Other?", {}, 1)}
        text = bank.questions[bank.positions["act.q1"]].text
        assert edited(bank, worded, "act.q1", QuestionEdit(text=text)) == Overlay()
        assert edited(bank, worded, "act.q1", QuestionEdit(resets_words=True)) == Overlay()

    def test_new_words_come_without_the_old_wordings(self) -> None:
        bank = make_bank([make_question(Stage.ACT, 1, wordings={Slot.PERSON: PERSON})])
        text_only = edited(bank, Overlay(), "act.q1", QuestionEdit(text="Other?"))
        assert text_only.rewordings["act.q1"].wordings == {}
        slot_only = edited(bank, Overlay(), "act.q1", QuestionEdit(wordings={Slot.PERSON: "{{ person }}?"}))
        assert slot_only.rewordings["act.q1"].text == bank.questions[0].text

    def test_marks_come_and_go_with_their_reason(self) -> None:
        bank = a_bank()
        marks = QuestionEdit(hidden=True, weight=-2, because="in the survey")
        overlay = edited(bank, Overlay(), "act.q1", marks)
        assert overlay == Overlay((), frozenset({"act.q1"}), {}, {"act.q1": -2}, {"act.q1": "in the survey"})
        assert edited(bank, overlay, "act.q1", QuestionEdit(hidden=False, weight=0)) == Overlay()
        assert without(bank, overlay, "act.q1") == Overlay()
        assert without(bank, Overlay(), "act.q1") == Overlay()

    def test_what_cant_be_is_refused(self) -> None:
        bank, overlay = a_bank(), with_own(a_bank(), Overlay(), own())
        for question_id in ("act.nothing", "act.own.nothing"):
            with pytest.raises(NotFound) as missing:
                edited(bank, overlay, question_id, QuestionEdit())
            assert missing.value.code == "question-not-found"
            with pytest.raises(NotFound):
                without(bank, overlay, question_id)
        with pytest.raises(Conflict):
            with_own(bank, overlay, own())
        for id in ("act.one", "reflect.own.one", "act.own.Again"):
            with pytest.raises(Invalid) as wrong:
                with_own(bank, overlay, own(id=id))
            assert wrong.value.code == "question-id-invalid"
        with pytest.raises(Invalid) as tags:
            edited(bank, overlay, "act.q1", QuestionEdit(depth=3))
        assert tags.value.code == "tags-of-the-bank"
        with pytest.raises(Invalid):
            edited(bank, overlay, "act.q1", QuestionEdit(weight=3))
        full = replace(overlay, questions=tuple(own(f"q{n}") for n in range(MOST_OWN)))
        with pytest.raises(Conflict):
            with_own(bank, full, own("more"))

    def test_ids_are_made_of_words(self) -> None:
        assert new_id(Stage.ACT, "Again: what now?", ()) == "act.own.once-again-what-now"
        assert new_id(Stage.ACT, "“…”", ()) == "act.own.question"
        assert is_own(new_id(Stage.ACT, "Zoë " * 100, ()))


words = (
    st.text(alphabet="abc =+-@'\"“”,;🙂é?", min_size=1, max_size=30)
    .map(lambda s: " ".join(s.split()))
    .filter(bool)
)
ids = st.integers(0, 9).map("act.q{}".format)


@st.composite
def overlays(draw: st.DrawFn) -> Overlay:
    """Any changes of the bank, each with its reason or without."""
    bank, overlay = a_bank(), Overlay()
    for n in range(draw(st.integers(0, 3))):
        question = make_own_question(
            f"q{n}",
            text=draw(words),
            fits=draw(words),
            purposes=frozenset({"whom.one"}),
            wordings=draw(st.dictionaries(st.sampled_from(Slot), words)),
            themes=frozenset(),
            version=draw(st.integers(1, 5)),
        )
        overlay = with_own(bank, overlay, question)
    for _ in range(draw(st.integers(0, 4))):
        edit = QuestionEdit(
            text=draw(st.none() | words),
            wordings=draw(st.none() | st.dictionaries(st.sampled_from(Slot), words)),
            hidden=draw(st.none() | st.booleans()),
            weight=draw(st.none() | st.integers(-2, 2)),
            because=draw(st.none() | words),
        )
        overlay = edited(bank, overlay, draw(ids), edit)
    return overlay


@settings(max_examples=150)
@given(overlays())
def test_a_table_takes_everything_there_and_back(overlay: Overlay) -> None:
    """As CSV and into an empty overlay, the same comes out; into its own, nothing changes."""
    bank = a_bank()
    rows, problems = from_csv(to_csv(COLUMNS, rows_of(bank, overlay)), COLUMNS)
    assert not problems
    plain = replace(
        overlay, rewordings={id: replace(r, of_version=1) for id, r in overlay.rewordings.items()}
    )
    anew, again = taken_in(bank, Overlay(), rows), taken_in(bank, plain, rows)
    assert not anew.problems
    assert not again.rows
    assert again.overlay == plain
    assert replace(anew.overlay, questions=()) == replace(plain, questions=())
    by_id = {question.id: question for question in anew.overlay.questions}
    assert by_id == {question.id: question for question in plain.questions}


class TestRows:
    def test_a_row_says_only_what_its_columns_say(self) -> None:
        """A short table of a few columns leaves everything else as it is."""
        bank = make_bank([make_question(Stage.ACT, 1, wordings={Slot.PERSON: PERSON}, depth=2)])
        rows, _ = from_csv("id,weight,themes,text\nact.q1,1,,\n", COLUMNS)
        assert taken_in(bank, Overlay(), rows).overlay == Overlay(weights={"act.q1": 1})
        rows, _ = from_csv(
            f'id,text,with_quote\nact.q1,"{bank.questions[0].text}",“{{{{ quote }}}}”?\n', COLUMNS
        )
        worded = taken_in(bank, Overlay(), rows).overlay.rewordings["act.q1"].wordings
        assert worded == {Slot.PERSON: PERSON, Slot.QUOTE: "“{{ quote }}”?"}

    def test_a_foreign_table_is_told_without_a_hint_for_each_row(self) -> None:
        rows, _ = from_csv("id,hide\n" + "act.qq,yes\n" * (MOST_HINTS + 1), COLUMNS)
        messages = [problem.message for problem in taken_in(a_bank(), Overlay(), rows).problems]
        assert messages[-1] == "There is no question with this id."
        assert all("Did you mean" in message for message in messages[:-1])

    def test_a_new_question_needs_a_stage_and_a_text(self) -> None:
        rows, _ = from_csv("stage,text\nAct,What is\n", COLUMNS)
        assert [q.id for q in taken_in(a_bank(), Overlay(), rows).overlay.questions] == ["act.own.what-is"]

    @pytest.mark.parametrize(
        ("row", "says"),
        [
            ("act.nothing,,,,,", "There is no question with this id."),
            (",later,What?,,,", "“stage” is one of"),
            ("act.q1,explore,,,,", "The stage of a question stays"),
            ("act.q1,,,4,,", "“depth” is a whole number from 1 to 3"),
            ("act.q1,,,2,,", "hide it and add one of your own"),
            ("act.q1,,,,heavy,", "“weight” is a whole number from -2 to 2"),
            ("act.q1,,,,²,", "“weight” is a whole number from -2 to 2"),
            ("act.q1,,,,,perhaps", "“hide” is yes, or empty"),
            ("act.q2,,,,1,", "is in an earlier row already"),
        ],
    )
    def test_what_is_wrong_with_a_row_is_told_and_the_rest_counts(self, row: str, says: str) -> None:
        table = f"id,stage,text,depth,weight,hide\nact.q2,,,,1,\n{row}\nact.q3,,,,-1,\n"
        taken = taken_in(a_bank(), Overlay(), from_csv(table, COLUMNS)[0])
        assert [problem.number for problem in taken.problems] == [3]
        assert says in taken.problems[0].message
        assert taken.overlay.weights == {"act.q2": 1, "act.q3": -1}
        assert taken.rows == {"act.q2": 2, "act.q3": 4}
