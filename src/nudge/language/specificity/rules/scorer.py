"""Scores pledges by plain rules, for when the models can't be used; and what the models are measured against.

Nothing is parsed and nothing is learnt: words, cues and times are counted. It needs spaCy's tokenizer only.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from nudge.domain.specificity import HIGHEST, LOWEST, Facet, FacetReading, PledgeKind, Span, Specificity
from nudge.domain.timing import Role, TimePhrase
from nudge.language.pledges.verbs import words
from nudge.language.specificity.anatomy_words import VAGUE
from nudge.language.specificity.rules.plain_act import Word, is_passive
from nudge.language.specificity.rules.plain_promise import MORE, SOFT, PlainPledge
from nudge.language.specificity.stripping import LONGEST_TEXT, strip
from nudge.language.times.grammar import TimeGrammar

VERSION = "rules@1"
MOST_SPANS = 4
N_DECIMALS = 2
START = 0.4
POINTS: Mapping[tuple[Facet, int], float] = {
    (Facet.ACTION, 1): 0.1,
    (Facet.ACTION, 2): 0.4,
    (Facet.WHEN, 1): 0.4,
    (Facet.WHEN, 2): 1.5,
    (Facet.MEASURE, 1): 0.1,
    (Facet.MEASURE, 2): 0.6,
    (Facet.CONTEXT, 1): 0.4,
    (Facet.CONTEXT, 2): 0.8,
    (Facet.OWNERSHIP, 1): 0.1,
    (Facet.OWNERSHIP, 2): 0.5,
    (Facet.COMMITMENT, 1): 0.4,
    (Facet.COMMITMENT, 2): 0.8,
}
"""What each level adds. Chosen: by hand on the writers offices, trades and health_and_private; all at their
best make 5. Time weighs most, since words tell it most surely; of the act they tell less surely."""
OF_NO_PLEDGE = 0.5
"""Part of the points that counts where nothing is promised. Chosen: as `POINTS`."""
PROBABILITY, PROBABILITY_NOT = 0.9, 0.3
"""That it is a pledge, when the rules say so and when they don't. Chosen: what came true of those writers."""

UNSAID = words("wish would-like might maybe")
"""Cues of what is no promise, unless another cue makes it one."""
SAID_SOFTLY = words("hope plan firm if-possible")
STATES = words(
    "be become feel stay remain trust respect believe appreciate care love enjoy grow embrace live"
)
"""Verbs of what one is rather than does."""
LOOSE_ACTS = VAGUE | words(
    "exercise read listen delegate plan organise organize relax rest sleep eat talk speak study"
    " practise practice network learn train research cut step save"
)
"""Verbs that many acts would fit unless more is said."""


