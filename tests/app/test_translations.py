"""Conversations and nudges in more than one language."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nudge.api.bodies.question_sets import encode, to_response
from nudge.app.erased_words import without_words_of_notes
from nudge.app.nudge_words import NudgeWords
from nudge.app.question_sets import QuestionSets
from nudge.app.stored_sets import question_set_from
from nudge.app.translations import InLanguages, leanings_for
from nudge.bank.rendering import TemplateRenderer
from nudge.couriers.mail_message import MailSender, message_of
from nudge.domain.conversations import Brief, ParticipantBrief, PreparedConversation, Said, WordedQuestion
from nudge.domain.curations import LARGEST_LEANING, Curation
from nudge.domain.letters import Letter
from nudge.domain.nudge_policies import Moment, NudgePreferences
from nudge.domain.pledges import LastPledge, Outcome, SaidBack
from nudge.domain.questions import Slot
from nudge.domain.translations import TextKind, languages_of
from nudge.vault.fernet_vault import FernetVault
from nudge.vault.links import SignedLinks
from tests.app.world import bank
from tests.fakes.reader import FakeReader
from tests.makers import NOON, make_gist, make_nudge, make_participant, make_question_set

PLEDGE = LastPledge("I'll ask Priya to run the stand-up", Outcome.PARTLY)


def prepared(*locales: str, is_missing: bool = True) -> PreparedConversation:
    reader = FakeReader()
    reader.is_missing = is_missing
    people = tuple(
        ParticipantBrief(f"person-{n}", locale=locale, last_pledge=PLEDGE) for n, locale in enumerate(locales)
    )
    return QuestionSets(bank(), reader, TemplateRenderer()).prepare(Brief(people))


def worded_of(conversation: PreparedConversation) -> list[tuple[str, WordedQuestion]]:
    """Everything that is said to each, by ref."""
    return [
        (own.ref, worded)
        for own in conversation.sets
        for worded in (
            own.check_in,
            *(asked.worded for asked in own.questions),
            *(other for asked in own.questions for other in asked.alternatives),
        )
    ]


def test_a_fixed_set_is_german_as_a_whole() -> None:
    """Without models, two people who speak German get everything in German, and nothing is marked."""
    said = [worded for _, worded in worded_of(prepared("de", "de"))]
    assert {(one.language, one.is_fallback) for one in said} == {("de", False)}
    assert all(not one.texts for one in said)


def test_each_reads_the_same_question_in_their_own_language() -> None:
    """Ana is asked in German, and Ben, who reads it to her, sees the same question in English."""
    for ref, worded in worded_of(prepared("de-AT", "en")):
        assert set(worded.texts) == {"de-AT", "en"}
        own = "de-AT" if ref == "person-0" else "en"
        assert worded.texts[own] == Said(worded.text, worded.language, worded.is_fallback)
        assert worded.read_by("de-AT").language == "de"
        assert worded.read_by("en").text != worded.read_by("de-AT").text
        assert worded.read_by("fr") is worded


def test_own_words_are_in_both() -> None:
    """A name and a quotation stay as they are; in German the pledge is only quoted."""
    opener = next(one for one in bank().check_ins if one.id == "check_in.kept")
    languages = InLanguages(bank(), ("de", "en"), TemplateRenderer())
    said = SaidBack("ask Priya to run the stand-up", "I'll ask Priya to run the stand-up")
    assert said.phrase
    assert said.quote
    worded = languages.worded(opener, {Slot.PLEDGE: said.phrase, Slot.QUOTE: said.quote})
    assert f"„{said.quote}“" in worded.text
    assert f"you would {said.phrase}" in worded.texts["en"].text


def test_who_is_not_a_name_is_not_named_in_german() -> None:
    """“your director” would be English in the middle of a German sentence."""
    question = bank().questions[bank().positions["act.told-of-good-work"]]
    languages = InLanguages(bank(), ("de",), TemplateRenderer())
    assert languages.slot_of(question, {Slot.PERSON: "Priya"}) is Slot.PERSON
    assert languages.slot_of(question, {Slot.PERSON: "your director"}) is None
    assert "your director" not in languages.worded(question, {Slot.PERSON: "your director"}).text


def test_the_choice_leans_towards_the_own_language() -> None:
    """For who speaks German, by as much as a leaning may; for who speaks the bank's language, not at all."""
    curation = Curation(bank(), {"act.only-notice": 0.1})
    assert leanings_for(curation, ParticipantBrief("a", locale="en-GB")) == curation.by_position
    leanings = leanings_for(curation, ParticipantBrief("a", locale="de"))
    texts = bank().translations.by_locale["de"].texts
    of = {bank().questions[position].id: leaning for position, leaning in leanings.items()}
    assert set(of) == {id for kind, id in texts if kind is TextKind.QUESTION}
    assert of["act.only-notice"] == pytest.approx(LARGEST_LEANING + 0.1)
    assert of["act.leave-alone"] == LARGEST_LEANING


