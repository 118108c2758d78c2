"""How it is asked: openly, one thing at a time, without an answer inside. The checks of a coach's own"
" words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from nudge.domain.coach_checks import IssueKind, all_issues_in
from nudge.domain.editorial.findings import ASKED, Find, Hit, Rule, Severity, finder
from nudge.domain.editorial.wordings import Kind, Wording

_WHY = re.compile(r"why\b", re.IGNORECASE)
_AFTER_WH = re.compile(r"\b(?:what|how|where|who|which) $", re.IGNORECASE)
_AUXILIARY = (
    r"(?:do|does|did|is|are|was|were|will|would|can|could|shall|should|may|might|have|has|had)(?:n['’]t)?"
)
_LATER_CLAUSE = re.compile(
    rf"^(?:if|when|while|before|after|since|suppose|imagine|in|on|at|as|looking|think(?:ing)?|compared|over"
    rf"|during"
    rf"|the (?:last|next) time)\b(?:(?!\b(?:what|how|where|who|whose|which)\b)[^?])*?,\s*"
    rf"(?P<closed>{_AUXILIARY} (?:you|your|he|she|they|it|there|that|this|the|any\w*|some\w*)\b)",
    re.IGNORECASE,
)
_SCALE = re.compile(
    r"\bon a scale (?:of|from)\b|\bfrom (?:1|one|0|zero) to (?:10|ten|5|five)\b|\brate (?:your|how|the)\b"
    r"|\bout of ten\b",
    re.IGNORECASE,
)


_issues = lru_cache(maxsize=64)(all_issues_in)
"""Four rules ask for the same text, one after the other."""


def _of_kind(kind: IssueKind) -> Find:
    def find(wording: Wording) -> Iterator[Hit]:
        for issue in _issues(wording.text):
            if issue.kind is kind:
                yield Hit(issue.span.start, issue.span.end)

    return find


_closed_at_once = _of_kind(IssueKind.CLOSED)
_says_what_is_expected = _of_kind(IssueKind.LEADING)


_EXPECTS = re.compile(
    r"\bhow (?:much )?(?:better|easier|worse|right|relieved|excited|nervous|ashamed|disappointed|grateful"
    r"|tired|lonely"
    r"|embarrassed|jealous|worried)\b[^?.]*\b(?:you|would it|was it|is it)\b",
    re.IGNORECASE,
)
_TWICE = re.compile(
    rf"\b(?:what|how|where|who|which|when)\b[^?.!]*, and (?P<second>{_AUXILIARY} (?:you|they|it|he|she|we"
    rf"|that|this|there)\b)",
    re.IGNORECASE,
)
_SUGGESTS = re.compile(
    r"\bcould it be (?:worth|better|time|easier)\b|\b(?:how|what) would it be (?:like )?(?:if you|to just|to"
    r" simply)\b"
    r"|\bwhat would happen if you (?:just|simply)\b|\bwhat if you\b|\bwhy not \w+",
    re.IGNORECASE,
)


def _also(find: Find, pattern: re.Pattern[str], group: str | int = 0) -> Find:
    """What is found, and a pattern that only curated texts are held to."""

    def both(wording: Wording) -> Iterator[Hit]:
        yield from find(wording)
        if more := pattern.search(wording.heard):
            yield Hit(more.start(group), more.end(group))

    return both


def _leading(wording: Wording) -> Iterator[Hit]:
    """Not “what don't they know”; and “why did you” has a rule of its own."""
    for hit in _says_what_is_expected(wording):
        if not _WHY.match(wording.text, hit.start) and not _AFTER_WH.search(wording.text[: hit.start]):
            yield hit


def _closed(wording: Wording) -> Iterator[Hit]:
    if wording.kind is not Kind.FOLLOW_UP or "?" in wording.text:  # "Don't fill the silence." asks nothing
        yield from _closed_at_once(wording)
    for start, sentence in wording.sentences:
        if sentence.endswith("?") and (later := _LATER_CLAUSE.match(sentence)):
            yield Hit(start + later.start("closed"), start + later.end("closed"))
        if scale := _SCALE.search(sentence):
            yield Hit(start + scale.start(), start + scale.end())


CLOSED = Rule(
    code="closed",
    severity=Severity.ERROR,
    title="Closed",
    says="can be answered with yes, no, a number or a name",
    because="A closed question ends the thinking that it was meant to begin.",
    mend="Begin with what, how, where, or “tell me about”.",
    kinds=ASKED,
    find=_closed,
    must=(
        "Did you talk to your director about it?",
        "hm so is there anything you would do differently",
        "When somebody interrupts you, do you say something?",
        "How many people on your team know what you really think?",
        "On a scale of one to ten, how content are you with that talk?",
        "Think of your last handover. Was it clear to everybody?",
    ),
    must_not=(
        "What did you do when you knew?",
        "Could you tell me more about that morning?",
        "The last time somebody asked you, what did you say?",
        "How small could it be and still count?",
        "You wrote “did I say too much?”. What comes to mind when you hear that again?",
        "When has a plan of yours had to wait, and for what?",
    ),
)

