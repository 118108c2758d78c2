"""The first word of an act: whether it is a verb, and its base form where it stands as a gerund."""

from __future__ import annotations

import re

from nudge.language.openers import LISTS, TRY_TO
from nudge.language.times import is_lead
from nudge.language.verbs import SAFE_GERUNDS, base_of_gerund, is_base, is_near_base


def tried(act: str) -> str:
    """ "try find time" with the "to" that it lacks."""
    return TRY_TO.sub("try to ", act, count=1)


def may_be_verb(word: str) -> bool:
    """Whether the word after "I will" can be a verb: known, or at least no pronoun, -ed or -s form."""
    low = word.lower()
    if is_base(low) or is_near_base(low):
        return True
    return bool(re.fullmatch(r"[a-z][a-z'-]+", low)) and not re.search(r"(?:ed|[^s]s|ly|ing)$", low)


def is_act_gerund(first: str, second: str, before: tuple[str, ...]) -> bool:
    """Whether a bare gerund opens an act ("calling Ana") and names no thing ("training plan").

    Args:
        first: the gerund.
        second: the word after it, "" when there is none.
        before: what stood in front; after "not" it is always an act.
    """
    if second.lower() in LISTS or (first.lower() == "starting" and is_lead(second)):
        return False
    if "not" in before or first.lower() in SAFE_GERUNDS or second[:1].isupper():
        return True
    return bool(
        re.fullmatch(
            r"(?:the|a|an|my|our|this|that|these|those|each|every|all|some|any|no|one|two|three"
            r"|\d+|him|her|them|it|to"
            r"|with|on|up|out|down|in|about|for|from|off|over|back|away|at|by|more|less|before"
            r"|after|myself|only|Q[a-z]{2})",
            second.rstrip(","),
        )
    )


def gerunds_too(words: list[str]) -> list[str]:
    """ "and asking her why" after "calling Ana" becomes "and ask her why"."""
    turned = list(words)
    for at in range(1, len(words)):
        base = base_of_gerund(words[at])
        if (base and words[at - 1].lower() in {"and", "then", "not"}) or (
            base and words[at - 1].endswith(",") and "and" in [word.lower() for word in words[at:]]
        ):
            turned[at] = base
    return turned
