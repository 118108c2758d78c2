from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest
from litestar.routes import HTTPRoute

from nudge.api.application import create_app
from nudge.api.bodies.decoding import decode
from nudge.api.docs import ASSETS
from nudge.api.examples import EXAMPLES
from nudge.api.openapi import body_of, response_of
from tests.api.client import Api
from tests.app.world import World

OURS = ("index.html", "start.js", "ours.css")
WITHOUT_EXAMPLE = {
    "erase_note",
    "erase_webhook",
    "erase_own_questions",
    "erase_feedback",
    "remove_own_question",
    "metrics",
}


@pytest.fixture
def document(api: Api) -> dict[str, Any]:
    document: dict[str, Any] = api("GET", "/docs/openapi.json", key="").json()
    return document


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for item in document["paths"].values() for operation in item.values()]


def test_it_is_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")


def test_every_operation_is_described(document: dict[str, Any]) -> None:
    for operation in operations(document):
        for field in ("operationId", "summary", "description", "tags"):
            assert operation.get(field), operation
        assert operation["operationId"] in EXAMPLES.keys() | WITHOUT_EXAMPLE


def test_every_problem_is_typed(document: dict[str, Any]) -> None:
    for operation in operations(document):
        for status, response in operation["responses"].items():
            if status >= "400":
                assert response == {"$ref": f"#/components/responses/Problem{status}"}
    for response in document["components"]["responses"].values():
        assert list(response["content"]) == ["application/problem+json"]


def test_unknown_fields_are_refused_in_the_schema_too(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    for name in ("QuestionSetRequest", "ParticipantBody", "NoteBody", "ParticipantChange", "CloseRequest"):
        assert schemas[name]["additionalProperties"] is False


def test_operations_come_in_the_order_of_their_use(document: dict[str, Any]) -> None:
    """One who reads from top to bottom adds before reading, and erases last."""
    found = [operation["operationId"] for operation in operations(document)]
    assert found[0] == "choose_question_sets"
    expected = ["add_participant", "add_pair", "plan_conversation", "prepare_conversation", "record_note"]
    assert sorted(expected, key=found.index) == expected
    assert found.index("get_participant") < found.index("erase_participant")
    tags = [tag["name"] for tag in document["tags"]]
    assert list(dict.fromkeys(operation["tags"][0] for operation in operations(document))) == tags


def test_what_comes_back_is_said(document: dict[str, Any]) -> None:
    for operation in operations(document):
        success = next(response for status, response in operation["responses"].items() if status < "300")
        assert "document follows" not in success["description"]


def test_the_first_example_can_be_pasted(api: Api, document: dict[str, Any]) -> None:
    """What the page offers to execute gives four questions to everybody."""
    body = document["paths"]["/v1/question-sets"]["post"]["requestBody"]["content"]["application/json"]
    response = api("POST", "/v1/question-sets", body["example"])
    assert [len(one["questions"]) for one in response.json()["participants"]] == [4, 4]
    command = re.search(r"-d '(.*?)'", document["info"]["description"], re.DOTALL)
    assert command
    assert api("POST", "/v1/question-sets", command[1].encode()).status_code == 200
    assert "http://127.0.0.1:80/v1/question-sets" in document["info"]["description"], (
        "the port that was called"
    )


def test_examples_are_what_they_stand_for() -> None:
    app = create_app(World().services, keyless=True, max_body_bytes=10_000)
    routes = [route for route in app.routes if isinstance(route, HTTPRoute)]
    handlers = {handler.operation_id: handler for route in routes for handler in route.route_handlers}
    for operation_id, example in EXAMPLES.items():
        request, response = body_of(handlers[operation_id]), response_of(handlers[operation_id])
        if request is not None:
            assert decode(msgspec.json.encode(example.request), request)
        assert response is not None
        assert msgspec.convert(example.response, response)


def test_the_page_asks_no_other_origin(api: Api) -> None:
    page = api("GET", "/docs", key="")
    assert page.headers["content-type"].startswith("text/html")
    policy = page.headers["content-security-policy"]
    assert "http" not in policy
    assert "script-src 'self';" in policy
    linked = re.findall(r'(?:href|src)="([^"]+)"', page.text)
    assert linked
    for path in linked:
        assert path.startswith("/docs/")
        assert api("GET", path, key="").status_code == 200
    for name in OURS:
        assert "//" not in re.sub(r"^// .*$", "", (ASSETS / name).read_text(), flags=re.M)
    assert not re.search(r"<script(?![^>]*src=)", page.text)


def test_no_vendored_style_fetches_anything() -> None:
    style = (ASSETS / "swagger-ui.css").read_text()
    assert all(url.startswith("data:") for url in re.findall(r"url\(['\"]?([^'\")]+)", style))
    assert "@import" not in style
    assert "validatorUrl: null" in (ASSETS / "start.js").read_text()


def test_assets_are_a_closed_list(api: Api) -> None:
    for name in ("../docs.py", "LICENSE", "docs.py", "..%2Fdocs.py", "missing.js"):
        assert api("GET", f"/docs/assets/{name}", key="").status_code == 404
