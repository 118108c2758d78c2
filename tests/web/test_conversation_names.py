"""What people are called on the page, and by which clock it goes."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudge.domain.errors import Invalid
from nudge.domain.records import Scope
from tests.app.world import World
from tests.web.rooms import STEPS, Guest, Rooms, browser_of

SEATS = Rooms()


class TestNames:
    def test_what_the_application_calls_the_other(self, rooms: Rooms) -> None:
        """It goes before the reference, and stands on the pages of whoever has this seat alone."""
        with browser_of(rooms.app()) as client, browser_of(rooms.app()) as other:
            ana = Guest(rooms, client, rooms.ana, partner_name="  Dr Benjamin <Ö> ")
            again = Guest(rooms, other, rooms.ana)
            for step in STEPS:
                assert "Benjamin" not in again.get(step).text
            assert "You and Dr Benjamin &lt;Ö&gt;</h1>" in ana.get("welcome").text
            assert "Dr Benjamin &lt;Ö&gt; too, at the end" in ana.get("question-1").text

    def test_it_is_nowhere_but_sealed_in_the_seat(self, rooms: Rooms) -> None:
        """Tokens stand in addresses, and addresses in the logs of proxies."""
        before = rooms.everything()
        token = rooms.token(rooms.ana, partner_name="Benjamin")
        seat = rooms.seats.read(token)
        assert seat.partner_name == "Benjamin"
        assert rooms.everything() == before
        pieces = [urlsafe_b64decode(piece + "=" * (-len(piece) % 4)) for piece in token.split(".")[1:]]
        assert "Benjamin" not in token + repr(seat)
        assert not any(b"Benjamin" in piece for piece in pieces)
        assert re.fullmatch(r"[\w.-]+", token, re.ASCII)

    @given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40))
    def test_any_name_that_can_be_seen_comes_back(self, name: str) -> None:
        assert SEATS.seats.read(SEATS.token(SEATS.ana, partner_name=name)).partner_name == name

    def test_a_name_of_which_nothing_can_be_seen_is_none(self, rooms: Rooms) -> None:
        token = rooms.token(rooms.ana, partner_name=" \u200d ")
        assert rooms.seats.read(token).partner_name == ""

    @pytest.mark.parametrize("name", ["x" * 41, "Ana\u202e", "A\x00"])
    def test_names_that_arent_one(self, rooms: Rooms, name: str) -> None:
        with pytest.raises(Invalid, match="A name is one line"):
            rooms.token(rooms.ana, partner_name=name)


def test_the_page_goes_by_the_test_clock_of_its_tenant() -> None:
    """Time, dates and the end of a seat; what the clock on the wall shows doesn't count."""
    world = World()
    key, _ = world.services.api_keys.issue("portal", tenant="acme", scopes=tuple(Scope), is_test=True)
    world.tenant = key.tenant
    rooms, clocks, noon = Rooms(world), world.services.test_clocks, world.clock.now()
    with browser_of(rooms.app()) as client:
        ana = Guest(rooms, client, rooms.ana)
        ana.post("begin")
        clocks.start(world.tenant, noon)
        rooms.pass_minutes(10 * 24 * 60)
        ana.post("turn", number="1", side="speaker")
        clocks.advance(world.tenant, noon + timedelta(minutes=7))
        assert "You 7 min" in ana.get("question-1").text
        assert "Kept at 13:07" in ana.post("note", partial=True, number="1", note="The rota").text
        part = ana.post("read-pledge", partial=True, pledge="By Friday I'll ask Priya").text
        assert "Friday 6 March, 18:00" in part
        clocks.advance(world.tenant, noon + timedelta(hours=3, minutes=5))
        assert "Your seat has ended" in ana.get("question-1").text
