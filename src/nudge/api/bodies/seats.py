"""The JSON of seats."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from nudge.api.bodies.question_sets import Ref
from nudge.app.seats import TakenSeat


class SeatRequest(Struct, forbid_unknown_fields=True):
    """Who takes part; one of the conversation's pair."""

    participant: Ref


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
