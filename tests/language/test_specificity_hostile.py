"""Texts that nobody would pledge: each gets an answer; scripts/bench pledges measures how soon."""

from __future__ import annotations

import pytest
from tests.language.said_back_score import ROOT

from nudge.domain.specificity import Facet
from nudge.language.encoder import Encoder
from nudge.language.manifest import read_manifest
from nudge.language.parser import Parser
from nudge.language.specificity.model import ROLE
from nudge.language.specificity.scorer import SpecificityScorer
from nudge.language.specificity.stripping import strip

N = 10_000
HOSTILE = {
    "one word": "word " * (N // 5),
    "one long word": "a" * N,
    "brackets": "([{" * (N // 3),
    "digits": "1234567890" * (N // 10),
    "numbers": "3 " * (N // 2),
    "decimals": "1.1" * (N // 3),
    "newlines": "\n" * N,
    "spaces": "I" + " " * (N - 5) + "will",
    "promises": "and I will " * (N // 11),
    "hedges": "maybe if I can " * (N // 15),
    "times": "by Friday " * (N // 10),
    "padding": "really, " * (N // 8),
    "ways": "in a very really " * (N // 17),
    "labels": "my plan for " * (N // 12),
    "commas": "," * N,
    "apostrophes": "'" * N,
    "emoji": "👩‍👩‍👧 " * (N // 6),
    "combining marks": "e" + "\u0301" * (N - 1),
    "right to left": "\u202ecall \u200fAna " * (N // 11),
    "nothing visible": "\u200b\ufeff" * (N // 2),
    "zeros": "\0" * N,
    "links": "https://a.b/" * (N // 12),
    "not English": "我会在星期五打电话给她" * (N // 11),
}


@pytest.fixture(scope="module")
def scorer() -> SpecificityScorer:
    manifest = read_manifest(ROOT / "models")
    return SpecificityScorer(manifest, Encoder(manifest), Parser(manifest))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_taken_apart(name: str) -> None:
    assert HOSTILE[name].startswith(strip(HOSTILE[name], ()).text)


@pytest.mark.models
@pytest.mark.skipif(ROLE not in read_manifest(ROOT / "models").entries, reason="the scorer isn't trained")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_has_a_score(scorer: SpecificityScorer, name: str) -> None:
    read, taken = scorer.score([HOSTILE[name]])[0]
    assert 1 <= read.overall <= 5
    assert "cut" in read.flags
    for facet in Facet:
        for span in read.facets[facet].evidence:
            assert taken.text[span.start : span.end] == span.text


@pytest.mark.models
@pytest.mark.skipif(ROLE not in read_manifest(ROOT / "models").entries, reason="the scorer isn't trained")
@pytest.mark.parametrize("text", ["", " ", "\n", "\0", "\u202e", "\u0301", "🙂", "\ufeff"])
def test_nothing_to_read_is_no_pledge(scorer: SpecificityScorer, text: str) -> None:
    read, _ = scorer.score([text])[0]
    assert not read.is_pledge
    assert read.n_actions == 0


@pytest.mark.models
@pytest.mark.skipif(ROLE not in read_manifest(ROOT / "models").entries, reason="the scorer isn't trained")
def test_one_hostile_text_changes_nothing_for_its_neighbours(scorer: SpecificityScorer) -> None:
    alone = scorer.score(["I'll call Ana by Friday"])[0][0]
    assert scorer.score([HOSTILE["brackets"], "I'll call Ana by Friday"])[1][0] == alone
