"""Somebody whom the speaker mentions, as a question can name them: "Priya", "your director"."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from nudge.language.notes.authors import unquoted
from nudge.language.notes.names import NO_NAMES
from nudge.language.notes.people import ENOUGH, mentions_in
from nudge.language.notes.roles import roles_in

if TYPE_CHECKING:
    from spacy.tokens import Doc

_MAYBE = re.compile(
    r"(?<=[a-z,;] )[A-Z][a-z]{2,}|\b[A-Z][a-z]{2,}\b(?=\s+(?:said|says|is|was"
    r"|has|sits|never|always|asked|told))"
)


def may_name_somebody(text: str) -> bool:
    """Whether a parse is worth its time: capitals in the middle of a sentence, or before what people do."""
    return bool(_MAYBE.search(text))


def persons_in(text: str, doc: Doc | None) -> tuple[str, bool]:
    """The person mentioned most, and whether this person is at the centre: "" for nobody to be sure of.

    Args:
        doc: the parse of the text; without it, or with tags alone, only roles are known.
    """
    spoken = unquoted(text)
    if doc is None or not doc.has_annotation("DEP"):
        names = list(roles_in(spoken))
    else:
        names = [
            mention.name for mention in mentions_in(doc) if mention.points >= ENOUGH and not mention.is_coach
        ]
        names += _twice(doc, spoken)
    if not names:
        return "", False
    counted = Counter(names)
    name, _ = max(counted.items(), key=lambda pair: (pair[1], -names.index(pair[0])))
    bare = name.removeprefix("your ").removeprefix("the ")
    n_named = len(re.findall(rf"\b{re.escape(bare)}\b", spoken, re.IGNORECASE))
    n_meant = len(re.findall(r"\b(?:he|she|him|her|his)\b", spoken, re.IGNORECASE))
    return name, n_named >= 2 or (len(counted) == 1 and n_meant >= 2)


def _twice(doc: Doc, spoken: str) -> list[str]:
    """Names that nobody knows: capitals in the middle of a sentence, twice, and once a subject."""
    tokens = [
        token
        for token in doc
        if token.text.istitle()
        and token.is_alpha
        and len(token) > 2
        and token.lower_ not in NO_NAMES
        and token.pos_ == "PROPN"
        and spoken[token.idx : token.idx + len(token)] == token.text
    ]
    n = Counter(token.text for token in tokens)
    inside = {token.text for token in tokens if not token.is_sent_start}
    acting = {token.text for token in tokens if token.dep_ in ("nsubj", "nsubjpass")}
    return [name for name, times in n.items() if times >= 2 and name in inside and name in acting]
