"""Whether each reason given for a question is true, as far as a machine can tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from nudge.domain.conversations import AskedQuestion, Brief, ParticipantBrief, QuestionSet, Why
from nudge.domain.evidence import pair_knows_pledge
from nudge.domain.notes import Visibility, VisibleTo
from nudge.domain.questions import Question, QuestionBank
from nudge.language.question_sets.measuring.people import WrittenPerson
from nudge.language.question_sets.measuring.tallies import Tallies

SAYS_WHY = "questions with a reason that names what the person gave"
QUOTE = "quotes that stand in the text they name"
THERE = "reasons whose source the person gave"
VISIBLE = "reasons shown only to whom they may be"
THEME_TAG = "themes said that the question has"
THEME_MEANT = "themes said that the writer meant"
DRIVER_TAG = "drivers said that the question has, and that were read"
DRIVER_MEANT = "drivers said that the writer meant, where one is"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WrongReason:
    """A reason that failed a check: whose, of which question, and which check."""

    ref: str
    question: str
    check: str


class ReasonChecks:
    """Checks the reasons of our sets against the brief, the tags and what the writer meant."""

    def __init__(self, bank: QuestionBank) -> None:
        self._bank = bank
        self._themes = {theme.phrase: theme.id for theme in bank.themes}
        self._drivers = {
            value.phrase: (driver.id, value.id) for driver in bank.scheme.drivers for value in driver.values
        }

    def count(
        self, brief: Brief, person: WrittenPerson, own: QuestionSet, tallies: Tallies
    ) -> list[WrongReason]:
        """Count the reasons of one set, and name those that aren't true of the brief or of the question."""
        wrong = []
        participant = next(one for one in brief.participants if one.ref == own.ref)
        for asked in own.questions:
            tallies.add(SAYS_WHY, own.ref, any(why.source is not None for why in asked.why))
            for why in asked.why:
                for check, holds in self._of(brief, participant, person, own, asked, why):
                    tallies.add(check, own.ref, holds)
                    if not holds and check not in (THEME_MEANT, DRIVER_MEANT):
                        wrong.append(WrongReason(own.ref, asked.worded.id, check))
        return wrong

    def _of(
        self,
        brief: Brief,
        participant: ParticipantBrief,
        person: WrittenPerson,
        own: QuestionSet,
        asked: AskedQuestion,
        why: Why,
    ) -> Iterator[tuple[str, bool]]:
        question = self._bank.questions[self._bank.positions[asked.worded.id]]
        texts = _texts(brief, participant)
        if why.source is not None:
            yield THERE, bool(texts.get(why.source, "").strip())
            yield VISIBLE, _may_be_seen(brief, participant, why)
        if why.quote is not None:
            yield QUOTE, _plain(why.quote) in _plain(texts.get(why.source or "", ""))
        if (theme := _ending(why.text, self._themes)) is not None:
            yield THEME_TAG, theme in question.themes
            yield THEME_MEANT, theme in person.themes_meant
        if why.kind == "purpose" and (driver := _ending(why.text, self._drivers)) is not None:
            yield from _driver_checks(person, own, question, *driver)


def _driver_checks(
    person: WrittenPerson, own: QuestionSet, question: Question, driver: str, value: str
) -> Iterator[tuple[str, bool]]:
    read = {reading.driver: reading.value for reading in own.drivers}
    yield DRIVER_TAG, f"{driver}.{value}" in question.purposes and read.get(driver) == value
    if driver in person.drivers_meant:
        yield DRIVER_MEANT, person.drivers_meant[driver] == value


def _texts(brief: Brief, participant: ParticipantBrief) -> dict[str, str]:
    """What each source of a reason says."""
    pledge = participant.last_pledge
    texts = {note.source: note.text for note in participant.notes}
    texts |= {line.source: line.text for line in brief.emphasis}
    given = " ".join(participant.purpose.drivers.values())
    texts["purpose"] = f"{participant.purpose.text} {given}"
    texts["focus"] = " ".join(participant.focus)
    texts["pledge:last"] = pledge.text if pledge else ""
    return texts


def _may_be_seen(brief: Brief, participant: ParticipantBrief, why: Why) -> bool:
    """By the pair only what both know: shared notes, the organisation's lines, a pledge that both know."""
    if why.visible_to is VisibleTo.SELF:
        return True
    shared = {note.source for note in participant.notes if note.visibility is Visibility.SHARED}
    shared |= {line.source for line in brief.emphasis}
    if pair_knows_pledge(brief, participant):
        shared.add("pledge:last")
    return why.source in shared


def _ending(text: str, phrases: dict[str, T]) -> T | None:
    """What the longest phrase stands for with which a text ends."""
    found = max((phrase for phrase in phrases if text.endswith(phrase)), key=len, default=None)
    return None if found is None else phrases[found]


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").split())
