from __future__ import annotations

import email
import re
from email import policy
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudge.couriers.mail_message import MailSender, message_of, source_of
from nudge.couriers.mail_pages import PREHEADER
from nudge.domain.errors import Invalid
from nudge.domain.letters import Letter, NotDelivered, TapAction
from tests.couriers.letters import SECRET, TOKEN, make_letter

SENDER = MailSender("nudge@acme.example", "Peer coaching at Acmé")


def read(letter: Letter) -> EmailMessage:
    """The message as a receiver reads it."""
    return email.message_from_bytes(source_of(message_of(letter, SENDER)), policy=policy.default)


def part(letter: Letter, kind: str) -> str:
    body = read(letter).get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


class Links(HTMLParser):
    """Everything in a page that points somewhere, and the names of all tags."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "background")]


def links_of(page: str) -> Links:
    links = Links()
    links.feed(page)
    return links


def test_headers_hold_no_word_of_the_person() -> None:
    """Not one header names the pledge; the subject is the bank's."""
    source = source_of(message_of(make_letter(), SENDER))
    head = source.partition(b"\r\n\r\n")[0].decode("ascii")
    message = read(make_letter())
    assert SECRET not in "".join(map(str, message.values()))
    assert "Priya" not in head
    assert "cue" not in head
    assert message["Subject"] == "A pledge of yours is close"
    assert message["From"] == "Peer coaching at Acmé <nudge@acme.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert set(message.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "List-Unsubscribe"),
        *("List-Unsubscribe-Post", "MIME-Version", "Content-Type"),
    }


def test_one_click_is_on_one_line() -> None:
    """RFC 8058: the long link isn't folded, and the POST is announced."""
    source = source_of(message_of(make_letter(), SENDER)).decode()
    assert f"\r\nList-Unsubscribe: <https://nudge.example.org/u/{TOKEN}>\r\n" in source
    assert "\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in source


def test_one_click_needs_https() -> None:
    message = read(make_letter(unsubscribe="http://localhost:8000/u/abc"))
    assert message["List-Unsubscribe"] == "<http://localhost:8000/u/abc>"
    assert "List-Unsubscribe-Post" not in message


def test_the_same_letter_has_the_same_message_id() -> None:
    first, again, other = (read(make_letter(n)) for n in (1, 1, 2))
    assert first["Message-ID"] == again["Message-ID"] == "<nud_1@acme.example>"
    assert other["Message-ID"] != first["Message-ID"]


def test_lines_are_as_long_as_allowed() -> None:
    """76 characters in bodies (RFC 2045), 998 in headers (RFC 5322), all of it ASCII, no bare CR or LF."""
    source = source_of(message_of(make_letter(text=f"{SECRET} " * 300), SENDER))
    head, _, bodies = source.partition(b"\r\n\r\n")
    assert source.isascii()
    assert max(map(len, head.split(b"\r\n"))) <= 998
    assert max(map(len, bodies.split(b"\r\n"))) <= 76
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", source)


def test_both_bodies_say_all() -> None:
    """Text, why, the five links and who sends it, in plain text and in HTML."""
    letter = make_letter()
    plain, page = part(letter, "plain"), part(letter, "html")
    assert letter.text in plain
    assert "&lt;Zuckerrübe&gt; &amp; the rest.<br>" in page
    for body in (plain, page):
        assert letter.why in body
        assert "Peer coaching at Acmé sends this" in body
        assert all(link in body for link in letter.links.values())
        for label in ("Done", "Later", "Change it", "Stop this one", "Stop all"):
            assert label in body


def test_the_preview_says_nothing() -> None:
    """What mail programs show beside the subject is the same for everybody."""
    letter = make_letter()
    assert part(letter, "plain").startswith(PREHEADER)
    page = part(letter, "html")
    seen = re.sub(r"<head>.*</head>|<[^>]+>", "", page, flags=re.DOTALL).strip()
    assert seen.startswith(PREHEADER)
    assert seen.index("This is the day") > 1000


def test_the_page_fetches_nothing() -> None:
    """No image, script, font or frame; the only addresses are the five links."""
    page = part(make_letter(), "html")
    links = links_of(page)
    assert links.addresses == list(make_letter().links.values())
    assert not links.tags & {"img", "script", "link", "iframe", "form", "video", "object"}
    assert "url(" not in page
    assert "@import" not in page
    assert "prefers-color-scheme: dark" in page


