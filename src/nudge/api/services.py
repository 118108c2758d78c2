"""Everything that the routes call, put together once."""

from __future__ import annotations

from dataclasses import dataclass

from nudge.app.api_keys import ApiKeys
from nudge.app.conversations import Conversations
from nudge.app.idempotency import Idempotency
from nudge.app.notes import Notes
from nudge.app.pairs import Pairs
from nudge.app.participants import Participants
from nudge.app.pledges import Pledges
from nudge.app.ports import Clock, Ids, Reader, Secrets, Store
from nudge.app.question_sets import QuestionSets
from nudge.app.questionnaires import Questionnaires
from nudge.app.specificity import PledgeScores


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases, and what health and idempotency need besides. Make it with `services_of`."""

    store: Store
    reader: Reader
    clock: Clock
    ids: Ids
    secrets: Secrets
    question_sets: QuestionSets
    api_keys: ApiKeys
    participants: Participants
    notes: Notes
    pairs: Pairs
    conversations: Conversations
    pledges: Pledges
    questionnaires: Questionnaires
    idempotency: Idempotency
    scores: PledgeScores

    def over(self, store: Store) -> Services:
        """The same over another store, such as one transaction that is open already."""
        return services_of(
            store,
            self.question_sets,
            reader=self.reader,
            clock=self.clock,
            ids=self.ids,
            secrets=self.secrets,
            scores=self.scores,
        )


def services_of(
    store: Store,
    question_sets: QuestionSets,
    *,
    reader: Reader,
    clock: Clock,
    ids: Ids,
    secrets: Secrets,
    scores: PledgeScores,
) -> Services:
    """The use cases over a store."""
    return Services(
        store=store,
        reader=reader,
        clock=clock,
        ids=ids,
        secrets=secrets,
        question_sets=question_sets,
        api_keys=ApiKeys(store, secrets, clock, ids),
        participants=Participants(store, reader, clock, ids),
        notes=Notes(store, reader, question_sets.bank, clock, ids),
        pairs=Pairs(store, clock, ids),
        conversations=Conversations(store, question_sets, clock, ids),
        pledges=Pledges(store, reader, clock, ids),
        questionnaires=Questionnaires(store, question_sets.bank),
        idempotency=Idempotency(store, clock),
        scores=scores,
    )
