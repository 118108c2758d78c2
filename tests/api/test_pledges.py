from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from nudge.domain.records import Scope
from tests.api.client import Api
from tests.app.world import World, bank
from tests.makers import NOON

TEXT = "I'll ask Wilhelmina to run the stand-up"
WEDNESDAY = {"due_at": "2026-03-04T18:00:00+01:00", "due_zone": "Europe/Berlin", "due_confirmed": True}
OF_SCORES = {"score", "overall", "facets", "level", "specificity", "pledge_probability"}


def names_in(shown: Any) -> Iterator[str]:
    """Every field of some JSON, however deep."""
    if isinstance(shown, dict):
        yield from shown
    for inside in shown.values() if isinstance(shown, dict) else shown if isinstance(shown, list) else ():
        yield from names_in(inside)


def pledged(api: Api, participant: str, **more: Any) -> dict[str, Any]:
    return api.made("/v1/pledges", {"participant": participant, "text": TEXT, **more})


def without_return(made: dict[str, Any]) -> dict[str, Any]:
    """A pledge as it is read: what it brings back is only said when it is made or changed."""
    return {name: value for name, value in made.items() if name != "comes_back_from"}


def test_what_is_made_can_be_read(api: Api) -> None:
    """The date comes back as a clock shows it where the person is."""
    conversation, ana, _ = api.conversation()
    body = {"participant": ana, "conversation": conversation, "text": TEXT, **WEDNESDAY}
    made = api("POST", "/v1/pledges", {**body, "due_at": "2026-03-04T17:00:00Z"})
    read = api("GET", made.headers["location"])
    assert (made.status_code, read.json()) == (201, without_return(made.json()))
    assert read.headers["etag"] == made.headers["etag"] == '"1"'
    assert {**read.json(), **body} == read.json()
    assert (read.json()["state"], read.json()["outcome"], read.json()["helped"]) == ("open", "not_said", None)


def test_a_second_one_for_a_conversation_is_refused(api: Api) -> None:
    conversation, ana, _ = api.conversation()
    first = pledged(api, ana, conversation=conversation)
    body = {"participant": ana, "conversation": conversation, "text": "I'll write to Sam"}
    response = api("POST", "/v1/pledges", body)
    assert (response.status_code, response.json()["code"]) == (409, "pledge-exists")
    assert response.json()["facts"] == {"pledge": first["id"]}
    assert "change that one" in response.json()["detail"]


def test_a_repeated_request_makes_one(api: Api) -> None:
    ana = api.made("/v1/participants", {"ref": "ana"})["id"]
    for _ in range(2):
        api("POST", "/v1/pledges", {"participant": ana, "text": TEXT}, idempotency_key="k-1")
    assert len(api("GET", f"/v1/pledges?participant={ana}").json()["items"]) == 1


@pytest.mark.parametrize(
    ("due", "code"),
    [
        ({"due_at": "2026-03-01T18:00:00Z"}, "due-in-the-past"),
        ({"due_at": "0001-01-01T00:00:00+14:00"}, "moment-out-of-range"),
        ({"due_at": "2026-03-04T18:00:00"}, "body-invalid"),
        ({"due_zone": "Europe/Berlin"}, "due-missing"),
        ({**WEDNESDAY, "due_zone": "Mars/Olympus"}, "time-zone-unknown"),
    ],
)
def test_a_date_is_one(api: Api, due: dict[str, Any], code: str) -> None:
    ana = api.made("/v1/participants", {"ref": "ana"})["id"]
    response = api("POST", "/v1/pledges", {"participant": ana, "text": TEXT, **due})
    assert (response.status_code, response.json()["code"]) == (422, code)


def test_a_change_needs_the_etag_that_was_read(api: Api) -> None:
    ana = api.made("/v1/participants", {"ref": "ana"})["id"]
    path = f"/v1/pledges/{pledged(api, ana, **WEDNESDAY)['id']}"
    change = {"text": "I'll open it with her", "reason": "She'd rather begin small."}
    assert api("PATCH", path, change).status_code == 428
    changed = api("PATCH", path, change, if_match='"1"')
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    (before,) = changed.json()["history"]
    assert (before["text"], before["reason"]) == (TEXT, change["reason"])
    assert before["due_at"] == changed.json()["due_at"] == WEDNESDAY["due_at"]
    assert api("PATCH", path, change, if_match='"1"').status_code == 412
    assert api("GET", path).json() == without_return(changed.json())


