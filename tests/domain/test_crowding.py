"""An emphasis shifts the choice and never crowds out the person."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from nudge.domain.crowding import LEAST_OWN, OWN_PARTS, Shortlists, choose_uncrowded, is_own
from nudge.domain.fit import Fit
from nudge.domain.selection import Choice, Costs, SelectionPolicy, choose

POLICY = SelectionPolicy()
N_STAGES, N_FITS = 4, 5


def make_fit(position: int, *, own: float, emphasis: float = 0.0, other: float = 0.0) -> Fit:
    parts = dict.fromkeys(OWN_PARTS, 0.0) | {"note": own, "emphasis": emphasis, "depth": other}
    return Fit(position, own + emphasis + other, parts)


def without_emphasis(fit: Fit) -> Fit:
    return make_fit(fit.position, own=fit.parts["note"], other=fit.parts["depth"])


def best_first(fits: Sequence[Fit]) -> list[Fit]:
    return sorted(fits, key=lambda fit: -fit.score)


@st.composite
def crowds(draw: st.DrawFn) -> list[list[list[Fit]]]:
    """Two people, of whom one may have said next to nothing, under an emphasis of any strength."""
    random = Random(draw(st.integers(0, 2**32)))
    emphasis = draw(st.sampled_from([0.0, 0.4, 2.0]))
    said = [draw(st.sampled_from([0.0, 0.1, 0.5])) for _ in range(2)]
    return [
        [
            best_first(
                [
                    make_fit(
                        100 * who + 10 * stage + n,
                        own=random.uniform(0, said[who]),
                        emphasis=emphasis * random.choice([0, 0, random.random()]),
                        other=random.uniform(0, 0.1),
                    )
                    for n in range(N_FITS)
                ]
            )
            for stage in range(N_STAGES)
        ]
        for who in range(2)
    ]


def chosen(shortlists: Shortlists) -> tuple[Choice, ...]:
    costs = Costs(POLICY, lambda one, other: 0.0)
    return choose(shortlists, costs, POLICY)


@given(crowds())
@settings(deadline=None, max_examples=60)
def test_the_person_is_heard_as_far_as_they_said_something(shortlists: list[list[list[Fit]]]) -> None:
    """Two of four questions, or as many as would have the person as main reason without any emphasis."""
    plain = [[best_first([without_emphasis(fit) for fit in stage]) for stage in own] for own in shortlists]
    _, choices = choose_uncrowded(shortlists, plain.__getitem__, chosen)
    for choice, own in zip(choices, plain, strict=True):
        could = sum(is_own(stage[0]) for stage in own)
        assert sum(map(is_own, choice)) >= min(LEAST_OWN, could)


@given(crowds())
@settings(deadline=None, max_examples=30)
def test_who_is_heard_enough_keeps_the_choice(shortlists: list[list[list[Fit]]]) -> None:
    """Nothing is freed where nobody is crowded out, and nobody asks for other shortlists."""
    before = chosen(shortlists)
    if all(sum(map(is_own, choice)) >= LEAST_OWN for choice in before):

        def never(who: int) -> Sequence[Sequence[Fit]]:
            raise AssertionError(who)

        assert choose_uncrowded(shortlists, never, chosen) == (shortlists, before)


def test_an_emphasis_takes_at_most_what_is_left() -> None:
    """Four questions nearer to it than to the person: two of them come, the others are the person's."""
    stages = [
        [make_fit(10 * stage, own=0.0, emphasis=0.4), make_fit(10 * stage + 1, own=0.3 - stage / 20)]
        for stage in range(N_STAGES)
    ]
    plain = [best_first([without_emphasis(fit) for fit in stage]) for stage in stages]
    _, (choice,) = choose_uncrowded([stages], lambda who: plain, chosen)
    assert [fit.position for fit in choice] == [1, 11, 20, 30]
