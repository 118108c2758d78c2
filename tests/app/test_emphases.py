"""What an organisation wants heard, in the conversations of its weeks."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from nudge.domain.conversations import Brief, Emphasis
from nudge.domain.emphases import PlannedEmphasis
from nudge.domain.nudge_policies import NudgePreferences, Programme
from nudge.domain.records import Conversation
from tests.app.world import World, policy

MARCH = PlannedEmphasis(date(2026, 3, 9), date(2026, 3, 16), "Listen before you speak", "values")
APRIL = PlannedEmphasis(date(2026, 4, 1), date(2026, 5, 1), "Hand over whole tasks")


def save(world: World, *emphases: PlannedEmphasis, zone: str | None = None) -> None:
    programme = Programme(world.tenant, policy(), zone, emphases=emphases)
    world.services.programmes.save(
        programme, expected_revision=world.services.programmes.get(world.tenant).revision
    )


def conversation(world: World, at: datetime | None, *zones: str | None) -> Conversation:
    people = [
        world.participant(f"{at}-{zones}-{n}", nudging=NudgePreferences(time_zone=zone))
        for n, zone in enumerate(zones or (None, None))
    ]
    return world.services.conversations.plan(world.tenant, world.pair(*people).id, planned_at=at)


def heard(world: World, one: Conversation, *asked_for: Emphasis) -> tuple[Emphasis, ...]:
    brief: Brief = world.services.conversations.brief(world.tenant, one.id, emphasis=asked_for)
    return brief.emphasis


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 3, 8, 23, 59, tzinfo=UTC), []),
        (datetime(2026, 3, 9, tzinfo=UTC), [Emphasis("Listen before you speak", "values")]),
        (datetime(2026, 3, 15, 23, 59, tzinfo=UTC), [Emphasis("Listen before you speak", "values")]),
        (datetime(2026, 3, 16, tzinfo=UTC), []),
        (datetime(2026, 4, 30, 12, tzinfo=UTC), [Emphasis("Hand over whole tasks", "blueprint")]),
    ],
)
def test_an_emphasis_is_heard_on_its_days(world: World, at: datetime, expected: list[Emphasis]) -> None:
    """From its first day on, until the day that isn't part of it."""
    save(world, MARCH, APRIL)
    assert list(heard(world, conversation(world, at))) == expected


def test_the_day_is_that_of_the_people(world: World) -> None:
    """In Tokyo the week has begun while it is Sunday in Lima; without a zone it is the programme's."""
    save(world, MARCH, zone="Asia/Tokyo")
    sunday = datetime(2026, 3, 8, 16, tzinfo=UTC)
    lima = "America/Lima"
    assert not heard(world, conversation(world, sunday, lima, lima))
    assert heard(world, conversation(world, sunday, None, lima))


def test_without_a_time_it_is_today(world: World) -> None:
    today = world.clock.now().date()
    save(world, PlannedEmphasis(today, today.replace(year=today.year + 1), "Start small"))
    assert heard(world, conversation(world, None)) == (Emphasis("Start small"),)


def test_what_is_asked_for_comes_first_and_once(world: World) -> None:
    save(world, MARCH)
    own = Emphasis("Start small"), Emphasis(MARCH.text, "course")
    assert heard(world, conversation(world, datetime(2026, 3, 10, tzinfo=UTC)), *own) == own


def test_preparing_takes_it_up_and_gives_it_as_a_reason(world: World) -> None:
    """The same as the stateless answer for the conversation; other organisations hear nothing."""
    question = world.services.question_sets.bank.questions[0]
    save(world, PlannedEmphasis(date(2026, 3, 9), date(2026, 3, 16), question.text, "values"))
    one = conversation(world, datetime(2026, 3, 10, tzinfo=UTC))
    prepared = world.services.conversations.prepare(world.tenant, one.id)
    reasons = [why for own in prepared.sets for asked in own.questions for why in asked.why]
    assert {why.source for why in reasons if why.kind == "emphasis"} == {"values"}
    assert (
        world.services.question_sets.prepare(
            world.services.conversations.brief(world.tenant, one.id),
            world.services.curations.of(world.tenant),
        )
        == prepared
    )
