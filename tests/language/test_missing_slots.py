"""What a pledge offers the question for its missing piece, and how the filled question reads."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.language.said_back_score import ROOT

from nudge.bank.loading import load_bank
from nudge.bank.rendering import TemplateRenderer
from nudge.domain.missing_pieces import PledgeSlots, choose
from nudge.domain.pledges import SaidBack
from nudge.domain.specificity import Facet, FacetReading, PledgeKind, Specificity
from nudge.language.manifest import read_manifest
from nudge.language.parser import Parser
from nudge.language.pledges.verbs import words
from nudge.language.pledges.wording import PledgeWording
from nudge.language.specificity.asking.slots import pledge_slots

pytestmark = pytest.mark.models
ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (ROOT / "tests/data/missing_slots.jsonl").read_text(encoding="utf-8").splitlines()
]
HOSTILE = ["", " ", "{{ 7 * 7 }}", "'s", "-", "my", "with Priya’s", "a " * 400, "\u202ewith Sam", "1:1s 1:1s"]
WORDS = sorted(
    words("I'll ask with my team the plan two colleagues' Priya and - / 's to one-to-ones no . , stand-up")
)


@pytest.fixture(scope="module")
def parser() -> Parser:
    """The shipped parser, warmed up."""
    parser = Parser(read_manifest(ROOT / "models"))
    parser.warm_up()
    return parser


@pytest.fixture(scope="module")
def found(parser: Parser) -> list[PledgeSlots]:
    """The slots of all rows."""
    wording = PledgeWording(parser)
    return [pledge_slots(parser.parse(row["text"]), wording.say_back(row["text"])) for row in ROWS]


def named(slots: PledgeSlots) -> set[tuple[str, str]]:
    return set((slots.filled() | ({"sort": slots.sort.value} if slots.sort else {})).items())


def read(row: dict[str, Any]) -> Specificity:
    levels = zip(Facet, row["levels"], strict=True)
    return Specificity(
        row["overall"],
        1.0,
        row.get("is_pledge", True),
        0.9,
        1,
        PledgeKind(row["kind"]),
        {facet: FacetReading(int(level)) for facet, level in levels},
        tuple(row.get("flags", ())),
    )


def test_slots_are_as_right_as_recorded(found: list[PledgeSlots]) -> None:
    """At least 99 % of what is filled is right, and 97 % of what could be filled is there."""
    n_filled = n_right = n_there = 0
    for row, slots in zip(ROWS, found, strict=True):
        got, right = named(slots), set(row["slots"].items())
        n_filled, n_right, n_there = n_filled + len(got), n_right + len(got & right), n_there + len(right)
    assert n_right >= 0.99 * n_filled
    assert n_right >= 0.97 * n_there


def test_every_question_reads_right(found: list[PledgeSlots]) -> None:
    """One line, one question, second person, nothing doubled; nothing where nothing is to be asked."""
    bank, render = load_bank(ROOT / "question_bank"), TemplateRenderer().render
    n_in_own_words = 0
    for row, slots in zip(ROWS, found, strict=True):
        wording = choose(bank.missing_pieces, read(row), slots, row["text"])
        assert (wording is None) == (row["asked"] is None), row["text"]
        if wording is None:
            continue
        text = render(wording.text, slots.filled())
        n_in_own_words += bool(wording.slots)
        assert text.count("?") == 1, text
        assert not re.search(r"(?i)\b(my|our|me|us|we|i'll)\b|\b(\w+) \2\b", text), text
        assert len(text.split()) <= 20, text
    assert n_in_own_words >= 0.5 * len(ROWS)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.one_of(st.sampled_from(HOSTILE), st.lists(st.sampled_from(WORDS)).map(" ".join), st.text()))
def test_any_text_gives_slots_on_one_line(parser: Parser, text: str) -> None:
    """Never an error; what is filled has words in it."""
    slots = pledge_slots(parser.parse(text), SaidBack(phrase=text.strip() or None))
    assert slots == pledge_slots(parser.parse(text), SaidBack(phrase=text.strip() or None))
    for said in slots.filled().values():
        assert re.search(r"\w", said)


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("Talk to Priya and Sam", "person"),
        ("Read Sam's report", "person"),
        ("Travel to Zagreb", "person"),
        ("Finish it before I talk to Ana", "person"),
        ("Talk to HR", "person"),
        ("Improve my team's mood", "people"),
        ("Clean up the report folder", "thing"),
        ("Prepare for the budget", "thing"),
        ("Not answer mails at night", "act"),
        ("Be calmer", "act"),
        ("Observe two of Chidi's lessons", "some"),
    ],
)
def test_an_unsure_slot_is_left_empty(parser: Parser, text: str, slot: str) -> None:
    """Each of these has looked like one."""
    said_back = PledgeWording(parser).say_back(text)
    assert slot not in pledge_slots(parser.parse(text), said_back).filled()
