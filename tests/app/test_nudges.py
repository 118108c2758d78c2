"""Nudges as they are stored: why they come or don't, what lies ahead, cancelled, moved, replayed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from nudge.app.nudges import LONGEST_SNOOZE, Nudges
from nudge.app.nudges_ahead import Ahead
from nudge.domain.errors import Conflict, Invalid, NotFound
from nudge.domain.letters import TestClock
from nudge.domain.nudge_policies import Moment
from nudge.domain.nudges import MOVED, Attempt, Decision, NudgeState, StoredNudge
from nudge.domain.pledges import Outcome
from tests.fakes.store import FakeStore
from tests.makers import (
    NOON,
    make_conversation,
    make_nudge,
    make_pair,
    make_participant,
    make_pledge,
    make_programme,
    make_tenant,
)

DAY = timedelta(days=1)
SKIP = {"decision": Decision.SKIP, "state": NudgeState.SKIPPED, "due_at": None, "expires_at": None}
OVER = [state for state in NudgeState if state not in (NudgeState.PLANNED, NudgeState.QUEUED)]


@dataclass
class StillClock:
    at: datetime = NOON

    def now(self) -> datetime:
        return self.at


@dataclass
class Ledger:
    """Ana has two open pledges and a kept one, Ben one; Cleo has none."""

    store: FakeStore = field(default_factory=FakeStore)
    clock: StillClock = field(default_factory=StillClock)

    def __post_init__(self) -> None:
        self.nudges = Nudges(self.store, self.clock)
        with self.store.begin() as records:
            for n in (1, 2):
                records.add_tenant(make_tenant(n))
            for n in (1, 2, 3):
                records.add_participant(make_participant(n))
            records.add_pledge(make_pledge(1, conversation=None, due_at=NOON + 4 * DAY))
            records.add_pledge(make_pledge(2, conversation=None))
            records.add_pledge(make_pledge(3, conversation=None, participant="par_2"))
            records.add_pledge(make_pledge(4, conversation=None, outcome=Outcome.KEPT))

    def add(self, n: int, **changes: Any) -> None:
        with self.store.begin() as records:
            records.add_nudges([make_nudge(n, **changes)])

    def ahead(self, participant: str = "par_1", days: int = 14) -> list[list[str]]:
        """Ids of the nudges of each pledge."""
        [found] = self.nudges.ahead("ten_1", days=days, participant=participant).items
        return [[nudge.id for nudge in pledge.nudges] for pledge in found.pledges]

    def stored(self, n: int) -> StoredNudge:
        return self.nudges.get("ten_1", f"nud_{n}")


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


class TestListing:
    def test_of_a_participant_a_pledge_or_a_state(self, ledger: Ledger) -> None:
        """Those not to send too, in the order in which they were decided."""
        ledger.add(1)
        ledger.add(2, pledge="ple_2", **SKIP)
        ledger.add(3, pledge="ple_3", participant="par_2")

        def ids(**only: Any) -> list[str]:
            return [one.id for one in ledger.nudges.list("ten_1", **only).items]

        assert ids(participant="par_1") == ["nud_1", "nud_2"]
        assert ids(pledge="ple_2") == ["nud_2"]
        assert ids(participant="par_1", state=NudgeState.PLANNED) == ["nud_1"]
        assert ids(participant="par_1", limit=1) == ["nud_1"]
        assert ids(participant="par_1", after="nud_1") == ["nud_2"]

    def test_who_is_not_there_is_said(self, ledger: Ledger) -> None:
        """Another tenant's things aren't there either."""
        ledger.add(1)
        with pytest.raises(NotFound):
            ledger.nudges.list("ten_1", participant="par_9")
        with pytest.raises(NotFound):
            ledger.nudges.list("ten_1", pledge="ple_9")
        for do in (ledger.nudges.get, ledger.nudges.attempts, ledger.nudges.cancel, ledger.nudges.replay):
            with pytest.raises(NotFound):
                do("ten_2", "nud_1")

    def test_tries_come_in_order(self, ledger: Ledger) -> None:
        ledger.add(1)
        with ledger.store.begin() as records:
            for n in (1, 2):
                records.add_attempt(Attempt("ten_1", "nud_1", n, NOON, "mail-refused"))
        assert [one.number for one in ledger.nudges.attempts("ten_1", "nud_1")] == [1, 2]


class TestLookingAhead:
    def test_what_waits_until_then_is_there(self, ledger: Ledger) -> None:
        """By time, and what is overdue comes first; not what comes later, nor what the person has already."""
        ledger.add(1, due_at=NOON + 13 * DAY)
        ledger.add(2, due_at=NOON + 2 * DAY, state=NudgeState.QUEUED, lease_until=NOON, moment=Moment.EVE)
        ledger.add(3, due_at=NOON - DAY, moment=Moment.SHARPEN)
        ledger.add(4, due_at=NOON + 14 * DAY, moment=Moment.OUTCOME)
        ledger.add(5, state=NudgeState.SENT, sent_at=NOON, moment=Moment.MIDWAY)
        assert ledger.ahead() == [["nud_3", "nud_2", "nud_1"], []]
        assert ledger.ahead(days=3) == [["nud_3", "nud_2"], []]

    def test_of_each_moment_the_last_no_is_there(self, ledger: Ledger) -> None:
        """What was overtaken by another decision isn't; a no without a time is last."""
        ledger.add(1, **SKIP)
        ledger.add(2, state=NudgeState.CANCELLED)
        ledger.add(3, due_at=NOON + DAY)
        ledger.add(4, moment=Moment.EVE, **SKIP)
        ledger.add(5, moment=Moment.EVE, **SKIP)
        ledger.add(6, moment=Moment.PREPARE, state=NudgeState.CANCELLED, reason="cancelled")
        assert ledger.ahead() == [["nud_6", "nud_3", "nud_5"], []]

    @pytest.mark.parametrize("state", [NudgeState.EXPIRED, NudgeState.DEAD])
    def test_what_failed_is_a_no(self, ledger: Ledger, state: NudgeState) -> None:
        ledger.add(1, state=state)
        assert ledger.ahead() == [["nud_1"], []]

    def test_many_decisions_lose_none(self, ledger: Ledger) -> None:
        """The last word is found behind more than a page of others."""
        with ledger.store.begin() as records:
            records.add_nudges([make_nudge(n, id=f"nud_{n:04}", **SKIP) for n in range(1, 250)])
        assert ledger.ahead() == [["nud_0249"], []]

    def test_who_has_no_open_pledge_is_not_there(self, ledger: Ledger) -> None:
        """A page looks at so many people, and goes on."""
        first = ledger.nudges.ahead("ten_1", days=14, limit=2)
        assert [one.participant.id for one in first.items] == ["par_1", "par_2"]
        rest = ledger.nudges.ahead("ten_1", days=14, after=first.next_after or "", limit=2)
        assert (list(rest.items), rest.next_after) == ([], None)
        assert list(ledger.nudges.ahead("ten_1", days=14, participant="par_3").items) == []
        assert list(ledger.nudges.ahead("ten_2", days=14).items) == []

    def test_dates_are_there_and_no_word(self, ledger: Ledger) -> None:
        with ledger.store.begin() as records:
            records.add_pair(make_pair())
            records.add_conversation(make_conversation())
            records.save_programme(make_programme())
        [found] = ledger.nudges.ahead("ten_1", days=14, participant="par_1").items
        assert isinstance(found, Ahead)
        assert found.next_session_at == NOON + timedelta(weeks=2)
        assert found.programme == make_programme()
        assert [one.due_at for one in found.pledges] == [NOON + 4 * DAY, None]
        assert make_pledge(1).text not in repr(found)

    def test_a_test_tenant_looks_from_its_own_time(self, ledger: Ledger) -> None:
        ledger.add(1, due_at=NOON + 30 * DAY)
        assert ledger.ahead() == [[], []]
        with ledger.store.begin() as records:
            records.save_test_clock(TestClock("ten_1", NOON + 29 * DAY))
        assert ledger.ahead() == [["nud_1"], []]

    def test_a_stranger_is_not_found(self, ledger: Ledger) -> None:
        with pytest.raises(NotFound):
            ledger.nudges.ahead("ten_2", days=14, participant="par_1")


