from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from nudge.app.check_ins import CheckIn
from nudge.app.pledge_terms import MOST_CHANGES, PledgeTerms
from nudge.domain.conversations import Brief
from nudge.domain.errors import Conflict, Invalid, NotFound
from nudge.domain.pledges import LastPledge, Outcome
from nudge.domain.records import Conversation, Pair, PledgeState, StoredPledge
from tests.app.world import World
from tests.makers import NOON

PLEDGE = "I'll ask Wilhelmina to run the stand-up"
SOON = NOON + timedelta(days=4)
LATER = NOON + timedelta(days=9)


@pytest.fixture
def pair(world: World) -> Pair:
    return world.pair(world.participant("ana"), world.participant("ben"))


@pytest.fixture
def ana(pair: Pair) -> str:
    return pair.participants[0]


def make(
    world: World, participant: str, text: str = PLEDGE, *, conversation: str | None = None, **due: Any
) -> StoredPledge:
    terms = PledgeTerms(text, **due)
    return world.services.pledges.make(world.tenant, participant, terms, conversation=conversation)


def change(world: World, pledge: StoredPledge, *, reason: str = "", **terms: Any) -> StoredPledge:
    wanted = replace(PledgeTerms(pledge.text, pledge.due_at, pledge.due_zone, pledge.due_confirmed), **terms)
    return world.services.pledges.change(
        world.tenant, pledge.id, wanted, expected_revision=pledge.revision, reason=reason
    )


def check_in(world: World, pledge: StoredPledge, outcome: Outcome, *words: Any) -> StoredPledge:
    return world.services.pledges.check_in(world.tenant, pledge.id, CheckIn(outcome, *words))


def close(world: World, conversation: Conversation, **pledges: PledgeTerms) -> None:
    world.services.conversations.close(world.tenant, conversation.id, pledges=pledges)


def stored(world: World, participant: str) -> list[StoredPledge]:
    return list(world.services.pledges.list(world.tenant, participant).items)


def brief(world: World, conversation: Conversation) -> Brief:
    return world.services.conversations.brief(world.tenant, conversation.id)


def last(world: World, conversation: Conversation) -> LastPledge | None:
    return brief(world, conversation).participants[0].last_pledge


class TestMaking:
    def test_it_is_open_until_somebody_says_what_became_of_it(self, world: World, ana: str) -> None:
        pledge = make(world, ana)
        assert world.services.pledges.get(world.tenant, pledge.id) == pledge
        assert (pledge.state, pledge.conversation, pledge.due_at) == (PledgeState.OPEN, None, None)
        assert check_in(world, pledge, Outcome.NOT_SAID).state is PledgeState.OPEN
        assert check_in(world, pledge, Outcome.DROPPED).state is PledgeState.CLOSED

    def test_there_is_one_for_each_conversation(self, world: World, pair: Pair, ana: str) -> None:
        """The other one there makes their own; between conversations nobody counts."""
        conversation = world.conversation(pair)
        first = make(world, ana, conversation=conversation.id)
        with pytest.raises(Conflict, match="change that one") as refused:
            make(world, ana, "I'll write to Sam", conversation=conversation.id)
        assert (refused.value.code, refused.value.facts["pledge"]) == ("pledge-exists", first.id)
        make(world, pair.participants[1], conversation=conversation.id)
        for _ in range(2):
            make(world, ana)

    def test_strangers_are_refused(self, world: World, pair: Pair) -> None:
        conversation = world.conversation(pair)
        with pytest.raises(Invalid) as stranger:
            make(world, world.participant("cleo"), conversation=conversation.id)
        assert stranger.value.code == "participant-not-in-conversation"
        for who, where in (("par_x", None), (pair.participants[0], "con_x")):
            with pytest.raises(NotFound):
                make(world, who, conversation=where)

    @pytest.mark.parametrize(
        ("due", "code", "at"),
        [
            ({"due_at": NOON}, "due-in-the-past", "$.due_at"),
            ({"due_zone": "Europe/Berlin"}, "due-missing", "$"),
            ({"due_confirmed": True}, "due-missing", "$"),
            ({"due_at": SOON, "due_zone": "Europe/Berlinn"}, "time-zone-unknown", "$.due_zone"),
            ({"due_at": SOON, "due_zone": "Europe"}, "time-zone-unknown", "$.due_zone"),
            ({"due_at": SOON, "due_zone": "../etc/passwd"}, "time-zone-unknown", "$.due_zone"),
            ({"due_at": SOON, "due_zone": "a\0b"}, "time-zone-unknown", "$.due_zone"),
        ],
    )
    def test_a_date_is_one(self, world: World, ana: str, due: Any, code: str, at: str) -> None:
        with pytest.raises(Invalid) as refused:
            make(world, ana, **due)
        assert (refused.value.code, refused.value.facts["at"]) == (code, at)
        assert stored(world, ana) == []

    def test_a_misspelt_zone_gets_the_nearest(self, world: World, ana: str) -> None:
        with pytest.raises(Invalid, match="Did you mean “Europe/Berlin”"):
            make(world, ana, due_at=SOON, due_zone="Europe/Berlinn")


