"""The one missing piece: what is asked first, what is never asked, and which wording fits best."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudge.domain.missing_pieces import (
    GAINS,
    NOTHING_TO_ASK,
    SEVERAL_ACTIONS,
    ActSort,
    MissingPieceWording,
    PledgeSlots,
    choose,
    missing_facet,
)
from nudge.domain.specificity import Facet, FacetReading, PledgeKind, Specificity


def reading(
    levels: str = "222222",
    *,
    overall: float = 3.0,
    kind: PledgeKind = PledgeKind.ACT,
    is_pledge: bool = True,
    flags: tuple[str, ...] = (),
) -> Specificity:
    """Levels of action, when, measure, context, ownership, commitment, in this order."""
    facets = {facet: FacetReading(int(level)) for facet, level in zip(Facet, levels, strict=True)}
    return Specificity(overall, 1.0, is_pledge, 0.9, 1, kind, facets, flags)


ANY = st.builds(
    reading,
    st.text("012", min_size=6, max_size=6),
    overall=st.floats(1, 5),
    kind=st.sampled_from(PledgeKind),
    is_pledge=st.booleans(),
    flags=st.sampled_from([(), (SEVERAL_ACTIONS,), ("waiting-is-the-point",)]),
)


class TestFacet:
    @pytest.mark.parametrize(
        ("text", "levels", "facet"),
        [
            ("be more confident", "000022", Facet.ACTION),
            ("be more confident by Friday", "020022", Facet.ACTION),
            ("talk to my team", "201122", Facet.CONTEXT),
            ("work on delegation", "100022", Facet.ACTION),
            ("talk to Dee", "202222", Facet.WHEN),
            ("talk to Dee soon", "212222", Facet.WHEN),
            ("make progress on the budget on Friday", "220222", Facet.MEASURE),
            ("the team should start on time", "202202", Facet.OWNERSHIP),
            ("get promoted", "000002", Facet.OWNERSHIP),
            ("my deputy will send the rota on Friday", "222202", Facet.OWNERSHIP),
            ("I might call Ana on Friday", "222220", Facet.COMMITMENT),
            ("I'll try to call Ana", "202221", Facet.WHEN),
            ("I'd love to be calmer", "000020", Facet.ACTION),
            ("call Ana on Friday", "222222", None),
            ("walk 30 minutes every day", "222022", None),
        ],
    )
    def test_what_would_add_most_is_asked(self, text: str, levels: str, facet: Facet | None) -> None:
        assert missing_facet(reading(levels)) is facet, text

    def test_a_routine_needs_no_name(self) -> None:
        assert missing_facet(reading("202122", kind=PledgeKind.HABIT)) is Facet.WHEN
        assert missing_facet(reading("202122")) is Facet.CONTEXT

    def test_nothing_when_it_is_clear_enough(self) -> None:
        assert missing_facet(reading("202222", overall=4.5)) is None
        assert missing_facet(reading("202222", overall=4.49)) is Facet.WHEN

    @pytest.mark.parametrize("kind", [PledgeKind.NOTICE, PledgeKind.WAIT])
    def test_noticing_and_waiting_are_only_asked_for_their_moment(self, kind: PledgeKind) -> None:
        assert missing_facet(reading("000000", kind=kind)) is Facet.WHEN
        assert missing_facet(reading("010000", kind=kind)) is None

    @pytest.mark.parametrize("flag", sorted(NOTHING_TO_ASK))
    def test_nothing_when_a_question_would_be_out_of_place(self, flag: str) -> None:
        assert missing_facet(reading("000000", flags=(flag,))) is None

    def test_a_text_that_promises_nothing_is_asked_for_a_promise_unless_it_tells_of_an_act(self) -> None:
        assert missing_facet(reading("000000", is_pledge=False)) is Facet.ACTION
        assert missing_facet(reading("200000", is_pledge=False)) is None

    def test_other_gains_give_another_order(self) -> None:
        learnt = {**GAINS, (Facet.MEASURE, 0): 1.5}
        assert missing_facet(reading("200222")) is Facet.WHEN
        assert missing_facet(reading("200222"), learnt) is Facet.MEASURE

    @given(ANY)
    def test_a_wish_is_never_asked_for_its_day_and_what_is_there_never_again(self, read: Specificity) -> None:
        facet = missing_facet(read)
        still = read.kind in (PledgeKind.NOTICE, PledgeKind.WAIT)
        if facet is None or SEVERAL_ACTIONS in read.flags:
            return
        assert read.facets[facet].level < 2
        if read.facets[Facet.ACTION].level == 0 and not still:
            assert facet in (Facet.ACTION, Facet.OWNERSHIP)
        if facet is Facet.COMMITMENT:
            assert all(read.facets[f].level == 2 for f in (Facet.ACTION, Facet.WHEN, Facet.MEASURE))


PLAIN = MissingPieceWording("missing.when-plain", 1, Facet.WHEN, "Which day will it be?")
OF_SORT = replace(
    PLAIN, id="missing.when-talk", text="Which day will you talk?", sorts=frozenset({ActSort.TALK})
)
WITH_ACT = replace(PLAIN, id="missing.when-act", text="When will you {{ act }}?")
BOTH = replace(OF_SORT, id="missing.when-person", text="When will you next speak with {{ person }}?")
SEVERAL = MissingPieceWording(
    "missing.action-several", 1, Facet.ACTION, "Which one?", sorts=frozenset({ActSort.SEVERAL})
)
NONE = MissingPieceWording(
    "missing.action-none", 1, Facet.ACTION, "What would you promise?", sorts=frozenset({ActSort.NONE})
)
WORDINGS = (PLAIN, OF_SORT, WITH_ACT, BOTH, SEVERAL, NONE)
TALK = PledgeSlots(sort=ActSort.TALK)


class TestWording:
    @pytest.mark.parametrize(
        ("slots", "chosen"),
        [
            (PledgeSlots(), PLAIN),
            (TALK, OF_SORT),
            (PledgeSlots(person="Dee"), PLAIN),
            (replace(TALK, act="call Dee"), WITH_ACT),
            (replace(TALK, act="call Dee", person="Dee"), BOTH),
        ],
    )
    def test_own_words_come_before_the_sort_and_the_sort_before_a_general_one(
        self, slots: PledgeSlots, chosen: MissingPieceWording
    ) -> None:
        assert choose(WORDINGS, reading("202222"), slots, "x") is chosen

    def test_several_acts_and_no_promise_have_wordings_of_their_own(self) -> None:
        several = reading("222222", flags=(SEVERAL_ACTIONS,), overall=4.0)
        assert choose(WORDINGS, several, TALK, "x") is SEVERAL
        assert choose(WORDINGS, reading("000000", is_pledge=False), TALK, "x") is NONE
        assert choose((SEVERAL, NONE), reading("000022"), TALK, "x") is None

    def test_only_a_wording_for_the_kind_and_the_level_is_chosen(self) -> None:
        habit = replace(PLAIN, kinds=frozenset({PledgeKind.HABIT}))
        loose = replace(PLAIN, levels=frozenset({1}))
        assert choose((habit, loose), reading("202222"), TALK, "x") is None
        assert choose((habit, loose), reading("212222"), TALK, "x") is loose

    @given(st.text(), st.permutations(WORDINGS))
    def test_the_same_text_gets_the_same_question_in_whatever_order_the_bank_is(
        self, text: str, order: list[MissingPieceWording]
    ) -> None:
        alike = [replace(wording, id=f"{wording.id}-{n}") for wording in order for n in (1, 2)]
        first = choose(alike, reading("202222"), TALK, text)
        assert first == choose(alike[::-1], reading("202222"), TALK, text)

    def test_equals_take_turns_over_texts(self) -> None:
        alike = [replace(PLAIN, id=f"missing.when-{n}") for n in range(4)]
        chosen = {choose(alike, reading("202222"), TALK, str(n)) for n in range(60)}
        assert len(chosen) == 4
