"""The words that are said around an act: openings, hedges, wishes, counts, padding.

Lists are running text with " / " between phrases. In a phrase white space is any white space, ' any
apostrophe or none, and (a|b) doesn't capture; the rest is a regular expression, in any case.
"""

from __future__ import annotations

import re


def either(phrases: str) -> str:
    r"""The pattern of a list of phrases.

    >>> re.findall(either("don't / we (do|go)"), "I dont, we  go")
    ['dont', 'we  go']
    """
    found = (re.sub(r"\s+", r"\\s+", phrase.strip()) for phrase in re.split(r"(?:^|\s)/\s", phrases))
    marked = "|".join(found).replace("'", "['’´`]?")
    return re.sub(r"(?<!\\)\((?!\?)", "(?:", f"({marked})")


def anywhere(phrases: str) -> str:
    """The pattern of a list of phrases that begin and end where words do."""
    return rf"(?<!\w){either(phrases)}(?!\w)"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


ADVERB = either(
    """
    definitely / certainly / really / just / also / now / then / simply / always / actually / finally
    / personally / totally / absolutely / probably / probs? / maybe / perhaps / possibly / hopefully
    / at least / still / first / instead / hereby / each / both / all / only / again / please
    """
)

_TO = r"( to|(?= not to\b))"
AUXILIARIES = {
    "firm": r"""
        'll / [\x27’´`]l\b / will / shall / ('m| am| are|[\x27’´`]re) (going to|gonna|gunna|about to)
        / going to(?! (the|a|an|my|our|bed|work)\b) / gonna / gunna / imma / am to / are to
    """,
    "vow": rf"""
        (pledge|promise|vow|swear|commit( myself)?|undertake){_TO}(?! \w+ing\b)
        / (have|[\x27’]ve)?\s*(decided|agreed|resolved){_TO}(?! \w+ing\b)
        / ('m| am) (committed|committing|determined) to(?! \w+ing\b)
    """,
    "try": rf"""
        (('m| am| are) )?(tryna|(try(ing)?|attempt(ing)?|endeavou?r)( and|{_TO})(?=\s))
        / (do|try|give it) (my|our) (very |level )?(best|hardest) (to|and)(?=\s)
        / make an (effort|attempt) to / have a (go|stab|crack) at(?= \w+ing\b)
        / see (if|whether) (i|we) (can|could|might) / see about(?= \w+ing\b)
    """,
    "hope": f"(('m| am| are) )?(hop(e|ing)|wish(ing)?)({_TO}| (that )?i (can|will))",
    "plan": f"""
        (('m| am| are) )?(plan(ning)?|intend(ing)?|aim(ing)?|mean(ing)?|look(ing)?|expect(ing)?){_TO}
        / have (a plan|the intention) to
    """,
    "think": r"""
        (('m| am| are) )?(think(ing)?|consider(ing)?|contemplat(e|ing)) (of|about)?(?=\s*\w+ing\b)
        / (was|were|'ve been|have been) (thinking|considering) (of|about)?(?=\s*\w+ing\b)
        / (('m| am) )?toying with (the idea of )?(?=\w+ing\b) / (('m| am) )?thinking to
    """,
    "must": r"""
        must / (need|have|has|[\x27’]ve got|got) to / gotta / hafta / really need to / [\x27’]d better
        / had better / better
    """,
    "should": "should / shud / shld / ought to / oughta / am supposed to / 'm supposed to",
    "want": f"want(ed|ing)?{_TO} / wanna / wan to / ('m| am) (keen|tempted|inclined) to",
    "would-like": r"('d|would) (really |so )?(like|love|prefer|hope) to / would / [\x27’]d(?=\s)",
    "might": r"(might|may|could|can)(?! not help)(?=\s)",
}
"""Verbs that open a promise, by how firm they are; after "I", "we", or nothing."""

