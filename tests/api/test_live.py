"""The live channel: suggestions for the coach alone, to the newest text, and nothing twice."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from litestar.testing import TestClient

from nudge.api import live as live_api
from nudge.api import live_places, live_rooms
from nudge.api.application import create_app
from nudge.app.seats import LIFETIME, Seats
from tests.api.client import Api
from tests.api.live_client import FakeSuggest, Hall, Line
from tests.app.world import World


@pytest.fixture
def hall(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    """A prepared conversation in an application that looks after its rooms every tenth of a second."""
    monkeypatch.setattr(live_rooms, "TICK", 0.05)
    monkeypatch.setattr(live_rooms, "LOOK_EVERY", 0.1)
    suggest = FakeSuggest()
    app = create_app(world.services, keyless=True, max_body_bytes=10_000, suggest=suggest)
    with TestClient(app) as client:
        api = Api(client, world.key())
        conversation, ana, ben = api.conversation()
        yield Hall(api, suggest, conversation, ana, ben)


def refusal(line: Line) -> tuple[str, int]:
    return line.next("error")["problem"]["code"], line.closed()


def test_a_coach_types_and_gets_suggestions(hall: Hall) -> None:
    with hall.seated(hall.ana) as coach:
        coach.send("text", seq=1, text="the office", final=True)
        panel = coach.next("suggestions")
    assert panel == {
        "type": "suggestions",
        "seq": 1,
        "suggestions": [
            {
                "id": "mirror.office",
                "move": "mirror",
                "text": "“office.”",
                "score": 0.6,
                "why": "their own words",
            }
        ],
        "tip": {"id": "tip.wait", "text": "Count to five."},
        "abstained": None,
        "heard": 1,
    }


def test_text_that_goes_on_is_read_in_a_pause(hall: Hall) -> None:
    with hall.seated(hall.ana) as coach:
        for seq, word in enumerate(("the", "the office", "the office again")):
            coach.send("text", seq=seq, text=word)
        assert coach.next("suggestions")["heard"] == 2
    assert [one.answer for one in hall.suggest.requests] == ["the office again"]


def test_what_the_speakers_seat_sends_reaches_the_coach_alone(hall: Hall) -> None:
    with hall.seated(hall.ana) as coach, hall.seated(hall.ben, "speaker") as speaker:
        speaker.send("text", seq=1, text="the office", final=True)
        panel = coach.next("suggestions")
        assert panel["suggestions"][0]["id"] == "mirror.office"
        assert panel["heard"] is None
        assert speaker.until_answered() == []


def test_what_a_coach_types_is_for_that_coach(hall: Hall) -> None:
    """Not even another coach of the same conversation sees it."""
    with hall.seated(hall.ana) as ana, hall.seated(hall.ben) as ben:
        ana.send("text", seq=1, text="the office", final=True)
        ana.next("suggestions")
        assert ben.until_answered() == []


def test_a_speaker_is_shown_nothing_on_coming_back(hall: Hall) -> None:
    with hall.seated(hall.ana) as coach:
        coach.send("text", seq=1, text="the office", final=True)
        coach.next("suggestions")
        coach.send("side", side="speaker")
        coach.send("resume", after=0)
        assert coach.until_answered() == []
    with hall.seated(hall.ana) as coach:
        assert coach.until_answered() == []


def test_two_conversations_dont_mix(hall: Hall) -> None:
    pair = hall.api.made("/v1/pairs", {"participants": [hall.ana, hall.ben]})["id"]
    second = hall.api.made("/v1/conversations", {"pair": pair})["id"]
    other = Hall(hall.api, hall.suggest, second, hall.ana, hall.ben)
    with hall.seated(hall.ana) as here, other.seated(hall.ben, "speaker") as there:
        there.send("text", seq=1, text="the office", final=True)
        assert here.until_answered() == []


def test_the_question_goes_along_in_the_words_of_the_set(hall: Hall) -> None:
    sets = hall.api("POST", f"/v1/conversations/{hall.conversation}/prepare", {}).json()
    question = sets["participants"][1]["questions"][0]
    with hall.seated(hall.ana) as coach:
        coach.send("text", seq=1, text="office", question=question["id"], final=True)
        coach.next("suggestions")
    assert hall.suggest.requests[0].question == question["text"]


def test_what_was_asked_or_put_aside_goes_along(hall: Hall) -> None:
    with hall.seated(hall.ana) as coach:
        coach.send("text", seq=1, text="the office", final=True)
        coach.next("suggestions")
        coach.send("asked", id="mirror.office")
        coach.send("dismissed", id="story.other")
        coach.send("text", seq=2, text="the office. Priya", final=True)
        coach.next("suggestions")
    assert hall.suggest.requests[1].already_asked == ("“office.”", "story.other")


def test_who_comes_back_gets_the_last_panel_and_nothing_twice(hall: Hall) -> None:
    with hall.seated(hall.ana) as coach:
        coach.send("text", seq=1, text="the office", final=True)
        panel = coach.next("suggestions")
    with hall.seated(hall.ana) as coach:
        assert coach.next("suggestions") == panel
        coach.send("resume", after=1)
        assert coach.until_answered() == []
    with hall.seated(hall.ana, after=1) as coach:
        assert coach.until_answered() == []
        coach.send("text", seq=1, text="the kitchen", final=True)
        assert coach.next("suggestions")["seq"] == 2


def test_newest_wins_while_one_is_read(hall: Hall) -> None:
    """However many come while the models are busy, only the last is read."""
    hall.suggest.going_on.clear()
    with hall.seated(hall.ana) as coach:
        coach.send("text", seq=1, text="first", final=True)
        while not hall.suggest.requests:
            pass
        for seq in range(2, 30):
            coach.send("text", seq=seq, text=f"word{seq}", final=True)
        coach.until_answered()
        hall.suggest.going_on.set()
        assert coach.next("suggestions")["heard"] == 29
    assert [one.answer for one in hall.suggest.requests] == ["first", "word29"]


def test_an_echo_is_no_news(hall: Hall) -> None:
    with hall.seated(hall.ana) as coach:
        coach.send("text", seq=5, text="the office", final=True)
        coach.next("suggestions")
        coach.send("text", seq=4, text="the kitchen", final=True)
        assert coach.until_answered() == []
    assert len(hall.suggest.requests) == 1


def test_silence_has_a_reason(hall: Hall) -> None:
    with hall.seated(hall.ana) as coach:
        coach.send("text", seq=1, text="nothing", final=True)
        panel = coach.next("suggestions")
    assert (panel["suggestions"], panel["abstained"]["code"]) == ([], "too_little")


def test_a_failure_says_nothing_of_the_text(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), hall.seated(hall.ana) as coach:
        coach.send("text", seq=1, text="my secret is broken", final=True)
        assert coach.next("error")["problem"]["code"] == "unexpected"
        coach.send("text", seq=2, text="the office", final=True)
        assert coach.next("suggestions")["heard"] == 2
    ours = [record for record in caplog.records if not record.name.startswith("http")]  # the client's own
    assert "nudge.live" in {record.name for record in ours}
    logged = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in ours)
    assert "secret" not in logged
    assert "office" not in logged
    assert hall.conversation not in logged


def test_a_failure_at_the_door_says_nothing(
    hall: Hall, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    token = hall.token(hall.ana)

    def look(*_: object) -> None:
        raise RuntimeError(token)

    monkeypatch.setattr(Seats, "look", look)
    with hall.line() as line:
        line.send("sit", token=token)
        assert line.closed() == 1011
    assert "unexpected RuntimeError" in caplog.text
    assert token not in caplog.text


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("{", "body-malformed"),
        ("[]", "body-invalid"),
        ('{"type": "shout"}', "body-invalid"),
        ('{"type": "text", "seq": 1}', "body-invalid"),
        ('{"type": "text", "seq": -1, "text": ""}', "body-invalid"),
        ('{"type": "text", "seq": 1, "text": "", "tekst": ""}', "body-invalid"),
        ('{"type": "text", "seq": 1, "text": "%s"}' % ("x" * 140_000), "body-too-large"),
        ('{"type": "sit", "token": "seat_x"}', "seat-taken"),
    ],
)
def test_a_message_that_cant_be_read_is_a_problem(hall: Hall, body: str, code: str) -> None:
    """And the channel goes on."""
    with hall.seated(hall.ana) as coach:
        coach.session.send_text(body)
        problem = coach.next("error")["problem"]
        assert problem["code"] == code
        assert "shout" not in problem["detail"]
        coach.send("text", seq=1, text="the office", final=True)
        coach.next("suggestions")


def test_who_only_makes_mistakes_is_cut_off(hall: Hall) -> None:
    with hall.seated(hall.ana) as coach:
        for _ in range(20):
            coach.session.send_text("{")
        assert coach.closed() == 1008


@pytest.mark.parametrize("token", ["", "seat_", "seat_ten.con.par.1.x", "ndg_live_x", "ü"])
def test_a_bad_token_is_refused(hall: Hall, token: str) -> None:
    with hall.line() as line:
        line.send("sit", token=token or None)
        assert refusal(line) == ("seat-invalid" if token else "seat-missing", 4401)


def test_an_api_key_is_no_seat(hall: Hall) -> None:
    with hall.line(authorization=f"Bearer {hall.api.key}") as line:
        line.send("sit")
        assert refusal(line) == ("seat-invalid", 4401)


def test_the_seat_of_another_conversation_is_refused(hall: Hall) -> None:
    pair = hall.api.made("/v1/pairs", {"participants": [hall.ana, hall.ben]})["id"]
    second = hall.api.made("/v1/conversations", {"pair": pair})["id"]
    with hall.line(second) as line:
        line.send("sit", token=hall.token(hall.ana))
        assert refusal(line) == ("seat-elsewhere", 4403)


def test_an_expired_seat_is_refused(hall: Hall, world: World) -> None:
    token = hall.token(hall.ana)
    world.clock._now += LIFETIME
    with hall.line() as line:
        line.send("sit", token=token)
        assert refusal(line) == ("seat-expired", 4401)


def test_the_first_message_is_sit(hall: Hall) -> None:
    with hall.line() as line:
        line.send("text", seq=1, text="the office", final=True)
        assert refusal(line) == ("seat-missing", 4401)
    assert not hall.suggest.requests


def test_who_says_nothing_is_sent_away(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_api, "FIRST_WITHIN", 0.05)
    with hall.line() as line:
        assert refusal(line) == ("seat-missing", 4401)


def test_the_header_or_the_cookie_of_the_page_is_enough(hall: Hall) -> None:
    token = hall.token(hall.ana)
    for headers in (
        {"authorization": f"Bearer {token}"},
        {"cookie": f"nudge_seat={token}", "host": "nudge.test", "origin": "https://nudge.test"},
    ):
        with hall.line(**headers) as line:
            line.send("sit")
            assert line.next()["type"] == "seated"


def test_a_page_of_another_origin_cant_use_the_cookie(hall: Hall) -> None:
    """Cross-site WebSocket hijacking, should a browser not keep to SameSite."""
    token = hall.token(hall.ana)
    with hall.line(cookie=f"nudge_seat={token}", host="nudge.test", origin="https://evil.test") as line:
        line.send("sit")
        assert refusal(line) == ("origin-not-ours", 4403)


def test_the_close_of_the_conversation_ends_it(hall: Hall) -> None:
    with hall.seated(hall.ana) as coach, hall.seated(hall.ben, "speaker") as speaker:
        hall.api("POST", f"/v1/conversations/{hall.conversation}/close", {})
        for line in (coach, speaker):
            assert line.next("bye")["reason"] == "closed"
            assert line.closed() == 1000


def test_a_seat_that_expires_ends_it(hall: Hall, world: World) -> None:
    with hall.seated(hall.ana) as coach:
        world.clock._now += LIFETIME
        assert coach.next("bye")["reason"] == "expired"
        assert coach.closed() == 4401


def test_erasing_ends_it(hall: Hall) -> None:
    with hall.seated(hall.ana) as coach:
        hall.api("DELETE", f"/v1/participants/{hall.ana}")
        assert coach.next("bye")["reason"] == "erased"


def test_the_others_are_seen_to_come_write_and_go(hall: Hall) -> None:
    with hall.seated(hall.ana) as coach:
        assert coach.next("partner") == {"type": "partner", "present": False, "writing": False}
        with hall.seated(hall.ben, "speaker") as speaker:
            assert coach.next("partner") == {"type": "partner", "present": True, "writing": False}
            speaker.send("text", seq=1, text="the office", final=True)
            assert coach.next("partner") == {"type": "partner", "present": True, "writing": True}
        assert coach.next("partner") == {"type": "partner", "present": False, "writing": False}


def test_who_stopped_writing_is_no_longer_writing(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_places, "WRITING_FOR", 0.1)
    with hall.seated(hall.ana) as coach, hall.seated(hall.ben, "speaker") as speaker:
        speaker.send("text", seq=1, text="the office")
        while not coach.next("partner")["writing"]:
            pass
        assert coach.next("partner") == {"type": "partner", "present": True, "writing": False}


def test_the_fifth_connection_takes_the_place_of_the_first(hall: Hall) -> None:
    with (
        hall.seated(hall.ana) as first,
        hall.seated(hall.ana),
        hall.seated(hall.ana),
        hall.seated(hall.ana),
        hall.seated(hall.ana) as last,
    ):
        assert first.next("bye")["reason"] == "replaced"
        last.send("text", seq=1, text="the office", final=True)
        last.next("suggestions")


def test_there_is_an_end_to_connections(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_rooms, "MOST_PLACES", 1)
    with hall.seated(hall.ana), hall.line() as line:
        line.send("sit", token=hall.token(hall.ben))
        assert refusal(line) == ("live-full", 1013)


def test_a_panel_is_forgotten_when_nobody_comes_back(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_rooms, "KEPT_FOR", 0.0)
    with hall.seated(hall.ana) as coach:
        coach.send("text", seq=1, text="the office", final=True)
        coach.next("suggestions")
    with hall.seated(hall.ben) as other:
        while other.next("partner")["present"]:
            pass
        hall.api("POST", f"/v1/conversations/{hall.conversation}/close", {})
        other.next("bye")  # so it has looked after its rooms


def test_server_sent_events_need_a_seat(hall: Hall) -> None:
    path = f"/v1/conversations/{hall.conversation}/live"
    sent = {"accept": "text/event-stream"}
    assert hall.api("GET", path, key="", **sent).json()["code"] == "seat-missing"
    assert hall.api("GET", path, **sent).json()["code"] == "seat-invalid"
    response = hall.api("GET", path, key=hall.token(hall.ana), accept="text/html")
    assert (response.status_code, response.json()["code"]) == (406, "not-acceptable")
    other = hall.api("GET", "/v1/conversations/con_x/live", key=hall.token(hall.ana), **sent)
    assert (other.status_code, other.json()["code"]) == (403, "seat-elsewhere")


def test_the_follow_ups_of_the_service_answer(world: World) -> None:
    app = create_app(world.services, keyless=True, max_body_bytes=10_000)
    with TestClient(app) as client:
        api = Api(client, world.key())
        hall = Hall(api, FakeSuggest(), *api.conversation())
        with hall.seated(hall.ana) as coach:
            coach.send("text", seq=1, text="It's always the office. Never me.", final=True)
            panel = coach.next("suggestions")
    assert panel["suggestions"] or panel["abstained"]["text"]


def test_nothing_of_it_is_stored(hall: Hall, world: World) -> None:
    with hall.seated(hall.ana) as coach:
        coach.send("text", seq=1, text="the office", final=True)
        coach.next("suggestions")
    export = hall.api("GET", f"/v1/participants/{hall.ana}/export").text
    assert "office" not in export
    assert "office" not in str(vars(world.store))
