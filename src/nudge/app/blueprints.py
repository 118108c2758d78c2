"""Says which lines of a leadership blueprint or course outline the bank serves, and which are bare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nudge.app.ports import LineReader
from nudge.domain.blueprint_lines import LineKind, lines_of
from nudge.domain.blueprints import LineCoverage, Verdict, coverage_of_line
from nudge.domain.questions import QuestionBank


@dataclass(frozen=True, slots=True)
class BlueprintCoverage:
    """What a bank has for a blueprint, line by line.

    Attributes:
        bank: whose positions the lines name.
        model: the encoder that compared.
        threshold: the cosine from which a question serves a line.
    """

    bank: QuestionBank
    model: str
    threshold: float
    lines: Sequence[LineCoverage]

    def n_of(self, verdict: Verdict | None) -> int:
        """Lines with this verdict; with None, those that are too short to tell."""
        if verdict is None:
            return sum(each.line.kind is LineKind.UNCLEAR for each in self.lines)
        return sum(each.verdict is verdict for each in self.lines)


class Blueprints:
    """What `nudge bank blueprint` and `POST /v1/bank/blueprint` do. Nothing is stored."""

    def __init__(self, reader: LineReader) -> None:
        self._reader = reader

    def cover(self, text: str, bank: QuestionBank) -> BlueprintCoverage:
        """The lines of a pasted text in their order, each with what the bank has for it.

        Raises:
            Invalid: as `lines_of`.
            Unavailable: `models-missing`; `threshold-unknown` with another encoder.
        """
        lines = lines_of(text)
        model, threshold = self._reader.model, self._reader.threshold
        judged = [line for line in lines if line.kind is LineKind.LINE]
        rows = self._reader.near(bank, [line.text for line in judged])
        covered = {
            line.number: coverage_of_line(bank, line, scores, threshold)
            for line, scores in zip(judged, rows, strict=True)
        }
        found = [covered.get(line.number, LineCoverage(line)) for line in lines]
        return BlueprintCoverage(bank, model, threshold, found)
