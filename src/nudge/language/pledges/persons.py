"""Turning first person into second, whatever the clause: "I'm at my limit" becomes "you're at your limit"."""

from __future__ import annotations

import re

QUOTED = re.compile(
    r"“[^“”]*”|‘(?:[^‘’]|(?<=\w)’(?=\w))*’(?!\w)|\"[^\"]*\""
    r"|(?<!\w)'(?=\S)(?:[^']|(?<=\w)'(?=\w))+'(?!\w)"
)
"""Words inside quotation marks; an apostrophe isn't one."""

SWAPS = {
    "i": "you",
    "me": "you",
    "my": "your",
    "mine": "yours",
    "myself": "yourself",
    "meself": "yourself",
    "masel": "yersel",
    "mysel": "yoursel",
    "we": "you",
    "us": "you",
    "our": "your",
    "ours": "yours",
    "ourselves": "yourselves",
}
FIRST_PERSON = re.compile(
    r"(?<![\w'’-])(?:[Ii]|[Mm]e|[Mm]y|[Mm]ine|[Mm]yself|[Mm]eself|[Mm]asel|[Mm]ysel|MY|ME|[Ww]e|us|Us|[Oo]ur|[Oo]urs"
    r"|[Oo]urselves)"
    r"(?![\w-])(?!\.\w)"
)
ADVERBS = r"(?:\s+(?:also|always|just|never|really|still|only|already|probably|actually|usually|often|once))?"
BE = {"am": "are", "'m": "'re", "’m": "’re", "was": "were", "wasn't": "weren't", "wasn’t": "weren’t"}
SUBJECT_BE = re.compile(rf"(?<![\w'’-])([Ii])({ADVERBS})(['’]m\b|\s+(?:am|was|wasn['’]t)\b)(?!['’])")
ME_FOR_MY = re.compile(
    r"(?<![\w'’-])(?:[Mm]a(?=\s(?!(?:and|or|about|for|to|on|at|in|if|when|that|why|how|every|each|the|a|an|this|next"
    r"|back|before|after|tonight|tomorrow|today|more|less|up|with)\b)[a-z])|[Mm][ea](?=\s(?:boss|gaffer|manager|mum|mam|ma|dad|da|sister|brother|mates?|wife|husband"
    r"|wean|bairn|lads?|lassie|team|crew|shift|phone|tea|desk|self|own)\b))"
)
INVERTED_BE = re.compile(r"\b(am|was|wasn['’]t)(\s+)(i)(?![\w'’-])", re.IGNORECASE)


def outside_quotes(text: str) -> str:
    """The text with what stands in quotation marks taken out.

    >>> outside_quotes("say “I can't” twice")
    'say  twice'
    """
    return QUOTED.sub("", text)


def has_first_person(text: str) -> bool:
    """Whether a first-person pronoun stands outside quotation marks.

    >>> has_first_person("say 'my decision' to the US team"), has_first_person("wash my cup")
    (False, True)
    """
    return FIRST_PERSON.search(outside_quotes(text)) is not None


def to_second_person(text: str) -> str:
    """The text as said to the one who wrote it; what stands in quotation marks stays.

    Only pronouns and the verb "to be" right beside them change, so it does for any clause.

    >>> to_second_person("tell her I'm at my limit, and that I was wrong")
    "tell her you're at your limit, and that you were wrong"
    >>> to_second_person("say 'I decide' when they ask me who I am")
    "say 'I decide' when they ask you who you are"
    """
    parts, at = [], 0
    for quoted in QUOTED.finditer(text):
        parts += [_turn(text[at : quoted.start()]), quoted[0]]
        at = quoted.end()
    return "".join([*parts, _turn(text[at:])])


def _turn(text: str) -> str:
    text = INVERTED_BE.sub(lambda m: f"{BE[m[1].lower()]}{m[2]}you", text)
    text = SUBJECT_BE.sub(_turn_be, text)
    text = ME_FOR_MY.sub("your", text)
    return FIRST_PERSON.sub(lambda m: SWAPS[m[0].lower()], text)


def _turn_be(match: re.Match[str]) -> str:
    verb = match[3].lstrip()
    space = match[3][: len(match[3]) - len(verb)]
    return f"you{match[2]}{space}{BE[verb.lower()]}"
