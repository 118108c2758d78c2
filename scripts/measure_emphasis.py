"""What an emphasis does to the sets of written people, and whether the person is still heard.

    .venv/bin/python -m scripts.measure_emphasis

The 30 people of development in models/question_sets, in their 15 conversations, each with each of ten
emphases that were written for this. Without the bound the choice is as `nudge.domain.crowding` wouldn't be
there. 95 % intervals by resampling people. Takes two minutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

import numpy as np
from rich.console import Console
from rich.table import Table

from nudge.app.question_sets import QuestionSets
from nudge.bank.loading import load_bank
from nudge.bank.rendering import TemplateRenderer
from nudge.domain import crowding
from nudge.domain.conversations import Brief, Emphasis, QuestionSet
from nudge.language.blueprints import LanguageLineReader
from nudge.language.encoder import Encoder
from nudge.language.manifest import read_manifest
from nudge.language.question_sets.measuring.people import read_people
from nudge.language.reader import language_reader
from nudge.language.specificity.measuring.figures import Figure, Resampling

ROOT = Path(__file__).parents[1]
OWN = {"purpose", "note", "pledge", "focus"}
EMPHASES = (
    "Give feedback early and kindly",
    "Hand over whole tasks, and leave them handed over",
    "Protect your own limits and those of your team",
    "Nobody eats lunch alone: everybody belongs",
    "See the work through our customers' eyes",
    "Talk about mistakes while they are small",
    "Say thank you for work that nobody sees",
    "Choose what will not be done this month",
    "Win people over when you can't give orders",
    "Lead people through the merger without having all the answers",
)


@dataclass(frozen=True, slots=True)
class Row:
    """The set of one person, with an emphasis in mind: shares of its four questions, and counts."""

    ref: str
    near: float
    kept: float
    n_own: int
    n_emphasised: int


class Exam:
    """Prepares the conversations with and without an emphasis."""

    def __init__(self) -> None:
        self.bank = load_bank(ROOT / "question_bank")
        reader = language_reader(ROOT / "models")
        lines = LanguageLineReader(Encoder(read_manifest(ROOT / "models")))
        self.near = np.array(lines.near(self.bank, EMPHASES)) >= lines.threshold
        self.sets = QuestionSets(self.bank, reader, TemplateRenderer())
        self.people = read_people(ROOT / "models/question_sets", "development")

    def rows(self, *, emphasised: bool) -> list[Row]:
        """A row for each person and emphasis."""
        found = []
        for brief in self.people.conversations:
            plain = self.sets.prepare(brief).sets
            for number, text in enumerate(EMPHASES):
                sets = self._with(brief, text) if emphasised else plain
                found += [self._row(one, other, number) for one, other in zip(sets, plain, strict=True)]
        return found

    def _with(self, brief: Brief, text: str) -> tuple[QuestionSet, ...]:
        return self.sets.prepare(replace(brief, emphasis=(Emphasis(text),))).sets

    def _row(self, one: QuestionSet, plain: QuestionSet, number: int) -> Row:
        ids = [asked.worded.id for asked in one.questions]
        before = {asked.worded.id for asked in plain.questions}
        first = [asked.why[0].kind for asked in one.questions]
        return Row(
            one.ref,
            float(np.mean([self.near[number, self.bank.positions[id]] for id in ids])),
            float(np.mean([id in before for id in ids])),
            sum(kind in OWN for kind in first),
            first.count("emphasis"),
        )


def main() -> None:
    """Print the table."""
    exam = Exam()
    ways = {"without emphasis": exam.rows(emphasised=False)}
    with patch.object(crowding, "LEAST_OWN", 0):
        ways["with, unbounded"] = exam.rows(emphasised=True)
    ways["with, as it is"] = exam.rows(emphasised=True)
    console = Console(width=130, highlight=False)
    console.print(
        f"{len(exam.people.by_ref)} people, {len(EMPHASES)} emphases, {len(exam.bank.questions)} questions"
    )
    table = Table("", *ways, show_lines=False)
    figures = {name: _figures(rows, ways["without emphasis"]) for name, rows in ways.items()}
    for measure in next(iter(figures.values())):
        table.add_row(measure, *(str(figures[name][measure]) for name in ways))
    console.print(table)
    shift = [a.near - b.near for a, b in zip(ways["with, as it is"], ways["without emphasis"], strict=True)]
    console.print(f"shift of the share near to the emphasis: {_mean(ways['with, as it is'], shift)}")


def _figures(rows: list[Row], plain: list[Row]) -> Mapping[str, str]:
    could = [n for n, row in enumerate(plain) if row.n_own >= crowding.LEAST_OWN]
    crowded = sum(rows[n].n_own < crowding.LEAST_OWN for n in could)
    return {
        "share of questions near to the emphasis": str(_mean(rows, [row.near for row in rows])),
        "share of the person's questions kept": str(_mean(rows, [row.kept for row in rows])),
        "questions with the person as first reason, of 4": str(
            _mean(rows, [float(row.n_own) for row in rows])
        ),
        "questions with the emphasis as first reason, of 4": str(
            _mean(rows, [float(row.n_emphasised) for row in rows])
        ),
        "sets crowded, of those that needn't be": f"{crowded} of {len(could)}",
    }


def _mean(rows: list[Row], values: list[float]) -> Figure:
    numbers = np.array(values)
    return Resampling([row.ref for row in rows]).figure(lambda chosen: float(numbers[chosen].mean()))


if __name__ == "__main__":
    main()
