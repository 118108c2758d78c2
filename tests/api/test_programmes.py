from __future__ import annotations

from typing import Any

import pytest

from tests.api.client import Api
from tests.app.world import World, policy

SAVED = {"time_zone": "Europe/Berlin", "couriers": ["email", "webhook"]}


def saved(api: Api, body: Any, *, revision: int = 0, status: int = 200) -> dict[str, Any]:
    response = api("PUT", "/v1/programme", body, if_match=f'"{revision}"')
    assert response.status_code == status, response.text
    shown: dict[str, Any] = response.json()
    return shown


def test_without_one_it_is_the_default(api: Api) -> None:
    response = api("GET", "/v1/programme")
    shown = response.json()
    assert (response.headers["etag"], shown["revision"], shown["time_zone"]) == ('"0"', 0, None)
    assert shown["policy"]["moments"]["cue"]["leads"] == ["30min", "10min", "2h"]
    assert shown["policy"]["quiet_hours"] == [{"from": "20:00", "to": "08:00"}]
    assert shown["policy_version"] == policy().version


def test_what_is_saved_is_shown_in_full(api: Api) -> None:
    shown = saved(api, SAVED)
    assert {name: shown[name] for name in SAVED} == SAVED
    read = api("GET", "/v1/programme")
    assert (read.json(), read.headers["etag"]) == (shown, '"1"')


def test_what_was_read_can_be_sent_back(api: Api) -> None:
    """The same policy is the same version, and what differs is another one."""
    shown = saved(api, SAVED)
    again = saved(api, {**SAVED, "policy": shown["policy"]}, revision=1)
    assert again == {**shown, "revision": 2}
    cue = {"leads": ["10min"], "expires_after": "2h"}
    moments = {"cue": cue, "outcome": {**cue, "leads": ["-1d"], "probability": 0.5}}
    own = {"moments": moments, "quiet_hours": [], "version": "own-1", "most_a_day": 2, "spacing": "4h"}
    changed = saved(api, {"policy": own}, revision=2)
    assert changed["policy_version"].startswith("own-1+")
    assert changed["policy"]["moments"]["outcome"]["probability"] == 0.5
    assert changed["policy"]["moments"]["eve"] is None
    assert (changed["policy"]["spacing"], changed["policy"]["pause"]) == ("4h", "7d")
    assert (changed["time_zone"], changed["couriers"]) == (None, [])
    assert saved(api, {"policy": None}, revision=3)["policy"] == shown["policy"]


def test_a_change_needs_the_etag_that_was_read(api: Api) -> None:
    assert api("PUT", "/v1/programme", SAVED).status_code == 428
    saved(api, SAVED, revision=1, status=412)
    saved(api, SAVED)
    for old in ('"0"', '"2"', "nonsense"):
        assert api("PUT", "/v1/programme", SAVED, if_match=old).status_code == 412


def with_cue(**rule: Any) -> dict[str, Any]:
    cue = {"leads": ["30min"], "expires_after": "2h", **rule}
    return {"policy": {"moments": {"cue": cue}, "quiet_hours": []}}


def with_policy(**more: Any) -> dict[str, Any]:
    return {"policy": {"moments": {}, "quiet_hours": [], **more}}


@pytest.mark.parametrize(
    ("body", "code", "at"),
    [
        ({"time_zone": "Europe/Berln"}, "time-zone-unknown", "$.time_zone"),
        ({"couriers": ["emial"]}, "body-invalid", "$.couriers[0]"),
        ({"policy": {}}, "body-invalid", "$.policy"),
        (with_policy(most_a_dya=1), "body-invalid", "$.policy"),
        (with_policy(most_a_day=11), "body-invalid", "$.policy.most_a_day"),
        (with_policy(spacing="20 hours"), "body-invalid", "$.policy.spacing"),
        (with_policy(spacing="-2h"), "policy-invalid", "$.policy.spacing"),
        (with_policy(pause="31d"), "policy-invalid", "$.policy.pause"),
        (with_policy(working_days=["monday"]), "body-invalid", "$.policy.working_days[0]"),
        (
            with_policy(quiet_hours=[{"from": "8", "to": "9"}]),
            "body-invalid",
            "$.policy.quiet_hours[0].from",
        ),
        (
            with_policy(quiet_hours=[{"from": "09:00", "to": "09:00"}]),
            "quiet-hours-empty",
            "$.policy.quiet_hours",
        ),
        (with_policy(moments={"que": None}), "body-invalid", "$.policy.moments"),
        (with_cue(leads=[]), "body-invalid", "$.policy.moments.cue.leads"),
        (with_cue(leads=["-30min"]), "policy-invalid", "$.policy.moments.cue.leads"),
        (with_cue(leads=["1h", "1h"]), "policy-invalid", "$.policy.moments.cue.leads"),
        (with_cue(expires_after="0min"), "policy-invalid", "$.policy.moments.cue.expires_after"),
        (with_cue(probability=1.5), "body-invalid", "$.policy.moments.cue.probability"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(api: Api, body: object, code: str, at: str) -> None:
    problem = saved(api, body, status=422)
    assert (problem["code"], problem["facts"]["at"]) == (code, at)
    assert api("GET", "/v1/programme").json()["revision"] == 0


def test_a_misspelt_zone_or_field_gets_the_nearest_spelling(api: Api) -> None:
    assert "“Europe/Berlin”" in saved(api, {"time_zone": "Europe/Berln"}, status=422)["detail"]
    assert "“most_a_day”" in saved(api, with_policy(most_a_dya=1), status=422)["detail"]
    assert "one of: chat, console, email" in saved(api, {"couriers": ["emial"]}, status=422)["detail"]


def test_what_a_length_of_time_is_like_is_said(api: Api) -> None:
    for body in (with_policy(pause="a week"), with_cue(leads=["half an hour"])):
        assert "Expected a text such as “30min”, “2h”" in saved(api, body, status=422)["detail"]


def test_everybody_is_planned_again(api: Api) -> None:
    """What waits for whoever has no zone of their own begins to be planned with the programme's."""
    ana = api.made("/v1/participants", {"ref": "ana"})["id"]
    pledge = {"participant": ana, "text": "I'll ask Priya", "due_at": "2026-03-12T17:00:00Z"}
    made = api.made("/v1/pledges", pledge)["id"]
    path = f"/v1/nudges?pledge={made}"
    before = api("GET", path).json()["items"]
    assert {one["reason"] for one in before} == {"time_zone_missing"}
    saved(api, SAVED)
    assert api("GET", f"{path}&state=planned").json()["items"]


def test_others_have_their_own(world: World, api: Api) -> None:
    saved(api, SAVED)
    for key in (world.key(tenant="other"), world.key(is_test=True)):
        assert api("GET", "/v1/programme", key=key).json()["revision"] == 0
