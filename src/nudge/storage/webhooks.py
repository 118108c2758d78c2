"""Statements on webhooks; where they go and what signs them is sealed, as a URL can hold a secret too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, delete, select, update

from nudge.domain.letters import WebhookEndpoint
from nudge.storage.nudge_tables import webhooks
from nudge.storage.problems import exists, not_found, revision_changed
from nudge.storage.tenants import TenantRecords


class WebhookRecords(TenantRecords):
    """The webhooks of `Records`."""

    def add_webhook(self, endpoint: WebhookEndpoint) -> None:
        """Raises Conflict (`webhook-exists`) when there is one with this id."""
        self._need_tenant(endpoint.tenant)
        self._add(webhooks, self._webhook_values(endpoint), exists("webhook"))

    def webhook(self, tenant: str, webhook_id: str) -> WebhookEndpoint:
        """The webhook of this id."""
        one = select(webhooks).where(webhooks.c.tenant == tenant, webhooks.c.id == webhook_id)
        row = self._read(one).first()
        if row is None:
            raise not_found("webhook", webhook_id)
        return self._webhook(row)

    def webhooks(self, tenant: str) -> Sequence[WebhookEndpoint]:
        """All webhooks of the tenant, by id."""
        rows = self._read(select(webhooks).where(webhooks.c.tenant == tenant).order_by(webhooks.c.id))
        return [self._webhook(row) for row in rows]

    def save_webhook(self, endpoint: WebhookEndpoint) -> None:
        """Raises Conflict (`revision-changed`)."""
        it = (webhooks.c.tenant == endpoint.tenant, webhooks.c.id == endpoint.id)
        before = webhooks.c.revision == endpoint.revision - 1
        if not self._write(update(webhooks).where(*it, before).values(self._webhook_values(endpoint))):
            self._need(webhooks, "webhook", endpoint.tenant, endpoint.id)
            raise revision_changed("webhook")

    def erase_webhook(self, tenant: str, webhook_id: str) -> None:
        """Delete the webhook with its secrets."""
        self.has_erased = True
        if not self._write(delete(webhooks).where(webhooks.c.tenant == tenant, webhooks.c.id == webhook_id)):
            raise not_found("webhook", webhook_id)

    def _webhook_values(self, endpoint: WebhookEndpoint) -> Mapping[str, object]:
        return {
            "tenant": endpoint.tenant,
            "id": endpoint.id,
            "created_at": endpoint.created_at,
            "disabled_at": endpoint.disabled_at,
            "content": self._seal_record(endpoint),
            "revision": endpoint.revision,
        }

    def _webhook(self, row: Row[Any]) -> WebhookEndpoint:
        return self._unseal_record(WebhookEndpoint, row.content)