def test_a_set_survives_the_store() -> None:
    """Languages and marks are there again when a stored set is read."""
    one = prepared("de", "fr").sets[0]
    stored = make_question_set(1, body=msgspec.to_builtins(one))
    assert question_set_from(stored) == one


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(["en", "de", "de-AT", "fr", "en-GB", ""]), min_size=2, max_size=2))
def test_nothing_is_in_another_language_without_a_mark(locales: list[str]) -> None:
    """In every set and for every reader: in a language of theirs, or marked, also in the JSON."""
    conversation = prepared(*locales, is_missing=False)
    for ref, worded in worded_of(conversation):
        readings = {locales[int(ref[-1])]: worded} | {one: worded.read_by(one) for one in worded.texts}
        for locale, read in readings.items():
            assert read.is_fallback == (read.language not in languages_of(locale))
    body = msgspec.json.decode(encode(to_response(conversation)))
    for own, locale in zip(body["participants"], locales, strict=True):
        for shown in (own["check_in"], *own["questions"]):
            assert shown.get("fallback", False) == (shown["language"] not in languages_of(locale))


@pytest.mark.parametrize("locales", [("de", "en"), ("de", "de"), ("fr", "en"), ("fr", "fr")])
def test_a_set_without_the_words_of_a_note_is_in_the_same_languages(locales: tuple[str, str]) -> None:
    """After a note was erased everybody still reads in their own language, and what isn't in it is marked."""
    for one in prepared(*locales).sets:
        stored = make_question_set(1, body=msgspec.to_builtins(one))
        left = question_set_from(without_words_of_notes(stored, bank()))
        assert [asked.worded for asked in left.questions] == [asked.worded for asked in one.questions]


def letter_in(locale: str, *, shows_words: bool = False, moment: Moment = Moment.CUE) -> Letter:
    links = SignedLinks([FernetVault.new_key()])
    words = NudgeWords(bank(), TemplateRenderer(), links, "https://nudge.test")
    gist = make_gist(said=SaidBack("ask Priya", "I'll ask Priya on Monday"), ask="What will you say?")
    preferences = NudgePreferences(shows_words=shows_words)
    template = words.choose(moment, gist, preferences, recent=(), key="p")
    person = make_participant(1, locale=locale, nudging=preferences)
    nudge = replace(make_nudge(1, moment=moment), template=template)
    return words.letter(nudge, person, gist, to="ana@example.org", now=NOON)


@pytest.mark.parametrize("moment", list(Moment))
def test_a_nudge_is_german_through_to_the_mail(moment: Moment) -> None:
    """Subject, words, reason, buttons, the first line and who sends it; and the page says so to a reader."""
    letter = letter_in("de-AT", shows_words=True, moment=moment)
    assert (letter.language, letter.is_fallback) == ("de", False)
    assert "„I'll ask Priya on Monday“" in letter.text
    message = message_of(letter, MailSender("nudge@acme.example", "Acme"))
    html = message.get_body(("html",))
    plain = message.get_body(("plain",))
    assert html is not None
    assert plain is not None
    page, text = html.get_content(), plain.get_content().replace("\r\n", "\n")
    assert '<html lang="de"' in page
    for german in ("Erledigt", "Später", "Ändern", "Acme schickt das", "Eine kurze Nachricht"):
        assert german in page
        assert german in text
    for english in ("Done", "Later", "Change it", "Stop", "You get this", "pledge"):
        assert english not in text
    assert str(message["Subject"]) == letter.subject


def test_a_nudge_in_no_language_of_the_person_is_english_and_says_so() -> None:
    """Mail programs and readers aloud are told the language that it is in, not the one that was wanted."""
    letter = letter_in("fr")
    assert (letter.locale, letter.language, letter.is_fallback, dict(letter.frame)) == ("fr", "en", True, {})
    html = message_of(letter, MailSender("nudge@acme.example")).get_body(("html",))
    assert html is not None
    assert '<html lang="en"' in html.get_content()
