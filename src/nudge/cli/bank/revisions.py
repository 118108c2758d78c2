"""Banks by name: a folder, or a git revision of the configured one."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from nudge.domain.errors import Invalid


@contextmanager
def bank_called(name: str, configured: Path) -> Iterator[Path]:
    """The folder of a bank; one that is only in git is taken out of it for as long as it is needed.

    Args:
        name: a folder, or a revision such as "HEAD~3" of the repository that the configured bank lies in.

    Raises:
        Invalid: `bank-unknown` when it is neither.
    """
    if Path(name).is_dir():
        yield Path(name)
        return
    with TemporaryDirectory(prefix="nudge-bank-") as folder:
        _extract(name, configured.resolve(), Path(folder))
        yield Path(folder)


def _extract(revision: str, bank: Path, folder: Path) -> None:
    """Everything below the bank's folder, as it was in that revision."""
    if revision.startswith("-") or not bank.is_dir():
        raise _unknown(revision, bank)
    command = ["git", "-C", str(bank), "archive", "--format=tar", revision, "."]
    try:
        packed = subprocess.run(command, check=True, capture_output=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise _unknown(revision, bank) from error
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")


def _unknown(name: str, bank: Path) -> Invalid:
    return Invalid(
        "bank-unknown",
        f"“{name}” is neither a folder nor a git revision in which {bank} is; give one such as HEAD~3.",
    )
