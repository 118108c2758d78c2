"""Themes in the fit: as read from notes, as near to what was said, named, or not there at all."""

from __future__ import annotations

import pytest

from nudge.domain.conversations import ParticipantBrief, ParticipantReading
from nudge.domain.fit import FAINT, N_NEAREST, Fit, FitPolicy, FitScorer
from nudge.domain.notes import Memory
from nudge.domain.questions import Question, Stage
from tests.strategies import make_affinity, make_bank, make_brief, make_question

THEMES = ("delegation", "remote", "layoffs")
QUESTIONS = [
    make_question(Stage.EXPLORE, 10 * at + n, themes=frozenset({theme}))
    for at, theme in enumerate(THEMES)
    for n in range(N_NEAREST)
]
PLAIN = make_question(Stage.EXPLORE, 99)


def fits(reading: ParticipantReading, questions: list[Question] | None = None) -> list[Fit]:
    """The fit of each question, by default five of each theme and one without any."""
    ana = ParticipantBrief("ana")
    bank = make_bank(questions or [*QUESTIONS, PLAIN])
    scorer = FitScorer(bank, make_brief(ana), ana, reading, FitPolicy())
    return [scorer.score(position) for position in range(len(bank.questions))]


def near(theme: str, nearness: float = 0.6) -> list[float]:
    """Affinity to the questions of one theme alone, but for the first of them."""
    scores = [nearness * (theme in question.themes) for question in QUESTIONS]
    scores[scores.index(nearness)] = 0.0
    return [*scores, 0.0]


@pytest.mark.parametrize(
    ("kind", "heard"), [("note", 1.0), ("focus", 1.0), ("pledge", 0.3), ("purpose", 0.2)]
)
def test_a_theme_is_heard_in_what_its_questions_are_near_to(kind: str, heard: float) -> None:
    """A question of it gains though it is near to nothing itself; notes and focus say most."""
    reading = ParticipantReading(affinities=(make_affinity(kind, near("remote")),))
    gained = fits(reading)[N_NEAREST]
    strength, policy = heard * 0.6 * (N_NEAREST - 1) / N_NEAREST, FitPolicy()
    off = policy.off_theme * max(0.0, 1 - strength / FAINT)
    assert gained.parts["theme"] == pytest.approx(policy.note_theme * (strength - off))
    assert gained.parts["note"] == 0.0


def test_what_is_near_to_everything_says_nothing_of_a_theme() -> None:
    """Only how much nearer one is than the middle one counts."""
    reading = ParticipantReading(affinities=(make_affinity("note", [0.4] * (len(QUESTIONS) + 1)),))
    assert all(fit.parts["theme"] <= 0.0 for fit in fits(reading))


def test_read_and_near_add_up_to_one_at_most() -> None:
    """However sure both are; what was read stays a part of the notes."""
    memory = Memory(leanings=(("remote", 0.8),))
    reading = ParticipantReading(memory=memory, affinities=(make_affinity("note", near("remote", 1.0)),))
    found = fits(reading)[N_NEAREST]
    assert found.parts["note"] == pytest.approx(0.8 * FitPolicy().note_theme)
    assert found.parts["note"] + found.parts["theme"] == pytest.approx(FitPolicy().note_theme)


def test_a_theme_that_nothing_speaks_for_costs_a_little() -> None:
    """Less the more speaks for it; nothing for a named one, nor for a question without any."""
    policy = FitPolicy()
    memory = Memory(leanings=(("remote", FAINT / 2), ("layoffs", FAINT)))
    found = fits(ParticipantReading(memory=memory, focus_themes=()))
    costs = [found[at * N_NEAREST].parts["theme"] for at in range(3)]
    most = policy.off_theme * policy.note_theme
    assert costs == pytest.approx([-most, -most / 2, 0.0])
    assert found[-1].parts["theme"] == 0.0
    named = fits(ParticipantReading(memory=memory, focus_themes=("delegation",)))
    assert named[0].parts["theme"] == 0.0


def test_nothing_is_off_where_nothing_is_known() -> None:
    """Of somebody who said nothing no theme is less likely than another."""
    assert all(fit.parts["theme"] == 0.0 for fit in fits(ParticipantReading()))
