"""`nudge bank seal`: what is published from now on keeps its id, and its words under its version."""

from __future__ import annotations

import os
from pathlib import Path

import click

from nudge.settings import read_settings


@click.command("seal")
@click.argument("directory", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def command(directory: Path | None) -> None:
    """Add every published text of the bank in DIRECTORY to its seal.toml; run it before a release.

    Refused when an id vanished or was used again, or when words changed without a higher version.
    """
    from nudge.bank.loading import checked_tables
    from nudge.bank.seals import FILE, entries_of, read_seal, write_seal
    from nudge.domain.editorial.identity import sealed_with
    from nudge.domain.errors import Invalid

    place = directory or read_settings(os.environ).bank
    tables, problems = checked_tables(place)
    if problems:
        raise Invalid(
            "bank-invalid",
            f"Nothing was sealed: the bank has {len(problems)} problem(s); `nudge bank check` lists them.",
            n_problems=len(problems),
        )
    before = read_seal(place)
    after = sealed_with(before, entries_of(tables))
    write_seal(place, after)
    n_new = len(after.keys() - before.keys())
    n_changed = sum(before[key] != after[key] for key in before)
    click.echo(f"{place / FILE}: {len(after)} ids, {n_new} new, {n_changed} with a new version or status")
