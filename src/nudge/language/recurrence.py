"""Does a pledge say the same as an earlier one? Nearness of the bare acts, with what speaks for and against.

Measured in models/pledge_recurrence/CARD.md.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from nudge.domain.recurrence import Likeness
from nudge.language.matching import TextEncoder
from nudge.language.notes.names import FIRST_NAMES, words_of
from nudge.language.parser import Parser
from nudge.language.specificity.stripping import strip

if TYPE_CHECKING:
    from spacy.tokens import Doc

ENCODER = "all-MiniLM-L6-v2@53aa5117"
"""The encoder that `SAME` was chosen for; with another one nothing is recognised."""
SAME = 0.8
"""Score from which two pledges say the same. Chosen: models/pledge_recurrence/CARD.md."""
NEAR = 0.4
"""Cosine below which two pledges never say the same, and aren't parsed. Chosen: as `SAME`."""
MOST_WORDS = 0.5
"""Part of the shorter act's words that both have, from which on another thing counts."""
N_DECIMALS = 4

HANDS_OVER = "hands over"
VERBS = {
    HANDS_OVER: words_of("hand delegate transfer entrust let offer pass outsource assign give leave rotate"),
    "says": words_of(
        "tell speak talk say call ring phone raise mention explain address discuss confront apologise"
        " apologize chat communicate inform admit announce"
    ),
    "praises": words_of("praise thank compliment congratulate recognise recognize appreciate encourage"),
    "asks": words_of("ask invite request consult interview survey inquire chase propose suggest"),
    "writes": words_of("write draft document email mail reply answer note record"),
    "looks": words_of("review check read watch look study inspect analyse analyze compare correct proofread"),
    "decides": words_of("decide choose pick settle"),
    "makes": words_of(
        "make prepare build fix order buy create design update polish change improve plan produce"
    ),
    "stops": words_of("stop quit avoid reduce cancel drop cut limit skip"),
    "goes": words_of("visit meet join attend"),
    "trains": words_of("train teach coach mentor show help assist support promote"),
    "does": words_of("do run chair lead handle take cover own present start begin open hold set"),
    "listens": words_of("listen hear notice wait"),
    "finds": words_of("find recruit hire search"),
}
"""Verbs by sort of act. Chosen: what people promise each other most; a verb that isn't here has no sort."""
SORT_OF = {verb: sort for sort, verbs in VERBS.items() for verb in verbs}

_SOMEBODY_ELSE = re.compile(
    r"(?!(?:I|we)\b)(?:the |my |our )?[\w.]+(?: [\w.]+)? "
    r"(?:is|are|has|owns|takes?|does|runs?|leads?|covers?|edits?|presents?|sees|shall|decides?|gets|doing"
    r"|to (?:take|run|do|lead|present))\b"
    r"|(?:get|have) (?!(?:I|it|the|my|our|a|an)\b)[\w.]+(?: [\w.]+)? "
    r"(?:to |doing|do|run|chair|lead|present|take)"
    r"|.*\bask .{2,30} to (?:run|do|take|present|lead|chair|handle|prepare|write)\b"
    r"|.*\b(?:instead of me|without me|not me|in charge|take over|off my plate)\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not(?! (?:by )?me\b)|no|never|stop|quit|don['’]?t|without(?! me\b)|drop|cancel|reduce|avoid"
    r"|nothing|less)\b|n['’]t\b",
    re.IGNORECASE,
)
_PROMISE = re.compile(r"^I will\s+", re.IGNORECASE)
NO_NAMES = words_of("i it hr cto ceo vp mr mrs ms dr will mark grant may max art rich guy sue bill")
"""Not taken for names of people, whatever their letters are like."""


class PledgeLikeness:
    """Compares pledges of one person. Any thread may use it; nothing is kept of the texts.

    Args:
        encoder: gives the nearness; nothing is recognised with another one than `ENCODER`.
        parser: finds names, verbs and things; it only reads pledges that are near to each other.
    """

    def __init__(self, encoder: TextEncoder, parser: Parser) -> None:
        self._encoder = encoder
        self._parser = parser

    def same(self, text: str, others: Sequence[str]) -> list[bool]:
        """For each of the others whether the text says the same.

        Raises:
            Unavailable: as `Encoder.warm_up`.
        """
        if not others or self._encoder.name != ENCODER:
            return [False] * len(others)
        return [likeness.is_same(SAME) for likeness in self.likenesses(text, others)]

    def likenesses(self, text: str, others: Sequence[str]) -> list[Likeness]:
        """How alike the text is to each of the others; of what isn't `NEAR` only the nearness is told."""
        act, *acts = (strip(each, ()).act for each in (text, *others))
        vectors = self._encoder.encode([act, *acts])
        cosines = (vectors[1:] @ vectors[0]).astype(float).round(N_DECIMALS).tolist()
        near = {each for each, cosine in zip(acts, cosines, strict=True) if cosine >= NEAR}
        to_parse = sorted(near | {act}) if near else []
        docs = dict(zip(to_parse, self._parser.parse_all(to_parse), strict=True))
        return [
            _likeness(docs[act], docs[other], cosine) if cosine >= NEAR else Likeness(cosine)
            for other, cosine in zip(acts, cosines, strict=True)
        ]


def _likeness(one: Doc, two: Doc, cosine: float) -> Likeness:
    sorts = sort_of(one), sort_of(two)
    isnt = bool(_NOT.search(one.text)), bool(_NOT.search(two.text))
    return Likeness(
        cosine,
        same_act=None if None in sorts else sorts[0] == sorts[1],
        both_not=all(isnt),
        other_thing=_other_thing(one, two),
        other_people=_each_has_its_own(names_in(one), names_in(two)),
        other_direction=isnt[0] != isnt[1],
    )


def names_in(doc: Doc) -> frozenset[str]:
    """The people and places that an act names, in small letters and without a genitive's s."""
    named = {
        token.lower_
        for token in doc
        if (token.pos_ == "PROPN" and token.text[:1].isupper()) or token.lower_ in FIRST_NAMES
    }
    return frozenset(_bare(name, FIRST_NAMES) for name in named - NO_NAMES)


def sort_of(doc: Doc) -> str | None:
    """The sort of act that is promised, by its first verb that has one; None when none has."""
    act = _PROMISE.sub("", doc.text)
    if _SOMEBODY_ELSE.match(act):
        return HANDS_OVER
    begins = 2 if _PROMISE.match(doc.text) else 0
    for token in doc:
        if token.pos_ == "VERB" or token.i in (begins, begins + 1):
            sort = SORT_OF.get(token.lemma_.lower())
            if sort is not None:
                return sort
    return None


def _other_thing(one: Doc, two: Doc) -> bool:
    """Whether, with most words in common, each is about something that the other isn't about."""
    mine, yours = _lemmas(one), _lemmas(two)
    n_words = max(1, min(len(mine), len(yours)))
    things = [frozenset(t.lemma_.lower() for t in doc if t.pos_ in ("NOUN", "PROPN")) for doc in (one, two)]
    return len(mine & yours) >= MOST_WORDS * n_words and _each_has_its_own(*things)


def _lemmas(doc: Doc) -> frozenset[str]:
    return frozenset(t.lemma_.lower() for t in doc if t.is_alpha and not t.is_stop)


def _each_has_its_own(mine: frozenset[str], yours: frozenset[str]) -> bool:
    return bool(mine - yours and yours - mine)


def _bare(name: str, known: Collection[str]) -> str:
    """The name without the s of a genitive: "lins" is Lin, "jonas" is Jonas."""
    return name if name in known else re.sub(r"['’]?s$", "", name)
