"""Notes and the pledge: what somebody writes on the page, and when it can't be kept."""

from __future__ import annotations

import re
from typing import Any

import pytest

from nudge.app.conversation_notes import ConversationNotes
from nudge.domain.errors import NotFound
from nudge.domain.notes import Visibility
from tests.web.rooms import PROOF, Guest, Rooms

CLEAR = "By Friday I'll ask Priya for three things"


class TestNotes:
    def test_one_for_each_question_renewed_while_typing(self, rooms: Rooms, ana: Guest) -> None:
        for text in ("The", "The rota", "The rota is"):
            saved = ana.post("note", partial=True, number="1", note=text)
            assert re.fullmatch(r"Kept at \d\d:\d\d\s*", saved.text)
        ana.post("note", number="2", note="Two\r\nlines", visibility="shared")
        assert rooms.notes(rooms.ana) == [("The rota is", "private"), ("Two\nlines", Visibility.SHARED)]
        assert "The rota is</textarea>" in ana.get("question-1").text

    def test_emptied(self, rooms: Rooms, ana: Guest) -> None:
        ana.post("note", number="1", note="The rota")
        assert "Nothing to keep yet" in ana.post("note", partial=True, number="1", note=" \n").text
        assert rooms.notes(rooms.ana) == []

    def test_words_come_back_when_they_cant_be_kept(self, rooms: Rooms, ana: Guest) -> None:
        rooms.world.store.is_down = True  # type: ignore[attr-defined]  # the fake's
        for act, field in (
            ("note", "note"),
            ("go", "note"),
            ("check-in", "reflection"),
            ("pledge", "pledge"),
        ):
            answer = ana.post(act, number="1", to="pledge", **{field: "Precious </textarea>"})  # type: ignore[arg-type]  # a name of a field
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
            assert "Precious &lt;/textarea&gt;</textarea>" in answer.text
            assert f'name="{PROOF}" value="{ana.proof}"' in answer.text
        rooms.world.store.is_down = False  # type: ignore[attr-defined]  # the fake's
        ana.post("note", number="1", note="Precious")
        assert rooms.notes(rooms.ana) == [("Precious", "private")]

    def test_kept_by_another_request_at_the_same_moment(
        self, rooms: Rooms, ana: Guest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """On a database that lets both begin, one of them begins anew."""
        ana.post("note", number="1", note="The rota")
        failed: list[str] = []
        change = ConversationNotes._change

        def first_too_late(*found: Any) -> None:
            if not failed:
                failed.append("once")
                raise NotFound("note-not-found", "There is no such note.")
            change(*found)

        monkeypatch.setattr(ConversationNotes, "_change", first_too_late)
        assert "Kept at" in ana.post("note", partial=True, number="1", note="Again").text
        assert (rooms.notes(rooms.ana), failed) == ([("Again", "private")], ["once"])

    def test_words_that_were_taken_back_are_in_no_question_set(self, rooms: Rooms, ana: Guest) -> None:
        """Neither in one that was prepared while the note was there."""
        words = "The rota is what keeps me at my desk until seven"
        ana.post("note", number="1", note=words)
        world, later = rooms.world, rooms.world.conversation(rooms.pair).id
        world.services.conversations.prepare(world.tenant, later)
        said = [str(world.services.conversations.question_sets(world.tenant, later))]
        ana.post("note", number="1", note="Nothing")
        said.append(str(world.services.conversations.question_sets(world.tenant, later)))
        assert ["keeps me at my desk" in each for each in said] == [True, False]

    def test_too_long(self, ana: Guest) -> None:
        answer = ana.post("note", number="1", note="x" * 20_001)
        assert answer.status_code == 400
        assert "x" * 20_001 in answer.text


class TestPledge:
    def test_words_by_facet_and_one_question(self, ana: Guest) -> None:
        part = ana.post("read-pledge", partial=True, pledge="I'll ask <Dee>").text
        assert '<mark class="action">ask</mark> &lt;Dee&gt;' in part
        assert part.count('class="missing"') == 1
        assert "<html" not in part

    def test_typed_with_nothing_in_it(self, ana: Guest) -> None:
        assert "As you write" in ana.post("read-pledge", partial=True, pledge=" ").text
        assert "A pledge needs a few words" in ana.post("pledge", pledge=" ").text

    def test_the_next_conversation_is_the_default(self, rooms: Rooms, ana: Guest) -> None:
        ana.post("pledge", pledge="I'll ask Dee", due="next")
        assert rooms.pledges(rooms.ana)[-1].due_at is None
        assert "By your next conversation" in ana.get("close").text

    @pytest.mark.parametrize(
        ("due", "said"), [("2020-01-01T00:00:00+00:00", "That moment is over"), ("soon", "be read")]
    )
    def test_dates_that_cant_be(self, ana: Guest, due: str, said: str) -> None:
        answer = ana.post("pledge", pledge="I'll ask Dee", due=due)
        assert answer.status_code == 422
        assert said in answer.text
        assert "ask Dee</textarea>" in answer.text

    def test_changed_it_keeps_its_date(self, rooms: Rooms, ana: Guest) -> None:
        due = "2026-03-06T18:00:00+01:00"
        ana.post("pledge", pledge=CLEAR, due=due, dates=due)
        page = ana.get("pledge").text
        assert f'value="{due}" required checked' in page
        ana.post("pledge", pledge="I'll ask Dee", due=due, dates=due)
        made = rooms.pledges(rooms.ana)[-1]
        assert (made.text, len(made.history), made.due_at is None) == ("I'll ask Dee", 1, False)

    def test_too_long(self, ana: Guest) -> None:
        assert "up to 2,000" in ana.post("pledge", pledge="word " * 500).text
