"""Slots: filled by what the key names and nothing else, in their form; and right without them as well."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nudge.domain.editorial.findings import ALL_KINDS, QUESTIONS, Hit, Rule, Severity
from nudge.domain.editorial.wordings import SLOT, Kind, Wording

_PLACEHOLDER = re.compile(
    r"\{|\}|\[[^\]]*\]|<[^>]*>|__+|\bTODO\b|\bXXX\b|\bFIXME\b|\btk\b|\blorem\b|\$\w+|%\w\b"
)
_FIELDS = frozenset({"text", "subject", "why"})
_LEFT_OVER = re.compile(
    r"“\s*”|\"\s*\"|\(\s*\)|(?<=\w)\s+[,.?!;:]|[,;:]\s*[.?!]|,\s*,|(?<!\.)\.\s*\.(?!\.)|\?\s*[.?]|\b(?:the|a"
    r"|an|your|and|or|that you|with the)\s*[,.?!]"
    r"|\b(?!that\b|had\b)(\w+) \1\b|(?<![.?!\s])\s{2,}",
    re.IGNORECASE,
)
_INSIDE_QUOTES = re.compile(r"(?<=[“\"])[^“”\"]+(?=[”\"])")
_ANTECEDENT = re.compile(
    r"\b(?:somebody|someone|anybody|anyone|everybody|nobody|people|person|persons|colleagues?|boss(?:es)?"
    r"|managers?|teams?|others?|groups?"
    r"|friends?|customers?|strangers?|both|guest|neighbours?|who|side|everyone|ones?|equals?|leaders?|partner"
    r"|child(?:ren)?|patients?"
    r"|things?|words|plans?|questions?|tasks?|Priya|director|members?|organisations?|notes|director|newcomer"
    r"|successor|predecessor"
    r"|two|three|few|several|those|these|your \w+s|\w+ers|\w+ors|class|(?!(?:always|perhaps|unless|besides"
    r"|sometimes|this|does|was|has|yours|towards|afterwards|less)\b)\w{3,}s)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:they|them|their|theirs|he|him|his|she|her|hers)\b", re.IGNORECASE)
_LITTLE_WORDS = """
    a about after all an and any are as at be been before but by can could did do does for from go had
    has have he her him his how i if in into is it its just last like me more most much my no not of on
    one or other our out over said say she so some somebody something take than that the their them then
    there these they think this those time to today up us was way we were what when where which who will
    with would you your you're wrote mentioned suppose imagine remember back pick tell people person
    people's colleague
"""
_STOP = frozenset(_LITTLE_WORDS.split())
FEWEST_IN_COMMON = 0.15
ENOUGH_WORDS = 3
"""Part of the telling words of the shorter wording that both have, and how many it must have for that to say
something. Chosen: docs/bank-rules.md."""


def _wrong_slots(wording: Wording) -> Iterator[Hit]:
    """By place in the filled text; a brace is still there when the slot couldn't be read."""
    allowed = wording.key.split("_") if wording.key not in _FIELDS else []
    for slot in SLOT.finditer(wording.template):
        if slot["name"] not in allowed:
            start = wording.origins.index(slot.start())
            yield Hit(start, start + 1, f"the slot {slot['name']} isn't for this wording")
    for left in _PLACEHOLDER.finditer(wording.text):
        yield Hit(left.start(), left.end(), "nothing fills this")
    if allowed and not SLOT.search(wording.template):
        yield Hit(0, 0, f"the wording with {wording.key} doesn't use it")


def _slot_form(wording: Wording) -> Iterator[Hit]:
    for slot in SLOT.finditer(wording.template):
        before, after = wording.template[: slot.start()], wording.template[slot.end() :]
        start = wording.origins.index(slot.start())
        if slot["name"] == "quote" and not (before.endswith("“") and after.startswith("”")):
            yield Hit(start, start + 1, "a quote stands inside “ ”")
        if slot["name"] == "pledge" and not re.search(r"\b(?:would|will|to) $", before):
            yield Hit(start, start + 1, "a pledge stands after “would”, “will” or “to”")
        if slot["name"] in ("person", "pledge") and (not before.strip() or re.search(r"[.?!] $", before)):
            yield Hit(start, start + 1, "it can't open a sentence: its first letter may be small")


def _left_over(wording: Wording) -> Iterator[Hit]:
    """What is quoted may look as it likes, but it has to be there."""
    masked = _INSIDE_QUOTES.sub(lambda quoted: "x" * len(quoted[0]), wording.text)
    for left in _LEFT_OVER.finditer(masked):
        yield Hit(left.start(), left.end())


def _dangling(wording: Wording) -> Iterator[Hit]:
    """A pronoun for people before anybody has been named, in a wording without slots."""
    if SLOT.search(wording.template):
        return
    pronoun = _PRONOUN.search(wording.heard)
    if pronoun and not _ANTECEDENT.search(wording.heard[: pronoun.start()]):
        yield Hit(pronoun.start(), pronoun.end())


def _differs(wording: Wording) -> Iterator[Hit]:
    if not wording.plain or not SLOT.search(wording.template):
        return
    mine, plain = _telling(SLOT.sub(" ", wording.template)), _telling(wording.plain)
    n_words = min(len(mine), len(plain))
    if n_words >= ENOUGH_WORDS:
        shared = len(mine & plain) / n_words
        if shared < FEWEST_IN_COMMON:
            yield Hit(0, len(wording.text), f"{100 * shared:.0f} % of its words are in the other")


