"""What every `Store` does with people's words: notes, question sets, pledges, responses; and erasing them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from nudge.domain.errors import Conflict, NotFound
from nudge.domain.notes import Visibility
from nudge.domain.pledges import Outcome
from nudge.domain.records import PledgeVersion
from tests.contracts.storage_contract import AnyStore, fill
from tests.makers import (
    NOON,
    at_minute,
    make_conversation,
    make_note,
    make_pair,
    make_pledge,
    make_question_set,
    make_tenant,
    make_vectors,
)


class NoteContract:
    def test_notes_come_oldest_first(self, store: AnyStore) -> None:
        """And by id where they are equally old; those of others don't come."""
        fill(store)
        old = make_note(3, created_at=NOON, conversation=None, session_number=None)
        young = make_note(1, visibility=Visibility.SHARED, vectors=make_vectors(), text="née\0 🙂\ud800")
        with store.begin() as records:
            for note in (
                young,
                make_note(2, created_at=young.created_at),
                old,
                make_note(4, participant="par_2"),
            ):
                records.add_note(note)
        with store.begin() as records:
            notes = records.notes_of("ten_1", "par_1")
            assert list(notes) == [old, young, make_note(2, created_at=young.created_at)]
            assert list(records.notes_of("ten_1", "par_3")) == []

    def test_the_newest_notes_come_oldest_first_too(self, store: AnyStore) -> None:
        """Of equally old ones, the last by id."""
        fill(store)
        with store.begin() as records:
            for n in (3, 1, 2):
                records.add_note(make_note(n))
            records.add_note(make_note(4, created_at=make_note(3).created_at, vectors=make_vectors()))
            records.add_note(make_note(9, participant="par_2"))
            for newest, ids in ((1, ["note_4"]), (3, ["note_2", "note_3", "note_4"])):
                found = records.notes_of("ten_1", "par_1", newest=newest)
                assert [note.id for note in found] == ids
            for enough in (4, 64, None):
                assert len(records.notes_of("ten_1", "par_1", newest=enough)) == 4
            with pytest.raises(NotFound):
                records.notes_of("ten_1", "par_9", newest=1)

    def test_vectors_are_replaced(self, store: AnyStore) -> None:
        fill(store)
        with store.begin() as records:
            records.add_note(make_note(vectors=make_vectors(1)))
            records.save_note_vectors("ten_1", "note_1", make_vectors(2))
            assert records.notes_of("ten_1", "par_1")[0].vectors == make_vectors(2)
            with pytest.raises(NotFound) as missing:
                records.save_note_vectors("ten_1", "note_9", make_vectors())
            assert missing.value.code == "note-not-found"

    def test_a_note_needs_its_participant_and_conversation(self, store: AnyStore) -> None:
        fill(store)
        with store.begin() as records:
            records.add_note(make_note())
            with pytest.raises(NotFound) as nobody:
                records.add_note(make_note(2, participant="par_9"))
            assert nobody.value.code == "participant-not-found"
            with pytest.raises(NotFound) as nowhere:
                records.add_note(make_note(2, conversation="con_9"))
            assert nowhere.value.code == "conversation-not-found"
            with pytest.raises(Conflict) as there:
                records.add_note(make_note())
            assert there.value.code == "note-exists"

    def test_an_erased_note_is_gone_with_what_may_quote_it(self, store: AnyStore) -> None:
        fill(store)
        with store.begin() as records:
            records.add_note(make_note())
            records.remember_response("ten_1", "k", "d", 201, b"quote", NOON)
            assert records.erase_note("ten_1", "par_1", "note_1") == make_note().created_at
            assert list(records.notes_of("ten_1", "par_1")) == []
            assert records.remembered_response("ten_1", "k") is None
            with pytest.raises(NotFound):
                records.erase_note("ten_1", "par_1", "note_1")

    def test_a_changed_note_stays_where_it_is_and_what_quoted_it_is_gone(self, store: AnyStore) -> None:
        """Its time, its place among the others and its conversation aren't touched."""
        fill(store)
        before, later = make_note(vectors=make_vectors(1)), make_note(2)
        with store.begin() as records:
            records.add_note(before)
            records.add_note(later)
            records.remember_response("ten_1", "k", "d", 201, b"quote", NOON)
            changed = replace(before, text="Otherwise", visibility=Visibility.SHARED, vectors=None)
            records.save_note(replace(changed, created_at=later.created_at, session_number=9))
            assert list(records.notes_of("ten_1", "par_1")) == [changed, later]
            assert records.remembered_response("ten_1", "k") is None
            records.save_note(replace(changed, vectors=make_vectors(2)))
            assert records.notes_of("ten_1", "par_1")[0].vectors == make_vectors(2)

    def test_a_note_is_changed_for_its_owner_only(self, store: AnyStore) -> None:
        fill(store)
        with store.begin() as records:
            records.add_note(make_note())
            for who, number, code in (
                ("par_2", 1, "note-not-found"),
                ("par_1", 9, "note-not-found"),
                ("par_9", 1, "participant-not-found"),
            ):
                with pytest.raises(NotFound) as refused:
                    records.save_note(make_note(number, participant=who, text="Otherwise"))
                assert refused.value.code == code
            assert list(records.notes_of("ten_1", "par_1")) == [make_note()]

    def test_a_note_is_erased_for_its_owner_only(self, store: AnyStore) -> None:
        fill(store)
        with store.begin() as records:
            records.add_note(make_note())
            for who, code in (("par_2", "note-not-found"), ("par_9", "participant-not-found")):
                with pytest.raises(NotFound) as refused:
                    records.erase_note("ten_1", who, "note_1")
                assert refused.value.code == code
            assert len(records.notes_of("ten_1", "par_1")) == 1


