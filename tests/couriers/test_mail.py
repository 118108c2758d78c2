from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from nudge.couriers import mail_server as mail_servers_of_ours
from nudge.couriers.mail import MailCourier
from nudge.couriers.mail_message import MailSender
from nudge.couriers.mail_server import MailServer
from nudge.domain.errors import Invalid
from nudge.domain.letters import NotDelivered
from nudge.domain.nudge_policies import NudgePreferences
from tests.couriers.letters import SECRET, make_letter
from tests.couriers.mail_servers import Postbox, certificate, mail_server, only_ana, silent_server
from tests.makers import make_participant

SENDER = MailSender("nudge@acme.example", "Peer coaching")


@contextmanager
def courier_to(port: int, **options: Any) -> Iterator[MailCourier]:
    settings: dict[str, Any] = {"security": "none", "timeout": 5.0} | options
    courier = MailCourier(MailServer("127.0.0.1", port, helo="localhost", **settings), SENDER)
    try:
        yield courier
    finally:
        courier.close()


@contextmanager
def mailing(postbox: Postbox, **options: Any) -> Iterator[MailCourier]:
    """A courier to a server that answers as told."""
    with mail_server(postbox) as port, courier_to(port, **options) as courier:
        yield courier


def refused(courier: MailCourier, **changes: Any) -> NotDelivered:
    with pytest.raises(NotDelivered) as problem:
        courier.send(make_letter(**changes))
    return problem.value


def test_a_letter_arrives_whole() -> None:
    """Dots at line starts too; the receipt is the server's queue id."""
    postbox = Postbox()
    with mailing(postbox) as courier:
        assert courier.send(make_letter()) == "4Fq7xR"
    (envelope,), (source,) = postbox.envelopes, postbox.sources
    assert (envelope.mail_from, envelope.rcpt_tos) == ("nudge@acme.example", ["ana@example.org"])
    assert b"\r\n.\r\nSee you." in source
    assert source.startswith(b"From: Peer coaching <nudge@acme.example>\r\n")


def test_letters_share_a_connection() -> None:
    """A batch of 25 logs in once."""
    postbox = Postbox()
    with mailing(postbox) as courier:
        for n in range(25):
            courier.send(make_letter(n))
    assert len(postbox.sources) == 25
    assert len(postbox.peers) == 1


def test_a_closed_connection_is_opened_again() -> None:
    """Servers hang up; nobody notices."""
    postbox = Postbox(hangs_up_after=1)
    with mailing(postbox) as courier:
        for n in range(3):
            courier.send(make_letter(n))
            time.sleep(0.3)
    assert len(postbox.sources) == len(postbox.peers) == 3


def test_an_idle_connection_isnt_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_servers_of_ours, "LONGEST_IDLE", 0.0)
    postbox = Postbox()
    with mailing(postbox) as courier:
        courier.send(make_letter(1))
        courier.send(make_letter(2))
    assert len(postbox.peers) == 2


def test_threads_share_a_courier() -> None:
    """Each letter arrives once, over as many connections as threads at most."""
    postbox = Postbox()
    with mailing(postbox) as courier, ThreadPoolExecutor(4) as threads:
        assert list(threads.map(courier.send, map(make_letter, range(40)))) == ["4Fq7xR"] * 40
    assert len({source.partition(b"Message-ID: ")[2][:12] for source in postbox.sources}) == 40
    assert len(postbox.peers) <= 4


@pytest.mark.parametrize(
    ("reply", "code", "is_final", "minutes"),
    [
        ("550 5.1.1 <ana@example.org>: unknown", "mailbox-unknown", True, None),
        ("551 gone to example.com", "mailbox-unknown", True, None),
        ("553 no such name", "mailbox-unknown", True, None),
        ("550 5.7.1 not from you", "mail-refused", True, None),
        ("552 5.2.2 over quota", "mailbox-full", False, None),
        ("452 4.2.2 over quota", "mailbox-full", False, None),
        ("450 4.7.1 Greylisted, please try again in 300 seconds", "smtp-not-now", False, 5),
        ("451 4.7.1 Greylisting in action, please come back in 00:10:00", "smtp-not-now", False, 10),
        ("450 4.2.0 Try again later", "smtp-not-now", False, None),
        ("421 4.3.2 Shutting down", "smtp-busy", False, None),
        ("530 5.7.0 Authentication required", "smtp-auth", False, None),
        ("554 5.7.1 Relay access denied", "mail-refused", True, None),
    ],
)
def test_refused_recipients(reply: str, code: str, is_final: bool, minutes: int | None) -> None:
    """What each refusal means, and that a letter to somebody else still goes through afterwards."""
    postbox = Postbox(rcpt=reply)
    with mailing(postbox) as courier:
        problem = refused(courier)
        postbox.rcpt = "250 OK"
        courier.send(make_letter(2))
    assert (problem.code, problem.is_final) == (code, is_final)
    assert problem.retry_after == (timedelta(minutes=minutes) if minutes else None)
    assert len(postbox.sources) == 1


