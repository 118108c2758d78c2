"""Ana and Ben in their second conversation, for tests of the page. Ana has a pledge to look back on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import httpx
from litestar import Litestar
from litestar.testing import TestClient

from nudge.api.application import create_app
from nudge.app.live_ports import (
    Abstained,
    Offer,
    OfferedTip,
    Suggest,
    SuggestRequest,
    SuggestResponse,
)
from nudge.app.pledge_terms import PledgeTerms
from nudge.domain.nudge_policies import NudgePreferences
from nudge.domain.records import StoredPledge
from nudge.web.conversation.parts import Parts, TenantParts
from nudge.web.conversation.router import conversation_pages
from nudge.wiring.conversation import conversation_parts
from tests.app.world import World

BERLIN = NudgePreferences(time_zone="Europe/Berlin")
PROOF = "proof"
STEPS = (
    "welcome",
    "check-in",
    "question-1",
    "question-2",
    "question-3",
    "question-4",
    "pledge",
    "close",
    "sheet",
)


def suggest(request: SuggestRequest) -> SuggestResponse:
    """Two questions and a mirror once there are four words; one says why it says nothing."""
    if len(request.answer.split()) < 4:
        return SuggestResponse(
            abstained=Abstained("too_little", "A few more words, and there may be something.")
        )
    offers = (
        Offer("mirror.last-words", "mirror", "“Always the office.” And stop there.", 0.7, "their own words"),
        Offer("story.the-moment", "story", "Take me to the moment itself. What happened first?", 0.6, ""),
        Offer("wait.count", "wait", "Say nothing. Count to five.", 0.5, "something heavy was said"),
    )
    kept = tuple(one for one in offers if one.text not in request.already_asked)
    return SuggestResponse(kept, OfferedTip("tip.pause", "Let a pause last. They are still thinking."))


@dataclass
class Rooms:
    """The service over fakes, with the pages in it."""

    world: World = field(default_factory=World)
    suggest: Suggest = suggest
    secure: bool = False

    def __post_init__(self) -> None:
        world, services = self.world, self.world.services
        self.ana = world.participant("ana", nudging=BERLIN)
        self.ben = world.participant("ben", nudging=BERLIN)
        self.pair = world.pair(self.ana, self.ben)
        first = world.conversation(self.pair).id
        pledges = {self.ana: PledgeTerms("I'll ask Zebedee to run the stand-up")}
        services.conversations.prepare(world.tenant, first)
        services.conversations.close(world.tenant, first, pledges=pledges)
        self.conversation = world.conversation(self.pair).id
        services.conversations.prepare(world.tenant, self.conversation)
        soon = world.clock.now() + timedelta(days=14)
        services.conversations.plan(world.tenant, self.pair.id, planned_at=soon)
        self.seats = services.seats
        self._tenants = conversation_parts(services)
        self.parts = self._parts_of(world.tenant)

    def _parts_of(self, tenant: str) -> Parts:
        """As they are wired, but for what is suggested."""
        return replace(self._tenants.of(tenant), suggest=self.suggest)

    def app(self) -> Litestar:
        """The whole application."""
        pages = conversation_pages(TenantParts(self.seats, self._parts_of), secure=self.secure)
        return create_app(
            self.world.services, keyless=True, max_body_bytes=100_000, handlers=[pages], suggest=self.suggest
        )

    def token(self, participant: str, *, partner_name: str = "") -> str:
        """Of a new seat."""
        taken = self.seats.take(self.world.tenant, self.conversation, participant, partner_name=partner_name)
        return taken.token

    def notes(self, participant: str) -> list[tuple[str, str]]:
        """Text and visibility of all notes."""
        found = self.world.services.notes.list(self.world.tenant, participant).items
        return [(note.text, note.visibility) for note in found]

    def pledges(self, participant: str) -> Sequence[StoredPledge]:
        """All pledges, oldest first."""
        return self.world.services.pledges.list(self.world.tenant, participant).items

    def pass_minutes(self, minutes: int) -> None:
        """The service's clock goes on."""
        self.world.clock._now += timedelta(minutes=minutes)

    def everything(self) -> object:
        """All that is stored of the two."""
        state = self.world.services.conversations.get(self.world.tenant, self.conversation)
        both = (self.ana, self.ben)
        return state, [self.notes(one) for one in both], [list(self.pledges(one)) for one in both]


class Guest:
    """Somebody with a browser that knows no scripts."""

    def __init__(
        self, rooms: Rooms, client: httpx.Client, participant: str, *, partner_name: str = ""
    ) -> None:
        self.client = client
        self.conversation = rooms.conversation
        self.token = rooms.token(participant, partner_name=partner_name)
        entered = self.client.post(f"/c/{self.token}")
        assert entered.url.path == f"/c/{self.conversation}/welcome"
        self.proof = entered.text.split('name="proof" value="')[1].split('"')[0]

    def get(self, step: str) -> httpx.Response:
        return self.client.get(f"/c/{self.conversation}/{step}")

    def post(self, act: str, *, partial: bool = False, follow: bool = True, **fields: Any) -> httpx.Response:
        headers = {"HX-Request": "true"} if partial else {}
        return self.client.post(
            f"/c/{self.conversation}/{act}",
            data={PROOF: self.proof, **fields},
            headers=headers,
            follow_redirects=follow,
        )


def browser_of(app: Litestar) -> TestClient[Litestar]:
    """A browser without scripts."""
    return TestClient(app, raise_server_exceptions=False)