class TestCancelling:
    def test_it_is_not_sent_and_stays_so(self, ledger: Ledger) -> None:
        ledger.add(1)
        first = ledger.nudges.cancel("ten_1", "nud_1")
        assert (first.state, first.reason, first.revision, first.epoch) == (
            NudgeState.CANCELLED,
            "cancelled",
            2,
            1,
        )
        assert ledger.nudges.cancel("ten_1", "nud_1") == first

    @pytest.mark.parametrize("state", [state for state in OVER if state is not NudgeState.CANCELLED])
    def test_what_is_under_way_or_over_is_not_cancelled(self, ledger: Ledger, state: NudgeState) -> None:
        ledger.add(1, state=state)
        with pytest.raises(Conflict) as refused:
            ledger.nudges.cancel("ten_1", "nud_1")
        assert refused.value.code == "nudge-not-waiting"
        assert ledger.stored(1).state is state


class TestSnoozing:
    def test_it_comes_then_and_lasts_as_long(self, ledger: Ledger) -> None:
        """Whoever had taken it finds nothing to send."""
        ledger.add(1, state=NudgeState.QUEUED, lease_until=NOON + DAY)
        moved = ledger.nudges.snooze("ten_1", "nud_1", NOON + 3 * DAY)
        assert moved == ledger.stored(1)
        assert (moved.state, moved.reason, moved.due_at) == (NudgeState.PLANNED, MOVED, NOON + 3 * DAY)
        assert (moved.epoch, moved.lease_until, moved.local_at) == (1, None, None)
        assert moved.expires_at == NOON + 3 * DAY + timedelta(hours=6)

    @pytest.mark.parametrize(
        ("until", "code"),
        [(NOON, "snooze-in-the-past"), (NOON + LONGEST_SNOOZE + DAY, "snooze-too-far")],
    )
    def test_only_to_a_time_to_come_and_not_for_ever(
        self, ledger: Ledger, until: datetime, code: str
    ) -> None:
        ledger.add(1)
        with pytest.raises(Invalid) as refused:
            ledger.nudges.snooze("ten_1", "nud_1", until)
        assert refused.value.code == code

    @pytest.mark.parametrize("state", OVER)
    def test_what_is_under_way_or_over_is_not_moved(self, ledger: Ledger, state: NudgeState) -> None:
        ledger.add(1, state=state)
        before = ledger.stored(1)
        with pytest.raises(Conflict):
            ledger.nudges.snooze("ten_1", "nud_1", NOON + DAY)
        assert ledger.stored(1) == before


