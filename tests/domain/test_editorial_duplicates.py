"""Questions that say the same are found by their words, and by whatever says how alike two texts are."""

from __future__ import annotations

from collections.abc import Sequence

from nudge.domain.editorial.duplicates import near_duplicates, same_words
from nudge.domain.questions import Question, Stage


def question(slug: str, text: str) -> Question:
    return Question(f"act.{slug}", 1, Stage.ACT, 1, text)


def shared(texts: Sequence[str], others: Sequence[str]) -> list[list[float]]:
    """Part of the words of both that both have."""
    sets = [set(text.split()) for text in texts], [set(other.split()) for other in others]
    return [[len(one & two) / len(one | two) for two in sets[1]] for one in sets[0]]


ONE = question("one", "what would you say then")
TWO = question("two", "what would you say now")
THREE = question("three", "where do people meet")


def test_the_later_one_of_two_is_named_with_the_earlier() -> None:
    """Once, with how alike they are."""
    (found,) = near_duplicates([ONE, THREE, TWO], shared, 0.6)
    assert (found.id, found.rule.code) == ("act.two", "near-duplicate")
    assert "0.67 to act.one: “what would you say then”" in found.message


def test_the_threshold_decides() -> None:
    """From it on they count as the same."""
    assert near_duplicates([ONE, TWO], shared, 4 / 6)
    assert not near_duplicates([ONE, TWO], shared, 0.7)


def test_what_is_known_is_compared_but_not_blamed() -> None:
    """An organisation's question is held against the bank; the bank isn't held against itself."""
    (found,) = near_duplicates(
        [TWO], shared, 0.6, known=[ONE, question("four", "what would you say then please")]
    )
    assert found.id == "act.two"
    assert near_duplicates([THREE], shared, 0.6, known=[ONE, TWO]) == ()


def test_the_same_words_need_no_model() -> None:
    """Capitals and signs apart; and then they aren't near-duplicates as well."""
    again = question("again", "What would you say, then?")
    (found,) = same_words([ONE, THREE, again])
    assert (found.id, found.detail) == ("act.again", "see act.one")
    assert [f.id for f in same_words([again], known=[ONE])] == ["act.again"]
    assert near_duplicates([ONE, again], lambda a, b: [[1.0] * len(b) for _ in a], 0.9) == ()


def test_nothing_is_compared_with_nothing() -> None:
    """A bank of one question is fine."""
    assert near_duplicates([], shared, 0.5) == near_duplicates([ONE], shared, 0.5) == ()
