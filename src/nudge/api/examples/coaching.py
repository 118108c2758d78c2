"""Examples of people, pairs, conversations and pledges."""

from __future__ import annotations

from nudge.api.examples.example import MOMENT, Example
from nudge.api.examples.stateless import PURPOSE, SETS

_NUDGING = {
    "time_zone": "Europe/Berlin",
    "quiet_hours": [{"from": "18:00", "to": "08:30"}],
    "working_days": None,
    "holidays": "DE-BY",
    "couriers": ["email"],
    "email": "ana@example.org",
    "shows_words": True,
    "tone": "warm",
    "stopped": False,
}
_PARTICIPANT = {
    "id": "par_0193a1",
    "ref": "ana",
    "locale": "en",
    "purpose": PURPOSE,
    "experience": {"sessions_done": 1, "new_manager": True},
    "focus": ["delegation"],
    "nudging": _NUDGING,
    "created_at": MOMENT,
    "revision": 1,
}
_PAIR = {
    "id": "pair_0193a3",
    "participants": ["par_0193a1", "par_0193a2"],
    "format": "pair",
    "quarter": "2026-Q4",
    "created_at": MOMENT,
}
_CONVERSATION = {
    "id": "con_0193a4",
    "pair": "pair_0193a3",
    "session_number": 2,
    "state": "planned",
    "planned_at": "2026-12-02T14:00:00Z",
    "created_at": MOMENT,
    "revision": 1,
}
NOTE = {
    "id": "note_0193a5",
    "visibility": "private",
    "conversation": "con_0193a4",
    "session_number": 2,
    "created_at": MOMENT,
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
    "created_at": MOMENT,
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

COACHING: dict[str, Example] = {
    "add_participant": Example(
        request={
            "ref": "ana",
            "purpose": PURPOSE,
            "focus": ["delegation"],
            "nudging": {"time_zone": "Europe/Berlin", "couriers": ["email"], "email": "ana@example.org"},
        },
        response={
            **_PARTICIPANT,
            "nudging": {
                **_NUDGING,
                "quiet_hours": None,
                "holidays": None,
                "shows_words": False,
                "tone": "plain",
            },
        },
    ),
    "list_participants": Example(response={"items": [_PARTICIPANT], "next_cursor": None}),
    "get_participant": Example(response=_PARTICIPANT),
    "change_participant": Example(
        request={"focus": ["delegation", "feedback"]},
        response={**_PARTICIPANT, "focus": ["delegation", "feedback"], "revision": 2},
    ),
    "export_participant": Example(
        response={
            "exported_at": MOMENT,
            "participant": _PARTICIPANT,
            "pairs": [_PAIR],
            "notes": [{**NOTE, "text": "I still check every slide."}],
            "pledges": [_PLEDGE],
            "question_sets": [],
            "nudges": [],
            "feedback": [],
        }
    ),
    "erase_participant": Example(
        response={"erased_at": MOMENT, "counts": {"notes": 3, "participants": 1, "pledges": 1}}
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
    "move_conversation": Example(
        request={"planned_at": "2026-12-03T15:00:00+01:00"},
        response={**_CONVERSATION, "planned_at": "2026-12-03T14:00:00Z", "revision": 2},
    ),
    "prepare_conversation": Example(request={"seed": 0}, response=SETS),
    "get_question_sets": Example(response=SETS),
    "take_seat": Example(
        request={"participant": "par_0193a1"},
        response={
            "url": "https://nudge.example.org/c/seat_ten_0193.con_0193a4.par_0193a1.1764694800.3f9c",
            "token": "seat_ten_0193.con_0193a4.par_0193a1.1764694800.3f9c",
            "expires_at": "2026-12-02T17:00:00Z",
        },
    ),
    "record_note": Example(
        request={"participant": "par_0193a1", "text": "I still check every slide."}, response=NOTE
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
}
