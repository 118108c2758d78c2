"""The sets that each way chooses for the same people, and what is counted of them, way by way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from nudge.app.ports import Reader
from nudge.domain.fit import FitPolicy
from nudge.domain.questions import QuestionBank
from nudge.language.question_sets.measuring.arc import Balance, depth_order
from nudge.language.question_sets.measuring.choosers import Four, SimplerWays, Way
from nudge.language.question_sets.measuring.following import Likeness, exchange
from nudge.language.question_sets.measuring.people import People
from nudge.language.question_sets.measuring.serving import serving
from nudge.language.question_sets.measuring.tallies import Figures, Tallies
from nudge.language.question_sets.measuring.variety import Nearness, repeats, repeats_over_five, variety

N_SEEDS_OF_FIVE = 3
"""How often chance draws five conversations, which takes longer than one."""

Run = Sequence[Sequence[Four]]
"""By conversation the sets that one way chose for everybody in it."""
Tallied = dict[str, Tallies]


class Comparison:
    """All ways over the same people.

    Args:
        ways: by name; chance has one for each of its draws.
        simpler: knows what is eligible, for every way.
    """

    def __init__(
        self,
        bank: QuestionBank,
        reader: Reader,
        people: People,
        ways: Mapping[str, Sequence[Way]],
        simpler: SimplerWays,
    ) -> None:
        self._bank = bank
        self._reader = reader
        self._people = people
        self._ways = ways
        self._simpler = simpler

    @cached_property
    def runs(self) -> dict[str, list[Run]]:
        """By way, what it chose in each of its runs."""
        return {
            name: [[way(brief) for brief in self._people.conversations] for way in those]
            for name, those in self._ways.items()
        }

    @cached_property
    def of_person(self) -> dict[str, dict[str, list[Four]]]:
        """By way, then by ref, the set of each run."""
        return {name: self._by_person(runs) for name, runs in self.runs.items()}

    def follows(self) -> Tallied:
        """Whether sets go with the profile, and whether people can be told apart by them."""
        likeness = Likeness(self._bank, self._people)

        def count(name: str, tallies: Tallies) -> None:
            for way in self._ways[name]:
                exchange(self._people, way, tallies)
            likeness.tell_apart(self.of_person[name], tallies)

        return self._each(count)

    def serves(self) -> Tallied:
        """Whether questions speak to what is on people's minds."""
        return self._each(
            lambda name, tallies: serving(self._bank, self._people, self.of_person[name], tallies)
        )

    def repeats(self, same: float) -> Tallied:
        """Repeats and near-repeats, in one conversation and over five.

        Args:
            same: cosine from which two questions say the same.
        """
        near, conversations = Nearness(self._bank, self._reader, same), self._people.conversations

        def count(name: str, tallies: Tallies) -> None:
            for run in self.runs[name]:
                repeats(conversations, run, near, tallies)
            for way in self._ways[name][:N_SEEDS_OF_FIVE]:
                repeats_over_five(way, conversations, near, tallies)

        return self._each(count)

    def depths(self) -> Tallied:
        """Whether sets go from easy to deep."""

        def count(name: str, tallies: Tallies) -> None:
            for run in self.runs[name]:
                depth_order(self._bank, self._people.conversations, run, tallies)

        return self._each(count)

    def balances(self, policy: FitPolicy) -> Tallied:
        """How the fit is shared in a pair."""
        balance = Balance(self._bank, self._reader, policy)
        allowed = [self._simpler.eligible(brief) for brief in self._people.conversations]

        def count(name: str, tallies: Tallies) -> None:
            for run in self.runs[name]:
                for brief, own, sets in zip(self._people.conversations, allowed, run, strict=True):
                    balance.count(brief, own, sets, tallies)

        return self._each(count)

    def varieties(self) -> dict[str, Figures]:
        """How much of the bank is asked."""
        return {name: variety(sets, len(self._bank.questions)) for name, sets in self.of_person.items()}

    def _each(self, count: Callable[[str, Tallies], None]) -> Tallied:
        found = {name: Tallies() for name in self._ways}
        for name, tallies in found.items():
            count(name, tallies)
        return found

    def _by_person(self, runs: Sequence[Run]) -> dict[str, list[Four]]:
        found: dict[str, list[Four]] = {}
        for run in runs:
            for brief, sets in zip(self._people.conversations, run, strict=True):
                for one, four in zip(brief.participants, sets, strict=True):
                    found.setdefault(one.ref, []).append(four)
        return found
