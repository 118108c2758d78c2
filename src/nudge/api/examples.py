"""Examples in the documentation, which shows the operations in this order.

The tests decode every one as the body that it stands for.
"""

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
_PROMISED = {
    "text": "By Friday I'll let Sam run the review.",
    "due_at": "2026-11-20T18:00:00+01:00",
    "due_zone": "Europe/Berlin",
    "due_confirmed": True,
}
_PLEDGE = {
    "id": "ple_0193a6",
    "participant": "par_0193a1",
    "conversation": "con_0193a4",
    **_PROMISED,
    "state": "open",
    "outcome": "not_said",
    "outcome_at": None,
    "reflection": "",
    "helped": None,
    "history": [],
    "created_at": _MOMENT,
    "revision": 1,
}
_CHANGED_PLEDGE = {
    **_PLEDGE,
    "text": "I'll let Sam open the review, and say nothing for ten minutes.",
    "history": [
        {**_PROMISED, "changed_at": "2026-11-19T08:00:00Z", "reason": "Sam would rather begin small."}
    ],
    "revision": 2,
}
_CHECKED_IN = {"outcome": "partly", "reflection": "I held out for six minutes.", "helped": True}


def _driver(value: str | None, source: str, **probabilities: float) -> Json:
    probability = max(probabilities.values())
    return {"value": value, "probability": probability, "source": source, "probabilities": probabilities}


def _why(
    kind: str, text: str, visible_to: str, *, quote: str | None = None, source: str | None = None
) -> Json:
    return {"kind": kind, "text": text, "visible_to": visible_to, "quote": quote, "source": source}


def _asked(id: str, depth: int, text: str, why: Json, alternative: tuple[str, str]) -> Json:
    return {
        "stage": id.split(".")[0],
        "id": id,
        "version": 1,
        "text": text,
        "depth": depth,
        "why": [why],
        "alternatives": [{"id": alternative[0], "version": 1, "text": alternative[1]}],
    }


_OF_NOTE = _why(
    "note", "You wrote about handing things over", "self", quote="I still check every slide", source="note:1"
)
_SETS = {
    "participants": [
        {
            "ref": "ana",
            "drivers": {
                "whom": _driver("individuals", "given", individuals=1.0, organizations=0.0, society=0.0),
                "why": _driver(None, "text", effort=0.55, fairness=0.45),
            },
            "check_in": {
                "text": "Last time you said you would ask Priya to run the stand-up. How did that go?",
                "id": "check_in.partly",
                "version": 1,
                "visible_to": "pair",
            },
            "questions": [
                _asked(
                    "reflect.since-you-gave-it",
                    1,
                    "Since you last handed a task over, how have you followed what became of it?",
                    _OF_NOTE,
                    (
                        "reflect.former-job-again",
                        "What was going on the last time you did a piece of your former job again?",
                    ),
                ),
                _asked(
                    "explore.only-you-do-it",
                    1,
                    "Choose a task that only you do. What would another person have to know before they "
                    "could do it?",
                    _why("focus", "You want to work on handing things over", "self", source="focus"),
                    (
                        "explore.never-asked-for",
                        "What can somebody in your team do that their present job never asks for?",
                    ),
                ),
                _asked(
                    "purpose.done-on-their-own",
                    1,
                    "Imagine somebody on your team finishing something hard alone. What would you want them "
                    "to be able to say afterwards?",
                    _why(
                        "purpose",
                        "Meaning, for you, has to do with the single person in front of you",
                        "self",
                        source="purpose",
                    ),
                    (
                        "purpose.done-while-you-were-away",
                        "Your team finishes something on a day when you are away. What would you like your "
                        "part in it to have been?",
                    ),
                ),
                _asked(
                    "act.honest-opinion-of-you",
                    2,
                    "If you asked one person for an honest opinion of your work, what would you want it to "
                    "be about?",
                    _why("experience", "For people who have not led for long", "pair"),
                    (
                        "act.good-enough-to-leave",
                        "Somebody brings you a finished piece of work next week. What would be good enough "
                        "for you to leave it as it is?",
                    ),
                ),
            ],
        }
    ],
    "replay": {
        "bank": "b587f80919b08cd8",
        "models": {"encoder": "all-MiniLM-L6-v2@53aa5117", "parser": "en_core_web_sm@3.8.0"},
        "policy": "2026-11-21",
        "seed": 0,
    },
    "degraded": None,
}


