"""Plans nudges: what a pledge earns, written into the ledger in the transaction in which it changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from nudge.app.gists import Gists
from nudge.app.histories import first_session_after, next_session_of
from nudge.app.nudge_ports import Holidays
from nudge.app.nudge_words import NudgeWords
from nudge.app.paging import every
from nudge.app.plan_changes import REPLANNED, Standing, cancel, is_same
from nudge.app.ports import Ids, Records, Store
from nudge.domain.errors import Invalid
from nudge.domain.nudge_learning import choose_leads
from nudge.domain.nudge_plans import plan
from nudge.domain.nudge_policies import Moment, NudgePolicy, Programme
from nudge.domain.nudge_requests import PlanRequest, PledgeToPlan
from nudge.domain.nudges import (
    WAITING,
    Decision,
    NudgeState,
    PlannedNudge,
    PledgeGist,
    StoredNudge,
)
from nudge.domain.records import Participant, PledgeState, StoredPledge

LOOKED_BACK = timedelta(days=60)
"""How far back what somebody got counts. Chosen: longer than any spacing, pause or memory of a wording."""
LEARNED_FROM = timedelta(days=180)
"""How far back learning looks. Chosen: two quarters; habits of a year ago say little."""
HOLIDAYS_AHEAD = timedelta(days=400)
"""How far ahead public holidays are looked up. Chosen: further than any pledge."""
INBOX = "inbox"
"""The only way out of a test tenant."""

Courier = Callable[[Participant, Programme], str | None]
"""The way to a person; None when there is none."""


class NudgePlans:
    """Plans, and plans again when something has changed.

    Args:
        policy: of tenants that have no programme.
        courier: chooses the way to a person.
    """

    def __init__(
        self,
        store: Store,
        gists: Gists,
        words: NudgeWords,
        holidays: Holidays,
        ids: Ids,
        policy: NudgePolicy,
        courier: Courier,
    ) -> None:
        self._store = store
        self._gists = gists
        self._words = words
        self._holidays = holidays
        self._ids = ids
        self._policy = policy
        self._courier = courier

    def over(self, store: Store) -> NudgePlans:
        """The same over another store, such as one transaction that is open already."""
        return NudgePlans(
            store, self._gists, self._words, self._holidays, self._ids, self._policy, self._courier
        )

    def gist(
        self, tenant: str, participant: str, text: str, now: datetime, *, zone: str | None = None
    ) -> PledgeGist:
        """What planning needs to know of a pledge. Models run here: ask before the transaction that writes.

        Args:
            zone: in which the person thinks of its date.

        Raises:
            NotFound: `participant-not-found`.
        """
        with self._store.begin(read_only=True) as records:
            person = records.participant(tenant, participant)
            programme = self.programme(records, tenant)
            next_session_at = next_session_of(records, tenant, participant, now)
        return self._gists.read(
            text,
            clear_from=programme.policy.clear_from,
            now=now,
            time_zone=person.nudging.time_zone or zone or programme.time_zone,
            next_session_at=next_session_at,
        )

    def read(self, pledge: StoredPledge, text: str, now: datetime) -> PledgeGist:
        """The gist of new words of a stored pledge.

        Raises:
            NotFound: as `gist`.
        """
        return self.gist(pledge.tenant, pledge.participant, text, now, zone=pledge.due_zone)

    def gists_in(self, tenant: str, participant: str, zone: str | None) -> Mapping[str, PledgeGist]:
        """The gists of open pledges that were read before a zone was known, read again, by pledge.

        Models run here, as in `gist`.

        Args:
            zone: of the person from now on; None when there still is none.
        """
        if zone is None:
            return {}
        with self._store.begin(read_only=True) as records:
            clear_from = self.programme(records, tenant).policy.clear_from
            pledges = [p for p in records.pledges_of(tenant, participant) if p.state is PledgeState.OPEN]
            known = {pledge.id: records.pledge_gist(tenant, pledge.id) for pledge in pledges}
        unread = [pledge for pledge in pledges if not (gist := known[pledge.id]) or not gist.zone]
        return {
            pledge.id: self._gists.read(
                pledge.text, clear_from=clear_from, now=pledge.created_at, time_zone=zone
            )
            for pledge in unread
        }

    def programme(self, records: Records, tenant: str) -> Programme:
        """The tenant's programme, or the default one, which has revision 0."""
        return records.programme(tenant) or Programme(tenant, self._policy, revision=0)

    def replan(self, records: Records, pledge: StoredPledge, gist: PledgeGist | None, now: datetime) -> None:
        """Put what the pledge earns now in the place of what waits; what stays the same isn't touched.

        Args:
            gist: of its words; None when they are as they were.
        """
        if gist is None:
            gist = records.pledge_gist(pledge.tenant, pledge.id) or PledgeGist()
        else:
            records.save_pledge_gist(pledge.tenant, pledge.id, gist)
        stored = list(
            every(lambda after: records.nudges(pledge.tenant, pledge=pledge.id, after=after, limit=100))
        )
        if pledge.state is PledgeState.CLOSED:
            if any(one.state in WAITING for one in stored):
                records.cancel_nudges(pledge.tenant, pledge=pledge.id, reason="done", at=now)
            return
        standing = Standing(
            pledge=pledge,
            gist=gist,
            participant=records.participant(pledge.tenant, pledge.participant),
            programme=self.programme(records, pledge.tenant),
            stored=stored,
            history=records.nudges_of(pledge.tenant, pledge.participant, since=now - LOOKED_BACK),
            now=now,
        )
        decisions = [n for n in self._decisions(records, standing) if n.moment not in standing.settled]
        kept = _keep(records, standing, decisions)
        records.add_nudges(list(self._rows(standing, [n for n in decisions if n not in kept])))

    def replan_all(
        self,
        records: Records,
        tenant: str,
        participant: str,
        now: datetime,
        gists: Mapping[str, PledgeGist] | None = None,
    ) -> None:
        """Plan all pledges of a person again: they moved, or their next conversation did.

        Args:
            gists: of pledges that were read again, by pledge.
        """
        for pledge in records.pledges_of(tenant, participant):
            self.replan(records, pledge, (gists or {}).get(pledge.id), now)

    def _decisions(self, records: Records, standing: Standing) -> Sequence[PlannedNudge]:
        pledge, policy, now = standing.pledge, standing.programme.policy, standing.now
        outcomes = records.lead_outcomes(pledge.tenant, since=now - LEARNED_FROM) if policy.learns else ()
        conversations = records.conversations_of(pledge.tenant, pledge.participant)
        is_test = records.is_test(pledge.tenant)
        request = PlanRequest(
            pledge=PledgeToPlan(
                id=pledge.id,
                created_at=pledge.created_at,
                due_at=pledge.due_at,
                zone=pledge.due_zone,
                is_stopped=standing.is_stopped,
                changed_at=pledge.history[-1].changed_at if pledge.history else None,
                session_at=first_session_after(conversations, pledge.created_at),
            ),
            programme=standing.programme,
            now=now,
            gist=standing.gist,
            person=standing.participant.nudging,
            free_days=self._free_days(standing.participant.nudging.holidays, now),
            next_session_at=first_session_after(conversations, now, closed=False),
            earlier=standing.earlier,
            leads={m: choice.lead for m, choice in choose_leads(policy, outcomes, pledge.id).items()},
            draw=lots_of(pledge.id, policy.version),
            courier=INBOX if is_test else self._courier(standing.participant, standing.programme),
        )
        try:
            return plan(request)
        except Invalid as error:
            if error.code != "time-zone-missing":
                raise
            return [PlannedNudge(moment, Decision.SKIP, "time_zone_missing") for moment in Moment]

    def _free_days(self, region: str | None, now: datetime) -> frozenset[date]:
        if region is None:
            return frozenset()
        return self._holidays.between(region, (now - timedelta(days=1)).date(), (now + HOLIDAYS_AHEAD).date())

    def _rows(self, standing: Standing, new: Sequence[PlannedNudge]) -> Iterator[StoredNudge]:
        pledge, now = standing.pledge, standing.now
        seen = [one.template for one in standing.history if one.template]
        for one in new:
            template = ""
            if one.decision is Decision.SEND:
                template = self._words.choose(
                    one.moment,
                    standing.gist,
                    standing.participant.nudging,
                    recent=seen,
                    key=pledge.id,
                )
                seen.append(template)
            yield StoredNudge(
                id=self._ids.new("ndg"),
                tenant=pledge.tenant,
                participant=pledge.participant,
                pledge=pledge.id,
                moment=one.moment,
                decision=one.decision,
                reason=one.reason,
                state=NudgeState.PLANNED if one.decision is Decision.SEND else NudgeState.SKIPPED,
                policy=standing.programme.policy.version,
                created_at=now,
                due_at=one.due_at,
                local_on=one.local_on,
                local_at=one.local_at,
                zone=one.zone,
                courier=one.courier,
                template=template,
                expires_at=one.expires_at,
                lead=one.lead,
                probability=one.probability,
                decided_at=now,
            )


def _keep(records: Records, standing: Standing, decisions: Sequence[PlannedNudge]) -> list[PlannedNudge]:
    """Cancel what waits and isn't planned any more; which decisions are in the ledger already."""
    kept = [one for one in decisions if standing.was_said(one)]
    for nudge in standing.replaceable():
        same = next((one for one in decisions if is_same(nudge, one)), None)
        if same:
            kept.append(same)
        else:
            cancel(records, nudge, REPLANNED, standing.now)
    return kept


def lots_of(pledge: str, policy: str) -> Callable[[Moment, int], float]:
    """The lots of a trial: in [0, 1), the same for the same pledge, policy, moment and number.

    >>> lots = lots_of("ple_1", "default.1")
    >>> lots(Moment.CUE, 0) == lots(Moment.CUE, 0) != lots(Moment.CUE, 1)
    True
    """

    def lot(moment: Moment, number: int) -> float:
        digest = hashlib.sha256(f"{pledge}|{policy}|{moment}|{number}".encode()).digest()
        return int.from_bytes(digest[:8]) / 2**64

    return lot
