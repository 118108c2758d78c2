"""Letters, and a word of a pledge that has to stay where it belongs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from nudge.domain.letters import Letter, TapAction
from nudge.domain.nudge_policies import Moment

SECRET = "Zuckerrübe"
"""Stands for the person's own words."""

DUE = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
TOKEN = "eyJ0Ijoi" * 26
"""As long as a signed link is."""


def make_letter(n: int = 1, **changes: Any) -> Letter:
    made = Letter(
        id=f"nud_{n}",
        tenant="ten_1",
        participant="par_1",
        ref="person-1",
        to="ana@example.org",
        moment=Moment.CUE,
        template="cue.before-the-door-opens.v1",
        subject="A pledge of yours is close",
        text=f"This is the day. You said you would ask Priya about the <{SECRET}> & the rest.\n.\nSee you.",
        why="You get this because the day that your pledge names has come.",
        due_at=DUE,
        sent_at=DUE + timedelta(seconds=3),
        expires_at=DUE + timedelta(hours=6),
        links={action: f"https://nudge.example.org/n/{action.value}/{TOKEN}" for action in TapAction},
        unsubscribe=f"https://nudge.example.org/u/{TOKEN}",
    )
    return replace(made, **changes)
