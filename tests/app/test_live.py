"""A panel changes seldom, only for the better, and always for the newest text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from nudge.app.live import (
    BETWEEN_READINGS,
    COOLDOWN,
    LONGEST_TEXT,
    LONGEST_WAIT,
    MOST_ASKED,
    QUIET,
    LiveSession,
    Panel,
    Said,
    next_up,
)
from nudge.app.live_ports import Abstained, Offer, OfferedTip, SuggestResponse

QUESTIONS = {"q": "What happened?"}
NOTHING = SuggestResponse(abstained=Abstained("too_little", "There is too little to go on."))


def offers(score: float = 0.5, name: str = "story.one", *, n: int = 1) -> SuggestResponse:
    return SuggestResponse(
        tuple(Offer(f"{name}-{i}", "story", f"Say {name} {i}.", score - i / 100, "why") for i in range(n))
    )


def read(session: LiveSession, response: SuggestResponse, now: float) -> Panel | None:
    return session.finish(session.begin(QUESTIONS, now), response, now)


def said(text: str = "It went well, I think.", *, final: bool = False, question: str = "q") -> Said:
    return Said(question, text, final, 1)


def shown(
    session: LiveSession, response: SuggestResponse, now: float, *, final: bool = False
) -> Panel | None:
    session.say(said(f"text at {now}", final=final), now)
    return read(session, response, now)


def test_text_is_read_when_the_keys_are_quiet() -> None:
    session = LiveSession()
    for tenth in range(3):
        session.say(said(), tenth / 10)
    assert session.due_at() == 0.2 + QUIET


def test_text_that_never_pauses_is_read_too() -> None:
    session = LiveSession()
    for tenth in range(30):
        session.say(said(), tenth / 10)
    assert session.due_at() == LONGEST_WAIT


def test_text_is_read_at_once_when_the_speaker_stops() -> None:
    session = LiveSession()
    session.say(said(), 0.0)
    session.say(said(final=True), 0.1)
    assert session.due_at() == 0.1


def test_the_newest_text_is_read_once() -> None:
    session = LiveSession(sessions_done=4)
    for word in ("It", "It went", "It went well"):
        session.say(said(word), 0.0)
    request = session.begin(QUESTIONS, 1.0).request
    assert (request.answer, request.question, request.sessions_done) == ("It went well", "What happened?", 4)
    assert session.due_at() is None


def test_one_reading_at_a_time() -> None:
    session = LiveSession()
    session.say(said(), 0.0)
    reading = session.begin(QUESTIONS, 1.0)
    session.say(said("More."), 1.1)
    assert session.due_at() is None
    session.finish(reading, offers(), 1.2)
    assert session.due_at() is not None


def test_blank_text_takes_back_what_waits() -> None:
    session = LiveSession()
    session.say(said(), 0.0)
    session.say(said(" \n"), 0.1)
    assert session.due_at() is None


def test_of_a_long_answer_the_end_is_kept() -> None:
    session = LiveSession()
    session.say(said("a" * LONGEST_TEXT + "the end"), 0.0)
    answer = session.begin(QUESTIONS, 1.0).request.answer
    assert len(answer) == LONGEST_TEXT
    assert answer.endswith("the end")


def test_nothing_is_read_that_couldnt_be_shown() -> None:
    """During the cooldown the models rest: 200 panels share two cores."""
    session = LiveSession()
    shown(session, offers(), 5.0)
    session.say(said("And then?"), 6.0)
    assert session.due_at() == 5.0 + COOLDOWN


def test_while_the_speaker_goes_on_there_is_a_clause_between_readings() -> None:
    session = LiveSession()
    shown(session, NOTHING, 5.0)
    session.say(said("And then?"), 5.1)
    assert session.due_at() == 5.0 + BETWEEN_READINGS


def test_the_same_again_is_no_change() -> None:
    session = LiveSession()
    assert shown(session, offers(), 0.0)
    assert not shown(session, offers(), 20.0, final=True)


def test_a_little_better_isnt_worth_a_glance() -> None:
    session = LiveSession()
    shown(session, offers(0.6), 0.0)
    assert not shown(session, offers(0.44, "story.two"), 10.0)
    assert shown(session, offers(0.5, "story.two"), 10.0)


def test_what_is_shown_grows_old() -> None:
    session = LiveSession()
    shown(session, offers(0.9), 0.0)
    assert not shown(session, offers(0.4, "story.two"), 10.0)
    assert shown(session, offers(0.4, "story.two"), 40.0)


def test_another_question_makes_it_worth_nothing() -> None:
    session = LiveSession()
    shown(session, offers(0.9), 0.0)
    session.say(said(question="other"), 11.0)
    assert read(session, offers(0.1, "story.two"), 11.0)


def test_silence_takes_nothing_away_while_the_speaker_goes_on() -> None:
    session = LiveSession()
    shown(session, offers(), 0.0)
    assert not shown(session, NOTHING, 60.0)
    panel = shown(session, NOTHING, 61.0, final=True)
    assert panel
    assert panel.response.abstained


def test_silence_at_first_is_told_when_the_speaker_stops() -> None:
    session = LiveSession()
    assert not shown(session, NOTHING, 0.0)
    assert shown(session, NOTHING, 1.0, final=True)


def test_when_the_speaker_stops_it_may_change_at_once() -> None:
    session = LiveSession()
    shown(session, offers(0.9), 0.0)
    panel = shown(session, offers(0.2, "story.two"), 1.0, final=True)
    assert panel
    assert panel.seq == 2


def test_text_that_was_read_already_isnt_read_again() -> None:
    session = LiveSession()
    session.say(said(), 0.0)
    read(session, offers(0.9), 1.0)
    session.say(said("Well."), 11.5)
    assert not read(session, offers(0.3, "story.two"), 11.5)
    panel = session.say(said("Well.", final=True), 12.0)
    assert panel
    assert panel.response.suggestions[0].id == "story.two-0"
    assert session.due_at() is None


def test_what_comes_back_after_the_speaker_stopped_isnt_shown() -> None:
    """The whole answer is read next; two changes in a row would be one too many."""
    session = LiveSession()
    session.say(said("It"), 0.0)
    reading = session.begin(QUESTIONS, 0.5)
    session.say(said("It went well", final=True), 0.6)
    assert not session.finish(reading, offers(), 0.7)
    assert session.due_at() == 0.6


def test_what_was_asked_doesnt_come_again() -> None:
    session = LiveSession()
    shown(session, offers(n=2), 0.0)
    session.ask("story.one-0")
    assert session.panel
    assert [one.id for one in session.panel.response.suggestions] == ["story.one-1"]
    session.say(said("More.", final=True), 1.0)
    reading = session.begin(QUESTIONS, 1.0)
    assert reading.request.already_asked == ("Say story.one 0.",)
    panel = session.finish(reading, offers(n=3), 1.0)
    assert panel
    assert [one.id for one in panel.response.suggestions] == ["story.one-1", "story.one-2"]


def test_what_was_asked_is_remembered_up_to_a_point() -> None:
    session = LiveSession()
    for n in range(MOST_ASKED + 5):
        session.ask(f"id{n}", f"text {n}")
    session.say(said(), 0.0)
    asked = session.begin(QUESTIONS, 1.0).request.already_asked
    assert len(asked) == MOST_ASKED
    assert asked[-1] == f"text {MOST_ASKED + 4}"


def test_who_comes_back_is_shown_the_last_panel_once() -> None:
    session = LiveSession()
    assert session.resume(0) is None
    panel = shown(session, offers(), 0.0)
    assert session.resume(0) == panel
    assert session.resume(1) is None


def test_numbers_never_go_back() -> None:
    """After a restart of the service a coach who saw number 7 is shown number 8."""
    session = LiveSession()
    session.resume(7)
    panel = shown(session, offers(), 0.0)
    assert panel
    assert panel.seq == 8


def test_changing_sides_forgets() -> None:
    session = LiveSession()
    shown(session, offers(), 0.0)
    session.say(said("More."), 1.0)
    session.clear()
    assert session.panel is None
    assert session.due_at() is None


def test_what_is_read_while_sides_change_isnt_shown() -> None:
    session = LiveSession()
    session.say(said(), 0.0)
    reading = session.begin(QUESTIONS, 1.0)
    session.clear()
    session.say(said("Mine."), 1.1)
    mine = session.begin(QUESTIONS, 2.0)
    assert session.finish(reading, offers(), 2.1) is None
    assert session.finish(mine, offers(name="story.two"), 2.2)


def test_who_has_waited_longest_is_next() -> None:
    first, second = LiveSession(), LiveSession()
    first.say(said(), 0.0)
    second.say(said(), 0.1)
    assert next_up([second, first], 0.2) is None
    assert next_up([second, first], 1.0) is first
    assert next_up([], 1.0) is None


def test_who_stopped_speaking_goes_before_who_goes_on() -> None:
    going_on, stopped, stopped_later = LiveSession(), LiveSession(), LiveSession()
    going_on.say(said(), 0.0)
    stopped_later.say(said(final=True), 9.0)
    stopped.say(said(final=True), 8.0)
    assert next_up([going_on, stopped_later, stopped], 9.0) is stopped
    assert next_up([going_on, stopped_later], 8.5) is going_on


texts = st.builds(
    said, st.text("ab ", max_size=4), final=st.booleans(), question=st.sampled_from(["q", "other"])
)
responses = st.builds(
    offers, st.floats(0, 1), st.sampled_from(["a", "b", "c"]), n=st.integers(0, 3)
) | st.just(NOTHING)
steps = st.lists(
    st.tuples(st.floats(0, 4), texts | st.none(), responses, st.floats(0, 2)), min_size=1, max_size=60
)


@given(steps)
def test_never_more_than_one_change_in_ten_seconds_unless_the_speaker_stopped(
    drawn: list[tuple[float, Said | None, SuggestResponse, float]],
) -> None:
    """Whatever is said and found, and however long reading takes; and what is read is always the newest."""
    session, now, newest = LiveSession(), 0.0, None
    panels: list[tuple[float, bool]] = []
    for after, text, response, takes in drawn:
        now += after
        if text is not None:
            newest = text if text.text.strip() else None
            if panel := session.say(text, now):
                newest = None
                panels.append((panel.at, text.is_final))
        due = session.due_at()
        if due is None or due > now:
            continue
        reading = session.begin(QUESTIONS, now)
        assert reading.said == newest
        newest = None
        now += takes
        if panel := session.finish(reading, response, now):
            panels.append((panel.at, reading.said.is_final))
    for (before, _), (at, is_final) in pairwise(panels):
        assert is_final or at - before >= COOLDOWN


@given(steps)
def test_every_change_has_the_next_number(
    drawn: list[tuple[float, Said | None, SuggestResponse, float]],
) -> None:
    session, now, numbers = LiveSession(), 0.0, []
    for after, text, response, _ in drawn:
        now += after
        panel = session.say(text, now) if text is not None else None
        if panel is None and (due := session.due_at()) is not None and due <= now:
            panel = read(session, response, now)
        if panel:
            numbers.append(panel.seq)
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_tip_alone_is_shown_when_the_speaker_stops() -> None:
    session = LiveSession()
    response = SuggestResponse(tip=OfferedTip("tip.wait", "Count to five."))
    assert not shown(session, response, 0.0)
    assert shown(session, response, 1.0, final=True)
