"""Who sits here: the seat's token in a cookie of this site alone, and proof that a form is a page's own."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Request
from litestar.datastructures import Cookie

from nudge.app.seats import SEAT_COOKIE
from nudge.domain.errors import NotAllowed, Unauthenticated
from nudge.domain.seats import Seat
from nudge.web.conversation.turns import Turns, turns_from
from nudge.web.forms import Form

TURNS_COOKIE = "nudge_turns"
HTMX = "hx-request"
_OWN_SITES = {"same-origin", "none", ""}


@dataclass(frozen=True, slots=True)
class Seated:
    """Somebody in their seat.

    Attributes:
        token: of the seat; a secret.
        turns: their clock.
        is_partial: whether a part of a page is asked for.
    """

    seat: Seat
    token: str
    turns: Turns
    is_partial: bool = False

    @property
    def proof(self) -> str:
        """What a form of theirs has in it: nobody else can know it."""
        return proof_of(self.token)


def proof_of(token: str) -> str:
    """What stands in the forms of whoever holds this token."""
    return hmac.digest(token.encode(), b"a form of the conversation page", hashlib.sha256).hex()[:32]


def refuse_foreign(request: Request[Any, Any, Any]) -> None:
    """Refuse what another site makes a browser send.

    Raises:
        NotAllowed: `form-foreign`.
    """
    if request.headers.get("sec-fetch-site", "") not in _OWN_SITES:
        raise _foreign()


def refuse_unproven(request: Request[Any, Any, Any], seated: Seated, form: Form) -> None:
    """Refuse a form that isn't of a page of this seat.

    Raises:
        NotAllowed: `form-foreign`.
    """
    refuse_foreign(request)
    if not hmac.compare_digest(form.get("proof", "").encode(), seated.proof.encode()):
        raise _foreign()


def seated_from(request: Request[Any, Any, Any], conversation: str, seat: Seat, token: str) -> Seated:
    """Who sits here.

    Raises:
        Unauthenticated: `seat-elsewhere` for the page of another conversation.
    """
    if seat.conversation != conversation:
        raise Unauthenticated("seat-elsewhere", "The seat is in another conversation.")
    turns = turns_from(request.cookies.get(TURNS_COOKIE, ""))
    return Seated(seat, token, turns, request.headers.get(HTMX) == "true")


def seat_cookie(seat: Seat, token: str, now: datetime, *, secure: bool) -> Cookie:
    """Keeps the seat until it ends. No script reads it, no other site sends it."""
    seconds = max(0, int((seat.expires_at - now).total_seconds()))
    return _cookie(SEAT_COOKIE, token, seconds, "/", secure)


def turns_cookie(seat: Seat, turns: Turns, now: datetime, *, secure: bool) -> Cookie:
    """Keeps the clock as long as the seat."""
    seconds = max(0, int((seat.expires_at - now).total_seconds()))
    return _cookie(TURNS_COOKIE, turns.kept(), seconds, f"/c/{seat.conversation}", secure)


def no_cookies(seat: Seat, *, secure: bool) -> list[Cookie]:
    """Takes both away."""
    return [
        _cookie(SEAT_COOKIE, "", 0, "/", secure),
        _cookie(TURNS_COOKIE, "", 0, f"/c/{seat.conversation}", secure),
    ]


def _cookie(name: str, value: str, seconds: int, path: str, secure: bool) -> Cookie:
    return Cookie(
        name, path=path, value=value, max_age=seconds, secure=secure, httponly=True, samesite="strict"
    )


def _foreign() -> NotAllowed:
    return NotAllowed("form-foreign", "The form isn't of this page; open the page again.")
