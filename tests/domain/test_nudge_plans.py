"""Plans as a considerate friend would make them, case by case; what never happens: test_plan_properties."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from nudge.domain.errors import Invalid
from nudge.domain.nudge_caps import n_gone_out
from nudge.domain.nudge_plans import plan
from nudge.domain.nudge_policies import Moment, NudgePreferences, QuietHours
from nudge.domain.nudge_requests import EarlierNudge, PlanRequest
from nudge.domain.nudges import Decision, NamedTime, NudgeState, PlannedNudge
from nudge.domain.specificity import PledgeKind
from tests.domain.plan_requests import NOW, POLICY, make_request, sent

EVENINGS = (QuietHours(time(18), time(8, 30)),)
FRIDAY, NEXT_FRIDAY = "2026-11-20T18:00:00+01:00", "2026-11-27T18:00:00+01:00"
SESSION = "2026-12-02T15:00:00+01:00"


def told(request: PlanRequest) -> dict[str, str]:
    """What is sent when, as "Fri 20 08:30", and why the rest isn't, by moment."""
    found: dict[str, str] = {}
    for nudge in plan(request):
        if nudge.decision is Decision.SKIP:
            found[nudge.moment] = nudge.reason
        else:
            found[nudge.moment] = "; ".join(filter(None, [found.get(nudge.moment, ""), _at(nudge)]))
    return found


def _at(nudge: PlannedNudge) -> str:
    assert nudge.local_on
    assert nudge.local_at
    return f"{nudge.local_on:%a %d} {nudge.local_at:%H:%M}"


def only(request: PlanRequest, moment: Moment) -> PlannedNudge:
    """The one decision on a moment."""
    [found] = [nudge for nudge in plan(request) if nudge.moment is moment]
    return found


def test_the_example_of_the_interface() -> None:
    """Due on Friday evening, said on Wednesday: a cue that morning, a question after, and no more before."""
    request = make_request(
        FRIDAY, session=SESSION, named=(NamedTime(date(2026, 11, 20)),), person_quiet_hours=EVENINGS
    )
    assert told(request) == {
        "sharpen": "clear_enough",
        "cue": "Fri 20 08:30",
        "midway": "too_close_to_cue",
        "eve": "too_close_to_cue",
        "outcome": "Mon 23 08:30",
        "prepare": "Wed 02 11:00",
    }
    cue = only(request, Moment.CUE)
    assert cue.due_at == datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
    assert cue.reason == "morning_of_the_day"
    assert only(request, Moment.MIDWAY).due_at is None
    assert only(request, Moment.EVE).due_at == datetime(2026, 11, 19, 7, 30, tzinfo=UTC)


def test_a_vague_pledge_is_asked_first() -> None:
    """Its missing piece soon after; not when there is nothing to ask, nor when it is due the next day."""
    vague: dict[str, Any] = {"gist_is_clear": False, "gist_ask": "Which of them?"}
    assert told(make_request(NEXT_FRIDAY, **vague))["sharpen"] == "Wed 18 18:00"
    assert told(make_request(NEXT_FRIDAY, gist_is_clear=False))["sharpen"] == "nothing_to_ask"
    assert told(make_request("2026-11-19T16:00:00+01:00", **vague))["sharpen"] == "due_too_soon"
    assert told(make_request(FRIDAY, **vague))["sharpen"] == "too_close_to_cue"
    late = make_request(NEXT_FRIDAY, now=NOW.replace(hour=19), **vague)
    assert told(late)["sharpen"] == "Thu 19 08:00"
    friday_evening = NOW.replace(day=20, hour=19)
    assert told(make_request(SESSION, now=friday_evening, **vague))["sharpen"] == "Mon 23 08:00"
    assert told(replace(late, now=NOW + timedelta(days=8)))["sharpen"] == "already_past"


