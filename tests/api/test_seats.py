"""A seat is for one participant in one conversation, for three hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudge.app.seats import LIFETIME
from nudge.domain.errors import Conflict, Invalid, NudgeError, Unauthenticated, Unavailable
from nudge.domain.seats import Seat
from nudge.storage.ids import TimeIds
from nudge.vault.fernet_vault import FernetVault
from nudge.vault.seats import SignedSeats
from tests.api.client import Api
from tests.app.world import PUBLIC_URL, World
from tests.makers import NOON

KEY = FernetVault.new_key()
TOKENS = SignedSeats([KEY])
SEAT = Seat("ten_1", "con_1", "par_1", NOON)
ids = st.from_regex(r"[a-z]{3,5}_[0-9a-f]{1,32}", fullmatch=True)


def take(api: Api, conversation: str, participant: str) -> dict[str, str]:
    response = api("POST", f"/v1/conversations/{conversation}/seats", {"participant": participant})
    assert response.status_code == 200, response.text
    taken: dict[str, str] = response.json()
    return taken


def test_a_seat_opens_the_page_and_the_channel(world: World, api: Api) -> None:
    conversation, ana, _ = api.conversation()
    taken = take(api, conversation, ana)
    assert taken["url"] == f"{PUBLIC_URL}/c/{taken['token']}"
    seat = world.services.seats.read(taken["token"])
    assert (seat.tenant, seat.conversation, seat.participant) == (world.tenant, conversation, ana)
    assert seat.expires_at - world.clock.now() < LIFETIME


def test_only_who_is_in_the_pair_has_one(api: Api) -> None:
    conversation, _, _ = api.conversation()
    for stranger in ("par_x", api.made("/v1/participants", {"ref": "cem"})["id"]):
        response = api("POST", f"/v1/conversations/{conversation}/seats", {"participant": stranger})
        assert (response.status_code, response.json()["code"]) == (422, "participant-not-in-conversation")
        assert stranger not in response.text


def test_there_is_none_in_a_conversation_that_isnt_there(world: World, api: Api) -> None:
    conversation, ana, _ = api.conversation()
    other = world.key(tenant="other")
    for path, key in (("con_x", None), (conversation, other)):
        response = api("POST", f"/v1/conversations/{path}/seats", {"participant": ana}, key=key)
        assert (response.status_code, response.json()["code"]) == (404, "conversation-not-found")


def test_after_the_close_there_is_none(world: World, api: Api) -> None:
    conversation, ana, ben = api.conversation()
    seat = world.services.seats.read(take(api, conversation, ana)["token"])
    api("POST", f"/v1/conversations/{conversation}/close", {})
    response = api("POST", f"/v1/conversations/{conversation}/seats", {"participant": ben})
    assert (response.status_code, response.json()["code"]) == (409, "conversation-closed")
    with pytest.raises(Conflict):
        world.services.seats.look(seat)
    assert world.services.seats.why_ended([seat]) == {seat: "closed"}


def test_who_was_erased_has_none(world: World, api: Api) -> None:
    conversation, ana, ben = api.conversation()
    hers, his = (world.services.seats.read(take(api, conversation, who)["token"]) for who in (ana, ben))
    api("DELETE", f"/v1/participants/{ana}")
    ended = world.services.seats.why_ended([hers, his])
    assert ended[hers] == "erased"
    with pytest.raises(NudgeError):
        world.services.seats.look(hers)


def test_it_expires(world: World, api: Api) -> None:
    conversation, ana, _ = api.conversation()
    token = take(api, conversation, ana)["token"]
    seat = world.services.seats.read(token)
    world.clock._now += LIFETIME
    with pytest.raises(Unauthenticated) as refused:
        world.services.seats.read(token)
    assert refused.value.code == "seat-expired"
    assert world.services.seats.why_ended([seat]) == {seat: "expired"}


def test_in_a_test_tenant_the_test_clock_counts(world: World, api: Api) -> None:
    api.key = world.key(is_test=True)
    at = (NOON - timedelta(days=300)).isoformat()
    api("POST", "/v1/clock", {"at": at})
    conversation, ana, _ = api.conversation()
    taken = take(api, conversation, ana)
    seat = world.services.seats.read(taken["token"])
    assert seat.expires_at == NOON - timedelta(days=300) + LIFETIME
    api("POST", "/v1/clock/advance", {"at": (NOON - timedelta(days=299)).isoformat()})
    with pytest.raises(Unauthenticated):
        world.services.seats.read(taken["token"])


def test_what_is_around_a_seat(world: World, api: Api) -> None:
    conversation, ana, ben = api.conversation()
    seat = world.services.seats.read(take(api, conversation, ana)["token"])
    assert world.services.seats.look(seat).questions == {}
    sets = api("POST", f"/v1/conversations/{conversation}/prepare", {}).json()["participants"]
    around = world.services.seats.look(seat)
    assert around.others == {ben}
    for question in sets[1]["questions"]:
        assert around.questions[question["id"]] == question["text"]


@given(ids, ids, ids, st.datetimes(timezones=st.just(UTC), min_value=NOON.replace(tzinfo=None)))
def test_what_was_signed_is_read_back(tenant: str, conversation: str, participant: str, at: datetime) -> None:
    seat = Seat(tenant, conversation, participant, at.replace(microsecond=0))
    assert TOKENS.read(TOKENS.sign(seat)) == seat


def test_a_token_is_short_and_needs_no_escaping() -> None:
    new = TimeIds().new
    token = TOKENS.sign(Seat(new("ten"), new("con"), new("par"), NOON))
    assert token.replace(".", "").replace("_", "").replace("-", "").isalnum()
    assert len(token) < 200


@given(st.data())
def test_one_other_character_and_it_is_nobodys(data: st.DataObject) -> None:
    token = TOKENS.sign(SEAT)
    place = data.draw(st.integers(0, len(token) - 2))
    other = data.draw(st.characters(codec="ascii").filter(lambda c: c != token[place]))
    with pytest.raises(Unauthenticated) as refused:
        TOKENS.read(token[:place] + other + token[place + 1 :])
    assert refused.value.code == "seat-invalid"


@given(st.text(max_size=600) | st.text("seat_.-1", max_size=600))
def test_no_text_is_a_seat_by_chance(text: str) -> None:
    with pytest.raises(Unauthenticated):
        TOKENS.read(text)


def test_a_link_isnt_a_seat() -> None:
    """Links are signed by another key."""
    from nudge.domain.letters import Tap, TapAction
    from nudge.vault.links import SignedLinks

    link = SignedLinks([KEY]).sign(Tap("ten_1", "con_1", "par_1", "x", TapAction.DONE), now=NOON)
    with pytest.raises(Unauthenticated):
        TOKENS.read(f"seat_{link}")


def test_an_old_key_reads_and_the_newest_signs() -> None:
    new = FernetVault.new_key()
    both = SignedSeats([new, KEY])
    assert both.read(TOKENS.sign(SEAT)) == SEAT
    assert SignedSeats([new]).read(both.sign(SEAT)) == SEAT


def test_odd_ids_and_keys_are_refused() -> None:
    for odd in ("a.b", "", "ü", "a b", "x" * 200):
        with pytest.raises(Invalid):
            TOKENS.sign(Seat("ten_1", odd, "par_1", NOON))
    with pytest.raises(Unavailable):
        SignedSeats([])
