"""`POST /v1/bank/blueprint`, and emphases of the programme."""

from __future__ import annotations

from typing import Any

import pytest
from litestar.testing import TestClient

from nudge.api.application import create_app
from nudge.domain.emphases import LONGEST_TEXT, MOST_EMPHASES
from tests.api.client import Api
from tests.app.world import World, bank

PATH = "/v1/bank/blueprint"
WEEK = {"from": "2026-03-09", "until": "2026-03-16", "text": "Listen before you speak", "source": "values"}


def test_a_line_comes_with_the_questions_that_serve_it(api: Api) -> None:
    """By id, at most three of each stage, the nearest first; what isn't judged says why."""
    question = bank().questions[0]
    shown = api("POST", PATH, {"text": f"VALUES\n* {question.text}\n* Integrity"}).json()
    assert (shown["bank"], shown["threshold"]) == (bank().fingerprint, 0.5)
    heading, line, unclear = shown["lines"]
    assert (heading["kind"], heading["verdict"], heading["stages"]) == ("heading", None, {})
    assert line["stages"][question.stage][0] == {
        "id": question.id,
        "version": question.version,
        "text": question.text,
        "score": 1.0,
    }
    assert all(len(servings) == 3 for servings in line["stages"].values())
    assert (unclear["kind"], shown["counts"]["unclear"]) == ("unclear", 1)
    assert unclear["because"]


def test_own_questions_count(api: Api) -> None:
    """What was bare is served once the organisation has a question for it, and nobody else sees that."""
    text = "Leave the glasshouse warmer than you found it"
    assert api("POST", PATH, {"text": text}).json()["counts"]["bare"] == 1
    own = {
        "stage": "reflect",
        "text": "How did you leave the glasshouse warmer than you found it that day?",
    }
    made = api.made("/v1/bank/own", own)
    (line,) = api("POST", PATH, {"text": text}).json()["lines"]
    assert (line["verdict"], line["n_questions"], line["missing"]) == (
        "thin",
        1,
        ["explore", "purpose", "act"],
    )
    assert line["stages"]["reflect"][0]["id"] == made["id"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a line of text\n" * 7_000, "blueprint-too-long"),
        ("a" * 50_000, "blueprint-too-long"),
        ("a" * 501, "blueprint-too-long"),
        ("secret\x00words", "blueprint-malformed"),
        ("\x1b[31msecret", "blueprint-malformed"),
        (" \n ", "blueprint-empty"),
        ("", "body-invalid"),
        (7, "body-invalid"),
    ],
)
def test_what_can_not_be_read_is_refused_with_its_place(world: World, text: Any, code: str) -> None:
    """Also 100 kB of it; the answer has none of the words."""
    with TestClient(create_app(world.services, keyless=False, max_body_bytes=2_000_000)) as client:
        refused = Api(client, world.key())("POST", PATH, {"text": text})
    assert (refused.status_code, refused.json()["code"], refused.json()["facts"]["at"]) == (
        422,
        code,
        "$.text",
    )
    assert "secret" not in refused.text


def test_without_models_it_says_so(world: World, api: Api) -> None:
    world.line_reader.is_missing = True
    refused = api("POST", PATH, {"text": "Listen before you speak"})
    assert (refused.status_code, refused.json()["code"]) == (503, "models-missing")


def saved(api: Api, *emphases: Any, revision: int = 0) -> Any:
    return api("PUT", "/v1/programme", {"emphases": list(emphases)}, if_match=f'"{revision}"')


def test_emphases_come_back_and_go(api: Api) -> None:
    assert api("GET", "/v1/programme").json()["emphases"] == []
    assert saved(api, WEEK).json()["emphases"] == [WEEK]
    assert api("GET", "/v1/programme").json()["emphases"] == [WEEK]
    assert saved(api, revision=1).json()["emphases"] == []


def test_a_prepared_conversation_hears_the_week(api: Api) -> None:
    """Its reason names the source; what preparing would give says the same."""
    week = {**WEEK, "text": bank().questions[0].text}
    saved(api, week)
    conversation, *_ = api.conversation()
    moved = {"planned_at": "2026-03-10T09:00:00Z"}
    assert api("PATCH", f"/v1/conversations/{conversation}", moved, if_match='"1"').status_code == 200
    tried = api("POST", "/v1/question-sets", {"conversation": conversation}).json()
    prepared = api("POST", f"/v1/conversations/{conversation}/prepare", {}).json()
    assert prepared == tried
    reasons = [why for one in tried["participants"] for asked in one["questions"] for why in asked["why"]]
    assert {why["source"] for why in reasons if why["kind"] == "emphasis"} == {"values"}


@pytest.mark.parametrize(
    ("emphasis", "code", "at"),
    [
        ({**WEEK, "until": "2026-03-09"}, "emphasis-empty", "$.emphases[0].until"),
        ({**WEEK, "until": "2026-03-08"}, "emphasis-empty", "$.emphases[0].until"),
        ({**WEEK, "from": "9 March"}, "body-invalid", "$.emphases[0].from"),
        ({**WEEK, "text": "a" * (LONGEST_TEXT + 1)}, "body-invalid", "$.emphases[0].text"),
        ({**WEEK, "text": " "}, "body-invalid", "$.emphases[0].text"),
        ({**WEEK, "text": "a\x00b"}, "body-invalid", "$.emphases[0].text"),
        ({**WEEK, "who": "all"}, "body-invalid", "$.emphases[0]"),
    ],
)
def test_an_emphasis_that_can_not_be_is_refused(api: Api, emphasis: Any, code: str, at: str) -> None:
    refused = saved(api, emphasis)
    assert refused.status_code == 422, refused.text
    assert (refused.json()["code"], refused.json()["facts"]["at"]) == (code, at)


def test_there_is_one_for_each_week_of_a_year(api: Api) -> None:
    assert saved(api, *[WEEK] * MOST_EMPHASES).status_code == 200
    assert saved(api, *[WEEK] * (MOST_EMPHASES + 1), revision=1).status_code == 422
