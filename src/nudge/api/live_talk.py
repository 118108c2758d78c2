"""One WebSocket from its first message to the last."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any, assert_never

from litestar import WebSocket
from litestar.exceptions import WebSocketDisconnect

from nudge.api.bodies.live import (
    AskedMessage,
    ByeMessage,
    ClientMessage,
    DismissedMessage,
    ErrorMessage,
    ResumeMessage,
    SideMessage,
    SitMessage,
    TextMessage,
    read_message,
    to_json,
    to_suggestions,
)
from nudge.api.bodies.problems import problem_of
from nudge.api.live_places import Coach, Place
from nudge.api.live_rooms import LiveRooms
from nudge.app.live import Said
from nudge.domain.errors import Conflict, Invalid, NudgeError, Unauthenticated, Unavailable
from nudge.domain.seats import Side

MOST_A_SECOND, MOST_AT_ONCE = 20.0, 40.0
"""Messages of one connection. Chosen: nobody types 20 keys a second; who sends more is read more slowly."""
LARGEST = 131_072
"""Bytes of a message. Chosen: above the longest text in any script, with every character escaped."""
MOST_MISTAKES = 20
"""Messages that can't be read before the connection is closed."""
CLOSE_CODES = {"stopping": 1012, "replaced": 4409, "expired": 4401, "closed": 1000, "erased": 1000}


class Talk:
    """Reads what a participant's side sends and sends what waits for it."""

    def __init__(self, socket: WebSocket[Any, Any, Any], live: LiveRooms, place: Place, coach: Coach) -> None:
        self._socket = socket
        self._live = live
        self._place = place
        self._coach = coach
        self._n_mistakes = 0
        self._last_seq = -1

    async def hold(self) -> None:
        """Until one of the two goes."""
        loop = asyncio.get_running_loop()
        both = [loop.create_task(self._hear_on()), loop.create_task(self._send_on())]
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in both:
                task.cancel()
            for task in both:
                with suppress(asyncio.CancelledError, WebSocketDisconnect, OSError):  # they went away
                    await task

    async def _send_on(self) -> None:
        while True:
            message = await self._place.outbox.take()
            await self._socket.send_text(to_json(message).decode())
            if isinstance(message, ByeMessage):
                await self._socket.close(CLOSE_CODES.get(message.reason, 1000), message.reason)
                return

    async def _hear_on(self) -> None:
        """Read; whoever sends too fast waits, and their messages with them."""
        loop = asyncio.get_running_loop()
        tokens, at = MOST_AT_ONCE, loop.time()
        while self._n_mistakes < MOST_MISTAKES:
            body = await received(self._socket)
            now = loop.time()
            tokens, at = min(MOST_AT_ONCE, tokens + (now - at) * MOST_A_SECOND) - 1, now
            if tokens < 0:
                await asyncio.sleep(-tokens / MOST_A_SECOND)
            self._hear(body)
        await self._socket.close(1008, "too many mistakes")

    def _hear(self, body: bytes) -> None:
        try:
            if len(body) > LARGEST:
                raise Invalid("body-too-large", "The message is too large.", max_bytes=LARGEST)
            self._act(read_message(body))
        except NudgeError as error:
            self._n_mistakes += 1
            self._place.outbox.put(ErrorMessage(problem_of(error)))

    def _act(self, message: ClientMessage) -> None:
        session = self._coach.session
        match message:
            case TextMessage():
                self._hear_text(message)
            case AskedMessage():
                session.ask(message.id, message.text)
            case DismissedMessage():
                session.ask(message.id)
            case ResumeMessage():
                panel = session.resume(message.after)
                if panel and self._coach.side is Side.COACH:
                    self._place.outbox.put(to_suggestions(panel))
            case SideMessage():
                self._live.turn(self._place, message.side)
            case SitMessage():
                raise Conflict("seat-taken", "This connection has its seat; send “side” to change sides.")
            case _:
                assert_never(message)

    def _hear_text(self, message: TextMessage) -> None:
        """Older text than the last one is an echo of a bad connection."""
        if message.seq > self._last_seq:
            self._last_seq = message.seq
            is_own = self._coach.side is Side.COACH
            seq = message.seq if is_own else None
            self._live.hear(self._place, Said(message.question, message.text, message.final, seq))


async def received(socket: WebSocket[Any, Any, Any]) -> bytes:
    """The next message.

    Raises:
        WebSocketDisconnect: when there will be none.
    """
    event = await socket.receive()
    if event["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(detail="gone", code=1000)
    content = event.get("bytes")
    if isinstance(content, bytes) and content:
        return content
    return str(event.get("text") or "").encode("utf-8", "surrogatepass")


async def refused(socket: WebSocket[Any, Any, Any], error: NudgeError | TimeoutError) -> None:
    """Say why there is no seat, and close: with 4000 and the status of the problem, 1013 for trying later."""
    if isinstance(error, TimeoutError):
        error = Unauthenticated("seat-missing", "No first message came.")
    problem = problem_of(error)
    await socket.send_text(to_json(ErrorMessage(problem)).decode())
    await socket.close(1013 if isinstance(error, Unavailable) else 4000 + problem.status, problem.code)