class QuestionSetContract:
    def test_a_set_replaces_the_one_before_it(self, store: AnyStore) -> None:
        """There is one per conversation and participant, whatever its id."""
        fill(store)
        hers, his = make_question_set(1), make_question_set(2, participant="par_2")
        with store.begin() as records:
            records.add_question_set(his)
            records.add_question_set(hers)
            assert list(records.question_sets("ten_1", "con_1")) == [hers, his]
            again = make_question_set(3, body={"questions": [], "nothing": None, "half": 0.5, "yes": True})
            records.add_question_set(again)
            assert list(records.question_sets("ten_1", "con_1")) == [his, again]
            records.add_question_set(replace(again, question_ids=("act.last",)))
            assert records.asked_of("ten_1", "par_1") == ["act.last"]
            with pytest.raises(Conflict) as refused:
                records.add_question_set(make_question_set(3, participant="par_2"))
            assert refused.value.code == "question-set-exists"
            assert his in records.question_sets("ten_1", "con_1")

    def test_a_set_needs_its_participant_and_conversation(self, store: AnyStore) -> None:
        fill(store)
        with store.begin() as records:
            assert list(records.question_sets("ten_1", "con_1")) == []
            with pytest.raises(NotFound):
                records.add_question_set(make_question_set(participant="par_9"))
            with pytest.raises(NotFound):
                records.add_question_set(make_question_set(conversation="con_9"))

    def test_what_was_asked_is_remembered_over_partners(self, store: AnyStore) -> None:
        """Oldest first, over all pairs, leaving out the conversation that is being prepared."""
        fill(store)
        with store.begin() as records:
            records.add_pair(make_pair(2, participants=("par_1", "par_3"), quarter="2026-Q2"))
            records.add_conversation(make_conversation(2, pair="pair_2", session_number=1))
            records.add_question_set(make_question_set(5, conversation="con_2", question_ids=("a.2",)))
            records.add_question_set(make_question_set(1, question_ids=("a.1", "b.1"), created_at=NOON))
            assert records.asked_of("ten_1", "par_1") == ["a.1", "b.1", "a.2"]
            assert records.asked_of("ten_1", "par_1", but_in="con_2") == ["a.1", "b.1"]
            assert list(records.asked_of("ten_1", "par_2")) == []
            assert [row.id for row in records.question_sets_of("ten_1", "par_1")] == ["set_1", "set_5"]
            assert list(records.question_sets_of("ten_1", "par_2")) == []


