"""The part of the benchmark of nudges that plans: a pure function, beside putting its question only."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle as endless
from itertools import islice, product

from nudge.bank.nudge_policy import load_policy
from nudge.domain.nudge_plans import plan
from nudge.domain.nudge_policies import Moment, NudgePreferences, Programme
from nudge.domain.nudge_requests import EarlierNudge, PlanRequest, PledgeToPlan
from nudge.domain.nudges import NudgeState, PledgeGist
from nudge.domain.specificity import PledgeKind
from scripts.bench_nudges_floor import ROOT, now

DAY = timedelta(days=1)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe")
DUE_IN = (None, DAY / 8, 1.3 * DAY, 4 * DAY, 9.6 * DAY, 33 * DAY)
SESSION_IN = (None, 3 * DAY, 13.2 * DAY)
N_EARLIER = (0, 1, 4)


def plans(n: int) -> tuple[float, float]:
    """Pledges a second: only the questions, and with their plans."""
    started = time.perf_counter()
    for _ in requests(n):
        pass
    asked = time.perf_counter()
    for request in requests(n):
        plan(request)
    return n / (asked - started), n / (time.perf_counter() - asked)


def requests(n: int) -> Iterator[PlanRequest]:
    """Pledges of every kind, clear or not, with and without a date, a conversation and a past."""
    policy, made_at = load_policy(ROOT / "question_bank"), now()
    kinds = product(DUE_IN, SESSION_IN, N_EARLIER, PledgeKind, (True, False), ZONES)
    for due_in, session_in, n_earlier, kind, is_clear, zone in islice(endless(kinds), n):
        yield PlanRequest(
            PledgeToPlan("ple_1", made_at, made_at + due_in if due_in else None),
            Programme("ten_1", policy, zone, ("email",)),
            made_at,
            PledgeGist(kind, is_clear),
            NudgePreferences(time_zone=zone),
            next_session_at=made_at + session_in if session_in else None,
            earlier=[
                EarlierNudge("ple_0", Moment.CUE, NudgeState.SENT, made_at - k * DAY)
                for k in range(n_earlier)
            ],
            courier="email",
        )
