"""What may stand in front of a promise: times ("By Friday") and clauses ("When Ana asks me")."""

from __future__ import annotations

import re

from nudge.language.pledges.verbs import base_of_gerund, is_base, is_near_base

DAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:days?|s|ds)?|january|february"
    r"|march|april|june|july"
    r"|august|september|october|november|december|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?"
)
CLOCK = r"(?:\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm|h|o'?clock)?\b|\d{1,2}(?:st|nd|rd|th)\b)"
HARD = (
    rf"(?:{DAY}|{CLOCK}|tomorrow|today|tonight|week|weekend|weeks|weekends|month|months|day|days"
    rf"|morning|mornings"
    r"|afternoon|afternoons|evening|evenings|night|nights|noon|lunch|lunchtime|midday|breakfast"
    r"|time|quarter|year|sprint"
    r"|w/c|daily|weekly|christmas|easter|eod|eow|cob|now)"
)
SOFT = (
    r"(?:on|by|at|this|next|every|each|from|before|after|until|till|in|the|a|first|second|third"
    r"|thing|early|late|end|of"
    r"|start|middle|coming|once|twice|one|two|three|four|five|six|for|over|during|within|around"
    r"|about|other|per|and"
    r"|starting|my|our|same|all|last|onwards?)"
)
TIME = re.compile(rf"(?:(?:{HARD}|{SOFT})(?:\s*[,&/]\s*|\s+|$))+", re.IGNORECASE)
HAS_HARD = re.compile(rf"\b{HARD}\b", re.IGNORECASE)
STARTS = re.compile(
    r"(?:on|by|at|this|next|every|each|from|before|after|until|till|in|for|during|within|over"
    r"|around|once|twice|when"
    r"|whenever|if|as soon as|the next time|the moment|right after|straight after|just before"
    r"|just after|right before"
    r"|first thing|starting|tomorrow|today|tonight|instead of|rather than|to|in order to|without|with"
    rf"|at the|since|while|w/c|the (?:day|week|morning|evening|night|minute|next)|unless|{DAY})(?=[\s,:]|$)",
    re.IGNORECASE,
)
CLAUSE = re.compile(
    r"(?:when|whenever|if|in case|as soon as|once|before|after|until|till|while|since|unless|(?:each|every"
    r"|the next|next) time"
    r"|the (?:moment|minute|day))\b",
    re.IGNORECASE,
)
DANGLING = re.compile(
    r"\b(?:when|whenever|if|case|as soon as|once|before|after|until|till|while|since|unless|that"
    r"|(?:each|every|next|any|the) time|moment|minute|what|who|which"
    r"|and|or|but|how|why|where|because|so|than|as|the|a|my|of|to|with)$",
    re.IGNORECASE,
)
BARE_DAY = re.compile(rf"(?:{DAY}|\d{{1,2}}(?:st|nd|rd|th)? {DAY})(?:\s|$)", re.IGNORECASE)
LONGEST_LEAD = 16


def is_clause(lead: str) -> bool:
    """Whether the lead is a clause with a subject of its own.

    >>> is_clause("When Ana asks me"), is_clause("By Friday")
    (True, False)
    """
    match = CLAUSE.match(lead)
    return match is not None and not TIME.fullmatch(lead.rstrip(" ,:–—-"))


def is_lead(lead: str) -> bool:
    """Whether these words can stand before a promise and be moved behind it.

    >>> [is_lead(lead) for lead in ("By Friday", "When Ana asks me", "When", "Sam says that")]
    [True, True, False, False]
    """
    if not lead or lead.isdigit() or len(lead.split()) > LONGEST_LEAD or re.search(r"[;.?!](?:\s|$)", lead):
        return False
    if TIME.fullmatch(lead) and HAS_HARD.search(lead):
        return True
    if CLAUSE.match(lead) and len(lead.split()) < 2:
        return False
    return bool(STARTS.match(lead)) and DANGLING.search(lead) is None


def split_time(sentence: str) -> tuple[str, str] | None:
    """A lead and the bare imperative that follows: ("Monday 9:30", "call Ingrid").

    >>> split_time("Monday 9:30 call Ingrid")
    ('Monday 9:30', 'call Ingrid')
    >>> split_time("When Ana asks, ask her back")
    ('When Ana asks', 'ask her back')
    >>> split_time("call Ingrid") is None
    True
    """
    match = TIME.match(sentence)
    options: list[tuple[str, str]] = []
    if match and HAS_HARD.search(match[0]):
        options.append((match[0], sentence[match.end() :]))
    marks = re.finditer(r":\s|,\s(?:then\s)?|\s[–—-]\s|\sthen\s", sentence)
    options += [(sentence[: mark.start()], sentence[mark.end() :]) for mark in marks]
    for lead, rest in options:
        lead, rest = lead.strip(" ,:&/–—-"), rest.strip(" ,:–—-")
        first = rest.split()[0] if rest else ""
        if is_lead(lead) and (
            is_base(first) or base_of_gerund(first) or is_near_base(first) or _opens_negative(rest)
        ):
            return lead, rest
    return None


def said_last(lead: str) -> str:
    """The lead as it stands behind the act: "on Monday at 9:30", "by Friday".

    >>> [said_last(lead) for lead in ("Monday 9:30", "By Friday", "Next Tuesday", "IT review day")]
    ['on Monday at 9:30', 'by Friday', 'next Tuesday', 'IT review day']
    """
    words = lead.split()
    if BARE_DAY.match(lead):
        if len(words) == 2 and re.fullmatch(r"\d{1,2}(?:[:.]\d\d|\s?[ap]m)h?", words[1]):
            return f"on {words[0]} at {words[1]}"
        return f"on {lead}"
    first = words[0]
    return lead if not first.istitle() and first not in ("A", "I") else f"{first.lower()}{lead[len(first) :]}"


def _opens_negative(rest: str) -> bool:
    return re.match(r"(?:don't|do not|not|never|no more|just|try)\s", rest, re.IGNORECASE) is not None
