"""The one place that knows every part: builds the ring, closes it again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from nudge.app.api_keys import ApiKeys
from nudge.app.ports import PledgeReader, Reader, Vault
from nudge.app.question_sets import QuestionSets
from nudge.app.specificity import PledgeScores
from nudge.app.steady_reader import SteadyReader
from nudge.bank.loading import load_bank
from nudge.bank.rendering import TemplateRenderer
from nudge.domain.errors import Unavailable
from nudge.settings import Settings

if TYPE_CHECKING:
    from nudge.language.specificity.measuring.evaluation import PledgeEvaluation
    from nudge.storage.store import SqlStore

log = logging.getLogger("nudge")


def readers(settings: Settings) -> tuple[Reader, PledgeReader]:
    """What reads briefs and what reads pledges, over the same models, which aren't loaded yet.

    When these are missing, a reader of briefs that says so, and one of pledges that does without.
    """
    from nudge.language.absent import AbsentReader
    from nudge.language.encoder import Encoder
    from nudge.language.manifest import read_manifest
    from nudge.language.parser import Parser
    from nudge.language.purposes.reader import DriverReader
    from nudge.language.reader import LanguageReader
    from nudge.language.specificity.reader import LanguagePledgeReader, RulesReader
    from nudge.language.specificity.scorer import SpecificityScorer

    try:
        manifest = read_manifest(settings.models)
        encoder = Encoder(manifest, name_or_path=settings.encoder or None, n_threads=settings.encoder_threads)
        parser = Parser(manifest)
        drivers = DriverReader(manifest, encoder=encoder.name)
    except Unavailable as error:
        log.warning("The language models can't be used: %s", error.message)
        return AbsentReader(error), RulesReader(error)
    briefs = LanguageReader(encoder, parser, drivers, manifest=manifest, cache=settings.data / "cache")
    pledges = LanguagePledgeReader(SpecificityScorer(manifest, encoder, parser), parser)
    return SteadyReader(briefs), pledges


def question_sets(settings: Settings, models: Reader | None = None) -> QuestionSets:
    """The stateless use case: the bank and the models, nothing stored."""
    return QuestionSets(load_bank(settings.bank), models or readers(settings)[0], TemplateRenderer())


def pledge_scores(settings: Settings) -> PledgeScores:
    """The use case of scoring pledges: the bank and the models, nothing stored."""
    from nudge.timers.clocks import SystemClock

    return PledgeScores(load_bank(settings.bank), readers(settings)[1], TemplateRenderer(), SystemClock())


def evaluate_pledges(
    settings: Settings, corpus: Path, benchmarks: Path, tell: Callable[[str], None], *, n_worst: int = 0
) -> PledgeEvaluation:
    """How well pledges are read, on labelled ones and on the benchmarks that are there; takes minutes.

    Raises:
        Invalid: `corpus-invalid`; Unavailable: `models-missing`.
    """
    from nudge.language.encoder import Encoder
    from nudge.language.manifest import read_manifest
    from nudge.language.parser import Parser
    from nudge.language.specificity.measuring.evaluation import PledgeExam

    manifest = read_manifest(settings.models)
    encoder = Encoder(manifest, name_or_path=settings.encoder or None, n_threads=settings.encoder_threads)
    return PledgeExam(encoder, Parser(manifest), manifest, tell).take(corpus, benchmarks, n_worst)


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
    briefs, pledges = readers(settings)
    sets, clock = question_sets(settings, briefs), SystemClock()
    store = _open_store(settings)
    services = services_of(
        store,
        sets,
        reader=briefs,
        clock=clock,
        ids=TimeIds(),
        secrets=KeySecrets(),
        scores=PledgeScores(sets.bank, pledges, TemplateRenderer(), clock),
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
