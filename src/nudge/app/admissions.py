"""What of a change of own questions is let in: the gate looks at whatever is new in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nudge.app.ports import Reader
from nudge.app.question_gate import GateFinding, QuestionGate, look_at, shortage_findings
from nudge.domain.editorial.findings import Severity
from nudge.domain.overlay_rows import TakenIn, taken_in
from nudge.domain.overlays import Overlay, overlaid, shortages
from nudge.domain.questions import Question, QuestionBank
from nudge.domain.spreadsheets import RowProblem, SheetRow


@dataclass(frozen=True, slots=True)
class Findings:
    """What the gate found. `compared` says whether near-duplicates were looked for: that needs the models."""

    all: Sequence[GateFinding]
    compared: bool

    @property
    def refused(self) -> frozenset[str]:
        """Ids of the questions that aren't let in; "" when too much would be hidden."""
        return frozenset(finding.id for finding in self.all if finding.severity is Severity.ERROR)


class Admissions:
    """Looks at changes of an overlay over a bank."""

    def __init__(self, bank: QuestionBank, reader: Reader) -> None:
        self._bank = bank
        self._gate = QuestionGate(reader)

    def findings(self, before: Overlay, after: Overlay) -> Findings:
        """What there is to say about questions that have other words or tags than before, and about what is
        hidden that wasn't. What was let in once isn't looked at again."""
        worded = _as_meant(self._bank, before)
        new = [
            question for id, question in _as_meant(self._bank, after).items() if worded.get(id) != question
        ]
        found = look_at(new, self._bank)
        if after.hidden - before.hidden:
            found += shortage_findings(shortages(self._bank, after))
        unsafe = {finding.id for finding in found if finding.code == "wording-unsafe"}
        ids = [question.id for question in new if question.id not in unsafe]
        near = self._gate.near_duplicates(ids, overlaid(self._bank, after)) if ids else []
        return Findings([*(near or ()), *found], near is not None)

    def rows(self, overlay: Overlay, rows: Sequence[SheetRow]) -> tuple[TakenIn, Findings]:
        """What rows of a spreadsheet make of an overlay, without those that aren't let in."""
        taken = taken_in(self._bank, overlay, rows)
        findings = self.findings(overlay, taken.overlay)
        out = {taken.rows[id] for id in findings.refused if id in taken.rows}
        if "" in findings.refused:  # which of them is too much nobody can say: none is hidden
            out |= {
                number for id, number in taken.rows.items() if id in taken.overlay.hidden - overlay.hidden
            }
        if not out:
            return taken, findings
        admitted = taken_in(self._bank, overlay, [row for row in rows if row.number not in out])
        told = [
            RowProblem(taken.rows.get(finding.id, min(out)), finding.sentence)
            for finding in findings.all
            if finding.severity is Severity.ERROR
        ]
        return replace(admitted, problems=(*taken.problems, *told)), findings


def _as_meant(bank: QuestionBank, overlay: Overlay) -> dict[str, Question]:
    """Own and reworded questions by id, as they were written: nothing is left out or mended yet."""
    meant = {question.id: question for question in overlay.questions}
    for id, words in overlay.rewordings.items():
        if id in bank.positions:
            question = bank.questions[bank.positions[id]]
            meant[id] = replace(question, text=words.text, wordings=words.wordings)
    return meant
