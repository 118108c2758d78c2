"""The command `nudge`. Its parts are imported when they are called: `nudge --help` answers at once."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from nudge.cli.late import LateGroup
from nudge.domain.errors import NudgeError

COMMANDS = {
    "serve": ("nudge.cli.serve", "Run the service."),
    "work": ("nudge.cli.work", "Only send nudges, beside other processes."),
    "question-set": ("nudge.cli.question_sets", "Prepare conversations: JSON Lines in, JSON Lines out."),
    "score-pledge": ("nudge.cli.specificity", "Score pledges: JSON Lines in, JSON Lines out."),
    "follow-ups": ("nudge.cli.follow_ups", "Suggest what a coach can ask: JSON Lines in, JSON Lines out."),
    "roundtable": ("nudge.cli.roundtables", "Plan roundtables: JSON Lines in, JSON Lines or a sheet out."),
    "plan-nudges": ("nudge.cli.nudge_plans", "Try out nudges: JSON Lines in, JSON Lines or a picture out."),
    "bank": ("nudge.cli.bank", "Look after the question bank."),
    "evaluate": ("nudge.cli.evaluate", "Measure how well the models read."),
    "keys": ("nudge.cli.api_keys", "Make, list and revoke API keys."),
}


nudge = click.version_option(package_name="nudge")(
    LateGroup(
        "nudge",
        COMMANDS,
        help="Peer coaching: picks and words the questions, helps the one who listens, keeps pledges alive.",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
)


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
    except OSError as error:
        if error.filename is None:  # not about a file that somebody named
            raise
        click.echo(f"nudge: {error.filename}: {error.strerror}", err=True)
        sys.exit(1)
