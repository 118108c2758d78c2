"""Questions as rows of a spreadsheet: how an organisation has each, and the changes that a row asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from nudge.domain.errors import Invalid, NudgeError
from nudge.domain.overlay_edits import QuestionEdit, edited, new_id, own_of, unknown, with_own
from nudge.domain.overlays import Overlay, is_own, overlaid
from nudge.domain.questions import Audience, Format, Question, QuestionBank, Slot, Stage
from nudge.domain.slot_texts import tidy
from nudge.domain.spreadsheets import RowProblem, SheetRow

COLUMNS = (
    "id",
    "version",
    "stage",
    "depth",
    "text",
    *(f"with_{slot}" for slot in Slot),
    "fits",
    "purposes",
    "themes",
    "audience",
    "formats",
    "needs",
    "weight",
    "hide",
    "because",
)
TAGS = ("depth", "fits", "purposes", "themes", "audience", "formats", "needs")
_HIDE = {"yes": True, "y": True, "true": True, "1": True, "x": True, "no": False, "false": False, "0": False}
MOST_HINTS = 50
"""Rows with unknown ids for which the nearest one is looked up, so that a foreign table takes no minute."""
T = TypeVar("T", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What rows of a spreadsheet make of an overlay.

    Attributes:
        rows: by question id, the number of the row that changed something about it.
        problems: the rows that weren't taken.
    """

    overlay: Overlay
    rows: Mapping[str, int]
    problems: tuple[RowProblem, ...] = ()


def rows_of(bank: QuestionBank, overlay: Overlay) -> list[dict[str, str]]:
    """All questions as the organisation has them, hidden ones too, by stage and id."""
    everything = overlaid(bank, replace(overlay, hidden=frozenset())).questions
    order = {stage: number for number, stage in enumerate(Stage)}
    return [_row(q, overlay) for q in sorted(everything, key=lambda q: (order[q.stage], q.id))]


def taken_in(bank: QuestionBank, overlay: Overlay, rows: Sequence[SheetRow]) -> TakenIn:
    """The overlay with what rows say; what they don't mention stays.

    A row without an id, or with an id of an own question that isn't there, is a new one. What can't be done
    is told with its row, and all the other rows count.
    """
    changed: dict[str, int] = {}
    problems: list[RowProblem] = []
    seen: set[str] = set()
    for row in rows:
        try:
            hints = len(problems) < MOST_HINTS
            after, question_id = with_row(bank, overlay, row.cells, hints=hints)
            if question_id in seen:
                raise Invalid("row-twice", f"“{question_id}” is in an earlier row already.")
        except NudgeError as error:
            problems.append(RowProblem(row.number, error.message))
            continue
        seen.add(question_id)
        if after != overlay:
            changed[question_id] = row.number
        overlay = after
    return TakenIn(overlay, changed, tuple(problems))


def with_row(
    bank: QuestionBank, overlay: Overlay, cells: Mapping[str, str], *, hints: bool = True
) -> tuple[Overlay, str]:
    """The overlay with what one row says, and the id of its question. Columns that aren't there change
    nothing; an empty cell is an empty value, but for a text, and for the tags of a question of the bank.

    Args:
        hints: whether an unknown id is told with the nearest one.

    Raises:
        Invalid, NotFound, Conflict: as `with_own` and `edited`; `cell-invalid`.
    """
    question_id = cells.get("id", "").strip()
    edit = _edit(cells, _present(bank, overlay, question_id))
    if not question_id or (is_own(question_id) and _is_new(bank, overlay, question_id)):
        question = _new(bank, overlay, question_id, cells, edit)
        overlay, question_id = with_own(bank, overlay, question), question.id
        edit = QuestionEdit(hidden=edit.hidden, weight=edit.weight, because=edit.because)
    elif _is_new(bank, overlay, question_id):
        raise unknown(question_id, bank, overlay, hints=hints)
    elif cells.get("stage", "").strip().lower() not in ("", question_id.split(".")[0]):
        raise Invalid("cell-invalid", "The stage of a question stays; add another one instead.")
    return edited(bank, overlay, question_id, edit), question_id


def _is_new(bank: QuestionBank, overlay: Overlay, question_id: str) -> bool:
    return question_id not in bank.positions and own_of(overlay, question_id) is None


