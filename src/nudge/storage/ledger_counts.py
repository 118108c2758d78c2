"""Questions about the whole ledger: how many nudges there are, and which zones they are in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, select

from nudge.domain.letters import TapAction
from nudge.domain.nudge_learning import LeadOutcome
from nudge.domain.nudge_policies import Moment
from nudge.domain.nudges import NudgeState, StoredNudge
from nudge.storage.nudge_rows import stored_nudge
from nudge.storage.nudge_tables import IS_PLANNED, IS_WAITING, nudges
from nudge.storage.tables import tenants
from nudge.storage.transaction import Transaction


class LedgerCounts(Transaction):
    """Each goes through the ledger row by row; nobody asks them every minute."""

    def count_nudges(self, tenant: str | None = None) -> Mapping[NudgeState, int]:
        """How many there are in each state, 0 where there are none."""
        counted = select(nudges.c.state, func.count().label("n_nudges")).group_by(nudges.c.state)
        if tenant is not None:
            counted = counted.where(nudges.c.tenant == tenant)
        return dict.fromkeys(NudgeState, 0) | {
            NudgeState(row.state): row.n_nudges for row in self._read(counted)
        }

    def next_due(self, tenant: str) -> datetime | None:
        """When the next planned nudge of the tenant is due; None when none waits."""
        earliest = select(func.min(nudges.c.due_at)).where(nudges.c.tenant == tenant, IS_PLANNED)
        due_at: datetime | None = self._read(earliest).scalar()
        return due_at

    def lead_outcomes(self, tenant: str, *, since: datetime) -> Sequence[LeadOutcome]:
        """What became of nudges that were sent since then, counted by moment, lead and answer."""
        kinds = (nudges.c.moment, nudges.c.lead, nudges.c.answer)
        counted = (
            select(*kinds, func.count().label("n_nudges"))
            .where(nudges.c.tenant == tenant, nudges.c.sent_at >= since, nudges.c.lead.is_not(None))
            .group_by(*kinds)
        )
        return sorted(map(_lead_outcome, self._read(counted)), key=_by_kind)

    def zones_in_use(self) -> Sequence[str]:
        """Zones of nudges that wait, by name."""
        named = select(nudges.c.zone).where(IS_WAITING, nudges.c.zone != "").distinct()
        return sorted(self._read(named).scalars())

    def waiting_in_zone(self, zone: str, *, after: str = "", limit: int = 500) -> Sequence[StoredNudge]:
        """Waiting nudges of this zone, by id, of all tenants: each tenant's are in the order of a key."""
        found: list[Row[Any]] = []
        for tenant in self._read(select(tenants.c.id)).scalars():
            of_tenant = (nudges.c.tenant == tenant, nudges.c.id > after)
            rows = select(nudges).where(*of_tenant, IS_WAITING, nudges.c.zone == zone).order_by(nudges.c.id)
            found += self._read(rows.limit(limit)).all()
        return [stored_nudge(row) for row in sorted(found, key=lambda row: (row.id, row.tenant))[:limit]]


def _lead_outcome(row: Row[Any]) -> LeadOutcome:
    answer = TapAction(row.answer) if row.answer is not None else None
    return LeadOutcome(Moment(row.moment), row.lead, answer, row.n_nudges)


def _by_kind(outcome: LeadOutcome) -> tuple[str, timedelta, str]:
    return outcome.moment, outcome.lead, outcome.answer or ""
