"""Reads a question bank from disk and says exactly what is wrong with it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from nudge.bank.files import (
    BankFile,
    BankProblem,
    CheckInTable,
    DriverTable,
    FixedSetTable,
    FollowUpTable,
    ItemTable,
    MissingPieceTable,
    NudgeTable,
    QuestionTable,
    SchemeTable,
    StageTable,
    ThemeTable,
    TipTable,
    explain,
)
from nudge.bank.follow_ups import follow_up_of, tip_of
from nudge.bank.missing_pieces import wording_of
from nudge.bank.nudge_policy import FILE as POLICY_FILE
from nudge.bank.nudge_policy import load_policy
from nudge.bank.nudges import nudge_wording_of
from nudge.bank.references import Tables, reference_problems
from nudge.bank.roundtable_tables import FOLDER as ROUNDTABLES
from nudge.bank.roundtable_tables import KINDS as ROUNDTABLE_KINDS
from nudge.bank.roundtable_tables import roundtable_files
from nudge.bank.roundtables import modules_of, roundtable_problems, rules_of
from nudge.bank.translations import KINDS as TRANSLATED_KINDS
from nudge.bank.translations import (
    folder_problems,
    read_pages,
    translation_files,
    translation_problems,
    translations_of,
)
from nudge.domain.errors import Invalid
from nudge.domain.follow_ups import Move
from nudge.domain.nudge_policies import Moment, NudgePolicy
from nudge.domain.purposes import Driver, DriverValue, PurposeScheme
from nudge.domain.questions import (
    Audience,
    CheckInOpener,
    Format,
    Question,
    QuestionBank,
    QuestionnaireItem,
    QuestionnaireOption,
    Slot,
    Stage,
    Theme,
)

T = TypeVar("T", bound=msgspec.Struct)
_TOML_LINE = re.compile(r"at line (\d+)")


def load_bank(directory: Path) -> QuestionBank:
    """The bank in a directory laid out as `question_bank/README.md` says, without drafts and retired texts.

    Raises:
        Invalid: `bank-invalid`, naming problems by file and line: all that can't be read, else all that
            doesn't fit together.
    """
    tables, problems = checked_tables(directory)
    if problems:
        listing = "\n".join(f"  {problem}" for problem in problems)
        raise Invalid(
            "bank-invalid",
            f"The question bank in {directory} has {len(problems)} problem(s):\n{listing}",
            n_problems=len(problems),
        )
    return _assemble(tables, _policy(directory))


def check_bank(directory: Path) -> tuple[list[BankProblem], int]:
    """Every problem of a bank, in the order of files and lines, and how many questions it has."""
    tables, problems = checked_tables(directory)
    return problems, len(tables.of(QuestionTable))


def checked_tables(directory: Path) -> tuple[Tables, list[BankProblem]]:
    """Every table that could be read, and every problem, in the order of files and lines."""
    tables, problems = read_tables(directory)
    problems += _policy_problems(directory, tables)
    return tables, sorted(problems or _problems_between(tables))


def _problems_between(tables: Tables) -> list[BankProblem]:
    """What is wrong between tables that are fine by themselves."""
    return reference_problems(tables) + roundtable_problems(tables) + translation_problems(tables)


def _policy(directory: Path) -> NudgePolicy | None:
    """When nudges come; None for a bank that doesn't say."""
    return load_policy(directory) if (directory / POLICY_FILE).exists() else None


def _policy_problems(directory: Path, tables: Tables) -> list[BankProblem]:
    """What is wrong with the policy, which counts in the digest as well."""
    try:
        if _policy(directory):
            tables.digest.update((directory / POLICY_FILE).read_bytes())
    except Invalid as error:
        path = directory / POLICY_FILE
        file = BankFile(path, POLICY_FILE, path.read_text(encoding="utf-8", errors="replace"))
        line = _line_in_policy(file, str(error.facts.get("key", "")))
        return [BankProblem(POLICY_FILE, line, error.message.removeprefix(f"{path}: "))]
    return []


