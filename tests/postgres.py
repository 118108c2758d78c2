"""A PostgreSQL server for tests, started from the installed binaries and stopped at the end.

It listens on a Unix socket in a folder of its own, forgets durability for speed, and never runs as root.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

_FAST = (
    "fsync=off",
    "full_page_writes=off",
    "shared_buffers=16MB",
    "autovacuum=off",
)


def binaries() -> Path | None:
    """The folder with `initdb` and `postgres`, None when there is none on this machine."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "postgres").exists()), None)


def not_root() -> dict[str, Any]:
    """Arguments of `subprocess` that run a program as somebody else than root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


class PostgresServer:
    """One server with any number of databases."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._numbers = itertools.count(1)
        self._as = not_root()
        self._folder = Path(tempfile.mkdtemp(prefix="nudge-pg-", dir="/tmp"))
        if self._as:
            os.chown(self._folder, self._as["user"], self._as["group"])
        self._run(
            "initdb", "-D", "data", "-U", "nudge", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"
        )
        self._log = (self._folder / "log").open("wb")
        self._server = self._start()

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"test_{next(self._numbers)}"
        with self._connect() as db:
            db.execute(f'CREATE DATABASE "{name}" TEMPLATE template0'.encode())
        return f"postgresql://nudge@/{name}?host={self._folder}"

    def crash(self) -> None:
        """End it as if the power had failed."""
        self._server.send_signal(signal.SIGQUIT)
        self._server.wait(timeout=20)

    def restart(self) -> None:
        self._server = self._start()

    def stop(self) -> None:
        self.crash()  # nothing is to be kept, and an orderly end would take seconds
        self._log.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(host=str(self._folder), user="nudge", dbname="postgres", autocommit=True)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        done = subprocess.run(
            command, cwd=self._folder, capture_output=True, text=True, check=False, **self._as
        )
        assert done.returncode == 0, done.stderr

    def _start(self) -> subprocess.Popen[bytes]:
        settings = [part for setting in _FAST for part in ("-c", setting)]
        command = [
            str(self._programs / "postgres"),
            "-D",
            "data",
            "-k",
            str(self._folder),
            "-h",
            "",
            *settings,
        ]
        server = subprocess.Popen(command, cwd=self._folder, stdout=self._log, stderr=self._log, **self._as)
        deadline = time.monotonic() + 30
        while server.poll() is None and time.monotonic() < deadline:
            try:
                self._connect().close()
                return server
            except psycopg.OperationalError:
                time.sleep(0.05)
        server.kill()
        raise RuntimeError((self._folder / "log").read_text())
