from __future__ import annotations

from typing import Any

import pytest

from nudge.domain.records import Scope
from nudge.domain.spreadsheets import MARK
from tests.api.client import Api
from tests.app.world import World, bank

PATH = "/v1/bank/own"
QUESTION: dict[str, Any] = {
    "id": "reflect.own.night-shift",
    "stage": "reflect",
    "text": "Think of your last night shift. What went differently from what you had planned?",
    "themes": ["priorities"],
    "with_slot": {
        "person": "Think of your last night shift with {{ person }}. What went differently from the plan?"
    },
}
BAD = {"stage": "act", "text": "Have you tried asking for help?", "themes": ["prioritis"]}


def change(
    api: Api, question_id: str, body: Any, *, revision: int, status: int = 200, query: str = ""
) -> Any:
    response = api("PATCH", f"{PATH}/{question_id}{query}", body, if_match=f'"{revision}"')
    assert response.status_code == status, response.text
    return response.json()


def test_what_is_added_is_asked_from_then_on(api: Api) -> None:
    """It is in the list, in the count of the bank, and in the fingerprint."""
    before = api("GET", "/v1/bank").json()
    response = api("POST", PATH, QUESTION)
    assert response.status_code == 201
    shown = response.json()
    assert response.headers["location"] == f"{PATH}/{QUESTION['id']}"
    assert response.headers["etag"] == '"1"'
    assert {name: shown[name] for name in QUESTION} == QUESTION
    assert (shown["version"], shown["is_stored"], shown["in_bank"]) == (1, True, None)
    read = api("GET", response.headers["location"])
    assert (read.json()["text"], read.headers["etag"]) == (QUESTION["text"], '"1"')
    after = api("GET", "/v1/bank").json()
    assert after["n_questions"]["reflect"] == before["n_questions"]["reflect"] + 1
    assert after["fingerprint"].startswith(before["fingerprint"] + "+")


def test_it_is_chosen_like_any_other(api: Api) -> None:
    """With words near to it, it comes in the stateless set too, and the replay names the bank."""
    api.made(PATH, {**QUESTION, "weight": 2})
    people = [{"ref": ref, "notes": [{"text": QUESTION["text"]}]} for ref in ("ana", "ben")]
    sets = api("POST", "/v1/question-sets", {"session_number": 1, "participants": people}).json()
    asked = [question["id"] for person in sets["participants"] for question in person["questions"]]
    assert QUESTION["id"] in asked
    assert sets["replay"]["bank"] == api("GET", "/v1/bank").json()["fingerprint"]


def test_a_follow_up_can_name_it(api: Api) -> None:
    """Only in the organisation whose it is."""
    body = {"answer": "It was fine.", "question": {"id": QUESTION["id"]}}
    assert api("POST", "/v1/follow-ups", body).json()["code"] == "question-unknown"
    api.made(PATH, QUESTION)
    assert api("POST", "/v1/follow-ups", body).status_code == 200


def test_an_id_is_made_of_the_first_words(api: Api) -> None:
    made = api.made(PATH, {name: QUESTION[name] for name in ("stage", "text")})
    assert made["id"] == "reflect.own.think-of-your-last-night"


def test_what_is_refused_says_everything(api: Api) -> None:
    """Each finding with its rule, place, message and how to mend it; a dry run tells the same."""
    refused = api("POST", PATH, BAD)
    assert (refused.status_code, refused.json()["code"]) == (422, "question-refused")
    findings = refused.json()["findings"]
    errors = {finding["code"] for finding in findings if finding["severity"] == "error"}
    assert {"tag-unknown", "closed", "advice"} <= errors
    assert refused.json()["facts"]["n_errors"] == sum(f["severity"] == "error" for f in findings)
    assert all(finding["mend"] and finding["message"] and finding["at"] for finding in findings)
    dry = api("POST", f"{PATH}?dry_run=true", BAD)
    assert (dry.status_code, dry.json()["is_stored"], dry.json()["findings"]) == (200, False, findings)
    assert api("GET", PATH).json() == {"items": [], "next_cursor": None, "revision": 0}


