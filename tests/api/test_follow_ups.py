"""`POST /v1/follow-ups`: the JSON that other programs rely on."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from nudge.domain.records import Scope
from tests.api.client import Api
from tests.app.world import World, bank

PATH = "/v1/follow-ups"
REQUEST = {
    "question": {"text": "What is it like to give Davie an instruction?"},
    "answer": "it is always the office",
    "already_asked": ["What happened then?"],
    "coach": {"sessions_done": 0},
    "limit": 3,
}


def suggested(api: Api, **changes: Any) -> dict[str, Any]:
    response = api("POST", PATH, {**REQUEST, **changes})
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def test_it_answers_what_the_interface_promises(api: Api) -> None:
    """Suggestions of different moves with reasons, a tip, no reason for silence."""
    body = suggested(api)
    assert list(body) == ["suggestions", "tip", "abstained", "threshold", "replay", "degraded"]
    assert len(body["suggestions"]) == 3
    assert body["abstained"] is None
    assert list(body["suggestions"][0]) == ["id", "move", "text", "score", "why"]
    assert len({each["move"] for each in body["suggestions"]}) == 3
    assert list(body["tip"]) == ["id", "text"]
    assert body["replay"]["bank"] == bank().fingerprint


def test_only_the_answer_is_needed(api: Api) -> None:
    """An empty one, too: then it says why it says nothing."""
    response = api("POST", PATH, {"answer": ""})
    assert response.status_code == 200
    assert response.json()["suggestions"] == []
    assert list(response.json()["abstained"]) == ["code", "text"]


def test_fewer_are_offered_on_demand(api: Api) -> None:
    assert len(suggested(api, limit=1)["suggestions"]) == 1


def test_a_question_may_be_named(api: Api) -> None:
    """By its id, or by its text, but not by both."""
    question = bank().questions[0]
    assert suggested(api, question={"id": question.id})["suggestions"]
    both = api("POST", PATH, {**REQUEST, "question": {"id": question.id, "text": "What?"}})
    unknown = api("POST", PATH, {**REQUEST, "question": {"id": "reflect.nope"}})
    assert (both.json()["code"], unknown.json()["code"]) == ("question-twice", "question-unknown")


@pytest.mark.parametrize(
    "changes", [{"limit": 4}, {"limit": 0}, {"answr": "x"}, {"coach": {"sessions": 1}}, {"answer": None}]
)
def test_bad_bodies_are_refused(api: Api, changes: dict[str, Any]) -> None:
    assert api("POST", PATH, {**REQUEST, **changes}).status_code == 422


def test_a_coach_can_check_a_question(api: Api) -> None:
    """One issue at most, with its words; none for a good one."""
    [issue] = api("POST", f"{PATH}/check", {"text": "Have you tried talking to him?"}).json()["issues"]
    assert issue["kind"] == "advice"
    assert issue["span"]["text"] == "Have you tried"
    assert issue["hint"]
    assert api("POST", f"{PATH}/check", {"text": "What happened then?"}).json() == {"issues": []}


def test_keys_need_the_scope(api: Api, world: World) -> None:
    for path in (PATH, f"{PATH}/check"):
        body = {"answer": "x"} if path == PATH else {"text": "x"}
        assert api("POST", path, body, key=world.key(Scope.READ)).status_code == 403


def test_no_word_reaches_a_log(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    """Neither of the answer nor of what was asked."""
    with caplog.at_level(logging.DEBUG):
        suggested(api, answer="always the zanzibar file", already_asked=["quagga?"])
    assert "zanzibar" not in caplog.text
    assert "quagga" not in caplog.text
