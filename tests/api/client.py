"""Calls an application in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx
from litestar import Litestar
from litestar.enums import ScopeType
from litestar.testing import TestClient
from litestar.types import ASGIApp, Receive, Scope, Send


@dataclass
class Api:
    """A client with a key."""

    client: TestClient[Litestar]
    key: str

    def __call__(
        self, method: str, path: str, body: Any = None, *, key: str | None = None, **headers: str
    ) -> httpx.Response:
        """One request; names of headers with _ for -."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        secret = self.key if key is None else key
        if secret:
            sent.setdefault("authorization", f"Bearer {secret}")
        kind = "content" if isinstance(body, bytes) else "json"
        return self.client.request(method, path, headers=sent, **({kind: body} if body is not None else {}))

    def made(self, path: str, body: Any) -> dict[str, Any]:
        """What a POST made."""
        response = self("POST", path, body)
        assert response.status_code == 201, response.text
        made: dict[str, Any] = response.json()
        return made

    def conversation(self) -> tuple[str, str, str]:
        """Ids of a conversation and of the two in it."""
        ana, ben = (self.made("/v1/participants", {"ref": ref})["id"] for ref in ("ana", "ben"))
        pair = self.made("/v1/pairs", {"participants": [ana, ben]})["id"]
        return self.made("/v1/conversations", {"pair": pair})["id"], ana, ben


def coming_from(app: ASGIApp, host: str) -> ASGIApp:
    """The application, called from another address."""

    async def moved(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP:
            scope["client"] = (host, 50_000)
        await app(scope, receive, send)

    return moved
