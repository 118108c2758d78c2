"""How good what is offered is, by the labels: moves, harm, silence, feelings and words given back."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from nudge.domain.follow_ups import QUIET, Move
from nudge.language.follow_ups.measuring.sheet import MOVES, Flags, Sheet, every, some
from nudge.language.specificity.measuring.figures import Figure

Figures = dict[str, Figure]
IS_QUESTION: Flags = np.array([move not in QUIET for move in MOVES])
WAIT, FEELING = MOVES.index(Move.WAIT), MOVES.index(Move.FEELING)
_WORD = re.compile(r"[\w’']+")


def move_figures(sheet: Sheet) -> Figures:
    """Of what is offered, what is good, bad or the best; where nothing is offered nothing is counted."""
    first, offered = sheet.first[:, None], sheet.offered[:, None]
    good, best = first & sheet.good, first & sheet.best
    is_offered, both = some(sheet.first), every(sheet.bad)
    found = {
        "offers something": sheet.share(is_offered),
        "first: good, mean of readers": sheet.share(some(good, 2).mean(axis=1), is_offered),
        "first: good for one at least": sheet.share(some(good, 1, 2), is_offered),
        "first: good for both": sheet.share(some(sheet.first & every(sheet.good)), is_offered),
        "first: the best, mean of readers": sheet.share(some(best, 2).mean(axis=1), is_offered),
        "first: bad for both": sheet.share(some(sheet.first & both), is_offered),
        "any of three: good for one": sheet.share(some(offered & sheet.good, 1, 2), is_offered),
        "any of three: good for both": sheet.share(some(sheet.offered & every(sheet.good)), is_offered),
        "any of three: the best, mean": sheet.share(some(offered & sheet.best, 2).mean(axis=1), is_offered),
        "answers with one bad for both": sheet.share(some(sheet.offered & both), is_offered),
    }
    return found | _each_figures(sheet, "each", sheet.offered)


def question_figures(sheet: Sheet) -> Figures:
    """The same of what is asked: mirrors and silence, which are good nearly always, are left out."""
    first = _first_question(sheet)
    asked = some(first)
    found = {"asks something": sheet.share(asked)}
    found |= _each_figures(sheet, "first question", first)
    return found | _each_figures(sheet, "each question", sheet.offered & IS_QUESTION)


def macro_figures(sheet: Sheet) -> Figures:
    """Means over the eleven moves, so that rare ones count as much as mirrors."""
    one, both = some(sheet.good), every(sheet.good)
    return {
        "F1, mean of readers": sheet.macro_f1(),
        "good for one, of offered": sheet.macro(sheet.offered & one, sheet.offered),
        "offered, of good for both": sheet.macro(sheet.offered & both, both),
        "bad for both, of offered": sheet.macro(sheet.offered & every(sheet.bad), sheet.offered),
    }


def silence_figures(sheet: Sheet) -> Figures:
    """When nothing is offered, and when silence is: how often that is right, and how often it is missed."""
    abstains = ~some(sheet.offered)
    quiet = abstains | sheet.first[:, WAIT]
    nothing, silence = sheet.nothing, sheet.silence | sheet.nothing
    all_nothing, any_nothing = every(nothing), some(nothing)
    all_silence, any_silence = every(silence), some(silence)
    return {
        "abstains: right for one at least": sheet.share(abstains & any_nothing, abstains),
        "abstains: right for both": sheet.share(abstains & all_nothing, abstains),
        "abstains, of nothing for both": sheet.share(abstains & all_nothing, all_nothing),
        "abstains, of nothing for neither": sheet.share(abstains & ~any_nothing, ~any_nothing),
        "abstains or waits: right, mean": sheet.share(quiet * silence.mean(axis=1), quiet),
        "abstains or waits: right for one": sheet.share(quiet & any_silence, quiet),
        "abstains or waits: right for both": sheet.share(quiet & all_silence, quiet),
        "abstains or waits, of silence for both": sheet.share(quiet & all_silence, all_silence),
        "wait among three, of silence for both": sheet.share(
            (abstains | sheet.offered[:, WAIT]) & all_silence, all_silence
        ),
    }


def feeling_figures(sheet: Sheet) -> Figures:
    """Asking about a feeling: where a reader finds it good, and how often it is when it comes."""
    good, offered = some(sheet.good[:, :, FEELING]), sheet.offered[:, FEELING]
    return {
        "offered, of good for one": sheet.share(offered & good, good),
        "first, of good for one": sheet.share(sheet.first[:, FEELING] & good, good),
        "good for one, of offered": sheet.share(offered & good, offered),
        "bad for both, of offered": sheet.share(offered & every(sheet.bad[:, :, FEELING]), offered),
    }


def phrase_figures(sheet: Sheet) -> Figures:
    """Words given back: whether they are the speaker's, and how near to those that readers chose."""
    given = [each.phrases for each in sheet.offers]
    verbatim = [
        sum(folded(phrase) in folded(answer.answer) for phrase in phrases)
        for answer, phrases in zip(sheet.answers, given, strict=True)
    ]
    chosen = [[label.phrase for label in each.labels if label.phrase] for each in sheet.answers]
    pairs = [(phrases[0] if phrases else "", theirs) for phrases, theirs in zip(given, chosen, strict=True)]
    both_there = np.array([bool(ours and theirs) for ours, theirs in pairs])
    overlaps = [[overlap(ours, each) for each in theirs] if ours else [] for ours, theirs in pairs]
    return {
        "gives words back": sheet.share(np.array([bool(each) for each in given])),
        "verbatim": sheet.share(np.array(verbatim), np.array([len(each) for each in given])),
        "overlap (F1), mean of readers": sheet.share(
            np.array([float(np.mean(each)) if each else 0.0 for each in overlaps]), both_there
        ),
        "overlap (F1), nearer reader": sheet.share(
            np.array([max(each, default=0.0) for each in overlaps]), both_there
        ),
        "half of the words or more, nearer reader": sheet.share(
            np.array([max(each, default=0.0) >= 0.5 for each in overlaps]), both_there
        ),
    }


