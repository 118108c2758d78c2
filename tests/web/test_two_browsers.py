"""The page in a real Chromium: two people in two browsers, keyboard alone, a lost connection."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from nudge.domain.pledges import Outcome
from tests.app.world import bank
from tests.web.browsing import faults
from tests.web.guests import HEARD, NOTE, PLEDGE, saved, seat
from tests.web.rooms import Rooms

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


def test_two_browsers_hold_a_whole_conversation(browser: Browser, rooms: Rooms, address: str) -> None:
    """Ana speaks while Ben listens, then the other way round; each pledges; one closes for both."""
    with (
        seat(browser, rooms, address, rooms.ana) as (ana, odd),
        seat(browser, rooms, address, rooms.ben) as (ben, odder),
    ):
        for page in (ana, ben):
            page.get_by_role("button", name="Begin the hour").click()
        ana.get_by_label("Partly").check()
        ana.get_by_label("A line on it").fill("Twice, then not.")
        ana.get_by_role("button", name="Note it and go on").click()
        ben.get_by_role("link", name="On to the first question").click()
        for number in range(1, 5):
            for speaker, listener in ((ana, ben), (ben, ana)):
                speaker.get_by_role("button", name="I am speaking").click()
                listener.get_by_role("button", name="I am listening").click()
                assert speaker.locator("#question").inner_text() == listener.locator("#question").inner_text()
                speaker.get_by_label("Your notes").fill(f"{NOTE} {number}")
                saved(speaker)
                listener.get_by_label("What you hear").press_sequentially(HEARD, delay=5)
                listener.locator(".offer").first.wait_for()
                assert listener.locator(".offer").count() == (3 if number == 1 else 2)
                if number == 1:  # it stays away for the whole hour
                    listener.get_by_role("button", name="Not for me").first.click()
                    listener.locator(".offers li:nth-child(3)").wait_for(state="detached")
            for page in (ana, ben):
                page.get_by_role("button", name=re.compile("Next question|On to the pledge")).click()
        for page, words in ((ana, PLEDGE), (ben, "I'll ask for the figures")):
            page.get_by_label("Your pledge").fill(words)
            page.locator(".facets").wait_for()
        assert ana.locator("mark.when").inner_text() == "By Friday"
        assert ana.get_by_label("Friday 6 March, 18:00").is_checked()
        for page in (ana, ben):
            page.get_by_role("button", name="Make this pledge").click()
            page.get_by_role("heading", name="Before you go").wait_for()
        ana.get_by_role("button", name="Close the conversation").click()
        ben.reload()
        for page, words in ((ana, PLEDGE), (ben, "I'll ask for the figures")):
            page.get_by_role("heading", name="That was conversation 2").wait_for()
            assert words in page.locator("main").inner_text()
        assert "Priya" not in ben.content()
        assert not odd + odder
    assert [text for text, _ in rooms.notes(rooms.ana)] == [f"{NOTE} {number}" for number in range(1, 5)]
    assert rooms.pledges(rooms.ana)[0].outcome is Outcome.PARTLY
    assert rooms.pledges(rooms.ana)[1].due_confirmed
    assert rooms.pledges(rooms.ben)[0].due_at is None


def test_the_keyboard_alone_does_everything(browser: Browser, rooms: Rooms, address: str) -> None:
    """Tab, arrows, space and Enter; whatever has the focus can be seen to have it."""

    def go_to(page: Page, name: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            at: list[Any] = page.evaluate(
                "(() => { const e = document.activeElement;"
                "if (e === document.body) return [null, false];"
                "const label = e.labels?.[0]?.textContent ?? e.textContent;"
                "const outline = o => o && getComputedStyle(o).outlineStyle !== 'none';"
                "return [label, outline(e) || outline(e.closest('.choice'))]; })()"
            )
            if at[0] is None:  # nothing has the focus: a page has just come
                continue
            assert at[1], f"the focus on “{at[0]}” can't be seen"
            if name in str(at[0]):
                return
        raise AssertionError(f"no way to “{name}”")

    with seat(browser, rooms, address, rooms.ana) as (page, complaints):
        go_to(page, "Begin the hour")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="First, a look back").wait_for()
        go_to(page, "I would rather not say")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        go_to(page, "Note it and go on")
        page.keyboard.press("Enter")
        page.locator("#note").wait_for()
        go_to(page, "Your notes")
        page.keyboard.type("The rota")
        saved(page)
        go_to(page, "Only me")
        page.keyboard.press("ArrowDown")
        go_to(page, "Next question")
        page.keyboard.press("Enter")
        page.get_by_text("Question 2 of 4").wait_for()
        go_to(page, "I am listening")
        page.keyboard.press("Space")
        page.locator("#answer").wait_for()
        go_to(page, "What you hear")
        page.keyboard.type(HEARD)
        page.locator(".offer").first.wait_for()
        go_to(page, "Not for me")
        page.keyboard.press("Enter")
        page.locator(".offers li:nth-child(3)").wait_for(state="detached")
        assert page.evaluate("document.activeElement.closest('#hearing') !== null"), "the focus stays here"
        page.goto(f"/c/{rooms.conversation}/pledge")
        go_to(page, "Your pledge")
        page.keyboard.type(PLEDGE)
        page.locator("mark.when").wait_for()
        go_to(page, "Friday 6 March")
        page.keyboard.press("ArrowDown")
        go_to(page, "Make this pledge")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Before you go").wait_for()
        assert not complaints
    assert rooms.notes(rooms.ana) == [("The rota", "shared")]
    last, made = rooms.pledges(rooms.ana)
    assert (last.outcome, made.text, made.due_at) == (Outcome.CHANGED, PLEDGE, None)


def test_no_word_is_lost_with_the_connection(browser: Browser, rooms: Rooms, address: str) -> None:
    """The page says that it isn't kept, tries again by itself, and says when it is."""
    with seat(browser, rooms, address, rooms.ana) as (page, _):
        page.goto(f"/c/{rooms.conversation}/question-1")
        page.context.set_offline(True)
        page.get_by_label("Your notes").fill(NOTE)
        page.locator("#saved", has_text="no connection").wait_for()
        page.context.set_offline(False)
        saved(page)
        assert rooms.notes(rooms.ana) == [(NOTE, "private")]
        page.get_by_label("Your notes").fill("And on the way out")
        page.get_by_role("link", name="Pledge", exact=True).click()
        page.get_by_label("Your pledge").wait_for()
    assert rooms.notes(rooms.ana) == [("And on the way out", "private")]


