"""Words for what happens at work at a known time, and for what is looked after rather than waited for."""

from __future__ import annotations

from nudge.language.times.words import words

SESSIONS = words("session conversation")
"""Always the pair's own when "next" stands before."""
CALLS = words("call chat talk meeting check-in checkin catch-up catchup")
"""The pair's own only with "by", "before" or "until" and "next"."""

EVENTS = (
    SESSIONS
    | CALLS
    | words(
        "stand-up standup stand-ups standups retro retros retrospective review reviews planning demo demos"
        " sync syncs 1:1 1:1s 121 one-to-one one-to-ones one-on-one one-on-ones 1-1 1-on-1 1-to-1 check-ins"
        " meetings calls sessions conversations workshop workshops training class classes lesson lessons"
        " lecture interview interviews presentation presentations audit launch go-live release deadline"
        " handover handovers hand-over shift shifts lunch breakfast dinner supper coffee tea break breaks"
        " commute gym run holiday holidays vacation trip visit conference offsite off-site away-day townhall"
        " town-hall all-hands hands-on match game practice rehearsal appointment exam exams"
        " briefing briefings debrief huddle huddles assembly round rounds kick-off kickoff kick-offs"
        " inspection appraisal appraisals payday bedtime hearing inventory stocktake party ceremony webinar"
        " scrum stocktaking roundtable seminar tutorial rota-swap roll-call rollcall board-meeting drill"
        " refinement grooming catch-ups prayer prayers assembly detention playtime committee forum triage"
        " negotiation negotiations appt appts agm brunch mass service services drop-off pick-up dropoff"
        " pickup"
        " rehearsals matches games gig gigs concert wedding funeral birthday mealtime mealtimes meal"
        " meals feeds"
        " council retreat orientation drills visits trainings exam quiz surgery clinic elections election"
        " milking stock-take delivery deliveries bell debriefs parade smoko services toolbox closing"
        " opening kick-offs mediation open-day nightshift playgroup choir steerco jour-fixe"
    )
)
BARE = words(
    "mails mail email emails e-mail e-mails work bed school meals meal church sleep sleeping class hours"
    " sunrise sunset dark dawn dusk dessert takeoff launch meds tablets bath bathtime uni college practice"
    " site audit sunrise close closing opening drop-off pick-up"
)
"""After "before" and "after" these need no article."""
ON_EVENTS = words(
    "shift shifts call calls break commute trip run round rounds visit visits walk offsite nightshift"
)
"""With "on" the others are what somebody works on."""
WAYS = words("commute trip run walk")
"""With "on the" these say when; "on the call" and "on the shift" rather say where."""
BY_EVENTS = words(
    "stocktake stock-take bedtime breakfast dinner supper brunch playtime handover assembly kick-off"
    " kickoff go-live"
    " launch payday deadline agm closing bathtime mealtime christening"
)
"""With "by" these need no article: "by payday"."""
MEALS = words("breakfast lunch dinner supper brunch meal meals lunchtime mealtimes feeds")
VERBISH = CALLS | words("run visit break trip demo review match practice tea coffee train rehearse sync")
"""Behind a bare weekday these may be the act: "on Friday call Ben"."""
"""With "with" these say when: "with breakfast"."""
EVENT_CLOCKS = {
    "breakfast": 9,
    "lunch": 12,
    "lunchtime": 12,
    "brunch": 12,
    "dinner": 18,
    "supper": 18,
    "bed": 21,
}
"""Chosen: the hour of what most people do once a day, in local time."""
NOT_IN = words("run break game release round match training practice holiday")
"""With a bare "in" or "at" these are no events: "in training", "in practice"."""

PLACES = words(
    "table room hall area desk counter kit line lounge shop machine place house corner bar bag box cup"
    " pot mug"
    " rooms tables shops centre center money list shed hut barn yard parlour office van truck cupboard"
)
"""Behind the word for an event these make a place of it: "at the breakfast table"."""

ARTEFACTS = words(
    "report reports deck decks newsletter list notes minutes mail email e-mail update updates figures"
    " numbers template slides summary roster rota plan plans agenda dashboard paper file special"
)
"""What a weekday or a quarter in front only describes: "the Monday report"."""

VERBS_BEFORE = {
    "after": words("look looks looked looking named go goes run runs running take takes ask asked"),
    "before": words("than"),
    "over": words("hand hands handing handed take takes taking go going think thinking run"),
    "on": words("in sit sitting focus focusing work working depend depends based"),
}
"""Verbs that take the word along: "look after the team"."""

INDIRECT = words(
    "ask asks asked asking know knows decide see check clarify out understand wonder wondering tell say"
    " about of on as even what sure define explain if only learn than agree discuss whether state"
    " notice notices noticing observe observing spot spotting clock clocking watch watching track"
    " tracking count"
    " great lovely nice good cool better helpful wonderful fine happy record note log remember realise"
    " realize"
)
"""Before "when" or "if" these make a question of it, not a cue."""
ASKING = words("ask asks asked asking show observe notice watch watching noticing")
"""Verbs that ask: some words may stand between them and "if" or "when"."""
FIXED_IFS = {
    ("you", "ask"),
    ("you", "please"),
    ("you", "like"),
    ("you", "will"),
    ("you", "want"),
    ("you", "know"),
    ("that's", "you"),
    ("that", "is"),
    ("you", "need"),
    ("anything",),
    ("i'm", "honest"),
}
"""Behind "if" these make a turn of speech of it."""
SUBJECTLESS = words("do does did are is was were can could will would should am")
"""Right behind "when" these make a question of it: "when do I shout?"."""

LOOSE_CUE = words(
    "time possible chance capacity energy calm calms calmer quiet quieter settle settles settled needed"
    " quieten quietens quiets slow slows slower moment spare die dies ease eases better mood"
    " necessary appropriate convenient busy free allows permits spare ready opportunity relevant"
)
"""In a cue these leave open whether it ever comes: "when I find time"."""
