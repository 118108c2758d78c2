"""What `nudge bank check` found, for people, for editors and for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nudge.bank.checking import BankReport, PlacedFinding
from nudge.cli.bank.sarif import sarif_log
from nudge.domain.editorial.findings import Severity

if TYPE_CHECKING:
    from rich.table import Table

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def show(report: BankReport, directory: Path, form: str, why_not: str) -> None:
    """Print a report.

    Args:
        form: "table", "lines", "json" or "sarif".
        why_not: why near-duplicates weren't looked for; empty when they were.
    """
    match form:
        case "json":
            click.echo(_json(as_json(report, why_not)))
        case "sarif":
            click.echo(_json(sarif_log(report, directory)))
        case "table":
            _show_table(report)
            click.echo(summary(report, why_not))
        case _:
            for line in as_lines(report, directory):
                click.echo(line)
            click.echo(summary(report, why_not))


def as_lines(report: BankReport, directory: Path) -> Iterator[str]:
    """As editors understand it, a line each: file:line:column: severity code message."""
    for found in report.findings:
        place, finding = found.place, found.finding
        where = f"{directory}/{place.file}:{place.line}:{place.column}"
        yield f"{where}: {found.severity} {finding.rule.code} {_named(found)}"


def as_json(report: BankReport, why_not: str = "") -> dict[str, Any]:
    """All of it, by plain names."""
    return {
        "texts": dict(report.n_texts),
        "counts": {severity.value: n for severity, n in report.counts.items()},
        "near_duplicates": {"checked_with": report.nearness, "why_not": why_not or None},
        "unsealed": report.n_unsealed,
        "translations": {
            locale: {kind: {"translated": done, "of": n} for kind, (done, n) in kinds.items()}
            for locale, kinds in report.translated.items()
        },
        "findings": [_finding(found) for found in report.findings],
    }


def summary(report: BankReport, why_not: str) -> str:
    """How many texts were checked, what was found, and what was left out."""
    counts = ", ".join(_counted(n, severity.value) for severity, n in report.counts.items())
    texts = ", ".join(_counted(n, kind.replace("_", "-")) for kind, n in report.n_texts.items())
    texts = texts or "0 texts"
    said = "\n".join([f"{texts}: {counts}", *_translated(report)])
    if why_not:
        said += f"\nnear-duplicates weren't checked: {why_not}"
    if report.n_unsealed:
        ids = _counted(report.n_unsealed, "id")
        said += f"\n{ids} not sealed yet; `nudge bank seal` does it before a release"
    return said


def _translated(report: BankReport) -> Iterator[str]:
    """What is there in each other language, such as "de: 60 of 577 questions"."""
    for locale, kinds in report.translated.items():
        parts = (f"{done} of {_counted(n, kind.replace('_', '-'))}" for kind, (done, n) in kinds.items())
        yield f"{locale}: {', '.join(parts)}"


def _finding(found: PlacedFinding) -> dict[str, Any]:
    place, finding = found.place, found.finding
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_column": place.end_column,
        "severity": found.severity.value,
        "rule": finding.rule.code,
        "id": finding.id,
        "key": finding.key,
        "words": finding.span.text,
        "message": finding.message,
        "mend": finding.rule.mend,
    }


def _show_table(report: BankReport) -> None:
    from rich.console import Console

    console = Console()
    file = ""
    for found in report.findings:
        if found.place.file != file:
            file = found.place.file
            rows = [each for each in report.findings if each.place.file == file]
            console.print(_table(file, rows))


def _table(file: str, rows: list[PlacedFinding]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(title=file, title_justify="left", title_style="bold", show_lines=False, expand=True)
    table.add_column("line", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("rule", no_wrap=True)
    table.add_column("what", ratio=3, overflow="fold")
    table.add_column("how to mend it", ratio=2, style="dim", overflow="fold")
    for found in rows:
        severity = Text(found.severity.value, style=COLOURS[found.severity])
        rule = found.finding.rule
        table.add_row(str(found.place.line), severity, rule.code, Text(_named(found)), Text(rule.mend))
    return table


def _named(found: PlacedFinding) -> str:
    return f"{found.finding.id}: {found.finding.message}" if found.finding.id else found.finding.message


def _counted(n: int, what: str) -> str:
    return f"{n} {what}" + ("" if n == 1 else "s")


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2)
