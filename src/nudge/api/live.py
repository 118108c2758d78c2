"""`/v1/conversations/{id}/live`: suggestions while somebody speaks, over a WebSocket or server-sent events.

The token of a seat lets one in: in the first message, in the header Authorization, or in the page's cookie.
It is never in the URL, and nothing that is said here is stored or logged.
"""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from litestar import Request, Router, WebSocket, get, websocket
from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.exceptions import WebSocketDisconnect
from litestar.params import FromPath
from litestar.response import Stream

from nudge.api.bodies.live import (
    ByeMessage,
    ServerMessage,
    SitMessage,
    SuggestionsMessage,
    read_message,
    to_json,
)
from nudge.api.live_rooms import LiveRooms
from nudge.api.live_talk import Talk, received, refused
from nudge.app.seats import SEAT_COOKIE, Seats
from nudge.domain.errors import Invalid, NotAllowed, NudgeError, Unauthenticated
from nudge.domain.seats import Seat, Surroundings

log = logging.getLogger("nudge.access")

FIRST_WITHIN = 10.0
"""Seconds in which the first message has to come."""
PING_EVERY = 15.0
"""Seconds between two comments to listeners. Chosen: proxies cut what is silent for 30 to 60 seconds."""
LISTENS_FOR = 600.0
"""Seconds after which a listener is to connect again, which browsers do by themselves."""
TEMPLATE = "/v1/conversations/{conversation_id}/live"
PATH = "/v1/conversations/{conversation_id:str}/live"
SSE_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
Connection = ASGIConnection[Any, Any, Any, Any]


def live_routes() -> Router:
    """Both forms of the channel. They ask for no API key."""
    return Router(path="/", route_handlers=[talk, listen])


@websocket(PATH)
async def talk(
    socket: WebSocket[Any, Any, Any], conversation_id: FromPath[str], live: NamedDependency[LiveRooms]
) -> None:
    """Both ways. See docs/live.md for the messages."""
    await socket.accept()
    began = time.monotonic()
    try:
        await _talk(socket, conversation_id, live)
    except (NudgeError, TimeoutError) as error:
        with suppress(WebSocketDisconnect, OSError):
            await refused(socket, error)
    except (WebSocketDisconnect, OSError):
        pass  # they went away
    except Exception as error:  # its message may hold words, so that it goes no further
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error("unexpected %s in WS %s\n%s", type(error).__name__, TEMPLATE, where)
        with suppress(WebSocketDisconnect, OSError):
            await socket.close(1011, "unexpected")
    finally:
        log.info("WS %s %.1f s", TEMPLATE, time.monotonic() - began)


async def _talk(socket: WebSocket[Any, Any, Any], conversation_id: str, live: LiveRooms) -> None:
    async with asyncio.timeout(FIRST_WITHIN):
        body = await received(socket)
    seat, surroundings, first = await _seated(socket, body, conversation_id, live.seats)
    place, coach = live.enter(seat, surroundings, first.side, after=first.after)
    try:
        await Talk(socket, live, place, coach).hold()
    finally:
        live.leave(place)


@get(PATH, include_in_schema=False, media_type="text/event-stream")
async def listen(
    request: Request[Any, Any, Any], conversation_id: FromPath[str], live: NamedDependency[LiveRooms]
) -> Stream:
    """One way, for a coach who only listens. `Last-Event-ID` is the last panel that was seen.

    Raises:
        Unauthenticated, NotAllowed, Conflict, NotFound: as `_admitted`.
        Invalid: `not-acceptable`.
    """
    accept = request.headers.get("accept", "*/*")
    if "text/event-stream" not in accept and "*/*" not in accept:
        raise Invalid("not-acceptable", "These are server-sent events; accept “text/event-stream”.")
    seat, surroundings = await _admitted(request, None, conversation_id, live.seats)
    last = request.headers.get("last-event-id", "0")
    after = int(last) if last.isascii() and last.isdigit() and len(last) < 10 else 0
    return Stream(_events(live, seat, surroundings, after), headers=SSE_HEADERS)


async def _seated(
    socket: WebSocket[Any, Any, Any], body: bytes, conversation_id: str, seats: Seats
) -> tuple[Seat, Surroundings, SitMessage]:
    first = read_message(body)
    if not isinstance(first, SitMessage):
        raise Unauthenticated("seat-missing", "The first message is “sit”, with the token of a seat.")
    seat, surroundings = await _admitted(socket, first.token, conversation_id, seats)
    return seat, surroundings, first


async def _admitted(
    connection: Connection, token: str | None, conversation_id: str, seats: Seats
) -> tuple[Seat, Surroundings]:
    """Whose seat it is, and what is around it.

    Raises:
        Unauthenticated: `seat-missing`, `seat-invalid`, `seat-expired`.
        NotAllowed: `seat-elsewhere` for a seat in another conversation; `origin-not-ours`; `seat-taken-away`.
        Conflict: `conversation-closed`; NotFound: `conversation-not-found`.
    """
    seat = await sync_to_thread(seats.read, token or _token_of(connection))
    if seat.conversation != conversation_id:
        raise NotAllowed("seat-elsewhere", "The seat is in another conversation.")
    return seat, await sync_to_thread(seats.look, seat)


def _token_of(connection: Connection) -> str:
    """The token that a connection brings along; a cookie counts only from a page of ours."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()
    token = connection.cookies.get(SEAT_COOKIE, "")
    if not token:
        raise Unauthenticated("seat-missing", "Send the token of a seat; POST …/seats gives one.")
    origin = connection.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc.lower() != connection.headers.get("host", "").lower():
        raise NotAllowed("origin-not-ours", "A page of another origin can't use this seat.")
    return token


async def _events(
    live: LiveRooms, seat: Seat, surroundings: Surroundings, after: int
) -> AsyncIterator[bytes]:
    place, _ = live.enter(seat, surroundings, None, after=after)
    try:
        ends_at = asyncio.get_running_loop().time() + LISTENS_FOR
        while asyncio.get_running_loop().time() < ends_at:
            try:
                async with asyncio.timeout(PING_EVERY):
                    message = await place.outbox.take()
            except TimeoutError:
                yield b": still here\n\n"
                continue
            yield _event(message)
            if isinstance(message, ByeMessage):
                return
    finally:
        live.leave(place)


def _event(message: ServerMessage) -> bytes:
    """One server-sent event. Panels have their number as its id, so that browsers resume after it."""
    number = b"id: %d\n" % message.seq if isinstance(message, SuggestionsMessage) else b""
    return b"%sdata: %s\n\n" % (number, to_json(message))
