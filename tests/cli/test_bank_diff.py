"""`nudge bank diff`: folders and git revisions, with the sets that change."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from nudge.cli.bank.revisions import bank_called
from nudge.cli.main import nudge
from nudge.domain.errors import Invalid

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with a bank of two revisions."""
    bank = tmp_path / "some" / "bank"
    bank.mkdir(parents=True)

    def git(*arguments: str) -> None:
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run(["git", "-C", str(tmp_path), *who, *arguments], check=True, capture_output=True)

    git("init")
    for number in (1, 2):
        (bank / "file.toml").write_text(f"n = {number}")
        git("add", ".")
        git("commit", "-m", "another")
    return bank


def test_a_revision_is_taken_out_of_git_and_put_away(checkout: Path) -> None:
    """As it was then, without touching what is there."""
    with bank_called("HEAD~1", checkout) as then:
        assert (then / "file.toml").read_text() == "n = 1"
        assert (checkout / "file.toml").read_text() == "n = 2"
    assert not then.exists()


def test_a_folder_is_taken_as_it_is(checkout: Path) -> None:
    """It isn't copied."""
    with bank_called(str(checkout), checkout) as there:
        assert there == checkout


@pytest.mark.parametrize("name", ["nowhere", "--output=x", "HEAD~99"])
def test_what_is_neither_is_refused(checkout: Path, name: str) -> None:
    """A name never becomes an option of git."""
    with pytest.raises(Invalid, match="neither a folder nor a git revision"), bank_called(name, checkout):
        pass
    assert not (checkout / "x").exists()


@pytest.mark.models
def test_a_planted_change_is_found_with_its_sets(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reworded question: one entry, only sets in which it stands, and everything else as it was."""
    monkeypatch.setenv("NUDGE_DATA", str(tmp_path_factory.getbasetemp() / "compared"))
    requests = tmp_path / "requests.jsonl"
    lines = (ROOT / "models" / "rehearsals" / "requests.jsonl").read_text(encoding="utf-8").splitlines()
    requests.write_text("\n".join(lines[:6]), encoding="utf-8")
    asked = CliRunner().invoke(nudge, ["question-set"], input=requests.read_bytes())
    first = json.loads(asked.stdout.splitlines()[0])["participants"][0]["questions"][0]
    new = tmp_path / "bank"
    shutil.copytree(ROOT / "question_bank", new)
    path = new / "questions" / "reflect.toml"
    text = path.read_text(encoding="utf-8")
    start = text.index(f'id = "{first["id"]}"')
    changed = text[start:].replace("?", ", as you see it?", 1)
    path.write_text(text[:start] + changed, encoding="utf-8")
    old = str(ROOT / "question_bank")
    ran = CliRunner().invoke(nudge, ["bank", "diff", old, str(new), "--requests", str(requests), "--json"])
    assert ran.exit_code == 0, ran.output
    found = json.loads(ran.stdout)
    assert [(entry["id"], entry["change"]) for entry in found["entries"]] == [(first["id"], "reworded")]
    assert found["n_requests"] == 6
    assert found["sets"][0]["request"] == 1
    assert found["sets"][0]["changes"][0]["was"] == first["id"]
    shown = CliRunner().invoke(nudge, ["bank", "diff", old, str(new), "--requests", str(requests)])
    assert f"Of 6 conversations {found['n_changed']} change" in shown.output
