"""A file of JSON lines, for trying things out and for other programs to read."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import threading
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from nudge.domain.letters import Letter, NotDelivered
from nudge.domain.records import Participant


class FileCourier:
    """Appends letters to a file that only its owner may read, one a line, and sees them to the disk.

    Args:
        path: of the file; it is made by the first letter.
    """

    name = "file"
    deduplicates = False
    waits: Sequence[timedelta] = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def address(self, participant: Participant) -> str | None:
        """Everybody can be written down."""
        return participant.ref

    def send(self, letter: Letter) -> str:
        """Append the letter; returns "written".

        Raises:
            NotDelivered: `disk-full` or `file-unwritable`; then nothing of it is in the file.
        """
        line = (json.dumps(_record(letter), ensure_ascii=True) + "\n").encode()
        try:
            with self._lock:
                _append(self._path, line)
        except OSError as error:
            is_full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
            problem = NotDelivered("disk-full" if is_full else "file-unwritable")
        else:
            return "written"
        raise problem


def _append(path: Path, line: bytes) -> None:
    """All of the line or nothing, whoever else is writing."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    file = os.open(path, flags, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        before = os.fstat(file).st_size
        try:
            if os.write(file, line) < len(line):
                raise OSError(errno.ENOSPC, "short write")
            os.fsync(file)
        except OSError:
            os.ftruncate(file, before)
            raise
    finally:
        os.close(file)


def _record(letter: Letter) -> dict[str, object]:
    return {
        "id": letter.id,
        "tenant": letter.tenant,
        "participant": letter.participant,
        "ref": letter.ref,
        "to": letter.to,
        "moment": letter.moment.value,
        "template": letter.template,
        "subject": letter.subject,
        "text": letter.text,
        "why": letter.why,
        "due_at": letter.due_at.isoformat(),
        "sent_at": letter.sent_at.isoformat(),
        "links": {action.value: link for action, link in letter.links.items()},
        "unsubscribe": letter.unsubscribe,
    }
