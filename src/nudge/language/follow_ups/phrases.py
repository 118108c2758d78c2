"""The speaker's words that read well when they are given back: verbatim, whole, short, nobody's failings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nudge.domain.follow_ups import Cue
from nudge.domain.specificity import Span
from nudge.language.follow_ups.signals import Signals
from nudge.language.notes import unsayable
from nudge.language.notes.names import words_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

FEWEST, MOST = 2, 10
"""Words of a phrase. Chosen: with the words around it a coach says it in one breath."""

_EDGE = re.compile(
    r"[.!?;:…\n]+|\s[–—-]+\s|[–—]|,(?=\s)"
    r"|\s(?=(?:but|because|although|though|whereas|since|so that|and then|until|when|while)\s)"
    r"|\s(?=(?:and|so|or)\s+(?:I|he|she|they|we|it|you|nobody|everybody|the|my|there|then|that)\b)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:ha(?:ha)+|lol|and|but|so|then|well|or|because|although|though"
    r"|that|which|who|yes|yeah|no|oh|um|uh|er|erm|hm+|like|"
    r"okay|ok|right|anyway|anyhow|honestly|actually|basically|look|see|now|also"
    r"|plus|mean|know|guess|suppose|think|"
    r"until|whereas|when|while|still|just)\b[,\s]+|I (?:mean|guess|suppose"
    r"|think|must say),?\s+|(?:if )?I['’]m (?:being )?honest,?\s+|you know,?\s+"
    r"|to be honest,?\s+"
    r"|sort of\s+|kind of\s+|it's (?:just )?(?:that|like)\s+)+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:,\s*right|[,\s]+(?:and|but|so|or|you know|I mean|I guess|I suppose|really"
    r"|though|anyway|somehow|as well|too|then|of course"
    r"|sort of|kind of|or so|honestly|actually|hm+|well|let['’]s be honest"
    r"|to be honest))+$",
    re.IGNORECASE,
)
_DANGLES = re.compile(
    r"\b(?:the|a|an|my|our|your|his|her|their|its|to|of|for|with|at|by|from|in"
    r"|on|into|about|than|as|and|or|but|because|that|"
    r"which|who|whose|if|when|while|is|are|was|were|be|been|am|very|so|not|every"
    r"|each|some|any|this|these|those|"
    r"I|we|he|she|they|would|could|should|will|can|has|have|had|do|does|did|I'm"
    r"|I've|I'd|I'll|it's|there's|what|how|where)$",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\s+(?=(?:in|on|at|till|until|when|because|who|which|from|while|before|after"
    r"|where|and|or|since|during)\s)",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"(?:if|unless|since)\b", re.IGNORECASE)
"""What a clause begins with that says nothing without the one after it."""
_TAG = re.compile(
    r",\s*(?:no|right|eh|yes|yeah|ok(?:ay)?|innit|(?:is|are|was|do|does|did|have|has|can|would)(?:n['’]t)?\s+\w+)$",
    re.IGNORECASE,
)
"""The end of a question that only wants a nod."""
_AFTERTHOUGHT = re.compile(r"\s*(?:i mean|like|or|you know|somebody|someone)\b", re.IGNORECASE)
"""The beginning of what only adds to the question before it."""
_MINE = re.compile(r"\b(?:I|me|my|mine|myself|I'm|I've|I'd|I'll)\b|\bI['’]", re.IGNORECASE)
_I = re.compile(r"I\b", re.IGNORECASE)
_JUDGES = re.compile(
    r"(?:he|she|they|you)(?:['’](?:s|re)|\s+(?:is|are|was|were|does|do|did|can"
    r"|will|would|could|just|never|always)(?:n['’]t)?)\b",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(r"(?:he|she|they|you)\b", re.IGNORECASE)
_EMPTY = re.compile(
    r"^(?:it is what it is|these things happen|you know how it is|i don['’]t know"
    r"|i guess|that['’]s it|that['’]s all|of course|"
    r"hard to say|hard to say what|you know|it depends|good question|in general"
    r"|in a way|for me|to me|at least|would you believe|"
    r"i['’]m honest|there you go|ask anybody|can you imagine|let me think|as it does"
    r"|i think|i think so|i mean|i suppose|i know(?: that)?|it['’]s fine|it was fine"
    r"|really|i don['’]t know why|never mind|(?:no )?big (?:deal|thing)|it was nothing"
    r"|nothing (?:special|much)|(?:that was )?(?:just|pure) luck|so what else"
    r"|(?:that|it)['’]s not (?:important|the point)|it doesn['’]t matter|(?:one|some|every|that) day"
    r"|(?:some(?:thing|where) )?(?:similar )?last (?:time|week|month|year)|this (?:morning|week|year)"
    r"|let['’]s be honest|for example|as usual|in practice|on paper|(?:it['’]s )?all (?:good|fine))$",
    re.IGNORECASE,
)
_UNSAID = re.compile(r"[\"“”«»()\[\]{}<>*_#@/\\]|\d{3,}|www\.|(?<!\w)'[^']+'(?!\w)")

_ORDER = (
    Cue.REPEATED,
    Cue.ABSOLUTE,
    Cue.VALUE_NAMED,
    Cue.OBSTACLE_NAMED,
    Cue.TURNING_WORD,
    Cue.DECISION_OPEN,
    Cue.PLAN_NAMED,
    Cue.SUCCESS_PASSED_OVER,
    Cue.SELF_BLAME,
    Cue.BLAME,
    Cue.JOKE_DEFLECTION,
    Cue.HEDGE,
    Cue.SILENCE_AFTER_WEIGHT,
)
"""Cues whose words are given back, the ones that say most first."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Words to give back: by the cue that they are of, and the best of all; "" where nothing reads right."""

    by_cue: Mapping[Cue, str]
    best: str


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    words: str
    worth: float


