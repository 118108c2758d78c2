"""The part of the picture about a year: its figures, the fit of sets, how much is used, what is asked."""

from __future__ import annotations

import math
from collections.abc import Iterator

from nudge.cli.bank.pictures.charts import Chart, apart
from nudge.cli.timelines.svg import Svg, label, rect, shortened
from nudge.domain.questions import Stage
from nudge.domain.rehearsals import N_CONVERSATIONS, Year

HEIGHT = 620.0
STEP = 0.5


def year_of(year: Year, left: float, top: float, right: float) -> list[Svg]:
    """All of it, from its top."""
    title = f"A year of {year.n_people:,} invented people"
    under = (
        f"{year.n_conversations:,} conversations, five with each of four partners, one in six writes nothing"
    )
    middle = left + (right - left) * 0.6
    return [
        label(title, left, top + 16, "section"),
        label(under, left, top + 35, "under"),
        *_figures(year, left, top + 74, right),
        *_fit(year, left, top + 130, middle - left - 24),
        *_used(year, middle + 40, top + 130, right - middle - 40 - 64),
        *_most(year, left, top + 440, right),
    ]


def _figures(year: Year, left: float, y: float, right: float) -> Iterator[Svg]:
    """What counts, in large figures."""
    last = year.by_quarter[-1]
    facts = (
        (f"{year.n_repeats:,}", "asked twice"),
        (f"{year.n_same:,}", "said the same as one before"),
        (f"{year.n_near / year.n_people:.1f}", "near one before, a person"),
        (f"{year.used:.0%}", "of the bank is used"),
        (f"{last.lost:.1%}", "of the fit lost, last quarter"),
        (f"{sum(year.degraded.values()):,}", "conversations out of questions"),
    )
    width = (right - left) / len(facts)
    for number, (figure, said) in enumerate(facts):
        yield label(figure, left + number * width, y, "figure")
        yield label(said, left + number * width, y + 18, "soft")


def _fit(year: Year, left: float, top: float, width: float) -> Iterator[Svg]:
    spreads = year.by_conversation
    most = math.ceil(max(max(one.high, one.best) for one in spreads) / STEP) * STEP
    chart = Chart(left + 36, top + 40, width - 36 - 76, 190, most)
    yield label("Fit of a set over the year", left, top + 4, "group")
    yield label("four questions together; shaded: eight of ten sets", left, top + 20, "soft")
    yield from chart.frame([(n * STEP * 2, f"{n * STEP * 2:g}") for n in range(int(most / STEP / 2) + 1)])
    yield chart.band([one.low for one in spreads], [one.high for one in spreads], "band")
    yield chart.curve([one.best for one in spreads], "free")
    yield chart.curve([one.mean for one in spreads], "mean")
    ends = apart([chart.y(spreads[-1].mean), chart.y(spreads[-1].best)], 16)
    x = chart.x(N_CONVERSATIONS - 0.5) + 8
    yield label("asked", x, ends[0] + 4, "t0 named")
    yield label("if nothing had", x, ends[1] - 8, "soft")
    yield label("been asked", x, ends[1] + 5, "soft")


def _used(year: Year, left: float, top: float, width: float) -> Iterator[Svg]:
    chart = Chart(left + 20, top + 40, width - 20, 190, 1.0)
    yield label("Share of the bank that anybody was asked by then", left - 14, top + 4, "group")
    yield label("by stage", left - 14, top + 20, "soft")
    yield from chart.frame([(0.0, "0"), (0.5, "50 %"), (1.0, "100 %")])
    for number, stage in enumerate(Stage):
        yield chart.curve(year.used_by_stage[stage], f"s{number}")
    ends = apart([chart.y(year.used_by_stage[stage][-1]) for stage in Stage], 14)
    for number, (stage, y) in enumerate(zip(Stage, ends, strict=True)):
        yield label(stage, chart.x(N_CONVERSATIONS - 0.5) + 8, y + 4, f"t{number} named")


def _most(year: Year, left: float, top: float, right: float) -> Iterator[Svg]:
    """The questions that most people were asked, and how many nobody was."""
    yield label("Asked most, of all people in the year", left, top, "group")
    column = (right - left) / 2
    for number, (id, share) in enumerate(year.most):
        x, y = left + (number // 5) * column, top + 12 + (number % 5) * 22
        yield rect(x, y, max(1.0, share * (column - 40)), 18, "bar", rx=3)
        said = shortened(f"{share:.0%}  {id}", 11.5, column - 30)
        yield label(said, x + 6, y + 13, "key")
    never = f"{len(year.never)} of {year.n_questions} questions were never chosen; --json names them."
    yield label(never, left, top + 12 + 5 * 22 + 16, "soft")
