"""Tables as people save them are read, and what is written comes back exactly."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nudge.domain.errors import Invalid
from nudge.domain.spreadsheets import LONGEST_CELL, MARK, from_csv, to_csv

COLUMNS = ("id", "text", "because")
cells = st.text(st.characters(codec="utf-8"), max_size=20) | st.text(
    alphabet="=+-@'\"\t\r\n,;“”a🙂 \0\ufeff", max_size=8
)
tables = st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, cells)), max_size=4)


@settings(max_examples=500)
@given(tables)
def test_every_cell_comes_back(rows: list[dict[str, str]]) -> None:
    """Line breaks, quotes, separators, emoji, formulas, apostrophes: exactly; only empty rows aren't rows."""
    text = to_csv(COLUMNS, rows).encode("utf-8").decode("utf-8")
    found, problems = from_csv(text, COLUMNS)
    assert not problems
    assert [dict(row.cells) for row in found] == [row for row in rows if any(map(str.strip, row.values()))]


@given(tables)
def test_no_cell_is_a_formula(rows: list[dict[str, str]]) -> None:
    """What a spreadsheet opens begins with none of = + - @, a tab or a line break."""
    text = to_csv(COLUMNS, rows).removeprefix(MARK)
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not any(cell[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"} and cell for cell in row)


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("mark", ["", MARK])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_tables_are_read_as_programs_save_them(separator: str, mark: str, end: str) -> None:
    """With and without a byte order mark, with commas or semicolons, columns in any order, some left out."""
    lines = [["Text", " ID "], ['"What, or; which?"', "act.a"], ["", ""], ["Other", "act.b"]]
    table = mark + end.join(separator.join(line) for line in lines) + end
    rows, problems = from_csv(table, COLUMNS)
    assert not problems
    assert [(row.number, dict(row.cells)) for row in rows] == [
        (2, {"text": "What, or; which?", "id": "act.a"}),
        (4, {"text": "Other", "id": "act.b"}),
    ]


def test_a_bad_row_is_told_and_the_others_are_kept() -> None:
    table = f'id,text\na,one\nb,two,three,four\nc,"th"ree\nd,{"x" * (LONGEST_CELL + 1)}\ne,five\nf,"six'
    rows, problems = from_csv(table, COLUMNS)
    assert [row.cells["id"] for row in rows] == ["a", "e"]
    assert [problem.number for problem in problems] == [3, 4, 5, 7]


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("", "names of columns"),
        ("\n\n", "names of columns"),
        ("id,txt\n", "Did you mean “text”?"),
        ("id,id\n", "“id” is there twice"),
        ("act.a,What is there?\n", "unknown name"),
    ],
)
def test_a_table_without_its_header_is_refused(table: str, says: str) -> None:
    with pytest.raises(Invalid, match=says) as refused:
        from_csv(table, COLUMNS)
    assert refused.value.code == "csv-header-invalid"


def test_an_open_quotation_mark_is_told_with_what_it_takes_in() -> None:
    rows, problems = from_csv('id,text\na,b\nc,"d\ne,f\n', ["id", "text"])
    assert [row.cells["id"] for row in rows] == ["a"]
    assert [problem.number for problem in problems] == [3]
    assert "what comes after it: a quotation mark is open" in problems[0].message
