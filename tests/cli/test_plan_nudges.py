"""`nudge plan-nudges`: dry runs, a line each, and what the database has, by rules where no models are."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from nudge.domain.nudge_policies import Moment, NudgePreferences
from nudge.domain.nudges import Decision, NudgeState
from nudge.settings import read_settings
from nudge.wiring.stores import open_store
from tests.makers import make_nudge, make_participant, make_pledge, make_tenant

ROOT = Path(__file__).parents[2]
NUDGE = str(Path(sys.executable).with_name("nudge"))
WORDS = "By Friday I'll ask Zebedee to run stand-up"


def request(ref: str = "ana", **changes: Any) -> dict[str, Any]:
    asked = {
        "pledge": {"text": WORDS, "due_at": "2026-11-20T18:00:00+01:00"},
        "person": {
            "ref": ref,
            "time_zone": "Europe/Berlin",
            "quiet_hours": [{"from": "18:00", "to": "08:30"}],
            "holidays": "DE",
        },
        "now": "2026-11-18T16:00:00+01:00",
        "next_session_at": "2026-12-02T15:00:00+01:00",
    }
    return asked | changes


def lines(*requests: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in requests)


def run(data: Path, *options: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [NUDGE, "plan-nudges", *options],
        input=stdin,
        env=os.environ | environment(data),
        capture_output=True,
        cwd=ROOT,
        check=False,
    )


def environment(data: Path) -> dict[str, str]:
    return {"NUDGE_DATA": str(data), "NUDGE_MODELS": str(data / "nowhere")}


def test_every_moment_is_decided(tmp_path: Path) -> None:
    """With its time in the person's zone; nothing is stored, not even a folder made for it."""
    data = tmp_path / "data"
    ran = run(data, stdin=lines(request()))
    assert ran.returncode == 0
    response = json.loads(ran.stdout)
    assert {one["moment"] for one in response["nudges"]} == {moment.value for moment in Moment}
    cue = next(one for one in response["nudges"] if one["moment"] == "cue")
    assert (cue["decision"], cue["due_at"]) == ("send", "2026-11-20T08:30:00+01:00")
    assert not data.exists()


def test_a_bad_line_keeps_its_place(tmp_path: Path) -> None:
    """A zone or a region that isn't known is told with the nearest that is; no word of a line is repeated."""
    person = {"ref": "ben", "time_zone": "Europe/Berln"}
    region = {"ref": "ben", "time_zone": "Europe/Berlin", "holidays": "DE-BYY"}
    nowhere = {"ref": "ben"}
    bad = [request(person=one) for one in (person, region, nowhere)]
    ran = run(tmp_path, stdin=lines(request()) + b"{zebedee\n\n" + lines(*bad, request("ben")))
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    codes = [one.get("error", {}).get("code") for one in answers]
    assert ran.returncode == 1
    assert codes == [None, "body-malformed", "time-zone-unknown", "region-unknown", "time-zone-missing", None]
    assert "Europe/Berlin" in answers[2]["error"]["detail"]
    assert "“BY”" in answers[3]["error"]["detail"]
    assert b"ebedee" not in ran.stderr


def test_people_can_read_it(tmp_path: Path) -> None:
    """A table and a picture of all good lines; the bad ones are told apart from them. No word of a pledge."""
    file = tmp_path / "cohort.svg"
    stdin = lines(request(), {"pledge": {}}, request("ben"))
    ran = run(tmp_path, "--table", "--picture", str(file), "--days", "5", stdin=stdin)
    assert ran.returncode == 1
    assert b"line 2:" in ran.stderr
    out = ran.stdout.decode()
    assert "● sent" in out
    assert "○ not" in out
    ElementTree.fromstring(file.read_text("utf-8"))
    for shown in (out, file.read_text("utf-8")):
        assert "ana" in shown
        assert "ben" in shown
        assert "Zebedee" not in shown
    assert "Nudges from 18 November to 23 November 2026" in file.read_text("utf-8")


def test_a_picture_alone_goes_where_it_is_wanted(tmp_path: Path) -> None:
    ran = run(tmp_path, "--picture", "-", stdin=lines(request()))
    assert ran.returncode == 0
    assert ran.stdout.startswith(b"<svg ")


def test_without_a_pledge_there_is_no_picture(tmp_path: Path) -> None:
    file = tmp_path / "none.svg"
    ran = run(tmp_path, "--picture", str(file))
    assert ran.returncode == 0
    assert b"no pledge" in ran.stderr
    assert not file.exists()


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """Ana gets a cue and no eve, Ben nothing: his pledge is new to the ledger."""
    now = datetime.now(UTC)
    store = open_store(read_settings(environment(tmp_path)))
    with store.begin() as records:
        records.add_tenant(make_tenant(name="acme"))
        for n in (1, 2):
            preferences = NudgePreferences(time_zone="Europe/Berlin")
            records.add_participant(make_participant(n, nudging=preferences))
            records.add_pledge(make_pledge(n, participant=f"par_{n}", conversation=None, text=WORDS))
        skipped = {"decision": Decision.SKIP, "state": NudgeState.SKIPPED, "reason": "too_close_to_cue"}
        records.add_nudges(
            [
                make_nudge(1, due_at=now + timedelta(days=3)),
                make_nudge(2, moment=Moment.EVE, due_at=None, **skipped),
            ]
        )
    store.close()
    return tmp_path


def test_what_is_stored_can_be_seen(stored: Path) -> None:
    """Of a tenant or of one person, as a table or a picture."""
    file = stored / "acme.svg"
    ran = run(stored, "--stored", "--tenant", "acme", "--picture", str(file), "--table")
    assert (ran.returncode, ran.stderr) == (0, b"")
    drawn = file.read_text("utf-8")
    assert drawn.count('class="who"') == 2
    for shown in (ran.stdout.decode(), drawn):
        assert "too close to the nudge at the time" in " ".join(shown.split())
        assert "Zebedee" not in shown
    only = run(stored, "--stored", "--tenant", "acme", "--participant", "par_2").stdout.decode()
    assert "person-2" in only
    assert "person-1" not in only


def test_whose_has_to_be_said(stored: Path) -> None:
    """A name that isn't there is answered with the nearest."""
    assert b"--tenant" in run(stored, "--stored").stderr
    ran = run(stored, "--stored", "--tenant", "acmee")
    assert ran.returncode == 1
    assert "Did you mean “acme”?" in ran.stderr.decode()
    assert run(stored, "--stored", "--tenant", "acme", "--participant", "par_9").returncode == 1
