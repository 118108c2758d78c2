from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from nudge.app.check_ins import CheckIn, checked_in
from nudge.app.ports import Records
from nudge.app.snoozes import Snooze
from nudge.app.tap_views import Standing, TapChoice
from nudge.domain.errors import Conflict, Invalid, NotFound
from nudge.domain.letters import TapAction, TestClock
from nudge.domain.nudge_policies import Moment, NudgePreferences, QuietHours
from nudge.domain.nudges import NudgeState, PledgeGist
from nudge.domain.pledges import Outcome
from nudge.domain.records import StoredPledge
from tests.app.tapping import WORDS, Tapping
from tests.makers import NOON, make_gist

SHOWING = NudgePreferences(shows_words=True)


@pytest.fixture
def tapping() -> Tapping:
    return Tapping()


def say(tapping: Tapping, outcome: Outcome) -> None:
    """What became of the first pledge, said elsewhere."""
    with tapping.store.begin() as records:
        stored = records.pledge("ten_1", "ple_1")
        records.save_pledge(checked_in(stored, CheckIn(outcome), now=NOON))


class TestLooking:
    @pytest.mark.parametrize("action", list(TapAction))
    def test_it_changes_nothing(self, tapping: Tapping, action: TapAction) -> None:
        before = tapping.everything()
        for _ in range(3):
            tapping.taps.look(tapping.token(action))
        assert tapping.everything() == before

    def test_words_are_for_who_wants_to_see_them(self, tapping: Tapping) -> None:
        assert tapping.taps.look(tapping.token(TapAction.DONE)).words is None
        showing = Tapping(preferences=SHOWING)
        assert showing.taps.look(showing.token(TapAction.DONE)).words == WORDS
        assert showing.taps.look(showing.token(TapAction.STOP_ALL)).words is None

    def test_without_words_a_pledge_is_changed_elsewhere(self, tapping: Tapping) -> None:
        token = tapping.token(TapAction.CHANGE)
        assert tapping.taps.look(token).standing is Standing.ELSEWHERE
        assert tapping.taps.act(token, TapChoice(text="Other", revision=1)).is_new is False
        assert tapping.pledge().text == WORDS

    def test_a_link_that_is_too_old_is_refused(self, tapping: Tapping) -> None:
        with pytest.raises(Invalid) as refused:
            tapping.taps.look(tapping.token(TapAction.DONE, at=NOON - timedelta(days=14)))
        assert refused.value.code == "link-expired"

    def test_in_a_test_tenant_the_test_clock_says_how_old_it_is(self, tapping: Tapping) -> None:
        for stands_at in (NOON - timedelta(days=400), NOON + timedelta(days=400)):
            tapping = Tapping()
            with tapping.store.begin() as records:
                records.save_test_clock(TestClock("ten_1", stands_at))
            tapping.taps.act(tapping.token(TapAction.DONE, at=stands_at - timedelta(days=1)))
            assert tapping.pledge().outcome_at == stands_at

    @pytest.mark.parametrize("action", list(TapAction))
    def test_what_was_erased_is_gone(self, tapping: Tapping, action: TapAction) -> None:
        with tapping.store.begin() as records:
            records.erase_participant("ten_1", "par_1")
        for do in (tapping.taps.look, tapping.taps.act):
            with pytest.raises(NotFound):
                do(tapping.token(action))

    def test_a_link_binds_person_pledge_and_nudge(self, tapping: Tapping) -> None:
        """Even one that we signed wrongly does nothing to what isn't of one person."""
        before = tapping.everything()
        wrong: list[dict[str, Any]] = [{"participant": "par_2"}, {"pledge": "ple_2"}, {"nudge": "nud_5"}]
        for changes in wrong:
            for do in (tapping.taps.look, tapping.taps.act):
                with pytest.raises(Invalid):
                    do(tapping.token(TapAction.DONE, **changes))
        assert tapping.everything() == before


