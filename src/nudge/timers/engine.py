"""The durable engine: DBOS Transact, a library that keeps its queues in the same database as the ledger.

It gets ids of what is due within a minute, and calls back when the second has come. The ledger is the truth:
whatever the engine forgets, repeats or mixes up, a lease ends or an epoch doesn't match.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from nudge.app.nudge_ports import Engine, Ledger
from nudge.app.ports import Clock
from nudge.app.sweeps import Sweep
from nudge.domain.errors import Unavailable
from nudge.domain.nudges import ClaimedNudge
from nudge.timers.batches import SLOTS, Batch, Pace, Portable, batches, from_portable, portable
from nudge.timers.executors import Executor
from nudge.timers.flow import TRICKLE, Flow

if TYPE_CHECKING:
    from dbos import DBOSClient, DBOSConfig, EnqueueOptions

log = logging.getLogger("nudge.timers")

APPLICATION, WORKFLOW = "nudge", "nudge.deliver"
VERSION = "1"
"""Fixed: with the library's own, which changes with the code, a deployment would leave old work behind."""
FAST, SLOW = 0.25, 5.0
"""Seconds between two looks into a queue, while there is something to do and while there isn't. Chosen: at
0.25 s a process sends hundreds a second, but looking costs 1.3 % of a CPU for each queue; at 5 s 0.1 %. Only
what is due the moment that it is handed over notices: what a sweep finds has a minute to wake the engine."""
STAYS_FAST, SAID_EVERY = 75.0, 2.0
"""Seconds: longer than what is handed over waits for its second; and how often a busy process says so again,
since all processes read the same setting and an idle one may have changed it."""
KEPT = timedelta(days=1)
"""Finished work is purged after this time; unfinished work too: its leases have ended long before."""


class Deliver(Protocol):
    """Sends nudges."""

    def __call__(self, batch: Sequence[ClaimedNudge], *, go_on: Callable[[], bool]) -> None:
        """Send a batch; ask before each nudge whether to go on."""
        ...


class Sweeper(Protocol):
    """Finds nudges to send."""

    def __call__(self, engine: Engine, *, limit: int) -> Sweep:
        """Hand at most `limit` nudges to the engine."""
        ...


