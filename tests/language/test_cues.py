"""What is said around the act: which words are which cue, and which only look like one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nudge.language.specificity.cue_patterns import AUXILIARIES, PHRASES
from nudge.language.specificity.cues import TAKEN_OUT, find_cues


def said(text: str) -> set[tuple[str, str]]:
    return {(cue.name, cue.span.text) for cue in find_cues(text)}


def names(text: str) -> set[str]:
    return {cue.name for cue in find_cues(text)}


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("I'd say I'll call Ana", ("probably", "I'd say")),
        ("I'll call Ana if nothing changes", ("if-possible", "if nothing changes")),
        ("I'll call Ana, no guarantees", ("no-promise", "no guarantees")),
        ("we'll have to see", ("no-promise", "we'll have to see")),
        ("I'll call Ana, God willing", ("hopefully", "God willing")),
        ("it depends", ("no-promise", "it depends")),
        ("I'll more or less finish it", ("probably", "more or less")),
        ("I'll try my best to call", ("try", "I'll try my best to")),
        ("call Ana, I'll do my best", ("try", "do my best")),
        ("I'll give it a go", ("try", "give it a go")),
        ("call Ana and see how it goes", ("no-promise", "see how it goes")),
        ("not 100 % sure", ("no-promise", "not 100 % sure")),
        ("in principle I'll call", ("probably", "in principle")),
        ("I was thinking of calling Ana", ("think", "I was thinking of")),
        ("I might just call Ana", ("might", "I might")),
        ("Could do a walk on Friday", ("might", "Could")),
        ("weather permitting, run", ("hopefully", "weather permitting")),
        ("run, unless something comes up", ("if-possible", "unless something comes up")),
        ("I don’t know if I can", ("no-promise", "I don’t know if")),
        ("someday I'll call", ("or-something", "someday")),
    ],
)
def test_hedges(text: str, cue: tuple[str, str]) -> None:
    assert cue in said(text)


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("I'll call Ana", ("firm", "I'll")),
        ("ill call Ana", ("firm", "ill")),
        ("Will send it", ("no-subject", "Will")),
        ("we are going to call Ana", ("firm", "we are going to")),
        ("I promise to call", ("vow", "I promise to")),
        ("I promise not to call", ("vow", "I promise not to")),
        ("My pledge: call Ana", ("label", "My pledge:")),
        ("Call Ana. You have my word", ("vowed", "You have my word")),
        ("Call Ana, promise!", ("vowed", "promise!")),
        ("It'd be nice to call", ("wish", "It'd be nice")),
        ("sure, as if!", ("joke", "as if")),
        ("I'll run a marathon tomorrow. Not!", ("joke", "Not!")),
        ("I'll pass.", ("refusal", "I'll pass")),
        ("going forward, call", ("empty", "going forward")),
        ("in a truly meaningful and impactful way", ("empty", "in a truly meaningful and impactful way")),
        ("because this is so important to me", ("empty", "because this is so important to me")),
    ],
)
def test_promises_wishes_and_padding(text: str, cue: tuple[str, str]) -> None:
    assert cue in said(text)


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("call a dozen people", ("exact", "a dozen")),
        ("call both customers", ("exact", "both")),
        ("write 10-15 cards", ("exact", "10-15")),
        ("squats x3", ("exact", "x3")),
        ("squats 3x", ("exact", "3x")),
        ("call one customer", ("exact", "one")),
        ("call twenty-two people", ("exact", "twenty-two")),
        ("write roughly 20 pages", ("amount", "roughly 20 pages")),
        ("walk half an hour", ("amount", "half an hour")),
        ("save 10%", ("amount", "10%")),
        ("call a few people", ("fuzzy", "a few")),
    ],
)
def test_counts(text: str, cue: tuple[str, str]) -> None:
    assert cue in said(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I'm not 100 % sure", "vowed"),
        ("don't hold me to it", "vowed"),
        ("can't say for sure", "vowed"),
        ("I'll see Ana on Friday", "no-promise"),
        ("I expect to finish it", "probably"),
        ("make them act as if nobody watched", "joke"),
        ("take the exam that I want to pass", "refusal"),
        ("Could you send it", "might"),
        ("Will Smith gets the draft", "firm"),
        ("write the English abstract", "or-something"),
        ("meet at 3pm", "exact"),
        ("one of these days", "exact"),
        ("They both agreed", "exact"),
        ("walk home in the way of the deer", "empty"),
    ],
)
def test_what_only_looks_like_a_cue(text: str, name: str) -> None:
    assert name not in names(text)


def test_every_apostrophe_is_one() -> None:
    for mark in ("'", "’", "´", "`", ""):
        assert "firm" in names(f"I{mark}ll call Ana"), mark
        assert "no-promise" in names(f"I can{mark}t promise anything"), mark


def test_no_name_is_taken_out_that_nothing_finds() -> None:
    """What is left out of the act is a list of phrases, the label, or a verb that opens."""
    assert {"label", *PHRASES, *AUXILIARIES} >= TAKEN_OUT


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from(["I", "will", "maybe", "3", "x", "-", ",", "both", "'ll", "\n", "%"])).map(
        " ".join
    )
)
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_searched(text: str) -> None:
    """Places lie in the text, in order, and hold the words that are given back."""
    cues = find_cues(text)
    assert all(0 <= cue.span.start < cue.span.end <= len(text) for cue in cues)
    assert all(text[cue.span.start : cue.span.end] == cue.span.text for cue in cues)
    assert [cue.span.start for cue in cues] == sorted(cue.span.start for cue in cues)
