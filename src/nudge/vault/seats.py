"""Seat tokens: who may take part in which conversation until when, signed, with no word and no name in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from itsdangerous import BadSignature, Signer

from nudge.domain.errors import Invalid, Unauthenticated
from nudge.domain.seats import Seat
from nudge.vault.links import derived_keys

PREFIX = "seat_"
LONGEST_TOKEN = 512
"""Characters. Ours have about 180."""
_CONTEXT = b"nudge: who may take a seat, v1"
_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")
_SECONDS = re.compile(r"[0-9]{1,12}")


class SignedSeats:
    """The `SeatTokens` of the application: HMAC-SHA256 under a key of its own, derived from the vault's.

    Signs with the newest key, reads with any. A key that is taken away takes its seats with it.

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

    def sign(self, seat: Seat) -> str:
        """A token of letters, digits, “.”, “_” and “-”, about 180 characters for ids of ours.

        Raises:
            Invalid: `seat-invalid` for an id that couldn't be read back.
        """
        ids = (seat.tenant, seat.conversation, seat.participant)
        if not all(_ID.fullmatch(one) for one in ids):
            raise Invalid("seat-invalid", "A seat is for ids of ours.")
        value = ".".join((*ids, str(int(seat.expires_at.timestamp()))))
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
        return _seat(value)


def _seat(value: str) -> Seat:
    parts = value.split(".")
    if len(parts) != 4 or not _SECONDS.fullmatch(parts[3]):
        raise _invalid()
    tenant, conversation, participant, seconds = parts
    return Seat(tenant, conversation, participant, datetime.fromtimestamp(int(seconds), UTC))


def _invalid() -> Unauthenticated:
    return Unauthenticated("seat-invalid", "This isn't a seat token of ours, or it is incomplete.")
