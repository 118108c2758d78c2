"""Use cases on real databases: what happens at once, and what an erasure leaves."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import msgspec
import pytest
from sqlalchemy import select

from nudge.app.check_ins import CheckIn
from nudge.app.pledge_terms import PledgeTerms
from nudge.app.ports import Store
from nudge.app.stored_sets import question_set_from
from nudge.domain.conversations import Brief, ParticipantReading, Why, WordedQuestion
from nudge.domain.errors import Conflict
from nudge.domain.notes import Visibility, VisibleTo
from nudge.domain.pledges import Outcome
from nudge.domain.questions import QuestionBank
from nudge.domain.records import Conversation, ConversationState
from nudge.storage.columns import Sealed
from nudge.storage.databases import database
from nudge.storage.tables import metadata
from tests.app.world import World
from tests.fakes.reader import FakeReader
from tests.storage.conftest import VAULT, MakeStore

CANARY = "zebra"
WORDS = f"Last week in the team meeting somebody asked a {CANARY} question and nobody would listen"


class InterruptedReader(FakeReader):
    """Calls something in the midst of every reading."""

    def __init__(self) -> None:
        super().__init__()
        self.meanwhile: Callable[[], object] = lambda: None

    def read(self, brief: Brief, bank: QuestionBank) -> tuple[ParticipantReading, ...]:
        reading = super().read(brief, bank)
        self.meanwhile()
        return reading


@pytest.fixture
def reader() -> InterruptedReader:
    return InterruptedReader()


@pytest.fixture
def world(url: str, open_store: MakeStore, reader: InterruptedReader) -> World:
    return World(store=open_store(url, lock_timeout=2), reader=reader)


@pytest.fixture
def conversation(world: World) -> Conversation:
    return world.conversation(world.pair(world.participant("ana"), world.participant("ben")))


def prepare(world: World, conversation: Conversation) -> object:
    return world.services.conversations.prepare(world.tenant, conversation.id)


@pytest.mark.parametrize("with_key", [False, True])
def test_nobody_waits_while_the_models_run(
    world: World, reader: InterruptedReader, conversation: Conversation, with_key: bool
) -> None:
    """Others can write meanwhile, also when the request has an Idempotency-Key."""
    reader.meanwhile = lambda: world.participant("cleo")

    def act(store: Store) -> tuple[int, bytes]:
        world.services.over(store).conversations.prepare(world.tenant, conversation.id)
        return 200, b"prepared"

    if with_key:
        world.services.idempotency.once(world.tenant, "key", "digest", act)
    else:
        act(world.store)
    prepared = world.services.conversations.get(world.tenant, conversation.id)
    assert prepared.state is ConversationState.PREPARED


def test_two_at_once_prepare_the_same(
    world: World, reader: InterruptedReader, conversation: Conversation
) -> None:
    """Both have read before either writes: both get the same, and it is kept once."""
    both_have_read = threading.Barrier(2, timeout=10)
    reader.meanwhile = both_have_read.wait
    with ThreadPoolExecutor(2) as threads:
        one, other = threads.map(lambda _: prepare(world, conversation), range(2))
    assert one == other == world.services.conversations.question_sets(world.tenant, conversation.id)
    assert world.services.conversations.get(world.tenant, conversation.id).revision == 2


def test_two_conversations_of_somebody_at_once_do_not_ask_the_same(
    world: World, reader: InterruptedReader, conversation: Conversation
) -> None:
    """Of two that were chosen at once, the second to be kept is told to try again."""
    pair = world.services.pairs.get(world.tenant, conversation.pair)
    other = world.conversation(world.pair(world.participant("cleo"), pair.participants[0]))
    both_have_read = threading.Barrier(2, timeout=10)
    reader.meanwhile = both_have_read.wait

    def attempt(one: Conversation) -> str:
        try:
            prepare(world, one)
        except Conflict as error:
            return error.code
        return "prepared"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(attempt, (conversation, other))) == ["conversation-busy", "prepared"]
    reader.meanwhile = lambda: None
    for one in (conversation, other):
        prepare(world, one)
    with world.store.begin(read_only=True) as records:
        asked = records.asked_of(world.tenant, pair.participants[0])
    assert len(asked) == len(set(asked)) == 8


def all_at_once(act: Callable[[int], object]) -> list[str]:
    """What becomes of four at once: "done" or the code of the error."""
    together = threading.Barrier(4, timeout=10)

    def attempt(n: int) -> str:
        together.wait()
        try:
            act(n)
        except Conflict as error:
            return error.code
        return "done"

    with ThreadPoolExecutor(4) as threads:
        return sorted(threads.map(attempt, range(4)))


def test_of_several_who_pledge_at_once_one_does(world: World, conversation: Conversation) -> None:
    """For one conversation: the others are told to change the pledge that is there now."""
    pledges = world.services.pledges
    ana = world.services.pairs.get(world.tenant, conversation.pair).participants[0]

    def make(n: int) -> None:
        pledges.make(world.tenant, ana, PledgeTerms(f"{n}"), conversation=conversation.id)

    assert all_at_once(make) == ["done"] + ["pledge-exists"] * 3
    assert len(pledges.list(world.tenant, ana).items) == 1


def test_of_several_who_change_a_pledge_at_once_one_does(world: World, conversation: Conversation) -> None:
    """Who read the same revision; and whoever checks in meanwhile is never refused."""
    pledges = world.services.pledges
    ana = world.services.pairs.get(world.tenant, conversation.pair).participants[0]
    made = pledges.make(world.tenant, ana, PledgeTerms("I'll call Sam"))

    def change(n: int) -> None:
        pledges.change(world.tenant, made.id, PledgeTerms(f"{n}"), expected_revision=1)

    assert all_at_once(change) == ["done"] + ["revision-changed"] * 3
    assert pledges.get(world.tenant, made.id).revision == 2

    def check_in(n: int) -> None:
        pledges.check_in(world.tenant, made.id, CheckIn(Outcome.KEPT, f"{n}"))

    assert all_at_once(check_in) == ["done"] * 4
    assert pledges.get(world.tenant, made.id).revision == 6


def test_an_erased_pledge_is_in_no_table(world: World, url: str, conversation: Conversation) -> None:
    """Neither its words, earlier ones and what was learned, nor what a set or a response said of it."""
    ana = world.services.pairs.get(world.tenant, conversation.pair).participants[0]
    pledges = world.services.pledges
    made = pledges.make(world.tenant, ana, PledgeTerms(f"I'll ask a {CANARY}"), conversation=conversation.id)
    terms = PledgeTerms(f"I'll write to a {CANARY}")
    pledges.change(world.tenant, made.id, terms, expected_revision=1, reason=CANARY)
    pledges.check_in(world.tenant, made.id, CheckIn(Outcome.KEPT, CANARY))
    world.services.conversations.close(world.tenant, conversation.id)
    prepare(world, world.services.conversations.plan(world.tenant, conversation.pair))
    world.services.idempotency.once(world.tenant, "key", "digest", lambda _: (200, CANARY.encode()))
    places = [content for content in everything_opened(url) if CANARY in content]
    assert len(places) == 4, "pledge, gist, set and response have it, or this test shows nothing"
    world.services.participants.erase(world.tenant, ana)
    assert not any(CANARY in content for content in everything_opened(url))


def test_what_is_erased_meanwhile_is_not_kept(
    world: World, reader: InterruptedReader, url: str, conversation: Conversation
) -> None:
    """Neither a note nor a person comes back in a set that was being chosen."""
    ana, ben = world.services.pairs.get(world.tenant, conversation.pair).participants
    note = world.services.notes.write(world.tenant, ana, WORDS)
    world.services.notes.write(world.tenant, ben, WORDS)
    for erase in (
        lambda: world.services.notes.erase(world.tenant, ana, note.id),
        lambda: world.services.participants.erase(world.tenant, ben),
    ):
        reader.meanwhile = erase
        with pytest.raises(Conflict) as refused:
            prepare(world, conversation)
        assert refused.value.code == "conversation-busy"
    assert not any(CANARY in content for content in everything_opened(url))


def test_an_erased_note_is_in_no_table(world: World, url: str, conversation: Conversation) -> None:
    """Nor in a reason or a wording of any set, also where the partner saw it; the questions stay."""
    ana, ben = world.services.pairs.get(world.tenant, conversation.pair).participants
    notes = [
        world.services.notes.write(world.tenant, ana, WORDS),
        world.services.notes.write(
            world.tenant, ana, WORDS, conversation=conversation.id, visibility=Visibility.SHARED
        ),
    ]
    world.services.notes.write(
        world.tenant, ben, "A giraffe question that somebody asked in the team meeting"
    )
    prepare(world, conversation)
    say_it_in_a_wording(world, conversation, ana)
    before = world.services.conversations.question_sets(world.tenant, conversation.id)
    world.services.conversations.close(world.tenant, conversation.id)
    world.services.idempotency.once(world.tenant, "key", "digest", lambda _: (200, WORDS.encode()))
    places = [content for content in everything_opened(url) if CANARY in content]
    assert len(places) >= 2 + 1 + 1, "notes, a set and a response have it, or this test shows nothing"
    for note in notes:
        world.services.notes.erase(world.tenant, ana, note.id)
    assert not any(CANARY in content for content in everything_opened(url))
    after = world.services.conversations.question_sets(world.tenant, conversation.id)
    assert [q.worded.id for q in after.sets[0].questions] == [q.worded.id for q in before.sets[0].questions]
    assert all(question.why for question in after.sets[0].questions)
    assert after.sets[1] == before.sets[1], "the partner's own words are theirs"


def say_it_in_a_wording(world: World, conversation: Conversation, participant: str) -> None:
    """Make the kept set quote the canary everywhere that a note's words can be."""
    with world.store.begin() as records:
        (stored,) = records.question_sets_of(world.tenant, participant)
        kept = question_set_from(stored)
        first, *others = kept.questions
        worded = WordedQuestion(first.worded.id, first.worded.version, f"You wrote “{CANARY}”. What now?")
        why = Why("note", "You wrote about it", VisibleTo.PAIR, CANARY, "note:another")
        said = replace(first, worded=worded, why=(why,))
        body = msgspec.to_builtins(replace(kept, questions=(said, *others)))
        records.add_question_set(replace(stored, body=body))


def everything_opened(url: str) -> Iterator[str]:
    """Every value of every table, sealed ones opened."""
    engine = database(url, lock_timeout=5).engine
    with engine.connect() as db:
        for table in metadata.sorted_tables:
            for column in table.columns:
                for value in db.execute(select(column)).scalars():
                    opened = VAULT.open(value) if isinstance(column.type, Sealed) and value else value
                    yield repr(opened)
    engine.dispose()
