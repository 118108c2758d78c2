"""Tags that the text contradicts, as somebody who sees only the text would know: stage, depth, themes, …"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from nudge.domain.editorial.findings import Hit, Rule, Severity
from nudge.domain.editorial.theme_words import UNMISTAKABLE
from nudge.domain.editorial.wordings import SLOT, Wording
from nudge.domain.questions import Audience, Stage

ENOUGH_THEMES = 2
"""A text with so many themes may leave one unsaid."""


def _any(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_AHEAD = _any(
    r"\b(?:will|['’]ll|would|could|might|going to|next|want|wants|before the|by (?:the|next|then|friday"
    r"|monday)|this (?:week|month)|until|soon"
    r"|tomorrow|coming|ahead|plan|planned|suppose|imagine|if|once|still to|ready to|now|today|left to|when"
    r" the|can you|willing|may|enough|waiting)\b"
)
_BEHIND = _any(
    r"\b(?:did|was|were|had|has|have|happened|been|last|lately|recent(?:ly)?|remember|ago|since|went|wrote"
    r"|said|told|made|came|took|kept|yesterday"
    r"|turned|began|started|stood|got|found|felt|knew|used to)\b|\bgo back to\b"
)
_TO_DO = _any(
    r"\b(?:what|how|when|where|who)[^.?!]*\b(?:will you (?:do|say|try|ask|start|begin|change)|are you going"
    r" to|do you (?:plan|intend) to)\b"
    r"|\b(?:before|until|by) (?:the|your|our) next (?:conversation|session|meeting of yours)\b"
)
_PERSONAL = _any(
    r"\b(?:afraid|asham\w+|shame|lonely|loneliness|guilt\w*|regret\w*|cry|cried|tears|grief|grieve|forgive\w*"
    r"|never told|nobody knows about you"
    r"|hurt you|hurts you|secret\w*|trust yourself|prove to (?:others|yourself)|deserve\w*|not good enough"
    r"|betray\w*|humiliat\w*|worth as"
    r"|hide from|keep hidden|old wound|deepest|darkest|who you (?:really )?are)\b"
)
_FIRST = _any(
    r"\b(?:your first (?:weeks?|months?|days?) (?:as (?:a|the|somebody)|in (?:this|the|your) (?:role|job)|of"
    r" leading)|your new (?:role|job as))\b"
)
_NEW = _any(
    r"\b(?:since you (?:began|started) (?:to lead|leading)|since you became a manager"
    r"|your new (?:role|job as)|now that you lead|first time as a (?:manager|leader)|before you led|new to"
    r" leading|when you began to lead)\b"
)
_EXPERIENCED = _any(
    r"\b(?:after (?:all )?(?:these|so many|\w+) years|over the years|in all (?:these|your) years|years of"
    r" leading|earlier in your time as"
    r"|teams? you have led|when you were new|the first team you (?:ever )?led|years ago)\b"
)
_PLEDGE = _any(
    r"\b(?:what you (?:planned|promised|pledged)|(?:your|the) (?:last |earlier )?(?:plan|pledge) (?:you made"
    r" )?(?:from |of )?last time|last time['’]s plan"
    r"|your last (?:plan|pledge|promise)|you (?:planned|promised|pledged) last time|plan you made last time"
    r"|what you said you would)\b"
)
_NOTE = _any(
    r"\b(?:what you wrote\b(?! to)|something you wrote(?: down)?\b(?! to)|you wrote (?:down|about|last time)"
    r"|your (?:\w+ )?notes?|what you noted|something you noted)\b",
)


def _stage(wording: Wording) -> Iterator[Hit]:
    heard, whole = wording.heard, Hit(0, len(wording.text))
    if wording.stage is Stage.ACT and not _AHEAD.search(heard):
        yield Hit(whole.start, whole.end, "act looks ahead; nothing here does")
    if wording.stage is Stage.REFLECT and not _BEHIND.search(heard):
        yield Hit(whole.start, whole.end, "reflect looks at what happened; nothing here does")
    if wording.stage in (Stage.REFLECT, Stage.EXPLORE, Stage.PURPOSE) and (found := _TO_DO.search(heard)):
        yield Hit(found.start(), found.end(), f"what to do next belongs to act, not to {wording.stage}")


def _depth(wording: Wording) -> Iterator[Hit]:
    if wording.depth == 1 and (found := _PERSONAL.search(wording.heard)):
        yield Hit(found.start(), found.end(), "too personal for depth 1")


def _audience(wording: Wording) -> Iterator[Hit]:
    new, experienced = _NEW.search(wording.heard), _EXPERIENCED.search(wording.heard)
    if new and not experienced and wording.audience is Audience.EXPERIENCED:
        yield Hit(new.start(), new.end(), "this is for somebody new")
    if experienced and not new and wording.audience is Audience.NEW:
        yield Hit(experienced.start(), experienced.end(), "this is for somebody experienced")
    first = _FIRST.search(wording.heard)
    if first and not experienced and wording.audience is not Audience.NEW:
        yield Hit(first.start(), first.end(), "not everybody is new")


def _needs(wording: Wording) -> Iterator[Hit]:
    if SLOT.search(wording.template):
        return
    for need, pattern in (("pledge", _PLEDGE), ("note", _NOTE)):
        if need not in wording.needs and (found := pattern.search(wording.heard)):
            yield Hit(found.start(), found.end(), f'needs = ["{need}"] is missing')


def _themes(wording: Wording) -> Iterator[Hit]:
    if wording.key != "text" or len(wording.themes) >= ENOUGH_THEMES:
        return
    for theme, pattern in UNMISTAKABLE.items():
        if theme not in wording.themes and (found := pattern.search(wording.heard)):
            yield Hit(found.start(), found.end(), f"sounds like the theme {theme}")


def _q(text: str, **tags: Any) -> Wording:
    return Wording(text, **tags)


STAGE = Rule(
    code="stage-contradicted",
    severity=Severity.WARNING,
    title="Another stage",
    says="belongs to another stage",
    because="The four are asked in an order: what happened, what is behind it, what it means, what is next.",
    mend="Move it to the stage that somebody who sees only the text would name, or reword it.",
    find=_stage,
    must=(
        _q("What was it like when you handed it over?", stage=Stage.ACT),
        _q("What does your team believe in?", stage=Stage.REFLECT),
        _q("What will you do about it on Monday?", stage=Stage.EXPLORE),
        _q("What do you want to do before the next conversation?", stage=Stage.PURPOSE),
    ),
    must_not=(
        _q("What could you say to them this week?", stage=Stage.ACT),
        _q("What went through your mind while nobody spoke?", stage=Stage.REFLECT),
        _q("What would they do first if you were not there?", stage=Stage.EXPLORE),
        _q("What will they say about you in ten years?", stage=Stage.PURPOSE),
    ),
)

DEPTH = Rule(
    code="depth-contradicted",
    severity=Severity.WARNING,
    title="Another depth",
    says="doesn't go with its depth",
    because="Depth 1 is asked of strangers; depth 3 is kept for pairs that have met a few times.",
    mend="Change the depth, or ask for something lighter.",
    find=_depth,
    must=(
        _q("What are you ashamed of when you think of that day?", depth=1),
        _q("What have you never told anybody at work?", depth=1),
        _q("What are you trying to prove to others?", depth=1),
        _q("What would it take to forgive yourself for that week?", depth=1),
    ),
    must_not=(
        _q("What are you ashamed of when you think of that day?", depth=3),
        _q("How did your last working day come to an end?", depth=1),
        _q("What could you stop trying to prove to others?", depth=3),
        _q("You wrote “I was ashamed”. What happened next?", depth=1),
    ),
)

AUDIENCE = Rule(
    code="audience-contradicted",
    severity=Severity.WARNING,
    title="Another audience",
    says="doesn't go with its audience",
    because="Somebody in their first month and somebody in their twentieth year lead in different worlds.",
    mend="Change the audience, or leave the time out of the text.",
    find=_audience,
    must=(
        _q("What surprised you in your first weeks as a manager?", audience=Audience.EXPERIENCED),
        _q("What have you stopped doing after all these years?", audience=Audience.NEW),
        _q("What is different in your new role?", audience=Audience.ANY),
        _q("Since you began to lead people, what has happened?", audience=Audience.EXPERIENCED),
    ),
    must_not=(
        _q("What surprised you in your first weeks as a manager?", audience=Audience.NEW),
        _q(
            "Think of the first team you ever led. What do you still do from then?",
            audience=Audience.EXPERIENCED,
        ),
        _q("What was new to you in that talk?", audience=Audience.ANY),
        _q("Before you led anybody, what did you think a manager does all day?", audience=Audience.ANY),
    ),
)

NEEDS = Rule(
    code="needs-missing",
    severity=Severity.WARNING,
    title="Asked of people who have nothing to look back on",
    says="speaks of something that may not be there",
    because="Without a pledge or a note the question is about nothing.",
    mend="Add it to needs, or reword the text so that everybody can answer.",
    find=_needs,
    must=(
        _q("Go back to what you wrote last time. What is missing there?"),
        _q("Think of what you planned last time. What would have to move for it?"),
        _q("What did your notes leave out?"),
        _q("Whatever came of your last plan, what seems right now?"),
    ),
    must_not=(
        _q("Go back to what you wrote last time. What is missing there?", needs=frozenset({"note"})),
        _q("Think of what you planned last time. What now?", needs=frozenset({"pledge"})),
        _q("You wrote “{{ quote }}”. What now?", key="quote"),
        _q("What do you usually plan for a Monday?"),
    ),
)

THEMES = Rule(
    code="theme-untagged",
    severity=Severity.NOTE,
    title="A theme that isn't tagged",
    says="names a theme that isn't among its tags",
    because="What is tagged wrongly reaches the wrong people, and not the right ones.",
    mend="Add the theme, or choose other words.",
    find=_themes,
    must=(
        _q("What would your boss say about it?"),
        _q("What happens when somebody has to leave?", themes=frozenset({"change"})),
        _q("Which task would you like to hand over to somebody?"),
        _q("How do you take feedback from people you trained?", themes=frozenset({"growing-people"})),
    ),
    must_not=(
        _q("What would your boss say about it?", themes=frozenset({"difficult-boss"})),
        _q("What happened in the first hour after that?"),
        _q("What do you leave for tomorrow?"),
        _q("You wrote “my boss again”. What happened?"),
    ),
)

TAGS = (STAGE, DEPTH, AUDIENCE, NEEDS, THEMES)
