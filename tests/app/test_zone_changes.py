"""When a zone's rules change, nudges stay at the wall-clock time that was meant."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from nudge.app.zone_changes import ZoneChanges
from nudge.domain.nudges import NudgeState
from nudge.domain.wall_clock import tz_data_version
from nudge.wiring.zones import follow_zone_changes
from tests.app.world import World
from tests.makers import NOON, make_nudge, make_participant, make_pledge, make_tenant


def stored(world: World, n: int, **changes: object) -> str:
    """A waiting nudge, meant for 09:30 in Berlin on the 5th, whose instant is an hour off."""
    wrong = NOON.replace(day=5, hour=7, minute=30)
    nudge = make_nudge(
        n,
        **{
            "state": NudgeState.PLANNED,
            "zone": "Europe/Berlin",
            "local_on": wrong.date(),
            "local_at": wrong.replace(hour=9).time(),
            "due_at": wrong,
            "expires_at": wrong + timedelta(hours=6),
            **changes,
        },
    )
    with world.store.begin() as records:
        records.add_nudges([nudge])
    return nudge.id


def test_instants_follow_the_wall(world: World) -> None:
    """Moved with its expiry, once; its epoch grows, so nobody sends it at the old time."""
    with world.store.begin() as records:
        records.add_tenant(make_tenant())
        records.add_participant(make_participant())
        records.add_pledge(make_pledge(conversation=None))
    wrong = stored(world, 1)
    right = NOON.replace(day=5, hour=8, minute=30)
    fine = stored(world, 2, due_at=right, expires_at=right + timedelta(hours=6))
    moved_by_hand = stored(world, 3, local_on=None, local_at=None)
    changes = ZoneChanges(world.store, world.clock)
    assert changes.follow() == 1
    assert changes.follow() == 0
    with world.store.begin(read_only=True) as records:
        nudge = records.nudge("ten_1", wrong)
        assert (nudge.due_at, nudge.expires_at) == (right, right + timedelta(hours=6))
        assert (nudge.revision, nudge.epoch) == (2, 1)
        assert records.nudge("ten_1", fine).revision == 1
        assert records.nudge("ten_1", moved_by_hand).revision == 1


def test_it_can_be_broken_off(world: World) -> None:
    """Whoever is told to stop stops."""
    assert ZoneChanges(world.store, world.clock).follow(lambda: False) == 0


def test_new_zone_data_are_followed_once(world: World, tmp_path: Path) -> None:
    """The version that was seen is noted; another one is looked at again."""
    follow_zone_changes(ZoneChanges(world.store, world.clock), tmp_path).join()
    assert (tmp_path / "tz_data").read_text() == tz_data_version()
    (tmp_path / "tz_data").write_text("2001a")
    follow_zone_changes(ZoneChanges(world.store, world.clock), tmp_path).join()
    assert (tmp_path / "tz_data").read_text() == tz_data_version()
