"""What people say about questions is theirs; what is learned is bounded, kept and can be switched off."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from nudge.app.curations import Curations
from nudge.app.question_learning import KEPT_FOR, REFRESHED_AFTER, QuestionLearnings
from nudge.domain.conversations import PreparedConversation
from nudge.domain.errors import Conflict, Invalid, NotFound
from nudge.domain.overlay_edits import QuestionEdit
from nudge.domain.question_ratings import GROUP, LARGEST_LEARNED, QuestionRating, Verdict
from tests.app.world import World, bank
from tests.makers import NOON


class Room:
    """A prepared conversation of two."""

    def __init__(self, world: World, name: str = "") -> None:
        self.world = world
        self.people = [world.participant(f"{name}{ref}") for ref in ("ana", "ben")]
        self.id = world.conversation(world.pair(*self.people)).id
        self.sets = self.prepare()

    def prepare(self) -> PreparedConversation:
        return self.world.services.conversations.prepare(self.world.tenant, self.id)

    def question(self, *, of: int = 0, stage: int = 0) -> str:
        return self.sets.sets[of].questions[stage].worded.id

    def alternatives(self, *, of: int = 0, stage: int = 0) -> list[str]:
        return [one.id for one in self.sets.sets[of].questions[stage].alternatives]

    def rate(self, question: str, verdict: Verdict, *, by: int = 0, taken: str | None = None) -> str:
        feedback = self.world.services.feedback
        return feedback.rate(self.world.tenant, self.id, self.people[by], question, verdict, taken=taken).id


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def room(world: World) -> Room:
    return Room(world)


def say(world: World, question: str, n: int, verdict: Verdict = Verdict.NOT_FOR_ME, by: str = "") -> None:
    """So many people say this about a question, which is kept without asking whether it was theirs."""
    people = [world.participant(f"{by}voice-{number}") for number in range(n)]
    for person in people:
        conversation = world.conversation(
            world.pair(person, people[0] if person != people[0] else people[-1])
        )
        with world.store.begin() as records:
            made = QuestionRating(
                id=f"rat-{person}",
                tenant=world.tenant,
                participant=person,
                conversation=conversation.id,
                question=question,
                version=bank().questions[bank().positions[question]].version,
                verdict=verdict,
                rated_at=world.clock.now(),
            )
            records.save_rating(made)


def asked(prepared: PreparedConversation) -> list[str]:
    return [one.worded.id for own in prepared.sets for one in own.questions]


class TestRating:
    def test_a_verdict_is_kept_with_the_version_that_was_asked(self, world: World, room: Room) -> None:
        question = room.sets.sets[0].questions[0].worded
        rating = world.services.feedback.get(world.tenant, room.rate(question.id, Verdict.HELPFUL))
        assert (rating.question, rating.version) == (question.id, question.version)
        assert rating.verdict is Verdict.HELPFUL
        assert list(world.services.feedback.list(world.tenant, room.people[0]).items) == [rating]
        assert not world.services.feedback.list(world.tenant, room.people[1]).items

    def test_a_later_one_replaces_it(self, world: World, room: Room) -> None:
        first = room.rate(room.question(), Verdict.HELPFUL)
        assert room.rate(room.question(), Verdict.NOT_FOR_ME) == first
        (rating,) = world.services.feedback.list(world.tenant, room.people[0]).items
        assert rating.verdict is Verdict.NOT_FOR_ME

    def test_only_what_was_asked_of_the_person_can_be_rated(self, room: Room) -> None:
        """Neither the partner's questions, nor an alternative, nor any other."""
        others = (room.question(of=1), room.alternatives()[0], "act.small-enough", "nothing")
        for question in others:
            with pytest.raises(Invalid) as refused:
                room.rate(question, Verdict.HELPFUL)
            assert refused.value.code == "question-not-asked"

    def test_what_was_taken_in_its_place_can_be_rated(self, room: Room) -> None:
        taken, left = room.alternatives()
        room.rate(room.question(), Verdict.SWAP, taken=taken)
        assert room.rate(taken, Verdict.HELPFUL)
        with pytest.raises(Invalid):
            room.rate(left, Verdict.HELPFUL)

    def test_a_swap_names_an_alternative_of_that_question(self, room: Room) -> None:
        with pytest.raises(Invalid) as other:
            room.rate(room.question(), Verdict.SWAP, taken=room.alternatives(stage=1)[0])
        assert other.value.code == "alternative-unknown"
        with pytest.raises(Invalid) as needless:
            room.rate(room.question(), Verdict.HELPFUL, taken=room.alternatives()[0])
        assert needless.value.code == "taken-without-swap"

    def test_strangers_have_nothing_to_rate(self, world: World, room: Room) -> None:
        other = Room(world, "other-")
        with pytest.raises(Invalid) as stranger:
            world.services.feedback.rate(
                world.tenant, room.id, other.people[0], room.question(), Verdict.HELPFUL
            )
        assert stranger.value.code == "participant-not-in-conversation"
        with pytest.raises(NotFound):
            world.services.feedback.rate("ten_9", room.id, room.people[0], room.question(), Verdict.HELPFUL)

    def test_it_can_be_taken_back_and_goes_with_the_person(self, world: World, room: Room) -> None:
        feedback = world.services.feedback
        taken_back = room.rate(room.question(), Verdict.HELPFUL)
        feedback.erase(world.tenant, taken_back)
        with pytest.raises(NotFound):
            feedback.erase(world.tenant, taken_back)
        stays = room.rate(room.question(of=1), Verdict.HELPFUL, by=1)
        goes = room.rate(room.question(), Verdict.HELPFUL)
        receipt = world.services.participants.erase(world.tenant, room.people[0])
        assert receipt.counts["ratings"] == 1
        assert feedback.get(world.tenant, stays)
        with pytest.raises(NotFound):
            feedback.get(world.tenant, goes)


