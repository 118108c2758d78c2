"""Signed links: what a tap may do, in a token fit for a URL path, with no word and no name in it."""

from __future__ import annotations

import hashlib
import re
from base64 import urlsafe_b64decode
from collections.abc import Sequence
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from itsdangerous import BadSignature, TimestampSigner

from nudge.domain.errors import Invalid, Unavailable
from nudge.domain.letters import Tap, TapAction

LIFETIME = timedelta(days=14)
"""Chosen: from one conversation to the next. Whoever finds an old letter later can't act for its reader."""
LONGEST_TOKEN = 512
"""Characters. Ours have about 190."""
_CONTEXT = b"nudge: what a tap may do, v1"
_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")


class SignedLinks:
    """The `Links` of the application: HMAC-SHA256 under a key of its own, derived from the vault's.

    Signs with the newest key, reads with any. A key that is taken away takes its links with it.

    Args:
        keys: of the vault, newest first; see `FernetVault`.

    Raises:
        Unavailable: `vault-key-wrong` when there is no key, or one that isn't of this form.

    >>> from datetime import UTC
    >>> from nudge.vault.fernet_vault import FernetVault
    >>> links, now = SignedLinks([FernetVault.new_key()]), datetime(2026, 3, 2, tzinfo=UTC)
    >>> tap = Tap("ten_1", "par_1", "ple_1", "nud_1", TapAction.DONE)
    >>> links.read(links.sign(tap, now=now), now=now) == tap
    True
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._keys = derived_keys(keys, _CONTEXT)

    def sign(self, tap: Tap, *, now: datetime) -> str:
        """A token of letters, digits, “.”, “_” and “-”, about 190 characters for ids of ours.

        Raises:
            Invalid: `link-invalid` for an id that couldn't be read back.
        """
        ids = (tap.tenant, tap.participant, tap.pledge, tap.nudge)
        if not all(_ID.fullmatch(one) for one in ids):
            raise _invalid()
        return self._signer(now).sign(".".join((*ids, tap.action))).decode("ascii")

    def read(self, token: str, *, now: datetime) -> Tap:
        """What it lets its holder do.

        A token from a little in the future is fine: clocks of several machines differ.

        Raises:
            Invalid: `link-invalid`; `link-expired` after 14 days, with the fact `tenant`.
        """
        if not token.isascii() or len(token) > LONGEST_TOKEN:
            raise _invalid()
        try:
            value, signed_at = self._signer(now).unsign(token, return_timestamp=True)
        except (BadSignature, ValueError, OverflowError):
            raise _invalid() from None
        tap = _tap(value.decode("ascii"))
        if now - signed_at >= LIFETIME:
            message = f"Links work for {LIFETIME.days} days; this one is older."
            raise Invalid("link-expired", message, days=LIFETIME.days, tenant=tap.tenant)
        return tap

    def _signer(self, now: datetime) -> _SignerAt:
        return _SignerAt(self._keys, now)


class _SignerAt(TimestampSigner):
    """Signs with the time that it is told."""

    def __init__(self, keys: Sequence[bytes], now: datetime) -> None:
        super().__init__(list(keys), salt=b"-", key_derivation="none", digest_method=hashlib.sha256)
        self._now = now

    def get_timestamp(self) -> int:
        """Seconds since 1970."""
        return int(self._now.timestamp())


def derived_keys(keys: Sequence[bytes], context: bytes) -> list[bytes]:
    """Keys to sign with, 32 bytes each, the newest last, as the signer wants them.

    Args:
        keys: of the vault, newest first.
        context: what is signed; other contexts have other keys.

    Raises:
        Unavailable: `vault-key-wrong`.
    """
    if not keys:
        raise Unavailable("vault-key-wrong", "Links are signed with the vault's keys; it has none.")
    return [_derived(key, context) for key in reversed(keys)]


def _derived(key: bytes, context: bytes) -> bytes:
    try:
        secret = urlsafe_b64decode(key)
    except ValueError:
        secret = b""
    if len(secret) != 32:
        message = "The vault needs keys of 32 bytes in URL-safe base64, one a line."
        raise Unavailable("vault-key-wrong", message)
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=context).derive(secret)


def _tap(value: str) -> Tap:
    parts = value.split(".")
    if len(parts) != 5 or parts[4] not in set(TapAction):
        raise _invalid()
    tenant, participant, pledge, nudge, action = parts
    return Tap(tenant, participant, pledge, nudge, TapAction(action))


def _invalid() -> Invalid:
    return Invalid("link-invalid", "This isn't a link of ours, or it is incomplete.")
