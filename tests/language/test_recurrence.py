"""Whether two pledges say the same: what is promised, to whom, and which way round."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.app.world import bank

from nudge.domain.conversations import Brief, ParticipantBrief
from nudge.domain.pledges import EarlierPledge, LastPledge, Outcome
from nudge.language.encoder import Encoder
from nudge.language.manifest import read_manifest
from nudge.language.parser import Parser
from nudge.language.reader import language_reader
from nudge.language.recurrence import PledgeLikeness

ROOT = Path(__file__).parents[2]
PAIRS = ROOT / "models" / "pledge_recurrence" / "data" / "pairs.jsonl"

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def likeness() -> PledgeLikeness:
    manifest = read_manifest(ROOT / "models")
    return PledgeLikeness(Encoder(manifest), Parser(manifest))


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("I'll ask Ewa to run the stand-up", "I'll ask Ewa to run the stand-up"),
        ("I'll ask Ewa to run the stand-up", "Maybe I'll ask Ewa to run the stand-up by Friday"),
        ("stop checking my phone in meetings", "no more phone while I'm in a meeting"),
        ("tell Femi that his tone hurt me", "talk to Femi about his hurtful tone"),
    ],
)
def test_the_same_in_other_words(likeness: PledgeLikeness, earlier: str, later: str) -> None:
    """Hedges and dates change nothing about what is meant."""
    assert likeness.same(later, [earlier]) == [True]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("I'll ask Ewa to run the stand-up", "I'll ask Goran to run the stand-up"),
        ("I'll ask Ewa to run the stand-up", "I'll thank Ewa for the stand-up"),
        ("check my phone in meetings", "don't check my phone in meetings"),
        ("tell Femi that his tone hurt me", "book the train to Leeds"),
    ],
)
def test_not_with_somebody_else_something_else_or_the_other_way_round(
    likeness: PledgeLikeness, earlier: str, later: str
) -> None:
    assert likeness.same(later, [earlier]) == [False]


def test_one_answer_for_each_and_the_same_both_ways(likeness: PledgeLikeness) -> None:
    others = ["thank Ewa", "ask Ewa to run the stand-up", "sleep more"]
    assert likeness.same("have Ewa run the stand-up", others) == [False, True, False]
    assert likeness.same("have Ewa run the stand-up", []) == []
    for other in others:
        one, two = likeness.likenesses("have Ewa run the stand-up", [other]) + likeness.likenesses(
            other, ["have Ewa run the stand-up"]
        )
        assert one == two


def test_whatever_is_written_can_be_compared(likeness: PledgeLikeness) -> None:
    for text in ("", " ", "…", "🙂", "x" * 3_000, "\n\n-", "I will"):
        assert len(likeness.same(text, ["ask Ewa", "", "🙂"])) == 3


def test_another_encoder_recognises_nothing() -> None:
    """The score was chosen for one; with another it would mean something else."""

    class Other(Encoder):
        @property
        def name(self) -> str:
            return "another@1"

    manifest = read_manifest(ROOT / "models")
    other = PledgeLikeness(Other(manifest), Parser(manifest))
    assert other.same("ask Ewa", ["ask Ewa"]) == [False]


def test_the_measured_precision_holds(likeness: PledgeLikeness) -> None:
    """As models/pledge_recurrence/CARD.md says of all pairs."""
    pairs = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    found = [pair["same"] for pair in pairs if likeness.same(pair["later"], [pair["earlier"]])[0]]
    assert sum(found) / len(found) >= 0.9
    assert sum(found) / sum(pair["same"] for pair in pairs) >= 0.38


def test_the_reading_says_so() -> None:
    """Of the last pledge and the earlier ones that weren't kept."""
    reader = language_reader(ROOT / "models")
    for outcome in Outcome:
        earlier = (EarlierPledge("sleep more"), EarlierPledge("let Ewa run the stand-up", outcome))
        last = LastPledge("ask Ewa to run the stand-up")
        people = (ParticipantBrief("ana", last_pledge=last, earlier_pledges=earlier), ParticipantBrief("ben"))
        ana, ben = reader.read(Brief(people), bank())
        assert ana.comes_back is (outcome is not Outcome.KEPT)
        assert not ben.comes_back
