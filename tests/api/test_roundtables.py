"""`/v1/roundtables`: the modules, and an agenda as JSON or as a sheet."""

from __future__ import annotations

import base64
import hashlib
import logging
import re
from typing import Any

import pytest

from nudge.domain.records import Scope
from tests.api.client import Api
from tests.app.world import World, bank

PATH = "/v1/roundtables/agenda"
PEOPLE: list[dict[str, Any]] = [{"ref": ref} for ref in ("ana", "ben", "cem", "dee", "eli")]
REQUEST = {"participants": PEOPLE, "module": "handing-over", "session_number": 2, "starts_at": "14:00"}


def planned(api: Api, **changes: Any) -> dict[str, Any]:
    response = api("POST", PATH, {**REQUEST, **changes})
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def test_the_modules_are_listed(world: World, api: Api) -> None:
    """Any key may read them."""
    body = api("GET", "/v1/roundtables", key=world.key(Scope.READ)).json()
    assert [module["id"] for module in body["items"]] == [module.id for module in bank().roundtables]
    assert all(module["minutes"] == 90 for module in body["items"])
    assert len(body["rules"]) == 5


def test_an_agenda_has_all_that_a_table_needs(api: Api) -> None:
    body = planned(api)
    assert (body["module"]["id"], body["chosen"], body["minutes"]) == ("handing-over", "asked_for", 90)
    assert sorted(body["order"]) == ["ana", "ben", "cem", "dee", "eli"]
    assert [section["kind"] for section in body["sections"]] == [
        "happenings",
        "topic",
        "examples",
        "concept",
        "reflection",
        "action",
    ]
    examples, concept, reflection = body["sections"][2:5]
    assert (examples["starts_minute"], examples["minutes"]) == (18, 26)
    assert examples["round"]["seconds_each"] == 270
    assert [question["of"] for question in examples["questions"]] == [None]
    assert [question["of"] for question in reflection["questions"]] == reflection["round"]["order"]
    assert concept["source"].startswith("Robert Tannenbaum")
    assert concept["reading"][0]["reader"] != concept["timekeeper"]
    assert body["late"][0] == {"minutes_late": 10, "minutes": [9, 7, 23, 11, 16, 14]}
    assert body["replay"]["bank"] == bank().fingerprint
    assert body["degraded"] is None


def test_a_table_that_runs_over_gets_the_rest(api: Api) -> None:
    body = planned(api, minutes=40, starting_with="concept")
    assert [section["kind"] for section in body["sections"]] == ["concept", "reflection", "action"]
    assert sum(section["minutes"] for section in body["sections"]) == 40


def test_the_sheet_comes_to_whom_it_is_asked_by(api: Api) -> None:
    """One page that loads nothing, with its style allowed by its digest and nothing else."""
    response = api("POST", PATH, {**REQUEST, "names": {"ana": "Zoë <b>"}}, accept="text/html")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    page = response.text
    style = re.search(r"<style>(.*)</style>", page, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = response.headers["content-security-policy"]
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in policy
    assert not re.search(r"(?:src|href)=|<script|url\(|//", page)
    assert "Zoë &lt;b&gt;" in page
    assert "14:18" in page


def test_json_is_what_comes_otherwise(api: Api) -> None:
    for accept in ("*/*", "application/json", "application/json, text/html;q=0.5"):
        response = api("POST", PATH, REQUEST, accept=accept)
        assert response.headers["content-type"].startswith("application/json")
    assert api("POST", PATH, REQUEST, accept="text/csv").status_code == 406
    assert api("GET", "/v1/roundtables", accept="text/html").status_code == 406


@pytest.mark.parametrize(
    ("changes", "code", "told"),
    [
        ({"participants": PEOPLE[:2]}, "participants-count", "3 to 6"),
        ({"participants": None}, "body-invalid", "$.participants"),
        ({"module": "handing-ovr"}, "module-unknown", "handing-over"),
        ({"minutes": 30}, "minutes-too-few", "53 minutes at least"),
        ({"starting_with": "concpt"}, "body-invalid", "concept"),
        ({"starts_at": "2 pm"}, "body-invalid", "18:00"),
        ({"moduls": "x"}, "body-invalid", "“module”"),
    ],
)
def test_what_is_wrong_is_said(api: Api, changes: dict[str, Any], code: str, told: str) -> None:
    response = api("POST", PATH, {**REQUEST, **changes}, accept="text/html, application/json")
    assert (response.status_code, response.json()["code"]) == (422, code)
    assert told in response.json()["detail"]


def test_nobody_s_words_are_in_it_or_kept(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    """A shared note is for a partner, not for a table; and no log or metric has a word of it."""
    caplog.set_level(logging.DEBUG)
    note = {"text": "The zebra ate my budget", "visibility": "shared"}
    people = [{**one, "notes": [note], "last_pledge": {"text": "I'll buy a zebra"}} for one in PEOPLE]
    for accept in ("application/json", "text/html"):
        response = api("POST", PATH, {**REQUEST, "participants": people}, accept=accept)
        assert response.status_code == 200
        assert "zebra" not in response.text
    assert "zebra" not in caplog.text + api("GET", "/metrics").text


def test_names_are_of_people_who_are_there_and_can_be_read(api: Api) -> None:
    """A misspelt ref is told, not left out; nothing in a name turns the direction of the sheet."""
    misspelt = api("POST", PATH, {**REQUEST, "names": {"anna": "Zoë"}})
    assert (misspelt.status_code, misspelt.json()["code"]) == (422, "name-of-nobody")
    assert "“ana”" in misspelt.json()["detail"]
    turned = api("POST", PATH, {**REQUEST, "names": {"ana": "Zo\u202eë"}})
    assert turned.json()["code"] == "name-unreadable"
    nobody = api("POST", PATH, {**REQUEST, "participants": []})
    assert "conversation" not in nobody.json()["detail"]
