"""The wordings of nudges: what a writer may write, and how they become the domain's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product

from nudge.bank.files import NudgeTable
from nudge.bank.rendering import template_problem
from nudge.domain.nudge_policies import Moment, Tone
from nudge.domain.nudge_wordings import SLOTS, SLOTS_OF, NudgeWording
from nudge.domain.specificity import PledgeKind

MOST_WORDS = 45
"""Words of a text, those of its slots not counted. Chosen: read at a glance on a phone."""
LONGEST_SUBJECT = 45
"""Characters. Chosen: what a phone shows of a subject."""
FEWEST = 4
"""Wordings for each moment and kind, in each tone: nobody reads the same twice in a row."""

_ID = re.compile(r"(?P<moment>[a-z]+)\.[a-z0-9]+(-[a-z0-9]+)*")
_PUSHY = re.compile(
    r"!|\bdon['’]t forget\b|\bfriendly\b|\breminder\b|\bstreak|\bstill haven['’]t\b|\bfailed\b|\bgreat\b"
    r"|\bwell done\b|\bmust\b|\bshould\b|\boverdue\b|\bas soon as possible\b|\burgent",
    re.IGNORECASE,
)
_MISREAD = re.compile(
    r"\bto \{\{ pledge \}\}|\b(?:did|do|didn['’]t|don['’]t|not) \{\{ pledge \}\}", re.IGNORECASE
)


def nudge_problems(table: NudgeTable, file: str) -> Iterator[tuple[str, str | None]]:
    """What is wrong with one wording, each with the key it is about."""
    moment = file.removeprefix("nudges/").removesuffix(".toml")
    named = _ID.fullmatch(table.id)
    if not named or named["moment"] != moment:
        yield f"the id “{table.id}” isn't of the form {moment}.kebab-slug", "id"
    if not table.kinds:
        yield "kinds is empty, so it would never be sent", "kinds"
    if len(table.subject) > LONGEST_SUBJECT or not table.subject.isascii():
        yield (
            f"a subject has at most {LONGEST_SUBJECT} characters, ASCII only: it is a mail header",
            "subject",
        )
    for key in ("subject", "text", "why"):
        text = getattr(table, key)
        if problem := template_problem(text, allowed=()):
            yield f"{key} must be good without any slot: {problem}", key
        yield from ((problem, key) for problem in _text_problems(text))
    wanted = SLOTS_OF.get(Moment(moment), SLOTS)
    if set(table.with_slot) != set(wanted):
        yield f"with_slot has {' and '.join(wanted)}, no more and no less", "id"
    for name, template in table.with_slot.items():
        yield from ((problem, name) for problem in _slot_problems(name, template))


def _slot_problems(name: str, template: str) -> Iterator[str]:
    slots = name.split("_")
    if problem := template_problem(template, allowed=slots):
        yield f"the wording with {name}: {problem}"
    for slot in slots:
        if f"{{{{ {slot} }}}}" not in template:
            yield f"the wording with {name} doesn't use {{{{ {slot} }}}}"
    if found := _MISREAD.search(template):
        yield f"“{found[0]}” goes wrong with a pledge that begins with “not”; “you said you would …” doesn't"
    yield from _text_problems(template)


def _text_problems(text: str) -> Iterator[str]:
    if not text.strip():
        yield "it is empty"
    if len(re.sub(r"\{\{.*?\}\}", "", text).split()) > MOST_WORDS:
        yield f"more than {MOST_WORDS} words, slots not counted"
    if text.count("?") > 1:
        yield "it asks more than one question"
    if found := _PUSHY.search(text):
        yield f"“{found[0]}” pushes, praises or blames"


def nudge_gaps(tables: Iterable[tuple[str, NudgeTable]]) -> Iterator[tuple[str, str]]:
    """Where there is too little to say, as file and message; nothing for a bank without any.

    Args:
        tables: each with the name of its file.
    """
    there = list(tables)
    if not there:
        return
    for moment, kind, tone in product(Moment, PledgeKind, Tone):
        name = f"nudges/{moment}.toml"
        n = sum(file == name and kind in table.kinds and tone == table.tone for file, table in there)
        if n < FEWEST:
            yield name, f"{n} wordings for {kind} in the tone {tone}; {FEWEST} are needed"


def nudge_wording_of(table: NudgeTable) -> NudgeWording:
    """The table as the domain knows it."""
    return NudgeWording(
        id=table.id,
        version=table.version,
        moment=Moment(table.id.split(".")[0]),
        kinds=frozenset(map(PledgeKind, table.kinds)),
        tone=Tone(table.tone),
        subject=table.subject,
        text=table.text,
        why=table.why,
        with_slot={str(name): template for name, template in table.with_slot.items()},
    )
