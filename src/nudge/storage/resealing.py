"""Sealing everything again with the newest key of the vault, so that an old key can be taken away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Table, select, tuple_, update

from nudge.storage.columns import Sealed
from nudge.storage.tables import metadata
from nudge.storage.transaction import Transaction

Place = tuple[Any, ...]
"""The primary key of a row."""


def sealed_columns() -> Sequence[tuple[Table, Column[Any]]]:
    """All columns that the vault seals.

    >>> "participants.profile" in [f"{table.name}.{column.name}" for table, column in sealed_columns()]
    True
    """
    columns = [(table, column) for table in metadata.sorted_tables for column in table.columns]
    return [(table, column) for table, column in columns if isinstance(column.type, Sealed)]


class Resealing(Transaction):
    """The only statements that see every tenant: they open nothing but to close it again."""

    def places(self, table: Table, column: Column[Any]) -> Sequence[Place]:
        """The rows that have something sealed in this column."""
        statement = select(*table.primary_key.columns).where(column.is_not(None))
        return [tuple(row) for row in self._read(statement)]

    def reseal(self, table: Table, column: Column[Any], places: Sequence[Place]) -> int:
        """Seal these rows again, but for those that somebody has written meanwhile; how many were."""
        key = tuple_(*table.primary_key.columns)
        rows = self._read(select(*table.primary_key.columns, column).where(key.in_(places))).all()
        n_rows = 0
        for row in rows:
            *place, sealed = tuple(row)
            again = self._vault.seal(self._vault.open(sealed))
            still_the_same = (key == tuple_(*place), column == sealed)
            n_rows += self._write(update(table).where(*still_the_same).values({column: again}))
        return n_rows
