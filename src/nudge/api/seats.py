"""`/v1/conversations/{id}/seats`: a place for one participant in one conversation."""

from __future__ import annotations

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from nudge.api.bodies.seats import SeatRequest, SeatResponse, to_seat_response
from nudge.api.keys import needs
from nudge.api.services import Services
from nudge.domain.records import Scope


class SeatsController(Controller):
    """Seats are signed, not stored."""

    path = "/conversations/{conversation_id:str}/seats"
    tags = ("Conversations",)

    @post(
        operation_id="take_seat",
        summary="Give a participant their seat",
        description="A token for a few hours, for one participant in one conversation: with it they open the "
        "conversation page at `url`, or your client the live channel at `GET /v1/conversations/{id}/live` "
        "(WebSocket, or server-sent events to listen only). Nothing is stored; ask again for another one.",
        status_code=200,
        opt=needs(Scope.WRITE, problems=(409,)),
        sync_to_thread=True,
    )
    def take(
        self,
        conversation_id: FromPath[str],
        data: JSONBody[SeatRequest],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
    ) -> SeatResponse:
        """Take."""
        seats = services.seats
        return to_seat_response(
            seats.take(tenant, conversation_id, data.participant, partner_name=data.partner_name)
        )
