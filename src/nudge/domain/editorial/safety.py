"""What is never asked about: health, family, faith, politics, pay, and what is wrong with somebody else."""

from __future__ import annotations

from nudge.domain.editorial.findings import ASKED, Rule, Severity, finder
from nudge.domain.editorial.wordings import Kind

_BECAUSE = "Two colleagues talk at work; nobody should have to step around a question about {}."
_MEND = "Ask about the work and the people in it; whoever wants to bring more will."
_SPOKEN = frozenset({*ASKED, Kind.TIP, Kind.NUDGE})

HEALTH = Rule(
    code="health",
    severity=Severity.ERROR,
    title="Health",
    says="asks about somebody's health",
    because=_BECAUSE.format("body or mind"),
    mend=_MEND,
    kinds=_SPOKEN,
    find=finder(
        r"\b(?:asthma|diabet\w+|epilep\w+|(?:the|your) operation,? |lost (?:\w+ )?(?:kilos|pounds)|wheelchair"
        r"|hearing aid|infection|injur(?:y|ies)|fertility|miscarriage)\b|"
        r"\b(?:migraines?|tablets do|pills|insomnia|menopause|adhd|autis\w+|dyslexi\w+|chronic (?:pain"
        r"|illness|fatigue)|surgery|cancer|blood pressure|heart attack|allerg\w+|psychiatrist|psychologist"
        r"|rehab|hangovers?|self-harm|trauma|overweight|back (?:pain|trouble|ache)|ill at (?:work|home)|about"
        r" the stress|sleeping (?:since|these|at|through)|how are you sleeping)\b|"
        r"\b(?:your|their|his|her) (?:\w+ )?(?:health|illness|condition|diagnosis|symptoms?|sleep|diet|weight"
        r"|body|medication"
        r"|doctor|therapist|therapy|drinking|disability|mental state|depression|anxiety|stress levels?"
        r"|burn-?out|pregnancy)\b"
        r"|\b(?:mental|physical) (?:health|illness|well-?being)\b|\b(?:are|were|been|feel\w*|fall|fell|fallen"
        r"|getting) (?:\w+ )?"
        r"(?:ill|sick|depressed|anxious|burned out|burnt out|pregnant|suicidal)\b"
        r"|\b(?:burn-?out|depression|panic attacks?|anxiety|insomnia|therapy|therapist|antidepressants?"
        r"|medication|diagnosed"
        r"|sick leave|doctor tell|nervous breakdown)\b|\b(?:do|did|are|have) you sle(?:ep|pt|eping)\b"
        r"|\bsleep(?:ing)? (?:well|at night|badly)\b"
        r"|\bdo you (?:drink|smoke|exercise|eat)\b",
        unless=r"\bsick of\b|\bhealthy\b|\b(?:pull|carry)\w* (?:their|your|his|her) (?:own |full )?weight\b",
    ),
    must=(
        "How is your health affected by all this?",
        "what does your doctor say about the hours you work",
        "When did you first notice signs of burnout?",
        "How have you been sleeping, and do you sleep well since the move?",
        "What made you feel depressed in that year?",
    ),
    must_not=(
        "What does a healthy disagreement look like in your team?",
        "What are you a little sick of explaining?",
        "What have your patients taught you about waiting?",
        "Remember a day when your energy was gone early. What did you do with the rest of it?",
        "You wrote “my doctor says slow down”. What would you like to say about that here?",
    ),
)

