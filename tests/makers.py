"""Records for tests, with sensible values: `make_participant(2, locale="de")` is "par_2" of "ten_1".

`n` tells things of one kind apart; everything else can be given by name.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from nudge.domain.conversations import Experience
from nudge.domain.letters import Letter, Tap, TapAction, TestClock, WebhookEndpoint
from nudge.domain.notes import NoteVectors, Visibility
from nudge.domain.nudge_policies import Moment, MomentRule, NudgePolicy, Programme, QuietHours
from nudge.domain.nudges import Decision, NamedTime, NudgeState, PledgeGist, StoredNudge
from nudge.domain.overlays import Overlay, Rewording, StoredOverlay
from nudge.domain.pledges import SaidBack
from nudge.domain.purposes import PurposeProfile
from nudge.domain.questions import Audience, Format, Question, Slot, Stage
from nudge.domain.records import (
    ApiKey,
    Conversation,
    Pair,
    Participant,
    Scope,
    StoredNote,
    StoredPledge,
    StoredQuestionSet,
    Tenant,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""The moment at which all of it begins: a Monday."""


def at_minute(n: int) -> datetime:
    return NOON + timedelta(minutes=n)


def make_tenant(n: int = 1, **changes: Any) -> Tenant:
    return replace(Tenant(f"ten_{n}", f"organisation-{n}", at_minute(n)), **changes)


def make_api_key(n: int = 1, **changes: Any) -> ApiKey:
    made = ApiKey(
        id=f"key_{n}",
        tenant="ten_1",
        name=f"portal {n}",
        prefix=f"ndg_live_{n}",
        digest=f"digest-{n}",
        scopes=frozenset(Scope),
        is_test=False,
        created_at=at_minute(n),
    )
    return replace(made, **changes)


def make_participant(n: int = 1, **changes: Any) -> Participant:
    made = Participant(
        id=f"par_{n}",
        tenant="ten_1",
        ref=f"person-{n}",
        created_at=at_minute(n),
        locale="en",
        purpose=PurposeProfile(f"I like to see things grow, number {n}.", {"how": "together"}),
        experience=Experience(sessions_done=2, new_manager=True),
        focus=("delegation",),
    )
    return replace(made, **changes)


def make_pair(n: int = 1, **changes: Any) -> Pair:
    made = Pair(f"pair_{n}", "ten_1", ("par_1", "par_2"), at_minute(n), quarter="2026-Q1")
    return replace(made, **changes)


def make_conversation(n: int = 1, **changes: Any) -> Conversation:
    made = Conversation(
        id=f"con_{n}",
        tenant="ten_1",
        pair="pair_1",
        session_number=n,
        created_at=at_minute(n),
        planned_at=NOON + timedelta(weeks=2 * n),
    )
    return replace(made, **changes)


def make_vectors(n: int = 1) -> NoteVectors:
    return NoteVectors(encoder=f"encoder-{n}", data=bytes(range(256)) * n)


def make_note(n: int = 1, **changes: Any) -> StoredNote:
    made = StoredNote(
        id=f"note_{n}",
        tenant="ten_1",
        participant="par_1",
        text=f"I put off the talk with Priya again, number {n}.",
        visibility=Visibility.PRIVATE,
        created_at=at_minute(n),
        conversation="con_1",
        session_number=1,
    )
    return replace(made, **changes)


def make_pledge(n: int = 1, **changes: Any) -> StoredPledge:
    made = StoredPledge(
        id=f"ple_{n}",
        tenant="ten_1",
        participant="par_1",
        conversation="con_1",
        text=f"I'll hand Sam the Monday report, number {n}.",
        created_at=at_minute(n),
    )
    return replace(made, **changes)


def make_question_set(n: int = 1, **changes: Any) -> StoredQuestionSet:
    made = StoredQuestionSet(
        id=f"set_{n}",
        tenant="ten_1",
        conversation="con_1",
        participant="par_1",
        question_ids=(f"reflect.q{n}", f"explore.q{n}", f"purpose.q{n}", f"act.q{n}"),
        body={"check_in": {"text": "How have you been?"}, "questions": [{"id": f"reflect.q{n}", "depth": 1}]},
        replay={"bank": "abc", "models": {"encoder": "small"}, "policy": "1", "seed": 7},
        created_at=at_minute(n),
    )
    return replace(made, **changes)


