"""What the conversation page calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from nudge.app.conversation_notes import ConversationNotes
from nudge.app.conversation_views import ConversationView, ConversationViews
from nudge.app.conversations import Conversations
from nudge.app.live_ports import Suggest
from nudge.app.pledges import Pledges
from nudge.app.ports import Clock
from nudge.app.seats import Seats
from nudge.app.specificity import PledgeScores, PledgeToScore, ScoredPledge
from nudge.domain.coach_checks import Issue
from nudge.domain.seats import Seat


@dataclass(frozen=True, slots=True)
class Parts:
    """The use cases behind the page.

    Attributes:
        suggest: chooses what is offered to whoever listens.
        check: what could be asked more openly in a question of their own, one thing at most.
    """

    seats: Seats
    views: ConversationViews
    notes: ConversationNotes
    conversations: Conversations
    pledges: Pledges
    scores: PledgeScores
    suggest: Suggest
    check: Callable[[str], tuple[Issue, ...]]
    clock: Clock

    def view(self, seat: Seat) -> ConversationView:
        """The conversation as this seat sees it."""
        return self.views.view(seat.tenant, seat.conversation, seat.participant)

    def scored(self, pledge: PledgeToScore) -> ScoredPledge:
        """What is read in a pledge that is being written now."""
        return self.scores.score([replace(pledge, now=self.clock.now())])[0]

    def seconds(self) -> int:
        """Now, in seconds since 1970."""
        return int(self.clock.now().timestamp())


@dataclass(frozen=True, slots=True)
class TenantParts:
    """The use cases for everybody.

    Attributes:
        seats: reads the seats of every tenant, each by its own clock.
        of: the use cases of a tenant: they go by its test clock where it has one.
    """

    seats: Seats
    of: Callable[[str], Parts]
