"""Working on the parse of "You said you would …": second acts, what moves behind, and whether it holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nudge.language.pledges.verbs import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

FRAME = "You said you would "
FOLDED = re.compile(
    r"(?P<cc>,?\s*(?:and|but|,\s*then|and then|then)\s+)you"
    r"(?:(?P<not>\s+(?:do not|don't|will not|won't|are not going to|'re not going to)|'re not going to)"
    r"|'ll|\s+will|\s+are going to|'re going to|\s+also|\s+want to|\s+shall)?\s+(?=[a-z])"
)
AND_TO = re.compile(r"(?<=\band )to (?=[a-z])")
AND_WILL = re.compile(r"(?<=\b(?:and|but) )will (?=[a-z])")
LONGEST_BEFORE_LEAD = 14
LONG_SECOND_ACT = 8
CLAUSES = ("ccomp", "advcl")
CLAUSE_WORDS = words("because if when while until since what which where why how whether so")
STATES = words("know think believe hope guess suppose mean doubt")
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
    inside = [token for token in doc if start <= token.idx < end and token.text not in ",;:."]
    return inside[-1] if inside else None


def second_acts(doc: Doc, main: Token) -> list[Token]:
    """The verbs coordinated with the main verb, wherever the parse hangs them."""
    upper = {main.i, main.head.i} if main.dep_ == "ccomp" else {main.i}
    found: list[Token] = []
    for token in doc[main.i + 1 :]:
        if (
            token.dep_ in ("conj", "parataxis", "dep")
            and token.head.i in upper
            and token.pos_ in ("VERB", "AUX")
        ):
            upper.add(token.i)
            found.append(token)
    return found


def fold_second_acts(phrase: str, doc: Doc, main: Token) -> str | None:
    """ "…and you'll let Bo read it" becomes "…and let Bo read it"; None when somebody else acts there."""
    for act in reversed(second_acts(doc, main)):
        subject = next((child for child in act.lefts if child.dep_ in ("nsubj", "nsubjpass", "expl")), None)
        if subject is None:
            continue
        if subject.lower_ != "you" or act.tag_ in ("VBD", "VBG", "VBN", "VBZ"):
            if _is_inside_a_clause(act, doc, main):
                continue
            return None
        at = subject.idx - len(FRAME)
        if act.lower_ in STATES:
            return None
        match = next((found for found in FOLDED.finditer(phrase) if found.end("cc") == at), None)
        if match is None:
            return None
        phrase = (
            f"{phrase[: match.start()]}{match['cc']}{'not ' if match['not'] else ''}{phrase[match.end() :]}"
        )
    again = AND_TO.search(phrase)
    if again and not re.search(r"\bto\s", phrase[: again.start()]):
        phrase = phrase[: again.start()] + phrase[again.end() :]
    return AND_WILL.sub("", re.sub(r"\bthen you(?:'ll| will) ", "then ", phrase))


def _is_inside_a_clause(act: Token, doc: Doc, main: Token) -> bool:
    """Whether an act of somebody else goes on a clause ("because one starts and the other stops")."""
    if any(part.lower_ in ("will", "'ll", "would") for part in act.lefts):
        return False
    return any(token.lower_ in CLAUSE_WORDS for token in doc[main.i + 1 : act.i])


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
    """The "and" before a second act so long that a time behind it would seem to be of that act alone."""
    if not acts or len(doc) - acts[0].i <= LONG_SECOND_ACT:
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


def is_act(main: Token, bare: bool) -> bool:
    """Whether the parse agrees that the phrase opens with an act: a base form, and no passive.

    Args:
        main: the token that should be the verb.
        bare: no promise words stood before it, so that the parse has to be sure.
    """
    if main.dep_ in ("auxpass", "nsubj", "compound") or any(part.dep_ == "auxpass" for part in main.lefts):
        return False
    return main.tag_ == "VB" or (not bare and main.tag_ in ("VBP", "NN", "JJ"))
