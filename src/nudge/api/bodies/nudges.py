"""The JSON of nudges as they are stored: decided, moved, sent, answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import UNSET, Struct, UnsetType

from nudge.api.bodies.conversations import Moment
from nudge.app.nudges_ahead import Ahead
from nudge.domain.letters import Letter, TapAction
from nudge.domain.nudge_policies import Moment as NudgeMoment
from nudge.domain.nudges import Attempt, Decision, NudgeState, StoredNudge
from nudge.domain.records import Page


class NudgeResponse(Struct):
    """One decision about a nudge, and what has become of it. It has no word of the pledge.

    `reason` is a code: why it is sent then, why it isn't, or what overtook it. The codes are in
    docs/nudge-plans.md. `probability` is there where a trial drew lots.
    """

    id: str
    participant: str
    pledge: str
    moment: NudgeMoment
    decision: Decision
    reason: str
    state: NudgeState
    due_at: datetime | None
    courier: str
    template: str
    policy: str
    created_at: datetime
    expires_at: datetime | None
    sent_at: datetime | None
    attempts: int
    probability: float | None
    answer: TapAction | None
    answered_at: datetime | None
    revision: int


class NudgePage(Struct):
    """Some nudges; `next_cursor` goes on, null at the end."""

    items: list[NudgeResponse]
    next_cursor: str | None


class AttemptBody(Struct):
    """One try to send a nudge: "sent", or the code of what went wrong."""

    number: int
    at: datetime
    outcome: str


class AttemptsResponse(Struct):
    """Every try to send a nudge, the first one first."""

    items: list[AttemptBody]


class PledgeAheadBody(Struct):
    """An open pledge and its nudges by time: those that wait, and those that don't come, with the reason."""

    id: str
    due_at: datetime | None
    nudges: list[NudgeResponse]


class AheadBody(Struct):
    """What lies ahead of a participant. It has no word of a pledge.

    `now` is from when on it was looked at: by the test clock, where there is one.
    """

    participant: str
    ref: str
    time_zone: str | None
    now: datetime
    next_session_at: datetime | None
    pledges: list[PledgeAheadBody]


class AheadPage(Struct):
    """Some participants who have an open pledge; `next_cursor` goes on, null at the end."""

    items: list[AheadBody]
    next_cursor: str | None


class SnoozeRequest(Struct, forbid_unknown_fields=True):
    """When the nudge comes instead."""

    until: Moment


class LetterBody(Struct):
    """A nudge as it went out to the inbox of a test tenant.

    `fallback` is there, and true, when the person's language is missing.
    """

    id: str
    participant: str
    ref: str
    moment: NudgeMoment
    template: str
    subject: str
    text: str
    why: str
    due_at: datetime
    sent_at: datetime
    links: dict[TapAction, str]
    language: str
    fallback: bool | UnsetType = UNSET


class Inbox(Struct):
    """Letters in the order in which they went out; `next_cursor` goes on, null at the end."""

    items: list[LetterBody]
    next_cursor: str | None


class ClockRequest(Struct, forbid_unknown_fields=True):
    """The time that the test clock shows."""

    at: Moment


class ClockResponse(Struct):
    """The test clock, and how many nudges fell due while it went on."""

    at: datetime
    n_due: int


def to_nudge_response(nudge: StoredNudge) -> NudgeResponse:
    """The response that shows a nudge."""
    return NudgeResponse(
        id=nudge.id,
        participant=nudge.participant,
        pledge=nudge.pledge,
        moment=nudge.moment,
        decision=nudge.decision,
        reason=nudge.reason,
        state=nudge.state,
        due_at=nudge.due_at,
        courier=nudge.courier,
        template=nudge.template,
        policy=nudge.policy,
        created_at=nudge.created_at,
        expires_at=nudge.expires_at,
        sent_at=nudge.sent_at,
        attempts=nudge.attempts,
        probability=nudge.probability,
        answer=nudge.answer,
        answered_at=nudge.answered_at,
        revision=nudge.revision,
    )


def to_nudge_page(page: Page[StoredNudge], next_cursor: str | None) -> NudgePage:
    """The response that shows a page."""
    return NudgePage([to_nudge_response(one) for one in page.items], next_cursor)


def to_ahead_page(page: Page[Ahead], next_cursor: str | None) -> AheadPage:
    """The response that shows what lies ahead."""
    return AheadPage([_ahead(one) for one in page.items], next_cursor)


def to_attempts_response(attempts: Sequence[Attempt]) -> AttemptsResponse:
    """The response that shows tries."""
    return AttemptsResponse([AttemptBody(one.number, one.at, one.outcome) for one in attempts])


def to_inbox(page: Page[Letter], next_cursor: str | None) -> Inbox:
    """The response that shows letters."""
    return Inbox([_letter(one) for one in page.items], next_cursor)


def _ahead(ahead: Ahead) -> AheadBody:
    participant, programme = ahead.participant, ahead.programme
    return AheadBody(
        participant=participant.id,
        ref=participant.ref,
        time_zone=participant.nudging.time_zone or (programme.time_zone if programme else None),
        now=ahead.now,
        next_session_at=ahead.next_session_at,
        pledges=[
            PledgeAheadBody(one.id, one.due_at, [to_nudge_response(nudge) for nudge in one.nudges])
            for one in ahead.pledges
        ],
    )


def _letter(letter: Letter) -> LetterBody:
    return LetterBody(
        id=letter.id,
        participant=letter.participant,
        ref=letter.ref,
        moment=letter.moment,
        template=letter.template,
        subject=letter.subject,
        text=letter.text,
        why=letter.why,
        due_at=letter.due_at,
        sent_at=letter.sent_at,
        links=dict(letter.links),
        language=letter.language,
        fallback=letter.is_fallback or UNSET,
    )
