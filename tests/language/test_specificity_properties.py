"""What no score may do: rise with padding or a hedge, fall with a date or count, change with its batch."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.language.said_back_score import ROOT

from nudge.domain.specificity import Facet, Specificity
from nudge.language.encoder import Encoder
from nudge.language.manifest import read_manifest
from nudge.language.parser import Parser
from nudge.language.pledges.verbs import words
from nudge.language.specificity.corpus import read_corpus
from nudge.language.specificity.model import ROLE
from nudge.language.specificity.scorer import SpecificityScorer

MODELS = ROOT / "models"
N_PLEDGES = 200
PER_PLEDGE = 3
"""Phrases of each list that one pledge is tried with; over all pledges each has its turn."""

pytestmark = [
    pytest.mark.models,
    pytest.mark.skipif(ROLE not in read_manifest(MODELS).entries, reason="the scorer isn't trained"),
]


def phrases(text: str) -> list[str]:
    return [phrase.strip() for phrase in text.split("/")]


AT_AN_EDGE = phrases(
    """
    Fergus and I will have signed the lab-space agreement by Nov 20.
    / Gonna flatten the March position at Katy before the open tomorrow.
    / I shall have the clerk ring every creditor by Friday week.
    """
)
"""Points so near to the middle of two decimals that the rounding of a larger matrix has shown in them."""

PADDING_FIRST = phrases(
    """
    Honestly, / To be honest, / Basically, / At the end of the day, / As a matter of fact, / So yeah,
    / Well, / First and foremost, / All things considered, / Needless to say, / In all honesty,
    / When all is said and done, / Frankly, / Having said that, / Obviously, / Of course, / Overall,
    / For what it's worth, / In my opinion, / To be perfectly clear, / Truth be told, / In general,
    / As far as I'm concerned, / On the whole, / Okay,
    """
)
PADDING_INSIDE = phrases(
    "really / just / actually / simply / truly / basically / honestly / genuinely / literally"
)
PADDING_LAST = phrases(
    """
    , at the end of the day / , to be honest / , going forward / , in a very real sense / , you know
    / in a truly meaningful way / in a proactive and impactful manner / , so to speak / , as it were
    / , indeed / , because it is important / , and this really matters to me / , from my side
    / , in any case / , of course / , all in all / , moving forward / in a holistic way
    / , to the best of my ability / , and so on / , with full commitment / , when all is said and done
    / in a positive and constructive spirit / , needless to say / , as a matter of fact
    / , with a positive mindset
    """
)
TIMES_AND_COUNTS = phrases(
    """
    by Friday / on Monday / tomorrow / next Tuesday / before noon on Thursday / by 12 March
    / on 3 June at 10 / this week / every morning / every Monday at 9 / twice a week
    / by the end of the month / before our next session / after stand-up / today by 5 pm
    / at lunch on Wednesday / within two weeks / tonight / by the 15th / each evening / for 20 minutes
    / for half an hour / three times / at least twice / five times / for 10-15 minutes / 3x / once
    / for two hours / at least four times / daily / by Monday, for 15 minutes / a dozen times
    """
)
COUNTS_BEFORE = phrases(
    "two / three / at least five / a dozen / 10-15 / exactly four / 3 / up to six / twelve / 20"
)
HEDGES_FIRST = phrases(
    """
    Maybe / Perhaps / Hopefully / I guess / I think / If I find the time, / If possible, / Ideally
    / Possibly / With any luck / If nothing changes, / In principle / God willing, / I'd say
    / No promises, but / Theoretically / If I manage, / Not sure, but / All being well,
    / Weather permitting, / I suppose / Fingers crossed, / Presumably / If there's time, / As things stand
    / I hope that / Probably
    """
)
HEDGES_IN_VERB = phrases(
    """
    I'll try to / I might / I could / I hope to / I should / I'd like to / I plan to / I want to
    / I'll probably / I would / I may / I'll maybe / I intend to / I ought to / I need to / I'll attempt to
    / I'd love to / I'm hoping to / I'll do my best to / I might just / I'm trying to / I have to
    / I wish to / I'll try my best to / I'd better
    """
)
HEDGES_LAST = phrases(
    """
    , maybe / , if I can / , I hope / , no promises / , if I have time / , if possible / , probably
    / , hopefully / , I guess / , I think / , God willing / , if nothing comes up / , time permitting
    / , we'll see / , no guarantees / , or so / , or something like that / , fingers crossed / , it depends
    / , if all goes well / , but not sure / , if I remember / , with any luck / , if I get round to it
    / , who knows / , more or less / , I suppose
    """
)
WILL = re.compile(r"\bI(?:['’]ll| will|['’]m going to| am going to)\b")
PLURAL = re.compile(
    r"\b(?:call|meet|ask|send|read|write|thank|book|visit|plan|tell|do|make|have) (\w{4,}s)\b"
)


def first(text: str, phrase: str) -> str:
    return f"{phrase} {text}"


def last(text: str, phrase: str) -> str:
    body = text.rstrip(" .!?…")
    return f"{body}{'' if phrase.startswith(',') else ' '}{phrase}{text[len(body) :]}"


def after_will(text: str, phrase: str) -> str | None:
    place = WILL.search(text)
    return f"{text[: place.end()]} {phrase}{text[place.end() :]}" if place else None


def for_will(text: str, phrase: str) -> str | None:
    return WILL.sub(phrase, text, count=1) if WILL.search(text) else None


def before_plural(text: str, phrase: str) -> str | None:
    place = PLURAL.search(text)
    return f"{text[: place.start(1)]}{phrase} {text[place.start(1) :]}" if place else None


Add = Callable[[str, str], str | None]
Ways = Sequence[tuple[Add, list[str]]]
PADDED: Ways = [
    (first, PADDING_FIRST),
    (after_will, PADDING_INSIDE),
    (last, PADDING_LAST),
]
CLEARER: Ways = [(last, TIMES_AND_COUNTS), (before_plural, COUNTS_BEFORE)]
HEDGED: Ways = [
    (first, HEDGES_FIRST),
    (for_will, HEDGES_IN_VERB),
    (last, HEDGES_LAST),
]


LEFT = 0.01
"""So many of the changes may go the wrong way. Chosen: measured 3 of 1,263, 4 of 600 and 5 of 1,263."""


@pytest.fixture(scope="module")
def scorer() -> SpecificityScorer:
    manifest = read_manifest(MODELS)
    return SpecificityScorer(manifest, Encoder(manifest), Parser(manifest))


@pytest.fixture(scope="module")
def pledges() -> list[str]:
    """The same pledges of the corpus every time."""
    texts = sorted(each.text for each in read_corpus(MODELS / "pledge_specificity" / "data"))
    return random.Random(11).sample(texts, N_PLEDGES)


def scores(scorer: SpecificityScorer, texts: Sequence[str]) -> list[Specificity]:
    return [read for read, _ in scorer.score(texts)]


def changed(pledges: Sequence[str], ways: Ways) -> list[tuple[str, str, str]]:
    """Pledges, what they become, and the kind of change; each phrase with as many pledges as the others."""
    found = []
    for number, pledge in enumerate(pledges):
        for add, some in ways:
            turn = [some[(number * PER_PLEDGE + step) % len(some)] for step in range(PER_PLEDGE)]
            made = [(phrase, add(pledge, phrase)) for phrase in dict.fromkeys(turn)]
            found += [(pledge, text, f"{add.__name__}: {phrase}") for phrase, text in made if text]
    return found


def violations(scorer: SpecificityScorer, pledges: Sequence[str], ways: Ways, sign: int) -> list[str]:
    """The kinds of changes that moved the score against their sign, as often as they did, and their share."""
    cases = changed(pledges, ways)
    before = dict(zip(pledges, scores(scorer, pledges), strict=True))
    after = scores(scorer, [text for _, text, _ in cases])
    found = [
        kind
        for (pledge, _, kind), now in zip(cases, after, strict=True)
        if (now.overall - before[pledge].overall) * sign < 0
    ]
    return found if len(found) > LEFT * len(cases) else []


def test_padding_never_raises_a_score(scorer: SpecificityScorer, pledges: list[str]) -> None:
    """By construction for padding that is known; what is left is padding that changes what a time is."""
    assert not violations(scorer, pledges, PADDED, -1)


def test_a_date_or_a_count_never_lowers_a_score(scorer: SpecificityScorer, pledges: list[str]) -> None:
    """Likewise; what is left joins another time or makes too many of them."""
    assert not violations(scorer, pledges, CLEARER, 1)


def test_a_hedge_never_raises_a_score(scorer: SpecificityScorer, pledges: list[str]) -> None:
    """Likewise; what is left turns a report of the past into something to come, or stands with many more."""
    assert not violations(scorer, pledges, HEDGED, -1)


def test_a_score_adds_up_and_no_level_is_without_words(scorer: SpecificityScorer, pledges: list[str]) -> None:
    """Start and points are `overall`; a level of 0 has no evidence, any other has some, out of the text."""
    for text, read in zip(pledges, scores(scorer, pledges), strict=True):
        holds_together(text, read)


def test_the_score_orders_as_overall_does(scorer: SpecificityScorer, pledges: list[str]) -> None:
    found = sorted(scores(scorer, pledges), key=lambda read: read.overall)
    assert [read.score for read in found] == sorted(read.score for read in found)
    assert all(0 <= read.score <= 1 for read in found)


def test_a_text_has_the_same_score_in_any_batch(scorer: SpecificityScorer, pledges: list[str]) -> None:
    some = [*pledges[:40], *AT_AN_EDGE]
    together = scores(scorer, some)
    assert scores(scorer, some[::-1])[::-1] == together
    assert [scores(scorer, [text])[0] for text in some] == together


WORDS = st.sampled_from(
    sorted(
        words(
            "I will maybe try to call Ana three by Friday , . and not my team ( 🙂 3x 100 % ’ \u202e e\u0301"
        )
    )
)


@given(st.text(max_size=80) | st.lists(WORDS, max_size=30).map(" ".join))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_has_a_score(scorer: SpecificityScorer, text: str) -> None:
    holds_together(text, scores(scorer, [text])[0])


def holds_together(text: str, read: Specificity) -> None:
    assert 1 <= read.overall <= 5
    assert 0 <= read.pledge_probability <= 1
    assert read.start + sum(read.facets[facet].points for facet in Facet) == pytest.approx(
        read.overall, abs=0.001
    )
    for facet in Facet:
        found = read.facets[facet]
        assert bool(found.evidence) == (found.level > 0), facet
        assert all(text[span.start : span.end] == span.text != "" for span in found.evidence), facet