class TestDone:
    def test_the_pledge_is_kept_and_nothing_more_comes_about_it(self, tapping: Tapping) -> None:
        result = tapping.taps.act(tapping.token(TapAction.DONE))
        assert (result.is_new, result.outcome) == (True, Outcome.KEPT)
        assert tapping.pledge().outcome is Outcome.KEPT
        assert tapping.waiting() == {"nud_4", "nud_5"}
        nudges = tapping.nudges()
        assert {nudges[name].reason for name in ("nud_2", "nud_3")} == {"done"}
        assert nudges["nud_1"].answer is TapAction.DONE

    def test_what_was_learned_stays(self, tapping: Tapping) -> None:
        with tapping.store.begin() as records:
            stored = records.pledge("ten_1", "ple_1")
            said = CheckIn(Outcome.NOT_SAID, "It went slowly.", helped=True)
            records.save_pledge(checked_in(stored, said, now=NOON))
        tapping.taps.act(tapping.token(TapAction.DONE))
        assert (tapping.pledge().reflection, tapping.pledge().helped) == ("It went slowly.", True)

    @pytest.mark.parametrize("outcome", [Outcome.PARTLY, Outcome.CHANGED, Outcome.DROPPED])
    def test_other_outcomes_can_be_chosen(self, tapping: Tapping, outcome: Outcome) -> None:
        assert tapping.taps.act(tapping.token(TapAction.DONE), TapChoice(outcome)).outcome is outcome
        assert tapping.pledge().outcome is outcome

    def test_silence_isnt_one_of_them(self, tapping: Tapping) -> None:
        with pytest.raises(Invalid):
            tapping.taps.act(tapping.token(TapAction.DONE), TapChoice(Outcome.NOT_SAID))
        assert tapping.taps.act(tapping.token(TapAction.DONE)).is_new

    def test_a_second_tap_changes_nothing(self, tapping: Tapping) -> None:
        token = tapping.token(TapAction.DONE)
        tapping.taps.act(token)
        before = tapping.everything()
        again = tapping.taps.act(token, TapChoice(Outcome.DROPPED))
        assert (again.is_new, again.standing) == (False, Standing.CLOSED)
        assert tapping.taps.look(token).standing is Standing.CLOSED
        assert tapping.everything() == before

    def test_two_at_once_act_once(self, tapping: Tapping) -> None:
        token, together = tapping.token(TapAction.DONE), threading.Barrier(4)

        def tap(_: int) -> bool:
            together.wait()
            return tapping.taps.act(token).is_new

        with ThreadPoolExecutor(4) as threads:
            assert sorted(threads.map(tap, range(4))) == [False, False, False, True]
        assert tapping.pledge().revision == 2

    def test_what_was_said_elsewhere_counts(self, tapping: Tapping) -> None:
        say(tapping, Outcome.PARTLY)
        assert tapping.taps.act(tapping.token(TapAction.DONE)).outcome is Outcome.PARTLY
        assert tapping.pledge().outcome is Outcome.PARTLY

    def test_a_used_link_doesnt_close_it_anew(self, tapping: Tapping) -> None:
        """The pledge was opened again: the old letter has no more to say about it."""
        token = tapping.token(TapAction.DONE)
        tapping.taps.act(token)
        say(tapping, Outcome.NOT_SAID)
        assert tapping.taps.act(token).standing is Standing.NOTED
        assert tapping.pledge().outcome is Outcome.NOT_SAID


class TestLater:
    def test_it_comes_once_more_on_the_morning_of_the_day(self, tapping: Tapping) -> None:
        """Noon of Monday, 2 March in Berlin, and quiet hours end at half past eight."""
        result = tapping.taps.act(tapping.token(TapAction.LATER))
        assert (result.is_new, result.again_on) == (True, date(2026, 3, 3))
        [again] = [nudge for nudge in tapping.nudges().values() if nudge.reason == "snoozed"]
        assert again.due_at == datetime(2026, 3, 3, 8, tzinfo=UTC)
        assert (again.local_on, again.local_at, again.zone) == (date(2026, 3, 3), time(9), "Europe/Berlin")
        assert (again.state, again.moment) == (NudgeState.PLANNED, Moment.OUTCOME)
        assert (again.sent_at, again.answer, again.attempts) == (None, None, 0)
        assert tapping.nudges()["nud_1"].answer is TapAction.LATER

    @pytest.mark.parametrize(
        ("when", "day"), [(Snooze.IN_THREE_DAYS, date(2026, 3, 5)), (Snooze.NEXT_WEEK, date(2026, 3, 9))]
    )
    def test_the_day_is_chosen(self, tapping: Tapping, when: Snooze, day: date) -> None:
        token = tapping.token(TapAction.LATER)
        assert tapping.taps.look(token).later[when] == day
        assert tapping.taps.act(token, TapChoice(later=when)).again_on == day

    def test_the_person_says_where_and_when_it_is_morning(self) -> None:
        late = (QuietHours(time(20), time(10, 15)),)
        tapping = Tapping(
            preferences=NudgePreferences(
                time_zone="America/New_York", quiet_hours=late, working_days=frozenset({3})
            )
        )
        tapping.taps.act(tapping.token(TapAction.LATER))
        [again] = [nudge for nudge in tapping.nudges().values() if nudge.reason == "snoozed"]
        assert (again.local_on, again.local_at) == (date(2026, 3, 5), time(10, 15))
        assert again.due_at == datetime(2026, 3, 5, 15, 15, tzinfo=UTC)

    def test_a_second_tap_adds_no_second_nudge(self, tapping: Tapping) -> None:
        token = tapping.token(TapAction.LATER)
        tapping.taps.act(token)
        before = tapping.everything()
        again = tapping.taps.act(token, TapChoice(later=Snooze.NEXT_WEEK))
        assert (again.is_new, again.standing) == (False, Standing.NOTED)
        assert tapping.everything() == before

    def test_done_after_later_works_and_takes_it_back(self, tapping: Tapping) -> None:
        tapping.taps.act(tapping.token(TapAction.LATER))
        assert tapping.taps.act(tapping.token(TapAction.DONE)).is_new
        assert tapping.waiting() == {"nud_4", "nud_5"}

    def test_later_after_done_says_that_it_is_done(self, tapping: Tapping) -> None:
        tapping.taps.act(tapping.token(TapAction.DONE))
        before = tapping.everything()
        assert tapping.taps.act(tapping.token(TapAction.LATER)).standing is Standing.CLOSED
        assert tapping.everything() == before

    @pytest.mark.parametrize("action", [TapAction.STOP, TapAction.STOP_ALL])
    def test_who_stopped_gets_no_later_one(self, tapping: Tapping, action: TapAction) -> None:
        tapping.taps.act(tapping.token(action))
        assert tapping.taps.act(tapping.token(TapAction.LATER)).standing is Standing.STOPPED
        assert "snoozed" not in {nudge.reason for nudge in tapping.nudges().values()}


