"""How a bare act is built: verbs, who does it, to whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest
from tests.language.said_back_score import ROOT

from nudge.language.manifest import read_manifest
from nudge.language.parser import Parser
from nudge.language.specificity.anatomy import anatomy, lemma

if TYPE_CHECKING:
    from spacy.tokens import Token

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser(read_manifest(ROOT / "models"))


def words(tokens: Sequence[Token]) -> list[str]:
    return [token.text for token in tokens]


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("I will call Ana.", ["call"]),
        ("I will call Ana and write to Tom.", ["call", "write"]),
        ("I will start walking to work.", ["walking"]),
        ("I will remember to call Ana.", ["call"]),
        ("I will call Ana. I will write to Tom.", ["call", "write"]),
    ],
)
def test_the_acts_are_found(parser: Parser, text: str, verbs: list[str]) -> None:
    """Under "start" and "remember to" lies the act itself; each separate act counts."""
    assert words(anatomy(parser.parse(text)).verbs) == verbs


def test_who_does_it(parser: Parser) -> None:
    assert words(anatomy(parser.parse("I will call Ana.")).subjects) == ["I"]
    assert words(anatomy(parser.parse("We will call Ana.")).subjects) == ["We"]
    assert words(anatomy(parser.parse("Call Ana.")).subjects) == []


def test_names_one_thing_and_no_one_thing(parser: Parser) -> None:
    """A name, "our checklist" and "Ana's draft" are one thing each; "people" are not."""
    found = anatomy(parser.parse("I will show Priya our onboarding checklist and ask people about meetings."))
    assert words(found.names) == ["Priya"]
    assert words(found.definite) == ["checklist"]
    assert {"people", "meetings"} <= set(words(found.generic))
    assert "draft" in words(anatomy(parser.parse("I will read Ana's draft.")).definite)


def test_objects_directly_and_after_a_preposition(parser: Parser) -> None:
    assert words(anatomy(parser.parse("I will call Ana.")).objects) == ["Ana"]
    assert words(anatomy(parser.parse("I will talk to Ana.")).objects) == ["Ana"]


def test_base_forms_whatever_the_tagger_says(parser: Parser) -> None:
    assert [lemma(token) for token in parser.parse("Calling writes hand")] == ["call", "write", "hand"]


@pytest.mark.parametrize("text", ["", " ", ".", "🙂", "and and and", "(" * 200, "the", "Ana", "\n\n"])
def test_whatever_there_is_has_an_anatomy(parser: Parser, text: str) -> None:
    found = anatomy(parser.parse(text))
    assert found.main is None or found.main in found.verbs
