"""`nudge roundtable`: agendas a line each, the modules, and the sheet; without models here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
NUDGE = str(Path(sys.executable).with_name("nudge"))
GOOD = {"participants": [{"ref": ref} for ref in ("ana", "ben", "cem")], "module": "two-sides"}
BAD = {"participants": [{"ref": "ana"}], "module": "two-sides"}


def run(tmp_path: Path, *options: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "NUDGE_DATA": str(tmp_path), "NUDGE_MODELS": str(tmp_path / "none")}
    return subprocess.run(
        [NUDGE, "roundtable", *options],
        input=stdin,
        env=environment,
        cwd=ROOT,
        capture_output=True,
        check=False,
    )


def test_it_answers_line_by_line_and_writes_the_sheets(tmp_path: Path) -> None:
    """A bad line is an error in its place; each good one has a sheet, one after the other."""
    lines = "\n".join(json.dumps(one) for one in (GOOD, BAD, {**GOOD, "module": "being-seen"}))
    ran = run(tmp_path, "--sheet", str(tmp_path / "sheet.html"), stdin=lines.encode())
    assert ran.returncode == 1, ran.stderr
    first, second, third = map(json.loads, ran.stdout.splitlines())
    assert first["degraded"].startswith("models-missing")
    assert second["error"]["code"] == "participants-count"
    assert third["module"]["id"] == "being-seen"
    page = (tmp_path / "sheet.html").read_text(encoding="utf-8")
    assert page.count("<main>") == 2
    assert first["module"]["title"] in page


def test_the_modules_are_listed(tmp_path: Path) -> None:
    ran = run(tmp_path, "--modules")
    assert ran.returncode == 0, ran.stderr
    assert [json.loads(line)["minutes"] for line in ran.stdout.splitlines()] == [90] * 9
