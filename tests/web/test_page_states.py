"""Every state that the page can be in, as people see it who need it dark, large, narrow or still."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.web.browsing import faults, overflow, shoot
from tests.web.guests import HEARD, LOOKS, NOTE, PLEDGE, saved, seat
from tests.web.rooms import Rooms

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

STATES = (
    "door",
    "welcome",
    "check-in",
    "question",
    "speaking",
    "listening-quiet",
    "listening",
    "own-words-closed",
    "own-words-open",
    "time-to-change",
    "pledge-empty",
    "pledge-problem",
    "pledge",
    "before-closing",
    "ten-minutes-left",
    "hour-over",
    "paper-on-screen",
    "paper-printed",
    "rescue",
    "unavailable",
    "closed",
    "left",
    "no-seat",
    "unprepared",
    "elsewhere",
    "expired",
)


class Seen:
    """Looks at a page in each of its states, and remembers what is wrong with it."""

    def __init__(self, look: str) -> None:
        self.look = look
        self.states: list[str] = []
        self.wrong: list[str] = []

    def see(self, page: Page, state: str) -> None:
        self.states.append(state)
        self.wrong += [f"{state}: {fault}" for fault in faults(page)]
        if wide := overflow(page):
            self.wrong.append(f"{state}: wider than the window by {wide}")
        shoot(page, f"{len(self.states):02}-{state}-{self.look}")


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_any_state(browser: Browser, rooms: Rooms, address: str, look: str) -> None:
    """Nor is anything wider than the window, nor does the console complain, nor is another origin asked."""
    seen = Seen(look)
    with (
        seat(browser, rooms, address, rooms.ben) as (ben, _),
        seat(browser, rooms, address, rooms.ana, **LOOKS[look]) as (page, complaints),
    ):
        ben.goto(f"/c/{rooms.conversation}/question-1")
        arriving(page, rooms, seen)
        listening(page, rooms, seen)
        pledging(page, rooms, seen)
        on_paper(page, rooms, seen)
        assert len(complaints) == ["422" in one for one in complaints].count(True) == 1, "the problem's alone"
        mishaps(page, rooms, seen)
    assert seen.states == list(STATES)
    assert not seen.wrong


def arriving(page: Page, rooms: Rooms, seen: Seen) -> None:
    here = page.url
    page.goto(f"/c/{rooms.token(rooms.ana)}")
    seen.see(page, "door")
    page.goto(here)
    seen.see(page, "welcome")
    page.get_by_role("button", name="Begin the hour").click()
    seen.see(page, "check-in")
    page.get_by_label("Partly").check()
    page.get_by_role("button", name="Note it and go on").click()
    seen.see(page, "question")
    page.get_by_role("button", name="I am speaking").click()
    page.get_by_label("Your notes").fill(NOTE)
    saved(page)
    page.get_by_text("Why this question").click()
    seen.see(page, "speaking")


def listening(page: Page, rooms: Rooms, seen: Seen) -> None:
    rooms.pass_minutes(6)
    page.get_by_role("button", name="I am listening").click()
    page.get_by_text("Ben is here").wait_for()
    seen.see(page, "listening-quiet")
    rooms.pass_minutes(2)
    page.get_by_label("What you hear").fill(HEARD)
    page.locator(".offer").first.wait_for()
    seen.see(page, "listening")
    page.get_by_label("Try your own words").fill("Have you tried asking Priya?")
    page.locator(".issue").wait_for()
    seen.see(page, "own-words-closed")
    page.get_by_label("Try your own words").fill("What did Priya say then?")
    page.locator(".fine").wait_for()
    seen.see(page, "own-words-open")
    rooms.pass_minutes(4)
    page.reload()
    page.locator("#turn-over").wait_for()
    seen.see(page, "time-to-change")


def pledging(page: Page, rooms: Rooms, seen: Seen) -> None:
    page.goto(f"/c/{rooms.conversation}/pledge")
    seen.see(page, "pledge-empty")
    page.get_by_label("Your pledge").fill(PLEDGE)
    page.get_by_role("button", name="Make this pledge").click()  # before it was read
    page.locator("#problem").wait_for()
    seen.see(page, "pledge-problem")
    page.get_by_label("Your pledge").fill("By Friday I'll ask Priya")
    page.locator(".missing").wait_for()
    seen.see(page, "pledge")
    page.get_by_role("button", name="Make this pledge").click()
    page.get_by_role("heading", name="Before you go").wait_for()
    seen.see(page, "before-closing")
    rooms.pass_minutes(40)
    page.goto(f"/c/{rooms.conversation}/question-3")
    page.locator("#pledge-time").wait_for()
    seen.see(page, "ten-minutes-left")
    rooms.pass_minutes(9)
    page.goto(f"/c/{rooms.conversation}/pledge")
    page.locator("#ended").wait_for()
    seen.see(page, "hour-over")


def on_paper(page: Page, rooms: Rooms, seen: Seen) -> None:
    page.goto(f"/c/{rooms.conversation}/sheet")
    seen.see(page, "paper-on-screen")
    page.emulate_media(media="print")
    seen.see(page, "paper-printed")
    page.emulate_media(media="screen")


def mishaps(page: Page, rooms: Rooms, seen: Seen) -> None:
    store = rooms.world.store
    page.goto(f"/c/{rooms.conversation}/question-2")
    page.get_by_role("button", name="I am speaking").click()
    page.get_by_label("Your notes").fill(NOTE)
    store.is_down = True  # type: ignore[attr-defined]  # the fake's
    page.get_by_role("button", name="Next question").click()
    page.get_by_label("What you wrote").wait_for()
    seen.see(page, "rescue")
    page.goto(f"/c/{rooms.conversation}/close")
    seen.see(page, "unavailable")
    store.is_down = False  # type: ignore[attr-defined]  # the fake's
    page.goto(f"/c/{rooms.conversation}/close")
    page.get_by_role("button", name="Close the conversation").click()
    page.get_by_text("The conversation is closed").wait_for()
    seen.see(page, "closed")
    page.get_by_role("button", name="Leave this page").click()
    page.get_by_role("heading", name="You have left").wait_for()
    seen.see(page, "left")
    page.goto("/c/seat_that.is.no.seat")
    seen.see(page, "no-seat")
    earlier, rooms.conversation = rooms.conversation, rooms.world.conversation(rooms.pair).id
    page.goto(f"/c/{rooms.token(rooms.ana)}")
    page.get_by_role("button", name="Come in").click()
    page.get_by_text(re.compile("aren.t ready yet")).first.wait_for()
    seen.see(page, "unprepared")
    page.goto(f"/c/{earlier}/welcome")
    seen.see(page, "elsewhere")
    rooms.pass_minutes(180)
    page.goto(f"/c/{rooms.conversation}/welcome")
    page.get_by_role("heading", name="Your seat has ended").wait_for()
    seen.see(page, "expired")
