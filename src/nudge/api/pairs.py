"""`/v1/pairs`: who meets whom."""

from __future__ import annotations

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from nudge.api.bodies.pairs import PairPage, PairRequest, PairResponse, to_pair_page, to_pair_response
from nudge.api.idempotency import Once
from nudge.api.keys import needs
from nudge.api.paging import Paging, cursor_after
from nudge.api.services import Services
from nudge.domain.records import Scope


class PairsController(Controller):
    """Who meets whom for a quarter."""

    path = "/pairs"
    tags = ("Pairs",)

    @post(
        operation_id="add_pair",
        summary="Add a pair",
        description="Two participants for a quarter of conversations, or three to six for a roundtable.",
        opt=needs(Scope.WRITE, problems=(404, 409)),
        sync_to_thread=True,
    )
    def add(
        self, data: JSONBody[PairRequest], once: NamedDependency[Once], tenant: NamedDependency[str]
    ) -> Response[PairResponse]:
        """Add."""

        def act(services: Services) -> PairResponse:
            pair = services.pairs.add(tenant, data.participants, format=data.format, quarter=data.quarter)
            return to_pair_response(pair)

        return once(act, status=201, under="/v1/pairs")

    @get(
        operation_id="list_pairs",
        summary="List pairs",
        description="In the order in which they were added.",
        opt=needs(Scope.READ),
        sync_to_thread=True,
    )
    def list_all(
        self,
        paging: NamedDependency[Paging],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
    ) -> PairPage:
        """List."""
        page = services.pairs.list(tenant, after=paging.after, limit=paging.limit)
        return to_pair_page(page, cursor_after(page.next_after))

    @get(
        "/{pair_id:str}",
        operation_id="get_pair",
        summary="Read a pair",
        description="Somebody who was erased isn't in it any more.",
        opt=needs(Scope.READ),
        sync_to_thread=True,
    )
    def get_one(
        self, pair_id: FromPath[str], services: NamedDependency[Services], tenant: NamedDependency[str]
    ) -> PairResponse:
        """Read."""
        return to_pair_response(services.pairs.get(tenant, pair_id))
