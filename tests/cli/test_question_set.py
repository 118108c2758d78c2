"""`nudge question-set`: many requests, a line each, twice the same."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.requests import lines, requests

ROOT = Path(__file__).parents[2]
NUDGE = str(Path(sys.executable).with_name("nudge"))

pytestmark = pytest.mark.models


def ask(stdin: bytes, data: Path, **environment: str) -> tuple[int, list[dict[str, Any]], bytes]:
    """Exit code, responses, and standard output as it is."""
    ran = subprocess.run(
        [NUDGE, "question-set"],
        input=stdin,
        env=os.environ | {"NUDGE_DATA": str(data)} | environment,
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    return ran.returncode, [json.loads(line) for line in ran.stdout.splitlines()], ran.stdout


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, list[dict[str, Any]], bytes]:
    return ask(lines(), tmp_path_factory.mktemp("cli"))


def test_fifty_requests_are_answered_in_order(answered: tuple[int, list[dict[str, Any]], bytes]) -> None:
    """One response a line; four questions each, one per stage, none twice in a conversation."""
    code, responses, _ = answered
    assert code == 0
    assert len(responses) == len(requests()) == 50
    for request, response in zip(requests(), responses, strict=True):
        assert response["degraded"] is None
        assert [p["ref"] for p in response["participants"]] == [p["ref"] for p in request["participants"]]
        for person in response["participants"]:
            assert [q["stage"] for q in person["questions"]] == ["reflect", "explore", "purpose", "act"]
            assert all(q["why"] and len(q["alternatives"]) == 2 for q in person["questions"])
        asked = [q["id"] for person in response["participants"] for q in person["questions"]]
        assert len(set(asked)) == len(asked)


def test_twice_the_same(answered: tuple[int, list[dict[str, Any]], bytes], tmp_path: Path) -> None:
    """Same requests, same bank, same models: the same bytes, from another process with an empty cache."""
    assert ask(lines(), tmp_path)[2] == answered[2]


def test_private_words_are_never_for_the_partner(answered: tuple[int, list[dict[str, Any]], bytes]) -> None:
    """A quote from a private note is for its owner only, and stands in no question."""
    for request, response in zip(requests(), answered[1], strict=True):
        for sent, person in zip(request["participants"], response["participants"], strict=True):
            private = " ".join(n["text"] for n in sent.get("notes", []) if n["visibility"] == "private")
            for question in person["questions"]:
                for why in question["why"]:
                    if why["quote"] and why["quote"] in private:
                        assert why["visible_to"] == "self"
                    if why["quote"] and why["quote"] in private:
                        assert why["quote"] not in question["text"]


def test_a_bad_line_becomes_an_error_in_its_place(tmp_path: Path) -> None:
    """The others are answered; the exit code says that not all were."""
    good = b'{"participants": [{"ref": "a"}, {"ref": "b"}]}\n'
    bad = [
        b"{nonsense\n",
        b'{"participants": [{"ref": "a", "purpos": {}}, {"ref": "b"}]}\n',
        b'{"participants": [{"ref": "a"}]}\n',
    ]
    code, responses, _ = ask(good + b"".join(bad) + good, tmp_path)
    assert code == 1
    assert [r.get("error", {}).get("code") for r in responses] == [
        None,
        "body-malformed",
        "body-invalid",
        "participants-count",
        None,
    ]
    assert "purpose" in responses[2]["error"]["detail"]
    assert responses[0] == responses[4]


def test_without_models_a_fixed_set_says_why(tmp_path: Path) -> None:
    """The conversation in ten minutes still happens; nobody is asked what they were asked before."""
    request = {"participants": [{"ref": "a", "asked_before": ["reflect.one-moment-again"]}, {"ref": "b"}]}
    code, responses, _ = ask(json.dumps(request).encode(), tmp_path, NUDGE_MODELS=str(tmp_path / "nowhere"))
    assert code == 0
    assert responses[0]["degraded"].startswith("models-missing")
    asked = [q["id"] for person in responses[0]["participants"] for q in person["questions"]]
    assert len(set(asked)) == 8
    assert "reflect.one-moment-again" not in asked[:4]
