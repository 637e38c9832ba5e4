"""Chapter V10 (OAuth and OIDC) of ASVS 5.0, the part of an authorization server."""

from __future__ import annotations

from typing import Any

import pytest
from flask import session

from shared.signon import refusals
from shared.signon.relying_party import BROWSER
from tests.integration.idp.oidc import rp
from tests.unit.shared.signon.false_provider import ISSUER, Desk, unsigned


def test_V10_4_1(browser: rp.Browser, court: rp.Rp) -> None:
    """Redirect addresses are on the client's list, exactly.

    V10.4.1 | ASVS 5.0
    """
    assert court.ask(browser, redirect_uri="https://evil.test/").status_code == 400


def test_V10_4_2(browser: rp.Browser, court: rp.Rp) -> None:
    """A code is good once; a second use revokes what it brought.

    V10.4.2 | ASVS 5.0
    """
    code = court.code(browser)
    token = court.exchange(code).get_json()["access_token"]
    assert court.exchange(code).status_code == 400
    assert court.userinfo(token).status_code == 401


def test_V10_4_3(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    """A code lives for a minute.

    V10.4.3 | ASVS 5.0
    """
    code = court.code(browser)
    provider.clock.advance(seconds=61)
    assert court.exchange(code).status_code == 400


def test_V10_4_4(provider: rp.Idp) -> None:
    """Implicit and password grants are not offered.

    V10.4.4 | ASVS 5.0
    """
    found = provider.browser().get("/.well-known/openid-configuration").get_json()
    assert not {"implicit", "password"} & set(found["grant_types_supported"])


def test_V10_4_5(provider: rp.Idp, browser: rp.Browser) -> None:
    """A replayed refresh token revokes all of its kind.

    V10.4.5 | ASVS 5.0
    """
    client = provider.register()
    first = client.offline(browser)
    second = client.refresh(first["refresh_token"]).get_json()
    provider.clock.advance(seconds=4)
    client.refresh(first["refresh_token"])
    assert client.userinfo(second["access_token"]).status_code == 401


def test_V10_4_6(browser: rp.Browser, court: rp.Rp) -> None:
    """PKCE is required, plain is not enough.

    V10.4.6 | ASVS 5.0
    """
    for changes in ({"code_challenge": None}, {"code_challenge_method": "plain"}):
        assert "error" in rp.answer_of(court.ask(browser, **changes))


def test_V10_4_8(provider: rp.Idp, browser: rp.Browser) -> None:
    """Refresh tokens end for good.

    V10.4.8 | ASVS 5.0
    """
    client = provider.register()
    token = client.offline(browser)["refresh_token"]
    provider.clock.advance(hours=12, seconds=1)
    assert client.refresh(token).status_code == 400


def test_V10_4_9(provider: rp.Idp, browser: rp.Browser) -> None:
    """A person can revoke tokens of a client.

    V10.4.9 | ASVS 5.0
    """
    client = provider.register()
    token = client.offline(browser)["refresh_token"]
    page = browser.get("/pscof/manage/connectedApplications.jsf")
    browser.submit(page, "/pscof/manage/connectedApplications.jsf")
    assert client.refresh(token).status_code == 400


def test_V10_4_10(provider: rp.Idp) -> None:
    """Clients authenticate at the token, PAR, revocation and introspection endpoints.

    V10.4.10 | ASVS 5.0
    """
    for path in ("token", "par", "revoke", "introspect"):
        data = {"grant_type": "authorization_code", "code": "c", "token": "t"}
        assert provider.browser().post(f"/oidc/{path}", data=data).status_code == 401


def test_V10_4_11(provider: rp.Idp, browser: rp.Browser) -> None:
    """A client gets no scope beyond what is registered for it.

    V10.4.11 | ASVS 5.0
    """
    client = provider.register(scopes="openid")
    assert client.tokens(browser, scope="openid profile email")["scope"] == "openid"


def test_V10_4_12(browser: rp.Browser, court: rp.Rp) -> None:
    """Only the response modes of the list are accepted.

    V10.4.12 | ASVS 5.0
    """
    for mode in ("fragment", "form_post", "web_message"):
        assert rp.answer_of(court.ask(browser, response_mode=mode))["error"] == "invalid_request"


def test_V10_4_13(browser: rp.Browser, court: rp.Rp) -> None:
    """Requests can be pushed.

    V10.4.13 | ASVS 5.0
    """
    data = {
        "response_type": "code",
        "redirect_uri": court.redirect_uri,
        "scope": "openid",
        "code_challenge": rp.CHALLENGE,
        "code_challenge_method": "S256",
    }
    uri = court.call("/oidc/par", **data).get_json()["request_uri"]
    query = {"client_id": court.client_id, "request_uri": uri}
    assert "code" in rp.answer_of(browser.get("/oidc/authorize", query_string=query))


def test_V10_5_5(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    """A logout token is typed, dated, without a nonce, and lives two minutes.

    V10.5.5 | ASVS 5.0
    """
    hint = court.tokens(browser)["id_token"]
    browser.get("/oidc/end_session", query_string={"id_token_hint": hint})
    token = rp.opened(provider, provider.courts["ctd"].tokens[0])
    assert token.header["typ"] == "logout+jwt"
    assert token.claims["exp"] - token.claims["iat"] <= 120
    assert "nonce" not in token.claims


def test_V10_6_1(provider: rp.Idp) -> None:
    """Only response_type code is offered.

    V10.6.1 | ASVS 5.0
    """
    found = provider.browser().get("/.well-known/openid-configuration").get_json()
    assert found["response_types_supported"] == ["code"]


def test_V10_6_2(browser: rp.Browser, court: rp.Rp) -> None:
    """Nobody is logged out by a mere link.

    V10.6.2 | ASVS 5.0
    """
    assert browser.get("/oidc/end_session").status_code == 200
    assert "code" in rp.answer_of(court.ask(browser, prompt="none"))


def test_V10_7_1(provider: rp.Idp, browser: rp.Browser) -> None:
    """A person agrees to each client.

    V10.7.1 | ASVS 5.0
    """
    first, second = provider.register(), provider.register()
    assert "code" in rp.answer_of(first.agree(browser, first.ask(browser)))
    assert "/oidc/consent" in second.ask(browser).headers["Location"]


def test_V10_7_2(provider: rp.Idp, browser: rp.Browser) -> None:
    """The question names the client, what it may know, and for how long.

    V10.7.2 | ASVS 5.0
    """
    page = browser.get(provider.register().ask(browser).headers["Location"]).text
    assert "Docket Watch" in page
    assert "See your name" in page
    assert "lasts until" in page


def test_V10_7_3(provider: rp.Idp, browser: rp.Browser) -> None:
    """A person can look at what they agreed to, and take it back.

    V10.7.3 | ASVS 5.0
    """
    client = provider.register()
    client.tokens(browser)
    page = browser.get("/pscof/manage/connectedApplications.jsf")
    assert "Docket Watch" in page.text
    browser.submit(page, "/pscof/manage/connectedApplications.jsf")
    assert "/oidc/consent" in client.ask(browser).headers["Location"]


def test_V10_4_7(provider: rp.Idp) -> None:
    """Clients cannot register themselves (not offered).

    V10.4.7 | ASVS 5.0
    """
    assert "registration_endpoint" not in _metadata(provider)


def test_V10_4_14(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    """Sender-constrained tokens are not offered: tokens are Bearer, and nothing else is said.

    V10.4.14 | ASVS 5.0: not offered
    """
    found = _metadata(provider)
    assert "dpop_signing_alg_values_supported" not in found
    assert "tls_client_certificate_bound_access_tokens" not in found
    assert court.tokens(browser)["token_type"] == "Bearer"


def test_V10_4_16(provider: rp.Idp, court: rp.Rp) -> None:
    """private_key_jwt and mTLS are not offered, and an assertion is no proof.

    V10.4.16 | ASVS 5.0: not offered
    """
    methods = _metadata(provider)["token_endpoint_auth_methods_supported"]
    assert methods == ["client_secret_basic", "client_secret_post"]
    data = {
        "grant_type": "client_credentials",
        "client_id": court.client_id,
        "client_assertion": unsigned({"iss": court.client_id, "sub": court.client_id}),
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    }
    assert provider.browser().post("/oidc/token", data=data).status_code == 401


def _metadata(provider: rp.Idp) -> dict[str, Any]:
    found: dict[str, Any] = provider.browser().get("/.well-known/openid-configuration").get_json()
    return found


def test_V10_2_1() -> None:
    """An answer counts in the browser that asked, once (CSRF).

    V10.2.1 | ASVS 5.0
    """
    desk = Desk()
    with desk.app.test_request_context("/"):
        asked = desk.begin()
    with desk.app.test_request_context("/"):
        session[BROWSER] = "another browser"
        with pytest.raises(refusals.StateUnknown):
            desk.party.finish({"state": asked["state"], "code": "c", "iss": ISSUER})


def test_V10_2_2() -> None:
    """A court is safe against mix-up: the answer must name the issuer that was asked.

    V10.2.2 | ASVS 5.0
    """
    for said in ("http://evil.test", "", None):
        with pytest.raises(refusals.WrongResponseIssuer):
            Desk().finish(iss=said)


def test_V10_3_1(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    """A token of one client is nobody's at another: the audience counts.

    V10.3.1 | ASVS 5.0
    """
    token = court.tokens(browser)["access_token"]
    assert court.call("/oidc/introspect", token=token).get_json()["aud"] == court.client_id
    other = provider.court("ctb")
    assert other.call("/oidc/introspect", token=token).get_json() == {"active": False}


def test_V10_3_2(browser: rp.Browser, court: rp.Rp) -> None:
    """UserInfo tells what the token's scope opens, and no more.

    V10.3.2 | ASVS 5.0
    """
    info = court.userinfo(court.tokens(browser, scope="openid")["access_token"]).get_json()
    assert not {"name", "email", "preferred_username"} & set(info)


def test_V10_3_3(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    """A person is known by iss and sub, the same in every token.

    V10.3.3 | ASVS 5.0
    """
    tokens = court.tokens(browser)
    told = court.call("/oidc/introspect", token=tokens["access_token"]).get_json()
    claims = rp.opened(provider, tokens["id_token"]).claims
    assert (told["iss"], told["sub"]) == (claims["iss"], claims["sub"])


def test_V10_3_4(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    """How and when the person signed in is told: acr, amr and auth_time.

    V10.3.4 | ASVS 5.0
    """
    browser.has_second_factor()
    claims = rp.opened(provider, court.tokens(browser)["id_token"]).claims
    assert (claims["acr"], claims["amr"]) == ("urn:moot:acr:mfa", ["pwd", "otp"])
    assert claims["auth_time"] <= claims["iat"]


@pytest.mark.parametrize("said", [{"nonce": "another"}, {"nonce": ""}])
def test_V10_5_1(said: dict[str, str]) -> None:
    """A court refuses an ID token of another nonce.

    V10.5.1 | ASVS 5.0
    """
    desk = Desk()
    desk.provider.claims.update(said)
    with pytest.raises(refusals.WrongNonce):
        desk.finish()


def test_V10_5_2() -> None:
    """A court takes the person from sub, and refuses a UserInfo of somebody else.

    V10.5.2 | ASVS 5.0
    """
    desk = Desk()
    desk.provider.userinfo = {"sub": "somebody-else"}
    with pytest.raises(refusals.UserinfoMismatch):
        desk.finish()


def test_V10_5_3() -> None:
    """A court compares the issuer of the metadata with the one that it knows, exactly.

    V10.5.3 | ASVS 5.0
    """
    for said in ("http://evil.test", ISSUER + "/"):
        desk = Desk()
        desk.provider.metadata["issuer"] = said
        with pytest.raises(refusals.WrongMetadataIssuer):
            desk.finish()


def test_V10_5_4() -> None:
    """A court refuses an ID token for another audience, unsigned, or expired.

    V10.5.4 | ASVS 5.0
    """
    desk = Desk()
    desk.provider.claims["aud"] = "court-ctb"
    with pytest.raises(refusals.WrongAudience):
        desk.finish()
    desk = Desk()
    desk.provider.id_token = unsigned({"iss": ISSUER, "aud": "court-ctd", "sub": "x"})
    with pytest.raises(refusals.WrongAlgorithm):
        desk.finish()
    desk = Desk()
    desk.provider.claims["exp"] = 1
    with pytest.raises(refusals.Expired):
        desk.finish()


@pytest.mark.parametrize(
    ("flaw", "refusal"),
    [
        ({"typ": "JWT"}, refusals.WrongType),
        ({"drop": ["events"]}, refusals.WrongEvents),
        ({"nonce": "n"}, refusals.NonceForbidden),
        ({"exp": 4102444800}, refusals.Expired),
        ({"aud": "court-ctb"}, refusals.WrongAudience),
    ],
)
def test_V10_5_5_court(flaw: dict[str, Any], refusal: type[Exception]) -> None:
    """A court refuses a logout token of another type, event or audience, with a nonce, or long.

    V10.5.5 (the court's side) | ASVS 5.0
    """
    desk = Desk()
    with pytest.raises(refusal):
        desk.party.read_logout_token(desk.provider.make_logout_token(**flaw))


def test_V10_5_5_replay() -> None:
    """A court takes a logout token once.

    V10.5.5 (jti) | ASVS 5.0
    """
    desk = Desk()
    token = desk.provider.make_logout_token()
    assert desk.party.read_logout_token(token).sid
    with pytest.raises(refusals.Replayed):
        desk.party.read_logout_token(token)
