"""The contract, on the fake, on SQLite and on PostgreSQL: see the fixture `store`."""

from __future__ import annotations

from nudge.app.ports import Store, Vault
from nudge.storage.store import SqlStore
from nudge.vault.fernet_vault import FernetVault
from tests.contracts.feedback_contract import FeedbackContract
from tests.contracts.ledger_contract import (
    ClaimContract,
    DeliveryContract,
    LedgerCountContract,
    NudgeContract,
)
from tests.contracts.nudging_contract import (
    NudgeErasureContract,
    NudgeTenancyContract,
    NudgingContract,
    TwinContract,
)
from tests.contracts.overlay_contract import OverlayContract
from tests.contracts.storage_contract import (
    ConversationContract,
    PairContract,
    ParticipantContract,
    TenantContract,
    TransactionContract,
)
from tests.contracts.storage_words_contract import (
    ErasureContract,
    NoteContract,
    PledgeContract,
    QuestionSetContract,
    ResponseContract,
    TenancyContract,
)
from tests.fakes.store import FakeStore


class TestTransactions(TransactionContract): ...


class TestTenants(TenantContract): ...


class TestParticipants(ParticipantContract): ...


class TestPairs(PairContract): ...


class TestConversations(ConversationContract): ...


class TestNotes(NoteContract): ...


class TestQuestionSets(QuestionSetContract): ...


class TestPledges(PledgeContract): ...


class TestResponses(ResponseContract): ...


class TestErasure(ErasureContract): ...


class TestTenancy(TenancyContract): ...


class TestNudges(NudgeContract): ...


class TestClaims(ClaimContract): ...


class TestDeliveries(DeliveryContract): ...


class TestLedgerCounts(LedgerCountContract): ...


class TestNudging(NudgingContract): ...


class TestTestTenants(TwinContract): ...


class TestOverlays(OverlayContract): ...


class TestFeedback(FeedbackContract): ...


class TestNudgeErasure(NudgeErasureContract): ...


class TestNudgeTenancy(NudgeTenancyContract): ...


def both_are_stores(sql: SqlStore, fake: FakeStore) -> tuple[Store, Store]:
    """Type-checked only: every method is there, with the types of the port."""
    return sql, fake


def vault_is_a_vault(vault: FernetVault) -> Vault:
    return vault