class RuleScorer:
    """Scores pledges by rules. Any thread may use it; a text has the same score whatever comes with it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._words: tuple[Any, TimeGrammar] | None = None

    def warm_up(self) -> None:
        """Put the time grammar together; a second call does nothing."""
        self._tokenizer()

    def score(self, texts: Sequence[str]) -> list[tuple[Specificity, tuple[TimePhrase, ...]]]:
        """How specific each pledge is, and its words that say when, in order."""
        return [self._score(text[:LONGEST_TEXT]) for text in texts]

    def _score(self, text: str) -> tuple[Specificity, tuple[TimePhrase, ...]]:
        tokenizer, grammar = self._tokenizer()
        times = tuple(grammar.find(tokenizer(text)))
        stripped = strip(text, [Span(phrase.start, phrase.end, phrase.text) for phrase in times])
        return assess(PlainPledge(stripped, times)), times

    def _tokenizer(self) -> tuple[Any, TimeGrammar]:
        with self._lock:
            if self._words is None:
                import spacy

                blank = spacy.blank("en")
                self._words = blank.make_doc, TimeGrammar(blank.vocab)
            return self._words


def assess(pledge: PlainPledge) -> Specificity:
    """What the rules say about one pledge that was taken apart."""
    share = 1.0 if pledge.is_pledge else OF_NO_PLEDGE
    facets = {facet: _reading(pledge, facet, share) for facet in Facet}
    points = sum(reading.points for reading in facets.values())
    overall = round(min(HIGHEST, max(LOWEST, START + points)), N_DECIMALS)
    return Specificity(
        overall=overall,
        start=round(overall - points, N_DECIMALS),
        is_pledge=pledge.is_pledge,
        pledge_probability=PROBABILITY if pledge.is_pledge else PROBABILITY_NOT,
        n_actions=max(1, len(pledge.act.verbs)) if pledge.is_pledge else 0,
        kind=pledge.kind,
        facets=facets,
        intent_probability=PROBABILITY if pledge.is_pledge or pledge.is_request else PROBABILITY_NOT,
        flags=tuple(name for name, is_so in _flags(pledge).items() if is_so),
    )


def _reading(pledge: PlainPledge, facet: Facet, share: float) -> FacetReading:
    level = LEVELS[facet](pledge)
    spans = tuple(_evidence(pledge, facet)[:MOST_SPANS]) if level else ()
    if not spans:
        return FacetReading(0)
    return FacetReading(level, spans, round(share * POINTS[facet, level], N_DECIMALS))


def _action(pledge: PlainPledge) -> int:
    act, verb = pledge.act, pledge.verb
    if not act.words or not (pledge.is_pledge or pledge.is_request):
        return 0
    is_exact = bool(pledge.is_counted or act.stops)
    more = MORE.search(act.text) is not None and not pledge.is_counted
    if verb is None:
        if more:
            return 1 if act.sure else 0
        return 2 if is_exact or (act.sure and len(act.words) > 2) else 1
    if verb.base in STATES:
        return 0
    return 1 if (verb.base in LOOSE_ACTS or more) and not is_exact else 2


def _when(pledge: PlainPledge) -> int:
    return max((phrase.level for phrase in pledge.times), default=1 if pledge.act.stops else 0)


def _measure(pledge: PlainPledge) -> int:
    action = _action(pledge)
    if pledge.is_counted and action:
        return 2
    if "fuzzy" in pledge.cues and action and not pledge.act.stops:
        return 1
    return 2 if action == 2 else 0


def _context(pledge: PlainPledge) -> int:
    if pledge.act.sure or any(_is_situation(phrase) for phrase in pledge.times):
        return 2
    return 1 if pledge.act.loose else 0


def _ownership(pledge: PlainPledge) -> int:
    if not pledge.act.words:
        return 2 if pledge.times else 0
    if not pledge.is_pledge:
        return 0
    if pledge.act.who != "I" and is_passive(pledge.act):
        return 1
    return {"I": 2, "": 2, "we": 1, "other": 0}[pledge.act.who]


def _commitment(pledge: PlainPledge) -> int:
    if not pledge.is_pledge or "wish" in pledge.cues:
        return 0
    if pledge.cues & UNSAID:
        return 1 if pledge.cues & SAID_SOFTLY else 0
    return 1 if pledge.cues & SOFT or any(phrase.is_condition for phrase in pledge.times) else 2


LEVELS: Mapping[Facet, Callable[[PlainPledge], int]] = {
    Facet.ACTION: _action,
    Facet.WHEN: _when,
    Facet.MEASURE: _measure,
    Facet.CONTEXT: _context,
    Facet.OWNERSHIP: _ownership,
    Facet.COMMITMENT: _commitment,
}


def _is_situation(phrase: TimePhrase) -> bool:
    return phrase.names_event or (phrase.meaning.role is Role.CUE and phrase.level == 2)


def _evidence(pledge: PlainPledge, facet: Facet) -> list[Span]:
    """The words that earn a facet its level, in order of place."""
    act, times = pledge.act, [Span(phrase.start, phrase.end, phrase.text) for phrase in pledge.times]
    head = _spans(pledge, act.verbs) or _spans(pledge, act.words[:1]) or times
    if facet is Facet.WHEN:
        return times or _spans(pledge, act.stops)
    if facet is Facet.MEASURE:
        return _cues(pledge, "exact", "amount") or _cues(pledge, "fuzzy") or head
    if facet is Facet.CONTEXT:
        cues = [Span(p.start, p.end, p.text) for p in pledge.times if _is_situation(p)]
        sure = sorted([*_spans(pledge, act.sure), *cues], key=lambda span: span.start)
        return sure or _spans(pledge, act.loose)
    if facet is Facet.COMMITMENT:
        return _cues(pledge, "firm", "vow", "vowed", "label", *SOFT) or head[:1]
    return head if facet is Facet.ACTION else head[:1]


def _spans(pledge: PlainPledge, found: Sequence[Word]) -> list[Span]:
    spans = (pledge.stripped.span(word.start, word.end) for word in found)
    return [span for span in spans if span is not None]


def _cues(pledge: PlainPledge, *names: str) -> list[Span]:
    return list(dict.fromkeys(cue.span for cue in pledge.stripped.cues if cue.name in names))


def _flags(pledge: PlainPledge) -> Mapping[str, bool]:
    is_still = pledge.kind in (PledgeKind.NOTICE, PledgeKind.WAIT)
    return {
        "empty": not pledge.stripped.text.strip(),
        "cut": len(pledge.stripped.text) == LONGEST_TEXT,
        "several-actions": pledge.is_pledge and len(pledge.act.verbs) > 1,
        "waiting-is-the-point": pledge.is_pledge and is_still,
        "refusal": not pledge.is_pledge and "refusal" in pledge.cues,
        "advert": not pledge.is_pledge and pledge.is_advert,
        "request": not pledge.is_pledge and pledge.is_request,
    }
