from __future__ import annotations

import base64
import json
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from standardwebhooks import Webhook, WebhookVerificationError

from nudge.couriers.impatient_connections import ImpatientHTTP
from nudge.couriers.webhook import WebhookCourier
from nudge.domain.errors import Conflict
from nudge.domain.letters import NotDelivered, WebhookEndpoint
from tests.couriers.letters import SECRET, make_letter
from tests.couriers.mail_servers import certificate
from tests.couriers.receivers import Receiver, receiving
from tests.makers import NOON, make_participant

NEW, OLD = ("whsec_" + base64.b64encode(bytes([n]) * 24).decode() for n in (1, 2))
KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)


class Now:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class Desk:
    """A courier with its endpoints, and what it disabled."""

    endpoints: list[WebhookEndpoint] = field(default_factory=list)
    disabled: list[tuple[str, str]] = field(default_factory=list)
    private_hosts: Sequence[str] = ("127.0.0.1",)
    ca_file: str | None = None

    @property
    def courier(self) -> WebhookCourier:
        return WebhookCourier(
            endpoints=lambda tenant: [one for one in self.endpoints if one.tenant == tenant],
            disable=lambda endpoint, reason: self.disabled.append((endpoint.id, reason)),
            clock=Now(),
            sign=lambda endpoint, content: KEY.sign(content),
            private_hosts=self.private_hosts,
            ca_file=self.ca_file,
        )


def endpoint(url: str, n: int = 1, **changes: Any) -> WebhookEndpoint:
    made = WebhookEndpoint(f"whk_{n}", "ten_1", url, (NEW, OLD), "a2tr", NOON)
    return replace(made, **changes)


def sent(receiver: Receiver, **changes: Any) -> str:
    desk = Desk([endpoint(receiver.url, **changes)])
    return desk.courier.send(make_letter())


def refused(courier: WebhookCourier) -> NotDelivered:
    with pytest.raises(NotDelivered) as problem:
        courier.send(make_letter())
    return problem.value


def test_every_secret_signs() -> None:
    """A receiver checks with the new secret or with the old one, with the library that it would use."""
    with receiving(Receiver()) as receiver:
        assert sent(receiver) == "200"
    ((headers, body),) = receiver.posts
    for secret in (NEW, OLD):
        assert Webhook(secret).verify(body, headers)["type"] == "nudge.due"
    other = "whsec_" + base64.b64encode(b"3" * 24).decode()
    for secret, changed in ((other, body), (NEW, body + b" ")):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(changed, headers)


def test_the_public_key_checks_too() -> None:
    """v1a: Ed25519 over id, time and body."""
    with receiving(Receiver()) as receiver:
        sent(receiver)
    ((headers, body),) = receiver.posts
    (signature,) = [one for one in headers["webhook-signature"].split() if one.startswith("v1a,")]
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    KEY.public_key().verify(base64.b64decode(signature[4:]), content)


def test_the_body_is_thin() -> None:
    """It says that a nudge is due and for whom; no word of it, no address and no link."""
    with receiving(Receiver()) as receiver:
        sent(receiver)
    ((_, body),) = receiver.posts
    assert json.loads(body) == {
        "type": "nudge.due",
        "timestamp": "2026-11-20T07:30:03Z",
        "data": {
            "nudge": "nud_1",
            "participant": "par_1",
            "ref": "person-1",
            "moment": "cue",
            "template": "cue.before-the-door-opens.v1",
            "due_at": "2026-11-20T07:30:00Z",
            "expires_at": "2026-11-20T13:30:00Z",
        },
    }


def test_words_only_where_the_endpoint_shows_them() -> None:
    with receiving(Receiver()) as receiver:
        sent(receiver, shows_words=True)
    ((_, body),) = receiver.posts
    data = json.loads(body)["data"]
    assert SECRET in data["text"]
    assert set(data["links"]) == {"done", "later", "change", "stop", "stop_all"}
    assert data["subject"] == make_letter().subject


def test_a_second_try_has_the_same_id() -> None:
    with receiving(Receiver(status=500)) as receiver:
        for _ in range(2):
            assert refused(Desk([endpoint(receiver.url)]).courier).code == "webhook-status-500"
    assert [headers["webhook-id"] for headers, _ in receiver.posts] == ["nud_1", "nud_1"]


def test_ten_tries_take_three_days() -> None:
    waits = WebhookCourier.waits
    assert len(waits) + 1 == 10
    assert timedelta(hours=75) < sum(waits, timedelta()) < timedelta(hours=76)


def test_gone_disables() -> None:
    with receiving(Receiver(status=410)) as receiver:
        desk = Desk([endpoint(receiver.url)])
        problem = refused(desk.courier)
    assert (problem.code, problem.is_final) == ("webhook-gone", True)
    assert desk.disabled == [("whk_1", "gone")]


def test_disabling_that_fails_changes_nothing() -> None:
    def disable(endpoint: WebhookEndpoint, reason: str) -> None:
        raise Conflict("revision-changed", "Somebody was faster.")

    with receiving(Receiver(status=410)) as receiver:
        ends = [endpoint(receiver.url)]
        courier = WebhookCourier(
            endpoints=lambda tenant: ends, disable=disable, clock=Now(), private_hosts=["127.0.0.1"]
        )
        assert refused(courier).code == "webhook-gone"


