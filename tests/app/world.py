"""A small organisation over fakes, for tests of the use cases and of the API."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from nudge.api.services import Services, services_of
from nudge.app.participants import ParticipantDetails
from nudge.app.ports import Store
from nudge.app.question_sets import QuestionSets
from nudge.app.specificity import PledgeScores
from nudge.bank.loading import load_bank
from nudge.bank.rendering import TemplateRenderer
from nudge.domain.questions import QuestionBank
from nudge.domain.records import Conversation, Pair, Scope
from tests.fakes.clock import FakeClock, FakeIds, FakeSecrets
from tests.fakes.pledge_reader import FakePledgeReader
from tests.fakes.reader import FakeReader
from tests.fakes.store import FakeStore

BANK = Path(__file__).parents[2] / "question_bank"


@cache
def bank() -> QuestionBank:
    return load_bank(BANK)


@dataclass
class World:
    """One tenant, and everything that can be done in it."""

    store: Store = field(default_factory=FakeStore)
    reader: FakeReader = field(default_factory=FakeReader)
    clock: FakeClock = field(default_factory=FakeClock)

    def __post_init__(self) -> None:
        question_sets = QuestionSets(bank(), self.reader, TemplateRenderer())
        self.services: Services = services_of(
            self.store,
            question_sets,
            reader=self.reader,
            clock=self.clock,
            ids=FakeIds(),
            secrets=FakeSecrets(),
            scores=PledgeScores(bank(), FakePledgeReader(), TemplateRenderer(), self.clock),
        )
        self.tenant = self.services.api_keys.add_tenant("acme").id

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
