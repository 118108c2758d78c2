"""What is left of a pledge when times, counts, hedges and padding are taken out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nudge.domain.specificity import Span
from nudge.language.specificity.stripping import LONGEST_TEXT, strip

HEDGED = [
    "I'll try to call customers",
    "I might call customers",
    "I hope to call customers",
    "I should call customers",
    "I'd like to call customers",
    "Maybe I'll call customers",
    "I'll call customers, if I can",
    "I'll probably call customers",
    "I'd say I'll call customers",
    "I'll call customers, no promises",
]
PADDED = [
    "Honestly, I'll call customers",
    "I'll really call customers",
    "I'll call customers, at the end of the day",
    "Going forward, I'll just call customers",
    "I'll call customers in a truly meaningful way",
]


@pytest.mark.parametrize("text", ["I'll call customers", "I am going to call customers", *HEDGED, *PADDED])
def test_the_act_is_the_same_however_it_is_said(text: str) -> None:
    assert strip(text, ()).act == "I will call customers"


@pytest.mark.parametrize("count", ["three", "3", "two to four", "at least five", "a dozen", "both", "some"])
def test_a_count_leaves_the_act_alone(count: str) -> None:
    assert strip(f"I'll call {count} customers", ()).act == "I will call customers"


def test_a_time_leaves_the_act_alone() -> None:
    text = "By Friday I'll call customers"
    assert strip(text, [Span(0, 9, "By Friday")]).act == "I will call customers"


def test_not_and_we_stay() -> None:
    assert strip("We'll try not to call customers", ()).act == "We will not call customers"
    assert strip("I will never call customers", ()).act == "I will never call customers"


def test_places_lead_back_to_the_words() -> None:
    text = "Maybe, by Friday, I'll just call  Ana."
    stripped = strip(text, [Span(7, 16, "by Friday")])
    for word in ("call", "Ana"):
        at = stripped.act.index(word)
        found = stripped.span(at, at + len(word))
        assert found is not None
        assert (found.text, text[found.start : found.end]) == (word, word)
    put_in = stripped.act.index("will")
    assert stripped.span(put_in, put_in + 4) is None


def test_long_texts_are_cut() -> None:
    assert len(strip("a" * 10_000, ()).text) == LONGEST_TEXT


@given(
    st.text(max_size=120)
    | st.lists(
        st.sampled_from(["I will", "maybe", "call", "Ana", "three", ",", ".", "\n", "no promises", "really"])
    ).map(" ".join),
    st.integers(0, 100),
    st.integers(1, 30),
)
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_taken_apart(text: str, start: int, length: int) -> None:
    """Each character of the act stands where it is said to, in order, but for a capital at the start."""
    end = min(start + length, len(text))
    times = [Span(start, end, text[start:end])] if start < end else []
    stripped = strip(text, times)
    assert len(stripped.origins) == len(stripped.act)
    places = [place for place in stripped.origins if place >= 0]
    assert places == sorted(set(places))
    for mark, place in zip(stripped.act, stripped.origins, strict=True):
        said = stripped.text[place]
        assert place < 0 or mark in (said, said.upper()) or (mark == " " and said.isspace())
