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
        """What there is to say about questions that have other words or tags than before, or come back, and
        about stages that run short. What was let in once isn't looked at again."""
        worded = _as_meant(self._bank, before)
        new = [
            question for id, question in _as_meant(self._bank, after).items() if worded.get(id) != question
        ]
        found = [*look_at(new, self._bank), *self._shortages(before, after)]
        unsafe = {finding.id for finding in found if finding.code == "wording-unsafe"}
        back = (before.hidden - after.hidden) | (before.rewordings.keys() - after.rewordings.keys())
        ids = [id for id in {*back, *(question.id for question in new)} if id not in unsafe]
        near = self._gate.near_duplicates(ids, overlaid(self._bank, after)) if ids else []
        return Findings([*(near or ()), *found], near is not None)

    def rows(self, overlay: Overlay, rows: Sequence[SheetRow]) -> tuple[TakenIn, Findings]:
        """What rows of a spreadsheet make of an overlay, without those that aren't let in."""
        taken = taken_in(self._bank, overlay, rows)
        findings = self.findings(overlay, taken.overlay)
        refused = {taken.rows[id] for id in findings.refused if id in taken.rows}
        admitted = taken_in(self._bank, overlay, [row for row in rows if row.number not in refused])
        short = self._shortages(overlay, admitted.overlay)  # also without the new ones that are refused
        takers = {finding: _takers(overlay, admitted, finding.at) for finding in short}
        if short:  # which of them is too much nobody can say: none of them counts, and each is told
            out = refused.union(*takers.values())
            admitted = taken_in(self._bank, overlay, [row for row in rows if row.number not in out])
        errors = [f for f in findings.all if f.severity is Severity.ERROR and f.id in taken.rows]
        told = [
            *(RowProblem(taken.rows[finding.id], finding.sentence) for finding in errors),
            *(RowProblem(number, finding.sentence) for finding in short for number in takers[finding]),
        ]
        others = [finding for finding in findings.all if finding.id]
        found = Findings([*others, *short], findings.compared)
        return replace(admitted, problems=(*taken.problems, *told)), found

    def _shortages(self, before: Overlay, after: Overlay) -> list[GateFinding]:
        """Stages that run short by a change, or still do when it hides something."""
        short = shortages(self._bank, after)
        if not short:
            return []
        were = {shortage.stage for shortage in shortages(self._bank, before)}
        taking = {id.split(".")[0] for id in after.hidden - before.hidden}
        return shortage_findings(one for one in short if one.stage in taking or one.stage not in were)


def _takers(before: Overlay, taken: TakenIn, stage: str) -> set[int]:
    """The rows that may have made a stage short: they hide a question of it, or tag an own one otherwise."""
    tags = {question.id: _tags(question) for question in before.questions}
    otherwise = {q.id for q in taken.overlay.questions if q.id in tags and _tags(q) != tags[q.id]}
    suspects = otherwise | (taken.overlay.hidden - before.hidden)
    return {taken.rows[id] for id in suspects & taken.rows.keys() if id.startswith(f"{stage}.")}


def _tags(question: Question) -> tuple[object, ...]:
    """What decides whether everybody can be asked it."""
    return question.depth, question.audience, question.formats, question.needs, question.themes


def _as_meant(bank: QuestionBank, overlay: Overlay) -> dict[str, Question]:
    """Own and reworded questions by id, as they were written: nothing is left out or mended yet."""
    meant = {question.id: question for question in overlay.questions}
    for id, words in overlay.rewordings.items():
        if id in bank.positions:
            question = bank.questions[bank.positions[id]]
            meant[id] = replace(question, text=words.text, wordings=words.wordings)
    return meant
