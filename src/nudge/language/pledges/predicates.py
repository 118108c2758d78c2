"""What follows "I": promise words are taken off one by one until the act begins."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from nudge.language.pledges.acts import (
    gerunds_too,
    is_act_gerund,
    is_somebody_elses,
    is_status,
    is_thing,
    may_be_verb,
)
from nudge.language.pledges.openers import (
    ADVERB,
    AM,
    ANSWERS,
    AUX_TO,
    AWAY,
    BE_GOING,
    BETTER,
    DO_NOT,
    EMPTY_AUX,
    LET_ME,
    LONGEST_OPENING,
    NO_ACT,
    NO_ING,
    REPORTS,
    TO,
    TRYING,
    WANT,
    WILL,
    WILL_NOT,
    WITH_ING,
)
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


@dataclass(slots=True)
class _Opening:
    """How far the promise words were read.

    Attributes:
        rest: what is still to be read.
        has_subject: "I" or "we" stood in front.
        labelled: "my pledge:" or its like stood in front.
        seen: what the words so far were: "said" (a promise), "future" (a base form has to follow),
            "being" ("I'm", a gerund may follow), "gerund" (one has to follow), "doing" ("I don't").
        before: words that stay in front of the verb.
    """

    rest: str
    has_subject: bool
    labelled: bool
    seen: set[str] = field(default_factory=set)
    before: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Step:
    """Words that may come off the front of an opening, when they may, and what they tell."""

    words: re.Pattern[str]
    tells: tuple[str, ...] = ()
    fits: Callable[[_Opening], bool] = lambda opening: True
    stays: str = ""
    """"not" or another word to be said before the verb; "=" for the words as they are."""
    puts: str = ""
    """What the act begins with in place of the words."""

    def take(self, opening: _Opening) -> bool:
        """Take the words off when they are there and may be; whether they were."""
        match = self.words.match(opening.rest) if self.fits(opening) else None
        if match is None or (self.stays == "=" and not opening.rest[match.end() :].strip()):
            return False
        stays = match[0].lower() if self.stays == "=" else self.stays
        if stays or match.groupdict().get("not"):
            opening.before.append(stays or "not")
        if "said" in self.tells:
            opening.seen.discard("being")
        opening.seen.update(self.tells)
        opening.rest = self.puts + opening.rest[match.end() :]
        return True


def _awaits_promise(opening: _Opening) -> bool:
    return opening.has_subject and "said" not in opening.seen


def _is_bare(opening: _Opening) -> bool:
    return not opening.has_subject and "said" not in opening.seen


def _may_be_going(opening: _Opening) -> bool:
    return "being" in opening.seen or not opening.has_subject


def _wants_an_act(opening: _Opening) -> bool:
    """ "I want go", "I need make": the second-language "to" that isn't there."""
    match = WANT.match(opening.rest)
    return _awaits_promise(opening) and match is not None and is_base(opening.rest[match.end() :].split()[0])


def _negates_an_act(opening: _Opening) -> bool:
    """The Scots "I'll no dae it", "I'm no going to dae it"."""
    match = NO_ACT.match(opening.rest)
    if match is None:
        return False
    is_going = "being" in opening.seen and BE_GOING.match(opening.rest[match.end() :].lstrip()) is not None
    return is_going or ("future" in opening.seen and is_base(match["next"]))


STEPS = (
    _Step(WILL_NOT, ("said", "future"), stays="not"),
    _Step(WILL, ("said", "future")),
    _Step(BETTER, ("said", "future"), fits=lambda opening: opening.has_subject),
    _Step(AM, ("being",), fits=lambda opening: _awaits_promise(opening) and "being" not in opening.seen),
    _Step(DO_NOT, ("doing",), stays="not"),
    _Step(EMPTY_AUX, fits=_awaits_promise),
    _Step(WITH_ING, ("said", "gerund")),
    _Step(BE_GOING, ("said", "future"), fits=_may_be_going),
    _Step(TRYING, ("said", "future"), fits=_may_be_going, puts="try to"),
    _Step(AUX_TO, ("said",), fits=lambda opening: "being" not in opening.seen),
    _Step(WANT, ("said",), fits=_wants_an_act),
    _Step(NO_ACT, fits=_negates_an_act, stays="no"),
    _Step(ADVERB, stays="="),
    _Step(TO, fits=lambda opening: not _awaits_promise(opening)),
    _Step(NO_ING, ("gerund",), fits=_is_bare, stays="not"),
    _Step(LET_ME, ("said",), fits=_is_bare),
)


def read_predicate(rest: str, has_subject: bool, labelled: bool) -> Promise | None:
    """The promise in what follows "I", or in a sentence without it; None when there is none.

    Args:
        rest: the words.
        has_subject: whether "I" or "we" stood in front.
        labelled: whether "my pledge:" or its like stood in front.
    """
    opening = _Opening(rest.strip(), has_subject, labelled)
    for _ in range(LONGEST_OPENING):
        if not any(step.take(opening) for step in STEPS):
            break
        opening.rest = opening.rest.lstrip()
    return _promise(opening)


def _promise(opening: _Opening) -> Promise | None:
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


def _from_gerund(base: str, words: list[str], opening: _Opening) -> Promise | None:
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


def _is_promise(act: str, first: str, is_said: bool, opening: _Opening) -> bool:
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


def _is_undone(opening: _Opening) -> bool:
    return "doing" in opening.seen
