"""The follow-ups of a bank are embedded once, and whoever waits for it is told."""

from pathlib import Path

import pytest
from tests.language.test_matching import CountingEncoder

from nudge.domain.follow_ups import CoachAudience, Cue, FollowUp, Move
from nudge.domain.purposes import PurposeScheme
from nudge.domain.questions import QuestionBank
from nudge.language.follow_ups.vectors import BankFollowUpVectors


def bank(n: int) -> QuestionBank:
    follow_ups = tuple(
        FollowUp(
            f"story.n-{number}",
            1,
            Move.STORY,
            f"text {number}",
            CoachAudience.ANY,
            (Cue.GENERAL,),
            fits=(f"fits {number}", f"fits as well {number}"),
            not_after=(f"not after {number}",),
        )
        for number in range(n)
    )
    return QuestionBank(PurposeScheme("s", 1, ()), (), (), (), fingerprint=f"{n}", follow_ups=follow_ups)


def test_who_waits_is_told_how_far_it_is() -> None:
    """Up to the last text; and nothing when there is nothing to wait for."""
    told: list[tuple[int, int]] = []
    vectors = BankFollowUpVectors(CountingEncoder(), on_progress=lambda done, of: told.append((done, of)))
    vectors.of(bank(100))
    vectors.of(bank(100))
    assert told == [(256, 400), (400, 400)]


def test_a_second_start_embeds_nothing(tmp_path: Path) -> None:
    """What the first one embedded is on disk, and one more follow-up costs its own texts."""
    first, second = CountingEncoder(), CountingEncoder()
    BankFollowUpVectors(first, cache=tmp_path).of(bank(3))
    again = BankFollowUpVectors(second, cache=tmp_path)
    fits, not_after = again.of(bank(3)).nearness(first.encode(["fits 1"])[0])
    assert second.n_texts == 0
    assert fits[1] == pytest.approx(1, abs=1e-4)
    assert len(not_after) == 3
    again.of(bank(4))
    assert second.n_texts == 4
