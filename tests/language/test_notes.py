"""Notes as memory: what is chosen, what is read out of it, and what is never said back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nudge.domain.notes import Memory, Note, Visibility
from nudge.language.manifest import read_manifest
from nudge.language.notes.memory import MOST_PASSAGES, NoteMemory
from nudge.language.parser import Parser
from nudge.language.themes.reader import ThemeReader
from nudge.language.vectors import pack

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
THEMES = ThemeReader({"meetings": np.eye(3, 8, dtype=np.float32)})
PARSER = Parser(read_manifest(ROOT / "models"))
"""Cheap to construct; the model is loaded by the first test that parses."""

LIVELY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
WORDS = st.sampled_from(
    [
        "I",
        "didn't",
        "told",
        "Ronnie",
        "Priya",
        "she",
        "he",
        "not",
        ".",
        "?",
        "!",
        ",",
        ";",
        "if",
        "and",
        "but",
        "“",
        "”",
        '"',
        "'",
        "said",
        "my",
        "director",
        "still",
        "\n",
        "it",
        ":",
        "…",
        "12",
        "é",
        "漢",
        "\u200b",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=60).map(" ".join))


class CountingParser(Parser):
    """Counts the texts that are parsed."""

    def __init__(self) -> None:
        super().__init__(read_manifest(ROOT / "models"))
        self.n_parsed = 0

    def parse_all(self, texts: Sequence[str]) -> list[Any]:
        self.n_parsed += len(texts)
        return PARSER.parse_all(texts)


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def remember(*notes: Note, memory: NoteMemory | None = None, session_number: int = 4) -> Memory:
    memory = memory or NoteMemory(PARSER)
    passages = memory.passages(notes, session_number)
    vectors = np.eye(max(1, len(passages)), 8, dtype=np.float32)[: len(passages)]
    return memory.recall(passages, vectors, THEMES)


def note(text: str, session_number: int | None = 3, n: int = 1, **changes: Any) -> Note:
    return replace(Note(f"note:{n}", text, session_number), **changes)


@pytest.mark.models
@pytest.mark.parametrize("row", rows("note_quotes.jsonl"), ids=lambda row: row["text"][:50])
def test_quotes_keep_the_sense(row: dict[str, Any]) -> None:
    """Nothing is quoted that the writer didn't mean: negations, questions, conditions, hearsay, irony."""
    quotes = [passage.quote for passage in remember(note(row["text"])).passages if passage.quote]
    assert (quotes[0] if quotes else None) in row["allowed"]
    assert len(quotes) < 2 or quotes[1] in row["allowed"]


@pytest.mark.models
@pytest.mark.parametrize("row", rows("note_people.jsonl"), ids=lambda row: row["text"][:50])
def test_people(row: dict[str, Any]) -> None:
    """Names and roles that read right in a question; no places, firms, days, former bosses or the partner."""
    assert [person.name for person in remember(note(row["text"])).people] == row["people"]


@pytest.mark.models
@pytest.mark.parametrize("row", rows("note_open_threads.jsonl"), ids=lambda row: row["text"][:50])
def test_open_threads(row: dict[str, Any]) -> None:
    """Unfinished things of the writer's own are found; finished ones and other people's aren't."""
    assert any(passage.is_open for passage in remember(note(row["text"])).passages) == row["is_open"]


@pytest.mark.models
def test_yes_and_no_are_told_apart() -> None:
    """The same words with and without "not" never give the same quote."""
    for did, did_not in (
        ("I did tell Priya about the budget.", "I didn't tell Priya about the budget."),
        ("I trust the new plan for the depot.", "I do not trust the new plan for the depot."),
        ("i gave the team the dates", "i never gave the team the dates"),
    ):
        quotes = [passage.quote for text in (did, did_not) for passage in remember(note(text)).passages]
        assert quotes[0] != quotes[1] or quotes == [None, None]


@pytest.mark.models
def test_people_over_sessions() -> None:
    """Mentions and sessions are counted; one shared note makes a person shared; the partner isn't there."""
    memory = remember(
        note("I'm on with Ines, she runs a lab. I told Priya that the plan has changed.", 1, 1),
        note("I talked to Priya about the shifts again.", 3, 2, visibility=Visibility.SHARED),
        note("Ines asked me what I want. My director wants an answer by Friday.", 3, 3),
    )
    assert [(p.name, p.n_mentions, p.n_sessions, p.is_shared) for p in memory.people] == [
        ("Priya", 2, 2, True),
        ("your director", 1, 1, False),
    ]


