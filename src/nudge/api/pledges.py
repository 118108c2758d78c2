"""`/v1/pledges`: what people promise, made, changed, checked in on."""

from __future__ import annotations

from typing import Annotated

from litestar import Controller, Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from nudge.api.bodies.conversations import to_terms
from nudge.api.bodies.pledges import (
    NewPledgeRequest,
    PledgeChange,
    PledgeCheckInRequest,
    PledgePage,
    PledgeResponse,
    to_changed_terms,
    to_check_in,
    to_pledge_page,
    to_pledge_response,
)
from nudge.api.idempotency import Once, etag
from nudge.api.keys import needs
from nudge.api.paging import Paging, cursor_after
from nudge.api.revisions import IfMatch, expected_revision
from nudge.api.services import Services
from nudge.domain.records import PledgeState, Scope

OfParticipant = Annotated[str, QueryParameter(max_length=200, description="Id of a participant.")]
IsOpen = Annotated[
    bool | None,
    QueryParameter(
        name="open", description="true: only those of which nobody knows what became; false: only the others."
    ),
]


class PledgesController(Controller):
    """What people promise."""

    path = "/pledges"
    tags = ("Pledges",)

    @post(
        operation_id="make_pledge",
        summary="Make a pledge",
        description="One for each participant and conversation: another one for the same is 409 "
        "`pledge-exists`, so change the first instead. Without a conversation it is made between two, and "
        "the next check-in is about it, for its author alone. Closing a conversation makes pledges too. "
        "`comes_back_from` names earlier pledges that said the same and weren't kept: for the author alone.",
        opt=needs(Scope.WRITE, problems=(404, 409)),
        sync_to_thread=True,
    )
    def make(
        self, data: JSONBody[NewPledgeRequest], once: NamedDependency[Once], tenant: NamedDependency[str]
    ) -> Response[PledgeResponse]:
        """Make."""
        terms = to_terms(data)

        def act(services: Services) -> PledgeResponse:
            brought_back = services.pledges.comes_back_from(tenant, data.participant, terms.text)
            pledge = services.pledges.make(tenant, data.participant, terms, conversation=data.conversation)
            return to_pledge_response(pledge, comes_back_from=brought_back)

        return once(act, status=201, under="/v1/pledges")

    @get(
        operation_id="list_pledges",
        summary="List the pledges of a participant",
        description="Oldest first. They are the participant's: show them to nobody else.",
        opt=needs(Scope.READ, problems=(404,)),
        sync_to_thread=True,
    )
    def list_all(
        self,
        participant: OfParticipant,
        paging: NamedDependency[Paging],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
        is_open: IsOpen = None,
    ) -> PledgePage:
        """List."""
        state = None if is_open is None else PledgeState.OPEN if is_open else PledgeState.CLOSED
        page = services.pledges.list(tenant, participant, state=state, after=paging.after, limit=paging.limit)
        return to_pledge_page(page, cursor_after(page.next_after))

    @get(
        "/{pledge_id:str}",
        operation_id="get_pledge",
        summary="Read a pledge",
        description="With everything that it said before. The header ETag is what a change has to send as "
        "If-Match.",
        opt=needs(Scope.READ),
        sync_to_thread=True,
    )
    def get_one(
        self, pledge_id: FromPath[str], services: NamedDependency[Services], tenant: NamedDependency[str]
    ) -> Response[PledgeResponse]:
        """Read."""
        return _shown(to_pledge_response(services.pledges.get(tenant, pledge_id)))

    @patch(
        "/{pledge_id:str}",
        operation_id="change_pledge",
        summary="Change a pledge, or confirm its date",
        description="Renegotiating is no failure: what it said before stays in `history`. Once it is known "
        "what became of it, it can't be changed. The header If-Match has to name the ETag that was read "
        "before: without it the answer is 428, and 412 when somebody else was faster.",
        opt=needs(Scope.WRITE, problems=(409, 412, 428)),
        sync_to_thread=True,
    )
    def change(
        self,
        pledge_id: FromPath[str],
        data: JSONBody[PledgeChange],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
        if_match: IfMatch = None,
    ) -> Response[PledgeResponse]:
        """Change."""
        revision = expected_revision(if_match)
        terms = to_changed_terms(services.pledges.get(tenant, pledge_id), data)
        pledge = services.pledges.change(
            tenant, pledge_id, terms, expected_revision=revision, reason=data.reason
        )
        brought_back = services.pledges.comes_back_from(
            tenant, pledge.participant, pledge.text, before=pledge.id
        )
        return _shown(to_pledge_response(pledge, comes_back_from=brought_back))

    @post(
        "/{pledge_id:str}/check-in",
        operation_id="check_in_pledge",
        summary="Say what became of a pledge",
        description="At any time, and again to correct it: what came before is replaced. The next prepared "
        "conversation opens with it. `not_said` opens the pledge again.",
        status_code=200,
        opt=needs(Scope.WRITE),
        sync_to_thread=True,
    )
    def check_in(
        self,
        pledge_id: FromPath[str],
        data: JSONBody[PledgeCheckInRequest],
        once: NamedDependency[Once],
        tenant: NamedDependency[str],
    ) -> Response[PledgeResponse]:
        """Check in."""
        check_in = to_check_in(data)
        return once(lambda s: to_pledge_response(s.pledges.check_in(tenant, pledge_id, check_in)))


def _shown(pledge: PledgeResponse) -> Response[PledgeResponse]:
    return Response(pledge, headers={"ETag": etag(pledge.revision)})
