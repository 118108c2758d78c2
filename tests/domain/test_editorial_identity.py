"""Ids never vanish or come back as something else; changed words have a version; exceptions have reasons."""

from __future__ import annotations

import pytest

from nudge.domain.editorial.exceptions import Excuse, excuse_findings
from nudge.domain.editorial.identity import Entry, Seal, Sealed, digest_of, identity_findings, sealed_with
from nudge.domain.errors import Conflict

KEY = ("question", "act.a")
SEAL: Seal = {KEY: Sealed(2, digest_of(["What now?"]))}


def entry(words: str = "What now?", version: int = 2, status: str = "published", id: str = "act.a") -> Entry:
    return Entry("question", id, version, digest_of([words]), status)


def codes(seal: Seal, *entries: Entry) -> list[str]:
    return [finding.rule.code for finding in identity_findings(seal, entries)]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (entry(), []),
        (entry("What next?", 3), []),
        (entry(version=3), []),
        (entry(" What now? "), []),
        (entry(status="retired"), []),
        (entry(status="draft"), []),
        (entry("What next?"), ["words-changed"]),
        (entry("What next?", 1), ["version-fell"]),
        (entry(version=1), ["version-fell"]),
        (entry(id="act.b"), ["id-vanished"]),
    ],
)
def test_what_may_change(now: Entry, expected: list[str]) -> None:
    """Words with a version, the status, nothing else."""
    assert codes(SEAL, now) == expected


def test_a_retired_id_isnt_used_for_something_else() -> None:
    """It may come back with its own words only."""
    seal = {KEY: Sealed(2, digest_of(["What now?"]), is_retired=True)}
    assert codes(seal, entry("What next?", 3)) == ["id-reused"]
    assert codes(seal, entry()) == []


def test_the_same_id_of_another_kind_is_another() -> None:
    """A tip and a question may have one name."""
    assert codes(SEAL, Entry("tip", "act.a", 2, digest_of(["What now?"]))) == ["id-vanished"]


def test_sealing_adds_what_is_published() -> None:
    """Drafts aren't; what is retired is kept as such."""
    sealed = sealed_with(
        SEAL, [entry("What next?", 3, "retired"), entry(id="act.b"), entry(id="act.c", status="draft")]
    )
    assert sealed == {
        KEY: Sealed(3, digest_of(["What next?"]), is_retired=True),
        ("question", "act.b"): Sealed(2, digest_of(["What now?"])),
    }


def test_sealing_is_refused_when_something_is_wrong() -> None:
    """Otherwise a seal would forget what it is for."""
    with pytest.raises(Conflict) as caught:
        sealed_with(SEAL, [entry("What next?"), entry(id="act.b")])
    assert caught.value.code == "seal-broken"
    assert caught.value.facts == {"n_problems": 1}
    assert "act.a" in caught.value.message


@pytest.mark.parametrize(
    ("excuse", "broken", "expected"),
    [
        (Excuse("act.a", ["idiom"], "They quote a poem."), {"idiom"}, []),
        (Excuse("act.a"), {"idiom"}, []),
        (Excuse("act.a", ["idiom"]), {"idiom"}, ["allow-without-reason"]),
        (Excuse("act.a", ["idiom"], " "), {"idiom"}, ["allow-without-reason"]),
        (Excuse("act.a", ["idiom", "closed"], "A poem."), {"idiom"}, ["allow-unused"]),
        (Excuse("act.a", ["idoim"], "A poem."), {"idiom"}, ["allow-unknown"]),
        (Excuse("act.a", ["near-duplicate"], "They differ."), set(), []),
    ],
)
def test_exceptions_are_checked(excuse: Excuse, broken: set[str], expected: list[str]) -> None:
    """Known, needed, and with a reason; of what wasn't checked nobody can say whether it is needed."""
    rules = ("idiom", "closed", "near-duplicate")
    found = excuse_findings(excuse, broken, rules, not_checked=["near-duplicate"])
    assert [finding.rule.code for finding in found] == expected
