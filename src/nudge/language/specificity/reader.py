"""Reads pledges with the models, and by rules alone where these can't be used."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence

from nudge.domain.errors import Unavailable
from nudge.domain.missing_pieces import PledgeSlots
from nudge.domain.pledges import SaidBack
from nudge.domain.specificity import PledgeReading
from nudge.language.parser import Parser
from nudge.language.pledges.wording import PledgeWording
from nudge.language.specificity.asking.slots import pledge_slots
from nudge.language.specificity.model import ROLE
from nudge.language.specificity.rules.scorer import VERSION, RuleScorer
from nudge.language.specificity.scorer import SpecificityScorer
from nudge.language.specificity.stripping import LONGEST_TEXT


class RulesReader:
    """A `PledgeReader` without any model; each reading says why.

    Args:
        error: why the models can't be used.
    """

    def __init__(self, error: Unavailable) -> None:
        self._degraded = f"{error.code}: {error.message}"
        self._scorer = RuleScorer()

    @property
    def models(self) -> Mapping[str, str]:
        """The rules, by their version."""
        return {ROLE: VERSION}

    def warm_up(self) -> None:
        """Put the rules together."""
        self._scorer.warm_up()

    def assess(self, texts: Sequence[str]) -> list[PledgeReading]:
        """One reading per text, in order."""
        return [PledgeReading(*read, self._degraded) for read in self._scorer.score(texts)]

    def slots(self, texts: Sequence[str]) -> list[PledgeSlots]:
        """Nothing: what words mean isn't known without a parse."""
        return [PledgeSlots() for _ in texts]

    def say_back(self, text: str) -> SaidBack:
        """Nothing: turning words round needs a parse."""
        return SaidBack()


class LanguagePledgeReader:
    """The `PledgeReader` of the application. Any thread may use it; it keeps nothing of what it reads.

    Models are looked for once: when they can't be used, the rules read from then on.

    Args:
        scorer: scores; nothing is loaded yet.
        parser: parses pledges for the words that a question can take up; the one of the scorer.
    """

    def __init__(self, scorer: SpecificityScorer, parser: Parser) -> None:
        self._scorer = scorer
        self._parser = parser
        self._wording = PledgeWording(parser)
        self._lock = threading.Lock()
        self._is_known = False
        self._rules: RulesReader | None = None

    @property
    def models(self) -> Mapping[str, str]:
        """Name and version of what decides, by role. Looks for the models when nobody did."""
        rules = self._without_models()
        return rules.models if rules else self._scorer.models

    def warm_up(self) -> None:
        """Load the models, or else the rules; a second call does nothing."""
        rules = self._without_models()
        if rules:
            rules.warm_up()

    def assess(self, texts: Sequence[str]) -> list[PledgeReading]:
        """One reading per text, in order."""
        rules = self._without_models()
        if rules is None:
            try:
                return [PledgeReading(read, taken.times) for read, taken in self._scorer.score(texts)]
            except Unavailable as error:
                rules = self._rules = RulesReader(error)
        return rules.assess(texts)

    def slots(self, texts: Sequence[str]) -> list[PledgeSlots]:
        """What the words of each offer a question, in second person; nothing without models."""
        rules = self._without_models()
        if rules:
            return rules.slots(texts)
        cut = [text[:LONGEST_TEXT] for text in texts]
        said_back = [self._wording.say_back(text) for text in cut]
        self._wording.forget()
        return [pledge_slots(*each) for each in zip(self._parser.parse_all(cut), said_back, strict=True)]

    def say_back(self, text: str) -> SaidBack:
        """The pledge turned round, to be said to its author; nothing without models."""
        if self._without_models():
            return SaidBack()
        said_back = self._wording.say_back(text)
        self._wording.forget()
        return said_back

    def _without_models(self) -> RulesReader | None:
        """The rules, when the models can't be used."""
        with self._lock:
            if not self._is_known:
                error = self._trouble()
                self._rules = RulesReader(error) if error else None
                self._is_known = True
            return self._rules

    def _trouble(self) -> Unavailable | None:
        """Why the models can't be loaded."""
        try:
            self._scorer.warm_up()
        except Unavailable as error:
            return error
        except Exception as error:  # whatever it is, the rules still work
            return Unavailable("models-broken", f"The models can't be loaded ({type(error).__name__}).")
        return None
