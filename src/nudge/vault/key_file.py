"""The key file: made on the first start, read on every later one, readable by its owner only."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from nudge.domain.errors import Unavailable
from nudge.vault.fernet_vault import FernetVault


def keys_in(path: Path) -> Sequence[bytes]:
    """The keys of the file, newest first, one a line; the file is made with one new key if there is none.

    When several processes start at once, all get the key of the one that was first.

    Raises:
        Unavailable: `vault-key-unreadable` when the file can't be read or made,
            `vault-key-wrong` when it has no key.
    """
    try:
        if not path.exists():
            _make(path)
        keys = path.read_bytes().split()
    except OSError as error:
        message = f"The key file {path} can't be read or made ({error.strerror}); check its owner and mode."
        raise Unavailable("vault-key-unreadable", message) from None
    if not keys:
        message = f"The key file {path} is empty; put back the one that belongs to this database."
        raise Unavailable("vault-key-wrong", message)
    return keys


def vault_of(path: Path) -> FernetVault:
    """A vault with the keys of this file, which is made if there is none.

    Raises:
        Unavailable: as `keys_in`, and `vault-key-wrong` when a key is malformed.
    """
    return FernetVault(keys_in(path))


def _make(path: Path) -> None:
    """Write it under another name first, then link it: the file is whole or not there, never replaced."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # mode 0600 from the start
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(FernetVault.new_key() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        _link_unless_there(draft, path)
    finally:
        os.unlink(draft)
    _sync_folder(path.parent)


def _link_unless_there(draft: str, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        return  # another process was faster; its key counts


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
