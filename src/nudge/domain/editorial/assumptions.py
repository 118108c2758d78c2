"""What must not be taken for granted: success, trouble, a home, eyes and ears, that acting beats waiting."""

from __future__ import annotations

from nudge.domain.editorial.findings import ALL_KINDS, Rule, Severity, finder
from nudge.domain.editorial.wordings import Kind

_IF = r"\b(?:if|suppose|imagine|perhaps|maybe|might|whatever|in case|if any|if anything|what, if)\b[^.?!]*"
_SAID_TO_ALL = frozenset({Kind.QUESTION, Kind.CHECK_IN, Kind.NUDGE})
"""Follow-ups and tips come after an answer: there it may be so."""

SUCCESS = Rule(
    code="assumes-success",
    severity=Severity.WARNING,
    title="Takes success for granted",
    says="takes for granted that something went well",
    because="Whoever has nothing to show this week has no answer, and hears that they should have.",
    mend="Ask for what happened, or leave it open: “whatever came of it”.",
    kinds=_SAID_TO_ALL,
    find=finder(
        r"\bpull(?:ed)? (?:it|that|this) off\b|\bhow well (?:the|your|it|that|this|things)\b|\bwhich of your"
        r" wins\b|\bworked out (?:so |really )?well\b|\bturned out (?:so |really )well\b|\bwhat a success\b"
        r"|\bbest result\b|"
        r"\b(?:your|the best) (?:\w+ ){0,2}?(?:success(?:es)?|achievements?|accomplishments?"
        r"|wins?|victor(?:y|ies)"
        r"|triumphs?|progress|breakthroughs?)\b"
        r"|\b(?:what|how) (?:have|did|has|had) (?:you|your team) (?:\w+ )?(?:achieved?|accomplish(?:ed)?"
        r"|succeeded|succeed|improved?|won|win)\b"
        r"|\b(?:most|so|really|are you|you are|were you|feel|felt) (?:\w+ )?proud(?:est)?\b|\bproud(?:est)?"
        r" (?:of|moment|achievement)\b"
        r"|\bwhat (?:(?:has|have|is) )?(?:went|gone|going) (?:\w+ )?well\b|\bwent (?:so|very|really"
        r"|particularly|especially) well\b|\bthink (?:has|have) gone well\b|\bpast successes\b|\bworking well"
        r" for you\b|\byou(?:['’]ve"
        r"| have) (?:mastered|overcome)\b"
        r"|\b(?:solved|mastered|overcame|overcome)\b[^.?!]*\bsuccessfully\b|\bsuccessful(?:ly)?\b",
        unless=f"{_IF}|\\bdon['’]t have to\\b",
    ),
    must=(
        "What was your biggest success this year?",
        "Which achievement are you proudest of, and of which accomplishments of yours?",
        "What went really well for you this week?",
        "How did you accomplish that so quickly?",
        "What have you achieved since the last conversation?",
    ),
    must_not=(
        "In something that didn't turn out as you wanted, what worked all the same?",
        "Whatever came of your last plan, what seems right to you now?",
        "If something went well this week, what had you done for it?",
        "Suppose you are proud of it one day. What will have mattered?",
        "What small thing tells you about a week before anybody says so?",
    ),
)

