"""The Idempotency-Key: whoever repeats a request gets the first answer, and nothing happens twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Annotated, Any, TypeVar, cast

import msgspec
from litestar import Response
from litestar.di import NamedDependency
from litestar.params import HeaderParameter
from msgspec import Struct

from nudge.api.requests import JsonRequest
from nudge.api.services import Services
from nudge.app.ports import Store
from nudge.domain.errors import Conflict

T = TypeVar("T", bound=Struct)
Key = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key",
        pattern=r"^[!-~]{1,200}$",
        description="Any text of yours, new for each request; a repeated request with it does nothing again.",
    ),
]


class Once:
    """Does what a request asks for, once for each Idempotency-Key of a tenant."""

    def __init__(self, services: Services, request: JsonRequest, key: str | None, digest: str) -> None:
        self._services = services
        self._request = request
        self._key = key
        self._digest = digest

    def __call__(
        self, act: Callable[[Services], T], *, status: int = 200, under: str = "", attempts: int = 1
    ) -> Response[T]:
        """The response that shows what `act` returns, or returned before.

        Args:
            under: the path under which what was made can be read by its id.
            attempts: how often to try while `act` finds that something changed meanwhile; what it did before
                is undone each time.
        """
        for _ in range(attempts - 1):
            try:
                return self._answer(act, status, under)
            except Conflict as error:
                if error.code != "conversation-busy":
                    raise
        return self._answer(act, status, under)

    def _answer(self, act: Callable[[Services], T], status: int, under: str) -> Response[T]:
        if self._key is None:
            return self._response(status, msgspec.json.encode(act(self._services)), under, repeated=False)

        def act_within(store: Store) -> tuple[int, bytes]:
            return status, msgspec.json.encode(act(self._services.over(store)))

        tenant = self._request.auth.tenant
        answer = self._services.idempotency.once(tenant, self._key, self._digest, act_within)
        return self._response(answer.status, answer.body, under, repeated=answer.is_repeated)

    def _response(self, status: int, body: bytes, under: str, *, repeated: bool) -> Response[T]:
        headers = {"Idempotency-Replayed": "true"} if repeated else {}
        shown = msgspec.json.decode(body)
        if under:
            headers["Location"] = f"{under}/{shown['id']}"
        if "revision" in shown:
            headers["ETag"] = etag(shown["revision"])
        made = Response(body, status_code=status, media_type="application/json", headers=headers)
        return cast("Response[T]", made)


async def provide_once(
    request: JsonRequest, services: NamedDependency[Services], idempotency_key: Key = None
) -> Once:
    """What keeps this request from being done twice."""
    body = await request.body()
    digest = hashlib.sha256(b"\n".join([request.method.encode(), request.url.path.encode(), body]))
    return Once(services, request, idempotency_key, digest.hexdigest())


def etag(revision: Any) -> str:
    """The ETag of a revision.

    >>> etag(3)
    '"3"'
    """
    return f'"{revision}"'
