"""`nudge bank check`: for those who write questions."""

import shutil
from pathlib import Path

from click.testing import CliRunner

from nudge.cli.main import nudge

ROOT = Path(__file__).parents[2]


def test_the_bank_of_the_project_has_no_problem() -> None:
    """At least thirty questions per stage."""
    checked = CliRunner().invoke(nudge, ["bank", "check", str(ROOT / "question_bank")])
    assert checked.exit_code == 0, checked.output
    assert int(checked.output.split()[0]) >= 120


def test_a_problem_has_its_file_line_and_the_nearest_spelling(tmp_path: Path) -> None:
    """As editors understand it: file:line: message."""
    bank = tmp_path / "bank"
    shutil.copytree(ROOT / "question_bank", bank)
    path = bank / "questions" / "act.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("depth = 1", "dept = 1", 1), encoding="utf-8")
    line = text[: text.index("depth = 1")].count("\n") + 1
    checked = CliRunner().invoke(nudge, ["bank", "check", str(bank)])
    assert checked.exit_code == 1
    assert f"{path}:{line}: unknown field “dept”. Did you mean “depth”?" in checked.output
