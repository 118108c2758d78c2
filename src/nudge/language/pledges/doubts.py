"""What speaks against saying words back: sarcasm, other people's acts, half sentences, words lost."""

from __future__ import annotations

import re
from collections import Counter

from nudge.language.pledges.persons import SWAPS, has_first_person, outside_quotes
from nudge.language.pledges.predicates import Promise
from nudge.language.pledges.second_acts import goes_on_unclear, runs_on
from nudge.language.pledges.tidying import is_picture
from nudge.language.pledges.verbs import base_of_gerund, words

UNSAFE = re.compile(r"[{}<>\\`\[\]|^]|&\w+;|&#")
NOT_MEANT = re.compile(
    r"\byeah,? right\b|\b(?:ha|he){2,}\b|\blmf?ao\b|\brofl\b|\bas if\s*(?:[.!…]|$)|\bkidding\b|\bjk\b|\s/s$"
    r"|^(?:oh,? )?sure,|^(?:oh )?of course,? i|\bnot!|\bor whatever\b|\bin my dreams\b|\bwhen (?:hell|pigs)\b"
    r"|(?<!\blike it )\bor not\b\s*[.!]?$|\bsays who\b|[🙄🙃😏🤡]",
    re.IGNORECASE,
)
"""Irony, jokes, and "or not" at the end."""
TAKEN_BACK = re.compile(
    r"(?:or not|maybe|perhaps|not really|probably not|or something|unless|if\b|but\b|only if)", re.I
)
SECOND_PERSON = re.compile(
    r"\b(?:you|your|yours|yourself|yourselves|u|ur|ya|y'all|yall|yer)\b", re.IGNORECASE
)
FOREIGN = re.compile(
    r"(?<!\S)(?:mit|und|nicht|ich|der|das|eine?n?|avec|les|des|pour|dans|une|para|los|las|el|och"
    r"|att|het|een|voor|della"
    r"|alla|che|moje|się|mein\w*|mijn|mon|mes|sur|wir|zu|im|por|nie|och)(?!\S)"
)
HALF_SAID = re.compile(
    r"(?:,|\band|\bbut|\bor|\bthen|\s[–—-])\s+(?:will|can|could|would|may|might|are)\b|\blet's\b"
    r"|(?<!\d )\bam\b|\byou\b.*\band was\b|\.\.|…"
    r"|\b(?:a|an|the|my|your|and|or|but|because|if|when|is)$"
    r"|[A-Z][a-z]+[A-Z][a-z]+[A-Z]|(?<!\w)[#@_~*=+](?=\w|\s)"
)
POINTS_BACK = re.compile(r"(?:it|that|this|them|they|him|those|these|her|there|one)$")
UNCLEAR = re.compile(
    r"\b(?i:phase|part|level|type|tier|grade|stage|volume|war|plan|class|category|unit|act) I\b"
)
"""A numeral that looks like "I"."""
POINTS = re.compile(r"\b(?:he|she|it|they|that|this)\b", re.IGNORECASE)
LONGEST_SENTENCE = 50
ONE_ANOTHER = re.compile(r"\b(?:we|us|and i|me and)\b.*\b(?:each other|one another)\b", re.IGNORECASE)
"""Of several people, when only one of them is spoken to."""
ASIDE = re.compile(
    r",\s+(?=(?:he|she|they|it|there|that)(?:'s|'re|\s+(?:is|are|was|were|has|have|deserves?|needs?))\s)"
    r"|\s[–—-]\s+(?=(?:I|we|he|she|they|it|there|that)(?:'m|'s|'re|\s+(?:am|is|are|was|were))\s)"
)
YOU = words("i me we us you my ma our your")
GLUE = words("not on at with")
STAND_IN = re.compile(r"\bQ[a-z]{2}\b")


def is_balanced(text: str) -> bool:
    """Whether every quotation mark has its partner.

    >>> is_balanced('tell him "no"'), is_balanced('tell him "no')
    (True, False)
    """
    return not re.search(r"[“”\"„‘«»]", outside_quotes(text))


def is_doubtful(sentence: str) -> bool:
    """Whether a sentence is better not reworded: long, to somebody addressed as "you", not English, pictures.

    >>> is_doubtful("I'll call you"), is_doubtful("I'll call Sam")
    (True, False)
    """
    return (
        len(sentence.split()) > LONGEST_SENTENCE
        or SECOND_PERSON.search(sentence) is not None
        or FOREIGN.search(sentence) is not None
        or ONE_ANOTHER.search(sentence) is not None
        or any(is_picture(mark) for mark in sentence)
    )


def is_half_negated(phrase: str, sentence: str) -> bool:
    """Whether it isn't clear how far the "not" at the start of the phrase reaches.

    >>> is_half_negated("not shout, ask", "."), is_half_negated("not shout, and not ask", ".")
    (True, False)
    """
    return sentence.endswith(";") or (
        "not" not in phrase[4:].split() and re.search(r",\s+\w", phrase) is not None
    )


def points_back(phrase: str) -> bool:
    """Whether the act points to something of the sentences before, as "fix it" does."""
    words = re.findall(r"[\w'-]+", phrase.lower())[1:4]
    return any(POINTS_BACK.match(word) for word in words[:2])


def holds(phrase: str, promise: Promise) -> bool:
    """Whether the phrase says what the promise said: same words, nothing left in first person."""
    if has_first_person(phrase) or HALF_SAID.search(phrase) or not is_balanced(phrase):
        return False
    if goes_on_unclear(phrase) or runs_on(phrase):
        return False
    if re.search(r"[()]", re.sub(r"\([^()]*\)", "", outside_quotes(phrase))):
        return False
    source = " ".join([promise.lead, *promise.before, promise.companion, promise.act])
    if sorted(STAND_IN.findall(phrase)) != sorted(STAND_IN.findall(source)):
        return False
    given = _bag(source)
    said = _bag(phrase)
    added, lost = said - given, given - said
    return set(added) <= GLUE and set(lost) <= {
        "YOU",
        "will",
        "ll",
        "do",
        "don't",
        "won't",
        "going",
        "BE",
        "to",
        "want",
        "shall",
        "gonna",
    }


def _bag(text: str) -> Counter[str]:
    """The words of a text, blind to person."""
    words = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text.lower())
    return Counter(part for word in words for part in _neutral(word))


def _neutral(word: str) -> list[str]:
    word = word.replace("’", "'")
    stem, mark, rest = word.partition("'")
    if mark and stem in ("i", "we", "you"):
        return ["YOU", {"m": "BE", "re": "BE"}.get(rest, rest)]
    if word in YOU:
        return ["YOU"]
    if word in ("am", "are", "was", "were"):
        return ["BE"]
    if word in ("wasn't", "weren't"):
        return ["BE", "not"]
    return [SWAPS.get(word) or base_of_gerund(word) or word]
