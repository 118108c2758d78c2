from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from nudge.app.seats import SEAT_COOKIE
from nudge.domain.pledges import Outcome
from nudge.storage.store import SqlStore
from nudge.vault.fernet_vault import FernetVault
from tests.app.world import World
from tests.web.rooms import PROOF, STEPS, Guest, Rooms, browser_of
from tests.web.test_taps import Seen

ACTS: dict[str, dict[str, Any]] = {
    "begin": {},
    "check-in": {"outcome": "kept"},
    "turn": {"number": "1", "side": "coach", "note": "Something"},
    "note": {"number": "1", "note": "Something"},
    "go": {"number": "1", "note": "Something", "to": "pledge"},
    "follow-ups": {"number": "1", "answer": "always the office never me"},
    "check": {"number": "1", "own": "Something"},
    "read-pledge": {"pledge": "I'll ask Dee"},
    "pledge": {"pledge": "I'll ask Dee"},
    "close": {},
    "leave": {},
}
CLEAR = "By Friday I'll ask Priya for three things"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Rooms]:
    """Over a real database."""
    store = SqlStore(f"sqlite:///{tmp_path}/nudge.db", FernetVault([FernetVault.new_key()]))
    store.migrate()
    yield Rooms(World(store=store))
    store.close()


@pytest.fixture
def client(rooms: Rooms) -> Iterator[httpx.Client]:
    with browser_of(rooms.app()) as client:
        yield client


class TestComingIn:
    def test_looking_gives_nothing_away_and_no_cookie(self, rooms: Rooms, client: httpx.Client) -> None:
        """Scanners of mail and link previews open every link."""
        token = rooms.token(rooms.ana)
        page = client.get(f"/c/{token}")
        assert page.status_code == 200
        assert "set-cookie" not in page.headers
        assert token not in page.text
        assert not re.search("Ben|Zebedee|stand-up", page.text)

    @pytest.mark.parametrize("secure", [False, True])
    def test_the_cookie_is_for_this_site_and_no_script(self, secure: bool) -> None:
        rooms = Rooms(secure=secure)
        with browser_of(rooms.app()) as client:
            answer = client.post(f"/c/{rooms.token(rooms.ana)}", follow_redirects=False)
        cookie = answer.headers["set-cookie"]
        assert (answer.status_code, answer.headers["location"]) == (303, f"{rooms.conversation}/welcome")
        assert re.search("HttpOnly", cookie)
        assert re.search("SameSite=strict", cookie, re.IGNORECASE)
        assert ("Secure" in cookie) is secure
        assert 10_700 < int(str(re.search(r"Max-Age=(\d+)", cookie)[1])) <= 10_800  # type: ignore[index]  # there

    def test_another_site_cant_put_somebody_into_a_seat(self, rooms: Rooms, client: httpx.Client) -> None:
        token = rooms.token(rooms.ana)
        answer = client.post(f"/c/{token}", headers={"Sec-Fetch-Site": "cross-site"}, follow_redirects=False)
        assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)

    @pytest.mark.parametrize("token", ["odd", "seat_a.b.c.1.x", "x" * 600])
    def test_tokens_that_arent_ours(self, client: httpx.Client, token: str) -> None:
        for answer in (client.get(f"/c/{token}"), client.post(f"/c/{token}")):
            assert answer.status_code == 401
            assert "This page needs your link" in answer.text

    def test_without_a_seat_with_one_elsewhere_and_after_its_time(self, rooms: Rooms, ana: Guest) -> None:
        assert ana.client.get("/c/con_999/welcome").status_code == 403
        rooms.world.clock._now += timedelta(hours=3)
        assert "Your seat has ended" in ana.get("welcome").text
        ana.client.cookies.clear()
        assert ana.get("welcome").status_code == 401

    def test_leaving_takes_the_cookies_away(self, ana: Guest) -> None:
        ana.post("begin")
        answer = ana.post("leave")
        assert "You have left" in answer.text
        assert answer.headers["clear-site-data"] == '"cache", "storage"'
        assert not list(ana.client.cookies.jar)
        assert ana.get("welcome").status_code == 401


