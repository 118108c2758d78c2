"""Why a question was chosen, in words, with nothing that the viewer may not see."""

from __future__ import annotations

from collections.abc import Iterator

from nudge.domain.conversations import Affinity, Brief, ParticipantBrief, ParticipantReading, Trace, Why
from nudge.domain.fit import Fit, affinity_of
from nudge.domain.notes import ThemeMention, Visibility, VisibleTo
from nudge.domain.questions import Audience, Question, QuestionBank
from nudge.domain.recurrence import is_for_a_return

MAX_REASONS = 3
_DECIDED = 0.08
"""A part of the fit below this decided nothing and is no reason. Chosen: by reading the demo's reasons."""
_CLEARLY_NEAR = {"note": 0.6, "focus": 0.6, "emphasis": 0.6, "purpose": 0.75, "pledge": 0.75}
"""How near a question must be to a text of each kind for that to be said. Chosen: the nearest question to a
note scores .5 to .9, see `nudge.language.matching`; at .6 a blind reader found 42 of 48 reasons on notes or
focus true, but 3 of 9 of nearness to a purpose and 6 of 13 on a pledge."""

_SURE = 0.75
"""How probable a driver's value must be to be said to the person; a less probable one may still inform the
choice. Chosen: of what is said to the 30 people of models/question_sets to develop on, 24 of 29 that could be
told are what the writer meant, against 29 of 40 without it."""


def reasons(
    bank: QuestionBank, brief: Brief, participant: ParticipantBrief, reading: ParticipantReading, fit: Fit
) -> tuple[Why, ...]:
    """One to three reasons for a question, the weightiest first.

    A note's words are only quoted to whom the note is visible: `visible_to` is "self" for private ones.
    """
    card = _Card(bank, brief, participant, reading, fit)
    ranked = sorted(fit.parts.items(), key=lambda part: (-part[1], part[0]))
    found = [why for kind, weight in ranked if weight >= _DECIDED for why in card.reason(kind)]
    return tuple(found[:MAX_REASONS]) or (_default(brief, card.question),)


class _Card:
    """Looks for the reasons of one question, a kind at a time: none where it would be far-fetched."""

    def __init__(
        self,
        bank: QuestionBank,
        brief: Brief,
        participant: ParticipantBrief,
        reading: ParticipantReading,
        fit: Fit,
    ) -> None:
        self._bank = bank
        self._brief = brief
        self._participant = participant
        self._reading = reading
        self._position = fit.position
        self.question = bank.questions[fit.position]

    def reason(self, kind: str) -> Iterator[Why]:
        """The reason of this kind, if there is one to say."""
        match kind:
            case "purpose":
                yield from self._purpose()
            case "note":
                yield from self._note()
            case "pledge":
                yield from self._pledge()
            case "focus":
                yield from self._focus()
            case "emphasis":
                yield from self._emphasis()
            case "experience":
                lately = self.question.audience is Audience.NEW
                who = "have not led for long" if lately else "have led for a while"
                yield Why("experience", f"For people who {who}")

    def _purpose(self) -> Iterator[Why]:
        purposes = self.question.purposes
        likely = [
            d
            for d in self._reading.drivers
            if d.value and d.probability >= _SURE and f"{d.driver}.{d.value}" in purposes
        ]
        if likely:
            driver = max(likely, key=lambda d: d.probability)
            value = self._bank.scheme.driver(driver.driver).value(driver.value or "")
            about = f"Meaning, for you, has to do with {value.phrase}"
            yield Why("purpose", about, VisibleTo.SELF, source="purpose")
        elif self._clearly_near("purpose"):
            yield Why("purpose", "Near to what gives your work meaning", VisibleTo.SELF, source="purpose")

    def _note(self) -> Iterator[Why]:
        theme, trace = self._theme_in_notes(), self._clearly_near("note")
        if trace is None and theme is not None:
            passage = self._reading.memory.passages[theme.passage]
            trace = Trace(passage.text, passage.source, _visible(passage.visibility), passage.quote)
        if theme and trace and trace.visible_to is VisibleTo.PAIR and not _is_shared(self._reading, theme):
            theme = None
        if trace and theme:
            about = f"You wrote about {self._bank.themes_by_id[theme.theme].phrase}"
            yield Why("note", about, trace.visible_to, trace.quote, trace.source)
        elif trace and trace.quote:
            about = "It is near to something you wrote"
            yield Why("note", about, trace.visible_to, trace.quote, trace.source)

    def _theme_in_notes(self) -> ThemeMention | None:
        """The strongest theme of the question that the notes are surely about."""
        mentioned = [m for m in self._reading.memory.themes if m.theme in self.question.themes]
        return max(mentioned, key=lambda mention: mention.strength, default=None)

    def _pledge(self) -> Iterator[Why]:
        if self._reading.comes_back and is_for_a_return(self.question.id):
            yield Why("pledge", "It came up before", VisibleTo.SELF, source="pledge:last")
        elif "pledge" in self.question.needs or self._clearly_near("pledge"):
            known = pair_knows_pledge(self._brief, self._participant)
            known_to = VisibleTo.PAIR if known else VisibleTo.SELF
            yield Why("pledge", "It goes on from what you pledged", known_to, source="pledge:last")

    def _focus(self) -> Iterator[Why]:
        named = [theme for theme in self._reading.focus_themes if theme in self.question.themes]
        if named:
            about = f"You want to work on {self._bank.themes_by_id[named[0]].phrase}"
            yield Why("focus", about, VisibleTo.SELF, source="focus")
        elif self._clearly_near("focus"):
            yield Why("focus", "Near to what you want to work on", VisibleTo.SELF, source="focus")

    def _emphasis(self) -> Iterator[Why]:
        if (trace := self._clearly_near("emphasis")) is not None:
            about = "Your organisation asks everybody to think about this"
            yield Why("emphasis", about, trace.visible_to, trace.quote, trace.source)

    def _clearly_near(self, kind: str) -> Trace | None:
        affinity = affinity_of(self._reading, kind)
        if affinity is None or affinity.scores[self._position] < _CLEARLY_NEAR[kind]:
            return None
        return nearest_trace(affinity, self._position)


def _default(brief: Brief, question: Question) -> Why:
    if brief.session_number == 1:
        return Why("depth", "A first conversation starts with something easy to answer")
    if question.depth > 1:
        return Why("depth", "You know each other a little by now")
    return Why("default", "A good question for anybody at this point of the conversation")


def pair_knows_pledge(brief: Brief, participant: ParticipantBrief) -> bool:
    """Whether the last pledge was made before the pair: not in a first conversation, not between two."""
    pledge = participant.last_pledge
    return brief.session_number > 1 and (pledge is None or pledge.pair_knows)


def nearest_trace(affinity: Affinity | None, position: int) -> Trace | None:
    """The text of the brief that a question is nearest to, or None when it is near to none."""
    if affinity is None or affinity.scores[position] <= 0:
        return None
    return affinity.traces[affinity.best[position]]


def _is_shared(reading: ParticipantReading, theme: ThemeMention) -> bool:
    return reading.memory.passages[theme.passage].visibility is Visibility.SHARED


def _visible(visibility: Visibility) -> VisibleTo:
    return VisibleTo.PAIR if visibility is Visibility.SHARED else VisibleTo.SELF