AUXILIARY = {name: _compiled(either(phrases)) for name, phrases in AUXILIARIES.items()}
_CHAIN = either(" / ".join(AUXILIARIES.values()))
_CLAUSE_START = r"(?:^|(?<=[.!?;:,\n])|(?<=[-–—]\s)|(?<=\band)|(?<=\bso)|(?<=\bthen)|(?<=\bor)|(?<=\bbut))"
_QUESTION = either(
    r"""
    (can|would|may)\b
    / could (you|u|we|i|he|she|they|it|some|any|every|the|my|our|your|this|that|(?-i:[A-Z]))
    """
)
OPENING = _compiled(
    rf"(?:(?P<subject>\bI|\bwe|\bim\b|\bill\b)|{_CLAUSE_START}(?!\s*{_QUESTION}))"
    rf"(?:\s*{ADVERB}\b(?:,)?)*\s*"
    rf"(?P<chain>{_CHAIN}(?:\s+{ADVERB}\b)*(?:\s*(?:(?:not|never)\s+)?{_CHAIN}(?:\s+{ADVERB}\b)*)*)"
    r"(?:\s+(?P<not>not|never)\b(?:\s+to\b)?)?(?=\s|$)"
)
"""The words before an act: who does it, adverbs, auxiliaries, and "not" or "never"."""

_MINE = either("my / our / this week's / the / one / single")
_PLEDGE = either(
    """
    pledge / promise / commitment / action (point|item) / action / goal / intention / resolution / next step
    / to-?do / plan / target
    """
)
_FOR = r"(?:\s+(?:for|until|till)\b[^:.!?]{0,40}?)?"
_COLON = r"(?:\s*(?::|–|—|=|-(?=\s))|\s+(?:is|will\s+be|would\s+be)\b(?:\s+(?:to|that)\b)?:?)"
_SURE = r"(?<!not\s)(?<!n't\s)(?<!n’t\s)(?<!dont\s)(?<!say\s)(?<!know\s)"
_CHANCE = "(time|chance|moment|minute|second|energy|opportunity|slot|room|guts|courage|nerve)"
_I_CAN = f"""i (possibly )?can / i can (manage|find|get|make)
    / i (manage|remember|dare|feel (like it|up to it))
    / i (have|get|find|happen to (have|find)) (the |some |any |a |enough )?{_CHANCE}
    / i get (round|around) to it / i don't (forget|chicken out) / (at all )?possible / feasible
    / there('s| is| are) (enough |any |still |a )?{_CHANCE} / things (calm|quiet(en)?|slow|settle) down
    / things (allow|permit|work out|go well|don't change) / it (suits|fits|works out)
    / ((the|my|our) )?(schedule|diary|calendar|workload|time|day|week|weather|health) (allows|permits)
    / nothing (else )?(changes|(comes|gets) (up|in the (way|meantime))) / all goes well
    / it('s| is) (ok|okay|quiet|convenient|doable|not too much) / need be / necessary"""

