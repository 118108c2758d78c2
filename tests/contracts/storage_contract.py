"""What every `Store` does, whatever it is made of: tenants, participants, pairs and conversations."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from nudge.domain.conversations import Experience
from nudge.domain.errors import Conflict, Invalid, NotFound
from nudge.domain.purposes import PurposeProfile
from nudge.domain.questions import Format
from nudge.domain.records import ConversationState, Scope
from tests.makers import (
    NOON,
    at_minute,
    make_api_key,
    make_conversation,
    make_pair,
    make_participant,
    make_tenant,
)

AnyStore = Any
"""A `Store`; untyped, as its `Records` are tried with what they must refuse."""


def fill(store: AnyStore, tenant: int = 1) -> None:
    """A tenant with three participants, a pair of the first two and its first conversation."""
    mine: dict[str, Any] = {"tenant": f"ten_{tenant}"}
    with store.begin() as records:
        records.add_tenant(make_tenant(tenant))
        for n in (1, 2, 3):
            records.add_participant(make_participant(n, **mine))
        records.add_pair(make_pair(**mine))
        records.add_conversation(make_conversation(**mine))


class TransactionContract:
    def test_what_was_done_is_there_afterwards(self, store: AnyStore) -> None:
        """A transaction is kept when its block ends."""
        fill(store)
        with store.begin(read_only=True) as records:
            assert records.participant("ten_1", "par_1") == make_participant()

    def test_nothing_is_kept_when_an_exception_leaves(self, store: AnyStore) -> None:
        """All of a transaction is undone, and the exception comes through as it is."""
        fill(store)

        def fail() -> None:
            with store.begin() as records:
                records.add_participant(make_participant(4))
                records.erase_participant("ten_1", "par_1")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        with store.begin() as records:
            assert [row.id for row in records.participants("ten_1").items] == ["par_1", "par_2", "par_3"]

    def test_a_conflict_leaves_the_transaction_usable(self, store: AnyStore) -> None:
        """Who handles a Conflict can go on in the same transaction."""
        fill(store)
        with store.begin() as records:
            with pytest.raises(Conflict):
                records.add_participant(make_participant(4, ref="person-1"))
            with pytest.raises(Conflict):
                records.save_participant(make_participant(2, ref="person-1", revision=2))
            with pytest.raises(Conflict):
                records.add_conversation(make_conversation(2, session_number=1))
            records.add_participant(make_participant(5))
        with store.begin() as records:
            assert records.participant("ten_1", "par_5").ref == "person-5"
            assert records.participant("ten_1", "par_2") == make_participant(2)

    def test_a_read_only_transaction_refuses_to_write(self, store: AnyStore) -> None:
        """Writing where only reading was announced is a mistake of the program."""
        with pytest.raises(RuntimeError), store.begin(read_only=True) as records:
            records.add_tenant(make_tenant())

    def test_check_is_content_with_a_migrated_store(self, store: AnyStore) -> None:
        store.check()


class TenantContract:
    def test_tenants_are_found_by_name(self, store: AnyStore) -> None:
        with store.begin() as records:
            records.add_tenant(make_tenant(2))
            records.add_tenant(make_tenant(1))
            assert records.tenant_named("organisation-1") == make_tenant(1)
            assert records.tenant_named("nobody") is None
            assert list(records.tenants()) == [make_tenant(1), make_tenant(2)]

    def test_a_name_is_given_once(self, store: AnyStore) -> None:
        with store.begin() as records:
            records.add_tenant(make_tenant(1))
            with pytest.raises(Conflict) as refused:
                records.add_tenant(make_tenant(2, name="organisation-1"))
        assert refused.value.code == "tenant-exists"

    def test_api_keys_are_found_by_digest(self, store: AnyStore) -> None:
        key = make_api_key(scopes=frozenset({Scope.READ, Scope.CHOOSE}), is_test=True)
        with store.begin() as records:
            records.add_tenant(make_tenant())
            records.add_api_key(key)
            assert records.api_key_with("digest-1") == key
            assert records.api_key_with("digest-2") is None

    def test_api_keys_are_listed_by_tenant(self, store: AnyStore) -> None:
        with store.begin() as records:
            for n in (1, 2):
                records.add_tenant(make_tenant(n))
                records.add_api_key(make_api_key(n, tenant=f"ten_{n}"))
            assert [key.id for key in records.api_keys()] == ["key_1", "key_2"]
            assert [key.id for key in records.api_keys("ten_2")] == ["key_2"]

    def test_a_key_needs_its_tenant_and_its_own_digest(self, store: AnyStore) -> None:
        with store.begin() as records:
            records.add_tenant(make_tenant())
            records.add_api_key(make_api_key())
            with pytest.raises(Conflict) as refused:
                records.add_api_key(make_api_key(2, digest="digest-1"))
            assert refused.value.code == "api-key-exists"
            with pytest.raises(NotFound) as missing:
                records.add_api_key(make_api_key(3, tenant="ten_9"))
            assert missing.value.code == "tenant-not-found"

    def test_a_key_is_revoked_once(self, store: AnyStore) -> None:
        """Revoking again doesn't move the moment."""
        with store.begin() as records:
            records.add_tenant(make_tenant())
            records.add_api_key(make_api_key())
            records.revoke_api_key("key_1", at_minute(5))
            records.revoke_api_key("key_1", at_minute(9))
            assert records.api_keys()[0].revoked_at == at_minute(5)
            with pytest.raises(NotFound):
                records.revoke_api_key("key_9", NOON)


