"""Which lines of a blueprint a bank serves."""

from __future__ import annotations

import pytest

from nudge.app.blueprints import Blueprints
from nudge.domain.blueprints import Verdict
from nudge.domain.errors import Unavailable
from tests.app.world import bank
from tests.fakes.line_reader import FakeLineReader


def test_each_line_comes_back_in_its_place_with_what_it_is() -> None:
    """A line made of a question's words is served by that question; nobody asks about zebras."""
    question = bank().questions[0]
    text = f"# Values\n- {question.text}\n- Zebra quagga okapi\n- Integrity\n---"
    covered = Blueprints(FakeLineReader()).cover(text, bank())
    assert [each.line.kind for each in covered.lines] == ["heading", "line", "line", "unclear", "filler"]
    _, near, bare, unclear, _ = covered.lines
    assert near.by_stage[question.stage][0].position == 0
    assert near.n_near >= 1
    assert (bare.verdict, bare.n_near, len(bare.missing)) == (Verdict.BARE, 0, 4)
    assert unclear.verdict is None
    assert [covered.n_of(verdict) for verdict in (Verdict.BARE, None)] == [1, 1]


def test_a_text_with_nothing_to_judge_needs_no_models() -> None:
    """The threshold and the name of the encoder are asked for all the same: without models it says so."""
    reader = FakeLineReader()
    assert Blueprints(reader).cover("Integrity", bank()).n_of(None) == 1
    reader.is_missing = True
    with pytest.raises(Unavailable):
        Blueprints(reader).cover("Listen before you speak", bank())
