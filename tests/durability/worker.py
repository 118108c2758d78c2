"""A process that sends nudges until it is told to stop, or killed: `python -m tests.durability.worker`."""

from __future__ import annotations

import argparse
import logging
import resource
import signal
import sys
import threading
from pathlib import Path

from tests.durability.parts import ShiftedClock, Wire, engine_on, open_store


def listen_for_hunger(folder: Path) -> None:
    """From SIGUSR2 on no file may grow, as on a full disk, until SIGUSR1 comes."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)

    def starve(*_: object) -> None:
        largest = max(file.stat().st_size for file in folder.iterdir() if file.is_file())
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, most))

    def feed(*_: object) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    signal.signal(signal.SIGUSR2, starve)
    signal.signal(signal.SIGUSR1, feed)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--url", required=True)
    options.add_argument("--folder", type=Path, required=True)
    options.add_argument("--deduplicates", action="store_true")
    options.add_argument("--no-fsync", action="store_true")
    options.add_argument("--lock-timeout", type=float, default=5.0)
    options.add_argument("--lease", type=float, default=5.0)
    options.add_argument("--sweep-every", type=float, default=1.0)
    given = options.parse_args()
    listen_for_hunger(given.folder)
    logging.basicConfig(level=logging.WARNING, format="%(process)d %(name)s %(message)s")
    clock = ShiftedClock(given.folder / "ahead")
    wire = Wire(given.folder / "wire", deduplicates=given.deduplicates, fsync=not given.no_fsync)
    store = open_store(given.url, given.folder, lock_timeout=given.lock_timeout)
    engine = engine_on(
        store,
        given.url,
        given.folder,
        clock=clock,
        couriers={"wire": wire},
        sweep_every=given.sweep_every,
        lease=given.lease,
    )
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    engine.start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    told.wait()
    engine.stop()
    store.close()


if __name__ == "__main__":
    main()