class ParticipantContract:
    def test_everything_of_a_participant_comes_back(self, store: AnyStore) -> None:
        """Also with words of many scripts, nothing given at all, and "nobody said"."""
        rich = make_participant(
            1,
            ref="Zoë/7 🙂",
            purpose=PurposeProfile("“Über” it —\n\0 done", {"whom": "team", "why": "craft"}),
            focus=("délégation", ""),
            experience=Experience(0, None),
        )
        bare = make_participant(2, purpose=PurposeProfile(), focus=(), experience=Experience(3, False))
        with store.begin() as records:
            records.add_tenant(make_tenant())
            records.add_participant(rich)
            records.add_participant(bare)
        with store.begin() as records:
            assert records.participant("ten_1", "par_1") == rich
            assert records.participant("ten_1", "par_2") == bare

    def test_moments_come_back_in_utc(self, store: AnyStore) -> None:
        """Whatever zone they came in, to the microsecond."""
        elsewhere = timezone(timedelta(hours=5, minutes=30))
        moment = datetime(2026, 3, 29, 2, 30, 15, 123456, tzinfo=elsewhere)
        with store.begin() as records:
            records.add_tenant(make_tenant())
            records.add_participant(make_participant(created_at=moment.astimezone(UTC)))
            found = records.participant("ten_1", "par_1").created_at
        assert found == moment
        assert found.utcoffset() == timedelta(0)

    def test_a_ref_is_given_once_in_a_tenant(self, store: AnyStore) -> None:
        fill(store)
        fill(store, tenant=2)
        with store.begin() as records, pytest.raises(Conflict) as refused:
            records.add_participant(make_participant(9, ref="person-1"))
        assert refused.value.code == "participant-exists"

    def test_a_participant_needs_a_tenant(self, store: AnyStore) -> None:
        with store.begin() as records, pytest.raises(NotFound) as missing:
            records.add_participant(make_participant())
        assert missing.value.code == "tenant-not-found"

    def test_saving_needs_the_revision_that_was_read(self, store: AnyStore) -> None:
        """Of two who read the same revision, the second to save is told."""
        fill(store)
        changed = make_participant(revision=2, locale="de", purpose=PurposeProfile("New words."))
        with store.begin() as records:
            records.save_participant(changed)
            assert records.participant("ten_1", "par_1") == changed
            with pytest.raises(Conflict) as refused:
                records.save_participant(replace(changed, locale="fr"))
            assert refused.value.code == "revision-changed"
            assert records.participant("ten_1", "par_1") == changed

    def test_saving_cannot_take_a_ref_of_another(self, store: AnyStore) -> None:
        fill(store)
        with store.begin() as records, pytest.raises(Conflict) as refused:
            records.save_participant(make_participant(ref="person-2", revision=2))
        assert refused.value.code == "participant-exists"

    def test_pages_follow_each_other_without_gap(self, store: AnyStore) -> None:
        """In the order of code points: capitals before small letters, on every database."""
        ids = ["par_A", "par_B", "par_a", "par_b", "par_é"]
        with store.begin() as records:
            records.add_tenant(make_tenant())
            for n, participant_id in enumerate(reversed(ids)):
                records.add_participant(make_participant(n, id=participant_id))
            first = records.participants("ten_1", limit=2)
            second = records.participants("ten_1", after=first.next_after, limit=2)
            third = records.participants("ten_1", after=second.next_after, limit=2)
            exact = records.participants("ten_1", limit=5)
        found = [row.id for page in (first, second, third) for row in page.items]
        assert found == ids
        assert (third.next_after, exact.next_after) == (None, None)

    @pytest.mark.parametrize("limit", [0, -1, 101])
    def test_a_page_has_1_to_100_rows(self, store: AnyStore, limit: int) -> None:
        with store.begin() as records:
            for listed in (records.participants, records.pairs, records.conversations):
                with pytest.raises(Invalid) as refused:
                    listed("ten_1", limit=limit)
                assert refused.value.code == "limit-out-of-range"


