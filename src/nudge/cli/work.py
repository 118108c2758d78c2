"""`nudge work`: a process that only sends nudges."""

from __future__ import annotations

import os

import click

from nudge.settings import read_settings
from nudge.wiring.serving import work


@click.command("work")
def command() -> None:
    """Send what is due until it is told to stop (Ctrl-C or SIGTERM); what is being sent is finished first.

    `nudge serve` does this too, unless NUDGE_WORKER is no. On PostgreSQL any number of processes on any
    number of machines share the work; their clocks must agree.
    """
    work(read_settings(os.environ))
