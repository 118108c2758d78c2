"""What an organisation wants heard in a stored conversation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from nudge.app.ports import Records
from nudge.domain.conversations import Emphasis
from nudge.domain.emphases import holding
from nudge.domain.records import Conversation, Pair
from nudge.domain.wall_clock import zone_of

DEFAULT_ZONE = "UTC"


def heard_in(
    records: Records, conversation: Conversation, pair: Pair, asked_for: Sequence[Emphasis], now: datetime
) -> tuple[Emphasis, ...]:
    """What was asked for now, then the programme's emphases of the day; what both say is said once.

    The day is that of the conversation where somebody in it is, or today while it has no time: a day for
    each who is in it, and an emphasis is heard when it holds on any of them.
    """
    programme = records.programme(conversation.tenant)
    if programme is None or not programme.emphases:
        return tuple(asked_for)
    days = _days(records, pair, programme.time_zone, conversation.planned_at or now)
    said = {each.text for each in asked_for}
    planned = [one for one in holding(programme.emphases, days) if one.text not in said]
    return (*asked_for, *(Emphasis(one.text, one.source) for one in planned))


def _days(records: Records, pair: Pair, programme_zone: str | None, moment: datetime) -> set[date]:
    people = [records.participant(pair.tenant, participant) for participant in pair.participants]
    zones = {person.nudging.time_zone or programme_zone or DEFAULT_ZONE for person in people}
    return {moment.astimezone(zone_of(zone)).date() for zone in zones}
