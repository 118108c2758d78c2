"""Doing something once, however often it is asked for with the same key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from nudge.app.ports import Clock, Records, Store
from nudge.domain.errors import Invalid


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered with, and whether it is the answer of an earlier one."""

    status: int
    body: bytes
    is_repeated: bool = False


class JoinedStore:
    """A `Store` whose transactions are all part of one, from the first that may write on.

    What is read before that is read in transactions of its own: the models can run without anybody waiting.

    Args:
        stack: keeps the one transaction open; on closing, it is committed.
        on_begin: called with the one transaction as soon as it is open.
    """

    def __init__(self, store: Store, stack: ExitStack, on_begin: Callable[[Records], None]) -> None:
        self._store = store
        self._stack = stack
        self._on_begin = on_begin
        self._records: Records | None = None

    @contextmanager
    def begin(self, *, read_only: bool = False) -> Iterator[Records]:
        """The one transaction, opened when somebody may write; leaving it commits nothing yet."""
        if read_only and self._records is None:
            with self._store.begin(read_only=True) as records:
                yield records
        else:
            yield self.joined()

    def joined(self) -> Records:
        """The one transaction, opened now if it isn't yet."""
        if self._records is None:
            self._records = self._stack.enter_context(self._store.begin())
            self._on_begin(self._records)
        return self._records

    def check(self) -> None:
        """As the store itself."""
        self._store.check()


Remembered = tuple[str, int, bytes]


class _AnsweredBefore(Exception):
    """A request with the same key has its answer; undoes what this one may have begun."""

    def __init__(self, remembered: Remembered) -> None:
        self.remembered = remembered


class Idempotency:
    """Remembers answers in the same transaction as what was done for them: both are there, or none."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def once(self, tenant: str, key: str, digest: str, act: Callable[[Store], tuple[int, bytes]]) -> Answer:
        """Act, or give the answer that was given before for the same key and request.

        Args:
            digest: of the request: method, path and body.
            act: does it in the store that it is handed; returns status and body. What it raises isn't
                remembered, and nothing of it is kept.

        Raises:
            Invalid: `idempotency-key-reused` when the key came with another request.
            Conflict: `idempotency-key-in-use` when the same is being done at this moment.
        """

        def refuse_repetition(records: Records) -> None:
            remembered = records.remembered_response(tenant, key)
            if remembered is not None:
                raise _AnsweredBefore(remembered)

        try:
            with self._store.begin(read_only=True) as records:
                refuse_repetition(records)
            with ExitStack() as stack:
                store = JoinedStore(self._store, stack, refuse_repetition)
                status, body = act(store)
                store.joined().remember_response(tenant, key, digest, status, body, self._clock.now())
        except _AnsweredBefore as answered:
            return _same(answered.remembered, digest)
        return Answer(status, body)


def _same(remembered: Remembered, digest: str) -> Answer:
    earlier, status, body = remembered
    if earlier != digest:
        raise Invalid(
            "idempotency-key-reused",
            "This Idempotency-Key came with another request before; use a new key for each request.",
        )
    return Answer(status, body, is_repeated=True)
