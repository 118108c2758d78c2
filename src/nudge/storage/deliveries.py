"""Statements on what proves something about a nudge: deliveries, attempts, and links that were used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Table, bindparam, select

from nudge.domain.errors import Conflict
from nudge.domain.letters import Tap
from nudge.domain.nudges import Attempt, StoredNudge
from nudge.storage.nudge_tables import attempts, deliveries, nudges, taps
from nudge.storage.transaction import Insert, Transaction, insert_into


class DeliveryRecords(Transaction):
    """The deliveries, attempts and taps of `Records`."""

    def add_delivery(self, nudge: StoredNudge, receipt: str) -> None:
        """Raises Conflict (`already-delivered`): there is one for each nudge."""
        proof = {
            "courier": nudge.courier,
            "epoch": nudge.epoch,
            "sent_at": nudge.sent_at,
            "receipt": receipt,
        }
        if not self._add_proof(deliveries, nudge.tenant, nudge.id, proof):
            raise Conflict("already-delivered", "The nudge was delivered before.", nudge=nudge.id)

    def add_attempt(self, attempt: Attempt) -> None:
        """Write down one try; nothing is ever written over."""
        tried = {"number": attempt.number, "at": attempt.at, "outcome": attempt.outcome}
        self._add_proof(attempts, attempt.tenant, attempt.nudge, tried)

    def attempts(self, tenant: str, nudge_id: str) -> Sequence[Attempt]:
        """All tries to send a nudge, the first one first."""
        statement = (
            select(attempts)
            .where(attempts.c.tenant == tenant, attempts.c.nudge == nudge_id)
            .order_by(attempts.c.id)
        )
        rows = self._read(statement).all()
        if not rows:
            self._need(nudges, "nudge", tenant, nudge_id)
        return [Attempt(row.tenant, row.nudge, row.number, row.at, row.outcome) for row in rows]

    def use_tap(self, tap: Tap, at: datetime) -> bool:
        """Remember that a link was used; False when it was used before."""
        return self._add_proof(taps, tap.tenant, tap.nudge, {"action": tap.action, "at": at})

    def _add_proof(self, table: Table, tenant: str, nudge_id: str, proof: Mapping[str, object]) -> bool:
        """Add a row to a nudge; False when there is one with this key.

        Raises:
            NotFound: `nudge-not-found` when the tenant has no such nudge.
        """
        of_nudge = {"of_tenant": tenant, "of_nudge": nudge_id}
        if self._write(_proof_of(table, self._db.dialect.name), {**of_nudge, **proof}):
            return True
        self._need(nudges, "nudge", tenant, nudge_id)
        return False


@cache
def _proof_of(table: Table, dialect: str) -> Insert:
    """An INSERT of one row, if there is the nudge and no such row."""
    names = [column.name for column in table.columns if column.name not in ("id", "tenant", "nudge")]
    proof = [bindparam(name, type_=table.c[name].type) for name in names]
    it = (nudges.c.tenant == bindparam("of_tenant"), nudges.c.id == bindparam("of_nudge"))
    of_nudge = select(nudges.c.tenant, nudges.c.id, *proof).where(*it)
    new = insert_into(table, dialect)
    return new.from_select(["tenant", "nudge", *names], of_nudge).on_conflict_do_nothing()
