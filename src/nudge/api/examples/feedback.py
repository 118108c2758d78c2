"""Examples of feedback on questions, and of what is learned from it."""

from __future__ import annotations

from nudge.api.examples.example import MOMENT, Example, Json

_SAID: Json = {
    "conversation": "con_0193a4",
    "participant": "par_0193a1",
    "question": "reflect.last-hard-call",
    "verdict": "helpful",
}
_FEEDBACK: Json = {"id": "rat_0193c1", **_SAID, "version": 1, "taken": None, "rated_at": MOMENT}
_LEARNING: Json = {
    "is_on": True,
    "is_allowed": True,
    "learned_at": MOMENT,
    "n_questions": 118,
    "revision": 0,
}

FEEDBACK: dict[str, Example] = {
    "give_feedback": Example(request=_SAID, response=_FEEDBACK),
    "list_feedback": Example(response={"items": [_FEEDBACK], "next_cursor": None}),
    "get_feedback": Example(response=_FEEDBACK),
    "list_question_ratings": Example(
        response={
            "items": [
                {
                    "id": "reflect.last-hard-call",
                    "version": 1,
                    "stage": "reflect",
                    "people": 25,
                    "rate": 0.78,
                    "low": 0.65,
                    "high": 0.88,
                    "may_retire": False,
                }
            ],
            "next_cursor": None,
            "smallest_group": 5,
        }
    ),
    "get_learning": Example(response=_LEARNING),
    "save_learning": Example(request={"is_on": False}, response={**_LEARNING, "is_on": False, "revision": 1}),
    "refresh_learning": Example(response=_LEARNING),
    "get_leanings": Example(
        response={
            "digest": "5be3f1d1c0a94e07",
            "leanings": {"act.small-enough": -0.0312, "reflect.last-hard-call": 0.0425},
        }
    ),
}
