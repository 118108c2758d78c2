"""Fifty varied requests for question sets: full and bare, tidy and untidy, in several formats."""

from __future__ import annotations

import json
from typing import Any

PURPOSES = [
    "Seeing somebody do alone what they could not do in spring.",
    "honestly? when the line runs and nobody has to shout",
    "I want that the people in my town don't have to drive two hours for a doctor.",
    "",
    "Explaining a hard thing until the room goes 'ah'. And the intern's idea counts as much as mine.",
]
NOTES = [
    "I gave Priya the report but I still check every slide.",
    "meeting with the director was bad. he wants names by friday and i said nothing",
    "Marek and Ines don't speak to each other. I haven't put them in one room yet.",
    "didn't sleep, too many things. said yes to the second project as well",
    "(typed by Jo) She told me the team is fine. Then she told me again.",
]
PLEDGES = [
    ("I'll hand Sam the Monday report before my holiday", "kept"),
    ("talk to Marek and Ines together, same room, by friday", "dropped"),
    ("more patience", "not_said"),
    ("not answering mail after 8 any more", "partly"),
    ("try and tell my boss what I think about the plan", "changed"),
]


def requests() -> list[dict[str, Any]]:
    """The requests, always the same."""
    return [_pair(number) for number in range(40)] + [_roundtable(number) for number in range(10)]


def lines() -> bytes:
    """The requests as JSON Lines."""
    return b"".join(json.dumps(request).encode() + b"\n" for request in requests())


def _pair(number: int) -> dict[str, Any]:
    request: dict[str, Any] = {"participants": [_person("ana", number), _person("ben", number + 3)]}
    if number % 3:
        request |= {"session_number": 1 + number % 6, "seed": number}
    if number % 4 == 1:
        request["emphasis"] = [{"text": "Give feedback early and kindly", "source": "blueprint"}]
    return request


def _roundtable(number: int) -> dict[str, Any]:
    people = [_person(f"p{seat}", number * 5 + seat) for seat in range(3 + number % 2)]
    return {"format": "roundtable", "session_number": 1 + number % 4, "participants": people}


def _person(ref: str, number: int) -> dict[str, Any]:
    person: dict[str, Any] = {"ref": ref}
    if number % 5 != 3:
        person["purpose"] = {"text": PURPOSES[number % 5]}
    if number % 7 == 2:
        person["purpose"] = {"drivers": {"whom": "individuals", "why": "karma"}}
    if number % 2:
        person["notes"] = [
            {
                "text": NOTES[(number + i) % 5],
                "session_number": i + 1,
                "visibility": ("private", "shared")[i % 2],
            }
            for i in range(number % 4)
        ]
        text, outcome = PLEDGES[number % 5]
        person["last_pledge"] = {"text": text, "outcome": outcome}
    if number % 3 == 0:
        person["focus"] = [("delegation", "feedback", "saying no to my boss")[number % 9 // 3]]
        person["experience"] = {"sessions_done": number, "new_manager": bool(number % 2)}
    return person
