"""Ratings in plain dicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from nudge.domain.errors import NotFound
from nudge.domain.question_ratings import Asked, Leanings, QuestionLearning, QuestionRating
from nudge.domain.records import Page
from tests.fakes.tables import Tables, by_age, get, of_tenant, page, put, refuse_changed


class FakeRatings:
    """The ratings of `Records`, over a copy of the tables."""

    _tables: Tables

    def save_rating(self, rating: QuestionRating) -> QuestionRating:
        get(self._tables.participants, "participant", rating.tenant, rating.participant)
        get(self._tables.conversations, "conversation", rating.tenant, rating.conversation)
        place = (rating.conversation, rating.participant, rating.question)
        for other in of_tenant(self._tables.ratings, rating.tenant):
            if (other.conversation, other.participant, other.question) == place:
                rating = replace(rating, id=other.id)
        put(self._tables.ratings, rating)
        return rating

    def rating(self, tenant: str, rating_id: str) -> QuestionRating:
        return get(self._tables.ratings, "rating", tenant, rating_id)

    def ratings_of(
        self, tenant: str, participant_id: str, *, after: str = "", limit: int = 50
    ) -> Page[QuestionRating]:
        get(self._tables.participants, "participant", tenant, participant_id)
        rows = of_tenant(self._tables.ratings, tenant)
        return page([row for row in rows if row.participant == participant_id], after, limit)

    def ratings_in(self, tenant: str, conversation_id: str, participant_id: str) -> Sequence[QuestionRating]:
        place = (conversation_id, participant_id)
        rows = of_tenant(self._tables.ratings, tenant)
        found = [row for row in rows if (row.conversation, row.participant) == place]
        return sorted(found, key=lambda row: row.id)

    def erase_rating(self, tenant: str, rating_id: str) -> None:
        self.rating(tenant, rating_id)
        del self._tables.ratings[tenant, rating_id]
        for key in [key for key in self._tables.responses if key[0] == tenant]:
            del self._tables.responses[key]

    def ratings_since(self, tenant: str, since: datetime) -> Sequence[QuestionRating]:
        rows = [row for row in of_tenant(self._tables.ratings, tenant) if row.rated_at >= since]
        return sorted(rows, key=lambda row: (row.rated_at, row.id))

    def asked_since(self, tenant: str, since: datetime) -> Sequence[Asked]:
        rows = [row for row in of_tenant(self._tables.question_sets, tenant) if row.created_at >= since]
        return [Asked(row.question_ids, row.created_at) for row in sorted(rows, key=by_age)]

    def save_leanings(self, leanings: Leanings) -> None:
        self._need_known(leanings.tenant)
        place = (leanings.tenant, leanings.digest)
        same = self._tables.leanings.get(place)
        self._tables.leanings[place] = replace(same, made_at=leanings.made_at) if same else leanings

    def newest_leanings(self, tenant: str) -> Leanings | None:
        return max(self._leanings(tenant), key=lambda row: row.made_at, default=None)

    def leanings_since(self, tenant: str, since: datetime) -> Sequence[Leanings]:
        rows = sorted(self._leanings(tenant), key=lambda row: row.digest)
        return sorted(
            (row for row in rows if row.made_at >= since), key=lambda row: row.made_at, reverse=True
        )

    def forget_leanings(self, tenant: str, before: datetime) -> int:
        old = [row for row in self._leanings(tenant) if row.made_at < before]
        for row in old:
            del self._tables.leanings[tenant, row.digest]
        return len(old)

    def question_learning(self, tenant: str) -> QuestionLearning:
        return self._tables.question_learning.get(tenant) or QuestionLearning(tenant)

    def save_question_learning(self, learning: QuestionLearning) -> None:
        self._need_known(learning.tenant)
        refuse_changed("learning", self.question_learning(learning.tenant).revision, learning.revision)
        self._tables.question_learning[learning.tenant] = learning

    def _leanings(self, tenant: str) -> list[Leanings]:
        return [row for row in self._tables.leanings.values() if row.tenant == tenant]

    def _need_known(self, tenant: str) -> None:
        if tenant not in self._tables.tenants:
            raise NotFound("tenant-not-found", "There is no such tenant.", tenant=tenant)
