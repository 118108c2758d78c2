"""How it is worded: short, plain, without jargon or idioms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from nudge.domain.editorial.findings import ALL_KINDS, Hit, Rule, Severity, phrase_finder
from nudge.domain.editorial.plain_words import IDIOMS, JARGON
from nudge.domain.editorial.wordings import SLOT, Kind, Wording

MOST_WORDS_ASKED = 24
MOST_WORDS_BEFORE = 20
FEWEST_WORDS = 8
"""Words of the question, of what stands before it, of both. Source: the editorial guide of the bank."""
HARDEST_GRADE = 10.0
"""Flesch-Kincaid grade of all of it, with slots filled. Chosen: docs/bank-rules.md."""
MOST_SYLLABLES = 5
"""Of one word, from which on it is a hard one. Chosen: "responsibility" has six, "organisation" five."""

_VOWELS = re.compile(r"[aeiouy]+")
_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")


def _own_length(wording: Wording, start: int, end: int) -> int:
    """Words between two places of the filled text, those of slots not counted."""
    template = wording.template[wording.origins[start] : wording.origins[end]]
    return len(re.sub(r"[“”]", " ", SLOT.sub(" ", template)).split())


def _too_long(wording: Wording) -> Iterator[Hit]:
    asked = [(start, text) for start, text in wording.sentences if text.endswith("?")]
    if not asked:
        return
    start, text = asked[-1]
    if (n := _own_length(wording, start, start + len(text))) > MOST_WORDS_ASKED:
        yield Hit(start, start + len(text), f"{n} words; {MOST_WORDS_ASKED} at most")
    if (n := _own_length(wording, 0, start)) > MOST_WORDS_BEFORE:
        yield Hit(0, start, f"{n} words before the question; {MOST_WORDS_BEFORE} at most")


def _too_short(wording: Wording) -> Iterator[Hit]:
    n = wording.own_words
    if n < FEWEST_WORDS and not SLOT.search(wording.template):
        yield Hit(0, len(wording.text), f"{n} words; {FEWEST_WORDS} at least")


@lru_cache(maxsize=4096)
def n_syllables(word: str) -> int:
    """About how many syllables an English word has.

    >>> [n_syllables(word) for word in ("ask", "somebody", "people", "wanted", "moved", "colleague")]
    [1, 4, 2, 2, 1, 2]
    """
    word = word.lower().replace("’", "'").split("'")[0]
    n = len(_VOWELS.findall(word))
    if re.search(r"(?:[^aeiouylr]e|[^dt]ed|[^aeiouy]es|gue|que|re)$", word) and not re.search(
        r"(?:[csxz]|ch|sh|g)es$|le$", word
    ):
        n -= 1
    return max(1, n)


def grade(text: str) -> float:
    """Years of school that a text takes, by the formula of Flesch and Kincaid.

    Source: Kincaid et al. 1975, "Derivation of new readability formulas".

    >>> grade("What did you do then?") < 2 < grade("Organisational responsibilities accumulate.")
    True
    """
    words = _WORD.findall(text)
    n_sentences = max(1, len(re.findall(r"[.?!]+", text)))
    if not words:
        return 0.0
    return 0.39 * len(words) / n_sentences + 11.8 * sum(map(n_syllables, words)) / len(words) - 15.59


def _hard_to_read(wording: Wording) -> Iterator[Hit]:
    heard = wording.heard
    if len(heard.split()) >= FEWEST_WORDS and (found := grade(heard)) > HARDEST_GRADE:
        yield Hit(0, len(wording.text), f"grade {found:.1f}; {HARDEST_GRADE:.0f} at most")
        return
    for word in _WORD.finditer(heard):
        if (n := n_syllables(word[0])) > MOST_SYLLABLES:
            yield Hit(word.start(), word.end(), f"{n} syllables")


TOO_LONG = Rule(
    code="too-long",
    severity=Severity.ERROR,
    title="Too long",
    says="is too long for one breath",
    because="The partner reads it aloud on a call; who listens keeps about one sentence in mind.",
    mend="Leave out what the question doesn't need; one sentence before it at most.",
    kinds=frozenset({Kind.QUESTION, Kind.CHECK_IN}),
    find=_too_long,
    must=(
        "What would you say to somebody who asked you on the first day of a new job what to expect from the"
        " people around"
        " them in the months to come?",
        "Think of a time when somebody came to your desk with a problem that was much larger than it seemed"
        " to be at first."
        " What did you do?",
        "When people at your work object to a change that was planned by somebody else, and they tell you so"
        " in a meeting,"
        " what are they trying to keep?",
        "You said you would {{ pledge }}, and then in the course of the week a number of other things came up"
        " that were also"
        " important to you. What happened next?",
    ),
    must_not=(
        "Think of somebody who sees things differently from you. What could you do together this week besides"
        " talking"
        " about it?",
        "What do you usually do alone that you could do once with a colleague before the next conversation?",
        "Last time you wrote: “{{ quote }}”. What would you like to say about it today, much or little?",
        "Tell me about a moment from the last few days that you still think about.",
    ),
)

TOO_SHORT = Rule(
    code="too-short",
    severity=Severity.WARNING,
    title="Too short",
    says="is too short to point at anything",
    because="A question of a few words fits everything, and so nobody in particular.",
    mend="Point at a moment, a person, a choice or a sentence somebody said.",
    find=_too_short,
    must=("What else?", "How are you doing?", "What matters most to you now?", "so what would you change"),
    must_not=(
        "What is still unsaid between you and {{ person }}?",
        "What do you get from keeping a task that you could hand over?",
        "You wrote “{{ quote }}”. What now?",
        "How did your last working day come to an end?",
    ),
)

READING_AGE = Rule(
    code="reading-age",
    severity=Severity.WARNING,
    title="Hard to read",
    says="is hard to take in by ear",
    because="It is heard once, often in a second language.",
    mend="Shorter words and sentences: say it as you would across a table.",
    kinds=ALL_KINDS,
    find=_hard_to_read,
    must=(
        "What organisational considerations influence your professional decisions regarding delegation?",
        "How do interpersonal expectations complicate your responsibilities?",
        "What was your individual contribution to the collective deliberations of the committee?",
        "Which responsibilities do you have?",
    ),
    must_not=(
        "What does everybody at your work believe, although nobody seems to have checked it?",
        "Think of a colleague in another organisation. What would they ask you?",
        "You wrote “interdepartmental responsibilities”. What do you mean by that today?",
        "What would you like your part in it to have been?",
    ),
)

JARGON_RULE = Rule(
    code="jargon",
    severity=Severity.WARNING,
    title="Jargon",
    says="is jargon",
    because="Words of management and therapy sound alike to everybody and mean something else to each.",
    mend="Say what one would see or hear: “people who depend on your work”, not “stakeholders”.",
    kinds=ALL_KINDS,
    find=phrase_finder(JARGON),
    must=(
        "How do you get buy-in from your stakeholders?",
        "What limiting beliefs keep you in your comfort zone?",
        "what learnings do you take away, going forward",
        "Where could you be more proactive with your direct reports?",
        "How would the team's KPIs look in an agile world?",
    ),
    must_not=(
        "What do the people who depend on your work know about it?",
        "You wrote “we need more alignment”. What would that look like on Monday?",
        "What do you and {{ person }} line up on, without saying it?",
        "What would you value about a day without meetings?",
    ),
)

IDIOM = Rule(
    code="idiom",
    severity=Severity.WARNING,
    title="Idiom",
    says="is an idiom",
    because="Somebody who speaks English as a second language hears the words, and stops to work out the"
    " rest.",
    mend="Say it literally.",
    kinds=ALL_KINDS,
    find=phrase_finder(IDIOMS),
    must=(
        "What is the elephant in the room?",
        "If you had a magic wand, what would you change?",
        "What keeps you up at night?",
        "Where did you bite off more than you could chew?",
        "When did you last drop the ball for somebody?",
    ),
    must_not=(
        "What happens when the ball is lost in a game you like?",
        "You wrote “we are all in the same boat”. What did you mean?",
        "Who sits at the table when it is decided?",
        "What do you hear when the room is quiet?",
        "What makes it easy for some people to speak in a meeting you attend often?",
    ),
)

WORDING = (TOO_LONG, TOO_SHORT, READING_AGE, JARGON_RULE, IDIOM)