@pytest.mark.parametrize(
    ("on", "at", "quiet", "expected"),
    [
        (19, time(14), EVENINGS, "Thu 19 13:30"),
        (19, time(8, 45), EVENINGS, "Thu 19 08:30"),
        (19, time(8, 30), EVENINGS, "Wed 18 17:30"),
        (20, time(19), EVENINGS, "Fri 20 17:30"),
        (20, time(7), EVENINGS, "Thu 19 17:30"),
        (20, None, (QuietHours(time(12), time(13)),), "Fri 20 08:00"),
        (20, time(13, 10), (QuietHours(time(12), time(13)), *EVENINGS), "Fri 20 13:00"),
        (21, time(9), EVENINGS, "Sat 21 08:30"),
        (22, time(7), EVENINGS, "Sat 21 17:30"),
        (23, time(7), EVENINGS, "no_allowed_time"),
        (20, time(14), (QuietHours(time(8), time(8)),), "no_allowed_time"),
        (18, time(16, 10), (), "due_too_soon"),
        (18, time(16, 20), (), "Wed 18 16:10"),
        (18, time(15), (), "already_past"),
        (17, time(15), (), "already_past"),
    ],
)
def test_a_cue_comes_just_before_the_moment(
    on: int, at: time | None, quiet: tuple[QuietHours, ...], expected: str
) -> None:
    """Half an hour before; nearer when quiet hours end only then; before they begin when it lies in them."""
    request = make_request(named=(NamedTime(date(2026, 11, on), at),), person_quiet_hours=quiet)
    assert told(request)["cue"] == expected


def test_a_deadline_is_cued_in_the_morning() -> None:
    """ "By Friday noon" leaves the morning to act; "at noon" needs half an hour."""
    by, at = (
        NamedTime(date(2026, 11, 20), time(12), is_deadline=True),
        NamedTime(date(2026, 11, 20), time(12)),
    )
    due = "2026-11-20T12:00:00+01:00"
    assert told(make_request(due, named=(by,)))["cue"] == "Fri 20 08:00"
    assert told(make_request(due, named=(at,)))["cue"] == "Fri 20 11:30"


def test_a_habit_has_as_many_cues_as_there_is_room_for() -> None:
    """The next occurrences, spaced, no eve; the question afterwards keeps its place."""
    habit = NamedTime(date(2026, 11, 19), time(9, 30), True, frozenset({1, 3}))
    request = make_request(named=(habit,), gist_kind=PledgeKind.HABIT)
    assert told(request)["cue"] == "Thu 19 09:00; Tue 24 09:00"
    assert told(request)["eve"] == "not_for_this_kind"
    assert told(request)["outcome"] == "Thu 03 08:00"
    daily = NamedTime(date(2026, 11, 19), time(9, 30), True, frozenset(range(7)))
    assert told(make_request(named=(daily,)))["cue"] == "Thu 19 09:00; Fri 20 09:00"
    saturdays = NamedTime(None, time(9), True, frozenset({5}))
    assert told(make_request(named=(saturdays,)))["cue"] == "Sat 21 08:30; Sat 28 08:30"


def test_noticing_is_not_pushed_and_waiting_is_supported() -> None:
    """Who notices has a cue and a question; who waits has neither cue nor eve, but a word half way."""
    notice = told(make_request(NEXT_FRIDAY, gist_kind=PledgeKind.NOTICE))
    assert (notice["midway"], notice["eve"]) == ("not_for_this_kind", "not_for_this_kind")
    assert (notice["cue"], notice["outcome"]) == ("Fri 27 08:00", "Mon 30 08:00")
    wait = told(make_request(NEXT_FRIDAY, gist_kind=PledgeKind.WAIT))
    assert (wait["cue"], wait["eve"]) == ("not_for_this_kind", "not_for_this_kind")
    assert (wait["midway"], wait["outcome"]) == ("Mon 23 08:00", "Mon 30 08:00")


def test_due_in_an_hour_and_due_already() -> None:
    """One cue if there is time for it, then the question; what is over is only asked about, for two weeks."""
    soon = told(make_request("2026-11-18T17:00:00+01:00"))
    assert (soon["cue"], soon["outcome"]) == ("Wed 18 16:30", "Thu 19 12:30")
    at_once = told(make_request("2026-11-18T16:10:00+01:00"))
    assert (at_once["cue"], at_once["outcome"]) == ("due_too_soon", "Thu 19 08:00")
    made = NOW - timedelta(days=30)
    over = told(make_request("2026-11-16T18:00:00+01:00", made=made))
    assert over.pop("outcome") == "Thu 19 08:00"
    assert over.pop("prepare") == "no_next_session"
    assert set(over.values()) == {"already_past"}
    long_over = told(make_request("2026-11-02T18:00:00+01:00", made=made))
    assert long_over["outcome"] == "already_past"


