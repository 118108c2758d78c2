"""Nudges follow their pledge: planned with it, in its transaction, and gone or moved with it at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from nudge.app.check_ins import CheckIn
from nudge.app.pledge_terms import PledgeTerms
from nudge.domain.errors import Conflict, Invalid
from nudge.domain.nudge_policies import Moment, NudgePreferences, Programme
from nudge.domain.nudges import WAITING, Decision, NudgeState, StoredNudge
from nudge.domain.pledges import Outcome
from nudge.domain.records import StoredPledge
from tests.app.world import World, policy
from tests.makers import NOON

BERLIN = ZoneInfo("Europe/Berlin")
DUE = NOON + timedelta(days=9)
HERE = NudgePreferences(time_zone="Europe/Berlin")
TEXT = "I'll ask Wilhelmina to run the stand-up"


@pytest.fixture
def ana(world: World) -> str:
    return world.participant("ana", nudging=HERE)


def make(world: World, who: str, text: str = TEXT, **due: Any) -> StoredPledge:
    terms = PledgeTerms(text, **({"due_at": DUE} | due))
    return world.services.pledges.make(world.tenant, who, terms)


def nudges(world: World, pledge: StoredPledge) -> list[StoredNudge]:
    return list(world.services.nudges.list(world.tenant, pledge=pledge.id, limit=100).items)


def waiting(world: World, pledge: StoredPledge) -> dict[Moment, StoredNudge]:
    return {one.moment: one for one in nudges(world, pledge) if one.state in WAITING}


def prefer(world: World, who: str, **changes: Any) -> None:
    stored = world.services.participants.get(world.tenant, who)
    wanted = replace(stored, nudging=replace(stored.nudging, **changes))
    world.services.participants.change(wanted, expected_revision=stored.revision)


def test_every_moment_has_a_decision_with_a_reason(world: World, ana: str) -> None:
    """A pledge leaves a decision for every moment: sent with a wording, or not sent and why."""
    rows = nudges(world, make(world, ana))
    assert {row.moment for row in rows} == set(Moment)
    assert all(row.reason for row in rows)
    for row in rows:
        is_sent = row.decision is Decision.SEND
        assert row.state is (NudgeState.PLANNED if is_sent else NudgeState.SKIPPED)
        assert bool(row.template) is is_sent
    assert {row.policy for row in rows} == {policy().version}


def test_what_is_planned_is_at_allowed_times(world: World, ana: str) -> None:
    """On working days, outside the policy's quiet hours, by the person's wall."""
    for nudge in waiting(world, make(world, ana)).values():
        assert nudge.due_at
        wall = nudge.due_at.astimezone(BERLIN)
        assert wall.weekday() < 5
        assert 8 <= wall.hour < 20
        assert (wall.date(), wall.time()) == (nudge.local_on, nudge.local_at)


def test_nothing_waits_once_it_is_done(world: World, ana: str) -> None:
    """The check-in cancels in its own transaction; taking it back plans again."""
    pledge = make(world, ana)
    n_waiting = len(waiting(world, pledge))
    assert n_waiting
    check_in = world.services.pledges.check_in
    check_in(world.tenant, pledge.id, CheckIn(Outcome.KEPT))
    assert not waiting(world, pledge)
    assert {n.reason for n in nudges(world, pledge) if n.state is NudgeState.CANCELLED} == {"done"}
    check_in(world.tenant, pledge.id, CheckIn(Outcome.NOT_SAID))
    assert len(waiting(world, pledge)) == n_waiting


def test_closing_a_conversation_plans_and_cancels(world: World, ana: str) -> None:
    """A pledge made in closing gets its nudges; a check-in on the last one ends those of the last one."""
    pair = world.pair(ana, world.participant("ben"))
    first, second = (world.services.conversations.plan(world.tenant, pair.id) for _ in range(2))
    close = world.services.conversations.close
    close(world.tenant, first.id, pledges={ana: PledgeTerms(TEXT, DUE)})
    [pledge] = world.services.pledges.list(world.tenant, ana).items
    assert waiting(world, pledge)
    close(world.tenant, second.id, check_ins={ana: CheckIn(Outcome.PARTLY)})
    assert not waiting(world, pledge)


def test_a_changed_date_moves_what_waits_and_leaves_the_rest(world: World, ana: str) -> None:
    """What stays the same keeps its row; what doesn't is cancelled with the reason."""
    pledge = make(world, ana)
    before = waiting(world, pledge)
    terms = PledgeTerms(pledge.text, DUE + timedelta(days=7))
    world.services.pledges.change(world.tenant, pledge.id, terms, expected_revision=pledge.revision)
    after = waiting(world, pledge)
    assert after[Moment.OUTCOME].id != before[Moment.OUTCOME].id
    cancelled = [one for one in nudges(world, pledge) if one.state is NudgeState.CANCELLED]
    assert {one.reason for one in cancelled} == {"replanned"}
    assert {one.id for one in cancelled} >= {before[Moment.OUTCOME].id}