class TestChanging:
    @pytest.fixture
    def tapping(self) -> Tapping:
        return Tapping(preferences=SHOWING)

    def test_words_and_day(self, tapping: Tapping) -> None:
        token = tapping.token(TapAction.CHANGE)
        choice = TapChoice(text=" Ask Priya\r\ninstead ", due_on=date(2026, 3, 6), revision=1)
        assert tapping.taps.act(token, choice).is_new
        pledge = tapping.pledge()
        assert pledge.text == "Ask Priya\ninstead"
        assert pledge.due_at == datetime(2026, 3, 6, 17, tzinfo=UTC)
        assert (pledge.due_zone, pledge.due_confirmed) == ("Europe/Berlin", True)
        assert [version.text for version in pledge.history] == [WORDS]
        assert tapping.waiting() == {"nud_4", "nud_5"}, "without a replanner what waits is cancelled"

    def test_another_day_keeps_the_clock(self, tapping: Tapping) -> None:
        with tapping.store.begin() as records:
            due_at = datetime(2026, 3, 6, 15, tzinfo=UTC)
            changed = replace(tapping.pledge(), due_at=due_at, due_zone="America/New_York", revision=2)
            records.save_pledge(changed)
        token = tapping.token(TapAction.CHANGE)
        assert tapping.taps.look(token).due_on == date(2026, 3, 6)
        tapping.taps.act(token, TapChoice(due_on=date(2026, 3, 11), revision=2))
        assert tapping.pledge().due_at == datetime(2026, 3, 11, 14, tzinfo=UTC)  # clocks have changed there
        assert tapping.pledge().text == WORDS

    def test_nothing_different_uses_nothing_up(self, tapping: Tapping) -> None:
        token, before = tapping.token(TapAction.CHANGE), tapping.everything()
        result = tapping.taps.act(token, TapChoice(text=f"{WORDS}\r\n", revision=1))
        assert (result.is_new, result.standing) == (False, Standing.OPEN)
        assert tapping.everything() == before
        assert tapping.taps.act(token, TapChoice(text="Something else", revision=1)).is_new

    @pytest.mark.parametrize(
        ("choice", "code"),
        [
            (TapChoice(text=" \n", revision=1), "pledge-empty"),
            (TapChoice(text="x" * 2001, revision=1), "pledge-too-long"),
            (TapChoice(due_on=date(2026, 3, 1), revision=1), "due-in-the-past"),
            (TapChoice(text="Something else", revision=7), "pledge-reworded"),
            (TapChoice(), "pledge-reworded"),
        ],
    )
    def test_what_cant_be_uses_nothing_up(self, tapping: Tapping, choice: TapChoice, code: str) -> None:
        token, before = tapping.token(TapAction.CHANGE), tapping.everything()
        with pytest.raises((Invalid, Conflict)) as refused:
            tapping.taps.act(token, choice)
        assert refused.value.code == code
        assert tapping.everything() == before

    def test_a_second_time_changes_nothing(self, tapping: Tapping) -> None:
        token = tapping.token(TapAction.CHANGE)
        tapping.taps.act(token, TapChoice(text="Something else", revision=1))
        again = tapping.taps.act(token, TapChoice(text="And else again", revision=2))
        assert (again.is_new, again.standing) == (False, Standing.NOTED)
        assert tapping.pledge().text == "Something else"

    def test_other_nudges_are_planned_in_the_same_transaction(self, tapping: Tapping) -> None:
        planner = FakeReplanner()
        taps = tapping.over(tapping.store, replanner=planner)
        taps.act(tapping.token(TapAction.CHANGE), TapChoice(text="Something else", revision=1))
        assert planner.read_texts == ["Something else"]
        assert planner.planned == [("Something else", make_gist())]
        assert "nud_2" in tapping.waiting(), "that is for the replanner to say"

    def test_another_day_alone_reads_no_words_anew(self, tapping: Tapping) -> None:
        planner = FakeReplanner()
        taps = tapping.over(tapping.store, replanner=planner)
        taps.act(tapping.token(TapAction.CHANGE), TapChoice(due_on=date(2026, 3, 6), revision=1))
        assert (planner.read_texts, planner.planned) == ([], [(WORDS, None)])


