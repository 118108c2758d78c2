from __future__ import annotations

from tests.api.client import Api
from tests.app.world import World


def test_a_conversation_from_plan_to_close(api: Api) -> None:
    conversation, ana, _ = api.conversation()
    path = f"/v1/conversations/{conversation}"
    assert api("GET", f"{path}/question-sets").json()["code"] == "question-sets-not-found"
    prepared = api("POST", f"{path}/prepare", {})
    assert prepared.status_code == 200
    assert api("GET", f"{path}/question-sets").content == prepared.content
    assert api("POST", f"{path}/prepare", {}).content == prepared.content
    note = api.made(f"{path}/record", {"participant": ana, "text": "ours", "visibility": "shared"})
    assert (note["session_number"], note["text"]) == (1, "ours")
    body = {"pledges": [{"participant": ana, "text": "I'll call Sam"}]}
    closed = api("POST", f"{path}/close", body).json()
    assert (closed["state"], closed["revision"]) == ("closed", 3)
    for again in ("prepare", "close"):
        response = api("POST", f"{path}/{again}", {})
        assert (response.status_code, response.json()["code"]) == (409, "conversation-closed")


def test_choosing_for_a_stored_conversation_stores_nothing(world: World, api: Api) -> None:
    conversation, _, _ = api.conversation()
    dry = api("POST", "/v1/question-sets", {"conversation": conversation, "seed": 3})
    assert api("GET", f"/v1/conversations/{conversation}").json()["state"] == "planned"
    assert api("POST", f"/v1/conversations/{conversation}/prepare", {"seed": 3}).content == dry.content


def test_choosing_without_anything_stored(api: Api) -> None:
    body = {"participants": [{"ref": "ana", "purpose": {"text": "people who grow"}}, {"ref": "ben"}]}
    first, second = (api("POST", "/v1/question-sets", body) for _ in range(2))
    assert first.status_code == 200
    assert first.content == second.content
    assert [[q["stage"] for q in p["questions"]] for p in first.json()["participants"]] == [
        ["reflect", "explore", "purpose", "act"]
    ] * 2


def test_without_models_it_still_answers(world: World, api: Api) -> None:
    world.reader.is_missing = True
    response = api("POST", "/v1/question-sets", {"participants": [{"ref": "ana"}, {"ref": "ben"}]})
    assert response.status_code == 200
    assert response.json()["degraded"].startswith("models-missing")


def test_nobody_pledges_twice(api: Api) -> None:
    conversation, ana, _ = api.conversation()
    pledge = {"participant": ana, "text": "I'll call Sam"}
    response = api("POST", f"/v1/conversations/{conversation}/close", {"pledges": [pledge, pledge]})
    assert response.json()["code"] == "participant-twice"


def test_conversations_are_listed_by_pair(api: Api) -> None:
    conversation, _, _ = api.conversation()
    pair = api("GET", f"/v1/conversations/{conversation}").json()["pair"]
    second = api.made("/v1/conversations", {"pair": pair, "planned_at": "2026-12-02T15:00:00+01:00"})
    assert (second["session_number"], second["planned_at"]) == (2, "2026-12-02T14:00:00Z")
    assert len(api("GET", f"/v1/conversations?pair={pair}").json()["items"]) == 2