class TestChanging:
    def test_what_it_said_before_is_kept(self, world: World, ana: str) -> None:
        first = make(world, ana, due_at=SOON, due_zone="Europe/Berlin", due_confirmed=True)
        second = change(world, first, text="I'll open it with her", reason="She'd rather begin small.")
        third = change(world, second, due_at=LATER, due_confirmed=False)
        assert world.services.pledges.get(world.tenant, first.id) == third
        assert (third.text, third.due_at, third.revision) == ("I'll open it with her", LATER, 3)
        one, two = third.history
        assert (one.text, one.due_at, one.due_zone, one.due_confirmed) == (
            PLEDGE,
            SOON,
            "Europe/Berlin",
            True,
        )
        assert (one.reason, two.text, two.reason) == ("She'd rather begin small.", second.text, "")
        assert first.created_at < one.changed_at < two.changed_at

    def test_confirming_its_date_is_no_other_promise(self, world: World, ana: str) -> None:
        pledge = make(world, ana, due_at=SOON)
        confirmed = change(world, pledge, due_zone="Asia/Tokyo", due_confirmed=True)
        assert (confirmed.due_confirmed, confirmed.history, confirmed.revision) == (True, (), 2)

    def test_the_same_again_changes_nothing(self, world: World, ana: str) -> None:
        pledge = make(world, ana, due_at=SOON)
        assert change(world, pledge) == pledge

    def test_it_needs_the_revision_that_was_read(self, world: World, ana: str) -> None:
        pledge = make(world, ana)
        change(world, pledge, text="one")
        with pytest.raises(Conflict) as refused:
            change(world, pledge, text="two")
        assert (refused.value.code, stored(world, ana)[0].text) == ("revision-changed", "one")

    def test_a_closed_one_stays_as_it_is(self, world: World, ana: str) -> None:
        """Unless it turns out that nobody knows."""
        pledge = check_in(world, make(world, ana), Outcome.KEPT)
        with pytest.raises(Conflict) as refused:
            change(world, pledge, text="one")
        assert refused.value.code == "pledge-closed"
        change(world, check_in(world, pledge, Outcome.NOT_SAID), text="one")

    def test_its_text_changes_when_its_date_has_passed(self, world: World, ana: str) -> None:
        """Only a new date, or a new confirmation, has to be in the future."""
        pledge = make(world, ana, due_at=world.clock.now() + timedelta(seconds=2))
        for _ in range(3):
            world.clock.now()
        changed = change(world, pledge, text="one")
        for due in ({"due_confirmed": True}, {"due_at": NOON}):
            with pytest.raises(Invalid, match="in the future"):
                change(world, changed, **due)
        assert change(world, changed, due_at=None).due_at is None

    def test_the_history_ends_somewhere(self, world: World, ana: str) -> None:
        pledge = make(world, ana)
        for n in range(MOST_CHANGES):
            pledge = change(world, pledge, text=f"{n}")
        with pytest.raises(Conflict) as refused:
            change(world, pledge, text="another")
        assert refused.value.code == "pledge-changed-too-often"
        assert check_in(world, pledge, Outcome.CHANGED).state is PledgeState.CLOSED


