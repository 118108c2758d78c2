"""Puts together what the conversation page calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nudge.app.conversation_notes import ConversationNotes
from nudge.app.conversation_views import ConversationViews

if TYPE_CHECKING:
    from nudge.api.services import Services
    from nudge.web.conversation.parts import Parts


def conversation_parts(services: Services) -> Parts:
    """The use cases behind the page, over the same store, clock and models as the API."""
    from nudge.web.conversation.parts import Parts

    store, clock = services.store, services.clock
    return Parts(
        seats=services.seats,
        views=ConversationViews(store, clock),
        notes=ConversationNotes(store, services.question_sets.bank, clock),
        conversations=services.conversations,
        pledges=services.pledges,
        scores=services.scores,
        suggest=services.follow_ups.offer,
        clock=clock,
    )
