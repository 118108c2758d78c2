from __future__ import annotations

from collections.abc import Mapping

import httpx
import pytest
from litestar.testing import TestClient

from nudge.api.application import create_app
from nudge.domain.records import Scope
from tests.api.client import Api, coming_from
from tests.app.world import World

ROUTES = [
    ("POST", "/v1/question-sets", Scope.CHOOSE),
    ("POST", "/v1/roundtables/agenda", Scope.CHOOSE),
    ("POST", "/v1/participants", Scope.WRITE),
    ("GET", "/v1/participants", Scope.READ),
    ("GET", "/v1/participants/x", Scope.READ),
    ("PATCH", "/v1/participants/x", Scope.WRITE),
    ("DELETE", "/v1/participants/x", Scope.ERASE),
    ("GET", "/v1/participants/x/export", Scope.ERASE),
    ("POST", "/v1/participants/x/notes", Scope.WRITE),
    ("GET", "/v1/participants/x/notes", Scope.READ),
    ("DELETE", "/v1/participants/x/notes/y", Scope.ERASE),
    ("POST", "/v1/participants/x/questionnaire", Scope.WRITE),
    ("POST", "/v1/pairs", Scope.WRITE),
    ("GET", "/v1/pairs", Scope.READ),
    ("GET", "/v1/pairs/x", Scope.READ),
    ("POST", "/v1/conversations", Scope.WRITE),
    ("GET", "/v1/conversations", Scope.READ),
    ("GET", "/v1/conversations/x", Scope.READ),
    ("PATCH", "/v1/conversations/x", Scope.WRITE),
    ("POST", "/v1/conversations/x/prepare", Scope.WRITE),
    ("GET", "/v1/conversations/x/question-sets", Scope.READ),
    ("POST", "/v1/conversations/x/record", Scope.WRITE),
    ("POST", "/v1/conversations/x/close", Scope.WRITE),
    ("POST", "/v1/conversations/x/seats", Scope.WRITE),
    ("POST", "/v1/pledges/score", Scope.CHOOSE),
    ("POST", "/v1/pledges", Scope.WRITE),
    ("GET", "/v1/pledges", Scope.READ),
    ("GET", "/v1/pledges/x", Scope.READ),
    ("PATCH", "/v1/pledges/x", Scope.WRITE),
    ("POST", "/v1/pledges/x/check-in", Scope.WRITE),
    ("POST", "/v1/nudges/plan", Scope.CHOOSE),
    ("POST", "/v1/follow-ups", Scope.CHOOSE),
    ("POST", "/v1/follow-ups/check", Scope.CHOOSE),
    ("GET", "/v1/nudges", Scope.READ),
    ("GET", "/v1/nudges/ahead", Scope.READ),
    ("GET", "/v1/nudges/x", Scope.READ),
    ("GET", "/v1/nudges/x/attempts", Scope.READ),
    ("POST", "/v1/nudges/x/cancel", Scope.WRITE),
    ("POST", "/v1/nudges/x/snooze", Scope.WRITE),
    ("POST", "/v1/nudges/x/replay", Scope.WRITE),
    ("GET", "/v1/programme", Scope.READ),
    ("PUT", "/v1/programme", Scope.WRITE),
    ("POST", "/v1/webhooks", Scope.WRITE),
    ("GET", "/v1/webhooks", Scope.READ),
    ("GET", "/v1/webhooks/x", Scope.READ),
    ("POST", "/v1/webhooks/x/rotate", Scope.WRITE),
    ("POST", "/v1/webhooks/x/drop-old-secret", Scope.WRITE),
    ("POST", "/v1/webhooks/x/enable", Scope.WRITE),
    ("DELETE", "/v1/webhooks/x", Scope.WRITE),
    ("POST", "/v1/clock", Scope.WRITE),
    ("GET", "/v1/clock", Scope.READ),
    ("POST", "/v1/clock/advance", Scope.WRITE),
    ("GET", "/v1/inbox", Scope.READ),
    ("POST", "/v1/bank/blueprint", Scope.READ),
    ("POST", "/v1/bank/own", Scope.WRITE),
    ("GET", "/v1/bank/own", Scope.READ),
    ("DELETE", "/v1/bank/own", Scope.ERASE),
    ("POST", "/v1/bank/own/import", Scope.WRITE),
    ("GET", "/v1/bank/own/x", Scope.READ),
    ("PATCH", "/v1/bank/own/x", Scope.WRITE),
    ("DELETE", "/v1/bank/own/x", Scope.WRITE),
    ("POST", "/v1/feedback", Scope.WRITE),
    ("GET", "/v1/feedback", Scope.READ),
    ("GET", "/v1/feedback/x", Scope.READ),
    ("DELETE", "/v1/feedback/x", Scope.ERASE),
    ("GET", "/v1/bank/ratings", Scope.READ),
    ("GET", "/v1/bank/learning", Scope.READ),
    ("PUT", "/v1/bank/learning", Scope.WRITE),
    ("POST", "/v1/bank/learning/refresh", Scope.WRITE),
    ("GET", "/v1/bank/leanings/x", Scope.READ),
]


@pytest.mark.parametrize(("method", "path", "scope"), ROUTES)
def test_a_route_needs_its_scope(world: World, api: Api, method: str, path: str, scope: Scope) -> None:
    """Every other scope together isn't enough; that scope alone is."""
    body: object = {} if method in ("POST", "PATCH", "PUT") else None
    others = api(method, path, body, key=world.key(*(set(Scope) - {scope})))
    assert (others.status_code, others.json()["code"]) == (403, "scope-missing")
    assert api(method, path, body, key=world.key(scope)).status_code != 403