def _line_in_policy(file: BankFile, key: str) -> int:
    table, _, name = key.rpartition(".")
    if table:
        return file.line_of(table, 0, name)
    lines = enumerate(file.text.splitlines(), 1)
    return next((number for number, line in lines if key and line.lstrip("[ ").startswith(key)), 1)


def read_tables(directory: Path) -> tuple[Tables, list[BankProblem]]:
    """Every table of every file, typed, and what could not be read."""
    tables = Tables()
    problems: list[BankProblem] = []
    for path in _expected_files(directory):
        name = path.relative_to(directory).as_posix()
        if path.exists():
            read_file(path, name, tables, problems)
        elif name not in _MAY_BE_MISSING:
            problems.append(BankProblem(name, 1, "this file is missing from the bank"))
    return tables, problems + _read_translations(directory, tables)


def _read_translations(directory: Path, tables: Tables) -> list[BankProblem]:
    problems = list(folder_problems(directory))
    for locale, path in translation_files(directory):
        name = path.relative_to(directory).as_posix()
        read_file(path, name, tables.in_locale(locale), problems, TRANSLATED_KINDS[path.name])
    return problems + read_pages(directory, tables)


def read_file(
    path: Path,
    name: str,
    tables: Tables,
    problems: list[BankProblem],
    kinds: Mapping[str, type[msgspec.Struct]] | None = None,
) -> None:
    """Add the tables of one file, typed, and what could not be read.

    Args:
        name: the path inside the bank, with slashes.
        kinds: what tables may be in it; by default those of the bank's file of this name.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors put a byte order mark first
        content = tomllib.loads(text)
    except UnicodeDecodeError:
        problems.append(BankProblem(name, 1, "this file isn't UTF-8; save it as UTF-8"))
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        problems.append(BankProblem(name, int(found[1]) if found else 1, f"isn't valid TOML: {error}"))
    else:
        _read_file(BankFile(path, name, text), content, tables, problems, kinds or _kinds_of(name))


def _expected_files(directory: Path) -> Iterator[Path]:
    for name in _KINDS:
        yield directory / name
    for stage in Stage:
        yield directory / "questions" / f"{stage}.toml"
    for name in (*_NUDGE_FILES, *_FOLLOW_UP_FILES, *roundtable_files(directory)):
        yield directory / name


_KINDS: Mapping[str, Mapping[str, type[msgspec.Struct]]] = {
    "vocabulary.toml": {
        "scheme": SchemeTable,
        "driver": DriverTable,
        "theme": ThemeTable,
        "stage": StageTable,
    },
    "check_ins.toml": {"check_in": CheckInTable},
    "questionnaire.toml": {"item": ItemTable},
    "fixed_sets.toml": {"set": FixedSetTable},
    "missing_pieces.toml": {"missing_piece": MissingPieceTable},
    "tips.toml": {"tip": TipTable},
}
_NUDGE_FILES = tuple(f"nudges/{moment}.toml" for moment in Moment)
_FOLLOW_UP_FILES = tuple(f"follow_ups/{move}.toml" for move in Move)
_MAY_BE_MISSING = frozenset({"missing_pieces.toml", "tips.toml", *_NUDGE_FILES, *_FOLLOW_UP_FILES})
"""Without them a bank is whole, and something is left unasked."""

_QUESTION_KINDS: Mapping[str, type[msgspec.Struct]] = {"question": QuestionTable}
_NUDGE_KINDS: Mapping[str, type[msgspec.Struct]] = {"nudge": NudgeTable}
_FOLLOW_UP_KINDS: Mapping[str, type[msgspec.Struct]] = {"follow_up": FollowUpTable}
_KINDS_OF_FILE = {
    **_KINDS,
    **dict.fromkeys(_NUDGE_FILES, _NUDGE_KINDS),
    **dict.fromkeys(_FOLLOW_UP_FILES, _FOLLOW_UP_KINDS),
}


def _kinds_of(name: str) -> Mapping[str, type[msgspec.Struct]]:
    is_roundtable = name.startswith(f"{ROUNDTABLES}/")
    return ROUNDTABLE_KINDS if is_roundtable else _KINDS_OF_FILE.get(name, _QUESTION_KINDS)


def _read_file(
    file: BankFile,
    content: Mapping[str, Any],
    tables: Tables,
    problems: list[BankProblem],
    kinds: Mapping[str, type[msgspec.Struct]],
) -> None:
    tables.digest.update(file.name.encode() + b"\0" + file.text.encode() + b"\0")
    for kind, rows in content.items():
        if kind not in kinds:
            known = ", ".join(f"[[{name}]]" for name in kinds)
            problems.append(
                BankProblem(file.name, file.line_of(kind, 0), f"unknown table “{kind}”; use {known}")
            )
            continue
        for position, row in enumerate(rows if isinstance(rows, list) else [rows]):
            try:
                table = msgspec.convert(row, kinds[kind])
            except msgspec.ValidationError as error:
                message, key = explain(error, kinds[kind])
                problems.append(BankProblem(file.name, file.line_of(kind, position, key), message))
            else:
                tables.add(kind, table, file, position)


def _assemble(tables: Tables, policy: NudgePolicy | None) -> QuestionBank:
    scheme = tables.of(SchemeTable)[0]
    return QuestionBank(
        scheme=PurposeScheme(scheme.name, scheme.version, tuple(map(_driver, tables.of(DriverTable)))),
        themes=tuple(Theme(t.id, t.phrase, tuple(t.says), t.opt_in) for t in tables.of(ThemeTable)),
        questions=tuple(map(question_of, tables.published(QuestionTable))),
        retired=frozenset(q.id for q in tables.of(QuestionTable) if q.status == "retired"),
        check_ins=tuple(
            CheckInOpener(c.id, c.version, c.outcome, c.text, _wordings(c.with_slot))
            for c in tables.published(CheckInTable)
        ),
        questionnaire=tuple(
            QuestionnaireItem(
                i.id,
                i.driver,
                i.text,
                i.why_asked,
                tuple(QuestionnaireOption(o.value, o.text) for o in i.option),
            )
            for i in tables.of(ItemTable)
        ),
        fixed_sets=tuple(
            tuple(s.questions) for s in sorted(tables.of(FixedSetTable), key=lambda s: s.session_number)
        ),
        missing_pieces=tuple(map(wording_of, tables.published(MissingPieceTable))),
        nudges=tuple(map(nudge_wording_of, tables.published(NudgeTable))),
        nudge_policy=policy,
        follow_ups=tuple(map(follow_up_of, tables.published(FollowUpTable))),
        tips=tuple(map(tip_of, tables.published(TipTable))),
        roundtables=modules_of(tables),
        table_rules=rules_of(tables),
        translations=translations_of(tables),
        fingerprint=tables.digest.hexdigest()[:16],
    )


def _driver(table: DriverTable) -> Driver:
    values = tuple(
        DriverValue(v.id, v.name, v.phrase, v.definition, tuple(v.aliases), tuple(v.self_descriptions))
        for v in table.value
    )
    return Driver(table.id, table.name, table.question, values)


def question_of(table: QuestionTable) -> Question:
    """The table as the domain knows it."""
    return Question(
        id=table.id,
        version=table.version,
        stage=Stage(table.id.split(".")[0]),
        depth=table.depth,
        text=table.text,
        fits=table.fits,
        purposes=frozenset(table.purposes),
        themes=frozenset(table.themes),
        audience=Audience(table.audience),
        formats=frozenset(map(Format, table.formats)),
        needs=frozenset(table.needs),
        wordings=_wordings(table.with_slot),
    )


def _wordings(templates: Mapping[Any, str]) -> Mapping[Slot, str]:
    return {Slot(slot): template for slot, template in templates.items()}
