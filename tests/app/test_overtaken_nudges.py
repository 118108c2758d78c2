"""What happens while a nudge is on the wire, or lies dead, is minded before it is sent again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nudge.app.nudges import Nudges
from nudge.app.pledge_terms import PledgeTerms, changed_to
from nudge.app.snoozes import moment_on
from nudge.app.tap_actions import keep_answer
from nudge.app.zone_changes import ZoneChanges
from nudge.domain.letters import RECEIPT_UNKNOWN, NotDelivered, TapAction
from nudge.domain.nudge_policies import Moment
from nudge.domain.nudges import NudgeState
from tests.app.test_deliveries import DAY, HOUR, MINUTE, NOW, World
from tests.durability.parts import TENANT
from tests.makers import make_nudge

FIRST, PLEDGE = "nud_00000001", "ple_00000001"


class Died(BaseException):
    """The process is gone."""


def stop_this(world: World) -> None:
    with world.store.begin() as records:
        records.cancel_nudges(TENANT, pledge=PLEDGE, reason="stopped", at=NOW)
        keep_answer(records, records.nudge(TENANT, FIRST), TapAction.STOP, NOW)


def test_stopped_on_the_wire() -> None:
    """Stop is tapped while a receiver takes too long to answer: the next try doesn't come."""
    world = World()
    world.add()

    def step() -> None:
        stop_this(world)
        raise NotDelivered("timeout")

    world.wire.todo = [step]
    world.run()
    world.clock.at += 2 * MINUTE
    world.run()
    assert not world.wire.sent
    assert (world.nudge().state, world.nudge().reason) == (NudgeState.CANCELLED, "stopped")


def test_stopped_before_it_would_be_sent_again() -> None:
    """Not by the courier that de-duplicates, and not by a person who replays what was dead."""
    world = World()
    world.wire.deduplicates = True
    world.add()

    def step() -> None:
        raise Died

    world.wire.todo = [step]
    with pytest.raises(Died):
        world.run()
    stop_this(world)
    world.clock.at += HOUR
    world.run()
    world.run()
    assert not world.wire.sent


def test_stopped_before_it_is_replayed() -> None:
    """Replaying plans it, and the last look finds the stop."""
    world = World()
    world.add()
    world.wire.todo = [NotDelivered("x", is_final=True)]
    world.run()
    stop_this(world)
    Nudges(world.store, world.clock).replay(TENANT, FIRST)
    world.run()
    assert not world.wire.sent


def test_changed_on_the_wire() -> None:
    """A pledge that was changed meanwhile has another plan: the old one isn't tried again."""
    world = World()
    world.add()

    def step() -> None:
        with world.store.begin() as records:
            pledge = records.pledge(TENANT, PLEDGE)
            terms = PledgeTerms("I will do something else", NOW + 20 * DAY, "Europe/Berlin")
            records.save_pledge(changed_to(pledge, terms, now=NOW))
            records.cancel_nudges(TENANT, pledge=pledge.id, reason="replanned", at=NOW)
        raise NotDelivered("timeout")

    world.wire.todo = [step]
    world.run()
    world.clock.at += 2 * MINUTE
    world.run()
    assert not world.wire.sent
    assert (world.nudge().state, world.nudge().reason) == (NudgeState.CANCELLED, "replanned")


def test_a_letter_without_a_receipt_is_unknown() -> None:
    """It may have arrived: it isn't sent again by itself."""
    world = World()
    world.add()
    world.wire.todo = [NotDelivered(RECEIPT_UNKNOWN)]
    world.run()
    assert world.nudge().state is NudgeState.UNKNOWN


@pytest.mark.parametrize("is_final", [False, True])
def test_new_zone_data_undo_no_wait(is_final: bool) -> None:
    """What waits for its next try, or was replayed, isn't put back to the time that was meant first."""
    world = World()
    world.add()
    world.wire.todo = [NotDelivered("x", is_final=is_final)]
    world.run()
    if is_final:
        world.clock.at += 3 * DAY
        Nudges(world.store, world.clock).replay(TENANT, FIRST)
    due_at = world.nudge().due_at
    ZoneChanges(world.store, world.clock).follow()
    assert world.nudge().due_at == due_at


@pytest.mark.parametrize(
    ("moment", "due_in", "session_in", "wanted"),
    [
        (Moment.CUE, 3, None, Moment.MIDWAY),
        (Moment.CUE, 0, None, Moment.OUTCOME),
        (Moment.EVE, None, 3, Moment.MIDWAY),
        (Moment.EVE, None, None, Moment.OUTCOME),
        (Moment.PREPARE, 0, 3, Moment.PREPARE),
        (Moment.PREPARE, 0, None, Moment.OUTCOME),
        (Moment.OUTCOME, 0, None, Moment.OUTCOME),
        (Moment.SHARPEN, 3, None, Moment.SHARPEN),
    ],
)
def test_what_was_put_off_says_what_is_true_then(
    moment: Moment, due_in: int | None, session_in: int | None, wanted: Moment
) -> None:
    """A day later "the time you named is close" would be wrong, and a conversation may be over."""
    comes = NOW + timedelta(days=1)
    nudge = make_nudge(moment=moment, due_at=comes)
    due_at = None if due_in is None else NOW + timedelta(days=due_in)
    session_at = None if session_in is None else NOW + timedelta(days=session_in)
    assert moment_on(nudge, due_at=due_at, session_at=session_at) is wanted
