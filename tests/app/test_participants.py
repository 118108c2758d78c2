from __future__ import annotations

from dataclasses import replace

import pytest

from nudge.app.participants import ParticipantDetails
from nudge.app.pledge_terms import PledgeTerms
from nudge.domain.errors import Conflict, Invalid, NotFound
from nudge.domain.notes import Visibility
from nudge.domain.question_ratings import Verdict
from nudge.domain.questions import Format
from tests.app.world import World


def test_a_change_needs_the_newest_revision(world: World) -> None:
    ana = world.services.participants.get(world.tenant, world.participant("ana"))
    changed = world.services.participants.change(replace(ana, focus=("feedback",)), expected_revision=1)
    assert (changed.revision, changed.focus) == (2, ("feedback",))
    with pytest.raises(Conflict, match="changed meanwhile"):
        world.services.participants.change(ana, expected_revision=1)


def test_a_ref_is_unique_in_a_tenant(world: World) -> None:
    world.participant("ana")
    with pytest.raises(Conflict):
        world.participant("ana")
    other = world.services.api_keys.add_tenant("other").id
    assert world.services.participants.add(other, ParticipantDetails("ana")).tenant == other


def test_erasing_gives_a_receipt_and_leaves_nothing(world: World) -> None:
    ana, ben = world.participant("ana"), world.participant("ben")
    pair = world.pair(ana, ben)
    conversation = world.conversation(pair)
    world.services.notes.write(world.tenant, ana, "a private thing")
    world.services.conversations.prepare(world.tenant, conversation.id)
    pledges = {ana: PledgeTerms("I'll call Sam")}
    world.services.conversations.close(world.tenant, conversation.id, pledges=pledges)
    receipt = world.services.participants.erase(world.tenant, ana)
    assert receipt.counts["participants"] == 1
    assert (receipt.counts["notes"], receipt.counts["pledges"], receipt.counts["question_sets"]) == (1, 1, 1)
    assert "private" not in repr(world.store.tables)  # type: ignore[attr-defined]
    assert world.reader.n_forgotten == 1, "what the reader keeps in memory goes too"
    with pytest.raises(NotFound):
        world.services.participants.erase(world.tenant, ana)


def test_an_export_has_everything_of_the_person_and_nothing_of_the_partner(world: World) -> None:
    ana, ben = world.participant("ana"), world.participant("ben")
    conversation = world.conversation(world.pair(ana, ben))
    for who, text in ((ana, "mine"), (ben, "theirs")):
        world.services.notes.write(
            world.tenant, who, text, conversation=conversation.id, visibility=Visibility.SHARED
        )
    sets = world.services.conversations.prepare(world.tenant, conversation.id).sets
    asked, unsaid = (one.questions[0].worded.id for one in sets)
    for who, question in ((ana, asked), (ben, unsaid)):
        world.services.feedback.rate(world.tenant, conversation.id, who, question, Verdict.HELPFUL)
    world.services.conversations.close(
        world.tenant,
        conversation.id,
        pledges={ana: PledgeTerms("I'll call Sam"), ben: PledgeTerms("I'll write to Kim")},
    )
    export = world.services.participants.export(world.tenant, ana)
    assert [note.text for note in export.notes] == ["mine"]
    assert [pledge.text for pledge in export.pledges] == ["I'll call Sam"]
    assert [one.participant for one in export.question_sets] == [ana]
    assert [one.question for one in export.ratings] == [asked]
    assert len(export.pairs) == 1


def test_notes_are_embedded_when_there_are_models(world: World) -> None:
    ana = world.participant("ana")
    assert world.services.notes.write(world.tenant, ana, "with").vectors is not None
    world.reader.is_missing = True
    assert world.services.notes.write(world.tenant, ana, "without").vectors is None


def test_a_note_is_erased_by_its_owner_only(world: World) -> None:
    ana, ben = world.participant("ana"), world.participant("ben")
    note = world.services.notes.write(world.tenant, ana, "mine")
    with pytest.raises(NotFound, match="no such note"):
        world.services.notes.erase(world.tenant, ben, note.id)
    assert world.reader.n_forgotten == 0
    world.services.notes.erase(world.tenant, ana, note.id)
    assert not world.services.notes.list(world.tenant, ana).items
    assert world.reader.n_forgotten == 1, "what the reader keeps in memory goes too"


def test_a_shared_note_needs_somebody_to_share_it_with(world: World) -> None:
    ana, ben, cleo = (world.participant(ref) for ref in ("ana", "ben", "cleo"))
    conversation = world.conversation(world.pair(ben, cleo))
    with pytest.raises(Invalid, match="needs a conversation"):
        world.services.notes.write(world.tenant, ana, "ours", visibility=Visibility.SHARED)
    with pytest.raises(Invalid, match="isn't in this conversation"):
        world.services.notes.write(world.tenant, ana, "ours", conversation=conversation.id)


def test_a_pair_has_the_size_of_its_format(world: World) -> None:
    people = [world.participant(f"p{n}") for n in range(7)]
    add = world.services.pairs.add
    assert add(world.tenant, people[:2]).format is Format.PAIR
    assert len(add(world.tenant, people[:6], format=Format.ROUNDTABLE).participants) == 6
    for n, format in ((1, Format.PAIR), (3, Format.PAIR), (2, Format.ROUNDTABLE), (7, Format.ROUNDTABLE)):
        with pytest.raises(Invalid, match="is for"):
            add(world.tenant, people[:n], format=format)
    with pytest.raises(Invalid, match="only once"):
        add(world.tenant, [people[0], people[0]])
    with pytest.raises(NotFound):
        add(world.tenant, [people[0], "par_nobody"])


def test_answers_to_the_questionnaire_are_weighed(world: World) -> None:
    ana = world.participant("ana")
    answers = [("whom.good-day", "society"), ("whom.spare-week", "society"), ("whom.farewell", None)]
    whom, why, _ = world.services.questionnaires.answer(world.tenant, ana, answers)
    assert (whom.value, why.value) == ("society", None)
    assert sum(whom.probabilities.values()) == pytest.approx(1)
    assert world.services.participants.get(world.tenant, ana).purpose.drivers == {"whom": "society"}


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ([("whom.good-dya", "society")], "Did you mean “whom.good-day”"),
        ([("whom.good-day", "socety")], "Did you mean “society”"),
        ([("whom.good-day", "society"), ("whom.good-day", None)], "answered twice"),
    ],
)
def test_wrong_answers_are_explained(
    world: World, answers: list[tuple[str, str | None]], message: str
) -> None:
    with pytest.raises(Invalid, match=message):
        world.services.questionnaires.read(answers)