def phrases_of(signals: Signals, doc: Doc | None) -> Phrases:
    """What could be given back of an answer; nothing where nothing reads right.

    Args:
        doc: the parse of `signals.text`; None does without, and takes only what is plainly whole.
    """
    clauses = list(_clauses(signals.text, doc))
    found: dict[Cue, str] = {}
    for cue in _ORDER:
        if words := _of_cue(cue, signals, clauses, doc):
            found[cue] = words
    for span in reversed(signals.spans.get(Cue.JARGON, ())):
        found.setdefault(Cue.JARGON, span.text)
    if asked := _question(signals.text):
        found[Cue.ASKS_ADVICE] = asked
    cued = {found[cue] for cue in _ORDER[:9] if cue in found}
    best = max(clauses, key=lambda clause: clause.worth + CUED * (clause.words in cued), default=None)
    return Phrases(found, best.words if best else "")


CUED = 0.6
"""What words are worth more that are of a cue. Chosen: by reading what was given back of 60 answers."""


def _of_cue(cue: Cue, signals: Signals, clauses: list[_Clause], doc: Doc | None) -> str:
    """The clause in which a cue's words are; the last good one, as the end of an answer weighs more."""
    spans = (signals.repeated,) if cue is Cue.REPEATED else signals.spans.get(cue, ())
    near = [clause for span in spans if span for clause in _at(cue, span, signals.text, clauses)]
    if cue is Cue.REPEATED and signals.repeated:
        return _twice_said(signals.repeated, near, doc)
    return max(near, key=lambda clause: clause.worth).words if near else ""


def _twice_said(repeated: Span, near: list[_Clause], doc: Doc | None) -> str:
    """What was said twice: the clause when nothing that says something is in it once only, else the words."""
    own = _words_in(repeated.text)
    whole = [clause.words for clause in near if _words_in(clause.words) - own <= _SMALL]
    if whole:
        return whole[0]
    words = _said(repeated.text)
    at = repeated.start + repeated.text.find(words)
    is_whole = _is_sayable(words) and len(words.split()) >= LEAST_TWICE and not _CONDITION.match(words)
    return words if is_whole and not (doc is not None and _lacks_subject(doc, at)) else ""


def _words_in(text: str) -> set[str]:
    return set(re.findall(r"[\w'’]+", text.lower()))


LEAST_TWICE = 3
"""Words that are given back because they came twice."""
_SMALL = words_of(
    """
    a all also always am an and are at be been but can did didn't do does doesn't don't even for had has have
    he her his i i'm in is it it's just my never no not of on our she so still that the their them then
    they they're to too want was we were will with you your
    """
)


def _at(cue: Cue, span: Span, text: str, clauses: list[_Clause]) -> list[_Clause]:
    """The clauses that a cue's words are about: those they are in, or the one that they point to.

    "Used to" points to what came after it, "never mind" and "anyway" to what came before.
    """
    if cue is Cue.TURNING_WORD and span.text.lower() == "used to":
        return [clause for clause in clauses if clause.start > span.end][:1]
    place = span.end + 1 if cue is Cue.TURNING_WORD else (span.start + span.end) // 2
    inside = [clause for clause in clauses if clause.start <= place <= clause.end]
    if inside or cue is not Cue.SUCCESS_PASSED_OVER:
        return inside
    before = [clause for clause in clauses if clause.end <= span.start]
    return [clause for clause in before[-1:] if len(text[clause.end : span.start].split()) <= MOST_BETWEEN]


