"""What every `Store` does with what nudges need: gists, programmes, webhooks, test tenants; and erasing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from nudge.domain.errors import Conflict, Invalid, NotFound
from nudge.domain.letters import TapAction
from nudge.domain.nudge_policies import Moment, NudgePreferences, QuietHours, Tone
from nudge.domain.nudges import Attempt, NudgeState, PledgeGist
from tests.contracts.ledger_contract import LATER, LEASE, fill_ledger
from tests.contracts.storage_contract import AnyStore, fill
from tests.makers import (
    NOON,
    at_minute,
    make_api_key,
    make_gist,
    make_letter,
    make_nudge,
    make_participant,
    make_pledge,
    make_programme,
    make_tap,
    make_tenant,
    make_test_clock,
    make_webhook,
)


class NudgingContract:
    def test_preferences_come_back(self, store: AnyStore) -> None:
        fill(store)
        preferences = NudgePreferences(
            time_zone="America/Lima",
            quiet_hours=(QuietHours(time(18), time(8, 30)), QuietHours(time(12), time(12, 30))),
            working_days=frozenset({6, 0, 3}),
            holidays="DE-BY",
            couriers=("chat", "email"),
            email="zoë@example.org",
            shows_words=True,
            tone=Tone.WARM,
            stopped_at=datetime(2026, 3, 4, 5, 6, 7, 8, tzinfo=UTC),
        )
        with store.begin() as records:
            records.save_participant(make_participant(revision=2, nudging=preferences))
        with store.begin() as records:
            assert records.participant("ten_1", "par_1").nudging == preferences
            assert records.participant("ten_1", "par_2").nudging == NudgePreferences()

    def test_a_gist_is_kept_with_its_pledge(self, store: AnyStore) -> None:
        """Changing the pledge leaves it until somebody has read the new words."""
        fill_ledger(store)
        rich = make_gist(ask="Who is “Zoë\0\ud800 🙂”?")
        with store.begin() as records:
            assert records.pledge_gist("ten_1", "ple_1") is None
            records.save_pledge_gist("ten_1", "ple_1", rich)
            records.save_pledge_gist("ten_1", "ple_2", PledgeGist())
            records.save_pledge(make_pledge(1, text="Other words", revision=2))
            assert records.pledge_gist("ten_1", "ple_1") == rich
            assert records.pledge_gist("ten_1", "ple_2") == PledgeGist()
            records.save_pledge_gist("ten_1", "ple_1", make_gist())
            assert records.pledge_gist("ten_1", "ple_1") == make_gist()
            with pytest.raises(NotFound):
                records.pledge_gist("ten_1", "ple_9")
            with pytest.raises(NotFound) as missing:
                records.save_pledge_gist("ten_1", "ple_9", rich)
            assert missing.value.code == "pledge-not-found"

    def test_a_tenant_has_one_programme(self, store: AnyStore) -> None:
        fill(store)
        changed = make_programme(time_zone=None, couriers=(), revision=2)
        with store.begin() as records:
            assert records.programme("ten_1") is None
            with pytest.raises(Conflict):
                records.save_programme(changed)
            records.save_programme(make_programme())
            assert records.programme("ten_1") == make_programme()
            for stale in (make_programme(), make_programme(revision=3)):
                with pytest.raises(Conflict) as refused:
                    records.save_programme(stale)
                assert refused.value.code == "revision-changed"
            records.save_programme(changed)
            assert records.programme("ten_1") == changed
            with pytest.raises(NotFound):
                records.save_programme(make_programme(tenant="ten_9"))

    def test_the_rules_of_a_programme_come_back_with_their_types(self, store: AnyStore) -> None:
        fill(store)
        with store.begin() as records:
            records.save_programme(make_programme())
            policy = records.programme("ten_1").policy
        assert policy.moments[Moment.CUE].leads == (timedelta(hours=2), timedelta(minutes=-30))
        assert policy.quiet_hours == (QuietHours(time(18), time(8, 30)),)
        assert policy.working_days == frozenset(range(5))

    def test_webhooks_are_kept_by_revision(self, store: AnyStore) -> None:
        fill(store)
        disabled = make_webhook(1, disabled_at=at_minute(9), disabled_reason="gone", revision=2)
        with store.begin() as records:
            for n in (2, 1):
                records.add_webhook(make_webhook(n))
            assert list(records.webhooks("ten_1")) == [make_webhook(1), make_webhook(2)]
            records.save_webhook(disabled)
            assert records.webhook("ten_1", "hook_1") == disabled
            with pytest.raises(Conflict) as refused:
                records.save_webhook(disabled)
            assert refused.value.code == "revision-changed"
            with pytest.raises(Conflict) as there:
                records.add_webhook(make_webhook(1))
            assert there.value.code == "webhook-exists"
            with pytest.raises(NotFound):
                records.add_webhook(make_webhook(3, tenant="ten_9"))
            records.erase_webhook("ten_1", "hook_1")
            assert list(records.webhooks("ten_1")) == [make_webhook(2)]
            for ask in (records.webhook, records.erase_webhook):
                with pytest.raises(NotFound) as missing:
                    ask("ten_1", "hook_1")
                assert missing.value.code == "webhook-not-found"
            with pytest.raises(NotFound):
                records.save_webhook(disabled)


class TwinContract:
    def test_a_test_clock_is_set_and_advanced(self, store: AnyStore) -> None:
        fill(store)
        later = make_test_clock(at=LATER, revision=2)
        with store.begin() as records:
            assert records.test_clock("ten_1") is None
            records.save_test_clock(make_test_clock())
            assert records.test_clock("ten_1") == make_test_clock()
            with pytest.raises(Conflict) as refused:
                records.save_test_clock(make_test_clock())
            assert refused.value.code == "revision-changed"
            records.save_test_clock(later)
            assert records.test_clock("ten_1") == later
            with pytest.raises(NotFound):
                records.save_test_clock(make_test_clock(tenant="ten_9"))

    def test_a_tenant_of_test_keys_is_known(self, store: AnyStore) -> None:
        with store.begin() as records:
            for n in (1, 2):
                records.add_tenant(make_tenant(n))
                records.add_api_key(make_api_key(n, tenant=f"ten_{n}", is_test=n == 2))
            records.revoke_api_key("key_2", NOON)
            assert [records.is_test(f"ten_{n}") for n in (1, 2, 9)] == [False, True, False]

    def test_letters_come_as_they_were_sent(self, store: AnyStore) -> None:
        """Of those sent in the same moment, as they were due; a second copy isn't kept."""
        fill(store)
        same: dict[str, datetime] = {"sent_at": LATER}
        letters = [
            make_letter(9, sent_at=NOON),
            make_letter(4, sent_at=at_minute(1)),
            make_letter(3, **same, due_at=at_minute(5)),
            make_letter(2, **same, due_at=at_minute(6)),
            make_letter(5, **same, due_at=at_minute(6)),
        ]
        with store.begin() as records:
            for letter in (*reversed(letters), replace(letters[0], text="again")):
                records.add_to_inbox(letter)
            assert list(records.inbox("ten_1").items) == letters
            first = records.inbox("ten_1", limit=2)
            second = records.inbox("ten_1", after=first.next_after, limit=2)
            third = records.inbox("ten_1", after=second.next_after, limit=2)
            assert [*first.items, *second.items, *third.items] == letters
            assert third.next_after is records.inbox("ten_1", limit=5).next_after is None
            assert records.inbox("ten_1").items[0].links[TapAction.DONE].startswith("https://")
            for limit in (0, 101):
                with pytest.raises(Invalid):
                    records.inbox("ten_1", limit=limit)
            with pytest.raises(NotFound):
                records.add_to_inbox(make_letter(7, participant="par_9"))


