"""The gates of RFC 9700, OAuth 2.0 Security Best Current Practice."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, text

from idp.oidc import registering
from shared.errors import Refusal
from shared.signon import refusals
from tests.integration.idp.oidc import rp
from tests.unit.shared.signon.false_provider import Desk


def test_implicit_grant(browser: rp.Browser, court: rp.Rp) -> None:
    """No token comes from the authorization endpoint.

    implicit-grant | RFC 9700 2.1.2
    """
    for kind in ("token", "id_token", "id_token token", "code token", "code id_token"):
        answer = rp.answer_of(court.ask(browser, response_type=kind))
        assert answer["error"] == "unsupported_response_type"


def test_password_grant(court: rp.Rp) -> None:
    """No password is taken by the token endpoint.

    password-grant | RFC 9700 2.4
    """
    answer = court.call("/oidc/token", grant_type="password", username="avery", password="p")
    assert answer.get_json()["error"] == "unsupported_grant_type"


def test_pkce_method(browser: rp.Browser, court: rp.Rp) -> None:
    """plain is refused.

    pkce-method | RFC 9700 2.1.1
    """
    answer = rp.answer_of(court.ask(browser, code_challenge_method="plain"))
    assert answer["error"] == "invalid_request"


def test_pkce_required(browser: rp.Browser, court: rp.Rp) -> None:
    """A confidential client needs PKCE too.

    pkce-required | RFC 9700 2.1.1
    """
    answer = rp.answer_of(court.ask(browser, code_challenge=None, code_challenge_method=None))
    assert answer["error"] == "invalid_request"


def test_pkce_downgrade(provider: rp.Idp, browser: rp.Browser) -> None:
    """A verifier for a code without a challenge is refused.

    pkce-downgrade | RFC 9700 4.8.2
    """
    client = provider.register(require_pkce=False)
    code = client.code(browser, code_challenge=None, code_challenge_method=None)
    assert client.exchange(code).status_code == 400


def test_access_token_transport(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    """No access token in an address.

    access-token-transport | RFC 9700 4.3.2
    """
    token = court.tokens(browser)["access_token"]
    query = {"access_token": token}
    assert provider.browser().get("/oidc/userinfo", query_string=query).status_code == 401


def test_authz_response_iss(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    """iss comes with success and with every error.

    authz-response-iss | RFC 9700 4.4; RFC 9207
    """
    assert rp.answer_of(court.ask(browser))["iss"] == provider.issuer
    assert rp.answer_of(court.ask(browser, prompt="bogus"))["iss"] == provider.issuer


def test_refresh_token(provider: rp.Idp, browser: rp.Browser) -> None:
    """A reused refresh token ends its family.

    refresh-token | RFC 9700 4.14.2
    """
    client = provider.register()
    old = client.offline(browser)["refresh_token"]
    new = client.refresh(old).get_json()["refresh_token"]
    provider.clock.advance(seconds=10)
    assert client.refresh(old).status_code == 400
    assert client.refresh(new).status_code == 400


def test_redirect_uri_matching(browser: rp.Browser, court: rp.Rp) -> None:
    """Addresses are compared character by character.

    redirect-uri-matching | RFC 9700 4.1.3
    """
    for other in (court.redirect_uri + "/", court.redirect_uri.upper(), court.redirect_uri + "#"):
        assert court.ask(browser, redirect_uri=other).status_code == 400


def test_redirect_303(browser: rp.Browser, court: rp.Rp) -> None:
    """Redirects are 303: no form is posted on.

    redirect-303 | RFC 9700 4.12
    """
    assert court.ask(browser, method="POST").status_code == 303


def test_referrer_leak(provider: rp.Idp) -> None:
    """Pages send no address to other sites.

    referrer-leak | RFC 9700 4.2.4
    """
    page = provider.browser().get("/csologin/login.jsf")
    assert page.headers["Referrer-Policy"] in ("no-referrer", "same-origin")


def test_clickjacking(provider: rp.Idp) -> None:
    """Pages cannot be framed by other sites.

    clickjacking | RFC 9700 4.16
    """
    headers = provider.browser().get("/csologin/login.jsf").headers
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "SAMEORIGIN"


def test_open_redirector(browser: rp.Browser, court: rp.Rp) -> None:
    """An unknown client is sent nowhere.

    open-redirector | RFC 9700 4.11
    """
    response = court.ask(browser, client_id="nobody", redirect_uri="https://evil.test/")
    assert response.status_code == 400
    assert "Location" not in response.headers


def test_metadata(provider: rp.Idp) -> None:
    """Clients can read what is offered.

    metadata | RFC 9700 2.6; RFC 8414
    """
    found = provider.browser().get("/.well-known/openid-configuration").get_json()
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert found["pushed_authorization_request_endpoint"]


def test_token_storage(provider: rp.Idp, browser: rp.Browser) -> None:
    """No code, token or secret stands in any table.

    token-storage | RFC 9700 2.6; TOKEN_STORAGE
    """
    client = provider.register()
    code = client.code(browser, scope="openid offline_access")
    found = client.exchange(code).get_json()
    secrets = (code, found["access_token"], found["refresh_token"], client.secret)
    engine = provider.database.engine
    with engine.connect() as connection:
        for table in inspect(engine).get_table_names():
            stored = str(connection.execute(text(f'SELECT * FROM "{table}"')).all())
            assert not [secret for secret in secrets if secret in stored], table


@pytest.mark.parametrize(
    "address",
    ["http://evil.example/x", "javascript:alert(1)", "data:text/html,x", "ftp://a.test/", "a.b:/c"],
)
def test_redirect_uri_scheme(address: str) -> None:
    """Only https can be registered, and http for this machine.

    redirect-uri-scheme | RFC 9700 2.1; REDIRECT_URI_SCHEME
    """
    with pytest.raises(Refusal):
        registering.addresses(address, field="redirect_uris", what="Redirect addresses")


def test_mix_up() -> None:
    """A court believes no answer that another issuer has given, and sends it no code.

    mix-up | RFC 9700 4.4; RFC 9207
    """
    desk = Desk()
    with pytest.raises(refusals.WrongResponseIssuer):
        desk.finish(iss="http://evil.test")
    assert "/oidc/token" not in desk.provider.calls


def test_credential_post_303(provider: rp.Idp, browser: rp.Browser) -> None:
    """After a form with an answer of the person comes a 303, which repeats no body.

    credential-post-303 | RFC 9700 4.12
    """
    client = provider.register()
    page = browser.get(client.ask(browser).headers["Location"])
    answer = browser.submit(page, "/oidc/consent", allow="1")
    assert answer.status_code == 303
    assert browser.get(answer.headers["Location"]).status_code == 303
