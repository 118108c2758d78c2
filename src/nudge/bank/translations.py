"""The folders of `translations/` in a bank: its texts in other languages, under the ids they have in it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from nudge.bank.files import BankProblem, CheckInTable, Curated, NudgeTable, QuestionTable
from nudge.bank.german import german_problems
from nudge.bank.references import Placed, Tables
from nudge.bank.rendering import template_problem
from nudge.domain.spelling import did_you_mean
from nudge.domain.translations import LOCALE, ORIGINAL, TextKind, Translated, Translation, Translations

FOLDER = "translations"
PAGES = "page.toml"
MOST_WORDS = {TextKind.QUESTION: 50, TextKind.CHECK_IN: 45, TextKind.NUDGE: 55}
"""Words of a text, those of its slots not counted. Chosen: a lead-in and a question read in one breath; other
languages than English need a few words more."""
LONGEST_SUBJECT = 60
"""Characters. Chosen: what most mail programs show of a subject; other languages than English need more."""
_LANGUAGES = {"de": german_problems}
"""What is checked beyond that, by language."""


class TranslationTable(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`[[question]]` and `[[check_in]]` of a translation. `of_version` is the original's that it says."""

    id: str
    of_version: int
    status: Literal["published", "draft"] = "published"
    text: str
    with_slot: dict[Literal["person", "quote"], str] = {}


class NudgeTranslationTable(TranslationTable, kw_only=True):
    """`[[nudge]]` of a translation."""

    subject: str
    why: str


KINDS: Mapping[str, Mapping[str, type[msgspec.Struct]]] = {
    "questions.toml": {TextKind.QUESTION.value: TranslationTable},
    "check_ins.toml": {TextKind.CHECK_IN.value: TranslationTable},
    "nudges.toml": {TextKind.NUDGE.value: NudgeTranslationTable},
}
"""What is in each file of a language."""
_ORIGINALS: Mapping[str, type[Curated]] = {
    TextKind.QUESTION: QuestionTable,
    TextKind.CHECK_IN: CheckInTable,
    TextKind.NUDGE: NudgeTable,
}


def translation_files(directory: Path) -> Iterator[tuple[str, Path]]:
    """Locale and path of every file of the translations of a bank that holds texts."""
    for folder in _folders(directory):
        yield from ((folder.name, folder / name) for name in KINDS if (folder / name).exists())


def folder_problems(directory: Path) -> Iterator[BankProblem]:
    """Folders that aren't named by a language, and files in them that nobody would read."""
    for folder in _folders(directory):
        place = f"{FOLDER}/{folder.name}"
        if not LOCALE.fullmatch(folder.name) or folder.name == ORIGINAL:
            yield BankProblem(
                place, 1, f"“{folder.name}” isn't another language; name it like “de” or “pt-BR”"
            )
        for path in sorted(folder.iterdir()):
            if path.name not in (*KINDS, PAGES):
                hint = did_you_mean(path.name, [*KINDS, PAGES])
                yield BankProblem(f"{place}/{path.name}", 1, f"unknown file “{path.name}”. {hint}")


def _folders(directory: Path) -> list[Path]:
    place = directory / FOLDER
    return sorted(path for path in place.iterdir() if path.is_dir()) if place.is_dir() else []


def read_pages(directory: Path, tables: Tables) -> list[BankProblem]:
    """Read what mails and pages say in each language into the tables; returns what could not be read."""
    problems = []
    for folder in _folders(directory):
        path = folder / PAGES
        if path.exists():
            name = path.relative_to(directory).as_posix()
            try:
                text = path.read_text(encoding="utf-8")
                tables.digest.update(name.encode() + b"\0" + text.encode() + b"\0")
                tables.pages[folder.name] = dict(_places(tomllib.loads(text)))
            except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
                problems.append(BankProblem(name, 1, f"isn't valid TOML: {error}"))
    return problems


