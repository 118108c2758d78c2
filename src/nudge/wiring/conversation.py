"""Puts together what the conversation page calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nudge.app.conversation_notes import ConversationNotes
from nudge.app.conversation_views import ConversationViews
from nudge.app.test_clocks import TenantClock

if TYPE_CHECKING:
    from nudge.api.services import Services
    from nudge.web.conversation.parts import Parts, TenantParts


def conversation_parts(services: Services) -> TenantParts:
    """The use cases behind the page, over the same store, clocks and models as the API."""
    from nudge.web.conversation.parts import TenantParts

    live = _parts(services)

    def parts_of(tenant: str) -> Parts:
        with services.store.begin(read_only=True) as records:
            is_live = records.test_clock(tenant) is None
        if is_live:
            return live
        clock = TenantClock(services.store, tenant, services.clock)
        return _parts(services.over(services.store, clock=clock))

    return TenantParts(services.seats, parts_of)


def _parts(services: Services) -> Parts:
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
        check=services.follow_ups.check,
        clock=clock,
    )
