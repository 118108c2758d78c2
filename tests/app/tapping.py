"""People with pledges and nudges, for tests of what a tap does: Ana has two pledges, Ben one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nudge.app.ports import Store
from nudge.app.taps import Taps
from nudge.domain.letters import Tap, TapAction
from nudge.domain.nudge_policies import NudgePreferences
from nudge.domain.nudges import NudgeState, StoredNudge
from nudge.domain.records import Participant, StoredPledge
from nudge.vault.fernet_vault import FernetVault
from nudge.vault.links import SignedLinks
from tests.fakes.clock import FakeClock, FakeIds
from tests.fakes.store import FakeStore
from tests.makers import NOON, make_nudge, make_participant, make_pledge, make_programme, make_tenant

KEY = FernetVault.new_key()
WORDS = "I'll ask Zebedee to run the stand-up by Friday"


@dataclass
class Tapping:
    """Nudge 1 was sent about Ana's first pledge, 2 and 3 wait; 4 waits about her second, 5 about Ben's."""

    store: Store = field(default_factory=FakeStore)
    clock: FakeClock = field(default_factory=FakeClock)
    preferences: NudgePreferences = field(default_factory=NudgePreferences)
    sent: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.links = SignedLinks([KEY])
        self.taps = self.over(self.store)
        with self.store.begin() as records:
            records.add_tenant(make_tenant())
            records.save_programme(make_programme())
            records.add_participant(make_participant(1, nudging=self.preferences))
            records.add_participant(make_participant(2))
            records.add_pledge(make_pledge(1, conversation=None, text=WORDS))
            records.add_pledge(make_pledge(2, conversation=None))
            records.add_pledge(make_pledge(3, conversation=None, participant="par_2"))
            sent = {"state": NudgeState.SENT, "sent_at": NOON, **self.sent}
            records.add_nudges(
                [
                    make_nudge(1, **sent),
                    make_nudge(2),
                    make_nudge(3, state=NudgeState.QUEUED, lease_until=NOON),
                    make_nudge(4, pledge="ple_2"),
                    make_nudge(5, pledge="ple_3", participant="par_2"),
                ]
            )

    def over(self, store: Store, **more: Any) -> Taps:
        return Taps(store, self.links, self.clock, FakeIds(), make_programme().policy, **more)

    def token(self, action: TapAction, *, at: datetime = NOON, **changes: str) -> str:
        about = {"tenant": "ten_1", "participant": "par_1", "pledge": "ple_1", "nudge": "nud_1", **changes}
        return self.links.sign(Tap(**about, action=action), now=at)

    def everything(self) -> object:
        """All that is stored, to be compared."""
        assert isinstance(self.store, FakeStore)
        return self.store.tables.copied()

    def pledge(self, n: int = 1) -> StoredPledge:
        with self.store.begin(read_only=True) as records:
            return records.pledge("ten_1", f"ple_{n}")

    def participant(self, n: int = 1) -> Participant:
        with self.store.begin(read_only=True) as records:
            return records.participant("ten_1", f"par_{n}")

    def nudges(self) -> dict[str, StoredNudge]:
        with self.store.begin(read_only=True) as records:
            return {nudge.id: nudge for nudge in records.nudges("ten_1", limit=100).items}

    def waiting(self) -> set[str]:
        waiting = (NudgeState.PLANNED, NudgeState.QUEUED)
        return {name for name, nudge in self.nudges().items() if nudge.state in waiting}
