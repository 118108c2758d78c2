"""A clause of a passage that can be said back: the writer's own sense, whole, and fit to be read aloud.

Precision before recall: what a clause means can be turned by words outside it (a condition, a report, a
negation, irony), so a clause is only taken when nothing of that kind stands around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from nudge.language.notes import unsayable
from nudge.language.notes.authors import unquoted
from nudge.language.notes.names import words_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

FEWEST_WORDS, MOST_WORDS = 3, 14

_MINE = frozenset({"i", "we"})
_NO_SPEAKERS = frozenset({"i", "we", "it", "that", "this", "which"})
_OPENERS = words_of(
    "and but so then well anyway right ok okay yeah yes aye honestly also plus now oh um uh er erm hmm look"
)
_ADVERBS_BEFORE = words_of(
    "still again today yesterday maybe perhaps sometimes often usually probably always never now lately"
    " mostly "
    "secretly finally deep down inside here at the moment right this week last honestly rarely hardly"
)
_WEAK_END = words_of(
    "a an the my our your his her their this that these those of to with for and or but because who which"
)
_DANGLING = words_of("it this that so there one him her them too")
_THIN = words_of(
    "be have do get go come make thing stuff lot bit way know think say see it one something anything want"
)
_COMMITS = re.compile(
    r"\b(?:still|haven|should|need|want|keep|don['’]?t know|can['’]?t|cannot|wonder|avoid\w*|either)\b",
    re.IGNORECASE,
)


def quote_of(doc: Doc, *, before: str = "", after: str = "") -> str | None:
    """The best clause of a parsed passage to say back, verbatim, or None when there is no safe one.

    Args:
        doc: the passage.
        before: what stands in front of it in the note; some words turn what follows.
        after: what follows in the note.
    """
    text = doc.text
    if (
        unsayable.IRONY.search(text)
        or unsayable.IRONY.search(after[:25])
        or unsayable.IRONY.search(before[-40:])
    ):
        return None
    found: list[tuple[int, int, str]] = []
    spoken = unquoted(text)
    context = before[-160:].split("\n")[-1] + " "
    for sentence in doc.sents:
        start, end = sentence.start_char, sentence.end_char
        ahead = context + text[:start]
        if not _turned_by(ahead, spoken[start:end], text[end:] + " " + after):
            fitting = ((span.start_char, _fit(span, spoken)) for span in _clauses(sentence))
            found += [(-_worth(words), place, words) for place, words in fitting if words is not None]
    return min(found)[2] if found else None


def _turned_by(ahead: str, sentence: str, behind: str) -> bool:
    """Whether the sentence is hypothetical or reported, asks, or is taken back by what comes next."""
    return bool(
        unsayable.SUPPOSES.search(ahead)
        or unsayable.LEADS_IN.search(ahead.strip() + " " if ahead.strip() else "")
        or unsayable.TURNED.search(sentence)
        or unsayable.TAKES_BACK.match(behind.strip()[:40])
        or unsayable.HANGS.match(sentence)
        or unsayable.SPOKEN.search(sentence)
        or (ahead.count('"') % 2 or ahead.count("“") > ahead.count("”"))
    )


def _clauses(sentence: Span) -> Iterator[Span]:
    """The sentence, and the clauses it is made of side by side, each with a subject of its own."""
    heads = [sentence.root]
    for head in heads:
        heads.extend(t for t in head.children if t.dep_ == "conj" and _subject(t) is not None)
    if len(heads) == 1:
        yield sentence
        return
    if any(t.dep_ == "cc" and t.lower_ in ("or", "nor") for head in heads for t in head.children):
        return
    doc = sentence.doc
    for n, head in enumerate(heads):
        inside = set(head.subtree)
        for other in heads:
            if other is not head and other in inside and head.is_ancestor(other):
                inside -= set(other.subtree)
        places = sorted(t.i for t in inside)
        span = doc[places[0] : places[-1] + 1]
        if len(span) == len(places) and not (n and _governed(doc[sentence.start : span.start])):
            yield span


def _governed(ahead: Span) -> bool:
    """Whether what stands before a clause could reach into it: a negation, or somebody's speech.

    After "but" and a semicolon it can't.
    """
    last = [t.lower_ for t in ahead[-3:]]
    if "but" in last or ";" in last:
        return bool(
            unsayable.SAYS.search(ahead.text)
            or re.search(r"\bnot (?:that|because|as if)\b", ahead.text, re.I)
        )
    return bool(unsayable.NEGATED.search(ahead.text) or unsayable.SAYS.search(ahead.text))


def _subject(head: Token) -> Token | None:
    return next((t for t in head.children if t.dep_ in ("nsubj", "nsubjpass", "expl")), None)


def _fit(span: Span, spoken: str) -> str | None:
    """The clause without what only leads into it, when it is whole, the writer's, and harmless."""
    tokens = list(span)
    while tokens and (
        tokens[-1].is_punct or tokens[-1].is_space or tokens[-1].lower_ in ("and", "but", "so", "then")
    ):
        tokens.pop()
    while tokens and (tokens[0].is_punct or tokens[0].is_space or tokens[0].lower_ in _OPENERS):
        tokens.pop(0)
    if not tokens or not _is_whole(tokens):
        return None
    start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
    words: str = span.doc.text[start:end]
    if not FEWEST_WORDS <= len(words.split()) <= MOST_WORDS or words != spoken[start:end] or "\n" in words:
        return None
    if (
        unsayable.PRIVATE.search(words)
        or unsayable.ROUGH.search(words)
        or re.search(r"[()\[\]{}<>*_#@/\\…]|\.\.|--|[:;!]|\.\s", words)
    ):
        return None
    if unsayable.FAILINGS.search(words) and unsayable.OTHERS.search(words):
        return None
    return words


