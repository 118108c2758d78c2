"""Vectors of the questions of a bank on disk, one safetensors file per bank and encoder."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load, save

Vectors = NDArray[np.float32]
MOST_FILES = 48
"""Files of one encoder; of more, those written longest ago go. Chosen: some 35 MB, and every change of an
organisation's own questions writes one."""

log = logging.getLogger(__name__)


class BankCache:
    """Keeps vectors by digest of the question they were made of. Losing it costs only time.

    Args:
        directory: made when needed. When it can't be written, a warning is logged and nothing is kept.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def read(self, bank: str, encoder: str) -> dict[bytes, Vectors]:
        """Rows by digest, of this bank or else of the newest other bank of this encoder.

        Empty when there is none. A damaged file is as good as none.
        """
        others = sorted(self._directory.glob(f"*-{_short(encoder)}.safetensors"), key=_age)
        for path in (self._path(bank, encoder), *others[:1]):
            rows = _read(path)
            if rows:
                return rows
        return {}

    def write(self, bank: str, encoder: str, digests: Sequence[bytes], vectors: Vectors) -> None:
        """Keep these rows for this bank: whole, or not at all."""
        data = save(
            {
                "digests": np.frombuffer(b"".join(digests), dtype=np.uint8).reshape(len(digests), -1),
                "vectors": np.ascontiguousarray(vectors),
                "check": _check(digests, vectors),
            }
        )
        path = self._path(bank, encoder)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                os.replace(temporary, path)
                self._forget_old(encoder)
            except BaseException:
                with contextlib.suppress(OSError):
                    os.unlink(temporary)
                raise
        except OSError as error:
            log.warning("bank vectors can't be kept in %s: %s", self._directory, error.strerror)

    def _forget_old(self, encoder: str) -> None:
        for old in sorted(self._directory.glob(f"*-{_short(encoder)}.safetensors"), key=_age)[MOST_FILES:]:
            old.unlink(missing_ok=True)

    def _path(self, bank: str, encoder: str) -> Path:
        return self._directory / f"{_short(bank)}-{_short(encoder)}.safetensors"


def _read(path: Path) -> dict[bytes, Vectors]:
    try:
        tensors = load(path.read_bytes())
        digests = [row.tobytes() for row in tensors["digests"]]
        vectors = tensors["vectors"]
        whole = tensors["check"].tobytes() == _check(digests, vectors).tobytes()
    except FileNotFoundError:
        return {}
    except (OSError, SafetensorError, KeyError, ValueError):
        whole = False
    if not whole:
        log.warning("%s is damaged; its vectors are computed again", path.name)
        return {}
    return dict(zip(digests, vectors, strict=True))


def _check(digests: Sequence[bytes], vectors: Vectors) -> NDArray[np.uint8]:
    digest = hashlib.sha256(b"".join(digests))
    digest.update(np.ascontiguousarray(vectors).tobytes())
    return np.frombuffer(digest.digest(), dtype=np.uint8)


def _age(path: Path) -> float:
    try:
        return -path.stat().st_mtime
    except OSError:
        return 0.0


def _short(name: str) -> str:
    """A name fit for a file, told apart by its digest where signs are lost."""
    plain = re.sub(r"[^A-Za-z0-9.@]+", "_", name)
    if plain == name and len(plain) <= 64:
        return plain
    return f"{plain[:40]}_{hashlib.sha256(name.encode()).hexdigest()[:12]}"