TROUBLE = Rule(
    code="assumes-trouble",
    severity=Severity.WARNING,
    title="Takes trouble for granted",
    says="takes for granted that there is trouble",
    because="Whoever has none invents some; whoever has some didn't choose to speak of it yet.",
    mend="Leave it open: “what, if anything”, “think of a time when”.",
    kinds=_SAID_TO_ALL,
    find=finder(
        r"\bwhat (?:went|goes|is going|has gone) wrong\b|\b(?:makes?|making|made) \w+(?: \w+){0,2} so"
        r" (?:difficult|hard|tough|stressful)\b|\b(?:most|biggest) headaches?\b|\b(?:do|did|are) you (?:cope"
        r"|coping|survive|put up)\b|\bthe (?:chaos|mess|tension|pressure|trouble) (?:around|in your|you are"
        r"|at)\b|\bburdens? (?:do|are) you\b|\bweigh(?:s|ing)? (?:you down|on you)\b|\bdo you (?:hate|dislike"
        r"|dread|resent)\b|\bgets? on top of you\b|\bwhat is (?:missing|broken|lacking) in your\b|"
        r"\b(?:your|the|is) (?:\w+ )?(?:biggest|greatest|worst|hardest|main|toughest|current|most difficult"
        r"|top) (?:\w+ )?"
        r"(?:problems?|challenges?|struggles?|obstacles?|difficult(?:y|ies)|weakness(?:es)?|frustrations?"
        r"|fears?|concerns?|conflicts?"
        r"|issues?|failures?|stressors?|barriers?|regrets?|part of your)\b"
        r"|\byour (?:\w+ )?(?:problems?|challenges?|struggles?|difficulties|issues|crisis|regrets?|stress"
        r"|burnout|conflicts?|barriers?|concerns)\b"
        r"|\b(?:are|were|have) you (?:\w+ )?(?:struggling|struggled|suffering|stuck|stressed|unhappy|worried"
        r"|concerned|afraid|regret)\b"
        r"|\b(?:do|did) you (?:\w+ )?(?:struggle|suffer|regret|hate|dread|find (?:so |most )?(?:hard"
        r"|difficult|frustrating|challenging))\b"
        r"|\bwhat(?:['’]s| is| was| has been) (?:holding|keeping|stopping|blocking|frustrating|bothering"
        r"|going wrong|wrong|not working"
        r"|so hard|so difficult|(?:most )?(?:challenging|frustrating|difficult|stressful)|the hardest|the"
        r" worst)\b"
        r"|\b(?:what|which) (?:\w+ ){1,6}(?:is|was|are|were) (?:most |so |really )?(?:difficult|frustrating"
        r"|hard|challenging|stressful)\b"
        r"|\bconcerns do you have\b|\bblocking you\b"
        r"|\bwhat (?:most )?(?:worries|concerns|frustrates|bothers|annoys|stresses|scares) you\b"
        r"|\byou(?:['’]re| are) (?:struggling|stuck"
        r"|unable|not able)\b|\b(?:your|what|the|which) (?:\w+ ){0,3}?(?:obstacles|roadblocks|time wasters"
        r"|problem with|hands are tied)\b"
        r"|\bremove obstacles\b|\b(?:most|biggest) difficulty\b|\b(?:#|no\. ?|number )(?:1|one) problem\b"
        r"|\byou wish (?:you|it|that) (?!\w+ more)"
        r"|\bchallenges? (?:you|are you|do you|did you|have you)\b|\b(?:stands?|gets?|getting|standing) in"
        r" your way\b",
        unless=f"{_IF}|\\b(?:what|whatever)[^.?!]{{0,20}}\\bmight\\b[^.?!]*",
    ),
    must=(
        "What is your biggest challenge right now?",
        "What are you struggling with in your team?",
        "What's holding you back from telling them?",
        "What do you find most frustrating about your job?",
        "which obstacles and other issues, your main problems, do you face",
    ),
    must_not=(
        "Suppose something small goes wrong in the next two weeks. What do you want your first words to be?",
        "Suppose you keep one hour of the coming week for yourself. What might get in the way?",
        "Take something that went wrong. What was happening just before it turned?",
        "If a plan of yours meets an obstacle, what do you look at first?",
        "Think of a disagreement about what was fair. What did it show you?",
    ),
)

HOME = Rule(
    code="assumes-home",
    severity=Severity.WARNING,
    title="Takes a happy home for granted",
    says="takes a home, and somebody in it, for granted",
    because="Not everybody goes home to somebody, or to a place where it is good to be.",
    mend="Stay at work, or say “after work”, “the rest of the day”.",
    kinds=_SAID_TO_ALL,
    find=finder(
        r"\bon (?:holiday|vacation)\b|\b(?:sunday|saturday|family) (?:breakfast|lunch|dinner)\b|"
        r"\b(?<!work )(?<!working )(?<!worked )(?:(?:get|gets|got|getting|come|comes|coming"
        r"|came) home|over (?:dinner|breakfast)|evenings? with (?:your|the)|weekends? (?:with|to get)|with"
        r" your partner)\b|"
        r"\b(?:go|goes|going|come|comes|coming|get|gets|got|went|came|drive|walk) (?:back"
        r" )?home\b[^.?!]*\b(?:to|tell|told|who|whom|say|ask|greet\w*)\b"
        r"|\b(?:your )?(?:loved ones|dinner table|kitchen table|bedtime|christmas|thanksgiving|easter|family"
        r" holiday|summer holiday"
        r"|your holidays?|vacations?|weekend plans|your home|at home)\b|\bwho(?:m)? do you (?:go|come)"
        r" home\b",
        unless=r"\bwork(?:s|ed|ing)? (?:at|from) home\b|\bat home (?:in|with) (?:a|the|this|your) (?:subject"
        r"|work|role|language|job)\b",
    ),
    must=(
        "Who do you go home to after a day like that?",
        "What do you tell your loved ones about work?",
        "When you come home, what do you tell the others there?",
        "What would they say about it at the dinner table?",
        "How does it show at home?",
    ),
    must_not=(
        "What is different on the days when you work from home?",
        "What do you do with the first hour after work?",
        "What is one thing you wish would stay at work when you leave?",
        "In which part of the work do you feel at home in the subject?",
    ),
)

