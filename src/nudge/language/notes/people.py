"""People in a passage: names and roles that read right in a question. Precision before recall."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nudge.language.notes.authors import unquoted
from nudge.language.notes.names import (
    FIRST_NAMES,
    NAMES_THAT_ARE_WORDS,
    NO_NAMES,
    ORGANISATION_WORDS,
    TITLES,
    words_of,
)
from nudge.language.notes.roles import roles_in

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

ENOUGH = 3
"""Points of evidence for a name. Chosen: no wrong name in the lines of tests/language/people.jsonl."""

_SPEAKS = words_of(
    "say tell ask want think laugh know feel reply answer shout smile cry nod call phone ring text come"
    " leave "
    "go agree refuse promise apologise apologize join start quit resign sit look stand speak talk offer hope "
    "wonder write get give take keep forget hear stay wait notice handle run lead interrupt complain"
)
_SPOKEN_TO = words_of(
    "tell ask phone call ring text meet thank hire promote show teach help email invite interrupt avoid"
    " trust "
    "see give owe remind coach let manage praise apologise visit message ping warn put hand miss"
)
_TALKS = words_of(
    "talk speak sit meet work agree argue write say apologise apologize explain listen walk give hand check "
    "lunch send report turn one-to-one row chat"
)
_COACH = r"(?:asked|asks|ask|asking|wondered|wonders|waited|waits|wanted to know)"
_COACH_ASKS = re.compile(
    rf"{_COACH}\s+(?:me\s+|us\s+|again\s+|then\s+)*(?:[\"'‘“]|about me|(?:what|how|who|where|when|which"
    rf"|why|what's|whats)\b"
    r"|(?:if|whether|can|could|do|would|did|am|is it)\s+i\b)|waited?\b|noticed (?:that )?(?:i|my)\b",
    re.IGNORECASE,
)
_MET_AS_COACH = re.compile(
    r"(?:on with|paired with|matched with|partnered with|(?:my )?(?:new )?(?:coach|partner|peer)(?: is|"
    r" was|,)?"
    r"|(?:call|session|conversation|first meeting|coaching) with)\s+$",
    re.IGNORECASE,
)
_OTHER_ENTITIES = words_of("ORG GPE LOC FAC PRODUCT EVENT WORK_OF_ART LANGUAGE")
_PRONOUN = re.compile(r"\b(?:he|she|him|her|he's|she's|his)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """A person in a passage.

    Attributes:
        name: reads right in a question: "Ronnie", "Mr Boyd", "your director".
        points: evidence that it is a person; `ENOUGH` and more is accepted.
        is_coach: seems to be the partner who listens and asks.
        is_subject: is said to do something, so in the partner's notes it may be the owner.
    """

    name: str
    points: int
    is_coach: bool = False
    is_subject: bool = False


def mentions_in(doc: Doc) -> tuple[Mention, ...]:
    """Everybody who may be mentioned in a parsed passage, in order, not more than once per place."""
    spoken = unquoted(doc.text)
    names = [
        mention
        for token in doc
        if spoken[token.idx : token.idx + len(token)] == token.text
        and (mention := _name(doc, token, spoken)) is not None
    ]
    return (*names, *(Mention(role, ENOUGH) for role in roles_in(spoken)))


def _name(doc: Doc, token: Token, spoken: str) -> Mention | None:
    word = token.text
    lower = word.lower()
    if not word.isalpha() or len(word) < 2 or lower in NO_NAMES or _is_second(doc, token):
        return None
    is_known = lower in FIRST_NAMES
    is_word = lower in NAMES_THAT_ARE_WORDS
    if word.islower() and (not is_known or is_word):
        return None
    if word.isupper() and not is_known:
        return None
    if not word[0].isupper() and not word.islower():
        return None
    standing = _standing(doc, token, spoken, is_sure=is_known and not is_word)
    points = (1 if is_word else 2) * (is_known or is_word) + standing
    if word.islower() and standing < 2:
        return None
    display = _titled(
        doc, token, word[0].upper() + word[1:].lower() if word.isupper() or word.islower() else word
    )
    return Mention(display, points, _is_coach(doc, token, spoken), token.dep_ in ("nsubj", "nsubjpass"))


def _is_second(doc: Doc, token: Token) -> bool:
    """A surname, or the second half of something longer, belongs to the word before it."""
    if token.i == 0 or not token.text[0].isupper():
        return False
    before = doc[token.i - 1]
    if before.text == "-" or before.text == "&":
        return True
    return (
        before.text[0].isupper()
        and before.is_alpha
        and not before.is_sent_start
        and before.lower_ not in TITLES
        and before.lower_ not in ("i", "and")
    ) or (before.is_alpha and before.text[0].isupper() and before.lower_ in FIRST_NAMES)


def _titled(doc: Doc, token: Token, name: str) -> str:
    before = doc[token.i - 1 if doc[token.i - 1].text != "." else token.i - 2] if token.i else None
    if before is None or before.i > token.i or before.lower_.strip(".") not in TITLES:
        return name
    title = before.text.strip(".")
    return f"{title[0].upper()}{title[1:]} {name}"


def _standing(doc: Doc, token: Token, spoken: str, *, is_sure: bool) -> int:
    """Points for where the word stands: what is done by it, to it or with it."""
    points, head = 0, token.head
    before = doc[token.i - 1] if token.i else None
    after = doc[token.i + 1] if token.i + 1 < len(doc) else None
    if token.ent_type_ == "PERSON":
        points += 2
    elif token.ent_type_ in _OTHER_ENTITIES and not is_sure:
        points -= 1
    if before is not None and before.lower_.strip(".") in TITLES:
        points += 3
    if token.dep_ in ("nsubj", "nsubjpass"):
        points += 2 if head.lemma_.lower() in _SPEAKS else 1
    elif token.dep_ in ("dobj", "dative", "oprd"):
        points += 2 if head.lemma_.lower() in _SPOKEN_TO else 0
    elif token.dep_ == "pobj":
        points += _after_preposition(head)
    elif token.dep_ in ("poss", "conj", "appos"):
        points += 1
    if _PRONOUN.search(spoken, token.idx + len(token)):
        points += 1
    if before is not None and before.pos_ == "DET" and token.dep_ != "poss":
        points -= 3
    if after is not None and (
        after.lower_ in ORGANISATION_WORDS or (after.text[0].isupper() and after.is_upper)
    ):
        points -= 4
    if after is not None and after.pos_ == "NOUN" and token.dep_ in ("compound", "amod", "nmod"):
        points -= 3
    return points


def _after_preposition(preposition: Token) -> int:
    if preposition.lower_ in ("in", "at", "near", "into", "around", "via", "on"):
        return -2
    verb = preposition.head.lemma_.lower()
    if preposition.lower_ in ("with", "to", "for", "from", "about", "without", "by", "past"):
        return 2 if verb in _TALKS else 1
    return 0


def _is_coach(doc: Doc, token: Token, spoken: str) -> bool:
    after = spoken[token.idx + len(token) :]
    if _MET_AS_COACH.search(spoken[: token.idx]):
        return True
    if token.is_sent_start and re.match(r"\s*:\s", after):
        return True
    return re.match(rf"\s+(?:\w+\s+)?(?:{_COACH_ASKS.pattern})", after, re.IGNORECASE) is not None
