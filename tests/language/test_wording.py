"""Pledges are said back right, or not at all."""

import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from tests.language.said_back_score import ROOT, plain_swap, read_table, score

from nudge.language.manifest import read_manifest
from nudge.language.parser import Parser
from nudge.language.pledges.persons import has_first_person, outside_quotes
from nudge.language.pledges.verbs import words
from nudge.language.pledges.wording import PledgeWording

pytestmark = pytest.mark.models
TABLES = ROOT / "tests/data"
DEVELOPED_ON = (
    "said_back",
    "said_back_more",
    "said_back_held_out",
    "said_back_held_out_2",
    "said_back_classes",
)

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


@pytest.mark.parametrize(
    ("table", "rows", "right", "mangled"),
    [
        ("said_back", 182, 182, 0),
        ("said_back_more", 150, 148, 0),
        ("said_back_held_out", 93, 92, 0),
        ("said_back_held_out_2", 120, 120, 0),
        ("said_back_classes", 145, 145, 0),
        ("said_back_held_out_3", 120, 108, 4),
    ],
)
def test_as_many_rows_are_right_as_recorded(
    wording: PledgeWording, table: str, rows: int, right: int, mangled: int
) -> None:
    """The recorded figures. All tables but the last were worked with; nobody who writes rules reads that."""
    found = score(read_table(TABLES / f"{table}.jsonl"), lambda text: wording.say_back(text).phrase)
    assert found.rows == rows
    assert found.right >= right
    assert found.mangled <= mangled


def test_the_tables_that_rules_were_made_with_are_right(wording: PledgeWording) -> None:
    """At least 97 % right and at most 1 % mangled."""
    rows = [row for name in DEVELOPED_ON for row in read_table(TABLES / f"{name}.jsonl")]
    found = score(rows, lambda text: wording.say_back(text).phrase)
    assert found.right >= 0.97 * found.rows, found.misses
    assert found.mangled <= 0.01 * found.rows, found.misses


def test_better_than_swapping_words(wording: PledgeWording) -> None:
    """The plain swap mangles what we leave as it is."""
    rows = read_table(TABLES / "said_back.jsonl")
    ours, plain = score(rows, lambda text: wording.say_back(text).phrase), score(rows, plain_swap)
    assert ours.right > plain.right
    assert ours.mangled < plain.mangled


@FEW
@given(text=ANY_TEXT)
def test_any_text_gives_something_fit_to_say(wording: PledgeWording, text: str) -> None:
    """Never an error; no first person, line break or brace; the same answer twice; the quote is a part."""
    said = wording.say_back(text)
    wording.forget()
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


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("I'll write the minutes but I don't think anybody reads them", None),
        ("I will feed the cat, and will water the beans", "feed the cat, and water the beans"),
        ("I'll paint the fence, let's say by May", None),
        ("I'll ring the depot - I'm fed up", "ring the depot"),
        ("I'll ask Bo and he'll ask Di", None),
        ("I'll ask Bo since I'm lost and nobody knows", "ask Bo since you're lost and nobody knows"),
        ("On Monday: ring Bo, on Tuesday: ring Di", None),
        ("1 walk a day", None),
        ("Weekly call with Bo", None),
        ("I'll feed the cat then we could go", None),
        ("In case I forget I'll set an alarm", "set an alarm in case you forget"),
        ("On Monday I'll ask Bo which van he wants", "ask Bo on Monday which van he wants"),
        ("I'll tell Bo what I think", "tell Bo what you think"),
        ("I'm fed up, so I'll ring Bo", "ring Bo"),
        ("I'm fed up with Bo, so I'll ring him", None),
        ("Nobody came. If he calls I'll ring Bo back", None),
        ("Bo and I will ring each other on Fridays", None),
        ("I'll find somebody to talk to", "find somebody to talk to"),
        ("I'm committed to ringing Bo", "ring Bo"),
        ("ich will mit Bo reden", None),
        ("plan das Essen mit Bo", None),
    ],
)
def test_classes_of_errors_that_were_seen(wording: PledgeWording, text: str, phrase: str | None) -> None:
    """One invented pledge for each way in which sentences went wrong while the rules were made."""
    assert wording.say_back(text).phrase == phrase


class Counting(Parser):
    """The shipped parser, counting what it is asked; `halfway` runs inside of the next parse."""

    asked = 0
    halfway: Callable[[], None] | None = None

    def parse(self, text: str) -> Doc:
        self.asked += 1
        act, self.halfway = self.halfway, None
        if act:
            act()
        return super().parse(text)


def test_what_was_said_back_is_kept_until_forgotten() -> None:
    """The second time costs no parse; `forget` empties, also against a thread that is halfway."""
    parser = Counting(read_manifest(ROOT / "models"))
    wording = PledgeWording(parser)
    first = wording.say_back("I'll call Sam")
    assert parser.asked == 1
    assert wording.say_back("I'll call Sam") is first
    assert parser.asked == 1
    wording.forget()
    parser.halfway = wording.forget
    assert wording.say_back("I'll call Sam") == first
    assert parser.asked == 2
    wording.say_back("I'll call Sam")
    assert parser.asked == 3


def test_only_the_last_texts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one not asked for longest goes first."""
    monkeypatch.setattr("nudge.language.pledges.wording.MOST_KEPT", 2)
    parser = Counting(read_manifest(ROOT / "models"))
    wording = PledgeWording(parser)
    for name in ("Sam", "Bo", "Sam", "Di", "Sam"):
        wording.say_back(f"I'll call {name}")
    assert parser.asked == 3
    wording.say_back("I'll call Bo")
    assert parser.asked == 4


def test_threads_may_share_one_wording(wording: PledgeWording) -> None:
    """Many threads, the same few texts, forgetting in between: every answer is right."""
    wording.forget()

    def ask(number: int) -> str | None:
        if number % 7 == 0:
            wording.forget()
        return wording.say_back(f"I'll call Sam {number % 3}").phrase

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(60))) == [f"call Sam {number % 3}" for number in range(60)]