@pytest.mark.models
def test_partners_notes() -> None:
    """In a note that the partner typed nothing is quoted, and neither partner nor owner is among the"
    " people."""
    memory = remember(
        note("Ines typing. Tomas said he wants to tell Priya the truth. I asked him how. He still hasn't.")
    )
    assert all(passage.quote is None for passage in memory.passages)
    assert [person.name for person in memory.people] == ["Priya"]
    assert any(passage.is_open for passage in memory.passages)


@pytest.mark.models
def test_own_names_are_left_out() -> None:
    """The writer isn't somebody to be asked about."""
    memory = NoteMemory(PARSER)
    passages = memory.passages([note("I told Priya and Marta that I was late with it.")])
    vectors = np.zeros((len(passages), 8), dtype=np.float32)
    assert {p.name for p in memory.recall(passages, vectors, THEMES, own_names=["priya"]).people} == {"Marta"}


@pytest.mark.models
def test_recurrence() -> None:
    """Near passages of two sessions recur, oldest first; of one session they don't."""
    memory = NoteMemory(PARSER)
    notes = [
        note("The rota is still not done by me.", 1, 1),
        note("Once more no rota from me this week.", 3, 2),
    ]
    for numbers, expected in (((1, 3), 1), ((3, 3), 0)):
        dated = [replace(each, session_number=number) for each, number in zip(notes, numbers, strict=True)]
        passages = memory.passages(dated, 4)
        found = memory.recall(passages, np.full((2, 8), 0.125**0.5, dtype=np.float32), THEMES)
        assert len(found.recurrences) == expected
        for recurrence in found.recurrences:
            assert [found.passages[p].session_number for p in recurrence.passages] == [1, 3]


@pytest.mark.models
def test_500_notes_cost_as_much_as_24_passages() -> None:
    """However many notes there are, at most 24 passages are parsed, and the second time none."""
    parser = CountingParser()
    memory = NoteMemory(parser)
    notes = [
        note(f"I still have to tell number {n} about the new plan for the depot.", n % 9, n)
        for n in range(500)
    ]
    remember(*notes, memory=memory, session_number=9)
    assert parser.n_parsed == MOST_PASSAGES
    remember(*notes, memory=memory, session_number=9)
    assert parser.n_parsed == MOST_PASSAGES


def test_stored_vectors_are_used_for_the_same_encoder_only() -> None:
    """A vector that is kept with a note is taken when the encoder's name is the same, else it's None."""
    text = "I keep the rota to myself and nobody else may touch it."
    stored = pack("some@1", np.full((1, 4), 0.5, dtype=np.float32), [text])
    for name, is_there in (("some@1", True), ("other@1", False)):
        (passage,) = NoteMemory(PARSER, encoder_name=name).passages([note(text, vectors=stored)])
        assert (passage.vector is not None) is is_there
    broken = replace(stored, data=stored.data[:-3])
    (passage,) = NoteMemory(PARSER, encoder_name="some@1").passages([note(text, vectors=broken)])
    assert passage.vector is None


def test_recency_and_order() -> None:
    """The older of two equal notes weighs less; the order in which notes come changes nothing."""
    rota = [note("I keep the rota to myself and nobody may touch it.", n, n) for n in (1, 2, 3)]
    memory = NoteMemory(PARSER)
    weights = {p.session_number: p.weight for p in memory.passages(rota, 4)}
    assert weights[3] > weights[2] > weights[1] > 0
    notes = [
        note(f"We had a row about shift {n} again in the canteen.", 1 + n % 3, 10 + n) for n in range(40)
    ]
    passages = memory.passages(notes, 4)
    shuffled = notes[:]
    Random(5).shuffle(shuffled)
    assert [(p.source, p.text, p.weight) for p in memory.passages(shuffled, 4)] == [
        (p.source, p.text, p.weight) for p in passages
    ]
    assert len(passages) == MOST_PASSAGES


@pytest.mark.models
@LIVELY
@given(st.lists(st.tuples(TEXTS, st.one_of(st.none(), st.integers(-3, 9))), max_size=3), st.integers(1, 5))
def test_any_text(drawn: list[tuple[str, int | None]], session_number: int) -> None:
    """Whatever is written: no error, quotes are verbatim, weights are in [0, 1], twice the same."""
    notes = [note(text, number, n) for n, (text, number) in enumerate(drawn)]
    memory = remember(*notes, session_number=session_number)
    texts = {each.source: each.text for each in notes}
    for passage in memory.passages:
        assert passage.text in texts[passage.source]
        assert passage.quote is None or passage.quote in passage.text
        assert 0 <= passage.weight <= 1
    assert remember(*notes, session_number=session_number) == memory
