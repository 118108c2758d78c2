"""Examples of notes, of the bank, and of health."""

from __future__ import annotations

from nudge.api.examples.blueprints import BLUEPRINTS
from nudge.api.examples.coaching import NOTE
from nudge.api.examples.example import Example

_ANSWERED = {
    "value": "individuals",
    "probability": 0.78,
    "probabilities": {"individuals": 0.78, "organizations": 0.11, "society": 0.11},
    "source": "questionnaire",
}

UPKEEP: dict[str, Example] = {
    "write_note": Example(request={"text": "I still check every slide."}, response=NOTE),
    "list_notes": Example(response={"items": [NOTE], "next_cursor": None}),
    "get_bank": Example(
        response={
            "fingerprint": "b587f80919b08cd8",
            "scheme": "three-drivers",
            "scheme_version": 1,
            "drivers": [
                {
                    "id": "why",
                    "name": "Why",
                    "question": "What makes the work worth doing?",
                    "values": [
                        {
                            "id": "fairness",
                            "name": "Fairness",
                            "definition": "Everybody gets the same fair chance.",
                            "aliases": [],
                        }
                    ],
                }
            ],
            "themes": [{"id": "delegation", "phrase": "handing things over", "opt_in": False}],
            "stages": ["reflect", "explore", "purpose", "act"],
            "n_questions": {"reflect": 30, "explore": 30, "purpose": 30, "act": 30},
            "n_check_ins": 6,
        }
    ),
    "get_questionnaire": Example(
        response={
            "items": [
                {
                    "id": "whom.good-day",
                    "driver": "whom",
                    "text": "You lock your screen after a good working day. Which of these is closest "
                    "to what you are pleased about?",
                    "why_asked": "What pleases you at the end of a day shows whom you hope to reach.",
                    "options": [
                        {
                            "value": "individuals",
                            "text": "I made a real difference to somebody whose name I know.",
                        }
                    ],
                }
            ]
        }
    ),
    "answer_questionnaire": Example(
        request={"answers": [{"item": "whom.good-day", "value": "individuals"}]},
        response={"drivers": {"whom": _ANSWERED}},
    ),
    **BLUEPRINTS,
    "health_live": Example(response={"status": "live"}),
    "health_ready": Example(response={"status": "ready", "degraded": None}),
}
