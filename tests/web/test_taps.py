from __future__ import annotations

import logging
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest

from nudge.domain.letters import TapAction
from nudge.domain.nudge_policies import Moment, NudgePreferences
from nudge.domain.pledges import Outcome
from tests.app.tapping import WORDS, Tapping
from tests.makers import NOON
from tests.web.conftest import Client, Opened

SHOWING = NudgePreferences(shows_words=True)


class Seen(HTMLParser):
    """What a page has in it: names of tags, and their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


class TestLooking:
    @pytest.mark.parametrize("action", list(TapAction))
    def test_a_page_with_one_form_that_posts_to_itself(
        self, client: Client, tapping: Tapping, action: TapAction
    ) -> None:
        response = client.get(f"/t/{tapping.token(action)}")
        assert (response.status_code, response.headers["content-type"]) == (200, "text/html; charset=utf-8")
        seen = Seen(response.text)
        assert seen.all("form") == [{"method": "post"}]
        assert len(seen.all("h1")) == 1
        assert seen.all("html") == [{"lang": "en"}]

    @pytest.mark.parametrize("action", list(TapAction))
    def test_no_script_no_style_in_it_and_nothing_from_elsewhere(
        self, client: Client, tapping: Tapping, action: TapAction
    ) -> None:
        """Each address in it is relative: it works behind a proxy, under whatever path."""
        page = client.get(f"/t/{tapping.token(action)}").text
        seen = Seen(page)
        assert not {"script", "style", "img", "iframe", "a"} & {tag for tag, _ in seen.tags}
        assert "://" not in page
        assert not any(name.startswith("on") or name == "style" for _, has in seen.tags for name in has)
        [style] = seen.all("link")
        assert str(style["href"]).startswith("../pages/style.css?")
        assert client.get(f"/t/{style['href']}").headers["content-type"].startswith("text/css")

    @pytest.mark.parametrize("action", list(TapAction))
    def test_each_field_has_a_label(self, client: Client, tapping: Tapping, action: TapAction) -> None:
        seen = Seen(client.get(f"/t/{tapping.token(action)}").text)
        labelled = {label.get("for") for label in seen.all("label")}
        for field in [*seen.all("input"), *seen.all("textarea")]:
            assert field.get("type") in ("hidden", "radio") or field["id"] in labelled
        assert len(seen.all("fieldset")) == len(seen.all("legend"))

    def test_headers_keep_it_where_it_is(self, client: Client, tapping: Tapping) -> None:
        token = tapping.token(TapAction.DONE)
        for response in (client.get(f"/t/{token}"), client.get("/t/odd"), client.post(f"/t/{token}")):
            headers = response.headers
            assert headers["content-security-policy"] == (
                "default-src 'none'; style-src 'self'; form-action 'self'; "
                "frame-ancestors 'none'; base-uri 'none'"
            )
            assert headers["referrer-policy"] == "no-referrer"
            assert headers["cache-control"] == "no-store"
            assert headers["x-robots-tag"] == "noindex, nofollow"
            assert headers["x-content-type-options"] == "nosniff"
            assert "set-cookie" not in headers

    def test_words_are_escaped_and_only_where_the_person_wants_them(
        self, client: Client, tapping: Tapping, opened: Opened
    ) -> None:
        hidden = Tapping()
        for action in TapAction:
            assert "Zebedee" not in opened(hidden).get(f"/t/{hidden.token(action)}").text
        assert "Zebedee" in client.get(f"/t/{tapping.token(TapAction.DONE)}").text
        evil = {"text": '</textarea><script>"&', "revision": "1"}
        client.post(f"/t/{tapping.token(TapAction.CHANGE)}", data=evil)
        page = client.get(f"/t/{tapping.token(TapAction.DONE)}").text
        assert "<script" not in page
        assert "&lt;/textarea&gt;&lt;script&gt;&#34;&amp;" in page

    def test_after_the_due_date_it_asks_what_became_of_it(self, opened: Opened) -> None:
        tapping = Tapping(sent={"moment": Moment.OUTCOME})
        seen = Seen(opened(tapping).get(f"/t/{tapping.token(TapAction.DONE)}").text)
        assert [button["value"] for button in seen.all("button")] == ["kept", "partly", "changed", "dropped"]

    def test_later_offers_three_days_the_first_chosen(self, client: Client, tapping: Tapping) -> None:
        page = client.get(f"/t/{tapping.token(TapAction.LATER)}").text
        radios = Seen(page).all("input")
        assert [radio["value"] for radio in radios] == ["tomorrow", "in_three_days", "next_week"]
        assert ["checked" in radio for radio in radios] == [True, False, False]
        for text in ("Tomorrow", "Tuesday 3 March", "In three days", "In a week", "Monday 9 March"):
            assert text in page


class TestActing:
    @pytest.mark.parametrize("action", list(TapAction))
    def test_once_and_friendly_after_that(self, client: Client, tapping: Tapping, action: TapAction) -> None:
        url, form = f"/t/{tapping.token(action)}", {"text": "Something else", "revision": "1"}
        first = client.post(url, data=form)
        before = tapping.everything()
        second = client.post(url, data=form)
        assert (first.status_code, second.status_code, client.get(url).status_code) == (200, 200, 200)
        assert "noted already" not in first.text
        assert "That is noted already" in second.text
        assert "<form" not in first.text + second.text + client.get(url).text
        assert tapping.everything() == before

    @pytest.mark.parametrize("outcome", ["kept", "partly", "changed", "dropped"])
    def test_the_outcome_is_the_button_that_was_pressed(
        self, client: Client, tapping: Tapping, outcome: str
    ) -> None:
        client.post(f"/t/{tapping.token(TapAction.DONE)}", data={"outcome": outcome})
        assert tapping.pledge().outcome is Outcome(outcome)

    def test_later_says_the_day(self, client: Client, tapping: Tapping) -> None:
        response = client.post(f"/t/{tapping.token(TapAction.LATER)}", data={"later": "in_three_days"})
        assert "on the morning of Thursday 5 March" in response.text

    def test_a_change_that_cant_be_is_shown_again_with_what_was_typed(
        self, client: Client, tapping: Tapping
    ) -> None:
        url = f"/t/{tapping.token(TapAction.CHANGE)}"
        typed = {"text": "Talk to <Dee>", "revision": "1"}
        for due_on, said in (("2020-01-01", "still to come"), ("soon", "can&#39;t be read")):
            response = client.post(url, data={**typed, "due_on": due_on})
            assert response.status_code == 422
            assert said in response.text
            assert "Talk to &lt;Dee&gt;</textarea>" in response.text
        response = client.post(url, data={**typed, "due_on": "2026-03-20"})
        assert "It is changed" in response.text
        assert tapping.pledge().text == "Talk to <Dee>"

    def test_a_change_of_what_was_changed_meanwhile_shows_it(self, client: Client, tapping: Tapping) -> None:
        url = f"/t/{tapping.token(TapAction.CHANGE)}"
        response = client.post(url, data={"text": "Something else", "revision": "9"})
        assert (response.status_code, "changed elsewhere" in response.text) == (409, True)
        assert f"{WORDS.replace(chr(39), '&#39;')}</textarea>" in response.text

    def test_two_at_once_act_once(self, client: Client, tapping: Tapping) -> None:
        url = f"/t/{tapping.token(TapAction.LATER)}"
        with ThreadPoolExecutor(2) as threads:
            answers = list(threads.map(lambda _: client.post(url), range(2)))
        assert sorted("noted already" in answer.text for answer in answers) == [False, True]
        assert [nudge.reason for nudge in tapping.nudges().values()].count("snoozed") == 1

    @pytest.mark.parametrize("fields", [{"outcome": "not_said"}, {"outcome": "x"}, {"later": "x"}])
    def test_what_no_button_sends_changes_nothing(
        self, client: Client, tapping: Tapping, fields: dict[str, str]
    ) -> None:
        before = tapping.everything()
        assert client.post(f"/t/{tapping.token(TapAction.DONE)}", data=fields).status_code == 400
        assert tapping.everything() == before


class TestOneClick:
    @pytest.mark.parametrize(
        "body",
        [
            {"data": {"List-Unsubscribe": "One-Click"}},
            {"files": {"List-Unsubscribe": (None, b"One-Click")}},
        ],
    )
    def test_it_stops_everything_and_says_so_shortly(
        self, client: Client, tapping: Tapping, body: dict[str, Any]
    ) -> None:
        """A URL-encoded form or a multipart one, as RFC 8058 has it."""
        for _ in range(2):
            response = client.post(f"/t/{tapping.token(TapAction.STOP_ALL)}", **body)
            assert (response.status_code, response.text) == (200, "Stopped.\n")
        assert tapping.participant().nudging.stopped_at is not None
        assert tapping.waiting() == {"nud_5"}

    def test_no_other_link_allows_it(self, client: Client, tapping: Tapping) -> None:
        before, body = tapping.everything(), {"List-Unsubscribe": "One-Click"}
        for action in set(TapAction) - {TapAction.STOP_ALL}:
            assert client.post(f"/t/{tapping.token(action)}", data=body).status_code == 404
        assert tapping.everything() == before


class TestProblems:
    def test_pages_not_json(self, client: Client, tapping: Tapping) -> None:
        old = tapping.token(TapAction.DONE, at=NOON - timedelta(days=20))
        gone = tapping.token(TapAction.DONE, pledge="ple_9")
        for token, status in (("", 404), ("odd", 404), (old, 410), (gone, 410)):
            for response in (client.get(f"/t/{token}"), *([client.post(f"/t/{token}")] if token else [])):
                assert response.status_code == status
                assert response.headers["content-type"].startswith("text/html")
                assert "<form" not in response.text

    def test_a_body_that_is_too_large(self, client: Client, tapping: Tapping) -> None:
        response = client.post(f"/t/{tapping.token(TapAction.CHANGE)}", data={"text": "x" * 40_000})
        assert (response.status_code, response.headers["content-type"][:9]) == (413, "text/html")

    def test_a_database_that_is_down(self, client: Client, tapping: Tapping) -> None:
        token = tapping.token(TapAction.DONE)
        tapping.store.is_down = True  # type: ignore[attr-defined]  # the fake's
        for response in (client.get(f"/t/{token}"), client.post(f"/t/{token}")):
            assert (response.status_code, response.headers["retry-after"]) == (503, "60")
            assert response.headers["content-type"].startswith("text/html")


def test_no_token_and_no_word_in_logs_and_counts(
    client: Client, tapping: Tapping, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where something breaks that nobody thought of."""
    caplog.set_level(logging.DEBUG)
    token = tapping.token(TapAction.DONE)
    client.get(f"/t/{token}")
    client.head(f"/t/{token}")
    client.options(f"/t/{token}")
    client.get(f"/t/{token}x")
    client.put(f"/t/{token}")
    client.get(f"/t/{token}/more")

    def broken(seen: str) -> None:
        raise RuntimeError(f"about {seen}")

    monkeypatch.setattr(tapping.taps, "look", broken)
    response = client.get(f"/t/{token}")
    assert (response.status_code, response.headers["content-type"][:9]) == (500, "text/html")
    ours = [record for record in caplog.records if record.name.startswith("nudge")]
    assert any(record.levelno == logging.ERROR for record in ours), "the mistake was logged"
    told = " ".join(str(vars(record)) for record in ours) + client.get("/metrics").text + response.text
    assert "/t/{token}" in told
    assert token not in told
    assert not re.search(r"nud_1|par_1|ple_1|Zebedee", told)
