"""What a programme allows in nudges, as data: read from the bank, or from an organisation's own settings."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import time, timedelta
from pathlib import Path
from typing import Any, Literal

import msgspec

from nudge.bank.files import explain
from nudge.domain.errors import Invalid
from nudge.domain.nudge_policies import Moment, MomentRule, NudgePolicy, QuietHours

FILE = "nudges/policy.toml"
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKING_WEEK: tuple[Weekday, ...] = WEEKDAYS[:5]
MOST = 10
"""Nudges a day or a pledge. Chosen: nobody calls more than that considerate."""
LONGEST = timedelta(days=30)
"""Leads, pauses and all other lengths of time. Chosen: two conversations are two weeks apart."""

_LENGTH = re.compile(r"(?P<sign>-?)(?P<n>[0-9]{1,5})(?P<unit>min|h|d)")
_UNITS = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_VERSION = re.compile(r"[A-Za-z0-9._-]{1,40}")


class QuietHoursTable(msgspec.Struct, forbid_unknown_fields=True):
    """`[[quiet_hours]]`: wall-clock times; over midnight when `to` is not after `from`."""

    from_: str = msgspec.field(name="from")
    to: str


class MomentTable(msgspec.Struct, forbid_unknown_fields=True):
    """`[moments.<moment>]`."""

    leads: list[str]
    expires_after: str
    is_on: bool = True
    probability: float = 1.0


class PolicyTable(msgspec.Struct, forbid_unknown_fields=True):
    """`policy.toml` as a whole; what is left out is as in `NudgePolicy`, and what is no moment isn't sent."""

    moments: dict[Literal["sharpen", "cue", "midway", "eve", "prepare", "outcome"], MomentTable]
    quiet_hours: list[QuietHoursTable]
    version: str = "own"
    working_days: list[Weekday] = msgspec.field(default_factory=lambda: list(WORKING_WEEK))
    most_a_day: int = 1
    most_a_pledge: int = 3
    spacing: str = "20h"
    ignored_before_pause: int = 2
    pause: str = "7d"
    clear_from: float = 0.5
    learns: bool = False
    resends_unknown: bool = False


def load_policy(bank: Path) -> NudgePolicy:
    """The policy of the bank in a directory, for programmes that say nothing else.

    Raises:
        Invalid: `policy-invalid`, naming file and key.
    """
    path = bank / FILE
    try:
        return to_policy(tomllib.loads(path.read_text(encoding="utf-8")))
    except Invalid as error:
        raise Invalid(error.code, f"{path}: {error.message}", **error.facts) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"{path} can't be read as a nudge policy: {error}"
        raise Invalid("policy-invalid", message, key="") from error


def to_policy(data: Mapping[str, Any]) -> NudgePolicy:
    """The policy of a table, from TOML or JSON.

    Its version is the table's, with a digest of the rest: it changes when anything does.

    Raises:
        Invalid: `policy-invalid`; the message says what is wrong with which key, the fact `key` names it.
    """
    try:
        table = msgspec.convert(data, PolicyTable)
    except msgspec.ValidationError as error:
        message, key = explain(error, PolicyTable)
        raise _invalid(key or "", message) from None
    for key, message in _problems(table):
        raise _invalid(key, message)
    return NudgePolicy(
        version=f"{table.version}+{_digest(table)}",
        moments={Moment(name): _rule(name, row) for name, row in table.moments.items()},
        quiet_hours=tuple(_quiet(n, row) for n, row in enumerate(table.quiet_hours)),
        working_days=frozenset(map(WEEKDAYS.index, table.working_days)),
        most_a_day=table.most_a_day,
        most_a_pledge=table.most_a_pledge,
        spacing=_length("spacing", table.spacing),
        ignored_before_pause=table.ignored_before_pause,
        pause=_length("pause", table.pause),
        clear_from=table.clear_from,
        learns=table.learns,
        resends_unknown=table.resends_unknown,
    )


def to_table(policy: NudgePolicy) -> dict[str, Any]:
    """A policy as a table, fit for JSON; `to_policy` of it is the same policy.

    >>> rule = MomentRule((timedelta(hours=4),), timedelta(days=1))
    >>> policy = NudgePolicy("mine", {Moment.PREPARE: rule}, (QuietHours(time(20), time(8)),))
    >>> to_table(policy)["moments"]["prepare"]["leads"]
    ['4h']
    """
    return {
        "version": policy.version.split("+")[0],
        "moments": {str(moment): _rule_table(rule) for moment, rule in policy.moments.items()},
        "quiet_hours": [
            {"from": f"{hours.starts:%H:%M}", "to": f"{hours.ends:%H:%M}"} for hours in policy.quiet_hours
        ],
        "working_days": [WEEKDAYS[day] for day in sorted(policy.working_days)],
        "most_a_day": policy.most_a_day,
        "most_a_pledge": policy.most_a_pledge,
        "spacing": _said(policy.spacing),
        "ignored_before_pause": policy.ignored_before_pause,
        "pause": _said(policy.pause),
        "clear_from": policy.clear_from,
        "learns": policy.learns,
        "resends_unknown": policy.resends_unknown,
    }


