"""The fit of a question: its parts, what each is made of, and ties."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nudge.domain.conversations import Affinity, Experience, ParticipantBrief, ParticipantReading
from nudge.domain.fit import PARTS, Fit, FitPolicy, FitScorer
from nudge.domain.notes import Memory, Passage, ThemeMention, Visibility
from nudge.domain.pledges import LastPledge, Outcome
from nudge.domain.questions import Audience, Question, QuestionBank, Slot, Stage
from tests.strategies import banks, make_affinity, make_bank, make_brief, make_driver, make_question

KINDS = ("purpose", "note", "pledge", "focus", "emphasis")


def fit_of(
    question: Question,
    reading: ParticipantReading | None = None,
    participant: ParticipantBrief | None = None,
    *,
    session_number: int = 1,
    seed: int = 0,
) -> Fit:
    participant = participant or ParticipantBrief("ana")
    brief = make_brief(participant, session_number=session_number, seed=seed)
    reading = reading or ParticipantReading()
    return FitScorer(make_bank([question]), brief, participant, reading, FitPolicy()).score(0)


class TestParts:
    @given(banks(largest=2), st.data(), st.integers(1, 6))
    @settings(deadline=None, max_examples=25)
    def test_parts_add_up_to_the_score(
        self, bank: QuestionBank, data: st.DataObject, session_number: int
    ) -> None:
        near = st.lists(st.floats(0, 1, width=16), min_size=len(bank.questions), max_size=len(bank.questions))
        affinities: list[Affinity] = [
            make_affinity(kind, data.draw(near)) for kind in data.draw(st.sets(st.sampled_from(KINDS)))
        ]
        reading = ParticipantReading(
            affinities=tuple(affinities), focus_themes=data.draw(st.sampled_from([(), ("remote",)]))
        )
        ana = ParticipantBrief("ana", last_pledge=LastPledge("ask Sam"))
        scorer = FitScorer(bank, make_brief(ana, session_number=session_number), ana, reading, FitPolicy())
        for position in range(len(bank.questions)):
            fit = scorer.score(position)
            assert tuple(fit.parts) == PARTS
            assert fit.score == pytest.approx(sum(fit.parts.values()))

    def test_a_question_for_the_read_value_fits_better_the_surer_it_is(self) -> None:
        question = make_question(Stage.PURPOSE, purposes=frozenset({"whom.one"}))
        weights = [
            fit_of(
                question,
                ParticipantReading(
                    drivers=(make_driver("whom", "one", {"one": p, "many": (1 - p) / 2, "all": (1 - p) / 2}),)
                ),
            ).parts["purpose"]
            for p in (0.5, 0.7, 1.0)
        ]
        assert weights == sorted(weights)
        assert weights[-1] == pytest.approx(FitPolicy().driver[Stage.PURPOSE])

    def test_an_open_driver_gives_nothing(self) -> None:
        question = make_question(Stage.PURPOSE, purposes=frozenset({"whom.one"}))
        left_open = make_driver("whom", None, {"one": 0.6, "many": 0.3, "all": 0.1})
        assert fit_of(question, ParticipantReading(drivers=(left_open,))).parts["purpose"] == 0

    def test_themes_of_notes_and_of_the_focus(self) -> None:
        question = make_question(Stage.EXPLORE, themes=frozenset({"remote", "layoffs"}))
        memory = Memory(themes=(ThemeMention("remote", 0.5, 1, 0), ThemeMention("layoffs", 0.8, 1, 0)))
        policy = FitPolicy()
        assert fit_of(question, ParticipantReading(memory=memory)).parts["note"] == pytest.approx(
            0.8 * policy.note_theme
        )
        assert fit_of(question, ParticipantReading(focus_themes=("remote",))).parts["focus"] == policy.focus

    @pytest.mark.parametrize(
        ("new_manager", "audience", "counts"),
        [
            (True, Audience.NEW, True),
            (False, Audience.EXPERIENCED, True),
            (True, Audience.EXPERIENCED, False),
            (True, Audience.ANY, False),
            (None, Audience.NEW, False),
            (None, Audience.ANY, False),
        ],
    )
    def test_experience_counts_only_for_whom_the_question_is_written(
        self, new_manager: bool | None, audience: Audience, counts: bool
    ) -> None:
        ana = ParticipantBrief("ana", experience=Experience(new_manager=new_manager))
        fit = fit_of(make_question(Stage.EXPLORE, audience=audience), participant=ana)
        assert bool(fit.parts["experience"]) == counts

    def test_a_pledge_left_unfinished_draws_questions_about_it(self) -> None:
        question = make_question(Stage.ACT, needs=frozenset({"pledge"}))
        weights = {
            outcome: fit_of(
                question, participant=ParticipantBrief("ana", last_pledge=LastPledge("ask Sam", outcome))
            ).parts["pledge"]
            for outcome in Outcome
        }
        assert weights[Outcome.PARTLY] > weights[Outcome.KEPT] == weights[Outcome.NOT_SAID] == 0

    def test_too_shallow_costs_and_deep_enough_does_not(self) -> None:
        easy, deep = (make_question(Stage.ACT, depth=depth) for depth in (1, 3))
        assert fit_of(easy, session_number=5).parts["depth"] < 0
        assert fit_of(deep, session_number=5).parts["depth"] == 0
        assert fit_of(easy, session_number=1).parts["depth"] == 0

    def test_own_words_are_worth_a_little(self) -> None:
        """But only where there are words that the pair may hear."""
        worded, plain = (
            make_question(Stage.ACT, wordings={Slot.PERSON: "What of {{ person }}?"}),
            make_question(Stage.ACT),
        )
        for visibility, better in ((Visibility.SHARED, True), (Visibility.PRIVATE, False)):
            passage = Passage("Priya came by", "note:1", visibility, 1.0, people=("Priya",))
            reading = ParticipantReading(memory=Memory((passage,)))
            assert (fit_of(worded, reading).score > fit_of(plain, reading).score) is better
        assert fit_of(worded).score == fit_of(plain).score


class TestShortlist:
    def test_best_first_and_ties_settled_by_seed_not_by_order(self) -> None:
        questions = [make_question(Stage.ACT, n) for n in range(30)]
        ana = ParticipantBrief("ana")

        def order(questions: list[Question], seed: int) -> list[str]:
            bank = make_bank(questions)
            scorer = FitScorer(bank, make_brief(ana, seed=seed), ana, ParticipantReading(), FitPolicy())
            fits = scorer.shortlist(range(30), 12)
            assert [fit.score for fit in fits] == sorted((fit.score for fit in fits), reverse=True)
            return [bank.questions[fit.position].id for fit in fits]

        assert order(questions, 1) == order(questions[::-1], 1)
        assert order(questions, 1) != order(questions, 2)

    @given(banks(largest=3), st.data())
    @settings(deadline=None, max_examples=25)
    def test_the_quick_score_is_the_score(self, bank: QuestionBank, data: st.DataObject) -> None:
        """The shortlist ranks by the sum that the parts make, though it doesn't build them."""
        near = st.lists(st.floats(0, 1, width=16), min_size=len(bank.questions), max_size=len(bank.questions))
        reading = ParticipantReading(affinities=tuple(make_affinity(kind, data.draw(near)) for kind in KINDS))
        ana = ParticipantBrief("ana", last_pledge=LastPledge("ask Sam", Outcome.DROPPED))
        scorer = FitScorer(bank, make_brief(ana), ana, reading, FitPolicy())
        everything = range(len(bank.questions))
        by_parts = sorted((scorer.score(position).score for position in everything), reverse=True)
        listed = [fit.score for fit in scorer.shortlist(everything, len(bank.questions))]
        assert listed == pytest.approx(by_parts, abs=1e-9)

    @given(st.integers(0, 10**6), st.text(max_size=5))
    def test_a_seed_moves_a_score_by_less_than_the_jitter(self, seed: int, ref: str) -> None:
        ana = ParticipantBrief(ref)
        question = make_question(Stage.ACT)
        moved = fit_of(question, participant=ana, seed=seed).score
        assert abs(moved - fit_of(question, participant=ana).score) <= FitPolicy().jitter