def test_a_template_that_is_more_than_text_is_refused(api: Api) -> None:
    for words in (
        "{{ ''.__class__ }} {{ person }}",
        "{% for x in y %}{{ person }}{% endfor %}",
        "{{ 9**9**9 }}",
    ):
        refused = api("POST", PATH, {**QUESTION, "with_slot": {"person": words}})
        assert refused.json()["findings"][0]["code"] == "wording-unsafe"
    too_long = api("POST", PATH, {**QUESTION, "text": "a" * 401})
    assert (too_long.status_code, too_long.json()["code"]) == (422, "body-invalid")


def test_any_question_can_be_hidden_reworded_and_weighed(api: Api) -> None:
    """And comes back as the bank has it."""
    base = bank().questions[bank().positions["act.small-enough"]]
    hidden = change(api, base.id, {"hidden": True, "because": " in the survey "}, revision=0)
    assert (hidden["is_hidden"], hidden["because"], hidden["revision"]) == (True, "in the survey", 1)
    text = "Choose one thing you want to do before the next shift. How small could it be and still count?"
    worded = change(api, base.id, {"text": text, "weight": -2}, revision=1)
    assert (worded["text"], worded["is_reworded"], worded["weight"]) == (text, True, -2)
    assert worded["in_bank"]["text"] == base.text
    back = change(api, base.id, {"text": None, "hidden": False, "weight": 0}, revision=2)
    assert (back["text"], back["is_reworded"], back["is_hidden"], back["because"]) == (
        base.text,
        False,
        False,
        "",
    )
    assert api("GET", PATH).json()["items"] == []


def test_a_dry_run_of_a_change_changes_nothing(api: Api) -> None:
    shown = change(api, "act.small-enough", {"hidden": True}, revision=0, query="?dry_run=true")
    assert (shown["is_hidden"], shown["is_stored"], shown["revision"]) == (True, False, 0)
    assert api("GET", PATH).json()["revision"] == 0


def test_a_change_needs_the_etag_that_was_read(api: Api) -> None:
    path = f"{PATH}/act.small-enough"
    assert api("PATCH", path, {"hidden": True}).status_code == 428
    change(api, "act.small-enough", {"hidden": True}, revision=0)
    for old in ('"0"', '"2"', "nonsense"):
        assert api("PATCH", path, {"hidden": False}, if_match=old).status_code == 412


@pytest.mark.parametrize(
    ("question_id", "body", "status", "code"),
    [
        ("act.nothing", {"hidden": True}, 404, "question-not-found"),
        ("act.small-enough", {"depth": 3}, 422, "tags-of-the-bank"),
        ("act.small-enough", {"weight": 3}, 422, "body-invalid"),
        ("act.small-enough", {"hiden": True}, 422, "body-invalid"),
        ("act.small-enough", {"text": "Why so small?"}, 422, "question-refused"),
    ],
)
def test_what_cant_be_changed_is_said(api: Api, question_id: str, body: Any, status: int, code: str) -> None:
    assert change(api, question_id, body, revision=0, status=status)["code"] == code


def test_removing_and_erasing(api: Api, world: World) -> None:
    api.made(PATH, QUESTION)
    path = f"{PATH}/{QUESTION['id']}"
    assert [api("DELETE", path).status_code for _ in range(2)] == [204, 204]
    assert api("GET", path).status_code == 404
    assert api("DELETE", f"{PATH}/act.nothing").json()["code"] == "question-not-found"
    api.made(PATH, QUESTION)
    assert api("DELETE", PATH, key=world.key(Scope.WRITE)).status_code == 403
    assert api("DELETE", PATH).status_code == 204
    assert api("GET", PATH).json()["items"] == []


def test_a_repeated_request_adds_once(api: Api) -> None:
    """A dry run is never remembered: the real request that follows is done."""
    assert api("POST", f"{PATH}?dry_run=true", QUESTION, idempotency_key="k").status_code == 200
    first, second = (api("POST", PATH, QUESTION, idempotency_key="k") for _ in range(2))
    assert (first.status_code, second.content) == (201, first.content)
    assert second.headers["idempotency-replayed"] == "true"
    assert api("POST", PATH, QUESTION).json()["code"] == "question-exists"


