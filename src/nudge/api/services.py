"""Everything that the routes call, put together once."""

from __future__ import annotations

from dataclasses import dataclass

from nudge.api.bodies.programmes import Policies
from nudge.app.api_keys import ApiKeys
from nudge.app.blueprints import Blueprints
from nudge.app.conversations import Conversations
from nudge.app.curations import Curations, nothing_learned
from nudge.app.feedback import Feedback
from nudge.app.follow_ups import FollowUps
from nudge.app.idempotency import Idempotency
from nudge.app.notes import Notes
from nudge.app.nudge_plans import NudgePlans
from nudge.app.nudge_previews import NudgePreviews
from nudge.app.nudges import Nudges
from nudge.app.own_questions import OwnQuestions
from nudge.app.pairs import Pairs
from nudge.app.participants import Participants
from nudge.app.pledges import Pledges
from nudge.app.ports import Clock, Ids, Reader, Secrets, Store
from nudge.app.programmes import Programmes
from nudge.app.question_learning import QuestionLearnings, learned_from_ratings
from nudge.app.question_sets import QuestionSets
from nudge.app.questionnaires import Questionnaires
from nudge.app.roundtables import Roundtables, TableSheet
from nudge.app.seats import Seats
from nudge.app.specificity import PledgeScores
from nudge.app.test_clocks import TestClocks
from nudge.app.webhooks import Webhooks


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases, and what health and idempotency need besides. Make it with `services_of`."""

    store: Store
    reader: Reader
    clock: Clock
    ids: Ids
    secrets: Secrets
    question_sets: QuestionSets
    curations: Curations
    own_questions: OwnQuestions
    feedback: Feedback
    learnings: QuestionLearnings
    api_keys: ApiKeys
    participants: Participants
    notes: Notes
    pairs: Pairs
    conversations: Conversations
    pledges: Pledges
    questionnaires: Questionnaires
    idempotency: Idempotency
    scores: PledgeScores
    follow_ups: FollowUps
    plans: NudgePlans
    previews: NudgePreviews
    nudges: Nudges
    programmes: Programmes
    policies: Policies
    webhooks: Webhooks
    test_clocks: TestClocks
    seats: Seats
    roundtables: Roundtables
    table_sheet: TableSheet
    blueprints: Blueprints

    def over(self, store: Store, *, clock: Clock | None = None) -> Services:
        """The same over another store, such as one transaction that is open already, or by another clock."""
        return services_of(
            store,
            self.question_sets,
            reader=self.reader,
            clock=clock or self.clock,
            ids=self.ids,
            secrets=self.secrets,
            scores=self.scores,
            follow_ups=self.follow_ups,
            plans=self.plans,
            previews=self.previews,
            policies=self.policies,
            webhooks=self.webhooks,
            test_clocks=self.test_clocks,
            seats=self.seats,
            table_sheet=self.table_sheet,
            blueprints=self.blueprints,
            curations=self.curations,
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
    follow_ups: FollowUps,
    plans: NudgePlans,
    previews: NudgePreviews,
    policies: Policies,
    webhooks: Webhooks,
    test_clocks: TestClocks,
    seats: Seats,
    table_sheet: TableSheet,
    blueprints: Blueprints,
    curations: Curations | None = None,
    learns: bool = True,
) -> Services:
    """The use cases over a store.

    Args:
        curations: what each tenant asks from; by default the bank of the question sets, with its overlay.
        learns: whether such curations learn from ratings of questions.
    """
    plans = plans.over(store)
    learned = learned_from_ratings if learns else nothing_learned
    curations = (curations or Curations(store, question_sets.curation, learned=learned)).over(store)
    learnings = QuestionLearnings(store, curations, clock)
    return Services(
        store=store,
        reader=reader,
        clock=clock,
        ids=ids,
        secrets=secrets,
        question_sets=question_sets,
        curations=curations,
        own_questions=OwnQuestions(store, curations, reader),
        feedback=Feedback(store, clock, ids, learnings),
        learnings=learnings,
        api_keys=ApiKeys(store, secrets, clock, ids),
        participants=Participants(store, reader, clock, ids, plans),
        notes=Notes(store, reader, question_sets.bank, clock, ids),
        pairs=Pairs(store, clock, ids),
        conversations=Conversations(store, question_sets, curations, clock, ids, plans),
        pledges=Pledges(store, reader, clock, ids, plans),
        questionnaires=Questionnaires(store, question_sets.bank),
        idempotency=Idempotency(store, clock),
        scores=scores,
        follow_ups=follow_ups,
        plans=plans,
        previews=previews,
        nudges=Nudges(store, clock),
        programmes=Programmes(store, clock, plans),
        policies=policies,
        webhooks=webhooks.over(store, clock),
        test_clocks=test_clocks,
        seats=seats.over(store, clock),
        roundtables=Roundtables(question_sets, reader),
        table_sheet=table_sheet,
        blueprints=blueprints,
    )
