"""`/v1/nudges`: what would be sent, what is to be sent, what was, and why not."""

from __future__ import annotations

from typing import Annotated

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from nudge.api.bodies.conversations import to_moment
from nudge.api.bodies.nudge_plans import (
    PlanNudgesRequest,
    PlanNudgesResponse,
    to_plan_response,
    to_preview,
)
from nudge.api.bodies.nudges import (
    AheadPage,
    AttemptsResponse,
    NudgePage,
    NudgeResponse,
    SnoozeRequest,
    to_ahead_page,
    to_attempts_response,
    to_nudge_page,
    to_nudge_response,
)
from nudge.api.idempotency import Once, etag
from nudge.api.keys import needs
from nudge.api.paging import Paging, cursor_after
from nudge.api.services import Services
from nudge.domain.errors import Invalid
from nudge.domain.nudges import NudgeState
from nudge.domain.records import Scope

OfParticipant = Annotated[
    str | None, QueryParameter(max_length=200, description="Id of a participant: only theirs.")
]
OfPledge = Annotated[str | None, QueryParameter(max_length=200, description="Id of a pledge: only its.")]
Days = Annotated[int, QueryParameter(ge=1, le=60, description="How many days to look ahead.")]
InState = Annotated[NudgeState | None, QueryParameter(name="state", description="Only those in this state.")]


AWAITING_HELP = (NudgeState.DEAD, NudgeState.UNKNOWN)
"""What an operator looks after, whoever it is for."""


class NudgesController(Controller):
    """Timed, kind messages about a pledge, to who made it."""

    path = "/nudges"
    tags = ("Nudges",)

    @post(
        "/plan",
        operation_id="plan_nudges",
        summary="Try out which nudges a pledge would earn",
        description="Every nudge that would be sent in the next `days`, in its words, and every one that "
        "wouldn't, each with its reason. Nothing is stored and nothing is sent.",
        status_code=200,
        opt=needs(Scope.CHOOSE),
        sync_to_thread=True,
    )
    def plan(
        self,
        data: JSONBody[PlanNudgesRequest],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
    ) -> PlanNudgesResponse:
        """Plan."""
        asked = to_preview(data, now=services.clock.now())
        return to_plan_response(services.previews.preview(asked, services.programmes.get(tenant)))

    @get(
        operation_id="list_nudges",
        summary="List decisions about nudges",
        description="Of a participant or a pledge, in the order in which they were decided: what waits, what "
        "was sent, and what wasn't, with the reason. It answers “why did Ana get nothing?”. Everybody's that "
        "are `dead` or `unknown` are listed too: somebody has to look after those.",
        opt=needs(Scope.READ, problems=(404,)),
        sync_to_thread=True,
    )
    def list_all(
        self,
        paging: NamedDependency[Paging],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
        participant: OfParticipant = None,
        pledge: OfPledge = None,
        in_state: InState = None,
    ) -> NudgePage:
        """List."""
        if participant is None and pledge is None and in_state not in AWAITING_HELP:
            message = (
                "Say whose nudges: give `participant` or `pledge`, or ask for the state dead or unknown."
            )
            raise Invalid("participant-missing", message)
        page = services.nudges.list(
            tenant,
            participant=participant,
            pledge=pledge,
            state=in_state,
            after=paging.after,
            limit=paging.limit,
        )
        return to_nudge_page(page, cursor_after(page.next_after))

    @get(
        "/ahead",
        operation_id="list_nudges_ahead",
        summary="See what comes in the next days, and what doesn't",
        description="Of each participant with an open pledge, or of one: what waits in the ledger for the "
        "next `days`, and of each moment the last decision where that is a no, with its reason. `POST "
        "/v1/nudges/plan` tries out what isn't stored; this is what was really planned. A page looks at "
        "`limit` participants, so it may have fewer, or none, and still go on.",
        opt=needs(Scope.READ, problems=(404,)),
        sync_to_thread=True,
    )
    def ahead(
        self,
        paging: NamedDependency[Paging],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
        days: Days = 14,
        participant: OfParticipant = None,
    ) -> AheadPage:
        """Look ahead."""
        page = services.nudges.ahead(
            tenant, days=days, participant=participant, after=paging.after, limit=paging.limit
        )
        return to_ahead_page(page, cursor_after(page.next_after))

    @get(
        "/{nudge_id:str}",
        operation_id="get_nudge",
        summary="Read a decision about a nudge",
        description="With its reason, and what has become of it.",
        opt=needs(Scope.READ),
        sync_to_thread=True,
    )
    def get_one(
        self, nudge_id: FromPath[str], services: NamedDependency[Services], tenant: NamedDependency[str]
    ) -> Response[NudgeResponse]:
        """Read."""
        nudge = services.nudges.get(tenant, nudge_id)
        return Response(to_nudge_response(nudge), headers={"ETag": etag(nudge.revision)})

    @get(
        "/{nudge_id:str}/attempts",
        operation_id="list_nudge_attempts",
        summary="List the tries to send a nudge",
        description="Each with what came of it: “sent”, or the code of what went wrong.",
        opt=needs(Scope.READ),
        sync_to_thread=True,
    )
    def attempts(
        self, nudge_id: FromPath[str], services: NamedDependency[Services], tenant: NamedDependency[str]
    ) -> AttemptsResponse:
        """List the tries."""
        return to_attempts_response(services.nudges.attempts(tenant, nudge_id))

    @post(
        "/{nudge_id:str}/cancel",
        operation_id="cancel_nudge",
        summary="Cancel a nudge",
        description="One that waits isn't sent. One that is under way or over is 409 `nudge-not-waiting`.",
        status_code=200,
        opt=needs(Scope.WRITE, problems=(409,)),
        sync_to_thread=True,
    )
    def cancel(
        self, nudge_id: FromPath[str], once: NamedDependency[Once], tenant: NamedDependency[str]
    ) -> Response[NudgeResponse]:
        """Cancel."""
        return once(lambda s: to_nudge_response(s.nudges.cancel(tenant, nudge_id)))

    @post(
        "/{nudge_id:str}/snooze",
        operation_id="snooze_nudge",
        summary="Send a nudge at another time",
        description="One that waits. Quiet hours still hold, and a new plan leaves it where it was put.",
        status_code=200,
        opt=needs(Scope.WRITE, problems=(409,)),
        sync_to_thread=True,
    )
    def snooze(
        self,
        nudge_id: FromPath[str],
        data: JSONBody[SnoozeRequest],
        once: NamedDependency[Once],
        tenant: NamedDependency[str],
    ) -> Response[NudgeResponse]:
        """Snooze."""
        until = to_moment(data.until) or data.until
        return once(lambda s: to_nudge_response(s.nudges.snooze(tenant, nudge_id, until)))

    @post(
        "/{nudge_id:str}/replay",
        operation_id="replay_nudge",
        summary="Try once more to send a nudge that failed",
        description="One that is `dead` or `unknown` is planned again for now. Look first at its attempts: "
        "an unknown one may have arrived.",
        status_code=200,
        opt=needs(Scope.WRITE, problems=(409,)),
        sync_to_thread=True,
    )
    def replay(
        self, nudge_id: FromPath[str], once: NamedDependency[Once], tenant: NamedDependency[str]
    ) -> Response[NudgeResponse]:
        """Replay."""
        return once(lambda s: to_nudge_response(s.nudges.replay(tenant, nudge_id)))