def known(figures: Mapping[str, Figure]) -> Figures:
    """Without what there was nothing to count of."""
    return {name: figure for name, figure in figures.items() if not np.isnan(figure.value)}


def folded(text: str) -> str:
    """The words alone: no case, no punctuation, one kind of apostrophe.

    >>> folded("It’s – always – the Office.")
    "it's always the office"
    """
    return " ".join(_WORD.findall(text.lower().replace("’", "'")))


def overlap(one: str, other: str) -> float:
    """F1 of the words that two phrases share.

    >>> overlap("always the office", "It's always the same")
    0.5714285714285714
    """
    words, others = folded(one).split(), folded(other).split()
    shared = sum(min(words.count(word), others.count(word)) for word in set(words))
    return 2 * shared / (len(words) + len(others)) if words and others else 0.0


def _each_figures(sheet: Sheet, what: str, offered: Flags) -> Figures:
    """Of single suggestions of these moves, how many are good and bad."""
    n = offered.sum(axis=1)

    def share(flags: Flags) -> Figure:
        return sheet.share((offered & flags).sum(axis=1), n)

    mean = (offered[:, None] & sheet.good).sum(axis=2).mean(axis=1)
    return {
        f"{what}: good, mean of readers": sheet.share(mean, n),
        f"{what}: good for one at least": share(some(sheet.good)),
        f"{what}: good for both": share(every(sheet.good)),
        f"{what}: bad for one at least": share(some(sheet.bad)),
        f"{what}: bad for both": share(every(sheet.bad)),
    }


def _first_question(sheet: Sheet) -> Flags:
    found = np.zeros_like(sheet.first)
    for row, offer in enumerate(sheet.offers):
        question = next((move for move in offer.moves if move not in QUIET), None)
        if question is not None:
            found[row, MOVES.index(question)] = True
    return found
