"""The words of a pledge that earn each facet its level."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from nudge.domain.specificity import Facet, Span
from nudge.domain.timing import TimePhrase
from nudge.language.pledges.verbs import words as word_list
from nudge.language.specificity.anatomy import Anatomy
from nudge.language.specificity.cues import Cue
from nudge.language.specificity.features import FIRM
from nudge.language.specificity.stripping import HEDGES, Stripped

if TYPE_CHECKING:
    from spacy.tokens import Token

MOST_SPANS = 4
STOPS = word_list("stop quit no not never don't dont without less cease refrain avoid n't nae")
"""Words of a bare stop: it goes for all times, though it names none."""

COUNTS = frozenset({"exact", "amount"})


def evidence(
    facet: Facet, level: int, stripped: Stripped, times: Sequence[TimePhrase], act: Anatomy
) -> tuple[Span, ...]:
    """The words that earn a level of 1 or 2, first the best ones found; empty when no word could have."""
    found = {
        Facet.ACTION: _action,
        Facet.WHEN: _when,
        Facet.MEASURE: _measure,
        Facet.CONTEXT: _context,
        Facet.OWNERSHIP: _ownership,
        Facet.COMMITMENT: _commitment,
    }[facet](level, stripped, times, act)
    if not found and facet in (Facet.OWNERSHIP, Facet.COMMITMENT):
        found = [Span(phrase.start, phrase.end, phrase.text) for phrase in times]  # "by Friday!!"
    return tuple(
        _joined(sorted(set(found), key=lambda span: (span.start, -span.end)), stripped.text)[:MOST_SPANS]
    )


def _joined(spans: Sequence[Span], text: str) -> list[Span]:
    """The spans, those that touch made one: "stand" and "up" of "stand-up"."""
    found: list[Span] = []
    for span in spans:
        if found and span.start - found[-1].end <= 1:
            last = found.pop()
            span = Span(last.start, max(last.end, span.end), text[last.start : max(last.end, span.end)])
        found.append(span)
    return found


def _action(level: int, stripped: Stripped, times: Sequence[TimePhrase], act: Anatomy) -> list[Span]:
    return _spans(stripped, act.verbs) or _spans(stripped, act.objects) or _any_word(stripped, act)


def _when(level: int, stripped: Stripped, times: Sequence[TimePhrase], act: Anatomy) -> list[Span]:
    said = [Span(phrase.start, phrase.end, phrase.text) for phrase in times if phrase.level >= level]
    said = said or [Span(phrase.start, phrase.end, phrase.text) for phrase in times]
    return said or _spans(stripped, [token for token in act.doc if token.lower_ in STOPS])[:1]


def _measure(level: int, stripped: Stripped, times: Sequence[TimePhrase], act: Anatomy) -> list[Span]:
    counted = _cues(stripped, COUNTS if level == 2 else COUNTS | {"fuzzy"})
    products = [token for token in act.objects if token.pos_ != "PRON" and token not in act.names]
    return counted or _spans(stripped, products[:1], whole=True) or _action(level, stripped, times, act)


def _context(level: int, stripped: Stripped, times: Sequence[TimePhrase], act: Anatomy) -> list[Span]:
    events = [Span(phrase.start, phrase.end, phrase.text) for phrase in times if phrase.names_event]
    sure = _spans(stripped, [*act.names, *act.definite]) + events
    loose = _spans(stripped, act.generic)
    best, second = (sure, loose) if level == 2 else (loose, sure)
    pronouns = [token for token in act.doc if token.pos_ == "PRON" and token.lower_ not in ("i", "we")]
    return best or second or _spans(stripped, pronouns) or _spans(stripped, act.objects)


def _ownership(level: int, stripped: Stripped, times: Sequence[TimePhrase], act: Anatomy) -> list[Span]:
    return (
        _spans(stripped, act.subjects)
        or [cue.span for cue in stripped.cues if cue.stand_in and cue.stand_in.split()[0] in ("I", "we")][:1]
        or _action(level, stripped, times, act)[:1]
    )


def _commitment(level: int, stripped: Stripped, times: Sequence[TimePhrase], act: Anatomy) -> list[Span]:
    firm, hedged = _cues(stripped, FIRM), _cues(stripped, HEDGES)
    return (
        (firm if level == 2 else hedged or firm) or firm or hedged or _action(level, stripped, times, act)[:1]
    )


def _cues(stripped: Stripped, names: Iterable[str]) -> list[Span]:
    wanted = set(names)
    return [cue.span for cue in _outer(stripped.cues) if cue.name in wanted]


def _outer(cues: Sequence[Cue]) -> list[Cue]:
    """The cues that lie in no longer one of another place."""
    return [
        cue
        for cue in cues
        if not any(
            other.span != cue.span and other.span.start <= cue.span.start and cue.span.end <= other.span.end
            for other in cues
        )
    ]


def _spans(stripped: Stripped, tokens: Iterable[Token], *, whole: bool = False) -> list[Span]:
    found = []
    for token in tokens:
        first = token.left_edge if whole else token
        span = stripped.span(first.idx, token.idx + len(token))
        if span is not None:
            found.append(span)
    return found


def _any_word(stripped: Stripped, act: Anatomy) -> list[Span]:
    return _spans(stripped, [token for token in act.doc if token.is_alpha][:1])
