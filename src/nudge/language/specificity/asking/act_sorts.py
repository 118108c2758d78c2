"""The sort of act a pledge is about, by its main verb and a few nouns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from nudge.domain.missing_pieces import ActSort
from nudge.language.pledges.verbs import base_of_gerund, words

if TYPE_CHECKING:
    from spacy.tokens import Doc

VERBS = {
    ActSort.TALK: words(
        """
        talk speak tell say call phone ring discuss explain raise mention thank praise apologise apologize
        confront congratulate announce chat communicate acknowledge compliment admit
        """
    ),
    ActSort.WRITE: words(
        "write draft email mail reply edit revise rewrite proofread summarise summarize document"
    ),
    ActSort.DELEGATE: words("delegate assign entrust outsource"),
    ActSort.DECIDE: words("decide choose settle pick"),
    ActSort.PLAN: words(
        "plan prepare schedule organise organize arrange outline block book rehearse prioritise prioritize"
    ),
    ActSort.STOP: words("stop quit avoid reduce refrain resist limit mute"),
    ActSort.LISTEN: words("listen ask hear interview inquire consult survey"),
    ActSort.LEARN: words("learn read study practise practice research reread shadow"),
    ActSort.MEET: words("meet"),
    ActSort.HEALTH: words(
        "walk run exercise sleep meditate stretch rest swim cycle drink eat breathe jog nap relax"
    ),
}
"""Chosen: verbs whose act is the same sort in most pledges that we wrote; all others have no sort."""

WITH_A_THING = words("send finish complete submit produce update deliver publish compile design")
"""Verbs of writing only when a thing that is written is named: "finish the report", not "finish early"."""

NOUNS = {
    ActSort.TALK: words("conversation chat talk feedback praise"),
    ActSort.DELEGATE: words("delegation delegating"),
    ActSort.DECIDE: words("decision choice"),
    ActSort.PLAN: words("plan planning agenda"),
    ActSort.LISTEN: words("listening listener question"),
    ActSort.LEARN: words("course reading"),
    ActSort.MEET: words("meeting lunch coffee"),
    ActSort.HEALTH: words("walk run break exercise exercising sleep gym yoga swim rest"),
}
"""What the object of a light verb makes of it: "have a chat", "make a decision", "take a walk"."""

LIGHT = words("have make give do get take set hold arrange schedule organise organize be become go work")
NO_MEETING = words("be become go get make give work do take")
"""Light verbs that don't bring a meeting about: "be braver in the meeting"."""

STARTERS = words(
    """
    try want like love hope wish need plan aim intend start begin continue keep commit go get remember pledge
    promise manage will would should can could may might must be do have
    """
)
"""Verbs whose own complement says what is done: "try to ask", "start walking"."""

HANDED = "run|chair|lead|handle|take|own|prepare|present|draft|write|organi[sz]e|plan|manage|do|facilitate"
_NO_QUESTION = r"(?:(?!\b(?:how|what|when|where|why|who|which|whether|if|for|about)\b)[^,.;])"
_HANDS_OVER = re.compile(
    rf"(?:ask|let|(?:have|get)(?=\s(?:[A-Z]|my|our)))\b{_NO_QUESTION}{{1,40}}?\s(?:to\s)?(?:{HANDED})\b"
    r"|give\b[^,.;]{1,30}\b(?:task|job|lead|responsibility|project|role)\b"
    r"|(?:hand|pass)\b[^,.;]{0,40}\b(?:over|on)\b"
)
_SEEKS_VIEW = re.compile(
    r"(?:get|seek|collect|gather|invite|request)\b[^,.;]{0,30}\b(?:feedback|views?|opinions?)\b"
)
_STOPS = re.compile(
    r"(?:not|never|no longer|cut (?:out|down|back)|give up|leave out)\b"
    r"|no (?:more )?(?:phones?|e?-?mails?|meetings?|calls?|laptops?|screens?|slack)\b",
    re.IGNORECASE,
)
_LEAVES = re.compile(r"leave (?:work|the office|on time|at \d)|(?:have|take)\b[^,.;]{0,20}\bbreaks?\b")
_ONE_TO_ONES = re.compile(
    r"(?:have|do|hold|schedule|book|arrange|set up)\b[^,.;]{0,20}\b(?:one-to-one|one-on-one|1:1)s?\b"
)
_NO_SORT = re.compile(
    r"say (?:no|yes)\b|(?:pick|speak) up\b|(?:run|walk|rest|cook|eat)\s(?:the|a|an|my|your|our|through|by)\b"
)
_BY_WORDS = (
    (_NO_SORT, None),
    (_STOPS, ActSort.STOP),
    (_HANDS_OVER, ActSort.DELEGATE),
    (_SEEKS_VIEW, ActSort.LISTEN),
    (_LEAVES, ActSort.HEALTH),
    (_ONE_TO_ONES, ActSort.MEET),
)


def act_sort(doc: Doc, phrase: str | None, *, has_thing: bool) -> ActSort | None:
    """The sort of act, or None when not sure.

    Args:
        doc: the parsed pledge.
        phrase: the pledge said back, when there is such a phrase.
        has_thing: whether a thing that one can write is named.
    """
    text = _first_small(phrase or doc.text)
    for pattern, sort in _BY_WORDS:
        if pattern.match(text):
            return sort
    return _of_phrase(text, has_thing) if phrase else _of_wish(doc)


def _of_phrase(phrase: str, has_thing: bool) -> ActSort | None:
    verb, *others = re.findall(r"[\w'’-]+", phrase.lower()) or [""]
    while others and verb in STARTERS and (others[0] == "to" or base_of_gerund(others[0])):
        verb, *others = others[1:] if others[0] == "to" and others[1:] else others
    verb = base_of_gerund(verb) or verb
    if verb in WITH_A_THING:
        return ActSort.WRITE if has_thing else None
    by_object = _of(NOUNS, (word.removesuffix("s") for word in others[:5])) if verb in LIGHT else None
    if by_object is ActSort.MEET and verb in NO_MEETING:
        return None
    return by_object or _of(VERBS, [verb])


def _of_wish(doc: Doc) -> ActSort | None:
    """What a text without a clear act is about: its first verb that says anything, or a noun."""
    for token in doc:
        base = base_of_gerund(token.text) or token.lemma_.lower()
        if token.pos_ == "VERB" and base not in STARTERS:
            return _of(VERBS, [base])
        sort = _of(NOUNS, [token.lower_, token.lemma_.lower()]) if token.pos_ == "NOUN" else None
        if sort and sort is not ActSort.MEET:
            return sort
    return None


def _of(table: Mapping[ActSort, frozenset[str]], said: Iterable[str]) -> ActSort | None:
    return next((sort for word in said for sort, known in table.items() if word in known), None)


def _first_small(text: str) -> str:
    return text[:1].lower() + text[1:]
