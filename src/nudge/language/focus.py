"""Which themes somebody means who says what they want to work on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nudge.domain.questions import QuestionBank

NearThemes = Sequence[tuple[tuple[str, float], ...]]


def focus_themes(bank: QuestionBank, focus: Sequence[str], near: NearThemes) -> tuple[str, ...]:
    """Theme ids, in the order of the focus: named by id or phrase, else those in it and those it is near to.

    An opt-in theme has to be named, alone or among other words; being near to it isn't asking for it.

    Args:
        near: for each focus text the themes that it is near to, with their strength, strongest first.
    """
    named = {_plain(name): theme.id for theme in bank.themes for name in (theme.id, theme.phrase)}
    found: list[str] = []
    texts = [text for text in focus if text.strip()]
    for text, close in zip(texts, near, strict=True):
        if _plain(text) in named:
            found.append(named[_plain(text)])
        else:
            found += [theme.id for theme in bank.themes if _holds(text, theme.id)]
            found += [theme for theme, _ in close if not bank.themes_by_id[theme].opt_in]
    return tuple(dict.fromkeys(found))


def _holds(text: str, name: str) -> bool:
    """Whether the name stands in the text as words of its own."""
    return re.search(rf"\b{re.escape(_plain(name))}\b", _plain(text)) is not None


def _plain(name: str) -> str:
    return name.casefold().replace("-", " ").replace("_", " ").strip()