def _row(question: Question, overlay: Overlay) -> dict[str, str]:
    return {
        "id": question.id,
        "version": str(question.version),
        "stage": question.stage,
        "depth": str(question.depth),
        "text": question.text,
        **{f"with_{slot}": question.wordings.get(slot, "") for slot in Slot},
        "fits": question.fits,
        "purposes": " ".join(sorted(question.purposes)),
        "themes": " ".join(sorted(question.themes)),
        "audience": question.audience,
        "formats": " ".join(sorted(question.formats)),
        "needs": " ".join(sorted(question.needs)),
        "weight": str(overlay.weights.get(question.id, "")),
        "hide": "yes" if question.id in overlay.hidden else "",
        "because": overlay.reasons.get(question.id, ""),
    }


def _new(
    bank: QuestionBank, overlay: Overlay, question_id: str, cells: Mapping[str, str], edit: QuestionEdit
) -> Question:
    given = cells.get("stage", "").strip().lower() or question_id.split(".")[0]
    stage = _one_of(Stage, "stage", given)
    text = edit.text or ""
    taken = {*bank.positions, *overlay.removed, *(question.id for question in overlay.questions)}
    return Question(
        id=question_id or new_id(stage, text, taken),
        version=_number(cells, "version", range(1, 1_000_000)) or 1,
        stage=stage,
        text=text,
        wordings=edit.wordings or {},
        **{"depth": 1, **edit.tags},
    )


def _edit(cells: Mapping[str, str], present: Question | None) -> QuestionEdit:
    text = tidy(cells.get("text", "")) or None
    if present and not is_own(present.id):
        cells = {column: cell for column, cell in cells.items() if cell.strip() or column not in TAGS}
    return QuestionEdit(
        text=text,
        wordings=_wordings(cells, present, text),
        depth=_number(cells, "depth", range(1, 4)),
        fits=_cell(cells, "fits", tidy),
        purposes=_cell(cells, "purposes", _words),
        themes=_cell(cells, "themes", _words),
        audience=_cell(cells, "audience", lambda cell: _one_of(Audience, "audience", cell or "any")),
        formats=_cell(cells, "formats", _formats),
        needs=_cell(cells, "needs", _words),
        hidden=_cell(cells, "hide", _is_hidden),
        weight=(_number(cells, "weight", range(-2, 3)) or 0) if "weight" in cells else None,
        because=_cell(cells, "because", tidy),
    )


def _wordings(cells: Mapping[str, str], present: Question | None, text: str | None) -> dict[Slot, str] | None:
    """What the columns of slots say. Where some of them aren't there, a question with the same text keeps its
    wordings for these; without a text nothing is said about wordings."""
    given = {slot: tidy(cells[f"with_{slot}"]) for slot in Slot if f"with_{slot}" in cells}
    if not given or text is None:
        return None
    kept = present.wordings if present and present.text == text else {}
    return {slot: words for slot, words in {**kept, **given}.items() if words}


def _present(bank: QuestionBank, overlay: Overlay, question_id: str) -> Question | None:
    """The question as the organisation has it now."""
    position = bank.positions.get(question_id)
    own = own_of(overlay, question_id)
    if own or position is None:
        return own
    words = overlay.rewordings.get(question_id)
    question = bank.questions[position]
    return replace(question, text=words.text, wordings=words.wordings) if words else question


def _cell(cells: Mapping[str, str], column: str, read: Callable[[str], Any]) -> Any:
    return read(cells[column].strip()) if column in cells else None


def _words(cell: str) -> frozenset[str]:
    return frozenset(cell.replace(",", " ").replace(";", " ").split())


def _formats(cell: str) -> frozenset[Format]:
    return frozenset(_one_of(Format, "formats", word) for word in _words(cell)) or frozenset(Format)


def _is_hidden(cell: str) -> bool:
    if cell.lower() not in {"", *_HIDE}:
        raise Invalid("cell-invalid", "“hide” is yes, or empty.")
    return _HIDE.get(cell.lower(), False)


def _number(cells: Mapping[str, str], column: str, allowed: range) -> int | None:
    cell = cells.get(column, "").strip()
    if not cell:
        return None
    whole = cell.removeprefix("-").removeprefix("+")
    if not (whole.isascii() and whole.isdigit() and len(whole) < 9) or int(cell) not in allowed:
        raise Invalid("cell-invalid", f"“{column}” is a whole number from {allowed[0]} to {allowed[-1]}.")
    return int(cell)


def _one_of(kind: type[T], column: str, cell: str) -> T:
    try:
        return kind(cell.lower())
    except ValueError:
        choices = ", ".join(member.value for member in kind)
        raise Invalid("cell-invalid", f"“{column}” is one of: {choices}.") from None