@pytest.mark.parametrize(
    ("reply", "code", "is_final"),
    [
        ("554 5.7.1 spam", "mail-refused", True),
        ("451 4.3.0 local error", "smtp-not-now", False),
        ("421 too many", "smtp-busy", False),
        ("550 no", "mail-refused", True),
    ],
)
def test_refused_letters(reply: str, code: str, is_final: bool) -> None:
    with mailing(Postbox(data=reply)) as courier:
        problem = refused(courier)
    assert (problem.code, problem.is_final) == (code, is_final)


def test_nobody_there() -> None:
    with mail_server(Postbox()) as port:
        pass
    with courier_to(port) as courier:
        assert (refused(courier).code, refused(courier).is_final) == ("smtp-unreachable", False)


@pytest.mark.parametrize("greeting", [b"", b"220 hello\r\n"])
def test_a_server_that_hangs(greeting: bytes) -> None:
    """Before a letter was handed in, nothing was sent: it can be tried again."""
    with silent_server(greeting) as port, courier_to(port, timeout=0.3) as courier:
        assert refused(courier).code == "smtp-timeout"


def test_no_answer_to_a_whole_letter_is_a_doubt() -> None:
    """It may have been taken; that isn't the same as not delivered."""
    with mailing(Postbox(pause=1.5), answer_timeout=0.3) as courier:
        assert refused(courier).code == "receipt-unknown"


def test_starttls_with_a_password(tmp_path: Path) -> None:
    path, context = certificate(tmp_path)
    options = {"tls_context": context, "require_starttls": True, "authenticator": only_ana}
    postbox = Postbox()
    with mail_server(postbox, auth_required=True, **options) as port:
        login = {"security": "starttls", "ca_file": str(path), "user": "ana"}
        with courier_to(port, **login, password="right") as courier:
            courier.send(make_letter())
        with courier_to(port, **login, password="wrong") as courier:
            problem = refused(courier)
        with courier_to(port, security="starttls") as courier:
            assert refused(courier).code == "smtp-tls"  # the certificate isn't one that anybody signed
    assert (problem.code, problem.is_final) == ("smtp-auth", False)
    assert len(postbox.sources) == 1


def test_tls_from_the_start(tmp_path: Path) -> None:
    path, context = certificate(tmp_path)
    postbox = Postbox()
    tls = {"security": "tls", "ca_file": str(path)}
    with mail_server(postbox, ssl_context=context) as port, courier_to(port, **tls) as courier:
        courier.send(make_letter())
    assert len(postbox.sources) == 1


def test_nothing_goes_without_tls_that_should_have_it() -> None:
    """A server that doesn't offer STARTTLS gets neither letter nor password."""
    postbox = Postbox()
    with mailing(postbox, security="starttls") as courier:
        problem = refused(courier)
    assert (problem.code, problem.is_final) == ("smtp-tls", False)
    with pytest.raises(Invalid, match="TLS"):
        MailServer("localhost", security="none", user="ana", password="right")
    assert postbox.sources == []


def test_the_password_isnt_shown() -> None:
    assert "right" not in repr(MailServer("localhost", user="ana", password="right"))


def test_addresses_beyond_ascii() -> None:
    """They need SMTPUTF8: used where it is offered, and only then; refused where it isn't."""
    postbox = Postbox()
    with mail_server(postbox, enable_SMTPUTF8=True) as port, courier_to(port) as courier:
        courier.send(make_letter(1, to="änna@beispiel.example"))
        courier.send(make_letter(2))
    assert postbox.envelopes[0].rcpt_tos == ["änna@beispiel.example"]
    assert "To: änna@beispiel.example".encode() in postbox.sources[0]
    assert postbox.is_utf8 == [True, False]
    with mail_server(postbox, enable_SMTPUTF8=False) as port, courier_to(port) as courier:
        problem = refused(courier, to="änna@beispiel.example")
    assert (problem.code, problem.is_final) == ("smtputf8-missing", True)


def test_nothing_of_a_letter_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Not the words, not the address; not in the error either."""
    caplog.set_level(logging.DEBUG)
    with mailing(Postbox(rcpt="550 5.1.1 <ana@example.org>: unknown")) as courier:
        problem = refused(courier)
    said = caplog.text + repr(problem)
    ours = "".join(record.getMessage() for record in caplog.records if "mail.log" not in record.name)
    assert SECRET not in said
    assert "ana@example.org" not in repr(problem)
    assert "ana@example.org" not in ours


def test_who_has_an_address() -> None:
    courier = MailCourier(MailServer("localhost"), SENDER)
    with_mail = make_participant(nudging=NudgePreferences(email="ana@example.org"))
    assert courier.address(with_mail) == "ana@example.org"
    assert courier.address(make_participant()) is None
    assert courier.deduplicates is False
