"""`nudge question-set --replay`: the same bytes again, or what differs and why."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from nudge.cli.main import nudge
from nudge.cli.replays import differences
from tests.cli.requests import lines

BANK = Path(__file__).parents[2] / "question_bank"


def test_differences_are_places_without_words() -> None:
    """Deep inside, in lists of other lengths, and where something is missing."""
    one = {"a": [{"text": "mine"}], "b": [1], "c": 1}
    other = {"a": [{"text": "yours"}], "b": [1, 2]}
    assert list(differences(one, other)) == ["$.a[0].text", "$.b", "$.c"]


@pytest.fixture(scope="module", autouse=True)
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One folder for the vectors of the bank, which take a while."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NUDGE_DATA", str(tmp_path_factory.getbasetemp() / "compared"))
        yield


@pytest.fixture(scope="module")
def answered(data: None) -> bytes:
    """Three requests with their responses."""
    asked = b"\n".join(lines().splitlines()[:3])
    ran = CliRunner().invoke(nudge, ["question-set"], input=asked)
    pairs = zip(asked.splitlines(), ran.stdout_bytes.splitlines(), strict=True)
    return b"\n".join(b'{"request": %b, "response": %b}' % pair for pair in pairs)


def responses(answered: bytes) -> list[dict[str, Any]]:
    return [json.loads(line)["response"] for line in answered.splitlines()]


@pytest.mark.models
def test_the_same_comes_again(answered: bytes) -> None:
    """Byte for byte, and everything that decides is loaded as it was."""
    ran = CliRunner().invoke(nudge, ["question-set", "--replay"], input=answered)
    assert ran.exit_code == 0, ran.output
    for line in ran.stdout.splitlines():
        found = json.loads(line)
        assert (found["same"], found["changes"], found["differs"]) == (True, [], [])
        assert all(part["same"] for part in found["loaded"].values())


@pytest.mark.models
def test_what_vanished_is_named(answered: bytes, tmp_path: Path) -> None:
    """With a bank in which a question that was asked isn't any more."""
    asked = [q for one in responses(answered) for q in one["participants"][0]["questions"]]
    others = (
        BANK / "fixed_sets.toml",
        *(BANK / "roundtables").glob("*.toml"),
        *BANK.glob("translations/*/*"),
    )
    named = "".join(path.read_text("utf-8") for path in others)
    first = next(q for q in asked if q["id"] not in named)
    bank = tmp_path / "bank"
    shutil.copytree(BANK, bank)
    path = bank / "questions" / f"{first['stage']}.toml"
    start, end = f'id = "{first["id"]}"\n', 'status = "retired"\n'
    path.write_text(path.read_text("utf-8").replace(start, start + end), "utf-8")
    ran = CliRunner().invoke(nudge, ["question-set", "--replay", "--bank", str(bank)], input=answered)
    replayed = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(replayed) == len(responses(answered)), ran.exception
    assert ran.exit_code == 1
    assert not any(found["same"] or found["loaded"]["bank"]["same"] for found in replayed)
    assert all(found["loaded"]["models.encoder"]["same"] for found in replayed)
    causes = {change["was"]: change["cause"] for found in replayed for change in found["changes"]}
    assert causes[first["id"]] == "vanished"
    assert all("$.replay.bank" in found["differs"] for found in replayed)


def test_a_line_that_is_no_replay_is_an_error_in_its_place() -> None:
    """And the exit code says so."""
    ran = CliRunner().invoke(nudge, ["question-set", "--replay"], input=b'{"request": {}}\n')
    assert ran.exit_code == 1
    assert json.loads(ran.stdout)["error"]["code"] == "body-invalid"
