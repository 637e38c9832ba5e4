"""The twenty pitfalls of Authlib 1.9.9 that a naive provider falls into, by their numbers."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from joserfc.jwk import RSAKey
from sqlalchemy import select

from idp.oidc.models import AccessToken, AuthorizationCode, RefreshToken
from shared import ids
from shared.signon import refusals
from tests.integration.idp.oidc import rp
from tests.unit.shared.signon.false_provider import ISSUER, Desk


def test_pitfall_01(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    """One code in parallel: one answer, and what it brought is dead after the replay.

    pitfall-01-code-double-spend | Authlib pitfall 1; RFC 6749 4.1.2
    """
    provider.provider.ring()
    code = court.code(browser)
    with ThreadPoolExecutor(max_workers=8) as pool:
        statuses = [a.status_code for a in pool.map(lambda _: court.exchange(code), range(8))]
    assert sorted(statuses) == [200] + [400] * 7


def test_pitfall_02(provider: rp.Idp, browser: rp.Browser) -> None:
    """One refresh token in parallel: one successor for all, and one row for it.

    pitfall-02-refresh-double-spend | Authlib pitfall 2; RFC 9700 4.14.2
    """
    client = provider.register()
    first = client.offline(browser)["refresh_token"]
    with ThreadPoolExecutor(max_workers=6) as pool:
        answers = list(pool.map(lambda _: client.refresh(first), range(6)))
    assert {a.status_code for a in answers} == {200}
    assert len({a.get_json()["refresh_token"] for a in answers}) == 1
    with provider.database.reading() as session:
        assert len(session.scalars(select(RefreshToken)).all()) == 2


def test_pitfall_03(provider: rp.Idp, browser: rp.Browser) -> None:
    """A replayed code ends the access token and the refresh token that it brought.

    pitfall-03-code-replay | Authlib pitfall 3; RFC 6749 4.1.2
    """
    client = provider.register()
    code = client.code(browser, scope="openid offline_access")
    tokens = client.exchange(code).get_json()
    assert client.exchange(code).get_json()["error"] == "invalid_grant"
    assert client.userinfo(tokens["access_token"]).status_code == 401
    assert client.refresh(tokens["refresh_token"]).status_code == 400


def test_pitfall_04(browser: rp.Browser, court: rp.Rp) -> None:
    """PKCE binds confidential clients: no challenge, plain, and no method are refused.

    pitfall-04-pkce | Authlib pitfall 4; RFC 7636
    """
    for changes in (
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": None},
    ):
        assert rp.answer_of(court.ask(browser, **changes))["error"] == "invalid_request"


def test_pitfall_05(provider: rp.Idp, browser: rp.Browser) -> None:
    """No token lives for ten days, neither of a person nor of a client.

    pitfall-05-lifetimes | Authlib pitfall 5
    """
    client = provider.register()
    assert client.tokens(browser)["expires_in"] <= 3600
    own = client.call("/oidc/token", grant_type="client_credentials").get_json()
    assert own["expires_in"] <= 3600


def test_pitfall_06(provider: rp.Idp, court: rp.Rp) -> None:
    """When the code was made and when the person signed in are two times.

    pitfall-06-auth-time-of-a-code | Authlib pitfall 6
    """
    person = provider.browser()
    person.sign_in(minutes_ago=90)
    tokens = court.exchange(court.code(person)).get_json()
    claims = rp.opened(provider, tokens["id_token"]).claims
    assert claims["iat"] - claims["auth_time"] >= 90 * 60


def test_pitfall_07(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    """prompt and max_age are enforced, and a fresh sign-in ends the loop.

    pitfall-07-prompt-and-max-age | Authlib pitfall 7; OIDC Core 3.1.2.1
    """
    provider.clock.advance(seconds=5)
    for changes in ({"prompt": "login"}, {"max_age": "1"}, {"max_age": "0"}):
        asked = rp.sign_in_asked(court.ask(browser, **changes))
        assert asked["fresh"] == "1"
    provider.clock.advance(seconds=2)
    browser.sign_in()
    assert "code" in rp.answer_of(browser.get(asked["appurl"]))
    assert rp.answer_of(court.ask(browser, prompt="bogus"))["error"] == "invalid_request"


def test_pitfall_08(provider: rp.Idp, browser: rp.Browser) -> None:
    """The ID token of a refresh has the first sign-in's time and no nonce.

    pitfall-08-refreshed-id-token | Authlib pitfall 8; OIDC Core 12.2
    """
    client = provider.register()
    first = client.offline(browser)
    provider.clock.advance(minutes=1)
    second = client.refresh(first["refresh_token"]).get_json()
    old, new = (rp.opened(provider, t["id_token"]).claims for t in (first, second))
    assert (old["auth_time"], old["sub"], old["sid"]) == (new["auth_time"], new["sub"], new["sid"])
    assert "nonce" not in new


@pytest.mark.parametrize(
    "changes",
    [{}, {"response_type": None}, {"prompt": "x"}, {"code_challenge": None}, {"scope": "profile"}],
)
def test_pitfall_09(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp, changes: dict[str, Any]
) -> None:
    """Every answer names its issuer, whoever found the error.

    pitfall-09-iss-on-errors | Authlib pitfall 9; RFC 9207
    """
    assert rp.answer_of(court.ask(browser, **changes))["iss"] == provider.issuer


def test_pitfall_10(browser: rp.Browser, court: rp.Rp) -> None:
    """What Authlib raises is an answer or a page, never a 500.

    pitfall-10-raised-errors | Authlib pitfall 10
    """
    for changes in (
        {"redirect_uri": None},
        {"client_id": "nobody"},
        {"client_id": None},
        {"code_challenge": "short"},
        {"response_mode": "form_post"},
    ):
        assert court.ask(browser, **changes).status_code in (303, 400)


def test_pitfall_11(browser: rp.Browser, court: rp.Rp) -> None:
    """A missing redirect_uri is not filled in.

    pitfall-11-missing-redirect-uri | Authlib pitfall 11
    """
    response = court.ask(browser, redirect_uri=None)
    assert (response.status_code, "Location" in response.headers) == (400, False)


def test_pitfall_12(browser: rp.Browser, court: rp.Rp) -> None:
    """Request objects are refused, not ignored.

    pitfall-12-request-ignored | Authlib pitfall 12; OIDC Core 6
    """
    answer = rp.answer_of(court.ask(browser, request="eyJhbGciOiJub25lIn0.e30."))
    assert answer["error"] == "request_not_supported"


def test_pitfall_13(provider: rp.Idp, court: rp.Rp) -> None:
    """Secrets are hashed, any characters are a wrong secret, at every endpoint by either method.

    pitfall-13-client-secret | Authlib pitfall 13
    """
    found = provider.provider.get(court.client_id)
    assert found is not None
    assert court.secret not in str(dataclasses.asdict(found))
    for path in ("token", "introspect", "revoke", "par"):
        data = {"client_id": court.client_id, "client_secret": "ü-漢", "token": "t"}
        data["grant_type"] = "client_credentials"
        assert provider.browser().post(f"/oidc/{path}", data=data).status_code == 401
    good = {"client_id": court.client_id, "client_secret": court.secret, "token": "t"}
    assert provider.browser().post("/oidc/introspect", data=good).get_json() == {"active": False}


def test_pitfall_14(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    """Codes and tokens are stored as hashes.

    pitfall-14-plaintext-tokens | Authlib pitfall 14; RFC 9700 TOKEN_STORAGE
    """
    code = court.code(browser)
    token = court.exchange(code).get_json()["access_token"]
    with provider.database.reading() as session:
        codes = session.scalars(select(AuthorizationCode.code_hash)).all()
        tokens = session.scalars(select(AccessToken.token_hash)).all()
    assert (codes, tokens) == ([ids.digest(code)], [ids.digest(token)])


def test_pitfall_15(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    """The active key signs, and its kid is in the header; never a waiting or a retired one.

    pitfall-15-kid-and-random-key | Authlib pitfall 15
    """
    for _ in range(3):
        active = provider.provider.ring().kid("RS256")
        header = rp.opened(provider, court.tokens(browser)["id_token"]).header
        assert header["kid"] == active
        provider.provider.rotate("RS256")


def test_pitfall_16(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No private key is imported while a token is signed.

    pitfall-16-key-import-per-call | Authlib pitfall 16
    """
    court.tokens(browser)

    def never(*_args: object, **_more: object) -> RSAKey:
        raise AssertionError("a key was imported")

    monkeypatch.setattr(RSAKey, "import_key", never)
    assert court.tokens(browser)["id_token"]


