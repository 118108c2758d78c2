"""The first word of an act: whether it is a verb, and its base form where it stands as a gerund."""

from __future__ import annotations

import re

from nudge.language.pledges.second_acts import CLAUSE_WORDS
from nudge.language.pledges.times import is_lead
from nudge.language.pledges.verbs import SAFE_GERUNDS, base_of_gerund, is_base, is_near_base, words

NOUN_TOO = words(
    """
    answer book budget call contact demo draft email exercise film focus list lunch mail message note offer
    order phone plan practice project report request rest review team test text time update visit work
    """
)
"""Verbs that are as often a thing: what follows tells."""

BEHIND_A_THING = words("of is was due needed with to from at in by done made sent written")
BEHIND_A_VERB = words("report work rest focus exercise practice contact plan test order text")
"""Of them, those that are an act even so ("work on it", "report to Ana")."""

WITH_SOMEBODY = words("chat coffee dance drink ride run swim walk")
"""Of an act, "with Ana" would follow only behind more ("go for a walk with Ana")."""

PARTS_OF_THINGS = words(
    """
    break call calls chat class club day days diary group invite list log management manager meeting meetings
    note notes partner plan plans review run session sessions sheet time trip update updates work
    """
)
ADJECTIVES = words(
    "better calm clean clear cool fast fit free last level light mean narrow open own ready slim slow thin"
)
PARTICLES = words("it up down out off")
DUTIES = words(
    "will should must ought needs shall can is are was has have 'll cannot won't shouldn't mustn't"
)
SUBJECTS = words("i he she they it we you that everyone everybody nobody sure")
STATUS = re.compile(
    r"(?:work (?:from|at|in|out of|late|remotely|nights|days|half|mornings|shifts|this|next|tomorrow|today)"
    r"|travel|fly|cover for|commute|run late|wait|wonder|hope|feel|struggle|live|look forward|get there"
    r"|do (?:fine|ok|okay|well|good|great|all ?right)\b|(?:have|take) .*\b(?:off|leave|holiday)\b"
    r"|go (?:on|to) (?:\w+ )?(?:leave|holiday|vacation)|be\b|stay (?:at|in|with)\b|start .*\bjob\b)",
    re.IGNORECASE,
)


def may_be_verb(word: str) -> bool:
    """Whether the word after "I will" can be a verb: known, or at least no pronoun, -ed or -s form."""
    low = word.lower().rstrip("'")
    if is_base(low) or is_near_base(low):
        return True
    return bool(re.fullmatch(r"[a-z][a-z'-]+", low)) and not re.search(r"(?:ed|[^s]s|ly|ing)$", low)


def is_thing(act: str) -> bool:
    """Whether words that begin like an act name a thing ("email to Ben", "team meeting", "clean desk").

    >>> [is_thing(act) for act in ("email to Ben", "email Ben", "lunch", "clear my desk", "clear desk")]
    [True, False, True, False, True]
    """
    first, second, *more = [*act.lower().split(), ""]
    if first.endswith(",") and not all(_opens_act(item) for item in act.lower().split(", ")):
        return True
    if first in NOUN_TOO and second == "and" and len(more) == 2:
        return True
    if (first in NOUN_TOO and second in PARTS_OF_THINGS) or (first in WITH_SOMEBODY and second == "with"):
        return True
    if first in NOUN_TOO - BEHIND_A_VERB and (second in BEHIND_A_THING or second.endswith("ed")):
        return True
    return first in ("lunch", "time") or (first in ADJECTIVES and len(more) == 1 and second not in PARTICLES)


def _opens_act(item: str) -> bool:
    first, *others = item.split() or [""]
    return is_base(first) or (bool(others) and first in ("and", "then", "not", "don't", "never"))


def is_somebody_elses(act: str) -> bool:
    """Whether words that begin like an act tell what others have to do: a modal verb comes soon.

    >>> [is_somebody_elses(act) for act in ("head office ought to pay", "ask Bo what he should do")]
    [True, False]
    """
    for word in act.lower().split()[1:5]:
        if word in SUBJECTS or word in CLAUSE_WORDS:
            return False
        if word in DUTIES:
            return True
    return False


def is_status(act: str) -> bool:
    """Whether an act that stood as a gerund only tells where somebody is: "working from home".

    >>> is_status("work from home tomorrow"), is_status("work on the bid from home")
    (True, False)
    """
    return STATUS.match(act) is not None


def is_act_gerund(first: str, second: str, before: tuple[str, ...]) -> bool:
    """Whether a bare gerund opens an act ("calling Ana") and names no thing ("training plan").

    Args:
        first: the gerund.
        second: the word after it, "" when there is none.
        before: what stood in front; after "not" it is always an act.
    """
    if first.lower() == "starting" and is_lead(second):
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
