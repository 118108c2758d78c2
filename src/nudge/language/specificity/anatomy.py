"""How the bare act is built: its verbs, who does them, to whom and to what. Read from a dependency parse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nudge.language.pledges.verbs import base_of_gerund, is_base
from nudge.language.specificity.anatomy_words import GENERIC, OPENS_ACT, VAGUE

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["GENERIC", "VAGUE", "Anatomy", "anatomy", "lemma"]

ACTING = frozenset({"VERB", "AUX"})
OBJECTS = frozenset({"dobj", "obj", "attr", "dative", "oprd"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
CLAUSE_SUBJECTS = SUBJECTS | {"expl"}
NAMES = frozenset({"PERSON", "ORG", "GPE", "PRODUCT", "WORK_OF_ART", "EVENT", "FAC", "LOC", "NORP", "LAW"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "my", "our", "his", "her", "their"})


@dataclass(frozen=True, slots=True)
class Anatomy:
    """The parts of the bare act.

    Attributes:
        verbs: heads of the separate acts, the first one first; a noun where there is no verb.
        subjects: who does the acts, as far as said.
        names: of people, places, things.
        definite: nouns that mean one thing: "the rota", "our checklist".
        generic: nouns and pronouns that name no one thing.
        objects: what the acts are done to.
    """

    doc: Doc
    verbs: tuple[Token, ...]
    subjects: tuple[Token, ...]
    names: tuple[Token, ...]
    definite: tuple[Token, ...]
    generic: tuple[Token, ...]
    objects: tuple[Token, ...]

    @property
    def main(self) -> Token | None:
        """The head of the first act."""
        return self.verbs[0] if self.verbs else None


def anatomy(doc: Doc) -> Anatomy:
    """Read the parts from a parsed text."""
    verbs = tuple(_verbs(doc))
    nouns = [token for token in doc if token.pos_ in ("NOUN", "PROPN", "PRON") or token.ent_type_ in NAMES]
    names = [token for token in nouns if _is_name(token)]
    definite = [t for t in nouns if t not in names and t.pos_ == "NOUN" and _is_definite(t)]
    generic = [t for t in nouns if t not in names and t not in definite and _is_generic(t)]
    return Anatomy(
        doc,
        verbs,
        tuple(subject for verb in verbs for subject in _subjects(verb)),
        tuple(names),
        tuple(definite),
        tuple(generic),
        tuple(_objects(verbs)),
    )


def lemma(token: Token) -> str:
    """The base form in small letters, also of a gerund or verb that the parser takes for a noun."""
    word: str = token.lower_
    if is_base(word):
        return word
    return base_of_gerund(word) or token.lemma_.lower()


def _verbs(doc: Doc) -> Iterable[Token]:
    seen: set[int] = set()
    for sentence in doc.sents:
        for head in _and_conjuncts(_act_of(sentence.root)):
            if head.i not in seen and (head.pos_ in ACTING or head is _act_of(sentence.root)):
                seen.add(head.i)
                yield head


def _act_of(head: Token) -> Token:
    """Down from "start" or "plan to" to the act itself."""
    for _ in range(3):
        if lemma(head) not in OPENS_ACT:
            return head
        inner = next((child for child in head.children if _is_complement(child, head)), None)
        if inner is None:
            return head
        head = inner
    return head


def _is_complement(child: Token, head: Token) -> bool:
    return child.dep_ in ("xcomp", "ccomp") and child.pos_ in ACTING and child.i > head.i


def _and_conjuncts(head: Token) -> list[Token]:
    found = [head]
    for token in found:
        found += [_act_of(child) for child in token.children if child.dep_ == "conj" and child.pos_ in ACTING]
    return found


def _subjects(verb: Token) -> list[Token]:
    """The subjects of a verb, or of the verb that it is said under."""
    for head in [verb, *list(verb.ancestors)[:2]]:
        found = [child for child in head.children if child.dep_ in CLAUSE_SUBJECTS]
        if found:
            return found
    return []


def _objects(verbs: Iterable[Token]) -> Iterable[Token]:
    for verb in verbs:
        for child in verb.children:
            if child.dep_ in OBJECTS:
                yield child
            elif child.dep_ in ("prep", "agent"):
                yield from (inner for inner in child.children if inner.dep_ == "pobj")


def _is_name(token: Token) -> bool:
    if token.pos_ == "PRON" or not token.text[0].isalpha():
        return False
    if token.ent_type_ in NAMES and token.text[0].isupper():
        return True
    return bool(token.pos_ == "PROPN" and token.text[0].isupper() and not token.is_sent_start)


def _is_definite(token: Token) -> bool:
    determined = any(child.lower_ in DEFINITE for child in token.children if child.dep_ in ("det", "poss"))
    owned = any(child.dep_ == "poss" and child.pos_ in ("PROPN", "NOUN") for child in token.children)
    named = any(child.dep_ in ("compound", "amod", "nmod") for child in token.children)
    return owned or (determined and lemma(token) not in GENERIC) or (determined and named)


def _is_generic(token: Token) -> bool:
    return bool(token.pos_ == "NOUN" or token.lemma_.lower() in GENERIC)