FAMILY = Rule(
    code="family",
    severity=Severity.ERROR,
    title="Family and home",
    says="asks about family or home",
    because=_BECAUSE.format("family"),
    mend=_MEND,
    kinds=_SPOKEN,
    find=finder(
        r"\b(?:becoming|being) an? (?:father|mother|parent|grandparent)\b|\bschool run\b|\byour ex\b"
        r"|\bchildcare\b|\bcustody\b|\bwidow\w*\b|"
        r"\b(?:husbands?|wife|wives|spouse|fianc[eé]e?s?|kids|toddlers?|babysitter|nursery|in-laws"
        r"|grand(?:parents?|children|mother|father)|stepfather|stepmother|siblings?|mum|mom|the little ones"
        r"|with the family|growing up with|(?:two|three|four|older|younger|big|little) (?:brothers?|sisters?)"
        r"|things at home|start a family|maternity|paternity)\b|"
        r"\b(?:your|their|his|her|my own|you have|have any|got any) (?:\w+ )?(?:family|families|wife|husband"
        r"|spouse|girlfriend|boyfriend"
        r"|fianc[eé]e?|kids?|child|children|sons?|daughters?|mother|father|mum|mom|dad|parents?|brothers?"
        r"|sisters?|siblings?"
        r"|grand\w+|marriage|divorce|love life|home life|private life|personal life|childhood|upbringing)\b"
        r"|\b(?:at|from|after) home with\b|\bpartner at home\b|\bas a (?:parent|mother|father|child|mum"
        r"|dad)\b|\bwho raised you\b"
        r"|\b(?:are|were|get|got) you (?:married|divorced|single|separated)\b|\bfamily (?:life|situation"
        r"|plans?)\b"
        r"|\b(?:personal|private) (?:life|lives)\b|\b(?:life|for you|are you|you do) outside (?:of )?work\b",
        unless=r"\bfamily of (?:products|machines|parts)\b",
    ),
    must=(
        "What does your family think of your job?",
        "How do your kids see you after a long day?",
        "What did your father teach you about leading?",
        "How does being married, or are you married, change your week?",
        "What was your childhood dream job?",
    ),
    must_not=(
        "What do the parents you work for not know about a school day?",
        "How do your partner's questions change what you tell?",
        "Think of a family of products you know well. What holds it together?",
        "What would you tell a child about what you do all day?",
        "Imagine a new neighbour asks what you do all day. What would you tell them?",
    ),
)

FAITH_AND_POLITICS = Rule(
    code="faith-and-politics",
    severity=Severity.ERROR,
    title="Faith and politics",
    says="asks about faith or politics",
    because=_BECAUSE.format("what they believe or how they vote"),
    mend=_MEND,
    kinds=_SPOKEN,
    find=finder(
        r"\bwhich party\b|\bcampaign for office\b|\bdemonstrations?\b|\bprotest march\b|"
        r"\b(?:prayers?|synagogue|buddhis\w+|islam\w*|being an? (?:muslim|christian|jew|hindu|catholic"
        r"|protestant|sikh)|elections?|referendum|parliament|politicians?|the union(?:s|['’]s)?\b(?! of)"
        r"|strike vote|immigra\w+|abortion|ramadan|lent|sabbath|(?<!good )(?<!bad )faith (?:help|shape|play"
        r"|mean|in god|leaders?|community))\b|"
        r"\b(?:your|their|his|her) (?:\w+ )?(?:faith|religion|god|church|mosque|temple|prayers?|spirituality"
        r"|party|politics"
        r"|political views?|religious \w+|beliefs about god|union membership)\b"
        r"|\b(?:pray|praying|worship|religious|spiritual(?:ity)?|muslim|christian|jewish|hindu|atheist|bible"
        r"|koran|quran|god)\b"
        r"|\b(?:did|do|would|will) you vote\b|\b(?:you|they|he|she|people) vot(?:e|ed) for\b"
        r"|\bpolitical(?:ly)? (?:\w+ )?(?:views?"
        r"|party|leaning|left|right|belief)\w*\b"
        r"|\b(?:the government|the president|the prime minister|left-wing|right-wing|conservatives?"
        r"|republicans?|democrats?"
        r"|labour party|trade union|ethnicity|skin colou?r|sexual orientation|are you gay)\b",
    ),
    must=(
        "How does your faith help you to lead?",
        "What would you pray for this week?",
        "Who did you vote for, and what does that say about you?",
        "What do you think of the government's plans for your sector?",
    ),
    must_not=(
        "What does everybody at your work believe, although nobody seems to have checked it?",
        "Take a decision on which your team voted. What did the count not show?",
        "Keep your own vote for later. What do the others say?",
        "How do you talk about office politics without taking sides?",
        "What would you do in good faith, even if it were misread?",
    ),
)

