"""A `Signing` whose keys can be foreseen; what it signs, anybody could."""

from __future__ import annotations

import base64
import hashlib
import itertools


class FakeSigning:
    """Numbered keys in the right forms."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def new_secret(self) -> str:
        return f"whsec_{_of(f'secret {next(self._numbers)}')}"

    def new_key(self) -> str:
        return f"whsk_{_of(f'key {next(self._numbers)}')}"

    def public(self, private: str) -> str:
        return f"whpk_{_of(private)}"

    def sign(self, private: str, content: bytes) -> bytes:
        return hashlib.sha512(self.public(private).encode() + content).digest()


def _of(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