def test_a_late_start_has_what_is_still_to_come() -> None:
    """Planned first two weeks after it was made: no sharpening, the middle a bit late and never at once."""
    late = told(
        make_request(NEXT_FRIDAY, made=NOW - timedelta(days=12), gist_is_clear=False, gist_ask="Who?")
    )
    assert late["sharpen"] == "already_past"
    assert late["midway"] == "Wed 18 18:00"
    assert (late["cue"], late["eve"], late["outcome"]) == ("Fri 27 08:00", "too_close_to_cue", "Mon 30 08:00")


def test_without_a_date_it_runs_until_the_conversation() -> None:
    """Midway and prepare by the conversation, the question after it; without one, after two weeks."""
    with_session = told(make_request(session=SESSION))
    assert with_session == {
        "sharpen": "clear_enough",
        "cue": "no_time_named",
        "midway": "Wed 25 08:00",
        "eve": "no_due_date",
        "prepare": "Wed 02 11:00",
        "outcome": "Thu 03 08:00",
    }
    alone = told(make_request())
    assert alone["outcome"] == "Thu 03 08:00"
    assert (alone["midway"], alone["prepare"]) == ("no_due_date", "no_next_session")


def test_the_conversation_it_was_made_for_ends_it() -> None:
    """Over without a word on the pledge: the question comes the morning after, and again not by the next."""
    request = make_request(made=NOW - timedelta(days=14), session=SESSION, pledge_session_at=NOW)
    found = told(request)
    assert (found["midway"], found["outcome"]) == ("already_past", "Thu 19 08:00")
    assert only(request, Moment.OUTCOME).reason == "morning_after_conversation"


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        ("2026-12-02T15:00:00+01:00", "Wed 02 11:00"),
        ("2026-12-02T12:00:00+01:00", "Wed 02 08:00"),
        ("2026-12-02T11:59:00+01:00", "Tue 01 08:00"),
        ("2026-12-07T09:00:00+01:00", "Fri 04 08:00"),
        ("2026-12-05T15:00:00+01:00", "Fri 04 08:00"),
        ("2026-11-19T10:00:00+01:00", "made_only_now"),
    ],
)
def test_preparing_for_the_conversation(session: str, expected: str) -> None:
    """Some hours before, or the working morning before when it is early or on a day off."""
    assert told(make_request(session=session))["prepare"] == expected


def test_nobody_is_told_what_was_said_a_moment_ago() -> None:
    """Made in the morning before the morning on which to prepare: that is now, so nothing is sent."""
    request = make_request(now=NOW.replace(hour=8), session="2026-11-19T09:30:00+01:00")
    assert told(request)["prepare"] == "no_working_moment_before_due"


def test_the_conversation_asks_in_place_of_the_question() -> None:
    """Due shortly before the next conversation: its check-in asks. Moved away: the question comes again."""
    due = "2026-12-01T18:00:00+01:00"
    near = told(make_request(due, session=SESSION))
    assert (near["prepare"], near["outcome"]) == ("Wed 02 11:00", "too_close_to_prepare")
    moved = told(make_request(due, session="2026-12-16T15:00:00+01:00"))
    assert (moved["prepare"], moved["outcome"]) == ("Wed 16 11:00", "Wed 02 08:00")
    before = told(make_request(due, session="2026-11-25T15:00:00+01:00"))
    assert (before["prepare"], before["outcome"]) == ("Wed 25 11:00", "Wed 02 08:00")


def test_weekends_and_chains_of_holidays() -> None:
    """Due on a Saturday nobody named: the eve. Easter and Christmas are stepped over."""
    saturday = told(make_request("2026-11-28T12:00:00+01:00"))
    assert (saturday["cue"], saturday["eve"]) == ("not_a_working_day", "Fri 27 08:00")
    christmas = frozenset({date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 26)})
    now = datetime.fromisoformat("2026-12-14T10:00:00+01:00")
    due = "2026-12-23T18:00:00+01:00"
    assert told(make_request(due, now=now, free_days=christmas))["outcome"] == "Mon 28 08:00"
    easter = frozenset({date(2027, 3, 26), date(2027, 3, 29)})
    now = datetime.fromisoformat("2027-03-15T10:00:00+01:00")
    on_holiday = told(make_request("2027-03-29T18:00:00+02:00", now=now, free_days=easter))
    assert (on_holiday["cue"], on_holiday["eve"]) == ("not_a_working_day", "Thu 25 08:00")
    assert on_holiday["outcome"] == "Tue 30 08:00"


