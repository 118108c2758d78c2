"""Tenants and the keys with which their applications call."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Sequence

from nudge.app.ports import Clock, Ids, Records, Secrets, Store
from nudge.domain.errors import Conflict, Invalid, NotFound, Unauthenticated
from nudge.domain.records import ApiKey, Scope, Tenant

LIVE, TEST = "ndg_live_", "ndg_test_"
LOCAL_TENANT = "local"
"""The tenant of callers on the same machine who need no key yet."""
_TWIN = " (test)"
_SHOWN = 6
"""Characters of the random part that stay readable. Chosen: enough to tell keys apart, 36 of 160+ bits."""


class ApiKeys:
    """Makes, checks and revokes API keys. What a test key does happens in a tenant of its own."""

    def __init__(self, store: Store, secrets: Secrets, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._secrets = secrets
        self._clock = clock
        self._ids = ids

    def add_tenant(self, name: str) -> Tenant:
        """A new organisation.

        Raises:
            Invalid: `tenant-name-invalid` when the name is empty or ends like the twin of another tenant.
            Conflict: `tenant-exists`.
        """
        name = _checked(name)
        with self._store.begin() as records:
            return self._added(records, name)

    def issue(
        self, name: str, *, tenant: str, scopes: Collection[Scope], is_test: bool = False
    ) -> tuple[ApiKey, str]:
        """A new key and its secret, which is shown this once and kept nowhere.

        Args:
            name: says who will use the key.
            tenant: the name of the tenant, which is made when there is none. A test key acts in its
                twin, "<tenant> (test)".
            scopes: what the key may do; at least one.

        Raises:
            Invalid: `scopes-missing`, `tenant-name-invalid`.
        """
        if not scopes:
            raise Invalid("scopes-missing", f"Give the key one or more of: {', '.join(Scope)}.")
        name_of_tenant = _checked(tenant)
        secret = (TEST if is_test else LIVE) + self._secrets.new()
        with self._store.begin() as records:
            owner = records.tenant_named(name_of_tenant) or self._added(records, name_of_tenant)
            if is_test:
                twin = owner.name + _TWIN
                owner = records.tenant_named(twin) or self._added(records, twin)
            key = ApiKey(
                id=self._ids.new("key"),
                tenant=owner.id,
                name=name,
                prefix=secret[: len(LIVE) + _SHOWN],
                digest=self._secrets.digest(secret),
                scopes=frozenset(scopes),
                is_test=is_test,
                created_at=self._clock.now(),
            )
            records.add_api_key(key)
        return key, secret

    def authenticate(self, secret: str) -> ApiKey:
        """The key of this secret.

        Raises:
            Unauthenticated: `api-key-invalid` when there is none, or it was revoked.
        """
        digest = self._secrets.digest(secret)
        with self._store.begin(read_only=True) as records:
            key = records.api_key_with(digest)
        if key is None or not hmac.compare_digest(key.digest, digest) or key.revoked_at is not None:
            raise Unauthenticated(
                "api-key-invalid", "This API key isn't valid, or it was revoked; ask for a new one."
            )
        return key

    def revoke(self, key_id: str) -> None:
        """Make a key useless from now on; doing it twice is fine.

        Raises:
            NotFound: `api-key-not-found`.
        """
        with self._store.begin() as records:
            records.revoke_api_key(key_id, self._clock.now())

    def all(self) -> Sequence[ApiKey]:
        """All keys of all tenants, oldest first; revoked ones too."""
        with self._store.begin(read_only=True) as records:
            return records.api_keys()

    def list(self, tenant: str) -> Sequence[ApiKey]:
        """The keys of one tenant and of its test twin, revoked ones too.

        Raises:
            NotFound: `tenant-not-found`.
        """
        with self._store.begin(read_only=True) as records:
            owners = [_tenant(records, tenant), records.tenant_named(tenant + _TWIN)]
            return [key for owner in owners if owner for key in records.api_keys(owner.id)]

    def tenants(self) -> Sequence[Tenant]:
        """All tenants, test twins too."""
        with self._store.begin(read_only=True) as records:
            return records.tenants()

    def any_issued(self) -> bool:
        """Whether a key was ever issued, to anybody."""
        with self._store.begin(read_only=True) as records:
            return bool(records.api_keys())

    def local_tenant(self) -> str:
        """The id of the tenant for callers without a key, made when it is first needed."""
        try:
            with self._store.begin() as records:
                tenant = records.tenant_named(LOCAL_TENANT) or self._added(records, LOCAL_TENANT)
        except Conflict:  # another request made it in this moment
            with self._store.begin(read_only=True) as records:
                tenant = _tenant(records, LOCAL_TENANT)
        return tenant.id

    def _added(self, records: Records, name: str) -> Tenant:
        tenant = Tenant(self._ids.new("ten"), name, self._clock.now())
        records.add_tenant(tenant)
        return tenant


def _checked(name: str) -> str:
    name = name.strip()
    if not name or name.endswith(_TWIN):
        raise Invalid("tenant-name-invalid", f"A tenant needs a name that doesn't end with “{_TWIN}”.")
    return name


def _tenant(records: Records, name: str) -> Tenant:
    tenant = records.tenant_named(name)
    if tenant is None:
        raise NotFound("tenant-not-found", "There is no tenant of this name; add it first.")
    return tenant
