"""Discovery, userinfo, introspection, revocation (OIDC Discovery 1.0, Core 5.3, RFC 7662, 7009)."""

from __future__ import annotations

from typing import Any

import pytest
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata
from authlib.oidc.discovery import OpenIDProviderMetadata

from idp.classroom.models import Trainer
from idp.oidc import discovery
from shared import ids
from tests.integration.idp.oidc import rp


def test_discovery_is_complete_and_every_address_answers(provider: rp.Idp) -> None:
    browser = provider.browser()
    response = browser.get("/.well-known/openid-configuration")
    assert response.status_code == 200
    assert "max-age" in response.headers["Cache-Control"]
    found: dict[str, Any] = response.get_json()
    assert found["issuer"] == provider.issuer == "http://pacer.moot.localhost:8080"
    endpoints = [key for key in found if key.endswith("_endpoint")] + ["jwks_uri"]
    assert len(endpoints) == 8
    for key in endpoints:
        assert found[key].startswith(provider.issuer + "/oidc/")
        assert browser.get(found[key]).status_code in (200, 400, 401, 405), key
    assert found["response_types_supported"] == ["code"]
    assert found["grant_types_supported"] == [
        "authorization_code",
        "refresh_token",
        "client_credentials",
    ]
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert found["id_token_signing_alg_values_supported"] == ["RS256", "ES256"]
    assert "none" not in found["token_endpoint_auth_methods_supported"]
    assert found["request_parameter_supported"] is False
    assert found["request_uri_parameter_supported"] is False
    assert found["claims_parameter_supported"] is True
    assert found["authorization_response_iss_parameter_supported"] is True
    assert found["backchannel_logout_supported"] is True
    assert found["backchannel_logout_session_supported"] is True
    assert found["subject_types_supported"] == ["public"]
    assert "openid" in found["scopes_supported"]


def test_discovery_is_well_formed() -> None:
    document = discovery.document("https://pacer.moot.test")
    OpenIDProviderMetadata(document).validate()
    AuthorizationServerMetadata(document).validate()


def test_discovery_promises_every_claim_that_is_given(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp
) -> None:
    given = set(rp.opened(provider, court.tokens(browser)["id_token"]).claims)
    assert given == set(discovery.CLAIMS)


# --------------------------------------------------------------------------- userinfo


def test_userinfo_three_ways(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    token = court.tokens(browser)["access_token"]
    header = {"Authorization": f"Bearer {token}"}
    other = provider.browser()
    answers = [
        other.get("/oidc/userinfo", headers=header),
        other.post("/oidc/userinfo", headers=header),
        other.post("/oidc/userinfo", data={"access_token": token}),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        body = answer.get_json()
        assert body["sub"] == ids.subject_of("avery")
        assert body["preferred_username"] == "avery"
        assert body["name"] == "Avery Stone"
        assert body["sid"] == browser.sid
        assert body["account_kind"] == "individual"


def test_userinfo_tells_of_a_trainer(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    with provider.database.writing() as session:
        session.add(Trainer(subject=ids.subject_of("avery"), since=provider.clock()))
    tokens = court.tokens(browser)
    assert court.userinfo(tokens["access_token"]).get_json()["trainer"] is True
    assert rp.opened(provider, tokens["id_token"]).claims["trainer"] is True


def test_userinfo_refuses_by_the_book(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    token = court.tokens(browser)["access_token"]
    other = provider.browser()
    nothing = other.get("/oidc/userinfo")
    assert nothing.status_code == 401
    assert nothing.headers["WWW-Authenticate"] == 'Bearer realm="moot"'
    wrong = other.get("/oidc/userinfo", headers={"Authorization": "Bearer né"})
    assert wrong.status_code == 401
    assert 'error="invalid_token"' in wrong.headers["WWW-Authenticate"]
    # A token in the address would end up in logs (RFC 9700 4.3.2).
    assert other.get("/oidc/userinfo", query_string={"access_token": token}).status_code == 401
    twice = other.post(
        "/oidc/userinfo",
        data={"access_token": token},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert twice.status_code == 400
    browser.close_session()
    assert court.userinfo(token).status_code == 401


# --------------------------------------------------------------------------- introspection


@pytest.mark.parametrize("path", ["/oidc/introspect", "/oidc/revoke"])
def test_introspection_and_revocation_require_client_authentication(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp, path: str
) -> None:
    token = court.tokens(browser)["access_token"]
    for data in ({"token": token}, {"token": token, "client_id": "court-ctd"}):
        answer = provider.browser().post(path, data=data)
        assert answer.status_code == 401
        assert answer.get_json()["error"] == "invalid_client"
    bearer = {"Authorization": f"Bearer {token}"}
    assert provider.browser().post(path, data={"token": token}, headers=bearer).status_code == 401
    assert court.userinfo(token).status_code == 200


def test_a_court_introspects_its_own_access_token(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp
) -> None:
    token = court.tokens(browser)["access_token"]
    for hint in ("access_token", "refresh_token", "whatever"):
        body = court.call("/oidc/introspect", token=token, token_type_hint=hint).get_json()
        assert body["active"] is True
        assert body["client_id"] == body["aud"] == "court-ctd"
        assert body["iss"] == provider.issuer
        assert body["sub"] == ids.subject_of("avery")
        assert body["exp"] - body["iat"] == 3600
    foreign = provider.court("ctb").call("/oidc/introspect", token=token)
    assert foreign.get_json() == {"active": False}


def test_a_court_introspects_a_cso_token(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp
) -> None:
    token = browser.cso_token()
    for asking in (court, provider.court("ca2")):
        answer = asking.call("/oidc/introspect", token=token)
        assert answer.headers["Cache-Control"] == "no-store"
        body = answer.get_json()
        assert body["active"] is True
        assert body["sid"] == browser.sid
        assert body["sub"] == ids.subject_of("avery")
        assert body["name"] == "Avery Stone"
        assert body["account_number"].isdigit()
        assert body["aud"] == asking.client_id
    userinfo = court.userinfo(token)
    assert userinfo.status_code == 401
    browser.close_session()
    assert court.call("/oidc/introspect", token=token).get_json() == {"active": False}


@pytest.mark.parametrize("token", ["x" * 43, "x" * 128, "é", "\N{GRINNING FACE}" * 128])
def test_unknown_tokens_are_inactive(court: rp.Rp, token: str) -> None:
    assert court.call("/oidc/introspect", token=token).get_json() == {"active": False}


@pytest.mark.parametrize("path", ["/oidc/introspect", "/oidc/revoke"])
def test_a_missing_or_unreadable_token_is_an_invalid_request(court: rp.Rp, path: str) -> None:
    for data in ({}, {"token": ""}, {"token": "a\x00b"}, {"token": ["a", "b"]}):
        answer = court.call(path, **data)
        assert (answer.status_code, answer.get_json()["error"]) == (400, "invalid_request")


# --------------------------------------------------------------------------- revocation


def test_a_client_revokes_its_own_token_and_nobody_elses(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp
) -> None:
    token = court.tokens(browser)["access_token"]
    foreign = provider.court("ctb").call("/oidc/revoke", token=token)
    assert foreign.get_json()["error"] == "invalid_grant"
    assert court.userinfo(token).status_code == 200
    assert court.call("/oidc/revoke", token=token, token_type_hint="odd").status_code == 200
    assert court.userinfo(token).status_code == 401
    assert court.call("/oidc/revoke", token=token).status_code == 200
    assert court.call("/oidc/revoke", token="unknown").status_code == 200
