"""`nudge bank export` and `nudge bank import`: there and back through a spreadsheet."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nudge.cli.main import main, nudge
from nudge.domain.errors import Invalid
from nudge.domain.spreadsheets import MARK

BANK = Path(__file__).parents[2] / "question_bank"
TABLE = """\
id;stage;text;weight;hide;because;with_person
;reflect;Think of your last night shift. What went differently from what you had planned?;1;;;
act.look-back-on;;;;yes;=in the survey;
act.small-enough;;Choose one thing to do before the next shift. How small could it be and still count?;;;;
;act;Have you tried asking for help?;;;;
act.nothing;;;2;;;
"""


def run(*arguments: object, overlays: str = "") -> Result:
    env = {"NUDGE_BANK": str(BANK), "NUDGE_OVERLAYS": overlays}
    return CliRunner().invoke(nudge, ["bank", *map(str, arguments)], env=env)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text(MARK + TABLE, encoding="utf-8")
    return path


def test_a_table_becomes_files_and_the_files_the_same_table(tmp_path: Path, table: Path) -> None:
    """Out and in again changes nothing; into an empty folder it makes the same files."""
    own, other, out = tmp_path / "own", tmp_path / "other", tmp_path / "out.csv"
    taken = run("import", "--csv", table, "--into", own)
    assert taken.exit_code == 1
    assert "3 question(s) changed, 2 row(s) not taken" in taken.output
    assert f"{table}: row 5: “Have you” can be answered" in taken.output
    assert f"{table}: row 6: There is no question with this id." in taken.output
    assert run("check", own, "--fast").exit_code == 0
    assert run("export", "--csv", out, overlays=str(own)).exit_code == 0
    again = run("import", "--csv", out, overlays=str(own))
    assert (again.exit_code, again.output.splitlines()[-1]) == (
        0,
        "0 question(s) changed, 0 row(s) not taken",
    )
    assert run("import", "--csv", out, "--into", other).exit_code == 0
    for path in own.rglob("*.toml"):
        assert (other / path.relative_to(own)).read_text() == path.read_text()


def test_the_table_has_every_question_and_no_formula(tmp_path: Path, table: Path) -> None:
    own, out = tmp_path / "own", tmp_path / "out.csv"
    run("import", "--csv", table, "--into", own)
    told = run("export", "--csv", out, "--of", own)
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert told.output == f"{len(rows)} questions in {out}\n"
    assert rows["act.look-back-on"]["hide"] == "yes"
    assert rows["act.look-back-on"]["because"] == "'=in the survey"
    assert "next shift" in rows["act.small-enough"]["text"]
    assert "reflect.own.think-of-your-last-night" in rows


def test_a_dry_run_writes_nothing(tmp_path: Path, table: Path) -> None:
    tried = run("import", "--csv", table, "--into", tmp_path / "own", "--dry-run")
    assert "3 question(s) would change, 2 row(s) not taken" in tried.output
    assert not (tmp_path / "own").exists()


def test_check_of_a_folder_names_file_line_and_column(tmp_path: Path, table: Path) -> None:
    own = tmp_path / "own"
    run("import", "--csv", table, "--into", own)
    path = own / "questions" / "reflect.toml"
    path.write_text(path.read_text().replace("depth = 1", "dept = 1"))
    checked = run("check", own, "--fast", "--format", "lines")
    assert checked.exit_code == 1
    assert f"{path}:4:1: error structure unknown field “dept”. Did you mean “depth”?" in checked.output


def test_without_a_folder_or_in_another_encoding_it_says_so(tmp_path: Path, table: Path) -> None:
    nowhere = run("import", "--csv", table)
    assert isinstance(nowhere.exception, Invalid)
    assert "--into" in nowhere.exception.message
    table.write_bytes("id,text\nact.a,Zoë\n".encode("latin-1"))
    assert isinstance(run("import", "--csv", table, "--into", tmp_path / "own").exception, Invalid)


def test_a_file_that_cant_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one sentence on standard error, without a traceback."""
    monkeypatch.setenv("NUDGE_BANK", str(BANK))
    out = tmp_path / "nowhere" / "mine.csv"
    with pytest.raises(SystemExit) as left:
        main(args=["bank", "export", "--csv", str(out)])
    assert left.value.code == 1
    assert capsys.readouterr().err == f"nudge: {out}: No such file or directory\n"
