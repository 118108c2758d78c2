"""An `AnswerReader` without any model: "always" is an absolute, "tired" a feeling, "um" is too little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nudge.domain.follow_ups import AnswerReading, Asked, Cue, CueFound, State
from nudge.domain.questions import QuestionBank

HEARD = {
    "always": Cue.ABSOLUTE,
    "tired": Cue.FEELING_NAMED,
    "whether": Cue.DECISION_OPEN,
    "plan": Cue.PLAN_NAMED,
}
DEGRADED = "models-missing: The models aren't there; run scripts/setup."


class FakeAnswerReader:
    """Set `is_missing` to see how others cope without models. Keeps what it was asked to read."""

    def __init__(self) -> None:
        self.is_missing = False
        self.answers: list[str] = []
        self.warmed_for: list[str] = []

    @property
    def models(self) -> Mapping[str, str]:
        return {"follow_up_moves": "rules@1" if self.is_missing else "words-in-a-list@1"}

    def warm_up(self, bank: QuestionBank) -> None:
        self.warmed_for.append(bank.fingerprint)

    def forget(self) -> None:
        self.answers.clear()

    def read(self, question: str, answer: str, asked: Sequence[str], bank: QuestionBank) -> AnswerReading:
        self.answers.append(answer)
        words = answer.lower().replace(".", "").split()
        cues = {cue: CueFound(0.9) for word, cue in HEARD.items() if word in words}
        return AnswerReading(
            state=State.TOO_LITTLE if words in ([], ["um"]) else State.COMPLETE,
            cues=cues,
            n_words=len(words),
            asked=tuple(_asked(text, bank) for text in asked),
            phrase=answer.strip(" .") if 2 <= len(words) <= 10 else "",
            phrases={cue: answer.strip(" .") for cue in cues if 2 <= len(words) <= 10},
            feeling="tired" if "tired" in words else "",
            situations=frozenset({"after_question"}),
            degraded=DEGRADED if self.is_missing else None,
        )


def _asked(text: str, bank: QuestionBank) -> Asked:
    found = next((each for each in bank.follow_ups if text in (each.text, each.id)), None)
    return Asked(found.id if found else None, found.move if found else None, ())
