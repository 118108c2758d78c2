"""The parser is the one of the manifest, the same for the same text, from any thread."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from nudge.domain.errors import Unavailable
from nudge.language.manifest import read_manifest
from nudge.language.parser import LARGEST_BATCH, LONGEST_TEXT, Parser

MODELS = Path(__file__).parents[2] / "models"
TEXTS = [
    "I'll hand Sam the Monday report before my holiday.",
    "didn't talk to her. again",
    "",
    "Priya said: ask me on Friday, not today!",
    "gonna try and listen more",
] * 4


@pytest.fixture(scope="module")
def parser() -> Parser:
    """The shipped parser, warmed up."""
    parser = Parser(read_manifest(MODELS))
    parser.warm_up()
    return parser


def seen(doc: Any) -> list[tuple[str, str, str, str, int, bool]]:
    return [(t.text, t.lemma_, t.tag_, t.dep_, t.head.i, bool(t.is_sent_start)) for t in doc]


@pytest.mark.models
def test_a_sentence_is_parsed(parser: Parser) -> None:
    """Tags, lemmas, dependencies, sentences and names are there."""
    doc = parser.parse(TEXTS[0])
    root = next(token for token in doc if token.dep_ == "ROOT")
    assert (root.lemma_, len(list(doc.sents))) == ("hand", 1)
    assert "Sam" in {entity.text for entity in doc.ents}


@pytest.mark.models
def test_a_text_is_parsed_the_same_in_any_company(parser: Parser) -> None:
    """Alone, with others, in other threads, and by a parser that saw nothing else."""
    expected = [seen(parser.parse(text)) for text in TEXTS]
    assert [seen(doc) for doc in parser.parse_all(TEXTS)] == expected
    with ThreadPoolExecutor(6) as pool:
        assert [seen(doc) for doc in pool.map(parser.parse, TEXTS)] == expected
    assert seen(Parser(read_manifest(MODELS)).parse(TEXTS[0])) == expected[0]


@pytest.mark.models
def test_batches_of_any_size_have_the_same_bytes(parser: Parser) -> None:
    """Vectors too: every decision is made on the same numbers."""
    texts = [" and ".join(TEXTS[: 1 + at % 7]) + " " * at for at in range(2 * LARGEST_BATCH + 3)]
    together = [doc.to_bytes() for doc in parser.parse_all(texts)]
    assert together == [parser.parse(text).to_bytes() for text in texts]
    assert together[:3] == [doc.to_bytes() for doc in parser.parse_all(texts[:3])]


@pytest.mark.models
def test_long_texts_are_cut(parser: Parser) -> None:
    """What comes after the limit isn't parsed."""
    doc = parser.parse("word " * LONGEST_TEXT)
    assert len(doc.text) == LONGEST_TEXT
    assert parser.parse_all([]) == []


def test_a_missing_model_says_so(tmp_path: Path) -> None:
    """A pipeline that isn't the one of the manifest is refused."""
    text = (MODELS / "manifest.toml").read_text(encoding="utf-8")
    (tmp_path / "manifest.toml").write_text(text.replace('"parser/model" = "', '"parser/model" = "0'))
    with pytest.raises(Unavailable, match="parser/model") as caught:
        Parser(read_manifest(tmp_path)).parse("a")
    assert caught.value.code == "models-missing"
