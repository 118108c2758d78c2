"""Pairs: who meets whom for a quarter; also the three to six of a roundtable."""

from __future__ import annotations

from collections.abc import Sequence

from nudge.app.ports import Clock, Ids, Store
from nudge.app.question_sets import N_PARTICIPANTS
from nudge.domain.errors import Conflict, Invalid
from nudge.domain.questions import Format
from nudge.domain.records import Page, Pair


class Pairs:
    """What one can do with pairs."""

    def __init__(self, store: Store, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids

    def add(
        self, tenant: str, participants: Sequence[str], *, format: Format = Format.PAIR, quarter: str = ""
    ) -> Pair:
        """A new pair of participants that are there already.

        Raises:
            Invalid: `participants-count` when the format isn't for so many, `participants-alike`.
            NotFound: `participant-not-found`.
        """
        _check(participants, format)
        pair = Pair(self._ids.new("pair"), tenant, tuple(participants), self._clock.now(), format, quarter)
        with self._store.begin() as records:
            records.add_pair(pair)
        return pair

    def get(self, tenant: str, pair_id: str) -> Pair:
        """One pair.

        Raises:
            NotFound: `pair-not-found`.
        """
        with self._store.begin(read_only=True) as records:
            return records.pair(tenant, pair_id)

    def list(self, tenant: str, *, after: str = "", limit: int = 50) -> Page[Pair]:
        """A page of the tenant's pairs."""
        with self._store.begin(read_only=True) as records:
            return records.pairs(tenant, after=after, limit=limit)


def refuse_incomplete(pair: Pair) -> None:
    """A pair in which too few are left has no more conversations.

    Raises:
        Conflict: `pair-incomplete`.
    """
    if len(pair.participants) not in N_PARTICIPANTS[pair.format]:
        raise Conflict(
            "pair-incomplete",
            "Somebody in this pair was erased; add a new pair for who is left.",
            n_participants=len(pair.participants),
        )


def _check(participants: Sequence[str], format: Format) -> None:
    allowed = N_PARTICIPANTS[format]
    if len(participants) not in allowed:
        sizes = f"{allowed[0]} to {allowed[-1]}" if len(allowed) > 1 else str(allowed[0])
        raise Invalid(
            "participants-count",
            f"The format “{format}” is for {sizes} participants.",
            n_participants=len(participants),
        )
    if len(set(participants)) < len(participants):
        raise Invalid("participants-alike", "Each participant can be in a pair only once.")