def test_planning_again_without_a_change_touches_nothing(world: World, ana: str) -> None:
    """The same rows, also those of what isn't sent: the log doesn't grow by itself."""
    pledge = make(world, ana)
    before = nudges(world, pledge)
    with world.store.begin() as records:
        world.services.plans.replan_all(records, world.tenant, ana, NOON + timedelta(minutes=1))
    assert nudges(world, pledge) == before


def test_a_moved_conversation_moves_prepare(world: World, ana: str) -> None:
    """Planned later, the nudge before it comes later; without a time there is none."""
    pair = world.pair(ana, world.participant("ben"))
    plan, move = world.services.conversations.plan, world.services.conversations.move
    conversation = plan(world.tenant, pair.id, planned_at=NOON + timedelta(days=12, hours=3))
    pledge = make(world, ana, due_at=None)
    first = waiting(world, pledge)[Moment.PREPARE].due_at
    later = move(world.tenant, conversation.id, NOON + timedelta(days=14, hours=3), expected_revision=1)
    assert first == NOON + timedelta(days=11, hours=-5)
    assert waiting(world, pledge)[Moment.PREPARE].due_at == NOON + timedelta(days=14, hours=-1)
    move(world.tenant, conversation.id, None, expected_revision=later.revision)
    assert Moment.PREPARE not in waiting(world, pledge)
    with pytest.raises(Conflict, match="changed meanwhile"):
        move(world.tenant, conversation.id, NOON + timedelta(days=3), expected_revision=1)


def test_who_moves_is_nudged_by_the_new_wall(world: World, ana: str) -> None:
    """Local date, time and zone are what was meant; UTC follows."""
    pledge = make(world, ana)
    prefer(world, ana, time_zone="America/New_York")
    for nudge in waiting(world, pledge).values():
        assert nudge.zone == "America/New_York"
        assert nudge.due_at
        wall = nudge.due_at.astimezone(ZoneInfo(nudge.zone))
        assert (wall.date(), wall.time()) == (nudge.local_on, nudge.local_at)


def test_who_stops_gets_nothing_more(world: World, ana: str) -> None:
    """All of it, at once, for pledges to come too; and again when they want."""
    pledge = make(world, ana)
    prefer(world, ana, stopped_at=NOON)
    assert not waiting(world, pledge)
    other = make(world, ana, "I'll read the handbook")
    assert {one.reason for one in nudges(world, other)} == {"stopped"}
    prefer(world, ana, stopped_at=None)
    assert waiting(world, other)


def test_without_any_zone_nothing_is_planned_and_the_log_says_why(world: World) -> None:
    """Never UTC by silence; the programme's zone does."""
    ben = world.participant("ben")
    pledge = make(world, ben)
    assert {one.reason for one in nudges(world, pledge)} == {"time_zone_missing"}
    world.services.programmes.save(
        Programme(world.tenant, policy(), time_zone="Europe/Helsinki"), expected_revision=0
    )
    assert {one.zone for one in waiting(world, pledge).values()} == {"Europe/Helsinki"}


def test_a_zone_that_comes_later_is_used_for_what_the_words_name(world: World) -> None:
    """ "By Friday" couldn't be placed before; it is seen from when the pledge was made."""
    ben = world.participant("ben")
    pledge = make(world, ben, "By Friday I will ask Priya", due_at=None)
    prefer(world, ben, time_zone="Europe/Berlin")
    assert waiting(world, pledge)[Moment.CUE].local_on == (NOON + timedelta(days=4)).date()


def test_two_pledges_share_the_days(world: World, ana: str) -> None:
    """At most one nudge a day to a person, over all pledges."""
    pledges = [make(world, ana, f"I'll read chapter {n} on Monday") for n in range(4)]
    days = [one.local_on for pledge in pledges for one in waiting(world, pledge).values()]
    assert len(days) == len(set(days)) >= 4


def test_nobody_hears_of_the_partner(world: World, ana: str) -> None:
    """Every row is of who made the pledge."""
    ben = world.participant("ben", nudging=HERE)
    pair = world.pair(ana, ben)
    world.services.conversations.plan(world.tenant, pair.id, planned_at=NOON + timedelta(days=12))
    make(world, ana)
    assert not world.services.nudges.list(world.tenant, participant=ben).items


