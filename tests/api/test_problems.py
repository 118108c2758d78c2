from __future__ import annotations

from typing import Any

import pytest

from nudge.api.bodies.problems import STATUS_OF_FAMILY
from nudge.api.problems import CODES
from nudge.domain import errors
from tests.api.client import Api
from tests.app.world import World
from tests.fakes.store import FakeStore

CASES: list[tuple[str, str, Any, dict[str, str], int, str]] = [
    ("GET", "/nowhere", None, {}, 404, "route-not-found"),
    ("GET", "/v1/nowhere", None, {}, 404, "route-not-found"),
    ("DELETE", "/v1/participants", None, {}, 405, "method-not-allowed"),
    ("GET", "/v1/participants/par_x", None, {}, 404, "participant-not-found"),
    ("GET", "/v1/pairs/pair_x", None, {}, 404, "pair-not-found"),
    ("GET", "/v1/conversations/con_x", None, {}, 404, "conversation-not-found"),
    ("GET", "/v1/conversations?pair=pair_x", None, {}, 404, "pair-not-found"),
    ("GET", "/v1/pledges/ple_x", None, {}, 404, "pledge-not-found"),
    ("GET", "/v1/pledges?participant=par_x", None, {}, 404, "participant-not-found"),
    ("GET", "/v1/pledges", None, {}, 422, "parameter-invalid"),
    ("GET", "/v1/pledges?participant=par_x&open=maybe", None, {}, 422, "parameter-invalid"),
    ("GET", "/v1/pledges?participnt=par_x", None, {}, 422, "parameter-unknown"),
    ("POST", "/v1/pledges", {"participant": "par_x", "text": " "}, {}, 422, "body-invalid"),
    ("POST", "/v1/pledges", {"participant": "par_x", "text": "a"}, {}, 404, "participant-not-found"),
    ("POST", "/v1/pledges/ple_x/check-in", {"outcome": "won"}, {}, 422, "body-invalid"),
    ("PATCH", "/v1/pledges/ple_x", {}, {}, 428, "if-match-missing"),
    ("GET", "/v1/nudges", None, {}, 422, "participant-missing"),
    ("GET", "/v1/nudges?pledge=ple_x", None, {}, 404, "pledge-not-found"),
    ("GET", "/v1/nudges?participant=par_x&state=lost", None, {}, 422, "parameter-invalid"),
    ("POST", "/v1/nudges/ndg_x/cancel", None, {}, 404, "nudge-not-found"),
    ("POST", "/v1/webhooks/hook_x/rotate", None, {}, 404, "webhook-not-found"),
    ("PUT", "/v1/programme", {}, {}, 428, "if-match-missing"),
    ("PUT", "/v1/programme", {}, {"if_match": '"1"'}, 412, "revision-changed"),
    ("GET", "/v1/clock", None, {}, 404, "clock-not-found"),
    ("POST", "/v1/participants", b"", {}, 400, "body-missing"),
    ("POST", "/v1/participants", b"{", {}, 400, "body-malformed"),
    ("POST", "/v1/participants", b'{"ref": "\xff"}', {}, 400, "body-malformed"),
    ("POST", "/v1/participants", b"[" * 5_000, {}, 422, "body-invalid"),
    ("POST", "/v1/participants", {}, {}, 422, "body-invalid"),
    ("POST", "/v1/participants", {"ref": 1}, {}, 422, "body-invalid"),
    ("POST", "/v1/participants", {"ref": "a", "locle": "en"}, {}, 422, "body-invalid"),
    ("POST", "/v1/participants", {"ref": "a", "purpose": {"drivers": {"x": "y"}}}, {}, 422, "unknown-driver"),
    ("POST", "/v1/participants", {"ref": "  "}, {}, 422, "body-invalid"),
    ("POST", "/v1/participants/par_x/notes", {"text": "\n"}, {}, 422, "body-invalid"),
    ("POST", "/v1/participants", b'{"ref": "\\ud800"}', {}, 400, "body-malformed"),
    ("POST", "/v1/participants", '{"ref": "a"}'.encode("utf-16"), {}, 400, "body-malformed"),
    ("POST", "/v1/participants", b"{}", {"content_encoding": "gzip"}, 415, "content-encoding-unsupported"),
    ("GET", "/v1/participants?limt=5", None, {}, 422, "parameter-unknown"),
    ("GET", "/v1/participants/par_x?limit=5", None, {}, 422, "parameter-unknown"),
    ("POST", "/v1/participants", {"ref": "x" * 20_000}, {}, 413, "body-too-large"),
    ("POST", "/v1/participants", b"{}", {"content_type": "text/plain"}, 415, "media-type-unsupported"),
    ("GET", "/v1/participants", None, {"accept": "text/html"}, 406, "not-acceptable"),
    ("GET", "/v1/participants?limit=0", None, {}, 422, "parameter-invalid"),
    ("GET", "/v1/participants?limit=101", None, {}, 422, "parameter-invalid"),
    ("GET", "/v1/participants?limit=many", None, {}, 422, "parameter-invalid"),
    ("GET", "/v1/participants?cursor=!", None, {}, 422, "cursor-invalid"),
    ("POST", "/v1/participants", {"ref": "a"}, {"idempotency_key": "a b"}, 422, "parameter-invalid"),
    ("POST", "/v1/question-sets", {}, {}, 422, "participants-missing"),
    ("POST", "/v1/question-sets", {"participants": [{"ref": "a"}]}, {}, 422, "participants-count"),
    ("POST", "/v1/question-sets", {"conversation": "con_x"}, {}, 404, "conversation-not-found"),
    (
        "POST",
        "/v1/question-sets",
        {"conversation": "con_x", "session_number": 2},
        {},
        422,
        "conversation-and-participants",
    ),
    ("POST", "/v1/conversations/con_x/prepare", {}, {}, 404, "conversation-not-found"),
    (
        "POST",
        "/v1/conversations",
        {"pair": "pair_x", "planned_at": "0001-01-01T00:00:00+14:00"},
        {},
        422,
        "moment-out-of-range",
    ),
]


