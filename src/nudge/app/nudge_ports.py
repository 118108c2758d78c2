"""What nudges need from outside, as Protocols: the ledger, couriers, the engine, words and links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from nudge.domain.letters import Letter, Tap, TestClock, WebhookEndpoint
from nudge.domain.nudge_facts import NudgeFacts
from nudge.domain.nudge_learning import LeadOutcome
from nudge.domain.nudge_policies import Programme
from nudge.domain.nudges import (
    Attempt,
    ClaimedNudge,
    NudgeState,
    PledgeGist,
    StoredNudge,
)
from nudge.domain.records import Page, Participant


class Ledger(Protocol):
    """The nudges of `Records`: the truth about what is to be sent, was sent, and why not.

    `connection` is the open connection of the transaction, for an engine that writes into the same one.
    """

    @property
    def connection(self) -> object: ...

    def pledge_gist(self, tenant: str, pledge_id: str) -> PledgeGist | None:
        """What was read in the pledge when it was made or changed; None for what nobody has read yet."""
        ...

    def save_pledge_gist(self, tenant: str, pledge_id: str, gist: PledgeGist) -> None:
        """Keep what was read in the pledge, sealed; replaces what was there."""
        ...

    def programme(self, tenant: str) -> Programme | None:
        """The programme of the tenant; None when nobody has set it up: the default of the bank holds."""
        ...

    def save_programme(self, programme: Programme) -> None:
        """A first one has revision 1."""
        ...

    def add_nudges(self, nudges: Sequence[StoredNudge]) -> None:
        """Add rows to the ledger, all of one transaction with what earned them."""
        ...

    def nudge(self, tenant: str, nudge_id: str) -> StoredNudge:
        """In a transaction that may write, nobody else changes it until the end."""
        ...

    def nudges(
        self,
        tenant: str,
        *,
        participant: str | None = None,
        pledge: str | None = None,
        state: NudgeState | None = None,
        after: str = "",
        limit: int = 50,
    ) -> Page[StoredNudge]: ...
    def nudges_of(self, tenant: str, participant_id: str, *, since: datetime) -> Sequence[StoredNudge]:
        """All nudges of the participant that were due, decided on or sent since then, oldest first."""
        ...

    def facts_of(self, nudge: StoredNudge) -> NudgeFacts:
        """What is to be known when it is to be sent. Nobody changes the pledge of one that was begun."""
        ...

    def n_gone_out(self, tenant: str, participant_id: str, *, since: datetime, until: datetime) -> int:
        """How many of the participant's nudges that were due before `until` were sent in this time, or are
        being sent."""
        ...

    def is_stopped(self, tenant: str, pledge_id: str) -> bool:
        """Whether the person wants no more nudges about this pledge: one of them was answered so."""
        ...

    def move_nudge(self, nudge: StoredNudge) -> None:
        """Save a waiting nudge as people moved or cancelled it: revision and epoch are one more than stored.

        Raises:
            Conflict: `revision-changed` when it was changed meanwhile, `nudge-not-waiting` when it is under
                way or over.
        """
        ...

    def cancel_nudges(
        self,
        tenant: str,
        *,
        pledge: str | None = None,
        participant: str | None = None,
        reason: str,
        at: datetime,
    ) -> int:
        """Cancel what waits (planned or queued) of a pledge or of a person, in one statement; how many.

        Their epochs grow: who was about to send one finds nothing to send.
        """
        ...

    def save_answer(self, nudge: StoredNudge) -> None:
        """Keep `answer` and `answered_at`, whatever state the nudge is in."""
        ...

    # The engine's part of the ledger: over all tenants that aren't on a test clock, unless one is named.

    def claim_due(
        self, *, until: datetime, lease_until: datetime, limit: int, tenant: str | None = None
    ) -> Sequence[ClaimedNudge]:
        """Take planned nudges that are due before `until`, the earliest first: `queued`, epoch one more.

        Nobody else takes the same ones (`FOR UPDATE SKIP LOCKED`, `BEGIN IMMEDIATE`).

        Args:
            tenant: only this one, even on a test clock.
        """
        ...

    def begin_attempt(self, claimed: ClaimedNudge, *, lease_until: datetime) -> StoredNudge | None:
        """The nudge, if it is still queued in this epoch: with one attempt more and a new lease, and held
        until the transaction ends. None when it was cancelled, moved, taken over or sent."""
        ...

    def settle(self, nudge: StoredNudge, *, was: NudgeState) -> bool:
        """Save state, reason, due_at, lease and the like of a nudge that is in state `was` and in the same
        epoch; whether it was. Another state than `sending` and `queued` ends the lease."""
        ...

    def add_delivery(self, nudge: StoredNudge, receipt: str) -> None:
        """The record that it went out. One for each nudge: a second raises Conflict (`already-delivered`)."""
        ...

    def add_attempt(self, attempt: Attempt) -> None: ...
    def attempts(self, tenant: str, nudge_id: str) -> Sequence[Attempt]: ...
    def end_leases(self, now: datetime, *, tenant: str | None = None) -> tuple[int, Sequence[StoredNudge]]:
        """What processes that are gone had taken: queued ones are planned again (how many), what was being
        sent becomes `unknown` (which)."""
        ...

    def count_nudges(self, tenant: str | None = None) -> Mapping[NudgeState, int]:
        """How many there are in each state."""
        ...

    def lead_outcomes(self, tenant: str, *, since: datetime) -> Sequence[LeadOutcome]:
        """What became of nudges that were sent since then, counted by moment, lead and answer."""
        ...

    def is_test(self, tenant: str) -> bool:
        """Whether it is the twin of a tenant in which test keys act: nothing of it leaves the machine."""
        ...

    def next_due(self, tenant: str) -> datetime | None:
        """When the next planned nudge of the tenant is due; None when none waits."""
        ...

    def zones_in_use(self) -> Sequence[str]:
        """Zones of nudges that wait."""
        ...

    def waiting_in_zone(self, zone: str, *, after: str = "", limit: int = 500) -> Sequence[StoredNudge]:
        """Waiting nudges whose wall-clock time is of this zone, by id, of all tenants."""
        ...

    def use_tap(self, tap: Tap, at: datetime) -> bool:
        """Remember that a link was used; False when it was used before."""
        ...

    def add_webhook(self, endpoint: WebhookEndpoint) -> None: ...
    def webhook(self, tenant: str, webhook_id: str) -> WebhookEndpoint: ...
    def webhooks(self, tenant: str) -> Sequence[WebhookEndpoint]: ...
    def save_webhook(self, endpoint: WebhookEndpoint) -> None: ...
    def erase_webhook(self, tenant: str, webhook_id: str) -> None: ...

    def test_clock(self, tenant: str) -> TestClock | None: ...
    def save_test_clock(self, clock: TestClock) -> None: ...
    def add_to_inbox(self, letter: Letter) -> None:
        """Keep a letter of a test tenant, sealed."""
        ...

    def inbox(self, tenant: str, *, after: str = "", limit: int = 50) -> Page[Letter]:
        """The letters of a test tenant in the order in which they were sent."""
        ...


class Words(Protocol):
    """Words a nudge when it is sent. Implemented over the bank."""

    def letter(
        self,
        nudge: StoredNudge,
        participant: Participant,
        gist: PledgeGist,
        *,
        to: str,
        now: datetime,
    ) -> Letter:
        """The nudge as it goes out, with its links."""
        ...


class Courier(Protocol):
    """A way to a person. Threads may share it."""

    @property
    def name(self) -> str:
        """As in preferences: "email", "webhook", "chat", "console", "file", "inbox"."""
        ...

    @property
    def deduplicates(self) -> bool:
        """Whether a receiver that gets a letter twice takes it once, by its id."""
        ...

    @property
    def waits(self) -> Sequence[timedelta]:
        """How long to wait before the second, third, … try; after the last one the nudge is dead."""
        ...

    def address(self, participant: Participant) -> str | None:
        """Where to reach the person; None when this courier can't."""
        ...

    def send(self, letter: Letter) -> str:
        """Hand it over; returns the receiver's receipt (an id or a code, never words).

        Raises:
            NotDelivered: when it wasn't taken.
        """
        ...


class Engine(Protocol):
    """The hands: sends what the ledger says, soon and once. Knows nothing but ids."""

    def hand_over(self, records: Ledger, claimed: Sequence[ClaimedNudge]) -> None:
        """Take over nudges that are due within the minute, in the caller's transaction."""
        ...

    def start(self) -> None:
        """Begin to sweep and to send, in threads of its own."""
        ...

    def stop(self) -> None:
        """Finish what is being sent, take nothing new, return when all is quiet."""
        ...


class Links(Protocol):
    """Signs what a tap may do."""

    def sign(self, tap: Tap, *, now: datetime) -> str:
        """A token fit for a URL path; holds no word and no name."""
        ...

    def read(self, token: str, *, now: datetime) -> Tap:
        """What it lets its holder do.

        Raises:
            Invalid: `link-invalid`, `link-expired` after 14 days.
        """
        ...


class Holidays(Protocol):
    """Knows the public holidays of countries and regions."""

    def between(self, region: str, first: date, last: date) -> frozenset[date]:
        """The free days of a region such as "DE" or "DE-BY" from `first` to `last`, both included.

        Raises:
            Invalid: `region-unknown`, with what is known nearby.
        """
        ...
