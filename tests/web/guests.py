"""Somebody in a browser of their own, for tests of the page as people see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.web.rooms import Rooms

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PLEDGE = "By Friday I'll ask Priya for three things to drop from the Monday report"
NOTE = "The rota is the thing. I keep it because handing it over would mean explaining it."
HEARD = "well it is always the office never me"
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1280, "height": 860}},
    "dark": {"viewport": {"width": 1280, "height": 860}, "color_scheme": "dark"},
    "360": {"viewport": {"width": 360, "height": 740}},
    "zoomed": {"viewport": {"width": 640, "height": 430}, "device_scale_factor": 2},
    "moving": {"viewport": {"width": 1280, "height": 860}, "reduced_motion": "no-preference"},
}
"""Zoomed is a window of 1280 by 860 at 200 %. All but the last ask for reduced motion."""


@contextmanager
def seat(
    browser: Browser, rooms: Rooms, address: str, participant: str, **look: Any
) -> Iterator[tuple[Page, list[str]]]:
    """Somebody's own browser, come in by their link; and what there is to complain of."""
    context: BrowserContext = browser.new_context(base_url=address, **{"reduced_motion": "reduce", **look})
    page, complaints = context.new_page(), list[str]()
    page.set_default_timeout(8_000)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type != "log" else None)
    page.on("request", lambda asks: None if asks.url.startswith(address) else complaints.append(asks.url))
    page.on("websocket", lambda asks: None if address[4:] in asks.url else complaints.append(asks.url))
    page.goto(f"/c/{rooms.token(participant)}")
    page.get_by_role("button", name="Come in").click()
    yield page, complaints
    context.close()


def saved(page: Page) -> None:
    """Wait until the note is kept."""
    page.locator("#saved", has_text=re.compile(r"^Kept at \d\d:\d\d$")).wait_for()
