"""Statements on tenants and their API keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update

from nudge.domain.errors import Conflict
from nudge.domain.records import ApiKey, Scope, Tenant
from nudge.storage.problems import exists, not_found
from nudge.storage.tables import api_keys, tenants
from nudge.storage.transaction import Transaction


class TenantRecords(Transaction):
    """The tenants and API keys of `Records`."""

    def add_tenant(self, tenant: Tenant) -> None:
        """Raises Conflict (`tenant-exists`) when there is one of this name."""
        conflict = Conflict("tenant-exists", "There is a tenant of this name; choose another name.")
        values = {"id": tenant.id, "name": tenant.name, "created_at": tenant.created_at}
        self._add(tenants, values, conflict)

    def tenant_named(self, name: str) -> Tenant | None:
        """The tenant of this name, None when there is none."""
        row = self._read(select(tenants).where(tenants.c.name == name)).first()
        return _tenant(row) if row else None

    def tenants(self) -> Sequence[Tenant]:
        """All tenants, by id."""
        return [_tenant(row) for row in self._read(select(tenants).order_by(tenants.c.id))]

    def is_test(self, tenant: str) -> bool:
        """Whether test keys act in this tenant, revoked ones too: they have one of their own."""
        test_key = select(api_keys.c.id).where(api_keys.c.tenant == tenant, api_keys.c.is_test)
        return self._read(test_key.limit(1)).first() is not None

    def add_api_key(self, key: ApiKey) -> None:
        """Raises Conflict (`api-key-exists`) when there is one with this digest."""
        self._need_tenant(key.tenant)
        values = {
            "id": key.id,
            "tenant": key.tenant,
            "name": key.name,
            "prefix": key.prefix,
            "digest": key.digest,
            "scopes": " ".join(sorted(key.scopes)),
            "is_test": key.is_test,
            "created_at": key.created_at,
            "revoked_at": key.revoked_at,
        }
        self._add(api_keys, values, exists("api-key"))

    def api_key_with(self, digest: str) -> ApiKey | None:
        """The key with this digest, revoked or not; None when there is none."""
        row = self._read(select(api_keys).where(api_keys.c.digest == digest)).first()
        return _api_key(row) if row else None

    def api_keys(self, tenant: str | None = None) -> Sequence[ApiKey]:
        """All keys, or those of a tenant, by id."""
        statement = select(api_keys).order_by(api_keys.c.id)
        if tenant is not None:
            statement = statement.where(api_keys.c.tenant == tenant)
        return [_api_key(row) for row in self._read(statement)]

    def revoke_api_key(self, key_id: str, at: datetime) -> None:
        """From now on the key opens nothing; revoking it again changes nothing."""
        first = func.coalesce(api_keys.c.revoked_at, at)
        if not self._write(update(api_keys).where(api_keys.c.id == key_id).values(revoked_at=first)):
            raise not_found("api-key", key_id)

    def _need_tenant(self, tenant: str) -> None:
        if self._read(select(tenants.c.id).where(tenants.c.id == tenant)).first() is None:
            raise not_found("tenant", tenant)


def _tenant(row: Row[Any]) -> Tenant:
    return Tenant(row.id, row.name, row.created_at)


def _api_key(row: Row[Any]) -> ApiKey:
    return ApiKey(
        id=row.id,
        tenant=row.tenant,
        name=row.name,
        prefix=row.prefix,
        digest=row.digest,
        scopes=frozenset(map(Scope, row.scopes.split())),
        is_test=row.is_test,
        created_at=row.created_at,
        revoked_at=row.revoked_at,
    )
