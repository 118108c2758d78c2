"""What each action of a link does, in the transaction of whoever calls."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from nudge.app.check_ins import CheckIn, checked_in
from nudge.app.histories import next_session_of
from nudge.app.pledges import saved
from nudge.app.ports import Records
from nudge.app.snoozes import Snooze, moment_on, snoozed
from nudge.app.tap_views import Standing, TapResult
from nudge.domain.errors import Invalid, NotFound
from nudge.domain.letters import Tap, TapAction
from nudge.domain.nudges import StoredNudge
from nudge.domain.pledges import Outcome
from nudge.domain.quiet_hours import OpenHours
from nudge.domain.records import Participant, PledgeState, StoredPledge


@dataclass(frozen=True, slots=True)
class Tapped:
    """What a link is about, as it is stored now."""

    tap: Tap
    now: datetime
    pledge: StoredPledge
    nudge: StoredNudge
    participant: Participant


def tapped(records: Records, tap: Tap, now: datetime) -> Tapped:
    """What the link is about. The pledge first: who changes it and its nudges waits here, not later.

    Raises:
        NotFound: when it was erased meanwhile.
        Invalid: `link-invalid` when they don't belong together.
    """
    pledge = records.pledge(tap.tenant, tap.pledge)
    nudge = records.nudge(tap.tenant, tap.nudge)
    owners = {tap.participant, pledge.participant, nudge.participant}
    if nudge.pledge != pledge.id or len(owners) > 1:
        raise Invalid("link-invalid", "This isn't a link of ours, or it is incomplete.")
    return Tapped(tap, now, pledge, nudge, records.participant(tap.tenant, tap.participant))


def standing(records: Records, one: Tapped) -> Standing:
    """How things stand for the link."""
    action = one.tap.action
    if one.pledge.state is PledgeState.CLOSED:
        return Standing.CLOSED
    if action is TapAction.LATER and _is_stopped(records, one):
        return Standing.STOPPED
    if action is TapAction.STOP:
        return Standing.NOTED if _is_stopped(records, one) else Standing.OPEN
    if action is TapAction.CHANGE and not one.participant.nudging.shows_words:
        return Standing.ELSEWHERE
    return Standing.NOTED if one.nudge.answer is action else Standing.OPEN


def standing_for_all(participant: Participant) -> Standing:
    """Whether a link that stops everything has something to stop."""
    return Standing.OPEN if participant.nudging.stopped_at is None else Standing.NOTED


def check_in(records: Records, one: Tapped, outcome: Outcome) -> TapResult:
    """Write down what became of the pledge; nothing more comes about it.

    Raises:
        Invalid: `outcome-missing` for "not said".
    """
    if outcome is Outcome.NOT_SAID:
        raise Invalid("outcome-missing", "Say what became of it: kept, partly, changed or dropped.")
    pledge = one.pledge
    said = CheckIn(outcome, pledge.reflection, pledge.helped)
    saved(records, pledge, checked_in(pledge, said, now=one.now))
    records.cancel_nudges(pledge.tenant, pledge=pledge.id, reason="done", at=one.now)
    return TapResult(TapAction.DONE, Standing.CLOSED, is_new=True, outcome=outcome)


def put_off(records: Records, one: Tapped, when: Snooze, hours: OpenHours, nudge_id: str) -> TapResult:
    """Let it come once more, as what is right on that day: nothing that belongs to a time that is over."""
    again = snoozed(one.nudge, when, hours, one.now, nudge_id=nudge_id)
    due_at, session_at = one.pledge.due_at, next_session_of(records, *_whose(one), one.now)
    moment = moment_on(again, due_at=due_at, session_at=session_at)
    records.add_nudges([replace(again, moment=moment)])
    return TapResult(TapAction.LATER, Standing.NOTED, is_new=True, again_on=again.local_on)


def stop(records: Records, one: Tapped) -> TapResult:
    """No more nudges for this pledge: the answer that is kept with the nudge says so to every later plan."""
    records.cancel_nudges(one.tap.tenant, pledge=one.pledge.id, reason="stopped", at=one.now)
    return TapResult(TapAction.STOP, Standing.NOTED, is_new=True)


def stop_all(records: Records, tap: Tap, now: datetime) -> TapResult:
    """No more nudges for this person.

    It is done as often as it is asked for: who was nudged again since must be able to say so again, and a
    pledge that was erased is no reason to go on about the others.

    Raises:
        NotFound: `participant-not-found`.
        Conflict: `revision-changed`.
    """
    participant = records.participant(tap.tenant, tap.participant)
    if standing_for_all(participant) is Standing.NOTED:
        return TapResult(tap.action, Standing.NOTED)
    nudging = replace(participant.nudging, stopped_at=now)
    records.save_participant(replace(participant, nudging=nudging, revision=participant.revision + 1))
    records.cancel_nudges(tap.tenant, participant=tap.participant, reason="stopped", at=now)
    try:
        nudge = records.nudge(tap.tenant, tap.nudge)
    except NotFound:
        return TapResult(tap.action, Standing.NOTED, is_new=True)
    records.use_tap(tap, now)
    keep_answer(records, nudge, tap.action, now)
    return TapResult(tap.action, Standing.NOTED, is_new=True)


def keep_answer(records: Records, nudge: StoredNudge, action: TapAction, now: datetime) -> None:
    """Keep what the person tapped. A "stop" stays: it holds for all that is planned about the pledge."""
    if nudge.answer is not TapAction.STOP:
        records.save_answer(replace(nudge, answer=action, answered_at=now))


def _whose(one: Tapped) -> tuple[str, str]:
    return one.tap.tenant, one.tap.participant


def _is_stopped(records: Records, one: Tapped) -> bool:
    is_all = one.participant.nudging.stopped_at is not None
    return is_all or records.is_stopped(one.tap.tenant, one.pledge.id)
