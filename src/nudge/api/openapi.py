"""Finishes the OpenAPI description: schemas as bodies are really decoded, problems, scopes, examples."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.routes import BaseRoute, HTTPRoute
from msgspec import Struct

from nudge.api.bodies.notes import NoteResponse
from nudge.api.bodies.problems import PREFIX, ProblemBody
from nudge.api.examples import EXAMPLES, PARAMETER_EXAMPLES
from nudge.api.problems import MEDIA_TYPE, problem_codes

Json = dict[str, Any]
PROBLEMS = (400, 401, 403, 404, 406, 409, 412, 413, 415, 422, 428, 503)
RESPONSE_HEADERS = {
    "ETag": "The revision; send it as If-Match to change it.",
    "Location": "Where it is from now on.",
    "Idempotency-Replayed": "“true” when this is the answer of an earlier request with the same key.",
}


def finished(document: Json, routes: Sequence[BaseRoute]) -> Json:
    """The description that the framework made, with everything that it doesn't know."""
    handlers = {handler.operation_id: handler for handler in _handlers(routes)}
    _, schemas = msgspec.json.schema_components(
        [ProblemBody, *_bodies(handlers.values())], ref_template="#/components/schemas/{name}"
    )
    document["components"]["schemas"] = schemas
    document["components"]["responses"] = {f"Problem{status}": _problem(status) for status in PROBLEMS}
    for item in document["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict) and operation.get("operationId") in handlers:
                _finish(operation, handlers[operation["operationId"]])
    document["paths"] = _in_order(document["paths"])
    return document


def _in_order(paths: Json) -> Json:
    """Paths and methods in the order in which an application needs them, which is that of the examples."""
    order = {operation_id: number for number, operation_id in enumerate(EXAMPLES)}

    def number(operation: Json) -> int:
        return order.get(operation["operationId"], len(order))

    items = {path: dict(sorted(item.items(), key=lambda one: number(one[1]))) for path, item in paths.items()}
    return dict(sorted(items.items(), key=lambda one: min(map(number, one[1].values()))))


def _handlers(routes: Sequence[BaseRoute]) -> Iterator[HTTPRouteHandler]:
    for route in routes:
        if isinstance(route, HTTPRoute):
            yield from (handler for handler in route.route_handlers if handler.operation_id)


def body_of(handler: HTTPRouteHandler) -> type[Struct] | None:
    """The type of the request's body."""
    field = handler.parsed_data_field
    return field.annotation if field is not None else None


def response_of(handler: HTTPRouteHandler) -> type[Struct] | None:
    """The type of the response's body, where it is JSON."""
    field = handler.parsed_return_field
    inner = field.inner_types[0] if field.is_subclass_of(Response) else field
    return inner.annotation if inner.is_subclass_of(Struct) else None


def _bodies(handlers: Any) -> list[type[Struct]]:
    found = {body for handler in handlers for body in (body_of(handler), response_of(handler)) if body}
    return sorted(found, key=lambda body: body.__name__)


def _finish(operation: Json, handler: HTTPRouteHandler) -> None:
    for parameter in operation.get("parameters", []):
        _finish_parameter(parameter)
    success = operation["responses"][str(handler.status_code)]
    operation["responses"] = {str(handler.status_code): success} | {
        str(status): {"$ref": f"#/components/responses/Problem{status}"}
        for status in sorted(_statuses(operation, handler))
    }
    if handler.opt.get("needs_key"):
        scope = handler.opt["scope"]
        operation["security"] = [{"api_key": [scope] if scope else []}]
    success["description"] = _described(handler)
    _add_other_kinds(operation, success, handler)
    _add_headers(success, operation, handler)
    _add_examples(operation, success)
    if handler.opt.get("has_dry_run"):
        same = {name: part for name, part in success.items() if name != "headers"}
        operation["responses"] = {"200": {**same, "description": "As it would be."}, **operation["responses"]}


def _add_other_kinds(operation: Json, success: Json, handler: HTTPRouteHandler) -> None:
    """What is sent or answered besides JSON."""
    if takes := handler.opt.get("takes"):
        operation["requestBody"] = {"required": True, "content": {takes: {"schema": {"type": "string"}}}}
    if accepts := handler.opt.get("also_accepts"):
        success.setdefault("content", {})[accepts] = {"schema": {"type": "string"}}


def _described(handler: HTTPRouteHandler) -> str:
    """What comes back, in the words of its type."""
    body = response_of(handler)
    return (inspect.getdoc(body) if body else None) or "Done; there is nothing to read."


def _finish_parameter(parameter: Json) -> None:
    """A parameter that may be left out can't be null: there is no null in a URL or a header."""
    schema = parameter.get("schema", {})
    kinds = [kind for kind in schema.get("oneOf", []) if kind.get("type") != "null"]
    if len(kinds) == 1:
        outer = {name: value for name, value in schema.items() if name not in ("oneOf", "default")}
        parameter["schema"] = {**outer, **kinds[0]}
    parameter.pop("allowEmptyValue", None)
    parameter.pop("allowReserved", None)
    if parameter["name"] in PARAMETER_EXAMPLES:
        parameter["example"] = PARAMETER_EXAMPLES[parameter["name"]]
    if parameter["in"] == "path":
        parameter["description"] = "The id that adding it gave, or a list shows."


def _statuses(operation: Json, handler: HTTPRouteHandler) -> set[int]:
    statuses = set(handler.opt.get("problems", ()))
    places = {parameter["in"] for parameter in operation.get("parameters", [])}
    names = {parameter["name"] for parameter in operation.get("parameters", [])}
    if handler.opt.get("needs_key"):
        statuses |= {401, 406, 503}
    if handler.opt.get("scope"):
        statuses.add(403)
    if places:
        statuses.add(422)
    if "path" in places:
        statuses.add(404)
    if "requestBody" in operation:
        statuses |= {400, 413, 415, 422}
    if "Idempotency-Key" in names:
        statuses.add(409)
    return statuses


def _problem(status: int) -> Json:
    example = {
        "type": PREFIX + problem_codes(status)[0],
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": "What is wrong, and what to do about it.",
        "code": problem_codes(status)[0],
        "facts": {},
    }
    response: Json = {
        "description": f"{HTTPStatus(status).phrase}. Codes such as {', '.join(problem_codes(status))}.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemBody"}, "example": example}},
    }
    header = {401: "WWW-Authenticate", 503: "Retry-After"}.get(status)
    if header:
        response["headers"] = {header: {"schema": {"type": "string"}}}
    return response


def _add_headers(success: Json, operation: Json, handler: HTTPRouteHandler) -> None:
    body = response_of(handler)
    names = []
    if body is not None and "revision" in body.__struct_fields__:
        names.append("ETag")
    if handler.status_code == 201 and body is not NoteResponse:  # notes are read as a list
        names.append("Location")
    if any(parameter["name"] == "Idempotency-Key" for parameter in operation.get("parameters", [])):
        names.append("Idempotency-Replayed")
    if names:
        success["headers"] = {
            name: {"description": RESPONSE_HEADERS[name], "schema": {"type": "string"}} for name in names
        }


def _add_examples(operation: Json, success: Json) -> None:
    example = EXAMPLES.get(operation["operationId"])
    if example is None:
        return
    if example.request is not None:
        operation["requestBody"]["content"]["application/json"]["example"] = example.request
    if example.response is not None:
        success["content"]["application/json"]["example"] = example.response