class TestCheckingIn:
    def test_the_same_again_changes_nothing(self, world: World, ana: str) -> None:
        once = check_in(world, make(world, ana), Outcome.PARTLY, "She was ill.", True)
        assert (once.outcome, once.reflection, once.helped, once.revision) == (
            Outcome.PARTLY,
            "She was ill.",
            True,
            2,
        )
        assert check_in(world, once, Outcome.PARTLY, "She was ill.", True) == once

    def test_it_is_corrected(self, world: World, ana: str) -> None:
        """The moment of the outcome stays while the outcome does."""
        first = check_in(world, make(world, ana), Outcome.PARTLY, "She was ill.")
        worded = check_in(world, first, Outcome.PARTLY, "She was away.", False)
        assert worded.outcome_at == first.outcome_at
        kept = check_in(world, worded, Outcome.KEPT)
        assert (kept.reflection, kept.helped) == ("", None)
        assert kept.outcome_at is not None
        assert first.outcome_at is not None
        assert kept.outcome_at > first.outcome_at
        assert check_in(world, kept, Outcome.NOT_SAID).outcome_at is None

    def test_they_are_listed_by_state(self, world: World, ana: str) -> None:
        made = [make(world, ana, f"{n}") for n in range(5)]
        for n in (1, 3):
            check_in(world, made[n], Outcome.KEPT)

        def listed(state: PledgeState | None, **page: Any) -> list[str]:
            found = world.services.pledges.list(world.tenant, ana, state=state, **page)
            return [pledge.text for pledge in found.items]

        assert listed(None) == ["0", "1", "2", "3", "4"]
        assert listed(PledgeState.OPEN) == ["0", "2", "4"]
        assert listed(PledgeState.CLOSED) == ["1", "3"]
        assert listed(PledgeState.OPEN, after=made[0].id, limit=1) == ["2"]
        with pytest.raises(NotFound):
            world.services.pledges.list(world.tenant, "par_x")


