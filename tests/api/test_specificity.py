"""`POST /v1/pledges/score`: the JSON that other programs rely on."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from litestar.testing import TestClient

from nudge.api.application import create_app
from nudge.app.specificity import PledgeScores
from nudge.bank.rendering import TemplateRenderer
from nudge.domain.records import Scope
from tests.api.client import Api
from tests.app.world import World, bank
from tests.fakes.pledge_reader import DEGRADED, FakePledgeReader

PATH = "/v1/pledges/score"
REQUEST = {
    "text": "By Friday I will ask Priya to run stand-up",
    "now": "2026-11-18T16:00:00+01:00",
    "time_zone": "Europe/Berlin",
    "next_session_at": "2026-12-02T15:00:00+01:00",
}
EMPTY = {"level": 0, "points": 0.0, "evidence": []}


@pytest.fixture
def reader() -> FakePledgeReader:
    return FakePledgeReader()


@pytest.fixture
def api(world: World, reader: FakePledgeReader) -> Iterator[Api]:
    """An application that scores pledges, with a key that may do everything."""
    scores = PledgeScores(bank(), reader, TemplateRenderer(), world.clock)
    app = create_app(replace(world.services, scores=scores), keyless=True, max_body_bytes=100_000)
    with TestClient(app) as client:
        yield Api(client, world.key())


def scored(api: Api, **changes: Any) -> dict[str, Any]:
    response = api("POST", PATH, {**REQUEST, **changes})
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def test_it_answers_what_the_interface_promises(api: Api) -> None:
    """The score, the words that earned it, the one question, the date, and how to get them again."""
    body = scored(api)
    assert (body["overall"], body["score"], body["start"]) == (3.5, 0.625, 1.0)
    assert (body["is_pledge"], body["pledge_probability"]) == (True, 0.9)
    assert (body["n_actions"], body["kind"], body["flags"]) == (1, "act", [])
    assert list(body["facets"]) == ["action", "when", "measure", "context", "ownership", "commitment"]
    assert body["facets"]["action"] == {
        "level": 2,
        "points": 0.5,
        "evidence": [{"start": 17, "end": 20, "text": "ask"}],
    }
    assert body["facets"]["measure"] == EMPTY
    assert body["missing"]["facet"] == "measure"
    assert body["missing"]["question"].endswith("?")
    assert body["due"] == {
        "text": "By Friday",
        "at": "2026-11-20T18:00:00+01:00",
        "ambiguous": False,
        "candidates": ["2026-11-20T18:00:00+01:00"],
    }
    assert body["replay"] == {
        "bank": bank().fingerprint,
        "models": {"pledge_specificity": "words-in-a-list@1"},
    }
    assert body["degraded"] is None


def test_points_add_up_and_evidence_is_cut_from_the_text(api: Api) -> None:
    """Offsets count code points: a flag of two and a letter out of the plane change nothing."""
    text = "🇩🇪𝒳 By Friday I will ask Priya"
    body = scored(api, text=text)
    facets = body["facets"].values()
    assert body["start"] + sum(facet["points"] for facet in facets) == pytest.approx(body["overall"])
    spans = [span for facet in facets for span in facet["evidence"]]
    assert spans
    assert all(text[span["start"] : span["end"]] == span["text"] for span in spans)


def test_only_the_text_is_needed(api: Api) -> None:
    """Without a zone there is no date, and a flag says why."""
    response = api("POST", PATH, {"text": "By Friday I will ask"})
    assert response.status_code == 200
    assert response.json()["due"] is None
    assert response.json()["flags"] == ["no-time-zone"]


def test_an_empty_box_is_no_error(api: Api) -> None:
    body = scored(api, text="")
    assert (body["overall"], body["score"], body["is_pledge"]) == (1.0, 0.0, False)
    assert all(facet == EMPTY for facet in body["facets"].values())
    assert (body["flags"], body["missing"], body["due"]) == (["empty"], None, None)


@pytest.mark.parametrize(
    ("changes", "code", "told"),
    [
        ({"time_zone": "Europe/Berln"}, "time-zone-unknown", "Europe/Berlin"),
        ({"text": "", "time_zone": "CEST"}, "time-zone-unknown", ""),
        ({"text": "a" * 20_001}, "body-invalid", "$.text"),
        ({"text": None}, "body-invalid", "$.text"),
        ({"now": "2026-11-18T16:00:00"}, "body-invalid", "$.now"),
        ({"now": "9999-12-31T23:59:59Z"}, "moment-out-of-range", "2199"),
        ({"txt": "x"}, "body-invalid", "“text”"),
    ],
)
def test_what_is_wrong_is_said(api: Api, changes: dict[str, Any], code: str, told: str) -> None:
    response = api("POST", PATH, {**REQUEST, **changes})
    assert (response.status_code, response.json()["code"]) == (422, code)
    assert told in response.json()["detail"]


def test_it_needs_the_scope_to_choose(world: World, api: Api) -> None:
    """And nothing more: nothing stored is read."""
    assert api("POST", PATH, REQUEST, key=world.key(Scope.READ)).status_code == 403
    assert api("POST", PATH, REQUEST, key=world.key(Scope.CHOOSE)).status_code == 200


def test_nobody_keeps_it(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    """No cache, no log and no metric has a word of it."""
    caplog.set_level(logging.DEBUG)
    response = api("POST", PATH, {**REQUEST, "text": "I will ask the zebra"})
    assert response.headers["cache-control"] == "no-store"
    assert "zebra" not in caplog.text + api("GET", "/metrics").text
    assert api("GET", PATH).status_code == 405


def test_without_models_it_says_so(api: Api, reader: FakePledgeReader) -> None:
    reader.is_missing = True
    assert scored(api)["degraded"] == DEGRADED