PAY = Rule(
    code="pay",
    severity=Severity.ERROR,
    title="Pay",
    says="asks about pay or money of one's own",
    because=_BECAUSE.format("what they earn or owe"),
    mend=_MEND,
    kinds=_SPOKEN,
    find=finder(
        r"\bpay you\b|\byou are paid\b|\bpaid what\b|"
        r"\b(?:a (?:pay )?raise|what you(?: now|['’]re)? (?:earn|paid|make a)|you (?:earn|are paid)"
        r" (?:compared|less|more|enough)|money at home|short of money|your rent|afford\b[^.?!]*\b(?:house"
        r"|home|rent|holiday)|in debt|inherit\w+|paid (?:less|more|well|fairly) than)\b|"
        r"\b(?:your|their|his|her) (?:own |current |monthly |base |starting )?pay\b(?! (?:for|attention"
        r"|tribute|back))|\b(?:your|their|his|her) (?:\w+ )?(?:salary|salaries|wages?|bonus|income|earnings"
        r"|raise"
        r"|mortgage|debts?|savings|pension"
        r"|compensation|pay cheque|paycheck|finances)\b|\b(?:pay|salary) (?:rise|raise|grade|band|gap|cut)\b"
        r"|\b(?:salary|well paid|underpaid|overpaid|paid enough|paid fairly|financial(?:ly)? (?:situation"
        r"|worries|secure))\b"
        r"|\b(?:do|does|did) (?:you|they|he|she) (?:earn|make a (?:year|month))\b|\bhow much (?:do|does|are"
        r"|is) (?:you|they|he|she) (?:earn|paid)\b",
        unless=r"\b(?:earn (?:trust|respect|it|their|the right))\b",
    ),
    must=(
        "What would a higher salary change for you?",
        "Do you feel underpaid for what you carry?",
        "What would you do about your mortgage if you left?",
        "How did you take it when they cut your bonus?",
    ),
    must_not=(
        "What do you pay attention to in the first minutes of a talk?",
        "What chance could you give somebody this month that they would still have to earn?",
        "What paid off although nobody expected it to?",
        "If you had the budget for one more person, what would they do first?",
    ),
)

_FAILING = (
    r"(?:(?:do|doing|does|did|done|get|gets) (?:\w+ )?wrong|wrong with|badly|fail\w*|weakness\w*|faults?|lazy"
    r"|laziness|annoy\w*|irritat\w*|incompeten\w*|unfair\w*|difficult|rude\w*"
    r"|bother\w* you|dislike|hate|can['’]t stand|get on your nerves|drives? you|mistakes?|let you down|to"
    r" blame"
    r"|problem with|trouble with|hard to work with|falls? short|drives? people|lets? (?:\w+ ){1,2}down|need"
    r" to (?:fix|change) about|weak\w*|los\w+ (?:their|his|her) temper|arrogan\w*|toxic|controlling"
    r"|micromanag\w*|ignores?|makes? a mess|complain\w* about|isn['’]t good|get(?:ting)? wrong|gets? wrong"
    r"|too (?:slow|soft|loud|strict|controlling|nice)|unreliable|stubborn|selfish|unreasonable|bad at|not"
    r" good at|struggl\w*"
    r"|lacks?|doesn['’]t understand)"
)
_THIRD = (
    r"(?:Priya(?:['’]s)?|your (?:own )?(?:boss|manager|director|colleague|report|deputy|predecessor"
    r"|supervisor|team lead)(?:['’]s)?"
    r"|one of your (?:people|colleagues|team))"
)

