from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nudge.domain.errors import Unavailable
from nudge.vault.fernet_vault import FernetVault
from nudge.vault.key_file import keys_in, vault_of


def test_the_first_start_makes_the_file(tmp_path: Path) -> None:
    """In a folder that may be missing, readable by the owner only, with nothing left beside it."""
    path = tmp_path / "var" / "vault.key"
    keys = keys_in(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["vault.key"]
    assert keys_in(path) == keys


def test_later_starts_read_it(tmp_path: Path) -> None:
    path = tmp_path / "vault.key"
    sealed = vault_of(path).seal(b"words")
    assert vault_of(path).open(sealed) == b"words"


def test_a_new_key_goes_in_front(tmp_path: Path) -> None:
    """Rotation is one more line at the top."""
    path = tmp_path / "vault.key"
    sealed = vault_of(path).seal(b"words")
    path.write_bytes(FernetVault.new_key() + b"\n" + path.read_bytes())
    assert len(keys_in(path)) == 2
    assert vault_of(path).open(sealed) == b"words"


def test_processes_that_start_at_once_get_the_same_key(tmp_path: Path) -> None:
    """Four processes find no file in the same moment; one key comes out of it."""
    script = (
        "import sys, time; from pathlib import Path; from nudge.vault.key_file import keys_in\n"
        "while time.time() < float(sys.argv[2]): pass\n"
        "print(keys_in(Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "vault.key"), str(time.time() + 2)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert len({process.communicate(timeout=30)[0] for process in running}) == 1
    assert [process.returncode for process in running] == [0] * 4


def test_an_empty_file_is_refused_and_not_replaced(tmp_path: Path) -> None:
    """A new key would make everything stored unreadable for good."""
    path = tmp_path / "vault.key"
    path.write_bytes(b"\n")
    with pytest.raises(Unavailable) as refused:
        keys_in(path)
    assert refused.value.code == "vault-key-wrong"
    assert path.read_bytes() == b"\n"


def test_a_place_that_cant_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file" / "vault.key", tmp_path):
        with pytest.raises(Unavailable) as refused:
            keys_in(path)
        assert refused.value.code == "vault-key-unreadable"
        assert os.strerror(0) not in refused.value.message
