"""Overlays on disk: a folder with own questions, laid out as the bank, and with `overlay.toml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from nudge.app.question_gate import GateFinding, shortage_findings, structural
from nudge.bank.files import BankProblem, QuestionTable
from nudge.bank.loading import load_bank, question_of, read_file
from nudge.bank.references import Placed, Tables
from nudge.domain.curations import Curation
from nudge.domain.errors import Invalid
from nudge.domain.overlays import (
    HEAVIEST,
    Overlay,
    Rewording,
    is_own,
    leanings_of,
    overlaid,
    shortages,
)
from nudge.domain.questions import Question, QuestionBank, Slot, Stage
from nudge.domain.spelling import did_you_mean

FILE = "overlay.toml"
"""What is hidden, reworded and weighed; own questions are in `questions/<stage>.toml`."""


class HideTable(msgspec.Struct, forbid_unknown_fields=True):
    """`[[hide]]`: a question that is never asked."""

    id: str
    because: str = ""


class RewordTable(msgspec.Struct, forbid_unknown_fields=True):
    """`[[reword]]`: other words for a question of the bank. `of_version` is that of the bank's words."""

    id: str
    text: str
    with_slot: dict[Slot, str] = {}
    of_version: int = 0
    because: str = ""


class WeighTable(msgspec.Struct, forbid_unknown_fields=True):
    """`[[weigh]]`: a question that comes more (2) or less (-2) often."""

    id: str
    weight: int
    because: str = ""


Mark = HideTable | RewordTable | WeighTable
KINDS: Mapping[str, type[msgspec.Struct]] = {"hide": HideTable, "reword": RewordTable, "weigh": WeighTable}


def load_curation(directory: Path, overlays: Sequence[Path] = ()) -> Curation:
    """The bank of a directory with overlays, the later ones over the earlier.

    Raises:
        Invalid: `bank-invalid` as `load_bank`; `overlay-invalid`, naming every problem by file and line.
    """
    curation = Curation(load_bank(directory))
    for folder in overlays:
        overlay = load_overlay(folder, curation.bank)
        leanings = {**curation.leanings, **leanings_of(overlay)}
        curation = Curation(overlaid(curation.bank, overlay), leanings)
    return curation


def load_overlay(folder: Path, bank: QuestionBank) -> Overlay:
    """The overlay of a folder. Drafts are left out.

    Args:
        bank: over which it lies.

    Raises:
        Invalid: `overlay-invalid`.
    """
    tables, problems = read_overlay(folder, bank)
    if problems:
        listing = "\n".join(f"  {folder}/{problem}" for problem in problems)
        message = f"The overlay in {folder} has {len(problems)} problem(s):\n{listing}"
        raise Invalid("overlay-invalid", message, n_problems=len(problems))
    return overlay_of(tables)


def is_overlay(directory: Path) -> bool:
    """Whether a directory is an overlay and no bank of its own."""
    return (directory / FILE).exists() or not (directory / "vocabulary.toml").exists()


def read_overlay(folder: Path, bank: QuestionBank) -> tuple[Tables, list[BankProblem]]:
    """Every table of an overlay, and what keeps it from being served."""
    tables = Tables()
    problems: list[BankProblem] = []
    names = {FILE: KINDS} | {f"questions/{stage}.toml": {"question": QuestionTable} for stage in Stage}
    there = [name for name in names if (folder / name).is_file()]
    for name in there:
        read_file(folder / name, name, tables, problems, names[name])
    others = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.toml"))
    problems += [
        BankProblem(name, 1, f"an overlay has {FILE} and questions/<stage>.toml; this file would not be read")
        for name in others
        if name not in names
    ]
    if not there:
        what = f"there is neither {FILE} nor questions/<stage>.toml" if folder.is_dir() else "no such folder"
        problems.append(BankProblem(FILE, 1, what))
    return tables, sorted(problems or _Checked(tables, bank).problems())


