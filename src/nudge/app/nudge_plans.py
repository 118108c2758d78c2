"""Plans nudges: what a pledge earns, written into the ledger in the transaction in which it changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from nudge.app.gists import Gists
from nudge.app.histories import first_session_after, next_session_of
from nudge.app.nudge_ports import Holidays
from nudge.app.nudge_words import NudgeWords
from nudge.app.paging import every
from nudge.app.ports import Ids, Records, Store
from nudge.domain.errors import Conflict, Invalid
from nudge.domain.letters import TapAction
from nudge.domain.nudge_learning import choose_leads
from nudge.domain.nudge_plans import plan
from nudge.domain.nudge_policies import Moment, NudgePolicy, Programme
from nudge.domain.nudge_requests import EarlierNudge, PlanRequest, PledgeToPlan
from nudge.domain.nudges import (
    PUT_THERE,
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
REPLANNED, CANCELLED = "replanned", "cancelled"

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
        participant = records.participant(pledge.tenant, pledge.participant)
        programme = self.programme(records, pledge.tenant)
        history = records.nudges_of(pledge.tenant, pledge.participant, since=now - LOOKED_BACK)
        fixed = [one for one in stored if _is_fixed(one)]
        decisions = self._decisions(records, pledge, gist, participant, programme, history, stored, now)
        settled = {one.moment for one in fixed} | _refused(stored, pledge)
        new = [one for one in decisions if one.moment not in settled]
        kept = self._keep(records, stored, new, now)
        recent = [one.template for one in history if one.template]
        rows = self._rows(
            pledge, programme, gist, participant, [n for n in new if n not in kept], recent, now
        )
        records.add_nudges(list(rows))

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

    def _decisions(
        self,
        records: Records,
        pledge: StoredPledge,
        gist: PledgeGist,
        participant: Participant,
        programme: Programme,
        history: Sequence[StoredNudge],
        stored: Sequence[StoredNudge],
        now: datetime,
    ) -> Sequence[PlannedNudge]:
        person, policy = participant.nudging, programme.policy
        # What the person put somewhere is as fixed as what was sent.
        known = [replace(one, state=NudgeState.SENDING) if _is_fixed(one) else one for one in history]
        others = [one for one in known if one.pledge != pledge.id or one.state not in WAITING]
        outcomes = records.lead_outcomes(pledge.tenant, since=now - LEARNED_FROM) if policy.learns else ()
        conversations = records.conversations_of(pledge.tenant, pledge.participant)
        request = PlanRequest(
            pledge=PledgeToPlan(
                id=pledge.id,
                created_at=pledge.created_at,
                due_at=pledge.due_at,
                zone=pledge.due_zone,
                is_stopped=any(one.answer is TapAction.STOP for one in stored),
                changed_at=pledge.history[-1].changed_at if pledge.history else None,
                session_at=first_session_after(conversations, pledge.created_at),
            ),
            programme=programme,
            now=now,
            gist=gist,
            person=person,
            free_days=self._free_days(person.holidays, now),
            next_session_at=first_session_after(conversations, now, closed=False),
            earlier=[one for nudge in others if (one := EarlierNudge.of(nudge))],
            leads={m: choice.lead for m, choice in choose_leads(policy, outcomes, pledge.id).items()},
            draw=lots_of(pledge.id, policy.version),
            courier=INBOX if records.is_test(pledge.tenant) else self._courier(participant, programme),
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

    def _keep(
        self, records: Records, stored: Sequence[StoredNudge], new: Sequence[PlannedNudge], now: datetime
    ) -> list[PlannedNudge]:
        """Cancel what waits and isn't planned any more; which of the new ones are there already."""
        kept = []
        waiting = [one for one in stored if one.state in WAITING and one.reason not in PUT_THERE]
        for nudge in waiting:
            same = next((one for one in new if _is_same(nudge, one)), None)
            if same:
                kept.append(same)
            else:
                cancel(records, nudge, REPLANNED, now)
        latest = {one.moment: one for one in stored}
        kept += [one for one in new if _was_said(latest.get(one.moment), one)]
        return kept

    def _rows(
        self,
        pledge: StoredPledge,
        programme: Programme,
        gist: PledgeGist,
        participant: Participant,
        new: Sequence[PlannedNudge],
        recent: Sequence[str],
        now: datetime,
    ) -> Iterator[StoredNudge]:
        seen = list(recent)
        for one in new:
            template = ""
            if one.decision is Decision.SEND:
                template = self._words.choose(
                    one.moment, gist, participant.nudging, recent=seen, key=pledge.id
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
                policy=programme.policy.version,
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


def cancel(records: Records, nudge: StoredNudge, reason: str, now: datetime) -> None:
    """Cancel one that waits; one that is under way already goes on."""
    try:
        records.move_nudge(
            replace(
                nudge,
                state=NudgeState.CANCELLED,
                reason=reason,
                revision=nudge.revision + 1,
                epoch=nudge.epoch + 1,
                lease_until=None,
                decided_at=now,
            )
        )
    except Conflict as error:
        if error.code != "nudge-not-waiting":
            raise


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


def _refused(stored: Sequence[StoredNudge], pledge: StoredPledge) -> set[Moment]:
    """Moments of which somebody cancelled a nudge by hand, since the pledge was changed last."""
    since = pledge.history[-1].changed_at if pledge.history else pledge.created_at
    by_hand = (n for n in stored if n.state is NudgeState.CANCELLED and n.reason == CANCELLED)
    return {nudge.moment for nudge in by_hand if nudge.decided_at and nudge.decided_at >= since}


def _is_fixed(nudge: StoredNudge) -> bool:
    return nudge.state in WAITING and nudge.reason in PUT_THERE


def _is_same(nudge: StoredNudge, planned: PlannedNudge) -> bool:
    return planned.decision is Decision.SEND and (
        nudge.moment,
        nudge.due_at,
        nudge.courier,
        nudge.zone,
        nudge.local_at,
    ) == (planned.moment, planned.due_at, planned.courier, planned.zone, planned.local_at)


def _was_said(latest: StoredNudge | None, planned: PlannedNudge) -> bool:
    """Whether the last word on this moment was the same decision not to send."""
    return (
        latest is not None
        and planned.decision is Decision.SKIP
        and (latest.state, latest.reason) == (NudgeState.SKIPPED, planned.reason)
    )
