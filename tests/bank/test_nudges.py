"""The words of nudges: enough of them for everybody, fit to be read by anybody, checked when loaded."""

from itertools import product
from pathlib import Path

import pytest

from nudge.bank.files import NudgeTable
from nudge.bank.loading import load_bank
from nudge.bank.nudges import FEWEST, nudge_problems
from nudge.bank.rendering import TemplateRenderer
from nudge.domain.nudge_policies import Moment, Tone
from nudge.domain.nudge_wordings import next_wording, own_words
from nudge.domain.nudges import PledgeGist
from nudge.domain.pledges import SaidBack
from nudge.domain.specificity import PledgeKind
from tests.app.world import bank

PHRASES = (
    "ask Priya to run the stand-up by Friday",
    "not check mail after seven",
    "notice when you interrupt your deputy, and write down what he was saying before that",
)
GOOD = NudgeTable(
    id="eve.near",
    version=1,
    kinds=["act"],
    tone="plain",
    subject="Your pledge is close",
    text="The day that you chose is near.",
    why="You get this because the day is near.",
    with_slot={"pledge": "You said you would {{ pledge }}.", "quote": "You wrote: “{{ quote }}”."},
)


@pytest.mark.parametrize(("moment", "kind", "tone"), [*product(Moment, PledgeKind, Tone)])
def test_there_is_enough_to_say(moment: Moment, kind: PledgeKind, tone: Tone) -> None:
    """Four wordings at least for each moment, kind and tone."""
    fitting = [n for n in bank().nudges if n.moment is moment and kind in n.kinds and n.tone is tone]
    assert len(fitting) >= FEWEST


@pytest.mark.parametrize("moment", [*Moment])
def test_no_two_say_the_same(moment: Moment) -> None:
    """Each text, each reason and each wording with own words is there once."""
    wordings = [n for n in bank().nudges if n.moment is moment]
    for texts in (
        [n.text for n in wordings],
        [n.why for n in wordings],
        *([n.with_slot[slot] for n in wordings] for slot in wordings[0].with_slot),
    ):
        assert len(texts) == len(set(texts))
    assert len({n.subject for n in wordings}) >= 6


def test_subjects_and_texts_reveal_nothing() -> None:
    """What stands in a header, a preview or a message without own words takes no slot."""
    for wording in bank().nudges:
        for text in (wording.subject, wording.text, wording.why):
            assert "{" not in text


@pytest.mark.parametrize("phrase", PHRASES)
def test_own_words_are_filled_in_whole(phrase: str) -> None:
    """Every wording takes every pledge, as it is."""
    gist = PledgeGist(ask="Who comes first?", said=SaidBack(phrase, f"I will {phrase}"))
    renderer = TemplateRenderer()
    for wording in bank().nudges:
        own = own_words(gist, wording)
        assert own is not None
        text = renderer.render(*own)
        assert phrase in text
        assert "{" not in text


def test_without_a_phrase_the_quote_is_taken_and_without_both_nothing() -> None:
    """What can't be said back safely isn't."""
    wording = next(n for n in bank().nudges if n.moment is Moment.EVE)
    quoted = own_words(PledgeGist(said=SaidBack(None, "gonna talk to Dee")), wording)
    assert quoted is not None
    assert "quote" in quoted[1]
    assert own_words(PledgeGist(), wording) is None


def test_nobody_reads_the_same_sentence_twice_in_a_row() -> None:
    """Over forty nudges of one moment a wording comes again only after all others that fit."""
    recent: list[str] = []
    for number in range(40):
        wording = next_wording(
            bank().nudges, Moment.CUE, PledgeKind.ACT, Tone.WARM, recent=recent, key=f"pledge {number}"
        )
        assert wording is not None
        assert wording.template not in recent[-FEWEST + 1 :]
        recent.append(wording.template)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"subject": "Zoë’s pledge"}, "ASCII"),
        ({"subject": "Your pledge: {{ pledge }}"}, "subject"),
        ({"text": "Don't forget your pledge."}, "pushes"),
        ({"text": "How is it? And what next?"}, "more than one question"),
        ({"with_slot": {"pledge": "You would {{ pledge }}."}}, "pledge and quote"),
        ({"with_slot": {**GOOD.with_slot, "pledge": "You wanted to {{ pledge }}."}}, "not"),
        ({"with_slot": {**GOOD.with_slot, "quote": "You wrote it."}}, "doesn't use"),
        ({"with_slot": {**GOOD.with_slot, "quote": "{{ quote.__class__ }}"}}, "only plain slots"),
        ({"id": "cue.near"}, "eve.kebab-slug"),
        ({"kinds": []}, "never be sent"),
    ],
)
def test_what_a_writer_may_not_write(changes: dict[str, object], message: str) -> None:
    """Each slip has a message that says what is wrong."""
    assert not list(nudge_problems(GOOD, "nudges/eve.toml"))
    fields = {name: getattr(GOOD, name) for name in GOOD.__struct_fields__} | changes
    found = [text for text, _ in nudge_problems(NudgeTable(**fields), "nudges/eve.toml")]
    assert any(message in text for text in found), found


def test_a_bank_without_nudges_loads(tmp_path: Path) -> None:
    """They may be missing all together; a part of them is a gap."""
    for file in (Path(__file__).parents[2] / "question_bank").rglob("*.toml"):
        if file.parent.name != "nudges":
            place = tmp_path / file.relative_to(Path(__file__).parents[2] / "question_bank")
            place.parent.mkdir(exist_ok=True, parents=True)
            place.write_text(file.read_text())
    assert load_bank(tmp_path).nudges == ()
