"""`/c/{token}`: the way in. Looking at it changes nothing; coming in puts the seat into a cookie.

The cookie isn't sent with whatever another site starts, so that the first step has to be one of this page.
"""

from __future__ import annotations

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from nudge.web.conversation.parts import TenantParts
from nudge.web.conversation.seating import refuse_foreign, seat_cookie
from nudge.web.conversation.sheets import HEADERS, Sheets


class DoorController(Controller):
    """Needs no key and no cookie: only who was invited has the link."""

    path = "/c"
    include_in_schema = False

    @get("/{token:str}", sync_to_thread=True)
    def look(
        self, token: FromPath[str], tenants: NamedDependency[TenantParts], sheets: NamedDependency[Sheets]
    ) -> Response[str]:
        """What the link is for."""
        tenants.seats.read(token)
        return sheets.render("door.html", {"page": sheets.texts.at("door"), "base": ""})

    @post("/{token:str}", status_code=303, sync_to_thread=True)
    def come_in(
        self,
        request: Request[Any, Any, Any],
        token: FromPath[str],
        tenants: NamedDependency[TenantParts],
        secure: NamedDependency[bool],
    ) -> Redirect:
        """Take the seat."""
        refuse_foreign(request)
        seat = tenants.seats.read(token)
        cookie = seat_cookie(seat, token, tenants.of(seat.tenant).clock.now(), secure=secure)
        address = f"{seat.conversation}/welcome"
        return Redirect(address, status_code=303, cookies=[cookie], headers=dict(HEADERS))
