"""`models/manifest.toml`: which model files are used, where they come from, and that they are the ones."""

from __future__ import annotations

import hashlib
import importlib.util
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nudge.domain.errors import Unavailable


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One model of the manifest.

    Attributes:
        role: what it does here: "encoder", "parser", …
        package: the Python package that holds it, or None when it lies in the models directory.
        directory: the folder inside the package or the models directory.
        install: what pip installs to get it; empty when it comes with the project.
        sha256: hexadecimal digest by file, relative to the folder.
    """

    role: str
    name: str
    version: str
    origin: str
    licence: str
    sha256: Mapping[str, str]
    package: str | None = None
    directory: str = ""
    install: str = ""

    @property
    def tag(self) -> str:
        """Name and version, as written into vectors and replays: "all-MiniLM-L6-v2@53aa5117"."""
        return f"{self.name}@{self.version}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The models of an installation by role, and the directory that the manifest was read from."""

    models_directory: Path
    entries: Mapping[str, ModelEntry]

    def entry(self, role: str) -> ModelEntry:
        """The model with this role.

        Raises:
            Unavailable: `models-missing` when the manifest has none.
        """
        try:
            return self.entries[role]
        except KeyError:
            raise Unavailable(
                "models-missing",
                f"The manifest {self.models_directory / 'manifest.toml'} names no {role}; "
                "take the manifest that comes with this release.",
                model=role,
            ) from None

    def locate(self, role: str) -> Path:
        """The folder of this model. The package that holds it isn't imported.

        Raises:
            Unavailable: `models-missing` when there is no such package or folder.
        """
        entry = self.entry(role)
        folder = self._home_of(entry) / entry.directory
        if not folder.is_dir():
            raise missing(entry, "isn't installed")
        return folder

    def verify(self, role: str) -> Path:
        """The folder of this model, after checking the digest of each of its files.

        Takes about 0.1 s for the encoder (90 MB).

        Raises:
            Unavailable: `models-missing` when a file isn't there or isn't the one of the manifest.
        """
        entry, folder = self.entry(role), self.locate(role)
        for file, expected in entry.sha256.items():
            path = folder / file
            if not path.is_file():
                raise missing(entry, f"has no file {file}")
            if sha256_of(path) != expected:
                raise missing(entry, f"has another {file} than the one in models/manifest.toml")
        return folder

    def _home_of(self, entry: ModelEntry) -> Path:
        if entry.package is None:
            return self.models_directory
        spec = importlib.util.find_spec(entry.package)
        if spec is None or not spec.submodule_search_locations:
            raise missing(entry, "isn't installed")
        return Path(spec.submodule_search_locations[0])


def read_manifest(models_directory: Path) -> Manifest:
    """Read `manifest.toml` in this directory.

    Raises:
        Unavailable: `models-missing` when there is none, or it can't be understood.
    """
    path = models_directory / "manifest.toml"
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        entries = {role: ModelEntry(role=role, **table) for role, table in tables.items()}
    except FileNotFoundError:
        raise Unavailable(
            "models-missing",
            f"There is no {path}; point NUDGE_MODELS at the models directory of this release.",
            model="manifest",
        ) from None
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise Unavailable(
            "models-missing", f"{path} can't be understood: {error}.", model="manifest"
        ) from error
    return Manifest(models_directory, entries)


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def missing(entry: ModelEntry, what: str) -> Unavailable:
    """The error for a model that can't be used, with what to do about it."""
    install = entry.install or "nudge"
    return Unavailable(
        "models-missing",
        f"The {entry.role} {entry.name} {what}; "
        f"scripts/setup or `pip install --force-reinstall {install}` mends it.",
        model=entry.tag,
    )
