"""Signing keys in memory."""

from __future__ import annotations

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from idp.oidc import keyring
from idp.oidc.keyring import HintRefusedError, Keyring, NewKey, StoredKey

ISSUER = "http://pacer.test"
GOOD = {"iss": ISSUER, "sub": "s", "aud": "court-ctd", "exp": 1}


def stored(key: NewKey, *, active: bool = True, state: str = "") -> StoredKey:
    found = state or (keyring.ACTIVE if active else keyring.RETIRED)
    return StoredKey(key.kid, key.alg, found, key.private_jwk)


@pytest.fixture(scope="module")
def keys() -> dict[str, NewKey]:
    return {alg: keyring.make(alg) for alg in keyring.ALGORITHMS}


def test_a_ring_is_complete_with_a_key_that_signs_and_one_that_waits(
    keys: dict[str, NewKey],
) -> None:
    signing = [stored(k) for k in keys.values()]
    waiting = [stored(keyring.make(alg), state=keyring.NEXT) for alg in keyring.ALGORITHMS]
    assert Keyring.of([*signing, *waiting]).complete
    assert not Keyring.of(signing).complete
    assert not Keyring.of(waiting).complete
    assert not Keyring.of([*signing, waiting[0]]).complete
    retired = stored(keys["ES256"], active=False)
    assert not Keyring.of([stored(keys["RS256"]), retired, *waiting]).complete


def test_a_known_key_is_not_imported_again(keys: dict[str, NewKey]) -> None:
    ring = Keyring.of([stored(k) for k in keys.values()])
    again = Keyring.of([stored(k) for k in keys.values()], ring)
    assert again.key("RS256") is ring.key("RS256")


def test_a_retired_key_checks_but_does_not_sign(keys: dict[str, NewKey]) -> None:
    old, new = keys["ES256"], keyring.make("ES256")
    before = Keyring.of([stored(old)]).sign(GOOD, alg="ES256", typ="JWT")
    ring = Keyring.of([stored(old, active=False), stored(new)])
    assert ring.kid("ES256") == new.kid
    assert ring.read_hint(before, issuer=ISSUER)["sub"] == "s"
    assert {key["kid"] for key in ring.jwks()["keys"]} == {old.kid, new.kid}


def test_a_public_key_is_no_shared_secret(keys: dict[str, NewKey]) -> None:
    ring = Keyring.of([stored(keys["RS256"])])
    public = str(ring.jwks()["keys"][0]["n"])
    forged = jwt.encode({"alg": "HS256", "kid": ring.kid("RS256")}, GOOD, OctKey.import_key(public))
    with pytest.raises(HintRefusedError):
        ring.read_hint(forged, issuer=ISSUER)


@pytest.mark.parametrize(
    "changes",
    [{"iss": "http://evil.test"}, {"sub": None}, {"aud": ["court-ctd"]}, {"events": {}}],
)
def test_hints_that_are_none(keys: dict[str, NewKey], changes: dict[str, object]) -> None:
    ring = Keyring.of([stored(keys["ES256"])])
    with pytest.raises(HintRefusedError):
        ring.read_hint(ring.sign(GOOD | changes, alg="ES256", typ="JWT"), issuer=ISSUER)
