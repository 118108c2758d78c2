"""Finding the promise in a sentence: what opens it, what stands before it, and the act itself."""

from __future__ import annotations

import re
from dataclasses import replace

from nudge.language.pledges.openers import (
    COMPANION,
    FILLER,
    HEDGE,
    LABEL,
    LATER_PROMISE,
    PREAMBLE,
    SUBJECT,
    WHAT,
)
from nudge.language.pledges.predicates import Promise, read_predicate
from nudge.language.pledges.times import is_clause, is_lead, split_time


def read_promise(sentence: str) -> Promise | None:
    """The promise of a sentence without closing marks, or None when there is none that we are sure of.

    Quotations and links are expected to be masked.

    >>> read_promise("By Friday I'll ask Sam to help")
    Promise(act='ask Sam to help', before=(), lead='By Friday', companion='', said=True)
    >>> read_promise("not answering mail after 8").before
    ('not',)
    >>> read_promise("lunch with Rosa") is None
    True
    """
    sentence = _openers_off(sentence)
    promise = _read_plain(sentence)
    if promise is not None and (promise.said or not LATER_PROMISE.search(promise.act)):
        return promise
    for subject in re.finditer(r"(?<=\s)(?:I|We|we)(?=['\s])", sentence):
        lead = sentence[: subject.start()].strip()
        lead = re.sub(r",?\s+then$", "", lead).rstrip(" ,:–—-")
        main = _read_plain(sentence[subject.start() :])
        if main is None or main.lead or LATER_PROMISE.search(main.act):
            continue
        if is_lead(lead) and _is_main(sentence, subject.start(), main):
            return replace(main, lead=lead)
    split = split_time(sentence) if promise is None else None
    if split is not None:
        main = _read_plain(_openers_off(split[1]))
        if main is not None and not main.lead:
            return replace(main, lead=split[0])
    return None


def without_preamble(sentence: str) -> str | None:
    """The promise that follows a reason or a thought, "so", "but" or a comma; None when there is none.

    >>> without_preamble("I feel better already, so I'll ask Sam")
    "I'll ask Sam"
    >>> without_preamble("if it rains, I'll stay") is None
    True
    """
    link = PREAMBLE.search(sentence)
    return None if link is None or is_clause(sentence) else sentence[link.end() :]


def _is_main(sentence: str, at: int, main: Promise) -> bool:
    """Whether the "I" at this place opens the main clause: nothing before it is left without its end."""
    lead = sentence[:at].rstrip()
    if not is_clause(lead):
        return True
    if lead.endswith((",", ":", "–", "—", "-", " then")):
        return True
    return main.said and len(lead.split()) > 2


def _openers_off(text: str) -> str:
    for _ in range(6):
        before = text
        for rule in (FILLER, HEDGE, WHAT, LABEL):
            match = rule.match(text)
            if match and match.end() < len(text):
                mark = "\x00" if rule in (WHAT, LABEL) else ""
                text = mark + text[match.end() :].lstrip("\x00")
                break
        text = text if not text.startswith("\x00") else "\x00" + _openers_off(text[1:]).lstrip("\x00")
        if text == before:
            break
    return text


def _read_plain(text: str) -> Promise | None:
    labelled, text = text.startswith("\x00"), text.lstrip("\x00 ")
    companion = COMPANION.match(text)
    if companion:
        text = "I" + text[companion.end() :]
    subject = SUBJECT.match(text)
    rest = text[1 if text[:1] in "Ii" else 2 :] if subject else " " + text
    found = read_predicate(rest, bool(subject), labelled)
    if found is None or companion is None:
        return found
    return (
        replace(found, companion=companion["a"] or companion["b"] or companion["c"]) if found.said else None
    )
