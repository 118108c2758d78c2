"""`nudge follow-ups`: a line each, by rules where no models are."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
NUDGE = str(Path(sys.executable).with_name("nudge"))
LINES = (
    b'{"question": {"text": "What is it like?"}, "answer": "It\'s always the office. Never me."}\n'
    b'{"answer": "It is loud", "limt": 2}\n'
    b"\n"
    b'{"answer": ""}\n'
)


def test_without_models_it_answers_line_by_line(tmp_path: Path) -> None:
    """Good lines are answered, in order, and say that rules read them; a bad one is an error in its place."""
    environment = {**os.environ, "NUDGE_DATA": str(tmp_path), "NUDGE_MODELS": str(tmp_path / "none")}
    ran = subprocess.run(
        [NUDGE, "follow-ups"], input=LINES, env=environment, cwd=ROOT, capture_output=True, check=False
    )
    first, second, third = [json.loads(line) for line in ran.stdout.splitlines()]
    assert ran.returncode == 1, ran.stderr
    assert first["degraded"].startswith("models-missing")
    assert first["suggestions"]
    assert second["error"]["code"] == "body-invalid"
    assert third["suggestions"] == []
    assert third["abstained"]["code"] == "too_little"
    assert_moves_differ(first)


def assert_moves_differ(response: dict[str, Any]) -> None:
    moves = [each["move"] for each in response["suggestions"]]
    assert len(set(moves)) == len(moves) <= 3
