"""Writes overlays into their folder: what a writer has there stays as it is, down to the comments."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

from nudge.bank.overlays import FILE
from nudge.domain.overlays import Overlay
from nudge.domain.questions import Format, Question, Slot, Stage

Row = Mapping[str, Any]


def write_overlay(folder: Path, before: Overlay, after: Overlay) -> list[Path]:
    """Write what differs between two overlays of a folder; the files that were written.

    Args:
        before: as it was read from there; drafts and what nobody changed stay as they are.
    """
    written = []
    for stage in Stage:
        changes = {"question": (_questions(before, stage), _questions(after, stage))}
        written += _write(folder / "questions" / f"{stage}.toml", changes)
    marks = {kind: (_marks(before, kind), _marks(after, kind)) for kind in ("hide", "reword", "weigh")}
    return written + _write(folder / FILE, marks)


def _marks(overlay: Overlay, kind: str) -> list[Row]:
    because = {id: {"because": why} for id, why in overlay.reasons.items()}
    rows: Iterable[Row]
    match kind:
        case "hide":
            rows = ({"id": id} for id in overlay.hidden)
        case "weigh":
            rows = ({"id": id, "weight": weight} for id, weight in overlay.weights.items())
        case _:
            rows = (
                {"id": id, "of_version": one.of_version, "text": one.text, **_with_slot(one.wordings)}
                for id, one in overlay.rewordings.items()
            )
    return sorted(({**row, **because.get(row["id"], {})} for row in rows), key=lambda row: str(row["id"]))


def _questions(overlay: Overlay, stage: Stage) -> list[Row]:
    reasons = overlay.reasons
    return [
        {**_question(question), **({"because": reasons[question.id]} if question.id in reasons else {})}
        for question in overlay.questions
        if question.stage is stage
    ]


def _question(question: Question) -> Row:
    """As the bank's files have it; what is as usual is left out."""
    row: dict[str, Any] = {"id": question.id, "version": question.version, "depth": question.depth}
    row |= {"text": question.text, "fits": question.fits, "purposes": sorted(question.purposes)}
    row |= {"themes": sorted(question.themes), "audience": question.audience.value}
    row |= {"formats": [f.value for f in Format if f in question.formats], "needs": sorted(question.needs)}
    return {**row, **_with_slot(question.wordings)}


def _with_slot(wordings: Mapping[Slot, str]) -> Row:
    return {"with_slot": {slot.value: wordings[slot] for slot in sorted(wordings)}} if wordings else {}


def _write(path: Path, changes: Mapping[str, tuple[list[Row], list[Row]]]) -> list[Path]:
    if all(old == new for old, new in changes.values()):
        return []
    document = tomlkit.parse(path.read_text(encoding="utf-8-sig")) if path.exists() else tomlkit.document()
    for kind, (old, new) in changes.items():
        if old != new:
            tables = document.get(kind)
            rows = list(tables) if isinstance(tables, AoT) else []
            merged = _merged(rows, {row["id"]: row for row in old}, {row["id"]: row for row in new})
            document.pop(kind, None)
            if merged:
                document[kind] = tomlkit.aot()
                for table in merged:
                    document[kind].append(table)
    text = tomlkit.dumps(document)
    if not path.exists():
        text = re.sub(r"\n{3,}", "\n\n", text.rstrip()) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, text)
    return [path]


def _merged(tables: list[Table], old: Mapping[str, Row], new: Mapping[str, Row]) -> list[Table]:
    """The tables that are there, changed where need be, without those that are gone, then the new ones."""
    kept = []
    there = set()
    for table in tables:
        id = str(table.get("id"))
        there.add(id)
        if id in new:
            _change(table, old.get(id, {}), new[id])
        if id in new or id not in old:
            kept.append(table)
    added = [_table(row) for id, row in new.items() if id not in there]
    for table in added:
        table.add(tomlkit.nl())
    return [*kept, *added]


def _change(table: Table, old: Row, new: Row) -> None:
    for key, value in new.items():
        if old.get(key) != value:
            table[key] = _table(value) if isinstance(value, Mapping) else value
    for key in old.keys() - new.keys():
        table.pop(key, None)


def _table(row: Row) -> Table:
    table = tomlkit.table()
    for key, value in row.items():
        table.append(key, _table(value) if isinstance(value, Mapping) else value)
    return table


def _replace(path: Path, text: str) -> None:
    """Write a file whole, or not at all."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
