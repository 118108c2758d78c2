"""Question sets on their way into the store and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from nudge.app.ports import Clock, Ids
from nudge.domain.conversations import PreparedConversation, QuestionSet, Replay
from nudge.domain.records import Conversation, StoredQuestionSet


def stored_sets(
    prepared: PreparedConversation,
    conversation: Conversation,
    participants: Mapping[str, str],
    ids: Ids,
    clock: Clock,
) -> Iterator[StoredQuestionSet]:
    """The sets as records.

    Args:
        participants: ids by ref.
    """
    replay = msgspec.to_builtins(prepared.replay) | {"degraded": prepared.degraded}
    for question_set in prepared.sets:
        yield StoredQuestionSet(
            id=ids.new("set"),
            tenant=conversation.tenant,
            conversation=conversation.id,
            participant=participants[question_set.ref],
            question_ids=tuple(asked.worded.id for asked in question_set.questions),
            body=msgspec.to_builtins(question_set),
            replay=replay,
            created_at=clock.now(),
        )


def question_set_from(stored: StoredQuestionSet) -> QuestionSet:
    """The set of one participant, as it was prepared."""
    return msgspec.convert(stored.body, QuestionSet)


def prepared_from(stored: Sequence[StoredQuestionSet]) -> PreparedConversation:
    """The prepared conversation of sets that were stored together; at least one."""
    replay: dict[str, Any] = dict(stored[0].replay)
    degraded = replay.pop("degraded", None)
    return PreparedConversation(
        tuple(question_set_from(one) for one in stored), msgspec.convert(replay, Replay), degraded
    )
