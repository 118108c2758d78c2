"""`/health` and `/metrics`: for whoever runs the service. No key is needed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial

from litestar import Controller, Response, get
from litestar.di import NamedDependency

from nudge.api.bodies.health import HealthBody, ReadyBody
from nudge.api.front import Front
from nudge.api.services import Services
from nudge.app.ports import Reader
from nudge.domain.errors import NudgeError, Unavailable
from nudge.domain.questions import QuestionBank

log = logging.getLogger("nudge")


class Warmth:
    """Whether the models are loaded. They are loaded beside, so that the service answers meanwhile.

    Args:
        others: what else is to be warm before the first request comes, each in a thread of its own; what
            goes wrong there is met by the requests that need it, which can do without.
    """

    def __init__(self, reader: Reader, bank: QuestionBank, *others: Callable[[], None]) -> None:
        self._reader = reader
        self._bank = bank
        self._others = others
        self._done = tuple(threading.Event() for _ in (reader, *others))
        self._error: Unavailable | None = None

    def begin(self) -> None:
        """Start loading."""
        works = (self._load, *(partial(self._warm, other) for other in self._others))
        for work, done in zip(works, self._done, strict=True):
            threading.Thread(target=_do, args=(work, done), name="warm-up", daemon=True).start()

    def degraded(self) -> str | None:
        """Why there are only fixed question sets; None when the models are loaded.

        Raises:
            Unavailable: `models-loading` until one or the other is known, and all else is warm.
        """
        if not all(done.is_set() for done in self._done):
            raise Unavailable("models-loading", "The models are being loaded; try again in a moment.")
        return f"{self._error.code}: {self._error.message}" if self._error else None

    def _load(self) -> None:
        try:
            self._reader.warm_up(self._bank)
        except NudgeError as error:
            self._error = Unavailable(error.code, error.message, **error.facts)
        except Exception as error:  # whatever it is, the fixed sets still work
            self._error = Unavailable(
                "models-broken", f"The models can't be loaded ({type(error).__name__})."
            )

    def _warm(self, other: Callable[[], None]) -> None:
        try:
            other()
        except Exception as error:  # whatever it is, all else works
            log.warning("not everything could be loaded: %s", type(error).__name__)


def _do(work: Callable[[], None], done: threading.Event) -> None:
    try:
        work()
    finally:
        done.set()


class HealthController(Controller):
    """Is it alive, and may it be sent requests?"""

    path = "/health"
    tags = ("Health",)

    @get(
        "/live",
        operation_id="health_live",
        summary="Is the process alive?",
        description="Answers as long as the process does, whatever the database and the models are up to.",
        sync_to_thread=False,
    )
    def live(self) -> HealthBody:
        """Alive."""
        return HealthBody("live")

    @get(
        "/ready",
        operation_id="health_ready",
        summary="May it be sent requests?",
        description="200 when the database answers with the newest schema and the models are loaded and have "
        "read the bank, so that the first suggestion is as fast as the next, or when they are known to be "
        "missing: then there are fixed question sets, and `degraded` says why, such as “models-missing: …”. "
        "503 with the reason while the models are being loaded, and while the database can't be used. Models "
        "that were put in place are found by starting again.",
        opt={"problems": (503,)},
        sync_to_thread=True,
    )
    def ready(self, services: NamedDependency[Services], warmth: NamedDependency[Warmth]) -> ReadyBody:
        """Ready."""
        services.store.check()
        return ReadyBody("ready", warmth.degraded())


@get(
    "/metrics",
    operation_id="metrics",
    tags=["Health"],
    summary="Counts and durations",
    description="Requests by route template and status, in the text format of Prometheus; no ids, no words.",
    media_type="text/plain; version=0.0.4",
    sync_to_thread=False,
)
def metrics(front: NamedDependency[Front]) -> Response[str]:
    """Counts."""
    return Response(front.metrics(), media_type="text/plain; version=0.0.4")