class TestReplaying:
    @pytest.mark.parametrize("state", [NudgeState.DEAD, NudgeState.UNKNOWN])
    def test_it_is_planned_for_now(self, ledger: Ledger, state: NudgeState) -> None:
        ledger.add(1, state=state, attempts=9)
        again = ledger.nudges.replay("ten_1", "nud_1")
        assert again == ledger.stored(1)
        assert (again.state, again.reason, again.due_at, again.attempts) == (
            NudgeState.PLANNED,
            "replayed",
            NOON,
            0,
        )

    def test_it_is_not_too_late_at_once(self, ledger: Ledger) -> None:
        """What died long after it was due would expire before it is tried."""
        ledger.add(1, state=NudgeState.DEAD, due_at=NOON - 3 * DAY, expires_at=NOON - 2 * DAY)
        again = ledger.nudges.replay("ten_1", "nud_1")
        assert again.expires_at is None or again.expires_at > NOON

    @pytest.mark.parametrize(
        "state", [state for state in NudgeState if state not in (NudgeState.DEAD, NudgeState.UNKNOWN)]
    )
    def test_nothing_else_is_replayed(self, ledger: Ledger, state: NudgeState) -> None:
        ledger.add(1, state=state)
        with pytest.raises(Conflict) as refused:
            ledger.nudges.replay("ten_1", "nud_1")
        assert refused.value.code == "nudge-not-replayable"
        assert ledger.stored(1).state is state
