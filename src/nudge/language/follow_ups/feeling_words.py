"""Words that name a feeling, and the words around them that say whose it is."""

from __future__ import annotations

FEELINGS = frozenset(
    """
    abandoned afraid alarmed alienated alone amazed ambivalent amused angry anguished annoyed anxious apprehensive
    ashamed astonished awed awkward baffled bewildered bitter blue bored bothered brave broken bruised calm cautious
    chuffed comfortable concerned confident conflicted confused content cornered crestfallen cross crushed curious
    cynical dazed deflated defeated defensive dejected delighted demoralised demoralized depleted desperate despairing
    despondent detached devastated dirty disappointed disheartened disillusioned disoriented disrespected
    dissatisfied distant distraught distressed doubtful down drained dreadful dumbfounded eager ecstatic elated
    embarrassed embittered empty encouraged energised energized enraged enthusiastic envious exasperated excited
    excluded exhausted exhilarated exposed fearful flat flattered foolish forgotten frantic free frightened
    frustrated fulfilled fuming furious giddy glad gloomy grateful grief grumpy guilty gutted happy hateful heartbroken
    heavy helpless hollow homesick hopeful hopeless horrified hostile humbled humiliated hurt ignored impatient
    impotent inadequate incensed indifferent indignant inferior infuriated insecure inspired insulted intimidated
    invisible irritable irritated isolated jealous jittery jolly joyful jumpy keen let-down light livid lonely lost
    loved low mad melancholic merry miffed miserable mortified moved muddled nauseous nervous nostalgic numb
    offended optimistic ostracised outraged overjoyed overwhelmed overloaded panicky panicked paralysed paralyzed
    passionate patronised patronized peaceful peeved perplexed pessimistic petrified pleased powerless pressured
    proud puzzled rattled redundant refreshed regretful rejected relaxed relieved reluctant remorseful resentful
    resigned respected restless sad safe satisfied scared seen self-conscious sceptical shaken shaky shamed shattered
    sheepish shocked shy sick sidelined small snubbed sore sorrowful speechless spooked startled strange stressed
    stretched strong stuck stunned stupid sulky superfluous surprised suspicious tearful tense terrified terrible
    thankful threatened thrilled tired torn touched trapped troubled unappreciated uncertain uncomfortable uneasy
    unhappy unimportant unloved unprepared unsafe unsettled unsupported unsure unwanted unwelcome upset used useless
    valued vexed vulnerable wary weary weird wistful worn-out worried worthless wounded wretched anxious awkward
    """.split()
)
"""Adjectives that are feelings after "I was" or "I felt"; some only after "feel", see `AFTER_FEEL`."""

AFTER_FEEL = frozenset(
    """
    alive alone awkward blue broken calm cautious clear cold comfortable cornered crushed dirty distant down dumb
    excluded exposed flat foolish forgotten free heavy hollow ignored inferior keen light low
    loved mad present redundant rejected respected ridiculous safe seen sick sidelined small strange
    stretched strong stupid surprised terrible threatened uncertain unprepared unsure used useless valued
    warm weird worthless wounded
    """.split()
) | {"left out", "left behind", "shut out", "walked over"}
"""Those that say something else as often, unless "feel" or nothing else of the sentence stands with them."""

NOUNS = frozenset(
    """
    anger anxiety awe bitterness confusion contempt delight despair disappointment disgust dread embarrassment envy
    excitement fear frustration fury gratitude grief guilt helplessness hope joy jealousy loneliness panic pride rage
    regret relief resentment sadness shame sorrow tension terror unease
    """.split()
)
"""Nouns that are feelings after "I felt", "I had" or "my"."""

PHRASES = (
    "out of place",
    "out of my depth",
    "on edge",
    "let down",
    "left out",
    "left behind",
    "worn out",
    "burnt out",
    "burned out",
    "fed up",
    "taken aback",
    "in love",
    "at ease",
    "at peace",
    "over the moon",
    "beside myself",
    "taken for granted",
    "walked over",
    "shut out",
    "wound up",
)
"""Feelings of several words. "beside myself" and such read wrong in second person, see `NOT_IN_A_SLOT`."""

NOT_IN_A_SLOT = frozenset({"beside myself", "out of my depth", "sick", "used", "dirty", "stupid", "worthless"})
"""Heard, but not said back in the coach's own sentence: the words turn with the person, or hurt."""