class DurableEngine:
    """The `Engine`. One runs in a process; others may run beside it on the same database.

    Args:
        url: of the database of the records, SQLite or PostgreSQL.
        deliver, sweep: the use cases that it runs.
        clock: by which nudges are due.
        couriers: every one that may be used, with its pace.
        names: folder in which this machine's processes find their names.
        sweep_every: seconds.
        slots: batches that are sent at the same time, for each courier.
        most_wait: seconds that `stop` waits for what is being sent.
    """

    def __init__(
        self,
        url: str,
        *,
        deliver: Deliver,
        sweep: Sweeper,
        clock: Clock,
        couriers: Mapping[str, Pace],
        names: Path,
        sweep_every: float = 10.0,
        slots: int = SLOTS,
        most_wait: int = 60,
    ) -> None:
        self._url = url.replace("postgres://", "postgresql://", 1)
        self._deliver = deliver
        self._sweep = sweep
        self._clock = clock
        self._paces = dict(couriers)
        self._names = names
        self._sweep_every = sweep_every
        self._slots = slots
        self._most_wait = most_wait
        self._flow = Flow()
        self._stopping = threading.Event()
        self._awake = threading.Event()
        self._busy_until = self._say_again_at = 0.0
        self._is_fast = False
        self._client: DBOSClient | None = None
        self._executor: Executor | None = None
        self._thread: threading.Thread | None = None

    def prepare(self) -> None:
        """Make its tables, so that work can be handed over; for processes that don't start it.

        Not inside a transaction.
        """
        from dbos import DBOS

        if self._client is None:
            _quiet_log()
            DBOS.migrate(self._url)
            self._client = self._new_client()

    def hand_over(self, records: Ledger, claimed: Sequence[ClaimedNudge]) -> None:
        """Take over nudges that are due within the minute, in the caller's transaction.

        Raises:
            RuntimeError: before `prepare` or `start`.
        """
        if self._client is None:
            raise RuntimeError("prepare or start the engine before something is handed over")
        now = self._clock.now()
        for batch in batches(claimed, self._paces, now):
            self._enqueue(self._client, records.connection, batch, now)
        self._flow.handed(len(claimed))
        self._busy_until = time.monotonic() + STAYS_FAST
        self._awake.set()

    def start(self) -> None:
        """Begin to sweep and to send, in threads of its own.

        Raises:
            Unavailable: `engine-unavailable` when the database can't be used.
        """
        self._stopping.clear()
        try:
            self._launch()
        except Exception as error:
            self.stop()
            message = "What sends nudges couldn't start: is the database up, and may nudge write there?"
            raise Unavailable("engine-unavailable", message) from error
        self._thread = threading.Thread(target=self._run, name="nudge-sweeps", daemon=True)
        self._thread.start()

    def _launch(self) -> None:
        from dbos import DBOS

        self.prepare()
        self._executor = Executor(self._names)
        DBOS(config=self._config(self._executor.name))
        DBOS.workflow(name=WORKFLOW)(self._workflow())
        DBOS.launch()
        self._busy_until = time.monotonic() + self._sweep_every  # what was left behind comes at once
        self._set_pace(fast=True)

    def stop(self) -> None:
        """Finish what is being sent, take nothing new, return when all is quiet."""
        from dbos import DBOS

        self._stopping.set()
        self._awake.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if self._executor is not None:
            DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=self._most_wait)
            self._executor.release()
            self._executor = None
        if self._client is not None:
            self._client.destroy()
            self._client = None

    # Handing over and sending

    def _enqueue(self, client: DBOSClient, connection: Any, batch: Batch, now: datetime) -> None:
        from dbos import WorkflowSerializationFormat

        options: EnqueueOptions = {
            "workflow_name": WORKFLOW,
            "queue_name": _queue(batch.courier),
            "app_version": VERSION,
            "serialization_type": WorkflowSerializationFormat.PORTABLE,
        }
        if (wait := batch.seconds_from(now)) > 0:
            options["delay_seconds"] = wait
        client.enqueue_in_transaction(connection, options, batch.courier, portable(batch.nudges))

    def _workflow(self) -> Callable[[str, Portable], None]:
        def deliver(courier: str, rows: Portable) -> None:
            """Send a batch; whatever goes wrong with it is in the ledger."""
            nudges = from_portable(courier, rows)
            self._busy_until = max(self._busy_until, time.monotonic() + 5 * SAID_EVERY)
            try:
                self._deliver(nudges, go_on=self._goes_on)
            except Exception as error:
                log.error("A batch couldn't be sent: %s", type(error).__name__)
            self._flow.sent(len(nudges))

        return deliver

    def _goes_on(self) -> bool:
        return not self._stopping.is_set()

    # Sweeping

    def _run(self) -> None:
        next_tick = next_purge = time.monotonic()
        is_full = False
        while not self._stopping.is_set():
            now = time.monotonic()
            if now >= next_tick:
                next_tick = now + self._sweep_every
                self._flow.tick()
                is_full = self._swept(max(self._flow.room, TRICKLE))
            elif is_full and self._flow.room:
                is_full = self._swept(self._flow.room)
            if now >= next_purge and now < next_tick:
                next_purge = now + 3600
                self._purge()
            self._awake.clear()
            self._adapt()
            self._awake.wait(min(self._rest(is_full), max(0.0, next_tick - time.monotonic())))

    def _rest(self, is_full: bool) -> float:
        """Seconds until there may be something to do before the next tick."""
        return 0.1 if is_full else SAID_EVERY if self._is_fast else self._sweep_every

    def _swept(self, limit: int) -> bool:
        """Sweep; whether there is probably more."""
        try:
            return self._sweep(self, limit=limit).n_claimed >= limit
        except Exception as error:
            log.warning("A sweep failed and will be repeated: %s", type(error).__name__)
            return False

    def _adapt(self) -> None:
        """Look into the queues more often while there is something to do."""
        fast = time.monotonic() < self._busy_until
        if fast == self._is_fast and (not fast or time.monotonic() < self._say_again_at):
            return
        try:
            self._set_pace(fast=fast)
        except Exception as error:
            log.warning("The engine couldn't change its pace: %s", type(error).__name__)

    def _set_pace(self, *, fast: bool) -> None:
        from dbos import DBOS

        for courier, pace in self._paces.items():
            limiter: Any = pace.limiter
            DBOS.register_queue(
                _queue(courier),
                worker_concurrency=self._slots,
                limiter=limiter,
                polling_interval_sec=FAST if fast else SLOW,
                on_conflict="always_update",
            )
        self._is_fast = fast
        self._say_again_at = time.monotonic() + SAID_EVERY

    def _purge(self) -> None:
        """Forget old work, some at a time so that others can write meanwhile."""
        from dbos import DBOS

        before = (datetime.now(UTC) - KEPT).isoformat()
        try:
            while not self._stopping.is_set():
                old = DBOS.list_workflows(end_time=before, limit=500, load_input=False, load_output=False)
                if not old:
                    return
                DBOS.delete_workflows([one.workflow_id for one in old])
        except Exception as error:
            log.warning("Old work couldn't be purged: %s", type(error).__name__)

    # What the library is told

    def _config(self, executor: str) -> DBOSConfig:
        return {
            "name": APPLICATION,
            "system_database_url": self._url,
            "executor_id": executor,
            "application_version": VERSION,
            "log_level": "WARNING",
            "enable_otlp": False,
            "max_executor_threads": self._slots * max(1, len(self._paces)) + 8,
            "db_engine_kwargs": self._connections(),
            "use_listen_notify": False,  # its thread looks a hundred times a second for what we never send
            "notification_listener_polling_interval_sec": 1.0,
            "scheduler_polling_interval_sec": 3600.0,
        }

    def _connections(self) -> dict[str, Any]:
        common: dict[str, Any] = {"hide_parameters": True, "pool_size": 10}
        if self._url.startswith("sqlite"):
            return {**common, "connect_args": {"factory": _EngineConnection}}
        return common

    def _new_client(self) -> DBOSClient:
        from dbos import DBOSClient

        return DBOSClient(system_database_url=self._url, application_name=APPLICATION, lazy=True)


class _EngineConnection(sqlite3.Connection):
    """Doesn't wait for the disk: what the engine loses in a power failure is in the ledger."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.execute("PRAGMA synchronous = NORMAL")


def _queue(courier: str) -> str:
    return f"nudge.{courier}"


def _quiet_log() -> None:
    """The library's warnings go where ours go; its console and its advertisement don't come up."""
    theirs = logging.getLogger("dbos")
    if not theirs.handlers:
        theirs.addHandler(logging.NullHandler())
    theirs.setLevel(logging.WARNING)
