"""What the pages say, from `texts.toml`, and in other languages as the bank has it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from nudge.domain.translations import ORIGINAL, Translations, languages_of

Places = Mapping[str, Mapping[str, str]]


class Texts:
    """The texts by place, such as "done.open".

    Args:
        translations: those that have every text of every place are used.
    """

    def __init__(self, path: Path, translations: Translations | None = None) -> None:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        self._said = TextsIn(ORIGINAL, dict(_places(tables)))
        self._others = {
            locale.lower(): TextsIn(locale, one.pages)
            for locale, one in (translations or Translations()).by_locale.items()
            if self._said.is_whole_in(one.pages)
        }

    def at(self, place: str, **slots: object) -> Mapping[str, str]:
        """The texts of one page, their slots filled as far as they are given."""
        return self._said.at(place, **slots)

    def in_locale(self, locale: str) -> TextsIn:
        """All texts in the nearest language in which all of them are there."""
        for language in languages_of(locale):
            if language in self._others:
                return self._others[language]
        return self._said


class TextsIn:
    """The texts in one language."""

    def __init__(self, language: str, places: Places) -> None:
        self.language = language
        self._places = places

    def at(self, place: str, **slots: object) -> Mapping[str, str]:
        """The texts of one page, their slots filled as far as they are given."""
        return {name: text.format_map(_Slots(slots)) for name, text in self._places[place].items()}

    def day(self, day: date) -> str:
        """A day as one says it, such as "Friday 6 March"."""
        dates = self._places["dates"]
        weekday = dates["weekdays"].split()[day.weekday()]
        return self.at("dates", weekday=weekday, n=day.day, month=dates["months"].split()[day.month - 1])[
            "day"
        ]

    def number(self, n: int) -> str:
        """A number as one says it, from two to twelve in words."""
        words = self._places["dates"]["numbers"].split()
        return words[n - 2] if 2 <= n < 2 + len(words) else str(n)

    def is_whole_in(self, places: Places) -> bool:
        """Whether others have every text of every place."""
        return all(texts.keys() <= places.get(place, {}).keys() for place, texts in self._places.items())


class _Slots(dict[str, object]):
    """Slots, of which those that aren't given stay to be filled later."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def _places(table: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every table by its full name, with the texts that are directly in it."""
    if place:
        yield place, {name: value for name, value in table.items() if type(value) is str}
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _places(value, f"{place}.{name}".lstrip("."))
