"""Examples in the documentation, which shows the operations in this order.

The tests decode every one as the body that it stands for.
"""

from __future__ import annotations

from nudge.api.examples.coaching import COACHING
from nudge.api.examples.example import Example, Json
from nudge.api.examples.feedback import FEEDBACK
from nudge.api.examples.nudging import NUDGING
from nudge.api.examples.own_questions import OWN_QUESTIONS
from nudge.api.examples.roundtables import ROUNDTABLES
from nudge.api.examples.stateless import STATELESS
from nudge.api.examples.upkeep import UPKEEP

__all__ = ["EXAMPLES", "PARAMETER_EXAMPLES", "Example", "Json"]

PARAMETER_EXAMPLES: Json = {
    "participant_id": "par_0193a1",
    "pair_id": "pair_0193a3",
    "conversation_id": "con_0193a4",
    "pledge_id": "ple_0193a6",
    "nudge_id": "ndg_0193a7",
    "webhook_id": "hook_0193b1",
    "question_id": "reflect.own.night-shift",
    "participant": "par_0193a1",
    "pledge": "ple_0193a6",
    "note_id": "note_0193a5",
    "feedback_id": "rat_0193c1",
    "digest": "5be3f1d1c0a94e07",
    "If-Match": '"1"',
    "limit": 50,
}
EXAMPLES: dict[str, Example] = {
    **STATELESS,
    **ROUNDTABLES,
    **COACHING,
    **NUDGING,
    **OWN_QUESTIONS,
    **FEEDBACK,
    **UPKEEP,
}
