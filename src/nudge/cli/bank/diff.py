"""`nudge bank diff`: what another version of the bank does to the sets of people."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import msgspec

from nudge.cli.progress import progress
from nudge.domain.bank_changes import CAUSES, Cause, Change, EntryChange, Swap
from nudge.settings import Settings, read_settings

REQUESTS = Path("rehearsals", "requests.jsonl")
N_SHOWN = 12
"""Entries of one kind, and questions of one cause, that are named in the table."""


@dataclass(frozen=True, slots=True)
class Diff:
    """What changed in the bank, and in the sets of each request."""

    entries: tuple[EntryChange, ...]
    sets: tuple[tuple[Swap, ...], ...]

    @property
    def n_changed(self) -> int:
        """Requests of which a set changes."""
        return sum(bool(swaps) for swaps in self.sets)


@click.command("diff")
@click.argument("old")
@click.argument("new", required=False)
@click.option(
    "--requests",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Requests as JSON Lines; 200 of invented people by default.",
)
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON instead of tables.")
def command(old: str, new: str | None, requests: Path | None, as_json: bool) -> None:
    """Compare the bank OLD with NEW (the configured one by default): which entries changed, which sets change
    with them, and why. Each is a folder, or a git revision of the configured bank.

    \b
    nudge bank diff HEAD~3
    nudge bank diff v1.0.0 HEAD --json
    """
    from nudge.cli.bank.revisions import bank_called

    settings = read_settings(os.environ)
    with ExitStack() as banks:
        before = banks.enter_context(bank_called(old, settings.bank))
        after = banks.enter_context(bank_called(new, settings.bank)) if new else settings.bank
        diff = _compare(settings, before, after, requests or settings.models / REQUESTS)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(as_plain(diff)), indent=2).decode())
    else:
        _show(diff)


def _compare(settings: Settings, old: Path, new: Path, requests: Path) -> Diff:
    from nudge.api.bodies.decoding import decode
    from nudge.api.bodies.question_sets import QuestionSetRequest, to_brief
    from nudge.wiring.comparisons import bank_diffs

    diffs, newer = bank_diffs(settings, old, new)
    lines = [line for line in requests.read_bytes().splitlines() if line.strip()]
    sets = []
    with progress("comparing sets", len(lines)) as advance:
        for line in lines:
            brief = to_brief(decode(line, QuestionSetRequest), newer.bank.scheme)
            sets.append(diffs.swaps(brief))
            advance(1)
    return Diff(diffs.entries(), tuple(sets))


def as_plain(diff: Diff) -> dict[str, Any]:
    """The whole diff, ready for JSON. Requests are counted from 1."""
    from nudge.cli.replays import swap_body

    return {
        "n_requests": len(diff.sets),
        "n_changed": diff.n_changed,
        "entries": [
            msgspec.structs.asdict(_Entry(e.kind, e.id, e.change, list(e.what))) for e in diff.entries
        ],
        "sets": [
            {"request": number, "changes": [msgspec.structs.asdict(swap_body(swap)) for swap in swaps]}
            for number, swaps in enumerate(diff.sets, start=1)
            if swaps
        ],
    }


class _Entry(msgspec.Struct):
    kind: str
    id: str
    change: str
    what: list[str]


def _show(diff: Diff) -> None:
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else 140, highlight=False)
    swaps = [swap for own in diff.sets for swap in own]
    console.print(
        f"{len(diff.entries)} change(s) in the bank. Of {len(diff.sets)} conversations {diff.n_changed} "
        f"change, in {len(swaps)} question(s)."
    )
    if diff.entries:
        console.print(_entries(diff.entries))
    if swaps:
        console.print(_causes(swaps))
        console.print(_examples(diff.sets))


def _entries(entries: Sequence[EntryChange]) -> Any:
    from rich.table import Table

    table = Table("part", "change", "n", "which", title="in the bank", title_justify="left")
    kinds = dict.fromkeys(entry.kind for entry in entries)
    for kind in kinds:
        for change in Change:
            ids = [e.id for e in entries if e.kind == kind and e.change is change]
            if ids:
                table.add_row(kind.replace("_", " "), change, str(len(ids)), _named(ids))
    return table


def _causes(swaps: Sequence[Swap]) -> Any:
    from rich.table import Table

    table = Table("n", "because", "questions that come", title="in the sets", title_justify="left")
    counts = Counter(swap.cause for swap in swaps)
    for cause in (cause for cause in Cause if cause in counts):
        come = Counter(swap.now for swap in swaps if swap.cause is cause)
        ids = [f"{id} ({n})" if n > 1 else id for id, n in sorted(come.items(), key=lambda x: (-x[1], x[0]))]
        table.add_row(str(counts[cause]), CAUSES[cause], _named(ids))
    return table


def _examples(sets: Sequence[Sequence[Swap]]) -> Any:
    from rich.table import Table

    table = Table("request", "was", "now", "because", "more of", title="for example", title_justify="left")
    for number, swaps in [(n, own) for n, own in enumerate(sets, start=1) if own][:N_SHOWN]:
        swap = max(swaps, key=lambda one: max(map(abs, one.parts.values()), default=0.0))
        parts = ", ".join(f"{part} {value:+.2f}" for part, value in swap.parts.items())
        table.add_row(str(number), swap.was, swap.now, CAUSES[swap.cause], parts)
    return table


def _named(ids: Sequence[str]) -> str:
    more = len(ids) - N_SHOWN
    return ", ".join(ids[:N_SHOWN]) + (f" and {more} more" if more > 0 else "")
