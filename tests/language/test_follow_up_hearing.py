"""What was mis-heard or given back wrongly once, each with the words it was said in."""

from __future__ import annotations

from pathlib import Path

import pytest

from nudge.bank.loading import load_bank
from nudge.domain.follow_ups import Cue, State
from nudge.language.follow_ups.feelings import feelings_in
from nudge.language.follow_ups.grammar import Grammar
from nudge.language.follow_ups.phrases import phrases_of
from nudge.language.follow_ups.signals import signals_in
from nudge.language.follow_ups.states import state_of
from nudge.language.manifest import read_manifest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    return Grammar(read_manifest(ROOT / "models"))


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("If I'm not shouting, it's good.", "If I'm not shouting, it's good"),
        ("I'd go if they asked me.", "I'd go if they asked me"),
        ("Since three weeks they are waiting for a cause.", ""),
        ("The pension, let's be honest.", "The pension"),
        ("I don't think it's over.", "I don't think it's over"),
        ("One day.", ""),
    ],
)
def test_words_keep_what_they_mean(grammar: Grammar, text: str, phrase: str) -> None:
    """A condition is given back with what follows from it, or not at all."""
    assert phrases_of(signals_in(text), grammar.tag(text)).best == phrase


@pytest.mark.parametrize(
    ("text", "cue", "phrase"),
    [
        (
            "Not one patient waited over four hours, which, well, never mind, the rota is the real trouble.",
            Cue.SUCCESS_PASSED_OVER,
            "Not one patient waited over four hours",
        ),
        (
            "It was my idea actually but that's not important.",
            Cue.SUCCESS_PASSED_OVER,
            "It was my idea",
        ),
        (
            "I used to give it to whoever shouted first. This spring I kept a list.",
            Cue.TURNING_WORD,
            "This spring I kept a list",
        ),
        ("They come over here and act like we can't add up.", Cue.OBSTACLE_NAMED, ""),
        (
            "How do you handle it when people get loud? You've got that guy too, no?",
            Cue.ASKS_ADVICE,
            "How do you handle it when people get loud",
        ),
        (
            "What would you say to somebody like that? I mean somebody who looks at the ceiling?",
            Cue.ASKS_ADVICE,
            "What would you say to somebody like that",
        ),
        ("If I am the one allowing, then what will I say?", Cue.ASKS_ADVICE, "what will I say"),
        ("They go through Margit. They all go through Margit.", Cue.REPEATED, "They all go through Margit"),
        (
            "I said I'd stop the Sunday emails. I want to stop the Sunday emails.",
            Cue.REPEATED,
            "I want to stop the Sunday emails",
        ),
        ("My manager says I'm ready. My wife says I'm ready.", Cue.REPEATED, ""),
        ("They've moved the desks, they've moved the printer.", Cue.REPEATED, ""),
    ],
)
def test_words_of_a_cue_are_the_ones_it_is_about(grammar: Grammar, text: str, cue: Cue, phrase: str) -> None:
    """The success and not what waves it away, what came after the turn, what was really said twice."""
    assert phrases_of(signals_in(text), grammar.tag(text)).by_cue.get(cue, "") == phrase


