"""Every block of the README runs."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(bash|python)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
NEEDS_SERVICE = ("8600", "urllib")

pytestmark = pytest.mark.models


def test_it_is_short() -> None:
    """At most 150 lines."""
    assert len(README.splitlines()) <= 150


def test_every_link_leads_somewhere() -> None:
    """Relative links name files that are there."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("readme")


@pytest.fixture(scope="module")
def port(data: Path) -> Iterator[int]:
    """The service as `scripts/serve` runs it, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        chosen: int = free.getsockname()[1]
    command = [str(ROOT / "scripts" / "serve"), "--port", str(chosen)]
    service = subprocess.Popen(command, env=os.environ | {"NUDGE_DATA": str(data)}, cwd=ROOT)
    try:
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{chosen}/health/ready", timeout=5):
                    break
            except OSError:
                time.sleep(0.2)
        yield chosen
    finally:
        service.terminate()
        assert service.wait(timeout=40) in (0, -15), "the service stops when it is told to"


def run(command: list[str], data: Path) -> str:
    ran = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"NUDGE_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.mark.parametrize(
    ("kind", "block"), [b for b in BLOCKS if any(sign in b[1] for sign in NEEDS_SERVICE)]
)
def test_blocks_that_call_the_service(kind: str, block: str, port: int, data: Path) -> None:
    """The curl and the Python snippets get what they ask for: four questions each, a score, or a plan."""
    block = block.replace("8600", str(port))
    out = run(["bash", "-c", block] if kind == "bash" else [sys.executable, "-c", block], data)
    if "pledges/score" in block:
        scored = json.loads(out)
        assert scored["degraded"] is None
        assert scored["due"]["at"] == "2026-11-20T18:00:00+01:00"
    elif "nudges/plan" in block:
        sent = [one for one in json.loads(out)["nudges"] if one["decision"] == "send"]
        assert ("cue", "2026-11-20T08:00:00+01:00") in [(one["moment"], one["due_at"]) for one in sent]
    else:
        assert "ana" in out
        assert "ben" in out
        assert out.count("?") >= 8


def test_the_demo(data: Path) -> None:
    """The first command: a readable conversation with reasons, and it leaves."""
    assert "scripts/demo" in README
    out = run([str(ROOT / "scripts" / "demo")], data)
    assert all(stage in out for stage in ("check-in", "1 reflect", "2 explore", "3 purpose", "4 act"))
    assert "Last time you said you would hand Priya the Monday report before your holiday" in " ".join(
        out.split()
    )
    assert "Nothing else came" in out


def test_the_tests() -> None:
    """The second command: collecting is enough here."""
    assert "scripts/test" in README
    ran = subprocess.run(
        [str(ROOT / "scripts" / "test"), "--collect-only", "-q", "tests/test_settings.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("block", [b for kind, b in BLOCKS if kind == "bash" and ".venv/bin/nudge" in b])
def test_blocks_of_the_command_line(block: str, data: Path) -> None:
    """What is piped into `nudge` is answered; a key is shown."""
    out = run(["bash", "-c", block], data)
    if "plan-nudges" in block:
        assert "sharpen" in out
        assert "Europe/Berlin" in out
    else:
        assert '"participants"' in out or '"overall"' in out or out.startswith("ndg_live_")
