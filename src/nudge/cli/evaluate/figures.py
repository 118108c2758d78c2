"""Shows what was measured: tables with intervals, JSON, and how far the measuring is."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from rich.console import Console

    from nudge.language.specificity.measuring.figures import Figure


def teller() -> Callable[[str], None]:
    """Says on standard error what is being done, with the seconds since now."""
    started = time.monotonic()

    def tell(what: str) -> None:
        click.echo(f"{time.monotonic() - started:5.0f} s  {what}", err=True)

    return tell


def console() -> Console:
    """Where tables go: as wide as the screen, or 160 characters into a file."""
    from rich.console import Console

    return Console(width=None if os.isatty(1) else 160)


def show_sets(console: Console, sets: Mapping[str, Mapping[str, Mapping[str, Figure]]]) -> None:
    """A table for each set of measures, with a column for each way."""
    from rich.table import Table

    for name, ways in sets.items():
        n = max((figure.n for figures in ways.values() for figure in figures.values()), default=0)
        table = Table("", *ways, title=f"{name} (n = {n:,})", title_justify="left", min_width=60)
        measures = dict.fromkeys(measure for figures in ways.values() for measure in figures)
        for measure in measures:
            table.add_row(
                measure, *(str(figures[measure]) if measure in figures else "" for figures in ways.values())
            )
        console.print(table)


def show_json(found: DataclassInstance) -> None:
    """Everything, with four decimals."""
    click.echo(json.dumps(_rounded(asdict(found)), ensure_ascii=False, indent=2))


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    return [_rounded(each) for each in value] if isinstance(value, list | tuple) else value
