"""A small bank and a few texts, for years of few people without any model."""

from __future__ import annotations

from nudge.app.rehearsals import Rehearsals
from nudge.app.rehearsed_people import RehearsalTexts
from nudge.bank.rendering import TemplateRenderer
from nudge.domain.pledges import Outcome
from nudge.domain.purposes import Driver, DriverValue, PurposeScheme
from nudge.domain.questions import CheckInOpener, Question, QuestionBank, Stage, Theme
from nudge.domain.selection import SelectionPolicy
from tests.fakes.reader import FakeReader

WORDS = ("garden", "harbour", "lantern", "kitchen", "mountain", "orchard", "railway", "saddle", "window")
THEMES = ("delegation", "listening", "change")
TEXTS = RehearsalTexts(
    purposes=["I like a garden that grows by itself.", "Trains that leave when they should."],
    notes={theme: [f"The {word} came up again, about {theme}." for word in WORDS] for theme in THEMES},
    focus={"listening": ["listening"]},
    pledges={theme: [f"I'll bring the {word} to Sam." for word in WORDS] for theme in THEMES},
)


QUICK = SelectionPolicy(n_shortlist=8, n_weighed=1_000)
"""Words in common make many fits alike, and the search for the very best of them long."""


def bank_of(n_per_stage: int) -> QuestionBank:
    """So many questions in each stage, of depths 1 and 2, no two alike."""
    values = (
        DriverValue("community", "Community", "together", ""),
        DriverValue("structure", "Order", "", ""),
    )
    outcomes = ("first", *(outcome.value for outcome in Outcome))
    return QuestionBank(
        scheme=PurposeScheme("one-driver", 1, (Driver("how", "How", "How?", values),)),
        themes=tuple(Theme(theme, f"about {theme}") for theme in THEMES),
        questions=tuple(question(stage, n) for stage in Stage for n in range(n_per_stage)),
        check_ins=tuple(CheckInOpener(f"check_in.{one}", 1, one, "What became of it?") for one in outcomes),
        fingerprint=f"bank-of-{n_per_stage}",
    )


def question(stage: Stage, n: int) -> Question:
    word, other = WORDS[n % len(WORDS)], WORDS[n // len(WORDS) % len(WORDS)]
    return Question(
        f"{stage}.q{n}",
        1,
        stage,
        1 + n % 2,
        f"Which {word} and {other} and {stage}{'x' * (4 + n)} was yours?",
        themes=frozenset({THEMES[n % len(THEMES)]}),
    )


def rehearsals(bank: QuestionBank) -> Rehearsals:
    return Rehearsals(bank, FakeReader(), TemplateRenderer(), TEXTS, selection_policy=QUICK)
