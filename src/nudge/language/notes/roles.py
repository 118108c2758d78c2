"""Roles that one person has towards another: "my deputy" is somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator

ROLES = (
    "line manager|area manager|regional manager|store manager|project manager|product manager|general manager"
    "|office manager|branch manager|plant manager|site manager|account manager|team leader|team lead"
    "|managing director|regional director|medical director|deputy director|deputy head|deputy principal"
    "|chief executive|chief of staff|head of department|head of sales|head of operations|head of school"
    "|head teacher|headteacher|vice president|shift lead|shift leader|co-founder|cofounder|business partner"
    "|manager|director|boss|supervisor|deputy|assistant|successor|predecessor|foreman|gaffer|principal"
    "|ceo|cfo|coo|cto|vp|mentor|apprentice|trainee|intern|bookkeeper|secretary|coordinator|controller"
)
_ADJECTIVES = r"(?:(?:new|own|direct|line|big|immediate|current|deputy|second)\s+)?"
_ROLE = re.compile(
    rf"(?<![\w'’])(?:(?P<mine>my|our)\s+(?P<words>{_ADJECTIVES}(?:{ROLES}))"
    r"|the\s+(?P<the>managing director|chief executive|director|ceo|principal|head teacher|headteacher))"
    r"(?![\w-])(?!\s+(?:of|at the time|back then|in my (?:last|old|previous|first)|from my|role|job|position"
    r"|level|meeting|title|post|training|course|programme|track)\b)(?!['’]s\s+(?:"
    rf"{ROLES}|job|role|wife|husband|mother|office)\b)(?!['’])?",
    re.IGNORECASE,
)
_BEFORE_NO_ROLE = re.compile(
    r"(?:\b(?:was|were|been|be|being|as|like|become|became|becoming|former|than|if i were|am|i'm)"
    r"|['’]m)\s+(?:not\s+)?$"
    r"|\bnot\s+$",
    re.IGNORECASE,
)


def roles_in(text: str) -> Iterator[str]:
    """The people who are named by their role, as they read in a question.

    >>> list(roles_in("My line manager wants it, and I was her deputy. My old boss never did."))
    ['your line manager']
    """
    for match in _ROLE.finditer(text):
        if not _BEFORE_NO_ROLE.search(text[: match.start()]):
            words = re.sub(r"\s+", " ", match["words"] or match["the"]).lower()
            words = re.sub(r"\b(?:ceo|cfo|coo|cto|vp)$", lambda short: short.group().upper(), words)
            yield f"your {words}" if match["mine"] else f"the {words}"
