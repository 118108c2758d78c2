"""The conversations that somebody has been in, over partners and quarters."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from nudge.app.paging import every
from nudge.app.ports import Records
from nudge.domain.records import Conversation, ConversationState, Pair


@dataclass(frozen=True, slots=True)
class History:
    """Pairs in the order in which they were made, and their conversations, oldest first."""

    pairs: Sequence[Pair]
    conversations: Sequence[Conversation]

    def of(self, participant: str) -> History:
        """The part of one participant."""
        pairs = [pair for pair in self.pairs if participant in pair.participants]
        ids = {pair.id for pair in pairs}
        return History(pairs, [one for one in self.conversations if one.pair in ids])

    def n_closed(self) -> int:
        """How many conversations have taken place."""
        return sum(one.state is ConversationState.CLOSED for one in self.conversations)

    def pair_of(self, conversation_id: str | None) -> str | None:
        """The pair that a conversation belongs to, None when it isn't in this history."""
        return next((one.pair for one in self.conversations if one.id == conversation_id), None)

    def session_numbers(self, pair: str) -> dict[str, int]:
        """A number for each conversation that says how long ago it was, seen from one pair.

        Those of the pair keep their session numbers. Those with other partners count down from 0, so that
        they are older than any of the pair, and no two of them are the same.
        """
        others = [one.id for one in self.conversations if one.pair != pair]
        numbers = {one.id: one.session_number for one in self.conversations if one.pair == pair}
        return numbers | {one: -back for back, one in enumerate(reversed(others))}


def history_of(records: Records, tenant: str, participants: Collection[str]) -> History:
    """The history of one or several participants together."""
    pairs = {pair.id: pair for who in participants for pair in records.pairs_of(tenant, who)}
    found = {one.id: one for who in participants for one in records.conversations_of(tenant, who)}
    return History(
        sorted(pairs.values(), key=lambda pair: pair.id),
        sorted(found.values(), key=lambda one: (one.created_at, one.id)),
    )


def next_session_of(records: Records, tenant: str, participant: str, now: datetime) -> datetime | None:
    """When the participant's next conversation is planned; None when nobody knows."""
    return first_session_after(records.conversations_of(tenant, participant), now, closed=False)


def first_session_after(
    conversations: Sequence[Conversation], instant: datetime, *, closed: bool = True
) -> datetime | None:
    """When the first of these conversations after an instant is planned; None when nobody knows.

    Args:
        closed: whether those count that have taken place.
    """
    counted = (one for one in conversations if closed or one.state is not ConversationState.CLOSED)
    return min((at for one in counted if (at := one.planned_at) and at > instant), default=None)


def conversations_in(records: Records, tenant: str, pair: str) -> Sequence[Conversation]:
    """All conversations of a pair, in the order of their session numbers."""
    found = every(lambda after: records.conversations(tenant, pair=pair, after=after, limit=100))
    return sorted(found, key=lambda one: one.session_number)