def _telling(text: str) -> frozenset[str]:
    """The words that count, cut to five letters so that forms of one word are the same."""
    words = re.findall(r"[a-z]+(?:['’][a-z]+)?", text.lower())
    return frozenset(word[:5] for word in words if word not in _STOP)


WRONG_SLOT = Rule(
    code="wrong-slot",
    severity=Severity.ERROR,
    title="Unfilled or unknown slot",
    says="is a slot that is never filled, or a placeholder",
    because="Somebody would read braces aloud.",
    mend="`text` has no slot; a wording in with_slot has its own slot and no other.",
    kinds=ALL_KINDS,
    find=_wrong_slots,
    must=(
        "What did {{ person }} say to you afterwards?",
        Wording("What did {{ pledge }} do for you?", key="person"),
        "What would you tell [NAME] about it?",
        "What does your work at {company} look like to others?",
        Wording("What did somebody say to you afterwards?", key="person"),
    ),
    must_not=(
        Wording("What did {{ person }} say to you afterwards?", key="person"),
        Wording("You said you would {{pledge}}. How did that go?", key="pledge"),
        "You wrote “I (once) said so”. What was that like?",
        "What is it like when a colleague says “not now”?",
    ),
)

SLOT_FORM = Rule(
    code="slot-form",
    severity=Severity.ERROR,
    title="A slot in the wrong place",
    says="doesn't read right with every filling",
    because="What people wrote comes in a certain form: a base verb, a name or “your director”, a sentence.",
    mend="“You said you would {{ pledge }}”; “{{ quote }}” inside quotes; a person anywhere but first.",
    kinds=ALL_KINDS,
    find=_slot_form,
    must=(
        "You wrote {{ quote }}. What about it matters to you?",
        "{{ person }} knows something about your work. What is it?",
        "You planned {{ pledge }}. How did that go?",
        "You did that. {{ pledge }} was your plan. What was it like?",
    ),
    must_not=(
        "You wrote “{{ quote }}”. What about it matters to you?",
        "What does {{ person }} know about your work?",
        "You said you would {{ pledge }}. How did that go?",
        "When {{ person }} asks, what do you say?",
    ),
)

LEFT_OVER = Rule(
    code="left-over",
    severity=Severity.ERROR,
    title="Left over from a slot",
    says="is left over from something that was taken out",
    because="The wording without the slot is what most people hear.",
    mend="Write the wording without the slot as a question by itself.",
    kinds=ALL_KINDS,
    find=_left_over,
    must=(
        "You wrote “”. What about that matters to you?",
        "What did , say to you about it?",
        "What do you owe to the ?",
        "What did you you say then?",
        "What would you like to say to your?",
    ),
    must_not=(
        "What had had to happen first?",
        "What do you know that that paper didn't say?",
        "You wrote “wait… what?”. What was that?",
        "What is it that you and they both wait for, and for how long?",
    ),
)

DANGLING = Rule(
    code="dangling-pronoun",
    severity=Severity.WARNING,
    title="Nobody that it refers to",
    says="refers to nobody who has been named",
    because="Without the slot nobody knows who is meant.",
    mend="Name them first: “think of somebody who …”.",
    kinds=frozenset({Kind.QUESTION, Kind.CHECK_IN}),
    find=_dangling,
    must=(
        "What did they say when you told them?",
        "How did her answer change what you did next?",
        "When it was over, what did you want to ask him?",
        "What is their view of it?",
    ),
    must_not=(
        "Think of somebody you trust. What do they know about this?",
        "What would your boss never know unless you told them?",
        "What did {{ person }} say when you told them?",
        "How do customers find out, and what do they do then?",
    ),
)

DIFFERS = Rule(
    code="slot-wording-differs",
    severity=Severity.NOTE,
    title="Another question with the slot",
    says="has little in common with the wording without the slot",
    because="Both have one id, one set of tags, and one row of ratings.",
    mend="Ask the same thing in both, or make a question of its own out of it.",
    kinds=QUESTIONS,
    find=_differs,
    must=(
        Wording(
            "Which secrets about the budget do you keep from {{ person }}?",
            key="person",
            plain="Take an urgent task. How small could it be and still count?",
        ),
        Wording(
            "You wrote “{{ quote }}”. Which customers or suppliers would agree with every word?",
            key="quote",
            plain="What rule at your workplace would you defend because of whom it protects?",
        ),
        Wording(
            "You said you would {{ pledge }}. What scared the newcomers about that evening?",
            key="pledge",
            plain="What moment of your usual week would you like to pay more attention to?",
        ),
        Wording(
            "When does {{ person }} laugh loudly about a broken printer?",
            key="person",
            plain="How do silent meetings at your work usually end for newcomers?",
        ),
    ),
    must_not=(
        Wording(
            "What does {{ person }} learn only from you?",
            key="person",
            plain="What can somebody learn in your team that no course would teach them?",
        ),
        Wording(
            "You wrote “{{ quote }}”. How would you put that today?",
            key="quote",
            plain="Think of the matter you wrote about last time. How would you put it today?",
        ),
        Wording(
            "Suppose {{ person }} saw everything you put into a week. What would you hope they understood"
            " about it?",
            key="person",
            plain="Suppose one person saw everything you put into a week. What would you hope they understood"
            " about it?",
        ),
        "A question without any slot is compared to nothing; what do you think it means?",
    ),
)

SLOTS = (WRONG_SLOT, SLOT_FORM, LEFT_OVER, DANGLING, DIFFERS)
