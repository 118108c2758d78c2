"""Which questions may be asked: each rule by itself, and what never comes back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nudge.domain.conversations import Experience, ParticipantBrief, ParticipantReading
from nudge.domain.eligibility import deepest, eligible
from nudge.domain.notes import Memory, Note, Passage, ThemeMention, Visibility
from nudge.domain.pledges import LastPledge
from nudge.domain.questions import Audience, Format, Question, QuestionBank, Stage
from tests.strategies import banks, make_bank, make_brief, make_question

NOTHING_READ = ParticipantReading()


def bank_with(*questions: Question) -> QuestionBank:
    """These questions, and one for anybody in each stage."""
    return make_bank([*(make_question(stage, 99) for stage in Stage), *questions])


def is_eligible(
    question: Question,
    participant: ParticipantBrief | None = None,
    reading: ParticipantReading = NOTHING_READ,
    *,
    session_number: int = 1,
    format: Format = Format.PAIR,
) -> bool:
    """Whether the question may be asked beside others that may be."""
    bank = bank_with(question)
    participant = participant or ParticipantBrief("ana")
    brief = make_brief(participant, session_number=session_number, format=format)
    return bank.positions[question.id] in eligible(bank, brief, participant, reading).by_stage[question.stage]


def mentions(theme: str, visibility: Visibility = Visibility.SHARED) -> Memory:
    passage = Passage("words", "note:1", visibility, 1.0, themes=((theme, 1.0),))
    return Memory((passage,), (ThemeMention(theme, 1.0, 1, 0),))


class TestRules:
    @pytest.mark.parametrize("stage", Stage)
    @pytest.mark.parametrize("session_number", [1, 2, 3, 4, 9])
    def test_no_question_deeper_than_the_ladder(self, stage: Stage, session_number: int) -> None:
        for depth in (1, 2, 3):
            question = make_question(stage, depth=depth)
            allowed = is_eligible(question, session_number=session_number)
            assert allowed == (depth <= deepest(Format.PAIR, session_number, stage))

    @given(st.integers(1, 20), st.sampled_from(Stage))
    def test_never_depth_three_at_first_in_a_roundtable_or_first_in_a_set(
        self, session_number: int, stage: Stage
    ) -> None:
        assert deepest(Format.PAIR, 1, stage) < 3
        assert deepest(Format.ROUNDTABLE, session_number, stage) < 3
        assert deepest(Format.PAIR, session_number, Stage.REFLECT) < 3

    @given(st.integers(1, 20), st.sampled_from(Stage), st.sampled_from(Format))
    def test_the_ladder_never_goes_down(self, session_number: int, stage: Stage, format: Format) -> None:
        assert deepest(format, session_number, stage) <= deepest(format, session_number + 1, stage)

    @pytest.mark.parametrize(
        ("new_manager", "audiences"),
        [
            (None, {Audience.ANY}),
            (True, {Audience.ANY, Audience.NEW}),
            (False, {Audience.ANY, Audience.EXPERIENCED}),
        ],
    )
    def test_audiences(self, new_manager: bool | None, audiences: set[Audience]) -> None:
        ana = ParticipantBrief("ana", experience=Experience(new_manager=new_manager))
        for audience in Audience:
            allowed = is_eligible(make_question(Stage.EXPLORE, audience=audience), ana)
            assert allowed == (audience in audiences)

    def test_needs(self) -> None:
        question = make_question(Stage.ACT, needs=frozenset({"pledge"}))
        assert not is_eligible(question)
        assert not is_eligible(question, ParticipantBrief("ana", last_pledge=LastPledge(" ")))
        assert is_eligible(question, ParticipantBrief("ana", last_pledge=LastPledge("ask Sam")))
        question = make_question(Stage.ACT, needs=frozenset({"note"}))
        assert not is_eligible(question)
        assert is_eligible(question, ParticipantBrief("ana", notes=(Note("note:1", "words"),)))
        question = make_question(Stage.ACT, needs=frozenset({"theme:remote"}))
        assert not is_eligible(question)
        assert is_eligible(question, reading=ParticipantReading(memory=mentions("remote")))
        assert is_eligible(question, reading=ParticipantReading(focus_themes=("remote",)))

    def test_what_is_only_in_a_private_note_is_not_presumed(self) -> None:
        """The partner reads the question aloud: "people would have to leave" would give the note away."""
        question = make_question(Stage.REFLECT, needs=frozenset({"theme:layoffs"}))
        private = ParticipantReading(memory=mentions("layoffs", Visibility.PRIVATE))
        assert not is_eligible(question, reading=private)

    def test_formats(self) -> None:
        question = make_question(Stage.ACT, formats=frozenset({Format.PAIR}))
        assert is_eligible(question)
        assert not is_eligible(question, format=Format.ROUNDTABLE)


class TestOptIn:
    @pytest.mark.parametrize(
        "question",
        [
            make_question(Stage.EXPLORE, themes=frozenset({"inclusion"})),
            make_question(Stage.EXPLORE, needs=frozenset({"theme:inclusion"})),
        ],
    )
    def test_only_who_names_it_as_a_focus_is_asked(self, question: Question) -> None:
        """Words in a note that sound like it aren't asking for it."""
        assert not is_eligible(question)
        assert not is_eligible(question, reading=ParticipantReading(memory=mentions("inclusion")))
        assert is_eligible(question, reading=ParticipantReading(focus_themes=("inclusion",)))

    def test_it_does_not_give_way_while_anything_else_is_left(self) -> None:
        asked = make_question(Stage.EXPLORE, 1, themes=frozenset({"inclusion"}))
        deep = make_question(
            Stage.EXPLORE, 2, depth=2, audience=Audience.NEW, needs=frozenset({"theme:remote"})
        )
        bank = make_bank(
            [asked, deep, *(make_question(s) for s in (Stage.REFLECT, Stage.PURPOSE, Stage.ACT))]
        )
        ana = ParticipantBrief("ana")
        found = eligible(bank, make_brief(ana), ana, NOTHING_READ)
        assert found.by_stage[Stage.EXPLORE] == (bank.positions[deep.id],)


