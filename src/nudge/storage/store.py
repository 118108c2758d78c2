"""The store, put together: one transaction has the statements of every noun."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from nudge.app.ports import Vault
from nudge.storage.claims import ClaimRecords
from nudge.storage.conversations import ConversationRecords
from nudge.storage.databases import database
from nudge.storage.deliveries import DeliveryRecords
from nudge.storage.erasure import Erasure
from nudge.storage.feedback import FeedbackRecords
from nudge.storage.gists import GistRecords
from nudge.storage.inbox import InboxRecords
from nudge.storage.ledger_counts import LedgerCounts
from nudge.storage.notes import NoteRecords
from nudge.storage.nudge_changes import NudgeChanges
from nudge.storage.nudge_facts import FactRecords
from nudge.storage.overlays import OverlayRecords
from nudge.storage.pairs import PairRecords
from nudge.storage.participants import ParticipantRecords
from nudge.storage.pledges import PledgeRecords
from nudge.storage.problems import in_our_words, unavailable
from nudge.storage.programmes import ProgrammeRecords
from nudge.storage.question_sets import QuestionSetRecords
from nudge.storage.resealing import Resealing, sealed_columns
from nudge.storage.vault_marks import VaultMarks
from nudge.storage.webhooks import WebhookRecords


class SqlRecords(
    Erasure,
    FactRecords,
    NoteRecords,
    ParticipantRecords,
    PairRecords,
    ConversationRecords,
    QuestionSetRecords,
    PledgeRecords,
    GistRecords,
    NudgeChanges,
    ClaimRecords,
    DeliveryRecords,
    LedgerCounts,
    ProgrammeRecords,
    OverlayRecords,
    FeedbackRecords,
    WebhookRecords,
    InboxRecords,
    VaultMarks,
    Resealing,
):
    """`Records` in one transaction of a database."""


class SqlStore:
    """The `Store` in SQLite or PostgreSQL. Threads may share it; nothing is opened before it is used.

    Args:
        url: `sqlite:///path` or `postgresql://user@host/database`.
        vault: for everything confidential.
        lock_timeout: seconds to wait for a connection or for another transaction. Chosen: shorter than the
            patience of a caller, much longer than any transaction of ours.

    Raises:
        Invalid: `storage-url-invalid` for another kind of URL.
    """

    def __init__(self, url: str, vault: Vault, *, lock_timeout: float = 5.0) -> None:
        self._database = database(url, lock_timeout=lock_timeout)
        self._vault = vault

    @property
    def engine(self) -> Engine:
        """The connections to the database, for what keeps tables of its own in the same one."""
        return self._database.engine

    @contextmanager
    def begin(self, *, read_only: bool = False) -> Iterator[SqlRecords]:
        """A transaction: commits on leaving, rolls back when an exception leaves.

        Args:
            read_only: on SQLite such transactions never wait for one that writes, nor it for them.

        Raises:
            Unavailable: `storage-unavailable` when the database can't be reached or is locked for too long.
        """
        with in_our_words():
            with self._connection(read_only=read_only) as db:
                records = SqlRecords(db, self._vault, read_only=read_only)
                yield records
            if records.has_erased:
                self._database.after_erasure()

    def migrate(self) -> None:
        """Make the database where that is ours to do, and bring its schema up to date.

        Whoever calls it a second time, or at the same time, finds it done.

        Raises:
            Unavailable: `storage-unavailable` as `begin`; `storage-schema-newer` when a newer version of
                nudge was here; `vault-key-wrong` when the database was sealed with another key.
        """
        from nudge.storage.schema import upgrade  # here: Alembic isn't needed by those who only read

        self._create()
        with in_our_words(), self._connection() as db:
            self._database.lock_schema(db)
            upgrade(db)
            records = SqlRecords(db, self._vault)
            records.mark_vault()
            records.check_vault()

    def check(self) -> None:
        """Ask the database whether it is ready for us.

        Raises:
            Unavailable: `storage-unavailable` when it doesn't answer; `storage-schema-old` when it has to be
                migrated; `vault-key-wrong` when it was sealed with another key.
        """
        from nudge.storage.schema import refuse_unless_newest

        with in_our_words(), self._connection(read_only=True) as db:
            refuse_unless_newest(db)
            SqlRecords(db, self._vault, read_only=True).check_vault()

    def reseal(self) -> int:
        """Seal everything again with the newest key; how many contents were. Others may go on working.

        Afterwards the vault doesn't need its older keys for this database, once no process writes with them.

        Raises:
            Unavailable: `storage-unavailable` as `begin`; `vault-key-wrong` when a needed key is missing.
        """
        n_sealed = 0
        for table, column in sealed_columns():
            with self.begin(read_only=True) as records:
                places = records.places(table, column)
            for start in range(0, len(places), 100):
                with self.begin() as records:
                    n_sealed += records.reseal(table, column, places[start : start + 100])
        return n_sealed

    def close(self) -> None:
        """Close all connections; using the store again opens new ones."""
        self._database.engine.dispose()

    @contextmanager
    def _connection(self, *, read_only: bool = False) -> Iterator[Connection]:
        with self._database.engine.connect() as db:
            db.execution_options(read_only=read_only, **({"postgresql_readonly": True} if read_only else {}))
            with db.begin():
                yield db

    def _create(self) -> None:
        try:
            self._database.create()
        except OSError as error:
            raise unavailable() from error
