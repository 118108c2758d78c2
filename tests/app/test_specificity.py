"""Scoring pledges: what the author sees, and what nobody does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from nudge.app.ports import PledgeReader
from nudge.app.specificity import NO_TIME_ZONE, PledgeScores, PledgeToScore
from nudge.bank.rendering import TemplateRenderer
from nudge.domain.errors import Invalid
from nudge.domain.specificity import BLANK, Facet
from tests.app.world import bank
from tests.fakes.clock import FakeClock
from tests.fakes.pledge_reader import DEGRADED, FakePledgeReader

NOW = datetime.fromisoformat("2026-11-18T16:00:00+01:00")
CLEAR = PledgeToScore("By Friday I will ask Priya three questions", NOW, "Europe/Berlin")


@pytest.fixture
def reader() -> FakePledgeReader:
    return FakePledgeReader()


@pytest.fixture
def scores(reader: FakePledgeReader) -> PledgeScores:
    port: PledgeReader = reader
    return PledgeScores(bank(), port, TemplateRenderer(), FakeClock())


def test_a_clear_pledge_is_asked_nothing(scores: PledgeScores, reader: FakePledgeReader) -> None:
    """And its words aren't parsed for a question."""
    [scored] = scores.score([CLEAR])
    assert scored.missing is None
    assert reader.asked_for_slots == []
    assert scored.bank == bank().fingerprint
    assert scored.models == {"pledge_specificity": "words-in-a-list@1"}


def test_one_piece_is_asked_for_in_own_words(scores: PledgeScores) -> None:
    """The same question every time, filled with the slots that it uses."""
    pledge = replace(CLEAR, text="I will ask Priya")
    [scored], [again] = scores.score([pledge]), scores.score([pledge])
    assert scored.missing is not None
    assert scored.missing.facet is Facet.WHEN
    assert scored.missing.question.count("?") == 1
    assert "{{" not in scored.missing.question
    assert scored == again


def test_it_is_due_in_the_zone_of_its_author(scores: PledgeScores) -> None:
    [scored] = scores.score([CLEAR])
    assert scored.due is not None
    assert scored.due.at is not None
    assert scored.due.at.isoformat() == "2026-11-20T18:00:00+01:00"
    assert NO_TIME_ZONE not in scored.flags


def test_without_a_time_zone_no_date_is_told(scores: PledgeScores) -> None:
    """Never UTC by silence: a flag says what is missing."""
    [scored] = scores.score([replace(CLEAR, time_zone=None)])
    assert scored.due is None
    assert scored.flags == (NO_TIME_ZONE,)


def test_without_now_it_is_the_clocks(scores: PledgeScores) -> None:
    """The clock of the tests stands at a Monday noon in March."""
    [scored] = scores.score([replace(CLEAR, now=None)])
    assert scored.due is not None
    assert scored.due.at is not None
    assert scored.due.at.isoformat() == "2026-03-06T18:00:00+01:00"


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_an_empty_box_is_normal(scores: PledgeScores, reader: FakePledgeReader, text: str) -> None:
    """Somebody begins to type: the lowest score, no question, and no work for the models."""
    [scored] = scores.score([replace(CLEAR, text=text)])
    assert scored.specificity is BLANK
    assert (scored.specificity.overall, scored.specificity.score) == (1.0, 0.0)
    assert scored.flags == ("empty",)
    assert (scored.missing, scored.due, scored.degraded) == (None, None, None)
    assert reader.batches == [0]


def test_a_batch_is_read_at_once_and_in_order(scores: PledgeScores, reader: FakePledgeReader) -> None:
    """Each as if it were alone; blank ones keep their place."""
    pledges = [replace(CLEAR, text=text) for text in ("I will ask", "", CLEAR.text, "three", " ")]
    together = scores.score(pledges)
    assert reader.batches == [3]
    assert reader.asked_for_slots == ["I will ask", "three"]
    assert together == [scores.score([pledge])[0] for pledge in pledges]
    assert scores.score([]) == []


def test_an_unknown_zone_has_its_nearest_spelling(scores: PledgeScores) -> None:
    with pytest.raises(Invalid, match="Europe/Berlin"):
        scores.score([replace(CLEAR, time_zone="Europe/Berln")])


def test_without_models_the_rules_read_and_say_so(scores: PledgeScores, reader: FakePledgeReader) -> None:
    reader.is_missing = True
    [scored] = scores.score([CLEAR])
    assert scored.degraded == DEGRADED
    assert scored.models == {"pledge_specificity": "rules@1"}
