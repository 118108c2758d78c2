"""What every `Store` does with nudges: planned, moved, cancelled, taken, sent, counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from nudge.domain.errors import Conflict, Invalid, NotFound
from nudge.domain.letters import TapAction
from nudge.domain.nudge_learning import LeadOutcome
from nudge.domain.nudge_policies import Moment
from nudge.domain.nudges import Attempt, ClaimedNudge, Decision, NudgeState, PledgeGist, StoredNudge
from nudge.domain.pledges import Outcome
from tests.contracts.storage_contract import AnyStore, fill
from tests.makers import (
    NOON,
    at_minute,
    make_gist,
    make_nudge,
    make_pledge,
    make_programme,
    make_tap,
    make_test_clock,
)

LATER = NOON + timedelta(days=30)
LEASE = NOON + timedelta(minutes=20)


def fill_ledger(store: AnyStore, *nudges: StoredNudge, tenant: int = 1) -> None:
    """A tenant with a pledge for each of the pair, and these nudges."""
    fill(store, tenant)
    with store.begin() as records:
        for n in (1, 2):
            records.add_pledge(make_pledge(n, tenant=f"ten_{tenant}", participant=f"par_{n}"))
        records.add_nudges([replace(nudge, tenant=f"ten_{tenant}") for nudge in nudges])


def claim(records: Any, *, until: datetime = LATER, limit: int = 100, **named: Any) -> list[ClaimedNudge]:
    return list(records.claim_due(until=until, lease_until=LEASE, limit=limit, **named))


class NudgeContract:
    def test_everything_of_a_nudge_comes_back(self, store: AnyStore) -> None:
        """Wall-clock and UTC times to the microsecond, negative leads, and nothing where there is nothing."""
        rich = make_nudge(
            1,
            state=NudgeState.SENT,
            due_at=datetime(2026, 10, 25, 1, 30, 0, 7, tzinfo=UTC),
            local_on=date(2026, 10, 25),
            local_at=time(2, 30, 0, 7),
            lead=timedelta(minutes=-90),
            probability=0.1,
            revision=3,
            epoch=7,
            attempts=2,
            template="cue.v1",
            sent_at=at_minute(9),
            answer=TapAction.STOP_ALL,
            answered_at=at_minute(10),
        )
        bare = make_nudge(
            2,
            decision=Decision.SKIP,
            state=NudgeState.SKIPPED,
            due_at=None,
            local_on=None,
            local_at=None,
            zone="",
            courier="",
            expires_at=None,
            lead=None,
            decided_at=None,
        )
        fill_ledger(store, rich, bare)
        with store.begin(read_only=True) as records:
            assert records.nudge("ten_1", "nud_1") == rich
            assert records.nudge("ten_1", "nud_2") == bare

    def test_nudges_need_their_participant_and_pledge(self, store: AnyStore) -> None:
        """All are added or none, and the transaction goes on."""
        fill_ledger(store, make_nudge(1))
        with store.begin() as records:
            for wrong, code in (
                (make_nudge(3, participant="par_9"), "participant-not-found"),
                (make_nudge(3, pledge="ple_9"), "pledge-not-found"),
            ):
                with pytest.raises(NotFound) as missing:
                    records.add_nudges([make_nudge(2), wrong])
                assert missing.value.code == code
            with pytest.raises(Conflict) as there:
                records.add_nudges([make_nudge(2), make_nudge(1)])
            assert there.value.code == "nudge-exists"
            records.add_nudges([])
            assert [row.id for row in records.nudges("ten_1").items] == ["nud_1"]

    def test_nudges_are_listed_by_what_they_belong_to(self, store: AnyStore) -> None:
        theirs = make_nudge(2, participant="par_2", pledge="ple_2")
        fill_ledger(store, make_nudge(1), theirs, make_nudge(3, state=NudgeState.SKIPPED))
        with store.begin() as records:
            for wanted, ids in (
                ({}, ["nud_1", "nud_2", "nud_3"]),
                ({"participant": "par_1"}, ["nud_1", "nud_3"]),
                ({"pledge": "ple_2"}, ["nud_2"]),
                ({"state": NudgeState.PLANNED}, ["nud_1", "nud_2"]),
                ({"participant": "par_1", "state": NudgeState.PLANNED}, ["nud_1"]),
                ({"participant": "par_9"}, []),
                ({"after": "nud_1", "limit": 1}, ["nud_2"]),
            ):
                assert [row.id for row in records.nudges("ten_1", **wanted).items] == ids
            assert records.nudges("ten_1", limit=2).next_after == "nud_2"
            with pytest.raises(Invalid):
                records.nudges("ten_1", limit=101)

    def test_the_lately_due_decided_or_sent_come_oldest_first(self, store: AnyStore) -> None:
        """By when they were due; what has no instant, by when it was made."""
        long_ago = NOON - timedelta(days=50)
        before: dict[str, Any] = {"created_at": long_ago, "decided_at": long_ago}
        fill_ledger(
            store,
            make_nudge(1, **before, due_at=long_ago),
            make_nudge(2, **before, due_at=NOON),
            make_nudge(3, **before, due_at=long_ago, sent_at=NOON),
            make_nudge(4, created_at=long_ago, due_at=long_ago, decided_at=NOON),
            make_nudge(5, due_at=None, decided_at=None, created_at=NOON - timedelta(seconds=1)),
            make_nudge(6, due_at=None, decided_at=None, created_at=NOON),
            make_nudge(7, participant="par_2", pledge="ple_2"),
        )
        with store.begin() as records:
            found = records.nudges_of("ten_1", "par_1", since=NOON)
            assert [row.id for row in found] == ["nud_3", "nud_4", "nud_2", "nud_6"]
            assert list(records.nudges_of("ten_1", "par_3", since=NOON)) == []
            with pytest.raises(NotFound):
                records.nudges_of("ten_1", "par_9", since=NOON)

    def test_a_last_look_sees_what_is_stored_now(self, store: AnyStore) -> None:
        fill_ledger(store, make_nudge(1), make_nudge(2, participant="par_2", pledge="ple_2"))
        with store.begin() as records:
            plain = records.facts_of(make_nudge(1))
            assert plain.participant == records.participant("ten_1", "par_1")
            assert (plain.is_open, plain.is_stopped, plain.pledge_revision) == (True, False, 1)
            assert (plain.gist, plain.programme) == (PledgeGist(), None)
            records.save_pledge(make_pledge(1, participant="par_1", outcome=Outcome.KEPT, revision=2))
            records.save_pledge_gist("ten_1", "ple_1", make_gist())
            records.save_programme(make_programme())
            records.save_answer(make_nudge(1, answer=TapAction.STOP, answered_at=NOON))
            facts = records.facts_of(make_nudge(1))
            assert (facts.is_open, facts.is_stopped, facts.pledge_revision) == (False, True, 2)
            assert (facts.gist, facts.programme) == (make_gist(), make_programme())
            assert not records.facts_of(make_nudge(2, pledge="ple_2")).is_stopped
            with pytest.raises(NotFound):
                records.facts_of(make_nudge(1, tenant="ten_2"))

    def test_what_went_out_in_a_time_is_counted(self, store: AnyStore) -> None:
        """With what is being sent; neither what waits nor what others got."""
        past, state = NOON - timedelta(days=1), NudgeState.SENT
        fill_ledger(
            store,
            make_nudge(1, state=state, due_at=past, sent_at=NOON),
            make_nudge(2, state=state, due_at=past, sent_at=NOON - timedelta(microseconds=1)),
            make_nudge(3, state=state, due_at=NOON, sent_at=LATER),
            make_nudge(4, state=NudgeState.SENDING, due_at=past, lease_until=LEASE),
            make_nudge(5, due_at=past),
            make_nudge(6, state=NudgeState.UNKNOWN, due_at=past),
            make_nudge(7, state=state, due_at=past, sent_at=NOON, participant="par_2", pledge="ple_2"),
        )
        with store.begin() as records:
            assert records.n_gone_out("ten_1", "par_1", since=NOON, until=LATER) == 2
            assert records.n_gone_out("ten_1", "par_2", since=NOON, until=LATER) == 1
            assert records.n_gone_out("ten_2", "par_1", since=NOON, until=LATER) == 0

    def test_moving_needs_the_revision_and_epoch_that_were_read(self, store: AnyStore) -> None:
        fill_ledger(store, make_nudge(1), make_nudge(2, state=NudgeState.SENDING, lease_until=LEASE))
        moved = make_nudge(1, due_at=LATER, reason="moved", revision=2, epoch=1)
        with store.begin() as records:
            records.move_nudge(moved)
            assert records.nudge("ten_1", "nud_1") == moved
            for stale in (moved, replace(moved, revision=3), replace(moved, epoch=2)):
                with pytest.raises(Conflict) as refused:
                    records.move_nudge(stale)
                assert refused.value.code == "revision-changed"
            with pytest.raises(Conflict) as gone:
                records.move_nudge(make_nudge(2, revision=2, epoch=1))
            assert gone.value.code == "nudge-not-waiting"
            with pytest.raises(NotFound):
                records.move_nudge(make_nudge(9, revision=2, epoch=1))
            records.move_nudge(replace(moved, state=NudgeState.CANCELLED, revision=3, epoch=2))
            assert records.nudge("ten_1", "nud_1").state is NudgeState.CANCELLED

    def test_cancelling_takes_what_waits_and_nothing_else(self, store: AnyStore) -> None:
        others = make_nudge(4, participant="par_2", pledge="ple_2")
        fill_ledger(
            store,
            make_nudge(1),
            make_nudge(2),
            make_nudge(3, state=NudgeState.SENDING, lease_until=LEASE),
            others,
        )
        with store.begin() as records:
            claim(records, limit=1)
            n_cancelled = records.cancel_nudges("ten_1", pledge="ple_1", reason="done", at=at_minute(5))
            assert n_cancelled == 2
            queued, planned = records.nudge("ten_1", "nud_1"), records.nudge("ten_1", "nud_2")
            assert (queued.state, queued.reason, queued.epoch) == (NudgeState.CANCELLED, "done", 2)
            assert (planned.state, planned.decided_at, planned.epoch) == (
                NudgeState.CANCELLED,
                at_minute(5),
                1,
            )
            assert queued.lease_until is None
            assert records.nudge("ten_1", "nud_3").state is NudgeState.SENDING
            assert records.nudge("ten_1", "nud_4") == others
            assert records.cancel_nudges("ten_1", pledge="ple_1", reason="done", at=NOON) == 0
            assert records.cancel_nudges("ten_1", participant="par_2", reason="stopped", at=NOON) == 1
            with pytest.raises(ValueError):
                records.cancel_nudges("ten_1", reason="done", at=NOON)

    def test_an_answer_changes_nothing_else(self, store: AnyStore) -> None:
        """Neither does it bring back what was read long ago."""
        fill_ledger(store, make_nudge(1))
        with store.begin() as records:
            claim(records)
            answered = make_nudge(1, answer=TapAction.DONE, answered_at=at_minute(7), reason="old")
            records.save_answer(answered)
            found = records.nudge("ten_1", "nud_1")
            assert (found.answer, found.answered_at) == (TapAction.DONE, at_minute(7))
            assert (found.state, found.reason, found.epoch) == (NudgeState.QUEUED, "day_named", 1)
            with pytest.raises(NotFound):
                records.save_answer(replace(answered, id="nud_9"))


class ClaimContract:
    def test_what_is_due_is_taken_once_the_earliest_first(self, store: AnyStore) -> None:
        skipped = make_nudge(5, state=NudgeState.SKIPPED, decision=Decision.SKIP)
        fill_ledger(store, make_nudge(3), make_nudge(1), make_nudge(2), make_nudge(4), skipped)
        fourth = NOON + timedelta(hours=4)
        with store.begin() as records:
            first = claim(records, until=fourth, limit=2)
            assert first == [
                ClaimedNudge(f"nud_{n}", "ten_1", "email", NOON + timedelta(hours=n), 1) for n in (1, 2)
            ]
            assert [one.id for one in claim(records, until=fourth)] == ["nud_3"]
            assert claim(records, until=fourth) == []
            taken = records.nudge("ten_1", "nud_1")
            assert (taken.state, taken.epoch, taken.lease_until) == (NudgeState.QUEUED, 1, LEASE)
            assert records.nudge("ten_1", "nud_4") == make_nudge(4)

    def test_tenants_on_a_test_clock_are_taken_by_name_only(self, store: AnyStore) -> None:
        for n in (1, 2):
            fill_ledger(store, make_nudge(n), make_nudge(n + 2), tenant=n)
        with store.begin() as records:
            records.save_test_clock(make_test_clock(tenant="ten_2"))
            assert [(one.tenant, one.id) for one in claim(records)] == [
                ("ten_1", "nud_1"),
                ("ten_1", "nud_3"),
            ]
            assert [one.id for one in claim(records, tenant="ten_2", limit=1)] == ["nud_2"]
            assert claim(records, tenant="ten_1") == []
            much_later = LEASE + timedelta(days=1)
            assert records.end_leases(much_later)[0] == 2
            assert records.end_leases(much_later, tenant="ten_2")[0] == 1

    def test_an_attempt_needs_the_epoch_of_the_claim(self, store: AnyStore) -> None:
        fill_ledger(store, make_nudge(1))
        longer = LEASE + timedelta(hours=1)
        with store.begin() as records:
            (claimed,) = claim(records)
            begun = records.begin_attempt(claimed, lease_until=longer)
            assert (begun.attempts, begun.lease_until, begun.state) == (1, longer, NudgeState.QUEUED)
            assert begun == records.nudge("ten_1", "nud_1")
            assert records.begin_attempt(replace(claimed, epoch=0), lease_until=longer) is None
            assert records.begin_attempt(replace(claimed, id="nud_9"), lease_until=longer) is None
            assert records.settle(replace(begun, state=NudgeState.SENDING), was=NudgeState.QUEUED)
            assert records.begin_attempt(claimed, lease_until=longer) is None

    def test_who_was_about_to_send_finds_nothing_after_a_cancel_or_a_move(self, store: AnyStore) -> None:
        fill_ledger(store, make_nudge(1), make_nudge(2, pledge="ple_2"))
        with store.begin() as records:
            first, second = claim(records)
            records.cancel_nudges("ten_1", pledge="ple_1", reason="done", at=NOON)
            queued = records.nudge("ten_1", "nud_2")
            records.move_nudge(
                replace(queued, state=NudgeState.PLANNED, revision=2, epoch=queued.epoch + 1, due_at=NOON)
            )
            assert records.begin_attempt(first, lease_until=LEASE) is None
            assert records.begin_attempt(second, lease_until=LEASE) is None
            assert records.nudge("ten_1", "nud_2").lease_until is None
            (again,) = claim(records)
            assert (again.id, again.epoch) == ("nud_2", 3)
            assert records.begin_attempt(second, lease_until=LEASE) is None
            assert records.begin_attempt(again, lease_until=LEASE) is not None

    def test_settling_needs_state_and_epoch(self, store: AnyStore) -> None:
        """What others may change at any time, the answer, stays."""
        fill_ledger(store, make_nudge(1))
        with store.begin() as records:
            (claimed,) = claim(records)
            begun = records.begin_attempt(claimed, lease_until=LEASE)
            sending = replace(begun, state=NudgeState.SENDING)
            for stale in (replace(sending, epoch=0), replace(sending, epoch=2), replace(sending, id="nud_9")):
                assert not records.settle(stale, was=NudgeState.QUEUED)
            assert not records.settle(sending, was=NudgeState.PLANNED)
            assert records.settle(sending, was=NudgeState.QUEUED)
            assert records.nudge("ten_1", "nud_1") == sending
            records.save_answer(replace(sending, answer=TapAction.LATER, answered_at=NOON))
            sent = replace(
                sending, state=NudgeState.SENT, sent_at=at_minute(9), template="cue.v1", reason="on"
            )
            assert records.settle(sent, was=NudgeState.SENDING)
            assert not records.settle(sent, was=NudgeState.SENDING)
            assert records.nudge("ten_1", "nud_1") == replace(
                sent, lease_until=None, answer=TapAction.LATER, answered_at=NOON
            )

    def test_leases_of_the_gone_end(self, store: AnyStore) -> None:
        """What was queued is planned again, what was being sent is unknown; others go on."""
        ending: dict[str, Any] = {"lease_until": NOON}
        fill_ledger(
            store,
            make_nudge(1, state=NudgeState.QUEUED, **ending),
            make_nudge(2, state=NudgeState.SENDING, **ending),
            make_nudge(3, state=NudgeState.QUEUED, lease_until=at_minute(1)),
            make_nudge(4),
            make_nudge(5, state=NudgeState.SENDING, lease_until=at_minute(1)),
        )
        with store.begin() as records:
            n_planned, unknown = records.end_leases(NOON)
            assert n_planned == 1
            assert list(unknown) == [make_nudge(2, state=NudgeState.UNKNOWN)]
            assert records.nudge("ten_1", "nud_1") == make_nudge(1)
            assert records.nudge("ten_1", "nud_2") == unknown[0]
            assert records.nudge("ten_1", "nud_3").state is NudgeState.QUEUED
            assert records.end_leases(NOON) == (0, [])


class DeliveryContract:
    def test_there_is_one_delivery_for_each_nudge(self, store: AnyStore) -> None:
        sent = make_nudge(1, state=NudgeState.SENT, sent_at=NOON)
        fill_ledger(store, sent, make_nudge(2))
        with store.begin() as records:
            records.add_delivery(sent, "250 ok")
            with pytest.raises(Conflict) as twice:
                records.add_delivery(sent, "251 ok")
            assert twice.value.code == "already-delivered"
            records.add_delivery(make_nudge(2), "")
            with pytest.raises(NotFound) as missing:
                records.add_delivery(make_nudge(9), "250 ok")
            assert missing.value.code == "nudge-not-found"

    def test_attempts_are_kept_in_their_order(self, store: AnyStore) -> None:
        """Also when they begin to be counted again, or two have the same number."""
        fill_ledger(store, make_nudge(1), make_nudge(2))
        tries = [
            Attempt("ten_1", "nud_1", number, at_minute(3), outcome)
            for number, outcome in ((1, "timeout"), (2, "timeout"), (1, "sent"), (1, "sent"))
        ]
        with store.begin() as records:
            for one in tries:
                records.add_attempt(one)
            records.add_attempt(Attempt("ten_1", "nud_2", 1, NOON, "sent"))
            assert list(records.attempts("ten_1", "nud_1")) == tries
            with pytest.raises(NotFound):
                records.attempts("ten_1", "nud_9")
            with pytest.raises(NotFound) as missing:
                records.add_attempt(replace(tries[0], nudge="nud_9"))
            assert missing.value.code == "nudge-not-found"

    def test_a_link_is_used_once(self, store: AnyStore) -> None:
        fill_ledger(store, make_nudge(1), make_nudge(2))
        with store.begin() as records:
            assert records.use_tap(make_tap(1), NOON)
            assert not records.use_tap(make_tap(1), at_minute(5))
            assert records.use_tap(make_tap(1, action=TapAction.STOP), NOON)
            assert records.use_tap(make_tap(2), NOON)
            with pytest.raises(NotFound):
                records.use_tap(make_tap(9), NOON)


class LedgerCountContract:
    def test_nudges_are_counted_by_state(self, store: AnyStore) -> None:
        fill_ledger(store, make_nudge(1), make_nudge(2), make_nudge(3, state=NudgeState.SENT))
        fill_ledger(store, make_nudge(1), tenant=2)
        with store.begin() as records:
            everything, of_one = records.count_nudges(), records.count_nudges("ten_1")
            assert (everything[NudgeState.PLANNED], of_one[NudgeState.PLANNED]) == (3, 2)
            assert (everything[NudgeState.SENT], everything[NudgeState.DEAD]) == (1, 0)
            assert set(records.count_nudges("ten_9").values()) == {0}

    def test_the_next_due_is_known(self, store: AnyStore) -> None:
        """Of one tenant, of what is planned."""
        fill_ledger(store, make_nudge(1, state=NudgeState.SENT), make_nudge(3), make_nudge(2))
        fill_ledger(store, make_nudge(1), tenant=2)
        with store.begin() as records:
            assert records.next_due("ten_1") == NOON + timedelta(hours=2)
            claim(records)
            assert records.next_due("ten_1") is records.next_due("ten_9") is None

    def test_outcomes_are_counted_by_lead(self, store: AnyStore) -> None:
        """Of what was sent since then, by moment, lead and answer."""
        half, hour = timedelta(minutes=30), timedelta(hours=1)
        sent: dict[str, Any] = {"state": NudgeState.SENT, "sent_at": at_minute(5)}
        fill_ledger(
            store,
            make_nudge(1, **sent),
            make_nudge(2, **sent),
            make_nudge(3, **sent, answer=TapAction.DONE),
            make_nudge(4, **sent, lead=hour, moment=Moment.EVE),
            make_nudge(5, **sent, lead=None),
            make_nudge(6, **(sent | {"sent_at": NOON})),
            make_nudge(7),
        )
        with store.begin() as records:
            assert list(records.lead_outcomes("ten_1", since=at_minute(1))) == [
                LeadOutcome(Moment.CUE, half, None, 2),
                LeadOutcome(Moment.CUE, half, TapAction.DONE, 1),
                LeadOutcome(Moment.EVE, hour, None, 1),
            ]
            assert list(records.lead_outcomes("ten_2", since=NOON)) == []

    def test_waiting_nudges_are_found_by_zone(self, store: AnyStore) -> None:
        """Of all tenants, by id; not those that are over."""
        lima = "America/Lima"
        fill_ledger(
            store,
            make_nudge(1, zone=lima),
            make_nudge(3, zone=lima, state=NudgeState.QUEUED, lease_until=LEASE),
            make_nudge(4, zone=lima, state=NudgeState.SENT),
            make_nudge(5, zone="Asia/Tokyo", state=NudgeState.SENT),
            make_nudge(6, zone="", local_on=None, local_at=None),
            make_nudge(7),
        )
        fill_ledger(store, make_nudge(2, zone=lima), tenant=2)
        with store.begin() as records:
            assert list(records.zones_in_use()) == [lima, "Europe/Berlin"]
            found = records.waiting_in_zone(lima)
            assert [(row.tenant, row.id) for row in found] == [
                ("ten_1", "nud_1"),
                ("ten_2", "nud_2"),
                ("ten_1", "nud_3"),
            ]
            assert found[0] == make_nudge(1, zone=lima)
            assert [row.id for row in records.waiting_in_zone(lima, limit=2)] == ["nud_1", "nud_2"]
            assert [row.id for row in records.waiting_in_zone(lima, after="nud_2")] == ["nud_3"]