def test_what_a_person_moved_stays_where_they_put_it(world: World, ana: str) -> None:
    """A new plan leaves it there, and makes no second one of its moment."""
    pledge = make(world, ana)
    outcome = waiting(world, pledge)[Moment.OUTCOME]
    assert outcome.due_at
    until = outcome.due_at + timedelta(days=2)
    world.services.nudges.snooze(world.tenant, outcome.id, until)
    prefer(world, ana, working_days=frozenset({0, 1, 2, 3}))
    same = [one for one in nudges(world, pledge) if one.moment is Moment.OUTCOME and one.state in WAITING]
    assert [(one.id, one.due_at) for one in same] == [(outcome.id, until)]


@pytest.mark.parametrize(
    ("until", "code"),
    [(NOON - timedelta(days=1), "snooze-in-the-past"), (NOON + timedelta(days=90), "snooze-too-far")],
)
def test_a_nudge_moves_to_a_time_that_makes_sense(world: World, ana: str, until: datetime, code: str) -> None:
    """Not into the past, not out of sight."""
    nudge = waiting(world, make(world, ana))[Moment.OUTCOME]
    with pytest.raises(Invalid) as caught:
        world.services.nudges.snooze(world.tenant, nudge.id, until)
    assert caught.value.code == code


def test_only_what_waits_can_be_cancelled(world: World, ana: str) -> None:
    """Twice is fine; what was decided against can't be."""
    pledge = make(world, ana)
    rows = nudges(world, pledge)
    waits = next(one for one in rows if one.state in WAITING)
    skipped = next(one for one in rows if one.state is NudgeState.SKIPPED)
    for _ in range(2):
        assert world.services.nudges.cancel(world.tenant, waits.id).state is NudgeState.CANCELLED
    with pytest.raises(Conflict) as caught:
        world.services.nudges.cancel(world.tenant, skipped.id)
    assert caught.value.code == "nudge-not-waiting"


def test_what_was_cancelled_by_hand_is_not_planned_again(world: World, ana: str) -> None:
    """Until the pledge changes: then it is another one."""
    pledge = make(world, ana)
    outcome = waiting(world, pledge)[Moment.OUTCOME]
    world.services.nudges.cancel(world.tenant, outcome.id)
    prefer(world, ana, time_zone="Europe/Helsinki")
    assert Moment.OUTCOME not in waiting(world, pledge)
    terms = PledgeTerms("I'll ask Priya", DUE)
    world.services.pledges.change(world.tenant, pledge.id, terms, expected_revision=pledge.revision)
    assert Moment.OUTCOME in waiting(world, pledge)


def test_what_waits_for_its_next_try_isnt_lost(world: World, ana: str) -> None:
    """Something else changes meanwhile: it is tried all the same, unless the pledge itself changes."""
    pledge = make(world, ana)
    nudge = waiting(world, pledge)[Moment.OUTCOME]
    assert nudge.due_at
    with world.store.begin() as records:
        again = replace(nudge, attempts=1, due_at=nudge.due_at + timedelta(minutes=5), local_at=None)
        records.settle(again, was=NudgeState.PLANNED)
    prefer(world, ana, time_zone="Europe/Helsinki")
    assert waiting(world, pledge)[Moment.OUTCOME].id == nudge.id
    terms = PledgeTerms("I'll ask Priya", DUE)
    world.services.pledges.change(world.tenant, pledge.id, terms, expected_revision=pledge.revision)
    assert waiting(world, pledge)[Moment.OUTCOME].id != nudge.id


def test_erasing_takes_the_nudges_too(world: World, ana: str) -> None:
    """The receipt counts them."""
    rows = nudges(world, make(world, ana))
    receipt = world.services.participants.erase(world.tenant, ana)
    assert receipt.counts["nudges"] == len(rows)
    with world.store.begin(read_only=True) as records:
        assert not records.nudges(world.tenant).items


def test_the_lots_of_a_trial_are_logged(world: World) -> None:
    """Half of the moments' nudges go out, and each row says with which probability it would have."""
    half = {moment: replace(rule, probability=0.5) for moment, rule in policy().moments.items()}
    trial = replace(policy(), version="trial", moments=half)
    world.services.programmes.save(
        Programme(world.tenant, trial, time_zone="Europe/Berlin"), expected_revision=0
    )
    outcomes = [
        one
        for number in range(40)
        for one in nudges(world, make(world, world.participant(f"p{number}")))
        if one.moment is Moment.OUTCOME
    ]
    sent = [one for one in outcomes if one.decision is Decision.SEND]
    assert {one.probability for one in outcomes} == {0.5}
    assert {one.reason for one in outcomes if one not in sent} == {"trial_control"}
    assert 10 <= len(sent) <= 30
