"""A small organisation over fakes, for tests of the use cases and of the API."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from nudge.api.services import Services, services_of
from nudge.app.blueprints import Blueprints
from nudge.app.deliveries import Deliveries
from nudge.app.follow_ups import FollowUps
from nudge.app.gists import Gists
from nudge.app.nudge_plans import NudgePlans
from nudge.app.nudge_ports import Courier
from nudge.app.nudge_previews import NudgePreviews
from nudge.app.nudge_words import NudgeWords
from nudge.app.participants import ParticipantDetails
from nudge.app.ports import Clock, Store
from nudge.app.question_sets import QuestionSets
from nudge.app.seats import Seats
from nudge.app.specificity import PledgeScores
from nudge.app.test_clocks import TestClocks
from nudge.app.webhooks import Webhooks
from nudge.bank import nudge_policy
from nudge.bank.loading import load_bank
from nudge.bank.rendering import TemplateRenderer
from nudge.couriers.inbox import InboxCourier
from nudge.domain.nudge_policies import NudgePolicy, Programme
from nudge.domain.questions import QuestionBank
from nudge.domain.records import Conversation, Pair, Participant, Scope
from nudge.vault.fernet_vault import FernetVault
from nudge.vault.links import SignedLinks
from nudge.vault.seats import SignedSeats
from nudge.web.roundtables.sheets import RoundtableSheets
from tests.fakes.answer_reader import FakeAnswerReader
from tests.fakes.clock import FakeClock, FakeIds, FakeSecrets
from tests.fakes.holidays import FakeHolidays
from tests.fakes.line_reader import FakeLineReader
from tests.fakes.pledge_reader import FakePledgeReader
from tests.fakes.reader import FakeReader
from tests.fakes.signing import FakeSigning
from tests.fakes.store import FakeStore

BANK = Path(__file__).parents[2] / "question_bank"
PUBLIC_URL = "https://nudge.test"
COURIERS = ("email", "webhook", "chat", "console", "file", "inbox")


@cache
def bank() -> QuestionBank:
    return load_bank(BANK)


def policy() -> NudgePolicy:
    found = bank().nudge_policy
    assert found
    return found


def courier_of(participant: Participant, programme: Programme) -> str:
    """Everybody can be reached, by mail if they don't say."""
    return next(iter(participant.nudging.couriers or programme.couriers), "email")


@dataclass
class World:
    """One tenant, and everything that can be done in it. Whatever is sent goes to its inbox."""

    store: Store = field(default_factory=FakeStore)
    reader: FakeReader = field(default_factory=FakeReader)
    clock: FakeClock = field(default_factory=FakeClock)
    line_reader: FakeLineReader = field(default_factory=FakeLineReader)

    def __post_init__(self) -> None:
        ids, renderer, pledges = FakeIds(), TemplateRenderer(), FakePledgeReader()
        scores = PledgeScores(bank(), pledges, renderer, self.clock)
        gists, holidays = Gists(scores, pledges), FakeHolidays()
        self.links = SignedLinks([FernetVault.new_key()])
        self.words = NudgeWords(bank(), renderer, self.links, PUBLIC_URL)
        self.services: Services = services_of(
            self.store,
            QuestionSets(bank(), self.reader, renderer),
            reader=self.reader,
            clock=self.clock,
            ids=ids,
            secrets=FakeSecrets(),
            scores=scores,
            follow_ups=FollowUps(bank(), FakeAnswerReader(), renderer),
            plans=NudgePlans(self.store, gists, self.words, holidays, ids, policy(), courier_of),
            previews=NudgePreviews(gists, self.words, holidays, policy()),
            policies=nudge_policy,
            webhooks=Webhooks(self.store, self.clock, ids, FakeSigning(), private_hosts=("hooks.internal",)),
            test_clocks=TestClocks(self.store, self.deliveries),
            seats=Seats(self.store, SignedSeats([FernetVault.new_key()]), self.clock, PUBLIC_URL),
            table_sheet=RoundtableSheets(),
            blueprints=Blueprints(self.line_reader),
        )
        self.tenant = self.services.api_keys.add_tenant("acme").id

    def deliveries(self, clock: Clock) -> Deliveries:
        """What sends nudges by a clock."""
        couriers: dict[str, Courier] = dict.fromkeys(COURIERS, InboxCourier(self.store))
        return Deliveries(
            self.store,
            couriers,
            self.words,
            clock,
            default=Programme("", policy()),
            holidays=FakeHolidays(),
            pause=lambda _: None,
        )

    def participant(self, ref: str, **details: Any) -> str:
        return self.services.participants.add(self.tenant, ParticipantDetails(ref, **details)).id

    def pair(self, *participants: str, quarter: str = "2026-Q1") -> Pair:
        return self.services.pairs.add(self.tenant, participants, quarter=quarter)

    def conversation(self, pair: Pair) -> Conversation:
        return self.services.conversations.plan(self.tenant, pair.id)

    def key(self, *scopes: Scope, tenant: str = "acme", is_test: bool = False) -> str:
        return self.services.api_keys.issue(
            "portal", tenant=tenant, scopes=scopes or tuple(Scope), is_test=is_test
        )[1]
