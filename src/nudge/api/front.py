"""What surrounds every request: security headers, a log line, counts, and waiting for the last one."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from typing import cast

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPResponseStartEvent, HTTPScope, Message, Receive, Scope, Send

log = logging.getLogger("nudge.access")

HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-resource-policy": b"same-origin",
    b"cache-control": b"no-store",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
}
"""Set unless the response has its own. Nothing here is to be shown, framed or kept by a browser."""
DRAIN_SECONDS = 30.0
_LARGEST = (0.005, 0.02, 0.1, 0.5, 2.0)


class Front:
    """The outermost ASGI layer. Logs and counts route templates, never paths: those hold ids."""

    def __init__(self) -> None:
        self._n_under_way = 0
        self._methods: Mapping[str, Collection[str]] = {}
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._buckets: Counter[tuple[str, float]] = Counter()
        self._seconds: dict[str, float] = defaultdict(float)

    def around(self, app: ASGIApp, methods: Mapping[str, Collection[str]]) -> ASGIApp:
        """The application with this layer around it.

        Args:
            methods: what each route template knows, for the Allow of OPTIONS. The framework's own names
                only the methods that were registered first.
        """
        self._methods = methods

        async def layered(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == ScopeType.HTTP:
                await self._answer(app, scope, receive, send)
            else:
                await app(scope, receive, send)

        return layered

    async def _answer(self, app: ASGIApp, scope: HTTPScope, receive: Receive, send: Send) -> None:
        began, status, asked = time.perf_counter(), 500, scope["method"]
        if asked == "HEAD":  # the framework doesn't know it; it is GET without the body
            scope = cast("HTTPScope", {**scope, "method": "GET"})

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _add_headers(message)
                if scope["method"] == "OPTIONS" and (known := self._methods.get(_template(scope))):
                    _replace_header(message, b"allow", ", ".join(sorted(known)).encode())
            elif asked == "HEAD" and message["type"] == "http.response.body":
                message["body"] = b""
            await send(message)

        self._n_under_way += 1
        try:
            await app(scope, receive, send_with_headers)
        finally:
            self._n_under_way -= 1
            self._note(scope, asked, status, time.perf_counter() - began)

    async def drain(self) -> None:
        """Wait until the requests under way are answered, at most for half a minute."""
        deadline = time.monotonic() + DRAIN_SECONDS
        while self._n_under_way and time.monotonic() < deadline:
            await asyncio.sleep(0.02)

    def metrics(self) -> str:
        """Counts and durations per route in the text format of Prometheus."""
        lines = ["# TYPE nudge_requests_total counter"]
        for (method, route, status), n in sorted(self._requests.items()):
            lines.append(f'nudge_requests_total{{method="{method}",route="{route}",status="{status}"}} {n}')
        lines.append("# TYPE nudge_request_seconds histogram")
        for route in sorted({route for route, _ in self._buckets}):
            so_far = 0
            for largest in (*_LARGEST, float("inf")):
                so_far += self._buckets[route, largest]
                le = "+Inf" if largest == float("inf") else largest
                lines.append(f'nudge_request_seconds_bucket{{route="{route}",le="{le}"}} {so_far}')
            lines.append(f'nudge_request_seconds_sum{{route="{route}"}} {self._seconds[route]:.6f}')
            lines.append(f'nudge_request_seconds_count{{route="{route}"}} {so_far}')
        return "\n".join(lines) + "\n"

    def _note(self, scope: HTTPScope, method: str, status: int, seconds: float) -> None:
        route = _template(scope) or "(none)"
        method = method if route != "(none)" else "(any)"
        log.info(
            "%s %s %d %.1f ms",
            method,
            route,
            status,
            seconds * 1000,
            extra={"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)},
        )
        self._requests[method, route, status] += 1
        self._buckets[route, next((b for b in _LARGEST if seconds <= b), float("inf"))] += 1
        self._seconds[route] += seconds


def _template(scope: HTTPScope) -> str:
    """The route that was found, with names in the place of ids."""
    return str(scope.get("path_template") or "")


def _replace_header(message: HTTPResponseStartEvent, name: bytes, value: bytes) -> None:
    kept = [header for header in message["headers"] if header[0].lower() != name]
    message["headers"] = [*kept, (name, value)]


def _add_headers(message: HTTPResponseStartEvent) -> None:
    headers = list(message["headers"])
    present = {name.lower() for name, _ in headers}
    headers += [(name, value) for name, value in HEADERS.items() if name not in present]
    message["headers"] = headers
