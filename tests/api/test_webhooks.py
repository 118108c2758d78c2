from __future__ import annotations

import logging
from typing import Any

import pytest

from nudge.domain.records import Scope
from tests.api.client import Api
from tests.app.world import World

URL = "https://portal.example.org/nudges?token=zebra"


def added(api: Api, **more: Any) -> dict[str, Any]:
    return api.made("/v1/webhooks", {"url": URL, **more})


def test_the_secret_is_shown_once(api: Api) -> None:
    made = api("POST", "/v1/webhooks", {"url": URL})
    webhook = made.json()
    secret = webhook.pop("secret")
    assert secret.startswith("whsec_")
    assert webhook["public_key"].startswith("whpk_")
    assert (webhook["shows_words"], webhook["n_secrets"], webhook["disabled_at"]) == (False, 1, None)
    assert made.headers["location"] == f"/v1/webhooks/{webhook['id']}"
    assert api("GET", made.headers["location"]).json() == webhook
    assert api("GET", "/v1/webhooks").json() == {"items": [webhook]}


def test_no_answer_has_the_private_key(world: World, api: Api) -> None:
    made = api("POST", "/v1/webhooks", {"url": URL})
    [stored] = world.services.webhooks.list(world.tenant)
    path = made.headers["location"]
    for response in (made, api("GET", path), api("POST", f"{path}/rotate", {}), api("GET", "/v1/webhooks")):
        assert stored.signing_key not in response.text


def test_repeating_a_request_makes_no_second_one(api: Api) -> None:
    """And who lost the first answer has the secret after all."""
    first, second = (api("POST", "/v1/webhooks", {"url": URL}, idempotency_key="k-1") for _ in range(2))
    assert first.json() == second.json()
    path = first.headers["location"] + "/rotate"
    rotated = [api("POST", path, idempotency_key="k-2").json()["secret"] for _ in range(2)]
    assert rotated[0] == rotated[1] != first.json()["secret"]
    assert len(api("GET", "/v1/webhooks").json()["items"]) == 1


def test_rotating_keeps_the_one_before_until_it_is_dropped(api: Api) -> None:
    webhook = added(api)
    path = f"/v1/webhooks/{webhook['id']}"
    rotated = api("POST", f"{path}/rotate").json()
    assert (rotated["n_secrets"], rotated["secret"] != webhook["secret"]) == (2, True)
    assert api("POST", f"{path}/rotate").json()["n_secrets"] == 2
    dropped = api("POST", f"{path}/drop-old-secret").json()
    assert (dropped["n_secrets"], "secret" in dropped) == (1, False)


def test_one_that_is_gone_says_so_until_it_is_enabled(world: World, api: Api) -> None:
    path = f"/v1/webhooks/{added(api)['id']}"
    [stored] = world.services.webhooks.list(world.tenant)
    world.services.webhooks.disable(stored, "gone")
    shown = api("GET", path).json()
    assert (shown["disabled_at"] is not None, shown["disabled_reason"]) == (True, "gone")
    enabled = api("POST", f"{path}/enable").json()
    assert (enabled["disabled_at"], enabled["disabled_reason"]) == (None, None)


def test_five_are_the_most_and_one_can_be_removed(api: Api) -> None:
    made = [added(api)["id"] for _ in range(5)]
    full = api("POST", "/v1/webhooks", {"url": URL})
    assert (full.status_code, full.json()["code"], full.json()["facts"]) == (
        409,
        "webhooks-full",
        {"most": 5},
    )
    assert api("DELETE", f"/v1/webhooks/{made[0]}").status_code == 204
    assert api("DELETE", f"/v1/webhooks/{made[0]}").json()["code"] == "webhook-not-found"
    assert added(api)


@pytest.mark.parametrize(
    ("body", "code", "at"),
    [
        ({"url": "http://portal.example.org/zebra"}, "webhook-url-invalid", "$.url"),
        ({"url": "https://zebra:zebra@portal.example.org/"}, "webhook-url-invalid", "$.url"),
        ({"url": "https://portal.example.org/" + "zebra" * 500}, "body-invalid", "$.url"),
        ({"url": URL, "show_words": True}, "body-invalid", "$"),
        ({"url": None}, "body-invalid", "$.url"),
    ],
)
def test_what_is_wrong_is_said_without_the_url(api: Api, body: object, code: str, at: str) -> None:
    response = api("POST", "/v1/webhooks", body)
    problem = response.json()
    assert (response.status_code, problem["code"], problem["facts"]["at"]) == (422, code, at)
    assert "zebra" not in response.text


def test_others_see_nothing_of_it(world: World, api: Api) -> None:
    path = f"/v1/webhooks/{added(api)['id']}"
    other = world.key(tenant="other")
    assert api("GET", "/v1/webhooks", key=other).json() == {"items": []}
    for method, at in (
        ("GET", path),
        ("POST", f"{path}/rotate"),
        ("POST", f"{path}/enable"),
        ("DELETE", path),
    ):
        assert api(method, at, key=other).status_code == 404
    reading = world.key(Scope.READ)
    assert api("POST", f"{path}/rotate", key=reading).status_code == 403


def test_no_log_has_secret_or_url(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    webhook = added(api)
    api("POST", f"/v1/webhooks/{webhook['id']}/rotate")
    logged = caplog.text + "".join(str(vars(record)) for record in caplog.records)
    assert webhook["secret"] not in logged
    assert "zebra" not in logged
