"""What follows the first act: "…and I'll let Bo read it" loses its "I'll"; whether somebody else acts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nudge.language.pledges.verbs import DOING_NOTHING, base_of_gerund, is_base, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

CLAUSE_WORDS = words("because if when while until since what which where why how whether so")
STATES = words("know think believe hope guess suppose mean doubt")
OPENS_CLAUSE = re.compile(
    r"\b(?:because|cause|cos|since|so|as|that|if|when|whenever|while|until|till|before|after|once|what|which|who"
    r"|where|why|how|whether)\b",
    re.IGNORECASE,
)
SECOND_ACT = re.compile(
    r"(?P<link>,?\s+(?:and|but)(?:\s+then)?|,?\s+then|,)\s+"
    r"(?:(?P<condition>(?:if|when|whenever|once|as soon as|unless|after|before)\s[^,;:]*?,?\s+)"
    r"you(?='ll|\s+will|\s+won't|\s+shall|(?:'re|\s+are) (?:not )?(?:going to|gonna))|you)"
    r"(?:(?P<not>'ll not|\s+will not|\s+won't|(?:\s+are|'re) not (?:going to|gonna)|\s+do not|\s+don't)"
    r"|(?P<will>'ll|\s+will|\s+shall|(?:\s+are|'re) (?:going to|gonna)|\s+want to)"
    r"|\s+also|(?P<being>(?:'re|\s+are)(?: not)?))?"
    r"(?:\s+also)?\s+(?P<verb>[a-z][\w'-]*)"
)
"""A second act with its "you", and the condition that it may stand on."""
STATED = re.compile(
    r"\b(?:tell|say|explain|admit|mention|write|announce|warn|remind)\b"
    r"(?!.*,).*\byou(?:'re|'ve|'ll|\s+(?:are|have|will|were|had|can|can't|cannot|won't))\b"
)
"""What the person will say of themselves: what follows may be said, or done."""
GOES_ON = re.compile(
    r"(?:'re|'ve|'d|\s+(?:are|were|was|have|had|do|don't|didn't|can|can't|could|couldn't|never|need|want|know"
    r"|think|feel|wasn't|weren't|aren't|haven't|both|\w+ed)\b)"
)
ON_CONDITION = re.compile(r"\b(?:and|but) (?:if|when|unless)\b")
NAME_THEN_YOU = re.compile(r"\b[A-Z][a-z]+ you(?='re|'ve|\s+(?:need|want|have|are|think|know|can't)\b)")
SAYING = re.compile(
    r"\b(?:tell|show|promise|remind|say|let|warn|assure|convince|text|explain|thank|that|if|how)\b"
)
AND_TO = re.compile(r"(?<=\band )to (?=[a-z])")
AND_WILL = re.compile(r"(?<=\b(?:and|but) )will (?=[a-z])")
AND_YOU = re.compile(r"(?:,|\band|\bbut|\bor|\bthen|\s[–—-])\s+you\b")


def fold_second_acts(phrase: str) -> str:
    """The phrase with every further act without its "you will", as far as it is sure to be an act.

    >>> fold_second_acts("write to Bo and you'll let him read it")
    'write to Bo and let him read it'
    >>> fold_second_acts("ask her and if she says no you'll ask Bo")
    'ask her and if she says no, ask Bo'
    >>> fold_second_acts("ring Bo because nobody came and you've no idea why")
    "ring Bo because nobody came and you've no idea why"
    """
    at = 0
    while match := SECOND_ACT.search(phrase, at):
        folded = _folded(match)
        at = match.end() if folded is None else match.start() + len(folded)
        if folded is not None:
            phrase = f"{phrase[: match.start()]}{folded}{phrase[match.end() :]}"
    again = AND_TO.search(phrase)
    if again and not re.search(r"\bto\s", phrase[: again.start()]):
        phrase = phrase[: again.start()] + phrase[again.end() :]
    return AND_WILL.sub("", phrase)


def _folded(match: re.Match[str]) -> str | None:
    before, verb = match.string[: match.start()], match["verb"]
    is_sure = match["will"] is not None or (match["not"] is not None and not match["not"].endswith(" don't"))
    if verb in STATES or (verb == "be" and STATED.search(before)):
        return None
    if (gerund := base_of_gerund(verb)) and match["being"]:
        verb = gerund
        if verb in DOING_NOTHING:
            return None
    elif match["being"]:
        return None
    is_next = match["link"].endswith("then") or not OPENS_CLAUSE.search(before)
    if not is_sure and not (is_base(verb) and is_next):
        return None
    condition = f" {match['condition'].rstrip(' ,')}," if match["condition"] else ""
    if condition.endswith(" then,"):
        condition = condition[:-1]
    is_not = match["not"] or (match["being"] or "").endswith(" not")
    return f"{match['link']}{condition} {'not ' if is_not else ''}{verb}"


def runs_on(phrase: str) -> bool:
    """Whether a sentence about the person follows a name without a mark.

    >>> runs_on("ring Bo you need the van"), runs_on("tell Bo you need the van")
    (True, False)
    """
    match = NAME_THEN_YOU.search(phrase)
    return match is not None and SAYING.search(phrase[: match.start()]) is None


def goes_on_unclear(phrase: str) -> bool:
    """Whether an "and you …" is left that isn't just the second half of a clause.

    >>> goes_on_unclear("ring Bo because it rains and you're wet"), goes_on_unclear("ring Bo and you're wet")
    (False, True)
    """
    return any(
        not ON_CONDITION.search(phrase[: link.start()])
        and not (OPENS_CLAUSE.search(phrase[: link.start()]) and GOES_ON.match(phrase[link.end() :]))
        for link in AND_YOU.finditer(phrase)
    )


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


def somebody_acts(doc: Doc, main: Token) -> bool:
    """Whether an act with a subject of its own runs on from the first: "ask Bo and he'll ask Di"."""
    for act in second_acts(doc, main):
        subject = next((child for child in act.lefts if child.dep_ in ("nsubj", "nsubjpass", "expl")), None)
        if subject is not None and not _is_inside_a_clause(act, subject, doc, main):
            return True
    return False


def _is_inside_a_clause(act: Token, subject: Token, doc: Doc, main: Token) -> bool:
    """Whether the act goes on a clause ("because one starts and the other stops") or hangs on one."""
    if any(part.lower_ in ("will", "'ll", "would") for part in act.lefts):
        return False
    if subject.lower_ == "you":
        if any(part.dep_ == "advcl" for part in act.lefts):
            return True
        if doc[subject.i - 1].lower_ not in CLAUSE_WORDS | {"and", "but", "or", ","}:
            return False
    return any(token.lower_ in CLAUSE_WORDS for token in doc[main.i + 1 : act.i])
