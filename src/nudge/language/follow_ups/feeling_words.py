"""Words that name a feeling, and the words around them that say whose it is."""

from __future__ import annotations

from nudge.language.notes.names import words_of

FEELINGS = words_of(
    """
    abandoned afraid alarmed alienated alone amazed ambivalent amused angry anguished annoyed anxious
    apprehensive ashamed astonished awed awkward baffled bewildered bitter blue bored bothered brave
    broken bruised calm cautious chuffed comfortable concerned confident conflicted confused content
    cornered crestfallen cross crushed curious cynical dazed defeated defensive deflated dejected
    delighted demoralised demoralized depleted despairing desperate despondent detached devastated dirty
    disappointed disheartened disillusioned disoriented disrespected dissatisfied distant distraught
    distressed doubtful down drained dreadful dumbfounded eager ecstatic elated embarrassed embittered
    empty encouraged energised energized enraged enthusiastic envious exasperated excited excluded
    exhausted exhilarated exposed fearful flat flattered foolish forgotten frantic free frightened
    frustrated fulfilled fuming furious giddy glad gloomy grateful grief grumpy guilty gutted happy
    hateful heartbroken heavy helpless hollow homesick hopeful hopeless horrified hostile humbled
    humiliated hurt ignored impatient impotent inadequate incensed indifferent indignant inferior
    infuriated insecure inspired insulted intimidated invisible irritable irritated isolated jealous
    jittery jolly joyful jumpy keen let-down light livid lonely lost loved low mad melancholic merry
    miffed miserable mortified moved muddled nauseous nervous nostalgic numb offended optimistic
    ostracised outraged overjoyed overloaded overwhelmed panicked panicky paralysed paralyzed passionate
    patronised patronized peaceful peeved perplexed pessimistic petrified pleased powerless pressured
    proud puzzled rattled redundant refreshed regretful rejected relaxed relieved reluctant remorseful
    resentful resigned respected restless sad safe satisfied scared sceptical seen self-conscious shaken
    shaky shamed shattered sheepish shocked shy sick sidelined small snubbed sore sorrowful speechless
    spooked startled strange stressed stretched strong stuck stunned stupid sulky superfluous surprised
    suspicious tearful tense terrible terrified thankful threatened thrilled tired torn touched trapped
    troubled unappreciated uncertain uncomfortable uneasy unhappy unimportant unloved unprepared unsafe
    unsettled unsupported unsure unwanted unwelcome upset used useless valued vexed vulnerable wary
    weary weird wistful worn-out worried worthless wounded wretched
    """
)
"""Adjectives that are feelings after "I was" or "I felt"; some only after "feel", see `AFTER_FEEL`."""

AFTER_FEEL = words_of(
    """
    alive alone awkward blue broken calm cautious clear cold comfortable cornered crushed dirty distant
    down dumb excluded exposed flat foolish forgotten free heavy hollow ignored inferior keen light
    loved low mad present redundant rejected respected ridiculous safe seen sick sidelined small strange
    stretched strong stupid surprised terrible threatened uncertain unprepared unsure used useless
    valued warm weird worthless wounded
    """
) | {"left behind", "left out", "shut out", "walked over"}
"""Those that say something else as often, unless "feel" stands with them."""

NOUNS = words_of(
    """
    anger anxiety awe bitterness confusion contempt delight despair disappointment disgust dread
    embarrassment envy excitement fear frustration fury gratitude grief guilt helplessness hope jealousy
    joy loneliness panic pride rage regret relief resentment sadness shame sorrow tension terror unease
    """
)
"""Nouns that are feelings after "I felt", after "my", or alone."""

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

NOT_IN_A_SLOT = frozenset(
    {"beside myself", "out of my depth", "sick", "used", "dirty", "stupid", "worthless"}
)
"""Heard, but not said back in the coach's own sentence: the words turn with the person, or hurt."""