def test_who_can_never_be_nudged() -> None:
    """Quiet all day, or no working days: all is skipped with a reason; what is named may still come."""
    all_day = told(make_request(NEXT_FRIDAY, person_quiet_hours=(QuietHours(time(9), time(9)),)))
    assert (all_day["cue"], all_day["outcome"]) == ("no_allowed_time", "no_allowed_time")
    never = make_request(NEXT_FRIDAY, named=(NamedTime(date(2026, 11, 27)),), person_working_days=frozenset())
    assert told(never)["outcome"] == "no_allowed_time"
    assert told(never)["cue"] == "Fri 27 08:00"


def test_done_and_stopped() -> None:
    """Every moment is there, with the one reason and no instant."""
    done = plan(make_request(NEXT_FRIDAY, pledge_is_open=False))
    assert [(nudge.moment, nudge.reason, nudge.due_at) for nudge in done] == [
        (moment, "pledge_done", None) for moment in Moment
    ]
    stopped = make_request(NEXT_FRIDAY, person_stopped_at=NOW)
    assert {nudge.reason for nudge in plan(stopped)} == {"stopped"}
    assert {n.reason for n in plan(make_request(NEXT_FRIDAY, pledge_is_stopped=True))} == {"stopped"}


def test_two_ignored_in_a_row_make_a_pause() -> None:
    """For a week only the question what became of it; an answer, or a nudge of today, makes none."""
    ignored = [sent("2026-11-13T09:00:00+01:00"), sent("2026-11-16T09:00:00+01:00")]
    paused = told(make_request(FRIDAY, earlier=ignored))
    assert (paused["cue"], paused["outcome"]) == ("two_ignored", "Mon 23 08:00")
    answered = [ignored[0], replace(ignored[1], was_answered=True)]
    assert told(make_request(FRIDAY, earlier=answered))["cue"] == "Fri 20 08:00"
    fresh = [ignored[0], sent("2026-11-18T09:00:00+01:00")]
    assert told(make_request(FRIDAY, earlier=fresh))["cue"] == "Fri 20 08:00"
    assert told(make_request("2026-11-24T18:00:00+01:00", earlier=ignored))["cue"] == "Tue 24 08:00"


def test_other_pledges_have_their_places() -> None:
    """A nudge moves inside its window or gives way; what waits for this very pledge is replaced."""
    on_friday = sent("2026-11-20T08:00:00+01:00", state=NudgeState.PLANNED)
    assert told(make_request(FRIDAY, earlier=[on_friday]))["cue"] == "most_a_day"
    on_thursday = sent("2026-11-19T15:00:00+01:00", state=NudgeState.PLANNED)
    assert told(make_request(FRIDAY, earlier=[on_thursday]))["cue"] == "Fri 20 11:00"
    on_monday = sent("2026-11-23T10:00:00+01:00", state=NudgeState.QUEUED)
    assert told(make_request(FRIDAY, earlier=[on_monday]))["outcome"] == "Tue 24 08:00"
    named = (NamedTime(date(2026, 11, 18), time(17)),)
    early = sent("2026-11-19T12:15:00+01:00", state=NudgeState.PLANNED)
    assert told(make_request(named=named, earlier=[early]))["cue"] == "Wed 18 16:15"
    earlier = sent("2026-11-19T11:30:00+01:00", state=NudgeState.PLANNED)
    assert told(make_request(named=named, earlier=[earlier]))["cue"] == "too_close_to_another"
    own = replace(on_friday, pledge="ple_1")
    assert told(make_request(FRIDAY, earlier=[own]))["cue"] == "Fri 20 08:00"


def test_what_was_sent_is_not_sent_again() -> None:
    """Nor with a fourth nudge; a new date earns a new cue."""
    cue = sent("2026-11-17T08:00:00+01:00", pledge="ple_1")
    made = NOW - timedelta(days=3)
    assert told(make_request(NEXT_FRIDAY, made=made, earlier=[cue]))["cue"] == "sent_before"
    changed = make_request(NEXT_FRIDAY, made=made, earlier=[cue], pledge_changed_at=NOW)
    assert told(changed)["cue"] == "Fri 27 08:00"
    three = [replace(cue, at=cue.at - timedelta(days=n), was_answered=True) for n in (0, 1, 2)]
    assert set(told(make_request(FRIDAY, made=made, earlier=three)).values()) >= {"most_a_pledge"}