def test_pitfall_17(provider: rp.Idp, court: rp.Rp) -> None:
    """A plain http name of this machine is answered, without an error page.

    pitfall-17-insecure-transport | Authlib pitfall 17
    """
    assert provider.issuer.startswith("http://")
    assert court.call("/oidc/introspect", token="t").status_code == 200


def test_pitfall_18(provider: rp.Idp) -> None:
    """Clients do not register themselves: there is no endpoint, and none is promised.

    pitfall-18-dynamic-registration | Authlib pitfall 18: not offered
    """
    found = provider.browser().get("/.well-known/openid-configuration").get_json()
    assert "registration_endpoint" not in found
    assert provider.browser().post("/oidc/register", json={}).status_code == 404


def test_pitfall_19(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    """A hint that is no ID token of ours to this client is asked about, and redirects nowhere.

    pitfall-19-end-session-hint | Authlib pitfall 19; RP-Initiated Logout 2
    """
    hint = court.tokens(browser)["id_token"]
    other = provider.court("ctb")
    query = {
        "id_token_hint": hint,
        "client_id": other.client_id,
        "post_logout_redirect_uri": other.member.public_url + "/oidc/after-logout",
    }
    assert "Location" not in browser.get("/oidc/end_session", query_string=query).headers
    logout = provider.provider.ring().sign(
        {"iss": provider.issuer, "aud": court.client_id, "sub": "x", "sid": browser.sid},
        alg="RS256",
        typ="logout+jwt",
    )
    query = {"id_token_hint": logout}
    assert "Location" not in browser.get("/oidc/end_session", query_string=query).headers
    assert "code" in rp.answer_of(court.ask(browser, prompt="none"))


def test_pitfall_20() -> None:
    """Our own relying party checks both issuers, keeps its secrets on the server, and times out.

    pitfall-20-client-side | Authlib pitfall 20; RFC 9207; ASVS 10.5.3
    """
    desk = Desk()
    with pytest.raises(refusals.WrongResponseIssuer):
        desk.finish(iss="http://evil.test")
    desk = Desk()
    desk.provider.metadata["issuer"] = ISSUER + "/"
    with pytest.raises(refusals.WrongMetadataIssuer):
        desk.finish()
    desk = Desk()
    desk.provider.claims["nonce"] = "another"
    with pytest.raises(refusals.WrongNonce):
        desk.finish()
