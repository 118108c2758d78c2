"""What every `Store` does with overlays: one for a tenant, by revision, gone when it is erased."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nudge.domain.errors import Conflict, NotFound
from nudge.domain.overlays import Overlay, StoredOverlay
from tests.contracts.storage_contract import AnyStore, fill
from tests.makers import NOON, make_overlay, make_own_question, make_tenant


class OverlayContract:
    def test_without_one_nothing_is_changed(self, store: AnyStore) -> None:
        fill(store)
        with store.begin(read_only=True) as records:
            assert records.overlay("ten_1") == StoredOverlay("ten_1")
            assert records.overlay_revision("ten_1") == 0

    def test_an_overlay_comes_back_with_its_types(self, store: AnyStore) -> None:
        fill(store)
        odd = make_own_question("odd", text="“Zoë\ud800” said\0 {{ 🙂")
        with store.begin() as records:
            records.save_overlay(make_overlay())
            assert records.overlay("ten_1") == make_overlay()
            changed = make_overlay(overlay=Overlay((odd,)), revision=2)
            records.save_overlay(changed)
        with store.begin() as records:
            assert records.overlay("ten_1") == changed
            assert records.overlay_revision("ten_1") == 2
            (question,) = records.overlay("ten_1").overlay.questions
            assert isinstance(question.stage, type(odd.stage))
            assert isinstance(question.themes, frozenset)

    def test_nobody_overwrites_what_they_havent_seen(self, store: AnyStore) -> None:
        fill(store)
        with store.begin() as records:
            with pytest.raises(Conflict):
                records.save_overlay(make_overlay(revision=2))
            records.save_overlay(make_overlay())
            for stale in (make_overlay(), make_overlay(revision=3)):
                with pytest.raises(Conflict) as refused:
                    records.save_overlay(stale)
                assert refused.value.code == "revision-changed"
            assert records.overlay_revision("ten_1") == 1
            with pytest.raises(NotFound):
                records.save_overlay(make_overlay(tenant="ten_9"))

    def test_an_erased_overlay_is_empty_and_its_revision_goes_on(self, store: AnyStore) -> None:
        """What was remembered of requests goes too: it may quote the questions."""
        fill(store)
        with store.begin() as records:
            records.erase_overlay("ten_1")
            assert records.overlay_revision("ten_1") == 0
            records.save_overlay(make_overlay())
            records.remember_response("ten_1", "key", "digest", 201, b"{}", NOON)
            records.erase_overlay("ten_1")
            assert records.overlay("ten_1") == StoredOverlay("ten_1", Overlay(), 2)
            assert records.remembered_response("ten_1", "key") is None
            with pytest.raises(NotFound):
                records.erase_overlay("ten_9")

    def test_no_statement_on_overlays_crosses_tenants(self, store: AnyStore) -> None:
        fill(store)
        with store.begin() as records:
            records.add_tenant(make_tenant(2))
            records.save_overlay(make_overlay())
            assert records.overlay("ten_2") == StoredOverlay("ten_2")
            records.save_overlay(replace(make_overlay(), tenant="ten_2"))
            records.erase_overlay("ten_2")
            assert records.overlay("ten_1") == make_overlay()
