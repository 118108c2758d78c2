"""What follows "I": the act behind the promise words, when it is one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nudge.language.pledges.acts import (
    gerunds_too,
    is_act_gerund,
    is_somebody_elses,
    is_status,
    is_thing,
    may_be_verb,
)
from nudge.language.pledges.openers import ANSWERS, AWAY, REPORTS
from nudge.language.pledges.steps import Opening, take_steps
from nudge.language.pledges.verbs import DOING_NOTHING, base_of_gerund, is_base, is_near_base


@dataclass(frozen=True, slots=True)
class Promise:
    """A sentence taken apart, still in first person.

    Attributes:
        act: what will be done, from its base-form verb on.
        before: words that go before the verb, such as "not" or "finally".
        lead: what stood in front of the promise, such as "By Friday" or "When Ana asks me".
        companion: who is in it too, from "Sam and I will".
        said: whether promise words were there ("I'll", "gonna", "my pledge:"); else it is a bare imperative.
    """

    act: str
    before: tuple[str, ...] = ()
    lead: str = ""
    companion: str = ""
    said: bool = False


def read_predicate(rest: str, has_subject: bool, labelled: bool) -> Promise | None:
    """The promise in what follows "I", or in a sentence without it; None when there is none.

    Args:
        rest: the words.
        has_subject: whether "I" or "we" stood in front.
        labelled: whether "my pledge:" or its like stood in front.
    """
    opening = Opening(rest.strip(), has_subject, labelled)
    take_steps(opening)
    return _promise(opening)


def _promise(opening: Opening) -> Promise | None:
    act, words = opening.rest, opening.rest.split()
    if not words or not re.match(r"[A-Za-z]", words[0]) or AWAY.match(act):
        return None
    first = words[0].rstrip(",")
    may_be_gerund = opening.seen & {"gerund", "being"} or not (
        "future" in opening.seen or opening.has_subject
    )
    base = base_of_gerund(first)
    if base and may_be_gerund:
        return _from_gerund(base, words, opening)
    if opening.seen & {"gerund", "being"}:
        return None
    is_said = "said" in opening.seen or opening.labelled
    if _is_promise(act, first, is_said, opening):
        return Promise(act, tuple(opening.before), said=is_said or opening.has_subject or _is_undone(opening))
    return None


def _from_gerund(base: str, words: list[str], opening: Opening) -> Promise | None:
    """The promise of "I'm calling Ana" or "calling Ana", in the base form."""
    said, second = "said" in opening.seen or opening.labelled, words[1] if len(words) > 1 else ""
    is_undone_having = base == "have" and "not" in opening.before
    if opening.has_subject and base in DOING_NOTHING and not said and not is_undone_having:
        return None
    if not (opening.seen & {"gerund", "being"}):
        if not is_act_gerund(words[0].rstrip(","), second, tuple(opening.before)):
            return None
        if not said and is_status(" ".join([base, *words[1:]])):
            return None
    act = " ".join([base, *gerunds_too(words[1:])])
    return Promise(act, tuple(opening.before), said=said or opening.has_subject)


def _is_promise(act: str, first: str, is_said: bool, opening: Opening) -> bool:
    """Whether words that begin with no gerund are an act, the surer the less stood before them."""
    if opening.has_subject:
        if is_said:
            return may_be_verb(first)
        return is_base(first) and first.lower() not in REPORTS | ({"have"} if _is_undone(opening) else set())
    if is_said and "future" in opening.seen and first.islower():
        return may_be_verb(first)
    if is_somebody_elses(act):
        return False
    second = act.lower().split()[1:2]
    if not is_said and (is_thing(act) or second in (["me"], ["us"]) or act.lower() in ANSWERS):
        return False
    return may_be_verb(first) if _is_undone(opening) else is_base(first) or is_near_base(first)


def _is_undone(opening: Opening) -> bool:
    return "doing" in opening.seen