class PairContract:
    def test_a_pair_keeps_the_order_of_its_participants(self, store: AnyStore) -> None:
        fill(store)
        trio = make_pair(2, participants=("par_3", "par_1", "par_2"), format=Format.ROUNDTABLE)
        with store.begin() as records:
            records.add_pair(trio)
            assert records.pair("ten_1", "pair_2") == trio
            assert list(records.pairs("ten_1").items) == [make_pair(), trio]
            assert records.pairs("ten_1", limit=1).next_after == "pair_1"

    def test_pairs_are_found_by_participant(self, store: AnyStore) -> None:
        """By id, whole, over all quarters; those of others and of other tenants don't come."""
        fill(store)
        fill(store, tenant=2)
        trio = make_pair(3, participants=("par_3", "par_1", "par_2"), format=Format.ROUNDTABLE)
        others = make_pair(2, participants=("par_3", "par_2"))
        with store.begin() as records:
            for pair in (trio, others):
                records.add_pair(pair)
            assert list(records.pairs_of("ten_1", "par_1")) == [make_pair(), trio]
            assert list(records.pairs_of("ten_1", "par_3")) == [others, trio]
            assert list(records.pairs_of("ten_2", "par_3")) == []
            records.erase_participant("ten_1", "par_2")
            assert [pair.participants for pair in records.pairs_of("ten_1", "par_1")] == [
                ("par_1",),
                ("par_3", "par_1"),
            ]

    def test_a_pair_needs_its_participants(self, store: AnyStore) -> None:
        fill(store)
        with store.begin() as records:
            with pytest.raises(NotFound) as missing:
                records.add_pair(make_pair(2, participants=("par_1", "par_9")))
            assert missing.value.code == "participant-not-found"
            with pytest.raises(Conflict) as refused:
                records.add_pair(make_pair(2, participants=("par_1", "par_1")))
            assert refused.value.code == "participant-twice-in-pair"
            with pytest.raises(Conflict) as there:
                records.add_pair(make_pair())
            assert there.value.code == "pair-exists"
            assert len(records.pairs("ten_1").items) == 1


class ConversationContract:
    def test_conversations_are_listed_by_pair(self, store: AnyStore) -> None:
        fill(store)
        with store.begin() as records:
            records.add_pair(make_pair(2, participants=("par_1", "par_3")))
            records.add_conversation(make_conversation(2, planned_at=None))
            records.add_conversation(make_conversation(3, pair="pair_2", session_number=1))
            assert records.conversation("ten_1", "con_2") == make_conversation(2, planned_at=None)
            assert [row.id for row in records.conversations("ten_1").items] == ["con_1", "con_2", "con_3"]
            assert [row.id for row in records.conversations("ten_1", pair="pair_1").items] == [
                "con_1",
                "con_2",
            ]

    def test_conversations_are_found_by_participant(self, store: AnyStore) -> None:
        """Over all pairs of somebody, oldest first, and by id where they are equally old."""
        fill(store)
        with store.begin() as records:
            records.add_pair(make_pair(2, participants=("par_3", "par_1")))
            records.add_pair(make_pair(3, participants=("par_3", "par_2")))
            records.add_conversation(make_conversation(5, created_at=make_conversation().created_at))
            records.add_conversation(make_conversation(4, pair="pair_2", created_at=NOON))
            records.add_conversation(make_conversation(3, pair="pair_3"))
            for who, ids in (
                ("par_1", ["con_4", "con_1", "con_5"]),
                ("par_2", ["con_1", "con_5", "con_3"]),
                ("par_3", ["con_4", "con_3"]),
            ):
                assert [row.id for row in records.conversations_of("ten_1", who)] == ids
            assert records.conversations_of("ten_1", "par_1")[1] == make_conversation()
            records.add_participant(make_participant(7))
            assert list(records.conversations_of("ten_1", "par_7")) == []
            with pytest.raises(NotFound):
                records.conversations_of("ten_1", "par_9")

    def test_a_session_number_is_given_once_in_a_pair(self, store: AnyStore) -> None:
        fill(store)
        with store.begin() as records:
            with pytest.raises(Conflict) as refused:
                records.add_conversation(make_conversation(2, session_number=1))
            assert refused.value.code == "conversation-exists"
            records.add_conversation(make_conversation(2))
            with pytest.raises(Conflict) as taken:
                records.save_conversation(make_conversation(2, session_number=1, revision=2))
            assert taken.value.code == "conversation-exists"

    def test_a_conversation_needs_its_pair(self, store: AnyStore) -> None:
        fill(store)
        with store.begin() as records, pytest.raises(NotFound) as missing:
            records.add_conversation(make_conversation(2, pair="pair_9"))
        assert missing.value.code == "pair-not-found"

    def test_saving_needs_the_revision_that_was_read(self, store: AnyStore) -> None:
        fill(store)
        closed = make_conversation(state=ConversationState.CLOSED, revision=2, planned_at=NOON)
        with store.begin() as records:
            records.save_conversation(closed)
            assert records.conversation("ten_1", "con_1") == closed
            with pytest.raises(Conflict) as refused:
                records.save_conversation(closed)
            assert refused.value.code == "revision-changed"
            with pytest.raises(NotFound):
                records.save_conversation(make_conversation(9, revision=2))
