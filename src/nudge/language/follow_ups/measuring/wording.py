"""Checks of every text that can come: nothing closed, no advice, short enough, nothing asked again.

The patterns were written apart from those that keep the bank and coaches' lines in order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from nudge.domain.coach_checks import IssueKind, issues_in
from nudge.domain.follow_ups import FollowUpSlot
from nudge.domain.questions import QuestionBank
from nudge.language.encoder import Encoder
from nudge.language.follow_ups.measuring.answers import LabelledAnswer
from nudge.language.follow_ups.measuring.measures import folded
from nudge.language.follow_ups.measuring.offers import Offered, Suggest, request_of

MOST_WORDS = 14
"""Source: issue 5."""
SAME_WORDS, SAME_MEANING = 0.5, 0.62
"""Share of words in common, and cosine, from which a suggestion asks what was asked already."""

Asked = tuple[str, Sequence[str], Sequence[str]]
"""The id of an answer, what was asked, and what comes now."""

FILLINGS = {
    FollowUpSlot.PHRASE: ("nobody ever says a word", "I just looked at him", "it's always the office"),
    FollowUpSlot.FEELING: ("tired", "relieved"),
    FollowUpSlot.PERSON: ("Priya", "your director"),
}

_ADVICE = re.compile(
    r"\b(?:you (?:should|ought|must|could|might|had better)|(?<!would )you (?:need|have) to|should you"
    r"|(?:if|were) i (?:were )?you|i (?:would|suggest|recommend|think)|i'd (?!like to hear)"
    r"|have you (?:ever )?(?:tried|thought|considered|asked|spoken)|why (?:not|don't you|didn't you)"
    r"|(?:what|how) about|try|consider|perhaps you|maybe you"
    r"|(?:would|might|could) it help|it (?:would|might) help|better (?:to|if)|make sure"
    r"|remember to|don't forget|it's important)\b"
)
_CLOSED = re.compile(
    r"(?:do|does|did|is|are|was|were|am|has|have|had|can|could|will|would|shall|should|may|might|must)(?:n't)?"
    r" (?:you|he|she|they|it|we|i|that|this|there|these|those|your|his|her|their|the|a|an|any\w*|some\w*"
    r"|every\w*|no\w*|people|…)\b.*\?$|.*\b(?:or not|yes or no|isn't it|don't you|didn't you)\?$"
    r"|.*, (?:right|correct|yes|no)\?$"
)
_QUOTED = re.compile(r"“[^”]*”")
_LEAD_IN = re.compile(r"^(?:(?:and|so|but|then|well|now|ok|here|…)\W+)+")


@dataclass(frozen=True, slots=True)
class Check:
    """How many fail a check, of how many; and which, by the text, or the answer's id."""

    n: int
    of: int
    which: tuple[str, ...] = ()

    def __str__(self) -> str:
        """As a table shows it.

        >>> str(Check(0, 512))
        '0 of 512'
        """
        return f"{self.n} of {self.of:,}"


def text_checks(bank: QuestionBank, offers: Sequence[Offered]) -> dict[str, Check]:
    """Of every text of the bank, each wording with several fillings, and all that was offered."""
    offered = [text for each in offers for text in each.texts]
    texts = sorted({*_bank_texts(bank), *offered})
    return {
        "advice, by patterns": _check(texts, gives_advice),
        "advice or a lead, by the check of coaches' lines": _check(texts, _is_led),
        "closed, by patterns": _check(texts, is_closed),
        "closed, by the check of coaches' lines": _check(texts, _is_closed_line),
        "two questions": _check(texts, lambda text: text.count("?") > 1),
        f"more than {MOST_WORDS} words, offered": _check(
            offered, lambda text: len(text.split()) > MOST_WORDS
        ),
    }


