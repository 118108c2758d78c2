"""Which themes somebody means who says what they want to work on."""

from __future__ import annotations

import pytest
from tests.strategies import make_bank, make_question

from nudge.domain.questions import Stage
from nudge.language.focus import focus_themes

BANK = make_bank([make_question(Stage.REFLECT)])


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("remote", ("remote",)),
        ("handing things over", ("delegation",)),
        ("remote teams (stations)", ("remote",)),
        ("Inclusion, in how we plan shifts", ("inclusion",)),
        ("my remoteness", ()),
        ("layoff rumours", ()),
        ("  ", ()),
    ],
)
def test_a_theme_is_meant_where_it_is_named(said: str, meant: tuple[str, ...]) -> None:
    """Alone, by its phrase, or as a word among others; part of another word names nothing."""
    near = [()] if said.strip() else []
    assert focus_themes(BANK, [said], near) == meant


def test_what_is_only_near_counts_unless_it_has_to_be_asked_for() -> None:
    """Near themes come after the named one; an opt-in theme that is only near doesn't come."""
    near = [(("layoffs", 0.6), ("inclusion", 0.5), ("remote", 0.4))]
    assert focus_themes(BANK, ["remote work after the cuts"], near) == ("remote", "layoffs")
