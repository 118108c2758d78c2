"""Shows pages: templates with texts, and the headers that keep what is on them where it is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Response

from nudge.domain.translations import Translations
from nudge.web.texts import Texts, TextsIn

FOLDER = Path(__file__).parent
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
}
"""No script, no other origin, no copy kept, nothing told to where a reader goes next."""


class Pages:
    """Makes pages of templates. All values are escaped; a slot that isn't filled is a mistake."""

    def __init__(self, translations: Translations | None = None) -> None:
        self.texts = Texts(FOLDER / "texts.toml", translations)
        self.style = (FOLDER / "style.css").read_bytes()
        self._templates = Environment(
            loader=FileSystemLoader(FOLDER / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
        )
        self._templates.globals["style"] = hashlib.sha256(self.style).hexdigest()[:12]

    def page(
        self,
        template: str,
        texts: TextsIn,
        place: str,
        values: Mapping[str, object],
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        slots: Mapping[str, object] | None = None,
    ) -> Response[str]:
        """A page.

        Args:
            texts: what pages say in the language of the reader.
            place: of what this page says, see `Texts.at`; in the template it is `page`.
            values: what else the template shows, by name.
            slots: fill what it says.
        """
        body = self._templates.get_template(template).render(
            values,
            page=texts.at(place, **(slots or {})),
            frame=texts.at("frame"),
            language=texts.language,
        )
        return Response(
            body,
            status_code=status,
            media_type="text/html",
            headers={**HEADERS, **(headers or {})},
        )

    def message(
        self,
        texts: TextsIn,
        place: str,
        *,
        status: int = 200,
        about: str = "",
        retry_after: int = 0,
        slots: Mapping[str, object] | None = None,
    ) -> Response[str]:
        """A page on which there is nothing to do."""
        headers = {"Retry-After": str(retry_after)} if retry_after else None
        values = {"about": about}
        return self.page("message.html", texts, place, values, status=status, headers=headers, slots=slots)
