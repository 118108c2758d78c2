"""The bank in other languages: which words somebody gets, and what is marked when theirs are missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

ORIGINAL = "en"
"""The language that the bank is written in."""
LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
"""A language with its script and region, as far as they matter. Source: RFC 5646, 2.1."""


class TextKind(StrEnum):
    """What is translated, by the kind of its table in the bank."""

    QUESTION = "question"
    CHECK_IN = "check_in"
    NUDGE = "nudge"


@dataclass(frozen=True, slots=True)
class Translated:
    """What a text of the bank says in another language.

    Attributes:
        stands_for: the original that was translated. A text that says something else now isn't this one.
        with_slot: wordings with own words, by what is filled in.
        subject, why: of a nudge.
    """

    stands_for: str
    text: str
    with_slot: Mapping[str, str] = field(default_factory=dict)
    subject: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Translation:
    """Everything that the bank says in one other language.

    Attributes:
        locale: such as "de" or "de-AT".
        texts: by kind and id.
        pages: what mails and pages say around them, by place, such as "done.open".
    """

    locale: str
    texts: Mapping[tuple[TextKind, str], Translated] = field(default_factory=dict)
    pages: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """The language in which a text is there, and its words; None for the original.

    `is_fallback` says that it isn't one that was asked for.
    """

    language: str = ORIGINAL
    is_fallback: bool = False
    words: Translated | None = None


@dataclass(frozen=True, slots=True)
class Translations:
    """All translations of a bank, by locale."""

    by_locale: Mapping[str, Translation] = field(default_factory=dict)

    def find(self, kind: TextKind, id: str, original: str, locale: str) -> Found:
        """The text in the nearest language there is, the original where there is none.

        Args:
            original: as it is asked now. When the translation stands for other words, because somebody
                changed them since or an organisation has its own, it isn't used.
        """
        for language in languages_of(locale):
            if language == ORIGINAL:
                return Found()
            translation = self._of(language)
            words = translation.texts.get((kind, id)) if translation else None
            if translation and words and words.stands_for == original:
                return Found(translation.locale, words=words)
        return Found(is_fallback=True)

    def page(self, place: str, locale: str, names: Iterable[str]) -> tuple[str, Mapping[str, str]]:
        """The language of a page, and what it says; no words for the original.

        Args:
            names: what the page has to say. Where one is missing the whole page is the original.
        """
        needed = set(names)
        for language in languages_of(locale):
            translation = self._of(language)
            texts = translation.pages.get(place, {}) if translation else {}
            if translation and needed <= texts.keys():
                return translation.locale, texts
        return ORIGINAL, {}

    def _of(self, language: str) -> Translation | None:
        return next((one for name, one in self.by_locale.items() if name.lower() == language), None)


def languages_of(locale: str) -> tuple[str, ...]:
    """A locale in small letters and what it falls back to, the nearest first; the original for an empty one.

    Source: RFC 4647, 3.4.

    >>> languages_of("de-AT")
    ('de-at', 'de')
    >>> languages_of("zh_Hant_TW"), languages_of("de-x-mine")
    (('zh-hant-tw', 'zh-hant', 'zh'), ('de-x-mine', 'de'))
    """
    parts = [part for part in locale.strip().lower().replace("_", "-").split("-") if part] or [ORIGINAL]
    found = []
    while parts:
        found.append("-".join(parts))
        parts.pop()
        if parts and len(parts[-1]) == 1:
            parts.pop()
    return tuple(found)


def is_name(words: str) -> bool:
    """Whether words are a name, which is the same in every language, rather than "your director".

    >>> is_name("Priya"), is_name("Ana García"), is_name("your director")
    (True, True, False)
    """
    return all(word[:1].isupper() for word in words.split())