def test_pages_and_everything(api: Api) -> None:
    api.made(PATH, QUESTION)
    change(api, "act.small-enough", {"weight": 1}, revision=1)
    page = api("GET", f"{PATH}?limit=1")
    assert page.headers["etag"] == '"2"'
    rest = api("GET", f"{PATH}?limit=1&cursor={page.json()['next_cursor']}").json()
    ids = [page.json()["items"][0]["id"], rest["items"][0]["id"]]
    assert (ids, rest["next_cursor"]) == (["act.small-enough", QUESTION["id"]], None)
    assert len(api("GET", f"{PATH}?which=all&limit=100").json()["items"]) == 100
    assert api("GET", f"{PATH}?which=some").status_code == 422


def test_others_have_their_own(world: World, api: Api) -> None:
    api.made(PATH, QUESTION)
    for key in (world.key(tenant="other"), world.key(is_test=True)):
        assert api("GET", PATH, key=key).json()["items"] == []
        assert api("GET", f"{PATH}/{QUESTION['id']}", key=key).status_code == 404
        assert "+" not in api("GET", "/v1/bank", key=key).json()["fingerprint"]


class TestTables:
    def test_a_table_goes_out_and_comes_back(self, world: World, api: Api) -> None:
        """As it was saved: what went out changes nothing, and elsewhere it makes the same."""
        api.made(PATH, {**QUESTION, "because": "=1+1"})
        change(
            api, "act.small-enough", {"hidden": True, "weight": -1, "because": "ours; or: theirs"}, revision=1
        )
        out = api("GET", f"{PATH}?which=changed", accept="text/csv")
        assert out.headers["content-type"] == "text/csv; charset=utf-8"
        assert out.headers["etag"] == '"2"'
        assert out.text.startswith(f"{MARK}id,version,")
        assert "'=1+1" in out.text
        again = api("POST", f"{PATH}/import", out.content, content_type="text/csv")
        assert (again.status_code, again.json()["ids"], again.json()["revision"]) == (200, [], 2)
        other = world.key(tenant="other")
        taken = api("POST", f"{PATH}/import", out.content, content_type="text/csv", key=other).json()
        assert taken["ids"] == ["act.small-enough", QUESTION["id"]]
        assert (taken["problems"], taken["is_stored"]) == ([], True)
        assert api("GET", PATH, key=other).json()["items"] == api("GET", PATH).json()["items"]

    def test_a_table_of_everything_is_every_question(self, api: Api) -> None:
        out = api("GET", PATH, accept="text/csv, application/json;q=0.5")
        assert len(out.text.splitlines()) == len(bank().questions) + 1
        assert api("GET", PATH, accept="application/json, text/csv").json()["items"] == []
        assert api("GET", "/v1/bank", accept="text/csv").status_code == 406

    def test_bad_rows_are_told_with_their_number(self, api: Api) -> None:
        table = f"id;stage;text;hide\n;reflect;{QUESTION['text']};\n;act;{BAD['text']};\nact.nothing;;;yes\n"
        for query, revision in (("?dry_run=true", 0), ("", 1)):
            answer = api("POST", f"{PATH}/import{query}", table.encode(), content_type="text/csv").json()
            assert answer["ids"] == ["reflect.own.think-of-your-last-night"]
            assert {problem["row"] for problem in answer["problems"]} == {3, 4}
            assert (answer["revision"], answer["is_stored"]) == (revision, revision == 1)

    @pytest.mark.parametrize(
        ("body", "content_type", "status", "code"),
        [
            (b"id,text\n", "application/json", 415, "media-type-unsupported"),
            ("id,text\nact.a,Zoë".encode("latin-1"), "text/csv", 400, "body-malformed"),
            (b"", "text/csv", 422, "csv-header-invalid"),
            (b"id,txt\n", "text/csv", 422, "csv-header-invalid"),
            (b"id,text\n" + b"a" * 10_000, "text/csv", 413, "body-too-large"),
        ],
    )
    def test_what_is_no_table_is_refused(
        self, api: Api, body: bytes, content_type: str, status: int, code: str
    ) -> None:
        refused = api("POST", f"{PATH}/import", body, content_type=content_type)
        assert (refused.status_code, refused.json()["code"]) == (status, code)
