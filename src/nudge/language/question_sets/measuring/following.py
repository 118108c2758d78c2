"""Whether a set follows the person: it moves with the profile, and the person can be told from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import comb
from typing import Any

import numpy as np

from nudge.domain.conversations import Brief, ParticipantBrief
from nudge.domain.questions import QuestionBank
from nudge.language.question_sets.measuring.choosers import Four, Way
from nudge.language.question_sets.measuring.people import FEWEST_PEOPLE, People
from nudge.language.question_sets.measuring.tallies import Tallies
from nudge.language.specificity.measuring.figures import Numbers

MOVES, STAYS, THERE = (
    "profiles exchanged: goes with the profile",
    "profiles exchanged: stays with the seat",
    "profile in another conversation: as in its own",
)
TOLD_APART, TOLD_BY_TEXT = "told from four others, by text and fits", "told from four others, by text alone"


def exchange(people: People, way: Way, tallies: Tallies) -> None:
    """How many of the four questions go with a profile when two people exchange theirs.

    First both are in one conversation and change seats (names stay); then one takes the other's seat in the
    other's own conversation, where the partner and the session are other ones.
    """
    for one, other in people.swaps:
        mine, yours = people.by_ref[one], people.by_ref[other]
        before = Brief((mine.participant, yours.participant), session_number=mine.session_number)
        after = replace(
            before,
            participants=(_as(mine.participant, other=yours.ref), _as(yours.participant, other=mine.ref))[
                ::-1
            ],
        )
        first, second = way(before), way(after)
        group = f"{one} {other}"
        for seat in (0, 1):
            tallies.add(MOVES, group, _same(second[seat], first[1 - seat]), 4)
            tallies.add(STAYS, group, _same(second[seat], first[seat]), 4)
        for profile, seat_of in ((one, other), (other, one)):
            tallies.add(THERE, group, _in_the_seat_of(people, way, profile, seat_of), 4)


def _in_the_seat_of(people: People, way: Way, profile: str, other: str) -> int:
    """How many of a person's questions are the same in another one's seat, conversation and session."""
    own, there = people.conversation_of(profile), people.conversation_of(other)
    at, seat = _seat(own, profile), _seat(there, other)
    guests = list(there.participants)
    guests[seat] = _as(people.by_ref[profile].participant, other=other)
    return _same(way(replace(there, participants=tuple(guests)))[seat], way(own)[at])


def _as(participant: ParticipantBrief, *, other: str) -> ParticipantBrief:
    return replace(participant, ref=other)


def _seat(brief: Brief, ref: str) -> int:
    return [one.ref for one in brief.participants].index(ref)


def _same(one: Four, other: Four) -> int:
    return len(set(one) & set(other))


class Likeness:
    """How like each question is to each person's words, by words and by pieces of words: no encoder.

    Relative to how like the questions of the bank are to that person, so that whoever writes much isn't like
    everything.
    """

    def __init__(self, bank: QuestionBank, people: People) -> None:
        self._texts = {ref: one.text for ref, one in people.by_ref.items() if one.text.strip()}
        own = list(self._texts.values())
        with_fits = [f"{question.text} {question.fits}" for question in bank.questions]
        alone = [question.text for question in bank.questions]
        self._with_fits, self._alone = _standing_out(own, with_fits), _standing_out(own, alone)

    def tell_apart(self, sets: Mapping[str, Sequence[Four]], tallies: Tallies) -> None:
        """How likely the right person is found among five by their set; by chance it is .2."""
        refs = list(self._texts)
        for row, ref in enumerate(refs):
            for four in sets.get(ref, ()):
                for measure, table in ((TOLD_APART, self._with_fits), (TOLD_BY_TEXT, self._alone)):
                    scores = table[:, list(four)].mean(axis=1)
                    n_below = int((np.delete(scores, row) < scores[row]).sum())
                    n_others = FEWEST_PEOPLE - 1
                    tallies.add(measure, ref, comb(n_below, n_others) / comb(len(refs) - 1, n_others))


def _standing_out(own: Sequence[str], questions: Sequence[str]) -> Numbers:
    """float64 array of shape (n_people, n_questions): each person's standard scores over the questions."""
    likeness = np.sum([_likeness(own, questions, **kind) for kind in _KINDS], axis=0)
    spread = likeness.std(axis=1, keepdims=True)
    return np.asarray((likeness - likeness.mean(axis=1, keepdims=True)) / np.maximum(spread, 1e-9))


_KINDS: tuple[dict[str, Any], ...] = (
    {"analyzer": "word", "stop_words": "english"},
    {"analyzer": "char_wb", "ngram_range": (3, 5)},
)


def _likeness(own: Sequence[str], questions: Sequence[str], **kind: Any) -> Numbers:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(sublinear_tf=True, **kind)
    rows = vectorizer.fit_transform([*own, *questions])
    return np.asarray((rows[: len(own)] @ rows[len(own) :].T).toarray(), dtype=np.float64)
