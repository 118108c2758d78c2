"""What an SMTP server's refusals mean for a letter: try again, when, or never.

The words of a reply often hold the address, so only codes leave this file.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from datetime import timedelta
from typing import Literal

from nudge.domain.letters import NotDelivered

Part = Literal["sender", "recipient", "content"]

SHORTEST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
"""Between these a waiting time that a server names is believed. Chosen: a greylist asks for 1 to 60 minutes;
who names a day has usually written about something else."""

_MOST_READ = 512
_SECONDS = {"s": 1, "m": 60, "h": 3600}
_WAIT = re.compile(r"\b(\d{1,5})\s?(s|m|h)(?:ec(?:ond)?s?|in(?:ute)?s?|ours?|rs?)?\b", re.IGNORECASE)
_CLOCK = re.compile(r"\b(\d{1,2}):(\d{2}):(\d{2})\b")
_ENHANCED = re.compile(r"^([245]\.\d{1,3}\.\d{1,3})\b")
_QUEUED_AS = re.compile(r"\bqueued as ([A-Za-z0-9._-]{4,64})\b")


def wait_in(reply: bytes) -> timedelta | None:
    """The waiting time that a greylist names, within bounds.

    >>> wait_in(b"4.7.1 Greylisted, please try again in 300 seconds").total_seconds()
    300.0
    >>> wait_in(b"4.7.1 come back in 00:04:59").total_seconds()
    299.0
    >>> wait_in(b"4.3.0 Try later")
    """
    words = reply[:_MOST_READ].decode("ascii", "replace")
    if clock := _CLOCK.search(words):
        hours, minutes, seconds = map(int, clock.groups())
        wait = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    elif span := _WAIT.search(words):
        wait = timedelta(seconds=int(span[1]) * _SECONDS[span[2].lower()])
    else:
        return None
    return min(max(wait, SHORTEST_WAIT), LONGEST_WAIT)


def queue_id(reply: bytes) -> str:
    """The id under which the server took the letter, for who looks for it in its log; else "250".

    >>> queue_id(b"2.0.0 Ok: queued as 4Fq7")
    '4Fq7'
    """
    found = _QUEUED_AS.search(reply[:_MOST_READ].decode("ascii", "replace"))
    return found[1] if found else "250"


def refusal(code: int, reply: bytes, *, of: Part) -> NotDelivered:
    """A reply that isn't a yes.

    Args:
        code: the three digits.
        of: what was refused. A recipient refused with 550, 551 or 553 isn't there, unless the enhanced code
            says that it was a matter of policy (5.7); a refused sender is the operator's to mend.

    Source: RFC 5321, 4.2.2 and 4.2.3; RFC 3463. 552 is a full mailbox, which people clear.
    """
    if code in (530, 534, 535, 538) or code == 454:
        return NotDelivered("smtp-auth")
    if code in (452, 552):
        return NotDelivered("mailbox-full")
    if code == 421:
        return NotDelivered("smtp-busy", retry_after=wait_in(reply))
    if code < 500:
        return NotDelivered("smtp-not-now", retry_after=wait_in(reply) if code in (450, 451) else None)
    if of == "sender":
        return NotDelivered("sender-refused")
    if of == "recipient" and code in (550, 551, 553) and not _is_policy(reply):
        return NotDelivered("mailbox-unknown", is_final=True)
    return NotDelivered("mail-refused", is_final=True)


def _is_policy(reply: bytes) -> bool:
    found = _ENHANCED.match(reply[:_MOST_READ].decode("ascii", "replace"))
    return bool(found and found[1].startswith("5.7."))


def breakdown(error: Exception) -> NotDelivered:
    """What went wrong on the way to the server; always worth another try."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return NotDelivered("smtp-auth")
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return NotDelivered("smtp-tls")
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code in (421, 450, 451):
        reply = error.smtp_error if isinstance(error.smtp_error, bytes) else error.smtp_error.encode()
        return refusal(error.smtp_code, reply, of="sender")
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):  # smtplib wraps it
        return NotDelivered("smtp-timeout")
    if isinstance(error, ssl.SSLError):
        return NotDelivered("smtp-tls")
    return NotDelivered("smtp-unreachable")
