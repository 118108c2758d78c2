"""Draws a bank: an SVG without scripts or fonts, readable without colour, by day and by night."""

from __future__ import annotations

from importlib import resources

from nudge.cli.bank.pictures import matrix, years
from nudge.cli.bank.pictures.aside import aside
from nudge.cli.timelines.svg import Svg, element, label, rect, words
from nudge.domain.coverage import Coverage, what_to_write
from nudge.domain.rehearsals import Year

WIDTH, MARGIN = 1120.0, 24.0
TOP, BESIDE = 72.0, 36.0


def picture(coverage: Coverage, year: Year | None = None) -> str:
    """The SVG of what a bank covers, with a year of people below where there is one."""
    rows, bottom = matrix.matrix(coverage, TOP)
    x = matrix.RIGHT + BESIDE
    height = bottom + MARGIN + (years.HEIGHT if year else 0)
    drawn = element(
        "svg",
        element("title", words(_title(coverage)), id="bank-title"),
        element("desc", words(_told(coverage, year)), id="bank-desc"),
        element("style", Svg(resources.files(__package__).joinpath("style.css").read_text("utf-8"))),
        rect(0, 0, WIDTH, height, "ground"),
        label(_title(coverage), MARGIN, 34, "heading"),
        label("Published questions in each place: stage of the conversation, and depth", MARGIN, 54, "under"),
        *rows,
        aside(coverage, x, TOP, WIDTH - MARGIN - x),
        *(years.year_of(year, MARGIN, bottom + 20, WIDTH - MARGIN) if year else ()),
        xmlns="http://www.w3.org/2000/svg",
        width=WIDTH,
        height=height,
        viewBox=f"0 0 {WIDTH:g} {height:g}",
        role="img",
        aria_labelledby="bank-title",
        aria_describedby="bank-desc",
    )
    return f"{drawn}\n"


def _title(coverage: Coverage) -> str:
    return f"What the bank covers: {coverage.n_questions} questions"


def _told(coverage: Coverage, year: Year | None) -> str:
    """What the picture shows, for who doesn't see it."""
    holes = "; ".join(what_to_write(hole) for hole in coverage.holes)
    said = f"{len(coverage.holes)} holes: {holes}." if holes else "No hole that matters."
    if year is None:
        return said
    return (
        f"{said} In a year of {year.n_people} people {year.n_repeats} questions were asked twice, "
        f"{year.used:.0%} of the bank was used, and {year.by_quarter[-1].lost:.1%} of the fit was lost in "
        f"the last quarter."
    )
