"""Runs the service, and the worker that only sends nudges."""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
from collections.abc import Awaitable, Callable

from nudge.app.follow_ups import FollowUps
from nudge.app.gists import Gists
from nudge.app.seats import Seats
from nudge.app.specificity import PledgeScores
from nudge.app.taps import Taps
from nudge.app.test_clocks import TestClocks
from nudge.app.zone_changes import ZoneChanges
from nudge.bank import nudge_policy
from nudge.bank.loading import load_bank
from nudge.bank.rendering import TemplateRenderer
from nudge.settings import Settings
from nudge.storage.ids import TimeIds
from nudge.timers.clocks import SystemClock
from nudge.wiring.models import answer_reader, blueprints, question_sets, readers, table_sheet
from nudge.wiring.nudging import sending
from nudge.wiring.stores import open_store, vault_keys
from nudge.wiring.zones import follow_zone_changes

log = logging.getLogger("nudge")

CHATTY = ("sentence_transformers", "alembic", "dbos", "urllib3", "apprise")


def serve(settings: Settings) -> None:
    """Run the service until it is told to stop.

    Raises:
        Invalid: `bank-invalid`; Unavailable: when the database or the vault can't be used.
    """
    import uvicorn

    from nudge.api.application import create_app
    from nudge.api.live_talk import LARGEST
    from nudge.api.services import services_of
    from nudge.vault.seats import SignedSeats
    from nudge.vault.secrets import KeySecrets
    from nudge.web.conversation.router import conversation_pages
    from nudge.web.router import pages
    from nudge.wiring.conversation import conversation_parts

    _log_to_stderr()
    briefs, pledges = readers(settings)
    sets, clock, ids = question_sets(settings, briefs), SystemClock(), TimeIds()
    store = open_store(settings)
    sends = sending(settings, store, sets.bank, clock, ids)
    engine = sends.engine(settings, clock) if settings.worker else None
    scores = PledgeScores(sets.bank, pledges, TemplateRenderer(), clock)
    gists = Gists(scores, pledges)
    plans = sends.plans(store, gists, ids)
    services = services_of(
        store,
        sets,
        reader=briefs,
        clock=clock,
        ids=ids,
        secrets=KeySecrets(),
        scores=scores,
        follow_ups=FollowUps(sets.bank, answer_reader(settings), TemplateRenderer()),
        plans=plans,
        previews=sends.previews(gists),
        policies=nudge_policy,
        webhooks=sends.webhooks,
        test_clocks=TestClocks(store, sends.deliveries),
        seats=Seats(store, SignedSeats(vault_keys(settings)), clock, settings.links_url),
        table_sheet=table_sheet(),
        blueprints=blueprints(settings),
        learns=settings.learns_from_ratings,
    )
    taps = Taps(store, sends.links, clock, ids, sends.policy, holidays=sends.holidays, replanner=plans)
    is_https = settings.links_url.startswith("https:")
    app = create_app(
        services,
        keyless=settings.keyless,
        max_body_bytes=settings.max_body_bytes,
        suggest=services.follow_ups.offer,
        handlers=[
            pages(taps, sets.bank.translations),
            conversation_pages(conversation_parts(services), secure=is_https),
        ],
        on_startup=[_beside(engine.start)] if engine else [],
        on_shutdown=[*([_beside(engine.stop)] if engine else []), store.close],
    )
    if engine:
        follow_zone_changes(ZoneChanges(store, clock), settings.data)
    log.info("nudge is on http://%s:%d, its API at /docs", settings.host, settings.port)
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=30,
        ws_max_size=LARGEST,
        ws_per_message_deflate=False,
    )


def work(settings: Settings) -> None:
    """Only send nudges, until it is told to stop; any number may do so on one PostgreSQL database.

    Raises:
        Invalid: `bank-invalid`; Unavailable: when the database or the vault can't be used.
    """
    _log_to_stderr()
    clock, ids = SystemClock(), TimeIds()
    store = open_store(settings)
    engine = sending(settings, store, load_bank(settings.bank), clock, ids).engine(settings, clock)
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    try:
        engine.start()
        follow_zone_changes(ZoneChanges(store, clock), settings.data)
        log.info("nudge sends what is due; stop it with Ctrl-C")
        stopping.wait()
        engine.stop()
    finally:
        store.close()


def _beside(act: Callable[[], None]) -> Callable[[], Awaitable[None]]:
    """Does it in a thread of its own: the engine isn't to see the event loop of the service."""

    async def acting() -> None:
        await asyncio.to_thread(act)

    return acting


def _log_to_stderr() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)
    logging.getLogger("uvicorn.error").addFilter(_has_no_address)


def _has_no_address(record: logging.LogRecord) -> bool:
    """Whether a record may be written: the server's lines on WebSockets have their whole address in them."""
    return "WebSocket %s" not in str(record.msg)
