"""Several engines and people at once on the ledger of a real database."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from nudge.domain.errors import NotFound
from nudge.domain.nudges import ClaimedNudge, NudgeState
from nudge.storage.store import SqlStore
from tests.contracts.ledger_contract import LATER, LEASE, fill_ledger
from tests.makers import NOON, at_minute, make_nudge, make_tap

T = TypeVar("T")


def test_four_who_claim_at_once_take_each_nudge_once(sql_store: SqlStore) -> None:
    """200 due nudges, seven at a time: none is taken twice, none is left."""
    due = [make_nudge(n, due_at=NOON + timedelta(seconds=n % 9)) for n in range(200)]
    fill_ledger(sql_store, *due)

    def claim_on(_: int) -> list[str]:
        mine: list[str] = []
        while True:
            with sql_store.begin() as records:
                claimed = records.claim_due(until=LATER, lease_until=LEASE, limit=7)
            if not claimed:
                return mine
            assert len(claimed) <= 7
            mine += [nudge.id for nudge in claimed]

    taken = Counter(nudge_id for mine in in_threads(4, claim_on) for nudge_id in mine)
    assert taken == Counter(nudge.id for nudge in due)
    with sql_store.begin() as records:
        assert {records.nudge("ten_1", nudge.id).epoch for nudge in due} == {1}


def test_a_nudge_is_cancelled_or_sent_never_both(sql_store: SqlStore) -> None:
    """Whoever cancels either comes first, and nothing is sent, or finds that it is under way."""
    rounds = 12
    fill_ledger(sql_store, *(make_nudge(n) for n in range(rounds)))
    for claimed in claim_all(sql_store):

        def cancel_or_send(n: int, claimed: ClaimedNudge = claimed) -> bool:
            if n == 0:
                with sql_store.begin() as records:
                    records.pledge("ten_1", "ple_1")
                    before = records.count_nudges()[NudgeState.CANCELLED]
                    moved = records.nudge("ten_1", claimed.id)
                    if moved.state is NudgeState.QUEUED:
                        cancelled = replace(moved, state=NudgeState.CANCELLED)
                        records.move_nudge(
                            replace(cancelled, revision=moved.revision + 1, epoch=moved.epoch + 1)
                        )
                    return records.count_nudges()[NudgeState.CANCELLED] > before
            return send(sql_store, claimed)

        assert sorted(in_threads(2, cancel_or_send)) == [False, True]


def test_cancelling_all_of_a_person_and_sending_them_dont_block_each_other(sql_store: SqlStore) -> None:
    """Each nudge ends up cancelled or being sent; nobody waits for a lock that is never given."""
    for round in range(5):
        nudges = [make_nudge(n, id=f"nud_{round}_{n}") for n in range(8)]
        if round == 0:
            fill_ledger(sql_store)
        with sql_store.begin() as records:
            records.add_nudges(nudges)
        claimed = claim_all(sql_store)

        def cancel_or_send(n: int, claimed: list[ClaimedNudge] = claimed) -> int:
            if n == 0:
                with sql_store.begin() as records:
                    return records.cancel_nudges("ten_1", participant="par_1", reason="stopped", at=NOON)
            with sql_store.begin() as records:
                begun = [records.begin_attempt(one, lease_until=LEASE) for one in claimed]
                sending = [replace(one, state=NudgeState.SENDING) for one in begun if one]
                return sum(records.settle(one, was=NudgeState.QUEUED) for one in sending)

        assert sum(in_threads(2, cancel_or_send)) == 8


def test_erasing_a_person_and_sending_to_them_dont_block_each_other(sql_store: SqlStore) -> None:
    """The engine reads the pledge while it has the nudge; it finds both or neither."""
    fill_ledger(sql_store, make_nudge(1), make_nudge(2, participant="par_2", pledge="ple_2"))
    for claimed in claim_all(sql_store):

        def erase_or_send(n: int, claimed: ClaimedNudge = claimed) -> bool:
            if n == 0:
                with sql_store.begin() as records:
                    gone = records.erase_participant("ten_1", claimed.id.replace("nud", "par"))
                    return gone["nudges"] == 1
            return send(sql_store, claimed) in (True, False)

        assert in_threads(2, erase_or_send) == [True, True]


def test_a_link_that_is_tapped_twice_at_once_acts_once(sql_store: SqlStore) -> None:
    fill_ledger(sql_store, make_nudge(1))

    def tap(_: int) -> bool:
        with sql_store.begin() as records:
            return records.use_tap(make_tap(1), at_minute(1))

    assert sorted(in_threads(4, tap)) == [False, False, False, True]


def test_leases_end_once_while_others_claim(sql_store: SqlStore) -> None:
    """What a dead process had is given back once, and taken once."""
    queued = [make_nudge(n, state=NudgeState.QUEUED, lease_until=NOON) for n in range(40)]
    fill_ledger(sql_store, *queued)

    def end_or_claim(n: int) -> int:
        with sql_store.begin() as records:
            if n % 2:
                return records.end_leases(NOON)[0]
        with sql_store.begin() as records:
            return -len(records.claim_due(until=LATER, lease_until=LEASE, limit=100))

    results = in_threads(4, end_or_claim)
    assert sum(n for n in results if n > 0) == 40
    rest = claim_all(sql_store)
    assert len(rest) - sum(n for n in results if n < 0) == 40


def claim_all(store: SqlStore) -> list[ClaimedNudge]:
    with store.begin() as records:
        return list(records.claim_due(until=LATER, lease_until=LEASE, limit=1000))


def send(store: SqlStore, claimed: ClaimedNudge) -> bool:
    """Whether it came as far as `sending`, with a look at the pledge on the way, as when delivering."""
    try:
        with store.begin() as records:
            begun = records.begin_attempt(claimed, lease_until=LEASE)
            if begun is None:
                return False
            records.pledge(begun.tenant, begun.pledge)
            return records.settle(replace(begun, state=NudgeState.SENDING), was=NudgeState.QUEUED)
    except NotFound:
        return False


def in_threads(n_threads: int, work: Callable[[int], T]) -> list[T]:
    """What each thread made of it, all beginning in the same moment."""
    ready = threading.Barrier(n_threads)

    def begin(n: int) -> T:
        ready.wait()
        return work(n)

    with ThreadPoolExecutor(n_threads) as pool:
        return list(pool.map(begin, range(n_threads)))