class NudgeErasureContract:
    def test_nudges_go_with_their_person(self, store: AnyStore) -> None:
        """With deliveries, attempts, taps and letters; those of others stay."""
        theirs = make_nudge(3, participant="par_2", pledge="ple_2")
        for n in (1, 2):
            fill_ledger(store, make_nudge(1), make_nudge(2), theirs, tenant=n)
            fill_with_proofs(store, f"ten_{n}")
        with store.begin() as records:
            assert records.erase_participant("ten_1", "par_1")["nudges"] == 2
            assert [row.id for row in records.nudges("ten_1").items] == ["nud_3"]
            assert len(records.attempts("ten_1", "nud_3")) == 1
            assert [letter.id for letter in records.inbox("ten_1").items] == ["nud_3"]
            for n in (1, 2):
                with pytest.raises(NotFound):
                    records.attempts("ten_1", f"nud_{n}")
            assert len(records.nudges("ten_2").items) == len(records.inbox("ten_2").items) == 3
            records.add_participant(make_participant(1))
            records.add_pledge(make_pledge(1, conversation=None))
            assert records.pledge_gist("ten_1", "ple_1") is None
            records.add_nudges([make_nudge(1)])
            assert records.use_tap(make_tap(1), NOON)
            records.add_delivery(make_nudge(1), "")

    def test_nudges_go_with_the_conversations_nobody_is_left_to_have(self, store: AnyStore) -> None:
        """Each nudge is counted once, with whoever goes first."""
        fill_ledger(store, make_nudge(1), make_nudge(2, participant="par_2", pledge="ple_2"))
        with store.begin() as records:
            assert records.erase_participant("ten_1", "par_1")["nudges"] == 1
            gone = records.erase_participant("ten_1", "par_2")
            assert (gone["nudges"], gone["pledges"], gone["conversations"]) == (1, 1, 1)
            assert list(records.nudges("ten_1").items) == []


