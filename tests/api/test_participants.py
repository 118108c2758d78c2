from __future__ import annotations

from tests.api.client import Api

PURPOSE = {"text": "I like it when somebody outgrows me.", "drivers": {"whom": "Individual"}}


def test_what_is_added_can_be_read(api: Api) -> None:
    made = api("POST", "/v1/participants", {"ref": "ana", "purpose": PURPOSE, "focus": ["feedback"]})
    read = api("GET", made.headers["location"])
    assert read.json() == made.json()
    assert read.headers["etag"] == made.headers["etag"] == '"1"'
    assert read.json()["purpose"]["drivers"] == {"whom": "individuals"}


def test_pages_go_on_without_gaps(api: Api) -> None:
    made = [api.made("/v1/participants", {"ref": f"p{n}"})["ref"] for n in range(7)]
    seen, cursor = [], ""
    while cursor is not None:
        page = api("GET", f"/v1/participants?limit=3{cursor and '&cursor='}{cursor}").json()
        assert len(page["items"]) <= 3
        seen += [one["ref"] for one in page["items"]]
        cursor = page["next_cursor"]
    assert seen == made


def test_a_cursor_says_no_id(api: Api) -> None:
    ids = [api.made("/v1/participants", {"ref": f"p{n}"})["id"] for n in range(2)]
    cursor = api("GET", "/v1/participants?limit=1").json()["next_cursor"]
    assert ids[0] not in cursor


def test_a_change_needs_the_etag_that_was_read(api: Api) -> None:
    path = f"/v1/participants/{api.made('/v1/participants', {'ref': 'ana', 'focus': ['feedback']})['id']}"
    assert api("PATCH", path, {"locale": "de"}).status_code == 428
    changed = api("PATCH", path, {"locale": "de"}, if_match='"1"')
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    assert (changed.json()["locale"], changed.json()["focus"]) == ("de", ["feedback"])
    for old in ('"1"', '"7"', "nonsense", "*"):
        assert api("PATCH", path, {"locale": "fr"}, if_match=old).status_code == 412
    assert api("PATCH", path, {"focus": None}, if_match='"2"').json()["focus"] == []


def test_a_ref_is_taken_once(api: Api) -> None:
    api.made("/v1/participants", {"ref": "ana"})
    ben = api.made("/v1/participants", {"ref": "ben"})["id"]
    assert api("POST", "/v1/participants", {"ref": "ana"}).status_code == 409
    assert api("PATCH", f"/v1/participants/{ben}", {"ref": "ana"}, if_match='"1"').status_code == 409


def test_erasing_answers_with_a_receipt(api: Api) -> None:
    ana = api.made("/v1/participants", {"ref": "ana"})["id"]
    api.made(f"/v1/participants/{ana}/notes", {"text": "a thing"})
    receipt = api("DELETE", f"/v1/participants/{ana}").json()
    assert (receipt["counts"]["participants"], receipt["counts"]["notes"]) == (1, 1)
    assert api("GET", f"/v1/participants/{ana}").status_code == 404


def test_the_questionnaire_is_answered(api: Api) -> None:
    ana = api.made("/v1/participants", {"ref": "ana"})["id"]
    items = api("GET", "/v1/bank/questionnaire").json()["items"]
    answers = [{"item": item["id"], "value": item["options"][0]["value"]} for item in items]
    drivers = api("POST", f"/v1/participants/{ana}/questionnaire", {"answers": answers}).json()["drivers"]
    assert {one["value"] for one in drivers.values()} == {"individuals", "effort", "community"}
    assert all(one["source"] == "questionnaire" for one in drivers.values())
    kept = api("GET", f"/v1/participants/{ana}").json()["purpose"]["drivers"]
    assert kept == {name: one["value"] for name, one in drivers.items()}


def test_answering_again_takes_the_place_of_what_was_answered(api: Api) -> None:
    """A driver that is open now isn't kept as it was; those that nobody asked about are."""
    path = f"/v1/participants/{api.made('/v1/participants', {'ref': 'ana', 'purpose': PURPOSE})['id']}"
    items = {item["driver"]: item for item in api("GET", "/v1/bank/questionnaire").json()["items"]}
    why = {"item": items["why"]["id"], "value": items["why"]["options"][0]["value"]}
    api("POST", f"{path}/questionnaire", {"answers": [why]})
    assert set(api("GET", path).json()["purpose"]["drivers"]) == {"whom", "why"}
    api("POST", f"{path}/questionnaire", {"answers": [{**why, "value": None}]})
    assert set(api("GET", path).json()["purpose"]["drivers"]) == {"whom"}


def test_notes_come_in_pages(api: Api) -> None:
    ana = api.made("/v1/participants", {"ref": "ana"})["id"]
    made = [api.made(f"/v1/participants/{ana}/notes", {"text": f"{n}"})["id"] for n in range(5)]
    seen, cursor = [], ""
    while cursor is not None:
        page = api("GET", f"/v1/participants/{ana}/notes?limit=2{cursor and '&cursor='}{cursor}").json()
        assert len(page["items"]) <= 2
        seen += [one["id"] for one in page["items"]]
        cursor = page["next_cursor"]
    assert seen == made


def test_the_vocabulary_counts_what_there_is(api: Api) -> None:
    bank = api("GET", "/v1/bank").json()
    assert bank["stages"] == ["reflect", "explore", "purpose", "act"]
    assert all(n >= 30 for n in bank["n_questions"].values())
