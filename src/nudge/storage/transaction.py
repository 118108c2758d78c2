"""One transaction, and what the statements of every noun have in common."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, CursorResult, Delete, Row, Select, Table, Update, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.sql.dml import ReturningUpdate

from nudge.app.ports import Vault
from nudge.domain.errors import Conflict, Invalid
from nudge.domain.records import Page
from nudge.storage.problems import in_our_words, not_found

T = TypeVar("T")
Insert = PostgresInsert | SqliteInsert


class Transaction:
    """An open transaction with the vault for what is confidential.

    Attributes:
        has_erased: whether something was erased that the database must not keep in a log either.
    """

    def __init__(self, db: Connection, vault: Vault, *, read_only: bool = False) -> None:
        self._db = db
        self._vault = vault
        self._read_only = read_only
        self.has_erased = False

    @property
    def connection(self) -> Connection:
        """The open connection, for whoever writes into the same transaction."""
        return self._db

    @property
    def _is_shared(self) -> bool:
        """Whether others may write at the same time, so that rows have to be held."""
        return self._db.dialect.name == "postgresql" and not self._read_only

    def _seal(self, content: object) -> bytes:
        """Sealed JSON; the same content is the same JSON."""
        return self._vault.seal(json.dumps(content, sort_keys=True, separators=(",", ":")).encode())

    def _unseal(self, sealed: bytes) -> Any:
        return json.loads(self._vault.open(sealed))

    def _seal_record(self, record: object) -> bytes:
        return self._seal(plain(record))

    def _unseal_record(self, kind: type[T], sealed: bytes) -> T:
        return msgspec.convert(self._unseal(sealed), kind)

    def _read(self, statement: Select[Any], values: Mapping[str, object] | None = None) -> CursorResult[Any]:
        """Execute it.

        Args:
            values: of its parameters, for a statement that is made once: that is most of the time it takes.
        """
        with in_our_words():
            return self._db.execute(statement, values)

    def _write(self, statement: Insert | Update | Delete, values: Mapping[str, object] | None = None) -> int:
        """Execute it; how many rows it touched.

        Args:
            values: of its parameters, for a statement that is made once.
        """
        self._refuse_if_read_only()
        with in_our_words():
            return self._db.execute(statement, values, execution_options={"preserve_rowcount": True}).rowcount

    def _write_and_read(
        self, statement: ReturningUpdate[Any], values: Mapping[str, object]
    ) -> Sequence[Row[Any]]:
        """As `_write`; the rows that it touched, as they are now."""
        self._refuse_if_read_only()
        with in_our_words():
            return self._db.execute(statement, values).all()

    def _refuse_if_read_only(self) -> None:
        if self._read_only:
            raise RuntimeError("this transaction was begun with read_only")

    def _save(self, statement: Insert | Update, exists: Conflict) -> int:
        """As `_write`; raises `exists` when another row has a unique value already, and undoes only this."""
        savepoint = self._db.begin_nested()
        try:
            n_rows = self._write(statement)
        except Conflict:
            savepoint.rollback()
            raise exists from None
        savepoint.commit()
        return n_rows

    def _insert(self, table: Table, values: Mapping[str, object] | None = None) -> Insert:
        insert = insert_into(table, self._db.dialect.name)
        return insert.values(values) if values is not None else insert

    def _add(self, table: Table, values: Mapping[str, object], exists: Conflict) -> None:
        """Insert a row, or raise `exists` when a unique column has this value already.

        Asks the database not to fail, since PostgreSQL would refuse everything after a failure.
        """
        if not self._write(_new_row(table, self._db.dialect.name), values):
            raise exists

    def _need(
        self,
        table: Table,
        noun: str,
        tenant: str,
        row_id: str,
        *,
        to_change: bool = False,
        to_erase: bool = False,
    ) -> None:
        """Hold a row in place until the end of the transaction, so that what points to it can be added.

        Args:
            to_change: wait for others who want to change it, and let them wait.
            to_erase: wait also for those who only need it.

        Raises:
            NotFound: `<noun>-not-found` when the tenant has no such row.
        """
        statement = _held(table, self._is_shared, to_change or to_erase, to_erase)
        if self._read(statement, {"of_tenant": tenant, "of_id": row_id}).first() is None:
            raise not_found(noun, row_id)

    def _page(
        self, rows: Select[Any], table: Table, after: str, limit: int, record: Callable[[Row[Any]], T]
    ) -> Page[T]:
        """The next rows by id, as records; one more is read to know whether there is more."""
        if not 1 <= limit <= 100:
            raise Invalid("limit-out-of-range", "Ask for 1 to 100 rows at a time.", limit=limit)
        found = self._read(rows.where(table.c.id > after).order_by(table.c.id).limit(limit + 1)).all()
        next_after = found[limit - 1].id if len(found) > limit else None
        return Page(tuple(record(row) for row in found[:limit]), next_after)


def insert_into(table: Table, dialect: str) -> Insert:
    """An INSERT of this dialect."""
    insert: Insert = (postgresql if dialect == "postgresql" else sqlite).insert(table)
    return insert


@cache
def _new_row(table: Table, dialect: str) -> Insert:
    return insert_into(table, dialect).on_conflict_do_nothing()


@cache
def _held(table: Table, is_shared: bool, to_change: bool, to_erase: bool) -> Select[Any]:
    it = (table.c.tenant == bindparam("of_tenant"), table.c.id == bindparam("of_id"))
    statement = select(table.c.id).where(*it)
    return statement.with_for_update(read=not to_change, key_share=not to_erase) if is_shared else statement


def plain(record: object) -> Any:
    """A record of the domain as JSON has it; `msgspec.convert` makes it again, and fills in what is new.

    >>> from nudge.domain.nudge_policies import MomentRule
    >>> from datetime import timedelta
    >>> plain(MomentRule((timedelta(hours=2),), timedelta(days=1)))["leads"]
    ('PT7200S',)
    """
    return msgspec.to_builtins(record, order="deterministic", enc_hook=dict)
