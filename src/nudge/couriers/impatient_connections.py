"""Connections that wait so long for an answer and no longer.

The read timeout of a socket starts again with every byte: who sends one now and then holds a thread for
hours.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse

PATIENCE = 15.0
"""Seconds from the request's last byte to the end of the answer. Source: Standard Webhooks, which asks for
15 to 30 seconds."""

MOST_READ = 4096
"""Bytes of an answer's body. Nobody looks at them, but who hangs up before them is a broken connection in the
receiver's log, and can't use the connection again."""


class ImpatientHTTP(HTTPConnection):
    """HTTP with a deadline for the answer."""

    patience = PATIENCE

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # urllib3 has its own response
        """The answer, with the beginning of its body read; the connection breaks when it comes too late."""
        with _deadline(self.sock, self.patience) as has_passed:
            response = super().getresponse()
            if has_passed.is_set():  # headers that break off look like headers that end
                raise TimeoutError
            with contextlib.suppress(HTTPError, OSError):  # the status counts, whatever comes of the rest
                response.read(MOST_READ, decode_content=False)
            return response


class ImpatientHTTPS(ImpatientHTTP, HTTPSConnection):
    """HTTPS with a deadline for the answer."""


class HTTPPool(HTTPConnectionPool):
    """A pool of impatient connections."""

    ConnectionCls = ImpatientHTTP


class HTTPSPool(HTTPSConnectionPool):
    """A pool of impatient connections."""

    ConnectionCls = ImpatientHTTPS


POOLS = {"http": HTTPPool, "https": HTTPSPool}


@contextlib.contextmanager
def _deadline(sock: socket.socket | None, seconds: float) -> Iterator[threading.Event]:
    has_passed = threading.Event()
    timer = threading.Timer(seconds, _cut, [sock, has_passed])
    timer.daemon = True
    timer.start()
    try:
        yield has_passed
    except Exception:
        if has_passed.is_set():
            raise TimeoutError from None
        raise
    finally:
        timer.cancel()


def _cut(sock: socket.socket | None, has_passed: threading.Event) -> None:
    """End the connection under whoever reads it; TLS isn't asked, it would wait for the other side."""
    has_passed.set()
    if sock is not None:
        with contextlib.suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)
