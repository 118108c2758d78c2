"""Words that keep a clause from being said back: what turns its sense, what is private, what hurts."""

from __future__ import annotations

import re


def _any(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w])(?:{'|'.join(words.split())})(?![\w])", re.IGNORECASE)


PRIVATE = _any(
    "sick\\w* ill illness health\\w* doctor\\w* gp hospital\\w* cancer tumou?r surgery operation medicine "
    "medication pills? therap\\w+ psycholog\\w+ "
    "psychiatr\\w+ depress\\w+ anxi\\w+ panic\\w* burn-?t?-?out insomnia sleep\\w* slept asleep awake"
    " migraine\\w* "
    "pain\\w* pregnan\\w+ miscarriage "
    "tired exhaust\\w* menopaus\\w* adhd autis\\w+ diagnos\\w+ symptom\\w* fever covid flu vomit\\w*"
    " weight diet\\w* thin drunk "
    "drink\\w* pints? wine beer alcohol\\w* whisky suicid\\w* die dies died dying dead death kill\\w* "
    "murder\\w* funeral\\w* buried grie\\w+ wife husband spouse partner girlfriend boyfriend kids? child "
    "children son sons daughter\\w* mum mom mam mummy mother\\w* dad da daddy father\\w* parents?"
    " brother\\w* "
    "sister\\w* gran\\w* nan uncle\\w* aunt\\w* cousin\\w* famil\\w+ baby babies divorc\\w+ marri\\w+"
    " wedding "
    "married ex god gods lord pray\\w* church\\w* mosque\\w* temple\\w* synagogue\\w* priest\\w* imam\\w*"
    " rabbi\\w* "
    "bible quran muslim\\w* christian\\w* jew\\w* hindu\\w* buddhis\\w+ catholic\\w* atheis\\w+ faith "
    "relig\\w+ vot(?:e|es|ed|ing) election\\w* politic\\w* government\\w* tory tories labour democrat\\w* "
    "republican\\w* communis\\w+ socialis\\w+ fascis\\w+ trump brexit union\\w* strike salary salaries"
    " pay paid wage\\w* bonus\\w* "
    "raise money pension\\w* mortgage rent debt\\w* loan\\w* earn\\w* gay lesbian queer trans bisexual black "
    "white asian race racis\\w+ sexis\\w+ sex sexual\\w* lawyer\\w* police court illegal sued? crying cry"
    " cried "
    "tears shaking weep\\w* body heart breast bleed\\w* blood"
)
ROUGH = _any(
    "f+u+c+k\\w* sh[i1*]t\\w* bullshit crap\\w* damn\\w* bloody hell arse\\w* ass asses asshole\\w*"
    " bastard\\w* "
    "bitch\\w* piss\\w* bollocks wank\\w* dick\\w* cock cunt\\w* tits feck\\w* f\\*+\\w* wtf idiot\\w*"
    " moron\\w* stupid\\w* "
    "dumb useless\\w* worthless rubbish lazy liar\\w* loser\\w* incompetent pathetic crazy mad hate\\w*"
    " despise\\w* "
    "disgust\\w* fear\\w* strangle\\w* slap\\w* punch\\w* fire fired sack sacked creep\\w* jerk\\w*"
    " clown\\w* "
    "toxic bully\\w* monster\\w* coward\\w* ashamed pervert\\w*"
)
FAILINGS = _any(
    "late sloppy weak slow unreliable rude arrogant wrong bad worst awful terrible impossible annoying"
    " annoys lies lied lying "
    "steals stole cheat\\w* fail\\w* messed ruin\\w* blame\\w* fault forgets? forgot unfair selfish"
    " difficult "
    "trust cope stand complain\\w* shouts? shouted drives? hopeless dishonest childish disrespect\\w*"
    " ignor\\w+ "
    "underperform\\w* poor lousy mess"
)
IRONY = re.compile(
    r"(?<!\w)(?:as if|yeah,? right|lol|ha(?:ha)+h?|hah|lmao|rofl|kidding|joking|joke|not!|naturally|of"
    r" course|obviously"
    r"|clearly|surely|apparently|supposedly|allegedly|lucky me|what a|delighted|thrilled|overjoyed"
    r"|ecstatic|hooray"
    r"|hurrah|great leader|sure thing|because (?:obviously|clearly)|so-called|as announced|as communicated"
    r"|wink|sarcas\w*|ironic\w*|fabulous|marvellous|wonderful|brilliant|genius|bless)(?!\w)|!!|;\)|:\)|:D"
    r"|/s\b|😂|🙃|😉|🙄",
    re.IGNORECASE,
)
TURNED = re.compile(
    r"(?<!\w)(?:if|unless|whether|suppose|supposing|imagine|imagining|pretend\w*|assuming|what if"
    r"|let['’]?s say|say that|"
    r"would|wouldn|wouldn['’]?t|woulda|i['’]d|we['’]d|['’]d|wish\w*|as though|dream\w*|dreamt|worst case"
    r"|best case"
    r"|in theory|hypothetic\w*|scenario\w*|could have|might have|could['’]?ve|might['’]?ve|otherwise|or"
    r" else|in case"
    r"|according to|they say|rumou?r\w*|so they|story goes|quote|unquote|or not|or maybe not|not really"
    r"|not true|never mind"
    r"|or so i|nearly|almost|lest|eh|innit|or something|scratch that|no wait|just testing)(?!\w)|\?",
    re.IGNORECASE,
)
"""Conditions, hypotheses, questions, hearsay, and what takes back what was said before it."""