class TestClosing:
    def test_it_makes_pledges_with_a_date(self, world: World, pair: Pair, ana: str) -> None:
        conversation = world.conversation(pair)
        close(world, conversation, **{ana: PledgeTerms(PLEDGE, SOON, "Europe/Berlin", True)})
        (pledge,) = stored(world, ana)
        assert (pledge.conversation, pledge.due_at, pledge.due_confirmed) == (conversation.id, SOON, True)

    def test_without_a_pledge_the_one_made_before_stays(self, world: World, pair: Pair, ana: str) -> None:
        conversation = world.conversation(pair)
        pledge = make(world, ana, conversation=conversation.id)
        close(world, conversation)
        assert stored(world, ana) == [pledge]

    def test_the_one_made_before_is_changed(self, world: World, pair: Pair, ana: str) -> None:
        """With its history; a date that is left out stays. The same words change nothing."""
        conversation, again = world.conversation(pair), world.conversation(pair)
        make(world, ana, conversation=conversation.id, due_at=SOON, due_confirmed=True)
        same = make(world, ana, conversation=again.id, due_at=SOON)
        close(world, conversation, **{ana: PledgeTerms("I'll write to Sam")})
        close(world, again, **{ana: PledgeTerms(PLEDGE)})
        changed, unchanged = stored(world, ana)
        assert (changed.text, changed.due_at, changed.due_confirmed) == ("I'll write to Sam", SOON, True)
        assert [version.text for version in changed.history] == [PLEDGE]
        assert unchanged == same

    def test_nothing_is_kept_when_one_is_refused(self, world: World, pair: Pair, ana: str) -> None:
        conversation, ben = world.conversation(pair), pair.participants[1]
        with pytest.raises(Invalid) as refused:
            close(world, conversation, **{ana: PledgeTerms(PLEDGE), ben: PledgeTerms(PLEDGE, NOON)})
        assert refused.value.facts["at"] == "$.pledges[1].due_at"
        assert stored(world, ana) == []
        closed = check_in(world, make(world, ana, conversation=conversation.id), Outcome.KEPT)
        with pytest.raises(Conflict, match="what became of this pledge"):
            close(world, conversation, **{ana: PledgeTerms("I'll write to Sam")})
        close(world, conversation, **{ana: PledgeTerms(PLEDGE)})
        assert stored(world, ana) == [closed]

    def test_silence_takes_nothing_back(self, world: World, pair: Pair, ana: str) -> None:
        close(world, world.conversation(pair), **{ana: PledgeTerms(PLEDGE)})
        said = check_in(world, stored(world, ana)[0], Outcome.PARTLY, "She was ill.", True)
        for check in (CheckIn(Outcome.NOT_SAID), CheckIn(Outcome.PARTLY)):
            conversation = world.conversation(pair)
            world.services.conversations.close(world.tenant, conversation.id, check_ins={ana: check})
            assert stored(world, ana) == [said]
        conversation, corrected = world.conversation(pair), {ana: CheckIn(Outcome.KEPT, "In the end.")}
        world.services.conversations.close(world.tenant, conversation.id, check_ins=corrected)
        (kept,) = stored(world, ana)
        assert (kept.outcome, kept.reflection, kept.helped) == (Outcome.KEPT, "In the end.", True)


class TestTheNextSet:
    def test_it_knows_what_was_said_in_between(self, world: World, pair: Pair, ana: str) -> None:
        close(world, world.conversation(pair), **{ana: PledgeTerms(PLEDGE)})
        check_in(world, stored(world, ana)[0], Outcome.PARTLY, "She was ill.", True)
        assert last(world, world.conversation(pair)) == LastPledge(PLEDGE, Outcome.PARTLY, "She was ill.")

    def test_a_pledge_made_for_this_conversation_is_not_the_last(
        self, world: World, pair: Pair, ana: str
    ) -> None:
        first = world.conversation(pair)
        make(world, ana, "for the first", conversation=first.id)
        assert last(world, first) is None
        close(world, first)
        second = world.conversation(pair)
        make(world, ana, "for the second", conversation=second.id)
        assert last(world, second) == LastPledge("for the first")

    def test_one_made_in_between_comes_next(self, world: World, pair: Pair, ana: str) -> None:
        """Once the pair has heard a pledge; what somebody pledged before they met isn't for it."""
        make(world, ana, "before we met")
        first = world.conversation(pair)
        assert last(world, first) == LastPledge("before we met", pair_knows=False)
        close(world, first)
        second = world.conversation(pair)
        assert last(world, second) is None
        close(world, second, **{ana: PledgeTerms(PLEDGE)})
        make(world, ana, "since then")
        third = world.conversation(pair)
        assert last(world, third) == LastPledge("since then", pair_knows=False)
        close(world, third, **{ana: PledgeTerms("for the third")})
        assert last(world, world.conversation(pair)) == LastPledge("for the third")

    def test_one_made_with_another_partner_is_not_said(self, world: World, pair: Pair, ana: str) -> None:
        """Who meets two partners in a quarter says in each pair what was pledged there."""
        close(world, world.conversation(pair), **{ana: PledgeTerms(PLEDGE)})
        other = world.pair(ana, world.participant("cleo"))
        close(world, world.conversation(other), **{ana: PledgeTerms("with Cleo")})
        assert last(world, world.conversation(pair)) == LastPledge(PLEDGE)
        assert last(world, world.conversation(other)) == LastPledge("with Cleo")
