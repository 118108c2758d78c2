"""Letters: a nudge as it goes out, and what its links let the person do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from nudge.domain.nudge_policies import Moment


class TapAction(StrEnum):
    """What one can do with one tap in a nudge."""

    DONE = "done"
    LATER = "later"
    CHANGE = "change"
    STOP = "stop"
    STOP_ALL = "stop_all"


FRAME = (*(str(action) for action in TapAction), "opening", "signature")
"""What a letter says around the words of the nudge: on its links, before everything, and who sends it."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A nudge as it goes out. Subjects and headers never have words of a pledge in them.

    Attributes:
        id: of the nudge; the same on every try, so that receivers can tell a second copy.
        to: where to: an address, or whatever the courier needs.
        template: id and version of the wording.
        text: what it says; with the pledge's own words only where the person asked for that.
        why: one sentence: why it came now.
        links: a page for each action; looking at it changes nothing.
        unsubscribe: takes one POST (RFC 8058) and stops everything.
        locale: of the person.
        language: of the words; `is_fallback` when the person's own is missing.
        frame: what stands around them in this language, see `FRAME`; empty for the courier's own.
    """

    id: str
    tenant: str
    participant: str
    ref: str
    to: str
    moment: Moment
    template: str
    subject: str
    text: str
    why: str
    due_at: datetime
    sent_at: datetime
    expires_at: datetime | None = None
    links: Mapping[TapAction, str] = field(default_factory=dict)
    unsubscribe: str = ""
    locale: str = "en"
    language: str = "en"
    is_fallback: bool = False
    frame: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tap:
    """What a signed link lets its holder do, once: this person, this pledge, this action."""

    tenant: str
    participant: str
    pledge: str
    nudge: str
    action: TapAction


@dataclass(frozen=True, slots=True)
class TestClock:
    """The time of a test tenant: it stands still until it is advanced, and nothing live runs by it."""

    __test__ = False  # not a test of pytest's

    tenant: str
    at: datetime
    revision: int = 1


RECEIPT_UNKNOWN = "receipt-unknown"
"""The code of a letter that went out whole and of which nobody said whether it was taken."""


class NotDelivered(Exception):
    """A courier couldn't hand a letter over.

    Args:
        code: stable, kebab-case, such as "mailbox-unknown"; goes into the audit.
        is_final: trying again won't help.
        retry_after: when the receiver said so.
    """

    def __init__(self, code: str, *, is_final: bool = False, retry_after: timedelta | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.is_final = is_final
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class WebhookEndpoint:
    """Where a calling application wants to hear of nudges, and the secrets that sign what it hears.

    Attributes:
        secrets: "whsec_…" (Standard Webhooks v1), newest first; an older one signs too until it is dropped.
        signing_key: raw Ed25519 private key, base64 (v1a); the public one is shown to the receiver.
        shows_words: whether payloads may have the text of the nudge in them; thin without.
        disabled_at: since when nothing is sent there, `disabled_reason` why ("gone" after a 410).
    """

    id: str
    tenant: str
    url: str
    secrets: tuple[str, ...] = field(repr=False)
    signing_key: str = field(repr=False)
    created_at: datetime
    shows_words: bool = False
    disabled_at: datetime | None = None
    disabled_reason: str = ""
    revision: int = 1