PHRASES = {
    "vowed": r"""
        i (hereby )?(promise|pledge|swear|commit)( you)?( that)?(?= i) / you have my word / promise!?$
        / (that's|it's) a promise / hold me to (it|that) / no excuses / for sure / definitely
        / 100\s?% (sure|certain)
    """,
    "maybe": """
        maybe / mayb / perhaps / possibly / potentially / conceivably / perchance / theoretically / in theory
    """,
    "probably": r"""
        probably / prob(s|ly)? / most likely / likely / in all (likelihood|probability) / presumably
        / supposedly / (the )?(chances|odds) are( that)? / more or less / tentatively / provisionally
        / in principle / as things stand / as it stands / i'd (say|guess|imagine)( that)? / guess (?=i)
        / i (guess|suppose|reckon|think|imagine|expect)( that| so)?(?! (to|of|about|\w+ing)\b)
    """,
    "hopefully": r"""
        hopefully / ideally / with (any|some|a (little )?bit of|a little) luck / with luck / fingers crossed
        / touch wood / knock on wood / all being well / all (other )?things being equal / god willing
        / in+sh?'?allah / if all goes (well|to plan) / \w+ permitting / let's hope( so| that)?
        / i hope( so| that)?(?! (to|(that )?i (can|will))\s)
    """,
    "if-possible": rf"""
        (if|when|where|whenever|as (much|often|far|soon) as|assuming|provided|as long as) ({_I_CAN})
        / (unless|barring) (something|anything|things|accidents|surprises|emergencies)(
        (comes|gets?|else|up|in the way|busy|crazy|unexpected|unforeseen))*
        / subject to (time|availability|workload|confirmation|change) / at a (push|pinch)
    """,
    "no-promise": r"""
        no (promises|guarantees?) / (can't|cannot|won't) (promise|guarantee)( anything)?
        / not (promising|guaranteeing|(making|giving) (any )?(promises|guarantees))( anything)?
        / (i'm )?not (too |so |really |entirely |quite |totally |very |yet |100\s?% )?(sure|certain)(
        (if|whether|yet|though))? / (can't|cannot|hard to|difficult to) (say|tell) for sure / hard to say
        / we('ll| will| shall) (just )?(have to )?see( how it (goes|pans out))?
        / i('ll| will) (just )?(have to )?see(?=\s*([,.;!…]|$)) / who knows / let's see
        / (let's |we'll |to )?see how (it|things|that) (goes|go|works? out|pans? out)
        / don't (hold me to|quote me on|count on) (it|that|me) / i don't know( if)? / dunno
        / (it |that )?(all )?depend(s|ing)( on)? / or (maybe |perhaps )?not / maybe not
    """,
    "try": r"""
        (do|try|give it) (my|our) (very |level )?(best|hardest)(?! (to|and)\b) / (or )?at least try
        / giv(e|ing) (it|this|that) a (go|try|shot|whirl|stab|bash) / have a (go|stab|crack) at it
    """,
    "or-something": r"""
        or (something( like that)?|so|whatever|somewhere|somehow|thereabouts) / (sort|kind) of / kinda
        / sorta / somehow / some sort of / at some (point|stage) / sooner or later / one of these days
        / some\s?day(?! (next|this|in|before|after)\b) / eventually
    """,
    "wish": """
        i wish / (it('d| would) be|would be) (nice|good|great|lovely) / it('d| would) be (better|helpful|cool)
        / if only / in (an ideal|a perfect) world / some(one|body) (should|ought|needs|has|must)
        / we all (should|need|ought)
        / (they|you|he|she|people|everyone|everybody|management) (should|ought|need|must)
    """,
    "joke": r"""
        lol / lmao / rofl / haha+ / hehe+ / yeah,? right / as if(?=\s*([!.…]|$)) / just kidding / jk / not!
        / pigs (can )?fly / when hell freezes / /s
    """,
    "refusal": r"""
        i (won't|will not|can't|cannot|refuse to|have nothing to) (pledge|promise|commit)
        / i (won't|will not|can't|cannot|refuse to|have nothing to) do (anything|this|that|it)
        / nothing to (pledge|promise) / no pledge / (?<=^)(i'll )?pass( this time)?(?=\W*$)
        / i don't (want|feel like|need)
    """,
}
"""What stands anywhere, by the name of the cue; "wish", "joke" and "refusal" stay when the act is read."""

TAKEN_OUT = frozenset(PHRASES) - {"wish", "joke", "refusal"} | {"label"}
"""Cues of which nothing is left when the act is read."""

_BEFORE = {"no-promise": r"(?:\bbut\s+)?"}
_ALSO = {
    "no-promise": r"(?:,?\s+but\b)?",
    "or-something": r"|(?<=\w)-ish\b|(?<=\d)\s?ish\b",
    "joke": "|[😂🤣🙄😏🤡😜]",
}
WORDS = {
    "label": _compiled(rf"\b{_MINE}?\s*(?:\w+\s)?{_PLEDGE}\b{_FOR}{_COLON}"),
    "vowed": _compiled(_SURE + anywhere(PHRASES["vowed"])),
} | {
    name: _compiled(_BEFORE.get(name, "") + anywhere(phrases) + _ALSO.get(name, ""))
    for name, phrases in PHRASES.items()
    if name != "vowed"
}
"""What is looked for anywhere in a text, by the name of the cue."""

