"""The sheet of a roundtable, on paper: two sides of A4 for every module, and nothing from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from nudge.app.roundtables import TableRequest
from nudge.domain.conversations import Brief, ParticipantBrief
from nudge.web.roundtables.sheets import RoundtableSheets
from tests.app.world import World, bank

PEOPLE = tuple(ParticipantBrief(ref) for ref in ("ana", "ben", "cem", "dee", "eli", "fay"))


def page_of(module: str, **names: str) -> str:
    table = World().services.roundtables.agenda(TableRequest(Brief(PEOPLE), module=module, names=names))
    return RoundtableSheets().page(table)


def test_people_have_their_names_and_text_the_marks_of_print() -> None:
    page = page_of("end-of-the-day", ana="Ana O'Hara", ben="<i>")
    assert "Ana O’Hara" in page
    assert "&lt;i&gt;" in page
    assert "Cem" in page
    assert "'" not in re.sub(r"(?s)<style>.*</style>|<meta[^>]*>", "", page)


def test_without_a_time_of_day_it_counts_from_the_beginning() -> None:
    page = page_of("end-of-the-day")
    assert "0:00–1:30" in page


@pytest.mark.browser
@pytest.mark.parametrize("module", [module.id for module in bank().roundtables])
def test_each_module_has_room_on_two_sides(browser: Browser, tmp_path: Path, module: str) -> None:
    """Printed as the page wishes; it asks for no other address, and its own policy stops nothing of it."""
    file = tmp_path / "sheet.html"
    file.write_text(page_of(module), encoding="utf-8")
    page = browser.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(file.as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    assert asked == [file.as_uri()]
    assert complaints == []
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2
