"""What every `Store` does with ratings of questions, and with what was learned from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from nudge.domain.errors import Conflict, NotFound
from nudge.domain.question_ratings import Asked, Leanings, QuestionLearning, QuestionRating, Verdict
from tests.contracts.storage_contract import AnyStore, fill
from tests.makers import NOON, at_minute, make_conversation, make_question_set, make_tenant


def make_rating(n: int = 1, **changes: Any) -> QuestionRating:
    made = QuestionRating(
        id=f"rat_{n}",
        tenant="ten_1",
        participant="par_1",
        conversation="con_1",
        question=f"reflect.q{n}",
        version=n,
        verdict=Verdict.HELPFUL,
        rated_at=at_minute(n),
    )
    return replace(made, **changes)


def make_leanings(n: int = 1, **changes: Any) -> Leanings:
    return replace(
        Leanings("ten_1", f"digest-{n}", at_minute(n), {"act.a": -0.0625, "act.b": 0.1}), **changes
    )


class FeedbackContract:
    def test_ratings_come_back_by_person_and_by_time(self, store: AnyStore) -> None:
        fill(store)
        swap = make_rating(3, verdict=Verdict.SWAP, taken="reflect.other", rated_at=NOON)
        with store.begin() as records:
            for rating in (make_rating(2), make_rating(1, participant="par_2"), swap):
                assert records.save_rating(rating) == rating
        with store.begin(read_only=True) as records:
            assert records.rating("ten_1", "rat_3") == swap
            assert list(records.ratings_of("ten_1", "par_1").items) == [make_rating(2), swap]
            first = records.ratings_of("ten_1", "par_1", limit=1)
            assert records.ratings_of("ten_1", "par_1", after=first.next_after).items[0] == swap
            assert [row.id for row in records.ratings_since("ten_1", NOON)] == ["rat_3", "rat_1", "rat_2"]
            assert list(records.ratings_since("ten_1", at_minute(2))) == [make_rating(2)]
            assert isinstance(records.rating("ten_1", "rat_3").verdict, Verdict)
            assert list(records.ratings_in("ten_1", "con_1", "par_1")) == [make_rating(2), swap]
            assert list(records.ratings_in("ten_1", "con_2", "par_1")) == []

    def test_a_later_rating_takes_the_place_of_the_first(self, store: AnyStore) -> None:
        """One for each person, question and conversation; the id stays, so that it can still be erased."""
        fill(store)
        later = make_rating(1, id="rat_9", verdict=Verdict.SWAP, taken="reflect.other", rated_at=at_minute(7))
        with store.begin() as records:
            records.add_conversation(make_conversation(2))
            records.save_rating(make_rating())
            assert records.save_rating(later) == replace(later, id="rat_1")
            for number, place in enumerate(
                ({"participant": "par_2"}, {"conversation": "con_2"}, {"question": "reflect.q2"})
            ):
                records.save_rating(make_rating(1, id=f"rat_1{number}", **place))
            assert len(records.ratings_since("ten_1", NOON)) == 4

    def test_an_erased_rating_is_gone(self, store: AnyStore) -> None:
        """And with it the remembered responses, one of which may show it."""
        fill(store)
        with store.begin() as records:
            records.save_rating(make_rating())
            records.remember_response("ten_1", "k", "digest", 201, b"rating", NOON)
            records.erase_rating("ten_1", "rat_1")
            assert records.remembered_response("ten_1", "k") is None
            for read in (records.rating, records.erase_rating):
                with pytest.raises(NotFound) as missing:
                    read("ten_1", "rat_1")
                assert missing.value.code == "rating-not-found"

    def test_ratings_go_with_the_person_and_with_the_conversation(self, store: AnyStore) -> None:
        """Those of the partner stay, as long as the pair does."""
        fill(store)
        with store.begin() as records:
            records.save_rating(make_rating(1))
            records.save_rating(make_rating(2, participant="par_2"))
            records.save_rating(make_rating(3, participant="par_3"))
            assert records.erase_participant("ten_1", "par_1")["ratings"] == 1
            assert [row.id for row in records.ratings_since("ten_1", NOON)] == ["rat_2", "rat_3"]
            assert records.erase_participant("ten_1", "par_2")["ratings"] == 2
            assert list(records.ratings_since("ten_1", NOON)) == []

    def test_a_rating_needs_its_person_and_conversation(self, store: AnyStore) -> None:
        fill(store)
        with store.begin() as records:
            for wrong in ({"participant": "par_9"}, {"conversation": "con_9"}, {"tenant": "ten_9"}):
                with pytest.raises(NotFound):
                    records.save_rating(make_rating(1, **wrong))
            with pytest.raises(NotFound):
                records.ratings_of("ten_1", "par_9")

    def test_what_was_asked_lately(self, store: AnyStore) -> None:
        fill(store)
        with store.begin() as records:
            records.add_question_set(make_question_set(2, participant="par_2"))
            records.add_question_set(make_question_set(1))
            ids = ("reflect.q2", "explore.q2", "purpose.q2", "act.q2")
            assert list(records.asked_since("ten_1", at_minute(2))) == [Asked(ids, at_minute(2))]
            assert len(records.asked_since("ten_1", NOON)) == 2

    def test_leanings_are_kept_by_digest(self, store: AnyStore) -> None:
        """The same ones again are the newest again; old ones can be forgotten."""
        fill(store)
        again = make_leanings(1, made_at=NOON + timedelta(days=2))
        with store.begin() as records:
            assert records.newest_leanings("ten_1") is None
            for made in (make_leanings(1), make_leanings(2), make_leanings(3, by_question={})):
                records.save_leanings(made)
                assert records.newest_leanings("ten_1") == made
            records.save_leanings(again)
            assert records.newest_leanings("ten_1") == again
            kept = records.leanings_since("ten_1", at_minute(3))
            assert list(kept) == [again, make_leanings(3, by_question={})]
            assert records.forget_leanings("ten_1", at_minute(3)) == 1
            assert [row.digest for row in records.leanings_since("ten_1", NOON)] == ["digest-1", "digest-3"]
            with pytest.raises(NotFound):
                records.save_leanings(make_leanings(tenant="ten_9"))

    def test_learning_is_on_until_somebody_says_otherwise(self, store: AnyStore) -> None:
        """Nobody overwrites what they haven't seen."""
        fill(store)
        off = QuestionLearning("ten_1", is_on=False, revision=1)
        with store.begin() as records:
            assert records.question_learning("ten_1") == QuestionLearning("ten_1", is_on=True, revision=0)
            records.save_question_learning(off)
            assert records.question_learning("ten_1") == off
            for stale in (off, replace(off, revision=3)):
                with pytest.raises(Conflict):
                    records.save_question_learning(stale)
            records.save_question_learning(QuestionLearning("ten_1", is_on=True, revision=2))
            assert records.question_learning("ten_1").is_on
            with pytest.raises(NotFound):
                records.save_question_learning(replace(off, tenant="ten_9"))

    def test_no_statement_on_ratings_crosses_tenants(self, store: AnyStore) -> None:
        fill(store)
        fill(store, tenant=2)
        with store.begin() as records:
            records.add_tenant(make_tenant(3))
            records.save_rating(make_rating())
            records.save_leanings(make_leanings())
            records.add_question_set(make_question_set())
            for other in ("ten_2", "ten_3"):
                assert list(records.ratings_since(other, NOON)) == []
                assert list(records.ratings_in(other, "con_1", "par_1")) == []
                assert list(records.asked_since(other, NOON)) == []
                assert records.newest_leanings(other) is None
                assert list(records.leanings_since(other, NOON)) == []
                assert records.forget_leanings(other, NOON + timedelta(days=9)) == 0
                for read in (records.rating, records.erase_rating):
                    with pytest.raises(NotFound):
                        read(other, "rat_1")
            assert records.save_rating(make_rating(tenant="ten_2")).tenant == "ten_2"
            assert records.rating("ten_1", "rat_1") == make_rating()
