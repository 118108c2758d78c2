"""Seats: the calling application gives a participant a place in a conversation, for a few hours.

Nothing is stored: a seat is a signed token. It is no use after the conversation has closed, or once somebody
in it was erased.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from nudge.app.live_ports import SeatTokens
from nudge.app.ports import Clock, Records, Store
from nudge.app.stored_sets import question_set_from
from nudge.app.test_clocks import TenantClock
from nudge.domain.conversations import QuestionSet
from nudge.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Unauthenticated
from nudge.domain.records import ConversationState, Pair
from nudge.domain.seats import Seat, Surroundings

LONGEST_NAME = 40
"""Characters. Chosen: more than the names that people are called by in conversation."""
LIFETIME = timedelta(hours=3)
"""Chosen: an hour of conversation, an hour too early, and an hour that runs over."""
SEAT_COOKIE = "nudge_seat"
"""The cookie in which the page keeps its token: `HttpOnly; SameSite=Strict; Path=/`."""
PAGE = "/c/"
"""Where the page begins; the token follows. It answers with the cookie and goes on without the token."""


@dataclass(frozen=True, slots=True)
class TakenSeat:
    """A new seat, its token, and the page that it opens. Both are secrets of the participant."""

    seat: Seat
    token: str
    url: str


class Seats:
    """What one can do with seats.

    Args:
        clock: of whoever calls; for a test tenant its test clock counts.
        public_url: where people reach this service, without a slash at the end.
    """

    def __init__(self, store: Store, tokens: SeatTokens, clock: Clock, public_url: str) -> None:
        self._store = store
        self._tokens = tokens
        self._clock = clock
        self._public_url = public_url

    def over(self, store: Store, clock: Clock) -> Seats:
        """The same over another store, and by another clock."""
        return Seats(store, self._tokens, clock, self._public_url)

    def take(
        self, tenant: str, conversation_id: str, participant: str, *, partner_name: str = ""
    ) -> TakenSeat:
        """A seat for a participant, from now on. Earlier ones stay good until they expire.

        Args:
            partner_name: what their page calls the other one. It is kept in the token alone.

        Raises:
            NotFound: `conversation-not-found`.
            Conflict: `conversation-closed`.
            Invalid: `participant-not-in-conversation`; `name-unreadable`.
        """
        now, name = self._clock.now(), one_line(partner_name)
        with self._store.begin(read_only=True) as records:
            pair = _open_pair(records, tenant, conversation_id)
        if participant not in pair.participants:
            message = "The participant isn't in this conversation's pair; GET /v1/pairs/{id} says who is."
            raise Invalid("participant-not-in-conversation", message, conversation=conversation_id)
        expires_at = (now + LIFETIME).replace(microsecond=0)
        seat = Seat(tenant, conversation_id, participant, expires_at, name)
        token = self._tokens.sign(seat)
        return TakenSeat(seat, token, f"{self._public_url}{PAGE}{token}")

    def read(self, token: str) -> Seat:
        """The seat of a token; whether the conversation is still open, `look` says.

        Raises:
            Unauthenticated: `seat-invalid`, `seat-expired`.
        """
        seat = self._tokens.read(token)
        if TenantClock(self._store, seat.tenant, self._clock).now() >= seat.expires_at:
            message = "The seat has expired; the application that gave it can give another."
            raise Unauthenticated("seat-expired", message)
        return seat

    def look(self, seat: Seat) -> Surroundings:
        """Who else is there, and what is asked.

        Raises:
            NotFound: `conversation-not-found` when somebody in it was erased meanwhile.
            Conflict: `conversation-closed`.
            NotAllowed: `seat-taken-away` when the participant isn't in the pair any more.
        """
        with self._store.begin(read_only=True) as records:
            pair = _open_pair(records, seat.tenant, seat.conversation)
            if seat.participant not in pair.participants:
                raise NotAllowed("seat-taken-away", "The participant isn't in this conversation any more.")
            coach = records.participant(seat.tenant, seat.participant)
            stored = records.question_sets(seat.tenant, seat.conversation)
        own_first = sorted(stored, key=lambda one: one.participant != seat.participant)
        sets = [question_set_from(one) for one in own_first]  # what the others are asked counts
        return Surroundings(
            others=frozenset(pair.participants) - {seat.participant},
            sessions_done=coach.experience.sessions_done,
            questions=dict(_worded(sets)),
        )

    def why_ended(self, seats: Iterable[Seat]) -> dict[Seat, str]:
        """Of these seats those that are no use any more, with the reason: "closed", "expired" or "erased"."""
        with self._store.begin(read_only=True) as records:
            found = {seat: self._why_ended(records, seat) for seat in seats}
        return {seat: why for seat, why in found.items() if why}

    def _why_ended(self, records: Records, seat: Seat) -> str:
        test_clock = records.test_clock(seat.tenant)
        if (test_clock.at if test_clock else self._clock.now()) >= seat.expires_at:
            return "expired"
        try:
            pair = _open_pair(records, seat.tenant, seat.conversation)
        except Conflict:
            return "closed"
        except NotFound:
            return "erased"
        return "" if seat.participant in pair.participants else "erased"


def one_line(name: str) -> str:
    """A name with single blanks; what joins letters counts as one, what turns the direction of text doesn't.

    >>> one_line("  Ana  Maria ")
    'Ana Maria'
    """
    found = " ".join(name.split())
    if not found.strip("\u200c\u200d"):
        return ""
    if len(found) > LONGEST_NAME or not all(c.isprintable() or c in "\u200c\u200d" for c in found):
        message = f"A name is one line of up to {LONGEST_NAME} characters that can be seen."
        raise Invalid("name-unreadable", message, limit=LONGEST_NAME)
    return found


def _open_pair(records: Records, tenant: str, conversation_id: str) -> Pair:
    conversation = records.conversation(tenant, conversation_id)
    if conversation.state is ConversationState.CLOSED:
        raise Conflict(
            "conversation-closed",
            "The conversation has taken place; plan the next one.",
            conversation=conversation_id,
        )
    return records.pair(tenant, conversation.pair)


def _worded(sets: Iterable[QuestionSet]) -> Iterable[tuple[str, str]]:
    for question_set in sets:
        yield question_set.check_in.id, question_set.check_in.text
        for asked in question_set.questions:
            yield from ((one.id, one.text) for one in (asked.worded, *asked.alternatives))
