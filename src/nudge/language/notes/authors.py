"""Who wrote a note: its owner, or the partner who listened and typed."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = r"(?-i:[A-Z])[\w'-]+"
_HEADERS = (
    re.compile(
        rf"^\W*(?:typed|written|noted|notes?|scribed|taken)\s+(?:up\s+|down\s+)?(?:by|from)\s+({_NAME})", re.I
    ),
    re.compile(rf"^\W*(?:from|by)\s+({_NAME})\s*[:,-]", re.I),
    re.compile(
        rf"^\W*(?:it'?s\s+)?({_NAME})\s+(?:is\s+|was\s+)?(?:writing|typing|taking|here|scribing)\b", re.I
    ),
    re.compile(rf"\b(?:typed|written up|noted)\s+(?:up\s+)?by\s+({_NAME})", re.I),
)
_SPEAKER = re.compile(rf"^\W*({_NAME})\s*:\s")
_FIRST = re.compile(r"(?<!\w)(?:i|i'm|im|i've|ive|i'd|i'll|me|my|mine|myself)(?!\w)", re.I)
_THIRD = re.compile(r"(?<!\w)(?:he|she|he's|she's|him|her|his|hers|himself|herself)(?!\w)", re.I)
_TELLS = re.compile(
    r"\b(?:he|she|[A-Z])\s+(?:said|says|told me|tells me|wants|feels|felt|thinks|started with|spoke|laughed|"
    r"moved|talked|described|mentioned|seemed|looked|went)\b"
)
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]|(?<!\w)['‘][^'’]*(?:['’](?=\w)[^'’]*)*['’](?!\w)")


@dataclass(frozen=True, slots=True)
class Author:
    """Whether the partner wrote the note, and the partner's name where it is given."""

    is_partner: bool = False
    partner: str | None = None


def author_of(text: str) -> Author:
    """Tell from its first line, or from who is spoken of, who wrote the note.

    A note that tells mostly what "she" or "he" said, with few words in the first person, counts as the
    partner's. Chosen: rather too often, as all that is lost is a quote.

    >>> author_of("(typed by Ines) He wants to hand over the rota.")
    Author(is_partner=True, partner='Ines')
    >>> author_of("I want to hand over the rota.")
    Author(is_partner=False, partner=None)
    """
    for header in _HEADERS:
        if match := header.search(text[:200]):
            return Author(True, match.group(1))
    spoken = unquoted(text)
    n_first, n_third = len(_FIRST.findall(spoken)), len(_THIRD.findall(spoken))
    speaker = _SPEAKER.match(text)
    if speaker and n_third > n_first:
        return Author(True, speaker.group(1))
    return Author(n_third >= 3 and 2 * n_first <= n_third and bool(_TELLS.search(spoken)))


def unquoted(text: str) -> str:
    """The text with everything between quotation marks blanked, of the same length."""
    return _QUOTED.sub(lambda match: " " * len(match.group()), text)
