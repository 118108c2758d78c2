"""Statements on programmes, and on the clock of tenants that only test: one of each for a tenant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec
from sqlalchemy import Row, Table, bindparam, select, update

from nudge.domain.emphases import PlannedEmphasis
from nudge.domain.letters import TestClock
from nudge.domain.nudge_policies import NudgePolicy, Programme
from nudge.storage.nudge_tables import programmes, test_clocks
from nudge.storage.problems import revision_changed
from nudge.storage.tenants import TenantRecords
from nudge.storage.transaction import plain

_PROGRAMME = select(programmes).where(programmes.c.tenant == bindparam("of_tenant"))
_TEST_CLOCK = select(test_clocks).where(test_clocks.c.tenant == bindparam("of_tenant"))


def stored_programme(row: Row[Any], revision: int) -> Programme:
    """The programme of a row with its columns, as far as nudges need it: without emphases."""
    policy = msgspec.convert(row.policy, NudgePolicy)
    return Programme(row.tenant, policy, row.time_zone, tuple(row.couriers), revision)


class ProgrammeRecords(TenantRecords):
    """The programmes and test clocks of `Records`."""

    def programme(self, tenant: str) -> Programme | None:
        """The programme of the tenant; None when nobody has set it up."""
        row = self._read(_PROGRAMME, {"of_tenant": tenant}).first()
        if row is None:
            return None
        emphases = msgspec.convert(row.emphases or (), tuple[PlannedEmphasis, ...])
        return replace(stored_programme(row, row.revision), emphases=emphases)

    def save_programme(self, programme: Programme) -> None:
        """Raises Conflict (`revision-changed`); a first one has revision 1."""
        values = {
            "policy": plain(programme.policy),
            "time_zone": programme.time_zone,
            "couriers": list(programme.couriers),
            "emphases": plain(programme.emphases),
        }
        self._save_the_one(programmes, "programme", programme.tenant, programme.revision, values)

    def test_clock(self, tenant: str) -> TestClock | None:
        """The clock of a test tenant; None when it has none."""
        row = self._read(_TEST_CLOCK, {"of_tenant": tenant}).first()
        return None if row is None else TestClock(row.tenant, row.at, row.revision)

    def save_test_clock(self, clock: TestClock) -> None:
        """Raises Conflict (`revision-changed`); a first one has revision 1."""
        self._save_the_one(test_clocks, "test-clock", clock.tenant, clock.revision, {"at": clock.at})

    def _save_the_one(
        self, table: Table, noun: str, tenant: str, revision: int, values: Mapping[str, object]
    ) -> None:
        self._need_tenant(tenant)
        if revision == 1:
            row = {"tenant": tenant, "revision": 1, **values}
            self._add(table, row, revision_changed(noun.replace("-", " ")))
            return
        before = (table.c.tenant == tenant, table.c.revision == revision - 1)
        if not self._write(update(table).where(*before).values(revision=revision, **values)):
            raise revision_changed(noun.replace("-", " "))
