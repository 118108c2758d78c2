"""Puts together what nudges need: planning, wording, couriers, links, and the engine that sends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from nudge.app.calendars import Calendars
from nudge.app.deliveries import Deliveries
from nudge.app.gists import Gists
from nudge.app.nudge_plans import NudgePlans
from nudge.app.nudge_ports import Courier, Holidays, Links
from nudge.app.nudge_previews import NudgePreviews
from nudge.app.nudge_words import NudgeWords
from nudge.app.nudges import Nudges
from nudge.app.ports import Clock, Ids, Store
from nudge.app.specificity import PledgeScores
from nudge.app.sweeps import Sweeps
from nudge.app.webhooks import Webhooks
from nudge.bank.loading import load_bank
from nudge.bank.rendering import TemplateRenderer
from nudge.couriers.configured import CourierSettings, couriers_of
from nudge.domain.errors import Invalid, NotFound
from nudge.domain.nudge_policies import NudgePolicy, Programme
from nudge.domain.questions import QuestionBank
from nudge.domain.records import Participant
from nudge.domain.spelling import did_you_mean
from nudge.settings import Settings
from nudge.timers.batches import Pace
from nudge.timers.clocks import SystemClock
from nudge.timers.engine import DurableEngine
from nudge.timers.holidays import PublicHolidays
from nudge.vault.fernet_vault import FernetVault
from nudge.vault.links import SignedLinks
from nudge.vault.signing import WebhookSigning
from nudge.wiring.models import readers
from nudge.wiring.stores import open_store, vault_keys


@dataclass(frozen=True, slots=True)
class Sending:
    """What sends nudges, over one store.

    Attributes:
        couriers: by name, those that are set up.
    """

    store: Store
    words: NudgeWords
    links: Links
    holidays: Holidays
    policy: NudgePolicy
    couriers: Mapping[str, Courier]
    webhooks: Webhooks
    wanted: tuple[str, ...]

    def deliveries(self, clock: Clock) -> Deliveries:
        """What sends by a clock."""
        programme = Programme("", self.policy)
        return Deliveries(
            self.store, self.couriers, self.words, clock, default=programme, holidays=self.holidays
        )

    def engine(self, settings: Settings, clock: Clock) -> DurableEngine:
        """The engine; nothing runs before it is started."""
        sweeps = Sweeps(self.store, self.couriers, clock, default=Programme("", self.policy))
        return DurableEngine(
            settings.url,
            deliver=self.deliveries(clock).deliver_all,
            sweep=sweeps.sweep,
            clock=clock,
            couriers={name: Pace(settings.nudges_per_second) for name in self.couriers},
            names=settings.data / "workers",
        )

    def plans(self, store: Store, gists: Gists, ids: Ids) -> NudgePlans:
        """What plans nudges in the transactions of a store."""
        return NudgePlans(store, gists, self.words, self.holidays, ids, self.policy, self._way_to)

    def previews(self, gists: Gists) -> NudgePreviews:
        """What plans without storing."""
        return NudgePreviews(gists, self.words, self.holidays, self.policy)

    def _way_to(self, participant: Participant, programme: Programme) -> str | None:
        """The first courier that the person, the programme or the operator wants, and that gets there."""
        wanted = participant.nudging.couriers or programme.couriers or self.wanted
        known = (self.couriers[name] for name in wanted if name in self.couriers and name != "inbox")
        return next((courier.name for courier in known if courier.address(participant) is not None), None)


def sending(settings: Settings, store: Store, bank: QuestionBank, clock: Clock, ids: Ids) -> Sending:
    """What sends nudges; no model is needed for it.

    Raises:
        Invalid: `bank-invalid` when the bank has no nudges; `setting-invalid` and the like for couriers.
    """
    policy = _policy_of(bank)
    links = SignedLinks(vault_keys(settings))
    signing = WebhookSigning()
    private_hosts = _listed(settings.webhook_private_hosts)
    webhooks = Webhooks(store, clock, ids, signing, private_hosts=private_hosts)
    wanted = _listed(settings.couriers)
    couriers = couriers_of(
        CourierSettings(
            mail_server=settings.mail_server,
            mail_from=settings.mail_from,
            chat_urls=settings.chat_urls,
            outbox=settings.outbox,
            wanted=wanted,
            webhook_private_hosts=private_hosts,
        ),
        store,
        clock,
        endpoints=webhooks.list,
        disable=webhooks.disable,
        sign=lambda endpoint, content: signing.sign(endpoint.signing_key, content),
    )
    words = NudgeWords(bank, TemplateRenderer(), links, settings.links_url)
    return Sending(store, words, links, PublicHolidays(), policy, couriers, webhooks, wanted)


def nudge_previews(settings: Settings) -> NudgePreviews:
    """Dry runs of nudges: the bank and the models, nothing stored. Its links lead nowhere.

    Raises:
        Invalid: `bank-invalid`.
    """
    bank, renderer = load_bank(settings.bank), TemplateRenderer()
    _, reader = readers(settings)
    scores = PledgeScores(bank, reader, renderer, SystemClock())
    words = NudgeWords(bank, renderer, SignedLinks([FernetVault.new_key()]), settings.links_url)
    return NudgePreviews(Gists(scores, reader), words, PublicHolidays(), _policy_of(bank))


def calendars(settings: Settings) -> Calendars:
    """When people may be nudged, by the policy of the bank.

    Raises:
        Invalid: `bank-invalid`.
    """
    return Calendars(PublicHolidays(), _policy_of(load_bank(settings.bank)))


@contextmanager
def stored_nudges(settings: Settings, tenant: str) -> Iterator[tuple[Nudges, str]]:
    """The nudges of the configured database, and the id of the tenant of this name.

    Raises:
        NotFound: `tenant-not-found`, with the nearest name.
        Unavailable: when the database or the vault can't be used.
    """
    store = open_store(settings)
    try:
        with store.begin(read_only=True) as records:
            names = {one.name: one.id for one in records.tenants()}
        if tenant not in names:
            hint = did_you_mean(tenant, names) if names else "There is none yet."
            raise NotFound("tenant-not-found", f"There is no tenant of this name. {hint}")
        yield Nudges(store, SystemClock()), names[tenant]
    finally:
        store.close()


def _policy_of(bank: QuestionBank) -> NudgePolicy:
    if bank.nudge_policy is None:
        raise Invalid("bank-invalid", "The question bank has no nudges/policy.toml; nudges need one.")
    return bank.nudge_policy


def _listed(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split(",") if name.strip())
