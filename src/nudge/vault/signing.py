"""Keys that sign webhooks, in the forms of Standard Webhooks: shared secrets, and Ed25519 key pairs.

Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import binascii
import secrets

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SECRET, PRIVATE, PUBLIC = "whsec_", "whsk_", "whpk_"
SECRET_BYTES = 32
"""Chosen: the length of the SHA-256 that it keys; the standard wants 24 to 64."""


class WebhookSigning:
    """The `Signing` of the application.

    >>> signing = WebhookSigning()
    >>> private = signing.new_key()
    >>> private[:5], signing.public(private)[:5], len(signing.sign(private, b"what is said"))
    ('whsk_', 'whpk_', 64)
    """

    def new_secret(self) -> str:
        """A new shared secret: "whsec_" and 32 random bytes in base64."""
        return SECRET + _said(secrets.token_bytes(SECRET_BYTES))

    def new_key(self) -> str:
        """A new private key: "whsk_" and its 32 bytes in base64."""
        return PRIVATE + _said(Ed25519PrivateKey.generate().private_bytes_raw())

    def public(self, private: str) -> str:
        """The public key to a private one: "whpk_" and its 32 bytes in base64.

        Raises:
            ValueError: when it isn't a private key.
        """
        return PUBLIC + _said(_key(private).public_key().public_bytes_raw())

    def sign(self, private: str, content: bytes) -> bytes:
        """The 64 bytes of the signature; the same for the same content.

        Raises:
            ValueError: when it isn't a private key.
        """
        return _key(private).sign(content)


def _said(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _key(private: str) -> Ed25519PrivateKey:
    try:
        data = base64.b64decode(private.removeprefix(PRIVATE), validate=True)
        return Ed25519PrivateKey.from_private_bytes(data)
    except (binascii.Error, ValueError):
        raise ValueError("This isn't an Ed25519 private key in base64.") from None
