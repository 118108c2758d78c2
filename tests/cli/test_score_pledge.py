"""`nudge score-pledge`: many pledges, a line each, by rules where no models are."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nudge.cli.json_lines import MOST_IN_BATCH, answer_batch, batches, n_lines
from nudge.domain.errors import Invalid

ROOT = Path(__file__).parents[2]
NUDGE = str(Path(sys.executable).with_name("nudge"))
TEXTS = [
    "By Friday I'll ask Priya to run stand-up",
    "be more patient",
    "",
    "I'll try to call two customers every week",
    "just notice when I jump in, this week",
    "the team should talk more",
]


def lines(n: int) -> bytes:
    requests = [
        {
            "text": f"{TEXTS[number % len(TEXTS)]}{' ' * (number % 3)}",
            "now": "2026-11-18T16:00:00+01:00",
            "time_zone": "Europe/Berlin",
        }
        for number in range(n)
    ]
    return b"".join(json.dumps(request).encode() + b"\n" for request in requests)


def ask(stdin: bytes, data: Path, **environment: str) -> tuple[int, list[dict[str, Any]], bytes, bytes]:
    """Exit code, responses, standard output as it is, and standard error."""
    ran = subprocess.run(
        [NUDGE, "score-pledge"],
        input=stdin,
        env=os.environ | {"NUDGE_DATA": str(data)} | environment,
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    return ran.returncode, [json.loads(line) for line in ran.stdout.splitlines()], ran.stdout, ran.stderr


def by_rules(stdin: bytes, folder: Path) -> tuple[int, list[dict[str, Any]], bytes, bytes]:
    return ask(stdin, folder, NUDGE_MODELS=str(folder / "nowhere"))


def test_without_models_rules_score_and_say_what_to_do(tmp_path: Path) -> None:
    """Every line is answered, an empty one too."""
    code, responses, _, _ = by_rules(lines(6), tmp_path)
    assert code == 0
    clear, vague, empty, _, notice, _ = responses
    assert all(one["degraded"].startswith("models-missing") for one in responses if one is not empty)
    assert clear["overall"] > 4 > 2.5 > vague["overall"] > empty["overall"] == 1
    assert clear["due"]["at"] == "2026-11-20T18:00:00+01:00"
    assert notice["kind"] == "notice"
    assert vague["missing"]["question"].endswith("?")
    assert clear["replay"]["models"] == {"pledge_specificity": "rules@1"}


def test_results_do_not_depend_on_the_batch(tmp_path: Path) -> None:
    """Nor on the run: the same bytes for all lines together and for the last ones alone."""
    sent = lines(2 * MOST_IN_BATCH + 20)
    _, _, together, _ = by_rules(sent, tmp_path)
    last = b"".join(sent.splitlines(keepends=True)[-20:])
    assert together.splitlines()[-20:] == by_rules(last, tmp_path)[2].splitlines()


def test_a_bad_line_keeps_its_place(tmp_path: Path) -> None:
    """The others are answered; the exit code says that not all were. Nothing of a line is repeated."""
    bad = [b"{zebra\n", b'{"txt": "zebra"}\n', b'{"text": "zebra", "time_zone": "Europe/Berln"}\n']
    code, responses, out, err = by_rules(lines(1) + b"\n" + b"".join(bad) + lines(1).rstrip(), tmp_path)
    codes = [one.get("error", {}).get("code") for one in responses]
    assert code == 1
    assert codes == [None, "body-malformed", "body-invalid", "time-zone-unknown", None]
    assert responses[0] == responses[4]
    assert b"zebra" not in out + err


def test_a_file_of_many_lines_shows_how_far_it_is(tmp_path: Path) -> None:
    """On standard error only; a few lines show nothing."""
    path = tmp_path / "pledges.jsonl"
    for n, is_shown in ((300, True), (5, False)):
        path.write_bytes(lines(n))
        with path.open("rb") as stdin:
            ran = subprocess.run(
                [NUDGE, "score-pledge"],
                stdin=stdin,
                env=os.environ | {"NUDGE_DATA": str(tmp_path), "NUDGE_MODELS": str(tmp_path)},
                capture_output=True,
                cwd=ROOT,
                check=True,
            )
        assert len(ran.stdout.splitlines()) == n
        assert (b"300/300" in ran.stderr) is is_shown


def test_who_writes_a_line_and_waits_is_answered(tmp_path: Path) -> None:
    """A batch is what there is, and never waits to be full."""
    process = subprocess.Popen(
        [NUDGE, "score-pledge"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"NUDGE_DATA": str(tmp_path), "NUDGE_MODELS": str(tmp_path)},
        cwd=ROOT,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        for line in lines(3).splitlines(keepends=True):
            process.stdin.write(line)
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["overall"] >= 1
        process.stdin.close()
    assert process.returncode == 0


def test_a_failure_of_the_batch_costs_one_line() -> None:
    """When lines can't be answered together, each is tried alone."""

    def answer(numbers: Any) -> list[bytes]:
        if 0 in numbers:
            raise Invalid("zero", "It can't be 0.")
        return [b"%d" % number for number in numbers]

    out = io.BytesIO()
    assert answer_batch([b"1", b" ", b"0", b"x", b"3"], out, int, answer) == 2
    first, second, third, fourth = out.getvalue().splitlines()
    assert (first, fourth) == (b"1", b"3")
    assert json.loads(second)["error"]["code"] == "zero"
    assert json.loads(third)["error"]["code"] == "unexpected"


@pytest.mark.parametrize("n", [0, 1, 255, 256, 257, 2_000])
def test_batches_lose_no_line(n: int) -> None:
    """With a last line that isn't ended, and lines longer than what is read at once."""
    sent = b"\n".join([b"%d" % number for number in range(n)] + [b"y" * 600_000])
    found = list(batches(io.BytesIO(sent)))
    assert b"\n".join(line for batch in found for line in batch) == sent
    assert all(len(batch) <= MOST_IN_BATCH for batch in found)
    assert n_lines(io.BytesIO(sent)) == n + 1
