"""Writes `models/rehearsals/requests.jsonl`: 200 conversations out of the year of forty invented people.

`nudge bank diff` compares banks on them. Write them anew only when the people change, not with every bank.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nudge.app.rehearsals import cohorts
from nudge.domain.conversations import Brief, ParticipantBrief
from nudge.settings import Settings
from nudge.wiring.rehearsals import rehearsals

SEED, N_PEOPLE, EVERY, N_NEWEST = 6, 40, 2, 4


def main() -> None:
    settings = Settings()
    whole = rehearsals(settings)
    briefs = [brief for group in cohorts(N_PEOPLE) for brief in whole.year(group, SEED).briefs]
    lines = [json.dumps(request_of(brief), ensure_ascii=False) for brief in briefs[::EVERY]]
    path = Path("models", "rehearsals", "requests.jsonl")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} requests in {path}")


def request_of(brief: Brief) -> dict[str, Any]:
    """The request that has this brief."""
    people = [participant_of(one) for one in brief.participants]
    return {"session_number": brief.session_number, "seed": brief.seed, "participants": people}


def participant_of(one: ParticipantBrief) -> dict[str, Any]:
    """A participant with what is known, and nothing that isn't."""
    pledge = one.last_pledge
    notes = [
        {"text": n.text, "visibility": n.visibility.value}
        | ({"session_number": n.session_number} if n.session_number and n.session_number > 0 else {})
        for n in one.notes[-N_NEWEST:]
    ]
    found: dict[str, Any] = {
        "purpose": {"text": one.purpose.text} if one.purpose.text else None,
        "focus": list(one.focus),
        "notes": notes,
        "last_pledge": {"text": pledge.text, "outcome": pledge.outcome.value} if pledge else None,
        "earlier_pledges": [{"text": p.text, "outcome": p.outcome.value} for p in one.earlier_pledges[:3]],
        "asked_before": list(one.asked_before),
    }
    experience = {"sessions_done": one.experience.sessions_done, "new_manager": one.experience.new_manager}
    return {"ref": one.ref, "experience": experience} | {key: value for key, value in found.items() if value}


if __name__ == "__main__":
    main()
