"""Ratings count in fives, are drawn to the mean of their stage, and move the choice within a bound."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudge.domain.curations import LARGEST_LEANING
from nudge.domain.question_ratings import (
    GROUP,
    LARGEST_LEARNED,
    LARGEST_WEARINESS,
    RETIRED_PEOPLE,
    Asked,
    QuestionRating,
    Tally,
    Verdict,
    learned,
    priors,
    rated_questions,
    tallies,
    weariness,
)
from nudge.domain.questions import Stage
from tests.app.world import bank

NOW = datetime(2026, 6, 1, tzinfo=UTC)
GOOD, BAD, SWAP = Verdict.HELPFUL, Verdict.NOT_FOR_ME, Verdict.SWAP
numbers = count(1)


def said(question: str, *verdicts: Verdict, by: str = "p", version: int = 1) -> list[QuestionRating]:
    """What so many different people said, in this order."""
    return [
        QuestionRating(
            f"rat-{next(numbers):05}",
            "ten_1",
            f"{by}{number}",
            "con_1",
            question,
            version,
            verdict,
            NOW + timedelta(minutes=number),
        )
        for number, verdict in enumerate(verdicts)
    ]


def counted(ratings: Sequence[QuestionRating]) -> dict[str, Tally]:
    return dict(tallies(ratings, {rating.question: 1 for rating in ratings}))


class TestTallies:
    def test_nothing_counts_before_there_are_five(self) -> None:
        assert counted(said("act.a", *[GOOD] * (GROUP - 1))) == {}
        assert counted(said("act.a", *[GOOD] * GROUP)) == {"act.a": Tally(helpful=GROUP)}

    @pytest.mark.parametrize("extra", range(GROUP))
    def test_one_more_changes_nothing_until_there_are_five_more(self, extra: int) -> None:
        """Whoever reads it before and after somebody's verdict learns nothing of it."""
        five = [GOOD, BAD, SWAP, GOOD, GOOD]
        assert counted(said("act.a", *five, *[BAD] * extra)) == {"act.a": Tally(3, 1, 1)}
        assert counted(said("act.a", *five, *[BAD] * GROUP))["act.a"].n_people == 2 * GROUP

    def test_a_person_has_one_voice(self) -> None:
        """The last one counts; five verdicts of one person are no group."""
        alone = [*said("act.a", GOOD), *said("act.a", BAD), *said("act.a", GOOD)] * 3
        assert counted(alone) == {}
        changed = [*said("act.a", *[BAD] * GROUP), *said("act.a", *[GOOD] * GROUP)]
        assert counted(changed) == {"act.a": Tally(helpful=GROUP)}

    def test_other_words_and_unknown_questions_dont_count(self) -> None:
        old = said("act.a", *[BAD] * GROUP, version=1)
        new = said("act.a", *[GOOD] * GROUP, by="q", version=2)
        gone = said("act.gone", *[GOOD] * GROUP)
        assert dict(tallies([*old, *new, *gone], {"act.a": 2})) == {"act.a": Tally(helpful=GROUP)}

    def test_the_order_of_rows_doesnt_matter(self) -> None:
        ratings = said("act.a", GOOD, BAD, GOOD, GOOD, SWAP, BAD, BAD)
        assert counted(ratings) == counted(ratings[::-1]) == {"act.a": Tally(3, 1, 1)}