@pytest.mark.parametrize("status", [429, 503])
def test_who_asks_to_wait_is_heard(status: int) -> None:
    """In seconds or as a date, at most a day."""
    later = format_datetime(datetime.now(UTC) + timedelta(minutes=10), usegmt=True)
    waits = {}
    for value in ("120", later, "99999999999999999999", "-5", "soon", ""):
        with receiving(Receiver(status, {"Retry-After": value})) as receiver:
            waits[value] = refused(Desk([endpoint(receiver.url)]).courier).retry_after
    assert waits["120"] == timedelta(minutes=2)
    assert timedelta(minutes=9) < (waits[later] or timedelta()) <= timedelta(minutes=10)
    assert waits["99999999999999999999"] == timedelta(hours=24)
    assert [waits[value] for value in ("-5", "soon", "")] == [None, None, None]


def test_redirects_arent_followed() -> None:
    """Wherever they lead."""
    with receiving(Receiver()) as inside, receiving(Receiver(307, {"Location": inside.url})) as receiver:
        problem = refused(Desk([endpoint(receiver.url)]).courier)
    assert (problem.code, problem.is_final) == ("webhook-status-307", False)
    assert inside.posts == []


def test_several_endpoints() -> None:
    """All get it; when one fails, the next try goes to all; one that is gone doesn't hold the others up."""
    with receiving(Receiver()) as good, receiving(Receiver(status=503)) as bad:
        desk = Desk([endpoint(good.url, 1), endpoint(bad.url, 2)])
        assert refused(desk.courier).is_final is False
        bad.status = 410
        assert desk.courier.send(make_letter()) == "200"
        desk.endpoints[1] = replace(desk.endpoints[1], disabled_at=NOON)
        desk.courier.send(make_letter())
    assert (len(good.posts), len(bad.posts)) == (3, 2)
    assert desk.disabled == [("whk_2", "gone")]


def test_who_has_no_endpoint_has_no_address() -> None:
    desk = Desk([endpoint("https://example.org", disabled_at=NOON)])
    assert desk.courier.address(make_participant()) is None
    problem = refused(desk.courier)
    assert (problem.code, problem.is_final) == ("webhook-missing", True)
    desk.endpoints.append(endpoint("https://example.org", 2))
    assert desk.courier.address(make_participant()) == "par_1"
    assert desk.courier.address(make_participant(tenant="ten_2")) is None


@pytest.mark.parametrize("secrets", [(), ("whsec_",), ("whsec_é",)])
def test_nothing_goes_unsigned(secrets: tuple[str, ...]) -> None:
    with receiving(Receiver()) as receiver:
        problem = refused(Desk([endpoint(receiver.url, secrets=secrets, signing_key="")]).courier)
    assert (problem.code, problem.is_final) == ("webhook-secret-invalid", True)
    assert receiver.posts == []


def test_a_receiver_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Silent or dripping a byte now and then: the deadline is the same."""
    monkeypatch.setattr(ImpatientHTTP, "patience", 0.3)
    for receiver in (Receiver(pause=2), Receiver(drips=True)):
        with receiving(receiver):
            began = time.monotonic()
            problem = refused(Desk([endpoint(receiver.url)]).courier)
            assert time.monotonic() - began < 1.8
        assert (problem.code, problem.is_final) == ("webhook-timeout", False)


def test_a_connection_is_used_again() -> None:
    with receiving(Receiver()) as receiver:
        courier = Desk([endpoint(receiver.url)]).courier
        for n in range(5):
            courier.send(make_letter(n))
    assert len(receiver.peers) == 1


def test_a_long_answer_isnt_read() -> None:
    with receiving(Receiver(body=b"x" * 50_000_000)) as receiver:
        began = time.monotonic()
        assert sent(receiver) == "200"
        assert time.monotonic() - began < 1.8


def test_nobody_there() -> None:
    with receiving(Receiver()) as receiver:
        pass
    problem = refused(Desk([endpoint(receiver.url)]).courier)
    assert (problem.code, problem.is_final) == ("webhook-unreachable", False)


def test_https(tmp_path: Path) -> None:
    """With the operator's certificates; one that nobody signed isn't taken."""
    path, context = certificate(tmp_path)
    with receiving(Receiver(), tls=context) as receiver:
        desk = Desk([endpoint(receiver.url)], ca_file=str(path))
        assert desk.courier.send(make_letter()) == "200"
        problem = refused(replace(desk, ca_file=None).courier)
    assert (problem.code, problem.is_final) == ("webhook-tls", False)
    assert len(receiver.posts) == 1


def test_cookies_and_credentials_stay_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a receiver sets isn't sent back; neither netrc nor proxies of the environment are used."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login ana password right")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with receiving(Receiver(headers={"Set-Cookie": "a=b"})) as receiver:
        courier = Desk([endpoint(receiver.url)]).courier
        courier.send(make_letter(1))
        courier.send(make_letter(2))
    assert len(receiver.posts) == 2
    for headers, _ in receiver.posts:
        assert not {"cookie", "authorization"} & set(headers)
        assert headers["user-agent"] == "nudge"


def test_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Not the URL, which may hold a secret, not the words, not the answer."""
    caplog.set_level(logging.DEBUG)
    with receiving(Receiver(body=b"leak")) as receiver:
        sent(receiver, shows_words=True)
        problem = refused(Desk([endpoint(f"http://localhost:{receiver.port}/s3cr3t")]).courier)
        private = refused(Desk([endpoint("https://127.0.0.2/s3cr3t")]).courier)
    said = caplog.text + repr(problem) + repr(private)
    for word in (SECRET, "s3cr3t", "127.0.0.2", "leak", "whsec_"):
        assert word not in said
