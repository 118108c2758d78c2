"""The manifest says which files are the models, and nothing else is taken for them."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from nudge.domain.errors import Unavailable
from nudge.language.manifest import read_manifest

MODELS = Path(__file__).parents[2] / "models"
MANIFEST = """
[reader]
name = "small"
version = "2"
origin = "made here"
licence = "Apache-2.0"
directory = "reader"
[reader.sha256]
"weights.bin" = "{digest}"
"""


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A models directory with one model in it."""
    (tmp_path / "reader").mkdir()
    (tmp_path / "reader" / "weights.bin").write_bytes(b"weights")
    (tmp_path / "manifest.toml").write_text(MANIFEST.format(digest=sha256(b"weights").hexdigest()))
    return tmp_path


def test_the_right_file_is_found(models: Path) -> None:
    """Verifying gives the folder of the model."""
    manifest = read_manifest(models)
    assert manifest.verify("reader") == models / "reader"
    assert manifest.entry("reader").tag == "small@2"


def spoil(models: Path) -> None:
    (models / "reader" / "weights.bin").write_bytes(b"weightz")


def remove_file(models: Path) -> None:
    (models / "reader" / "weights.bin").unlink()


def remove_folder(models: Path) -> None:
    remove_file(models)
    (models / "reader").rmdir()


def name_missing_package(models: Path) -> None:
    path = models / "manifest.toml"
    path.write_text(path.read_text().replace('version = "2"', 'version = "2"\npackage = "no_such_pkg"'))


@pytest.mark.parametrize("harm", [spoil, remove_file, remove_folder, name_missing_package])
def test_any_other_file_is_refused(models: Path, harm: Callable[[Path], None]) -> None:
    """A wrong or missing model is `models-missing`, with how to mend it."""
    harm(models)
    with pytest.raises(Unavailable, match=r"scripts/setup") as caught:
        read_manifest(models).verify("reader")
    assert caught.value.code == "models-missing"
    assert caught.value.facts["model"] == "small@2"


@pytest.mark.parametrize("text", ["[reader", "[reader]\nname = 'a'", "reader = 1", "[reader]\nunknown = 1"])
def test_an_unreadable_manifest_is_refused(tmp_path: Path, text: str) -> None:
    """A manifest that can't be understood is `models-missing` too, never another exception."""
    (tmp_path / "manifest.toml").write_text(text)
    with pytest.raises(Unavailable) as caught:
        read_manifest(tmp_path)
    assert caught.value.code == "models-missing"


def test_a_missing_manifest_or_role_is_refused(models: Path, tmp_path: Path) -> None:
    """So are a models directory without a manifest and a role that it doesn't name."""
    with pytest.raises(Unavailable, match="NUDGE_MODELS"):
        read_manifest(tmp_path / "nowhere")
    with pytest.raises(Unavailable, match="no parser"):
        read_manifest(models).entry("parser")


def test_the_shipped_manifest_is_complete() -> None:
    """Every shipped model has an origin, a licence and a digest for its weights."""
    manifest = read_manifest(MODELS)
    assert {"encoder", "parser"} <= manifest.entries.keys()
    for entry in manifest.entries.values():
        assert entry.origin
        assert entry.licence
        assert all(len(digest) == 64 for digest in entry.sha256.values())
        assert entry.sha256


@pytest.mark.parametrize("role", ["encoder", "parser"])
def test_the_installed_models_are_the_ones(role: str) -> None:
    """What the locked dependencies installed has the digests of the manifest."""
    assert read_manifest(MODELS).verify(role).is_dir()