@pytest.mark.parametrize(
    ("text", "cue", "is_heard"),
    [
        ("My mother is dead.", Cue.SILENCE_AFTER_WEIGHT, True),
        ("The printer is dead.", Cue.SILENCE_AFTER_WEIGHT, False),
        ("We were dead lucky with the weather.", Cue.SILENCE_AFTER_WEIGHT, False),
        ("She broke down in the lift.", Cue.SILENCE_AFTER_WEIGHT, True),
        ("The van broke down.", Cue.SILENCE_AFTER_WEIGHT, False),
        ("He is in hospital.", Cue.SILENCE_AFTER_WEIGHT, True),
        ("I run the kitchen of the hospital.", Cue.SILENCE_AFTER_WEIGHT, False),
        ("There was an accident.", Cue.SILENCE_AFTER_WEIGHT, True),
        ("I sent it by accident.", Cue.SILENCE_AFTER_WEIGHT, False),
        ("I had to let Petra go.", Cue.SILENCE_AFTER_WEIGHT, True),
        ("I let it go.", Cue.SILENCE_AFTER_WEIGHT, False),
        ("Bad year, and we let nobody go.", Cue.SILENCE_AFTER_WEIGHT, False),
        ("I'd like to ask Tom.", Cue.PLAN_NAMED, True),
        ("I'd like to be bored for a week.", Cue.PLAN_NAMED, False),
        ("I hope he retires. Is that terrible?", Cue.ASKS_ADVICE, True),
        ("Maybe I ask him. Or maybe I ask nobody.", Cue.DECISION_OPEN, True),
        ("I do not know which one.", Cue.DECISION_OPEN, True),
        ("It was fine until he said no.", Cue.TURNING_WORD, True),
        ("I stay until it is done.", Cue.TURNING_WORD, False),
        ("Cold hands though.", Cue.TURNING_WORD, False),
        ("It's important to me.", Cue.VALUE_NAMED, True),
        ("It isn't important.", Cue.VALUE_NAMED, False),
        ("They signed, anyway, the lift is broken.", Cue.SUCCESS_PASSED_OVER, True),
        ("I signed it anyway.", Cue.SUCCESS_PASSED_OVER, False),
        ("What else have you got?", Cue.ASKS_ADVICE, True),
    ],
)
def test_words_say_a_cue_or_do_not(text: str, cue: Cue, is_heard: bool) -> None:
    """The same words about a thing, or turned round, say something else."""
    assert bool(signals_in(text).spans[cue]) is is_heard


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("He never", State.UNFINISHED),
        ("I think that when people", State.UNFINISHED),
        ("Could you give me the question one more time, I was away", State.OFF_TOPIC),
        ("I don't really", State.UNFINISHED),
        ("It was like", State.UNFINISHED),
        ("When I came into the room, everyone", State.UNFINISHED),
        ("Never.", State.COMPLETE),
        ("not really", State.COMPLETE),
        ("Your voice is coming and going.", State.OFF_TOPIC),
        ("Hello? audible?", State.OFF_TOPIC),
        ("I'm hoarse. Your voice is kinder than mine.", State.COMPLETE),
        ("Hmm, difficult question, let me see.", State.THINKING),
        ("They never let me see", State.COMPLETE),
        ("Nothing, all good, thanks.", State.CLOSED),
        ("No thanks to the board.", State.COMPLETE),
    ],
)
def test_some_more_answers_are_none(text: str, state: State) -> None:
    """Where a sentence stops before its verb, where the line breaks, where somebody asks for time."""
    assert state_of(signals_in(text)) is state


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("said yes - tired, boss in doorway", ["tired"]),
        ("boss in doorway / tired / coat on", ["tired"]),
        ("wasn't scared. more like relieved", ["relieved"]),
        ("the well-tired crew", []),
        ("I wasn't angry. It was just a bit sad.", ["sad"]),
        ("It was just a bit sad.", []),
        ("Nothing. And that scared me.", ["scared"]),
        ("That never worried me.", []),
        ("They moved me to the night shift.", []),
    ],
)
def test_feelings_are_heard_where_few_words_are(text: str, named: list[str]) -> None:
    """A dash or a stroke between keywords begins another one; after one ruled out comes the nearer one."""
    assert [span.text for span in feelings_in(text).named] == named


def test_a_question_given_back_is_one_with_its_own_wording() -> None:
    """What they ask is never given back as if it stood in the way."""
    both = [each for each in load_bank(ROOT / "question_bank").follow_ups if Cue.ASKS_ADVICE in each.cues]
    slotted = {each.id for each in both if "phrase" in each.wordings}
    assert slotted == {"mirror.their-question"}


def test_a_feeling_that_was_taken_up_is_not_named_again() -> None:
    """Once the coach has said the word, another feeling is named, or none."""
    found = feelings_in("I was relieved. And I was ashamed.")
    assert found.word() == "ashamed"
    assert found.word(["Ashamed, you said?"]) == "relieved"
    assert found.word(["You were relieved, and ashamed?"]) == ""
