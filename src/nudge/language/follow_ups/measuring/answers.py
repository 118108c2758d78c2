"""Answers with the moves that two readers found good or bad after them: lines of JSON, one answer a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nudge.domain.errors import Invalid
from nudge.domain.follow_ups import Move

FEWEST_VOICES = 2


@dataclass(frozen=True, slots=True)
class AnswerLabel:
    """What one reader made of an answer, by the guide; a move in neither set is acceptable.

    Attributes:
        good: moves in the order in which the reader wrote them.
        silence: saying nothing is the best, or as good as any question.
        nothing: a tool should offer nothing at all.
        phrase: words of the answer worth giving back, or "".
    """

    good: tuple[Move, ...]
    bad: frozenset[Move]
    best: Move
    silence: bool
    nothing: bool
    phrase: str


@dataclass(frozen=True, slots=True)
class LabelledAnswer:
    """An answer to a question, what was asked since, the labels of the readers, and who wrote it."""

    id: str
    voice: str
    question: str
    answer: str
    already_asked: tuple[str, ...]
    sessions_done: int
    labels: tuple[AnswerLabel, ...]
    writer: str = ""


def read_answers(folder: Path) -> list[LabelledAnswer]:
    """All answers in `answers/*.jsonl` of a folder, with the labels of each file in `labels/` by id.

    Raises:
        Invalid: `corpus-invalid`, naming the file and line, never the text; also when a label is missing, or
            when there aren't two voices.
    """
    readers = [
        {line["id"]: _label(line, where) for where, line in _lines([file])}
        for file in sorted((folder / "labels").glob("*.jsonl"))
    ]
    if not readers:
        raise _invalid(folder.name, "has no labels")
    answers = [
        _answer(line, where, readers) for where, line in _lines(sorted((folder / "answers").glob("*.jsonl")))
    ]
    if len({each.voice for each in answers}) < FEWEST_VOICES:
        raise _invalid(folder.name, "has answers of fewer than two voices")
    return answers


def _lines(files: Sequence[Path]) -> Iterator[tuple[str, dict[str, Any]]]:
    for file in files:
        for number, text in enumerate(file.read_text("utf-8").splitlines(), 1):
            where = f"{file.name}:{number}"
            try:
                line = json.loads(text)
            except json.JSONDecodeError as error:
                raise _invalid(where, "is no JSON") from error
            if not isinstance(line, dict) or not isinstance(line.get("id"), str):
                raise _invalid(where, "has no id")
            yield where, line


def _answer(line: dict[str, Any], where: str, readers: Sequence[dict[str, AnswerLabel]]) -> LabelledAnswer:
    try:
        found = LabelledAnswer(
            line["id"],
            line["voice"],
            line["question"],
            line["answer"],
            tuple(line["already_asked"]),
            int(line["sessions_done"]),
            tuple(reader[line["id"]] for reader in readers),
            where.split(".")[0],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _invalid(where, "lacks a field, or a label") from error
    if any(label.phrase not in found.answer for label in found.labels):
        raise _invalid(where, "has a label with a phrase that isn't in the answer")
    return found


def _label(line: dict[str, Any], where: str) -> AnswerLabel:
    try:
        found = AnswerLabel(
            tuple(map(Move, line["good"])),
            frozenset(map(Move, line["bad"])),
            Move(line["best"]),
            bool(line["silence"]),
            bool(line["nothing"]),
            line["phrase"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _invalid(where, "lacks a field, or has an unknown move") from error
    if found.best not in found.good or not found.bad.isdisjoint(found.good):
        raise _invalid(where, "has a best move that isn't good, or one that is good and bad")
    return found


def _invalid(where: str, what: str) -> Invalid:
    return Invalid("corpus-invalid", f"{where} {what}.")
