"""Fixed sets, good for any two people, for when the language models are missing."""

from __future__ import annotations

from nudge.app.translations import locales_of
from nudge.app.wordings import fixed_words, plain
from nudge.domain.conversations import (
    AskedQuestion,
    Brief,
    ParticipantBrief,
    PreparedConversation,
    QuestionSet,
    Replay,
    Why,
)
from nudge.domain.errors import Unavailable
from nudge.domain.questions import QuestionBank, Stage

N_ALTERNATIVES = 2
"""How many other questions are offered for each that is asked."""


class FixedSets:
    """The fixed sets of a bank."""

    def __init__(self, bank: QuestionBank) -> None:
        self._bank = bank

    def prepare(self, brief: Brief, replay: Replay, error: Unavailable) -> PreparedConversation:
        """Sets for everybody in a conversation; `degraded` says why these."""
        taken: set[str] = set()
        sets = tuple(
            self._set(brief, participant, seat, taken) for seat, participant in enumerate(brief.participants)
        )
        return PreparedConversation(sets, replay, f"{error.code}: {error.message}")

    def _set(self, brief: Brief, participant: ParticipantBrief, seat: int, taken: set[str]) -> QuestionSet:
        """Of the bank's fixed questions, others for each seat and session, and none asked before.

        `taken` are those that somebody else in the conversation has; what is chosen here is added.
        """
        rows = self._bank.fixed_sets
        first = (brief.session_number - 1) * len(brief.participants) + seat
        unwanted = taken | set(participant.asked_before)
        locales = locales_of(brief, participant)
        chosen = []
        for number, stage in enumerate(Stage):
            ordered = [rows[(first + step) % len(rows)][number] for step in range(len(rows))]
            best_first = list(dict.fromkeys(sorted(ordered, key=unwanted.__contains__)))
            worded, *others = (plain(self._bank, self._bank.positions[i], locales) for i in best_first)
            depth = self._bank.questions[self._bank.positions[worded.id]].depth
            why = (Why("default", "One of the fixed questions that are good for everybody"),)
            chosen.append(AskedQuestion(stage, depth, worded, why, tuple(others[-N_ALTERNATIVES:])))
            taken.add(worded.id)
        check_in, visible_to = fixed_words(self._bank, participant, locales)
        return QuestionSet(participant.ref, (), check_in, visible_to, tuple(chosen))