THIRD_PERSON = Rule(
    code="third-persons-failings",
    severity=Severity.WARNING,
    title="What is wrong with somebody else",
    says="asks what is wrong with somebody who isn't there",
    because="They can't answer; and complaining about others changes nothing for the one who speaks.",
    mend="Ask what the speaker saw, wants or could do, or how the other one might tell it.",
    kinds=_SPOKEN,
    find=finder(
        r"\bworst (?:thing|habit|part) (?:about|of) (?:Priya|your (?:boss|manager|director|colleague))\b"
        r"|\b(?:Priya|boss|manager|director|colleague)['’]s (?:\w+ )?(?:habits?|ways?"
        r"|manner)[^.?!]*\bnerves\b|"
        rf"\b{_THIRD}\b[^.?!]*\b{_FAILING}\b|\b{_FAILING}\b[^.?!]*\b(?:about|by|of|with|in|does|did|is|has"
        rf"|at) {_THIRD}\b",
        unless=r"\bhow would (?:Priya|your \w+) \w+[^.?!]*|\b(?:forgive|in somebody else|somebody"
        r" disappointed)\b",
    ),
    must=(
        "What annoys you most about {{ person }}?",
        "What is {{ person }} doing wrong?",
        "Where does your boss let you down, would you say?",
        "What are your manager's weaknesses as you see them?",
        "What do you dislike about {{ person }}'s way of working?",
    ),
    must_not=(
        "What might {{ person }} talk about if the two of you had a whole hour and no agenda?",
        "Take a mistake you would quickly forgive in somebody else. What is different when it is yours?",
        "Think of the last time you disagreed with your boss. What did you let them know of it?",
        "How would {{ person }} tell the story of what went wrong?",
        "Suppose your boss asks for something that seems odd to you. What do you want to do before you pass"
        " it on?",
    ),
)

GUESSED_FEELING = Rule(
    code="guessed-feeling",
    severity=Severity.WARNING,
    title="A guessed feeling",
    says="names a feeling that nobody has named",
    because="Only a feeling that the speaker named may be said back; a guess puts it into their mouth.",
    mend="Ask what it was like, or what they noticed.",
    kinds=ASKED,
    find=finder(
        r"\b(?:the|this|that|your) (?:humiliation|resentment|irritation|anger|shame|guilt|loneliness|jealousy"
        r"|bitterness|sadness|disappointment|frustration|rage|grief|envy|despair|embarrassment|insecurity)\b"
        r"|\b(?:are|were) you (?:so |most )?(?:scared|jealous|hurt|lonely|ashamed|envious|bitter|furious)\b"
        r"|\bfeeling (?:left out|alone|hurt|small|stupid|ignored|used|guilty|ashamed)\b|"
        r"\b(?:when|while|what|how|where|since|that|the|time) [^.?!]{0,40}\b(?:you(?: are|['’]re| were| feel|"
        r" felt| got| get) (?:\w+ )?"
        r"(?:afraid|angry|anxious|ashamed|sad|guilty|jealous|lonely|upset|hurt|frustrated|stressed"
        r"|overwhelmed|nervous|scared|bitter"
        r"|resentful|unmotivated|exhausted|embarrassed|insecure|worried|disappointed|bored))\b"
        r"|\b(?:are|were|makes?|made|leaves?|left) you (?:most |so |feel |feeling |really |still )*(?:afraid"
        r"|angry|anxious|ashamed|sad"
        r"|guilty|jealous|lonely|upset|hurt|frustrated|stressed|overwhelmed|nervous|scared|bitter|exhausted"
        r"|embarrassed|worried)\b"
        r"|\byour (?:\w+ )?(?:fears?|anger|shame|guilt|sadness|frustrations?|jealousy|loneliness|insecurit\w+"
        r"|worr(?:y|ies)|resentment"
        r"|stress|grief|despair)\b",
        unless=r"\bif you (?:were|are|felt|feel|get)\b",
    ),
    must=(
        "What are you most afraid of when you hand work over?",
        "How did you deal with your anger that day?",
        "What made you feel guilty about leaving early?",
        "Think of the last time you were ashamed of your team. What happened?",
        "What is behind your frustration?",
    ),
    must_not=(
        "You wrote “I was furious”. What had happened just before?",
        "What was it like to talk about ordinary things?",
        "What does a colleague do when you have bad news for them?",
        "If you were worried about a decision of theirs, how would they find out?",
    ),
)

TOPICS = (HEALTH, FAMILY, FAITH_AND_POLITICS, PAY)
SAFETY = (*TOPICS, THIRD_PERSON, GUESSED_FEELING)
