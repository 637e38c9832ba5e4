"""Clients that people register: portal, consent, refused requests, log-out (ASVS 10.7)."""

from __future__ import annotations

import re
from typing import Any

import pytest
import requests
from sqlalchemy import func, select

from idp.oidc import faults
from idp.oidc.models import ClientError, Consent, RelyingParty
from shared import ids
from tests.integration.idp.oidc import rp

FORM = {
    "title": "Docket Watch",
    "redirect_uris": "http://localhost:3000/callback",
    "post_logout_uris": "",
    "backchannel_logout_uri": "",
    "token_endpoint_auth_method": "client_secret_post",
    "id_token_signed_response_alg": "ES256",
    "require_pkce": "y",
}


@pytest.fixture
def client(provider: rp.Idp) -> rp.RegisteredRp:
    """Return a relying party that avery has registered."""
    return provider.register()


# --------------------------------------------------------------------------- consent


def test_the_person_is_asked_once_and_told_what_for(
    provider: rp.Idp, browser: rp.Browser, client: rp.RegisteredRp
) -> None:
    asked = client.ask(browser, scope="openid email")
    assert asked.headers["Location"].startswith("/oidc/consent?tx=")
    page = browser.get(asked.headers["Location"])
    assert "Docket Watch" in page.text
    assert "watch.test" in page.text
    assert "e-mail address" in page.text
    assert "See your name" not in page.text
    assert "https://watch.test" in page.headers["Content-Security-Policy"]
    assert "code" in rp.answer_of(client.agree(browser, asked))
    assert "code" in rp.answer_of(client.ask(browser, scope="openid email"))
    more = client.ask(browser, scope="openid email profile")
    assert "/oidc/consent" in more.headers["Location"], "more than was agreed to"
    again = client.ask(browser, scope="openid", prompt="consent")
    assert "code" in rp.answer_of(client.agree(browser, again))


def test_a_no_goes_back_and_nothing_is_remembered(
    provider: rp.Idp, browser: rp.Browser, client: rp.RegisteredRp
) -> None:
    asked = client.ask(browser)
    answer = rp.answer_of(client.agree(browser, asked, button="deny"))
    assert answer["error"] == "access_denied"
    assert answer["iss"] == provider.issuer
    assert answer["state"] == "the-state-of-this-request"
    assert browser.get(asked.headers["Location"]).status_code == 400
    with provider.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Consent)) == 0


def test_without_a_page_consent_is_required(browser: rp.Browser, client: rp.RegisteredRp) -> None:
    assert rp.answer_of(client.ask(browser, prompt="none"))["error"] == "consent_required"


def test_the_sign_in_form_may_lead_on_to_the_asking_client_and_nobody_else(
    provider: rp.Idp, client: rp.RegisteredRp, court: rp.Rp
) -> None:
    visitor = provider.browser()
    page = visitor.get(client.ask(visitor).headers["Location"])
    assert "https://watch.test" in page.headers["Content-Security-Policy"]
    other = visitor.get(court.ask(visitor).headers["Location"])
    assert "watch.test" not in other.headers["Content-Security-Policy"]


def test_consent_needs_the_forms_token(browser: rp.Browser, client: rp.RegisteredRp) -> None:
    url = client.ask(browser).headers["Location"]
    answer = browser.post("/oidc/consent", data={"tx": url.partition("=")[2], "allow": "1"})
    assert answer.status_code == 400


def test_a_court_asks_nobody(browser: rp.Browser, court: rp.Rp) -> None:
    assert "code" in rp.answer_of(court.ask(browser, prompt="consent"))


def test_a_client_that_is_no_court_learns_nothing_of_the_account(
    provider: rp.Idp, browser: rp.Browser, client: rp.RegisteredRp
) -> None:
    tokens = client.tokens(browser)
    told = set(rp.opened(provider, tokens["id_token"]).claims)
    told |= set(client.userinfo(tokens["access_token"]).get_json())
    assert not told & {"account_number", "account_kind", "client_code", "trainer", "world"}
    assert {"sub", "name", "email"} <= told
    cso = browser.cso_token()
    assert client.call("/oidc/introspect", token=cso).get_json() == {"active": False}
    mine = client.call("/oidc/introspect", token=tokens["access_token"]).get_json()
    assert mine["active"] is True
    assert "account_number" not in mine


def test_a_person_takes_a_consent_back(browser: rp.Browser, client: rp.RegisteredRp) -> None:
    tokens = client.offline(browser)
    page = browser.get("/pscof/manage/connectedApplications.jsf")
    assert "Docket Watch" in page.text
    browser.submit(page, "/pscof/manage/connectedApplications.jsf")
    assert client.userinfo(tokens["access_token"]).status_code == 401
    assert client.refresh(tokens["refresh_token"]).get_json()["error"] == "invalid_grant"
    assert rp.answer_of(client.ask(browser, prompt="none"))["error"] == "consent_required"
    empty = browser.get("/pscof/manage/connectedApplications.jsf")
    assert "No application is connected" in empty.text


