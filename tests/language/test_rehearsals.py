"""The texts of invented people, and the encoder that keeps what it has encoded."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest

from nudge.api.bodies.question_sets import QuestionSetRequest
from nudge.bank.loading import load_bank
from nudge.domain.errors import Unavailable
from nudge.language.encoder import Encoder
from nudge.language.manifest import read_manifest
from nudge.language.parser import Parser
from nudge.language.rehearsals import RehearsedEncoder, RehearsedParser, StoredTexts

ROOT = Path(__file__).parents[2]
TEXTS = StoredTexts(ROOT / "models").read()


def test_there_is_enough_to_write_for_a_year() -> None:
    """Sixty purposes, a hundred and fifty pieces of notes, no text twice."""
    assert len(set(TEXTS.purposes)) == len(TEXTS.purposes) >= 60
    notes = [text for texts in TEXTS.notes.values() for text in texts]
    assert len(set(notes)) == len(notes) >= 150


def test_every_theme_of_the_bank_is_on_somebodys_mind() -> None:
    """In notes, as a focus and as a pledge, and no other theme."""
    themes = {theme.id for theme in load_bank(ROOT / "question_bank").themes}
    assert set(TEXTS.notes) == set(TEXTS.focus) == set(TEXTS.pledges) == themes


def test_the_stored_requests_are_requests() -> None:
    """Two hundred, for comparing banks; in one of six at least a person has written nothing."""
    path = ROOT / "models" / "rehearsals" / "requests.jsonl"
    lines = path.read_bytes().splitlines()
    requests = [msgspec.json.decode(line, type=QuestionSetRequest) for line in lines]
    assert len(requests) == 200
    assert {request.session_number for request in requests} == {1, 2, 3, 4, 5}
    silent = [r for r in requests if any(not p.notes and not p.purpose for p in r.participants or ())]
    assert len(silent) >= len(requests) / 6


def test_missing_texts_are_named(tmp_path: Path) -> None:
    """The file that can't be read is in the message."""
    with pytest.raises(Unavailable, match="purposes"):
        StoredTexts(tmp_path).read()


@pytest.mark.models
def test_what_is_kept_has_the_same_bytes() -> None:
    """In any order, again and for the first time, and for no text at all."""
    manifest = read_manifest(ROOT / "models")
    plain, keeping = Encoder(manifest), RehearsedEncoder(manifest)
    texts = ["I count to five.", "", "Then I wait.", "I count to five."]
    keeping.encode(texts[2:])
    assert np.array_equal(keeping.encode(texts), plain.encode(texts))
    assert keeping.encode([]).shape == plain.encode([]).shape
    parser, keeper = Parser(manifest), RehearsedParser(manifest)
    keeper.parse(texts[2])
    both = zip(parser.parse_all(texts), keeper.parse_all(texts), strict=True)
    assert all(one.to_bytes() == other.to_bytes() for one, other in both)
