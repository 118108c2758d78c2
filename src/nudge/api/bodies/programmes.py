"""The JSON of programmes: when an organisation lets nudges come, in the words of `nudges/policy.toml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any, Literal, Protocol

import msgspec
from msgspec import Meta, Struct

from nudge.api.bodies.conversations import Zone
from nudge.api.bodies.nudging import QuietHoursBody, Weekday, to_quiet_hours
from nudge.domain.emphases import LONGEST_TEXT, MOST_EMPHASES, PlannedEmphasis
from nudge.domain.errors import Invalid, Unavailable
from nudge.domain.nudge_policies import NudgePolicy, Programme
from nudge.domain.wall_clock import zone_of

MOST = 10
"""Leads of a moment, quiet hours, nudges. Chosen: as the bank has it."""
Length = Annotated[str, Meta(pattern=r"^-?[0-9]{1,5}(min|h|d)$", examples=["30min", "2h", "7d", "-2h"])]
Count = Annotated[int, Meta(ge=0, le=MOST)]
Share = Annotated[float, Meta(ge=0, le=1)]
Version = Annotated[str, Meta(pattern=r"^[A-Za-z0-9._-]{1,40}$", examples=["autumn-2026"])]
_ONE_LINE = r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$"
"""Says something, and has no control characters: not every database keeps them."""
CourierName = Literal["email", "webhook", "chat", "console", "file", "inbox"]


class Policies(Protocol):
    """Reads policies that were written as tables, and writes them so. Implemented over the bank."""

    def to_policy(self, data: Mapping[str, Any]) -> NudgePolicy:
        """The policy of a table.

        Raises:
            Invalid: `policy-invalid`; the fact `key` names what is wrong.
        """
        ...

    def to_table(self, policy: NudgePolicy) -> dict[str, Any]:
        """The table of a policy; `to_policy` of it is the same policy."""
        ...


class MomentRuleBody(Struct, forbid_unknown_fields=True):
    """When a moment comes: `leads` before its anchor, negative ones after it, the usual one first.

    Later than `expires_after` it isn't sent. With a `probability` below 1 lots are drawn, for a trial.
    """

    leads: Annotated[list[Length], Meta(min_length=1, max_length=MOST)]
    expires_after: Length
    is_on: bool = True
    probability: Share = 1.0


class MomentsBody(Struct, forbid_unknown_fields=True):
    """The moments of a pledge. What is left out, or null, isn't sent."""

    sharpen: MomentRuleBody | None = None
    cue: MomentRuleBody | None = None
    midway: MomentRuleBody | None = None
    eve: MomentRuleBody | None = None
    prepare: MomentRuleBody | None = None
    outcome: MomentRuleBody | None = None


class PolicyBody(Struct, forbid_unknown_fields=True):
    """What a programme allows. Lengths of time are “30min”, “2h” or “7d”.

    `most_a_day` counts over all pledges of a person. After `ignored_before_pause` unanswered nudges nothing
    but `outcome` is sent for `pause`. `clear_from` is the specificity from which nothing is asked about a
    pledge. With `learns` answers choose among the leads. `resends_unknown` sends again what was under way at
    a crash.
    """

    moments: MomentsBody
    quiet_hours: Annotated[list[QuietHoursBody], Meta(max_length=MOST)]
    version: Version = "own"
    working_days: Annotated[list[Weekday], Meta(max_length=7)] = msgspec.field(
        default_factory=lambda: ["mon", "tue", "wed", "thu", "fri"]
    )
    most_a_day: Count = 1
    most_a_pledge: Count = 3
    spacing: Length = "20h"
    ignored_before_pause: Count = 2
    pause: Length = "7d"
    clear_from: Share = 0.5
    learns: bool = False
    resends_unknown: bool = False


class PlannedEmphasisBody(
    Struct, forbid_unknown_fields=True, rename={"from_on": "from", "until_on": "until"}
):
    """Something that your organisation wants heard from a day on, until another one that isn't part of it.

    Preparing a conversation takes it up when it holds on the day of the conversation, where people are;
    today, while that has no time. Questions near to it come more often, and never crowd out the person.
    """

    from_on: date
    until_on: date
    text: Annotated[
        str, Meta(max_length=LONGEST_TEXT, pattern=_ONE_LINE, examples=["Give feedback early and kindly"])
    ]
    source: Annotated[str, Meta(max_length=100, pattern=_ONE_LINE, examples=["blueprint"])] = "blueprint"


