"""Each organisation asks from its own bank, found by revision; what is learned is added within bounds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from nudge.app.curations import MOST_KEPT, Curations, summed
from nudge.domain.conversations import Brief, ParticipantBrief
from nudge.domain.curations import LARGEST_LEANING, Curation
from nudge.domain.overlays import Overlay, StoredOverlay
from nudge.domain.questions import Format, Stage
from tests.app.world import World, bank
from tests.fakes.store import FakeStore
from tests.makers import make_own_question, make_tenant

BASE = Curation(bank(), {"act.small-enough": 0.1})
OVERLAY = Overlay(
    questions=(make_own_question(needs=frozenset()),),
    hidden=frozenset({"act.look-back-on"}),
    weights={"reflect.own.first-week": 2, "act.small-enough": -1},
)


@pytest.fixture
def store() -> FakeStore:
    store = FakeStore()
    with store.begin() as records:
        for n in (1, 2):
            records.add_tenant(make_tenant(n))
    return store


def save(store: FakeStore, overlay: Overlay, *, tenant: str = "ten_1") -> None:
    with store.begin() as records:
        revision = records.overlay_revision(tenant) + 1
        records.save_overlay(StoredOverlay(tenant, overlay, revision))


def test_without_changes_it_is_the_bank_of_the_process(store: FakeStore) -> None:
    assert Curations(store, BASE).of("ten_1") is BASE


def test_changes_count_for_their_tenant_alone(store: FakeStore) -> None:
    """A weight of the tenant takes the place of the process's."""
    save(store, OVERLAY)
    curations = Curations(store, BASE)
    mine = curations.of("ten_1")
    assert "reflect.own.first-week" in mine.bank.positions
    assert "act.look-back-on" not in mine.bank.positions
    half = LARGEST_LEANING / 2
    assert mine.leanings == {"reflect.own.first-week": LARGEST_LEANING, "act.small-enough": -half}
    assert curations.of("ten_2") is BASE


def test_a_bank_is_made_once_for_each_revision(store: FakeStore) -> None:
    """It is the same object until something changes, also over another store of the same process."""
    save(store, OVERLAY)
    curations = Curations(store, BASE)
    first = curations.of("ten_1")
    assert curations.over(store).of("ten_1") is first
    save(store, replace(OVERLAY, hidden=frozenset()))
    second = curations.over(store).of("ten_1")
    assert "act.look-back-on" in second.bank.positions
    assert curations.of("ten_1") is second
    with store.begin() as records:
        records.erase_overlay("ten_1")
    assert curations.of("ten_1").bank is BASE.bank


def test_what_is_learned_is_added_within_bounds(store: FakeStore) -> None:
    """It is asked each time, for the tenant and its bank."""
    learned = {"reflect.own.first-week": 0.2, "act.small-enough": -0.05, "act.leave-alone": 0.01}
    asked: list[Any] = []

    def learn(_: Any, tenant: str, of_bank: Any) -> dict[str, float]:
        asked.append((tenant, of_bank))
        return learned

    save(store, OVERLAY)
    curations = Curations(store, BASE, learned=learn)
    first = curations.of("ten_1")
    assert first.leanings == pytest.approx(
        {"reflect.own.first-week": LARGEST_LEANING, "act.small-enough": -0.175, "act.leave-alone": 0.01}
    )
    learned.clear()
    assert curations.over(store).of("ten_1").leanings["act.small-enough"] == -LARGEST_LEANING / 2
    assert [tenant for tenant, _ in asked] == ["ten_1", "ten_1"]
    assert asked[0][1] is asked[1][1] is first.bank
    assert summed({"a": 0.2}, {"a": -0.1, "b": -9.0}) == pytest.approx({"a": 0.1, "b": -LARGEST_LEANING})


def test_memory_has_a_bound(store: FakeStore) -> None:
    with store.begin() as records:
        for n in range(3, MOST_KEPT + 5):
            records.add_tenant(make_tenant(n))
    curations = Curations(store, BASE)
    for n in range(1, MOST_KEPT + 5):
        save(store, OVERLAY, tenant=f"ten_{n}")
        curations.of(f"ten_{n}")
    assert len(curations._shelf.kept) == MOST_KEPT


def test_many_threads_see_whole_curations(store: FakeStore) -> None:
    """While revisions come, everybody gets one of them, and at the end the last."""
    texts = [f"Think of week {n} at the works. What surprised you?" for n in range(20)]
    curations = Curations(store, BASE)

    def asked(_: int) -> set[str]:
        found = curations.of("ten_1").bank
        return {q.text for q in found.questions if q.id == "reflect.own.first-week"}

    with ThreadPoolExecutor(6) as threads:
        seen = threads.map(asked, range(200))
        for text in texts:
            save(store, Overlay(questions=(make_own_question(text=text),)))
    assert all(one <= set(texts) and len(one) <= 1 for one in seen)
    assert asked(0) == {texts[-1]}


class TestInUse:
    def test_a_conversation_is_prepared_from_the_tenants_bank(self) -> None:
        """What is hidden isn't asked, and an own question with all weight is, with its fingerprint in the
        replay."""
        world = World()
        before = world.services.question_sets.prepare(brief())
        first = before.sets[0].questions[0].worded.id
        world.services.own_questions.change(
            world.tenant, first, edit(hidden=True), expected_revision=0, dry_run=False
        )
        conversation = world.conversation(world.pair(world.participant("ana"), world.participant("ben")))
        prepared = world.services.conversations.prepare(world.tenant, conversation.id)
        assert all(q.worded.id != first for one in prepared.sets for q in one.questions)
        assert prepared.replay.bank == world.services.curations.of(world.tenant).bank.fingerprint
        assert prepared.replay.bank != bank().fingerprint
        assert world.services.question_sets.prepare(brief()) == before

    def test_without_models_hidden_questions_are_not_asked_either(self) -> None:
        world = World()
        world.reader.is_missing = True
        (fixed,) = {q.worded.id for q in world.services.question_sets.prepare(brief()).sets[0].questions[:1]}
        world.services.own_questions.change(world.tenant, fixed, edit(hidden=True), expected_revision=0)
        curation = world.services.curations.of(world.tenant)
        prepared = world.services.question_sets.prepare(brief(), curation)
        assert prepared.degraded
        asked = [q.worded.id for one in prepared.sets for q in one.questions]
        assert fixed not in asked
        assert [id.split(".")[0] for id in asked] == [stage.value for stage in Stage] * 2

    def test_a_weight_decides_between_equals(self) -> None:
        """The same brief from the same bank, with the weight on a question: it comes, or it goes."""
        sets = World().services.question_sets
        asked = [q.worded.id for q in sets.prepare(brief()).sets[0].questions]
        leanings = dict.fromkeys(asked, -LARGEST_LEANING)
        other = sets.prepare(brief(), Curation(bank(), leanings))
        assert not set(asked) & {q.worded.id for one in other.sets for q in one.questions}
        assert other.replay.leanings


def brief() -> Brief:
    return Brief((ParticipantBrief("ana"), ParticipantBrief("ben")), Format.PAIR, 1, 0)


def edit(**changes: Any) -> Any:
    from nudge.domain.overlay_edits import QuestionEdit

    return QuestionEdit(**changes)