SAYS = _any(
    "say says said saying tell tells told telling claim\\w* think thinks thought believe\\w* reckon\\w*"
    " goes went "
    "write writes wrote reckons insists? insisted argue\\w* feels? felt hear heard read hears figured"
    " complain\\w* "
    "shout\\w* accus\\w+ assume\\w* suggest\\w* mean means meant like ask\\w*"
)
NEGATED = re.compile(
    r"(?<!\w)(?:not|never|no|nobody|none|nothing|neither|nor|hardly|barely|scarcely|rarely|without|cannot"
    r"|cannae|isnae"
    r"|didnae|dinnae|wasnae|doesnae|cant|cannot|wont|dont|didnt|doesnt|isnt|wasnt|havent|hasnt|aint|far from"
    r"|stopped|refuse\w*|fail\w*|den(?:y|ied|ies))(?!\w)|n['’]t\b",
    re.IGNORECASE,
)
LEADS_IN = re.compile(
    r"[:–—]\s*$|(?<!\w)(?:not|as if|no|he|she|they|goes|went|like|said|says)[\s,:]*$", re.IGNORECASE
)
TAKES_BACK = re.compile(
    r"\W{0,4}(?:as if|not\b|yeah,? right|or so|kidding|just kidding|joke|haha|lol|no wait|he said|she"
    r" said|they said|(?:he|she|they)"
    r"(?:['’]s| is| was)? (?:says|said|goes|told|like)|is what|was what|was the|said\b|says\b|those were"
    r"|that was|that['’]?s what"
    r"|her words|his words|or not|never happened|except|until|only in)",
    re.IGNORECASE,
)
OTHERS = re.compile(
    r"\b(?:he|she|him|her|his|hers|they|them|their|he's|she's|you|your)\b|\b[A-Z]?[a-z]+(?='s\b)"
    r"|(?<!^)\b[A-Z][a-z]+",
)
SUPPOSES = re.compile(
    r"\b(?:imagine|suppose|what if|pretend|let['’]?s say|dream\w*|scenario|worst case)\b", re.IGNORECASE
)
HANGS = re.compile(
    r"\s*(?:that|because|which|although|as|unless|who|what|how|why|when|where|do|did|am|is|was|have|can"
    r"|should|are|like"
    r"|not)\b",
    re.IGNORECASE,
)
"""A sentence that begins like this hangs on another one, or asks."""
SPOKEN = re.compile(r"[\"“”«»„`]|(?<!\w)['‘]\w|[.,!?]['’](?!\w)|^\W*\w+:")
