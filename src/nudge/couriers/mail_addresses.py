"""Addresses of mail: what may stand in an envelope and in a header."""

from __future__ import annotations

import re

from nudge.domain.letters import NotDelivered

MOST_CHARACTERS = 254
MOST_LOCAL_CHARACTERS = 64
"""Source: RFC 5321, 4.5.3.1 (an octet limit; the erratum to it sets 254 for the whole address)."""

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-\u0080-\U0010ffff]+"
_LABEL = r"[A-Za-z0-9\u0080-\U0010ffff](?:[A-Za-z0-9\-\u0080-\U0010ffff]*[A-Za-z0-9\u0080-\U0010ffff])?"
_ADDRESS = re.compile(rf"(?P<local>{_LOCAL}(?:\.{_LOCAL})*)@(?P<domain>{_LABEL}(?:\.{_LABEL})*)")


def checked(address: str) -> tuple[str, str]:
    r"""Local part and domain of an address that can be written to.

    Quoted local parts and address literals aren't taken: nobody has them, and they are the way to smuggle.

    Raises:
        NotDelivered: final, `address-invalid`, for anything else, control characters and line ends first.

    >>> checked("ana@example.org")
    ('ana', 'example.org')
    >>> checked("ana@example.org\r\nBcc: ben@example.org")
    Traceback (most recent call last):
    nudge.domain.letters.NotDelivered: address-invalid
    """
    found = _ADDRESS.fullmatch(address) if address.isprintable() else None
    if found is None or not _is_encodable(address):
        raise NotDelivered("address-invalid", is_final=True)
    local, domain = found["local"], found["domain"]
    if len(address.encode()) > MOST_CHARACTERS or len(local.encode()) > MOST_LOCAL_CHARACTERS:
        raise NotDelivered("address-invalid", is_final=True)
    return local, domain


def _is_encodable(address: str) -> bool:
    return not any(0xD800 <= ord(char) <= 0xDFFF or char.isspace() for char in address)
