"""What a pledge is that came back, and what it changes."""

from __future__ import annotations

import pytest

from nudge.domain.conversations import ParticipantBrief, ParticipantReading
from nudge.domain.eligibility import eligible
from nudge.domain.evidence import pair_knows_pledge, reasons
from nudge.domain.fit import FitPolicy, FitScorer
from nudge.domain.notes import VisibleTo
from nudge.domain.pledges import EarlierPledge, LastPledge, Outcome
from nudge.domain.questions import Question, Stage
from nudge.domain.recurrence import MOST_EARLIER, Likeness, unkept
from tests.strategies import make_bank, make_brief, make_question

ANA = ParticipantBrief("ana", last_pledge=LastPledge("ask Sam"))
CAME_BACK = ParticipantReading(comes_back=True)
OBSTACLE = make_question(Stage.ACT, id="act.again-in-its-way", needs=frozenset({"pledge"}))


class TestUnkept:
    @pytest.mark.parametrize("outcome", list(Outcome))
    def test_what_was_kept_does_not_come_back(self, outcome: Outcome) -> None:
        """Neither an earlier one that was kept, nor any once the last one is."""
        is_kept = outcome is Outcome.KEPT
        assert unkept(LastPledge("ask Sam"), [EarlierPledge("tell Sam", outcome)]) == (
            () if is_kept else ("tell Sam",)
        )
        assert bool(unkept(LastPledge("ask Sam", outcome), [EarlierPledge("tell Sam")])) is not is_kept

    def test_nothing_without_words(self) -> None:
        assert unkept(None, [EarlierPledge("ask Sam")]) == ()
        assert unkept(LastPledge(" "), [EarlierPledge("ask Sam")]) == ()
        assert unkept(LastPledge("ask Sam"), [EarlierPledge(" ")]) == ()

    def test_only_the_newest(self) -> None:
        earlier = [EarlierPledge(f"number {n}") for n in range(MOST_EARLIER + 5)]
        assert unkept(LastPledge("ask Sam"), earlier) == tuple(one.text for one in earlier[:MOST_EARLIER])


class TestLikeness:
    def test_what_speaks_for_and_against(self) -> None:
        worth = [
            Likeness(0.7, same_act=True).score,
            Likeness(0.7).score,
            Likeness(0.7, same_act=False).score,
        ]
        assert worth == sorted(worth, reverse=True)
        assert Likeness(0.7, both_not=True).score > 0.7 > Likeness(0.7, other_thing=True).score

    def test_other_people_or_the_other_way_round_is_never_the_same(self) -> None:
        assert Likeness(1.0, same_act=True).is_same(0.8)
        assert not Likeness(1.0, same_act=True, other_people=True).is_same(0.8)
        assert not Likeness(1.0, same_act=True, other_direction=True).is_same(0.8)


class TestQuestions:
    def allowed(self, question: Question, participant: ParticipantBrief, reading: ParticipantReading) -> bool:
        bank = make_bank([*(make_question(stage, 9) for stage in Stage), question])
        found = eligible(bank, make_brief(participant), participant, reading)
        return bank.positions[question.id] in found.by_stage[question.stage]

    def test_only_asked_when_a_pledge_came_back(self) -> None:
        assert self.allowed(OBSTACLE, ANA, CAME_BACK)
        assert not self.allowed(OBSTACLE, ANA, ParticipantReading())
        assert not self.allowed(OBSTACLE, ParticipantBrief("ana"), CAME_BACK)
        assert self.allowed(make_question(Stage.ACT, 2), ANA, CAME_BACK)

    @pytest.mark.parametrize(
        ("session_number", "stage"), [(1, Stage.ACT), (2, Stage.EXPLORE), (3, Stage.ACT)]
    )
    def test_in_one_stage_only(self, session_number: int, stage: Stage) -> None:
        there = [make_question(s, id=f"{s}.again", needs=frozenset({"pledge"})) for s in Stage]
        for_it = [make_question(s, id=f"{s}.again-x", needs=frozenset({"pledge"})) for s in Stage]
        bank = make_bank([*there, *for_it])
        brief = make_brief(ANA, session_number=session_number)
        found = eligible(bank, brief, ANA, CAME_BACK).by_stage
        assert [s for s in Stage if len(found[s]) > 1] == [stage]

    def test_a_stage_is_never_left_empty(self) -> None:
        """Not even in a bank that has nothing else."""
        bank = make_bank([*(make_question(stage) for stage in Stage if stage is not Stage.ACT), OBSTACLE])
        assert eligible(bank, make_brief(ANA), ANA, ParticipantReading()).by_stage[Stage.ACT] == (3,)

    def test_they_fit_better_and_say_why_to_the_author_alone(self) -> None:
        bank = make_bank([OBSTACLE, make_question(Stage.ACT, needs=frozenset({"pledge"}))])
        brief = make_brief(ANA, session_number=3)
        scorer = FitScorer(bank, brief, ANA, CAME_BACK, FitPolicy())
        best, other = scorer.shortlist(range(2), 2)
        assert best.position == 0
        assert best.score - other.score == pytest.approx(FitPolicy().comes_back, abs=FitPolicy().jitter)
        assert best.score == pytest.approx(scorer._worth(0))
        (why,) = reasons(bank, brief, ANA, CAME_BACK, best)
        assert (why.kind, why.text, why.visible_to) == ("pledge", "It came up before", VisibleTo.SELF)

    def test_without_a_return_they_have_no_bonus(self) -> None:
        bank = make_bank([OBSTACLE])
        scorer = FitScorer(bank, make_brief(ANA), ANA, ParticipantReading(), FitPolicy())
        assert scorer.score(0).parts["pledge"] == 0


@pytest.mark.parametrize(
    ("session_number", "pair_knows", "known"), [(1, True, False), (2, True, True), (2, False, False)]
)
def test_whether_the_pair_knows_a_pledge(session_number: int, pair_knows: bool, known: bool) -> None:
    """Not in a first conversation, and not when it was made between two."""
    participant = ParticipantBrief("ana", last_pledge=LastPledge("ask Sam", pair_knows=pair_knows))
    assert pair_knows_pledge(make_brief(participant, session_number=session_number), participant) is known
