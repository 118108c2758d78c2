"""`nudge bank`: for those who write questions."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nudge.cli.main import nudge
from nudge.domain.editorial.rules import RULES
from tests.bank.test_loading import FILES, write

ROOT = Path(__file__).parents[2]
BAD = """
[[question]]
id = "act.test-one"
version = 1
depth = 1
text = "Suppose it goes on. Why would you let it go on for another week?"
"""


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "question_bank", tmp_path / "bank"))


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A small one."""
    folder = tmp_path / "bank"
    folder.mkdir()
    return write(folder, FILES)


@pytest.fixture
def bad(bank: Path) -> Path:
    path = bank / "questions" / "act.toml"
    path.write_text(path.read_text(encoding="utf-8") + BAD, encoding="utf-8")
    return bank


def run(*arguments: object) -> Result:
    return CliRunner().invoke(nudge, ["bank", *map(str, arguments)])


def test_the_bank_of_the_project_has_no_error() -> None:
    """And says what it looked at, what it found and what it left out."""
    checked = run("check", "--fast", ROOT / "question_bank")
    assert checked.exit_code == 0, checked.output
    assert " questions" in checked.output
    assert "0 errors" in checked.output
    assert "near-duplicates weren't checked: left out by --fast" in checked.output


def test_a_problem_has_its_file_line_and_the_nearest_spelling(bank: Path) -> None:
    """As editors understand it: file:line:column: severity, rule, message."""
    path = bank / "questions" / "act.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("depth = 1", "dept = 1", 1), encoding="utf-8")
    line = text[: text.index("depth = 1")].count("\n") + 1
    checked = run("check", "--fast", bank)
    assert checked.exit_code == 1
    said = f"{path}:{line}:1: error structure unknown field “dept”. Did you mean “depth”?"
    assert said in checked.output


def test_only_errors_count_in_the_exit_code(bad: Path) -> None:
    """A warning is for an editor to weigh."""
    assert run("check", "--fast", bad).exit_code == 1
    path = bad / "questions" / "act.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("Why would you let it go on for", "What is at the end of the tunnel, in"),
        encoding="utf-8",
    )
    path.write_text(
        path.read_text(encoding="utf-8").replace("the tunnel", "the elephant in the room"), encoding="utf-8"
    )
    checked = run("check", "--fast", bad)
    assert checked.exit_code == 0
    assert "warning idiom act.test-one: “elephant in the room” is an idiom" in checked.output


def test_a_table_says_how_to_mend(bad: Path) -> None:
    """For people, on a terminal."""
    shown = CliRunner().invoke(
        nudge, ["bank", "check", "--fast", "--format", "table", str(bad)], env={"COLUMNS": "200"}
    )
    assert shown.exit_code == 1
    assert "questions/act.toml" in shown.output
    assert "why-to-the-person" in shown.output
    assert "Ask “what made you”" in shown.output


def test_json_has_everything(bad: Path) -> None:
    """Counts, and each finding with its place, words, message and how to mend it."""
    checked = run("check", "--fast", "--format", "json", bad)
    said = json.loads(checked.output)
    (error,) = [found for found in said["findings"] if found["severity"] == "error"]
    assert error["rule"] == "why-to-the-person"
    assert error["words"].startswith("Why would you")
    assert (error["file"], error["id"], error["key"]) == ("questions/act.toml", "act.test-one", "text")
    line = (bad / error["file"]).read_text(encoding="utf-8").splitlines()[error["line"] - 1]
    assert line[error["column"] - 1 : error["end_column"] - 1] == error["words"]
    assert said["counts"]["error"] == 1
    assert said["near_duplicates"] == {"checked_with": None, "why_not": "left out by --fast"}


def test_sarif_has_what_the_standard_asks_for(bad: Path) -> None:
    """Version, tool, rules by unique id, and results that point at them and at a region of a file.

    SARIF 2.1.0: 3.13 log, 3.14 run, 3.18 and 3.19 tool, 3.27 result, 3.30 region, 3.49 rule.
    """
    log = json.loads(run("check", "--fast", "--format", "sarif", bad).output)
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run_,) = log["runs"]
    driver = run_["tool"]["driver"]
    assert driver["name"]
    codes = [rule["id"] for rule in driver["rules"]]
    assert codes == [rule.code for rule in RULES]
    assert len(set(codes)) == len(codes)
    for rule in driver["rules"]:
        assert rule["defaultConfiguration"]["level"] in ("none", "note", "warning", "error")
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
    assert run_["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    for result in run_["results"]:
        assert codes[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        assert " " not in physical["artifactLocation"]["uri"]
        assert physical["region"]["startLine"] >= 1
        assert 1 <= physical["region"]["startColumn"] <= physical["region"]["endColumn"]
    fingerprints = [tuple(result["partialFingerprints"].values()) for result in run_["results"]]
    assert all(fingerprints)
    assert "why-to-the-person" in {result["ruleId"] for result in run_["results"]}


def test_rules_are_told() -> None:
    """All of them with why and how to mend; one with its examples; a misspelt one with what was meant."""
    listed = run("rules").output
    for rule in RULES:
        assert f"{rule.code} ({rule.severity})" in listed
        assert rule.mend in listed
    told = run("rules", "idiom").output
    assert "What is the elephant in the room?" in told
    wrong = run("rules", "idoim")
    assert wrong.exit_code == 2
    assert "“idiom”" in wrong.output


def test_sealing_twice_changes_nothing(bank: Path) -> None:
    """The second time there is nothing new."""
    assert run("seal", bank).exit_code == 0
    before = (bank / "seal.toml").read_bytes()
    again = run("seal", bank)
    assert "0 new, 0 with a new version" in again.output
    assert (bank / "seal.toml").read_bytes() == before
    assert "not sealed yet" not in run("check", "--fast", bank).output


def test_a_bank_that_cant_be_read_isnt_sealed(bank: Path) -> None:
    """It would be sealed without what can't be read."""
    (bank / "check_ins.toml").write_text("[[check_in\n", encoding="utf-8")
    sealed = run("seal", bank)
    assert sealed.exit_code == 1
    assert sealed.exception is not None
    assert "Nothing was sealed" in str(sealed.exception)


@pytest.mark.models
def test_near_duplicates_are_found_with_the_models(ours: Path) -> None:
    """By default, when the models are there."""
    path = ours / "questions" / "act.toml"
    text = BAD.replace(
        "Suppose it goes on. Why would you let it go on for another week?",
        "What might you hear, if you were the last one to speak in a meeting this week?",
    )
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    checked = run("check", ours)
    assert "weren't checked" not in checked.output
    assert "warning near-duplicate act.test-one" in checked.output
    assert "act.last-to-speak" in checked.output


def test_without_models_it_says_what_was_left_out(
    bank: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest is checked all the same."""
    monkeypatch.setenv("NUDGE_MODELS", str(tmp_path))
    checked = run("check", bank)
    assert checked.exit_code == 0
    assert "near-duplicates weren't checked: There is no " in checked.output