class NudgeTenancyContract:
    def test_no_statement_on_nudges_crosses_tenants(self, store: AnyStore) -> None:
        nudge = make_nudge(1, state=NudgeState.QUEUED, lease_until=LEASE)
        fill_ledger(store, nudge)
        with store.begin() as records:
            records.add_tenant(make_tenant(2))
            records.add_webhook(make_webhook())
            records.save_programme(make_programme())
            records.save_test_clock(make_test_clock())
            records.add_to_inbox(make_letter())
            records.save_pledge_gist("ten_1", "ple_1", make_gist())
            other = replace(nudge, tenant="ten_2")
            refused: tuple[Callable[[], object], ...] = (
                lambda: records.nudge("ten_2", "nud_1"),
                lambda: records.nudges_of("ten_2", "par_1", since=NOON),
                lambda: records.attempts("ten_2", "nud_1"),
                lambda: records.pledge_gist("ten_2", "ple_1"),
                lambda: records.save_pledge_gist("ten_2", "ple_1", make_gist()),
                lambda: records.webhook("ten_2", "hook_1"),
                lambda: records.erase_webhook("ten_2", "hook_1"),
                lambda: records.save_webhook(make_webhook(tenant="ten_2", revision=2)),
                lambda: records.add_nudges([other]),
                lambda: records.move_nudge(replace(other, revision=2, epoch=1)),
                lambda: records.save_answer(other),
                lambda: records.add_delivery(other, ""),
                lambda: records.add_attempt(Attempt("ten_2", "nud_1", 1, NOON, "sent")),
                lambda: records.use_tap(make_tap(tenant="ten_2"), NOON),
                lambda: records.add_to_inbox(make_letter(tenant="ten_2")),
            )
            for ask in refused:
                with pytest.raises(NotFound):
                    ask()
            assert not records.settle(other, was=NudgeState.QUEUED)
            assert records.cancel_nudges("ten_2", pledge="ple_1", reason="done", at=NOON) == 0
            assert list(records.claim_due(until=LATER, lease_until=LEASE, limit=9, tenant="ten_2")) == []
            assert records.end_leases(LEASE, tenant="ten_2") == (0, [])
            assert list(records.nudges("ten_2").items) == list(records.inbox("ten_2").items) == []
            assert list(records.webhooks("ten_2")) == []
            assert records.programme("ten_2") is records.test_clock("ten_2") is None
            assert records.nudge("ten_1", "nud_1") == nudge


def fill_with_proofs(store: AnyStore, tenant: str) -> None:
    """A delivery, an attempt, a tap and a letter for each nudge, and a gist for each pledge."""
    with store.begin() as records:
        for nudge in records.nudges(tenant).items:
            records.add_delivery(nudge, "receipt")
            records.add_attempt(Attempt(tenant, nudge.id, 1, NOON, "sent"))
            records.use_tap(
                make_tap(tenant=tenant, nudge=nudge.id, participant=nudge.participant, pledge=nudge.pledge),
                NOON,
            )
            letter = make_letter(id=nudge.id, tenant=tenant, participant=nudge.participant)
            records.add_to_inbox(letter)
        for n in (1, 2):
            records.save_pledge_gist(tenant, f"ple_{n}", make_gist())
