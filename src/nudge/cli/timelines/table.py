"""Timelines as a table, for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from nudge.cli.timelines.marks import Mark, Timeline, plain

WIDTH = 120
"""Where nobody looks on. Chosen: a reason fits beside a subject."""


def print_tables(timelines: Sequence[Timeline], out: IO[str]) -> None:
    """A table for each, in order."""
    console = Console(file=out, width=None if out.isatty() else WIDTH, highlight=False)
    for number, timeline in enumerate(timelines):
        if number:
            console.print()
        console.print(_table(timeline))


def _table(timeline: Timeline) -> Table:
    title = Text.assemble((timeline.name, "bold"), (f"  {timeline.zone}  {_summary(timeline)}", "dim"))
    table = Table(title=title, title_justify="left", title_style="", box=box.SIMPLE_HEAD, expand=True)
    table.add_column("day", no_wrap=True, width=10)
    table.add_column("time", no_wrap=True, width=5)
    table.add_column("moment", no_wrap=True, width=7)
    table.add_column("", no_wrap=True, width=8)
    table.add_column("why", ratio=3)
    table.add_column("subject", ratio=2)
    for mark in timeline.marks:
        table.add_row(*_cells(mark), style="" if mark.is_sent else "dim")
    return table


def _cells(mark: Mark) -> tuple[Text, ...]:
    day = f"{mark.at:%a} {mark.at.day:>2} {mark.at:%b}" if mark.at else "–"
    clock = f"{mark.at:%H:%M}" if mark.at else "–"
    sent = Text("● sent", style="bold green") if mark.is_sent else Text("○ not")
    return Text(day), Text(clock), Text(mark.moment), sent, Text(mark.why), Text(plain(mark.says or " "))


def _summary(timeline: Timeline) -> str:
    n = timeline.n_sent
    return f"{n} to be sent, {len(timeline.marks) - n} not"
