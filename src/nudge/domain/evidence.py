"""Why a question was chosen, in words, with nothing that the viewer may not see."""

from __future__ import annotations

from collections.abc import Iterator

from nudge.domain.conversations import Affinity, Brief, ParticipantBrief, ParticipantReading, Trace, Why
from nudge.domain.fit import Fit, affinity_of
from nudge.domain.notes import ThemeMention, Visibility, VisibleTo
from nudge.domain.questions import Audience, Question, QuestionBank

MAX_REASONS = 3
_ENOUGH = 0.05
"""A part of the fit below this decided nothing and is no reason. Chosen: a twentieth of a perfect match."""


def reasons(
    bank: QuestionBank, brief: Brief, participant: ParticipantBrief, reading: ParticipantReading, fit: Fit
) -> tuple[Why, ...]:
    """One to three reasons for a question, the weightiest first.

    A note's words are only quoted to whom the note is visible: `visible_to` is "self" for private ones.
    """
    question = bank.questions[fit.position]
    ranked = sorted(fit.parts.items(), key=lambda part: (-part[1], part[0]))
    found = [
        why
        for kind, weight in ranked
        if weight >= _ENOUGH
        for why in _reason(kind, bank, participant, reading, question, fit)
    ]
    return tuple(found[:MAX_REASONS]) or (_default(brief, question),)


def _reason(
    kind: str,
    bank: QuestionBank,
    participant: ParticipantBrief,
    reading: ParticipantReading,
    question: Question,
    fit: Fit,
) -> Iterator[Why]:
    match kind:
        case "purpose":
            yield from _purpose(bank, reading, question)
        case "note":
            yield from _note(bank, reading, question, fit)
        case "pledge":
            yield Why("pledge", "It goes on from what you pledged", VisibleTo.PAIR, source="pledge:last")
        case "focus":
            yield from _focus(bank, participant, reading, question)
        case "emphasis":
            yield from _emphasis(reading, fit)
        case "experience":
            lately = question.audience is Audience.NEW
            yield Why(
                "experience",
                "For people who lead since not long ago" if lately else "For people who have led for a while",
            )


def _purpose(bank: QuestionBank, reading: ParticipantReading, question: Question) -> Iterator[Why]:
    likely = [d for d in reading.drivers if d.value and f"{d.driver}.{d.value}" in question.purposes]
    if likely:
        driver = max(likely, key=lambda d: d.probability)
        value = next(v for v in bank.scheme.driver(driver.driver).values if v.id == driver.value)
        yield Why(
            "purpose", f"Meaning, for you, has to do with {value.phrase}", VisibleTo.SELF, source="purpose"
        )
    elif affinity_of(reading, "purpose"):
        yield Why("purpose", "Near to what you said makes work meaningful", VisibleTo.SELF, source="purpose")


def _note(bank: QuestionBank, reading: ParticipantReading, question: Question, fit: Fit) -> Iterator[Why]:
    affinity = affinity_of(reading, "note")
    mentioned = [mention for mention in reading.memory.themes if mention.theme in question.themes]
    theme = max(mentioned, key=lambda mention: mention.strength, default=None)
    trace = nearest_trace(affinity, fit.position)
    if trace is None and theme is not None:
        passage = reading.memory.passages[theme.passage]
        trace = Trace(passage.text, passage.source, _visible(passage.visibility), passage.quote)
    if trace is None:
        return
    if theme and trace.visible_to is VisibleTo.PAIR and not _is_shared(reading, theme):
        theme = None
    about = (
        f"You wrote about {bank.themes_by_id[theme.theme].phrase}"
        if theme
        else "It touches something you wrote"
    )
    yield Why("note", about, trace.visible_to, trace.quote, trace.source)


def _focus(
    bank: QuestionBank, participant: ParticipantBrief, reading: ParticipantReading, question: Question
) -> Iterator[Why]:
    named = [bank.themes_by_id[theme].phrase for theme in reading.focus_themes if theme in question.themes]
    words = named[0] if named else (participant.focus[0] if participant.focus else "")
    if words:
        yield Why(
            "focus",
            f"You want to work on {words}" if named else "Near to what you want to work on",
            VisibleTo.SELF,
            source="focus",
        )


def _emphasis(reading: ParticipantReading, fit: Fit) -> Iterator[Why]:
    trace = nearest_trace(affinity_of(reading, "emphasis"), fit.position)
    if trace is not None:
        yield Why(
            "emphasis",
            "Something your organisation wants heard now",
            trace.visible_to,
            trace.quote,
            trace.source,
        )


def _default(brief: Brief, question: Question) -> Why:
    if brief.session_number == 1:
        return Why("depth", "A first conversation starts with something easy to answer")
    if question.depth > 1:
        return Why("depth", "You know each other a little by now")
    return Why("default", "A good question for anybody at this point of the conversation")


def nearest_trace(affinity: Affinity | None, position: int) -> Trace | None:
    """The text of the brief that a question is nearest to, or None when it is near to none."""
    if affinity is None or affinity.scores[position] <= 0:
        return None
    return affinity.traces[affinity.best[position]]


def _is_shared(reading: ParticipantReading, theme: ThemeMention) -> bool:
    return reading.memory.passages[theme.passage].visibility is Visibility.SHARED


def _visible(visibility: Visibility) -> VisibleTo:
    return VisibleTo.PAIR if visibility is Visibility.SHARED else VisibleTo.SELF
