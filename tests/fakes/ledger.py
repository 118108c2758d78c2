"""The ledger of nudges in plain dicts; a part of `FakeRecords`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from nudge.domain.errors import Conflict, NotFound
from nudge.domain.letters import Letter, Tap, TapAction, TestClock, WebhookEndpoint
from nudge.domain.nudge_facts import NudgeFacts
from nudge.domain.nudge_learning import LeadOutcome
from nudge.domain.nudge_policies import Programme
from nudge.domain.nudges import (
    LONGEST_LEASE,
    WAITING,
    Attempt,
    ClaimedNudge,
    NudgeState,
    PledgeGist,
    StoredNudge,
)
from nudge.domain.records import Page, PledgeState
from tests.fakes.tables import (
    Tables,
    forget,
    get,
    of_tenant,
    page,
    put,
    refuse_changed,
    refuse_limit,
)

TAKEN = (NudgeState.QUEUED, NudgeState.SENDING)


class FakeLedger:
    """`Ledger` over a copy of the tables."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @property
    def connection(self) -> object:
        return self

    # Gists, programmes, test clocks

    def pledge_gist(self, tenant: str, pledge_id: str) -> PledgeGist | None:
        get(self._tables.pledges, "pledge", tenant, pledge_id)
        return self._tables.gists.get((tenant, pledge_id))

    def save_pledge_gist(self, tenant: str, pledge_id: str, gist: PledgeGist) -> None:
        get(self._tables.pledges, "pledge", tenant, pledge_id)
        self._tables.gists[tenant, pledge_id] = gist

    def programme(self, tenant: str) -> Programme | None:
        return self._tables.programmes.get(tenant)

    def save_programme(self, programme: Programme) -> None:
        self._need_tenant(programme.tenant)
        stored = self.programme(programme.tenant)
        refuse_changed("programme", stored.revision if stored else 0, programme.revision)
        self._tables.programmes[programme.tenant] = programme

    def test_clock(self, tenant: str) -> TestClock | None:
        return self._tables.test_clocks.get(tenant)

    def save_test_clock(self, clock: TestClock) -> None:
        self._need_tenant(clock.tenant)
        stored = self.test_clock(clock.tenant)
        refuse_changed("test clock", stored.revision if stored else 0, clock.revision)
        self._tables.test_clocks[clock.tenant] = clock

    # Nudges

    def add_nudges(self, nudges: Sequence[StoredNudge]) -> None:
        for nudge in nudges:
            get(self._tables.participants, "participant", nudge.tenant, nudge.participant)
            get(self._tables.pledges, "pledge", nudge.tenant, nudge.pledge)
        new = {(nudge.tenant, nudge.id): nudge for nudge in nudges}
        if len(new) < len(nudges) or new.keys() & self._tables.nudges.keys():
            raise Conflict("nudge-exists", "There is such a nudge; nothing was changed.")
        self._tables.nudges |= new

    def nudge(self, tenant: str, nudge_id: str) -> StoredNudge:
        return get(self._tables.nudges, "nudge", tenant, nudge_id)

    def nudges(
        self,
        tenant: str,
        *,
        participant: str | None = None,
        pledge: str | None = None,
        state: NudgeState | None = None,
        after: str = "",
        limit: int = 50,
    ) -> Page[StoredNudge]:
        rows = [
            row
            for row in of_tenant(self._tables.nudges, tenant)
            if participant in (None, row.participant)
            and pledge in (None, row.pledge)
            and state in (None, row.state)
        ]
        return page(rows, after, limit)

    def nudges_of(self, tenant: str, participant_id: str, *, since: datetime) -> Sequence[StoredNudge]:
        get(self._tables.participants, "participant", tenant, participant_id)
        rows = (
            row
            for row in of_tenant(self._tables.nudges, tenant)
            if row.participant == participant_id
            and any(at and at >= since for at in (row.due_at, row.sent_at, row.decided_at or row.created_at))
        )
        return sorted(rows, key=lambda row: (row.due_at or row.created_at, row.id))

    def facts_of(self, nudge: StoredNudge) -> NudgeFacts:
        pledge = get(self._tables.pledges, "pledge", nudge.tenant, nudge.pledge)
        return NudgeFacts(
            participant=get(self._tables.participants, "participant", nudge.tenant, pledge.participant),
            is_open=pledge.state is PledgeState.OPEN,
            is_stopped=self.is_stopped(nudge.tenant, nudge.pledge),
            pledge_revision=pledge.revision,
            gist=self.pledge_gist(nudge.tenant, nudge.pledge) or PledgeGist(),
            programme=self.programme(nudge.tenant),
        )

    def n_gone_out(self, tenant: str, participant_id: str, *, since: datetime, until: datetime) -> int:
        return sum(
            row.participant == participant_id
            and (row.due_at is not None and row.due_at < until)
            and (
                row.state is NudgeState.SENDING
                or (row.state is NudgeState.SENT and row.sent_at is not None and since <= row.sent_at < until)
            )
            for row in of_tenant(self._tables.nudges, tenant)
        )

    def is_stopped(self, tenant: str, pledge_id: str) -> bool:
        rows = of_tenant(self._tables.nudges, tenant)
        return any(row.pledge == pledge_id and row.answer is TapAction.STOP for row in rows)

    def move_nudge(self, nudge: StoredNudge) -> None:
        stored = self.nudge(nudge.tenant, nudge.id)
        if stored.state not in WAITING:
            raise Conflict("nudge-not-waiting", "The nudge is under way or over.", nudge=nudge.id)
        refuse_changed("nudge", stored.revision, nudge.revision)
        refuse_changed("nudge", stored.epoch, nudge.epoch)
        self._keep(stored, nudge, revision=nudge.revision, epoch=nudge.epoch)

    def cancel_nudges(
        self,
        tenant: str,
        *,
        pledge: str | None = None,
        participant: str | None = None,
        reason: str,
        at: datetime,
    ) -> int:
        if pledge is None and participant is None:
            raise ValueError("name a pledge or a participant")
        waiting = [
            row
            for row in of_tenant(self._tables.nudges, tenant)
            if row.state in WAITING
            and pledge in (None, row.pledge)
            and participant in (None, row.participant)
        ]
        for row in waiting:
            over = replace(row, state=NudgeState.CANCELLED, reason=reason, decided_at=at, lease_until=None)
            put(self._tables.nudges, replace(over, epoch=row.epoch + 1))
        return len(waiting)

    def save_answer(self, nudge: StoredNudge) -> None:
        stored = self.nudge(nudge.tenant, nudge.id)
        put(self._tables.nudges, replace(stored, answer=nudge.answer, answered_at=nudge.answered_at))

    # The engine's part

    def claim_due(
        self, *, until: datetime, lease_until: datetime, limit: int, tenant: str | None = None
    ) -> Sequence[ClaimedNudge]:
        due = [
            (row.due_at, row.id, row)
            for row in self._tables.nudges.values()
            if row.state is NudgeState.PLANNED
            and row.due_at
            and row.due_at < until
            and self._is_for(row, tenant)
        ]
        claimed = []
        for due_at, _, row in sorted(due, key=lambda one: one[:2])[:limit]:
            queued = replace(row, state=NudgeState.QUEUED, epoch=row.epoch + 1, lease_until=lease_until)
            put(self._tables.nudges, queued)
            claimed.append(ClaimedNudge(row.id, row.tenant, row.courier, due_at, queued.epoch))
        return claimed

    def begin_attempt(self, claimed: ClaimedNudge, *, lease_until: datetime) -> StoredNudge | None:
        stored = self._tables.nudges.get((claimed.tenant, claimed.id))
        if stored is None or (stored.state, stored.epoch) != (NudgeState.QUEUED, claimed.epoch):
            return None
        begun = replace(stored, attempts=stored.attempts + 1, lease_until=lease_until)
        put(self._tables.nudges, begun)
        return begun

    def settle(self, nudge: StoredNudge, *, was: NudgeState) -> bool:
        stored = self._tables.nudges.get((nudge.tenant, nudge.id))
        if stored is None or (stored.state, stored.epoch) != (was, nudge.epoch):
            return False
        self._keep(stored, nudge)
        return True

    def add_delivery(self, nudge: StoredNudge, receipt: str) -> None:
        self.nudge(nudge.tenant, nudge.id)
        if (nudge.tenant, nudge.id) in self._tables.deliveries:
            raise Conflict("already-delivered", "The nudge was delivered before.", nudge=nudge.id)
        self._tables.deliveries[nudge.tenant, nudge.id] = receipt

    def add_attempt(self, attempt: Attempt) -> None:
        self.nudge(attempt.tenant, attempt.nudge)
        self._tables.attempts[max(self._tables.attempts, default=0) + 1] = attempt

    def attempts(self, tenant: str, nudge_id: str) -> Sequence[Attempt]:
        self.nudge(tenant, nudge_id)
        return [
            row for row in self._tables.attempts.values() if (row.tenant, row.nudge) == (tenant, nudge_id)
        ]

    def end_leases(self, now: datetime, *, tenant: str | None = None) -> tuple[int, Sequence[StoredNudge]]:
        ended = [
            row
            for row in self._tables.nudges.values()
            if row.state in TAKEN
            and row.lease_until
            and not now < row.lease_until <= now + LONGEST_LEASE
            and self._is_for(row, tenant)
        ]
        unknown = []
        for row in ended:
            was_queued = row.state is NudgeState.QUEUED
            state = NudgeState.PLANNED if was_queued else NudgeState.UNKNOWN
            left = replace(row, state=state, lease_until=None)
            put(self._tables.nudges, left)
            unknown += [] if was_queued else [left]
        return len(ended) - len(unknown), sorted(unknown, key=lambda row: (row.tenant, row.id))

    def count_nudges(self, tenant: str | None = None) -> Mapping[NudgeState, int]:
        counted = Counter(row.state for row in self._tables.nudges.values() if tenant in (None, row.tenant))
        return {state: counted[state] for state in NudgeState}

    def next_due(self, tenant: str) -> datetime | None:
        planned = (row for row in of_tenant(self._tables.nudges, tenant) if row.state is NudgeState.PLANNED)
        return min((row.due_at for row in planned if row.due_at), default=None)

    def lead_outcomes(self, tenant: str, *, since: datetime) -> Sequence[LeadOutcome]:
        counted = Counter(
            (row.moment, row.lead, row.answer)
            for row in of_tenant(self._tables.nudges, tenant)
            if row.sent_at and row.sent_at >= since and row.lead is not None
        )
        outcomes = [LeadOutcome(moment, lead, answer, n) for (moment, lead, answer), n in counted.items()]
        return sorted(outcomes, key=lambda one: (one.moment, one.lead, one.answer or ""))

    def is_test(self, tenant: str) -> bool:
        return any(key.is_test for key in self._tables.api_keys.values() if key.tenant == tenant)

    def zones_in_use(self) -> Sequence[str]:
        rows = self._tables.nudges.values()
        return sorted({row.zone for row in rows if row.state in WAITING and row.zone})

    def waiting_in_zone(self, zone: str, *, after: str = "", limit: int = 500) -> Sequence[StoredNudge]:
        rows = (row for row in self._tables.nudges.values() if row.state in WAITING and row.zone == zone)
        return sorted((row for row in rows if row.id > after), key=lambda row: (row.id, row.tenant))[:limit]

    def use_tap(self, tap: Tap, at: datetime) -> bool:
        self.nudge(tap.tenant, tap.nudge)
        place = (tap.tenant, tap.nudge, tap.action)
        is_first = place not in self._tables.taps
        self._tables.taps.setdefault(place, at)
        return is_first

    # Webhooks and the inbox

    def add_webhook(self, endpoint: WebhookEndpoint) -> None:
        self._need_tenant(endpoint.tenant)
        if (endpoint.tenant, endpoint.id) in self._tables.webhooks:
            raise Conflict("webhook-exists", "There is such a webhook; nothing was changed.")
        put(self._tables.webhooks, endpoint)

    def webhook(self, tenant: str, webhook_id: str) -> WebhookEndpoint:
        return get(self._tables.webhooks, "webhook", tenant, webhook_id)

    def webhooks(self, tenant: str) -> Sequence[WebhookEndpoint]:
        return sorted(of_tenant(self._tables.webhooks, tenant), key=lambda row: row.id)

    def save_webhook(self, endpoint: WebhookEndpoint) -> None:
        stored = self.webhook(endpoint.tenant, endpoint.id)
        refuse_changed("webhook", stored.revision, endpoint.revision)
        put(self._tables.webhooks, endpoint)

    def erase_webhook(self, tenant: str, webhook_id: str) -> None:
        self.webhook(tenant, webhook_id)
        del self._tables.webhooks[tenant, webhook_id]

    def add_to_inbox(self, letter: Letter) -> None:
        get(self._tables.participants, "participant", letter.tenant, letter.participant)
        self._tables.inbox.setdefault((letter.tenant, letter.id), letter)

    def inbox(self, tenant: str, *, after: str = "", limit: int = 50) -> Page[Letter]:
        refuse_limit(limit)
        letters = sorted(of_tenant(self._tables.inbox, tenant), key=_as_sent)
        last = self._tables.inbox.get((tenant, after))
        rest = [letter for letter in letters if last is None or _as_sent(letter) > _as_sent(last)]
        return Page(tuple(rest[:limit]), rest[limit - 1].id if len(rest) > limit else None)

    # What several of them need

    def _need_tenant(self, tenant: str) -> None:
        if tenant not in self._tables.tenants:
            raise NotFound("tenant-not-found", "There is no such tenant.", tenant=tenant)

    def _is_for(self, nudge: StoredNudge, tenant: str | None) -> bool:
        return nudge.tenant == tenant if tenant else nudge.tenant not in self._tables.test_clocks

    def _keep(
        self,
        stored: StoredNudge,
        given: StoredNudge,
        *,
        revision: int | None = None,
        epoch: int | None = None,
    ) -> None:
        """What was given, apart from what only others may change."""
        kept = replace(
            given,
            participant=stored.participant,
            pledge=stored.pledge,
            moment=stored.moment,
            created_at=stored.created_at,
            revision=revision or stored.revision,
            epoch=epoch or stored.epoch,
            lease_until=given.lease_until if given.state in TAKEN else None,
            answer=stored.answer,
            answered_at=stored.answered_at,
        )
        put(self._tables.nudges, kept)

    def _forget_nudges(self, is_it: Callable[[StoredNudge], bool]) -> None:
        gone = {(row.tenant, row.id) for row in self._tables.nudges.values() if is_it(row)}
        for table in (self._tables.nudges, self._tables.deliveries, self._tables.inbox):
            for place in gone & table.keys():
                del table[place]
        forget(self._tables.attempts, lambda row: (row.tenant, row.nudge) in gone)
        for tap in [tap for tap in self._tables.taps if tap[:2] in gone]:
            del self._tables.taps[tap]


def _as_sent(letter: Letter) -> tuple[datetime, datetime, str]:
    return letter.sent_at, letter.due_at, letter.id
