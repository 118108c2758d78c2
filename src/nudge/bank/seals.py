"""`seal.toml` of a bank: every id that was ever published, with its version and a digest of its words."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

from nudge.bank.files import Curated, NudgeTable
from nudge.bank.references import Placed, Tables
from nudge.domain.editorial.identity import Entry, Seal, Sealed, digest_of
from nudge.domain.errors import Invalid

FILE = "seal.toml"
_HEAD = (
    "# Every id ever published, with its version and a digest of its words. Written by `nudge bank seal`.\n"
)


def read_seal(directory: Path) -> Seal:
    """The seal of a bank; empty when there is none yet.

    Raises:
        Invalid: `seal-unreadable` when the file isn't what `nudge bank seal` writes.
    """
    path = directory / FILE
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        return {
            (kind, text_id): Sealed(int(row["version"]), str(row["digest"]), bool(row.get("retired", False)))
            for kind, rows in tables.items()
            for text_id, row in rows.items()
        }
    except (
        tomllib.TOMLDecodeError,
        UnicodeDecodeError,
        AttributeError,
        KeyError,
        TypeError,
        ValueError,
    ) as error:
        raise Invalid(
            "seal-unreadable", f"{path} isn't what `nudge bank seal` writes; take it from the last release."
        ) from error


def write_seal(directory: Path, seal: Seal) -> None:
    """Write the seal, sorted, a line for each id."""
    lines = [_HEAD]
    for kind, keys in groupby(sorted(seal), key=lambda key: key[0]):
        lines.append(f"\n[{kind}]\n")
        lines += [f"{json.dumps(text_id)} = {_row(seal[kind, text_id])}\n" for _, text_id in keys]
    (directory / FILE).write_text("".join(lines), encoding="utf-8")


def _row(sealed: Sealed) -> str:
    retired = ", retired = true" if sealed.is_retired else ""
    return f'{{ version = {sealed.version}, digest = "{sealed.digest}"{retired} }}'


def lines_of_ids(directory: Path) -> Mapping[str, int]:
    """The line of each id in the seal, from 1."""
    path = directory / FILE
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {line.split('"')[1]: number for number, line in enumerate(lines, 1) if line.startswith('"')}


def entries_of(tables: Tables) -> tuple[Entry, ...]:
    """Everything in a bank that has an id and a version."""
    return tuple(
        Entry(
            placed.kind,
            placed.table.id,
            placed.table.version,
            digest_of(words_of(placed).values()),
            placed.table.status,
        )
        for placed in tables.placed
        if isinstance(placed.table, Curated)
    )


def words_of(placed: Placed) -> Mapping[str, str]:
    """What a text says, by key: "text", fields beside it, and its slots in the order of their names."""
    table = placed.table
    fields = ("text", "subject", "why") if isinstance(table, NudgeTable) else ("text",)
    slots: Mapping[str, str] = getattr(table, "with_slot", {})
    return {key: str(getattr(table, key)) for key in fields} | dict(sorted(slots.items()))
