"""`acr_values`, `claims`, hints, pushed requests and keys (OIDC Core 5.5, RFC 9126, RFC 9470)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from idp.oidc import queries, service
from idp.oidc.models import PushedRequest, SigningKey
from shared import ids
from tests.integration.idp.oidc import rp

MFA = "urn:moot:acr:mfa"
PASSWORD = "urn:moot:acr:password"
ESSENTIAL = json.dumps({"id_token": {"acr": {"essential": True, "value": MFA}}})


def acr_of(provider: rp.Idp, court: rp.Rp, code: str) -> str:
    tokens = court.exchange(code).get_json()
    return str(rp.opened(provider, tokens["id_token"]).claims["acr"])


def test_a_wish_for_mfa_leads_to_sign_in_again_and_is_then_let_go(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp
) -> None:
    asked = rp.sign_in_asked(court.ask(browser, acr_values=f"{MFA} urn:other"))
    assert ("fresh" in asked, asked["acr_values"]) == (False, MFA)
    provider.clock.advance(seconds=2)
    browser.sign_in()
    answer = rp.answer_of(browser.get(asked["appurl"]))
    assert acr_of(provider, court, answer["code"]) == PASSWORD


def test_a_session_with_a_second_factor_does_for_both_classes(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp
) -> None:
    browser.has_second_factor()
    for asked, told in ((MFA, MFA), (PASSWORD, PASSWORD), (f"{PASSWORD} {MFA}", MFA)):
        code = court.code(browser, acr_values=asked)
        assert acr_of(provider, court, code) == told


def test_an_essential_class_is_given_or_refused(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp
) -> None:
    quiet = rp.answer_of(court.ask(browser, claims=ESSENTIAL, prompt="none"))
    assert quiet["error"] == "login_required"
    asked = rp.sign_in_asked(court.ask(browser, claims=ESSENTIAL))
    assert asked["acr_values"] == MFA
    assert rp.sign_in_asked(browser.get(asked["appurl"]))["acr_values"] == MFA
    without = rp.answer_of(browser.get(asked["appurl"] + "&declined=1"))
    assert without["error"] == "unmet_authentication_requirements"
    unknown = json.dumps({"id_token": {"acr": {"essential": True, "value": "urn:other"}}})
    refused = rp.answer_of(court.ask(browser, claims=unknown))
    assert refused["error"] == "unmet_authentication_requirements"
    provider.clock.advance(seconds=2)
    browser.sign_in()
    refused = rp.answer_of(browser.get(asked["appurl"]))
    assert refused["error"] == "unmet_authentication_requirements"
    browser.has_second_factor()
    assert acr_of(provider, court, court.code(browser, claims=ESSENTIAL)) == MFA


def test_without_a_page_a_wish_is_let_go(browser: rp.Browser, court: rp.Rp) -> None:
    assert "code" in rp.answer_of(court.ask(browser, acr_values=MFA, prompt="none"))


def test_single_claims_are_honoured_where_they_are_asked_for(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp
) -> None:
    wished = json.dumps(
        {"userinfo": {"name": {"essential": True}, "nickname": None}, "id_token": {"email": None}}
    )
    tokens = court.tokens(browser, scope="openid", claims=wished)
    info = court.userinfo(tokens["access_token"]).get_json()
    assert info["name"] == "Avery Stone"
    assert not {"email", "given_name", "nickname"} & set(info)
    told = rp.opened(provider, tokens["id_token"]).claims
    assert told["email"] == "avery@example.test"
    assert "name" not in told


def test_single_claims_of_another_client_are_agreed_to(
    provider: rp.Idp, browser: rp.Browser
) -> None:
    client = provider.register()
    wished = json.dumps({"userinfo": {"email": None, "account_number": None}})
    asked = client.ask(browser, scope="openid", claims=wished)
    assert "e-mail address" in browser.get(asked.headers["Location"]).text
    code = rp.answer_of(client.agree(browser, asked))["code"]
    info = client.userinfo(client.exchange(code).get_json()["access_token"]).get_json()
    assert info["email"] == "avery@example.test"
    assert "account_number" not in info


@pytest.mark.parametrize(
    "claims",
    ["{", "[]", "7", '{"userinfo": 1}', '{"id_token": {"acr": {"values": "x"}}}', "[" * 3000],
)
def test_claims_that_are_none_are_refused(browser: rp.Browser, court: rp.Rp, claims: str) -> None:
    assert rp.answer_of(court.ask(browser, claims=claims))["error"] == "invalid_request"


def test_a_named_subject_is_the_one_or_signs_in(browser: rp.Browser, court: rp.Rp) -> None:
    def wished(subject: str) -> str:
        return json.dumps({"id_token": {"sub": {"value": subject}}})

    mine = ids.subject_of("avery")
    assert "code" in rp.answer_of(court.ask(browser, claims=wished(mine), prompt="none"))
    other = court.ask(browser, claims=wished("somebody-else"), prompt="none")
    assert rp.answer_of(other)["error"] == "login_required"


def test_a_login_hint_is_in_the_form(provider: rp.Idp, court: rp.Rp) -> None:
    visitor = provider.browser()
    response = court.ask(visitor, login_hint='av"<ery')
    page = visitor.get(response.headers["Location"])
    assert 'value="av&#34;&lt;ery"' in page.text


# --------------------------------------------------------------------------- pushed requests


def push(court: rp.Rp, **changes: Any) -> Any:
    data: dict[str, Any] = {
        "response_type": "code",
        "redirect_uri": court.redirect_uri,
        "scope": "openid",
        "state": "pushed-state",
        "code_challenge": rp.CHALLENGE,
        "code_challenge_method": "S256",
        **changes,
    }
    return court.call("/oidc/par", **{k: v for k, v in data.items() if v is not None})


def go(browser: rp.Browser, court: rp.Rp, uri: str, **more: str) -> Any:
    query = {"client_id": court.client_id, "request_uri": uri, **more}
    return browser.get("/oidc/authorize", query_string=query)


def test_a_pushed_request_is_good_once(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    answer = push(court)
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    body = answer.get_json()
    assert body["expires_in"] == 60
    assert body["request_uri"].startswith("urn:ietf:params:oauth:request_uri:")
    with provider.database.reading() as session:
        row = session.scalars(select(PushedRequest)).one()
    assert body["request_uri"] not in repr(vars(row))
    assert court.secret not in row.parameters
    came = rp.answer_of(go(browser, court, body["request_uri"], scope="x", state="of the browser"))
    assert came["state"] == "pushed-state"
    assert court.exchange(came["code"]).status_code == 200
    assert go(browser, court, body["request_uri"]).status_code == 400


def test_a_pushed_request_is_its_clients_for_a_minute(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp
) -> None:
    uri = push(court).get_json()["request_uri"]
    stolen = go(browser, provider.court("ctb"), uri)
    assert stolen.status_code == 400
    assert "Location" not in stolen.headers
    provider.clock.advance(seconds=61)
    assert go(browser, court, uri).status_code == 400


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"request": "e30."}, "request_not_supported"),
        ({"request_uri": "urn:ietf:params:oauth:request_uri:x"}, "request_uri_not_supported"),
        ({"redirect_uri": "http://evil.test/"}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge": None}, "invalid_request"),
        ({"client_id": "court-ctb"}, "invalid_request"),
        ({"scope": "profile"}, "invalid_scope"),
    ],
)
def test_a_pushed_request_is_checked_when_pushed(
    court: rp.Rp, changes: dict[str, Any], error: str
) -> None:
    answer = push(court, **changes)
    assert (answer.status_code, answer.get_json()["error"]) == (400, error)


def test_pushing_needs_the_clients_secret(provider: rp.Idp, court: rp.Rp) -> None:
    bare = provider.browser().post("/oidc/par", data={"client_id": court.client_id})
    assert (bare.status_code, bare.get_json()["error"]) == (401, "invalid_client")


# --------------------------------------------------------------------------- keys


def states(provider: rp.Idp) -> dict[str, str]:
    with provider.database.reading() as session:
        return {k.kid: k.state for k in queries.signing_keys(session) if k.alg == "RS256"}


def test_a_trainer_rotates_and_the_waiting_key_signs(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp
) -> None:
    assert browser.get("/oidc/keys").status_code == 403
    browser.make_trainer()
    provider.provider.ring()
    before = states(provider)
    waiting = next(kid for kid, state in before.items() if state == "next")
    page = browser.get("/oidc/keys")
    assert waiting in page.text
    assert browser.submit(page, "/oidc/keys", alg="RS256").status_code == 303
    after = states(provider)
    assert after[waiting] == "active"
    assert sorted(after.values()) == ["active", "next", "retired"]
    header = rp.opened(provider, court.tokens(browser)["id_token"]).header
    assert header["kid"] == waiting
    assert browser.submit(page, "/oidc/keys", alg="none").status_code == 400


def test_keys_retire_by_themselves_and_are_pruned(provider: rp.Idp) -> None:
    provider.provider.ring()
    active = next(kid for kid, state in states(provider).items() if state == "active")

    def sweep() -> None:
        with provider.database.writing() as session:
            service.sweep(session, provider.clock())
        provider.provider._ring = None

    provider.clock.advance(days=89)
    sweep()
    assert states(provider)[active] == "active"
    provider.clock.advance(days=2)
    sweep()
    assert states(provider)[active] == "retired"
    assert sorted(states(provider).values()) == ["active", "retired"]
    provider.provider.ring()
    assert sorted(states(provider).values()) == ["active", "next", "retired"]
    provider.clock.advance(hours=24)
    sweep()
    assert active in states(provider)
    provider.clock.advance(hours=2)
    sweep()
    assert active not in states(provider)
    with provider.database.reading() as session:
        assert len(session.scalars(select(SigningKey)).all()) == 4
