"""What somebody writes for themselves is theirs."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from tests.api.client import Api
from tests.app.world import World

WORDS = "Last week in the team meeting somebody asked a zebra question and nobody would listen"


def sets_without_reasons_for_their_owner(prepared: dict[str, Any]) -> str:
    for one in prepared["participants"]:
        for question in one["questions"]:
            question["why"] = [why for why in question["why"] if why["visible_to"] == "pair"]
    return str(prepared)


def test_private_words_are_in_the_export_of_their_owner_only(
    world: World, api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    """And, in prepared sets, in reasons that are marked as for the owner alone. Never in a log."""
    caplog.set_level(logging.DEBUG)
    conversation, ana, ben = api.conversation()
    path = f"/v1/conversations/{conversation}"
    responses = [
        api("POST", f"/v1/participants/{ana}/notes", {"text": WORDS}, idempotency_key="k-1"),
        api("POST", f"/v1/participants/{ana}/notes", {"text": WORDS}, idempotency_key="k-1"),
        api("POST", f"{path}/record", {"participant": ana, "text": WORDS}),
        api("GET", f"/v1/participants/{ana}/notes"),
        api("GET", f"/v1/participants/{ana}"),
        api("GET", f"/v1/participants/{ben}/export"),
        api("GET", path),
        api("GET", "/metrics"),
    ]
    for response in responses:
        assert response.status_code in (200, 201)
        assert "zebra" not in response.text
    prepared = api("POST", f"{path}/prepare", {}).json()
    of_ana, of_ben = prepared["participants"]
    assert "zebra" in str(of_ana), "the note was read, or this test shows nothing"
    assert "zebra" not in str(of_ben)
    assert "zebra" not in sets_without_reasons_for_their_owner(prepared)
    assert "zebra" in api("GET", f"/v1/participants/{ana}/export").text
    assert "zebra" not in api("DELETE", f"/v1/participants/{ana}").text
    assert "zebra" not in caplog.text
    assert all("zebra" not in str(vars(record)) for record in caplog.records)


def test_a_log_line_has_the_route_and_no_id(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="nudge.access")
    ana = api.made("/v1/participants", {"ref": "somebody"})["id"]
    api("GET", f"/v1/participants/{ana}")
    record = caplog.records[-1]
    assert record.getMessage().startswith("GET /v1/participants/{participant_id} 200 ")
    assert vars(record)["route"] == "/v1/participants/{participant_id}"
    assert ana not in caplog.text
    assert "somebody" not in caplog.text


def test_counts_have_routes_and_no_ids(api: Api) -> None:
    ana = api.made("/v1/participants", {"ref": "somebody"})["id"]
    for _ in range(2):
        api("GET", f"/v1/participants/{ana}")
    api("GET", f"/{ana}")
    metrics = api("GET", "/metrics").text
    route = 'method="GET",route="/v1/participants/{participant_id}",status="200"'
    assert f"nudge_requests_total{{{route}}} 2" in metrics
    assert ana not in metrics


def test_security_headers_are_everywhere(api: Api) -> None:
    for path in ("/v1/bank", "/nowhere", "/docs", "/health/live"):
        headers = api("GET", path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "default-src 'none'" in headers["content-security-policy"]