class TestGivingWay:
    def test_the_softest_rule_first(self) -> None:
        """Saying the same, then audience, then depth, then needs."""
        near = make_question(Stage.EXPLORE, 1)
        audience = make_question(Stage.EXPLORE, 2, audience=Audience.NEW)
        depth = make_question(Stage.EXPLORE, 3, depth=2)
        needs = make_question(Stage.EXPLORE, 4, needs=frozenset({"pledge"}))
        ladder = [near, audience, depth, needs]
        ana = ParticipantBrief("ana")
        rest = [make_question(stage) for stage in Stage if stage is not Stage.EXPLORE]
        for left in range(len(ladder)):
            bank = make_bank([*ladder[left:], *rest])
            found = eligible(
                bank,
                make_brief(ana),
                ana,
                NOTHING_READ,
                lambda stage, bank=bank: [bank.positions[near.id]] if near.id in bank.positions else [],  # type: ignore[misc]
            )
            assert bank.positions[ladder[left].id] in found.by_stage[Stage.EXPLORE]
            assert found.repeats == ()

    def test_what_says_the_same_as_one_asked_before_is_left_out(self) -> None:
        bank = bank_with(make_question(Stage.EXPLORE, 1))
        ana = ParticipantBrief("ana", asked_before=("reflect.q99",))
        near = bank.positions["explore.q1"]
        found = eligible(bank, make_brief(ana), ana, NOTHING_READ, lambda stage: {near})
        assert near not in found.by_stage[Stage.EXPLORE]


class TestAskedBefore:
    @given(banks(), st.data(), st.sampled_from(Format), st.integers(1, 6))
    @settings(deadline=None, max_examples=40)
    def test_nothing_comes_back_unless_the_whole_stage_is_exhausted(
        self, bank: QuestionBank, data: st.DataObject, format: Format, session_number: int
    ) -> None:
        everything = [question.id for question in bank.questions]
        asked = tuple(data.draw(st.lists(st.sampled_from([*everything, "gone.q1"]))))
        ana = ParticipantBrief("ana", asked_before=asked)
        brief = make_brief(ana, session_number=session_number, format=format)
        found = eligible(bank, brief, ana, NOTHING_READ)
        for stage in Stage:
            names = {bank.questions[p].id for p in found.by_stage[stage]}
            of_stage = {bank.questions[p].id for p in bank.positions_by_stage[stage]}
            assert names
            assert names <= of_stage
            assert (stage in found.repeats) == (of_stage <= set(asked))
            assert stage in found.repeats or not names & set(asked)

    def test_of_an_exhausted_stage_the_oldest_come_again(self) -> None:
        bank = bank_with(*(make_question(Stage.ACT, n) for n in range(40)))
        ids = [f"act.q{n}" for n in range(40)]
        ana = ParticipantBrief("ana", asked_before=("act.q3", *ids[::-1], "act.q99", "act.q39"))
        found = eligible(bank, make_brief(ana), ana, NOTHING_READ)
        names = [bank.questions[p].id for p in found.by_stage[Stage.ACT]]
        assert found.repeats == (Stage.ACT,)
        assert names == [f"act.q{n}" for n in range(38, 28, -1)], "act.q39 was asked again lately"

    def test_the_oldest_that_may_be_asked_come_again(self) -> None:
        """The rules come first: what was asked longest ago isn't asked when it is too deep now."""
        deep = [make_question(Stage.ACT, n, depth=3) for n in range(8)]
        bank = bank_with(*deep)
        ana = ParticipantBrief("ana", asked_before=(*(q.id for q in deep), "act.q99"))
        found = eligible(bank, make_brief(ana), ana, NOTHING_READ)
        assert found.by_stage[Stage.ACT] == (bank.positions["act.q99"],)
