"""Checks what a coach types: closed, double, leading, advice in disguise. Says one thing at most. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from nudge.domain.specificity import Span


class IssueKind(StrEnum):
    """What could be asked more openly, the weightiest first."""

    ADVICE = "advice"
    LEADING = "leading"
    DOUBLE = "double"
    CLOSED = "closed"


HINTS = {
    IssueKind.ADVICE: "This carries an answer. What would you ask if you had none in mind?",
    IssueKind.LEADING: "This says what you expect to hear. Ask it openly: what, how, where.",
    IssueKind.DOUBLE: "These are two questions. Which one would you rather hear answered?",
    IssueKind.CLOSED: "This can be answered with yes or no. Ask it openly: what, how, where.",
}
"""What is said to the coach. It offers no wording: the question stays the coach's."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that could be asked more openly, and the words that make it so."""

    kind: IssueKind
    span: Span
    hint: str


_ADVICE = re.compile(
    r"\b(?:have you|why don['’]?t you|why not|what if you|what about|how about"
    r"|could you not|couldn['’]t you|can['’]t you"
    r"|wouldn['’]t it (?:help|be (?:better|easier|good|worth))|would it (?:not )?(?:help"
    r"|be (?:better|easier|an idea|worth|possible)))\s+"
    r"(?:ever |already |just |simply |perhaps |maybe |also )*(?:tried|try|thought (?:about"
    r"|of)|considered?|consider|think of|\w+ing\b|just|to\b|if you\b|you\b|ask"
    r"|tell|talk|speak|delegate|say|say no|set|write|take|let|get|give|make|do"
    r"|if)\b"
    r"|\b(?:you (?:really |just |probably |definitely |maybe )?(?:should|ought to"
    r"|need to|must(?! (?:be|feel|have)\b)|have to|had better|might want to|could (?:just"
    r"|try|always|ask|say|tell|delegate)))\b"
    r"|\b(?:(?:i['’]d|i would)(?! (?:like|love|be glad) to (?:hear|know|understand|listen|stay))|if i were"
    r" you|if it were me|in your (?:place|shoes)[, ]+i"
    r"|my advice|i (?:suggest|recommend|advise)|i think you|i['’]d say you)\b"
    r"|\bdid you (?:ever )?try\b|\bmaybe you (?:should|could|can|need)\b|\bjust (?:tell"
    r"|ask|say|talk to|delegate|stop|ignore|do|be|let)\b|\bshould(?:n['’]t)? you\b"
    r"|\bit might help (?:to|if)\b"
    r"|\bthe best (?:thing|way) (?:is|would be)\b|\bhave you (?:ever )?(?:asked"
    r"|talked|spoken|told|tried)\b|\bwhat works for me\b|\btry (?:to|and|\w+ing)\b(?![^.?!]*\?$)"
    r"|\bbetter to\b",
    re.IGNORECASE,
)
_NOT_ADVICE = re.compile(
    r"\b(?:what|how|where|who|when) (?:\w+ )?have you\b|\bwhat (?:do|would|did) you\b[^.?!]*\b(?:try"
    r"|tell|say|ask)\b",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"\b(?:don['’]t|doesn['’]t|didn['’]t|isn['’]t|aren['’]t|wasn['’]t|weren['’]t"
    r"|won['’]t|wouldn['’]t|haven['’]t|hasn['’]t) "
    r"(?:you|it|he|she|they|that|this|we|there)\b(?!\s+(?:say|do|have|know|get"
    r"|want)\b[^?]*\bwhat\b)|,\s*(?:right|no|correct|yes|yeah|eh|okay|ok)\s*\?\s*$"
    r"|\b(?:surely|obviously|(?<!most )(?<!more )clearly|of course|no doubt|presumably)\b"
    r"|\b(?:so |and )?you(?:['’]re| are| were| must| feel| felt)? (?:must (?:be"
    r"|feel|have)|sound|seem|look(?! (?:back|at|for|into|around|forward|to|up|out|after)\b))\b|\byou must"
    r" (?:be|have been|feel)\b"
    r"|\b(?:that|it|this) must (?:be|have been|feel)\b|\bdo you (?:not )?agree\b"
    r"|\bwouldn['’]t you (?:say|agree)\b|\bwhy (?:are|were|did|do|didn['’]t|don['’]t"
    r"|haven['’]t|can['’]t|won['’]t) you\b"
    r"|\bhow (?:angry|sad|upset|happy|proud|frustrated|guilty|hurt|bad|stressed"
    r"|afraid|scared|difficult|hard|unfair|annoying|awful|terrible)\b"
    r"|\bsounds like (?:you|he|she|they)\b|\b(?:are|were) you (?:just |simply )?(?:afraid"
    r"|avoiding|scared|jealous|too)\b|\bwhat made (?:him|her|them) (?:so )?(?:unfair"
    r"|rude|difficult|lazy|unreasonable)\b"
    r"|\b(?:great|amazing|well done|good job|brilliant|wrong of|unfair of|that['’]s terrible)\b",
    re.IGNORECASE,
)
_AUXILIARY = (
    r"(?:do|does|did|is|are|was|were|will|would|can|could|shall|should|may|might|have|has|had|am|isn['’]t"
    r"|aren['’]t"
    r"|don['’]t|doesn['’]t|didn['’]t|won['’]t|can['’]t|couldn['’]t|wouldn['’]t|haven['’]t|hasn['’]t|wasn['’]t"
    r"|weren['’]t)"
)
_LEAD_IN = r"(?:(?:so|and|but|then|well|ok|okay|hm+|yes|right|now|oh|um|er)[, ]+)*"
_CLOSED = re.compile(
    rf"^{_LEAD_IN}{_AUXILIARY}\s+(?:you|he|she|they|it|we|I|that|this|there|your"
    rf"|his|her|their|the|these|those|any\w*|some\w*|every\w*|people|[A-Z]\w+)\b",
    re.IGNORECASE,
)
_OPEN_ANYWAY = re.compile(
    r"^(?:can|could|would|will) you (?:tell|say|describe|walk|take|show|share"
    r"|explain|give|help me (?:understand|see)|talk|paint)\b[^?]*\b(?:me|more"
    r"|about|through|what|how)\b",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    r"^\W*(?:so |and |but )?(?:how (?:many|much|old|long ago|often)|what time"
    r"|which (?:day|date|one)|who (?:is|was) (?:it|that)|when (?:is|was|did|does"
    r"|will|do))\b",
    re.IGNORECASE,
)
_DOUBLE = re.compile(
    r"\b(?:what|how|where|who|when|which|why)\b[^?.!]{6,}?(?:,|\band|\bor)\s+(?:and "
    r"|also |then )*(?P<second>(?:what|how|where|who|when|which|why)\s+(?:\w+['’]?\w*\s+)?"
    r"(?:do|does|did|is|are|was|were|will|would|can|could|should|have|has|had"
    r"|you|made|makes|happened|might)\b)",
    re.IGNORECASE,
)


