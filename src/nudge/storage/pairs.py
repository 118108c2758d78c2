"""Statements on pairs and on who is in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Select, select

from nudge.domain.errors import Conflict
from nudge.domain.questions import Format
from nudge.domain.records import Page, Pair
from nudge.storage.problems import exists, not_found
from nudge.storage.tables import pair_participants, pairs, participants
from nudge.storage.transaction import Transaction


class PairRecords(Transaction):
    """The pairs of `Records`."""

    def add_pair(self, pair: Pair) -> None:
        """Raises Conflict (`pair-exists`; `participant-twice-in-pair`)."""
        for participant_id in sorted(set(pair.participants)):
            self._need(participants, "participant", pair.tenant, participant_id)
        if len(set(pair.participants)) < len(pair.participants):
            raise Conflict("participant-twice-in-pair", "Each participant can be in a pair only once.")
        values = {
            "tenant": pair.tenant,
            "id": pair.id,
            "created_at": pair.created_at,
            "format": pair.format,
            "quarter": pair.quarter,
        }
        self._add(pairs, values, exists("pair"))
        for position, participant_id in enumerate(pair.participants):
            place = {"tenant": pair.tenant, "pair": pair.id, "position": position}
            self._write(self._insert(pair_participants, {**place, "participant": participant_id}))

    def pair(self, tenant: str, pair_id: str) -> Pair:
        """The pair of this id."""
        one = select(pairs).where(pairs.c.tenant == tenant, pairs.c.id == pair_id)
        row = self._read(one).first()
        if row is None:
            raise not_found("pair", pair_id)
        return _pair(row, self._people_in(tenant, [pair_id]))

    def pairs(self, tenant: str, *, after: str = "", limit: int = 50) -> Page[Pair]:
        """The next pairs, by id."""
        of_tenant = select(pairs).where(pairs.c.tenant == tenant)
        rows = self._page(of_tenant, pairs, after, limit, lambda row: row)
        people = self._people_in(tenant, [row.id for row in rows.items])
        return Page(tuple(_pair(row, people) for row in rows.items), rows.next_after)

    def pairs_of(self, tenant: str, participant_id: str) -> Sequence[Pair]:
        """All pairs that the participant is in, by id."""
        mine = pairs_with(tenant, participant_id)
        rows = self._read(
            select(pairs).where(pairs.c.tenant == tenant, pairs.c.id.in_(mine)).order_by(pairs.c.id)
        ).all()
        if not rows:
            self._need(participants, "participant", tenant, participant_id)
        people = self._people_in(tenant, [row.id for row in rows])
        return [_pair(row, people) for row in rows]

    def _people_in(self, tenant: str, pair_ids: Iterable[str]) -> Mapping[str, Sequence[str]]:
        places = pair_participants.c
        statement = (
            select(places.pair, places.participant)
            .where(places.tenant == tenant, places.pair.in_(pair_ids))
            .order_by(places.pair, places.position)
        )
        people: dict[str, list[str]] = defaultdict(list)
        for row in self._read(statement):
            people[row.pair].append(row.participant)
        return people


def pairs_with(tenant: str, participant_id: str) -> Select[tuple[str]]:
    """The ids of the pairs that a participant is in; there is an index for it."""
    places = pair_participants.c
    return select(places.pair).where(places.tenant == tenant, places.participant == participant_id)


def _pair(row: Row[Any], people: Mapping[str, Sequence[str]]) -> Pair:
    return Pair(row.id, row.tenant, tuple(people[row.id]), row.created_at, Format(row.format), row.quarter)
