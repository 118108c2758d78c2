"""Hypothesis strategies for things of the domain, and plain makers for a bank and what surrounds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import strategies as st

from nudge.domain.conversations import Affinity, Brief, ParticipantBrief, Trace
from nudge.domain.fit import Fit
from nudge.domain.notes import VisibleTo
from nudge.domain.purposes import Driver, DriverReading, DriverValue, PurposeScheme, ReadingSource
from nudge.domain.questions import (
    Audience,
    CheckInOpener,
    Format,
    Question,
    QuestionBank,
    Stage,
    Theme,
)
from nudge.domain.selection import Choice, Costs, SelectionPolicy

SCHEME = PurposeScheme(
    "two-drivers",
    1,
    (
        Driver(
            "whom",
            "Whom",
            "For whom?",
            tuple(
                DriverValue(v, v.title(), f"the {v}", f"It is about the {v}.") for v in ("one", "many", "all")
            ),
        ),
        Driver(
            "why", "Why", "What for?", tuple(DriverValue(v, v.title(), v, f"It is {v}.") for v in ("a", "b"))
        ),
    ),
)
THEMES = (
    Theme("delegation", "handing things over"),
    Theme("remote", "working far apart"),
    Theme("layoffs", "people having to leave"),
    Theme("inclusion", "whose voice counts", opt_in=True),
)


def make_question(stage: Stage, n: int = 1, **changes: Any) -> Question:
    """Question `n` of a stage, for everybody, of depth 1."""
    values: dict[str, Any] = {
        "id": f"{stage}.q{n}",
        "version": 1,
        "stage": stage,
        "depth": 1,
        "text": f"What about {stage}, number {n}?",
    }
    return Question(**(values | changes))


def make_bank(questions: Sequence[Question]) -> QuestionBank:
    """A bank of these questions with a small vocabulary."""
    openers = (CheckInOpener("check_in.first", 1, "first", "How have you been?"),)
    return QuestionBank(SCHEME, THEMES, tuple(questions), openers)


def make_brief(
    *people: ParticipantBrief, session_number: int = 1, format: Format = Format.PAIR, seed: int = 0
) -> Brief:
    """A brief for these people, or for one whose ref is "ana"."""
    return Brief(people or (ParticipantBrief("ana"),), format, session_number, seed)


def make_affinity(
    kind: str,
    scores: Sequence[float],
    *,
    quote: str | None = None,
    visible_to: VisibleTo = VisibleTo.SELF,
    text: str = "words of mine",
) -> Affinity:
    """All questions are nearest to one and the same text."""
    return Affinity(kind, list(scores), [0] * len(scores), (Trace(text, f"{kind}:1", visible_to, quote),))


def make_driver(driver: str, value: str | None, probabilities: Mapping[str, float]) -> DriverReading:
    """A driver read from text."""
    highest = max(probabilities.values())
    return DriverReading(driver, value, highest, ReadingSource.TEXT, probabilities)


@dataclass(frozen=True)
class Task:
    """Something to choose: shortlists with what the questions cost each other."""

    shortlists: list[list[list[Fit]]]
    similarities: Mapping[tuple[int, int], float]
    policy: SelectionPolicy

    def costs(self) -> Costs:
        """New costs, with nothing remembered."""
        return Costs(
            self.policy,
            lambda one, other: self.similarities[min(one, other), max(one, other)],
        )

    def same_pairs(self, choices: Sequence[Choice]) -> int:
        """How many pairs of questions in a conversation say the same."""
        positions = [fit.position for choice in choices for fit in choice]
        return sum(
            one == other or self.similarities[min(one, other), max(one, other)] >= self.policy.same
            for i, one in enumerate(positions)
            for other in positions[i + 1 :]
        )


@st.composite
def tasks(
    draw: st.DrawFn,
    *,
    n_participants: int = 2,
    longest: int = 4,
    nearest: float = 0.95,
    n_questions: int = 6,
) -> Task:
    """Shortlists of 1 to `longest` out of `n_questions` a stage; many are equal, many near."""
    random = Random(draw(st.integers(0, 2**32)))
    decimals = draw(st.sampled_from([0, 1, 3]))
    policy = SelectionPolicy(balance=draw(st.sampled_from([0.0, 0.5, 1.0, 3.0])))
    positions = range(4 * n_questions)
    similarities = {
        (one, other): round(random.uniform(0.1, nearest), 2)
        for one in positions
        for other in positions
        if one < other
    }
    lengths = [draw(st.integers(2 if longest > 1 else 1, longest)) for _ in Stage]
    shortlists = [
        [
            sorted(
                (
                    Fit(stage * n_questions + i, round(random.uniform(0.1, 1.6), decimals), {})
                    for i in random.sample(range(n_questions), length)
                ),
                key=lambda fit: -fit.score,
            )
            for stage, length in enumerate(lengths)
        ]
        for _ in range(n_participants)
    ]
    return Task(shortlists, similarities, policy)


@st.composite
def questions(draw: st.DrawFn, stage: Stage, n: int) -> Question:
    """Question `n` of a stage with any tags."""
    return make_question(
        stage,
        n,
        depth=draw(st.integers(1, 3)),
        audience=draw(st.sampled_from(Audience)),
        formats=draw(st.sampled_from([frozenset(Format), frozenset({Format.PAIR})])),
        needs=frozenset(draw(st.sets(st.sampled_from(["pledge", "note", "theme:remote"]), max_size=1))),
        themes=frozenset(draw(st.sets(st.sampled_from([theme.id for theme in THEMES]), max_size=2))),
    )


@st.composite
def banks(draw: st.DrawFn, *, largest: int = 8) -> QuestionBank:
    """A bank of 1 to `largest` questions a stage."""
    return make_bank(
        [draw(questions(stage, n)) for stage in Stage for n in range(draw(st.integers(1, largest)))]
    )
