"""Names of processes: each has its own and gets it back after a restart.

Two processes of one name would take up each other's work. So the name lies in a file that a process keeps
locked as long as it lives; the system lets go of the lock however the process ends.
"""

from __future__ import annotations

import fcntl
import os
import uuid
from pathlib import Path

MOST = 1000
"""Processes that share a folder. Chosen: beyond any machine."""


class Executor:
    """A name held by this process.

    Args:
        folder: of the names; made when it isn't there.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = _first_free(folder)
        self.name = _name_in(self._file)

    def release(self) -> None:
        """Let another process have the name."""
        os.close(self._file)


def _first_free(folder: Path) -> int:
    for n in range(MOST):
        file = os.open(folder / f"{n}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
        else:
            return file
    raise RuntimeError(f"more than {MOST} processes share {folder}")


def _name_in(file: int) -> str:
    """The name that was written there before, else a new one that no other machine has."""
    before = os.pread(file, 64, 0).decode("ascii", "ignore").strip()
    if len(before) == 32:
        return before
    name = uuid.uuid4().hex
    os.ftruncate(file, 0)
    os.pwrite(file, f"{name}\n".encode(), 0)
    os.fsync(file)
    return name