def test_without_scripts_in_the_browser(browser: Browser, rooms: Rooms, address: str) -> None:
    with seat(browser, rooms, address, rooms.ana, java_script_enabled=False) as (page, complaints):
        page.get_by_role("button", name="Begin the hour").click()
        page.get_by_label("I kept it").check()
        page.get_by_role("button", name="Note it and go on").click()
        page.get_by_label("Your notes").fill(NOTE)
        page.get_by_role("button", name="I am listening").click()
        page.get_by_label("What you hear").fill(HEARD)
        page.get_by_role("button", name="Suggest something").click()
        page.get_by_text("Say nothing. Count to five.").wait_for()
        page.get_by_label("Try your own words first").fill("Is it the office?")
        page.get_by_role("button", name="Check it").click()
        page.get_by_text("This can be answered with yes or no").wait_for()
        page.get_by_role("button", name="Not for me").last.click()
        assert page.get_by_text("Say nothing. Count to five.").count() == 0
        page.get_by_role("link", name="Pledge", exact=True).click()
        page.get_by_label("Your pledge").fill(PLEDGE)
        page.get_by_role("button", name="Read it back to me").click()
        page.get_by_label("Friday 6 March").check()
        page.get_by_role("button", name="Make this pledge").click()
        page.get_by_role("heading", name="Before you go").wait_for()
        assert not complaints
    assert rooms.notes(rooms.ana) == [(NOTE, "private")]
    assert rooms.pledges(rooms.ana)[-1].due_confirmed