SENSES = Rule(
    code="assumes-senses",
    severity=Severity.WARNING,
    title="Takes eyes or ears for granted",
    says="takes for granted that everybody sees or hears",
    because="Somebody who is blind or deaf leads people too, and takes part in this conversation.",
    mend="Say “notice”, “find out”, “learn”; ask for the moment rather than for how it looked.",
    kinds=ALL_KINDS,
    find=finder(
        r"\b(?:on|in|from|reading) (?:the|their|his|her|people['’]s|somebody['’]s) (?:faces?|expressions?)\b"
        r"|\b(?:posture|facial|gestures?|handwriting)\b|\b(?:his|her|their|your|whose) voice (?:sound|go|rise"
        r"|change|like)\w*|\bvoice sound\w*|\bwatch(?:ing)? yourself\b|\blook(?:ing)? at (?:the|your|a)"
        r" (?:photos?|pictures?|room|wall|window|desk)\b|\bwhat (?:does|did) (?:it|the room|the office) look"
        r" like\b|"
        r"\b(?:close|open|shut|rest|roll(?:ed)?|lower) (?:your|their) eyes\b|\b(?:look|looks|looked|looking)"
        r" (?:around|in(?:to)? the mirror"
        r"|up\b|them in the eye|out of the window|on (?:his|her|their) faces?|at (?:his|her|their|your)"
        r" (?:faces?|hands|eyes|screen|desk|watch))"
        r"|\b(?:eye contact|in (?:his|her|their) eyes|(?:his|her|their|your) (?:facial|face)\b|body language"
        r"|tone of (?:his|her|their|your)? ?voice"
        r"|what colou?rs?|with your own (?:eyes|ears)|visuali[sz]e|see (?:his|her|their) faces?|keep your"
        r" eyes|watch (?:his|her|their) \w+)\b"
        r"|\b(?:until|when|if) they look (?:back|up|away)\b|\bpeople (?:often )?look away\b|\b(?:sound"
        r"|sounded) of (?:his|her|their|your) voice\b"
        r"|\bstand(?:ing)? up and\b|\bwalk(?:ed|ing)? (?:over|across|up) to\b",
    ),
    must=(
        "Close your eyes and picture last Monday. What happens?",
        "What did you see in their eyes when you said it?",
        "Look around your office. What reminds you of why you came?",
        "What did their body language tell you?",
        "Keep quiet until they look back at you.",
    ),
    must_not=(
        "What do you see now that you couldn't see then?",
        "What might you hear if you were the last to speak in one meeting this week?",
        "How do you see it today?",
        "Go back to a message from a colleague far away that you read twice. What were you looking for the"
        " second time?",
    ),
)

ACTING = Rule(
    code="assumes-acting",
    severity=Severity.WARNING,
    title="Takes acting for better than waiting",
    says="takes for granted that acting is better than waiting",
    because="To wait, to notice or to leave it alone can be the right end of a conversation.",
    mend="Leave both open: “what, if anything”, “or let it be”.",
    kinds=_SAID_TO_ALL,
    find=finder(
        r"\bhow much longer\b|\bfinally (?:make|take|say|do|tell|begin|start)\b|\bconversation at last\b"
        r"|\bmake a move\b|\b(?:keeping|keeps|stopping|stops|prevents|preventing|holding|holds) you (?:from"
        r"|back)\b|\bget on with it\b|\bputting (?:it|that|this) off\b|\blong overdue\b|\bstill waiting"
        r" (?:for|to)\b[^.?!]*\bwhat\b|"
        r"\bwhat are you waiting for\b|\bwhy wait\b|\b(?:stop|quit) (?:waiting|hesitating|procrastinating"
        r"|putting (?:it|things) off)\b"
        r"|\bprocrastinat\w+\b|\b(?:what|who)(?:['’]s| is| keeps| stops| prevents| would stop) (?:stopping "
        r"|keeping |preventing )?you from "
        r"(?:acting|doing|starting|beginning|saying|telling|asking|just)\b|\b(?:take|taking|get into|into)"
        r" action\b"
        r"|\bwhen will you (?:start|begin|act|stop|do|tell|talk|finally)\b|\bhow soon\b|\b(?:what|which)"
        r" (?:action|steps?) (?:will|can|could|are) you\b"
        r"|\bdon['’]t (?:wait|hesitate)\b|\bno more (?:waiting|excuses)\b|\bonce and for all\b",
    ),
    must=(
        "What are you waiting for with that talk?",
        "What is stopping you from telling them?",
        "What action will you take this week?",
        "When will you start to change that?",
        "Which steps can you take to stop procrastinating?",
    ),
    must_not=(
        "What would tell you in the coming weeks that a decision has waited long enough?",
        "What would you like to leave alone, on purpose, until the next conversation?",
        "Think of something long unsaid. What would help you either say it or let it go?",
        "Of all that could still be done about it, what is yours to do?",
        "While you wait for an answer from your boss, what part of your work could go ahead?",
    ),
)

ASSUMPTIONS = (SUCCESS, TROUBLE, HOME, SENSES, ACTING)