def test_a_date_that_the_person_chose_counts_more_than_the_words() -> None:
    """The words named one Friday, the person confirmed the other."""
    request = make_request(NEXT_FRIDAY, named=(NamedTime(date(2026, 11, 20)),))
    assert told(request)["cue"] == "Fri 27 08:00"


def test_horizon_courier_snooze_policy_and_trial() -> None:
    """Each has its code, and keeps the instant where there is one."""
    far = make_request(NEXT_FRIDAY, last_day=date(2026, 11, 28))
    assert only(far, Moment.OUTCOME).reason == "after_horizon"
    assert only(far, Moment.OUTCOME).due_at == datetime(2026, 11, 30, 7, tzinfo=UTC)
    assert told(make_request(FRIDAY, courier=None))["cue"] == "no_courier"
    snoozed = make_request(FRIDAY, pledge_snoozed_until=NOW.replace(day=24))
    assert (told(snoozed)["cue"], told(snoozed)["outcome"]) == ("snoozed", "Tue 24 16:00")
    rules = dict(POLICY.moments)
    rules[Moment.CUE] = replace(rules[Moment.CUE], is_on=False)
    del rules[Moment.OUTCOME]
    off = told(make_request(FRIDAY, policy=replace(POLICY, moments=rules)))
    assert (off["cue"], off["outcome"]) == ("not_in_policy", "not_in_policy")
    rules = {moment: replace(rule, probability=0.4) for moment, rule in POLICY.moments.items()}
    trial = make_request(FRIDAY, policy=replace(POLICY, moments=rules), draw=lambda moment, n: 0.5)
    assert only(trial, Moment.CUE).reason == "trial_control"
    assert only(trial, Moment.CUE).probability == 0.4
    assert only(trial, Moment.CUE).due_at
    lucky = only(replace(trial, draw=lambda moment, n: 0.39), Moment.CUE)
    assert (lucky.decision, lucky.probability) == (Decision.SEND, 0.4)


def test_learning_chooses_among_the_leads_of_the_policy() -> None:
    """A learned lead is used and told; one that isn't allowed is not."""
    named = (NamedTime(date(2026, 11, 20), time(14)),)
    two_hours = make_request(named=named, leads={Moment.CUE: timedelta(hours=2)})
    assert told(two_hours)["cue"] == "Fri 20 12:00"
    assert only(two_hours, Moment.CUE).lead == timedelta(hours=2)
    assert told(make_request(named=named, leads={Moment.CUE: timedelta(hours=5)}))["cue"] == "Fri 20 13:30"


def test_a_zone_is_never_guessed() -> None:
    """Without the person's, the programme's and the pledge's: an error that says what to do."""
    request = make_request(FRIDAY)
    nowhere = replace(request, programme=replace(request.programme, time_zone=None))
    with pytest.raises(Invalid) as caught:
        plan(nowhere)
    assert caught.value.code == "time-zone-missing"
    assert "Europe/Berlin" in caught.value.message
    there = replace(nowhere, person=NudgePreferences(time_zone="Asia/Kathmandu"))
    assert only(there, Moment.CUE).zone == "Asia/Kathmandu"
    pledge = replace(nowhere, pledge=replace(request.pledge, zone="Asia/Tokyo"))
    assert only(pledge, Moment.OUTCOME).zone == "Asia/Tokyo"
    both = replace(pledge, programme=request.programme)
    assert only(both, Moment.OUTCOME).zone == "Asia/Tokyo"


def test_what_was_asked_for_later_uses_up_nothing() -> None:
    """Two snoozes leave the pledge all of its own nudges; a pledge that was changed begins anew."""
    made = datetime(2026, 11, 2, 9, tzinfo=UTC)
    before = [
        EarlierNudge("ple", Moment.CUE, NudgeState.SENT, made + timedelta(days=n), was_asked_for=n > 0)
        for n in range(3)
    ]
    assert n_gone_out(before, "ple", made) == 1
    assert n_gone_out(before, "ple", made + timedelta(hours=1)) == 0
    assert n_gone_out(before, "other", made) == 0