class TestPages:
    @pytest.mark.parametrize("step", STEPS)
    def test_headers_keep_it_where_it_is(self, ana: Guest, step: str) -> None:
        headers = ana.get(step).headers
        assert headers["content-security-policy"] == POLICY
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert headers["x-robots-tag"] == "noindex, nofollow"

    @pytest.mark.parametrize("side", ["speaker", "coach"])
    @pytest.mark.parametrize("step", STEPS)
    def test_what_every_page_has(self, ana: Guest, step: str, side: str) -> None:
        """One heading, landmarks, labels; relative addresses; nothing inline, nothing from elsewhere."""
        ana.post("turn", number="1", side=side)
        page = ana.get(step).text
        seen = Seen(page)
        assert (len(seen.all("h1")), len(seen.all("main")), seen.all("html")) == (1, 1, [{"lang": "en"}])
        labelled = {label.get("for") for label in seen.all("label")}
        for field in [*seen.all("input"), *seen.all("textarea"), *seen.all("select")]:
            assert field.get("type") in ("hidden", "radio") or field["id"] in labelled
        assert len(seen.all("fieldset")) == len(seen.all("legend"))
        assert "://" not in page
        assert not {"style", "img", "iframe"} & {tag for tag, _ in seen.tags}
        assert not any(name.startswith("on") or name == "style" for _, has in seen.tags for name in has)
        assert all("src" in script for script in seen.all("script"))
        assert all(form.get("method") == "post" for form in seen.all("form"))
        assert page.count('name="proof"') == len(seen.all("form"))

    def test_assets_are_there_and_kept(self, ana: Guest) -> None:
        page = ana.get("question-1").text
        for address in re.findall(r'(?:href|src)="(\.\./assets/[^"]+)"', page):
            asset = ana.client.get(f"/c/{ana.conversation}/{address}")
            assert asset.status_code == 200
            assert "immutable" in asset.headers["cache-control"]
        assert ana.client.get("/c/assets/odd.js").status_code == 404

    def test_the_other_side_reads_what_the_first_is_asked(self, ana: Guest, ben: Guest) -> None:
        """Ana's page shows her question; Ben's, when he listens, the same one to read aloud."""
        question = re.search(r'id="question">([^<]+)<', ana.get("question-2").text)
        ben.post("turn", number="2", side="coach")
        assert question
        assert question[1] in ben.get("question-2").text
        assert "Read this aloud to Ana" in ben.get("question-2").text

    def test_before_it_is_prepared(self, rooms: Rooms) -> None:
        rooms.conversation = rooms.world.conversation(rooms.pair).id
        with browser_of(rooms.app()) as client:
            ana = Guest(rooms, client, rooms.ana)
            assert "The questions aren" in ana.get("welcome").text
            for step in STEPS:
                assert ana.get(step).status_code == 200

    def test_a_roundtable_and_a_conversation_that_was_erased(self, rooms: Rooms, ana: Guest) -> None:
        rooms.world.services.participants.erase(rooms.world.tenant, rooms.ben)
        assert ana.get("welcome").status_code in (409, 410)


class TestForms:
    @pytest.mark.parametrize("act", ACTS)
    def test_a_form_of_another_page_does_nothing(self, rooms: Rooms, ana: Guest, act: str) -> None:
        before = rooms.everything()
        address = f"/c/{ana.conversation}/{act}"
        for proof in ("", "0" * 32, "ä"):
            answer = ana.client.post(address, data={PROOF: proof, **ACTS[act]}, follow_redirects=False)
            assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
            assert "Something" not in answer.text
        foreign = {"Sec-Fetch-Site": "same-site"}
        answer = ana.client.post(address, data={PROOF: ana.proof, **ACTS[act]}, headers=foreign)
        assert answer.status_code == 403
        assert rooms.everything() == before

    @pytest.mark.parametrize("act", ACTS)
    def test_the_proof_of_one_is_none_of_the_other(self, ana: Guest, ben: Guest, act: str) -> None:
        ana.proof = ben.proof
        assert ana.post(act, **ACTS[act]).status_code == 403

    @pytest.mark.parametrize(
        "fields",
        [
            {"number": "5"},
            {"number": "1", "side": "odd"},
            {"number": "1", "visibility": "all"},
            {"number": "²"},
        ],
    )
    def test_what_no_page_sends(self, ana: Guest, fields: dict[str, Any]) -> None:
        assert ana.post("turn", note="Words", **fields).status_code == 400

    def test_get_changes_nothing(self, rooms: Rooms, ana: Guest) -> None:
        before = rooms.everything()
        for step in (*STEPS, *ACTS):
            ana.get(f"{step}?outcome=kept&note=x&number=1")
        assert rooms.everything() == before


