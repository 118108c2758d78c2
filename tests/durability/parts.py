"""What the violent tests, the chaos run and the benchmark are made of: a programme without quiet hours,
people with pledges and nudges, words without words, and a wire that can be read afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from nudge.app.deliveries import Deliveries
from nudge.app.ports import Clock, Store
from nudge.app.sweeps import Sweeps
from nudge.domain.letters import Letter
from nudge.domain.nudge_policies import Moment, MomentRule, NudgePolicy, NudgePreferences, Programme
from nudge.domain.nudges import Decision, NudgeState, PledgeGist, StoredNudge
from nudge.domain.records import Participant, StoredPledge, Tenant
from nudge.storage.store import SqlStore
from nudge.timers.batches import Pace
from nudge.timers.engine import DurableEngine
from nudge.vault.key_file import vault_of

TENANT = "ten_1"
RULE = MomentRule((timedelta(0),), timedelta(days=1))
POLICY = NudgePolicy(
    "test-1",
    moments=dict.fromkeys(Moment, RULE),
    quiet_hours=(),
    working_days=frozenset(range(7)),
    most_a_day=1_000_000,
)
PROGRAMME = Programme(TENANT, POLICY, time_zone="Europe/Berlin", couriers=("wire",))


class ShiftedClock:
    """The clock of this machine, ahead by the seconds that a file says; 0 without one."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._ahead())

    def _ahead(self) -> float:
        try:
            return float(self._file.read_text()) if self._file else 0.0
        except (FileNotFoundError, ValueError):
            return 0.0


class Wire:
    """A courier that appends the id of what it sends to a file, seen to the disk before it returns."""

    def __init__(self, file: Path, *, name: str = "wire", deduplicates: bool = False, fsync: bool = True):
        self.name = name
        self.deduplicates = deduplicates
        self.waits: Sequence[timedelta] = (timedelta(seconds=1), timedelta(seconds=2), timedelta(seconds=4))
        self._fsync = fsync
        self._file = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def address(self, participant: Participant) -> str | None:
        return participant.id

    def send(self, letter: Letter) -> str:
        os.write(self._file, f"{letter.id} {letter.sent_at.timestamp():.3f}\n".encode())
        if self._fsync:
            os.fsync(self._file)
        return "written"


def on_the_wire(file: Path) -> list[str]:
    """The ids that went out, in order, each as often as it did."""
    return [line.split()[0] for line in file.read_text().splitlines()] if file.exists() else []


class PlainWords:
    """Letters that say nothing."""

    def letter(
        self,
        nudge: StoredNudge,
        participant: Participant,
        gist: PledgeGist,
        *,
        to: str,
        now: datetime,
    ) -> Letter:
        return Letter(
            id=nudge.id,
            tenant=nudge.tenant,
            participant=participant.id,
            ref=participant.ref,
            to=to,
            moment=nudge.moment,
            template="test.v1",
            subject="A pledge of yours",
            text="…",
            why="…",
            due_at=nudge.due_at or now,
            sent_at=now,
        )


def make_nudge(n: int, due_at: datetime, *, person: int | None = None, **changes: object) -> StoredNudge:
    """A planned nudge of a person for whom `seed` made a pledge."""
    owner = n if person is None else person
    nudge = StoredNudge(
        id=f"nud_{n:08}",
        tenant=TENANT,
        participant=f"par_{owner:08}",
        pledge=f"ple_{owner:08}",
        moment=Moment.CUE,
        decision=Decision.SEND,
        reason="morning_of_the_day",
        state=NudgeState.PLANNED,
        policy="test-1",
        created_at=due_at - timedelta(days=1),
        due_at=due_at,
        local_on=due_at.date(),
        local_at=time(12),
        zone="Europe/Berlin",
        courier="wire",
        expires_at=due_at + timedelta(days=1),
    )
    return replace(nudge, **changes)  # type: ignore[arg-type]  # checked by the dataclass


def people(first: int, last: int, now: datetime) -> Iterator[tuple[Participant, StoredPledge]]:
    """Persons with a pledge each."""
    for n in range(first, last):
        participant = Participant(
            id=f"par_{n:08}",
            tenant=TENANT,
            ref=f"person-{n}",
            created_at=now,
            nudging=NudgePreferences(time_zone="Europe/Berlin"),
        )
        pledge = StoredPledge(f"ple_{n:08}", TENANT, participant.id, "I'll hand Sam the report.", now)
        yield participant, pledge


def seed_people(store: Store, n: int, now: datetime) -> None:
    """A tenant with so many people and their pledges."""
    with store.begin() as records:
        if not any(tenant.id == TENANT for tenant in records.tenants()):
            records.add_tenant(Tenant(TENANT, "organisation", now))
            records.save_programme(PROGRAMME)
    for first in range(0, n, 500):
        with store.begin() as records:
            for participant, pledge in people(first, min(n, first + 500), now):
                records.add_participant(participant)
                records.add_pledge(pledge)


def seed_nudges(store: Store, nudges: Sequence[StoredNudge], *, chunk: int = 1000) -> None:
    """Put them into the ledger."""
    for first in range(0, len(nudges), chunk):
        with store.begin() as records:
            records.add_nudges(nudges[first : first + chunk])


def open_store(url: str, folder: Path, *, lock_timeout: float = 5.0) -> SqlStore:
    """The store of a folder that has the vault's key."""
    return SqlStore(url, vault_of(folder / "vault.key"), lock_timeout=lock_timeout)


def engine_on(
    store: Store,
    url: str,
    folder: Path,
    *,
    clock: Clock,
    couriers: Mapping[str, Wire],
    sweep_every: float = 1.0,
    lease: float = 5.0,
    **options: int,
) -> DurableEngine:
    """An engine with short leases."""
    leases = timedelta(seconds=lease)
    deliveries = Deliveries(store, couriers, PlainWords(), clock, default=PROGRAMME, attempt_lease=leases)
    sweeps = Sweeps(store, couriers, clock, default=PROGRAMME, claim_lease=leases)
    return DurableEngine(
        url,
        deliver=deliveries.deliver_all,
        sweep=sweeps.sweep,
        clock=clock,
        couriers=dict.fromkeys(couriers, Pace()),
        names=folder / "names",
        sweep_every=sweep_every,
        **options,
    )
