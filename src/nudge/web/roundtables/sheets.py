"""The sheet of a roundtable: a page of HTML that stands alone, to be printed on two sides of A4."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from datetime import time
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from nudge.app.roundtables import Roundtable
from nudge.web.conversation.pages import name_in
from nudge.web.texts import Texts

WEB = Path(__file__).parent.parent
STYLE = WEB / "roundtables" / "sheet.css"


class RoundtableSheets:
    """Renders sheets. All values are escaped; the style is in the page, and nothing else may be loaded."""

    def __init__(self) -> None:
        self._texts = Texts(WEB / "roundtables" / "texts.toml")
        self._style = STYLE.read_text(encoding="utf-8")
        self._template = Environment(
            loader=FileSystemLoader(WEB / "templates" / "roundtables"),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_typeset,
        ).get_template("sheet.html")

    @property
    def policy(self) -> str:
        """No script, no other file: only the style that is in the page."""
        return f"{self._in_page()}; form-action 'none'; frame-ancestors 'none'"

    def _in_page(self) -> str:
        digest = base64.b64encode(hashlib.sha256(self._style.encode()).digest()).decode()
        return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'"

    def page(self, *tables: Roundtable) -> str:
        """The sheets of some tables, each beginning on a page of its own."""
        return self._template.render(
            tables=[(table, _clock(table.starts_at), _names(table)) for table in tables],
            page=self._texts.at("sheet"),
            style=Markup(self._style),
            policy=Markup(self._in_page()),
            duration=duration,
        )


def duration(seconds: int) -> str:
    """So many seconds, as a watch shows them.

    >>> duration(225), duration(60)
    ('3:45 min', '1:00 min')
    """
    return f"{seconds // 60}:{seconds % 60:02} min"


def _typeset(value: object) -> object:
    """Text with the apostrophe of print; what is marked up already stays as it is."""
    return value.replace("'", "’") if type(value) is str else value


def _clock(starts_at: time | None) -> Callable[[int], str]:
    """What a watch shows in a minute of the table: the time of day, or else the time since the beginning."""
    first = starts_at.hour * 60 + starts_at.minute if starts_at else 0

    def shown(minute: int) -> str:
        hours, minutes = divmod(first + minute, 60)
        return f"{hours % 24}:{minutes:02}"

    return shown


def _names(table: Roundtable) -> Callable[[str], str]:
    """What people are called: as the application said, else their ref, written as a name where it is one."""
    return lambda ref: table.names.get(ref) or name_in(ref) or ref
