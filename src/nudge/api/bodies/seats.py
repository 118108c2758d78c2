"""The JSON of seats."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from nudge.api.bodies.question_sets import Ref
from nudge.app.seats import LONGEST_NAME, TakenSeat


class SeatRequest(Struct, forbid_unknown_fields=True):
    """Who takes part; one of the conversation's pair.

    `partner_name` is what their page calls the other one; their own name isn't needed, they are "you". It is
    sealed into the token and stored nowhere else. Without it the page takes the partner's `ref` where that
    reads like a name, else it says "your partner".
    """

    participant: Ref
    partner_name: Annotated[str, Meta(max_length=LONGEST_NAME)] = ""


class SeatResponse(Struct):
    """A seat for a few hours. Both `url` and `token` are secrets: hand them to the participant alone.

    `url` opens the conversation page; `token` is for the live channel of your own client.
    """

    url: str
    token: str
    expires_at: datetime


def to_seat_response(taken: TakenSeat) -> SeatResponse:
    """The response that hands over a seat."""
    return SeatResponse(taken.url, taken.token, taken.seat.expires_at)
