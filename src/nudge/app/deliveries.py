"""Deliveries: a nudge goes over the wire once, between two transactions that say so.

The first one marks it `sending`, after a last look whether it may go; the second one says what became of
it. Whoever dies between them leaves it `sending`, which a sweep turns into `unknown`: then nobody knows, and
the policy says whether it is sent again. In a batch the second transaction of one nudge is the first one of
the next: a commit for each, not two.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from nudge.app.last_looks import LastLook, Ready
from nudge.app.nudge_ports import Courier, Holidays, Words
from nudge.app.ports import Clock, Store
from nudge.app.tries import Tried, bury, dead, give_back
from nudge.domain.errors import NudgeError
from nudge.domain.letters import NotDelivered
from nudge.domain.nudge_policies import Programme
from nudge.domain.nudges import LONGEST_LEASE, ClaimedNudge, NudgeState
from nudge.domain.retries import after_failure

log = logging.getLogger("nudge.deliveries")
T = TypeVar("T")

ATTEMPT_LEASE = timedelta(minutes=5)
"""Chosen: longer than the slowest courier waits for its receiver."""
PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds between tries to reach a database that is locked or restarts."""
MENDS_ITSELF = frozenset({"storage-unavailable", "changed-meanwhile"})


class Deliveries:
    """Sends nudges that the engine was handed. Threads may share it.

    Args:
        couriers: by name.
        default: the programme of tenants that have none of their own.
        holidays: what can't go out today isn't moved to a public holiday; without it these are like others.
        attempt_lease: how long one try may take before its outcome counts as unknown.
        pause: waits so many seconds.
    """

    def __init__(
        self,
        store: Store,
        couriers: Mapping[str, Courier],
        words: Words,
        clock: Clock,
        *,
        default: Programme,
        holidays: Holidays | None = None,
        attempt_lease: timedelta = ATTEMPT_LEASE,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._store = store
        self._words = words
        self._clock = clock
        self._pause = pause
        self._look = LastLook(couriers, default, holidays, attempt_lease)

    def deliver(self, claimed: ClaimedNudge) -> None:
        """Send one nudge, unless it is somebody else's by now or mustn't go out."""
        self.deliver_all([claimed])

    def deliver_all(self, batch: Sequence[ClaimedNudge], *, go_on: Callable[[], bool] = lambda: True) -> None:
        """Send a batch, one after the other. What can't be sent stays in the ledger, with a reason.

        Args:
            go_on: asked before each; once it says no the rest is given back.
        """
        tried: Tried | None = None
        for n, claimed in enumerate(batch):
            if not go_on():
                self._safely("Nudges stay queued until their lease ends", give_back, batch[n:])
                break
            is_reachable, ready = self._turn(claimed, tried)
            if not is_reachable:
                break  # the leases will bring back the rest
            tried = self._sent(ready) if ready else None
            if tried is not None and not tried.is_sent:  # looks at the pledge: nobody may who holds a nudge
                self._finish(tried)
                tried = None
        if tried is not None:
            self._finish(tried)

    def deliver_due(self, tenant: str, *, until: datetime, limit: int = 100) -> int:
        """Send what is due for one tenant before an instant, without an engine; how many were looked at.

        For test clocks: the tenant may be on one.
        """
        now = self._clock.now()
        with self._store.begin() as records:
            lease_until = max(now, until) + LONGEST_LEASE / 2
            claimed = records.claim_due(until=until, lease_until=lease_until, limit=limit, tenant=tenant)
        self.deliver_all(claimed)
        return len(claimed)

    def _turn(self, claimed: ClaimedNudge, tried: Tried | None) -> tuple[bool, Ready | None]:
        """Between two sendings: whether the database could be reached, and the nudge to send now."""
        try:
            return True, self._patiently(lambda: self._in_one_go(claimed, tried))
        except Exception as error:
            problem = error
        if tried is not None:  # it is safe before anything else is looked at
            self._finish(tried)
            return self._turn(claimed, None)
        if isinstance(problem, NudgeError) and problem.code in MENDS_ITSELF:
            log.warning("Nudges stay queued until their lease ends: %s", problem.code)
            return False, None
        self._log(claimed.id, problem)
        self._safely("A nudge couldn't be looked at", bury, claimed, self._clock.now())
        return True, None

    def _in_one_go(self, claimed: ClaimedNudge, tried: Tried | None) -> Ready | None:
        with self._store.begin() as records:
            # In this order: looking waits for people and pledges, which nobody may do who holds a nudge.
            ready = self._look.ready(records, claimed, self._clock.now())
            if tried is not None:
                tried.write_down(records)
            return ready

    def _sent(self, ready: Ready) -> Tried:
        """On the wire."""
        try:
            letter = self._words.letter(
                ready.nudge, ready.facts.participant, ready.facts.gist, to=ready.to, now=self._clock.now()
            )
            receipt = ready.courier.send(letter)
        except NotDelivered as problem:
            now = self._clock.now()
            again = after_failure(ready.nudge, problem, ready.courier.waits, now)
            return Tried(again, now, problem.code, pledge_revision=ready.facts.pledge_revision)
        except Exception as error:
            self._log(ready.nudge.id, error)
            return dead(ready.nudge, self._clock.now())
        now = self._clock.now()
        sent = replace(
            ready.nudge, state=NudgeState.SENT, template=letter.template, sent_at=now, lease_until=None
        )
        return Tried(sent, now, "sent", receipt)

    def _finish(self, tried: Tried) -> None:
        self._safely("What became of a nudge couldn't be written down", tried.write_down)

    def _safely(self, what_failed: str, act: Callable[..., None], *facts: object) -> None:
        """Do it in a transaction of its own; if that fails, say so and go on: the leases mend it."""

        def do() -> None:
            with self._store.begin() as records:
                act(records, *facts)

        try:
            self._patiently(do)
        except Exception as error:
            log.error("%s: %s", what_failed, type(error).__name__)

    def _patiently(self, act: Callable[[], T]) -> T:
        """Do it, a few times if the database is locked or away.

        A commit of which nobody knows whether it happened may be done again: the states and epochs of the
        ledger let nothing happen twice.
        """
        for seconds in PAUSES:
            try:
                return act()
            except NudgeError as error:
                if error.code not in MENDS_ITSELF:
                    raise
            self._pause(seconds)
        return act()

    def _log(self, nudge_id: str, error: Exception) -> None:
        """The type only: a message may have words of a pledge in it."""
        log.error("The nudge %s couldn't be sent: %s", nudge_id, type(error).__name__)
