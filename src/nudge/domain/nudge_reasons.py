"""Why a nudge comes when it does, or doesn't come: stable codes, each with its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from nudge.domain.nudge_policies import Moment


class Reason(StrEnum):
    """The code of a decision."""

    # What is sent, and why then.
    SOON_AFTER_MADE = "soon_after_made"
    JUST_BEFORE_THE_TIME = "just_before_the_time"
    MORNING_OF_THE_DAY = "morning_of_the_day"
    BEFORE_QUIET_HOURS = "before_quiet_hours"
    BEFORE_IT_IS_DUE = "before_it_is_due"
    HALF_WAY = "half_way"
    WORKING_DAY_BEFORE = "working_day_before"
    HOURS_BEFORE_CONVERSATION = "hours_before_conversation"
    WORKING_DAY_BEFORE_CONVERSATION = "working_day_before_conversation"
    MORNING_AFTER_DUE = "morning_after_due"
    MORNING_AFTER_CONVERSATION = "morning_after_conversation"
    SOME_TIME_AFTER_MADE = "some_time_after_made"
    # What the state of things forbids.
    PLEDGE_DONE = "pledge_done"
    STOPPED = "stopped"
    SNOOZED = "snoozed"
    TWO_IGNORED = "two_ignored"
    NOT_IN_POLICY = "not_in_policy"
    NO_COURIER = "no_courier"
    SENT_BEFORE = "sent_before"
    # What the pledge doesn't need.
    CLEAR_ENOUGH = "clear_enough"
    NOTHING_TO_ASK = "nothing_to_ask"
    NOT_FOR_THIS_KIND = "not_for_this_kind"
    NO_TIME_NAMED = "no_time_named"
    NO_DUE_DATE = "no_due_date"
    NO_NEXT_SESSION = "no_next_session"
    # What time forbids.
    ALREADY_PAST = "already_past"
    DUE_TOO_SOON = "due_too_soon"
    MADE_ONLY_NOW = "made_only_now"
    NOT_A_WORKING_DAY = "not_a_working_day"
    NO_WORKING_MOMENT_BEFORE_DUE = "no_working_moment_before_due"
    NO_ALLOWED_TIME = "no_allowed_time"
    AFTER_HORIZON = "after_horizon"
    # What would be too much.
    TOO_CLOSE_TO_SHARPEN = "too_close_to_sharpen"
    TOO_CLOSE_TO_CUE = "too_close_to_cue"
    TOO_CLOSE_TO_MIDWAY = "too_close_to_midway"
    TOO_CLOSE_TO_EVE = "too_close_to_eve"
    TOO_CLOSE_TO_PREPARE = "too_close_to_prepare"
    TOO_CLOSE_TO_OUTCOME = "too_close_to_outcome"
    TOO_CLOSE_TO_ANOTHER = "too_close_to_another"
    MOST_A_DAY = "most_a_day"
    MOST_A_PLEDGE = "most_a_pledge"
    TRIAL_CONTROL = "trial_control"


def too_close_to(moment: Moment) -> Reason:
    """The reason of what gives way to another nudge of the same pledge.

    >>> too_close_to(Moment.CUE).value
    'too_close_to_cue'
    """
    return Reason(f"too_close_to_{moment}")


REASONS: Mapping[str, str] = {
    Reason.SOON_AFTER_MADE: "soon after the pledge was made, to ask for its one missing piece",
    Reason.JUST_BEFORE_THE_TIME: "just before the time that the pledge names",
    Reason.MORNING_OF_THE_DAY: "the morning of the day that the pledge names",
    Reason.BEFORE_QUIET_HOURS: "before quiet hours begin, since the time that the pledge names lies in them",
    Reason.BEFORE_IT_IS_DUE: "some time before the pledge is due, later today",
    Reason.HALF_WAY: "half way between the day it was made and the day it is due",
    Reason.WORKING_DAY_BEFORE: "a working day before the pledge is due",
    Reason.HOURS_BEFORE_CONVERSATION: "some hours before the next conversation",
    Reason.WORKING_DAY_BEFORE_CONVERSATION: "a working day before the next conversation",
    Reason.MORNING_AFTER_DUE: "the first working morning after the pledge was due",
    Reason.MORNING_AFTER_CONVERSATION: "the first working morning after the conversation it was made for",
    Reason.SOME_TIME_AFTER_MADE: "two weeks after it was made: neither a date nor a conversation is known",
    Reason.PLEDGE_DONE: "it is known what became of the pledge",
    Reason.STOPPED: "the person wants no more nudges",
    Reason.SNOOZED: "the person asked to hear of it later",
    Reason.TWO_IGNORED: "the last ones weren't answered, so there is a pause",
    Reason.NOT_IN_POLICY: "the programme doesn't send this one",
    Reason.NO_COURIER: "there is no way to reach the person",
    Reason.SENT_BEFORE: "it was sent before",
    Reason.CLEAR_ENOUGH: "the pledge is clear enough",
    Reason.NOTHING_TO_ASK: "there is no good question to ask about the pledge",
    Reason.NOT_FOR_THIS_KIND: "this kind of pledge is better left alone then",
    Reason.NO_TIME_NAMED: "the pledge names no time and has no date",
    Reason.NO_DUE_DATE: "there is no date to count from",
    Reason.NO_NEXT_SESSION: "no next conversation is planned",
    Reason.ALREADY_PAST: "its moment is over",
    Reason.DUE_TOO_SOON: "the pledge is due too soon for it",
    Reason.MADE_ONLY_NOW: "the pledge is made too shortly before the conversation",
    Reason.NOT_A_WORKING_DAY: "its day is a day off",
    Reason.NO_WORKING_MOMENT_BEFORE_DUE: "there is no working moment for it in time",
    Reason.NO_ALLOWED_TIME: "quiet hours and days off leave no time for it",
    Reason.AFTER_HORIZON: "it comes after the last day of this plan",
    Reason.TOO_CLOSE_TO_SHARPEN: "it would come too close to the question about the missing piece",
    Reason.TOO_CLOSE_TO_CUE: "it would come too close to the nudge at the time that the pledge names",
    Reason.TOO_CLOSE_TO_MIDWAY: "it would come too close to the nudge half way",
    Reason.TOO_CLOSE_TO_EVE: "it would come too close to the nudge on the day before",
    Reason.TOO_CLOSE_TO_PREPARE: "the next conversation is near and asks the same",
    Reason.TOO_CLOSE_TO_OUTCOME: "it would come too close to the question what became of it",
    Reason.TOO_CLOSE_TO_ANOTHER: "it would come too close to a nudge about another pledge",
    Reason.MOST_A_DAY: "the person has as many nudges that day as may be",
    Reason.MOST_A_PLEDGE: "the pledge has as many nudges as may be",
    Reason.TRIAL_CONTROL: "the lot of the trial fell on not sending it",
}
"""Every code as a sentence, to follow "because" or to stand under a timeline."""