def test_a_registered_client_is_told_of_a_log_out(
    provider: rp.Idp, browser: rp.Browser, client: rp.RegisteredRp, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, str]] = []

    def post(_self: Any, url: str, *, data: dict[str, str], **more: Any) -> requests.Response:
        assert more["allow_redirects"] is False
        told.append((url, data["logout_token"]))
        answer = requests.Response()
        answer.status_code = 200
        return answer

    monkeypatch.setattr(requests.Session, "post", post)
    hint = client.tokens(browser)["id_token"]
    going = browser.get(
        "/oidc/end_session",
        query_string={
            "id_token_hint": hint,
            "post_logout_redirect_uri": "https://watch.test/bye",
            "state": "s",
        },
    )
    assert going.headers["Location"] == "https://watch.test/bye?state=s"
    assert [url for url, _ in told] == ["https://watch.test/told"]
    claims = rp.opened(provider, told[0][1]).claims
    assert (claims["aud"], claims["sid"]) == (client.client_id, browser.sid)


def test_a_client_gets_a_token_of_its_own(
    provider: rp.Idp, client: rp.RegisteredRp, court: rp.Rp
) -> None:
    answer = client.call("/oidc/token", grant_type="client_credentials", scope="openid")
    tokens = answer.get_json()
    assert set(tokens) == {"token_type", "access_token", "expires_in"}
    body = client.call("/oidc/introspect", token=tokens["access_token"]).get_json()
    assert (body["active"], body["sub"]) == (True, client.client_id)
    assert client.userinfo(tokens["access_token"]).status_code == 401
    assert court.call("/oidc/introspect", token=tokens["access_token"]).get_json() == {
        "active": False
    }
    client.call("/oidc/revoke", token=tokens["access_token"])
    gone = client.call("/oidc/introspect", token=tokens["access_token"]).get_json()
    assert gone == {"active": False}
    refused = court.call("/oidc/token", grant_type="client_credentials").get_json()
    assert refused["error"] == "unauthorized_client"


# --------------------------------------------------------------------------- portal


def registered(browser: rp.Browser, **changes: str) -> Any:
    page = browser.get("/oidc/clients/new")
    return browser.submit(page, "/oidc/clients/new", **{**FORM, **changes})


def test_a_person_registers_a_client_and_uses_it(provider: rp.Idp, browser: rp.Browser) -> None:
    page = registered(browser)
    assert page.status_code == 200
    secret = re.search(r'id="client-secret">(\w+)<', page.text)
    assert secret
    with provider.database.reading() as session:
        row = session.scalars(select(RelyingParty)).one()
    assert row.secret_hash == ids.digest(secret[1])
    client = rp.RegisteredRp(provider, row.client_id, secret[1])
    client.redirect_uri = "http://localhost:3000/callback"
    code = client.code(browser)
    assert client.exchange(code).status_code == 401, "registered for client_secret_post"
    posted = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": client.redirect_uri,
        "code_verifier": rp.VERIFIER,
        "client_id": client.client_id,
        "client_secret": client.secret,
    }
    tokens = browser.post("/oidc/token", data=posted).get_json()
    assert rp.opened(provider, tokens["id_token"]).header["alg"] == "ES256"
    assert client.client_id in browser.get("/oidc/clients").text
    assert secret[1] not in browser.get(f"/oidc/clients/{client.client_id}").text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("redirect_uris", "http://example.com/cb"),
        ("redirect_uris", "https://a.test/cb#part"),
        ("redirect_uris", "https://*.test/cb"),
        ("redirect_uris", "javascript:alert(1)"),
        ("redirect_uris", "https://user:pw@a.test/cb"),
        ("redirect_uris", "/relative"),
        ("redirect_uris", "http://localhost.evil.com/cb"),
        ("redirect_uris", "https://a.test:99999/"),
        ("redirect_uris", " \n "),
        ("redirect_uris", "\n".join(f"https://a.test/{n}" for n in range(11))),
        ("post_logout_uris", "ftp://a.test/"),
        ("backchannel_logout_uri", "https://a.test/1\nhttps://a.test/2"),
        ("backchannel_logout_uri", "file:///etc/passwd"),
        ("backchannel_logout_uri", "https://169.254.169.254/latest"),
        ("title", "x" * 81),
        ("title", ""),
        ("token_endpoint_auth_method", "none"),
        ("id_token_signed_response_alg", "none"),
    ],
)
def test_what_cannot_be_registered(
    provider: rp.Idp, browser: rp.Browser, field: str, value: str
) -> None:
    page = registered(browser, **{field: value})
    assert page.status_code == 200
    assert 'role="alert"' in page.text
    with provider.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(RelyingParty)) == 0