MOST_BETWEEN = 3
"""Words between a success and what passes it over: "which, well, never mind"."""


def _clauses(text: str, doc: Doc | None) -> Iterator[_Clause]:
    """The clauses that can be said back, with what each is worth."""
    verbs = _finite_verbs(doc)
    n = max(1, len(text))
    for start, end in _pieces(text):
        words = _said(text[start:end])
        if not words or len(words.split()) > MOST:
            words = _shortened(words)
            end = text.find(words, start, end) + len(words) if words else end
        is_half = bool(_CONDITION.match(words)) and "," not in words
        if not words or is_half or not _is_sayable(words):
            continue
        at = text.find(words, start, end)
        has_verb = any(at <= place < at + len(words) for place in verbs)
        n_words = len(words.split())
        if doc is not None and (_lacks_subject(doc, at) or (not has_verb and n_words > 5)):
            continue
        worth = (
            0.6 * bool(_MINE.search(words))
            + 0.6 * bool(_I.match(words))
            + 0.8 * has_verb
            + 0.7 * (at / n)
            + 0.4 * (3 <= n_words <= 8)
            - 0.6 * (n_words < 3)
            - 0.5 * bool(_OF_OTHERS.match(words))
            - 0.7 * bool(unsayable.PRIVATE.search(words))
            - 0.3 * bool(re.match(r"(?:it|that|this|there)\b", words, re.I))
        )
        yield _Clause(start, end, words, worth)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    place = 0
    for edge in _EDGE.finditer(text):
        if edge[0] == "," and _CONDITION.match(_said(text[place : edge.start()])):
            continue
        if text[place : edge.start()].strip() and "?" not in edge[0]:
            yield place, edge.start()
        place = edge.end()
    if text[place:].strip():
        yield place, len(text)


def _said(words: str) -> str:
    """The words without what only leads in or trails off."""
    words = _LEAD.sub("", words.strip(" \t\n,.;:!?…–—-"))
    return _TAIL.sub("", words).strip(" ,")


def _shortened(words: str) -> str:
    """The beginning of a long clause, up to where it could end; "" when there is no such place."""
    cuts = [match.start() for match in _CUT.finditer(words)]
    fitting = [words[:cut] for cut in cuts if 4 <= len(words[:cut].split()) <= MOST - 1]
    return next((cut for cut in reversed(fitting) if not _DANGLES.search(cut)), "")


def _is_sayable(words: str) -> bool:
    """Whether it may be said back: whole, harmless, and about nobody's failings."""
    if not FEWEST <= len(words.split()) <= MOST or _UNSAID.search(words) or _EMPTY.match(words):
        return False
    if _DANGLES.search(words) or unsayable.ROUGH.search(words):
        return False
    if _JUDGES.match(words) and not _MINE.search(words):
        return False
    return not (
        unsayable.FAILINGS.search(words) and (unsayable.OTHERS.search(words) or not _MINE.search(words))
    )


def _finite_verbs(doc: Doc | None) -> list[int]:
    if doc is None:
        return []
    return [token.idx for token in doc if token.tag_ in ("VBD", "VBP", "VBZ", "MD")]


def _lacks_subject(doc: Doc, place: int) -> bool:
    """Whether the words that begin here are a verb in third person, so that it isn't said who does it."""
    return any(token.idx == place and token.tag_ == "VBZ" for token in doc)


def _question(text: str) -> str:
    """The last question of the answer, when it is short enough to be said back."""
    asked = [words for words in re.findall(r"[^.!?…\n]+(?=\?)", text) if not _TAG.search(words)]
    asked = [words for words in asked if not _AFTERTHOUGHT.match(words)] or asked
    words = _said(asked[-1]) if asked else ""
    words = words if len(words.split()) <= MOST else _said(re.split(r",\s", words)[-1])
    fits = (
        FEWEST < len(words.split()) <= MOST
        and not _UNSAID.search(words)
        and not unsayable.ROUGH.search(words)
    )
    return words if fits else ""


def span_of(words: str, text: str) -> Span | None:
    """Where words of the answer stand, the last time that they do."""
    at = text.rfind(words)
    return Span(at, at + len(words), words) if words and at >= 0 else None
