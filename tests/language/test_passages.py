"""Passages are pieces of the note, of a length that says something; authorship is read from the first"
" line."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudge.language.notes.authors import author_of, unquoted
from nudge.language.notes.passages import LONGEST_NOTE, MOST_CHARACTERS, MOST_WORDS, split_passages


@given(
    st.one_of(
        st.text(max_size=400),
        st.lists(
            st.sampled_from(["so", "and", "I", ".", "Mr", "no\n", "we,", "…", "it?", "x"]), max_size=300
        ).map(" ".join),
    )
)
def test_passages_are_pieces(text: str) -> None:
    """Every passage is exactly what stands at its place, in order, apart, not too long; no word is lost."""
    spans = split_passages(text, most=10_000)
    for span in spans:
        assert text[span.start : span.end] == span.text
        assert span.text == span.text.strip() != ""
        assert len(span.text.split()) <= MOST_WORDS
        assert len(span.text) <= MOST_CHARACTERS
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert "".join("".join(span.text.split()) for span in spans) == "".join(text.split())


def test_run_ons_are_cut_at_a_clause() -> None:
    """Dictated notes without a full stop are cut where somebody begins to do something."""
    text = "so I said yes to the audit and then he asked for the other report " * 8
    spans = split_passages(text)
    assert len(spans) > 2
    assert all(span.text.split()[0] in ("so", "and", "he", "then") for span in spans)


def test_short_sentences_stay_together() -> None:
    """A word or two aren't a passage, titles don't end one, and there is a limit."""
    assert [s.text for s in split_passages("Right. Ok. It was me. Not him.")] == [
        "Right. Ok. It was me. Not him."
    ]
    assert len(split_passages("We spoke to Mr. Boyd about the plan for the spring.")) == 1
    assert len(split_passages("This is a sentence of eight words, more or less. " * 99, most=5)) == 5
    assert split_passages("x" * 3 * LONGEST_NOTE)[-1].end <= LONGEST_NOTE
    assert split_passages(" \n ") == []


@pytest.mark.parametrize(
    ("text", "partner"),
    [
        ("Ines writing up. T started with the rota.", "Ines"),
        ("(typed by Ines) Lots to say.", "Ines"),
        ("from Ines: she was quick today", "Ines"),
        ("notes by Ines, he talked about the rota", "Ines"),
        ("Ines: he wants the rota back, he said so twice.", "Ines"),
    ],
)
def test_the_partner_typed(text: str, partner: str) -> None:
    """A first line that names who typed is understood."""
    assert author_of(text).is_partner
    assert author_of(text).partner == partner


@pytest.mark.parametrize(
    ("text", "is_partner"),
    [
        ("He said the rota was done. She was glad for him. He wants more of it and he laughed.", True),
        ("I told her that he said no. My week was long and I am glad I went.", False),
        ("Ines asked me what I want. I want the rota back.", False),
        ("", False),
    ],
)
def test_who_is_spoken_of(text: str, is_partner: bool) -> None:
    """Without a first line it counts who is spoken of."""
    assert author_of(text).is_partner is is_partner


def test_unquoted_keeps_places() -> None:
    """What is quoted is blanked, apostrophes aren't quotation marks, and nothing moves."""
    text = "He said 'I can't do it' and I didn't answer “no, never” to Ronnie's mum."
    blank = unquoted(text)
    assert len(blank) == len(text)
    assert "can't" not in blank
    assert "never" not in blank
    assert "I didn't answer" in blank
    assert "Ronnie's mum" in blank