class TestStopping:
    def test_one_pledge(self, tapping: Tapping) -> None:
        assert tapping.taps.act(tapping.token(TapAction.STOP)).is_new
        assert tapping.waiting() == {"nud_4", "nud_5"}
        assert tapping.nudges()["nud_2"].reason == "stopped"
        assert tapping.nudges()["nud_1"].answer is TapAction.STOP
        assert tapping.taps.act(tapping.token(TapAction.STOP)).standing is Standing.NOTED

    def test_it_is_remembered_whatever_is_tapped_later(self, tapping: Tapping) -> None:
        tapping.taps.act(tapping.token(TapAction.STOP))
        tapping.taps.act(tapping.token(TapAction.DONE))
        assert tapping.nudges()["nud_1"].answer is TapAction.STOP
        assert tapping.pledge().outcome is Outcome.KEPT

    def test_everything(self, tapping: Tapping) -> None:
        result = tapping.taps.act(tapping.token(TapAction.STOP_ALL))
        assert result.is_new
        assert tapping.waiting() == {"nud_5"}
        participant = tapping.participant()
        assert (participant.nudging.stopped_at is not None, participant.revision) == (True, 2)
        assert tapping.participant(2).nudging.stopped_at is None
        assert tapping.nudges()["nud_1"].answer is TapAction.STOP_ALL

    def test_a_second_time_changes_nothing(self, tapping: Tapping) -> None:
        token = tapping.token(TapAction.STOP_ALL)
        tapping.taps.act(token)
        before = tapping.everything()
        assert tapping.taps.act(token).standing is Standing.NOTED
        assert tapping.everything() == before

    def test_who_is_nudged_again_can_stop_again(self, tapping: Tapping) -> None:
        """The one thing that a link does more than once: it must never be in vain."""
        token = tapping.token(TapAction.STOP_ALL)
        tapping.taps.act(token)
        with tapping.store.begin() as records:
            records.save_participant(replace(tapping.participant(), nudging=NudgePreferences(), revision=3))
        assert tapping.taps.act(token).is_new
        assert tapping.participant().nudging.stopped_at is not None

    def test_a_pledge_that_was_erased_is_no_reason_to_go_on(self, tapping: Tapping) -> None:
        token = tapping.token(TapAction.STOP_ALL, pledge="ple_9", nudge="nud_9")
        assert tapping.taps.act(token).is_new
        assert tapping.waiting() == {"nud_5"}

    def test_it_is_tried_again_when_somebody_else_changes_the_person(self, tapping: Tapping) -> None:
        class Busy:
            """Says twice that somebody else was faster."""

            def __init__(self) -> None:
                self.n_refused = 0
                self.check = tapping.store.check

            def begin(self, *, read_only: bool = False):  # type: ignore[no-untyped-def]  # as the store
                if not read_only and self.n_refused < 2:
                    self.n_refused += 1
                    raise Conflict("revision-changed", "Somebody else was faster.")
                return tapping.store.begin(read_only=read_only)

        assert tapping.over(Busy()).act(tapping.token(TapAction.STOP_ALL)).is_new


class FakeReplanner:
    """Writes down what it is asked."""

    def __init__(self) -> None:
        self.read_texts: list[str] = []
        self.planned: list[tuple[str, PledgeGist | None]] = []

    def read(self, pledge: StoredPledge, text: str, now: datetime) -> PledgeGist:
        self.read_texts.append(text)
        return make_gist()

    def replan(self, records: Records, pledge: StoredPledge, gist: PledgeGist | None, now: datetime) -> None:
        assert records.pledge(pledge.tenant, pledge.id) == pledge
        self.planned.append((pledge.text, gist))
