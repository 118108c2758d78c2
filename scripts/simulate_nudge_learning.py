"""Shows what learning when to nudge brings and costs, on invented programmes; prints a table.

    .venv/bin/python -m scripts.simulate_nudge_learning

Each programme has 60 people with 20 pledges a year, each with one nudge of one moment. The true chance of
"done" after a nudge depends on the lead; nobody knows it. Compared: always the usual lead, learning, a random
lead, and always the best one (which nobody can know).
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from statistics import mean, stdev

from rich.console import Console
from rich.progress import track
from rich.table import Table

from nudge.domain.letters import TapAction
from nudge.domain.nudge_learning import LeadOutcome, choose_leads
from nudge.domain.nudge_policies import Moment, MomentRule, NudgePolicy

LEADS = (timedelta(minutes=30), timedelta(minutes=10), timedelta(hours=2))
PEOPLE, PLEDGES, PROGRAMMES = 60, 20, 40
STOPS = 0.01
WORLDS = {
    "all leads alike (.40)": (0.40, 0.40, 0.40),
    "another a little better (+.05)": (0.40, 0.45, 0.40),
    "another clearly better (+.15)": (0.40, 0.55, 0.35),
    "the usual is best (-.15)": (0.40, 0.25, 0.25),
}


def policy(*, learns: bool) -> NudgePolicy:
    """A policy with one moment."""
    rule = MomentRule(leads=LEADS, expires_after=timedelta(hours=6))
    return NudgePolicy("simulated", {Moment.CUE: rule}, quiet_hours=(), learns=learns)


def run(chances: tuple[float, ...], how: str, seed: int) -> float:
    """The share of nudges answered "done" in a year of one programme."""
    dice = random.Random(seed)
    counts: Counter[tuple[timedelta, TapAction | None]] = Counter()
    best = LEADS[max(range(len(LEADS)), key=chances.__getitem__)]
    for number in range(PEOPLE * PLEDGES):
        if how == "learning":
            outcomes = [LeadOutcome(Moment.CUE, lead, answer, n) for (lead, answer), n in counts.items()]
            lead = choose_leads(policy(learns=True), outcomes, f"{seed}-{number}")[Moment.CUE].lead
        else:
            lead = {"usual": LEADS[0], "random": dice.choice(LEADS), "best": best}[how]
        draw = dice.random()
        is_done = draw < chances[LEADS.index(lead)]
        answer = TapAction.DONE if is_done else TapAction.STOP if draw > 1 - STOPS else None
        counts[lead, answer] += 1
    return sum(n for (_, answer), n in counts.items() if answer is TapAction.DONE) / (PEOPLE * PLEDGES)


def main() -> None:
    """Run all worlds and print the table."""
    table = Table("world", "usual lead", "random", "learning", "best known", "learning - usual [95 %]")
    for name, chances in track(WORLDS.items(), "simulating"):
        shares = {
            how: [run(chances, how, seed) for seed in range(PROGRAMMES)]
            for how in ("usual", "random", "learning", "best")
        }
        gains = [a - b for a, b in zip(shares["learning"], shares["usual"], strict=True)]
        half = 1.96 * stdev(gains) / len(gains) ** 0.5
        gain = f"{mean(gains):+.3f} [{mean(gains) - half:+.3f}, {mean(gains) + half:+.3f}]"
        figures = [f"{mean(shares[how]):.3f}" for how in ("usual", "random", "learning", "best")]
        table.add_row(name, *figures, gain)
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
