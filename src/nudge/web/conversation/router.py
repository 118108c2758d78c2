"""The conversation page, to be put into the application."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from nudge.app.seats import SEAT_COOKIE
from nudge.domain.errors import Unauthenticated
from nudge.web.conversation.acts import ActsController, proven
from nudge.web.conversation.door import DoorController
from nudge.web.conversation.hour import HourController
from nudge.web.conversation.listening import ListeningController
from nudge.web.conversation.mishaps import Mishaps, provide_kept_form
from nudge.web.conversation.pages import HourPages
from nudge.web.conversation.panels import Panels
from nudge.web.conversation.parts import Parts, TenantParts
from nudge.web.conversation.seating import Seated, seated_from
from nudge.web.conversation.sheets import Sheets

MAX_BODY_BYTES = 262_144
"""Above the longest note in a form, in which a character can take nine bytes."""


def conversation_pages(tenants: TenantParts, *, secure: bool) -> Router:
    """The pages, at `/c`. All of their links are relative.

    Args:
        secure: whether people reach the service by https; then cookies go no other way.
    """
    sheets = Sheets()
    panels = Panels(sheets)
    hour = HourPages(sheets, panels)

    @get("/c/assets/{name:str}", include_in_schema=False, sync_to_thread=False)
    def asset(name: FromPath[str]) -> Response[bytes]:
        """Style and scripts."""
        return sheets.assets.get(name)

    def provide_seated(request: Request[Any, Any, Any], conversation: FromPath[str]) -> Seated:
        token = request.cookies.get(SEAT_COOKIE, "")
        if not token:
            raise Unauthenticated("seat-missing", "The page needs a seat.")
        return seated_from(request, conversation, tenants.seats.read(token), token)

    def provide_parts(seated: NamedDependency[Seated]) -> Parts:
        return tenants.of(seated.seat.tenant)

    return Router(
        path="/",
        route_handlers=[asset, DoorController, HourController, ActsController, ListeningController],
        dependencies={
            "tenants": Provide(lambda: tenants, sync_to_thread=False),
            "parts": Provide(provide_parts, sync_to_thread=True),
            "sheets": Provide(lambda: sheets, sync_to_thread=False),
            "panels": Provide(lambda: panels, sync_to_thread=False),
            "hour": Provide(lambda: hour, sync_to_thread=False),
            "secure": Provide(lambda: secure, sync_to_thread=False),
            "form": Provide(provide_kept_form),
            "seated": Provide(provide_seated, sync_to_thread=True),
            "said": Provide(proven),
        },
        exception_handlers=Mishaps(sheets).handlers(),
        request_class=Request,
        request_max_body_size=MAX_BODY_BYTES,
        include_in_schema=False,
    )
