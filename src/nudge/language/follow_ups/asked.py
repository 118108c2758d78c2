"""What a coach asked already: recognised when it is of the bank, else placed by its meaning."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nudge.domain.follow_ups import Asked, FollowUp
from nudge.domain.questions import QuestionBank
from nudge.language.follow_ups.vectors import BankFollowUpVectors
from nudge.language.kept import Kept
from nudge.language.matching import TextEncoder

MOST_KEPT = 2000
"""Readings kept, by digest: an asked question comes again with every word that is typed."""
SAME_MOVE = 0.5
"""Cosine to the nearest follow-up from which it is taken to be of that move."""

_PLAIN = re.compile(r"[^\w\s“”]+")
_ONLY_QUOTED = re.compile(r"“[^“”]+”")


class AskedReader:
    """Any thread may use it. Keeps vectors by digest, and no words."""

    def __init__(self, encoder: TextEncoder, vectors: BankFollowUpVectors) -> None:
        self._encoder = encoder
        self._vectors = vectors
        self._kept: Kept[Asked] = Kept(MOST_KEPT)
        self._known: tuple[str, list[tuple[re.Pattern[str], int]]] | None = None

    def read(self, asked: Sequence[str], bank: QuestionBank) -> tuple[Asked, ...]:
        """What each was, in order."""
        return tuple(
            self._kept.get((bank.fingerprint, _digest(text)), lambda text=text: self._read(text, bank))  # type: ignore[misc] # mypy loses the default
            for text in asked
            if text.strip()
        )

    def question(self, text: str, bank: QuestionBank) -> tuple[Asked, ...]:
        """The question of the set: it is no follow-up, and only what says the same in its words is near to
        it."""
        if not text.strip():
            return ()
        key = bank.fingerprint, b"question", _digest(text)
        return (self._kept.get(key, lambda: Asked(None, None, _shared(text, bank.follow_ups))),)

    def forget(self) -> None:
        """Keep nothing."""
        self._kept.forget()

    def _read(self, text: str, bank: QuestionBank) -> Asked:
        follow_ups, vectors = bank.follow_ups, self._vectors.of(bank).texts
        position = self._position(text, bank)
        vector = vectors[position] if position is not None else self._encoder.encode([text])[0]
        nearness = (vectors @ vector).astype(np.float64).round(4)
        if position is None and len(nearness) and nearness.max() < SAME_MOVE:
            return Asked(None, None, nearness.tolist())
        nearest = position if position is not None else int(nearness.argmax()) if len(nearness) else None
        if nearest is None:
            return Asked(None, None, ())
        found = Asked(follow_ups[nearest].id, follow_ups[nearest].move, nearness.tolist())
        return found if position is not None else replace(found, follow_up=None)

    def _position(self, text: str, bank: QuestionBank) -> int | None:
        """Which follow-up of the bank it is, with whatever words in its slot; an id does as well."""
        if self._known is None or self._known[0] != bank.fingerprint:
            self._known = bank.fingerprint, _patterns(bank.follow_ups)
        plain = _folded(text)
        ids = {each.id: position for position, each in enumerate(bank.follow_ups)}
        if text.strip() in ids:
            return ids[text.strip()]
        return next((position for pattern, position in self._known[1] if pattern.fullmatch(plain)), None)


def _patterns(follow_ups: Sequence[FollowUp]) -> list[tuple[re.Pattern[str], int]]:
    """What each text looks like, those without slots and the longest ones first."""
    plain = [(re.compile(re.escape(_folded(each.text))), n) for n, each in enumerate(follow_ups)]
    slotted = [(template, n) for n, each in enumerate(follow_ups) for template in each.wordings.values()]
    slotted.sort(key=lambda pair: -len(pair[0]))
    return plain + [(_with_slot(template), n) for template, n in slotted]


def _with_slot(template: str) -> re.Pattern[str]:
    parts = [re.escape(_folded(part)) for part in re.split(r"\{\{.*?\}\}", template)]
    return re.compile(r"\s*.+?\s*".join(parts)) if any(parts) else _ONLY_QUOTED


def _shared(text: str, follow_ups: Sequence[FollowUp]) -> list[float]:
    """By follow-up the share of words that it has in common with the text."""
    words = set(_folded(text).split())
    each = (set(_folded(follow_up.text).split()) for follow_up in follow_ups)
    return [len(words & own) / max(1, len(words | own)) for own in each]


def _folded(text: str) -> str:
    plain = _PLAIN.sub(" ", re.sub(r'"([^"]*)"', r"“\1”", text.lower()))
    return " ".join(re.sub(r"\s*([“”])\s*", r" \1 ", plain).split())


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
