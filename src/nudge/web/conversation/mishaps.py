"""Failures of the conversation page, as pages: their kind without details. What was typed is never lost."""

from __future__ import annotations

import logging
import traceback
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from nudge.domain.errors import (
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    NudgeError,
    Unauthenticated,
    Unavailable,
)
from nudge.web.conversation.sheets import Sheets
from nudge.web.forms import Form, provide_form

log = logging.getLogger("nudge.web")
RETRY_AFTER = "30"
"""Seconds."""
_FORM = "conversation_form"
_TYPED = ("note", "reflection", "pledge")
"""Fields of forms whose words come back when they couldn't be kept."""


class Mishaps:
    """Which page a failure becomes."""

    def __init__(self, sheets: Sheets) -> None:
        self._sheets = sheets

    def handlers(self) -> ExceptionHandlersMap:
        """The exception handlers of the router."""
        return {
            NudgeError: self.on_error,
            HTTPException: self.on_http_exception,
            Exception: self.on_unexpected,
        }

    def on_error(self, request: Request[Any, Any, Any], error: NudgeError) -> Response[str]:
        """The page for a failure of ours."""
        match error:
            case Unauthenticated(code="seat-expired"):
                return self._page(request, "expired", 401)
            case Unauthenticated(code="seat-elsewhere"):
                return self._page(request, "elsewhere", 403)
            case Unauthenticated():
                return self._page(request, "seat", 401)
            case NotAllowed() | Invalid(code="participant-not-in-conversation"):
                return self._page(request, "foreign", 403)
            case Invalid(code="conversation-not-of-two"):
                return self._page(request, "roundtable", 409)
            case NotFound():
                return self._page(request, "gone", 410)
            case Unavailable() | Conflict():  # somebody else was faster, again and again
                return self._page(request, "unavailable", 503)
            case Invalid():
                return self._page(request, "malformed", 400)
        return self.on_unexpected(request, error)

    def on_http_exception(self, request: Request[Any, Any, Any], error: HTTPException) -> Response[str]:
        """The page for a failure that the framework found."""
        if error.status_code >= 500:
            return self.on_unexpected(request, error)
        return self._page(request, "unknown" if error.status_code == 404 else "malformed", error.status_code)

    def on_unexpected(self, request: Request[Any, Any, Any], error: Exception) -> Response[str]:
        """The page for a mistake of ours. The log gets the place: messages and URLs may hold secrets."""
        place = "".join(traceback.format_tb(error.__traceback__))
        route = request.scope.get("path_template", "")
        log.error("unexpected %s in %s %s\n%s", type(error).__name__, request.method, route, place)
        return self._page(request, "unexpected", 500)

    def _page(self, request: Request[Any, Any, Any], name: str, status: int) -> Response[str]:
        headers = {"Retry-After": RETRY_AFTER} if status == 503 else None
        typed = _typed(request) if status != 403 else {}
        if not any(typed.get(field, "").strip() for field in _TYPED):
            base = "" if request.url.path.count("/") == 2 else "../"
            return self._sheets.message(f"problem.{name}", status=status, base=base, headers=headers)
        values = {
            "page": self._sheets.texts.at("rescue"),
            "problem": self._sheets.texts.at(f"problem.{name}"),
            "typed": typed,
            "long": _TYPED,
        }
        return self._sheets.render("rescue.html", values, status=status, headers=headers)


async def provide_kept_form(request: Request[Any, Any, Any]) -> Form:
    """The fields of a form, kept with the request in case that they can't be stored."""
    form = await provide_form(request)
    request.state[_FORM] = form
    return form


def _typed(request: Request[Any, Any, Any]) -> Form:
    """What the form of a request had in it."""
    form: Form = request.state.get(_FORM, {})
    return form
