"""`/docs`: the API's description and a page to read and try it, from this server alone."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

from litestar import MediaType, Request, Response, Router, get
from litestar.datastructures import ResponseHeader
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import OpenAPIRenderPlugin
from litestar.openapi.spec import Components, License, SecurityScheme, Tag
from litestar.params import FromPath
from msgspec import json

from nudge.api.openapi import finished
from nudge.domain.errors import NotFound

ASSETS = Path(__file__).parent / "docs_assets"
MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css", ".png": "image/png"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""No other origin and no script in the page. Swagger UI sets styles on elements, so these are allowed."""
TAGS = {
    "Question sets": "The main job, without anything stored.",
    "Participants": "People of a programme.",
    "Notes": "What people write. It belongs to them.",
    "Pairs": "Who meets whom for a quarter.",
    "Conversations": "Planned, prepared, written in, closed.",
    "Bank": "The vocabulary and the purpose questionnaire.",
    "Health": "For whoever runs the service.",
}
DESCRIPTION = """Peer coaching for other applications: it picks and words the questions of a conversation.

Send an API key as `Authorization: Bearer ndg_live_…`; `nudge keys create` makes one. As long as none
was made, callers on the same machine need none. Every failure is `application/problem+json` with a stable
`code`. Every POST that stores takes an `Idempotency-Key`: the same key with the same request gives the same
answer and does nothing twice. Unknown fields are refused with the nearest spelling. A body that breaks the
schema gets 422, as does one that fits the schema but breaks a rule which a schema can't say."""


class Description(OpenAPIRenderPlugin):
    """The description itself."""

    def __init__(self) -> None:
        super().__init__(path="/openapi.json", media_type=MediaType.JSON)
        self._rendered: bytes | None = None

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """OpenAPI 3.1 as JSON; made once."""
        if self._rendered is None:
            self._rendered = json.encode(
                finished(json.decode(json.encode(openapi_schema)), request.app.routes)
            )
        return self._rendered


class Page(OpenAPIRenderPlugin):
    """The page that shows it."""

    def __init__(self) -> None:
        super().__init__(path="/")

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """The page; everything else is in its own files."""
        return (ASSETS / "index.html").read_bytes()


@get("/assets/{name:str}", include_in_schema=False, sync_to_thread=True)
def asset(name: FromPath[str]) -> Response[bytes]:
    """A file of the page."""
    path = ASSETS / name
    if path.suffix not in MEDIA_TYPES or path.name not in {file.name for file in ASSETS.iterdir()}:
        raise NotFound("route-not-found", "There is no such file.")
    return Response(
        path.read_bytes(), media_type=MEDIA_TYPES[path.suffix], headers={"Cache-Control": "max-age=3600"}
    )


def openapi_config() -> OpenAPIConfig:
    """How the description is made, and where it is served."""
    key = SecurityScheme(type="http", scheme="bearer", bearer_format="ndg_live_… or ndg_test_…")
    return OpenAPIConfig(
        title="nudge",
        version=version("nudge"),
        description=DESCRIPTION,
        license=License(name="Apache-2.0", identifier="Apache-2.0"),
        tags=[Tag(name=name, description=text) for name, text in TAGS.items()],
        components=Components(security_schemes={"api_key": key}),
        render_plugins=[Page(), Description()],
        openapi_router=Router(
            "/docs",
            route_handlers=[asset],
            include_in_schema=False,
            response_headers=[ResponseHeader(name="Content-Security-Policy", value=POLICY)],
        ),
    )