def _facet(level: int, points: float, *evidence: tuple[int, int, str]) -> Json:
    spans = [{"start": start, "end": end, "text": text} for start, end, text in evidence]
    return {"level": level, "points": points, "evidence": spans}


_SCORED = {
    "score": 0.89,
    "overall": 4.56,
    "is_pledge": True,
    "pledge_probability": 0.98,
    "intent_probability": 0.31,
    "n_actions": 1,
    "kind": "act",
    "facets": {
        "action": _facet(2, 0.85, (15, 18, "ask")),
        "when": _facet(2, 1.2, (0, 9, "By Friday")),
        "measure": _facet(1, 0.3, (15, 18, "ask")),
        "context": _facet(2, 0.41, (19, 24, "Priya"), (32, 40, "stand-up")),
        "ownership": _facet(2, 0.4, (10, 11, "I")),
        "commitment": _facet(2, 0.4, (10, 14, "I'll")),
    },
    "flags": [],
    "missing": None,
    "due": {
        "text": "By Friday",
        "at": "2026-11-20T18:00:00+01:00",
        "ambiguous": False,
        "candidates": ["2026-11-20T18:00:00+01:00"],
    },
    "start": 1.0,
    "replay": {
        "bank": "b587f80919b08cd8",
        "models": {
            "encoder": "all-MiniLM-L6-v2@53aa5117",
            "parser": "en_core_web_sm@3.8.0",
            "pledge_specificity": "six-facets@1a2b3c4d",
        },
    },
    "degraded": None,
}
_ANSWERED = {
    "value": "individuals",
    "probability": 0.78,
    "probabilities": {"individuals": 0.78, "organizations": 0.11, "society": 0.11},
    "source": "questionnaire",
}

PARAMETER_EXAMPLES: Json = {
    "participant_id": "par_0193a1",
    "pair_id": "pair_0193a3",
    "conversation_id": "con_0193a4",
    "pledge_id": "ple_0193a6",
    "participant": "par_0193a1",
    "note_id": "note_0193a5",
    "If-Match": '"1"',
    "limit": 50,
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
    "score_pledge": Example(
        request={
            "text": "By Friday I'll ask Priya to run stand-up",
            "now": "2026-11-18T16:00:00+01:00",
            "time_zone": "Europe/Berlin",
            "next_session_at": "2026-12-02T15:00:00+01:00",
        },
        response=_SCORED,
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
    "export_participant": Example(
        response={
            "exported_at": _MOMENT,
            "participant": _PARTICIPANT,
            "pairs": [_PAIR],
            "notes": [{**_NOTE, "text": "I still check every slide."}],
            "pledges": [_PLEDGE],
            "question_sets": [],
        }
    ),
    "erase_participant": Example(
        response={"erased_at": _MOMENT, "counts": {"notes": 3, "participants": 1, "pledges": 1}}
    ),
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
            "pledges": [{"participant": "par_0193a1", **_PROMISED}],
        },
        response={**_CONVERSATION, "state": "closed", "revision": 3},
    ),
    "make_pledge": Example(
        request={"participant": "par_0193a1", "conversation": "con_0193a4", **_PROMISED}, response=_PLEDGE
    ),
    "list_pledges": Example(response={"items": [_PLEDGE], "next_cursor": None}),
    "get_pledge": Example(response=_PLEDGE),
    "change_pledge": Example(
        request={"text": _CHANGED_PLEDGE["text"], "reason": "Sam would rather begin small."},
        response=_CHANGED_PLEDGE,
    ),
    "check_in_pledge": Example(
        request=_CHECKED_IN,
        response={
            **_CHANGED_PLEDGE,
            **_CHECKED_IN,
            "state": "closed",
            "outcome_at": "2026-11-21T09:00:00Z",
            "revision": 3,
        },
    ),
    "write_note": Example(request={"text": "I still check every slide."}, response=_NOTE),
    "list_notes": Example(response={"items": [_NOTE], "next_cursor": None}),
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
    "health_live": Example(response={"status": "live"}),
    "health_ready": Example(response={"status": "ready", "degraded": None}),
}
