"""Saying a pledge back to its author: "hand Sam the report before your holiday"."""

from __future__ import annotations

import re

from nudge.domain.pledges import SaidBack
from nudge.language.kept import Kept
from nudge.language.parser import Parser
from nudge.language.pledges.clauses import (
    frame,
    is_act,
    main_verb,
    put_behind,
    put_companion,
)
from nudge.language.pledges.doubts import (
    ASIDE,
    NOT_MEANT,
    POINTS,
    STAND_IN,
    TAKEN_BACK,
    UNCLEAR,
    UNSAFE,
    holds,
    is_balanced,
    is_doubtful,
    is_half_negated,
    points_back,
)
from nudge.language.pledges.persons import to_second_person
from nudge.language.pledges.predicates import Promise
from nudge.language.pledges.promises import read_promise, without_preamble
from nudge.language.pledges.second_acts import fold_second_acts, somebody_acts
from nudge.language.pledges.tidying import (
    LINK,
    Mask,
    has_hidden,
    one_entry,
    one_line,
    sentences,
    tidy_ends,
)
from nudge.language.pledges.times import DAY, is_clause, said_last

LONGEST_TEXT = 1_000
LONGEST_QUOTE = 200
WORDS_IN_QUOTE = 30
MOST_KEPT = 512
"""What was said back is kept for so many texts, so that asking again costs nothing: chosen, under 1 MB."""


class PledgeWording:
    """Turns pledges round so that they can be said to the person who made them.

    Rules on words find the promise, a parse of "You said you would …" checks that it reads right;
    whenever anything speaks against it there is no phrase (`docs/decisions/0005-saying-words-back.md`).

    Args:
        parser: parses English; its model loads with the first pledge when nobody warmed it up.
    """

    def __init__(self, parser: Parser) -> None:
        self._parser = parser
        self._kept: Kept[SaidBack] = Kept(MOST_KEPT)

    def forget(self) -> None:
        """Keep nothing of what was said back so far."""
        self._kept.forget()

    def say_back(self, text: str) -> SaidBack:
        """The pledge as a phrase for "You said you would …", and as a quotation, each only when fit.

        Any text is good; one that can't be used gives neither.

        Raises:
            Unavailable: `models-missing` when the parser's model isn't there or isn't the right one.
        """
        if not text or len(text) > LONGEST_TEXT or UNSAFE.search(text):
            return SaidBack()
        return self._kept.get(text, lambda: self._say_back(text))

    def _say_back(self, text: str) -> SaidBack:
        line = one_line(text)
        if has_hidden(line.replace("\u200d", "").replace("\ufe0f", "")):
            return SaidBack()
        tidy = tidy_ends(line)
        if not any(mark.isalpha() for mark in tidy) or not is_balanced(tidy):
            return SaidBack()
        return SaidBack(phrase=self._phrase(line, tidy_ends(one_entry(text))), quote=_quote(tidy))

    def _phrase(self, line: str, tidy: str) -> str | None:
        if NOT_MEANT.search(line) or STAND_IN.search(line) or UNCLEAR.search(line):
            return None
        curly = "’" in tidy and "'" not in tidy
        mask = Mask()
        found = sentences(_normal(mask.hide(re.sub(r"(?<=\w)’(?=\w)", "'", tidy))))
        for number, sentence in enumerate(found):
            if sentence.endswith("?"):
                return None
            words = tidy_ends(ASIDE.split(sentence)[0])
            promise, follows = read_promise(words), number > 0
            if promise is None and (rest := without_preamble(words)):
                promise, follows = read_promise(rest), True
            if promise is None:
                continue
            if any(TAKEN_BACK.match(later) for later in found[number + 1 :]):
                return None
            phrase = self._word(promise, sentence, follows)
            if phrase is None:
                return None
            phrase = mask.show(phrase)
            return re.sub(r"(?<=\w)'(?=\w)", "’", phrase) if curly else phrase
        return None

    def _word(self, promise: Promise, sentence: str, follows: bool) -> str | None:
        before = " ".join(promise.before)
        phrase = f"{before} {_lowered(to_second_person(promise.act))}".strip()
        if is_doubtful(sentence) or (follows and (points_back(phrase) or POINTS.search(promise.lead))):
            return None
        phrase = fold_second_acts(phrase)
        if "not" in promise.before and is_half_negated(phrase, sentence):
            return None
        doc = self._parser.parse(frame(phrase))
        main = main_verb(doc, before)
        if main is None or not is_act(main, promise.said) or somebody_acts(doc, main):
            return None
        if promise.companion:
            phrase = put_companion(phrase, doc, main, to_second_person(_small(promise.companion)))
            doc = self._parser.parse(frame(phrase)) if promise.lead else doc
            main = main_verb(doc, before) or main
        if promise.lead:
            placed = put_behind(
                phrase, doc, main, said_last(to_second_person(promise.lead)), is_clause(promise.lead)
            )
            if placed is None:
                return None
            phrase = placed
        return phrase if holds(phrase, promise) else None


def _normal(text: str) -> str:
    """Capital "I", missing apostrophes and slang that stands for "I'll", put as the rest expects them."""
    letters = [mark for mark in STAND_IN.sub("", text) if mark.isalpha()]
    if len(letters) >= 8 and sum(mark.isupper() for mark in letters) > 0.8 * len(letters) and " " in text:
        hidden = STAND_IN.findall(text)
        text = text.lower()
        for stand_in in hidden:
            text = text.replace(stand_in.lower(), stand_in)
        text = re.sub(rf"\b(?!sat\b|sun\b|mar\b|wed\b){DAY}", lambda m: m[0].capitalize(), text)
    text = re.sub(r"\b[iI]['´`]?m+a\b(?=\s)|\bimm?a\b(?=\s)", "I'll", text)
    text = re.sub(r"\b[iI] ?['´`] ?(ll|m|ve|d)\b", lambda m: f"I'{m[1].lower()}", text)
    text = re.sub(r"\b[aA]h?'(ll|m|ve)\b", r"I'\1", text)
    text = re.sub(r"\b[iI]m\b", "I'm", text)
    text = re.sub(r"\b[iI]ve\b", "I've", text)
    text = re.sub(r"(?:^|(?<=[,.] )|(?<=\bthen )|(?<=\bso )|(?<=\bok ))[iI]ll\b(?=\s[a-z])", "I'll", text)
    text = re.sub(r"\bI[lL]l?\b(?=\s[a-z])", "I'll", text)
    return re.sub(r"(?<![\w'.-])i(?=[\s,;:!']|$)", "I", text)


def _lowered(act: str) -> str:
    """The act with a small first letter, unless the word has capitals inside ("STOP", "WhatsApp")."""
    first = act.split()[0]
    return act if first[1:] != first[1:].lower() else act[0].lower() + act[1:]


def _small(companion: str) -> str:
    return re.sub(r"^(?:My|The|Our)\b", lambda m: m[0].lower(), companion)


def _quote(tidy: str) -> str | None:
    if (
        len(tidy) > LONGEST_QUOTE
        or len(tidy.split()) > WORDS_IN_QUOTE
        or LINK.search(tidy)
        or has_hidden(tidy)
    ):
        return None
    return tidy