def test_a_new_date_is_a_suggestion_until_it_is_confirmed(api: Api) -> None:
    ana = api.made("/v1/participants", {"ref": "ana"})["id"]
    path = f"/v1/pledges/{pledged(api, ana, **WEDNESDAY)['id']}"
    moved = api("PATCH", path, {"due_at": "2026-03-30T09:00:00Z"}, if_match='"1"').json()
    assert (moved["due_at"], moved["due_confirmed"]) == ("2026-03-30T11:00:00+02:00", False)
    confirmed = api("PATCH", path, {"due_confirmed": True}, if_match='"2"').json()
    assert (confirmed["due_confirmed"], len(confirmed["history"])) == (True, 1)
    taken_away = api("PATCH", path, {"due_at": None}, if_match='"3"').json()
    assert [taken_away[name] for name in ("due_at", "due_zone", "due_confirmed")] == [None, None, False]


def test_a_closed_pledge_cannot_be_changed(api: Api) -> None:
    ana = api.made("/v1/participants", {"ref": "ana"})["id"]
    path = f"/v1/pledges/{pledged(api, ana)['id']}"
    said = {"outcome": "partly", "reflection": "She was ill.", "helped": True}
    checked = api("POST", f"{path}/check-in", said)
    assert {**checked.json(), **said, "state": "closed"} == checked.json()
    assert api("POST", f"{path}/check-in", said).content == checked.content
    response = api("PATCH", path, {"text": "one"}, if_match=checked.headers["etag"])
    assert (response.status_code, response.json()["code"]) == (409, "pledge-closed")
    assert api("POST", f"{path}/check-in", {"outcome": "not_said"}).json()["state"] == "open"


def test_they_are_listed_page_by_page_and_by_state(api: Api) -> None:
    ana, ben = (api.made("/v1/participants", {"ref": ref})["id"] for ref in ("ana", "ben"))
    made = [pledged(api, ana)["id"] for _ in range(5)]
    pledged(api, ben)
    api("POST", f"/v1/pledges/{made[1]}/check-in", {"outcome": "dropped"})
    of_ana = f"/v1/pledges?participant={ana}"
    seen, cursor = [], ""
    while cursor is not None:
        page = api("GET", f"{of_ana}&limit=2{cursor and '&cursor='}{cursor}").json()
        seen += [one["id"] for one in page["items"]]
        cursor = page["next_cursor"]
    assert seen == made
    for wanted, ids in (("true", [made[0], *made[2:]]), ("false", [made[1]])):
        assert [one["id"] for one in api("GET", f"{of_ana}&open={wanted}").json()["items"]] == ids


def test_tenants_do_not_see_each_others(world: World, api: Api) -> None:
    other = world.key(tenant="other")
    ana = api.made("/v1/participants", {"ref": "ana"})["id"]
    path = f"/v1/pledges/{pledged(api, ana)['id']}"
    for method, place, body, headers in (
        ("GET", path, None, {}),
        ("PATCH", path, {"text": "one"}, {"if_match": '"1"'}),
        ("POST", f"{path}/check-in", {"outcome": "kept"}, {}),
        ("GET", f"/v1/pledges?participant={ana}", None, {}),
        ("POST", "/v1/pledges", {"participant": ana, "text": TEXT}, {}),
    ):
        assert api(method, place, body, key=other, **headers).status_code == 404
    assert api("GET", path).json()["revision"] == 1


@pytest.mark.parametrize("outcome", ["kept", "partly", "changed", "dropped"])
def test_the_next_set_opens_with_what_became_of_it(api: Api, outcome: str) -> None:
    """Closed with a pledge, checked in on it in between, the next conversation planned and prepared."""
    first, ana, _ = api.conversation()
    body = {"pledges": [{"participant": ana, "text": TEXT, **WEDNESDAY}]}
    pair = api("POST", f"/v1/conversations/{first}/close", body).json()["pair"]
    (pledge,) = api("GET", f"/v1/pledges?participant={ana}&open=true").json()["items"]
    assert (pledge["conversation"], pledge["due_at"]) == (first, WEDNESDAY["due_at"])
    second = api.made("/v1/conversations", {"pair": pair})["id"]
    before = opener(api, second)
    assert outcome_of(before) == "not_said"
    api("POST", f"/v1/pledges/{pledge['id']}/check-in", {"outcome": outcome, "reflection": "She was ill."})
    after = opener(api, second)
    assert outcome_of(after) == outcome
    assert "wilhelmina" in after["text"].lower()


def opener(api: Api, conversation: str) -> dict[str, Any]:
    prepared = api("POST", f"/v1/conversations/{conversation}/prepare", {}).json()
    check_in: dict[str, Any] = prepared["participants"][0]["check_in"]
    return check_in


def outcome_of(check_in: dict[str, Any]) -> str:
    return {one.id: one.outcome for one in bank().check_ins}[check_in["id"]]


