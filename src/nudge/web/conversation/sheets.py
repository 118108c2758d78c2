"""Turns templates and texts into answers, with the headers that keep a page's content where it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Response
from litestar.datastructures import Cookie

from nudge.web.conversation.assets import Assets
from nudge.web.texts import Texts

WEB = Path(__file__).parent.parent
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
"""Scripts and styles of this site's files alone, no other origin, no copy kept."""


class Sheets:
    """Renders. All values are escaped; a slot that isn't filled is a mistake."""

    def __init__(self) -> None:
        self.texts = Texts(WEB / "conversation_texts.toml")
        self.assets = Assets()
        self._templates = Environment(
            loader=FileSystemLoader(WEB / "templates" / "conversation"),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals["assets"] = self.assets.addresses()

    def render(
        self,
        template: str,
        values: Mapping[str, object],
        *,
        status: int = 200,
        cookies: Sequence[Cookie] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Response[str]:
        """A page, or a part of one."""
        body = self._templates.get_template(template).render({"base": "../", **values})
        return Response(
            body,
            status_code=status,
            media_type="text/html",
            headers={**HEADERS, **(headers or {})},
            cookies=list(cookies),
        )

    def message(
        self,
        place: str,
        *,
        status: int = 200,
        base: str = "../",
        cookies: Sequence[Cookie] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Response[str]:
        """A page on which there is nothing to do; `base` leads from its address to `/c/`."""
        values = {"page": self.texts.at(place), "base": base}
        return self.render("message.html", values, status=status, cookies=cookies, headers=headers)