def overlay_of(tables: Tables) -> Overlay:
    """The overlay that tables describe."""
    rewordings = tables.of(RewordTable)
    own = [table for table in tables.published(QuestionTable) if not table.allow]
    marks: list[Mark] = [*rewordings, *tables.of(WeighTable), *tables.of(HideTable)]
    return Overlay(
        questions=tuple(map(question_of, tables.published(QuestionTable))),
        hidden=frozenset(hide.id for hide in tables.of(HideTable)),
        rewordings={r.id: Rewording(r.text, r.with_slot, r.of_version) for r in rewordings},
        weights={weigh.id: weigh.weight for weigh in tables.of(WeighTable) if weigh.weight},
        reasons={one.id: one.because for one in (*own, *marks) if one.because},
    )


class _Checked:
    """Checks tables that are fine by themselves against the bank."""

    def __init__(self, tables: Tables, bank: QuestionBank) -> None:
        self._tables = tables
        self._bank = bank
        own = {question.id for question in tables.of(QuestionTable)}
        self._known = own | set(bank.positions)
        self._of_bank = set(bank.positions) - own

    def problems(self) -> list[BankProblem]:
        """All of them."""
        found: list[BankProblem] = []
        seen: set[tuple[str, str]] = set()
        for placed in self._tables.placed:
            found += [placed.problem(message, key) for message, key in self._problems_of(placed, seen)]
        if not found:
            overlay = overlay_of(self._tables)
            found += [
                BankProblem(FILE, self._line_of_hide(shortage), shortage.sentence)
                for shortage in shortage_findings(shortages(self._bank, overlay))
            ]
        return found

    def _line_of_hide(self, shortage: GateFinding) -> int:
        """Of the last question of the stage that is hidden."""
        hides = [p for p in self._tables.placed if isinstance(p.table, HideTable)]
        of_stage = [p for p in hides if getattr(p.table, "id", "").startswith(f"{shortage.at}.")]
        return of_stage[-1].problem("").line if of_stage else 1

    def _problems_of(self, placed: Placed, seen: set[tuple[str, str]]) -> Iterator[tuple[str, str | None]]:
        table = placed.table
        assert isinstance(table, QuestionTable | Mark)
        if (placed.kind, table.id) in seen:
            yield f"“{table.id}” is there twice", "id"
        seen.add((placed.kind, table.id))
        if isinstance(table, QuestionTable):
            yield from self._own(table, placed.file.name)
            return
        if table.id in self._bank.retired:  # since then, or hidden: that must stop nobody
            return
        known = self._of_bank if isinstance(table, RewordTable) else self._known
        if table.id not in known:
            yield f"there is no question “{table.id}” to {placed.kind}. {did_you_mean(table.id, known)}", "id"
        if isinstance(table, WeighTable) and abs(table.weight) > HEAVIEST:
            yield f"a weight is a whole number from -{HEAVIEST} to {HEAVIEST}", "weight"
        if isinstance(table, RewordTable) and table.id in known:
            question = self._bank.questions[self._bank.positions[table.id]]
            yield from self._unfit(table, question)

    def _own(self, table: QuestionTable, file: str) -> Iterator[tuple[str, str | None]]:
        stage = table.id.split(".")[0]
        if not is_own(table.id):
            yield (
                f"the id “{table.id}” isn't of the form stage.own.kebab-slug (“again-” begins no slug)",
                "id",
            )
        elif file != f"questions/{stage}.toml":
            yield f"the id “{table.id}” belongs into questions/{stage}.toml", "id"
        else:
            for finding in structural(question_of(table), self._bank):
                yield finding.sentence, finding.at

    def _unfit(self, table: RewordTable, question: Question) -> Iterator[tuple[str, str | None]]:
        words = Question(
            question.id,
            question.version,
            question.stage,
            question.depth,
            table.text,
            wordings=table.with_slot,
        )
        for finding in structural(words, self._bank):
            yield finding.sentence, finding.at
