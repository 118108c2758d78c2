"""Mail, by the standard library's smtplib.

Synchronous like all of the ring (one colour): a thread that waits for a server costs nothing, and the engine
already limits how many there are.
"""

from __future__ import annotations

import re
import smtplib
from collections.abc import Sequence
from datetime import timedelta

from nudge.couriers.mail_message import MailSender, message_of, source_of
from nudge.couriers.mail_server import Connection, Connections, MailServer
from nudge.couriers.smtp_replies import breakdown, queue_id, refusal
from nudge.domain.letters import Letter, NotDelivered
from nudge.domain.records import Participant

WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
"""Chosen: the first two outlast a restart and a greylist, the last a morning's outage."""

_DOT = re.compile(rb"^\.", re.MULTILINE)
_LOST = (OSError, smtplib.SMTPException)


class MailCourier:
    """Sends letters as mail. `close` it at the end; until then connections stay open between letters."""

    name = "email"
    deduplicates = False  # Message-ID stays the same, but nobody has to look at it
    waits: Sequence[timedelta] = WAITS

    def __init__(self, server: MailServer, sender: MailSender) -> None:
        self._server = server
        self._connections = Connections(server)
        self._sender = sender

    def address(self, participant: Participant) -> str | None:
        """The address that the person gave for mail."""
        return participant.nudging.email or None

    def send(self, letter: Letter) -> str:
        """Hand the letter in; returns the id in the server's queue, or "250".

        Raises:
            NotDelivered: when it wasn't taken. With `receipt-unknown` it may have been: all of it was sent,
                and the answer never came.
        """
        message = message_of(letter, self._sender)
        is_utf8 = not (letter.to + self._sender.address).isascii()
        return self._over_the_wire(source_of(message, utf8=is_utf8), to=letter.to, is_utf8=is_utf8)

    def close(self) -> None:
        """Close the connections."""
        self._connections.close()

    def _over_the_wire(self, source: bytes, *, to: str, is_utf8: bool) -> str:
        try:
            connection = self._ready(is_utf8=is_utf8)
        except _LOST as error:
            raise breakdown(error) from None
        try:
            _name_recipient(connection.smtp, to)
            receipt = _hand_in(connection.smtp, source, timeout=self._server.answer_timeout)
        except NotDelivered as problem:
            self._clear(connection, problem)
            raise
        except _LOST as error:
            connection.smtp.close()
            raise breakdown(error) from None
        self._connections.give_back(connection)
        return receipt

    def _ready(self, *, is_utf8: bool) -> Connection:
        """A connection on which the sender has been named; one that the server closed is replaced."""
        is_fresh = False
        while True:
            connection = self._connections.take(fresh=is_fresh)
            try:
                self._name_sender(connection.smtp, is_utf8=is_utf8)
            except (*_LOST, NotDelivered):
                connection.smtp.close()
                if not connection.is_used:
                    raise
                is_fresh = True
            else:
                return connection

    def _name_sender(self, smtp: smtplib.SMTP, *, is_utf8: bool) -> None:
        if is_utf8 and not smtp.has_extn("smtputf8"):
            raise NotDelivered("smtputf8-missing", is_final=True)
        options = ["SMTPUTF8", "BODY=8BITMIME"] if is_utf8 else []
        smtp.command_encoding = "utf-8" if is_utf8 else "ascii"
        code, reply = smtp.mail(self._sender.address, options)
        if code != 250:
            raise refusal(code, reply, of="sender")

    def _clear(self, connection: Connection, problem: NotDelivered) -> None:
        """Make the connection ready for the next letter after a refusal, where that can be."""
        try:
            if problem.code in ("smtp-busy", "receipt-unknown"):
                connection.smtp.close()
            else:
                connection.smtp.rset()
                self._connections.give_back(connection)
        except _LOST:
            connection.smtp.close()


def _name_recipient(smtp: smtplib.SMTP, address: str) -> None:
    code, reply = smtp.rcpt(address)
    if code not in (250, 251):
        raise refusal(code, reply, of="recipient")


def _hand_in(smtp: smtplib.SMTP, source: bytes, *, timeout: float) -> str:
    """Send the message itself. Only after its last line an answer that doesn't come leaves a doubt."""
    code, reply = smtp.docmd("DATA")
    if code != 354:
        raise refusal(code, reply, of="content")
    smtp.send(_DOT.sub(b"..", source) + b".\r\n")
    try:
        code, reply = _last_reply(smtp, timeout=timeout)
    except _LOST:
        raise NotDelivered("receipt-unknown") from None
    if code != 250:
        raise refusal(code, reply, of="content")
    return queue_id(reply)


def _last_reply(smtp: smtplib.SMTP, *, timeout: float) -> tuple[int, bytes]:
    if smtp.sock is None:
        raise smtplib.SMTPServerDisconnected("closed")
    usual = smtp.sock.gettimeout()
    smtp.sock.settimeout(timeout)
    answer = smtp.getreply()
    smtp.sock.settimeout(usual)
    return answer