@pytest.mark.parametrize(("method", "path", "body", "headers", "status", "code"), CASES)
def test_every_failure_is_a_problem(
    api: Api, method: str, path: str, body: Any, headers: dict[str, str], status: int, code: str
) -> None:
    response = api(method, path, body, **headers)
    problem = response.json()
    assert (response.status_code, problem["code"]) == (status, code)
    assert response.headers["content-type"] == "application/problem+json"
    assert set(problem) == {"type", "title", "status", "detail", "code", "facts"}
    assert problem["status"] == status
    assert problem["type"] == f"urn:nudge:problem:{code}"
    assert problem["detail"] not in problem["title"]


def test_an_unknown_field_gets_the_nearest_spelling(api: Api) -> None:
    response = api("POST", "/v1/question-sets", {"participants": [{"ref": "a", "notez": []}]})
    assert "Did you mean “notes”?" in response.json()["detail"]
    assert response.json()["facts"]["at"].startswith("$.participants[")


def test_an_unknown_query_parameter_gets_the_nearest_spelling(api: Api) -> None:
    assert "Did you mean “limit”?" in api("GET", "/v1/conversations?limt=5").json()["detail"]
    assert "It takes none" in api("GET", "/v1/bank?limit=5").json()["detail"]


def test_a_header_is_named_as_it_was_sent_with_its_rule(api: Api) -> None:
    response = api("POST", "/v1/participants", {"ref": "a"}, idempotency_key="a b")
    assert "“Idempotency-Key”: 1 to 200 visible ASCII characters" in response.json()["detail"]
    assert "“limit”: a whole number from 1 to 100" in api("GET", "/v1/pairs?limit=0").json()["detail"]


def test_too_large_says_how_large_is_fine(api: Api) -> None:
    assert api("POST", "/v1/participants", {"ref": "x" * 20_000}).json()["facts"] == {"max_bytes": 10_000}


def test_a_byte_order_mark_is_read_over(api: Api) -> None:
    assert api("POST", "/v1/participants", b'\xef\xbb\xbf{"ref": "ana"}').status_code == 201


def test_what_is_blank_is_said_in_words(api: Api) -> None:
    detail = api("POST", "/v1/participants", {"ref": " "}).json()["detail"]
    assert detail == "Expected something other than spaces at $.ref."


def test_half_of_a_character_is_said_in_words(api: Api) -> None:
    assert "half of a character" in api("POST", "/v1/participants", b'{"ref": "\\ud800"}').json()["detail"]


def test_nothing_of_a_request_is_repeated(api: Api) -> None:
    """Not even in what is wrong with it."""
    bodies: list[Any] = [
        {"ref": "a", "locale": 7, "focus": "confidential"},
        {"confidential": 1},
        b'{"ref": "confidential',
        {"ref": "a", "experience": {"sessions_done": "confidential"}},
    ]
    for body in bodies:
        response = api("POST", "/v1/participants", body)
        assert response.status_code in (400, 422)
        assert "confidential" not in response.text
    assert "confidential" not in api("GET", "/v1/participants?limit=confidential").text


def test_a_person_is_not_named(api: Api) -> None:
    response = api("GET", "/v1/participants/par_somebody")
    assert "par_somebody" not in response.text


def test_a_database_that_is_down_is_said(world: World, api: Api) -> None:
    assert isinstance(world.store, FakeStore)
    world.store.is_down = True
    response = api("GET", "/v1/participants")
    assert (response.status_code, response.json()["code"]) == (503, "storage-unavailable")
    assert response.headers["retry-after"] == "5"


def test_a_mistake_of_ours_has_no_details(
    world: World, api: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither in the answer nor in the log, where only the place is."""

    def broken() -> None:
        raise RuntimeError("confidential")

    monkeypatch.setattr(world.store, "check", broken)
    response = api("GET", "/health/ready")
    assert (response.status_code, response.json()["code"]) == (500, "unexpected")
    assert "confidential" not in response.text
    assert "unexpected RuntimeError in GET /health/ready" in caplog.text
    assert "in broken" in caplog.text
    assert 'RuntimeError("confidential")' not in caplog.text.replace(
        '    raise RuntimeError("confidential")', ""
    )


def test_every_family_has_a_status() -> None:
    families = set(errors.NudgeError.__subclasses__())
    assert families == set(STATUS_OF_FAMILY)
    assert set(STATUS_OF_FAMILY.values()) <= set(CODES)