def make_nudge(n: int = 1, **changes: Any) -> StoredNudge:
    """Due `n` hours after noon."""
    made = StoredNudge(
        id=f"nud_{n}",
        tenant="ten_1",
        participant="par_1",
        pledge="ple_1",
        moment=Moment.CUE,
        decision=Decision.SEND,
        reason="day_named",
        state=NudgeState.PLANNED,
        policy="1",
        created_at=at_minute(n),
        due_at=NOON + timedelta(hours=n),
        local_on=date(2026, 3, 2),
        local_at=time(13, 30),
        zone="Europe/Berlin",
        courier="email",
        expires_at=NOON + timedelta(hours=n + 6),
        lead=timedelta(minutes=30),
        decided_at=at_minute(n),
    )
    return replace(made, **changes)


def make_gist(**changes: Any) -> PledgeGist:
    named = NamedTime(date(2026, 3, 9), time(9, 30), is_recurring=True, weekdays=frozenset({0, 4}))
    made = PledgeGist(
        is_clear=False,
        ask="Which report do you mean?",
        said=SaidBack("hand Sam the Monday report", "hand Sam the report"),
        named=(named, NamedTime()),
    )
    return replace(made, **changes)


def make_programme(**changes: Any) -> Programme:
    rule = MomentRule((timedelta(hours=2), timedelta(minutes=-30)), timedelta(hours=6), probability=0.5)
    policy = NudgePolicy(
        "1", {Moment.CUE: rule}, (QuietHours(time(18), time(8, 30)),), pause=timedelta(days=5)
    )
    return replace(Programme("ten_1", policy, "Europe/Berlin", ("email", "chat")), **changes)


def make_letter(n: int = 1, **changes: Any) -> Letter:
    """Of nudge `n`, sent when it was due."""
    due_at = NOON + timedelta(hours=n)
    made = Letter(
        id=f"nud_{n}",
        tenant="ten_1",
        participant="par_1",
        ref="person-1",
        to="ana@example.org",
        moment=Moment.CUE,
        template="cue.before-the-door-opens.v1",
        subject="A moment for what you said you would do",
        text=f"You said you would hand Sam the Monday report, number {n}.",
        why="You named this day.",
        due_at=due_at,
        sent_at=due_at,
        links={TapAction.DONE: "https://nudge.example.org/t/abc"},
    )
    return replace(made, **changes)


def make_tap(n: int = 1, **changes: Any) -> Tap:
    return replace(Tap("ten_1", "par_1", "ple_1", f"nud_{n}", TapAction.DONE), **changes)


def make_webhook(n: int = 1, **changes: Any) -> WebhookEndpoint:
    made = WebhookEndpoint(
        id=f"hook_{n}",
        tenant="ten_1",
        url=f"https://example.org/hooks/{n}",
        secrets=("whsec_new", "whsec_old"),
        signing_key="a2V5",
        created_at=at_minute(n),
    )
    return replace(made, **changes)


def make_test_clock(**changes: Any) -> TestClock:
    return replace(TestClock("ten_1", NOON), **changes)


def make_own_question(slug: str = "first-week", **changes: Any) -> Question:
    made = Question(
        id=f"reflect.own.{slug}",
        version=1,
        stage=Stage.REFLECT,
        depth=1,
        text="Think of your first week at the works. What surprised you?",
        fits="somebody who is new at the works",
        purposes=frozenset({"how.community"}),
        themes=frozenset({"listening", "remote"}),
        audience=Audience.NEW,
        formats=frozenset({Format.PAIR}),
        needs=frozenset({"note"}),
        wordings={Slot.PERSON: "Think of your first week with {{ person }}. What surprised you?"},
    )
    return replace(made, **changes)


def make_overlay(**changes: Any) -> StoredOverlay:
    """An overlay of "ten_1" with one of everything."""
    overlay = Overlay(
        questions=(make_own_question(),),
        hidden=frozenset({"act.look-back-on"}),
        rewordings={"act.small-enough": Rewording("How small?", {Slot.PLEDGE: "Small: {{ pledge }}?"}, 1)},
        weights={"reflect.own.first-week": 2, "act.leave-alone": -1},
        reasons={"act.look-back-on": "We ask this in the survey."},
        removed={"act.own.old": 3},
    )
    return replace(StoredOverlay("ten_1", overlay, 1), **changes)
