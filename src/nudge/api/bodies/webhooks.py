"""The JSON of webhooks. A secret is in the answer that made it, and in no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from nudge.app.webhooks import LONGEST_URL
from nudge.domain.letters import WebhookEndpoint

Url = Annotated[str, Meta(min_length=1, max_length=LONGEST_URL, examples=["https://example.org/nudges"])]
PublicKey = Callable[[WebhookEndpoint], str]
"""The public key of a webhook."""


class WebhookRequest(Struct, forbid_unknown_fields=True):
    """Where to send what is due.

    With `shows_words` the text of a nudge is sent too; without it only that there is one, and for whom.
    """

    url: Url
    shows_words: bool = False


class WebhookResponse(Struct):
    """A webhook as stored, and what its receiver checks signatures with.

    `public_key` is for v1a signatures. `secret` is for v1 signatures; it is only there in the answer that
    made it. `n_secrets` is 2 while the secret before it signs too. Where `disabled_at` is set nothing is
    sent; `disabled_reason` is “gone” when the receiver answered 410.
    """

    id: str
    url: str
    shows_words: bool
    public_key: str
    n_secrets: int
    disabled_at: datetime | None
    disabled_reason: str | None
    created_at: datetime
    secret: str | UnsetType = UNSET


class WebhooksResponse(Struct):
    """All webhooks, oldest first."""

    items: list[WebhookResponse]


def to_webhook_response(
    endpoint: WebhookEndpoint, public_key: PublicKey, *, with_secret: bool = False
) -> WebhookResponse:
    """The response that shows a webhook; its newest secret only where that is new."""
    return WebhookResponse(
        id=endpoint.id,
        url=endpoint.url,
        shows_words=endpoint.shows_words,
        public_key=public_key(endpoint),
        n_secrets=len(endpoint.secrets),
        disabled_at=endpoint.disabled_at,
        disabled_reason=endpoint.disabled_reason or None,
        created_at=endpoint.created_at,
        secret=endpoint.secrets[0] if with_secret else UNSET,
    )


def to_webhooks_response(endpoints: Sequence[WebhookEndpoint], public_key: PublicKey) -> WebhooksResponse:
    """The response that shows webhooks."""
    return WebhooksResponse([to_webhook_response(one, public_key) for one in endpoints])
