"""Which words somebody gets who speaks another language, and what is marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudge.domain.translations import (
    LOCALE,
    ORIGINAL,
    TextKind,
    Translated,
    Translation,
    Translations,
    languages_of,
)

TEXT = "What now?"


def translations(**words: str) -> Translations:
    """One question in some languages, "_" for "-"."""
    return Translations(
        {
            name.replace("_", "-"): Translation(
                name.replace("_", "-"), {(TextKind.QUESTION, "act.now"): Translated(TEXT, text)}
            )
            for name, text in words.items()
        }
    )


@pytest.mark.parametrize(
    ("locale", "language", "is_fallback"),
    [
        ("de-AT", "de-AT", False),
        ("de-CH", "de", False),
        ("DE_at", "de-AT", False),
        ("en-GB", "en", False),
        ("", "en", False),
        ("fr-CA", "en", True),
        ("de-x-mine", "de", False),
    ],
)
def test_the_nearest_language_is_used(locale: str, language: str, is_fallback: bool) -> None:
    """Region and script go first; only who speaks neither the original nor a translation gets a mark."""
    found = translations(de="Was nun?", de_AT="Und jetzt?").find(TextKind.QUESTION, "act.now", TEXT, locale)
    assert (found.language, found.is_fallback) == (language, is_fallback)


def test_other_words_under_the_same_id_are_not_translated() -> None:
    """What an organisation reworded is asked in its words, marked, not in the old ones of a translation."""
    found = translations(de="Was nun?").find(TextKind.QUESTION, "act.now", "What will you ship?", "de")
    assert (found.language, found.is_fallback, found.words) == (ORIGINAL, True, None)


def test_a_page_is_whole_in_one_language() -> None:
    """Where one text of a page is missing, all of it is the original."""
    de = Translation("de", pages={"done": {"title": "Fertig?"}})
    found = Translations({"de": de})
    assert found.page("done", "de-AT", ["title"]) == ("de", {"title": "Fertig?"})
    assert found.page("done", "de-AT", ["title", "button"]) == (ORIGINAL, {})


@given(st.from_regex(LOCALE, fullmatch=True), st.sets(st.sampled_from(["de", "de-AT", "fr", "pt-BR"])))
def test_what_is_not_in_the_own_language_is_marked(locale: str, there: set[str]) -> None:
    """Whatever is there: either the language is one that was asked for, or it is marked."""
    words = {name.replace("-", "_"): "…" for name in there}
    found = translations(**words).find(TextKind.QUESTION, "act.now", TEXT, locale)
    assert found.is_fallback == (found.language.lower() not in languages_of(locale))
    assert (found.words is None) == (found.language == ORIGINAL)
