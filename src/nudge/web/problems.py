"""Failures as pages: kind, without details, and with the status that says what they are."""

from __future__ import annotations

import logging
import traceback
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from nudge.domain.errors import Conflict, Invalid, NotFound, NudgeError, Unavailable
from nudge.web.pages import Pages

log = logging.getLogger("nudge.web")
RETRY_AFTER = 60
"""Seconds."""


class ProblemPages:
    """Which page a failure becomes."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def handlers(self) -> ExceptionHandlersMap:
        """The exception handlers of the router."""
        return {
            NudgeError: self.on_error,
            HTTPException: self.on_http_exception,
            Exception: self.on_unexpected,
        }

    def on_error(self, request: Request[Any, Any, Any], error: NudgeError) -> Response[str]:
        """The page for a failure of ours."""
        locale = _locale_of(request)
        match error:
            case Invalid(code="link-expired"):
                return self._page("expired", 410, locale)
            case Invalid(code="link-invalid"):
                return self._page("invalid", 404, locale)
            case NotFound():
                return self._page("gone", 410, locale)
            case Unavailable() | Conflict():  # somebody else was faster, again and again
                return self._page("unavailable", 503, locale, retry_after=RETRY_AFTER)
            case Invalid():
                return self._page("malformed", 400, locale)
        return self.on_unexpected(request, error)

    def on_http_exception(self, request: Request[Any, Any, Any], error: HTTPException) -> Response[str]:
        """The page for a failure that the framework found."""
        if error.status_code >= 500:
            return self.on_unexpected(request, error)
        if error.status_code == 404:
            return self._page("invalid", 404, _locale_of(request))
        return self._page("malformed", error.status_code, _locale_of(request))

    def on_unexpected(self, request: Request[Any, Any, Any], error: Exception) -> Response[str]:
        """The page for a mistake of ours. The log gets the place: messages and URLs may hold secrets."""
        place = "".join(traceback.format_tb(error.__traceback__))
        route = request.scope.get("path_template", "")
        log.error("unexpected %s in %s %s\n%s", type(error).__name__, request.method, route, place)
        return self._page("unexpected", 500, _locale_of(request))

    def _page(self, name: str, status: int, locale: str, *, retry_after: int = 0) -> Response[str]:
        texts = self._pages.texts.in_locale(locale)
        return self._pages.message(texts, f"problem.{name}", status=status, retry_after=retry_after)


def _locale_of(request: Request[Any, Any, Any]) -> str:
    """What a reader likes best, by the browser: nobody knows yet who it is. Empty when it doesn't say."""
    return request.headers.get("accept-language", "").split(",")[0].split(";")[0].strip("* ")
