from __future__ import annotations

import pytest

from nudge.app.ports import Store
from nudge.domain.errors import Conflict, Invalid
from tests.app.world import World
from tests.makers import make_participant


def test_the_same_is_done_once(world: World) -> None:
    once, n = world.services.idempotency, 0

    def act(store: Store) -> tuple[int, bytes]:
        nonlocal n
        n += 1
        return 201, b"made"

    first = once.once(world.tenant, "key", "digest", act)
    second = once.once(world.tenant, "key", "digest", act)
    assert n == 1
    assert (first.status, first.body, first.is_repeated) == (201, b"made", False)
    assert (second.status, second.body, second.is_repeated) == (201, b"made", True)


def test_another_request_with_the_same_key_is_refused(world: World) -> None:
    once = world.services.idempotency
    once.once(world.tenant, "key", "digest", lambda store: (200, b""))
    with pytest.raises(Invalid, match="new key for each request"):
        once.once(world.tenant, "key", "other digest", lambda store: (200, b""))


def test_what_fails_leaves_nothing_behind(world: World) -> None:
    """Neither the answer is remembered, nor what was done before the failure."""

    def act(store: Store) -> tuple[int, bytes]:
        with store.begin() as records:
            records.add_participant(make_participant(tenant=world.tenant))
        raise Conflict("late", "Something came in between.")

    with pytest.raises(Conflict, match="came in between"):
        world.services.idempotency.once(world.tenant, "key", "digest", act)
    assert world.services.participants.list(world.tenant).items == ()
    assert (
        world.services.idempotency.once(world.tenant, "key", "digest", lambda store: (200, b"now")).body
        == b"now"
    )


def test_what_takes_long_is_done_before_anybody_has_to_wait(world: World) -> None:
    """Nothing is locked until the first transaction that may write; from there on it is one."""

    def act(store: Store) -> tuple[int, bytes]:
        with store.begin(read_only=True) as records:
            assert records.participants(world.tenant).items == ()
        world.participant("somebody else writes meanwhile")
        with store.begin() as records:
            records.add_participant(make_participant(tenant=world.tenant))
        with store.begin(read_only=True) as records:
            assert records.participant(world.tenant, "par_1").id == "par_1"
        assert len(world.services.participants.list(world.tenant).items) == 1, "not committed yet"
        return 200, b"done"

    assert world.services.idempotency.once(world.tenant, "key", "digest", act).body == b"done"
    assert len(world.services.participants.list(world.tenant).items) == 2


def test_of_two_at_once_the_second_gets_the_answer_of_the_first(world: World) -> None:
    """Whatever it had begun is undone."""
    once = world.services.idempotency

    def act(store: Store) -> tuple[int, bytes]:
        once.once(world.tenant, "key", "digest", lambda _: (201, b"first"))
        with store.begin() as records:
            records.add_participant(make_participant(tenant=world.tenant))
        return 201, b"second"

    answer = once.once(world.tenant, "key", "digest", act)
    assert (answer.body, answer.is_repeated) == (b"first", True)
    assert world.services.participants.list(world.tenant).items == ()
