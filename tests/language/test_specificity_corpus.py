"""The labelled pledges: what is in them, and what happens to lines that aren't right."""

import json
import warnings
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from nudge.domain.errors import Invalid
from nudge.domain.specificity import Facet
from nudge.language.specificity.corpus import LabelledPledge, read_corpus, read_mail, targets
from nudge.language.specificity.measuring.when_said import marked_spans
from nudge.language.specificity.model import HEADS

DATA = Path(__file__).parents[2] / "models" / "pledge_specificity" / "data"
LINE = {
    "id": "a", "voice": "v", "text": "Ring Ana on Friday", "is_pledge": True, "n_actions": 1, "action": 2,
    "when": 2, "measure": 2, "context": 2, "ownership": 2, "commitment": 2, "overall": 5, "kind": "act",
}  # fmt: skip


@pytest.fixture(scope="module")
def corpus() -> list[LabelledPledge]:
    """The corpus that comes with the project."""
    return read_corpus(DATA)


def test_the_corpus_is_as_large_as_its_card_says(corpus: list[LabelledPledge]) -> None:
    """Lines, voices and lines read twice."""
    card = (DATA.parent / "CARD.md").read_text(encoding="utf-8")
    assert f"{len(corpus):,} lines (`data/*.jsonl`) in {len({each.voice for each in corpus})} voices" in card
    assert f"labelled {sum(len(each.labels) == 2 for each in corpus):,} lines anew" in card
    assert f"{len(read_mail(DATA)):,} sentences of mail" in card


def test_every_pledge_stands_once(corpus: list[LabelledPledge]) -> None:
    """No id and no text is there twice: nothing can be both learnt from and held out."""
    assert max(Counter(each.id for each in corpus).values()) == 1
    assert max(Counter(each.text.casefold() for each in corpus).values()) == 1


def test_every_voice_is_described_and_belongs_to_one_writer(corpus: list[LabelledPledge]) -> None:
    """Who speaks is in voices.json."""
    described = json.loads((DATA / "voices.json").read_text(encoding="utf-8"))
    assert {each.voice for each in corpus} <= set(described)
    assert len({(each.voice, each.writer) for each in corpus}) == len({each.voice for each in corpus})


def test_marked_times_stand_in_their_texts(corpus: list[LabelledPledge]) -> None:
    """What a reader marked is copied from the pledge, letter by letter."""
    for each in corpus:
        assert len(marked_spans(each.text, each.times or ())) == len(each.times or ()), each.id


def test_every_level_occurs_in_both_labellings(corpus: list[LabelledPledge]) -> None:
    """Each facet has pledges at 0, 1 and 2."""
    for facet in Facet:
        for reader in (0, 1):
            levels = Counter(
                each.labels[reader].levels[facet] for each in corpus if len(each.labels) > reader
            )
            assert set(levels) == {0, 1, 2}, (facet, reader)


def test_labels_of_two_readers_are_kept_beside_each_other(tmp_path: Path) -> None:
    """The targets are their mean; what nobody said is not a number."""
    (tmp_path / "second").mkdir()
    (tmp_path / "own.jsonl").write_text(json.dumps(LINE) + "\n\n", encoding="utf-8")
    second = LINE | {"action": 1, "overall": 3, "due_on": "2026-11-20"}
    (tmp_path / "second" / "own.jsonl").write_text(json.dumps(second) + "\n", encoding="utf-8")
    (pledge,) = read_corpus(tmp_path)
    assert (pledge.overall, pledge.writer, pledge.due_on) == (4.0, "own", "2026-11-20")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # the mean of nothing
        wanted = dict(zip(HEADS, targets([pledge])[0].tolist(), strict=True))
    assert (wanted["action.1"], wanted["action.2"]) == (1.0, 0.5)
    assert np.isnan(wanted["intent.promise"])


@pytest.mark.parametrize("wrong", [{"action": 3}, {"overall": 0}, {"intent": "hint"}, {"kind": "vow"}])
def test_a_line_that_is_not_right_is_named_but_not_quoted(tmp_path: Path, wrong: dict[str, object]) -> None:
    """File and line, never the words of the pledge."""
    lines = [json.dumps(LINE), json.dumps(LINE | {"id": "b"} | wrong)]
    (tmp_path / "own.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(Invalid) as raised:
        read_corpus(tmp_path)
    assert raised.value.code == "corpus-invalid"
    assert "Line 2 of own.jsonl" in raised.value.message
    assert "Ana" not in raised.value.message