def test_the_clock_goes_on_and_says_when(browser: Browser, rooms: Rooms, address: str) -> None:
    with seat(browser, rooms, address, rooms.ana) as (page, _):
        page.clock.install()
        page.goto(f"/c/{rooms.conversation}/question-1")
        page.get_by_role("button", name="I am speaking").click()
        page.locator("#spoken", has_text="You 0 min").wait_for()
        assert page.locator("#turn-over").is_hidden()
        assert page.locator("#turn-left").inner_text() == "About 5 min left"
        page.clock.run_for(61_000)
        assert page.locator("#turn-left").inner_text() == "About 4 min left"
        assert 75 <= 100 - int(str(page.locator("#ring").get_attribute("stroke-dashoffset"))) <= 80
        page.clock.run_for(timedelta(minutes=4, seconds=2) // timedelta(milliseconds=1))
        assert page.locator("#spoken").inner_text() == "You 5 min"
        assert page.locator("#listened").inner_text() == "Ben 0 min"
        assert page.locator("#turn-over").is_visible()
        assert page.locator("#turn-left").inner_text() == "Time to change over"
        page.clock.run_for(46 * 60_000)
        assert page.locator("#turn-over").is_hidden()
        assert page.locator("#pledge-time").is_visible()


def test_the_sheet_is_one_page_of_paper(browser: Browser, rooms: Rooms, address: str) -> None:
    """Even where all of its questions are the longest of the bank."""
    with seat(browser, rooms, address, rooms.ana) as (page, _):
        page.goto(f"/c/{rooms.conversation}/sheet")
        printed = page.pdf(prefer_css_page_size=True)
        longest = max((one.text for one in bank().questions), key=len)
        page.evaluate(
            "text => document.querySelectorAll('.q').forEach(q => { q.textContent = text; })", longest
        )
        at_worst = page.pdf(prefer_css_page_size=True)
    for one in (printed, at_worst):
        assert len(re.findall(rb"/Type\s*/Page\b", one)) == 1


def test_suggestions_come_over_the_live_channel(browser: Browser, rooms: Rooms, address: str) -> None:
    """The form is never asked; each sees whether the other is there; no word of a note is on the channel."""
    asked: list[str] = []
    sent: list[str] = []
    with (
        seat(browser, rooms, address, rooms.ana) as (ana, odd),
        seat(browser, rooms, address, rooms.ben) as (ben, odder),
    ):
        ana.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
        ben.on("websocket", lambda socket: socket.on("framesent", lambda words: sent.append(str(words))))
        for page in (ana, ben):
            page.goto(f"/c/{rooms.conversation}/question-1")
        ana.get_by_role("button", name="I am listening").click()
        ana.get_by_text("Ben is here").wait_for()
        asked.clear()
        ana.get_by_label("What you hear").press_sequentially(HEARD, delay=10)
        ana.get_by_text("Say nothing. Count to five.").wait_for()
        ana.get_by_role("button", name="Not for me").last.click()
        assert ana.get_by_text("Say nothing. Count to five.").count() == 0
        ben.get_by_label("Your notes").fill("Wombat")
        saved(ben)
        assert not faults(ana)
        ben.close()
        ana.get_by_text("Ben isn't on this page").wait_for()
        assert not asked
        assert not odd + odder
    assert sent
    assert "Wombat" not in "".join(sent)


def test_without_the_live_channel_the_form_asks(browser: Browser, rooms: Rooms, address: str) -> None:
    with seat(browser, rooms, address, rooms.ana) as (page, complaints):
        page.add_init_script("delete window.WebSocket")
        page.goto(f"/c/{rooms.conversation}/question-1")
        page.get_by_role("button", name="I am listening").click()
        page.get_by_label("What you hear").press_sequentially(HEARD, delay=10)
        page.get_by_text("Say nothing. Count to five.").wait_for()
        page.get_by_role("button", name="Not for me").last.click()
        page.locator("#offer-3").wait_for(state="detached")
        assert page.evaluate("document.activeElement.id") == "answer"
        assert not complaints


def test_a_hint_on_ones_own_words_comes_while_typing_and_goes_with_them(
    browser: Browser, rooms: Rooms, address: str
) -> None:
    """It is read out once: what is the same as before isn't put there again. The suggestions stay."""
    with seat(browser, rooms, address, rooms.ana) as (page, complaints):
        page.goto(f"/c/{rooms.conversation}/question-1")
        page.get_by_role("button", name="I am listening").click()
        page.get_by_label("What you hear").fill(HEARD)
        page.locator(".offer").first.wait_for()
        own, hint = (
            page.get_by_label("Try your own words first"),
            page.get_by_role("status").locator(".issue"),
        )
        own.press_sequentially("Have you tried asking", delay=10)
        hint.wait_for()
        page.evaluate("document.querySelector('.issue').dataset.same = 'yes'")
        with page.expect_response("**/check"):
            own.press_sequentially(" Priya?", delay=10)
        page.wait_for_timeout(100)
        assert hint.get_attribute("data-same") == "yes"
        own.fill("What did Priya say?")
        page.get_by_text("Nothing in its way").wait_for()
        own.fill("")
        page.get_by_text("Nothing in its way").wait_for(state="detached")
        assert page.locator(".offer").count() == 3
        assert page.evaluate("document.activeElement.id") == "own"
        assert not complaints
