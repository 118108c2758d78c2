"""The files of a question bank as they lie on disk: one class per kind of table, and where a table stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from nudge.domain.follow_ups import CoachAudience, Cue
from nudge.domain.spelling import did_you_mean


class ValueTable(msgspec.Struct, forbid_unknown_fields=True):
    """`[[driver.value]]` in vocabulary.toml."""

    id: str
    name: str
    phrase: str
    definition: str
    aliases: list[str] = []
    self_descriptions: list[str] = []


class DriverTable(msgspec.Struct, forbid_unknown_fields=True):
    """`[[driver]]` in vocabulary.toml."""

    id: str
    name: str
    question: str
    value: list[ValueTable]


class ThemeTable(msgspec.Struct, forbid_unknown_fields=True):
    """`[[theme]]` in vocabulary.toml."""

    id: str
    phrase: str
    says: list[str] = []
    opt_in: bool = False


class SchemeTable(msgspec.Struct, forbid_unknown_fields=True):
    """`[scheme]` in vocabulary.toml."""

    name: str
    version: int


class StageTable(msgspec.Struct, forbid_unknown_fields=True):
    """`[[stage]]` in vocabulary.toml."""

    id: Literal["reflect", "explore", "purpose", "act"]
    opens: str


class Curated(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What every text carries: an id for good, whether it is served, which rules it may break, and why."""

    id: str
    version: int
    status: Literal["published", "draft", "retired"] = "published"
    allow: list[str] = []
    because: str = ""


class QuestionTable(Curated):
    """`[[question]]` in questions/<stage>.toml."""

    depth: Literal[1, 2, 3]
    text: str
    fits: str = ""
    purposes: list[str] = []
    themes: list[str] = []
    audience: Literal["any", "new", "experienced"] = "any"
    formats: list[Literal["pair", "roundtable"]] = msgspec.field(
        default_factory=lambda: ["pair", "roundtable"]
    )
    needs: list[str] = []
    with_slot: dict[Literal["pledge", "person", "quote"], str] = {}


class CheckInTable(Curated):
    """`[[check_in]]` in check_ins.toml."""

    outcome: Literal["kept", "partly", "changed", "dropped", "not_said", "first"]
    text: str
    with_slot: dict[Literal["pledge", "quote"], str] = {}


class MissingPieceTable(Curated):
    """`[[missing_piece]]` in missing_pieces.toml."""

    facet: Literal["action", "when", "measure", "context", "ownership", "commitment"]
    text: str
    kinds: list[Literal["act", "habit", "notice", "wait"]] = msgspec.field(
        default_factory=lambda: ["act", "habit"]
    )
    levels: list[Literal[0, 1]] = msgspec.field(default_factory=lambda: [0, 1])
    sorts: list[
        Literal[
            "talk",
            "write",
            "delegate",
            "decide",
            "plan",
            "stop",
            "listen",
            "learn",
            "meet",
            "health",
            "none",
            "several",
        ]
    ] = []


class NudgeTable(Curated):
    """`[[nudge]]` in nudges/<moment>.toml."""

    kinds: list[Literal["act", "habit", "notice", "wait"]]
    tone: Literal["plain", "warm"]
    subject: str
    text: str
    why: str
    with_slot: dict[Literal["pledge", "quote", "ask_pledge", "ask_quote"], str]


class FollowUpTable(Curated):
    """`[[follow_up]]` in follow_ups/<move>.toml."""

    text: str
    cues: list[Cue]
    fits: list[str]
    not_after: list[str]
    coach: CoachAudience = CoachAudience.ANY
    with_slot: dict[Literal["phrase", "feeling", "person"], str] = {}


class TipTable(Curated):
    """`[[tip]]` in tips.toml: for coaches with so many conversations, from first to last."""

    text: str
    for_sessions: list[int]
    situations: list[str]


class OptionTable(msgspec.Struct, forbid_unknown_fields=True):
    """`[[item.option]]` in questionnaire.toml."""

    value: str
    text: str


class ItemTable(msgspec.Struct, forbid_unknown_fields=True):
    """`[[item]]` in questionnaire.toml."""

    id: str
    driver: str
    text: str
    why_asked: str
    option: list[OptionTable]


class FixedSetTable(msgspec.Struct, forbid_unknown_fields=True):
    """`[[set]]` in fixed_sets.toml: four question ids, one per stage."""

    session_number: int
    questions: list[str]


@dataclass(frozen=True, slots=True, order=True)
class BankProblem:
    """Something in the bank that a writer has to mend. `line` counts from 1."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """As editors understand it: file:line: message."""
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class BankFile:
    """One TOML file, read once; finds the line of a table or of a key in it."""

    path: Path
    name: str
    text: str

    def line_of(self, kind: str, position: int, key: str | None = None) -> int:
        """Line of the `position`-th `[[kind]]` (from 0), or of `key` inside it."""
        lines = self.text.splitlines()
        header = re.compile(rf"^\s*\[\[?\s*{re.escape(kind)}\s*\]\]?")
        headers = [number for number, line in enumerate(lines) if header.match(line)]
        if position >= len(headers):
            return 1
        start = headers[position]
        end = headers[position + 1] if position + 1 < len(headers) else len(lines)
        if key is not None:
            assignment = re.compile(rf'^\s*"?{re.escape(key)}"?\s*=')
            for number in range(start, end):
                if assignment.match(lines[number]):
                    return number + 1
        return start + 1


_UNKNOWN = re.compile(r"unknown field `(?P<field>[^`]+)`")
_PLACE = re.compile(r" - at (?:`key` in )?`\$(?P<path>[^`]*)`")


def explain(error: msgspec.ValidationError, table: type[msgspec.Struct]) -> tuple[str, str | None]:
    """What is wrong with a table in a sentence, and the key it is about, where one can be named."""
    message = str(error)
    unknown = _UNKNOWN.search(message)
    place = _PLACE.search(message)
    key = place["path"].strip(".").split(".")[0].split("[")[0] if place else None
    if unknown:
        field = unknown["field"]
        hint = "" if key else f" {did_you_mean(field, table.__struct_fields__)}"
        return f"unknown field “{field}”.{hint}", field
    return _PLACE.sub("", message).replace("`", "") + (f" in “{key}”" if key else ""), key
