"""From where it is said: between equals, without praise or blame, never as a boss."""

from __future__ import annotations

from nudge.domain.editorial.findings import ALL_KINDS, ASKED, Rule, Severity, finder, phrase_finder
from nudge.domain.editorial.wordings import Kind

_PRAISE = (
    r"\byou (?:handled|did|managed|solved|led) (?:that|it|this|them) (?:so |really |very )(?:well"
    r"|beautifully)\b|\byou (?:were|are) so (?:patient|kind|brave|calm|wise|strong|generous|clever)\b|"
    r"\b(?:well done|congratulations|good job|nice work|great work|bravo|kudos|impressive|brilliant|fantastic"
    r"|wonderful"
    r"|excellent|awesome|amazing|good for you)\b"
    r"|\byour (?:great|good|excellent|outstanding|remarkable|admirable|strong|natural) (?:work|job|result"
    r"|talent|gift"
    r"|effort|leadership|instinct|judgement)s?\b"
    r"|\b(?:so|how|very|really) (?:brave|wise|clever|generous|strong) of you\b|\byou(?: are|['’]re) (?:so"
    r"|such a|clearly"
    r"|a (?:good|great|natural|strong|born))\b"
)
_BLAME = (
    r"\b(?:did|do|have) you (?:overlook|overlooked|underestimate|underestimated|ignore|ignored|forget"
    r"|forgotten)\b|\bcould you have (?:prevented|avoided|stopped|foreseen)\b|\byou could have (?:prevented"
    r"|avoided)\b|"
    r"\b(?:what|how|where|when) (?:did|do|have) you (?:get wrong|gone? wrong|do wrong|done wrong|fail\w*"
    r"|neglect\w*"
    r"|mess(?:ed)? up|let \w+ down|missed)\b"
    r"|\byour (?:own )?(?:fault|failing|failure|weakness|shortcoming|bad habit|worst|laziness|carelessness"
    r"|neglect)\w*\b"
    r"|\byou(?:['’]ve| have)? (?:failed|neglected|forgot|forgotten|let \w+ down|still haven['’]t|never"
    r" bothered)\b"
    r"|\b(?:you (?:should|could|might) have|(?:should|could|might) you have) (?:known|done|said|noticed|asked"
    r"|seen) (?:better|sooner|earlier|before)\b"
    r"|\bfinally (?:do|did|get|got|going|start|stop|tell|told)\b|\b(?:to|are you to) blame\b|\bexcuses? (?:do"
    r"|did|are) you\b"
)

PRAISE_OR_BLAME = Rule(
    code="praise-or-blame",
    severity=Severity.WARNING,
    title="Praise or blame built in",
    says="praises or blames",
    because="Whoever judges stands above; and praise, too, tells people what they had better say.",
    mend="Say what happened without a verdict, or leave it out.",
    kinds=ALL_KINDS,
    find=finder(f"{_PRAISE}|{_BLAME}"),
    must=(
        "Well done with the handover. What helped?",
        "What did you do wrong in that talk?",
        "When will you finally tell them?",
        "What does your natural talent for people ask of you?",
        "What is your greatest weakness as a manager, your worst habit?",
    ),
    must_not=(
        "Take something that went wrong. What was happening just before it turned?",
        "How do people in your team find out whether their work is good?",
        "What does a good day do for the people around you?",
        "You wrote “I failed them”. What belongs to the story that these words leave out?",
        "Think of a mistake that somebody else made. What did you learn about them from how they told you?",
    ),
)

