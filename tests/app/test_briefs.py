from __future__ import annotations

from dataclasses import replace

import pytest

from nudge.app.briefs import N_NOTES
from nudge.app.check_ins import CheckIn
from nudge.app.pledge_terms import PledgeTerms
from nudge.domain.conversations import Brief, ParticipantBrief, ParticipantReading, PreparedConversation
from nudge.domain.notes import Visibility, VisibleTo
from nudge.domain.pledges import EarlierPledge, Outcome
from nudge.domain.questions import QuestionBank
from nudge.domain.records import Conversation, Pair
from nudge.domain.recurrence import MOST_EARLIER, is_for_a_return, unkept
from tests.app.world import World
from tests.fakes.reader import FakeReader

SECRET = "zebra quarrel with my director about delegation"
PLEDGE = "I'll ask Wilhelmina to run the stand-up"


def brief(world: World, conversation: Conversation) -> Brief:
    return world.services.conversations.brief(world.tenant, conversation.id)


def prepare(world: World, conversation: Conversation) -> PreparedConversation:
    return world.services.conversations.prepare(world.tenant, conversation.id)


def asked(prepared: PreparedConversation, ref: str) -> set[str]:
    return {q.worded.id for one in prepared.sets if one.ref == ref for q in one.questions}


def close(world: World, conversation: Conversation, **pledges: str) -> None:
    terms = {who: PledgeTerms(text) for who, text in pledges.items()}
    world.services.conversations.close(world.tenant, conversation.id, pledges=terms)


@pytest.fixture
def pair(world: World) -> Pair:
    return world.pair(world.participant("ana"), world.participant("ben"))


def test_what_was_shared_with_an_earlier_partner_is_private_now(world: World) -> None:
    """A note informs the choice with every partner, and is only heard by the one it was shared with."""
    ana, ben, cleo = (world.participant(ref) for ref in ("ana", "ben", "cleo"))
    earlier = world.conversation(world.pair(ana, ben))
    world.services.notes.write(
        world.tenant, ana, SECRET, conversation=earlier.id, visibility=Visibility.SHARED
    )
    assert brief(world, earlier).participants[0].notes[0].visibility is Visibility.SHARED
    present = world.conversation(world.pair(ana, cleo))
    note = brief(world, present).participants[0].notes[0]
    assert (note.text, note.visibility) == (SECRET, Visibility.PRIVATE)


@pytest.mark.parametrize("visibility", list(Visibility))
def test_no_word_reaches_a_later_partner(world: World, visibility: Visibility) -> None:
    """Only reasons that are for their owner alone may quote."""
    ana, ben, cleo = (world.participant(ref) for ref in ("ana", "ben", "cleo"))
    earlier = world.conversation(world.pair(ana, ben))
    world.services.notes.write(world.tenant, ana, SECRET, conversation=earlier.id, visibility=visibility)
    close(world, earlier, **{ana: PLEDGE})
    pair = world.pair(ana, cleo)
    for _ in range(3):
        conversation = world.conversation(pair)
        prepared = prepare(world, conversation)
        for one in prepared.sets:
            for question in one.questions:
                heard = [
                    question.worded.text,
                    *(why.quote or "" for why in question.why if why.visible_to == "pair"),
                ]
                assert "zebra" not in " ".join(heard)
                assert "wilhelmina" not in " ".join(heard).lower()
            if one.check_in_visible_to == "pair" or one.ref != "ana":
                assert "wilhelmina" not in one.check_in.text.lower()
        close(world, conversation)


def test_notes_of_the_partner_are_not_ones_own(world: World, pair: Pair) -> None:
    conversation = world.conversation(pair)
    world.services.notes.write(
        world.tenant, pair.participants[1], SECRET, conversation=conversation.id, visibility=Visibility.SHARED
    )
    ana, ben = brief(world, conversation).participants
    assert (len(ana.notes), len(ben.notes)) == (0, 1)


def test_the_check_in_is_on_the_last_pledge_in_this_pair(world: World, pair: Pair) -> None:
    ana = pair.participants[0]
    for text in ("I'll write to Sam", PLEDGE):
        close(world, world.conversation(pair), **{ana: text})
    last = brief(world, world.conversation(pair)).participants[0].last_pledge
    assert last is not None
    assert (last.text, last.outcome) == (PLEDGE, Outcome.NOT_SAID)


def test_a_pledge_to_an_earlier_partner_comes_up_once(world: World, pair: Pair) -> None:
    """In the first conversation with somebody new, for its author alone; not after that."""
    ana = pair.participants[0]
    close(world, world.conversation(pair), **{ana: PLEDGE})
    later = world.pair(ana, world.participant("cleo"))
    first = world.conversation(later)
    last = brief(world, first).participants[0].last_pledge
    assert last is not None
    assert last.text == PLEDGE
    check_in = prepare(world, first).sets[0]
    assert check_in.check_in_visible_to == "self" or "wilhelmina" not in check_in.check_in.text.lower()
    close(world, first)
    assert brief(world, world.conversation(later)).participants[0].last_pledge is None


def test_what_became_of_a_pledge_is_kept(world: World, pair: Pair) -> None:
    ana = pair.participants[0]
    close(world, world.conversation(pair), **{ana: PLEDGE})
    second = world.conversation(pair)
    check_ins = {ana: CheckIn(Outcome.PARTLY, "She was ill.")}
    world.services.conversations.close(world.tenant, second.id, check_ins=check_ins)
    last = brief(world, world.conversation(pair)).participants[0].last_pledge
    assert last is not None
    assert (last.outcome, last.reflection) == (Outcome.PARTLY, "She was ill.")


def test_conversations_that_took_place_count_as_experience(world: World, pair: Pair) -> None:
    close(world, world.conversation(pair))
    world.conversation(pair)
    third = world.conversation(pair)
    assert [p.experience.sessions_done for p in brief(world, third).participants] == [1, 1]


def test_notes_keep_their_age_over_partners(world: World, pair: Pair) -> None:
    """Session numbers begin again with each partner; what is older gets a smaller number."""
    ana = pair.participants[0]
    for text in ("first", "second"):
        conversation = world.conversation(pair)
        world.services.notes.write(world.tenant, ana, text, conversation=conversation.id)
        close(world, conversation)
    later = world.pair(ana, world.participant("cleo"))
    present = world.conversation(later)
    world.services.notes.write(world.tenant, ana, "third", conversation=present.id)
    notes = brief(world, world.conversation(later)).participants[0].notes
    assert [(n.text, n.session_number) for n in notes] == [("first", -1), ("second", 0), ("third", 1)]


def test_only_the_newest_notes_are_read(world: World, pair: Pair) -> None:
    ana = pair.participants[0]
    for n in range(N_NOTES + 2):
        world.services.notes.write(world.tenant, ana, f"note {n}")
    notes = brief(world, world.conversation(pair)).participants[0].notes
    assert [note.text for note in notes] == [f"note {n}" for n in range(2, N_NOTES + 2)]
    assert len(world.services.participants.export(world.tenant, ana).notes) == N_NOTES + 2


class ReturningReader(FakeReader):
    """Takes the same words for the same pledge."""

    def read(self, brief: Brief, bank: QuestionBank) -> tuple[ParticipantReading, ...]:
        read = super().read(brief, bank)
        return tuple(
            replace(one, comes_back=returns(who)) for one, who in zip(read, brief.participants, strict=True)
        )


def returns(who: ParticipantBrief) -> bool:
    last = who.last_pledge
    return last is not None and last.text in unkept(last, who.earlier_pledges)


def pledge_between(world: World, participant: str, text: str) -> None:
    world.services.pledges.make(world.tenant, participant, PledgeTerms(text))


