"""From the places of a plan to its decisions: horizon, way to the person, lots of a trial, local times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from nudge.domain.nudge_places import Draft
from nudge.domain.nudge_policies import Moment
from nudge.domain.nudge_reasons import Reason
from nudge.domain.nudge_requests import PlanRequest
from nudge.domain.nudge_windows import Window
from nudge.domain.nudges import Decision, PlannedNudge

_ORDER = {moment: n for n, moment in enumerate(Moment)}


def decisions(request: PlanRequest, draft: Draft) -> tuple[PlannedNudge, ...]:
    """Every decision: by time, then what has no instant, in the order of a pledge's life."""
    nudges = [*_sends(request, draft), *_skips(draft)]
    return tuple(
        sorted(
            nudges,
            key=lambda nudge: (nudge.due_at is None, nudge.due_at or request.now, _ORDER[nudge.moment]),
        )
    )


def _sends(request: PlanRequest, draft: Draft) -> Iterator[PlannedNudge]:
    seen: Counter[Moment] = Counter()
    for window, at in sorted(draft.placed, key=lambda place: place[1]):
        nudge = _planned(draft, window, at, Decision.SEND, window.reason)
        expires_at = at + request.policy.moments[window.moment].expires_after
        if window.anchor and window.anchor > at:
            expires_at = min(expires_at, window.anchor)
        nudge = replace(nudge, courier=request.courier or "", expires_at=expires_at)
        yield _with_lot(request, nudge, seen[window.moment])
        seen[window.moment] += 1


def _with_lot(request: PlanRequest, nudge: PlannedNudge, n: int) -> PlannedNudge:
    """What is left of a nudge when there is no way, no time and no luck.

    The lot is drawn last, and a nudge that loses keeps its place: so whether there are others doesn't hang on
    it. Source: micro-randomised trials (Klasnja et al. 2015) draw among moments at which a nudge is possible.
    """
    if not request.courier:
        return _skipped(nudge, Reason.NO_COURIER)
    if request.last_day and nudge.local_on and nudge.local_on > request.last_day:
        return _skipped(nudge, Reason.AFTER_HORIZON)
    probability = request.policy.moments[nudge.moment].probability
    if request.draw is None or probability >= 1:
        return nudge
    nudge = replace(nudge, probability=probability)
    return nudge if request.draw(nudge.moment, n) < probability else _skipped(nudge, Reason.TRIAL_CONTROL)


def _skipped(nudge: PlannedNudge, reason: Reason) -> PlannedNudge:
    return replace(nudge, decision=Decision.SKIP, reason=reason.value)


def _skips(draft: Draft) -> Iterator[PlannedNudge]:
    for moment, (reason, window) in draft.skipped.items():
        if window is None:
            yield PlannedNudge(moment, Decision.SKIP, reason.value)
        else:
            yield _planned(draft, window, window.wanted, Decision.SKIP, reason)


def _planned(draft: Draft, window: Window, at: datetime, decision: Decision, reason: Reason) -> PlannedNudge:
    """A decision with its instant and its wall-clock time."""
    zone = draft.agenda.hours.zone
    wall = at.astimezone(zone)
    return PlannedNudge(
        window.moment,
        decision,
        reason.value,
        due_at=at,
        local_on=wall.date(),
        local_at=wall.time(),
        zone=zone.key,
        lead=window.lead,
    )
