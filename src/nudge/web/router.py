"""All pages, to be put into the application."""

from __future__ import annotations

from litestar import Request, Response, Router, get
from litestar.di import Provide

from nudge.app.taps import Taps
from nudge.domain.translations import Translations
from nudge.web.forms import provide_form
from nudge.web.pages import Pages
from nudge.web.problems import ProblemPages
from nudge.web.tap_pages import TapPages
from nudge.web.taps import TapsController

MAX_BODY_BYTES = 32_768
"""Far above the longest pledge in a form."""
STYLE_HEADERS = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
"""The pages name the style with a digest of it: another style is another address."""


def pages(taps: Taps, translations: Translations | None = None) -> Router:
    """The pages, at `/t` and what they need at `/pages`. All of their links are relative.

    Args:
        translations: of the bank; a page is in the language of the person as far as it is there.
    """
    shown = Pages(translations)
    tap_pages = TapPages(shown)

    @get("/pages/style.css", include_in_schema=False, sync_to_thread=False)
    def style() -> Response[bytes]:
        """How pages look."""
        return Response(shown.style, media_type="text/css", headers=STYLE_HEADERS)

    return Router(
        path="/",
        route_handlers=[TapsController, style],
        dependencies={
            "taps": Provide(lambda: taps, sync_to_thread=False),
            "tap_pages": Provide(lambda: tap_pages, sync_to_thread=False),
            "form": Provide(provide_form),
        },
        exception_handlers=ProblemPages(shown).handlers(),
        request_class=Request,
        request_max_body_size=MAX_BODY_BYTES,
        include_in_schema=False,
    )
