"""What each organisation asks from: the bank of the process with the organisation's own changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from nudge.app.ports import Records, Store
from nudge.domain.curations import Curation, bounded
from nudge.domain.overlays import StoredOverlay, leanings_of, overlaid
from nudge.domain.questions import QuestionBank

MOST_KEPT = 64
"""Organisations whose bank is kept in memory; making one again takes a few milliseconds."""
Learned = Callable[[Records, str, QuestionBank], Mapping[str, float]]
"""What was learned from use about the questions of a tenant, read in a transaction: leanings by question id.
"""


@dataclass(frozen=True)
class _Kept:
    """The curation of a tenant at a revision of its overlay."""

    revision: int
    curation: Curation


@dataclass(frozen=True)
class _Shelf:
    """What is kept of every tenant, for all that share it."""

    kept: OrderedDict[str, _Kept] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def found(self, tenant: str, revision: int) -> Curation | None:
        """The curation of this revision; one of another revision is of no use."""
        with self.lock:
            kept = self.kept.get(tenant)
            if kept is None or kept.revision != revision:
                return None
            self.kept.move_to_end(tenant)
            return kept.curation

    def keep(self, tenant: str, revision: int, curation: Curation) -> None:
        """Keep it, unless a newer one is kept already."""
        with self.lock:
            if tenant not in self.kept or self.kept[tenant].revision <= revision:
                self.kept[tenant] = _Kept(revision, curation)
                self.kept.move_to_end(tenant)
            while len(self.kept) > MOST_KEPT:
                self.kept.popitem(last=False)


def nothing_learned(records: Records, tenant: str, bank: QuestionBank) -> Mapping[str, float]:
    """What is learned while nobody learns."""
    return {}


class Curations:
    """Finds the curation of a tenant. For any thread.

    Args:
        base: what the process asks from, with the overlays of its settings.
        learned: asked at every call; what it says is added to the weights, within the bounds of a leaning.
    """

    def __init__(self, store: Store, base: Curation, *, learned: Learned = nothing_learned) -> None:
        self.base = base
        self._store = store
        self._learned = learned
        self._shelf = _Shelf()

    def over(self, store: Store) -> Curations:
        """The same over another store, such as an open transaction; what is kept is shared."""
        curations = Curations(store, self.base, learned=self._learned)
        curations._shelf = self._shelf
        return curations

    def of(self, tenant: str) -> Curation:
        """What the tenant asks from now: the overlay that was saved last, and the leanings of this moment.

        Not for a transaction that has saved an overlay and may still be undone.
        """
        return self._with_learned(tenant, self.unlearned(tenant))

    @property
    def learns(self) -> bool:
        """Whether what is learned counts in this process."""
        return self._learned is not nothing_learned

    def remembered(self, tenant: str, digest: str) -> Curation | None:
        """The curation with the leanings of this digest, as the `replay` of an earlier set names it.

        None when they aren't kept any more, or other weights were in them.
        """
        curation = self.unlearned(tenant)
        with self._store.begin(read_only=True) as records:
            kept = records.leanings_since(tenant, datetime.min.replace(tzinfo=UTC))
        for learned in ({}, *(one.by_question for one in kept)):
            found = Curation(curation.bank, summed(curation.leanings, learned))
            if found.digest == digest:
                return found
        return None

    def unlearned(self, tenant: str) -> Curation:
        """What the tenant asks from, without what was learned from use."""
        with self._store.begin(read_only=True) as records:
            revision = records.overlay_revision(tenant)
            curation = self._shelf.found(tenant, revision) if revision else self.base
            stored = None if curation else records.overlay(tenant)
        if stored:
            curation = self.with_overlay(stored)
            self._shelf.keep(tenant, stored.revision, curation)
        assert curation
        return curation

    def with_overlay(self, stored: StoredOverlay) -> Curation:
        """The curation with an overlay, whether it is saved or not; a weight in it takes the place of the
        process's own."""
        bank = overlaid(self.base.bank, stored.overlay)
        return Curation(bank, {**self.base.leanings, **leanings_of(stored.overlay)})

    def _with_learned(self, tenant: str, curation: Curation) -> Curation:
        if not self.learns:
            return curation
        with self._store.begin(read_only=True) as records:
            learned = self._learned(records, tenant, curation.bank)
        return Curation(curation.bank, summed(curation.leanings, learned)) if learned else curation


def summed(*leanings: Mapping[str, float]) -> Mapping[str, float]:
    """Leanings put together, each sum within the bounds of a leaning.

    >>> summed({"act.a": 0.2, "act.b": 0.1}, {"act.a": 0.2})
    {'act.a': 0.25, 'act.b': 0.1}
    """
    ids = dict.fromkeys(id for some in leanings for id in some)
    return {id: bounded(sum(some.get(id, 0.0) for some in leanings)) for id in ids}
