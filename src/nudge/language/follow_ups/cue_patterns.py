"""The words by which cues are heard, each list in running text with " / " between phrases.

In a phrase white space is any white space, ' any apostrophe, and (a|b) doesn't capture; any case.
"""

from __future__ import annotations

import re

from nudge.domain.follow_ups import Cue
from nudge.language.specificity.cue_patterns import anywhere


def _words(phrases: str) -> re.Pattern[str]:
    return re.compile(anywhere(phrases), re.IGNORECASE)


PATTERNS = {
    Cue.ABSOLUTE: _words(
        r"""
        always / never(?! mind) / every (single )?(time|day|week|one|month|year|night|morning) / each time
        / nobody
        / no one / no-one / everybody / everyone / everything / nothing / (all|none) of (them|it|us)
        / all the time
        / completely / not one( of them)? / not once / (the )?whole time / ever(?= since)
        / without exception / constantly
        / impossible / only ever / not a single \w+ / nowhere / everywhere / at all times / not ever
        / any of them
        """
    ),
    Cue.HEDGE: _words(
        r"""
        (?<!a\s)maybe / perhaps / i (guess|suppose|think so|reckon) / kind of / sort of / kinda / sorta
        / somehow / a bit / a little
        / i('m| am) not (quite |really |so |too )?sure / i (don't|do not) know / i dunno / probably / possibly
        / in a way / might
        / not really / hard to say / or something / or so / i mean / i couldn't (say|put) / could be
        / mostly / more or less
        / to some extent / hm+ / it depends / i'd say / seems? (like|as if|to be)
        """
    ),
    Cue.TURNING_WORD: _words(
        r"""
        but(?! also) / though(?=,? \w) / although / however(?=,? \w) / and yet / then suddenly
        / all of a sudden / suddenly / until (one|that|last|this)
        / until the (day|week|weekend|month|moment|morning|evening|night|call|mail|letter|new)
        / until (he|she|they|i|we|it)(?!'\w| (is|are|am|was|were|gets?|can|could|have|has|do|does)\b)
        / yet (here|i|it|he|she|they|we|there) / except( that)? / on the other hand
        / then one (day|morning|night)
        / since (then|the) / from that (day|moment) / even so / still, / at the same time / not any ?more
        / used to / only that
        """
    ),
    Cue.DECISION_OPEN: _words(
        r"""
        whether / either / should i / do i( \w+){1,6} or / i('m| am) torn / torn between
        / (can't|cannot|haven't|don't) decide(d)?
        / i (don't|do not) know (if|which|what to) / or maybe / half of me / part of me
        / on (the )?one hand / or not
        / maybe not / i could( \w+){1,8},? or
        / undecided / not sure (if|whether|which|what) / i keep (going|swinging)
        / i('m| am) wondering (if|about|whether) / in two minds
        / i go back and forth / between the two / the lads say keep / no idea (if|whether|which)
        / weighing( up)? / do i (stay|go|take|tell|say|let|keep|ask)
        / (do|shall|should) we( \w+){1,8} or / one or the other / thinking about whether
        / haven't made up my mind
        """
    ),
    Cue.HOLLOW: _words(
        r"""
        it is what it is / these things happen / you know how it is
        / that's (just )?(life|how it is|the way it (is|goes)|work)
        / (it's|all) (all )?(fine|good|great|okay|ok)(?=[.,!]|$) / all good / no complaints / can't complain
        / so far so good / communication is key
        / at the end of the day / win-win / work hard,? play hard / one team / people are our / as it does
        / the usual / nothing special
        / we're (all )?(one|a) (big )?(family|team) / step by step / you learn (from|by|to) / it's all about
        / challenge(s)? (are|is)? ?(an )?opportunit\w+
        / busy busy / same old / teamwork / team spirit / business as usual / going (fine|well|great)
        / could be worse / not too bad / same as ever
        / that's what (i|they) say / in a good place / positive / moving forward / we('ll| will) get there
        """
    ),
    Cue.SUCCESS_PASSED_OVER: _words(
        r"""
        (anyhow|whatever|never mind)(?=[,.]|$) / (?<![a-z]\s)anyway(?=[,.]|$) / no big (deal|thing)
        / but that's (the \w+|just \w+|not me|not important|not the point) / not me / just luck
        / a lucky (day|break) / got lucky / i only / it was nothing / nothing (special|much)
        / that's just my job / anybody (would|could) have
        / anyone (would|could) have / not worth mentioning / so what else / but (the|what about the) other
        / it (was|'s) just / i just did
        / never mind / for the first time / but anyway
        / (early|ahead of (time|schedule)|sold out|went well|it worked|we won|clapped|signed|under budget|on
        time)( \w+){0,5}(,? (but|whatever|so)|, anyway) / (promoted|award|prize|record|thanked (me|us))(
        \w+){0,5},? (but|anyway|whatever|so) / it went well
        """
    ),
    Cue.BLAME: _words(
        r"""
        (it's|it was|that's) (all )?(his|her|their|them|him|the \w+'s?) (fault)? / their fault / his fault
        / her fault / because of (them|him|her) / typical(ly)?
        / those (clowns|people|idiots|guys|lot) / they (just )?(never|won't|always)
        / he (just )?(never|won't|always)
        / she (just )?(never|won't|always) / lazy / arrogant / useless / incompetent
        / no(body| one) (up there|upstairs|listens|cares) / of them
        / the (board|management|managers|owners|head office|headquarters|planners) (again|never|always|just)
        / messed (it )?(all )?up / of course it's / again!
        """
    ),
    Cue.SELF_BLAME: _words(
        r"""
        my (own )?fault / i (messed|screwed) (it |the \w+ )?(\w+ )?up / i should(n't)? have / i should've
        / i('m| am| was) (an idiot|a coward|a fool|stupid|too soft|useless|to blame|hopeless|rubbish)
        / i ruined / i failed / i let (them|him|her|everyone|people|my \w+) down
        / some (leader|manager|boss|captain) i am / some leader / blame myself
        / i('m| am) (no|not a|just not a) (good |real )?\w*(leader|manager)
        / i (forgot|dropped|broke|lost) (it|the|my) / how could i / i can't even / i'm (so )?bad at
        / my mistake / i hate (myself|that i) / i got it wrong / me, with my / idiot / kick myself
        """
    ),
    Cue.ASKS_ADVICE: _words(
        r"""
        what (would|do) you (do|think|suggest|recommend|advise|say) / what should i (do|say)?
        / how (would|do) you (start|do|handle|deal|see|manage|go) / any (advice|tips?|ideas?)
        / you('d| would) do what
        / tell me(?!\w) / just tell me / give me (a|some|one) (tip|advice|idea|hint) / in my (place|shoes)
        / what('s| is) your (advice|view|opinion|take) / do you (think|know|reckon) / how does one
        / you('ve| have) (more|done|got) (more )?experience
        / have you ever / am i (right|wrong) / should i(?=[^.!]*\?) / help me / you tell me / what would you
        / what else (have you got|can i (do|try)) / is (that|it) (terrible|awful|wrong|stupid|normal)(?=\?)
        """
    ),
    Cue.OBSTACLE_NAMED: _words(
        r"""
        (the |my |our )?(problem|trouble|difficulty|hurdle|obstacle|catch|snag) (is|was|being|with)
        / (what|that) (stops|blocks|keeps|holds) (me|us) / in the way / can't / cannot / couldn't
        / no (time|money|budget|room|people|space|energy|chance|access)
        / not enough / blocked / blocking / hard (for me|to) / difficult / stuck
        / i don't (dare|have (the|enough|any)) / too (many|few|much|little|busy|late|small)
        / doesn't (allow|let) / (won't|don't|doesn't) (let|allow|give) (me|us)
        / there's (always )?(a|the) \w+ (in|that)
        / keeps? getting / comes? in between / short of / (if only|only) (i|we) had / before i (can|get)
        / needs? (a )?(sign|approval|permission)\w* / waiting for
        """
    ),
    Cue.VALUE_NAMED: _words(
        r"""
        (it )?matters? (to me|most|more|a lot)? / (?<!n.t\s)(?<!not\s)important( to me)? / what counts
        / i (really )?care / i believe / i want (people|them|my \w+|everyone|every \w+) to / respect / trust
        / fair(ness|ly)? / honesty / to be honest with (people|them|him|her|my) / dignity / loyal(ty)?
        / a promise is / i stand for / means a lot / the (big|main|whole) thing is / for me (it's|the|it is)
        / i (love|like) (it when|that|to) / i can't (work|stand|bear) / principle / my (whole )?ambition
        / worth / the point of / what i want (is|most) / true to / proud of
        / nobody (should|eats) / everyone (should|deserves) / it's about / should be / right thing / true
        / i'd never / care about / in the end it's
        """
    ),
    Cue.PLAN_NAMED: _words(
        r"""
        i('ll| will)(?! never| always)
        / i('d like| would like|'d love)(?! to be\b)( to)?
        / i('m going| am going|'m gonna|'m planning|'m thinking of)( to)?
        / i( plan| intend| want| ought| might| could| should (like|really))( to)?
        / i (sort of )?mean to / we('ll| will| could| might| should|'re going|'re starting) / from now on
        / i('ve| have) (decided|got to (send|decide|say)) / let's / i keep (meaning|saying)
        / (?<!was\s)my (plan|idea|goal)('s| is| for)? / plan: / the plan / gonna / i won't
        / i'd (do|redo|give|put|take|start|let|change|begin) / on the first of
        / i('m| am) (trying|moving|asking|bringing|starting|not moving|wavering) / trying to
        """
    ),
    Cue.JOKE_DEFLECTION: _words(
        r"""
        ha(ha)+h? / haha\w* / ha!? / lol / hehe / just kidding / (only |just )?joking / boo hoo
        / don't laugh / funny,? (right|isn't it) / (best|most) \w+ i have,? never complains
        / ask the (office )?plant / jk / so that's me / i should (get|put) (it|that) on a mug
        """
    ),
    Cue.GENERAL: _words(
        r"""
        in general / generally / usually / normally / it's (like that|always|all)
        / people (just|in general|always|are|don't|have|want|need|like|tend|never|come|say)
        / one (is|has|does|can|should|must|gets) / you (have to|need to|get|just|can't|always|know|learn)
        / you've got to / things / there('s| is| are) (some|this|a lot of|always)
        / somehow / the (mood|culture|atmosphere|energy|vibe|climate|feeling)
        / as a (manager|leader|lead|boss|head) / often / sometimes / a lot / stuff / these things
        / somewhere / (goes )?up and down / leadership / leading / everywhere / overall / on the whole
        / typically
        """
    ),
    Cue.CONCRETE_STORY: _words(
        r"""
        (he|she|they|i) (said|says|asked|asks|told|stood|stands|sat|sits|looked|looks|walked|walks)
        / (he|she|they|i) (came|comes|went|goes|put|took|takes|handed|hands|gave|gives|called|rang)
        / (he|she|they|i) (laughed|nodded|smiled|shouted|opened|closed|read|wrote|left)
        / yesterday
        / last (week|night|month|monday|tuesday|wednesday|thursday|friday|year|summer|spring|autumn|winter)
        / on (monday|tuesday|wednesday|thursday|friday|saturday|sunday)
        / (this|that) morning / at (six|seven|eight|nine|ten|eleven|noon|midnight|five|four|three|two|half)
        / then (he|she|they|i|the|my) / one (day|evening|morning|night)
        / the day (that|when|i|we|they|she|he) / when i was / years ago / so (he|she) / and (he|she|then)
        """
    ),
    Cue.CONTRADICTION: _words(
        r"""
        and (yet|at the same time|also)(?= i)? / half of me / part of me / both / on (paper|the one hand)
        / i (want|love|like)( \w+){1,10}[,.] (and|but) i (also|don't|hate|can't|check|read|want)
        / really do\. and / in two / i say( \w+){1,6} and / other half / one side / contradict\w*
        / i know( \w+){1,8},? (but|and) i / the other half
        """
    ),
    Cue.SILENCE_AFTER_WEIGHT: _words(
        r"""
        died / (?<!(tery|nter|reen|hone|ptop|line|lift|gine|rver|hine)\sis\s)dead(?!
        (easy|lucky|set|against|line|end|slow|simple|good|quiet|right|on|keen|proud|chuffed|slot|weight)\b)
        / death / dying / funeral / i (cried|cry|wept)
        / (closed|shut) (down )?(the|our|my) (branch|shop|site|plant|office|school|ward|depot|station)
        / crying / (in|to) tears / wet face
        / (has|have|had|they've|they|is|was) (being )?(shut|closed|closing)( us| it)? (down|for good)
        / (fired|sacked|dismissed|laid off|made redundant|redundan\w+)
        / (lost|losing|lose) (him|her|them|everything)
        / (lost|losing|lose) (my (job|team|father|mother|brother|sister|friend|wife|husband|child))
        / i can't (talk|speak) about
        / never again / goodbye / handed in (my|his|her)
        / let (\w+ (people|of (them|us|my people))|(?!(it|that|this|things|me|us|nobody|no)\b)\w+) go
        / had to (fire|dismiss) / had to tell (them|him|her|my)
        / (?<!by\s)accident(?! (report|book|form)) / (in|into|to) hospital / to the hospital
        / shaking(?! (hands|my head|his head|her head))
        / my (voice|hands?) (went|were|shook) / nobody said a word
        / no(body| one) (said|spoke|looked) / abandoned / betrayed / humiliated / grave / cancer
        / stroke(?! of)
        / suicide / split up
        / (she|he|they) left (me|us) / notice this morning / ashamed / (i|he|she|who|and|just) broke down
        / divorced? / bullied
        / i should never have / her last day / his last day / the last (lamp\w*|shift|nine|of us)
        """
    ),
    Cue.OTHER_ABSENT: _words(
        r"they / them / the (team|others|board|owners|management|office|customers?"
        r"|clients?|parents|agency|lads)"
    ),
    Cue.OWN_PART_ABSENT: _words(
        r"they / he / she / people / everyone / somebody / the (team|board|office|others)"
    ),
}
"""By cue, what says so by itself."""