EMPTY = _compiled(
    anywhere(
        r"""
        you know / i mean / mind you / as you know / believe me / trust me / let me tell you / frankly
        / to be ((perfectly|completely|totally) )?(honest|fair|frank|clear) / in all honesty
        / honestly( speaking)? / basically / literally / essentially / in essence / obviously / of course
        / no doubt / without (a )?doubt / needless to say / it goes without saying( that)? / for the record
        / in my opinion / at the end of the day / when all is said and done / in the grand scheme of things
        / all in all / on the whole / overall / going forwards? / moving forwards? / on an ongoing basis
        / as appropriate / in (a|the) (very )?(real|meaningful|positive) sense
        / in (a|an|the) ([\w-]+ ){1,4}?(way|manner|fashion|spirit)(?! (of|to|that|home|back|in|out|from)\b)
        / so to (speak|say) / as it were / per se / as such / in (this|that) (regard|respect)
        / in terms of things / when it comes (down )?to it / all things considered / in general
        / generally speaking / as a matter of fact / as far as i'm concerned / for what it's worth
        / if i'm (being )?(totally )?honest / truth be told / by and large / first and foremost
        / last but not least / in any case / anyway / anyhow / that (being )?said / having said that
        / with that in mind / and so on( and so forth)? / et cetera / etc\.?
        / and (all that|stuff|things like that|everything|the like) / um+ / uh+ / erm? / hmm* / oh / ah / well
        / ok(ay)? / right / yeah / yes / yep / so / really / actually / just / very / quite / truly / simply
        / totally / absolutely / completely / clearly / certainly / genuinely / sincerely / indeed / in fact
        / incredibly / extremely / super / highly / deeply / fully / thoroughly / wholeheartedly
        / proactively / actively / effectively / efficiently / meaningfully / holistically / strategically
        / positively / constructively / impactfully / purposefully / mindfully / intentionally / seriously
        / naturally / like i said / as (i said|mentioned|discussed) / from my (side|end|perspective)
        / on my (side|part|end) / for my part / to the best of my ability
        / to a (certain|large|great) (extent|degree) / at this (point|moment|juncture)( in time)?
        / it is (worth )?(saying|noting)( that)?
        / ((because|since|as|and) )?(this|that|it|which)( is|'s)( (really|very|so|super|truly))*
        (important|key|crucial|essential|meaningful|valuable|vital)( to (me|us|all of us))?
        / (because|and|since|as) (this|that|it) (really |truly )?matters( (to (me|us)|a lot))?
        / i (really |truly )?(care|mean it|feel strongly)( (about (it|this|that)|deeply))*
        / with (all my heart|(full|real|great|renewed) (energy|commitment|focus|intent|purpose|enthusiasm))
        / with (a|an) (positive|open|growth|proactive) (mindset|attitude|mind) / for the greater good
        / to (make a (real )?difference|add (real )?value|the fullest) / each and every time / step by step
        / to be the best (i can( be)?|version of myself)
        """
    )
)
"""Padding: a pledge says the same without it."""

_DIGIT = "(one|two|three|four|five|six|seven|eight|nine)"
_NUMBER = either(
    rf"""
    \d+([.,]\d+)* / two / three / four / five / six / seven / eight / nine / ten / eleven / twelve
    / thirteen / fourteen / fifteen / sixteen / seventeen / eighteen / nineteen
    / (twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)([-\s]{_DIGIT})?
    / (a )?hundred / (a )?thousand / a (single|dozen) / half an? / half a dozen / dozen
    """
)
_UNIT = either(
    r"""
    min(ute)?s? / hrs? / hours? / h / sec(ond)?s? / km / kms / k / kilomet(er|re)s? / miles? / mi / m
    / met(er|re)s? / steps? / pages? / % / percent / per cent / kg / kgs / kilos? / lbs? / pounds? / g
    / grams? / mg / ml / l / lit(er|re)s? / oz / cups? / glasses / glass / bottles? / portions? / servings?
    / calories / kcal / reps? / sets? / rounds? / laps? / floors? / words? / lines? / slides? / bullets?
    / points? / euros? / € / \$ / £ / quid / times
    """
)
_ABOUT = either(
    """
    at least / at most / no more than / up to / around / about / exactly / roughly / approximately
    / min(imum)? / max(imum)?
    """
)
_NO_UNIT = r"(?:(?=%)%|(?!\s*(?:of\s+us|st|nd|rd|th|am|pm)\b)(?![\w:/]))"
_ONE = r"one(?!\s*(?:of\s+(?:these|those)\s+days|another|day\b|on\b|to\b|-|['’]s)|-)(?=\s+[a-z])"
_BOTH = r"both(?=\s+(?:of\s+)?(?:the|my|our|his|her|their|them|these|those|\w+s)\b)"
COUNT = _compiled(
    rf"(?<![\w.:/#-])(?:{_ABOUT}\s+)?"
    r"(?:x\s?\d+(?![\w:/])|\d+\s?x(?!\w)"
    rf"|{_NUMBER}(?:\s*(?:-|–|to|or)\s*{_NUMBER})?(?:\s*[-]?\s*(?P<unit>{_UNIT})\b|{_NO_UNIT})"
    rf"|{_ONE}|{_BOTH}|an?\s+(?P<unit2>hour|minute|page|kilo|mile|glass|half\s+hour)\b)"
)
"""Counts and amounts; a match has a unit when it is an amount."""

FUZZY = _compiled(
    anywhere(
        """
        a few / few / some / several / a couple( of)? / more / less / fewer
        / a (little|bit|lot|number)( (of|more|less))? / many / most / lots of / plenty of / enough / various
        / extra
        """
    )
)
"""Amounts that nobody could count."""
