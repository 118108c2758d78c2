"""The tables of `roundtables/` in a bank: modules with their sections, and the rules of every table."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from nudge.domain.roundtables import AskOf, SectionKind

FOLDER = "roundtables"
RULES_FILE = f"{FOLDER}/rules.toml"


class AskTable(msgspec.Struct, forbid_unknown_fields=True):
    """`ask` of a section: questions of the bank."""

    stage: Literal["reflect", "explore", "purpose", "act"]
    of: AskOf
    n: Annotated[int, Meta(ge=1, le=2)] = 1
    fixed: list[str] = []


class CueTable(msgspec.Struct, forbid_unknown_fields=True):
    """One of `cues` of a section: so many minutes before its end, or after its beginning."""

    text: str
    left: int | None = None
    at: int | None = None


class SectionTable(msgspec.Struct, forbid_unknown_fields=True):
    """`[[section]]` in roundtables/<module>.toml."""

    kind: SectionKind
    title: str
    minutes: int
    does: str
    cues: list[CueTable]
    reading: str = ""
    round: int = 0
    source: str = ""
    ask: AskTable | None = None


class ModuleTable(msgspec.Struct, forbid_unknown_fields=True):
    """`[module]` in roundtables/<module>.toml."""

    id: str
    version: int
    title: str
    themes: list[str]
    for_whom: str
    aim: str


class RuleTable(msgspec.Struct, forbid_unknown_fields=True):
    """`[[rule]]` in roundtables/rules.toml."""

    text: str


KINDS: Mapping[str, type[msgspec.Struct]] = {
    "module": ModuleTable,
    "section": SectionTable,
    "rule": RuleTable,
}
"""The tables of every file in the folder."""


def roundtable_files(directory: Path) -> list[str]:
    """The names of the files in a bank that are about roundtables."""
    return sorted(path.relative_to(directory).as_posix() for path in (directory / FOLDER).glob("*.toml"))
