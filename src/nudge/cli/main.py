"""The command `nudge`. Its parts are imported when they are called: `nudge --help` answers at once."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import click

from nudge.domain.errors import NudgeError

COMMANDS = {
    "serve": ("nudge.cli.serve", "Run the service."),
    "work": ("nudge.cli.work", "Only send nudges, beside other processes."),
    "question-set": ("nudge.cli.question_sets", "Prepare conversations: JSON Lines in, JSON Lines out."),
    "score-pledge": ("nudge.cli.specificity", "Score pledges: JSON Lines in, JSON Lines out."),
    "follow-ups": ("nudge.cli.follow_ups", "Suggest what a coach can ask: JSON Lines in, JSON Lines out."),
    "plan-nudges": ("nudge.cli.nudge_plans", "Try out nudges: JSON Lines in, JSON Lines or a picture out."),
    "bank": ("nudge.cli.bank", "Look after the question bank."),
    "evaluate": ("nudge.cli.evaluate", "Measure how well the models read."),
    "keys": ("nudge.cli.api_keys", "Make, list and revoke API keys."),
}


class LateGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, _ = COMMANDS[cmd_name]
        command: click.Command = import_module(module).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LateGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="nudge")
def nudge() -> None:
    """Peer coaching: picks and words the questions, helps the one who listens, keeps pledges alive."""


def main(**options: Any) -> None:
    """Run the command line; errors are one sentence on standard error and exit code 1."""
    try:
        nudge(**options)
    except NudgeError as error:
        click.echo(f"nudge: {error.message}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
