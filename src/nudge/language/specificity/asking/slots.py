"""What the words of a pledge offer the question for its missing piece. Precision before recall."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nudge.domain.missing_pieces import ActSort, PledgeSlots
from nudge.domain.pledges import SaidBack
from nudge.language.notes.names import NO_NAMES
from nudge.language.notes.people import ENOUGH, mentions_in
from nudge.language.pledges.verbs import words
from nudge.language.specificity.asking.act_sorts import act_sort
from nudge.language.specificity.asking.noun_slots import (
    PEOPLE,
    THINGS,
    definite_plural,
    event,
    members,
    some,
    thing,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LONGEST_ACT = 8
"""Words of an act that a question can take up whole. Chosen: with the question said in one breath."""

TOWARDS = (
    r"(?:with|to|ask|tell|call|phone|ring|text|email|message|thank|meet|visit|give|show|hand|send|let|invite|help"
    r"|remind|coach|mentor|pay|trust|praise|consult|see|brief|update|introduce|join|email|from)"
)
GOES = words("go travel drive fly move come switch get return")
"""After these, what follows "to" is a place."""

_CLAUSE = re.compile(
    r"\b(?:before|after|until|till|once|when|whenever|while|if|unless|because|since|that|what|how|who|whether|why)\b",
    re.IGNORECASE,
)
_NO_ACT = re.compile(
    r"^(?:not|never|no|be|just|really|actually|definitely|also|try|finally|only|please|maybe|feel|have to)\b"
    r"|^(?:want|like|become)\b|[,;:()?!“”\"…/]|\.\s|\band\s+(?:to\s+)?(?:not|then|also)\b"
    r"|\b(?:then|so that|because|which|more|less|better|enough|soon|asap|sometime|eventually|regularly|often"
    r"|usually|maybe|please)\b",
    re.IGNORECASE,
)


def pledge_slots(doc: Doc, said_back: SaidBack) -> PledgeSlots:
    """The slots of a pledge, each None when not sure.

    Args:
        doc: the pledge as written, parsed.
        said_back: the same pledge said back.
    """
    if not doc.text.strip():
        return PledgeSlots()
    one_thing = thing(doc)
    sort = act_sort(doc, said_back.phrase, has_thing=one_thing is not None)
    return PledgeSlots(
        person=_person(doc),
        people=definite_plural(doc, PEOPLE) or members(doc),
        things=definite_plural(doc, THINGS),
        some=some(doc, f"{PEOPLE}|people|{THINGS}"),
        thing=one_thing,
        act=_act(said_back.phrase, sort),
        event=event(doc),
        sort=sort,
    )


def _person(doc: Doc) -> str | None:
    """The one person that the act is done with, to or for; nobody when two are named or it is unclear."""
    named = {mention.name for mention in mentions_in(doc) if mention.points >= ENOUGH}
    unknown = {token.text for token in doc if _is_name(token)} if not named else set()
    if len(named | unknown) != 1:
        return None
    name = next(iter(named | unknown))
    role = name.removeprefix("your ").removeprefix("the ")
    whose = r"(?:my|our|the)\s+(?:\w+\s+)?" if role != name else ""
    end = r"\b(?!['’]s\b|['’](?!\w)|\s*(?:and|or|[/&,])\s*(?:my\b|our\b|the\b|his\b|her\b|(?-i:[A-Z])))"
    place = re.search(rf"\b{TOWARDS}\s+{whose}{re.escape(role)}{end}", doc.text, re.IGNORECASE)
    if place is None or _CLAUSE.search(doc.text[: place.start()].rpartition(",")[2]):
        return None
    return name


def _is_name(token: Token) -> bool:
    """Whether this may be the name of a person whom nobody listed: "ask Tendai", "with Ewa"."""
    if not re.fullmatch(r"[A-Z][a-z]+", token.text) or token.lower_ in NO_NAMES or token.i == 0:
        return False
    if token.pos_ != "PROPN" or token.ent_type_ in ("GPE", "LOC", "FAC", "DATE", "EVENT", "LANGUAGE"):
        return False
    before = token.nbor(-1)
    goes = token.i > 1 and token.nbor(-2).lemma_.lower() in GOES
    last = token.i + 1 == len(token.doc)
    alone = last or (not token.nbor(1).text[0].isupper() and token.nbor(1).pos_ != "NOUN")
    return (
        re.fullmatch(TOWARDS, before.lower_) is not None and not goes and (alone or _is_time(token.nbor(1)))
    )


def _is_time(token: Token) -> bool:
    return token.ent_type_ in ("DATE", "TIME") or token.lower_ in NO_NAMES


def _act(phrase: str | None, sort: ActSort | None) -> str | None:
    """The phrase when it is short and one plain act; stopping and "walk more" don't read right here."""
    if phrase is None or not 2 <= len(phrase.split()) <= LONGEST_ACT or sort is ActSort.STOP:
        return None
    if _NO_ACT.search(phrase) or _CLAUSE.search(phrase) or not any(mark.isalpha() for mark in phrase):
        return None
    return phrase
