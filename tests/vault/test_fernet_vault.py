from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudge.domain.errors import Unavailable
from nudge.vault.fernet_vault import FernetVault

OLD, NEW = FernetVault.new_key(), FernetVault.new_key()


@given(st.binary(max_size=5000))
def test_what_was_sealed_opens(data: bytes) -> None:
    """Byte for byte, and sealing twice doesn't show that it was the same."""
    vault = FernetVault([NEW])
    assert vault.open(vault.seal(data)) == data
    assert vault.seal(data) != vault.seal(data)


def test_the_newest_key_seals_and_every_key_opens() -> None:
    """After a new key was put in front, what is old opens, and what is new needs the new key."""
    sealed_before = FernetVault([OLD]).seal(b"words")
    both = FernetVault([NEW, OLD])
    assert both.open(sealed_before) == b"words"
    assert FernetVault([NEW]).open(both.seal(b"words")) == b"words"


@pytest.mark.parametrize(
    "spoil", [lambda s: s[:-1], lambda s: s[:40] + b"AAAA" + s[44:], lambda s: b"", bytes.lower]
)
def test_what_was_changed_doesnt_open(spoil) -> None:  # type: ignore[no-untyped-def]
    vault = FernetVault([NEW])
    with pytest.raises(Unavailable) as refused:
        vault.open(spoil(vault.seal(b"some words")))
    assert refused.value.code == "vault-key-wrong"


def test_a_wrong_key_opens_nothing() -> None:
    with pytest.raises(Unavailable) as refused:
        FernetVault([NEW]).open(FernetVault([OLD]).seal(b"words"))
    assert refused.value.code == "vault-key-wrong"


@pytest.mark.parametrize("keys", [[], [b"short"], [NEW, b""], [b"\xff" * 44]])
def test_a_malformed_key_is_refused_without_repeating_it(keys: list[bytes]) -> None:
    with pytest.raises(Unavailable) as refused:
        FernetVault(keys)
    assert refused.value.code == "vault-key-wrong"
    assert "short" not in refused.value.message
