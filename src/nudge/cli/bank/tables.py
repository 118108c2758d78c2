"""Coverage and years as tables, for the terminal: darker is more, and a hole has a mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from nudge.domain.coverage import DEPTHS, Cell, Coverage, Rule, deepest_ever, what_to_write
from nudge.domain.questions import Format, QuestionBank, Stage
from nudge.domain.recurrence import is_for_a_return
from nudge.domain.rehearsals import N_CONVERSATIONS, N_SESSIONS, Year

WIDTH = 120
HEAT = ("grey35", "cyan4", "dark_cyan", "cyan3", "bright_cyan")
"""Colours of counts, from 0 to many."""
STEPS = (1, 2, 4, 8)
"""Counts from which the next colour is taken."""
BLOCKS = " ▁▂▃▄▅▆▇█"
N_HOLES, N_NEVER = 40, 15


def print_coverage(coverage: Coverage, out: IO[str]) -> None:
    """What is there, and what is missing."""
    console = _console(out)
    console.print(Text(f"{coverage.n_questions} questions", "bold"))
    console.print(_by_place("driver values", coverage.of(Rule.VALUE)))
    console.print(_by_place("themes", coverage.of(Rule.THEME), coverage.of(Rule.THEME_AUDIENCE)))
    by_place = (*coverage.of(Rule.AUDIENCE), *coverage.of(Rule.ROUNDTABLE))
    console.print(_by_place("written for", by_place))
    console.print(_by_place("wordings with own words", coverage.of(Rule.SLOT)))
    _print_holes(console, coverage)


def _by_place(title: str, cells: Sequence[Cell], more: Sequence[Cell] = ()) -> Table:
    """A row for each thing, a column for each stage, a count for each depth."""
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    table.add_column("", no_wrap=True, min_width=18)
    is_deep = any(len(cell.place) > 2 for cell in cells)
    for stage in Stage:
        depths = "  ".join(f"{depth:>2}" for depth in DEPTHS)
        table.add_column(f"{stage}\n{depths}" if is_deep else stage, no_wrap=True)
    audiences = list(dict.fromkeys(cell.place[1] for cell in more))
    for audience in audiences:
        table.add_column(audience, no_wrap=True)
    for name in dict.fromkeys(cell.place[0] for cell in cells):
        own = [cell for cell in cells if cell.place[0] == name]
        stages = [_counts(cell for cell in own if cell.place[1] == stage) for stage in Stage]
        table.add_row(name, *stages, *(_counts(c for c in more if c.place == (name, a)) for a in audiences))
    return table


def _counts(cells: Iterable[Cell]) -> Text:
    return Text(" ").join(_count(cell) for cell in cells)


def _count(cell: Cell) -> Text:
    if cell.missing:
        return Text(f"{cell.n:>2}!", "bold white on red3")
    if not cell.n and not cell.needed:
        return Text(" · ", HEAT[0])
    return Text(f"{cell.n:>2} ", HEAT[sum(cell.n >= step for step in STEPS)])


def _print_holes(console: Console, coverage: Coverage) -> None:
    holes = coverage.holes
    n = sum(hole.missing for hole in holes)
    console.print(Text(f"{len(holes)} hole(s), {n} question(s) to write" if holes else "No hole", "bold"))
    for hole in holes[:N_HOLES]:
        console.print(Text(f"  {what_to_write(hole)}, because {hole.because}"))
    if len(holes) > N_HOLES:
        console.print(f"  and {len(holes) - N_HOLES} more: --json has them all")
    if beyond := coverage.out_of_reach:
        console.print(
            Text(f"{len(beyond)} question(s) are deeper than a pair ever goes in their stage: never asked")
        )


def print_year(year: Year, bank: QuestionBank, out: IO[str]) -> None:
    """What a year of invented people says."""
    console = _console(out)
    console.print()
    title = f"A year of {year.n_people:,} people: {year.n_conversations:,} conversations"
    console.print(Text(f"{title}, {year.n_askings:,} questions asked", "bold"))
    for name, said in _facts(year):
        console.print(Text.assemble((f"  {name:<30}", "dim"), said))
    console.print(_fits(year))
    console.print(_stages(year))
    console.print(_most(year))
    console.print(Text(f"{len(year.never)} question(s) were never chosen", "bold"))
    for line in _why_never(year.never, bank):
        console.print(Text(f"  {line}"))


def _facts(year: Year) -> Iterator[tuple[str, str]]:
    yield "asked twice", f"{year.n_repeats:,}"
    yield (
        "says the same as one before",
        f"{year.n_same:,}, {year.n_same / year.n_people:.2f} a person and year",
    )
    yield "near to one before", f"{year.n_near:,}, {year.n_near / year.n_people:.2f} a person and year"
    yield "used of the bank", f"{year.used:.1%} {_line(year.used_by_conversation)}"
    yield (
        "asked as if there were only",
        f"{year.effective:.0%} of the bank, all equally often (Gini {year.gini:.2f})",
    )
    first, last = year.by_quarter[0], year.by_quarter[-1]
    yield "fit lost, first to last quarter", f"{first.lost:.1%} to {last.lost:.1%}"
    wrong = ", ".join(f"{kind}: {n}" for kind, n in year.degraded.items())
    yield "conversations with less than that", wrong or "none"


def _line(values: Sequence[float]) -> str:
    return "".join(BLOCKS[round(value * (len(BLOCKS) - 1))] for value in values)


def _fits(year: Year) -> Table:
    table = Table(title="fit of a set", title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    for name in ("conversation", "mean", "8 of 10 between", "if nobody had been asked before", "lost"):
        table.add_column(name, justify="right")
    for n in range(0, N_CONVERSATIONS, 1):
        spread = year.by_conversation[n]
        quarter, session = divmod(n, N_SESSIONS)
        table.add_row(
            f"{quarter + 1}.{session + 1}",
            f"{spread.mean:.2f}",
            f"{spread.low:.2f} – {spread.high:.2f}",
            f"{spread.best:.2f}",
            f"{spread.lost:.1%}",
            end_section=session == N_SESSIONS - 1,
        )
    return table


def _stages(year: Year) -> Table:
    table = Table(title="by stage", title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    for name in ("stage", "questions", "used", "fit lost in the last quarter", "share of the ten asked most"):
        table.add_column(name, justify="left" if name == "stage" else "right")
    for one in year.stages:
        used = f"{one.n_used / one.n_questions:.0%}" if one.n_questions else "–"
        table.add_row(one.stage, str(one.n_questions), used, f"{one.lost_last:.1%}", f"{one.top_share:.1%}")
    return table


def _most(year: Year) -> Table:
    table = Table(title="asked most", title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    table.add_column("question")
    table.add_column("of all people", justify="right")
    for id, share in year.most:
        table.add_row(id, f"{share:.0%}")
    return table


def _why_never(never: Sequence[str], bank: QuestionBank) -> Iterator[str]:
    """The questions nobody was asked, by what keeps them away."""
    kinds: dict[str, list[str]] = {}
    for id in never:
        kinds.setdefault(why_never(bank, id), []).append(id)
    for why, ids in sorted(kinds.items(), key=lambda item: -len(item[1])):
        more = f" and {len(ids) - N_NEVER} more" if len(ids) > N_NEVER else ""
        yield f"{len(ids)} {why}: {', '.join(ids[:N_NEVER])}{more}"


def why_never(bank: QuestionBank, id: str) -> str:
    """What keeps a question away from people, as far as its tags tell."""
    question = bank.questions[bank.positions[id]]
    opt_in: Mapping[str, bool] = {theme.id: theme.opt_in for theme in bank.themes}
    if question.depth > deepest_ever(question.stage):
        return "deeper than the ladder goes"
    if Format.PAIR not in question.formats:
        return "not for pairs"
    if is_for_a_return(id):
        return "for a pledge that comes back"
    if any(opt_in.get(theme) for theme in question.themes):
        return "opt-in"
    if question.needs:
        return "need something that was seldom there"
    return "others fitted better"


def _console(out: IO[str]) -> Console:
    return Console(file=out, width=None if out.isatty() else WIDTH, highlight=False)
