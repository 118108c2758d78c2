"""What the answer of a webhook's receiver means."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import requests
from requests_hardened.ip_filter import InvalidIPAddress

from nudge.domain.letters import NotDelivered

LONGEST_WAIT = timedelta(hours=24)
"""As long as the longest wait between two tries; a receiver can't hold a nudge for longer."""

GONE = "webhook-gone"


def answer_problem(status: int, headers: Mapping[str, str], *, now: datetime) -> NotDelivered | None:
    """Why an answer isn't a yes; None when it is: any 2xx. A redirect isn't, nobody follows it."""
    if 200 <= status < 300:
        return None
    if status == 410:
        return NotDelivered(GONE, is_final=True)
    wait = retry_after(headers.get("retry-after", ""), now=now) if status in (429, 503) else None
    return NotDelivered(f"webhook-status-{status}", retry_after=wait)


def retry_after(value: str, *, now: datetime) -> timedelta | None:
    """What a Retry-After header asks for, in seconds or as a date; None when it can't be read.

    >>> retry_after("120", now=datetime(2026, 1, 1, tzinfo=UTC))
    datetime.timedelta(seconds=120)
    >>> retry_after("Thu, 01 Jan 2026 00:05:00 GMT", now=datetime(2026, 1, 1, tzinfo=UTC))
    datetime.timedelta(seconds=300)
    >>> retry_after("soon", now=datetime(2026, 1, 1, tzinfo=UTC))
    """
    text = value.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), LONGEST_WAIT.total_seconds()))
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    wait = (until if until.tzinfo else until.replace(tzinfo=UTC)) - now
    return min(max(wait, timedelta()), LONGEST_WAIT)


def breakdown(error: Exception) -> NotDelivered:
    """What went wrong on the way. An address that isn't public stays one, so that is final."""
    if isinstance(error, InvalidIPAddress):
        return NotDelivered("webhook-address-private", is_final=True)
    if isinstance(error, requests.Timeout):
        return NotDelivered("webhook-timeout")
    if isinstance(error, requests.exceptions.SSLError):
        return NotDelivered("webhook-tls")
    if isinstance(error, requests.ConnectionError | requests.exceptions.ChunkedEncodingError):
        return NotDelivered("webhook-unreachable")
    return NotDelivered("webhook-url-invalid", is_final=True)


def worst(problems: list[NotDelivered]) -> NotDelivered:
    """One problem for several endpoints: one that may pass, with the longest wait, before one that won't."""
    passing = [problem for problem in problems if not problem.is_final]
    return max(passing or problems, key=lambda problem: problem.retry_after or timedelta())
