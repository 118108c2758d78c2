"""The command line: `nudge …`."""

from nudge.cli.main import main

__all__ = ["main"]
