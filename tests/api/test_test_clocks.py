"""Two weeks in a second, as an integrator would try them."""

from __future__ import annotations

from datetime import datetime, time
from itertools import pairwise
from typing import Any

import pytest

from nudge.domain.wall_clock import zone_of
from tests.api.client import Api
from tests.app.world import World

BERLIN = zone_of("Europe/Berlin")
START, END = "2026-03-02T09:00:00+01:00", "2026-03-17T18:00:00+01:00"
CLEAR = "I will ask Priya for three slides By Friday"


@pytest.fixture
def api(world: World, api: Api) -> Api:
    """With a test key, on a clock that stands."""
    test = Api(api.client, world.key(is_test=True))
    assert test("POST", "/v1/clock", {"at": START}).json()["at"] == "2026-03-02T08:00:00Z"
    return test


def pledged(api: Api, text: str = CLEAR) -> dict[str, Any]:
    """A pledge of somebody in Berlin, who talks with another one some days after it is due."""
    nudging = {"time_zone": "Europe/Berlin"}
    pair = [api.made("/v1/participants", {"ref": ref, "nudging": nudging})["id"] for ref in ("ana", "ben")]
    made = api.made("/v1/pairs", {"participants": pair})["id"]
    api.made("/v1/conversations", {"pair": made, "planned_at": "2026-03-16T15:00:00+01:00"})
    due = {"due_at": "2026-03-12T17:00:00+01:00", "due_zone": "Europe/Berlin"}
    return api.made("/v1/pledges", {"participant": pair[0], "text": text, **due})


def advanced(api: Api, to: str = END) -> int:
    """How many were sent on the way."""
    response = api("POST", "/v1/clock/advance", {"at": to})
    assert response.status_code == 200, response.text
    n_due: int = response.json()["n_due"]
    return n_due


def inbox(api: Api) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = api("GET", "/v1/inbox").json()["items"]
    return items


def test_two_weeks_of_a_pledge(api: Api) -> None:
    """Each nudge comes in order, at its time, at an hour that is allowed, and once."""
    pledge = pledged(api)
    assert inbox(api) == []
    assert advanced(api) == 3
    letters = inbox(api)
    assert [letter["moment"] for letter in letters] == ["cue", "outcome", "prepare"]
    sent = [datetime.fromisoformat(letter["sent_at"]) for letter in letters]
    assert all(earlier < later for earlier, later in pairwise(sent))
    for letter, at in zip(letters, sent, strict=True):
        wall = at.astimezone(BERLIN)
        assert letter["due_at"] == letter["sent_at"]
        assert time(8) <= wall.time() <= time(20)
        assert wall.weekday() < 5
        assert set(letter["links"]) == {"done", "later", "change", "stop", "stop_all"}
        assert "Priya" not in letter["subject"] + letter["text"] + letter["why"], "nobody asked for words"
    rows = api("GET", f"/v1/nudges?pledge={pledge['id']}&state=sent").json()["items"]
    assert sorted(row["id"] for row in rows) == sorted(letter["id"] for letter in letters)
    assert advanced(api) == 0
    assert inbox(api) == letters


def test_a_vague_one_is_asked_about_first(api: Api) -> None:
    pledged(api, "I'll be nicer")
    advanced(api)
    assert inbox(api)[0]["moment"] == "sharpen"


def test_done_in_the_middle_ends_it(api: Api) -> None:
    pledge = pledged(api)
    assert advanced(api, "2026-03-12T12:00:00+01:00") == 1
    done = api("POST", f"/v1/pledges/{pledge['id']}/check-in", {"outcome": "kept"}).json()
    assert done["outcome_at"] == "2026-03-12T11:00:00Z"
    assert advanced(api) == 0
    assert [letter["moment"] for letter in inbox(api)] == ["cue"]
    overtaken = api("GET", f"/v1/nudges?pledge={pledge['id']}&state=cancelled").json()["items"]
    assert {one["reason"] for one in overtaken} == {"done"}


def test_every_request_sees_the_clock(world: World, api: Api) -> None:
    """With an Idempotency-Key too; and nobody else's does."""
    made = pledged(api)
    advanced(api, "2026-03-10T09:00:00+01:00")
    assert made["created_at"] == "2026-03-02T08:00:00Z"
    for headers in ({}, {"idempotency_key": "k-1"}):
        later = api("POST", "/v1/participants", {"ref": f"p{len(headers)}"}, **headers).json()
        assert later["created_at"] == "2026-03-10T08:00:00Z"
    live = api("POST", "/v1/participants", {"ref": "ana"}, key=world.key()).json()
    assert datetime.fromisoformat(live["created_at"]) < world.clock.now()
    assert live["created_at"].startswith("2026-03-02T12:00:")
    assert api("GET", "/v1/clock").json() == {"at": "2026-03-10T08:00:00Z", "n_due": 0}


def test_the_clock_does_not_go_back_nor_too_far(api: Api) -> None:
    for path in ("/v1/clock", "/v1/clock/advance"):
        back = api("POST", path, {"at": "2026-03-01T09:00:00+01:00"})
        assert (back.status_code, back.json()["code"]) == (409, "clock-back")
    far = api("POST", "/v1/clock/advance", {"at": "2028-03-02T09:00:00+01:00"})
    assert (far.status_code, far.json()["code"]) == (422, "clock-too-far")


def test_live_data_has_no_such_clock(world: World, api: Api) -> None:
    live = world.key()
    refused = api("POST", "/v1/clock", {"at": START}, key=live)
    assert (refused.status_code, refused.json()["code"]) == (403, "test-key-needed")
    for method, path, body in (("GET", "/v1/clock", None), ("POST", "/v1/clock/advance", {"at": END})):
        response = api(method, path, body, key=live)
        assert (response.status_code, response.json()["code"]) == (404, "clock-not-found")
    assert api("GET", "/v1/inbox", key=live).json()["items"] == []
