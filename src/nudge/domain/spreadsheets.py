"""Tables as CSV for people who work in spreadsheets: read as these save it, and nothing is lost either way.

A cell that a spreadsheet would take for a formula gets an apostrophe before it, and loses it on the way back.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nudge.domain.errors import Invalid
from nudge.domain.spelling import did_you_mean

MARK = "\ufeff"
"""The byte order mark, without which Excel doesn't see that a file is UTF-8."""
LONGEST_CELL = 4_000
"""Characters. Chosen: many times the longest text of a question."""
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n]")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with its cells by column; `number` is the row in a spreadsheet, where the header is row 1."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row wasn't taken, or not all of it. Nothing of other rows is lost by it."""

    number: int
    message: str


def to_csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """The rows as CSV with a byte order mark, commas and a header; `from_csv` gives the same cells.

    >>> to_csv(["id", "text"], [{"id": "a", "text": "=1+1"}])
    "\\ufeffid,text\\r\\na,'=1+1\\r\\n"
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_guarded(row.get(column, "")) for column in columns])
    return MARK + file.getvalue()


def from_csv(text: str, columns: Sequence[str]) -> tuple[list[SheetRow], list[RowProblem]]:
    """The rows of a CSV file, with or without a byte order mark, with commas or semicolons.

    Columns can be in any order, and be left out. Empty rows are passed over.

    Args:
        columns: what may be in the header.

    Returns:
        The rows that can be read, and what is wrong with the others.

    Raises:
        Invalid: `csv-header-invalid` when the first row isn't a header of such columns.
    """
    text = text.removeprefix(MARK)
    file = io.StringIO(text, newline="")
    reader = csv.reader(file, delimiter=_delimiter(text), strict=True)
    header = _header(reader, columns)
    rows: list[SheetRow] = []
    problems: list[RowProblem] = []
    number = 1
    while True:
        number += 1
        try:
            cells = [_unguarded(cell) for cell in next(reader)]
        except StopIteration:
            return rows, problems
        except csv.Error as error:
            problems.append(RowProblem(number, _unreadable(str(error))))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if problem := _row_problem(cells, header):
            problems.append(RowProblem(number, problem))
        else:
            rows.append(SheetRow(number, dict(zip(header, cells, strict=False))))


def _header(reader: Iterable[list[str]], columns: Sequence[str]) -> list[str]:
    try:
        header = [cell.strip().lower() for cell in next(iter(reader), [])]
    except csv.Error:
        header = []
    while header and not header[-1]:
        header.pop()
    if not header:
        raise Invalid("csv-header-invalid", f"The first row has the names of columns: {', '.join(columns)}.")
    for name in header:
        if name not in columns:
            hint = did_you_mean(name, columns)
            raise Invalid("csv-header-invalid", f"A column of the first row has an unknown name. {hint}")
        if header.count(name) > 1:
            raise Invalid("csv-header-invalid", f"The column “{name}” is there twice.")
    return header


def _unreadable(error: str) -> str:
    """What the reader of CSV says, for people; an open quotation mark takes in all that comes after it."""
    if "unexpected end" in error or "field larger" in error:
        return (
            "it can't be read, nor can what comes after it: a quotation mark is open, or a cell is far too "
            "long; mend it and send the table again"
        )
    return f"it can't be read: {error}; look at its quotation marks"


def _row_problem(cells: Sequence[str], header: Sequence[str]) -> str | None:
    if any(cell.strip() for cell in cells[len(header) :]):
        return (
            f"it has {len(cells)} cells and the header {len(header)}: is a quotation mark or a comma missing?"
        )
    if any(len(cell) > LONGEST_CELL for cell in cells):
        return f"a cell has more than {LONGEST_CELL} characters: is a quotation mark missing?"
    return None


def _delimiter(text: str) -> str:
    """A semicolon where the header has more of them than commas: so spreadsheets save in many countries."""
    header = re.split(r"[\r\n]", text, maxsplit=1)[0]
    return ";" if header.count(";") > header.count(",") else ","


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell
