from __future__ import annotations

import pytest

from nudge.app.briefs import N_NOTES
from nudge.app.check_ins import CheckIn
from nudge.domain.conversations import Brief, PreparedConversation
from nudge.domain.notes import Visibility
from nudge.domain.pledges import Outcome
from nudge.domain.records import Conversation, Pair
from tests.app.world import World

SECRET = "zebra quarrel with my director about delegation"
PLEDGE = "I'll ask Wilhelmina to run the stand-up"


def brief(world: World, conversation: Conversation) -> Brief:
    return world.services.conversations.brief(world.tenant, conversation.id)


def prepare(world: World, conversation: Conversation) -> PreparedConversation:
    return world.services.conversations.prepare(world.tenant, conversation.id)


def asked(prepared: PreparedConversation, ref: str) -> set[str]:
    return {q.worded.id for one in prepared.sets if one.ref == ref for q in one.questions}


def close(world: World, conversation: Conversation, **pledges: str) -> None:
    world.services.conversations.close(world.tenant, conversation.id, pledges=pledges)


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
