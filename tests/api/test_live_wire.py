"""The live channel over a real server and real connections."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import msgspec
import pytest
import uvicorn
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from nudge.api import live_rooms
from nudge.api.application import create_app
from nudge.api.live_talk import LARGEST
from tests.api.live_client import SECONDS, FakeSuggest
from tests.app.world import World

Json = dict[str, Any]


class Venue:
    """A server with a conversation of two."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.suggest = FakeSuggest()
        app = create_app(world.services, keyless=True, max_body_bytes=10_000, suggest=self.suggest)
        config = uvicorn.Config(
            app, port=0, log_config=None, ws_max_size=LARGEST, timeout_graceful_shutdown=1, access_log=False
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)
        self.port = self.server.servers[0].sockets[0].getsockname()[1]
        self.ana, self.ben = world.participant("ana"), world.participant("ben")
        self.conversation = world.conversation(world.pair(self.ana, self.ben)).id

    @property
    def path(self) -> str:
        return f"127.0.0.1:{self.port}/v1/conversations/{self.conversation}/live"

    def token(self, participant: str) -> str:
        return self.world.services.seats.take(self.world.tenant, self.conversation, participant).token

    @contextmanager
    def sit(self, participant: str, side: str = "coach", after: int = 0) -> Iterator[ClientConnection]:
        with connect(f"ws://{self.path}") as socket:
            say(socket, "sit", token=self.token(participant), side=side, after=after)
            yield socket

    def close(self) -> None:
        self.server.should_exit = True
        self.thread.join(SECONDS)
        assert not self.thread.is_alive()


@pytest.fixture
def venue(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Venue]:
    monkeypatch.setattr(live_rooms, "TICK", 0.05)
    monkeypatch.setattr(live_rooms, "LOOK_EVERY", 0.1)
    venue = Venue(world)
    yield venue
    venue.close()


def say(socket: ClientConnection, kind: str, **fields: Any) -> None:
    socket.send(msgspec.json.encode({"type": kind, **fields}), text=True)


def hear(socket: ClientConnection, kind: str) -> Json:
    while True:
        message: Json = msgspec.json.decode(socket.recv(SECONDS))
        if message["type"] == kind:
            return message


def events(response: httpx.Response) -> Iterator[tuple[str, Json]]:
    """Ids and data of server-sent events."""
    number = ""
    for line in response.iter_lines():
        if line.startswith("id: "):
            number = line.removeprefix("id: ")
        elif line.startswith("data: "):
            yield number, msgspec.json.decode(line.removeprefix("data: "))


def test_two_talk_through_it(venue: Venue) -> None:
    with venue.sit(venue.ana) as coach, venue.sit(venue.ben, "speaker") as speaker:
        say(speaker, "text", seq=1, text="It was the office.", final=True)
        assert hear(coach, "suggestions")["suggestions"][0]["id"] == "mirror.office."


def test_a_lost_connection_goes_on_where_it_was(venue: Venue) -> None:
    with venue.sit(venue.ana) as coach:
        say(coach, "text", seq=1, text="the office", final=True)
        panel = hear(coach, "suggestions")
        coach.socket.close()  # no goodbye
    with venue.sit(venue.ana) as coach:
        assert hear(coach, "suggestions") == panel
    with venue.sit(venue.ana, after=panel["seq"]) as coach:
        say(coach, "text", seq=1, text="the kitchen", final=True)
        assert hear(coach, "suggestions")["seq"] == panel["seq"] + 1


def test_who_listens_hears_what_the_speaker_caused(venue: Venue) -> None:
    headers = {"Accept": "text/event-stream", "Authorization": f"Bearer {venue.token(venue.ana)}"}
    with (
        httpx.stream("GET", f"http://{venue.path}", headers=headers, timeout=SECONDS) as response,
        venue.sit(venue.ben, "speaker") as speaker,
    ):
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["cache-control"] == "no-store"
        heard = events(response)
        assert next(heard)[1]["type"] == "seated"
        say(speaker, "text", seq=1, text="the office", final=True)
        number, panel = next(one for one in heard if one[1]["type"] == "suggestions")
        assert (number, panel["suggestions"][0]["id"]) == ("1", "mirror.office")
        response.close()
        while hear(speaker, "partner")["present"]:  # that nobody listens any more is noticed
            pass
    for after, kinds in (("0", ["seated", "suggestions", "partner"]), ("1", ["seated", "partner"])):
        again = headers | {"Last-Event-ID": after}
        with httpx.stream("GET", f"http://{venue.path}", headers=again, timeout=SECONDS) as response:
            heard = events(response)
            assert [next(heard)[1]["type"] for _ in kinds] == kinds


def test_the_close_ends_both_forms(venue: Venue) -> None:
    headers = {"Accept": "text/event-stream", "Authorization": f"Bearer {venue.token(venue.ana)}"}
    with (
        httpx.stream("GET", f"http://{venue.path}", headers=headers, timeout=SECONDS) as response,
        venue.sit(venue.ben) as coach,
    ):
        heard = events(response)
        assert next(heard)[1]["type"] == hear(coach, "seated")["type"]
        venue.world.services.conversations.close(venue.world.tenant, venue.conversation)
        assert hear(coach, "bye")["reason"] == "closed"
        assert [one for _, one in heard][-1] == {"type": "bye", "reason": "closed"}


def test_a_huge_message_ends_the_connection(venue: Venue) -> None:
    with venue.sit(venue.ana) as coach:
        say(coach, "text", seq=1, text="x" * LARGEST)
        with pytest.raises(ConnectionClosed) as closed:
            hear(coach, "suggestions")
    assert closed.value.rcvd
    assert closed.value.rcvd.code == 1009


def test_who_doesnt_read_fills_no_memory(venue: Venue) -> None:
    """The coach's connection takes nothing; the newest panel waits, and no other."""
    with venue.sit(venue.ana, "coach") as coach:
        for seq in range(60):
            say(coach, "text", seq=seq, text=f"word{seq}", final=True)
        deadline = time.monotonic() + SECONDS
        panel = hear(coach, "suggestions")
        while panel["heard"] != 59 and time.monotonic() < deadline:
            panel = hear(coach, "suggestions")
        assert panel["heard"] == 59


def test_the_server_stops_though_somebody_is_there(venue: Venue) -> None:
    with venue.sit(venue.ana) as coach:
        hear(coach, "seated")
        venue.close()
        with pytest.raises(ConnectionClosed):
            hear(coach, "suggestions")


def test_the_log_has_no_words_ids_or_tokens(venue: Venue, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO), venue.sit(venue.ana) as coach:
        say(coach, "text", seq=1, text="the office", final=True)
        hear(coach, "suggestions")
    ours = [one for one in caplog.records if one.name.startswith("nudge")]
    logged = " ".join(one.getMessage() for one in ours)
    for secret in ("office", "seat_", venue.conversation, venue.ana):
        assert secret not in logged
