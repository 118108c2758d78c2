"""What the pages say, from `texts.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class Texts:
    """The texts by place, such as "done.open"."""

    def __init__(self, path: Path) -> None:
        self._tables: Mapping[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))

    def at(self, place: str, **slots: object) -> Mapping[str, str]:
        """The texts of one page, their slots filled as far as they are given."""
        table: Any = self._tables
        for name in place.split("."):
            table = table[name]
        return {name: text.format_map(_Slots(slots)) for name, text in table.items() if type(text) is str}


class _Slots(dict[str, object]):
    """Slots, of which those that aren't given stay to be filled later."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"