def test_rotating_the_secret_and_changing_and_removing(
    provider: rp.Idp, browser: rp.Browser, client: rp.RegisteredRp
) -> None:
    base = f"/oidc/clients/{client.client_id}"
    tokens = client.offline(browser)
    page = browser.submit(browser.get(base), f"{base}/secret")
    found = re.search(r'id="client-secret">(\w+)<', page.text)
    assert found
    assert client.refresh(tokens["refresh_token"]).status_code == 401
    client.secret = found[1]
    assert client.refresh(tokens["refresh_token"]).status_code == 200
    form = browser.get(f"{base}/edit")
    assert "https://watch.test/callback" in form.text
    browser.submit(form, f"{base}/edit", **{**FORM, "title": "New name"})
    assert "New name" in browser.get(base).text
    browser.submit(browser.get(base), f"{base}/remove")
    assert browser.get(base).status_code == 404
    assert client.ask(browser).status_code == 400
    assert client.userinfo(tokens["access_token"]).status_code == 401


def test_a_client_is_its_owners_and_the_trainers(provider: rp.Idp, client: rp.RegisteredRp) -> None:
    base = f"/oidc/clients/{client.client_id}"
    other = provider.browser()
    other.sign_in(user_name="blake")
    assert other.get(base).status_code == 404
    assert other.get(f"{base}/edit").status_code == 404
    token = re.search(r'name="csrf_token" value="([^"]+)"', other.get("/oidc/clients/new").text)
    assert token
    for path in ("secret", "remove", "edit"):
        answer = other.post(f"{base}/{path}", data={"csrf_token": token[1], **FORM})
        assert answer.status_code == 404
    assert "Docket Watch" not in other.get("/oidc/clients").text
    stranger = provider.browser()
    assert stranger.get(base).status_code == 303
    trainer = provider.browser()
    trainer.sign_in()
    trainer.make_trainer()
    assert "court-ctd" in trainer.get("/oidc/clients").text
    assert "Refused requests" in trainer.get("/oidc/clients/court-ctd").text


def test_every_refusal_is_kept_with_its_rule_and_no_secret(
    provider: rp.Idp, browser: rp.Browser, client: rp.RegisteredRp
) -> None:
    client.ask(browser, redirect_uri="https://watch.test/callback/")
    client.ask(browser, response_type="token")
    client.ask(browser, code_challenge_method="plain")
    client.ask(browser, prompt="none")
    client.exchange("x" * 43)
    client.exchange(client.code(browser), code_verifier="w" * 43)
    client.exchange("x", auth=(client.client_id, "a-wrong-secret"))
    client.refresh("y" * 43)
    client.call("/oidc/token", grant_type="password", username="u", password="p-w")
    client.call("/oidc/revoke")
    browser.get(
        "/oidc/end_session",
        query_string={
            "client_id": client.client_id,
            "post_logout_redirect_uri": "https://evil.test/",
        },
    )
    with provider.database.reading() as session:
        rows = session.scalars(select(ClientError).order_by(ClientError.id)).all()
    assert [row.rule for row in rows] == [
        "oidc-core-3.1.2.1-redirect-uri",
        "rfc6749-3.1.1-response-type",
        "rfc7636-4.3-pkce",
        "oidc-core-3.1.2.6-consent-required",
        "rfc6749-4.1.3-code",
        "rfc7636-4.6-verifier",
        "rfc6749-2.3-client-authentication",
        "rfc9700-4.14.2-refresh",
        "rfc6749-5.2-grant",
        "rfc7662-2.1-token",
        "rpinit-2-post-logout-redirect-uri",
    ]
    kept = repr([(row.given, row.detail) for row in rows])
    for secret in ("x" * 43, "y" * 43, "w" * 43, "a-wrong-secret", client.secret, "p-w"):
        assert secret not in kept
    page = browser.get(f"/oidc/clients/{client.client_id}").text
    assert faults.RULES["rfc7636-4.3-pkce"].id in page
    assert "Store the new refresh token" in page


def test_only_the_last_hundred_are_kept(provider: rp.Idp, client: rp.RegisteredRp) -> None:
    other = provider.register()
    other.call("/oidc/revoke")
    for _ in range(103):
        client.call("/oidc/revoke")
    with provider.database.reading() as session:
        names = list(session.scalars(select(ClientError.client_id)))
    counted = {name: names.count(name) for name in names}
    assert counted == {client.client_id: 100, other.client_id: 1}