def _is_whole(tokens: list[Token]) -> bool:
    """A finite clause whose subject is "I" or "we" near its beginning, that doesn't break off."""
    first = next((n for n, t in enumerate(tokens) if t.dep_ in ("nsubj", "nsubjpass")), None)
    if (
        first is None
        or tokens[first].lower_ not in _MINE
        or any(t.lower_ not in _ADVERBS_BEFORE for t in tokens[:first])
    ):
        return False
    head = tokens[first].head
    is_main = head.dep_ in ("ROOT", "conj")
    is_finite = head.tag_ in ("VBD", "VBP", "VBZ", "MD") or any(
        t.dep_ in ("aux", "auxpass") and t.tag_ in ("VBD", "VBP", "VBZ", "MD") for t in head.children
    )
    last = tokens[-1]
    breaks_off = (
        last.lower_ in _WEAK_END
        or last.pos_ in ("DET", "CCONJ", "SCONJ", "AUX")
        or last.tag_ in ("TO", "PRP$")
    )
    says = any(
        t.dep_ in ("nsubj", "nsubjpass")
        and t.lower_ not in _NO_SPEAKERS
        and unsayable.SAYS.fullmatch(t.head.lower_)
        for t in tokens
    )
    tells = any(
        t.lower_ not in _THIN and t.lemma_.lower() not in _THIN and t.pos_ in ("NOUN", "VERB", "ADJ", "PROPN")
        for t in tokens
    )
    dangles = last.lower_ in _DANGLING or not any(t.pos_ in ("NOUN", "PROPN") for t in tokens)
    commits = bool(_COMMITS.search(" ".join(t.text for t in tokens)))
    is_i = tokens[first].lower_ == "i"
    return (
        is_main
        and is_finite
        and not breaks_off
        and not says
        and tells
        and (commits or (is_i and not dangles))
    )


def _worth(words: str) -> int:
    """Something open is worth most, then a length that reads well."""
    return (
        3 * bool(_COMMITS.search(words))
        + (5 <= len(words.split()) <= 12)
        + 2 * bool(re.search(r"\bI\b", words, re.I))
    )
