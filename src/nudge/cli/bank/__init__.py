"""`nudge bank`: for those who write questions. A module for each command, imported when it is called."""

from __future__ import annotations

from nudge.cli.late import LateGroup

COMMANDS = {
    "check": ("nudge.cli.bank.check", "Check every editorial rule, with file and line."),
}

command = LateGroup("bank", COMMANDS, help="Look after the question bank.")
