"""The live channel's rooms: whose text is read next, and who is shown what came of it.

Everything here runs in the event loop, in one process; only reading runs in threads of its own. What the
speaker's connection sends reaches a coach who is connected to the same process.
"""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from nudge.api.bodies.live import ByeMessage, ErrorMessage, SeatedMessage, to_suggestions
from nudge.api.bodies.problems import problem_of, unexpected
from nudge.api.live_places import Coach, Place, Room
from nudge.app.live import LiveSession, Reading, Said, next_up
from nudge.app.live_ports import Suggest
from nudge.app.seats import Seats
from nudge.domain.errors import NudgeError, Unavailable
from nudge.domain.seats import Seat, Side, Surroundings

log = logging.getLogger("nudge.live")

N_READERS = 2
"""Texts read at once; the last reader is kept for who has stopped speaking. Chosen: one a core."""
MOST_PLACES = 2_000
"""Open connections. Chosen: two browsers and two listeners each of 500 conversations."""
KEPT_FOR = 120.0
"""Seconds for which a panel waits for its coach to come back. Chosen: a router that starts again."""
LOOK_EVERY = 5.0
"""Seconds between two looks at which conversations have closed and which seats have expired."""
TICK = 1.0

Key = tuple[str, str]


class LiveRooms:
    """All conversations that are live in this process.

    Args:
        suggest: reads an answer and chooses; called in threads.
        clock: seconds that only go forward.
    """

    def __init__(
        self,
        seats: Seats,
        suggest: Suggest,
        *,
        clock: Callable[[], float] = time.monotonic,
        n_readers: int = N_READERS,
    ) -> None:
        self.seats = seats
        self._suggest = suggest
        self._clock = clock
        self._n_readers = n_readers
        self._rooms: dict[Key, Room] = {}
        self._waiting: dict[LiveSession, tuple[Room, Coach]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._n_reading = 0
        self._n_places = 0

    async def start(self) -> None:
        """Begin to read; in the event loop of the service."""
        self._threads = ThreadPoolExecutor(self._n_readers, thread_name_prefix="live")
        self._woken = asyncio.Event()
        for work in (self._read_on, self._look_after):
            self._begin(work())

    async def stop(self) -> None:
        """Say goodbye and stop reading."""
        for room in self._rooms.values():
            for place in room.places:
                place.outbox.put(ByeMessage("stopping"))
        for task in list(self._tasks):
            task.cancel()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def enter(
        self, seat: Seat, surroundings: Surroundings, side: Side | None, *, after: int = 0
    ) -> tuple[Place, Coach]:
        """Take a place in the conversation's room, and be greeted with what is shown.

        Args:
            side: None for who only listens.
            after: the number of the last panel that was seen before.

        Raises:
            Unavailable: `live-full`.
        """
        if self._n_places >= MOST_PLACES:
            raise Unavailable("live-full", "There are too many live connections; try again later.")
        self._n_places += 1
        place, room = Place(seat), self._rooms.setdefault(_key(seat), Room())
        coach = room.enter(place, surroundings, side)
        panel = coach.session.resume(after)
        place.outbox.put(SeatedMessage(coach.side, coach.session.seq, seat.expires_at))
        if panel and coach.side is Side.COACH:
            place.outbox.put(to_suggestions(panel))
        room.tell_of_partners(self._clock())
        return place, coach

    def leave(self, place: Place) -> None:
        """Give up a place."""
        self._n_places -= 1
        room, now = self._rooms[_key(place.seat)], self._clock()
        room.leave(place, now)
        room.tell_of_partners(now)

    def hear(self, place: Place, said: Said) -> None:
        """Text came from a place."""
        room, now = self._rooms[_key(place.seat)], self._clock()
        room.coaches[place.seat.participant].wrote_at = now
        room.tell_of_partners(now)
        for coach in room.listening_to(place.seat.participant):
            if panel := coach.session.say(said, now):
                room.show(coach, panel)
            self._waiting[coach.session] = (room, coach)
        self._woken.set()

    def turn(self, place: Place, side: Side) -> None:
        """Somebody changes sides."""
        room = self._rooms[_key(place.seat)]
        room.turn(room.coaches[place.seat.participant], side)

    async def _read_on(self) -> None:
        """Start readings as they come due, as many at once as there are readers."""
        while True:
            self._woken.clear()
            now = self._clock()
            self._waiting = {session: at for session, at in self._waiting.items() if session.is_waiting}
            while session := next_up(self._readable(), now):
                room, coach = self._waiting.pop(session)
                self._n_reading += 1
                reading = session.begin(coach.surroundings.questions, now)
                self._begin(self._read(room, coach, reading))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), self._seconds_to_wait(now))

    def _readable(self) -> list[LiveSession]:
        """Whose text can be read with the readers that are free; the last is for whose speaker stopped."""
        n_free = self._n_readers - self._n_reading
        if n_free > 1 or n_free == self._n_readers:
            return list(self._waiting)
        return [session for session in self._waiting if n_free and session.is_final]

    def _seconds_to_wait(self, now: float) -> float | None:
        due = [at for session in self._readable() if (at := session.due_at()) is not None]
        return max(0.0, min(due) - now) if due else None

    async def _read(self, room: Room, coach: Coach, reading: Reading) -> None:
        session = coach.session
        try:
            response = await asyncio.get_running_loop().run_in_executor(
                self._threads, self._suggest, reading.request
            )
            if panel := session.finish(reading, response, self._clock()):
                room.show(coach, panel)
        except NudgeError as error:
            room.tell(coach, ErrorMessage(problem_of(error)))
        except Exception as error:  # whatever it is, the channel goes on
            place = "".join(traceback.format_tb(error.__traceback__))
            log.error("unexpected %s in a live suggestion\n%s", type(error).__name__, place)
            room.tell(coach, ErrorMessage(unexpected()))
        finally:
            session.give_up(reading)
            self._n_reading -= 1
            self._woken.set()

    async def _look_after(self) -> None:
        """Tell who stopped writing, end what has ended, forget whose coach didn't come back."""
        looked_at = self._clock()
        while True:
            await asyncio.sleep(TICK)
            now = self._clock()
            for room in self._rooms.values():
                room.tell_of_partners(now)
            if now >= looked_at + LOOK_EVERY:
                looked_at = now
                self._forget_empty(now)
                try:
                    await self._end_ended()
                except Exception as error:  # such as a database that is away; ask again
                    log.warning("live conversations can't be looked up: %s", type(error).__name__)

    async def _end_ended(self) -> None:
        seats = {place.seat for room in self._rooms.values() for place in room.places}
        if not seats:
            return
        ended = await asyncio.to_thread(self.seats.why_ended, seats)
        for seat, reason in ended.items():
            if room := self._rooms.get(_key(seat)):
                room.end(seat, reason)

    def _forget_empty(self, now: float) -> None:
        for key, room in list(self._rooms.items()):
            present = {place.seat.participant for place in room.places}
            gone = [w for w, one in room.coaches.items() if w not in present and one.left_at + KEPT_FOR < now]
            for who in gone:
                del room.coaches[who]
            if not room.coaches:
                del self._rooms[key]

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _key(seat: Seat) -> Key:
    return seat.tenant, seat.conversation
