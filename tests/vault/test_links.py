from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudge.domain.errors import Invalid, Unavailable
from nudge.domain.letters import Tap, TapAction
from nudge.storage.ids import TimeIds
from nudge.vault.fernet_vault import FernetVault
from nudge.vault.links import LIFETIME, SignedLinks
from tests.makers import NOON

OLD, NEW = FernetVault.new_key(), FernetVault.new_key()
LINKS = SignedLinks([NEW])
TAP = Tap("ten_1", "par_1", "ple_1", "nud_1", TapAction.DONE)
SECOND = timedelta(seconds=1)
ids = st.from_regex(r"[a-z]{3,5}_[0-9a-f]{1,32}", fullmatch=True)
taps = st.builds(Tap, ids, ids, ids, ids, st.sampled_from(TapAction))


def code_of(token: str, links: SignedLinks = LINKS, after: timedelta = timedelta(0)) -> str:
    with pytest.raises(Invalid) as refused:
        links.read(token, now=NOON + after)
    return refused.value.code


@given(taps)
def test_what_was_signed_is_read_back(tap: Tap) -> None:
    """Person, pledge, nudge and action; nothing else is in it."""
    assert LINKS.read(LINKS.sign(tap, now=NOON), now=NOON) == tap


def test_a_token_is_short_and_needs_no_escaping() -> None:
    new = TimeIds().new
    tap = Tap(new("ten"), new("par"), new("ple"), new("ndg"), TapAction.STOP_ALL)
    token = LINKS.sign(tap, now=NOON)
    assert re.fullmatch(r"[A-Za-z0-9._-]+", token)
    assert len(token) < 200


def test_it_works_for_fourteen_days() -> None:
    token = LINKS.sign(TAP, now=NOON)
    assert LINKS.read(token, now=NOON + LIFETIME - SECOND) == TAP
    assert code_of(token, after=LIFETIME) == "link-expired"


def test_a_clock_that_is_behind_still_reads_it() -> None:
    assert LINKS.read(LINKS.sign(TAP, now=NOON + 90 * SECOND), now=NOON) == TAP


@given(st.data())
def test_one_other_character_and_it_is_nobodys(data: st.DataObject) -> None:
    """Only the spare bits of the last character may differ: it is the same signature then."""
    token = LINKS.sign(TAP, now=NOON)
    place = data.draw(st.integers(0, len(token) - 2))
    other = data.draw(st.characters(codec="ascii").filter(lambda c: c != token[place]))
    assert code_of(token[:place] + other + token[place + 1 :]) == "link-invalid"


@given(st.text(max_size=600) | st.text("abc._-1", max_size=600))
def test_no_text_is_a_link_by_chance(text: str) -> None:
    assert code_of(text) == "link-invalid"


def test_an_action_cant_be_put_in_the_place_of_another() -> None:
    token = LINKS.sign(TAP, now=NOON)
    for forged in (token.replace(".done.", ".stop_all."), token.replace("par_1", "par_2"), token[:-3]):
        assert code_of(forged) == "link-invalid"


def test_an_old_key_reads_and_the_newest_signs() -> None:
    before = SignedLinks([OLD]).sign(TAP, now=NOON)
    both = SignedLinks([NEW, OLD])
    assert both.read(before, now=NOON) == TAP
    assert SignedLinks([NEW]).read(both.sign(TAP, now=NOON), now=NOON) == TAP
    assert code_of(before) == "link-invalid"


def test_an_old_key_makes_no_link_young() -> None:
    """Expired stays expired when the signature is one of several keys."""
    before = SignedLinks([OLD]).sign(TAP, now=NOON)
    assert code_of(before, SignedLinks([NEW, OLD]), LIFETIME) == "link-expired"


def test_the_vaults_key_itself_signs_nothing() -> None:
    """The links' key is derived: what one of the two gives away doesn't open the other."""
    from itsdangerous import TimestampSigner

    forged = TimestampSigner(NEW).sign(".".join((*(TAP.tenant,) * 4, "done"))).decode()
    assert code_of(forged) == "link-invalid"


def test_an_id_that_couldnt_be_read_back_is_refused() -> None:
    for odd in ("a.b", "", "ü", "a b", "a/b", "x" * 200):
        with pytest.raises(Invalid):
            LINKS.sign(Tap("ten_1", odd, "ple_1", "nud_1", TapAction.DONE), now=NOON)


@pytest.mark.parametrize("keys", [[], [b"short"], [NEW, b""], [b"\xff" * 44], [urlsafe_b64encode(b"x" * 31)]])
def test_a_malformed_key_is_refused_without_repeating_it(keys: list[bytes]) -> None:
    with pytest.raises(Unavailable) as refused:
        SignedLinks(keys)
    assert refused.value.code == "vault-key-wrong"
    assert "short" not in refused.value.message
