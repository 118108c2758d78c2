"""Reads an answer while it is being given: with the models, and by rules alone where these can't be used."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from nudge.domain.errors import Unavailable
from nudge.domain.follow_ups import AnswerReading, Asked, Cue, CueFound, State
from nudge.domain.questions import QuestionBank
from nudge.language.encoder import Encoder
from nudge.language.follow_ups.asked import AskedReader
from nudge.language.follow_ups.cue_patterns import SOMEBODY, SOMETHING
from nudge.language.follow_ups.grammar import Grammar
from nudge.language.follow_ups.model import ROLE, CueModel, read_model
from nudge.language.follow_ups.persons import may_name_somebody, persons_in
from nudge.language.follow_ups.phrases import phrases_of
from nudge.language.follow_ups.rules import RULES, strengths_by_rules
from nudge.language.follow_ups.signals import Signals, signals_in
from nudge.language.follow_ups.situations import situations_of
from nudge.language.follow_ups.states import state_of
from nudge.language.follow_ups.vectors import BankFollowUpVectors
from nudge.language.manifest import Manifest
from nudge.language.matching import Progress
from nudge.language.turns import Turns

if TYPE_CHECKING:
    from spacy.tokens import Doc

SEEN = {Cue.TURNING_WORD: 0.0, Cue.JOKE_DEFLECTION: 0.6, Cue.PLAN_NAMED: 0.0, Cue.HEDGE: 0.0}
"""Cues that aren't there without their words, and the least that these say."""
READ = (
    Cue.OBSTACLE_NAMED,
    Cue.DECISION_OPEN,
    Cue.BLAME,
    Cue.SELF_BLAME,
    Cue.SUCCESS_PASSED_OVER,
    Cue.CONTRADICTION,
    Cue.VALUE_NAMED,
    Cue.SILENCE_AFTER_WEIGHT,
    Cue.ASKS_ADVICE,
    Cue.ABSOLUTE,
    Cue.JARGON,
)
"""Cues that may be there without their words, and are told less clearly then."""
UNSEEN = 0.8
"""What is left of their strength. Chosen: with it rosters and weather reports name no obstacle."""
HEAVY_WORDS = 0.7
"""Strength of something heavy whose words are there: rather once too often."""
THINKING = {Cue.HEDGE: CueFound(0.95), Cue.DECISION_OPEN: CueFound(0.75)}
"""What is heard when somebody asks for time: then they are left to it."""
PASSED_OVER = 0.7
"""Strength of a success of which both are there: that it went well, and that the speaker goes on."""
LEAST = 0.05
"""Strength below which a cue isn't told."""


class RulesAnswerReader:
    """An `AnswerReader` without any model; each reading says why.

    Args:
        error: why the models can't be used.
    """

    def __init__(self, error: Unavailable) -> None:
        self._degraded = f"{error.code}: {error.message}"

    @property
    def models(self) -> Mapping[str, str]:
        """The rules, by their version."""
        return {ROLE: RULES}

    def warm_up(self, bank: QuestionBank) -> None:
        """There is nothing to load."""

    def forget(self) -> None:
        """There is nothing to forget."""

    def read(self, question: str, answer: str, asked: Sequence[str], bank: QuestionBank) -> AnswerReading:
        """What rules hear in the answer."""
        signals = signals_in(answer)
        strengths = strengths_by_rules(signals)
        were_asked = tuple(_asked_as_written(text, bank) for text in asked)
        return reading_of(
            signals, strengths, 0.5, None, were_asked, degraded=self._degraded, asked_before=asked
        )


class LanguageAnswerReader:
    """The `AnswerReader` of the application. Any thread may use it; it keeps nothing of what is said.

    As many answers are read at once as there are cores, in the order in which they came.
    Models are looked for once: when they can't be used, the rules read from then on.

    Args:
        cache: directory for the vectors of the bank's follow-ups; None keeps them in memory only.
    """

    def __init__(
        self,
        encoder: Encoder,
        manifest: Manifest,
        *,
        cache: Path | None = None,
        on_progress: Progress | None = None,
    ) -> None:
        self._encoder = encoder
        self._manifest = manifest
        self._grammar = Grammar(manifest)
        self._vectors = BankFollowUpVectors(encoder, cache=cache, on_progress=on_progress)
        self._asked = AskedReader(encoder, self._vectors)
        self._turns = Turns()
        self._lock = threading.Lock()
        self._model: CueModel | None = None
        self._rules: RulesAnswerReader | None = None

    @property
    def models(self) -> Mapping[str, str]:
        """Name and version of what decides, by role. Looks for the models when nobody did."""
        if self._loaded() is None and self._rules:
            return self._rules.models
        return {
            "encoder": self._encoder.name,
            "parser": self._grammar.name,
            ROLE: self._manifest.entry(ROLE).tag,
        }

    def warm_up(self, bank: QuestionBank) -> None:
        """Load the models and embed the follow-ups; when the models can't be loaded, the rules take over."""
        if self._loaded():
            self._vectors.of(bank)

    def forget(self) -> None:
        """Drop what is kept of questions that were asked."""
        self._asked.forget()

    def read(self, question: str, answer: str, asked: Sequence[str], bank: QuestionBank) -> AnswerReading:
        """What is heard in the answer. One encoding, one parse."""
        model = self._loaded()
        if model is None and self._rules:
            return self._rules.read(question, answer, asked, bank)
        assert model is not None
        with self._turns:
            return self._read(model, question, answer, asked, bank)

    def _read(
        self, model: CueModel, question: str, answer: str, asked: Sequence[str], bank: QuestionBank
    ) -> AnswerReading:
        signals = signals_in(answer)
        state = state_of(signals)
        if state not in (State.COMPLETE, State.THINKING):
            return reading_of(signals, {}, 0.0, None, (), state=state)
        vector = self._encoder.encode([signals.text])[0]
        strengths, openness = model.strengths(vector, signals.row)
        fits, not_after = self._vectors.of(bank).nearness(vector)
        were_asked = (*self._asked.question(question, bank), *self._asked.read(asked, bank))
        reads = self._grammar.parse if may_name_somebody(signals.text) else self._grammar.tag
        doc = reads(signals.text)
        return reading_of(
            signals,
            strengths,
            openness,
            doc,
            were_asked,
            nearness=(fits, not_after),
            state=state,
            asked_before=asked,
        )

    def _loaded(self) -> CueModel | None:
        """The weights, when all models can be used; else the rules are there from now on."""
        if self._model is None and self._rules is None:
            with self._lock:
                if self._model is None and self._rules is None:
                    self._load()
        return self._model

    def _load(self) -> None:
        try:
            model = read_model(self._manifest)
            if model.encoder != self._encoder.name:
                raise Unavailable(
                    "models-missing",
                    f"Cues were learnt with the encoder {model.encoder}, which isn't the one used here.",
                    model=ROLE,
                )
            self._encoder.warm_up()
            self._grammar.warm_up()
            self._model = model
        except Unavailable as error:
            self._rules = RulesAnswerReader(error)
        except Exception as error:  # whatever it is, the rules still work
            name = type(error).__name__
            self._rules = RulesAnswerReader(
                Unavailable("models-broken", f"The models can't be loaded ({name}).")
            )


