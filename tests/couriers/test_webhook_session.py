from __future__ import annotations

import socket
from typing import Any

import pytest

from nudge.couriers.webhook_session import is_public
from nudge.domain.letters import NotDelivered
from tests.couriers.letters import make_letter
from tests.couriers.receivers import Receiver, receiving
from tests.couriers.test_webhook import Desk, endpoint

INSIDE = [
    *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost", "0.0.0.0", "0"),
    *("10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "100.100.100.200"),
    *("192.0.0.192", "168.63.129.16", "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1"),
    *("[::1]", "[::]", "[fd00::1]", "[fe80::1]", "[fec0::1]", "[ff02::1]", "[::ffff:127.0.0.1]"),
    *("[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::1]", "[2002:7f00:1::]"),
    *("[::ffff:169.254.169.254]", "[fd00:ec2::254]", "[2001:db8::1]", "[5f00::1]"),
]


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every address that somebody connects to; nobody gets through."""
    tried: list[object] = []

    def connect(self: socket.socket, address: object) -> None:
        tried.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    return tried


def refused(url: str, **options: Any) -> NotDelivered:
    with pytest.raises(NotDelivered) as problem:
        Desk([endpoint(url)], **({"private_hosts": ()} | options)).courier.send(make_letter())
    return problem.value


@pytest.mark.parametrize("host", INSIDE)
def test_the_inside_cant_be_reached(host: str, connections: list[object]) -> None:
    """However it is written: not one packet goes there."""
    problem = refused(f"https://{host}/hook")
    assert (problem.code, problem.is_final) == ("webhook-address-private", True)
    assert connections == []


def resolving_to(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """A name server that gives one address after the other, whatever is asked; what was asked."""
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, *args: Any, **options: Any) -> list[Any]:
        if host.replace(".", "").isdigit():
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]
        asked.append(host)
        address = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_a_name_that_leads_inside(monkeypatch: pytest.MonkeyPatch, connections: list[object]) -> None:
    resolving_to(monkeypatch, "10.0.0.7")
    assert refused("https://hooks.example.org/").code == "webhook-address-private"
    assert connections == []


def test_a_name_that_changes_its_mind(monkeypatch: pytest.MonkeyPatch, connections: list[object]) -> None:
    """Rebinding: it is asked once, and the connection goes to the address that was checked."""
    asked = resolving_to(monkeypatch, "93.184.215.14", "127.0.0.1")
    assert refused("https://hooks.example.org/").code == "webhook-unreachable"
    assert asked == ["hooks.example.org"]
    assert connections == [("93.184.215.14", 443)]


def test_redirects_inside_arent_followed() -> None:
    """The courier may reach one private host, and is sent on to another one."""
    redirect = Receiver(302, {"Location": "http://169.254.169.254/latest/meta-data"})
    with receiving(redirect):
        assert refused(redirect.url, private_hosts=["127.0.0.1"]).code == "webhook-status-302"


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1:{port}/", "https://[::1]:{port}/", "https://localhost:{port}/"),
        *("https://127.0.0.1.example.invalid:{port}/", "https://user@127.0.0.2:{port}/"),
        *("http://intern@example.invalid:{port}/", "http://example.invalid:{port}#@intern/"),
        *("http://intern\\@127.0.0.1:{port}/", "http://127.0.0.1:{port}\\@intern/"),
    ],
)
def test_a_private_host_is_exactly_that_host(url: str) -> None:
    """Naming one opens no other, whatever else looks like it."""
    with receiving(Receiver()) as receiver:
        refused(url.format(port=receiver.port), private_hosts=["intern"])
    assert receiver.posts == []


def test_http_is_for_private_hosts(connections: list[object]) -> None:
    problem = refused("http://example.org/hook")
    assert (problem.code, problem.is_final) == ("webhook-not-https", True)
    assert connections == []


@pytest.mark.parametrize(
    "url", ["", "ftp://example.org", "https://", "https:///x", "file:///etc/passwd", "x", "https://①②⑦.⓪.⓪.①"]
)
def test_what_isnt_a_url(url: str, connections: list[object]) -> None:
    assert refused(url).is_final
    assert connections == []


def test_public_addresses_are_public() -> None:
    for address in ("1.1.1.1", "93.184.215.14", "2606:4700::1111", "2a00:1450:4001:81b::200e"):
        assert is_public(address)
