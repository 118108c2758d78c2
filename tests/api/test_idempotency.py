from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from litestar.testing import TestClient

from nudge.api.application import create_app
from nudge.storage.store import SqlStore
from nudge.vault.fernet_vault import FernetVault
from tests.api.client import Api
from tests.app.world import World

STORES_NOTHING = {
    "/v1/question-sets",
    "/v1/pledges/score",
    "/v1/nudges/plan",
    "/v1/roundtables/agenda",
    "/v1/follow-ups",
    "/v1/bank/blueprint",
    "/v1/follow-ups/check",
    "/v1/conversations/{conversation_id}/seats",
}
SETS_A_TIME = {"/v1/clock", "/v1/clock/advance"}
"""Setting the same time again is the same."""


def test_a_repeated_request_gets_the_same_answer(api: Api) -> None:
    first = api("POST", "/v1/participants", {"ref": "ana"}, idempotency_key="k-1")
    second = api("POST", "/v1/participants", {"ref": "ana"}, idempotency_key="k-1")
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert first.headers["location"] == second.headers["location"]
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"
    assert len(api("GET", "/v1/participants").json()["items"]) == 1


def test_another_body_or_route_with_the_same_key_is_refused(api: Api) -> None:
    api("POST", "/v1/participants", {"ref": "ana"}, idempotency_key="k-1")
    for path, body in (("/v1/participants", {"ref": "ben"}), ("/v1/pairs", {"participants": ["a", "b"]})):
        response = api("POST", path, body, idempotency_key="k-1")
        assert (response.status_code, response.json()["code"]) == (422, "idempotency-key-reused")


def test_a_failure_is_not_remembered(api: Api) -> None:
    body = {"participants": ["par_x", "par_y"]}
    assert api("POST", "/v1/pairs", body, idempotency_key="k-1").status_code == 404
    assert (
        api("POST", "/v1/pairs", {"participants": ["par_z", "par_y"]}, idempotency_key="k-1").status_code
        == 404
    )


def test_keys_are_of_a_tenant(world: World, api: Api) -> None:
    for key in (api.key, world.key(tenant="other")):
        response = api("POST", "/v1/participants", {"ref": "ana"}, key=key, idempotency_key="k-1")
        assert "idempotency-replayed" not in response.headers


def test_every_post_that_stores_takes_a_key(api: Api) -> None:
    paths = api("GET", "/docs/openapi.json").json()["paths"]
    for path, item in paths.items():
        if "post" in item and path not in STORES_NOTHING | SETS_A_TIME:
            assert "Idempotency-Key" in {parameter["name"] for parameter in item["post"]["parameters"]}, path


@pytest.mark.parametrize("with_database", [False, True])
def test_of_many_at_once_one_is_done(tmp_path: Path, with_database: bool) -> None:
    """The others get its answer, or are asked to try again."""
    world = World()
    if with_database:
        store = SqlStore(f"sqlite:///{tmp_path}/nudge.db", FernetVault([FernetVault.new_key()]))
        store.migrate()
        world = World(store)
    key = world.key()
    app = create_app(world.services, keyless=False, max_body_bytes=10_000)
    together = threading.Barrier(8)

    with TestClient(app) as client, ThreadPoolExecutor(8) as threads:

        def ask(_: int) -> tuple[int, str]:
            together.wait(10)
            response = Api(client, key)("POST", "/v1/participants", {"ref": "ana"}, idempotency_key="k-1")
            return response.status_code, response.text

        answers = list(threads.map(ask, range(8)))
    assert {status for status, _ in answers} <= {201, 409}
    assert len({text for status, text in answers if status == 201}) == 1
    assert len(world.services.participants.list(world.tenant).items) == 1
