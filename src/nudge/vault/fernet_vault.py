"""Fernet: AES-128-CBC with HMAC-SHA256, from `cryptography`, over several keys."""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from nudge.domain.errors import Unavailable


class FernetVault:
    """A `Vault` that seals with the newest key and opens with any that it knows.

    To rotate: put a new key in front, seal again what is stored (`SqlStore.reseal`), take the old key away.

    Args:
        keys: 32 random bytes each in URL-safe base64, as `Fernet.generate_key` makes them; newest first.

    Raises:
        Unavailable: `vault-key-wrong` when there is no key, or one that isn't of this form.

    >>> old, new = FernetVault.new_key(), FernetVault.new_key()
    >>> sealed = FernetVault([old]).seal(b"words")
    >>> FernetVault([new, old]).open(sealed)
    b'words'
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            message = "The vault needs one or more keys of 32 bytes in URL-safe base64, one a line."
            raise Unavailable("vault-key-wrong", message, n_keys=len(keys)) from None

    @staticmethod
    def new_key() -> bytes:
        """A new random key."""
        return Fernet.generate_key()

    def seal(self, data: bytes) -> bytes:
        """Encrypted and authenticated with the newest key; a third longer, and 100 bytes."""
        return self._fernet.encrypt(data)

    def open(self, sealed: bytes) -> bytes:
        """What `seal` was given.

        Raises:
            Unavailable: `vault-key-wrong` when no known key opens it, or when it was changed.
        """
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken:
            message = (
                "What is stored can't be opened with the vault's keys; "
                "put back the key file that belongs to this database."
            )
            raise Unavailable("vault-key-wrong", message) from None
