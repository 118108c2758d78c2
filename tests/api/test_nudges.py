"""`/v1/nudges`: what is planned, why, and what one can do about it."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from tests.api.client import Api
from tests.app.world import World

WORDS = "I'll ask Zebedee to run the stand-up"
HERE = {"time_zone": "Europe/Berlin", "shows_words": True, "email": "ana@example.org"}
PLAN: dict[str, Any] = {
    "pledge": {"text": WORDS, "due_at": "2026-03-12T17:00:00+01:00"},
    "person": {"ref": "ana", "time_zone": "Europe/Berlin"},
    "now": "2026-03-02T13:00:00+01:00",
}


@pytest.fixture
def ana(api: Api) -> str:
    made: str = api.made("/v1/participants", {"ref": "ana", "nudging": HERE})["id"]
    return made


@pytest.fixture
def pledge(api: Api, ana: str) -> str:
    body = {"participant": ana, "text": WORDS, "due_at": "2026-03-12T16:00:00Z"}
    made: str = api.made("/v1/pledges", body)["id"]
    return made


def planned(api: Api, pledge: str) -> list[dict[str, Any]]:
    rows = api("GET", f"/v1/nudges?pledge={pledge}&state=planned").json()["items"]
    return sorted(rows, key=lambda row: str(row["due_at"]))


def test_a_dry_run_stores_nothing(world: World, api: Api) -> None:
    """All moments, in the person's zone, with words for what would be sent."""
    rows = api("POST", "/v1/nudges/plan", PLAN).json()["nudges"]
    assert {row["moment"] for row in rows} == {"sharpen", "cue", "midway", "eve", "prepare", "outcome"}
    for row in rows:
        is_sent = row["decision"] == "send"
        assert ("text" in row) is is_sent
        if is_sent:
            assert row["due_at"].endswith("+01:00")
            assert "Zebedee" in row["text_with_words"]
            assert "Zebedee" not in row["text"] + row["subject"] + row["why"]
    with world.store.begin(read_only=True) as records:
        assert not records.nudges(world.tenant).items


@pytest.mark.parametrize(
    ("where", "change", "code"),
    [
        ("person", {"time_zone": None}, "time-zone-missing"),
        ("person", {"time_zone": "Europe/Berlni"}, "time-zone-unknown"),
        ("person", {"quiet_hours": [{"from": "18:00", "to": "18:00"}]}, "quiet-hours-empty"),
        ("person", {"quiet_hours": [{"from": "6pm", "to": "8am"}]}, "body-invalid"),
        ("person", {"working_days": ["monday"]}, "body-invalid"),
        ("pledge", {"score": 1.5}, "body-invalid"),
        ("pledge", {"text": "  "}, "body-invalid"),
        ("pledge", {"due": "2026-03-12"}, "body-invalid"),
    ],
)
def test_a_bad_request_is_explained(api: Api, where: str, change: dict[str, Any], code: str) -> None:
    """Each with a code, and without the words of the pledge."""
    response = api("POST", "/v1/nudges/plan", PLAN | {where: PLAN[where] | change})
    assert response.status_code in (400, 422)
    assert response.json()["code"] == code
    assert "Zebedee" not in response.text


def test_the_log_answers_why(api: Api, ana: str, pledge: str) -> None:
    """Every decision of a person, page by page; nobody else's; never without saying whose."""
    rows = api("GET", f"/v1/nudges?participant={ana}").json()["items"]
    assert {row["pledge"] for row in rows} == {pledge}
    assert all(row["reason"] for row in rows)
    first = api("GET", f"/v1/nudges?participant={ana}&limit=2").json()
    second = api("GET", f"/v1/nudges?participant={ana}&limit=2&cursor={first['next_cursor']}").json()
    assert [row["id"] for row in first["items"] + second["items"]] == [row["id"] for row in rows[:4]]
    assert api("GET", "/v1/nudges").json()["code"] == "participant-missing"
    assert api("GET", "/v1/nudges?state=dead").json()["items"] == []
    assert api("GET", "/v1/nudges?participant=par_x").status_code == 404


def test_no_row_has_words(api: Api, pledge: str, caplog: pytest.LogCaptureFixture) -> None:
    """Neither rows nor logs nor metrics; who asked to see their own words sees them in the letter alone."""
    caplog.set_level(logging.DEBUG)
    for path in (f"/v1/nudges?pledge={pledge}", "/v1/nudges/ahead", "/metrics"):
        assert "Zebedee" not in api("GET", path).text
    assert "Zebedee" not in caplog.text


def test_done_means_nothing_waits(api: Api, pledge: str) -> None:
    """From the check-in on."""
    assert planned(api, pledge)
    api("POST", f"/v1/pledges/{pledge}/check-in", {"outcome": "kept"})
    assert not planned(api, pledge)


def test_cancel_and_snooze(api: Api, pledge: str) -> None:
    """One that waits; twice with the same key is once; what is over is refused."""
    first, second = planned(api, pledge)[:2]
    until = {"until": "2026-03-20T10:00:00Z"}
    for _ in range(2):
        moved = api("POST", f"/v1/nudges/{first['id']}/snooze", until, idempotency_key="k").json()
        assert (moved["reason"], moved["due_at"], moved["revision"]) == ("moved", "2026-03-20T10:00:00Z", 2)
    gone = api("POST", f"/v1/nudges/{second['id']}/cancel").json()
    assert (gone["state"], gone["reason"]) == ("cancelled", "cancelled")
    refused = api("POST", f"/v1/nudges/{second['id']}/snooze", until)
    assert (refused.status_code, refused.json()["code"]) == (409, "nudge-not-waiting")
    assert api("POST", f"/v1/nudges/{first['id']}/replay").json()["code"] == "nudge-not-replayable"
    assert api("GET", f"/v1/nudges/{first['id']}/attempts").json() == {"items": []}


def test_a_moved_conversation_moves_the_nudge_before_it(api: Api, ana: str) -> None:
    """With the ETag that was read; without it, or with an old one, nothing moves."""
    ben = api.made("/v1/participants", {"ref": "ben"})["id"]
    pair = api.made("/v1/pairs", {"participants": [ana, ben]})["id"]
    body = {"pair": pair, "planned_at": "2026-03-17T14:00:00Z"}
    conversation = api.made("/v1/conversations", body)["id"]
    pledge = api.made("/v1/pledges", {"participant": ana, "text": WORDS})["id"]
    path, later = f"/v1/conversations/{conversation}", {"planned_at": "2026-03-19T14:00:00Z"}
    before = {row["moment"]: row["due_at"] for row in planned(api, pledge)}
    assert api("PATCH", path, later).status_code == 428
    assert api("PATCH", path, later, if_match='"1"').json()["planned_at"] == later["planned_at"]
    assert api("PATCH", path, later, if_match='"1"').status_code == 412
    after = {row["moment"]: row["due_at"] for row in planned(api, pledge)}
    assert before["prepare"] == "2026-03-17T10:00:00Z"
    assert after["prepare"] == "2026-03-19T10:00:00Z"


def test_the_export_has_every_decision(api: Api, ana: str, pledge: str) -> None:
    """What was decided about a person is theirs to know."""
    rows = api("GET", f"/v1/nudges?pledge={pledge}").json()["items"]
    assert api("GET", f"/v1/participants/{ana}/export").json()["nudges"] == rows
