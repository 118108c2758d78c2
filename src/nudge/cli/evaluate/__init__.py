"""`nudge evaluate`: measures what the models say against what people say. A module for each command."""

from __future__ import annotations

from nudge.cli.late import LateGroup

COMMANDS = {
    "pledges": ("nudge.cli.evaluate.pledges", "How well are pledges read, beside simpler ways?"),
    "follow-ups": ("nudge.cli.evaluate.follow_ups", "How well are follow-ups chosen, beside simpler ways?"),
    "questions": ("nudge.cli.evaluate.questions", "How well are questions chosen, beside simpler ways?"),
}

command = LateGroup("evaluate", COMMANDS, help="Measure how well the models read.")
