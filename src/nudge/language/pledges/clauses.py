"""Working on the parse of "You said you would …": what moves behind the act, and whether it is one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nudge.language.pledges.second_acts import CLAUSE_WORDS, second_acts
from nudge.language.pledges.verbs import is_base, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

FRAME = "You said you would "
LONGEST_BEFORE_LEAD = 14
LONG_SECOND_ACT = 8
CLAUSES = ("ccomp", "advcl")
LETS = words("let make have help watch")
ASKS = words("ask tell show remind")
BEHIND_OBJECT = ("ADP", "ADV", "PUNCT", "SCONJ", "CCONJ", "PART")


def frame(phrase: str) -> str:
    """The sentence that the phrase has to read right in.

    >>> frame("call Sam")
    'You said you would call Sam.'
    """
    return f"{FRAME}{phrase}."


def main_verb(doc: Doc, before: str) -> Token | None:
    """The verb of the phrase: the last token of the word after "would" and `before` ("not", "finally")."""
    start = len(FRAME) + (len(before) + 1 if before else 0)
    end = doc.text.find(" ", start)
    end = len(doc.text) - 1 if end < 0 else end
    inside = [token for token in doc if start <= token.idx < end and token.text not in ",;:.'"]
    return inside[-1] if inside else None


def put_behind(phrase: str, doc: Doc, main: Token, lead: str, is_clause: bool) -> str | None:
    """The phrase with what stood in front of the promise behind the act, before a clause that hangs on it.

    None when the act is so long that the lead would stand too far from it.
    """
    acts = second_acts(doc, main)
    long = acts and len(phrase.split()) > LONGEST_BEFORE_LEAD
    if ":" in phrase or len(acts) > 1 or (is_clause and (long or phrase.count(",") > 2)):
        return None
    if is_clause:
        said = any(child.dep_ == "ccomp" for child in main.rights) and main.lower_ not in LETS
        return f"{phrase}{',' if said or ',' in phrase else ''} {lead}"
    before = _clause_behind(doc, main, acts) or _long_second_act(doc, main, acts)
    if before is None:
        return f"{phrase} {lead}"
    at = before.idx - len(FRAME)
    comma = "," if "," in lead else ""
    return f"{phrase[:at].rstrip(' ,')}{comma} {lead}{comma} {phrase[at:]}"


def _clause_behind(doc: Doc, main: Token, acts: list[Token]) -> Token | None:
    """Where a clause opens that hangs on the first act ("ask Ana | how she is"), by parse or by word."""
    hung = (child.left_edge for child in main.rights if child.dep_ in CLAUSES and main.lower_ not in LETS)
    opens = (token for token in doc[main.i + 2 :] if token.lower_ in CLAUSE_WORDS)
    found = next(hung, None) or next(opens, None)
    if found is None or found.i <= main.i + 1 or any(act.i < found.i for act in acts):
        return None
    return None if found.lower_ == "which" and main.lower_ not in ASKS else found


def _long_second_act(doc: Doc, main: Token, acts: list[Token]) -> Token | None:
    """The "and" before a second act that is long or has a clause, so that a time behind would seem its."""
    if not acts:
        return None
    behind = doc[acts[0].i :]
    if len(behind) <= LONG_SECOND_ACT and not any(token.lower_ in CLAUSE_WORDS for token in behind):
        return None
    return next((child for child in main.rights if child.dep_ == "cc" and child.i < acts[0].i), None)


def put_companion(phrase: str, doc: Doc, main: Token, who: str) -> str:
    """The phrase with "with Sam" behind the object of the act, else at the end."""
    thing = next((child for child in main.rights if child.dep_ in ("dobj", "prt")), None)
    if thing is None or any(part.pos_ in ("VERB", "AUX") for part in thing.subtree):
        return f"{phrase} with {who}"
    last = thing.right_edge
    if doc[last.i + 1].pos_ not in BEHIND_OBJECT:
        return f"{phrase} with {who}"
    at = last.idx + len(last) - len(FRAME)
    return f"{phrase[:at]} with {who}{phrase[at:]}"


def is_act(main: Token, said: bool) -> bool:
    """Whether the parse agrees that the phrase opens with an act: a base form, and no passive.

    Args:
        main: the token that should be the verb.
        said: whether promise words stood before it; else the parse has to be sure.
    """
    if main.dep_ == "auxpass" or any(part.dep_ == "auxpass" for part in main.lefts):
        return False
    if said and is_base(main.text) and main.tag_ == "VB":
        return True
    if main.dep_ in ("nsubj", "compound"):
        return False
    if main.tag_ in ("VBN", "VBD", "NNP"):
        return said and not re.search(r"(?:ed|en|ing|s)$", main.text)
    return main.tag_ == "VB" or (said and main.tag_ in ("VBP", "NN", "JJ"))