def test_every_route_is_in_this_table(api: Api) -> None:
    paths = api("GET", "/docs/openapi.json").json()["paths"]
    routes = {(m.upper(), p) for p, item in paths.items() for m in item if p.startswith("/v1/")}
    names = ("participant_id", "pair_id", "conversation_id", "pledge_id", "nudge_id", "webhook_id")
    for name in (*names, "question_id", "feedback_id", "digest"):
        routes = {(method, path.replace(f"{{{name}}}", "x")) for method, path in routes}
    routes = {(method, path.replace("{note_id}", "y")) for method, path in routes}
    any_key = {("GET", "/v1/bank"), ("GET", "/v1/bank/questionnaire"), ("GET", "/v1/roundtables")}
    assert routes - any_key == {(method, path) for method, path, _ in ROUTES}


def test_the_vocabulary_needs_any_key(world: World, api: Api) -> None:
    assert api("GET", "/v1/bank", key=world.key(Scope.CHOOSE)).status_code == 200
    assert api("GET", "/v1/bank", key="").status_code == 401


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("Basic abc", "api-key-malformed"),
        ("Bearer", "api-key-malformed"),
        ("Bearer other_key", "api-key-malformed"),
        ("Bearer ndg_live_wrong", "api-key-invalid"),
    ],
)
def test_a_wrong_key_is_nobody(api: Api, header: str, code: str) -> None:
    response = api("GET", "/v1/bank", authorization=header)
    assert (response.status_code, response.json()["code"]) == (401, code)
    assert response.headers["www-authenticate"].startswith("Bearer")


def test_a_revoked_key_is_nobody(world: World, api: Api) -> None:
    world.services.api_keys.revoke(world.services.api_keys.all()[0].id)
    assert api("GET", "/v1/bank").status_code == 401


def test_tenants_do_not_see_each_other(world: World, api: Api) -> None:
    other = world.key(tenant="other")
    conversation, ana, _ = api.conversation()
    for path in (
        f"/v1/participants/{ana}",
        f"/v1/participants/{ana}/export",
        f"/v1/conversations/{conversation}",
    ):
        assert api("GET", path).status_code == 200
        assert api("GET", path, key=other).status_code == 404
    assert api("GET", "/v1/participants", key=other).json()["items"] == []
    assert api("DELETE", f"/v1/participants/{ana}", key=other).status_code == 404
    assert api("POST", "/v1/question-sets", {"conversation": conversation}, key=other).status_code == 404


def test_test_keys_do_not_touch_live_data(world: World, api: Api) -> None:
    test_key = world.key(is_test=True)
    api.made("/v1/participants", {"ref": "ana"})
    assert api("GET", "/v1/participants", key=test_key).json()["items"] == []
    assert api("POST", "/v1/participants", {"ref": "ana"}, key=test_key).status_code == 201
    assert len(api("GET", "/v1/participants").json()["items"]) == 1


def without_key(
    world: World, client_host: str, *, keyless: bool = True, headers: Mapping[str, str] | None = None
) -> httpx.Response:
    app = create_app(world.services, keyless=keyless, max_body_bytes=10_000)
    sent = {"host": "localhost:8600", **(headers or {})}
    with TestClient(coming_from(app, client_host)) as client:
        return client.get("/v1/participants", headers=sent)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize("name", ["localhost", "localhost:8600", "127.0.0.1:80", "[::1]:8600", "LOCALHOST"])
def test_whoever_is_on_this_machine_needs_no_key_at_first(world: World, host: str, name: str) -> None:
    assert without_key(world, host, headers={"host": name}).status_code == 200


@pytest.mark.parametrize("host", ["10.0.0.1", "192.168.1.5", "::2", "testclient", "", "8.8.8.8"])
def test_others_need_one(world: World, host: str) -> None:
    assert without_key(world, host).status_code == 401


@pytest.mark.parametrize("name", ["evil.example", "evil.example:8600", "localhost.evil.example", "10.0.0.1"])
def test_a_page_that_got_itself_called_here_needs_one(world: World, name: str) -> None:
    """A name that resolves to this machine (DNS rebinding) isn't this machine."""
    assert without_key(world, "127.0.0.1", headers={"host": name}).status_code == 401


@pytest.mark.parametrize("name", ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"])
def test_whoever_comes_through_a_proxy_needs_one(world: World, name: str) -> None:
    assert without_key(world, "127.0.0.1", headers={name: "for=127.0.0.1"}).status_code == 401


def test_once_there_is_a_key_everybody_needs_one(world: World) -> None:
    assert without_key(world, "127.0.0.1").status_code == 200
    world.key()
    assert without_key(world, "127.0.0.1").status_code == 401
    world.services.api_keys.revoke(world.services.api_keys.all()[0].id)
    assert without_key(world, "127.0.0.1").status_code == 401


def test_it_can_be_switched_off(world: World) -> None:
    assert without_key(world, "127.0.0.1", keyless=False).status_code == 401


def test_without_a_key_one_sees_the_tenant_local_only(world: World) -> None:
    world.participant("ana")
    assert without_key(world, "127.0.0.1").json()["items"] == []