def test_the_whole_hour_without_scripts(rooms: Rooms, ana: Guest) -> None:
    assert "Last time you said you would ask zebedee" in ana.get("welcome").text
    assert "What became of it?" in ana.post("begin").text
    question = ana.post("check-in", outcome="partly", reflection="Twice, then not.", helped="yes")
    assert "Question 1 of 4" in question.text
    ana.post("turn", number="1", side="speaker")
    assert "Question 2 of 4" in ana.post("go", number="1", note="The rota", to="question-2").text
    listening = ana.post("turn", number="2", side="coach", note="Again the rota").text
    assert "Read this aloud to Ben" in listening
    offered = ana.post("follow-ups", number="2", answer="always the office never me").text
    assert "Take me to the moment itself" in offered
    assert "Let a pause last" in offered
    assert "always the office never me</textarea>" in offered
    fewer = ana.post(
        "follow-ups", number="2", answer="always the office never me", drop="Say nothing. Count to five."
    ).text
    assert 'id="offer-2"' in fewer
    assert 'id="offer-3"' not in fewer
    asked = ana.post("pledge", pledge=CLEAR)
    assert asked.status_code == 422
    assert "when is it due?" in asked.text
    dates = re.findall(r'name="due" value="([^"]+)"', asked.text)
    closing = ana.post("pledge", pledge=CLEAR, due=dates[0], dates=dates[0]).text
    assert "By Friday 6 March, 18:00" in closing
    assert "Monday 16 March" in closing
    assert "The conversation is closed" in ana.post("close").text
    assert "The conversation is closed" in ana.post("close").text, "both may say so"
    last, made = rooms.pledges(rooms.ana)
    assert (last.outcome, last.reflection, last.helped) == (Outcome.PARTLY, "Twice, then not.", True)
    assert (made.text, made.due_zone, made.due_confirmed) == (CLEAR, "Europe/Berlin", True)
    assert rooms.notes(rooms.ana) == [("The rota", "private"), ("Again the rota", "private")]


def test_over_a_real_database(stored: Rooms) -> None:
    with browser_of(stored.app()) as client:
        ana = Guest(stored, client, stored.ana)
        ana.post("check-in", outcome="kept")
        for number in ("2", "1", "2"):
            ana.post("note", number=number, note=f"At question {number}", visibility="shared")
        ana.post("note", partial=True, number="2", note="Only mine")
        ana.post("pledge", pledge="I'll ask Dee", due="next")
        assert "I&#39;ll ask Dee" in ana.post("close").text
    with browser_of(stored.app()) as client:
        client.cookies.set(SEAT_COOKIE, ana.token)
        closing = client.get(f"/c/{ana.conversation}/close").text
    assert "At question 1" in closing
    assert stored.notes(stored.ana) == [("At question 1", "shared"), ("Only mine", "private")]


class TestWhatThePartnerSees:
    def test_nothing_of_ones_own_side(self, rooms: Rooms, ana: Guest, ben: Guest) -> None:
        """Private notes, check-in, pledge and how it is read never reach the other's pages."""
        ana.post("check-in", outcome="dropped", reflection="Quokka")
        ana.post("note", number="1", note="Wombat", visibility="private")
        ana.post("follow-ups", number="1", answer="numbat said always the office never me")
        ana.post("pledge", pledge="I'll ask the bandicoot")
        for side in ("speaker", "coach"):
            ben.post("turn", number="1", side=side)
            for step in STEPS:
                page = ben.get(step).text
                assert not re.search("quokka|wombat|numbat|bandicoot|zebedee|dropped", page, re.IGNORECASE)

    def test_shared_notes_at_the_end_and_only_while_they_are(self, ana: Guest, ben: Guest) -> None:
        ana.post("note", number="3", note="A possum <b>", visibility="shared")
        assert "A possum &lt;b&gt;" in ben.get("close").text
        for step in set(STEPS) - {"close"}:
            assert "possum" not in ben.get(step).text
        ana.post("note", number="3", note="A possum <b>", visibility="private")
        assert "possum" not in ben.get("close").text

    def test_no_number_and_no_grade_for_oneself_either(self, ana: Guest) -> None:
        part = ana.post("read-pledge", partial=True, pledge=CLEAR).text
        words = re.sub(r"<[^>]+>", " ", part)
        assert not re.search(r"score|level|overall|\b[0-9](\.[0-9]+)?\b(?! (March))", words)


def test_no_token_and_no_word_in_logs(
    rooms: Rooms, ana: Guest, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where something breaks that nobody thought of."""
    caplog.set_level(logging.DEBUG)
    ana.post("note", number="1", note="Wombat")
    ana.post("pledge", pledge="I'll ask the wombat")

    words = "about a wombat"

    def broken(*_: object) -> None:
        raise RuntimeError(words)

    monkeypatch.setattr(type(rooms.parts.views), "view", broken)
    for answer in (ana.get("question-1"), ana.post("note", partial=True, number="1", note="Wombat")):
        assert answer.status_code == 500
        assert answer.headers["content-security-policy"] == POLICY
    ours = [record for record in caplog.records if record.name.startswith("nudge")]
    assert any(record.levelno == logging.ERROR for record in ours)
    told = " ".join(str(vars(record)) for record in ours) + ana.client.get("/metrics").text
    assert not re.search(f"wombat|{re.escape(ana.token)}|{ana.proof}", told, re.IGNORECASE)
