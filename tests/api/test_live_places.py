"""Whatever the two do, a speaker's connections are never sent a suggestion, nor anybody the other's."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from nudge.api.bodies.live import PartnerMessage, ServerMessage, SuggestionsMessage, to_suggestions
from nudge.api.live_places import MOST_PLACES, Outbox, Place, Room
from nudge.app.live import Panel
from nudge.app.live_ports import Offer, SuggestResponse
from nudge.domain.seats import Seat, Side, Surroundings
from tests.makers import NOON

WHO = ("ana", "ben", "cem")
AROUND = Surroundings(frozenset(), 0, {})


def panel_for(participant: str, number: int) -> Panel:
    offer = Offer(participant, "mirror", f"For {participant}.", 0.5, "")
    return Panel(number, SuggestResponse((offer,)), None, "q", 0.0)


def waiting(outbox: Outbox) -> list[ServerMessage]:
    """What waits in an outbox, taken out."""

    async def taken() -> list[ServerMessage]:
        return [await outbox.take() for _ in range(len(outbox._waiting))]

    return asyncio.run(taken())


class Doings:
    """A room in which things happen, with what each connection was sent."""

    def __init__(self) -> None:
        self.room = Room()
        self.number = 0

    def enter(self, who: str, side: Side | None) -> None:
        self.room.enter(Place(Seat("ten", "con", who, NOON)), AROUND, side)

    def leave(self, who: str, _: Side | None) -> None:
        for place in [one for one in self.room.places if one.seat.participant == who][:1]:
            self.room.leave(place, 0.0)

    def turn(self, who: str, side: Side | None) -> None:
        if who in self.room.coaches:
            self.room.turn(self.room.coaches[who], side or Side.SPEAKER)

    def say(self, who: str, _: Side | None) -> None:
        """What a connection sends is read at once, and a panel comes of it."""
        if not [one for one in self.room.places if one.seat.participant == who]:
            return
        for coach in self.room.listening_to(who):
            self.number += 1
            [name] = [name for name, one in self.room.coaches.items() if one is coach]
            self.room.show(coach, panel_for(name, self.number))

    def send(self, who: str, _: Side | None) -> None:
        """Everything that waits for a participant goes out, and is looked at."""
        for place in self.room.places:
            if place.seat.participant == who:
                for message in waiting(place.outbox):
                    if isinstance(message, SuggestionsMessage):
                        assert self.room.coaches[who].side is Side.COACH
                        assert message.suggestions[0].id == who


doings = st.lists(
    st.tuples(
        st.sampled_from(["enter", "leave", "turn", "say", "send"]),
        st.sampled_from(WHO),
        st.sampled_from([*Side, None]),
    ),
    max_size=60,
)


@given(doings)
def test_nothing_for_the_speakers_seat(drawn: list[tuple[str, str, Side | None]]) -> None:
    here = Doings()
    for act, who, side in drawn:
        getattr(here, act)(who, side)
    for who in WHO:
        here.send(who, None)


@given(doings)
def test_nobody_has_too_many_places(drawn: list[tuple[str, str, Side | None]]) -> None:
    here = Doings()
    for act, who, side in drawn:
        getattr(here, act)(who, side)
        for name in WHO:
            assert len([one for one in here.room.places if one.seat.participant == name]) <= MOST_PLACES


def test_who_only_listens_doesnt_change_sides() -> None:
    here = Doings()
    here.enter("ana", Side.SPEAKER)
    here.enter("ana", None)
    assert here.room.coaches["ana"].side is Side.SPEAKER


@given(st.lists(st.integers(1, 50), min_size=1, max_size=50))
def test_an_outbox_keeps_the_newest_of_a_kind(numbers: list[int]) -> None:
    outbox = Outbox()
    for number in numbers:
        outbox.put(to_suggestions(panel_for("ana", number)))
        outbox.put(PartnerMessage(True, bool(number % 2)))
    panel, partner = waiting(outbox)
    assert isinstance(panel, SuggestionsMessage)
    assert panel.seq == numbers[-1]
    assert partner == PartnerMessage(True, bool(numbers[-1] % 2))
