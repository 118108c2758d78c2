"""`nudge bank`: for those who write questions. A module for each command, imported when it is called."""

from __future__ import annotations

from nudge.cli.late import LateGroup

COMMANDS = {
    "blueprint": (
        "nudge.cli.bank.blueprint",
        "Show which lines of a leadership blueprint the bank serves.",
    ),
    "check": ("nudge.cli.bank.check", "Check every editorial rule, with file and line."),
    "coverage": (
        "nudge.cli.bank.coverage",
        "Show what the bank covers, its holes, and a year of many people.",
    ),
    "diff": ("nudge.cli.bank.diff", "Show which sets change between two versions of the bank, and why."),
    "export": ("nudge.cli.bank.export", "Write all questions as a table for a spreadsheet."),
    "import": ("nudge.cli.bank.import_", "Take a table from a spreadsheet into your own questions."),
    "rules": ("nudge.cli.bank.rules", "Say what each editorial rule is for, and how to mend."),
    "seal": ("nudge.cli.bank.seal", "Keep ids and versions of what is published for good."),
}

command = LateGroup("bank", COMMANDS, help="Look after the question bank.")
