"""Statements on remembered responses: what was answered for an Idempotency-Key.

They are kept for a day, and all of a tenant are deleted when something of it is erased. A response may
quote anything the request brought, also of people who aren't stored here (stateless question sets), so no
link from response to participant could be complete; deleting too much only costs that a retry of that day
is carried out as if it were new.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from nudge.domain.errors import Conflict
from nudge.storage.tables import remembered_responses as responses
from nudge.storage.tenants import TenantRecords

REMEMBERED_FOR = timedelta(hours=24)
"""Chosen: longer than any client goes on retrying, short enough to hold little."""


class ResponseRecords(TenantRecords):
    """The remembered responses of `Records`."""

    def remembered_response(self, tenant: str, key: str) -> tuple[str, int, bytes] | None:
        """What was answered for this Idempotency-Key: request digest, HTTP status, body."""
        one = select(responses).where(responses.c.tenant == tenant, responses.c.key == key)
        row = self._read(one).first()
        return (row.digest, row.status, self._vault.open(row.body)) if row else None

    def remember_response(
        self, tenant: str, key: str, digest: str, status: int, body: bytes, at: datetime
    ) -> None:
        """Raises Conflict (`idempotency-key-in-use`) when another transaction was faster."""
        self._need_tenant(tenant)
        old = responses.c.created_at < at - REMEMBERED_FOR
        self._write(delete(responses).where(responses.c.tenant == tenant, old))
        values = {
            "tenant": tenant,
            "key": key,
            "digest": digest,
            "status": status,
            "created_at": at,
            "body": self._vault.seal(body),
        }
        message = "This Idempotency-Key is in use; ask again in a moment."
        self._add(responses, values, Conflict("idempotency-key-in-use", message))

    def _forget_responses(self, tenant: str) -> int:
        self.has_erased = True
        return self._write(delete(responses).where(responses.c.tenant == tenant))
