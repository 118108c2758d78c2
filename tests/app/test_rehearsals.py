"""A year of invented people: nothing twice, the same for the same seed, and a small bank shows."""

from __future__ import annotations

from collections import defaultdict

import pytest

from nudge.app.rehearsals import Rehearsed, cohorts
from nudge.app.rehearsed_people import SILENT_EVERY, RehearsedPerson, pairs_of
from nudge.domain.errors import Invalid
from nudge.domain.notes import Visibility
from nudge.domain.rehearsals import N_CONVERSATIONS, year_of
from tests.app.rehearsing import TEXTS, bank_of, rehearsals

BANK = bank_of(30)


@pytest.fixture(scope="module")
def year() -> Rehearsed:
    return rehearsals(BANK).year(range(8), seed=3)


def test_nobody_is_asked_twice(year: Rehearsed) -> None:
    """Eight people, twenty conversations each, four questions in each: all different, over all partners."""
    asked = defaultdict(list)
    for asking in year.askings:
        asked[asking.person].append(asking.question)
    assert len(asked) == 8
    for questions in asked.values():
        assert len(questions) == len(set(questions)) == 4 * N_CONVERSATIONS
    assert year_of(BANK, year.askings, year.meetings, same=0.8, near=0.7).n_repeats == 0


def test_the_same_seed_is_the_same_year(year: Rehearsed) -> None:
    """Byte for byte; another seed is another year."""
    assert rehearsals(BANK).year(range(8), seed=3) == year
    assert lived(0, 3, seed=4).brief(3) != lived(0, 3, seed=3).brief(3) == lived(0, 3, seed=3).brief(3)


def test_nothing_is_lost_where_nothing_was_asked(year: Rehearsed) -> None:
    """The first conversation has its best sets; later ones never have better ones than afresh, all in all."""
    first = [asking for asking in year.askings if asking.conversation == 0]
    assert all(asking.fit == asking.best for asking in first)
    assert sum(asking.fit for asking in year.askings) < sum(asking.best for asking in year.askings)


def test_a_bank_that_is_too_small_is_reported() -> None:
    """Twelve questions a stage don't last for twenty conversations: questions come again, and it says so."""
    small = bank_of(12)
    again = rehearsals(small).year(range(8), seed=3)
    found = year_of(small, again.askings, again.meetings, same=0.8, near=0.7)
    assert found.degraded["bank-exhausted"] > 0
    assert found.n_repeats > 0
    assert found.n_same >= found.n_repeats
    exhausted = [meeting.conversation for meeting in again.meetings if meeting.degraded]
    assert min(exhausted) >= 6


def test_everybody_has_four_partners() -> None:
    """In a quarter everybody meets somebody; over the year nobody meets the same partner again."""
    met = defaultdict(set)
    for quarter in range(4):
        for one, other in pairs_of(range(8), quarter):
            met[one].add(other)
            met[other].add(one)
    assert all(len(partners) == 4 and person not in partners for person, partners in met.items())
    assert len(met) == 8


@pytest.mark.parametrize("n_people", [0, 4, 7])
def test_a_year_takes_an_even_number_of_people(n_people: int) -> None:
    """With fewer than six, somebody would meet the same partner twice."""
    with pytest.raises(Invalid, match="even number"):
        cohorts(n_people)


def test_everybody_is_in_one_cohort() -> None:
    """Whatever the number."""
    assert [n for group in cohorts(1_000) for n in group] == list(range(1_000))


def lived(number: int, conversations: int, *, seed: int = 1) -> RehearsedPerson:
    person = RehearsedPerson(number, seed, TEXTS)
    for conversation in range(conversations):
        if conversation % 5 == 0:
            person.drift()
        person.live_through(conversation)
    return person


def test_some_write_nothing() -> None:
    """One in six has neither purpose, focus, notes nor pledges."""
    brief = lived(SILENT_EVERY - 1, 7).brief(7)
    assert (brief.purpose.text, brief.focus, brief.notes, brief.last_pledge) == ("", (), (), None)
    assert lived(0, 7).brief(7).notes


def test_words_for_an_earlier_partner_are_private_towards_the_present_one() -> None:
    """As in stored conversations: notes of earlier quarters count down from 0 and are never shared."""
    notes = lived(0, 9).brief(9).notes
    earlier = [note for note in notes if note.session_number is not None and note.session_number <= 0]
    assert earlier
    assert all(note.visibility is Visibility.PRIVATE for note in earlier)
    assert any(note.visibility is Visibility.SHARED for note in notes)


def test_a_first_conversation_knows_earlier_pledges_and_later_ones_only_those_of_the_pair() -> None:
    """Numbers of people are tried until one has a pledge in each place."""
    for number in (0, 1, 2, 3):
        person = lived(number, 6)
        earlier = {one.text for one in person.brief(5).earlier_pledges}
        later = person.brief(6)
        assert earlier or person.brief(5).last_pledge
        assert len(later.earlier_pledges) == 0
