"""What is checked in texts in German, beyond what holds in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nudge.domain.translations import TextKind

_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*[“]?")
_ASKING = re.compile(
    r"\b(?:was|wer|wem|wen|wessen|wie|wieso|wo|wohin|woher|wann|welche[mnrs]?|inwiefern"
    r"|wo(?:ran|rauf|raus|rin|rüber|rum|runter|von|vor|für|mit|durch|zu|bei|nach|gegen))\b",
    re.IGNORECASE,
)
_VERB_FIRST = re.compile(
    r"(?:hast|hattest|hat|hatte|haben|hatten|bist|warst|ist|war|sind|waren|wirst|wird|würdest|würde|kannst"
    r"|könntest|kann|könnte|willst|möchtest|magst|musst|müsstest|sollst|solltest|soll|darfst|darf|gibt|gab"
    r"|weißt|kennst|siehst|findest|glaubst|denkst|brauchst|gehst|machst|nimmst|fühlst|erinnerst|hilft|gelingt)\b",
    re.IGNORECASE,
)
_ACCUSING = re.compile(r"\b(?:warum|weshalb|wieso)\b", re.IGNORECASE)
_ADVICE = re.compile(
    r"\b(?:solltest|sollst|du müsstest|du musst|versuch(?:e|st)?|probier(?:e|st)?|du könntest (?:doch|mal)"
    r"|wäre es nicht|findest du nicht)\b",
    re.IGNORECASE,
)
_PUSHY = re.compile(r"!|\b(?:vergiss|endlich|immer noch nicht|versagt|toll|super|bravo)\b", re.IGNORECASE)
_FORMAL = re.compile(r"(?<=[a-zäöüß,“] )(?:Sie|Ihnen|Ihre?[mnrs]?)\b")
_STARRED = re.compile(r"\w[*:_/·](?:innen|in)\b|\w[a-zäöüß]Innen\b")
_BARE_QUOTE = re.compile(r"(?<!„)\{\{ quote \}\}|\{\{ quote \}\}(?!“)")
_WRONG_MARKS = re.compile('[”"«»]')


def german_problems(text: str, *, kind: TextKind) -> Iterator[str]:
    """What is wrong with a text in German.


    >>> list(german_problems("Hast du das geschafft?", kind=TextKind.CHECK_IN))
    ['“Hast” begins a question that can be answered with ja or nein']
    >>> list(german_problems("Wie war das?", kind=TextKind.CHECK_IN))
    []
    """
    yield from _address_problems(text)
    if found := _ACCUSING.search(text):
        yield f"“{found[0]}” sounds like an accusation; ask “was …” or “wie …”"
    if found := _ADVICE.search(text):
        yield f"“{found[0]}” sounds like advice"
    if kind is TextKind.NUDGE and (found := _PUSHY.search(text)):
        yield f"“{found[0]}” pushes, praises or blames"
    for sentence in _SENTENCE.findall(text):
        if sentence.rstrip("“ ").endswith("?"):
            yield from _question_problems(sentence.strip())
    if kind is not TextKind.NUDGE and not _asks(text):
        yield "it asks nothing; end with a question, or begin with “Erzähl”"


def _address_problems(text: str) -> Iterator[str]:
    if found := _FORMAL.search(text):
        yield f"“{found[0]}” is formal; the bank says “du”"
    if found := _STARRED.search(text):
        yield f"“{found[0]}” can't be read aloud; say it without a sign for gender"
    if _BARE_QUOTE.search(text):
        yield "{{ quote }} stands inside „ “"
    if found := _WRONG_MARKS.search(text):
        yield f"{found[0]} isn't a German quotation mark; write „ “"


def _question_problems(sentence: str) -> Iterator[str]:
    if found := _VERB_FIRST.match(sentence.rpartition(": ")[2]):
        yield f"“{found[0]}” begins a question that can be answered with ja or nein"
    elif not _ASKING.search(sentence):
        yield "a question without a word that asks (was, wie, wer, wo …) can be answered with ja or nein"


def _asks(text: str) -> bool:
    return "?" in text or text.startswith(("Erzähl", "Erzähle"))