def reading_of(
    signals: Signals,
    strengths: Mapping[Cue, float],
    openness: float,
    doc: Doc | None,
    asked: tuple[Asked, ...],
    *,
    nearness: tuple[Sequence[float], Sequence[float]] = ((), ()),
    state: State | None = None,
    asked_before: Sequence[str] = (),
    degraded: str | None = None,
) -> AnswerReading:
    """Puts together what was heard: where rules are sure, they have the last word."""
    state = state or state_of(signals)
    phrases = phrases_of(signals, doc)
    person, is_central = persons_in(signals.text, doc)
    cues = _cues(signals, strengths, has_person=bool(person), is_central=is_central)
    if state is State.THINKING:
        cues |= THINKING
    return AnswerReading(
        state=state,
        cues=cues,
        n_words=signals.n_words,
        fits=nearness[0],
        not_after=nearness[1],
        asked=asked,
        openness=openness,
        is_personal=bool(SOMETHING.search(signals.text)),
        phrase=phrases.best,
        phrases=phrases.by_cue,
        person=person,
        feeling=signals.feelings.word(asked_before),
        situations=frozenset(situations_of(state, cues, signals.n_words, len(asked_before))),
        degraded=degraded,
    )


def _cues(
    signals: Signals, strengths: Mapping[Cue, float], *, has_person: bool, is_central: bool
) -> dict[Cue, CueFound]:
    """Cues with their words. What can be seen in the words themselves is seen or isn't there."""
    bounded = dict(strengths)
    feelings = signals.feelings
    _bound(bounded, Cue.FEELING_NAMED, bool(feelings.named), 0.8)
    _bound(bounded, Cue.FEELING_NEGATED, bool(feelings.ruled_out), 0.8)
    _bound(bounded, Cue.REPEATED, signals.comes_back, 0.7 if signals.repeated else 0.0)
    somebody = has_person or bool(SOMEBODY.search(signals.text))
    _bound(bounded, Cue.PERSON_CENTRAL, somebody, 0.75 if is_central else 0.0)
    for cue, least in SEEN.items():
        _bound(bounded, cue, bool(signals.spans.get(cue)), least)
    for cue in READ:
        if bounded and not signals.spans.get(cue):
            bounded[cue] = UNSEEN * bounded.get(cue, 0.0)
    if signals.spans.get(Cue.SILENCE_AFTER_WEIGHT) and bounded:
        bounded[Cue.SILENCE_AFTER_WEIGHT] = max(bounded[Cue.SILENCE_AFTER_WEIGHT], HEAVY_WORDS)
    if bounded and len(signals.spans.get(Cue.SUCCESS_PASSED_OVER, ())) > 1:
        bounded[Cue.SUCCESS_PASSED_OVER] = max(bounded[Cue.SUCCESS_PASSED_OVER], PASSED_OVER)
    if signals.n_words > SHORT_AT_MOST:
        bounded[Cue.SHORT] = 0.0
    if signals.n_words < LONG_AT_LEAST:
        bounded[Cue.LONG_WINDING] = 0.0
    places = {**signals.spans, Cue.FEELING_NAMED: feelings.named, Cue.FEELING_NEGATED: feelings.ruled_out}
    if signals.repeated:
        places[Cue.REPEATED] = (signals.repeated,)
    return {
        cue: CueFound(strength, places[cue][-1] if places.get(cue) else None)
        for cue, strength in bounded.items()
        if strength >= LEAST
    }


SHORT_AT_MOST = 14
"""Words of an answer that can still be called short."""
LONG_AT_LEAST = 22
"""Words of an answer that can be called long."""


def _bound(strengths: dict[Cue, float], cue: Cue, is_there: bool, least: float) -> None:
    """What isn't there has strength 0; what is there, `least` at least."""
    if strengths:
        strengths[cue] = max(strengths.get(cue, 0.0), least) if is_there else 0.0


def _asked_as_written(text: str, bank: QuestionBank) -> Asked:
    """What was asked, when it is a text of the bank as it stands."""
    folded = " ".join(text.lower().split())
    found = next((each for each in bank.follow_ups if folded in (each.text.lower(), each.id)), None)
    return Asked(found.id if found else None, found.move if found else None, ())
