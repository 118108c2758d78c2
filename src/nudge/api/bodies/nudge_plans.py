"""The JSON of `POST /v1/nudges/plan` and `nudge plan-nudges`: a dry run."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from nudge.api.bodies.conversations import Moment, PledgeText, Zone, to_moment
from nudge.api.bodies.nudging import (
    CourierName,
    NudgingBody,
    QuietHoursBody,
    Region,
    Weekday,
    with_nudging,
)
from nudge.api.bodies.question_sets import Ref
from nudge.app.nudge_previews import Preview, PreviewedNudge, PreviewedPlan
from nudge.domain.nudge_policies import Moment as NudgeMoment
from nudge.domain.nudge_policies import NudgePreferences, Tone
from nudge.domain.nudge_reasons import REASONS
from nudge.domain.nudges import Decision
from nudge.domain.specificity import PledgeKind
from nudge.domain.wall_clock import zone_of


class PlannedPledgeBody(Struct, forbid_unknown_fields=True):
    """A pledge. Without `due_at` it is due at the next conversation; without `score` it is scored.

    `made_at` is when it was made, now when left out.
    """

    text: PledgeText
    due_at: Moment | None = None
    score: Annotated[float, Meta(ge=0, le=1)] | None = None
    made_at: Moment | None = None


class PersonBody(Struct, forbid_unknown_fields=True):
    """Who made it, and how they want to be nudged. What is left out is as the programme has it."""

    ref: Ref
    time_zone: Zone | None = None
    quiet_hours: Annotated[list[QuietHoursBody], Meta(max_length=8)] | None = None
    working_days: Annotated[list[Weekday], Meta(max_length=7)] | None = None
    holidays: Region | None = None
    couriers: Annotated[list[CourierName], Meta(max_length=5)] | None = None
    shows_words: bool = False
    tone: Tone = Tone.PLAIN
    stopped: bool = False
    locale: Annotated[str, Meta(min_length=1, max_length=35)] = "en"


class PlanNudgesRequest(Struct, forbid_unknown_fields=True):
    """A pledge, its author, and what lies ahead. `now` is the server's time when left out."""

    pledge: PlannedPledgeBody
    person: PersonBody
    now: Moment | None = None
    next_session_at: Moment | None = None
    days: Annotated[int, Meta(ge=1, le=60)] = 14


class PlannedNudgeBody(Struct, omit_defaults=False):
    """A nudge that would be sent, or one that wouldn't.

    `reason` is a sentence for what is sent and a code for what isn't; `code` is the code of both. `subject`
    and `text` are as they would be sent: without the pledge's own words unless the person `shows_words`.
    `text_with_words` is the text for who does. What isn't sent has a `due_at` where there is a time at which
    it would have come. `fallback` is there, and true, when the person's language is missing.
    """

    moment: NudgeMoment
    due_at: datetime | None
    decision: Decision
    reason: str
    code: str
    courier: str | UnsetType = UNSET
    template: str | UnsetType = UNSET
    subject: str | UnsetType = UNSET
    text: str | UnsetType = UNSET
    text_with_words: str | UnsetType = UNSET
    why: str | UnsetType = UNSET
    expires_at: datetime | UnsetType = UNSET
    language: str | UnsetType = UNSET
    fallback: bool | UnsetType = UNSET


class PlanNudgesResponse(Struct):
    """Every nudge that would be sent and every one that wouldn't. Nothing was stored."""

    ref: str
    nudges: list[PlannedNudgeBody]
    kind: PledgeKind
    time_zone: str
    policy: str


def to_preview(request: PlanNudgesRequest, *, now: datetime) -> Preview:
    """The dry run that a request asks for; `now` is for requests that don't say.

    Raises:
        Invalid: as `to_moment`, `with_nudging`.
    """
    person, pledge = request.person, request.pledge
    body = NudgingBody(
        time_zone=person.time_zone,
        quiet_hours=person.quiet_hours,
        working_days=person.working_days,
        holidays=person.holidays,
        couriers=person.couriers,
        shows_words=person.shows_words,
        tone=person.tone,
        stopped=person.stopped,
    )
    now = to_moment(request.now) or now
    return Preview(
        text=pledge.text,
        ref=person.ref,
        person=with_nudging(NudgePreferences(), body, now=now),
        due_at=to_moment(pledge.due_at),
        score=pledge.score,
        made_at=to_moment(pledge.made_at),
        now=now,
        next_session_at=to_moment(request.next_session_at),
        days=request.days,
        locale=person.locale,
    )


def to_plan_response(previewed: PreviewedPlan) -> PlanNudgesResponse:
    """The response that shows a dry run; times are in the person's zone."""
    return PlanNudgesResponse(
        ref=previewed.ref,
        nudges=[_nudge(one, previewed.time_zone) for one in previewed.nudges],
        kind=previewed.gist.kind,
        time_zone=previewed.time_zone,
        policy=previewed.policy,
    )


def _nudge(nudge: PreviewedNudge, zone: str) -> PlannedNudgeBody:
    planned, worded = nudge.planned, nudge.worded
    due_at = planned.due_at.astimezone(zone_of(zone)) if planned.due_at else None
    if worded is None:
        return PlannedNudgeBody(planned.moment, due_at, planned.decision, planned.reason, planned.reason)
    return PlannedNudgeBody(
        moment=planned.moment,
        due_at=due_at,
        decision=planned.decision,
        reason=REASONS[planned.reason],
        code=planned.reason,
        courier=planned.courier,
        template=worded.template,
        subject=worded.subject,
        text=worded.text,
        text_with_words=nudge.with_words or UNSET,
        why=worded.why,
        expires_at=planned.expires_at.astimezone(zone_of(zone)) if planned.expires_at else UNSET,
        language=worded.language,
        fallback=worded.is_fallback or UNSET,
    )
