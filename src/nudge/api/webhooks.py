"""`/v1/webhooks`: where your application hears of nudges, signed as in Standard Webhooks."""

from __future__ import annotations

from litestar import Controller, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from nudge.api.bodies.webhooks import (
    WebhookRequest,
    WebhookResponse,
    WebhooksResponse,
    to_webhook_response,
    to_webhooks_response,
)
from nudge.api.idempotency import Once
from nudge.api.keys import needs
from nudge.api.services import Services
from nudge.domain.records import Scope


class WebhooksController(Controller):
    """Where nudges with the courier “webhook” go."""

    path = "/webhooks"
    tags = ("Webhooks",)

    @post(
        operation_id="add_webhook",
        summary="Add a webhook",
        description="Up to five; each gets every nudge whose courier is “webhook”. The answer has the secret "
        "with which to check who called, this once: keep it. The URL begins with https. Requests are signed "
        "as in Standard Webhooks, with the secret (v1) and with a key pair (v1a). They come again until one "
        "is answered with 2xx, ten times in three days, always with the same `webhook-id`; 410 ends it. What "
        "a test key adds is never called: its nudges go to the inbox.",
        opt=needs(Scope.WRITE, problems=(409,)),
        sync_to_thread=True,
    )
    def add(
        self, data: JSONBody[WebhookRequest], once: NamedDependency[Once], tenant: NamedDependency[str]
    ) -> Response[WebhookResponse]:
        """Add."""

        def act(services: Services) -> WebhookResponse:
            added = services.webhooks.add(tenant, data.url, shows_words=data.shows_words)
            return to_webhook_response(added, services.webhooks.public_key, with_secret=True)

        return once(act, status=201, under="/v1/webhooks")

    @get(
        operation_id="list_webhooks",
        summary="List webhooks",
        description="Oldest first, disabled ones too. Secrets aren't shown again.",
        opt=needs(Scope.READ),
        sync_to_thread=True,
    )
    def list_all(self, services: NamedDependency[Services], tenant: NamedDependency[str]) -> WebhooksResponse:
        """List."""
        return to_webhooks_response(services.webhooks.list(tenant), services.webhooks.public_key)

    @get(
        "/{webhook_id:str}",
        operation_id="get_webhook",
        summary="Read a webhook",
        description="Whether it is disabled, since when and why. Its secret isn't shown again.",
        opt=needs(Scope.READ),
        sync_to_thread=True,
    )
    def get_one(
        self, webhook_id: FromPath[str], services: NamedDependency[Services], tenant: NamedDependency[str]
    ) -> WebhookResponse:
        """Read."""
        return to_webhook_response(services.webhooks.get(tenant, webhook_id), services.webhooks.public_key)

    @post(
        "/{webhook_id:str}/rotate",
        operation_id="rotate_webhook_secret",
        summary="Make a new secret",
        description="The answer has it, this once. The one before it signs too, so that nothing is lost "
        "while you change over, until you rotate again or drop it; there are never more than two. Send an "
        "Idempotency-Key: a rotation that is repeated without one drops the secret you have.",
        status_code=200,
        opt=needs(Scope.WRITE),
        sync_to_thread=True,
    )
    def rotate(
        self, webhook_id: FromPath[str], once: NamedDependency[Once], tenant: NamedDependency[str]
    ) -> Response[WebhookResponse]:
        """Rotate."""

        def act(services: Services) -> WebhookResponse:
            rotated = services.webhooks.rotate(tenant, webhook_id)
            return to_webhook_response(rotated, services.webhooks.public_key, with_secret=True)

        return once(act)

    @post(
        "/{webhook_id:str}/drop-old-secret",
        operation_id="drop_old_webhook_secret",
        summary="Sign with the newest secret alone",
        description="Once your receiver knows the new secret. Doing it twice is fine.",
        status_code=200,
        opt=needs(Scope.WRITE),
        sync_to_thread=True,
    )
    def drop_old_secret(
        self, webhook_id: FromPath[str], once: NamedDependency[Once], tenant: NamedDependency[str]
    ) -> Response[WebhookResponse]:
        """Drop the old secret."""

        def act(services: Services) -> WebhookResponse:
            webhook = services.webhooks.drop_old_secret(tenant, webhook_id)
            return to_webhook_response(webhook, services.webhooks.public_key)

        return once(act)

    @post(
        "/{webhook_id:str}/enable",
        operation_id="enable_webhook",
        summary="Send to a webhook again",
        description="After a 410 had disabled it. What was due meanwhile isn't sent again by this; nudges "
        "that are `dead` can be replayed. Doing it twice is fine.",
        status_code=200,
        opt=needs(Scope.WRITE),
        sync_to_thread=True,
    )
    def enable(
        self, webhook_id: FromPath[str], once: NamedDependency[Once], tenant: NamedDependency[str]
    ) -> Response[WebhookResponse]:
        """Enable."""

        def act(services: Services) -> WebhookResponse:
            webhook = services.webhooks.enable(tenant, webhook_id)
            return to_webhook_response(webhook, services.webhooks.public_key)

        return once(act)

    @delete(
        "/{webhook_id:str}",
        operation_id="erase_webhook",
        summary="Remove a webhook",
        description="At once, with its secrets. What waits goes to the others; without any it isn't sent.",
        opt=needs(Scope.WRITE),
        sync_to_thread=True,
    )
    def erase(
        self, webhook_id: FromPath[str], services: NamedDependency[Services], tenant: NamedDependency[str]
    ) -> None:
        """Remove."""
        services.webhooks.erase(tenant, webhook_id)
