"""Examples of blueprints."""

from __future__ import annotations

from nudge.api.examples.example import Example, Json

_BARE: Json = {
    "line": 3,
    "kind": "line",
    "text": "Complete the safety e-learning by March",
    "because": "",
    "verdict": "bare",
    "n_questions": 0,
    "stages": {},
    "missing": ["reflect", "explore", "purpose", "act"],
}
_NEAR: Json = {
    "id": "act.small-enough",
    "version": 1,
    "text": "Choose one thing you want to do before the next conversation. How small could it be and still "
    "count?",
    "score": 0.41,
}
BLUEPRINTS: dict[str, Example] = {
    "cover_blueprint": Example(
        request={"text": "# Week 1\n- Start small\n- Complete the safety e-learning by March\n- Integrity"},
        response={
            "bank": "b587f80919b08cd8",
            "model": "all-MiniLM-L6-v2@53aa5117",
            "threshold": 0.36,
            "counts": {"bare": 1, "thin": 1, "served": 0, "unclear": 1},
            "lines": [
                {
                    **_BARE,
                    "line": 1,
                    "kind": "heading",
                    "text": "Week 1",
                    "because": "a heading; the lines below it are judged",
                    "verdict": None,
                    "missing": [],
                },
                {
                    **_BARE,
                    "line": 2,
                    "text": "Start small",
                    "verdict": "thin",
                    "n_questions": 1,
                    "stages": {"act": [_NEAR]},
                    "missing": ["reflect", "explore", "purpose"],
                },
                _BARE,
                {
                    **_BARE,
                    "line": 4,
                    "kind": "unclear",
                    "text": "Integrity",
                    "because": "too short to tell; say what people would do",
                    "verdict": None,
                    "missing": [],
                },
            ],
        },
    ),
}
