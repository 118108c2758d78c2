"""`nudge serve`: the service, with everything it needs inside."""

from __future__ import annotations

import os
from dataclasses import replace

import click

from nudge.settings import read_settings
from nudge.wiring.serving import serve


@click.command("serve")
@click.option("--host", help="Where to listen; 127.0.0.1 by default.")
@click.option("--port", type=click.IntRange(1, 65_535), help="8600 by default.")
def command(host: str | None, port: int | None) -> None:
    """Run the service until it is told to stop (Ctrl-C or SIGTERM); requests under way are finished first."""
    settings = read_settings(os.environ)
    settings = replace(settings, host=host or settings.host, port=port or settings.port)
    serve(settings)
