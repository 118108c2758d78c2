"""`nudge question-set --replay`: are earlier answers given again, and if not, why?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from nudge.api.bodies.decoding import decode
from nudge.api.bodies.question_sets import (
    QuestionSetRequest,
    QuestionSetResponse,
    ReplayBody,
    encode,
    to_brief,
    to_response,
)
from nudge.app.set_changes import AskedThen, SetThen
from nudge.domain.bank_changes import CAUSES, Swap
from nudge.settings import Settings


class ReplayLine(msgspec.Struct, forbid_unknown_fields=True):
    """What was asked, and what was answered then."""

    request: QuestionSetRequest
    response: QuestionSetResponse


class LoadedBody(msgspec.Struct):
    """One part of the replay block, then and now."""

    then: str | None
    now: str | None
    same: bool


class SwapBody(msgspec.Struct):
    """A question that differs, by ids. `parts` of the fit are those by which the present one is better."""

    participant: str
    stage: str
    was: str
    now: str
    cause: str
    because: str
    parts: dict[str, float]


class ReplayedBody(msgspec.Struct):
    """What became of one line. `differs` are places in the response; no words of anybody are in it."""

    same: bool
    loaded: dict[str, LoadedBody]
    changes: list[SwapBody]
    differs: list[str]
    degraded: str | None


def replay(settings: Settings, bank: Path | None) -> Callable[[bytes], ReplayedBody]:
    """What replays a line.

    Args:
        bank: a folder with the bank of that time; the configured one when None.
    """
    from nudge.wiring.comparisons import set_changes

    changes, curation = set_changes(replace(settings, bank=bank) if bank else settings)

    def replayed(line: bytes) -> ReplayedBody:
        asked = decode(line, ReplayLine)
        brief = to_brief(asked.request, curation.bank.scheme)
        prepared = changes.prepare(brief)
        now = to_response(prepared)
        same = encode(now) == encode(asked.response)
        return ReplayedBody(
            same=same,
            loaded=loaded(asked.response.replay, now.replay),
            changes=[swap_body(swap) for swap in changes.swaps(brief, _then(asked.response), prepared)],
            differs=[] if same else list(differences(_plain(asked.response), _plain(now))),
            degraded=now.degraded,
        )

    return replayed


def loaded(then: ReplayBody, now: ReplayBody) -> dict[str, LoadedBody]:
    """Whether the same bank, models, policy and leanings are loaded; the seed comes with the request."""
    before, after = _parts(then), _parts(now)
    names = sorted(before.keys() | after.keys())
    pairs = {name: (before.get(name), after.get(name)) for name in names}
    return {name: LoadedBody(was, present, was == present) for name, (was, present) in pairs.items()}


def _parts(body: ReplayBody) -> dict[str, str | None]:
    models = {f"models.{role}": name for role, name in body.models.items()}
    leanings = None if body.leanings is msgspec.UNSET else str(body.leanings)
    return {"bank": body.bank, "policy": body.policy, "leanings": leanings, **models}


def swap_body(swap: Swap) -> SwapBody:
    """A difference as JSON shows it."""
    because = CAUSES[swap.cause]
    return SwapBody(swap.ref, swap.stage, swap.was, swap.now, swap.cause, because, dict(swap.parts))


def differences(one: Any, other: Any, place: str = "$") -> Iterator[str]:
    """Where two JSON values differ, without saying how.

    >>> list(differences({"a": [1, 2], "b": 1}, {"a": [1, 3], "b": 1}))
    ['$.a[1]']
    """
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() | other.keys()):
            yield from differences(one.get(key), other.get(key), f"{place}.{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, (each, present) in enumerate(zip(one, other, strict=True)):
            yield from differences(each, present, f"{place}[{number}]")
    elif one != other:
        yield place


def _plain(response: QuestionSetResponse) -> Any:
    return msgspec.json.decode(encode(response))


def _then(response: QuestionSetResponse) -> list[SetThen]:
    return [
        SetThen(
            one.ref,
            tuple(AskedThen(asked.stage, asked.id, asked.version, asked.text) for asked in one.questions),
        )
        for one in response.participants
    ]