_MUST = re.compile(r"you (?:\w+ )?(?:have to|need to|must|could|should|might want to)\b", re.IGNORECASE)
_TOLD = re.compile(
    r"(?:^|[,;:.?!]|\b(?:and|so|but|then|maybe|perhaps|think|because|that|well))\s*$", re.IGNORECASE
)
"""Before "you have to", when that tells somebody; "a choice you have to make" tells nobody anything."""
_ASKED_ALREADY = re.compile(
    r"(?:^|[.?!]\s+)(?:what|how|where|who|which|when)\b(?! (?:if\b|about (?:you\b|\w+ing\b)))[^.?!,]*\s$",
    re.IGNORECASE,
)
"""Before "have you thought about": then it only asks what."""
_CLAUSE = re.compile(
    rf"\s*{_LEAD_IN}(?:if|when(?!\s+{_AUXILIARY}\b)|while|before|after|since|as|until|once|suppose|imagine"
    r"|although|on|in|at|of all|the (?:last|next|first) time)\b(?:(?!\b(?:and|or|then|also) (?:what|how|where"
    r"|who|when|which|why)\b).)*$",
    re.IGNORECASE,
)
"""What may stand before the only question of a sentence: "When she left the room, what did you do?"."""


def issues_in(text: str) -> tuple[Issue, ...]:
    """What could be asked more openly: one issue at most, the weightiest.

    >>> [issue.kind.value for issue in issues_in("Have you tried talking to him?")]
    ['advice']
    >>> issues_in("What happened then?")
    ()
    """
    found = {issue.kind: issue for issue in _issues(text)}
    return next(((found[kind],) for kind in IssueKind if kind in found), ())


def all_issues_in(text: str) -> tuple[Issue, ...]:
    """Everything that could be asked more openly; what is curated has to pass every check.

    >>> [issue.kind.value for issue in all_issues_in("Have you tried talking to him?")]
    ['advice', 'closed']
    """
    return tuple(_issues(text))


def _issues(text: str) -> Iterator[Issue]:
    spoken = re.sub(r"[\"“][^\"”]*[\"”]", lambda quoted: " " * len(quoted[0]), text)
    for match in _ADVICE.finditer(spoken):
        before = spoken[: match.start()]
        is_told = _TOLD.search(before) if _MUST.match(match[0]) else not _ASKED_ALREADY.search(before)
        if is_told and not _NOT_ADVICE.search(spoken[max(0, match.start() - 25) : match.end() + 20]):
            yield _issue(IssueKind.ADVICE, text, match.start(), match.end())
    if leading := _LEADING.search(spoken):
        yield _issue(IssueKind.LEADING, text, leading.start(), leading.end())
    asked = list(re.finditer(r"[^.?!\n]+\?", spoken))
    if len(asked) > 1:
        yield _issue(IssueKind.DOUBLE, text, asked[1].start(), asked[1].end())
    elif (double := _DOUBLE.search(spoken)) and not _is_a_clause(spoken[: double.start("second")]):
        yield _issue(IssueKind.DOUBLE, text, double.start("second"), double.end("second"))
    for sentence in asked or _unmarked(spoken):
        start = sentence.start() + len(sentence[0]) - len(sentence[0].lstrip())
        closed = _closed(spoken[start : sentence.end()])
        if closed:
            yield _issue(IssueKind.CLOSED, text, start, start + closed)


def _is_a_clause(before: str) -> bool:
    """Whether all that a sentence says before a question word is a clause such as "when she left, "."""
    sentence = re.split(r"[.?!\n]", before)[-1]
    return bool(_CLAUSE.match(sentence)) and not re.search(r"\b(?:and|or)(?: then| also)?\s*$", sentence)


def _unmarked(spoken: str) -> list[re.Match[str]]:
    """The whole text, when it has no question mark: many leave it out while they type."""
    match = re.search(r"\S.*", spoken, re.DOTALL)
    return [match] if match else []


def _closed(sentence: str) -> int:
    """How many characters of a sentence make it a closed question; 0 when it is none."""
    if _OPEN_ANYWAY.search(sentence):
        return 0
    match = _CLOSED.match(sentence) or _HOW_MANY.match(sentence)
    return match.end() if match else 0


def _issue(kind: IssueKind, text: str, start: int, end: int) -> Issue:
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return Issue(kind, Span(start, end, text[start:end]), HINTS[kind])
