"""Erasing a participant: everything that was theirs, and what nobody is left to have."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Delete, Table, delete, select, update

from nudge.storage.feedback import question_ratings
from nudge.storage.nudge_tables import attempts, deliveries, inbox, nudges, taps
from nudge.storage.pairs import pairs_with
from nudge.storage.responses import ResponseRecords
from nudge.storage.tables import (
    conversations,
    notes,
    pair_participants,
    pairs,
    participants,
    pledges,
    question_sets,
)


class Erasure(ResponseRecords):
    """`erase_participant` of `Records`.

    A pair in which others remain stays, without the erased participant, and so do its conversations: notes,
    pledges and question sets of the others are theirs, and a question they were asked is not asked again.
    """

    def erase_participant(self, tenant: str, participant_id: str) -> Mapping[str, int]:
        """Delete everything of the participant; how many rows of each noun went.

        The participant is locked first: who is adding something to it is waited for, or comes too late.
        """
        self._need(participants, "participant", tenant, participant_id, to_erase=True)
        self._write(_of(inbox, tenant).where(inbox.c.participant == participant_id))
        n_ratings = self._write(
            _of(question_ratings, tenant).where(question_ratings.c.participant == participant_id)
        )
        gone = {
            "nudges": self._erase_nudges(tenant, nudges.c.participant == participant_id),
            "ratings": n_ratings,
        } | {
            table.name: self._write(_of(table, tenant).where(table.c.participant == participant_id))
            for table in (notes, pledges, question_sets)
        }
        for noun, n_rows in self._leave_pairs(tenant, participant_id).items():
            gone[noun] = gone.get(noun, 0) + n_rows
        gone["participants"] = self._write(
            _of(participants, tenant).where(participants.c.id == participant_id)
        )
        gone["responses"] = self._forget_responses(tenant)
        return gone

    def _leave_pairs(self, tenant: str, participant_id: str) -> Mapping[str, int]:
        places = pair_participants.c
        mine = pairs_with(tenant, participant_id).order_by(places.pair)
        pair_ids = self._read(mine).scalars().all()
        for pair_id in pair_ids:
            self._need(pairs, "pair", tenant, pair_id, to_erase=True)
        self._write(_of(pair_participants, tenant).where(places.participant == participant_id))
        taken = select(places.pair).where(places.tenant == tenant, places.pair.in_(pair_ids))
        left_alone = sorted(set(pair_ids) - set(self._read(taken).scalars()))
        return self._erase_pairs(tenant, left_alone)

    def _erase_pairs(self, tenant: str, pair_ids: list[str]) -> Mapping[str, int]:
        of_pairs = select(conversations.c.id).where(
            conversations.c.tenant == tenant, conversations.c.pair.in_(pair_ids)
        )
        talks = self._read(of_pairs).scalars().all()
        told_in = notes.c.conversation.in_(talks)
        self._write(update(notes).where(notes.c.tenant == tenant, told_in).values(conversation=None))
        made_in = select(pledges.c.id).where(pledges.c.tenant == tenant, pledges.c.conversation.in_(talks))
        gone = {"nudges": self._erase_nudges(tenant, nudges.c.pledge.in_(made_in))} | {
            table.name: self._write(_of(table, tenant).where(table.c.conversation.in_(talks)))
            for table in (pledges, question_sets)
        }
        gone["ratings"] = self._write(
            _of(question_ratings, tenant).where(question_ratings.c.conversation.in_(talks))
        )
        gone["conversations"] = self._write(_of(conversations, tenant).where(conversations.c.id.in_(talks)))
        gone["pairs"] = self._write(_of(pairs, tenant).where(pairs.c.id.in_(pair_ids)))
        return gone

    def _erase_nudges(self, tenant: str, are_they: ColumnElement[bool]) -> int:
        """Delete nudges with all that is known of them; how many."""
        ids = select(nudges.c.id).where(nudges.c.tenant == tenant, are_they)
        for table in (taps, attempts, deliveries):
            self._write(_of(table, tenant).where(table.c.nudge.in_(ids)))
        self._write(_of(inbox, tenant).where(inbox.c.id.in_(ids)))
        return self._write(_of(nudges, tenant).where(are_they))


def _of(table: Table, tenant: str) -> Delete:
    return delete(table).where(table.c.tenant == tenant)