def _rule_table(rule: MomentRule) -> dict[str, Any]:
    return {
        "leads": [_said(lead) for lead in rule.leads],
        "expires_after": _said(rule.expires_after),
        "is_on": rule.is_on,
        "probability": rule.probability,
    }


def _invalid(key: str, message: str) -> Invalid:
    return Invalid("policy-invalid", f"The nudge policy isn't right: {message}.".replace("..", "."), key=key)


def _problems(table: PolicyTable) -> Iterator[tuple[str, str]]:
    """What is out of bounds, each with its key."""
    if not _VERSION.fullmatch(table.version):
        yield "version", "the version is up to 40 letters, digits, dots, hyphens and underscores"
    for key in ("most_a_day", "most_a_pledge", "ignored_before_pause"):
        if not 0 <= getattr(table, key) <= MOST:
            yield key, f"{key} is from 0 to {MOST}"
    if not 0 <= table.clear_from <= 1:
        yield "clear_from", "clear_from is from 0 to 1"
    if len(table.quiet_hours) > MOST:
        yield "quiet_hours", f"{MOST} quiet hours are the most"
    for name, row in table.moments.items():
        key = f"moments.{name}"
        if not 0 <= row.probability <= 1:
            yield f"{key}.probability", f"the probability of “{name}” is from 0 to 1"
        if not 1 <= len(row.leads) <= MOST or len(set(row.leads)) < len(row.leads):
            yield f"{key}.leads", f"“{name}” has from 1 to {MOST} different leads"


def _rule(name: str, row: MomentTable) -> MomentRule:
    key = f"moments.{name}"
    leads = tuple(_lead(f"{key}.leads", name, said) for said in row.leads)
    expires_after = _length(f"{key}.expires_after", row.expires_after)
    if not expires_after:
        raise _invalid(f"{key}.expires_after", f"“{name}” has to be allowed to be late by some minutes")
    return MomentRule(leads, expires_after, row.is_on, row.probability)


def _lead(key: str, name: str, said: str) -> timedelta:
    """A lead on the side of its anchor on which the moment can be."""
    lead = _length(key, said, signed=True)
    if name in ("sharpen", "outcome") and lead > timedelta():
        raise _invalid(key, f"“{name}” comes after its anchor: write “-{said}” rather than “{said}”")
    if name in ("cue", "eve", "prepare") and lead < timedelta():
        raise _invalid(key, f"“{name}” comes before its anchor: write “{said[1:]}” rather than “{said}”")
    if name == "eve" and (lead % _UNITS["d"] or not lead):
        raise _invalid(key, "“eve” comes whole days before, such as “1d”")
    if name == "prepare" and lead < timedelta(hours=1):
        raise _invalid(key, "“prepare” comes at least an hour before the conversation")
    return lead


def _length(key: str, said: str, *, signed: bool = False) -> timedelta:
    """A length of time as it is written: "10min", "2h", "7d"."""
    found = _LENGTH.fullmatch(said)
    if not found or (found["sign"] and not signed):
        raise _invalid(key, f"“{said[:20]}” in “{key}” isn't a length of time such as “10min”, “2h” or “7d”")
    length = int(found["n"]) * _UNITS[found["unit"]]
    if length > LONGEST:
        raise _invalid(key, f"“{said[:20]}” in “{key}” is longer than {LONGEST.days} days")
    return -length if found["sign"] else length


def _said(length: timedelta) -> str:
    """A length of time as it is written, in the largest unit that fits."""
    sign, rest = ("-", -length) if length < timedelta() else ("", length)
    for unit in ("d", "h"):
        if rest and not rest % _UNITS[unit]:
            return f"{sign}{rest // _UNITS[unit]}{unit}"
    return f"{sign}{rest // _UNITS['min']}min"


def _quiet(n: int, row: QuietHoursTable) -> QuietHours:
    for said in (row.from_, row.to):
        if not _CLOCK.fullmatch(said):
            raise _invalid(
                "quiet_hours", f"“{said[:20]}” in quiet_hours {n + 1} isn't a time such as “20:00”"
            )
    return QuietHours(time.fromisoformat(row.from_), time.fromisoformat(row.to))


def _digest(table: PolicyTable) -> str:
    content = msgspec.to_builtins(table)
    content.pop("version")
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:8]
