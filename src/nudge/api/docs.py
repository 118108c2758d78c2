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
    "Question sets": "The main job in one request. Nothing has to be stored.",
    "Specificity": "How clear a pledge is, for its author alone. Nothing has to be stored.",
    "Follow-ups": "What to ask, mirror or leave unsaid while somebody answers. Nothing has to be stored.",
    "Roundtables": "Ninety minutes for five or six who lead themselves. Nothing has to be stored.",
    "Participants": "The people of a programme: what is known about them, and forgetting it.",
    "Pairs": "Who meets whom for a quarter.",
    "Conversations": "Plan, prepare, write notes in it, close it with pledges. Then the next one.",
    "Pledges": "The one action that each promises, what it said before, and what became of it.",
    "Nudges": "Kind messages at the right moment: tried out, planned, sent, and why not.",
    "Programme": "When your organisation lets nudges come, and by which way.",
    "Webhooks": "Where your application hears of them, with signatures that it can check.",
    "Test mode": "With a test key: two weeks in a second, and an inbox that shows what would have come.",
    "Own questions": "What your organisation adds to the bank, hides, rewords or asks more often.",
    "Feedback": "Whether a question helped, in one tap; and what editors and the choice learn from it.",
    "Notes": "What people write. It belongs to them, and private notes are read back to nobody else.",
    "Bank": "The words that requests use (drivers, themes, stages), and the purpose questionnaire.",
    "Health": "For whoever runs the service. No key is needed.",
}
"""In the order in which an application comes to need them."""
DESCRIPTION = (Path(__file__).parent / "description.md").read_text(encoding="utf-8")


_ADDRESS = b"127.0.0.1:8600"


class Description(OpenAPIRenderPlugin):
    """The description itself."""

    def __init__(self) -> None:
        super().__init__(path="/openapi.json", media_type=MediaType.JSON)
        self._rendered: bytes | None = None

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """OpenAPI 3.1 as JSON, made once. Its command names the port on which this server was called."""
        if self._rendered is None:
            self._rendered = json.encode(
                finished(json.decode(json.encode(openapi_schema)), request.app.routes)
            )
        _, port = request.scope.get("server") or ("", None)
        return self._rendered.replace(_ADDRESS, b"127.0.0.1:%d" % (port or 8600))


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
        title="nudge: questions for peer coaching",
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