class PledgeContract:
    def test_pledges_come_oldest_first(self, store: AnyStore) -> None:
        """Also those between conversations, of which there may be several."""
        fill(store)
        between = [make_pledge(n, conversation=None, created_at=NOON) for n in (2, 3)]
        with store.begin() as records:
            for pledge in (make_pledge(1), *reversed(between)):
                records.add_pledge(pledge)
            assert list(records.pledges_of("ten_1", "par_1")) == [*between, make_pledge(1)]
            assert list(records.pledges_of("ten_1", "par_2")) == []
            assert records.pledge("ten_1", "ple_3") == between[1]

    def test_everything_of_a_pledge_comes_back(self, store: AnyStore) -> None:
        """Dates to the microsecond in UTC, every earlier version, and "nobody said"."""
        fill(store)
        moment = datetime(2026, 10, 25, 1, 30, 0, 7, tzinfo=UTC)
        due: dict[str, Any] = {"due_at": moment, "due_zone": "Europe/Berlin"}
        rich = make_pledge(
            1,
            **due,
            due_confirmed=True,
            outcome=Outcome.KEPT,
            outcome_at=at_minute(9),
            reflection="née\0 🙂\ud800",
            helped=False,
            history=(
                PledgeVersion("One\0", at_minute(2)),
                PledgeVersion("Two", at_minute(3), **due, due_confirmed=True, reason="“Sam” was ill"),
            ),
        )
        with store.begin() as records:
            records.add_pledge(rich)
            records.add_pledge(make_pledge(2, conversation=None))
        with store.begin(read_only=True) as records:
            found = records.pledge("ten_1", "ple_1")
            assert found == rich
            assert records.pledge("ten_1", "ple_2") == make_pledge(2, conversation=None)
        assert found.due_at.utcoffset() == found.history[1].due_at.utcoffset() == timedelta(0)

    def test_saving_needs_the_revision_that_was_read(self, store: AnyStore) -> None:
        fill(store)
        kept = make_pledge(1, outcome=Outcome.KEPT, reflection="Easier than I thought.", revision=2)
        with store.begin() as records:
            records.add_pledge(make_pledge(1))
            records.save_pledge(kept)
            with pytest.raises(Conflict) as refused:
                records.save_pledge(replace(kept, outcome=Outcome.DROPPED))
            assert refused.value.code == "revision-changed"
            assert list(records.pledges_of("ten_1", "par_1")) == [kept]

    def test_there_is_one_for_each_participant_and_conversation(self, store: AnyStore) -> None:
        fill(store)
        with store.begin() as records:
            records.add_pledge(make_pledge(1))
            records.add_pledge(make_pledge(2, participant="par_2"))
            records.add_pledge(make_pledge(3, conversation=None))
            for write, pledge in (
                (records.add_pledge, make_pledge(4)),
                (records.save_pledge, make_pledge(3, revision=2)),
            ):
                with pytest.raises(Conflict) as refused:
                    write(pledge)
                assert refused.value.code == "pledge-exists"
            assert [one.id for one in records.pledges_of("ten_1", "par_1")] == ["ple_1", "ple_3"]
            assert records.pledge("ten_1", "ple_3").conversation is None

    def test_a_pledge_needs_its_participant_and_conversation(self, store: AnyStore) -> None:
        fill(store)
        with store.begin() as records:
            records.add_pledge(make_pledge())
            with pytest.raises(Conflict) as there:
                records.add_pledge(make_pledge(conversation=None))
            assert there.value.code == "pledge-exists"
            with pytest.raises(NotFound):
                records.add_pledge(make_pledge(2, participant="par_9"))
            with pytest.raises(NotFound):
                records.add_pledge(make_pledge(2, conversation="con_9"))
            with pytest.raises(NotFound) as missing:
                records.pledge("ten_1", "ple_9")
            with pytest.raises(NotFound) as unsaved:
                records.save_pledge(make_pledge(9, conversation=None, revision=2))
            assert missing.value.code == unsaved.value.code == "pledge-not-found"


class ResponseContract:
    def test_a_response_is_remembered_for_its_key(self, store: AnyStore) -> None:
        with store.begin() as records:
            for n in (1, 2):
                records.add_tenant(make_tenant(n))
            records.remember_response("ten_1", "k", "digest", 201, b"\0body", NOON)
            assert records.remembered_response("ten_1", "k") == ("digest", 201, b"\0body")
            assert records.remembered_response("ten_2", "k") is None
            records.remember_response("ten_2", "k", "other", 200, b"", NOON)
            with pytest.raises(Conflict) as refused:
                records.remember_response("ten_1", "k", "digest", 200, b"", NOON)
            assert refused.value.code == "idempotency-key-in-use"
            with pytest.raises(NotFound):
                records.remember_response("ten_9", "k", "digest", 200, b"", NOON)

    def test_a_response_is_forgotten_after_a_day(self, store: AnyStore) -> None:
        with store.begin() as records:
            records.add_tenant(make_tenant())
            records.remember_response("ten_1", "old", "d", 200, b"", NOON)
            records.remember_response("ten_1", "recent", "d", 200, b"", at_minute(5))
            records.remember_response("ten_1", "new", "d", 200, b"", NOON + timedelta(hours=24, minutes=1))
            assert records.remembered_response("ten_1", "old") is None
            assert records.remembered_response("ten_1", "recent") is not None


