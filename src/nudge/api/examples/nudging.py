"""Examples of nudges, of when and where they go, and of trying them out."""

from __future__ import annotations

from nudge.api.examples.example import MOMENT, Example, Json

_DUE = "2026-11-20T07:00:00Z"
_NUDGE = {
    "id": "ndg_0193a7",
    "participant": "par_0193a1",
    "pledge": "ple_0193a6",
    "moment": "cue",
    "decision": "send",
    "reason": "morning_of_the_day",
    "state": "planned",
    "due_at": _DUE,
    "courier": "email",
    "template": "cue.the-rest-is-yours.v1",
    "policy": "1+71c6f858",
    "created_at": MOMENT,
    "expires_at": "2026-11-20T13:00:00Z",
    "sent_at": None,
    "attempts": 0,
    "probability": None,
    "answer": None,
    "answered_at": None,
    "revision": 1,
}
_SKIPPED = {
    **_NUDGE,
    "id": "ndg_0193a8",
    "moment": "eve",
    "decision": "skip",
    "reason": "too_close_to_cue",
    "state": "skipped",
    "due_at": "2026-11-19T07:00:00Z",
    "courier": "",
    "template": "",
    "expires_at": None,
}
_TEXT = "There is something that you planned, and its moment is coming. The rest is up to you."
_SUBJECT, _WHY = (
    "Your pledge has its moment soon",
    "You get this because your pledge names a time, and it is close.",
)
_PLANNED = {
    "ref": "ana",
    "nudges": [
        {
            "moment": "eve",
            "due_at": "2026-11-19T08:00:00+01:00",
            "decision": "skip",
            "reason": "too_close_to_cue",
            "code": "too_close_to_cue",
        },
        {
            "moment": "cue",
            "due_at": "2026-11-20T08:00:00+01:00",
            "decision": "send",
            "reason": "the morning of the day that the pledge names",
            "code": "morning_of_the_day",
            "courier": "email",
            "template": "cue.the-rest-is-yours.v1",
            "subject": _SUBJECT,
            "text": _TEXT,
            "text_with_words": "You said you would ask Priya to run the stand-up by Friday. The moment is "
            "coming; the rest is up to you.",
            "why": _WHY,
            "language": "en",
            "expires_at": "2026-11-20T14:00:00+01:00",
        },
    ],
    "kind": "act",
    "time_zone": "Europe/Berlin",
    "policy": "1+71c6f858",
}
_LETTER = {
    "id": "ndg_0193a7",
    "participant": "par_0193a1",
    "ref": "ana",
    "moment": "cue",
    "template": "cue.the-rest-is-yours.v1",
    "subject": _SUBJECT,
    "text": _TEXT,
    "why": _WHY,
    "due_at": _DUE,
    "sent_at": _DUE,
    "language": "en",
    "links": {
        action: f"https://nudge.example.org/t/{action}-0193a9"
        for action in ("done", "later", "change", "stop", "stop_all")
    },
}
_EMPHASIS = {
    "from": "2026-11-16",
    "until": "2026-11-30",
    "text": "Give feedback early",
    "source": "blueprint",
}
_PROGRAMME: Json = {"time_zone": "Europe/Berlin", "couriers": ["email"], "emphases": [_EMPHASIS]}


def _rule(*leads: str, expires_after: str) -> Json:
    return {"leads": list(leads), "expires_after": expires_after, "is_on": True, "probability": 1.0}


