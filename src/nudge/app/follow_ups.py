"""Chooses what a coach is offered while somebody speaks: follow-ups, mirrors, silence, a tip, or nothing.

Reads only: nothing is stored, and no word of an answer reaches a log.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from nudge.app.follow_up_ports import AnswerReader
from nudge.app.live_ports import Abstained, Offer, OfferedTip, SuggestRequest, SuggestResponse
from nudge.app.ports import Renderer
from nudge.domain.coach_checks import Issue, issues_in
from nudge.domain.errors import Invalid
from nudge.domain.follow_up_choice import SENTENCES, THRESHOLD, Pick, choose, tip_for
from nudge.domain.questions import QuestionBank
from nudge.domain.spelling import did_you_mean


@dataclass(frozen=True, slots=True)
class Suggested:
    """What is offered, and what is needed to get the same again.

    Attributes:
        threshold: score below which nothing is offered.
        degraded: why it was read by rules alone; None when the models did it.
    """

    response: SuggestResponse
    threshold: float
    bank: str
    models: Mapping[str, str]
    degraded: str | None


class FollowUps:
    """What `POST /v1/follow-ups`, the live channel and `nudge follow-ups` do."""

    def __init__(self, bank: QuestionBank, reader: AnswerReader, renderer: Renderer) -> None:
        self._bank = bank
        self._reader = reader
        self._renderer = renderer

    def warm_up(self) -> None:
        """Load what it needs; later calls are fast."""
        self._reader.warm_up(self._bank)

    def suggest(self, request: SuggestRequest) -> Suggested:
        """What to offer now; the same request gives the same."""
        reading = self._reader.read(request.question, request.answer, request.already_asked, self._bank)
        choice = choose(
            self._bank.follow_ups, reading, sessions_done=request.sessions_done, limit=request.limit
        )
        tip = tip_for(self._bank.tips, reading, request.sessions_done)
        silence = choice.silence
        response = SuggestResponse(
            tuple(map(self._offer, choice.picks)),
            OfferedTip(tip.id, tip.text) if tip else None,
            Abstained(silence.value, SENTENCES[silence]) if silence else None,
        )
        return Suggested(response, THRESHOLD, self._bank.fingerprint, self._reader.models, reading.degraded)

    def offer(self, request: SuggestRequest) -> SuggestResponse:
        """The same for the live channel, which needs no more."""
        return self.suggest(request).response

    def check(self, text: str) -> tuple[Issue, ...]:
        """What in a coach's own question could be asked more openly: one thing at most, the weightiest."""
        return issues_in(text)

    def question_text(self, question_id: str, bank: QuestionBank | None = None) -> str:
        """The text of a question of the bank, or of an organisation's own one.

        Raises:
            Invalid: `question-unknown`, with the nearest spelling.
        """
        bank = bank or self._bank
        position = bank.positions.get(question_id)
        if position is None:
            hint = did_you_mean(question_id, bank.positions)
            raise Invalid("question-unknown", f"The bank has no question with this id. {hint}")
        return bank.questions[position].text

    def _offer(self, pick: Pick) -> Offer:
        follow_up, text = pick.follow_up, pick.follow_up.text
        if pick.slot is not None:
            template = follow_up.wordings[pick.slot]
            text = self._renderer.render(template, {pick.slot.value: _cased(pick.words, template)})
        return Offer(follow_up.id, follow_up.move.value, text, pick.score, pick.why)


def _cased(words: str, template: str) -> str:
    """The words with a capital where they begin the sentence, and where they say "I"."""
    words = re.sub(r"\bi(?=['’]|\b)", "I", words)
    begins = template.lstrip("“ ").startswith("{{")
    return words[:1].upper() + words[1:] if begins else words
