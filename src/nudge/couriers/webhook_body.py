"""What goes to a webhook: a thin body, and the signatures of Standard Webhooks over it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook

from nudge.domain.letters import Letter, NotDelivered, WebhookEndpoint

Sign = Callable[[WebhookEndpoint, bytes], bytes]
"""Signs content with the endpoint's Ed25519 key; returns the 64 bytes of the signature."""

EVENT = "nudge.due"


def body_of(letter: Letter, *, shows_words: bool) -> str:
    """The letter as JSON. Thin, it says that a nudge is due and for whom; what it says stays here."""
    data: dict[str, object] = {
        "nudge": letter.id,
        "participant": letter.participant,
        "ref": letter.ref,
        "moment": letter.moment.value,
        "template": letter.template,
        "due_at": _utc(letter.due_at),
        "expires_at": _utc(letter.expires_at) if letter.expires_at else None,
    }
    if shows_words:
        data |= {
            "subject": letter.subject,
            "text": letter.text,
            "why": letter.why,
            "links": {action.value: link for action, link in letter.links.items()},
        }
    event = {"type": EVENT, "timestamp": _utc(letter.sent_at), "data": data}
    return json.dumps(event, separators=(",", ":"))


def headers_of(
    letter: Letter, body: str, endpoint: WebhookEndpoint, *, at: datetime, sign: Sign | None
) -> Mapping[str, str]:
    """The headers that let a receiver check who sent the body, and tell a second copy of it.

    Every secret signs, so that a receiver can change to the newest one when it likes.

    Args:
        at: when this try is made, aware; receivers refuse what is older than some minutes.
        sign: for v1a; without it, or without a key, there are only v1 signatures.

    Raises:
        NotDelivered: final, `webhook-secret-invalid`, when a secret isn't one, or there is nothing to sign
            with.

    Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
    """
    stamp = str(int(at.timestamp()))
    try:
        signatures = [Webhook(secret).sign(letter.id, at, body) for secret in endpoint.secrets]
    except (ValueError, RuntimeError, EmptyWebhookSecretError):
        raise NotDelivered("webhook-secret-invalid", is_final=True) from None
    if sign and endpoint.signing_key:
        content = f"{letter.id}.{stamp}.{body}".encode()
        signatures.append(f"v1a,{base64.b64encode(sign(endpoint, content)).decode()}")
    if not signatures:
        raise NotDelivered("webhook-secret-invalid", is_final=True)
    return {
        "content-type": "application/json",
        "webhook-id": letter.id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(signatures),
    }


def _utc(at: datetime) -> str:
    """As "2026-11-20T07:30:00Z".

    >>> _utc(datetime(2026, 11, 20, 7, 30, tzinfo=UTC))
    '2026-11-20T07:30:00Z'
    """
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