class TestLearned:
    def test_without_ratings_it_leans_nowhere(self) -> None:
        """However much was asked: who sends no ratings gets the sets that they always got."""
        assert learned({}, [Asked(("act.a",), NOW)] * 50, NOW) == {}

    def test_better_questions_are_leant_towards(self) -> None:
        found = {
            "act.good": Tally(helpful=18, not_for_me=2),
            "act.usual": Tally(helpful=14, not_for_me=6),
            "act.bad": Tally(helpful=5, not_for_me=15),
        }
        leanings = learned(found, (), NOW)
        assert leanings["act.good"] > leanings["act.usual"] > leanings["act.bad"]
        assert leanings["act.good"] > 0.0 > leanings["act.bad"]

    def test_a_stage_is_judged_by_its_own_mean(self) -> None:
        """Questions about purpose are harder: that makes none of them worse."""
        hard = {f"purpose.q{n}": Tally(10, 10) for n in range(6)}
        easy = {f"reflect.q{n}": Tally(18, 2) for n in range(6)}
        leanings = learned({**hard, **easy}, (), NOW)
        assert max(abs(leaning) for leaning in leanings.values()) < 0.05

    def test_few_voices_move_less_than_many(self) -> None:
        others = {f"act.q{n}": Tally(14, 6) for n in range(6)}
        few = learned({**others, "act.x": Tally(0, 5)}, (), NOW)["act.x"]
        many = learned({**others, "act.x": Tally(0, 25)}, (), NOW)["act.x"]
        assert many < few < 0

    def test_a_swap_counts_against_a_question_and_half(self) -> None:
        """Never for it, however bad the others are."""
        others = {f"act.q{n}": Tally(2, 18) for n in range(6)}
        swapped = learned({**others, "act.x": Tally(swapped=20)}, (), NOW)["act.x"]
        refused = learned({**others, "act.x": Tally(not_for_me=20)}, (), NOW)["act.x"]
        assert refused < swapped < 0

    def test_what_nobody_rated_has_the_benefit_of_doubt(self) -> None:
        """Of a question that is just usual, more is known: it has a little less."""
        found = {f"act.q{n}": Tally(70, 30) for n in range(6)}
        assert all(-0.1 < leaning < 0 for leaning in learned(found, (), NOW).values())
        assert "act.other" not in learned(found, (), NOW)

    @given(
        st.dictionaries(
            st.sampled_from([f"{stage}.q{n}" for stage in Stage for n in range(5)]),
            st.builds(Tally, *[st.integers(0, 500)] * 3),
        ),
        st.lists(st.integers(0, 200), max_size=40),
    )
    def test_it_is_bounded_and_deterministic(self, found: dict[str, Tally], days: list[int]) -> None:
        asked = [Asked(("act.q1", "reflect.q1"), NOW - timedelta(days=n)) for n in days]
        leanings = learned(found, asked, NOW)
        assert all(abs(leaning) <= LARGEST_LEARNED < LARGEST_LEANING for leaning in leanings.values())
        again = learned(dict(reversed(found.items())), asked[::-1], NOW)
        assert again.keys() == leanings.keys()
        assert all(abs(again[id] - leanings[id]) <= 0.0001 for id in again)


class TestWeariness:
    def test_it_grows_and_is_over_in_time(self) -> None:
        def after(weeks: int, n: int = 30) -> float:
            return weariness([Asked(("act.a",), NOW)] * n, NOW + timedelta(weeks=weeks))["act.a"]

        assert 0 < after(0, 10) < after(0, 30) < LARGEST_WEARINESS
        assert after(0) > after(4) > after(12) > after(52)
        assert after(52) < LARGEST_WEARINESS / 1000

    def test_of_fewer_than_five_people_there_is_none(self) -> None:
        """So nobody learns from it what one person was asked."""
        assert weariness([Asked(("act.a",), NOW)] * (GROUP - 1), NOW) == {}


FOUND = {f"act.{slug}": Tally(14, 6) for slug in ("look-back-on", "small-enough", "leave-alone")}


class TestForEditors:
    def test_rates_are_shrunken_and_have_an_interval(self) -> None:
        (one, *_) = rated_questions(bank(), FOUND, sorted(FOUND))
        assert (one.id, one.stage, one.n_people) == ("act.leave-alone", Stage.ACT, 20)
        assert one.low < one.rate < one.high
        assert not one.may_retire

    def test_a_hint_needs_many_who_agree(self) -> None:
        """Twenty people, and a rate that is below its stage's beyond doubt."""
        usual = {f"act.q{n}": Tally(70, 30) for n in range(20)}
        id = "act.small-enough"

        def hint(tally: Tally) -> bool:
            (rated,) = rated_questions(bank(), {**usual, id: tally}, [id])
            return rated.may_retire

        assert hint(Tally(4, 26))
        assert not hint(Tally(0, RETIRED_PEOPLE - GROUP))
        assert not hint(Tally(18, 12))
        assert not hint(Tally(70, 30))

    def test_priors_are_of_all_stages(self) -> None:
        assert set(priors({})) == set(Stage)
        assert priors(FOUND)[Stage.ACT].mean == pytest.approx(0.7)
