"""Why a question was chosen: always something, never what the partner may not see."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from nudge.domain.conversations import Affinity, Experience, ParticipantBrief, ParticipantReading, Trace, Why
from nudge.domain.evidence import MAX_REASONS, reasons
from nudge.domain.fit import FitPolicy, FitScorer
from nudge.domain.notes import Memory, Passage, ThemeMention, Visibility, VisibleTo
from nudge.domain.pledges import LastPledge
from nudge.domain.questions import Audience, Question, Stage
from tests.strategies import make_affinity, make_bank, make_brief, make_driver, make_question

KINDS = {"purpose", "note", "pledge", "focus", "emphasis", "experience", "depth", "variety", "default"}


def why(
    question: Question,
    reading: ParticipantReading,
    participant: ParticipantBrief | None = None,
    session_number: int = 1,
) -> tuple[Why, ...]:
    participant = participant or ParticipantBrief("ana")
    brief = make_brief(participant, session_number=session_number)
    bank = make_bank([question])
    fit = FitScorer(bank, brief, participant, reading, FitPolicy()).score(0)
    return reasons(bank, brief, participant, reading, fit)


VISIBILITIES = st.sampled_from(Visibility)


@st.composite
def readings(draw: st.DrawFn) -> ParticipantReading:
    """Anything may have been read; every word of a private note has the mark "secret" in it."""
    passages = tuple(
        Passage(
            f"{'secret' if visibility is Visibility.PRIVATE else 'open'} words {n}",
            f"note:{n}",
            visibility,
            1.0,
            quote=f"{'secret' if visibility is Visibility.PRIVATE else 'open'} quote {n}",
        )
        for n, visibility in enumerate(draw(st.lists(VISIBILITIES, min_size=1, max_size=4)))
    )
    themes = tuple(
        ThemeMention(theme, draw(st.floats(0, 1)), 1, draw(st.integers(0, len(passages) - 1)))
        for theme in draw(st.sets(st.sampled_from(["remote", "layoffs", "delegation"])))
    )
    traces = tuple(
        Trace(
            p.text,
            p.source,
            VisibleTo.PAIR if p.visibility is Visibility.SHARED else VisibleTo.SELF,
            p.quote if draw(st.booleans()) else None,
        )
        for p in passages
    )
    affinities = [
        Affinity("note", [draw(st.floats(0, 1))], [draw(st.integers(0, len(traces) - 1))], traces),
        make_affinity("purpose", [draw(st.floats(0, 1))]),
        make_affinity("emphasis", [draw(st.floats(0, 1))], quote="be kind", visible_to=VisibleTo.PAIR),
    ]
    return ParticipantReading(
        drivers=(
            make_driver("whom", draw(st.sampled_from(["one", None])), {"one": 0.8, "many": 0.1, "all": 0.1}),
        ),
        memory=Memory(passages, themes),
        affinities=tuple(draw(st.lists(st.sampled_from(affinities), unique_by=lambda a: a.kind))),
        focus_themes=tuple(draw(st.sets(st.sampled_from(["remote", "layoffs"])))),
    )


class TestReasons:
    @given(readings(), st.integers(1, 5), st.sampled_from(Audience))
    @settings(deadline=None, max_examples=50)
    def test_one_to_three_of_the_known_kinds_and_nothing_private_for_the_pair(
        self, reading: ParticipantReading, session_number: int, audience: Audience
    ) -> None:
        question = make_question(
            Stage.EXPLORE,
            themes=frozenset({"remote", "layoffs"}),
            purposes=frozenset({"whom.one"}),
            audience=audience,
        )
        ana = ParticipantBrief(
            "ana",
            experience=Experience(new_manager=True),
            focus=("my team",),
            last_pledge=LastPledge("ask Sam"),
        )
        found = why(question, reading, ana, session_number)
        assert 1 <= len(found) <= MAX_REASONS
        private = {p.source: p.text for p in reading.memory.passages if p.visibility is Visibility.PRIVATE}
        for reason in found:
            assert reason.kind in KINDS
            assert reason.text
            if reason.visible_to is VisibleTo.PAIR:
                assert "secret" not in f"{reason.text} {reason.quote}"
                assert reason.source not in private

    def test_a_theme_of_a_private_note_is_not_named_beside_a_shared_quote(self) -> None:
        """The question is near to a shared note, but its theme is only in a private one."""
        passages = (
            Passage("We lost a customer.", "note:1", Visibility.SHARED, 1.0, quote="We lost a customer"),
            Passage("I must choose the names.", "note:2", Visibility.PRIVATE, 1.0),
        )
        trace = Trace(passages[0].text, "note:1", VisibleTo.PAIR, passages[0].quote)
        reading = ParticipantReading(
            memory=Memory(passages, (ThemeMention("layoffs", 1.0, 1, 1),)),
            affinities=(Affinity("note", [1.0], [0], (trace,)),),
        )
        (reason,) = why(make_question(Stage.EXPLORE, themes=frozenset({"layoffs"})), reading)
        assert reason.quote == "We lost a customer"
        assert "people having to leave" not in reason.text

    def test_the_weightiest_comes_first(self) -> None:
        reading = ParticipantReading(
            affinities=(make_affinity("note", [1.0], quote="my words"), make_affinity("emphasis", [0.7]))
        )
        assert [reason.kind for reason in why(make_question(Stage.EXPLORE), reading)] == ["note", "emphasis"]

    def test_with_nothing_known_there_is_still_a_true_reason(self) -> None:
        nothing = ParticipantReading()
        assert [r.kind for r in why(make_question(Stage.ACT), nothing)] == ["depth"]
        assert [r.kind for r in why(make_question(Stage.ACT, depth=2), nothing, None, 3)] == ["depth"]
        assert [r.kind for r in why(make_question(Stage.ACT), nothing, None, 3)] == ["default"]

    def test_an_open_driver_is_no_reason(self) -> None:
        reading = ParticipantReading(
            drivers=(make_driver("whom", None, {"one": 0.6, "many": 0.2, "all": 0.2}),)
        )
        question = make_question(Stage.PURPOSE, purposes=frozenset({"whom.one"}))
        assert "purpose" not in {reason.kind for reason in why(question, reading)}
