"""Requests to addresses that somebody else wrote down: they reach the public internet and nothing else.

The name is looked up once, the address is checked, and the connection goes to exactly that address, so a name
that answers differently the second time gains nothing. Filter and pinning are those of requests-hardened.
"""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Collection
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests_hardened import Config, HTTPSession
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter

from nudge.couriers.impatient_connections import PATIENCE, POOLS
from nudge.couriers.quiet_logs import keep_quiet

_METADATA = frozenset({ipaddress.ip_address("168.63.129.16")})
"""Public by its number and yet the inside of a cloud (Azure's host agent)."""

_CONFIG = Config(
    ip_filter_enable=True,
    ip_filter_allow_loopback_ips=False,
    never_redirect=True,
    default_timeout=(5, PATIENCE),
    user_agent_override="nudge",
)


class PublicOnly(IPFilterAdapter):  # type: ignore[misc]  # the library has no types
    """Connects to public addresses, and to the private hosts that the operator named.

    Args:
        is_https: the scheme that it is for.
        private_hosts: names and addresses in lower case, as they stand in the URL.
    """

    def __init__(self, *, is_https: bool, private_hosts: Collection[str]) -> None:
        super().__init__(is_https_proto=is_https)
        self._private_hosts = frozenset(private_hosts)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pool of connections."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = dict(POOLS)

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: bool | str, cert: Any = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Where to connect to.

        Raises:
            InvalidIPAddress: when that isn't public.
        """
        host, pool = HTTPAdapter.build_connection_pool_key_attributes(self, request, verify, cert)
        if host["host"] in self._private_hosts:
            return dict(host), dict(pool)
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        if not is_public(host["host"].strip("[]")):
            raise InvalidIPAddress("not public")
        return host, pool


def is_public(address: str) -> bool:
    """Whether an address is on the public internet, more strictly than `ipaddress` has it.

    `ipaddress` calls IPv4-compatible (::127.0.0.1), site-local and unassigned addresses global.

    >>> is_public("93.184.215.14"), is_public("2606:2800:21f::1")
    (True, True)
    >>> is_public("::127.0.0.1"), is_public("fec0::1"), is_public("168.63.129.16"), is_public("10.0.0.1")
    (False, False, False, False)
    """
    ip = ipaddress.ip_address(address)
    if ip in _METADATA or not ip.is_global or ip.is_multicast or ip.is_reserved or ip.is_unspecified:
        return False
    return not (isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local)


def webhook_session(*, private_hosts: Collection[str] = (), ca_file: str | None = None) -> HTTPSession:
    """A session without cookies, proxies, netrc and redirects, that reaches public addresses only.

    Args:
        private_hosts: hosts that may be anywhere, and without TLS.
        ca_file: certificates to trust instead of the usual ones.
    """
    keep_quiet("requests_hardened.ip_filter")
    keep_quiet("urllib3.connectionpool", up_to=logging.DEBUG)
    session = HTTPSession(_CONFIG)
    session.trust_env = False
    session.verify = ca_file or True
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    for scheme in ("https", "http"):
        adapter = PublicOnly(is_https=scheme == "https", private_hosts=private_hosts)
        session.mount(f"{scheme}://", adapter)
    return session
