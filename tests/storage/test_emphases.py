"""Emphases of a programme are stored with it."""

from __future__ import annotations

from datetime import date

from nudge.domain.emphases import PlannedEmphasis
from tests.makers import make_programme, make_tenant
from tests.storage.conftest import MakeStore

EMPHASES = (
    PlannedEmphasis(date(2026, 3, 9), date(2026, 3, 16), "Zuhören, bevor man spricht", "Werte"),
    PlannedEmphasis(date(2026, 4, 1), date(2026, 5, 1), "Hand over whole tasks"),
)


def test_emphases_come_back_with_their_types(empty_url: str, open_store: MakeStore) -> None:
    """In their order; a change of the programme takes them with it."""
    store = open_store(empty_url)
    store.migrate()
    with store.begin() as records:
        records.add_tenant(make_tenant())
        records.save_programme(make_programme(emphases=EMPHASES))
    with store.begin(read_only=True) as records:
        assert records.programme("ten_1") == make_programme(emphases=EMPHASES)
    with store.begin() as records:
        records.save_programme(make_programme(revision=2))
        assert records.programme("ten_1") == make_programme(revision=2)
