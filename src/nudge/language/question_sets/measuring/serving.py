"""Whether a set speaks to what is on a person's mind, by the themes and drivers that the writer meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nudge.domain.questions import QuestionBank, Stage
from nudge.language.question_sets.measuring.choosers import Four
from nudge.language.question_sets.measuring.people import People
from nudge.language.question_sets.measuring.tallies import Tallies

ON_THEME = "questions on a theme meant"
OFF_THEME = "questions with themes, none of them meant"
RECALL = "themes meant that a question has"
PRECISION = "themes of the questions that are meant"
DRIVER = "purpose question names a driver meant"
OTHER_DRIVER = "purpose question names another value of a driver meant, and none meant"


def serving(bank: QuestionBank, people: People, sets: Mapping[str, Sequence[Four]], tallies: Tallies) -> None:
    """Themes as precision and recall, and the driver of the question on purpose.

    Whoever has no theme or no driver meant isn't counted there.
    """
    for ref, fours in sets.items():
        person = people.by_ref[ref]
        for four in fours:
            if person.themes_meant:
                _themes(bank, four, person.themes_meant, ref, tallies)
            if person.drivers_meant:
                _driver(bank, four, person.drivers_meant, ref, tallies)


def _themes(bank: QuestionBank, four: Four, meant: frozenset[str], ref: str, tallies: Tallies) -> None:
    themes = [bank.questions[position].themes for position in four]
    for own in themes:
        tallies.add(ON_THEME, ref, bool(own & meant))
        tallies.add(OFF_THEME, ref, bool(own) and not own & meant)
        tallies.add(PRECISION, ref, len(own & meant), len(own))
    served = meant.intersection(*[frozenset().union(*themes)])
    tallies.add(RECALL, ref, len(served), len(meant))


def _driver(bank: QuestionBank, four: Four, meant: Mapping[str, str], ref: str, tallies: Tallies) -> None:
    purposes = bank.questions[four[list(Stage).index(Stage.PURPOSE)]].purposes
    right = {f"{driver}.{value}" for driver, value in meant.items()}
    rivals = {one for one in purposes - right if one.split(".")[0] in meant}
    tallies.add(DRIVER, ref, bool(purposes & right))
    tallies.add(OTHER_DRIVER, ref, bool(rivals) and not purposes & right)
