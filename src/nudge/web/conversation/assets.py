"""Style and scripts of the conversation page: files of ours, named with a digest of what is in them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from litestar import Response
from litestar.exceptions import NotFoundException

WEB = Path(__file__).parent.parent
FILES = {
    "style.css": WEB / "style.css",
    "conversation.css": WEB / "conversation.css",
    "htmx.js": WEB / "assets" / "htmx-2.0.11.min.js",
    "conversation.js": WEB / "assets" / "conversation.js",
    "live.js": WEB / "assets" / "live.js",
}
HEADERS = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
_MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file, as it is sent."""

    content: bytes
    media_type: str

    @property
    def digest(self) -> str:
        """Another content has another address."""
        return hashlib.sha256(self.content).hexdigest()[:12]


class Assets:
    """The files by name."""

    def __init__(self) -> None:
        self._assets = {
            name: Asset(path.read_bytes(), _MEDIA_TYPES[path.suffix]) for name, path in FILES.items()
        }

    def addresses(self) -> Mapping[str, str]:
        """Where each file is, seen from `/c/`."""
        return {name: f"assets/{name}?{asset.digest}" for name, asset in self._assets.items()}

    def get(self, name: str) -> Response[bytes]:
        """A file.

        Raises:
            NotFoundException: when there is none of this name.
        """
        if name not in self._assets:
            raise NotFoundException
        asset = self._assets[name]
        return Response(asset.content, media_type=asset.media_type, headers=HEADERS)