BOSS_VOICE = Rule(
    code="boss-voice",
    severity=Severity.WARNING,
    title="A boss's voice",
    says="is what a boss asks a report",
    because="Two colleagues of equal rank talk; neither owes the other a result.",
    mend="Ask for what it is like for them, not for results, plans or what you could do for them.",
    kinds=frozenset({*ASKED, Kind.TIP, Kind.NUDGE}),
    find=finder(
        r"\b(?:have|did) you (?:delivered|finished|completed|deliver|complete|got done)\b|\bwhere are you"
        r" (?:with|on) (?:the|your|this|that)\b|\bneed from me\b|\bdeadlines? (?:is|are|will be) (?:met"
        r"|kept)\b|\bhow far along\b|\bon (?:time and )?budget\b|\bnext review\b|\bproject plan\b|\bmake sure"
        r" (?:the|that the|your) (?:\w+ )?(?:deadline|target|project|work|numbers)\b|"
        r"\b(?:how|what|where) (?:can|could|may|might|should|do|would|will) I (?:\w+ ){0,2}?(?:support|help"
        r"|do|make|give"
        r"|improve|provide|better|change|remove|offer|start|stop|be)\b"
        r"|\b(?:how|what|where) (?:can|could|may|might|should|do|would|will) we (?:\w+ ){0,2}?(?:support|help"
        r"|make|give|improve"
        r"|provide|change|remove|offer)\b|\bI (?:should know|could have (?:done|helped|said)|can help)\b|\bmy"
        r" help\b"
        r"|\bwe(?:['’]re| are) (?:not )?(?:fully |doing enough |helping )|\bhelp(?:ing)? you (?:advance"
        r"|achieve|grow|develop|perform|succeed"
        r"|be more productive)\b|\bas (?:a|an|your) (?:company|organi[sz]ation|business|employer)\b|\bin"
        r" (?:this|our) (?:company|business)\b|\broles? in the company\b"
        r"|\b(?:roles?|goals?|opportunities|jobs?|change|accomplishment) here\b|\b(?:long|short)[- ]term"
        r" goals?\b"
        r"|\b(?:career|development|new|big|team|current|annual) (?:or \w+ )?goals?\b|\bwhat you(?:['’]ve|"
        r" have) been working on\b"
        r"|\b(?:can|could|should) I (?:also |be )?(?:provide|support|help|do|doing|give|giving|offer)\b|\bI"
        r" do as (?:a|your) manager\b"
        r"|\bresources from me\b|\b(?:changes|difference) (?:can|could) we make\b|\bif we fixed\b|\bI"
        r" don['’]t know, but should\b"
        r"|\b(?:my|our) (?:last |next )?(?:1-on-1|1:1|one-on-one)s?\b|\b(?:the|this|our) company['’]s\b"
        r"|\baccomplish\b[^.?!]*\bby when\b|\byour recent work\b"
        r"|\b(?:do|would|did|can|could) you (?:need|want|like|expect|get)\b[^?.]*\b(?:from|by) (?:me|us)\b"
        r"|\b(?:from|with|about) me(?: as)?\b(?: your)? (?:manager|boss|lead)|\bas your (?:manager|boss|lead"
        r"|supervisor)\b"
        r"|\bdid you (?:get done|finish|complete|achieve|accomplish|deliver)\b"
        r"|\byour (?:\w+ )?(?:goals?|objectives?|targets?|deliverables?|priorities|progress|performance"
        r"|results|milestones"
        r"|action items?|development plan|job satisfaction)\b"
        r"|\b(?:meet|hit|miss|reach)\w* (?:your|the|this|that) (?:\w+ )?(?:goals?|targets?|deadlines?"
        r"|objectives?|numbers)\b"
        r"|\b(?:on track|on schedule|status of|update me|keep me (?:posted|informed)|report back|accountable"
        r"|responsible for"
        r"|expected of you|this quarter|next quarter|this fiscal)\b"
        r"|\b(?:happy|satisfied|engaged|motivated) (?:are you )?(?:with|in|at|here|by) (?:your|this|the"
        r"|our)\b"
        r"|\bour company\b|\b(?:work|working|here) (?:here|at \[\w+\])\b|\bmy (?:management|leadership"
        r"|feedback)\b",
        unless=r"\b(?:nothing|no \w+)[^.?!]*expected of you",
    ),
    must=(
        "What are your goals for this quarter?",
        "How can I better support you to deliver?",
        "What would you like more of from me?",
        "How satisfied are you with your progress?",
        "What are you accountable for until Friday?",
        "what do you like most about working here",
    ),
    must_not=(
        "What would you like somebody far away to hear from you this week?",
        "Tell me about a moment from the last few days that you still think about.",
        "How do you want people to help without doing it for you?",
        "What do you see as your job then?",
        "What would help you begin?",
    ),
)

PUSHING = Rule(
    code="pushing",
    severity=Severity.ERROR,
    title="Pushing",
    says="pushes, warns or counts",
    because="Guilt, streaks and comparisons make people hide what became of a pledge.",
    mend="Say why the message came and what they may do; nothing else.",
    kinds=frozenset({Kind.NUDGE, Kind.CHECK_IN, Kind.TIP}),
    find=phrase_finder(
        "don't forget, don’t forget, friendly reminder, just a reminder, streak*, in a row, overdue, urgent*,"
        " hurry up,"
        "as soon as possible, last chance, most people, other participants, everybody else, everyone else,"
        " still haven't,"
        "still haven’t, you missed, running out, keep it up, never miss, catch up, fall behind, falling"
        " behind"
    ),
    must=(
        "Just a reminder: your pledge is due.",
        "That makes three in a row.",
        "Most people do theirs by now.",
        "Don’t forget what you said you would do.",
    ),
    must_not=(
        "The time you named is near, and nothing is late.",
        "You said you would {{ pledge }}. How does that sound to you today?",
        "Whatever came of it, you can say so in one tap.",
        "If the plan has changed, change it here.",
    ),
)

STANCE = (PRAISE_OR_BLAME, BOSS_VOICE, PUSHING)
