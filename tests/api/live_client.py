"""Talks to the live channel in memory, and a `Suggest` that can be foreseen."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pytest
from litestar.exceptions import WebSocketDisconnect
from litestar.testing import WebSocketTestSession

from nudge.app.live_ports import Abstained, Offer, OfferedTip, SuggestRequest, SuggestResponse
from tests.api.client import Api

SECONDS = 5.0
Json = dict[str, Any]


@dataclass
class FakeSuggest:
    """Offers the last word of an answer back; nothing for "nothing"; fails for "broken"."""

    requests: list[SuggestRequest] = field(default_factory=list)
    going_on: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.going_on.set()

    def __call__(self, request: SuggestRequest) -> SuggestResponse:
        self.requests.append(request)
        self.going_on.wait(SECONDS)
        word = request.answer.split()[-1].lower()
        if word == "broken":
            raise RuntimeError(request.answer)
        if word == "nothing":
            return SuggestResponse(abstained=Abstained("too_little", "There is too little to go on."))
        offer = Offer(f"mirror.{word}", "mirror", f"“{word}.”", 0.6, "their own words")
        return SuggestResponse((offer,), OfferedTip("tip.wait", "Count to five."))


@dataclass
class Line:
    """One connection."""

    session: WebSocketTestSession

    def send(self, kind: str, **fields: Any) -> None:
        self.session.send_json({"type": kind, **fields})

    def next(self, *kinds: str) -> Json:
        """The next message of these kinds; others are passed over."""
        while True:
            message: Json = msgspec.json.decode(self.session.receive_text(timeout=SECONDS))
            if not kinds or message["type"] in kinds:
                return message

    def closed(self) -> int:
        """The code with which it was closed."""
        with pytest.raises(WebSocketDisconnect) as closed:
            self.next("nothing of the kind")
        return closed.value.code

    def until_answered(self) -> list[Json]:
        """Everything but news of the partner up to the answer to a message that can't be read, sent now."""
        self.session.send_text("{")
        found: list[Json] = []
        while not found or found[-1]["type"] != "error":
            found.append(self.next("seated", "suggestions", "error", "bye"))
        return found[:-1]


@dataclass
class Hall:
    """A conversation, with seats for the two in it."""

    api: Api
    suggest: FakeSuggest
    conversation: str
    ana: str
    ben: str

    def token(self, participant: str) -> str:
        taken = self.api("POST", f"/v1/conversations/{self.conversation}/seats", {"participant": participant})
        token: str = taken.json()["token"]
        return token

    @contextmanager
    def line(self, conversation: str = "", **headers: str) -> Iterator[Line]:
        """A connection on which nothing has been said."""
        path = f"/v1/conversations/{conversation or self.conversation}/live"
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        with self.api.client.websocket_connect(path, headers=sent) as session:
            yield Line(session)

    @contextmanager
    def seated(self, participant: str, side: str = "coach", after: int = 0) -> Iterator[Line]:
        """A connection that has its seat."""
        with self.line() as line:
            line.send("sit", token=self.token(participant), side=side, after=after)
            assert line.next("seated")["side"] == side
            yield line
