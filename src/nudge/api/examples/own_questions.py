"""Examples of own questions."""

from __future__ import annotations

from nudge.api.examples.example import Example, Json

_QUESTION: Json = {
    "id": "reflect.own.night-shift",
    "stage": "reflect",
    "version": 1,
    "depth": 1,
    "text": "Think of your last night shift. What went differently from what you had planned?",
    "with_slot": {},
    "fits": "somebody whose shift did not go as the plan said",
    "purposes": ["how.structure"],
    "themes": ["priorities"],
    "audience": "any",
    "formats": ["pair", "roundtable"],
    "needs": [],
    "is_reworded": False,
    "is_hidden": False,
    "weight": 1,
    "because": "",
    "in_bank": None,
}
_ANSWER: Json = {"revision": 1, "findings": [], "is_stored": True, "is_compared": True}
_HIDDEN: Json = {
    **_QUESTION,
    "id": "act.small-enough",
    "stage": "act",
    "text": "Choose one thing you want to do before the next conversation. How small could it be and still "
    "count?",
    "fits": "somebody with a big plan and very little time for it",
    "purposes": [],
    "is_hidden": True,
    "weight": 0,
    "because": "Our survey asks this.",
    "in_bank": {
        "version": 1,
        "text": "Choose one thing you want to do before the next conversation. How small could it be and "
        "still count?",
        "with_slot": {},
        "has_changed": False,
    },
}

OWN_QUESTIONS: dict[str, Example] = {
    "add_own_question": Example(
        request={
            "id": "reflect.own.night-shift",
            "stage": "reflect",
            "text": "Think of your last night shift. What went differently from what you had planned?",
            "fits": "somebody whose shift did not go as the plan said",
            "purposes": ["how.structure"],
            "themes": ["priorities"],
            "weight": 1,
        },
        response={**_QUESTION, **_ANSWER},
    ),
    "list_own_questions": Example(
        response={"items": [_HIDDEN, _QUESTION], "next_cursor": None, "revision": 2}
    ),
    "get_own_question": Example(response={**_QUESTION, **_ANSWER}),
    "change_own_question": Example(
        request={"hidden": True, "because": "Our survey asks this."},
        response={**_HIDDEN, **_ANSWER, "revision": 2},
    ),
    "import_own_questions": Example(
        response={
            "ids": ["reflect.own.night-shift"],
            "problems": [{"row": 3, "message": "“hide” is yes, or empty."}],
            "findings": [],
            "is_stored": True,
            "is_compared": True,
            "revision": 1,
        }
    ),
}
