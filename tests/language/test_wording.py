"""Pledges are said back right, or not at all."""

import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.language.said_back_score import ROOT, plain_swap, read_table, score

from nudge.language.manifest import read_manifest
from nudge.language.parser import Parser
from nudge.language.persons import has_first_person, outside_quotes
from nudge.language.verbs import words
from nudge.language.wording import PledgeWording

pytestmark = pytest.mark.models
TABLE = ROOT / "tests/data/said_back.jsonl"
HELD_OUT = ROOT / "tests/data/said_back_held_out.jsonl"

WORDS = sorted(
    words(
        """
        I I'll I'm I've I'd me my mine myself we our us you am was were will going to want need try not
        don't won't never stop call ask tell Sam Ana boss the a two report phone Friday by on after
        before when if and then that what calling asked 8 pm , . ; : ? ! … lol “no” 'yes' " ' ( ) - 1.
        2. @bo https://example.org/x so because he she they it im ill gonna Qaa Qab THE Starting next
        time pledge: thank you
        """
    )
)
PLEDGE_LIKE = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
HOSTILE = st.sampled_from(
    [
        "",
        "{{ 7 * 7 }}",
        "I'll {% raw %} call",
        "I'll call\x00Sam",
        "call\u200bSam",
        "\u202eI'll call Sam",
        "I'll " + "call Sam and " * 800,
        "'" * 5_000,
        "(" * 5_000,
        "I " * 5_000,
        "I'll ask, " * 1_000,
        "a." * 5_000,
        "<script>alert(1)</script>",
        "\ud800",
        "I'll call Sam \U0001f64f\U0001f3fd",
    ]
)
ANY_TEXT = st.one_of(
    PLEDGE_LIKE, st.text(max_size=60), HOSTILE, st.builds(str.__add__, PLEDGE_LIKE, st.text(max_size=9))
)
GLUE = words("you your yours yourself yourselves are were not to on at with try")
FEW = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def wording() -> PledgeWording:
    """The wording on the shipped parser, warmed up."""
    parser = Parser(read_manifest(ROOT / "models"))
    parser.warm_up()
    return PledgeWording(parser)


def test_the_table_is_right(wording: PledgeWording) -> None:
    """At least 97 % right and at most 1 % mangled."""
    found = score(read_table(TABLE), lambda text: wording.say_back(text).phrase)
    assert found.rows >= 150
    assert found.right >= 0.97 * found.rows, found.misses
    assert found.mangled <= 0.01 * found.rows, found.misses


def test_rows_that_the_rules_never_saw(wording: PledgeWording) -> None:
    """No worse than measured once, when the rules were done: 89 of 93 right (95.7 %), 2 mangled (2.2 %)."""
    found = score(read_table(HELD_OUT), lambda text: wording.say_back(text).phrase)
    assert found.right >= 0.94 * found.rows
    assert found.mangled <= 0.03 * found.rows


def test_better_than_swapping_words(wording: PledgeWording) -> None:
    """The plain swap mangles what we leave as it is."""
    rows = read_table(TABLE)
    ours, plain = score(rows, lambda text: wording.say_back(text).phrase), score(rows, plain_swap)
    assert ours.right > plain.right
    assert ours.mangled < plain.mangled


@FEW
@given(text=ANY_TEXT)
def test_any_text_gives_something_fit_to_say(wording: PledgeWording, text: str) -> None:
    """Never an error; no first person, line break or brace; the same answer twice; the quote is a part."""
    said = wording.say_back(text)
    assert said == wording.say_back(text)
    if said.phrase is not None:
        assert not has_first_person(said.phrase)
        assert not re.search(r"[\n\r\t{}<>\x00-\x1f]", said.phrase)
        assert re.match(r"[A-Za-z]", said.phrase)
        assert outside_quotes(said.phrase).count('"') == 0
    if said.quote is not None:
        assert said.quote in " ".join(text.split())
        assert len(said.quote) <= 200
        assert len(said.quote.split()) <= 30
        assert not re.search(r"[{}<>]|https?://|www\.", said.quote)


@FEW
@given(text=PLEDGE_LIKE)
def test_the_words_are_the_persons_own(wording: PledgeWording, text: str) -> None:
    """Every other word of the phrase stands in the text, as often, or as a gerund there."""
    phrase = wording.say_back(text).phrase
    if phrase is None:
        return
    given_words = Counter(re.findall(r"[^\W_]+", text.lower()))
    said = Counter(word for word in re.findall(r"[^\W_]+", phrase.lower()) if word not in GLUE)
    stems = [word[:2] for word in given_words if word.endswith("ing")]
    strange = [
        word for word in said - given_words if word[:2] not in stems and word not in {"re", "ve", "ll", "d"}
    ]
    assert not strange


@pytest.mark.parametrize(
    ("text", "phrase", "quote"),
    [
        ("- I'll call Sam!!\n- write to Ana", "call Sam", "I'll call Sam!! - write to Ana"),
        ("I’ll tell Bo I’m “done”", "tell Bo you’re “done”", "I’ll tell Bo I’m “done”"),
        ("see https://example.org/x", None, None),
        ("tell him “no", None, None),
        ("Could I ask Ines?", None, "Could I ask Ines?"),
        ("   ", None, None),
        ("!!! 42", None, None),
        ("word " * 31, None, None),
        ("I'll take Phase I to the board", None, "I'll take Phase I to the board"),
    ],
)
def test_phrase_and_quote(wording: PledgeWording, text: str, phrase: str | None, quote: str | None) -> None:
    """When not sure there are the words as they are, and where those aren't fit, nothing."""
    said = wording.say_back(text)
    if text.startswith("see "):
        assert said.quote is None
        return
    assert (said.phrase, said.quote) == (phrase, quote)
