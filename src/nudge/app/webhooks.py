"""Webhooks: where a calling application hears of nudges, and the secrets with which it knows who calls."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Protocol
from urllib.parse import SplitResult, urlsplit

from nudge.app.ports import Clock, Ids, Records, Store
from nudge.domain.errors import Conflict, Invalid
from nudge.domain.letters import WebhookEndpoint

MOST = 5
"""Webhooks of a tenant. Chosen: a live system, its successor and some tests; each makes every nudge wait."""
LONGEST_URL = 2_000
"""Characters. Chosen: what servers and proxies commonly take."""
_URL_RULE = "A webhook needs a URL such as “https://example.org/nudges”"


class Signing(Protocol):
    """Makes the keys that sign webhooks, in the forms of Standard Webhooks, and signs with them."""

    def new_secret(self) -> str:
        """A new secret, to be shared with the receiver: "whsec_" and at least 24 random bytes in base64."""
        ...

    def new_key(self) -> str:
        """A new Ed25519 private key, which nobody else is told: "whsk_" and its 32 bytes in base64."""
        ...

    def public(self, private: str) -> str:
        """The public key to a private one, for the receiver: "whpk_" and its 32 bytes in base64."""
        ...

    def sign(self, private: str, content: bytes) -> bytes:
        """The 64 bytes of the signature."""
        ...


class Webhooks:
    """What one can do with webhooks.

    Args:
        signing: makes what signs.
        private_hosts: hosts inside the operator's own network, which may do without TLS.
    """

    def __init__(
        self, store: Store, clock: Clock, ids: Ids, signing: Signing, *, private_hosts: Collection[str] = ()
    ) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids
        self._signing = signing
        self._private_hosts = frozenset(host.lower() for host in private_hosts)

    def over(self, store: Store, clock: Clock) -> Webhooks:
        """The same over another store, such as one transaction that is open already, and by another clock."""
        return Webhooks(store, clock, self._ids, self._signing, private_hosts=self._private_hosts)

    def add(self, tenant: str, url: str, *, shows_words: bool = False) -> WebhookEndpoint:
        """A new webhook, with a secret and a key of its own. Its address is checked again at each sending.

        Args:
            shows_words: whether what is sent may have the text of the nudge in it.

        Raises:
            Invalid: `webhook-url-invalid`.
            Conflict: `webhooks-full`.
        """
        self._check(url)
        endpoint = WebhookEndpoint(
            id=self._ids.new("hook"),
            tenant=tenant,
            url=url,
            secrets=(self._signing.new_secret(),),
            signing_key=self._signing.new_key(),
            created_at=self._clock.now(),
            shows_words=shows_words,
        )
        with self._store.begin() as records:
            if len(records.webhooks(tenant)) >= MOST:
                message = f"There are {MOST} webhooks already, which is the most; remove one first."
                raise Conflict("webhooks-full", message, most=MOST)
            records.add_webhook(endpoint)
        return endpoint

    def get(self, tenant: str, webhook_id: str) -> WebhookEndpoint:
        """One webhook.

        Raises:
            NotFound: `webhook-not-found`.
        """
        with self._store.begin(read_only=True) as records:
            return records.webhook(tenant, webhook_id)

    def list(self, tenant: str) -> Sequence[WebhookEndpoint]:
        """All webhooks of the tenant, oldest first."""
        with self._store.begin(read_only=True) as records:
            return records.webhooks(tenant)

    def public_key(self, endpoint: WebhookEndpoint) -> str:
        """What the receiver checks v1a signatures with."""
        return self._signing.public(endpoint.signing_key)

    def rotate(self, tenant: str, webhook_id: str) -> WebhookEndpoint:
        """A new secret. The one before it signs too, until the next rotation or until it is dropped.

        Raises:
            NotFound: `webhook-not-found`.
        """
        with self._store.begin() as records:
            endpoint = records.webhook(tenant, webhook_id)
            secrets = (self._signing.new_secret(), *endpoint.secrets[:1])
            return _saved(records, replace(endpoint, secrets=secrets))

    def drop_old_secret(self, tenant: str, webhook_id: str) -> WebhookEndpoint:
        """Sign with the newest secret alone; doing it twice is fine.

        Raises:
            NotFound: `webhook-not-found`.
        """
        with self._store.begin() as records:
            endpoint = records.webhook(tenant, webhook_id)
            if len(endpoint.secrets) == 1:
                return endpoint
            return _saved(records, replace(endpoint, secrets=endpoint.secrets[:1]))

    def enable(self, tenant: str, webhook_id: str) -> WebhookEndpoint:
        """Send there again; doing it twice is fine.

        Raises:
            NotFound: `webhook-not-found`.
        """
        with self._store.begin() as records:
            endpoint = records.webhook(tenant, webhook_id)
            if endpoint.disabled_at is None:
                return endpoint
            return _saved(records, replace(endpoint, disabled_at=None, disabled_reason=""))

    def disable(self, endpoint: WebhookEndpoint, reason: str) -> None:
        """Send nothing there any more, until it is enabled. For couriers.

        Args:
            endpoint: as it was when it was tried; one that was disabled or enabled since stays as it is.
            reason: a code such as "gone".

        Raises:
            NotFound: `webhook-not-found`.
        """
        with self._store.begin() as records:
            stored = records.webhook(endpoint.tenant, endpoint.id)
            if stored.disabled_at is None and stored.revision == endpoint.revision:
                _saved(records, replace(stored, disabled_at=self._clock.now(), disabled_reason=reason))

    def erase(self, tenant: str, webhook_id: str) -> None:
        """Forget a webhook with its secrets.

        Raises:
            NotFound: `webhook-not-found`.
        """
        with self._store.begin() as records:
            records.erase_webhook(tenant, webhook_id)

    def _check(self, url: str) -> None:
        """Refuse what couldn't be called, or not in confidence.

        Raises:
            Invalid: `webhook-url-invalid`; the URL isn't repeated, as it may hold a secret.
        """
        parts = _split(url)
        if parts.username is not None or parts.password is not None:
            raise _invalid("without a name or password in it: what is sent is signed")
        if parts.fragment or "#" in url:
            raise _invalid("without “#”: what comes after it is never sent")
        if parts.scheme == "http" and parts.hostname not in self._private_hosts:
            raise _invalid("with “https”; “http” is for hosts that the operator of this service allows")


def _split(url: str) -> SplitResult:
    """The parts of a URL that could be called."""
    if len(url) > LONGEST_URL:
        raise _invalid(f"of {LONGEST_URL} characters at most")
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise _invalid("in ASCII, without spaces and backslashes; write “%20” for a space")
    try:
        parts = urlsplit(url)
        is_callable = parts.scheme in ("https", "http") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_callable = False
    if not is_callable:
        raise _invalid("with a scheme, a host and, if need be, a port")
    return parts


def _saved(records: Records, endpoint: WebhookEndpoint) -> WebhookEndpoint:
    saved = replace(endpoint, revision=endpoint.revision + 1)
    records.save_webhook(saved)
    return saved


def _invalid(what_is_needed: str) -> Invalid:
    return Invalid("webhook-url-invalid", f"{_URL_RULE}, {what_is_needed}.", at="$.url")
