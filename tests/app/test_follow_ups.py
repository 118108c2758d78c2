"""What a coach is offered, over a reader without models."""

from __future__ import annotations

import pytest

from nudge.app.follow_ups import FollowUps
from nudge.app.live_ports import SuggestRequest
from nudge.bank.rendering import TemplateRenderer
from nudge.domain.errors import Invalid
from tests.app.world import bank
from tests.fakes.answer_reader import DEGRADED, FakeAnswerReader


@pytest.fixture
def reader() -> FakeAnswerReader:
    return FakeAnswerReader()


@pytest.fixture
def follow_ups(reader: FakeAnswerReader) -> FollowUps:
    return FollowUps(bank(), reader, TemplateRenderer())


def test_wordings_take_the_speakers_words(follow_ups: FollowUps) -> None:
    """With a capital where they begin the sentence, and nowhere changed."""
    texts = [
        offer.text for offer in follow_ups.offer(SuggestRequest("", "it is always the office")).suggestions
    ]
    assert any(
        "“It is always the office”" in text or "“it is always the office" in text.lower() for text in texts
    )
    assert all("{{" not in text and len(text.split()) <= 14 for text in texts)


def test_nothing_is_said_with_a_reason(follow_ups: FollowUps) -> None:
    """A code that is stable, and a sentence."""
    offered = follow_ups.offer(SuggestRequest("", "um"))
    assert offered.suggestions == ()
    assert offered.abstained
    assert offered.abstained.code == "too_little"


def test_an_empty_answer_is_too_little(follow_ups: FollowUps) -> None:
    """Somebody has just been asked."""
    abstained = follow_ups.offer(SuggestRequest("What happened?", "")).abstained
    assert abstained
    assert abstained.code == "too_little"


def test_what_was_offered_and_asked_comes_no_more(follow_ups: FollowUps) -> None:
    """Until nothing is left, every offer is new."""
    asked: list[str] = []
    for _ in range(5):
        offered = follow_ups.offer(SuggestRequest("", "it is always me", tuple(asked))).suggestions
        assert not {offer.id for offer in offered} & set(asked)
        asked += [offer.id for offer in offered]


def test_it_says_how_to_get_the_same_again(follow_ups: FollowUps, reader: FakeAnswerReader) -> None:
    """The bank, the models, the threshold, and why it was read by rules."""
    reader.is_missing = True
    suggested = follow_ups.suggest(SuggestRequest("", "always"))
    assert (suggested.bank, suggested.degraded) == (bank().fingerprint, DEGRADED)
    assert suggested.models == {"follow_up_moves": "rules@1"}
    assert 0 < suggested.threshold < 1
    assert suggested == follow_ups.suggest(SuggestRequest("", "always"))


def test_questions_are_known_by_id(follow_ups: FollowUps) -> None:
    """A wrong one is met with the nearest spelling."""
    question = bank().questions[0]
    assert follow_ups.question_text(question.id) == question.text
    with pytest.raises(Invalid, match="Did you mean"):
        follow_ups.question_text(question.id + "x")


def test_warming_up_is_for_the_bank(follow_ups: FollowUps, reader: FakeAnswerReader) -> None:
    """Its follow-ups are embedded once."""
    follow_ups.warm_up()
    assert reader.warmed_for == [bank().fingerprint]