class ErasureContract:
    def test_everything_of_a_participant_goes_and_nothing_else(self, store: AnyStore) -> None:
        """The partner keeps their own words; another tenant with the same ids keeps all."""
        for n in (1, 2):
            fill(store, tenant=n)
            fill_with_words(store, f"ten_{n}")
        with store.begin() as records:
            records.add_pledge(make_pledge(7, conversation=None))
            gone = records.erase_participant("ten_1", "par_1")
        assert gone == {
            "participants": 1,
            "notes": 1,
            "pledges": 2,
            "question_sets": 1,
            "pairs": 0,
            "conversations": 0,
            "responses": 1,
            "nudges": 0,
            "ratings": 0,
        }
        with store.begin() as records:
            for read in (records.participant, records.notes_of, records.pledges_of, records.asked_of):
                with pytest.raises(NotFound):
                    read("ten_1", "par_1")
            for pledge_id in ("ple_1", "ple_7"):
                with pytest.raises(NotFound):
                    records.pledge("ten_1", pledge_id)
            assert records.pair("ten_1", "pair_1").participants == ("par_2",)
            assert len(records.notes_of("ten_1", "par_2")) == 1
            assert len(records.pledges_of("ten_1", "par_2")) == 1
            assert [row.participant for row in records.question_sets("ten_1", "con_1")] == ["par_2"]
            assert records.remembered_response("ten_1", "k") is None
            assert len(records.notes_of("ten_2", "par_1")) == 1
            assert records.pair("ten_2", "pair_1").participants == ("par_1", "par_2")
            assert records.remembered_response("ten_2", "k") is not None

    def test_what_nobody_is_left_to_have_goes_too(self, store: AnyStore) -> None:
        """A pair goes with its last participant, and with it its conversations."""
        fill(store)
        fill_with_words(store, "ten_1")
        with store.begin() as records:
            records.add_note(make_note(7, participant="par_3"))
            records.erase_participant("ten_1", "par_1")
            gone = records.erase_participant("ten_1", "par_2")
            assert (gone["pairs"], gone["conversations"]) == (1, 1)
            with pytest.raises(NotFound):
                records.pair("ten_1", "pair_1")
            with pytest.raises(NotFound):
                records.conversation("ten_1", "con_1")
            kept = records.notes_of("ten_1", "par_3")
            assert list(kept) == [make_note(7, participant="par_3", conversation=None)]

    def test_who_isnt_there_cant_be_erased(self, store: AnyStore) -> None:
        fill(store)
        with store.begin() as records:
            records.erase_participant("ten_1", "par_1")
            with pytest.raises(NotFound) as missing:
                records.erase_participant("ten_1", "par_1")
            assert missing.value.code == "participant-not-found"


class TenancyContract:
    def test_no_getter_crosses_tenants(self, store: AnyStore) -> None:
        """Ids of another tenant find nothing and change nothing, by any method that takes a tenant."""
        fill(store)
        fill_with_words(store, "ten_1")
        with store.begin() as records:
            records.add_tenant(make_tenant(2))
            for read, row_id in (
                (records.participant, "par_1"),
                (records.pair, "pair_1"),
                (records.conversation, "con_1"),
                (records.pairs_of, "par_1"),
                (records.conversations_of, "par_1"),
                (records.notes_of, "par_1"),
                (records.pledges_of, "par_1"),
                (records.pledge, "ple_1"),
                (records.asked_of, "par_1"),
                (records.question_sets_of, "par_1"),
                (records.question_sets, "con_1"),
                (records.erase_participant, "par_1"),
                (lambda tenant, note: records.erase_note(tenant, "par_1", note), "note_1"),
            ):
                with pytest.raises(NotFound):
                    read("ten_2", row_id)
            with pytest.raises(NotFound):
                records.save_note_vectors("ten_2", "note_1", make_vectors())
            for listed in (records.participants, records.pairs, records.conversations):
                assert list(listed("ten_2").items) == []
            assert list(records.conversations("ten_2", pair="pair_1").items) == []
            assert list(records.api_keys("ten_2")) == []
            assert records.remembered_response("ten_2", "k") is None

    def test_nothing_can_be_added_to_things_of_another_tenant(self, store: AnyStore) -> None:
        fill(store)
        fill_with_words(store, "ten_1")
        theirs: dict[str, Any] = {"tenant": "ten_2"}
        with store.begin() as records:
            records.add_tenant(make_tenant(2))
            for write, row in (
                (records.add_pair, make_pair(**theirs)),
                (records.add_conversation, make_conversation(2, **theirs)),
                (records.save_conversation, make_conversation(**theirs, revision=2)),
                (records.add_note, make_note(2, **theirs)),
                (records.add_pledge, make_pledge(9, **theirs)),
                (records.save_pledge, make_pledge(1, **theirs, revision=2)),
                (records.add_question_set, make_question_set(9, **theirs)),
            ):
                with pytest.raises(NotFound):
                    write(row)


def fill_with_words(store: AnyStore, tenant: str) -> None:
    """A note, a pledge and a question set for each of the pair, and a remembered response."""
    with store.begin() as records:
        for n in (1, 2):
            theirs: dict[str, Any] = {"tenant": tenant, "participant": f"par_{n}"}
            records.add_note(make_note(n, **theirs, vectors=make_vectors()))
            records.add_pledge(make_pledge(n, **theirs))
            records.add_question_set(make_question_set(n, **theirs))
        records.remember_response(tenant, "k", "digest", 200, b"words", NOON)