DOUBLE = Rule(
    code="double",
    severity=Severity.ERROR,
    title="Two questions",
    says="is a second question",
    because="Of two questions people answer the easier one, and hold the other in mind while they do.",
    mend="Keep the one you would rather hear answered; the other may be a question of its own.",
    kinds=ASKED,
    find=_also(_of_kind(IssueKind.DOUBLE), _TWICE, "second"),
    must=(
        "What happened? And what did you think?",
        "What went well in that talk and what would you do differently?",
        "Who was in the room, and how did they take it?",
        "How do you begin your day? When does it get away from you?",
    ),
    must_not=(
        "Think of a talk you put off. What did the waiting cost, and whom?",
        "What did you see and hear when the door opened?",
        "Remember who was there and how they sat. What did nobody say?",
        "What do you know about how and where the work is used?",
    ),
)

CHOICE = Rule(
    code="list-to-choose",
    severity=Severity.WARNING,
    title="A list to choose from",
    says="offers a list to choose from",
    because="Whoever picks from a list stops looking for an answer of their own.",
    mend="Ask for the thing itself and leave the examples out.",
    kinds=ASKED,
    find=finder(
        r"\bwhich\b[^?.]*, [\w' ’]+ or [\w' ’]+\?|, (?:do|did|are|were|is|was) (?:you|they|it) (?:\w+"
        r" ){1,4}or \w+\?|, (?P<p>in|with|by|on|at|to) (?:\w+ ){1,4}or (?P=p) [\w ]+\?|"
        r"\b(?:do|did|would) (?:you|they)\b[^?.]*\b(?:rather|prefer)\b[^?.]* or \w[^?.]*\?"
        r"|(?:^|(?<=[.?!] ))(?:so |and )?(?:do|did|are|were|is|was|would) (?:you|they|it|this"
        r"|that)\b[^?.,]*(?:,"
        r" [\w' ’]+)*"
        r",? or [\w' ’]{3,25}\?"
        r"|[:—–] ?[^?.:]+ or [^?.:]+\?"
        r"|\b(?:which|what)\b[^?.]*, (?:[\w' ’]+, )+or [\w' ’]+\?"
        r"|\b(?:was|is|were|are) (?:it|that|this|you|they) (?:\w+[ ,]+){1,6}or (?:\w+ ?){1,6}\?"
        r"|\bfor example\b|\be\.g\."
    ),
    must=(
        "What gets in your way: time, people or yourself?",
        "Would you rather be right or be liked?",
        "Was it the tone or the timing?",
        "What do you reach for first, facts, people, or a plan?",
        "What helps you to switch off, for example a walk?",
    ),
    must_not=(
        "What have you done, or stopped doing, by then?",
        "What would you like to say about it today, much or little?",
        "Think of a task, large or small. What makes it yours?",
        "How will you tell whether you are being patient or avoiding it?",
    ),
)

LEADING = Rule(
    code="leading",
    severity=Severity.WARNING,
    title="Leading",
    says="says what answer is expected",
    because="An answer hidden in a question is advice that can't be refused.",
    mend="Say it openly: what, how, where; and leave the feeling or judgement to them.",
    kinds=ASKED,
    find=_also(_leading, _EXPECTS),
    must=(
        "Don't you think they were waiting for you?",
        "You must be tired of it. What now?",
        "How angry were you when they cancelled?",
        "So you were just avoiding it, right?",
    ),
    must_not=(
        "What don't they know about your week?",
        "How did you know that it was over?",
        "What would you say if nobody minded?",
        "What must be true before you agree?",
    ),
)

ADVICE = Rule(
    code="advice",
    severity=Severity.ERROR,
    title="Advice in disguise",
    says="carries an answer",
    because="Being told what to do makes people defend what they do.",
    mend="What would you ask if you had no answer in mind? Ask that.",
    kinds=frozenset({*ASKED, Kind.NUDGE}),
    find=_also(_of_kind(IssueKind.ADVICE), _SUGGESTS),
    must=(
        "Have you tried writing it down?",
        "What about asking Priya first?",
        "Wouldn't it help to say it in the meeting?",
        "You should talk to them. What would you say?",
        "How about just telling them, what then?",
    ),
    must_not=(
        "What have you tried so far?",
        "What would you try if it could not go wrong?",
        "What about your work would a colleague far away only understand after a day beside you?",
        "What do you want to ask the people who usually say least?",
    ),
)

WHY = Rule(
    code="why-to-the-person",
    severity=Severity.ERROR,
    title="Why",
    says="sounds like an accusation",
    because="“Why did you” asks people to defend themselves, not to look.",
    mend="Ask “what made you”, “what mattered”, “how did you come to”.",
    kinds=ASKED,
    find=finder(
        r"\bwhy (?:do|does|did|are|were|is|was|have|has|had|can|could|will|would)(?:n['’]t)? \w+\b[^?]*\?"
        r"|\bwhy (?:did|do|are|were|have|haven|didn|don)(?:n?['’]t)? you\b"
        r"|(?:^|(?<=[.?!] ))(?:so |and |but )?why\b[^?]*\?|(?<=[.?!,] )why\?",
        unless=r"\bwhy don['’]?t you\b|\bwhy do you think (?!you\b)",
    ),
    must=(
        "Why did you wait so long?",
        "So why is it important to you?",
        "You kept it to yourself. Why?",
        "why haven't you told them",
    ),
    must_not=(
        "What would you tell a child about why the work is done?",
        "You wrote “why did I say yes”. What was going on?",
        "What do people say when they explain why they stayed?",
        "How would you explain to somebody why this matters?",
        "Something stopped halfway. Why do you think others left it there?",
    ),
)

ASKING = (CLOSED, DOUBLE, CHOICE, LEADING, ADVICE, WHY)
