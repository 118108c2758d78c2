from __future__ import annotations

from typing import Any

from nudge.domain.conversations import Brief
from nudge.domain.questions import QuestionBank
from nudge.domain.records import Scope
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


def test_what_is_stored_is_for_keys_that_may_read(world: World, api: Api) -> None:
    """The sets of a stored conversation quote notes: the scope for stateless choosing isn't enough."""
    conversation, _, _ = api.conversation()
    body = {"conversation": conversation}
    choosing, both = world.key(Scope.CHOOSE), world.key(Scope.CHOOSE, Scope.READ)
    response = api("POST", "/v1/question-sets", body, key=choosing)
    assert (response.status_code, response.json()["code"]) == (403, "scope-missing")
    assert api("POST", "/v1/question-sets", body, key=both).status_code == 200


def test_a_note_written_while_preparing_is_no_failure(world: World, api: Api) -> None:
    """It is prepared again with the note, with and without an Idempotency-Key."""
    conversation, ana, _ = api.conversation()
    notes, read = world.services.notes, world.reader.read
    for n, headers in enumerate(({}, {"idempotency_key": "k-1"})):
        pending = [f"note {n}"]

        def read_and_write(brief: Brief, bank: QuestionBank) -> Any:
            if pending:  # noqa: B023 # it is called within this turn
                notes.write(world.tenant, ana, pending.pop())  # noqa: B023 # as above
            return read(brief, bank)

        world.reader.read = read_and_write  # type: ignore[method-assign] # for this test
        response = api("POST", f"/v1/conversations/{conversation}/prepare", {}, **headers)
        assert response.status_code == 200, response.text
        assert not pending


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
