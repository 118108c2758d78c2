"""What is looked at in a text is stable, bounded and survives any text."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nudge.language.texts.features import (
    LONGEST_TEXT,
    MOST_PASSAGES,
    TermSpace,
    passages,
    piece_terms,
    pooled,
    word_terms,
)


@given(st.text(max_size=400))
def test_passages_keep_the_words_in_order(text: str) -> None:
    """No word is lost or moved: letters and digits of the passages are those of the text."""
    kept = "".join(c for c in "".join(passages(text)) if c.isalnum())
    assert kept == "".join(c for c in text if c.isalnum())
    assert all(passage.strip() for passage in passages(text))


def test_passages_of_a_very_long_text_are_bounded() -> None:
    """However much is sent, at most so many passages are embedded."""
    assert len(passages("I did it again. " * 100_000)) <= MOST_PASSAGES
    assert sum(map(len, passages("word, " * 100_000))) <= LONGEST_TEXT


def test_a_dictated_sentence_without_full_stops_is_cut_at_commas() -> None:
    """Sixty words with commas are more than one passage, so that no part is drowned."""
    assert len(passages("and then we went there with all of them, " * 8)) > 1


@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
def test_rows_have_unit_length_or_none(texts: list[str]) -> None:
    """A row is scaled to length 1, or empty when nothing in the text is known."""
    for of in (word_terms, piece_terms):
        space = TermSpace.learn([of(text) for text in texts], in_at_least=1)
        for text in [*texts, "something else entirely"]:
            where, values = space.row(of(text))
            assert len(where) == len(set(where.tolist()))
            assert not len(values) or np.isclose(np.linalg.norm(values), 1, atol=1e-5)


def test_pooling_nothing_is_zero() -> None:
    """No passage: a row of zeros, not a division by zero."""
    assert not pooled(np.zeros((0, 4), dtype=np.float32)).any()
    assert np.isclose(np.linalg.norm(pooled(np.ones((3, 4), dtype=np.float32))), 1)
