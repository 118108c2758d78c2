"""The words that open a promise or tell that there is none: patterns and short lists for `promises.py`."""

from __future__ import annotations

import re

from nudge.language.pledges.verbs import SAFE_GERUNDS, words


def rule(pattern: str) -> re.Pattern[str]:
    """The pattern, blind to capitals."""
    return re.compile(rf"(?:{pattern})", re.IGNORECASE)


FILLER = rule(
    r"(?:so|to be honest|to be fair|in short|ok|okay|k|um+|uh+|er+m?|hm+|basically|honestly|tbh"
    r"|yes|yep|and|also|anyways?|btw|personally|alright"
    r"|first of all|at least|for me|for my part)\b[,:.…–—-]*\s+"
    r"|(?:right|well|yeah|aye|fine|cool|great|now|oh|ah|hey|hi|actually|good|then|but|first|hereby|hopefully"
    r"|firstly|maybe not,|fingers crossed)"
    r"(?:[,:.…–—-]+\s*|\s+(?=(?:so|i|i'll|i'm|we|we'll|gonna|let me|what i|going to|imma)\b))"
)
LABEL = rule(
    r"(?:(?:my|our|the|this|one|a|1|single|only|main|big|new|years?|year's|small|tiny|next|first"
    r"|last|week's|weekly"
    r"|current|daily|personal|action|concrete)\s+){0,4}"
    r"(?:pledge|promise|goal|plan|commitment|commit|resolution|next step|step|action|action point|action item"
    r"|to-?do|task|intention|aim|homework|focus|experiment|challenge|one thing|thing)s?"
    r"(?:\s+(?:for|until|till|this|next|from|before)\b[\w\s']{0,40}?)?(?:\s+is\b|\s+will be\b|'s\b"
    r"|\s*[:=–—]|\s+-)"
    r"[:,]?\s*(?:that\s+|just\s+(?=to\b))?"
)
WHAT = rule(
    r"(?:what|all|(?:the|one)(?:\s+(?:one|only|first|main))?\s+thing)\s+(?:that\s+)?(?:i|we)(?:'ll"
    r"|'m|\s+will|\s+am)?"
    r"(?:\s+(?:want|plan|intend|need|have|going|gonna|would like|promise|pledge|commit))?(?:\s+to)?(?:\s+do)?"
    r"(?:\s+(?:differently|next|now|this week|instead))?\s+is[:,]?\s*(?:that\s+)?"
)
HEDGE = rule(
    r"(?:i|we)(?:'ve|\s+have)?\s+(?:just\s+)?(?:think|thought|guess|suppose|reckon|believe"
    r"|feel like|know|swear"
    r"|promise|pledge|said|say|decided|hereby promise|hereby pledge)\s+(?:that\s+)?(?=(?:i|we|what)\b)"
)
SUBJECT = rule(r"(?:i|we)(?=['\s])")
COMPANION = re.compile(
    r"(?:[Mm]e\s+(?:and|&)\s+(?P<a>(?:(?:[Mm]y|[Tt]he|[Oo]ur)\s+)?[\w'-]+)"
    r"|I\s+(?:and|&)\s+(?P<c>(?:(?:[Mm]y|[Tt]he|[Oo]ur)\s+)?[\w'-]+)"
    r"|(?P<b>(?:(?:[Mm]y|[Tt]he|[Oo]ur)\s+)?[\w'-]+)\s+(?:and|&)\s+(?:I|[Mm]e))(?=['\s])"
)
WILL = rule(
    r"(?:'l+|(?:will|wil|wll|wiill|shall|should|shud|shuld|shoud|sould|shuold|sholud|shold|must|gonnae|gonny|gunnae|gonna|gunna|gona|gotta|wanna|wana"
    r"|imma|finna|hafta|oughta)\b)"
)
BETTER = rule(r"(?:'d better|had better|better)\b")
BE_GOING = rule(
    r"(?:(?:going|gong|goin'?|goign|gonig|about|planning|aiming|looking|intending|meaning|hoping"
    r"|wanting|determined"
    r"|committed|committing|fixing|fixin'?|set|off)\s+to\b(?!\s+(?:the|a|an|my|our|this|that|one|two|three"
    r"|no|more|less|each|every|some|bed|work)\b)|gonnae|gonny|gunnae|gonna|gunna|gona|gon\b|finna)"
)
AUX_TO = rule(
    r"(?:(?:'ve|want|wnat|need|have|got|ought|intend|plan|aim|mean|hope|commit|commit myself|pledge"
    r"|promise|vow|swear"
    r"|undertake|agree|agreed|decided|decide|resolve|resolved|choose|chose|promised|like|love"
    r"|be going|be able|have (?:the (?:intention|idea|plan)|in mind))"
    r"(?P<not>\s+not)?\s+to\b|wanna|gotta|hafta|oughta)"
)
WITH_ING = rule(
    r"(?:(?:commit|committed|committing|commit myself|committing myself)\s+to|(?:plan"
    r"|planning|intend|intending)\s+on|set on)(?=\s+\S+ing\b)"
)
TRYING = rule(r"(?:tryna\b|trying to\b|tryin'? to\b)")
ADVERB = rule(
    r"(?:never again|never|no longer|not|defin\w*ly|final+y|also|just|real+y|certainly|prob\w*ly"
    r"|always|absolutely"
    r"|actually|simply|totally|personally|only|at least|deliberately|consciously|actively|quietly"
    r"|briefly|politely"
    r"|immediately|first|properly|calmly|openly|honestly|regularly|gradually|slowly)\b"
)
REPORTS = words(
    "am have think know feel believe like love hate need want hope guess wish"
    " mean agree see suppose understand appreciate remember forget doubt expect enjoy live sound look seem"
    " worry wonder struggle"
)
AWAY = rule(
    r"be (?:out|off|away|back|gone|on (?:\w+ )?(?:leave|holiday|vacation)|unavailable|late"
    r"|travelling|in touch)\b"
)
NO_ING = rule(rf"no(?: more(?=\s+\S+ing\b)|(?=\s+(?:{'|'.join(sorted(SAFE_GERUNDS))})\b))")
PREAMBLE = rule(
    r"(?<!\bsays)(?<!\bsaid)(?<!\bsay)(?:[,:](?:\s(?:and so|so|but|and))?|\s(?:and so|so|but|and|–|—|-))\s"
    r"(?=(?:(?:on|by|from|this|next|every) \w+,? )?(?:i|we)(?:'ll| will|'m going to|'m gonna| am going to)\s)"
)
LATER_PROMISE = re.compile(
    r"(?<!\band)(?<!\bthen)(?<!\bthat)(?<!\bwhat)(?<!\bwhen)\s"
    r"(?:I|we)(?:'ll| will|'m going to| am going to)\b"
)
ANSWERS = words("skip pass test help survive live last ok okay same book end") | {"see above", "see below"}
WILL_NOT = rule(r"(?:won't|wont|will not|shan't)\b")
DO_NOT = rule(r"(?:don't|do not|dont)\b(?=\s)")
AM = rule(r"(?:'m|'re|am|are)\b")
EMPTY_AUX = rule(
    r"(?:(?:'ve|have)(?=\s+(?:decided|agreed|resolved|promised|got to)\b)"
    r"|(?:'d|would)(?:\s+really)?(?=\s+(?:like|love|better)\b))"
)
WANT = rule(r"(?:want|need)(?=\s+[a-z]+\b)")
NO_ACT = rule(r"(?:no|nae)(?=\s+(?P<next>[a-z]+)\b)")
TO = rule(r"to(?=\s)")
LET_ME = rule(r"(?:let me|lemme)(?=\s)(?!\s+know)")
LONGEST_OPENING = 8
