"""Mail servers to test against: a real one by aiosmtpd that answers as told, and one that never answers."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Postbox:
    """A handler of aiosmtpd: keeps what it takes, and answers RCPT and DATA as told."""

    rcpt: str = "250 OK"
    data: str = "250 2.0.0 Ok: queued as 4Fq7xR"
    pause: float = 0.0
    hangs_up_after: int = 0
    sources: list[bytes] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    peers: set[object] = field(default_factory=set)
    is_utf8: list[bool] = field(default_factory=list)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.rcpt.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self.pause)
        if self.data.startswith("2"):
            assert isinstance(envelope.original_content, bytes)
            self.sources.append(envelope.original_content)
            self.envelopes.append(envelope)
            self.peers.add(session.peer)
            self.is_utf8.append(bool(envelope.smtp_utf8))
        if self.hangs_up_after and len(self.sources) % self.hangs_up_after == 0:
            assert server.transport is not None
            asyncio.get_running_loop().call_later(0.05, server.transport.close)
        return self.data


@contextlib.contextmanager
def mail_server(postbox: Postbox, **options: Any) -> Iterator[int]:
    """Runs the server; gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(postbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@contextlib.contextmanager
def silent_server(greeting: bytes = b"") -> Iterator[int]:
    """Takes connections, says at most its greeting, and nothing more."""
    taken = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def take() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    connection.sendall(greeting)
                    taken.append(connection)

        threading.Thread(target=take, daemon=True).start()
        try:
            yield listener.getsockname()[1]
        finally:
            for connection in taken:
                connection.close()


def only_ana(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
) -> AuthResult:
    """An authenticator that knows one user."""
    return AuthResult(handled=False, success=data.login == b"ana" and data.password == b"right")


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1 and localhost that signs itself, and a server's context with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path, key_path = folder / "cert.pem", folder / "key.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path, key_path)
    return path, context
