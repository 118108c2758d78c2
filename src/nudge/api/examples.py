"""Examples in the documentation. The tests decode every one as the body that it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Example:
    """What goes in and what comes out of one operation."""

    request: Json | None = None
    response: Json | None = None


_MOMENT = "2026-11-18T15:00:00Z"
_PURPOSE = {"text": "I like it when somebody I hired outgrows me.", "drivers": {"whom": "individuals"}}
_PARTICIPANT = {
    "id": "par_0193a1",
    "ref": "ana",
    "locale": "en",
    "purpose": _PURPOSE,
    "experience": {"sessions_done": 1, "new_manager": True},
    "focus": ["delegation"],
    "created_at": _MOMENT,
    "revision": 1,
}
_PAIR = {
    "id": "pair_0193a3",
    "participants": ["par_0193a1", "par_0193a2"],
    "format": "pair",
    "quarter": "2026-Q4",
    "created_at": _MOMENT,
}
_CONVERSATION = {
    "id": "con_0193a4",
    "pair": "pair_0193a3",
    "session_number": 2,
    "state": "planned",
    "planned_at": "2026-12-02T14:00:00Z",
    "created_at": _MOMENT,
    "revision": 1,
}
_NOTE = {
    "id": "note_0193a5",
    "visibility": "private",
    "conversation": "con_0193a4",
    "session_number": 2,
    "created_at": _MOMENT,
    "text": None,
}
_SETS = {
    "participants": [
        {
            "ref": "ana",
            "drivers": {"whom": {"value": "individuals", "probability": 1.0, "source": "given"}},
            "check_in": {
                "text": "Last time you said you would ask Priya to run the stand-up. How did that go?",
                "id": "check_in.partly",
                "version": 1,
                "visible_to": "pair",
            },
            "questions": [
                {
                    "stage": "reflect",
                    "id": "reflect.slug",
                    "version": 1,
                    "text": "What did you hand over lately, and what did you keep?",
                    "depth": 1,
                    "why": [
                        {
                            "kind": "note",
                            "text": "You wrote about handing things over",
                            "visible_to": "self",
                            "quote": "I still check every slide",
                            "source": "note:1",
                        }
                    ],
                    "alternatives": [{"id": "reflect.other", "version": 1, "text": "What went well?"}],
                }
            ],
        }
    ],
    "replay": {"bank": "3f2a…", "models": {"encoder": "…", "parser": "…"}, "policy": "2026-11-21", "seed": 0},
    "degraded": None,
}
_ANSWERED = {
    "value": "individuals",
    "probability": 0.78,
    "probabilities": {"individuals": 0.78, "organizations": 0.11, "society": 0.11},
    "source": "questionnaire",
}

EXAMPLES: dict[str, Example] = {
    "choose_question_sets": Example(
        request={
            "format": "pair",
            "session_number": 2,
            "seed": 0,
            "emphasis": [{"text": "Give feedback early and kindly", "source": "blueprint"}],
            "participants": [
                {
                    "ref": "ana",
                    "purpose": _PURPOSE,
                    "experience": {"sessions_done": 1, "new_manager": True},
                    "focus": ["delegation"],
                    "notes": [
                        {"session_number": 1, "text": "I still check every slide.", "visibility": "private"}
                    ],
                    "last_pledge": {"text": "I'll ask Priya to run the stand-up", "outcome": "partly"},
                },
                {"ref": "ben"},
            ],
        },
        response=_SETS,
    ),
    "add_participant": Example(
        request={"ref": "ana", "purpose": _PURPOSE, "focus": ["delegation"]}, response=_PARTICIPANT
    ),
    "list_participants": Example(response={"items": [_PARTICIPANT], "next_cursor": None}),
    "get_participant": Example(response=_PARTICIPANT),
    "change_participant": Example(
        request={"focus": ["delegation", "feedback"]},
        response={**_PARTICIPANT, "focus": ["delegation", "feedback"], "revision": 2},
    ),
    "erase_participant": Example(
        response={"erased_at": _MOMENT, "counts": {"notes": 3, "participants": 1, "pledges": 1}}
    ),
    "export_participant": Example(
        response={
            "exported_at": _MOMENT,
            "participant": _PARTICIPANT,
            "pairs": [_PAIR],
            "notes": [{**_NOTE, "text": "I still check every slide."}],
            "pledges": [],
            "question_sets": [],
        }
    ),
    "write_note": Example(request={"text": "I still check every slide."}, response=_NOTE),
    "list_notes": Example(response={"items": [_NOTE]}),
    "add_pair": Example(
        request={"participants": ["par_0193a1", "par_0193a2"], "quarter": "2026-Q4"}, response=_PAIR
    ),
    "list_pairs": Example(response={"items": [_PAIR], "next_cursor": None}),
    "get_pair": Example(response=_PAIR),
    "plan_conversation": Example(
        request={"pair": "pair_0193a3", "planned_at": "2026-12-02T15:00:00+01:00"}, response=_CONVERSATION
    ),
    "list_conversations": Example(response={"items": [_CONVERSATION], "next_cursor": None}),
    "get_conversation": Example(response=_CONVERSATION),
    "prepare_conversation": Example(request={"seed": 0}, response=_SETS),
    "get_question_sets": Example(response=_SETS),
    "record_note": Example(
        request={"participant": "par_0193a1", "text": "I still check every slide."}, response=_NOTE
    ),
    "close_conversation": Example(
        request={
            "check_ins": [{"participant": "par_0193a1", "outcome": "kept", "reflection": "It was easy."}],
            "pledges": [{"participant": "par_0193a1", "text": "By Friday I'll let Sam run the review."}],
        },
        response={**_CONVERSATION, "state": "closed", "revision": 3},
    ),
    "get_bank": Example(
        response={
            "fingerprint": "3f2a…",
            "scheme": "three-drivers",
            "scheme_version": 1,
            "drivers": [],
            "themes": [{"id": "delegation", "phrase": "handing things over", "opt_in": False}],
            "stages": ["reflect", "explore", "purpose", "act"],
            "n_questions": {"reflect": 30, "explore": 30, "purpose": 30, "act": 30},
            "n_check_ins": 6,
        }
    ),
    "get_questionnaire": Example(response={"items": []}),
    "answer_questionnaire": Example(
        request={"answers": [{"item": "whom.good-day", "value": "individuals"}]},
        response={"drivers": {"whom": _ANSWERED}},
    ),
    "health_live": Example(response={"status": "live"}),
    "health_ready": Example(response={"status": "ready", "degraded": None}),
}
