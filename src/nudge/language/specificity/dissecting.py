"""Takes pledges apart for training and scoring: times, cues, the bare act, and the forms of every version."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from nudge.domain.specificity import Span
from nudge.domain.timing import TimePhrase
from nudge.language.encoder import Encoder, Vectors
from nudge.language.parser import Parser
from nudge.language.specificity.anatomy import Anatomy, anatomy
from nudge.language.specificity.cues import without_padding
from nudge.language.specificity.features import act_terms, dense
from nudge.language.specificity.model import Sample
from nudge.language.specificity.stripping import LONGEST_TEXT, Stripped, strip
from nudge.language.times.grammar import TimeGrammar


@dataclass(frozen=True, slots=True)
class Taken:
    """A pledge taken apart, and what the model looks at in each of its versions.

    Attributes:
        text: as it was given, cut to `LONGEST_TEXT`; padding is gone from all the rest.
        places: where each character of `stripped.text` stands in it.
        bare_times: what says when, placed in `stripped.text`.
        samples: one for each of the versions of `stripped`, in their order.
    """

    text: str
    places: Sequence[int]
    stripped: Stripped
    bare_times: tuple[TimePhrase, ...]
    act: Anatomy
    samples: tuple[Sample, ...]

    @property
    def times(self) -> tuple[TimePhrase, ...]:
        """What says when, placed in `text`."""
        spans = [self.given(Span(phrase.start, phrase.end, phrase.text)) for phrase in self.bare_times]
        return tuple(
            replace(phrase, start=span.start, end=span.end, text=span.text)
            for phrase, span in zip(self.bare_times, spans, strict=True)
        )

    def given(self, span: Span) -> Span:
        """Where words of `stripped.text` stand in `text`; padding between them is part of it."""
        start, end = self.places[span.start], self.places[span.end - 1] + 1
        return Span(start, end, self.text[start:end])

    @property
    def sample(self) -> Sample:
        """That of the whole pledge."""
        return self.samples[0]


class PledgeDissector:
    """Takes pledges apart: times, cues, the bare act and its forms. What training and scoring share.

    Args:
        encoder: makes the vectors of forms.
        parser: parses the bare acts.
    """

    def __init__(self, encoder: Encoder, parser: Parser) -> None:
        self._encoder = encoder
        self._parser = parser
        self._lock = threading.Lock()
        self._words: tuple[Any, TimeGrammar] | None = None

    def take_apart(self, texts: Sequence[str], *, whole_only: bool = False) -> list[Taken]:
        """Each text taken apart, in order; texts are cut to `LONGEST_TEXT` characters.

        Args:
            whole_only: look at the whole pledges alone, as training does, not at their other versions.

        Raises:
            Unavailable: `models-missing` when a model isn't there or isn't the right one.
        """
        given = [text[:LONGEST_TEXT] for text in texts]
        padded = [without_padding(text) for text in given]
        times = [self.times(bare) for bare, _ in padded]
        stripped = [_strip(bare, said) for (bare, _), said in zip(padded, times, strict=True)]
        if whole_only:
            stripped = [replace(each, versions=each.versions[:1]) for each in stripped]
        acts = [anatomy(doc) for doc in self._parser.parse_all([each.act for each in stripped])]
        forms = self._forms(stripped)
        return [
            Taken(text, places, each, said, act, tuple(_samples(each, said, act, forms)))
            for text, (_, places), each, said, act in zip(given, padded, stripped, times, acts, strict=True)
        ]

    def _forms(self, stripped: Sequence[Stripped]) -> Mapping[str, Vectors]:
        """The vectors of all acts and versions, by their text, made in one batch."""
        texts = sorted({text for each in stripped for text in (each.act, *(v.text for v in each.versions))})
        return dict(zip(texts, self._encoder.encode_forms(texts), strict=True))

    def times(self, text: str) -> tuple[TimePhrase, ...]:
        """The words of a text that say when."""
        tokenizer, grammar = self._tokenizer()
        return tuple(grammar.find(tokenizer(text)))

    def _tokenizer(self) -> tuple[Any, TimeGrammar]:
        with self._lock:
            if self._words is None:
                import spacy

                blank = spacy.blank("en")
                self._words = blank.make_doc, TimeGrammar(blank.vocab)
            return self._words


def _strip(text: str, times: Sequence[TimePhrase]) -> Stripped:
    spans = [(Span(phrase.start, phrase.end, phrase.text), phrase.is_condition) for phrase in times]
    return strip(text, [s for s, is_if in spans if not is_if], [s for s, is_if in spans if is_if])


def _samples(
    stripped: Stripped, times: Sequence[TimePhrase], act: Anatomy, forms: Mapping[str, Vectors]
) -> Iterable[Sample]:
    terms = act_terms(act)
    for version in stripped.versions:
        vectors = np.stack([forms[stripped.act], forms[version.text]])
        yield Sample(dense(stripped, version, times, act), terms, vectors)
