from __future__ import annotations

import json
import logging
import sys
from typing import Any

import pytest

from nudge.couriers.chat import ChatCourier
from nudge.domain.errors import Invalid, Unavailable
from nudge.domain.letters import NotDelivered
from tests.couriers.letters import SECRET, make_letter
from tests.couriers.receivers import Receiver, receiving
from tests.makers import make_participant

pytest.importorskip("apprise")


def service(receiver: Receiver, path: str) -> str:
    """A URL of Apprise's: JSON by POST."""
    return f"json://127.0.0.1:{receiver.port}/{path}"


def body(receiver: Receiver) -> dict[str, Any]:
    """What came last."""
    read: dict[str, Any] = json.loads(receiver.posts[-1][1])
    return read


def test_a_way_to_one_person_gets_the_letter() -> None:
    """Text, why and links; the ref goes into the URL and can't leave its place there."""
    with receiving(Receiver()) as receiver:
        courier = ChatCourier([service(receiver, "dm/{ref}")])
        assert courier.send(make_letter(ref="ana/../b?x=1")) == "1/1"
    assert body(receiver)["title"] == make_letter().subject
    assert SECRET in body(receiver)["message"]
    assert "Stop all: https://nudge.example.org/n/stop_all/" in body(receiver)["message"]
    assert receiver.paths[-1].startswith("/dm/ana")
    assert "x=1" not in receiver.paths[-1].replace("%3D", "=").partition("?")[2]


def test_a_room_gets_no_words_and_no_links() -> None:
    """Whoever reads along could tap for the person."""
    with receiving(Receiver()) as receiver:
        ChatCourier([service(receiver, "room")]).send(make_letter())
    said = json.dumps(body(receiver))
    assert make_letter().subject in said
    assert SECRET not in said
    assert "https://nudge" not in said


def test_nobody_is_called_by_a_pledge() -> None:
    with receiving(Receiver()) as receiver:
        letter = make_letter(text="ask @everyone and <!here>")
        ChatCourier([service(receiver, "{ref}")]).send(letter)
    assert "@everyone" not in body(receiver)["message"]
    assert "<!here" not in body(receiver)["message"]


def test_one_service_that_takes_it_is_enough() -> None:
    with receiving(Receiver()) as good, receiving(Receiver(status=500)) as bad:
        courier = ChatCourier([service(bad, "{ref}"), service(good, "{ref}")])
        assert courier.send(make_letter()) == "1/2"
        good.status = 500
        with pytest.raises(NotDelivered) as problem:
            courier.send(make_letter())
    assert (problem.value.code, problem.value.is_final) == ("chat-refused", False)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(Unavailable) as problem:
        ChatCourier(["json://localhost"]).warm_up()
    assert problem.value.code == "extra-missing"
    assert "pip install nudge[chat]" in problem.value.message


def test_a_url_that_isnt_one_is_named_by_its_place() -> None:
    with pytest.raises(Invalid) as problem:
        ChatCourier(["json://localhost", "nosuch://s3cr3t"]).warm_up()
    assert problem.value.facts == {"number": 2}
    assert "s3cr3t" not in str(problem.value)


def test_apprise_logs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """Neither what it sends nor where to, nor what went wrong there."""
    caplog.set_level(1)
    logging.getLogger("apprise").setLevel(1)
    with receiving(Receiver(status=500, body=b"leak")) as receiver:
        courier = ChatCourier([service(receiver, "s3cr3t/{ref}")])
        with pytest.raises(NotDelivered):
            courier.send(make_letter())
    for word in (SECRET, "s3cr3t", "leak", "Priya"):
        assert word not in caplog.text


def test_who_can_be_reached() -> None:
    assert ChatCourier(["json://localhost"]).address(make_participant()) == "person-1"
    assert ChatCourier([]).address(make_participant()) is None
