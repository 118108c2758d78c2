"""What is offered after an answer: by the tool, by a reader as if they were the tool, and by simpler ways."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nudge.app.live_ports import Offer, SuggestRequest, SuggestResponse
from nudge.domain.follow_up_choice import MOST
from nudge.domain.follow_ups import FollowUp, FollowUpSlot, Move
from nudge.domain.questions import QuestionBank
from nudge.language.encoder import Encoder
from nudge.language.follow_ups.measuring.answers import AnswerLabel, LabelledAnswer
from nudge.language.follow_ups.vectors import BankFollowUpVectors

Suggest = Callable[[SuggestRequest], SuggestResponse]
LAST_WORDS = 8
"""Words of the end of an answer that the simplest mirror gives back."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What is offered, the best first.

    Attributes:
        phrases: words given back, in the order of the suggestions that do so.
        silence: the code of why nothing is offered.
    """

    moves: tuple[Move, ...] = ()
    texts: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    silence: str = ""


def request_of(answer: LabelledAnswer, *further: str) -> SuggestRequest:
    """What the tool is asked; `further` was asked as well."""
    asked = (*answer.already_asked, *further)
    return SuggestRequest(answer.question, answer.answer, asked, answer.sessions_done, MOST)


def by_tool(suggest: Suggest, bank: QuestionBank, answers: Sequence[LabelledAnswer]) -> list[Offered]:
    """What the tool offers."""
    follow_ups = {each.id: each for each in bank.follow_ups}
    return [_offered(suggest(request_of(each)), follow_ups) for each in answers]


def by_reader(label: AnswerLabel) -> Offered:
    """What a reader would offer: the best move, then others they found good; nothing where they say so."""
    if label.nothing:
        return Offered()
    moves = (label.best, *(move for move in label.good if move is not label.best))[:MOST]
    return Offered(moves, phrases=(label.phrase,) if label.phrase else ())


def by_chance(n: int) -> list[Offered]:
    """Three moves drawn anew for each answer."""
    drawn = random.Random(0)
    return [Offered(tuple(drawn.sample(list(Move), MOST))) for _ in range(n)]


def always_the_same(answers: Sequence[LabelledAnswer]) -> list[Offered]:
    """The moves that readers most often find good, whatever was said; the last words are given back.

    It is told by the labels themselves which moves these are.
    """
    counted = Counter(move for each in answers for label in each.labels for move in label.good)
    moves = tuple(move for move, _ in counted.most_common(MOST))
    return [Offered(moves, phrases=(" ".join(each.answer.split()[-LAST_WORDS:]),)) for each in answers]


def by_cosine(
    encoder: Encoder, bank: QuestionBank, answers: Sequence[LabelledAnswer], cache: Path | None = None
) -> list[Offered]:
    """The follow-ups of three moves whose `fits` are nearest to the answer."""
    vectors = BankFollowUpVectors(encoder, cache=cache).of(bank)
    found = []
    for answer in encoder.encode([each.answer for each in answers]):
        near, _ = vectors.nearness(answer)
        nearest: dict[Move, FollowUp] = {}
        for position in sorted(range(len(near)), key=lambda position: -near[position]):
            nearest.setdefault(bank.follow_ups[position].move, bank.follow_ups[position])
        best = list(nearest.values())[:MOST]
        found.append(Offered(tuple(each.move for each in best), tuple(each.text for each in best)))
    return found


def _offered(response: SuggestResponse, follow_ups: Mapping[str, FollowUp]) -> Offered:
    offers = response.suggestions
    given_back = (words_given_back(offer, follow_ups[offer.id]) for offer in offers)
    return Offered(
        tuple(Move(offer.move) for offer in offers),
        tuple(offer.text for offer in offers),
        tuple(offer.id for offer in offers),
        tuple(words for words in given_back if words),
        response.abstained.code if response.abstained else "",
    )


def words_given_back(offer: Offer, follow_up: FollowUp) -> str:
    """The words of the speaker in a suggestion; "" when its text has none."""
    template = follow_up.wordings.get(FollowUpSlot.PHRASE, "")
    if not template or offer.text == follow_up.text:
        return ""
    parts = [re.escape(part) for part in re.split(r"\{\{.*?\}\}", template)]
    match = re.fullmatch("(.+)".join(parts), offer.text)
    return str(match[1]) if match else ""
