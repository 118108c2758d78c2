"""Checks every model file against models/manifest.toml."""

from nudge.language.manifest import read_manifest
from nudge.settings import Settings


def main() -> None:
    manifest = read_manifest(Settings().models)
    for role, entry in manifest.entries.items():
        manifest.verify(role)
        print(f"  {role}: {entry.tag}, as in the manifest")


if __name__ == "__main__":
    main()