def test_words_stay_words_in_the_page() -> None:
    """What somebody pledges isn't markup, and not a slot of the template either."""
    letter = make_letter(text="<script>x()</script> $links ${why}", locale='en"><img src=x>')
    page = part(letter, "html")
    assert "&lt;script&gt;x()&lt;/script&gt; $links ${why}" in page
    assert not links_of(page).tags & {"img", "script"}


def test_control_characters_are_left_out() -> None:
    body = part(make_letter(text="one\x00\x1b[2J\r\ntwo\udc80"), "plain")
    assert "one[2J\ntwo?" in body


@pytest.mark.parametrize(
    "address",
    [
        *("ana@example.org\r\nBcc: ben@example.org", "ana@example.org\n", "ana\x00@example.org", "", "ana"),
        *("ana@", "@example.org", "a na@example.org", "ana@exam ple.org", "<ana@example.org>", "a@b@c"),
        *('"ana b"@example.org', "ana@[127.0.0.1]", "ana@example.org, ben@example.org", ".ana@example.org"),
        *("ana@-example.org", "ana@example..org", "a" * 65 + "@example.org", "a@" + "b" * 260),
        *("ana@example.org\u2028", "ana\udc80@example.org", "ana\u00a0@example.org", "ana@example.org\x7f"),
    ],
)
def test_addresses_that_arent_are_refused(address: str) -> None:
    """For good, without the address in the error."""
    with pytest.raises(NotDelivered) as refused:
        message_of(make_letter(to=address), SENDER)
    assert (str(refused.value), refused.value.is_final) == ("address-invalid", True)


@pytest.mark.parametrize(
    "address",
    [
        "ana@example.org",
        "ana+n@mail.example.org",
        "o'brien@x.example",
        "änna@beispiel.example",
        "ana@localhost",
    ],
)
def test_addresses_of_people_are_taken(address: str) -> None:
    assert message_of(make_letter(to=address), SENDER)["To"] == address


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "A pledge\r\nBcc: ben@example.org"},
        {"subject": "=?utf-8?q?A=0D=0ABcc:_ben=40example.org?="},
        {"subject": "x" * 79},
        {"unsubscribe": "https://nudge.example.org/u/a>, <mailto:x@example.org"},
        {"unsubscribe": "https://nudge.example.org/" + "a" * 1000},
        {"links": {TapAction.DONE: "javascript:alert(1)"}},
        {"links": {TapAction.DONE: 'https://x.example/"onclick="x'}},
        {"id": "nud_1>\r\nX: y"},
    ],
)
def test_what_would_become_a_header_is_refused(changes: dict[str, Any]) -> None:
    """Encoded words too: Python reads them, and what they decode to may hold line ends."""
    with pytest.raises(NotDelivered) as refused:
        message_of(make_letter(**changes), SENDER)
    assert (str(refused.value), refused.value.is_final) == ("letter-invalid", True)


def test_a_subject_beyond_ascii_is_encoded() -> None:
    letter = make_letter(subject="Eine Zusage rückt näher")
    assert source_of(message_of(letter, SENDER)).isascii()
    assert read(letter)["Subject"] == "Eine Zusage rückt näher"


@given(text=st.text(max_size=400), why=st.text(max_size=80))
def test_any_words_make_a_message(text: str, why: str) -> None:
    """Whatever somebody writes arrives, and there are no more headers for it."""
    letter = make_letter(text=text, why=why)
    message = read(letter)
    assert len(message.keys()) == 10
    assert not message.defects
    assert [kind.get_content_type() for kind in message.iter_parts()] == ["text/plain", "text/html"]
    assert links_of(part(letter, "html")).addresses == list(letter.links.values())


@pytest.mark.parametrize(
    "wrong", [{"address": "nobody"}, {"name": "A\r\nB"}, {"name": "=?utf-8?q?x?="}, {"domain": "a b"}]
)
def test_a_sender_has_to_be_one(wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        MailSender(**({"address": "nudge@acme.example"} | wrong))
