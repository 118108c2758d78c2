"""Reads the body of a request as the command line does: strictly, and with the nearest spelling."""

from __future__ import annotations

from typing import Any

from litestar import Request
from litestar.datastructures import State

from nudge.api.bodies.decoding import decode
from nudge.api.keys import Caller
from nudge.domain.errors import Invalid


class JsonRequest(Request[None, Caller, State]):
    """A request whose body becomes what the route handler declares as `data`."""

    async def json(self) -> Any:
        """The body, decoded.

        Raises:
            Invalid: `media-type-unsupported`, `content-encoding-unsupported`; as `decode`.
        """
        media_type, _ = self.content_type
        if media_type and media_type != "application/json" and not media_type.endswith("+json"):
            raise Invalid(
                "media-type-unsupported", "Send JSON, with the header “Content-Type: application/json”."
            )
        if self.headers.get("content-encoding", "identity").lower() != "identity":
            raise Invalid("content-encoding-unsupported", "Send the body as it is, without Content-Encoding.")
        declared = self.route_handler.parsed_data_field
        return decode(await self.body(), declared.annotation if declared else object)
