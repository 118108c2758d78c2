"""Statements on conversations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select, update

from nudge.domain.errors import Conflict
from nudge.domain.records import Conversation, ConversationState, Page
from nudge.storage.pairs import pairs_with
from nudge.storage.problems import not_found, revision_changed
from nudge.storage.tables import conversations, pairs, participants
from nudge.storage.transaction import Transaction


class ConversationRecords(Transaction):
    """The conversations of `Records`."""

    def add_conversation(self, conversation: Conversation) -> None:
        """Raises Conflict (`conversation-exists`) when the pair has one with this session number."""
        self._need(pairs, "pair", conversation.tenant, conversation.pair)
        self._add(conversations, _values(conversation), _exists(conversation))

    def conversation(self, tenant: str, conversation_id: str) -> Conversation:
        """The conversation of this id."""
        one = select(conversations).where(
            conversations.c.tenant == tenant, conversations.c.id == conversation_id
        )
        row = self._read(one).first()
        if row is None:
            raise not_found("conversation", conversation_id)
        return _conversation(row)

    def conversations(
        self, tenant: str, *, pair: str | None = None, after: str = "", limit: int = 50
    ) -> Page[Conversation]:
        """The next conversations, of the tenant or of one pair, by id."""
        rows = select(conversations).where(conversations.c.tenant == tenant)
        if pair is not None:
            rows = rows.where(conversations.c.pair == pair)
        return self._page(rows, conversations, after, limit, _conversation)

    def conversations_of(self, tenant: str, participant_id: str) -> Sequence[Conversation]:
        """All conversations of the participant's pairs, oldest first."""
        mine = pairs_with(tenant, participant_id)
        statement = (
            select(conversations)
            .where(conversations.c.tenant == tenant, conversations.c.pair.in_(mine))
            .order_by(conversations.c.created_at, conversations.c.id)
        )
        rows = self._read(statement).all()
        if not rows:
            self._need(participants, "participant", tenant, participant_id)
        return [_conversation(row) for row in rows]

    def save_conversation(self, conversation: Conversation) -> None:
        """Raises Conflict (`revision-changed`, or `conversation-exists` when the number is taken)."""
        self._need(conversations, "conversation", conversation.tenant, conversation.id)
        self._need(pairs, "pair", conversation.tenant, conversation.pair)
        statement = (
            update(conversations)
            .where(
                conversations.c.tenant == conversation.tenant,
                conversations.c.id == conversation.id,
                conversations.c.revision == conversation.revision - 1,
            )
            .values(_values(conversation))
        )
        n_saved = self._save(statement, _exists(conversation))
        if not n_saved:
            raise revision_changed("conversation")


def _values(conversation: Conversation) -> Mapping[str, object]:
    return {
        "tenant": conversation.tenant,
        "id": conversation.id,
        "pair": conversation.pair,
        "session_number": conversation.session_number,
        "created_at": conversation.created_at,
        "planned_at": conversation.planned_at,
        "state": conversation.state,
        "revision": conversation.revision,
    }


def _conversation(row: Row[Any]) -> Conversation:
    return Conversation(
        id=row.id,
        tenant=row.tenant,
        pair=row.pair,
        session_number=row.session_number,
        created_at=row.created_at,
        planned_at=row.planned_at,
        state=ConversationState(row.state),
        revision=row.revision,
    )


def _exists(conversation: Conversation) -> Conflict:
    message = "The pair has a conversation with this session number; use that one or choose another number."
    return Conflict("conversation-exists", message, session_number=conversation.session_number)
