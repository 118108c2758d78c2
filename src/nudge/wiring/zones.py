"""After an update of the time zone data, what waits is put right once, beside everything else."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from nudge.app.zone_changes import ZoneChanges
from nudge.domain.errors import Unavailable
from nudge.domain.wall_clock import tz_data_version

log = logging.getLogger("nudge")


def follow_zone_changes(changes: ZoneChanges, data: Path) -> threading.Thread:
    """Look through what waits, in a thread of its own, when these data haven't been seen here before.

    Args:
        data: the directory in which the version that was seen last is noted.
    """
    thread = threading.Thread(target=_follow, args=(changes, data / "tz_data"), name="zones", daemon=True)
    thread.start()
    return thread


def _follow(changes: ZoneChanges, note: Path) -> None:
    version = tz_data_version()
    if note.exists() and note.read_text() == version:
        return
    try:
        n_moved = changes.follow()
    except Unavailable as error:
        log.warning("Time zones will be looked at with the next start: %s", error.code)
        return
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(version)
    log.info("The time zone data are of %s; %d nudges were moved", version, n_moved)
