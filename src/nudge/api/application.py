"""Builds the HTTP application from the use cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from litestar import Litestar, Router
from litestar.connection import ASGIConnection
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.handlers.base import BaseRouteHandler
from litestar.routes import HTTPRoute
from litestar.types import ControllerRouterHandler

from nudge.api.bank import BankController
from nudge.api.blueprints import BlueprintsController
from nudge.api.conversations import ConversationsController
from nudge.api.docs import openapi_config
from nudge.api.feedback import FeedbackController
from nudge.api.follow_ups import FollowUpsController
from nudge.api.front import Front
from nudge.api.health import HealthController, Warmth, metrics
from nudge.api.idempotency import provide_once
from nudge.api.keys import key_guard
from nudge.api.live import live_routes
from nudge.api.live_rooms import LiveRooms
from nudge.api.notes import NotesController
from nudge.api.nudges import NudgesController
from nudge.api.own_questions import OwnQuestionsController
from nudge.api.paging import provide_paging
from nudge.api.pairs import PairsController
from nudge.api.participants import ParticipantsController
from nudge.api.pledges import PledgesController
from nudge.api.problems import on_error, on_http_exception, on_unexpected
from nudge.api.programmes import ProgrammesController
from nudge.api.question_learning import QuestionLearningController
from nudge.api.question_sets import QuestionSetsController
from nudge.api.requests import JsonRequest
from nudge.api.roundtables import RoundtablesController
from nudge.api.seats import SeatsController
from nudge.api.services import Services
from nudge.api.specificity import SpecificityController
from nudge.api.test_clocks import TestClocksController
from nudge.api.webhooks import WebhooksController
from nudge.app.live_ports import Suggest
from nudge.app.test_clocks import TenantClock
from nudge.domain.errors import Invalid, NudgeError
from nudge.domain.spelling import did_you_mean

CONTROLLERS = (
    QuestionSetsController,
    SpecificityController,
    FollowUpsController,
    RoundtablesController,
    ParticipantsController,
    NotesController,
    PairsController,
    ConversationsController,
    SeatsController,
    PledgesController,
    NudgesController,
    ProgrammesController,
    WebhooksController,
    TestClocksController,
    BankController,
    BlueprintsController,
    OwnQuestionsController,
    FeedbackController,
    QuestionLearningController,
)
Hook = Callable[[], Any]


def create_app(
    services: Services,
    *,
    keyless: bool,
    max_body_bytes: int,
    suggest: Suggest | None = None,
    handlers: Sequence[ControllerRouterHandler] = (),
    on_startup: Sequence[Hook] = (),
    on_shutdown: Sequence[Hook] = (),
) -> Litestar:
    """The application. On starting it loads the models beside; on stopping it finishes what is under way.

    Args:
        keyless: whether callers on this machine need no key as long as none was issued.
        max_body_bytes: larger bodies are refused with 413.
        suggest: chooses what the live channel offers; None is the use case of the services.
        handlers: what else is served, such as pages; they ask for no key.
        on_startup: called before the first request, each without arguments.
        on_shutdown: called after the last one.
    """
    others = (services.scores.warm_up, services.follow_ups.warm_up)
    warmth = Warmth(services.reader, services.question_sets.bank, *others)
    front = Front()
    live = LiveRooms(services.seats, suggest or services.follow_ups.offer)
    app = Litestar(
        route_handlers=[_v1(services, keyless=keyless), HealthController, metrics, live_routes(), *handlers],
        dependencies={
            "services": Provide(lambda: services, sync_to_thread=False),
            "warmth": Provide(lambda: warmth, sync_to_thread=False),
            "front": Provide(lambda: front, sync_to_thread=False),
            "live": Provide(lambda: live, sync_to_thread=False),
        },
        exception_handlers={
            NudgeError: on_error,
            HTTPException: on_http_exception,
            Exception: on_unexpected,
        },
        openapi_config=openapi_config(),
        request_class=JsonRequest,
        request_max_body_size=max_body_bytes,
        logging_config=None,
        on_startup=[*on_startup, live.start, warmth.begin],
        on_shutdown=[live.stop, front.drain, *on_shutdown],
    )
    methods = {
        route.path_format: {*route.methods, *({"HEAD"} if "GET" in route.methods else ())}
        for route in app.routes
        if isinstance(route, HTTPRoute)
    }
    app.asgi_handler = front.around(app.asgi_handler, methods)
    return app


def _v1(services: Services, *, keyless: bool) -> Router:
    return Router(
        path="/v1",
        route_handlers=CONTROLLERS,
        guards=[key_guard(services.api_keys, keyless=keyless), acceptable, known_query],
        dependencies={
            "services": Provide(_services_of_caller(services), sync_to_thread=False),
            "tenant": Provide(provide_tenant, sync_to_thread=False),
            "paging": Provide(provide_paging, sync_to_thread=False),
            "once": Provide(provide_once),
        },
    )


def _services_of_caller(services: Services) -> Callable[[JsonRequest], Services]:
    """What gives a request its use cases: those of a test key go by the test clock of its tenant."""

    def provide_services(request: JsonRequest) -> Services:
        if not request.auth.is_test:
            return services
        clock = TenantClock(services.store, request.auth.tenant, services.clock)
        return services.over(services.store, clock=clock)

    return provide_services


def provide_tenant(request: JsonRequest) -> str:
    """For which tenant the caller calls."""
    return request.auth.tenant


async def acceptable(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Refuse callers who accept no JSON, nor what else the route has.

    Raises:
        Invalid: `not-acceptable`.
    """
    accept = connection.headers.get("accept", "*/*").lower()
    ranges = {part.split(";")[0].strip() for part in accept.split(",")}
    known = {"*/*", "application/*", "application/json", "application/problem+json", ""}
    if not ranges & {*known, handler.opt.get("also_accepts", "")}:
        raise Invalid("not-acceptable", "The answers are JSON; accept “application/json”.")


async def known_query(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Refuse what the route doesn't know in the query: whoever misspells `limit` should hear of it.

    Raises:
        Invalid: `parameter-unknown`, with the nearest spelling.
    """
    if not connection.query_params:
        return
    model = handler.create_kwargs_model(path_parameters=connection.path_params)
    known = {str(parameter.field_alias) for parameter in model.expected_query_params}
    for name in connection.query_params:
        if name not in known:
            hint = did_you_mean(name, known) if known else "It takes none."
            raise Invalid("parameter-unknown", f"The route has no query parameter of this name. {hint}")
