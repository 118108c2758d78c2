"""Examples of roundtables: the modules, and an agenda."""

from __future__ import annotations

from nudge.api.examples.example import Example, Json

_MODULE: Json = {
    "id": "handing-over",
    "version": 1,
    "title": "Handing over, and what we keep hold of",
    "themes": ["delegation"],
    "for_whom": "People who have given work to others and still have a hand on it.",
    "aim": "To see more clearly what each of us keeps hold of, and what that is good for.",
    "minutes": 90,
    "sections": [
        {"kind": "happenings", "title": "What has happened", "minutes": 10},
        {"kind": "topic", "title": "The subject", "minutes": 8},
        {"kind": "examples", "title": "From our own work", "minutes": 26},
        {"kind": "concept", "title": "An idea: seven ways to hand over", "minutes": 12},
        {"kind": "reflection", "title": "Looking again", "minutes": 18},
        {"kind": "action", "title": "One thing each", "minutes": 16},
    ],
}
_RULES = ["“Pass” is a full answer in any round, and nobody asks why."]
_ORDER = ["eli", "ana", "ben", "cem", "dee"]
_REPLAY: Json = {
    "bank": "b587f80919b08cd8",
    "models": {"encoder": "all-MiniLM-L6-v2@53aa5117", "parser": "en_core_web_sm@3.8.0"},
    "policy": "2026-11-21",
    "seed": 0,
}
_EXAMPLES: Json = {
    "kind": "examples",
    "title": "From our own work",
    "starts_minute": 18,
    "minutes": 26,
    "timekeeper": "ben",
    "does": "In turn, answer the question with one moment from your own work.",
    "reading": [],
    "source": None,
    "questions": [
        {
            "of": None,
            "stage": "reflect",
            "id": "reflect.since-you-gave-it",
            "version": 1,
            "text": "How have you kept track of the last task you handed over?",
            "depth": 1,
            "on_subject": True,
        }
    ],
    "round": {
        "order": ["cem", "dee", "eli", "ana", "ben"],
        "seconds_each": 270,
        "seconds_left_over": 30,
    },
    "cues": [{"minute": 42, "text": "Two minutes left: finish the story that has begun."}],
}

ROUNDTABLES: dict[str, Example] = {
    "list_modules": Example(response={"items": [_MODULE], "rules": _RULES}),
    "plan_roundtable": Example(
        request={
            "module": "handing-over",
            "session_number": 2,
            "starts_at": "14:00",
            "participants": [
                {"ref": "ana", "focus": ["delegation"]},
                {"ref": "ben", "notes": [{"text": "I still check every slide."}]},
                {"ref": "cem"},
                {"ref": "dee"},
                {"ref": "eli"},
            ],
        },
        response={
            "module": _MODULE,
            "chosen": "asked_for",
            "rules": _RULES,
            "order": _ORDER,
            "minutes": 90,
            "sections": [_EXAMPLES],
            "late": [{"minutes_late": 10, "minutes": [9, 7, 23, 11, 16, 14]}],
            "replay": _REPLAY,
            "degraded": None,
        },
    ),
}
