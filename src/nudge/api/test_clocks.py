"""`/v1/clock` and `/v1/inbox`: two weeks in a second, for integrators with a test key."""

from __future__ import annotations

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from nudge.api.bodies.conversations import to_moment
from nudge.api.bodies.nudges import ClockRequest, ClockResponse, Inbox, to_inbox
from nudge.api.keys import needs
from nudge.api.paging import Paging, cursor_after
from nudge.api.services import Services
from nudge.domain.records import Scope


class TestClocksController(Controller):
    """Time and inbox of a test tenant. They never touch live data."""

    __test__ = False  # not a test of pytest's
    tags = ("Test mode",)

    @post(
        "/clock",
        operation_id="start_test_clock",
        summary="Stop the time of a test tenant",
        description="With a test key. From then on its time is `at` for every request of its tenant, until "
        "it is advanced, and all its nudges go to its inbox.",
        status_code=200,
        opt=needs(Scope.WRITE, problems=(409,)),
        sync_to_thread=True,
    )
    def start(
        self,
        data: JSONBody[ClockRequest],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
    ) -> ClockResponse:
        """Start."""
        return ClockResponse(services.test_clocks.start(tenant, to_moment(data.at) or data.at).at, 0)

    @get(
        "/clock",
        operation_id="get_test_clock",
        summary="Read the test clock",
        description="404 `clock-not-found` where none was started.",
        opt=needs(Scope.READ, problems=(404,)),
        sync_to_thread=True,
    )
    def show(self, services: NamedDependency[Services], tenant: NamedDependency[str]) -> ClockResponse:
        """Read."""
        return ClockResponse(services.test_clocks.get(tenant).at, 0)

    @post(
        "/clock/advance",
        operation_id="advance_test_clock",
        summary="Let time pass",
        description="Up to `at`. Every nudge that is due on the way goes to the inbox, in order, each at its "
        "time.",
        status_code=200,
        opt=needs(Scope.WRITE, problems=(404, 409)),
        sync_to_thread=True,
    )
    def advance(
        self,
        data: JSONBody[ClockRequest],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
    ) -> ClockResponse:
        """Advance."""
        clock, n_due = services.test_clocks.advance(tenant, to_moment(data.at) or data.at)
        return ClockResponse(clock.at, n_due)

    @get(
        "/inbox",
        operation_id="list_inbox",
        summary="List what went out to the inbox of a test tenant",
        description="In the order in which it was sent, with its links.",
        opt=needs(Scope.READ),
        sync_to_thread=True,
    )
    def inbox(
        self,
        paging: NamedDependency[Paging],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
    ) -> Inbox:
        """List."""
        page = services.test_clocks.inbox(tenant, after=paging.after, limit=paging.limit)
        return to_inbox(page, cursor_after(page.next_after))
