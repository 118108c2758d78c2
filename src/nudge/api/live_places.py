"""Places: one open connection of a seat each, and the room that those of a conversation share."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

from nudge.api.bodies.live import (
    ByeMessage,
    PartnerMessage,
    ServerMessage,
    SuggestionsMessage,
    to_suggestions,
)
from nudge.app.live import LiveSession, Panel
from nudge.domain.seats import Seat, Side, Surroundings

MOST_PLACES = 4
"""Open connections of a participant. Chosen: two devices with a page and a listener each."""
WRITING_FOR = 4.0
"""Seconds for which somebody counts as writing after a text. Chosen: longer than between two texts."""


class Outbox:
    """What waits to be sent: of each kind of message the newest one, so that it can't grow."""

    def __init__(self) -> None:
        self._waiting: dict[type, ServerMessage] = {}
        self._filled = asyncio.Event()

    def put(self, message: ServerMessage) -> None:
        """Send it when the connection can take it, unless a newer one of its kind comes before."""
        self._waiting.pop(type(message), None)
        self._waiting[type(message)] = message
        self._filled.set()

    def drop(self, kind: type) -> None:
        """Don't send what waits of a kind."""
        self._waiting.pop(kind, None)
        if not self._waiting:
            self._filled.clear()

    async def take(self) -> ServerMessage:
        """The next message; waits for one."""
        while not self._waiting:  # it may be dropped while this wakes up
            await self._filled.wait()
        kind = next(iter(self._waiting))
        message = self._waiting.pop(kind)
        if not self._waiting:
            self._filled.clear()
        return message


@dataclass(eq=False)
class Place:
    """One open connection. `partner` is what its holder was told last of the others."""

    seat: Seat
    outbox: Outbox = field(default_factory=Outbox)
    partner: tuple[bool, bool] | None = None


@dataclass
class Coach:
    """A participant's own side: their panel, their view of the questions, and what they do at the moment."""

    side: Side
    session: LiveSession
    surroundings: Surroundings
    wrote_at: float = float("-inf")
    left_at: float = float("-inf")


class Room:
    """Everybody who is in one conversation just now."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self.coaches: dict[str, Coach] = {}

    def enter(self, place: Place, surroundings: Surroundings, side: Side | None) -> Coach:
        """Take a place. Whoever has too many gives up the oldest.

        Args:
            side: None for who only listens: the one that their holder is on, or the coach's.
        """
        participant = place.seat.participant
        coach = self.coaches.get(participant)
        if coach is None:
            coach = self.coaches[participant] = Coach(side or Side.COACH, LiveSession(), surroundings)
        coach.surroundings = surroundings
        coach.session.sessions_done = surroundings.sessions_done
        self.turn(coach, side or coach.side)
        self.places.append(place)
        for old in [one for one in self.places if one.seat.participant == participant][:-MOST_PLACES]:
            self.places.remove(old)
            old.outbox.put(ByeMessage("replaced"))
        return coach

    def leave(self, place: Place, now: float) -> None:
        """Give up a place; what was shown stays a while for who comes back."""
        if place in self.places:
            self.places.remove(place)
        self.coaches[place.seat.participant].left_at = now

    def turn(self, coach: Coach, side: Side) -> None:
        """Change sides. Nothing of the other side is kept, or still sent."""
        if coach.side is not side:
            coach.side = side
            coach.session.clear()
            for place in self._places_of(coach):
                place.outbox.drop(SuggestionsMessage)

    def listening_to(self, participant: str) -> Iterator[Coach]:
        """Whose panels what a participant's connection sends is read for.

        A coach types for themselves. What the speaker's own connection sends is for who coaches.
        """
        own = self.coaches[participant]
        if own.side is Side.COACH:
            yield own
            return
        present = {place.seat.participant for place in self.places} - {participant}
        yield from (one for who, one in self.coaches.items() if who in present and one.side is Side.COACH)

    def show(self, coach: Coach, panel: Panel) -> None:
        """Send a panel to its coach, and to nobody else."""
        self.tell(coach, to_suggestions(panel))

    def tell(self, coach: Coach, message: ServerMessage) -> None:
        """Send something to all connections of one participant, as long as they coach."""
        if coach.side is Side.COACH:
            for place in self._places_of(coach):
                place.outbox.put(message)

    def _places_of(self, coach: Coach) -> list[Place]:
        return [place for place in self.places if self.coaches[place.seat.participant] is coach]

    def end(self, seat: Seat, reason: str) -> None:
        """Say goodbye to all connections of a seat, and forget what was shown there."""
        for place in self.places:
            if place.seat == seat:
                place.outbox.put(ByeMessage(reason))
        if seat.participant in self.coaches:
            self.coaches[seat.participant].session.clear()

    def tell_of_partners(self, now: float) -> None:
        """Tell everybody whether the others are there and writing, where that has changed."""
        present = {place.seat.participant for place in self.places}
        writing = {who for who in present if self.coaches[who].wrote_at + WRITING_FOR > now}
        for place in self.places:
            own = {place.seat.participant}
            partner = (bool(present - own), bool(writing - own))
            if partner != place.partner:
                place.partner = partner
                place.outbox.put(PartnerMessage(*partner))