class TestLearning:
    def test_of_fewer_than_five_nothing_is_shown_or_learned(self, world: World, room: Room) -> None:
        say(world, room.question(), GROUP - 1)
        state = world.services.learnings.refresh(world.tenant)
        assert state.newest
        assert not state.newest.by_question
        assert not world.services.learnings.rated(world.tenant).items
        assert room.prepare() == room.sets
        assert room.sets.replay.leanings is None

    def test_what_many_dont_like_is_asked_less(self, world: World, room: Room) -> None:
        """Within the bounds, told by digest, and only in this organisation."""
        question = room.question()
        say(world, question, 4 * GROUP)
        state = world.services.learnings.refresh(world.tenant)
        assert state.newest
        assert -LARGEST_LEARNED <= state.newest.by_question[question] < -0.05
        after = room.prepare()
        assert question not in asked(after)
        assert after.replay.leanings == state.newest.digest
        (rated,) = world.services.learnings.rated(world.tenant).items
        assert (rated.id, rated.n_people) == (question, 4 * GROUP)
        assert rated.low < rated.rate < rated.high < 0.7
        other = world.services.api_keys.add_tenant("other").id
        assert world.services.curations.of(other).leanings == {}

    def test_switched_off_it_counts_no_more(self, world: World, room: Room) -> None:
        """Ratings stay, and so does what was learned."""
        learnings, tenant = world.services.learnings, world.tenant
        say(world, room.question(), 4 * GROUP)
        learnings.refresh(tenant)
        state = learnings.switch(tenant, is_on=False, expected_revision=0)
        assert (state.learning.is_on, state.learning.revision) == (False, 1)
        assert room.prepare() == room.sets
        with pytest.raises(Conflict):
            learnings.switch(tenant, is_on=True, expected_revision=0)
        learnings.switch(tenant, is_on=True, expected_revision=1)
        assert room.prepare() != room.sets

    def test_an_operator_can_rule_it_out(self, world: World, room: Room) -> None:
        say(world, room.question(), 4 * GROUP)
        world.services.learnings.refresh(world.tenant)
        curations = Curations(world.store, world.services.question_sets.curation)
        assert world.services.curations.of(world.tenant).leanings
        assert curations.of(world.tenant).leanings == {}
        assert world.services.learnings.get(world.tenant).is_allowed
        assert not QuestionLearnings(world.store, curations, world.clock).get(world.tenant).is_allowed

    def test_it_is_learned_once_a_day(self, world: World, room: Room) -> None:
        """With the first rating after a day; until then the same conversation gets the same set."""
        learnings, tenant = world.services.learnings, world.tenant
        room.rate(room.question(), Verdict.HELPFUL)
        first = learnings.get(tenant).newest
        assert first
        assert not first.by_question
        say(world, room.question(), GROUP)
        world.clock._now += REFRESHED_AFTER - timedelta(minutes=1)
        room.rate(room.question(), Verdict.HELPFUL)
        assert learnings.get(tenant).newest == first
        world.clock._now += timedelta(minutes=1)
        room.rate(room.question(), Verdict.HELPFUL)
        newest = learnings.get(tenant).newest
        assert newest
        assert newest.made_at >= first.made_at + REFRESHED_AFTER
        assert newest.by_question

    def test_leanings_of_earlier_sets_are_kept(self, world: World, room: Room) -> None:
        """By the digest that the set names, weights of the organisation included; for 400 days."""
        learnings, curations, tenant = world.services.learnings, world.services.curations, world.tenant
        edit = QuestionEdit(weight=1)
        world.services.own_questions.change(tenant, "act.small-enough", edit, expected_revision=0)
        say(world, room.question(), 2 * GROUP)
        learnings.refresh(tenant)
        digest, then = room.prepare().replay.leanings, curations.of(tenant)
        assert digest
        say(world, room.question(stage=1), 2 * GROUP, by="more-")
        world.clock._now += timedelta(days=10)
        learnings.refresh(tenant)
        assert curations.of(tenant).digest != digest
        assert learnings.remembered(tenant, digest) == then
        assert {room.question(), "act.small-enough"} <= then.leanings.keys()
        world.clock._now += KEPT_FOR + timedelta(minutes=1)
        learnings.refresh(tenant)
        with pytest.raises(NotFound) as gone:
            learnings.remembered(tenant, digest)
        assert gone.value.code == "leanings-not-found"

    def test_verdicts_on_earlier_words_count_no_more(self, world: World, room: Room) -> None:
        """A new version of a question begins anew."""
        say(world, room.question(), GROUP)
        assert world.services.learnings.rated(world.tenant).items
        with world.store.begin() as records:
            for rating in records.ratings_since(world.tenant, NOON):
                records.save_rating(replace(rating, version=rating.version + 1))
        assert not world.services.learnings.rated(world.tenant).items
