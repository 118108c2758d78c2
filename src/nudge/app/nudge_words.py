"""Words nudges when they are sent: the bank's wording, the person's own words where they asked for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from nudge.app.nudge_ports import Links
from nudge.app.ports import Renderer
from nudge.domain.errors import Unavailable
from nudge.domain.letters import FRAME, Letter, Tap, TapAction
from nudge.domain.nudge_policies import Moment, NudgePreferences
from nudge.domain.nudge_wordings import NudgeWording, next_wording, own_words
from nudge.domain.nudges import PledgeGist, StoredNudge
from nudge.domain.questions import QuestionBank
from nudge.domain.records import Participant
from nudge.domain.translations import ORIGINAL, Found, TextKind


@dataclass(frozen=True, slots=True)
class Worded:
    """What a nudge says. `subject` and `why` never have words of a pledge in them.

    `language` is that of the words, `is_fallback` whether the person's own is missing.
    """

    template: str
    subject: str
    text: str
    why: str
    language: str = ORIGINAL
    is_fallback: bool = False


class NudgeWords:
    """The `Words` of the application.

    Args:
        links: signs what a tap may do.
        public_url: where the pages for taps are, such as "https://nudge.example.org", without a slash.
    """

    def __init__(self, bank: QuestionBank, renderer: Renderer, links: Links, public_url: str) -> None:
        self._bank = bank
        self._renderer = renderer
        self._links = links
        self._public_url = public_url.rstrip("/")
        self._by_template = {one.template: one for one in bank.nudges}

    def choose(
        self,
        moment: Moment,
        gist: PledgeGist,
        preferences: NudgePreferences,
        *,
        recent: Sequence[str],
        key: str,
    ) -> str:
        """The template of the wording that the person hasn't read for the longest time.

        Args:
            recent: templates of their last nudges, oldest first.
            key: settles between equals, such as the pledge's id.

        Raises:
            Unavailable: `nudge-words-missing` when the bank has none for this moment.
        """
        wording = next_wording(self._bank.nudges, moment, gist.kind, preferences.tone, recent=recent, key=key)
        if wording is None:
            message = f"The bank has no wording of nudges for “{moment}”; add one in nudges/{moment}.toml."
            raise Unavailable("nudge-words-missing", message, moment=moment)
        return wording.template

    def worded(self, template: str, gist: PledgeGist, *, shows_words: bool, locale: str = ORIGINAL) -> Worded:
        """A wording with its slots filled; without own words where these aren't to be shown, or aren't there.

        Args:
            locale: of the person, whose language the words are in as far as the bank has it.

        Raises:
            Unavailable: `nudge-words-missing` when the bank doesn't have it any more.
        """
        wording = self._wording(template)
        found = self._bank.translations.find(TextKind.NUDGE, wording.id, wording.text, locale)
        wording = replace(wording, **_words_of(found)) if found.words else wording
        own = own_words(gist, wording) if shows_words else None
        text = self._renderer.render(*own) if own else wording.text
        return Worded(template, wording.subject, text, wording.why, found.language, found.is_fallback)

    def letter(
        self,
        nudge: StoredNudge,
        participant: Participant,
        gist: PledgeGist,
        *,
        to: str,
        now: datetime,
    ) -> Letter:
        """The nudge as it goes out, with its links.

        Raises:
            Unavailable: `nudge-words-missing`.
        """
        template = nudge.template
        if template not in self._by_template:
            template = self.choose(nudge.moment, gist, participant.nudging, recent=(), key=nudge.id)
        locale = participant.locale
        worded = self.worded(template, gist, shows_words=participant.nudging.shows_words, locale=locale)
        links = self._links_of(nudge, now)
        return Letter(
            id=nudge.id,
            tenant=nudge.tenant,
            participant=nudge.participant,
            ref=participant.ref,
            to=to,
            moment=nudge.moment,
            template=template,
            subject=worded.subject,
            text=worded.text,
            why=worded.why,
            due_at=nudge.due_at or now,
            sent_at=now,
            expires_at=nudge.expires_at,
            links=links,
            unsubscribe=links[TapAction.STOP_ALL],
            locale=locale,
            language=worded.language,
            is_fallback=worded.is_fallback,
            frame=self._bank.translations.page("letter", worded.language, FRAME)[1],
        )

    def _links_of(self, nudge: StoredNudge, now: datetime) -> Mapping[TapAction, str]:
        def link(action: TapAction) -> str:
            tap = Tap(nudge.tenant, nudge.participant, nudge.pledge, nudge.id, action)
            return f"{self._public_url}/t/{self._links.sign(tap, now=now)}"

        return {action: link(action) for action in TapAction}

    def _wording(self, template: str) -> NudgeWording:
        try:
            return self._by_template[template]
        except KeyError:
            message = "The bank doesn't have this wording any more; plan the nudge again."
            raise Unavailable("nudge-words-missing", message, template=template) from None


def _words_of(found: Found) -> dict[str, Any]:
    """What a translation says instead of a wording."""
    words = found.words
    assert words
    return {"subject": words.subject, "text": words.text, "why": words.why, "with_slot": words.with_slot}
