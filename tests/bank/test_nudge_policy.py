"""The nudge policy of the bank, and the checks that hold for an organisation's own."""

from copy import deepcopy
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest

from nudge.bank.nudge_policy import FILE, load_policy, to_policy, to_table
from nudge.domain.errors import Invalid
from nudge.domain.nudge_policies import Moment, QuietHours

BANK = Path(__file__).parents[2] / "question_bank"
OWN: dict[str, Any] = {
    "quiet_hours": [{"from": "18:00", "to": "08:30"}],
    "moments": {"cue": {"leads": ["30min", "2h"], "expires_after": "6h"}},
}


def test_the_policy_of_the_bank() -> None:
    """Sane without a word from anybody: one a day, three a pledge, evenings and weekends free."""
    policy = load_policy(BANK)
    assert set(policy.moments) == set(Moment)
    assert (policy.most_a_day, policy.most_a_pledge, policy.ignored_before_pause) == (1, 3, 2)
    assert policy.quiet_hours == (QuietHours(time(20), time(8)),)
    assert policy.moments[Moment.CUE].leads[0] == timedelta(minutes=30)
    assert all(rule.probability == 1 and rule.is_on for rule in policy.moments.values())
    assert not policy.learns


def test_an_own_policy_can_be_short_and_comes_back_the_same() -> None:
    """What is left out is as usual, moments that are left out aren't sent; the round trip loses nothing."""
    policy = to_policy(OWN)
    assert set(policy.moments) == {Moment.CUE}
    assert to_policy(to_table(policy)) == policy
    assert to_policy(to_table(load_policy(BANK))) == load_policy(BANK)


def test_the_version_changes_with_the_content_alone() -> None:
    """Every decision names it: the same rules have the same, other rules another."""
    again = deepcopy(OWN) | {"most_a_day": 2}
    assert to_policy(OWN).version == to_policy(deepcopy(OWN)).version
    assert to_policy(again).version != to_policy(OWN).version
    assert to_policy(OWN | {"version": "spring"}).version.startswith("spring+")


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"most_a_day": 11}, "most_a_day"),
        ({"most_a_pledge": -1}, "most_a_pledge"),
        ({"clear_from": 1.5}, "clear_from"),
        ({"spacing": "tomorrow"}, "spacing"),
        ({"spacing": "-2h"}, "spacing"),
        ({"pause": "31d"}, "pause"),
        ({"pause": "٣d"}, "pause"),
        ({"version": "a b"}, "version"),
        ({"version": ""}, "version"),
        ({"most_a_dya": 1}, "most_a_dya"),
        ({"working_days": ["mon", "fun"]}, "working_days"),
        ({"quiet_hours": [{"from": "25:00", "to": "08:00"}]}, "quiet_hours"),
        ({"quiet_hours": [{"from": "18:00"}]}, "quiet_hours"),
        ({"quiet_hours": OWN["quiet_hours"] * 11}, "quiet_hours"),
        ({"moments": {"cue": {"leads": [], "expires_after": "6h"}}}, "moments.cue.leads"),
        ({"moments": {"cue": {"leads": ["1h", "1h"], "expires_after": "6h"}}}, "moments.cue.leads"),
        ({"moments": {"cue": {"leads": ["-1h"], "expires_after": "6h"}}}, "moments.cue.leads"),
        ({"moments": {"sharpen": {"leads": ["1h"], "expires_after": "6h"}}}, "moments.sharpen.leads"),
        ({"moments": {"outcome": {"leads": ["1h"], "expires_after": "6h"}}}, "moments.outcome.leads"),
        ({"moments": {"eve": {"leads": ["5h"], "expires_after": "6h"}}}, "moments.eve.leads"),
        ({"moments": {"prepare": {"leads": ["5min"], "expires_after": "6h"}}}, "moments.prepare.leads"),
        ({"moments": {"cue": {"leads": ["1h"], "expires_after": "0h"}}}, "moments.cue.expires_after"),
        (
            {"moments": {"cue": {"leads": ["1h"], "expires_after": "1h", "probability": 1.1}}},
            "moments.cue.probability",
        ),
        ({"moments": {"nag": {"leads": ["1h"], "expires_after": "1h"}}}, "moments"),
    ],
)
def test_what_is_out_of_bounds_is_said_with_its_key(change: dict[str, Any], key: str) -> None:
    """One sentence a person can act on, and the key for a program."""
    with pytest.raises(Invalid) as caught:
        to_policy(OWN | change)
    assert caught.value.code == "policy-invalid"
    assert caught.value.facts["key"] == key
    assert len(caught.value.message) < 400


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Missing, not TOML, or wrong inside: the path is in the message."""
    path = tmp_path / FILE
    path.parent.mkdir()
    for content in (None, "version = ", 'version = "1"\nquiet_hours = []\nmoments = {}\nmost_a_day = 99'):
        if content is not None:
            path.write_text(content)
        with pytest.raises(Invalid) as caught:
            load_policy(tmp_path)
        assert str(path) in caught.value.message
