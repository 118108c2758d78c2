"""How much a passage counts before anything is parsed: what it looks like, and how old it is."""

from __future__ import annotations

import re

HALF_LIFE = 2
"""Sessions after which a passage counts half. Chosen: a month, as sessions are every two weeks."""
SESSIONS_PER_PARTNER = 5
"""Source: the product's rules, five conversations per partner."""

_PERSONAL = re.compile(r"(?<!\w)(?:i|i'm|im|i've|ive|i'd|i'll|me|my|we|our)(?!\w)", re.IGNORECASE)
_PRESSING = re.compile(
    r"\b(?:still|haven|havent|didn|didnt|should|need to|don't know|dont know|whether|either|avoid\w*"
    r"|put\w* off|"
    r"afraid|worried|angry|stuck|proud|ashamed|can't|cant|never|keep|hard|why|decid\w*|decision)\b",
    re.IGNORECASE,
)


def recency_of(note_session: int | None, session_number: int) -> float:
    """How much a note counts by its age, halved every two sessions; the last session's counts fully.

    A higher number than the present one is of an earlier partner; without a number it counts half.

    >>> recency_of(3, 4), recency_of(1, 4), recency_of(None, 4)
    (1.0, 0.5, 0.5)
    """
    if note_session is None:
        return 0.5
    age = session_number - 1 - note_session
    if note_session > session_number:
        age += SESSIONS_PER_PARTNER
    return float(0.5 ** (max(0, age) / HALF_LIFE))


def salience_of(text: str) -> float:
    """How much a passage is likely to matter, in [0, 1]: personal, pressing, long enough to say something.

    Chosen: weights by reading; they only decide what is looked at first.

    >>> salience_of("I still haven't decided whether to tell them.") > salience_of("It rained at ten.")
    True
    """
    pressing = min(2, len(_PRESSING.findall(text)))
    return 0.4 + 0.2 * bool(_PERSONAL.search(text)) + 0.15 * pressing + 0.1 * (len(text.split()) >= 8)
