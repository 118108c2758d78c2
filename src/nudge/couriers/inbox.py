"""The inbox of a test tenant, kept in the store: integrators read there what would have been sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from nudge.app.ports import Store
from nudge.domain.errors import Conflict, Unavailable
from nudge.domain.letters import Letter, NotDelivered
from nudge.domain.records import Participant


class InboxCourier:
    """Puts letters into the store's inbox; a second copy of a letter is the same letter."""

    name = "inbox"
    deduplicates = True
    waits: Sequence[timedelta] = (timedelta(seconds=5), timedelta(minutes=1), timedelta(minutes=5))

    def __init__(self, store: Store) -> None:
        self._store = store

    def address(self, participant: Participant) -> str | None:
        """Everybody has an inbox."""
        return participant.id

    def send(self, letter: Letter) -> str:
        """Keep the letter, in a transaction of its own; returns its id."""
        try:
            with self._store.begin() as records:
                records.add_to_inbox(letter)
        except Conflict:
            return letter.id
        except Unavailable:
            raise NotDelivered("storage-unavailable") from None
        return letter.id