def repeat_checks(
    answers: Sequence[LabelledAnswer], offers: Sequence[Offered], suggest: Suggest, encoder: Encoder
) -> dict[str, Check]:
    """What was asked already isn't offered again, nor is what was offered first, once it was asked."""
    was_asked = [
        (answer.id, answer.already_asked, offer.texts)
        for answer, offer in zip(answers, offers, strict=True)
        if answer.already_asked
    ]
    again = [
        (answer.id, offer.texts[:1], tuple(each.text for each in suggest(request).suggestions))
        for answer, offer in zip(answers, offers, strict=True)
        if offer.texts
        for request in [request_of(answer, offer.texts[0])]
    ]
    return {
        "near what was asked already": _near(was_asked, encoder),
        "near their own first, once it was asked": _near(again, encoder),
        "the same words given back, once they were": _given_back_again(again),
    }


def gives_advice(text: str) -> bool:
    """Whether it carries advice, apart from the speaker's own words.

    >>> gives_advice("Have you tried talking to her?"), gives_advice("“I should go”. What is behind that?")
    (True, False)
    """
    return bool(_ADVICE.search(_plain(text)))


def is_closed(text: str) -> bool:
    """Whether one of its sentences can be answered with yes or no.

    >>> is_closed("And was it her?"), is_closed("What was it?")
    (True, False)
    """
    sentences = re.findall(r"[^.?!:]+[.?!:]?", _plain(text))
    return any(_CLOSED.match(_LEAD_IN.sub("", sentence.strip())) for sentence in sentences)


def _is_led(text: str) -> bool:
    return any(issue.kind in (IssueKind.ADVICE, IssueKind.LEADING) for issue in issues_in(text))


def _is_closed_line(text: str) -> bool:
    """Only of what asks: the check takes a line without any mark for a question whose mark was left out."""
    return "?" in text and any(issue.kind is IssueKind.CLOSED for issue in issues_in(text))


def _bank_texts(bank: QuestionBank) -> Iterator[str]:
    for follow_up in bank.follow_ups:
        yield follow_up.text
        for slot, template in follow_up.wordings.items():
            yield from (re.sub(r"\{\{.*?\}\}", filling, template) for filling in FILLINGS[slot])


def _plain(text: str) -> str:
    """Without the words in quotation marks, which are the speaker's."""
    return _QUOTED.sub("…", text).lower().replace("’", "'")


def _check(texts: Iterable[str], fails: Callable[[str], bool]) -> Check:
    every = list(texts)
    failing = tuple(text for text in every if fails(text))
    return Check(len(failing), len(every), failing)


def _near(asked: Sequence[Asked], encoder: Encoder) -> Check:
    """In how many answers a text is near one that was asked, whatever words either gives back."""
    bare = {
        text: " ".join(_QUOTED.sub("", text).split()) for _, one, other in asked for text in (*one, *other)
    }
    texts = sorted(set(bare.values()))
    vectors = dict(zip(texts, encoder.encode(texts), strict=True))

    def is_near(one: str, other: str) -> bool:
        first, second = bare[one], bare[other]
        if not (folded(first) and folded(second)):
            return one == other
        return _shared(first, second) >= SAME_WORDS or float(vectors[first] @ vectors[second]) >= SAME_MEANING

    return _those(asked, is_near)


def _given_back_again(asked: Sequence[Asked]) -> Check:
    def is_same(one: str, other: str) -> bool:
        given = {folded(words) for words in _QUOTED.findall(one)}
        return bool(given & {folded(words) for words in _QUOTED.findall(other)})

    return _those(asked, is_same)


def _those(asked: Sequence[Asked], is_so: Callable[[str, str], bool]) -> Check:
    """In how many answers something that was asked is so with something that comes."""
    found = tuple(
        name for name, were, come in asked if any(is_so(one, other) for one in were for other in come)
    )
    return Check(len(found), len(asked), found)


def _shared(one: str, other: str) -> float:
    words, others = set(folded(one).split()), set(folded(other).split())
    return len(words & others) / max(1, len(words | others))