def test_a_pledge_made_before_is_changed_by_closing(api: Api) -> None:
    conversation, ana, ben = api.conversation()
    made = pledged(api, ana, conversation=conversation)
    kept = pledged(api, ben, conversation=conversation)
    body = {"pledges": [{"participant": ana, "text": "I'll write to Sam"}]}
    assert api("POST", f"/v1/conversations/{conversation}/close", body).status_code == 200
    changed = api("GET", f"/v1/pledges/{made['id']}").json()
    assert (changed["text"], changed["history"][0]["text"]) == ("I'll write to Sam", TEXT)
    assert api("GET", f"/v1/pledges/{kept['id']}").json() == without_return(kept)


def test_a_date_at_closing_is_checked_in_its_place(api: Api) -> None:
    conversation, ana, ben = api.conversation()
    late = {"text": TEXT, "due_at": NOON.isoformat()}
    body = {"pledges": [{"participant": ana, "text": TEXT}, {"participant": ben, **late}]}
    problem = api("POST", f"/v1/conversations/{conversation}/close", body).json()
    assert (problem["code"], problem["facts"]) == ("due-in-the-past", {"at": "$.pledges[1].due_at"})


def test_what_a_pledge_says_is_never_repeated(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    """Neither in a problem nor in a log or a count, in any of its words."""
    caplog.set_level(logging.DEBUG)
    conversation, ana, _ = api.conversation()
    words = "zebra promise that nobody else reads"
    said = {"participant": ana, "text": words, "conversation": conversation}
    pledge = api.made("/v1/pledges", said)
    path = f"/v1/pledges/{pledge['id']}"
    checked = {"outcome": "kept", "reflection": words}
    responses = [
        api("POST", "/v1/pledges", said),
        api("POST", "/v1/pledges", {**said, "due_at": "2026-03-01T18:00:00Z"}),
        api("POST", "/v1/pledges", {**said, "due_zone": words}),
        api("POST", "/v1/pledges", {**said, "zebra": words}),
        api("PATCH", path, {"text": words, "reason": words}),
        api("PATCH", path, {"text": words, "reason": words}, if_match='"7"'),
        api("PATCH", path, {"text": [words]}, if_match='"1"'),
        api("POST", f"{path}/check-in", {**checked, "outcome": words}),
    ]
    assert api("POST", f"{path}/check-in", checked).status_code == 200
    other = {"participant": ana, "text": f"{words} again"}
    responses += [
        api("PATCH", path, {"text": f"{words} again", "reason": words}, if_match='"2"'),
        api("POST", f"/v1/conversations/{conversation}/close", {"pledges": [other]}),
    ]
    for response in responses:
        assert response.status_code >= 400
        assert "zebra" not in response.text
    assert "zebra" not in api("GET", "/metrics").text
    assert "zebra" not in caplog.text
    assert all("zebra" not in str(vars(record)) for record in caplog.records)


def test_nothing_stored_has_a_score(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    """In no resource, page, export, set or log is a field on how clear a pledge is."""
    caplog.set_level(logging.DEBUG)
    conversation, ana, _ = api.conversation()
    path = f"/v1/pledges/{pledged(api, ana, **WEDNESDAY, conversation=conversation)['id']}"
    responses = [
        api("GET", path),
        api("PATCH", path, {"text": "I'll open it with her"}, if_match='"1"'),
        api("POST", f"{path}/check-in", {"outcome": "partly", "helped": False}),
        api("GET", f"/v1/pledges?participant={ana}"),
        api("POST", f"/v1/conversations/{conversation}/prepare", {}),
        api("GET", f"/v1/conversations/{conversation}/question-sets"),
        api("POST", f"/v1/conversations/{conversation}/close", {}),
        api("GET", f"/v1/participants/{ana}"),
        api("GET", f"/v1/participants/{ana}/export"),
        api("POST", "/v1/pledges", {"participant": ana, "text": "one", "conversation": conversation}),
        api("DELETE", f"/v1/participants/{ana}"),
    ]
    for response in responses:
        assert not OF_SCORES & set(names_in(response.json())), response.url
    assert not any(name in caplog.text for name in ("score", "overall", "facets"))


MAY_SCORE = {
    "/v1/pledges/score": "the author alone",
    "/v1/follow-ups": "of suggestions",
    "/v1/bank/blueprint": "of questions of the bank",
}


def test_no_document_of_a_stored_thing_has_a_score(api: Api) -> None:
    """Also those that no test calls: only what is answered to the author alone may have one."""
    document = api("GET", "/docs/openapi.json").json()
    schemas = document["components"]["schemas"]

    def fields(name: str, seen: set[str]) -> set[str]:
        if name in seen:
            return set()
        seen.add(name)
        inside = {ref.rsplit("/", 1)[-1] for ref in refs_in(schemas[name])}
        return set(schemas[name].get("properties", ())).union(*(fields(one, seen) for one in inside))

    for path, item in document["paths"].items():
        for operation in item.values():
            success = next(r for status, r in operation["responses"].items() if status < "300")
            for ref in refs_in(success.get("content", {})):
                if path not in MAY_SCORE:
                    assert not OF_SCORES & fields(ref.rsplit("/", 1)[-1], set()), path


def refs_in(shown: Any) -> Iterator[str]:
    if isinstance(shown, dict):
        yield from (shown[name] for name in shown if name == "$ref")
    for inside in shown.values() if isinstance(shown, dict) else shown if isinstance(shown, list) else ():
        yield from refs_in(inside)


def test_the_partner_reads_nothing_of_it(world: World, api: Api) -> None:
    """Neither in their part of a set nor in what they own; it is in the export of its author."""
    conversation, ana, ben = api.conversation()
    words = "I'll bring the zebra to the team meeting"
    body = {"pledges": [{"participant": ana, "text": words, **WEDNESDAY}]}
    pair = api("POST", f"/v1/conversations/{conversation}/close", body).json()["pair"]
    for _ in range(3):
        following = api.made("/v1/conversations", {"pair": pair})["id"]
        of_ana, of_ben = api("POST", f"/v1/conversations/{following}/prepare", {}).json()["participants"]
        assert "zebra" in of_ana["check_in"]["text"], "it was read, or this test shows nothing"
        assert "zebra" not in str(of_ben)
        api("POST", f"/v1/conversations/{following}/close", {})
    assert "zebra" not in api("GET", f"/v1/participants/{ben}/export").text
    (kept,) = api("GET", f"/v1/participants/{ana}/export").json()["pledges"]
    assert kept == api("GET", f"/v1/pledges/{kept['id']}").json()
    later = api.made(
        "/v1/pairs", {"participants": [ana, api.made("/v1/participants", {"ref": "cleo"})["id"]]}
    )
    following = api.made("/v1/conversations", {"pair": later["id"]})["id"]
    of_ana, of_cleo = api("POST", f"/v1/conversations/{following}/prepare", {}).json()["participants"]
    assert "zebra" not in str(of_cleo)
    assert of_ana["check_in"]["visible_to"] == "self" or "zebra" not in of_ana["check_in"]["text"]


def test_erasing_counts_and_takes_them_all(api: Api) -> None:
    """Those of conversations and those between; remembered answers too."""
    conversation, ana, ben = api.conversation()
    between = {"participant": ana, "text": TEXT}
    api("POST", "/v1/pledges", between, idempotency_key="k-1")
    gone = pledged(api, ana, conversation=conversation)["id"]
    stays = pledged(api, ben, conversation=conversation)["id"]
    assert api("DELETE", f"/v1/participants/{ana}").json()["counts"]["pledges"] == 2
    assert api("GET", f"/v1/pledges/{gone}").status_code == 404
    assert api("GET", f"/v1/pledges/{stays}").status_code == 200
    again = api("POST", "/v1/pledges", between, idempotency_key="k-1")
    assert (again.status_code, again.json()["code"]) == (404, "participant-not-found")


def test_reading_is_for_keys_that_may(world: World, api: Api) -> None:
    """Who may only write reads no list; what they made comes back to them once."""
    ana = api.made("/v1/participants", {"ref": "ana"})["id"]
    writing = world.key(Scope.WRITE)
    made = api("POST", "/v1/pledges", {"participant": ana, "text": TEXT}, key=writing)
    assert made.status_code == 201
    for path in (made.headers["location"], f"/v1/pledges?participant={ana}"):
        assert api("GET", path, key=writing).status_code == 403


class TestAPledgeThatComesBack:
    AGAIN = "Wilhelmina to run the stand-up, I'll ask her"

    def test_the_unkept_ones_are_named_to_whoever_makes_or_changes_it(self, api: Api) -> None:
        """Newest first, only those from before, and none that was kept or is somebody else's."""
        _, ana, ben = api.conversation()
        first, other, kept = (pledged(api, ana), pledged(api, ana, text="sleep more"), pledged(api, ana))
        pledged(api, ben)
        api("POST", f"/v1/pledges/{kept['id']}/check-in", {"outcome": "kept"})
        again = pledged(api, ana, text=self.AGAIN)
        assert (first["comes_back_from"], other["comes_back_from"]) == ([], [])
        assert again["comes_back_from"] == [first["id"]]
        path, change = f"/v1/pledges/{other['id']}", {"text": self.AGAIN}
        changed = api("PATCH", path, change, if_match='"1"').json()
        assert changed["comes_back_from"] == [first["id"]]
        assert "comes_back_from" not in api("GET", f"/v1/pledges/{again['id']}").json()

    def test_without_models_nothing_is_named_and_the_pledge_is_made(self, api: Api, world: World) -> None:
        ana = api.made("/v1/participants", {"ref": "ana"})["id"]
        pledged(api, ana)
        world.reader.is_missing = True
        assert pledged(api, ana)["comes_back_from"] == []
