"""Doing something once, however often it is asked for with the same key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
    """A `Store` whose transactions are all part of one that is open already."""

    def __init__(self, store: Store, records: Records) -> None:
        self._store = store
        self._records = records

    @contextmanager
    def begin(self) -> Iterator[Records]:
        """The open transaction; leaving it commits nothing yet."""
        yield self._records

    def check(self) -> None:
        """As the store itself."""
        self._store.check()


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
        with self._store.begin() as records:
            remembered = records.remembered_response(tenant, key)
            if remembered is not None:
                return _same(remembered, digest)
            status, body = act(JoinedStore(self._store, records))
            records.remember_response(tenant, key, digest, status, body, self._clock.now())
        return Answer(status, body)


def _same(remembered: tuple[str, int, bytes], digest: str) -> Answer:
    earlier, status, body = remembered
    if earlier != digest:
        raise Invalid(
            "idempotency-key-reused",
            "This Idempotency-Key came with another request before; use a new key for each request.",
        )
    return Answer(status, body, is_repeated=True)
