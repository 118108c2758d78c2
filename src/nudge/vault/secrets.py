"""The secret part of API keys."""

from __future__ import annotations

import hashlib
import secrets
import string

_ALPHABET = string.ascii_letters + string.digits
_LENGTH = 32
"""Characters: 190 random bits, far beyond guessing, so that a plain digest is enough to keep."""


class KeySecrets:
    """The `Secrets` of the application."""

    def new(self) -> str:
        """A new secret of 190 random bits, letters and digits only."""
        return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))

    def digest(self, secret: str) -> str:
        """The SHA-256 of a secret in hexadecimal digits."""
        return hashlib.sha256(secret.encode()).hexdigest()