def _places(table: Mapping[str, object], place: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
    """Tables by their full name, such as "done.open", with the texts that are directly in them."""
    texts = {name: value for name, value in table.items() if isinstance(value, str)}
    if texts and place:
        yield place, texts
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _places(value, f"{place}.{name}".lstrip("."))


def translation_problems(tables: Tables) -> list[BankProblem]:
    """What is wrong with the translations of a bank, by itself and with the texts that they translate."""
    originals = _originals(tables)
    problems = []
    for locale, translated in tables.translated.items():
        seen = set()
        for placed in translated.placed:
            table = _table(placed)
            if (placed.kind, table.id) in seen:
                problems.append(placed.problem(f"the id “{table.id}” is translated twice", "id"))
            seen.add((placed.kind, table.id))
            found = _problems(locale, placed, originals)
            problems += [placed.problem(message, key) for message, key in found]
    return problems


def _problems(
    locale: str, placed: Placed, originals: Mapping[tuple[str, str], Curated]
) -> Iterator[tuple[str, str | None]]:
    table, kind = _table(placed), TextKind(placed.kind)
    original = originals.get((kind, table.id))
    if original is None:
        ids = [id for one, id in originals if one == kind]
        if ids:  # a bank may do without nudges
            yield f"the bank has no “{table.id}”. {did_you_mean(table.id, ids)}", "id"
        return
    if table.of_version > original.version:
        yield f"the bank has version {original.version} of “{table.id}”, no later one", "of_version"
    elif table.of_version == original.version and kind is not TextKind.NUDGE:
        yield from _unknown_slots(table, original)
    yield from _wording_problems(table, MOST_WORDS[kind])
    if isinstance(table, NudgeTranslationTable):
        yield from _nudge_problems(table)
    check = _LANGUAGES.get(locale.partition("-")[0])
    if check:
        for key, text in words_of(table).items():
            yield from ((message, key) for message in check(text, kind=kind))


def _unknown_slots(table: TranslationTable, original: Curated) -> Iterator[tuple[str, str]]:
    """A slot is only filled where the original has a wording for it; said back, a pledge is quoted."""
    slots = getattr(original, "with_slot", {})
    known = {*slots, "quote"} if "pledge" in slots else set(slots)
    for slot in table.with_slot:
        if slot not in known:
            yield f"the original has no wording with {slot}", slot


def _wording_problems(table: TranslationTable, most: int) -> Iterator[tuple[str, str]]:
    if "{" in table.text and (problem := template_problem(table.text, allowed=())):
        yield f"the text must be good without any slot: {problem}", "text"
    for key, text in words_of(table).items():
        if not text.strip():
            yield "it is empty", key
        if len(text.split()) > most:
            yield f"more than {most} words", key
        if text.count("?") > 1:
            yield "it asks more than one question", key
    for slot, template in table.with_slot.items():
        if problem := template_problem(template, allowed=(slot,)):
            yield f"the wording with {slot}: {problem}", slot
        elif "{{" not in template:
            yield f"the wording with {slot} doesn't use it; write {{{{ {slot} }}}}", slot


def _nudge_problems(table: NudgeTranslationTable) -> Iterator[tuple[str, str]]:
    if len(table.subject) > LONGEST_SUBJECT or not table.subject.isprintable():
        yield f"a subject has at most {LONGEST_SUBJECT} characters on one line", "subject"
    for key in ("subject", "why"):
        text = getattr(table, key)
        if "{" in text and (problem := template_problem(text, allowed=())):
            yield f"{key} has no words of the pledge: {problem}", key


def words_of(table: TranslationTable) -> Mapping[str, str]:
    """What a translation says, by key."""
    fields = ("subject", "text", "why") if isinstance(table, NudgeTranslationTable) else ("text",)
    return {key: str(getattr(table, key)) for key in fields} | {
        str(slot): text for slot, text in table.with_slot.items()
    }


def stale_translations(tables: Tables) -> Iterator[tuple[Placed, int]]:
    """Translations of words that were changed since, with the version that the bank has now."""
    originals = _originals(tables)
    for translated in tables.translated.values():
        for placed in translated.placed:
            table = _table(placed)
            original = originals.get((placed.kind, table.id))
            if original and table.of_version < original.version and table.status == "published":
                yield placed, original.version


def translations_of(tables: Tables) -> Translations:
    """The translations as the domain knows them, without drafts and without stale ones."""
    published = {
        (kind, table.id): table
        for kind, table_of in _ORIGINALS.items()
        for table in tables.published(table_of)
    }
    locales = sorted({*tables.translated, *tables.pages})
    return Translations({locale: _translation(locale, tables, published) for locale in locales})


def _translation(locale: str, tables: Tables, published: Mapping[tuple[str, str], Curated]) -> Translation:
    texts = {}
    for placed in tables.translated.get(locale, Tables()).placed:
        table = _table(placed)
        original = published.get((placed.kind, table.id))
        if original and table.status == "published" and table.of_version == original.version:
            texts[TextKind(placed.kind), table.id] = _translated(table, str(getattr(original, "text", "")))
    return Translation(locale, texts, tables.pages.get(locale, {}))


def _translated(table: TranslationTable, original: str) -> Translated:
    slots = {str(slot): text for slot, text in table.with_slot.items()}
    if isinstance(table, NudgeTranslationTable):
        return Translated(original, table.text, slots, table.subject, table.why)
    return Translated(original, table.text, slots)


def coverage_of(tables: Tables) -> Mapping[str, Mapping[str, tuple[int, int]]]:
    """By locale and kind: how many of the published texts are translated, and how many there are."""
    n_of = {kind: len(tables.published(table)) for kind, table in _ORIGINALS.items()}
    return {
        locale: {kind: (sum(1 for one, _ in translation.texts if one == kind), n) for kind, n in n_of.items()}
        for locale, translation in translations_of(tables).by_locale.items()
    }


def _originals(tables: Tables) -> Mapping[tuple[str, str], Curated]:
    return {
        (placed.kind, placed.table.id): placed.table
        for placed in tables.placed
        if isinstance(placed.table, Curated)
    }


def _table(placed: Placed) -> TranslationTable:
    assert isinstance(placed.table, TranslationTable)
    return placed.table