_POLICY = {
    "version": "autumn-2026",
    "moments": {
        "sharpen": None,
        "cue": _rule("30min", "2h", expires_after="6h"),
        "midway": None,
        "eve": _rule("1d", expires_after="10h"),
        "prepare": _rule("4h", expires_after="1d"),
        "outcome": _rule("-6h", expires_after="4d"),
    },
    "quiet_hours": [{"from": "18:00", "to": "08:30"}],
    "working_days": ["mon", "tue", "wed", "thu", "fri"],
    "most_a_day": 1,
    "most_a_pledge": 3,
    "spacing": "20h",
    "ignored_before_pause": 2,
    "pause": "7d",
    "clear_from": 0.5,
    "learns": False,
    "resends_unknown": False,
}
_SAVED = {**_PROGRAMME, "policy": _POLICY, "policy_version": "autumn-2026+5d0c9e12", "revision": 1}
_WEBHOOK = {
    "id": "hook_0193b1",
    "url": "https://portal.example.org/nudges",
    "shows_words": False,
    "public_key": "whpk_RIr/ePHBjNjKKVEhBAVGeFiZuM3oTXFYsHjUuFB1lnM=",
    "n_secrets": 1,
    "disabled_at": None,
    "disabled_reason": None,
    "created_at": MOMENT,
}
_SECRET = {"secret": "whsec_EjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJCrze8="}

NUDGING: dict[str, Example] = {
    "plan_nudges": Example(
        request={
            "pledge": {
                "text": "I'll ask Priya to run the stand-up by Friday",
                "due_at": "2026-11-20T18:00:00+01:00",
            },
            "person": {"ref": "ana", "time_zone": "Europe/Berlin", "couriers": ["email"]},
            "now": "2026-11-18T16:00:00+01:00",
            "next_session_at": "2026-12-02T15:00:00+01:00",
        },
        response=_PLANNED,
    ),
    "list_nudges": Example(response={"items": [_NUDGE, _SKIPPED], "next_cursor": None}),
    "list_nudges_ahead": Example(
        response={
            "items": [
                {
                    "participant": "par_0193a1",
                    "ref": "ana",
                    "time_zone": "Europe/Berlin",
                    "now": MOMENT,
                    "next_session_at": "2026-12-02T14:00:00Z",
                    "pledges": [
                        {"id": "ple_0193a6", "due_at": "2026-11-20T17:00:00Z", "nudges": [_NUDGE, _SKIPPED]}
                    ],
                }
            ],
            "next_cursor": None,
        }
    ),
    "get_nudge": Example(response=_NUDGE),
    "list_nudge_attempts": Example(response={"items": [{"number": 1, "at": _DUE, "outcome": "sent"}]}),
    "snooze_nudge": Example(
        request={"until": "2026-11-23T09:00:00+01:00"},
        response={
            **_NUDGE,
            "reason": "moved",
            "due_at": "2026-11-23T08:00:00Z",
            "expires_at": "2026-11-23T14:00:00Z",
            "revision": 2,
        },
    ),
    "cancel_nudge": Example(
        response={**_NUDGE, "reason": "cancelled", "state": "cancelled", "revision": 2},
    ),
    "replay_nudge": Example(response={**_NUDGE, "reason": "replayed", "due_at": "2026-11-20T09:12:00Z"}),
    "get_programme": Example(response=_SAVED),
    "save_programme": Example(request={**_PROGRAMME, "policy": _POLICY}, response=_SAVED),
    "add_webhook": Example(request={"url": _WEBHOOK["url"]}, response={**_WEBHOOK, **_SECRET}),
    "list_webhooks": Example(response={"items": [_WEBHOOK]}),
    "get_webhook": Example(
        response={**_WEBHOOK, "disabled_at": "2026-11-20T07:00:01Z", "disabled_reason": "gone"}
    ),
    "rotate_webhook_secret": Example(response={**_WEBHOOK, "n_secrets": 2, **_SECRET}),
    "drop_old_webhook_secret": Example(response=_WEBHOOK),
    "enable_webhook": Example(response=_WEBHOOK),
    "start_test_clock": Example(request={"at": MOMENT}, response={"at": MOMENT, "n_due": 0}),
    "get_test_clock": Example(response={"at": MOMENT, "n_due": 0}),
    "advance_test_clock": Example(
        request={"at": "2026-12-02T15:00:00Z"}, response={"at": "2026-12-02T15:00:00Z", "n_due": 3}
    ),
    "list_inbox": Example(response={"items": [_LETTER], "next_cursor": None}),
}
