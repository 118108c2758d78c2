"""Feedback over HTTP: one tap, no words; taken back by its id; aggregates only of five and more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from nudge.api.application import create_app
from nudge.domain.question_ratings import GROUP
from nudge.storage.store import SqlStore
from nudge.vault.fernet_vault import FernetVault
from tests.api.client import Api
from tests.app.test_feedback import say
from tests.app.world import World


@pytest.fixture
def said(api: Api) -> dict[str, Any]:
    """What somebody could say about the first question that they were asked."""
    return first_question(api)


def first_question(api: Api) -> dict[str, Any]:
    conversation, ana, _ = api.conversation()
    sets = api("POST", f"/v1/conversations/{conversation}/prepare", {}).json()
    question = sets["participants"][0]["questions"][0]["id"]
    return {"conversation": conversation, "participant": ana, "question": question, "verdict": "helpful"}


def test_it_is_given_read_and_taken_back(api: Api, said: dict[str, Any]) -> None:
    given = api("POST", "/v1/feedback", said)
    assert given.status_code == 201
    made = given.json()
    assert {name: made[name] for name in said} == said
    assert given.headers["location"] == f"/v1/feedback/{made['id']}"
    assert api("GET", given.headers["location"]).json() == made
    listed = api("GET", f"/v1/feedback?participant={said['participant']}").json()
    assert listed == {"items": [made], "next_cursor": None}
    assert api("DELETE", f"/v1/feedback/{made['id']}").status_code == 204
    gone = api("DELETE", f"/v1/feedback/{made['id']}")
    assert (gone.status_code, gone.json()["code"]) == (404, "rating-not-found")


def test_a_later_verdict_replaces_it_and_a_repeated_request_does_nothing(
    api: Api, said: dict[str, Any]
) -> None:
    first = api("POST", "/v1/feedback", said, idempotency_key="k-1")
    later = api("POST", "/v1/feedback", {**said, "verdict": "not_for_me"}, idempotency_key="k-2")
    assert later.json()["id"] == first.json()["id"]
    again = api("POST", "/v1/feedback", said, idempotency_key="k-1")
    assert (again.content, again.headers["idempotency-replayed"]) == (first.content, "true")
    assert api("GET", f"/v1/feedback/{first.json()['id']}").json()["verdict"] == "not_for_me"


def test_there_is_no_room_for_words(api: Api, said: dict[str, Any]) -> None:
    for extra in ({"text": "too long"}, {"comment": "why"}, {"verdict": "boring"}):
        refused = api("POST", "/v1/feedback", {**said, **extra})
        assert (refused.status_code, refused.json()["code"]) == (422, "body-invalid")


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"conversation": "con_x"}, 404, "conversation-not-found"),
        ({"participant": "par_x"}, 422, "participant-not-in-conversation"),
        ({"question": "act.x"}, 422, "question-not-asked"),
        ({"taken": "act.x"}, 422, "taken-without-swap"),
        ({"verdict": "swap", "taken": "act.x"}, 422, "alternative-unknown"),
    ],
)
def test_what_is_wrong_is_said(
    api: Api, said: dict[str, Any], changes: dict[str, str], status: int, code: str
) -> None:
    refused = api("POST", "/v1/feedback", {**said, **changes})
    assert (refused.status_code, refused.json()["code"]) == (status, code)


def test_another_tenant_sees_none_of_it(world: World, api: Api, said: dict[str, Any]) -> None:
    made = api.made("/v1/feedback", said)
    say(world, said["question"], GROUP)
    other = world.key(tenant="other")
    for method, path in (
        ("GET", f"/v1/feedback/{made['id']}"),
        ("DELETE", f"/v1/feedback/{made['id']}"),
        ("GET", f"/v1/feedback?participant={said['participant']}"),
    ):
        assert api(method, path, key=other).status_code == 404
    assert api("POST", "/v1/feedback", said, key=other).status_code == 404
    assert api("GET", "/v1/bank/ratings", key=other).json()["items"] == []


def test_editors_see_whole_groups_only(world: World, api: Api, said: dict[str, Any]) -> None:
    say(world, said["question"], GROUP - 1)
    empty: dict[str, Any] = {"items": [], "next_cursor": None, "smallest_group": GROUP}
    assert api("GET", "/v1/bank/ratings").json() == empty
    api.made("/v1/feedback", said)
    (shown,) = api("GET", "/v1/bank/ratings").json()["items"]
    assert (shown["id"], shown["people"], shown["may_retire"]) == (said["question"], GROUP, False)
    say(world, said["question"], GROUP - 1, by="more-")
    assert api("GET", "/v1/bank/ratings").json()["items"] == [shown]


def test_learning_can_be_refreshed_read_and_switched_off(
    world: World, api: Api, said: dict[str, Any]
) -> None:
    assert api("GET", "/v1/bank/learning").json() == {
        "is_on": True,
        "is_allowed": True,
        "learned_at": None,
        "n_questions": 0,
        "revision": 0,
    }
    say(world, said["question"], 4 * GROUP)
    learned = api("POST", "/v1/bank/learning/refresh").json()
    assert learned["n_questions"] == 1
    prepare = f"/v1/conversations/{said['conversation']}/prepare"
    digest = api("POST", prepare, {}).json()["replay"]["leanings"]
    leanings = api("GET", f"/v1/bank/leanings/{digest}").json()
    assert leanings["digest"] == digest
    assert leanings["leanings"][said["question"]] < 0
    assert api("PUT", "/v1/bank/learning", {"is_on": False}).status_code == 428
    off = api("PUT", "/v1/bank/learning", {"is_on": False}, if_match='"0"')
    assert (off.json()["is_on"], off.headers["etag"]) == (False, '"1"')
    assert api("PUT", "/v1/bank/learning", {"is_on": True}, if_match='"0"').status_code == 412
    assert "leanings" not in api("POST", prepare, {}).json()["replay"]
    assert api("GET", "/v1/bank/leanings/0000").json()["code"] == "leanings-not-found"


def test_a_request_with_everything_in_one_transaction_learns_too(tmp_path: Path) -> None:
    """An Idempotency-Key joins all that is read and written; nothing waits for itself."""
    store = SqlStore(f"sqlite:///{tmp_path}/nudge.db", FernetVault([FernetVault.new_key()]), lock_timeout=1)
    store.migrate()
    world = World(store)
    app = create_app(world.services, keyless=False, max_body_bytes=10_000)
    with TestClient(app) as client:
        api = Api(client, world.key())
        said = first_question(api)
        assert api("POST", "/v1/feedback", said, idempotency_key="k-1").status_code == 201
        assert api("GET", "/v1/bank/learning").json()["learned_at"]
        say(world, said["question"], GROUP)
        refreshed = api("POST", "/v1/bank/learning/refresh", idempotency_key="k-2")
        assert (refreshed.status_code, refreshed.json()["n_questions"]) == (200, 1)
        prepare = f"/v1/conversations/{said['conversation']}/prepare"
        assert api("POST", prepare, {}, idempotency_key="k-3").json()["replay"]["leanings"]
