"""What a last look at a nudge asks, in two statements; a sender asks it for each nudge."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, bindparam, exists, func, or_, select

from nudge.domain.letters import TapAction
from nudge.domain.nudge_facts import NudgeFacts
from nudge.domain.nudges import NudgeState, PledgeGist, StoredNudge
from nudge.domain.pledges import Outcome
from nudge.storage.nudge_tables import in_states, nudges, programmes
from nudge.storage.participants import ParticipantRecords
from nudge.storage.problems import not_found
from nudge.storage.programmes import stored_programme
from nudge.storage.tables import participants, pledges

_IS_STOPPED = exists().where(  # by parameters: PostgreSQL would gather the stops of all pledges for a join
    nudges.c.tenant == bindparam("of_tenant"),
    nudges.c.pledge == bindparam("of_pledge"),
    nudges.c.answer == TapAction.STOP,
)
_FACTS = (
    select(
        participants,
        pledges.c.outcome,
        pledges.c.revision.label("pledge_revision"),
        pledges.c.gist,
        _IS_STOPPED.label("is_stopped"),
        programmes.c.policy,
        programmes.c.time_zone,
        programmes.c.couriers,
        programmes.c.revision.label("programme_revision"),
    )
    .select_from(
        pledges.join(
            participants,
            and_(participants.c.tenant == pledges.c.tenant, participants.c.id == pledges.c.participant),
        ).outerjoin(programmes, programmes.c.tenant == pledges.c.tenant)
    )
    .where(pledges.c.tenant == bindparam("of_tenant"), pledges.c.id == bindparam("of_pledge"))
)
_UNTIL = bindparam("until", type_=nudges.c.due_at.type)
_WAS_SENT = and_(
    in_states(NudgeState.SENT), nudges.c.sent_at >= bindparam("since"), nudges.c.sent_at < _UNTIL
)
_N_GONE_OUT = select(func.count()).where(
    nudges.c.tenant == bindparam("of_tenant"),
    nudges.c.participant == bindparam("of_participant"),
    nudges.c.due_at < _UNTIL,  # what waits for later days isn't even read
    or_(in_states(NudgeState.SENDING), _WAS_SENT),
)


class FactRecords(ParticipantRecords):
    """The last look of `Records`."""

    def facts_of(self, nudge: StoredNudge) -> NudgeFacts:
        """The pledge's and the person's, as they are now; the words of the pledge stay sealed."""
        row = self._read(_FACTS, {"of_tenant": nudge.tenant, "of_pledge": nudge.pledge}).first()
        if row is None:
            raise not_found("pledge", nudge.pledge)
        return NudgeFacts(
            participant=self._participant(row),
            is_open=Outcome(row.outcome) is Outcome.NOT_SAID,
            is_stopped=bool(row.is_stopped),
            pledge_revision=row.pledge_revision,
            gist=PledgeGist() if row.gist is None else self._unseal_record(PledgeGist, row.gist),
            programme=None if row.policy is None else stored_programme(row, row.programme_revision),
        )

    def n_gone_out(self, tenant: str, participant_id: str, *, since: datetime, until: datetime) -> int:
        """How many were sent in this time, or are being sent."""
        person = {"of_tenant": tenant, "of_participant": participant_id}
        n_gone_out: int = self._read(_N_GONE_OUT, {**person, "since": since, "until": until}).scalar_one()
        return n_gone_out
