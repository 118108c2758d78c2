"""What corporate mail scanners, link previews and prefetching browsers do, changes nothing."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nudge.domain.letters import TapAction
from nudge.domain.nudge_policies import Moment, NudgePreferences
from tests.app.tapping import Tapping
from tests.web.conftest import Client, Opened

AGENTS: tuple[dict[str, str], ...] = (
    {},
    {"Purpose": "prefetch"},
    {"Sec-Purpose": "prefetch;prerender", "Sec-Fetch-Mode": "navigate"},
    {"X-Moz": "prefetch"},
    {"User-Agent": "Mozilla/5.0 (compatible; MailScanner/5.0)", "X-Forwarded-For": "192.0.2.1"},
    {"Range": "bytes=0-1023"},
    {"Content-Type": "application/x-www-form-urlencoded"},
)
METHODS = ("GET", "HEAD", "OPTIONS", "PROPFIND", "TRACE", "PUT", "PATCH", "DELETE")


class Addresses(HTMLParser):
    """All addresses on a page, those of forms too."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found = [""]
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in ("href", "src", "action")]


def follow(client: Client, url: str, headers: dict[str, str]) -> list[httpx.Response]:
    """Open a link by every method but POST, and by GET everything that is on its page."""
    opened = [client.request(method, url, headers=headers) for method in METHODS]
    addresses = Addresses(opened[0].text).found
    opened.extend(client.get(urljoin(url, address), headers=headers) for address in addresses)
    opened.append(
        client.get(f"{url}?outcome=kept&List-Unsubscribe=One-Click&later=tomorrow", headers=headers)
    )
    opened.append(client.request("GET", url, headers=headers, content=b"List-Unsubscribe=One-Click"))
    return opened


@pytest.mark.parametrize("moment", [Moment.CUE, Moment.OUTCOME])
@pytest.mark.parametrize("shows_words", [True, False])
def test_whoever_opens_every_link_changes_nothing(opened: Opened, moment: Moment, shows_words: bool) -> None:
    """All rows of all tables are the same before and after, and the links still work."""
    preferences = NudgePreferences(shows_words=shows_words)
    tapping = Tapping(preferences=preferences, sent={"moment": moment})
    client, before = opened(tapping), tapping.everything()
    for action in TapAction:
        for headers in AGENTS:
            for _ in range(2):
                responses = follow(client, f"/t/{tapping.token(action)}", headers)
                assert all(response.status_code < 500 for response in responses)
    assert tapping.everything() == before
    assert client.post(f"/t/{tapping.token(TapAction.STOP_ALL)}").status_code == 200
    assert tapping.everything() != before


bodies = st.one_of(
    st.binary(max_size=200),
    st.sampled_from(
        [
            b"List-Unsubscribe=One-Click",
            b"outcome=kept",
            b"later=%ff",
            b"due_on=2026-13-45&text=%00",
            b"=&&&==",
        ]
    ),
)
media_types = st.sampled_from(
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/json",
        "text/plain; charset=odd",
        "",
    ]
)


class TestOddRequests:
    @given(token=st.text(min_size=1, max_size=80), body=bodies, media_type=media_types)
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_tokens_that_arent_ours(
        self, client: Client, tapping: Tapping, token: str, body: bytes, media_type: str
    ) -> None:
        before, path = tapping.everything(), f"/t/{httpx.QueryParams({'': token})}".replace("=", "")
        headers = {"Content-Type": media_type} if media_type else {}
        for response in (client.get(path), client.post(path, content=body, headers=headers)):
            assert 400 <= response.status_code < 500
        assert tapping.everything() == before

    @given(place=st.integers(0, 150), other=st.sampled_from("aZ09_-.~%/"))
    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_tokens_that_were_changed(self, client: Client, tapping: Tapping, place: int, other: str) -> None:
        before, token = tapping.everything(), tapping.token(TapAction.DONE)
        place %= len(token) - 1
        if token[place] != other:
            changed = token[:place] + other + token[place + 1 :]
            for response in (client.get(f"/t/{changed}"), client.post(f"/t/{changed}")):
                assert 400 <= response.status_code < 500
        assert tapping.everything() == before

    @given(body=st.binary(max_size=300), media_type=media_types)
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_bodies_that_no_form_of_ours_sends(
        self, client: Client, tapping: Tapping, body: bytes, media_type: str
    ) -> None:
        """To a link that changes words: what can't be read changes none, and nothing breaks."""
        headers = {"Content-Type": media_type} if media_type else {}
        before = tapping.everything()
        response = client.post(f"/t/{tapping.token(TapAction.CHANGE)}", content=body, headers=headers)
        assert response.status_code < 500
        assert tapping.everything() == before
