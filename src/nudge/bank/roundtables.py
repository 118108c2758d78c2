"""The modules of roundtables: what a writer may write, and how they become the domain's.

A file has one `[module]`, six `[[section]]`s; `rules.toml` has the `[[rule]]`s that every table begins with.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from nudge.bank.files import BankProblem, QuestionTable, ThemeTable
from nudge.bank.references import Placed, Tables
from nudge.bank.roundtable_tables import (
    FOLDER,
    RULES_FILE,
    AskTable,
    CueTable,
    ModuleTable,
    RuleTable,
    SectionTable,
)
from nudge.domain.roundtable_agendas import MOST_LEFT
from nudge.domain.roundtable_choice import DEEPEST
from nudge.domain.roundtable_times import AT_LEAST
from nudge.domain.roundtables import MINUTES, Ask, AskOf, Cue, Module, Section, SectionKind
from nudge.domain.spelling import did_you_mean

MOST_READING = 180
"""Words of a reading. Chosen: a minute and a half aloud."""
MOST_PARAGRAPH = 75
"""Words that one person reads. Chosen: half a minute; then the next voice comes."""
MOST_DOES = 60
MOST_LINE = 30
"""Words of an aim, a cue, or for whom a module is."""

_ADVICE = re.compile(r"\b(?:should|must|ought to|have you tried|why don['’]t you|need to)\b", re.IGNORECASE)


Found = Iterator[tuple[str, str | None]]


def roundtable_problems(tables: Tables) -> list[BankProblem]:
    """Everything that is wrong with the modules and rules of a bank; nothing for one that has none."""
    themes = {theme.id: theme for theme in tables.of(ThemeTable)}
    opt_in = {theme.id for theme in themes.values() if theme.opt_in}
    questions = {q.id: q for q in tables.of(QuestionTable) if q.status == "published"}
    problems = []
    for placed in tables.placed:
        match placed.table:
            case ModuleTable() as module:
                found = module_problems(module, placed.file.name, themes, opt_in)
            case SectionTable() as section:
                found = section_problems(section, questions, opt_in)
            case RuleTable() as rule:
                found = rule_problems(rule)
            case _:
                continue
        problems += [placed.problem(message, key) for message, key in found]
    by_file = _by_file(tables)
    for name, placed_there in by_file.items():
        ours = [placed.table for placed in placed_there]
        problems += [BankProblem(name, 1, message) for message in file_problems(name, ours)]
    if by_file and RULES_FILE not in by_file:
        problems.append(BankProblem(RULES_FILE, 1, "there are modules, and no [[rule]] for their tables"))
    return problems


def modules_of(tables: Tables) -> tuple[Module, ...]:
    """The modules of a bank without problems, in the order of their files."""
    by_file = _by_file(tables)
    by_file.pop(RULES_FILE, None)
    return tuple(module_of([placed.table for placed in there]) for there in by_file.values())


def rules_of(tables: Tables) -> tuple[str, ...]:
    """What every table begins with."""
    return tuple(rule.text for rule in tables.of(RuleTable))


def _by_file(tables: Tables) -> dict[str, list[Placed]]:
    found: dict[str, list[Placed]] = {}
    for placed in tables.placed:
        if placed.file.name.startswith(f"{FOLDER}/"):
            found.setdefault(placed.file.name, []).append(placed)
    return found


def module_problems(table: ModuleTable, file: str, themes: Collection[str], opt_in: Collection[str]) -> Found:
    """What is wrong with the head of a module, each with the key it is about."""
    if file != f"{FOLDER}/{table.id}.toml" or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", table.id):
        yield f"the id “{table.id}” is to be the kebab-case name of its file", "id"
    if not 0 < len(table.themes) <= 3:
        yield "a module has one to three themes, the main one first", "themes"
    for theme in table.themes:
        if theme not in themes:
            yield f"unknown “{theme}” in themes. {did_you_mean(theme, themes)}", "themes"
        elif theme in opt_in:
            yield f"“{theme}” is only for people who chose it; a table is chosen for all", "themes"
    for key in ("title", "aim", "for_whom"):
        if not 0 < len(getattr(table, key).split()) <= MOST_LINE:
            yield f"{key} has {MOST_LINE} words at most, and one at least", key


def section_problems(
    table: SectionTable, questions: Mapping[str, QuestionTable], opt_in: Collection[str]
) -> Found:
    """What is wrong with one section, each with the key it is about.

    Args:
        questions: the published ones by id.
    """
    if table.minutes < AT_LEAST[table.kind]:
        yield (
            f"{table.minutes} minutes are too few for “{table.kind}”; {AT_LEAST[table.kind]} at least",
            "minutes",
        )
    if table.kind is SectionKind.HAPPENINGS and table.minutes != 10:
        yield "happenings have ten minutes", "minutes"
    if not 0 <= table.round < table.minutes:
        yield f"the round has fewer minutes than the section's {table.minutes}", "round"
    yield from _text_problems(table)
    for cue in table.cues:
        yield from ((problem, "cues") for problem in _cue_problems(cue, table.minutes))
    if not table.cues:
        yield "there is no cue; the timekeeper needs one at least", "kind"
    if table.ask:
        yield from ((problem, "ask") for problem in _ask_problems(table.ask, questions, opt_in))


def _text_problems(table: SectionTable) -> Found:
    if not 0 < len(table.does.split()) <= MOST_DOES:
        yield f"does has {MOST_DOES} words at most, and one at least", "does"
    if len(table.reading.split()) > MOST_READING:
        yield (
            f"{len(table.reading.split())} words are too many to read aloud; {MOST_READING} at most",
            "reading",
        )
    for paragraph in paragraphs(table.reading):
        if len(paragraph.split()) > MOST_PARAGRAPH:
            yield f"a paragraph has more than {MOST_PARAGRAPH} words: “{paragraph[:30]}…”", "reading"
    if table.kind is SectionKind.CONCEPT and not (table.reading.strip() and table.source.strip()):
        yield "a concept has a reading, and the source of its idea", "kind"
    for key in ("does", "reading"):
        if found := _ADVICE.search(getattr(table, key)):
            yield f"“{found[0]}” sounds like advice; say what the group does, or what was found", key


def _cue_problems(cue: CueTable, minutes: int) -> Iterator[str]:
    if (cue.left is None) == (cue.at is None):
        yield "a cue has “left” (minutes before the end) or “at” (minutes after the beginning), one of them"
    elif not 0 < (cue.left or cue.at or 0) < minutes or (cue.left or 0) > MOST_LEFT:
        yield f"a cue comes inside its {minutes} minutes, “left” at most {MOST_LEFT} before the end"
    if not 0 < len(cue.text.split()) <= MOST_LINE:
        yield f"a cue has {MOST_LINE} words at most, and one at least"


def _ask_problems(
    ask: AskTable, questions: Mapping[str, QuestionTable], opt_in: Collection[str]
) -> Iterator[str]:
    wanted = ask.n if ask.of is AskOf.GROUP else 0
    if ask.of is AskOf.EACH and ask.n != 1:
        yield "each of us is asked one question; leave n out"
    if len(set(ask.fixed)) != wanted:
        yield f"fixed has {wanted} different ids: as many as n for the group, none for each"
    for id in ask.fixed:
        question = questions.get(id)
        if question is None:
            yield f"unknown “{id}” in fixed. {did_you_mean(id, questions)}"
        elif not (id.startswith(f"{ask.stage}.") and _is_for_a_table(question, opt_in)):
            yield f"“{id}” isn't for any table (see stage, needs, audience, depth, formats, themes)"


def _is_for_a_table(question: QuestionTable, opt_in: Collection[str]) -> bool:
    return (
        question.depth <= DEEPEST
        and "roundtable" in question.formats
        and question.audience == "any"
        and not question.needs
        and not set(opt_in) & set(question.themes)
    )


def rule_problems(table: RuleTable) -> Found:
    """What is wrong with one rule."""
    if not 0 < len(table.text.split()) <= MOST_LINE:
        yield f"a rule has {MOST_LINE} words at most, and one at least", "text"


def file_problems(name: str, tables: Sequence[msgspec.Struct]) -> Iterator[str]:
    """What is wrong with a file as a whole."""
    modules = sum(isinstance(table, ModuleTable) for table in tables)
    sections = [table for table in tables if isinstance(table, SectionTable)]
    rules = [table for table in tables if isinstance(table, RuleTable)]
    if name == RULES_FILE:
        if not rules or len(rules) < len(tables):
            yield "this file has [[rule]]s, and nothing else"
        return
    if modules != 1 or rules:
        yield "a file has one [module], and no [[rule]]"
    if [section.kind for section in sections] != list(SectionKind):
        yield f"the sections are, in this order: {', '.join(SectionKind)}"
    stages = [section.ask.stage for section in sections if section.ask]
    if len(set(stages)) < len(stages):
        yield "two sections ask questions of the same stage; take another one"
    if (n_minutes := sum(section.minutes for section in sections)) != MINUTES:
        yield f"the minutes of the sections add up to {n_minutes}; a roundtable has {MINUTES}"


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text, each on one line.

    >>> paragraphs("One\\nof two.\\n\\nTwo of two.\\n")
    ('One of two.', 'Two of two.')
    """
    return tuple(" ".join(block.split()) for block in re.split(r"\n\s*\n", text) if block.strip())


def module_of(tables: Sequence[msgspec.Struct]) -> Module:
    """The module of a file's tables, as the domain knows it."""
    [head] = [table for table in tables if isinstance(table, ModuleTable)]
    return Module(
        id=head.id,
        version=head.version,
        title=head.title,
        themes=tuple(head.themes),
        for_whom=head.for_whom,
        aim=head.aim,
        sections=tuple(_section(table) for table in tables if isinstance(table, SectionTable)),
    )


def _section(table: SectionTable) -> Section:
    return Section(
        kind=table.kind,
        title=table.title,
        minutes=table.minutes,
        does=" ".join(table.does.split()),
        reading=paragraphs(table.reading),
        round=table.round,
        cues=tuple(Cue(cue.text, cue.left, cue.at) for cue in table.cues),
        ask=Ask(table.ask.stage, table.ask.of, table.ask.n, tuple(table.ask.fixed)) if table.ask else None,
        source=table.source,
    )
