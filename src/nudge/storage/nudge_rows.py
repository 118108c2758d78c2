"""A nudge as a row of the ledger, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from nudge.domain.letters import TapAction
from nudge.domain.nudge_policies import Moment
from nudge.domain.nudges import Decision, NudgeState, StoredNudge


def changing_values(nudge: StoredNudge) -> Mapping[str, object]:
    """The columns that change on the way of a nudge, apart from what fences it and from the answer."""
    return {
        "decision": nudge.decision,
        "reason": nudge.reason,
        "state": nudge.state,
        "policy": nudge.policy,
        "due_at": nudge.due_at,
        "local_on": nudge.local_on,
        "local_at": nudge.local_at,
        "zone": nudge.zone,
        "courier": nudge.courier,
        "template": nudge.template,
        "expires_at": nudge.expires_at,
        "lead": nudge.lead,
        "probability": nudge.probability,
        "lease_until": lease_of(nudge),
        "attempts": nudge.attempts,
        "decided_at": nudge.decided_at,
        "sent_at": nudge.sent_at,
    }


def lease_of(nudge: StoredNudge) -> datetime | None:
    """Until when somebody has it: only what is queued or being sent is anybody's."""
    return nudge.lease_until if nudge.state in (NudgeState.QUEUED, NudgeState.SENDING) else None


def stored_nudge(row: Row[Any]) -> StoredNudge:
    """The nudge of a row with all columns."""
    return StoredNudge(
        id=row.id,
        tenant=row.tenant,
        participant=row.participant,
        pledge=row.pledge,
        moment=Moment(row.moment),
        decision=Decision(row.decision),
        reason=row.reason,
        state=NudgeState(row.state),
        policy=row.policy,
        created_at=row.created_at,
        due_at=row.due_at,
        local_on=row.local_on,
        local_at=row.local_at,
        zone=row.zone,
        courier=row.courier,
        template=row.template,
        expires_at=row.expires_at,
        lead=row.lead,
        probability=row.probability,
        revision=row.revision,
        epoch=row.epoch,
        lease_until=row.lease_until,
        attempts=row.attempts,
        decided_at=row.decided_at,
        sent_at=row.sent_at,
        answer=TapAction(row.answer) if row.answer is not None else None,
        answered_at=row.answered_at,
    )
