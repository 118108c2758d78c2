"""Who is calling: an API key with scopes, or somebody on this machine while there is no key at all."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.datastructures import Headers
from litestar.handlers.base import BaseRouteHandler
from litestar.types import Guard

from nudge.app.api_keys import ApiKeys
from nudge.domain.errors import NotAllowed, Unauthenticated
from nudge.domain.records import Scope

LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]"}
Connection = ASGIConnection[Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Caller:
    """For which tenant somebody calls, what they may do, and whether it is only a test."""

    tenant: str
    scopes: frozenset[Scope]
    is_test: bool = False


def needs(scope: Scope | None, *, problems: tuple[int, ...] = ()) -> Mapping[str, Any]:
    """The `opt` of a route: the scope that a key needs (None: any), and problems beyond the usual ones."""
    return {"needs_key": True, "scope": scope, "problems": problems}


def key_guard(api_keys: ApiKeys, *, keyless: bool) -> Guard:
    """A guard that finds the caller and checks the scope, with what `needs` said about the route."""
    callers = Callers(api_keys, keyless=keyless)

    async def guard(connection: Connection, handler: BaseRouteHandler) -> None:
        if handler.opt.get("needs_key"):
            caller = await sync_to_thread(callers.caller, connection)
            connection.scope["auth"] = allowed(caller, handler.opt["scope"])

    return guard


def allowed(caller: Caller, scope: Scope | None) -> Caller:
    """The caller, if they may do this.

    Raises:
        NotAllowed: `scope-missing`.
    """
    if scope is not None and scope not in caller.scopes:
        raise NotAllowed("scope-missing", f"The API key needs the scope “{scope}”.", scope=scope)
    return caller


class Callers:
    """Lets nobody through without a key.

    Without one, a caller is let through as the tenant "local" when keyless calls are switched on, no key
    was ever issued, and the call comes from this machine and through no proxy.
    """

    def __init__(self, api_keys: ApiKeys, *, keyless: bool) -> None:
        self._api_keys = api_keys
        self._keyless = keyless
        self._local_tenant: str | None = None

    def caller(self, connection: Connection) -> Caller:
        """Who is calling.

        Raises:
            Unauthenticated: `api-key-missing`, `api-key-malformed`, `api-key-invalid`.
        """
        header = connection.headers.get("authorization")
        if header is not None:
            key = self._api_keys.authenticate(_secret(header))
            return Caller(key.tenant, key.scopes, key.is_test)
        if not self._may_go_without(connection):
            raise Unauthenticated(
                "api-key-missing",
                "Send an API key: “Authorization: Bearer ndg_…”. `nudge keys create` makes one.",
            )
        if self._local_tenant is None:
            self._local_tenant = self._api_keys.local_tenant()
        return Caller(self._local_tenant, frozenset(Scope))

    def _may_go_without(self, connection: Connection) -> bool:
        if not self._keyless or not is_from_here(connection):
            return False
        self._keyless = not self._api_keys.any_issued()  # once there is a key, it stays needed
        return self._keyless


def is_from_here(connection: Connection) -> bool:
    """Whether a call comes from this machine, meant for it, and through no proxy."""
    return (
        connection.client is not None
        and _is_loopback(connection.client.host)
        and _host(connection.headers) in LOCAL_HOSTS
        and not any(_tells_of_proxy(name) for name in connection.headers)
    )


def _secret(header: str) -> str:
    scheme, _, secret = header.partition(" ")
    if scheme.lower() != "bearer" or not secret.strip().startswith("ndg_"):
        raise Unauthenticated("api-key-malformed", "Send the API key as “Authorization: Bearer ndg_…”.")
    return secret.strip()


def _is_loopback(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def _host(headers: Headers) -> str:
    host = headers.get("host", "").lower()
    return host[: host.index("]") + 1] if host.startswith("[") and "]" in host else host.split(":")[0]


def _tells_of_proxy(name: str) -> bool:
    return name in ("forwarded", "via", "x-real-ip") or name.startswith("x-forwarded-")
