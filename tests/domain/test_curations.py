"""What an organisation asks from."""

from nudge.domain.conversations import ParticipantBrief, ParticipantReading
from nudge.domain.curations import LARGEST_LEANING, Curation
from nudge.domain.fit import FitPolicy, FitScorer
from nudge.domain.questions import QuestionBank, Stage
from tests.strategies import make_bank, make_brief, make_question


def a_bank() -> QuestionBank:
    return make_bank([make_question(Stage.REFLECT, n) for n in range(3)])


def test_leanings_are_bounded_and_only_of_questions_that_are_there() -> None:
    """Leanings beyond the bounds are cut, those of unknown questions left out."""
    assert Curation(a_bank(), {"reflect.q1": -9.0, "reflect.unknown": 0.1}).by_position == {
        1: -LARGEST_LEANING
    }


def test_the_digest_tells_leanings_apart() -> None:
    """No leanings, no digest; the order doesn't matter, the numbers do."""
    bank = a_bank()
    assert Curation(bank).digest is None
    one, same, other = ({"a.b": 0.1, "c.d": 0.2}, {"c.d": 0.2, "a.b": 0.1}, {"a.b": 0.1, "c.d": 0.1})
    assert Curation(bank, one).digest == Curation(bank, same).digest != Curation(bank, other).digest


def test_a_leaning_decides_between_equals_only() -> None:
    """It lifts a question above one that fits as well, not above one that the person's focus speaks for."""
    plain, leant, wanted = (
        make_question(Stage.REFLECT, n, themes=frozenset(themes))
        for n, themes in enumerate([(), (), ("remote",)])
    )
    bank, ana = make_bank([plain, leant, wanted]), ParticipantBrief("ana")
    curation = Curation(bank, {leant.id: LARGEST_LEANING})
    scorer = FitScorer(
        bank,
        make_brief(ana),
        ana,
        ParticipantReading(focus_themes=("remote",)),
        FitPolicy(),
        curation.by_position,
    )
    assert [fit.position for fit in scorer.shortlist(range(3), 3)] == [2, 1, 0]
