"""`nudge bank blueprint`: the table and the JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nudge.app.blueprints import Blueprints
from nudge.cli.main import nudge
from nudge.domain.errors import Invalid
from nudge.wiring import models
from tests.app.world import bank
from tests.fakes.line_reader import FakeLineReader

BANK = Path(__file__).parents[2] / "question_bank"


def run(file: Path | str, *options: str, text: bytes | None = None) -> Result:
    env = {"NUDGE_BANK": str(BANK), "NUDGE_OVERLAYS": ""}
    return CliRunner().invoke(nudge, ["bank", "blueprint", str(file), *options], env=env, input=text)


@pytest.fixture(autouse=True)
def _words_in_common(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "blueprints", lambda settings: Blueprints(FakeLineReader()))


def test_bare_lines_come_first_with_what_to_write(tmp_path: Path) -> None:
    file = tmp_path / "values.md"
    file.write_text(
        f"# Values\n- {bank().questions[0].text}\n- Zebra quagga okapi\n- Integrity\n", encoding="utf-8"
    )
    shown = run(file)
    assert shown.exit_code == 0, shown.output
    out = shown.output
    assert out.index("Zebra quagga") < out.index(bank().questions[0].id)
    assert "write one for reflect, explore, purpose, act" in out
    assert "Integrity: too short to tell" in out
    assert "Of 2 lines: 1 bare" in out


def test_the_json_is_that_of_the_api() -> None:
    """From standard input, also with the mark that some editors put first."""
    shown = run("-", "--json", text=f"\ufeff{bank().questions[0].text}".encode())
    (line,) = json.loads(shown.output)["lines"]
    assert line["stages"][bank().questions[0].stage][0]["id"] == bank().questions[0].id


@pytest.mark.parametrize("text", [b"\xff\xfe\x00", b"a" * 100_000, b"\x00 a line", b"\n"])
def test_what_is_no_blueprint_is_refused(text: bytes) -> None:
    refused = run("-", text=text)
    assert refused.exit_code != 0
    assert isinstance(refused.exception, Invalid)
    assert refused.exception.code.startswith("blueprint-")
