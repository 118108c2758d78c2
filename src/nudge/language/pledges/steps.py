"""The promise words that come off the front of "will finally ask Sam", one step after the other."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from nudge.language.pledges.openers import (
    ADVERB,
    AM,
    AUX_TO,
    BE_GOING,
    BETTER,
    DO_NOT,
    EMPTY_AUX,
    LET_ME,
    LONGEST_OPENING,
    NO_ACT,
    NO_ING,
    TO,
    TRYING,
    WANT,
    WILL,
    WILL_NOT,
    WITH_ING,
)
from nudge.language.pledges.verbs import is_base


@dataclass(slots=True)
class Opening:
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
    fits: Callable[[Opening], bool] = lambda opening: True
    stays: str = ""
    """"not" or another word to be said before the verb; "=" for the words as they are."""
    puts: str = ""
    """What the act begins with in place of the words."""

    def take(self, opening: Opening) -> bool:
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


def _awaits_promise(opening: Opening) -> bool:
    return opening.has_subject and "said" not in opening.seen


def _is_bare(opening: Opening) -> bool:
    return not opening.has_subject and "said" not in opening.seen


def _may_be_going(opening: Opening) -> bool:
    return "being" in opening.seen or not opening.has_subject


def _wants_an_act(opening: Opening) -> bool:
    """ "I want go", "I need make": the second-language "to" that isn't there."""
    match = WANT.match(opening.rest)
    return _awaits_promise(opening) and match is not None and is_base(opening.rest[match.end() :].split()[0])


def _negates_an_act(opening: Opening) -> bool:
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


def take_steps(opening: Opening) -> None:
    """Take promise words off the opening until the act begins."""
    for _ in range(LONGEST_OPENING):
        if not any(step.take(opening) for step in STEPS):
            return
        opening.rest = opening.rest.lstrip()
