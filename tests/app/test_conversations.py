from __future__ import annotations

import pytest

from nudge.app.check_ins import CheckIn
from nudge.app.pledge_terms import PledgeTerms
from nudge.domain.conversations import Brief, Emphasis, PreparedConversation
from nudge.domain.errors import Conflict, Invalid, NotFound
from nudge.domain.pledges import Outcome
from nudge.domain.records import Conversation, ConversationState, Pair
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
    terms = {who: PledgeTerms(text) for who, text in pledges.items()}
    world.services.conversations.close(world.tenant, conversation.id, pledges=terms)


@pytest.fixture
def pair(world: World) -> Pair:
    return world.pair(world.participant("ana"), world.participant("ben"))


def test_conversations_are_numbered_by_themselves(world: World, pair: Pair) -> None:
    assert [world.conversation(pair).session_number for _ in range(3)] == [1, 2, 3]
    with pytest.raises(Conflict, match="session number"):
        world.services.conversations.plan(world.tenant, pair.id, session_number=2)


def test_preparing_keeps_the_sets(world: World, pair: Pair) -> None:
    conversation = world.conversation(pair)
    with pytest.raises(NotFound, match="prepare it first"):
        world.services.conversations.question_sets(world.tenant, conversation.id)
    prepared = prepare(world, conversation)
    assert [len(one.questions) for one in prepared.sets] == [4, 4]
    assert world.services.conversations.question_sets(world.tenant, conversation.id) == prepared
    state = world.services.conversations.get(world.tenant, conversation.id).state
    assert state is ConversationState.PREPARED


def test_preparing_again_gives_the_same(world: World, pair: Pair) -> None:
    """Its own earlier sets don't count as asked."""
    conversation = world.conversation(pair)
    assert prepare(world, conversation) == prepare(world, conversation)


def test_preparing_again_follows_what_changed(world: World, pair: Pair) -> None:
    conversation = world.conversation(pair)
    before = prepare(world, conversation)
    services = world.services.conversations
    emphasis = [Emphasis("What did you delegate, and what did you keep for yourself?")]
    after = services.prepare(world.tenant, conversation.id, seed=7, emphasis=emphasis)
    assert after != before
    assert services.question_sets(world.tenant, conversation.id) == after


def test_nothing_is_asked_again_over_partners_and_quarters(world: World) -> None:
    """Four partners of five conversations each: a year without a repetition."""
    ana = world.participant("ana")
    seen: set[str] = set()
    for quarter in range(4):
        pair = world.pair(ana, world.participant(f"partner-{quarter}"), quarter=f"2026-Q{quarter + 1}")
        for _ in range(5):
            conversation = world.conversation(pair)
            prepared = prepare(world, conversation)
            assert prepared.degraded is None
            assert not asked(prepared, "ana") & seen
            seen |= asked(prepared, "ana")
            close(world, conversation)
    assert len(seen) == 80


def test_a_closed_conversation_stays_closed(world: World, pair: Pair) -> None:
    conversation = world.conversation(pair)
    close(world, conversation)
    for again in (prepare, close, brief):
        with pytest.raises(Conflict, match="plan the next one"):
            again(world, conversation)


def test_only_who_is_in_the_pair_pledges(world: World, pair: Pair) -> None:
    conversation = world.conversation(pair)
    stranger = world.participant("cleo")
    with pytest.raises(Invalid, match="isn't in this conversation"):
        close(world, conversation, **{stranger: PLEDGE})
    with pytest.raises(Invalid, match="no last pledge"):
        world.services.conversations.close(
            world.tenant, conversation.id, check_ins={pair.participants[0]: CheckIn(Outcome.KEPT)}
        )
    assert world.services.conversations.get(world.tenant, conversation.id).state == "planned"


def test_without_models_a_fixed_set_is_kept(world: World, pair: Pair) -> None:
    world.reader.is_missing = True
    prepared = prepare(world, world.conversation(pair))
    assert prepared.degraded is not None
    assert prepared.degraded.startswith("models-missing")
    assert [len(one.questions) for one in prepared.sets] == [4, 4]


def test_who_is_left_alone_cannot_be_prepared(world: World, pair: Pair) -> None:
    conversation = world.conversation(pair)
    world.services.participants.erase(world.tenant, pair.participants[1])
    for doing in (prepare, brief):
        with pytest.raises(Conflict, match="add a new pair"):
            doing(world, conversation)
    with pytest.raises(Conflict, match="add a new pair"):
        world.services.conversations.plan(world.tenant, pair.id)
    close(world, conversation)


def test_it_is_said_whose_check_in_or_pledge_is_wrong(world: World, pair: Pair) -> None:
    """By its place: an application with two people in a request can't guess."""
    first, second = pair.participants
    close(world, world.conversation(pair), **{first: PLEDGE})
    conversation = world.conversation(pair)
    services = world.services.conversations
    kept = CheckIn(Outcome.KEPT)
    with pytest.raises(Invalid) as no_pledge:
        services.close(world.tenant, conversation.id, check_ins={first: kept, second: kept})
    assert no_pledge.value.facts["at"] == "$.check_ins[1]"
    stranger = world.participant("cleo")
    terms = PledgeTerms(PLEDGE)
    with pytest.raises(Invalid) as nobody:
        services.close(world.tenant, conversation.id, pledges={second: terms, stranger: terms})
    assert nobody.value.facts["at"] == "$.pledges[1]"
    assert services.get(world.tenant, conversation.id).state == "planned"
