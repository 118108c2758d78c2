"""Examples of what stores nothing: choosing questions, scoring a pledge."""

from __future__ import annotations

from nudge.api.examples.example import Example, Json

PURPOSE = {"text": "I like it when somebody I hired outgrows me.", "drivers": {"whom": "individuals"}}


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
        "language": "en",
        "depth": depth,
        "why": [why],
        "alternatives": [{"id": alternative[0], "version": 1, "text": alternative[1], "language": "en"}],
    }


_OF_NOTE = _why(
    "note", "You wrote about handing things over", "self", quote="I still check every slide", source="note:1"
)
SETS = {
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
                "language": "en",
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

_SUGGESTED = {
    "suggestions": [
        {
            "id": "mirror.always-word",
            "move": "mirror",
            "text": "I heard: “It's always the office.”",
            "score": 0.97,
            "why": "their own words",
        },
        {
            "id": "story.last-time",
            "move": "story",
            "text": "“It's always the office”. Tell me about the last time.",
            "score": 0.96,
            "why": "they said “always”, “never” or the like",
        },
    ],
    "tip": {"id": "tip.wait", "text": "Count to five before you speak."},
    "abstained": None,
    "threshold": 0.5,
    "replay": {
        "bank": "b587f80919b08cd8",
        "models": {
            "encoder": "all-MiniLM-L6-v2@53aa5117",
            "follow_up_moves": "heard-cues@1a2b3c4d",
            "parser": "en_core_web_sm@3.8.0",
        },
    },
    "degraded": None,
}

STATELESS: dict[str, Example] = {
    "choose_question_sets": Example(
        request={
            "format": "pair",
            "session_number": 2,
            "seed": 0,
            "emphasis": [{"text": "Give feedback early and kindly", "source": "blueprint"}],
            "participants": [
                {
                    "ref": "ana",
                    "purpose": PURPOSE,
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
        response=SETS,
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
    "suggest_follow_ups": Example(
        request={
            "question": {"text": "What is it like to give Davie an instruction?"},
            "answer": "like telling your da to tidy his room. It's always the office. Never me.",
            "already_asked": ["What happened then?"],
            "coach": {"sessions_done": 0},
            "limit": 3,
        },
        response=_SUGGESTED,
    ),
    "check_coach_question": Example(
        request={"text": "Have you tried talking to him?"},
        response={
            "issues": [
                {
                    "kind": "advice",
                    "span": {"start": 0, "end": 14, "text": "Have you tried"},
                    "hint": "This carries an answer. What would you ask if you had none in mind?",
                }
            ]
        },
    ),
}
