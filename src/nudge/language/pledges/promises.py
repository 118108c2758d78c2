"""Finding the promise in a sentence: what opens it, what stands before it, and the act itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from nudge.language.pledges.acts import gerunds_too, is_act_gerund, is_thing, may_be_verb
from nudge.language.pledges.openers import (
    ADVERB,
    AM,
    ANSWERS,
    AUX_TO,
    AWAY,
    BE_GOING,
    COMPANION,
    DO_NOT,
    DOING_NOTHING,
    EMPTY_AUX,
    FILLER,
    HEDGE,
    LABEL,
    LATER_PROMISE,
    LET_ME,
    LONGEST_OPENING,
    NO_ING,
    PREAMBLE,
    REPORTS,
    SUBJECT,
    TO,
    TRYING,
    WANT,
    WHAT,
    WILL,
    WILL_NOT,
    WITH_ING,
)
from nudge.language.pledges.times import is_clause, is_lead, split_time
from nudge.language.pledges.verbs import base_of_gerund, is_base, is_near_base


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
    if promise is not None and not (LATER_PROMISE.search(promise.act) and not SUBJECT.match(sentence)):
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
    found = _read_predicate(rest, bool(subject), labelled)
    if found is None or companion is None:
        return found
    return (
        replace(found, companion=companion["a"] or companion["b"] or companion["c"]) if found.said else None
    )


def _read_predicate(rest: str, has_subject: bool, labelled: bool) -> Promise | None:
    """What follows "I": word by word, promise words are taken off until the act begins."""
    before: list[str] = []
    said = gerund = future = be = do = False
    for _ in range(LONGEST_OPENING):
        rest = rest.lstrip()
        bare = not has_subject and not said
        match: re.Match[str] | None
        if match := WILL_NOT.match(rest):
            before.append("not")
            said, future = True, True
        elif match := WILL.match(rest):
            said, future, be = True, True, False
        elif has_subject and not said and not be and (match := AM.match(rest)):
            be = True
        elif match := DO_NOT.match(rest):
            before.append("not")
            do = True
        elif has_subject and not said and (match := EMPTY_AUX.match(rest)):
            pass
        elif match := WITH_ING.match(rest):
            said, gerund, be = True, True, False
        elif (be or not has_subject) and (match := BE_GOING.match(rest)):
            said, future, be = True, True, False
        elif (be or not has_subject) and (match := TRYING.match(rest)):
            return Promise("try to" + rest[match.end() :], tuple(before), said=True)
        elif not be and (match := AUX_TO.match(rest)):
            before += ["not"] if match["not"] else []
            said = True
        elif has_subject and not said and (match := WANT.match(rest)) and is_base(match["next"]):
            said = True
            rest = rest[len("want") :]
            continue
        elif (match := ADVERB.match(rest)) and rest[match.end() :].strip():
            before.append(match[0].lower())
        elif (said or not has_subject) and (match := TO.match(rest)):
            said = said or labelled
        elif bare and (match := NO_ING.match(rest)):
            before.append("not")
            gerund = True
        elif bare and (match := LET_ME.match(rest)):
            said = True
        else:
            break
        rest = rest[match.end() :]
    return _finish(rest.strip(), tuple(before), has_subject, said or labelled, gerund or be, future, do)


def _finish(
    act: str, before: tuple[str, ...], has_subject: bool, said: bool, gerund: bool, future: bool, do: bool
) -> Promise | None:
    words = act.split()
    if not words or not re.match(r"[A-Za-z]", words[0]) or AWAY.match(act):
        return None
    first = words[0].rstrip(",")
    second = words[1].lower().rstrip(",") if len(words) > 1 else ""
    base = base_of_gerund(first)
    if base and (gerund or (not future and not has_subject)):
        if has_subject and base in DOING_NOTHING and not said and not (base == "have" and "not" in before):
            return None
        if not (gerund or has_subject) and not is_act_gerund(
            first, words[1] if len(words) > 1 else "", before
        ):
            return None
        return Promise(" ".join([base, *gerunds_too(words[1:])]), before, said=said or has_subject)
    if gerund:
        return None
    if has_subject and not said:
        if do and first.lower() in REPORTS | {"have"}:
            return None
        if not is_base(first) or first.lower() in REPORTS:
            return None
        return Promise(act, before, said=True)
    if said and (has_subject or (future and first.islower())):
        return Promise(act, before, said=True) if may_be_verb(first) else None
    if second in {"will", "should", "must", "can", "is", "are", "was", "has", "have", "needs", "'ll"}:
        return None
    if not said and (is_thing(act) or second in {"me", "us"} or act.lower() in ANSWERS):
        return None
    if do:
        return Promise(act, before, said=True) if may_be_verb(first) else None
    if not (is_base(first) or is_near_base(first)):
        return None
    return Promise(act, before, said=said)
