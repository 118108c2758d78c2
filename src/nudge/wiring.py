"""The one place that knows every part: builds the ring, closes it again."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from nudge.app.api_keys import ApiKeys
from nudge.app.ports import Reader, Vault
from nudge.app.question_sets import QuestionSets
from nudge.app.steady_reader import SteadyReader
from nudge.bank.loading import load_bank
from nudge.bank.rendering import TemplateRenderer
from nudge.domain.errors import Unavailable
from nudge.settings import Settings

if TYPE_CHECKING:
    from nudge.storage.store import SqlStore

log = logging.getLogger("nudge")


def reader(settings: Settings) -> Reader:
    """The language models, not loaded yet; when they are missing, a reader that says so."""
    from nudge.language.absent import AbsentReader
    from nudge.language.reader import language_reader

    try:
        return SteadyReader(
            language_reader(
                settings.models,
                encoder=settings.encoder or None,
                n_threads=settings.encoder_threads,
                cache=settings.data / "cache",
            )
        )
    except Unavailable as error:
        log.warning("The language models can't be used: %s", error.message)
        return AbsentReader(error)


def question_sets(settings: Settings, models: Reader | None = None) -> QuestionSets:
    """The stateless use case: the bank and the models, nothing stored."""
    return QuestionSets(load_bank(settings.bank), models or reader(settings), TemplateRenderer())


def vault(settings: Settings) -> Vault:
    """The vault with the keys of the settings, else of the key file in the data directory."""
    from nudge.vault.fernet_vault import FernetVault
    from nudge.vault.key_file import vault_of

    if settings.vault_keys:
        return FernetVault([key.strip().encode() for key in settings.vault_keys.split(",") if key.strip()])
    return vault_of(settings.data / "vault.key")


@contextmanager
def api_keys(settings: Settings) -> Iterator[ApiKeys]:
    """The use case of tenants and keys on the configured database."""
    from nudge.storage.ids import TimeIds
    from nudge.timers.clocks import SystemClock
    from nudge.vault.secrets import KeySecrets

    store = _open_store(settings)
    try:
        yield ApiKeys(store, KeySecrets(), SystemClock(), TimeIds())
    finally:
        store.close()


def _open_store(settings: Settings) -> SqlStore:
    """The configured database, with the newest schema.

    Raises:
        Unavailable: what is wrong, and which settings to look at.
    """
    from nudge.storage.store import SqlStore

    try:
        store = SqlStore(settings.url, vault(settings))
        store.migrate()
    except Unavailable as error:
        hint = "Look at NUDGE_DATABASE_URL and NUDGE_DATA: is the server up, may nudge write there?"
        raise Unavailable(error.code, f"{error.message} {hint}", **error.facts) from error
    return store


def serve(settings: Settings) -> None:
    """Run the service until it is told to stop.

    Raises:
        Invalid: `bank-invalid`; Unavailable: when the database or the vault can't be used.
    """
    import uvicorn

    from nudge.api.application import create_app
    from nudge.api.services import services_of
    from nudge.storage.ids import TimeIds
    from nudge.timers.clocks import SystemClock
    from nudge.vault.secrets import KeySecrets

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for chatty in ("sentence_transformers", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    models = reader(settings)
    sets = question_sets(settings, models)
    store = _open_store(settings)
    services = services_of(
        store, sets, reader=models, clock=SystemClock(), ids=TimeIds(), secrets=KeySecrets()
    )
    app = create_app(
        services,
        keyless=settings.keyless,
        max_body_bytes=settings.max_body_bytes,
        on_shutdown=[store.close],
    )
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
    )