class TestEarlierPledges:
    def test_those_before_the_last_newest_first(self, world: World, pair: Pair) -> None:
        ana = pair.participants[0]
        for n in range(MOST_EARLIER + 3):
            close(world, world.conversation(pair), **{ana: f"number {n}"})
        told = brief(world, world.conversation(pair)).participants[0].earlier_pledges
        assert [one.text for one in told] == [f"number {n}" for n in range(MOST_EARLIER + 1, 1, -1)]

    def test_only_what_may_be_spoken_of_in_this_pair(self, world: World, pair: Pair) -> None:
        """Not what was pledged before they met, or to somebody else; in a first conversation, only that."""
        ana = pair.participants[0]
        pledge_between(world, ana, "before we met")
        other = world.pair(ana, world.participant("cleo"))
        close(world, world.conversation(other), **{ana: "to Cleo"})
        first = world.conversation(pair)
        assert brief(world, first).participants[0].earlier_pledges == (EarlierPledge("before we met"),)
        close(world, first, **{ana: "here"})
        pledge_between(world, ana, "in between")
        close(world, world.conversation(pair), **{ana: PLEDGE})
        told = brief(world, world.conversation(pair)).participants[0].earlier_pledges
        assert [one.text for one in told] == ["in between", "here"]

    def test_a_pledge_made_in_between_is_for_its_author(self, world: World, pair: Pair) -> None:
        """The partner hasn't heard it."""
        ana = pair.participants[0]
        close(world, world.conversation(pair), **{ana: "I'll write to Sam"})
        pledge_between(world, ana, PLEDGE)
        prepared = prepare(world, world.conversation(pair)).sets[0]
        assert "wilhelmina" in prepared.check_in.text.lower()
        assert prepared.check_in_visible_to is VisibleTo.SELF
        for question in prepared.questions:
            assert "wilhelmina" not in question.worded.text.lower()
            assert all(why.visible_to == "self" for why in question.why if why.kind == "pledge")


class TestAPledgeThatCameBack:
    @pytest.mark.parametrize("outcome", [o for o in Outcome if o is not Outcome.KEPT])
    def test_the_set_turns_to_what_stands_in_its_way(self, outcome: Outcome) -> None:
        """In the check-in and one question; the partner isn't told that it is a repetition."""
        world = World(reader=ReturningReader())
        ana, ben = world.participant("ana"), world.participant("ben")
        pair = world.pair(ana, ben)
        for _ in range(2):
            close(world, world.conversation(pair), **{ana: PLEDGE, ben: PLEDGE + " too"})
        (last,) = world.services.pledges.list(world.tenant, ana).items[1:]
        world.services.pledges.check_in(world.tenant, last.id, CheckIn(outcome))
        prepared, other = prepare(world, world.conversation(pair)).sets
        assert is_for_a_return(prepared.check_in.id)
        assert prepared.check_in_visible_to is VisibleTo.SELF
        about = [q for q in prepared.questions if is_for_a_return(q.worded.id)]
        assert [q.stage for q in about] == ["act"]
        (why,) = [why for why in about[0].why if why.text == "It came up before"]
        assert (why.kind, why.visible_to, why.quote) == ("pledge", "self", None)
        assert is_for_a_return(other.check_in.id)

    def test_once_it_is_kept_nothing_is_made_of_it(self) -> None:
        world = World(reader=ReturningReader())
        ana = world.participant("ana")
        pair = world.pair(ana, world.participant("ben"))
        for _ in range(2):
            close(world, world.conversation(pair), **{ana: PLEDGE})
        (last,) = world.services.pledges.list(world.tenant, ana).items[1:]
        world.services.pledges.check_in(world.tenant, last.id, CheckIn(Outcome.KEPT))
        prepared = prepare(world, world.conversation(pair)).sets[0]
        ids = [prepared.check_in.id, *(q.worded.id for q in prepared.questions)]
        assert not any(map(is_for_a_return, ids))
