"""Finding work costs the same however much waits: what the databases say they'd do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from nudge.domain.nudges import NudgeState
from nudge.storage.store import SqlStore
from tests.contracts.ledger_contract import LEASE, fill_ledger
from tests.makers import NOON, make_nudge, make_tenant, make_test_clock

IN_ORDER = re.compile(r"SEARCH nudges USING INDEX ix_nudges_due|Index Scan using ix_nudges_due")
BY_LEASE = re.compile(r"ix_nudges_lease")
ROW_BY_ROW = re.compile(r"SCAN nudges|Seq Scan on nudges")
SORTED = re.compile(r"USE TEMP B-TREE FOR ORDER BY|Sort Key")


@pytest.fixture
def full_store(sql_store: SqlStore) -> SqlStore:
    """4,000 planned nudges, a few under way, and a tenant on a test clock."""
    under_way = [make_nudge(n, state=NudgeState.SENDING, lease_until=NOON) for n in range(20)]
    planned = [make_nudge(n, due_at=NOON + timedelta(minutes=n)) for n in range(1000, 5000)]
    fill_ledger(sql_store, *under_way, *planned)
    with sql_store.begin() as records:
        records.add_tenant(make_tenant(2))
        records.save_test_clock(make_test_clock(tenant="ten_2"))
    if sql_store.engine.dialect.name == "postgresql":  # SQLite plans without having looked
        with sql_store.engine.begin() as db:
            db.exec_driver_sql("ANALYZE nudges")
    return sql_store


def test_what_is_due_comes_from_the_index_in_its_order(full_store: SqlStore) -> None:
    """Neither a scan nor a sort, over all tenants."""
    with plans_of(full_store) as plans, full_store.begin() as records:
        until = NOON + timedelta(minutes=3000)
        taken = records.claim_due(until=until, lease_until=LEASE, limit=50)
    assert [nudge.id for nudge in taken] == [f"nud_{n}" for n in range(1000, 1050)]
    (plan,) = plans
    assert IN_ORDER.search(plan), plan
    assert not ROW_BY_ROW.search(plan), plan
    assert not SORTED.search(plan), plan


def test_an_idle_sweep_reads_two_indexes(full_store: SqlStore) -> None:
    """Nothing is due, no lease has ended: nothing else is looked at."""
    with plans_of(full_store) as plans, full_store.begin() as records:
        assert records.claim_due(until=NOON, lease_until=LEASE, limit=50) == []
        assert records.end_leases(NOON - timedelta(minutes=1)) == (0, [])
    due, ended, ahead = plans
    assert IN_ORDER.search(due), due
    assert BY_LEASE.search(ended), ended
    assert BY_LEASE.search(ahead), ahead
    for plan in plans:
        assert not ROW_BY_ROW.search(plan), plan


def test_a_nudge_on_its_way_is_found_by_its_key(full_store: SqlStore) -> None:
    with full_store.begin() as records:
        (claimed,) = records.claim_due(until=NOON + timedelta(days=1), lease_until=LEASE, limit=1)
    with plans_of(full_store) as plans, full_store.begin() as records:
        begun = records.begin_attempt(claimed, lease_until=LEASE)
        assert begun is not None
        assert records.settle(replace(begun, state=NudgeState.SENDING), was=NudgeState.QUEUED)
        records.cancel_nudges("ten_1", pledge="ple_2", reason="done", at=NOON)
        records.nudges_of("ten_1", "par_2", since=NOON)
        records.facts_of(replace(begun, pledge="ple_2"))
        records.n_gone_out("ten_1", "par_2", since=NOON, until=LEASE)
        records.add_delivery(begun, "")
    for plan in plans:
        assert not ROW_BY_ROW.search(plan), plan


@contextmanager
def plans_of(store: SqlStore) -> Iterator[list[str]]:
    """What the database would do for each statement on nudges in this block."""
    seen: list[tuple[str, Any]] = []
    plans: list[str] = []

    def keep(db: object, cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if "nudges" in statement:
            seen.append((statement, parameters))

    event.listen(store.engine, "before_cursor_execute", keep)
    yield plans
    event.remove(store.engine, "before_cursor_execute", keep)
    explain = "EXPLAIN QUERY PLAN " if store.engine.dialect.name == "sqlite" else "EXPLAIN "
    with store.engine.begin() as db:
        for statement, parameters in seen:
            rows = db.exec_driver_sql(explain + statement, parameters).all()
            plans.append("\n".join([statement, *map(str, rows)]))
