"""Words questions and check-ins with the person's own words, where these may be shown and read right."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

from nudge.app.ports import Renderer
from nudge.app.translations import InLanguages, locales_of
from nudge.domain.conversations import Brief, ParticipantBrief, ParticipantReading, Trace, WordedQuestion
from nudge.domain.evidence import nearest_trace, pair_knows_pledge
from nudge.domain.fit import Fit, affinity_of
from nudge.domain.notes import VisibleTo
from nudge.domain.pledges import SaidBack
from nudge.domain.questions import CheckInOpener, Question, QuestionBank, Slot
from nudge.domain.recurrence import is_for_a_return
from nudge.domain.translations import ORIGINAL

FIRST = "first"
NEAR_ENOUGH_FOR_A_NAME = 0.5
"""How near a question must be to the passage whose person it names. Chosen: in the named questions that two
blind readers found wrong, the name was of somebody whom a passage only mentioned."""


class Wordings:
    """The wordings of one participant's set. Each slot is used once in a set, so that nothing is echoed.

    Questions are read aloud by the partner: a slot only ever holds what the pair may see.
    """

    def __init__(
        self,
        bank: QuestionBank,
        renderer: Renderer,
        brief: Brief,
        participant: ParticipantBrief,
        reading: ParticipantReading,
    ) -> None:
        self._bank = bank
        self._languages = InLanguages(bank, locales_of(brief, participant), renderer)
        self._brief = brief
        self._participant = participant
        self._reading = reading
        self._used: set[Slot] = set()

    def check_in(self) -> tuple[WordedQuestion, VisibleTo]:
        """The opener, with the last pledge in it where that can be said back, and who may see it.

        That a pledge came back is for its author alone.
        """
        said = self._reading.said_back or SaidBack()
        opener = _opener(self._bank, self._participant, self._brief, comes_back=self._reading.comes_back)
        comes_back = is_for_a_return(opener.id)
        slots = {Slot.PLEDGE: said.phrase, Slot.QUOTE: said.quote}
        words = {slot: own for slot, own in slots.items() if own}
        if self._languages.slot_of(opener, words) is None:
            visible_to = VisibleTo.SELF if comes_back else VisibleTo.PAIR
            return self._languages.worded(opener), visible_to
        self._used.add(Slot.PLEDGE)
        is_known = pair_knows_pledge(self._brief, self._participant) and not comes_back
        return self._languages.worded(opener, words), VisibleTo.PAIR if is_known else VisibleTo.SELF

    def question(self, question: Question, fit: Fit) -> WordedQuestion:
        """The question with own words in it where a wording for them is there, else as it is."""
        words = {slot: own for slot, own in self._words_for(fit).items() if slot not in self._used}
        slot = self._languages.slot_of(question, words)
        if slot is None:
            return self._languages.worded(question)
        self._used.add(slot)
        return self._languages.worded(question, {slot: words[slot]})

    def _words_for(self, fit: Fit) -> Mapping[Slot, str]:
        """What the pair may hear, by slot, in the order in which slots are preferred."""
        words: dict[Slot, str] = {}
        said = self._reading.said_back
        if said and said.phrase and pair_knows_pledge(self._brief, self._participant):
            words[Slot.PLEDGE] = said.phrase
        trace = nearest_trace(affinity_of(self._reading, "note"), fit.position)
        if trace and trace.quote and trace.visible_to is VisibleTo.PAIR:
            words[Slot.QUOTE] = trace.quote
        if (person := self._person(trace, fit.position)) is not None:
            words[Slot.PERSON] = person
        return words

    def _person(self, trace: Trace | None, position: int) -> str | None:
        """The one person in a passage that the question is clearly near to, and in a shared note.

        Somebody who is only mentioned, or one of several, may be the wrong one to ask about; so may the
        partner, who reads the question aloud.
        """
        affinity = affinity_of(self._reading, "note")
        if trace is None or affinity is None or affinity.scores[position] < NEAR_ENOUGH_FOR_A_NAME:
            return None
        memory = self._reading.memory
        people = next((one.people for one in memory.passages if one.text == trace.text), ())
        present = {one.ref.casefold() for one in self._brief.participants}
        known = {one.name for one in memory.people if one.is_shared and one.name.casefold() not in present}
        return people[0] if len(people) == 1 and people[0] in known else None


def plain(bank: QuestionBank, position: int, locales: Sequence[str] = (ORIGINAL,)) -> WordedQuestion:
    """A question as it is, without anybody's own words, in the languages of some locales."""
    return InLanguages(bank, locales).worded(bank.questions[position])


def fixed_words(
    bank: QuestionBank, participant: ParticipantBrief, locales: Sequence[str] = (ORIGINAL,)
) -> tuple[WordedQuestion, VisibleTo]:
    """The opener without any own words, for when these can't be read."""
    return InLanguages(bank, locales).worded(_opener(bank, participant, None)), VisibleTo.PAIR


def _opener(
    bank: QuestionBank, participant: ParticipantBrief, brief: Brief | None, *, comes_back: bool = False
) -> CheckInOpener:
    """One opener for what became of the pledge; which one depends on seed, person and session only.

    For a pledge that came back one of those that are for that, where the bank has such ones.
    """
    pledge = participant.last_pledge
    outcome = pledge.outcome.value if pledge and pledge.text.strip() else FIRST
    known = [opener for opener in bank.check_ins if opener.outcome == outcome]
    for_that = [opener for opener in known if is_for_a_return(opener.id)]
    openers = for_that if comes_back and for_that else [one for one in known if one not in for_that]
    if brief is None:
        return openers[0]
    key = f"{brief.seed}|{participant.ref}|{brief.session_number}".encode()
    return openers[zlib.crc32(key) % len(openers)]
