"""What the conversation page calls."""

from __future__ import annotations

from dataclasses import dataclass

from nudge.app.conversation_notes import ConversationNotes
from nudge.app.conversation_views import ConversationView, ConversationViews
from nudge.app.conversations import Conversations
from nudge.app.live_ports import Suggest
from nudge.app.pledges import Pledges
from nudge.app.ports import Clock
from nudge.app.seats import Seats
from nudge.app.specificity import PledgeScores
from nudge.domain.seats import Seat


@dataclass(frozen=True, slots=True)
class Parts:
    """The use cases behind the page. `suggest` chooses what is offered to whoever listens."""

    seats: Seats
    views: ConversationViews
    notes: ConversationNotes
    conversations: Conversations
    pledges: Pledges
    scores: PledgeScores
    suggest: Suggest
    clock: Clock

    def view(self, seat: Seat) -> ConversationView:
        """The conversation as this seat sees it."""
        return self.views.view(seat.tenant, seat.conversation, seat.participant)

    def seconds(self) -> int:
        """Now, in seconds since 1970."""
        return int(self.clock.now().timestamp())
