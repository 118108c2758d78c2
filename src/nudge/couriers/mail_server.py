"""Where mail is handed in, and the open connections to it, which letters share one after the other."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Literal

from nudge.domain.errors import Invalid

LONGEST_IDLE = 20.0
"""Seconds after which an idle connection isn't used again; servers close theirs after 30 or more."""

MOST_LETTERS = 100
"""Letters over one connection; many servers stop at a hundred."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in, and how.

    Args:
        port: the usual one of `security` unless given: 587, 465 or 25.
        security: "starttls" and "tls" never go on without TLS; "none" is for a relay on the same machine.
        user, password: given, they are needed: without TLS they are refused.
        timeout: seconds for each answer.
        answer_timeout: seconds for the answer to a whole letter. Who hangs up too early sends twice.
        helo: name of this machine; what the system says unless given.
        ca_file: certificates to trust instead of the system's.

    Raises:
        Invalid: `mail-settings-insecure`.
    """

    host: str
    port: int = 0
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 15.0
    answer_timeout: float = 60.0
    helo: str | None = None
    ca_file: str | None = None

    def __post_init__(self) -> None:
        if self.user and self.security == "none":
            message = "A password for mail isn't sent without TLS; use starttls or tls."
            raise Invalid("mail-settings-insecure", message)
        if not self.port:
            object.__setattr__(self, "port", {"starttls": 587, "tls": 465, "none": 25}[self.security])

    def connect(self) -> smtplib.SMTP:
        """A new connection, greeted, encrypted and logged in.

        Raises:
            OSError, smtplib.SMTPException: when that isn't possible.
        """
        if self.security == "tls":
            context = ssl.create_default_context(cafile=self.ca_file)
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, self.helo, timeout=self.timeout, context=context
            )
        else:
            smtp = smtplib.SMTP(self.host, self.port, self.helo, timeout=self.timeout)
        try:
            smtp.ehlo_or_helo_if_needed()
            if self.security == "starttls":
                smtp.starttls(context=ssl.create_default_context(cafile=self.ca_file))
                smtp.ehlo()
            if self.user:
                smtp.login(self.user, self.password)
        except BaseException:
            smtp.close()
            raise
        return smtp


@dataclass
class Connection:
    """A connection and what has gone over it."""

    smtp: smtplib.SMTP
    n_letters: int = 0
    idle_since: float = 0.0

    @property
    def is_used(self) -> bool:
        """Whether letters went over it, so that the server may have closed it since."""
        return self.n_letters > 0

    def close(self) -> None:
        """Say goodbye, and don't mind when nobody answers."""
        with contextlib.suppress(OSError, smtplib.SMTPException):
            self.smtp.quit()
        self.smtp.close()


class Connections:
    """Idle connections to a mail server. Threads may share it: each has the one it took for itself."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._idle: deque[Connection] = deque()

    def take(self, *, fresh: bool = False) -> Connection:
        """An idle connection that is still good, or a new one."""
        while not fresh:
            try:
                connection = self._idle.pop()
            except IndexError:
                break
            if time.monotonic() - connection.idle_since < LONGEST_IDLE:
                return connection
            connection.close()
        return Connection(self._server.connect())

    def give_back(self, connection: Connection) -> None:
        """The letter is through; the connection is ready for another one."""
        connection.n_letters += 1
        connection.idle_since = time.monotonic()
        if connection.n_letters < MOST_LETTERS:
            self._idle.append(connection)
        else:
            connection.close()

    def close(self) -> None:
        """Close what is idle."""
        while self._idle:
            self._idle.pop().close()
