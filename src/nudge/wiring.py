"""The one place that knows every part: builds the ring, closes it again."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from nudge.app.question_sets import QuestionSets
from nudge.bank.loading import load_bank
from nudge.bank.rendering import TemplateRenderer
from nudge.language.reader import LanguageReader, language_reader
from nudge.settings import Settings

log = logging.getLogger("nudge")


def question_sets(settings: Settings) -> QuestionSets:
    """The stateless use case: a bank and the models, nothing stored."""
    return QuestionSets(load_bank(settings.bank), reader(settings), TemplateRenderer())


def reader(settings: Settings) -> LanguageReader:
    """The language models, not loaded yet."""
    return language_reader(
        settings.models,
        encoder=settings.encoder or None,
        n_threads=settings.encoder_threads,
        cache=settings.data / "cache",
    )