class ProgrammeRequest(Struct, forbid_unknown_fields=True):
    """The programme as it shall be, as a whole.

    `time_zone` is for people who gave none; without it each has to give one. `couriers` are for people who
    chose none, the preferred first. Without a `policy`, or with null, it is the one of the question bank.
    """

    time_zone: Zone | None = None
    couriers: Annotated[list[CourierName], Meta(max_length=5)] = msgspec.field(default_factory=list)
    policy: PolicyBody | None = None
    emphases: Annotated[list[PlannedEmphasisBody], Meta(max_length=MOST_EMPHASES)] = msgspec.field(
        default_factory=list
    )


class ProgrammeResponse(Struct):
    """The programme with its policy in full. The revision is also the ETag; 0 is the default.

    `policy_version` is what decisions about nudges name: it changes when anything in the policy does.
    """

    time_zone: str | None
    couriers: list[str]
    policy: PolicyBody
    policy_version: str
    revision: int
    emphases: list[PlannedEmphasisBody]


def to_programme(
    tenant: str, body: ProgrammeRequest, policies: Policies, *, default: NudgePolicy | None
) -> Programme:
    """The programme that a request describes.

    Args:
        default: for who says nothing about the policy.

    Raises:
        Invalid: `time-zone-unknown`, `quiet-hours-empty`, `policy-invalid`, `emphasis-empty`; `at` is the
            place.
        Unavailable: `nudge-policy-missing` when there is no default and it is needed.
    """
    if body.time_zone is not None:
        with _placed("$.time_zone"):
            zone_of(body.time_zone)
    policy = to_policy(body.policy, policies) if body.policy else default
    if policy is None:
        message = "The question bank has no nudges/policy.toml; give a policy."
        raise Unavailable("nudge-policy-missing", message)
    couriers = tuple(dict.fromkeys(body.couriers))
    emphases = tuple(_emphasis(one, f"$.emphases[{n}]") for n, one in enumerate(body.emphases))
    return Programme(tenant, policy, body.time_zone, couriers, emphases=emphases)


def _emphasis(body: PlannedEmphasisBody, at: str) -> PlannedEmphasis:
    if body.until_on <= body.from_on:
        message = "An emphasis has to end after the day on which it begins: “until” isn't part of it."
        raise Invalid("emphasis-empty", message, at=f"{at}.until")
    text = " ".join(body.text.split())
    return PlannedEmphasis(body.from_on, body.until_on, text, body.source.strip())


def to_policy(body: PolicyBody, policies: Policies) -> NudgePolicy:
    """The policy that a request describes.

    Raises:
        Invalid: as `to_programme`.
    """
    with _placed("$.policy.quiet_hours"):
        to_quiet_hours(body.quiet_hours)
    table = msgspec.to_builtins(body)
    table["moments"] = {name: rule for name, rule in table["moments"].items() if rule is not None}
    with _placed("$.policy"):
        return policies.to_policy(table)


def to_programme_response(programme: Programme, policies: Policies) -> ProgrammeResponse:
    """The response that shows a programme."""
    return ProgrammeResponse(
        time_zone=programme.time_zone,
        couriers=list(programme.couriers),
        policy=msgspec.convert(policies.to_table(programme.policy), PolicyBody),
        policy_version=programme.policy.version,
        revision=programme.revision,
        emphases=[
            PlannedEmphasisBody(one.from_on, one.until_on, one.text, one.source) for one in programme.emphases
        ],
    )


@contextmanager
def _placed(place: str) -> Iterator[None]:
    """Say where in the body something is wrong."""
    try:
        yield
    except Invalid as error:
        facts = dict(error.facts)
        key = facts.pop("key", "")
        at = f"{place}.{key}" if key else place
        raise Invalid(error.code, error.message, **{**facts, "at": at}) from None