JARGON = re.compile(
    r"\b(?:stakeholders?|synerg\w+|align\w*|leverag\w+|roadmaps?|deliverables?"
    r"|KPIs?|OKRs?|bandwidth|agile|sprints?|"
    r"scrum|backlogs?|onboard\w*|offboard\w*|ownership|empower\w*|transform\w+"
    r"|alignment|touch ?points?|deep dives?|"
    r"low-hanging|north star|value[- ]add|best practices?|change management|digitali[sz]ation"
    r"|holistic|ecosystem|"
    r"streamlin\w+|frameworks?|governance|mindset|upskill\w*|engagement|takeaways?"
    r"|action items?|going forward|"
    r"circle back|learning organi[sz]ation|flat structures?|harmoni[sz]\w+|escalat\w+"
    r"|utili[sz]ation|competenc\w+|"
    r"framework|strateg\w+|objectives?|culture|visibility|scal(?:e|able|ing)|resourc\w+"
    r"|process(?:es)?|matrix|"
    r"cross-functional|human capital|pipeline|verticals?|customer journey|data-driven"
    r"|rag status)\b|(?-i:\b(?!OK\b|TV\b|UK\b|US\b|USA\b|EU\b|IT\b|HR\b|NGO\b"
    r"|CEO\b|CV\b|AM\b|PM\b)[A-Z]{2,5}s?\b)",
    re.IGNORECASE,
)
AGAIN = _words(
    """
    again / keep(s)? (saying|coming|going) / (said|say) (so|it|that) (too|before|last|every|each) / twice
    / three times / as i said / like i said / theme
    """
)
"""What says that something comes back, without saying it twice."""
SOMETHING = re.compile(r"\b(?:I|I'm|I've|I'd|I'll|me|my|mine|myself|we|us|our)\b", re.IGNORECASE)
THIRD = re.compile(
    r"\b(?:he|she|they|him|her|them|his|their|people|everyone|everybody|nobody|somebody)\b", re.IGNORECASE
)
SOMEBODY = re.compile(r"\b(?:he|she|him|her|his)\b", re.IGNORECASE)
