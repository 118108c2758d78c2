"""What whoever listens is helped with."""

from __future__ import annotations

import re

import pytest

from nudge.app.live_ports import SuggestRequest, SuggestResponse
from nudge.domain.errors import Unavailable
from tests.web.rooms import STEPS, Guest, Rooms, browser_of


class TestListening:
    def test_what_is_asked_for(self) -> None:
        """The partner's question, the words, what was put aside, and how experienced the listener is."""
        requests: list[SuggestRequest] = []

        def heard(request: SuggestRequest) -> SuggestResponse:
            requests.append(request)
            return SuggestResponse()

        rooms = Rooms(suggest=heard)
        with browser_of(rooms.app()) as client:
            ana = Guest(rooms, client, rooms.ana)
            ana.post("turn", number="1", side="coach")
            asked = re.search(r'id="question">([^<]+)<', ana.get("question-1").text)
            ana.post("follow-ups", number="1", answer="Never\r\nme", gone="One?\nTwo?", drop="Three?")
            ana.post("follow-ups", number="1", answer="  ")
        assert asked
        [request] = requests
        assert request == SuggestRequest(asked[1], "Never\nme", ("One?", "Two?", "Three?"), 1)

    def test_reasons_for_silence_and_no_models(self, ana: Guest) -> None:
        assert "A few more words" in ana.post("follow-ups", partial=True, number="1", answer="well").text

        def missing(_: SuggestRequest) -> SuggestResponse:
            raise Unavailable("models-missing", "The models aren't there.")

        rooms = Rooms(suggest=missing)
        with browser_of(rooms.app()) as client:
            answer = Guest(rooms, client, rooms.ana).post("follow-ups", number="1", answer="well then")
        assert (answer.status_code, "No suggestions at the moment" in answer.text) == (200, True)


class TestOwnWords:
    def test_one_hint_at_most_with_the_words_that_make_it_so(self, ana: Guest) -> None:
        part = ana.post("check", partial=True, number="1", own="Have you tried <asking>, and why not?").text
        assert "<q>Have you tried</q> This carries an answer." in part
        assert part.count("<p") == 1
        assert "<html" not in part

    @pytest.mark.parametrize(
        ("own", "said"), [("What happened then?", "Nothing in its way"), ("Have you", ""), ("  ", "")]
    )
    def test_nothing_to_say(self, ana: Guest, own: str, said: str) -> None:
        """An open question is fine; before there are three words it is too early to tell."""
        part = ana.post("check", partial=True, number="1", own=own).text
        assert said in part
        assert bool(part.strip()) is bool(said)
        assert "issue" not in part

    def test_without_scripts_all_that_was_typed_stays(self, ana: Guest) -> None:
        said = {"answer": "always the office never me", "own": "Is it the <office>?", "gone": "One?"}
        for act in ("check", "follow-ups"):
            page = ana.post(act, number="1", **said).text  # type: ignore[arg-type]  # names of fields
            assert "Is it the &lt;office&gt;?</textarea>" in page
            assert "always the office never me</textarea>" in page
            assert "Take me to the moment itself" in page
            assert "This can be answered with yes or no" in page
            assert 'name="gone" value="One?"' in page

    def test_nothing_of_it_is_kept_or_reaches_the_other(self, rooms: Rooms, ana: Guest, ben: Guest) -> None:
        before = rooms.everything()
        ana.post("check", number="1", own="Have you tried asking the wombat?")
        assert rooms.everything() == before
        for page in [*map(ana.get, STEPS), *map(ben.get, STEPS)]:
            assert "wombat" not in page.text
