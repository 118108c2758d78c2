"""What rules see in an answer: where each cue's words are, what comes twice, how long and whose it is."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nudge.domain.follow_ups import Cue
from nudge.domain.specificity import Span
from nudge.language.follow_ups.cue_patterns import AGAIN, JARGON, PATTERNS, SOMETHING, THIRD
from nudge.language.follow_ups.feelings import Feelings, feelings_in
from nudge.language.notes.names import words_of

MOST_WORDS = 70
"""Words of an answer that are looked at, the last ones. Chosen: half a minute of speech; earlier ones have
been answered by then."""
SHORT = 12
"""Words up to which an answer is short in some degree."""

Array = NDArray[np.float32]
_WORD = re.compile(r"[\w'’]+")
_STOP = words_of(
    """
    a about all also an and are as at be been but by can could did didn't do does don't for from had has
    have he he's her him his how i i'm i've if in into is it it's its just like me my no not of on one
    or our out over she she's so than that that's the their them then there they they're this to too up
    us very was we were what when which who will with would you your
    """
)
NAMES = (
    *(f"{cue}" for cue in PATTERNS),
    *(f"{cue}.late" for cue in PATTERNS),
    *("jargon", "feeling", "ruled_out", "repeated", "repeated_word", "first", "third", "question", "quoted"),
    *("length", "short", "long", "sentence_length", "commas", "names", "no_full_stop", "starts_small"),
)
"""What the columns of `Signals.row` are."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What rules see.

    Attributes:
        text: what was looked at, the end of the answer.
        n_words: of the whole answer.
        spans: by cue, the places of its words, in order.
        repeated: the words that come twice; None when nothing does.
        comes_back: whether something does in some way, be it a word.
        row: float32 array of shape (len(NAMES),), each about in [0, 1].
    """

    text: str
    n_words: int
    spans: Mapping[Cue, tuple[Span, ...]]
    feelings: Feelings
    repeated: Span | None
    comes_back: bool
    row: Array


def signals_in(answer: str) -> Signals:
    """What rules see in an answer."""
    text = last_words(answer)
    n_words = len(answer.split())
    spans = {cue: _spans(pattern, text) for cue, pattern in PATTERNS.items()}
    spans[Cue.JARGON] = _spans(JARGON, text)
    feelings, repeated = feelings_in(text), _repeated(text)
    half = len(text) / 2
    row = [min(len(spans[cue]), 2) / 2 for cue in PATTERNS]
    row += [float(any(span.start >= half for span in spans[cue])) for cue in PATTERNS]
    row += [
        min(len(spans[Cue.JARGON]), 2) / 2,
        min(len(feelings.named), 2) / 2,
        min(len(feelings.ruled_out), 1),
    ]
    repeated_word = _repeated_word(text)
    row += [float(repeated is not None), repeated_word, *_manner(text, n_words)]
    comes_back = repeated is not None or repeated_word >= 0.5 or bool(AGAIN.search(text))
    return Signals(text, n_words, spans, feelings, repeated, comes_back, np.array(row, dtype=np.float32))


def last_words(answer: str) -> str:
    """The end of a long answer, from the beginning of a sentence where one is near; else all of it.

    >>> last_words("One two. " * 60).count("One")
    34
    """
    words = list(re.finditer(r"\S+", answer))
    if len(words) <= MOST_WORDS:
        return answer.strip()
    start = words[-MOST_WORDS].start()
    near = re.search(r"[.!?]\s+", answer[start : words[-MOST_WORDS + 15].start()])
    return answer[near.end() + start if near else start :].strip()


def _manner(text: str, n_words: int) -> list[float]:
    """How it is said: whose it is, how long, how it is written."""
    words = text.split()
    n = max(1, len(words))
    n_sentences = max(1, len(re.findall(r"[.!?…]+(?:\s|$)", text)))
    return [
        min(1.0, 6 * len(SOMETHING.findall(text)) / n),
        min(1.0, 6 * len(THIRD.findall(text)) / n),
        float("?" in text),
        float(bool(re.search(r"[“\"]|(?<!\w)['‘]\w", text))),
        min(1.0, math.log1p(n_words) / 5),
        max(0.0, 1 - n_words / SHORT),
        min(1.0, max(0.0, (n_words - 25) / 40)),
        min(1.0, n / n_sentences / 40),
        min(1.0, 4 * text.count(",") / n),
        min(1.0, len(re.findall(r"(?<=[a-z,;] )[A-Z][a-z]+", text)) / 3),
        float(not re.search(r"[.!?…]\W*$", text)),
        float(text[:1].islower()),
    ]


def _spans(pattern: re.Pattern[str], text: str) -> tuple[Span, ...]:
    return tuple(Span(m.start(), m.end(), m[0]) for m in pattern.finditer(text) if m[0].strip())


def _repeated(text: str) -> Span | None:
    """The longest run of three words or more that comes twice, where it comes last; some word in it must say
    something."""
    words = [(m.start(), m.end(), m[0].lower()) for m in _WORD.finditer(text)]
    threes = [(words[n][2], words[n + 1][2], words[n + 2][2]) for n in range(len(words) - 2)]
    if len(set(threes)) == len(threes):
        return None
    for length in range(min(8, len(words) // 2), 2, -1):
        seen: dict[tuple[str, ...], int] = {}
        for n in range(len(words) - length + 1):
            run = tuple(word for _, _, word in words[n : n + length])
            if sum(word not in _STOP for word in run) < (1 if length > 3 else 2):
                continue
            if run in seen and n >= seen[run] + length:
                start, end = words[n][0], words[n + length - 1][1]
                if not re.search(r"[.!?;:,]", text[start:end]):
                    return Span(start, end, text[start:end])
            seen.setdefault(run, n)
    return None


def _repeated_word(text: str) -> float:
    words = [word for word in _WORD.findall(text.lower()) if len(word) > 3 and word not in _STOP]
    most = max((words.count(word) for word in set(words)), default=0)
    return min(1.0, max(0, most - 1) / 2)
