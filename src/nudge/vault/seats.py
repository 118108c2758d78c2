"""Seat tokens: who may take part in which conversation until when, signed. A name in one is sealed."""

from __future__ import annotations

import hashlib
import re
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import UTC, datetime

from itsdangerous import BadSignature, Signer

from nudge.domain.errors import Invalid, Unauthenticated
from nudge.domain.seats import Seat
from nudge.vault.fernet_vault import FernetVault
from nudge.vault.links import derived_keys

PREFIX = "seat_"
LONGEST_TOKEN = 768
"""Characters. Ours have about 180, and up to 500 with a name in them."""
_CONTEXT = b"nudge: who may take a seat, v1"
_NAME_CONTEXT = b"nudge: a name in a seat, v1"
_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")
_SECONDS = re.compile(r"[0-9]{1,12}")
_N_PARTS = 4
"""Of what is signed; a name is the fifth."""


class SignedSeats:
    """The `SeatTokens` of the application: HMAC-SHA256 under a key of its own, derived from the vault's.

    Signs with the newest key, reads with any. A key that is taken away takes its seats with it. A name is
    encrypted besides, under another such key: tokens stand in addresses, and those in the logs of proxies.

    Args:
        keys: of the vault, newest first; see `FernetVault`.

    Raises:
        Unavailable: `vault-key-wrong` when there is no key, or one that isn't of this form.

    >>> from nudge.vault.fernet_vault import FernetVault
    >>> seats = SignedSeats([FernetVault.new_key()])
    >>> seat = Seat("ten_1", "con_1", "par_1", datetime(2026, 3, 2, tzinfo=UTC))
    >>> seats.read(seats.sign(seat)) == seat
    True
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._signer = Signer(
            derived_keys(keys, _CONTEXT), salt=b"-", key_derivation="none", digest_method=hashlib.sha256
        )
        newest_first = reversed(derived_keys(keys, _NAME_CONTEXT))
        self._names = FernetVault([urlsafe_b64encode(key) for key in newest_first])

    def sign(self, seat: Seat) -> str:
        """A token of letters, digits, “.”, “_” and “-”, about 180 characters for ids of ours.

        Raises:
            Invalid: `seat-invalid` for an id that couldn't be read back.
        """
        ids = (seat.tenant, seat.conversation, seat.participant)
        if not all(_ID.fullmatch(one) for one in ids):
            raise Invalid("seat-invalid", "A seat is for ids of ours.")
        sealed = [self._sealed(seat.partner_name)] if seat.partner_name else []
        value = ".".join((*ids, str(int(seat.expires_at.timestamp())), *sealed))
        return PREFIX + self._signer.sign(value).decode("ascii")

    def read(self, token: str) -> Seat:
        """The seat, whether or not it has expired.

        Raises:
            Unauthenticated: `seat-invalid`.
        """
        if not token.isascii() or not token.startswith(PREFIX) or len(token) > LONGEST_TOKEN:
            raise _invalid()
        try:
            value = self._signer.unsign(token.removeprefix(PREFIX)).decode("ascii")
        except (BadSignature, ValueError):
            raise _invalid() from None
        return self._seat(value.split("."))

    def _seat(self, parts: Sequence[str]) -> Seat:
        if len(parts) not in (_N_PARTS, _N_PARTS + 1) or not _SECONDS.fullmatch(parts[3]):
            raise _invalid()
        tenant, conversation, participant, seconds, *sealed = parts
        name = self._opened(sealed[0]) if sealed else ""
        return Seat(tenant, conversation, participant, datetime.fromtimestamp(int(seconds), UTC), name)

    def _sealed(self, name: str) -> str:
        """Without the “=” at the end, which an address would have to escape."""
        return self._names.seal(name.encode()).decode("ascii").rstrip("=")

    def _opened(self, sealed: str) -> str:
        return self._names.open((sealed + "=" * (-len(sealed) % 4)).encode()).decode()


def _invalid() -> Unauthenticated:
    return Unauthenticated("seat-invalid", "This isn't a seat token of ours, or it is incomplete.")
