"""The token endpoint, ID tokens and keys (RFC 6749 4.1.3, OIDC Core 2; identity.md 2.5)."""

from __future__ import annotations

import base64
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import ECKey, RSAKey
from sqlalchemy import select

from idp.oidc import keyring, queries, service
from idp.oidc.models import AccessToken, AuthorizationCode, SigningKey
from idp.signin.models import SsoSession
from shared import ids
from shared.audit import AuditEvent
from tests.integration.idp.oidc import rp


def test_a_code_becomes_tokens(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    response = court.exchange(court.code(browser))
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    tokens = response.get_json()
    assert set(tokens) == {"token_type", "access_token", "expires_in", "scope", "id_token"}
    assert tokens["token_type"] == "Bearer"
    assert tokens["scope"] == "openid profile email"


def test_no_ten_day_tokens(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    tokens = court.tokens(browser)
    assert tokens["expires_in"] == 3600
    assert court.userinfo(tokens["access_token"]).status_code == 200
    provider.clock.advance(minutes=59)
    assert court.userinfo(tokens["access_token"]).status_code == 200
    provider.clock.advance(minutes=2)
    assert court.userinfo(tokens["access_token"]).status_code == 401


def test_a_token_never_outlives_its_session(provider: rp.Idp, court: rp.Rp) -> None:
    browser = provider.browser()
    browser.sign_in(minutes_ago=11 * 60 + 30)
    assert 1700 < court.tokens(browser)["expires_in"] <= 1800


def test_id_token_carries_the_time_of_the_login_and_the_nonce(
    provider: rp.Idp, court: rp.Rp
) -> None:
    browser = provider.browser()
    browser.sign_in(minutes_ago=20)
    signed_in = int(provider.clock().timestamp()) - 20 * 60
    code = court.code(browser)
    provider.clock.advance(seconds=30)
    with provider.database.writing() as session:
        # A later sign-in renews the session: the code still speaks of the earlier one.
        session.get_one(SsoSession, browser.session_id).auth_time = provider.clock()
    tokens = court.exchange(code).get_json()
    token = rp.opened(provider, tokens["id_token"])
    claims = token.claims
    assert abs(claims["auth_time"] - signed_in) <= 2
    assert claims["nonce"] == "the-nonce-of-this-request"
    assert claims["iss"] == provider.issuer
    assert claims["aud"] == "court-ctd"
    assert claims["sub"] == ids.subject_of("avery")
    assert claims["sid"] == browser.sid
    assert claims["amr"] == ["pwd"]
    assert claims["acr"] == "urn:moot:acr:password"
    assert claims["exp"] - claims["iat"] == 3600
    assert abs(claims["iat"] - provider.clock().timestamp()) <= 5
    half = hashlib.sha256(tokens["access_token"].encode()).digest()[:16]
    assert claims["at_hash"] == base64.urlsafe_b64encode(half).rstrip(b"=").decode()
    moot = {"account_number", "account_kind", "account_legacy", "account_status", "client_code"}
    assert moot | {"trainer", "world", "seat_offset_seconds", "search_disabled"} <= set(claims)
    assert claims["search_reason"] == ""
    assert claims["account_legacy"] is False
    assert claims["trainer"] is False


def test_without_a_nonce_the_flow_succeeds_and_none_is_made_up(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp
) -> None:
    tokens = court.tokens(browser, nonce=None)
    assert "nonce" not in rp.opened(provider, tokens["id_token"]).claims


def test_scopes_open_their_claims_only(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    bare = rp.opened(provider, court.tokens(browser, scope="openid")["id_token"]).claims
    assert not {"name", "email", "preferred_username"} & set(bare)
    mail = rp.opened(provider, court.tokens(browser, scope="openid email")["id_token"]).claims
    assert mail["email"] == "avery@example.test"
    assert "name" not in mail


# --------------------------------------------------------------------------- codes


def test_replay_kills_what_the_first_use_issued(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp
) -> None:
    code = court.code(browser)
    first = court.exchange(code).get_json()
    assert court.userinfo(first["access_token"]).status_code == 200
    provider.clock.advance(seconds=30)
    second = court.exchange(code)
    assert (second.status_code, second.get_json()["error"]) == (400, "invalid_grant")
    assert court.userinfo(first["access_token"]).status_code == 401
    assert court.call("/oidc/introspect", token=first["access_token"]).get_json() == {
        "active": False
    }
    with provider.database.reading() as session:
        tags = list(session.scalars(select(AuditEvent.tag)))
    assert "oidc:replay" in tags
    # Nothing else of the person suffers.
    other = court.tokens(browser)
    assert court.userinfo(other["access_token"]).status_code == 200


def test_a_code_lives_for_a_minute(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    code = court.code(browser)
    provider.clock.advance(seconds=61)
    assert court.exchange(code).get_json()["error"] == "invalid_grant"


def test_a_code_of_a_person_who_signed_in_hours_ago_is_good(provider: rp.Idp, court: rp.Rp) -> None:
    browser = provider.browser()
    browser.sign_in(minutes_ago=300)
    assert court.exchange(court.code(browser)).status_code == 200


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_verifier": None}, "invalid_request"),
        ({"code_verifier": "w" * 43}, "invalid_grant"),
        ({"code_verifier": rp.CHALLENGE}, "invalid_grant"),
        ({"code_verifier": "é" * 43}, "invalid_request"),
        ({"redirect_uri": None}, "invalid_grant"),
        ({"redirect_uri": "http://ecf.ctb.moot.localhost:8080/oidc/callback"}, "invalid_grant"),
        ({"code": "x" * 43}, "invalid_grant"),
        ({"code": None}, "invalid_request"),
        ({"code": "\x00"}, "invalid_request"),
        ({"code": ["one", "two"]}, "invalid_request"),
        ({"grant_type": "password", "username": "avery"}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, "unauthorized_client"),
        ({"grant_type": "refresh_token"}, "unauthorized_client"),
        ({"grant_type": None}, "unsupported_grant_type"),
    ],
)
def test_bad_exchanges_are_refused_and_leave_the_code_good(
    browser: rp.Browser, court: rp.Rp, changes: dict[str, Any], error: str
) -> None:
    code = court.code(browser)
    response = court.exchange(**{"code": code, **changes})
    assert response.status_code == 400
    assert response.get_json()["error"] == error
    assert court.exchange(code).status_code == 200


def test_a_code_belongs_to_its_client(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    code = court.code(browser)
    other = provider.court("ctb")
    stolen = other.exchange(code, redirect_uri=court.redirect_uri)
    assert stolen.get_json()["error"] == "invalid_grant"
    assert court.exchange(code).status_code == 200


def test_a_code_dies_with_its_session(browser: rp.Browser, court: rp.Rp) -> None:
    code = court.code(browser)
    browser.close_session()
    assert court.exchange(code).get_json()["error"] == "invalid_grant"


def test_codes_and_tokens_are_stored_hashed(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp
) -> None:
    code = court.code(browser)
    token = court.exchange(code).get_json()["access_token"]
    with provider.database.reading() as session:
        stored_code = session.scalars(select(AuthorizationCode)).one()
        stored_token = session.scalars(select(AccessToken)).one()
    assert stored_code.code_hash == hashlib.sha256(code.encode()).hexdigest()
    assert stored_token.token_hash == hashlib.sha256(token.encode()).hexdigest()
    text = repr({**vars(stored_code), **vars(stored_token)})
    assert code not in text
    assert token not in text
    assert isinstance(stored_code.issued_at, datetime)
    assert stored_code.issued_at > stored_code.auth_time


# --------------------------------------------------------------------------- client authentication


@pytest.mark.parametrize(
    "auth",
    [
        ("court-ctd", "wrong"),
        ("court-ctd", "sécret-ü-漢字"),
        ("court-ctd", ""),
        ("court-nowhere", "secret"),
        ("", ""),
        ("court-ctd", "a%00b"),
    ],
)
@pytest.mark.parametrize("path", ["/oidc/token", "/oidc/introspect", "/oidc/revoke"])
def test_a_wrong_client_secret_even_non_ascii_is_401_and_no_500(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp, auth: tuple[str, str], path: str
) -> None:
    code = court.code(browser)
    data = {"grant_type": "authorization_code", "code": code, "token": "t"}
    answer = provider.browser().post(path, data=data, headers={"Authorization": rp.basic(*auth)})
    assert answer.status_code == 401
    assert answer.get_json()["error"] == "invalid_client"
    assert answer.headers["WWW-Authenticate"].startswith("Basic")
    client_id, secret = auth
    posted = {**data, "client_id": client_id, "client_secret": secret}
    assert provider.browser().post(path, data=posted).status_code == 401
    assert provider.browser().post(path, data=data).status_code == 401


@pytest.mark.parametrize("header", ["Basic é", "Basic !!!", "Basic /////w==", "Basic", "Digest x"])
def test_an_undecodable_authorization_header_is_401(
    provider: rp.Idp, header: str, browser: rp.Browser
) -> None:
    answer = provider.browser().post(
        "/oidc/token",
        data={"grant_type": "authorization_code", "code": "c"},
        headers={"Authorization": header},
    )
    assert answer.status_code == 401


def test_client_secret_post_works_and_both_ways_at_once_do_not(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp
) -> None:
    code = court.code(browser)
    data = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": court.redirect_uri,
        "code_verifier": rp.VERIFIER,
        "client_id": court.client_id,
        "client_secret": court.secret,
    }
    header = {"Authorization": rp.basic(court.client_id, court.secret)}
    both = provider.browser().post("/oidc/token", data=data, headers=header)
    assert (both.status_code, both.get_json()["error"]) == (400, "invalid_request")
    assert provider.browser().post("/oidc/token", data=data).status_code == 200


def test_secrets_in_the_address_are_refused(provider: rp.Idp, court: rp.Rp) -> None:
    answer = provider.browser().post(
        "/oidc/token",
        query_string={"client_id": court.client_id, "client_secret": court.secret},
        data={"grant_type": "authorization_code", "code": "c"},
    )
    assert answer.get_json()["error"] == "invalid_request"
    assert provider.browser().get("/oidc/token").status_code == 405


def test_without_the_launchers_switch_plain_http_is_an_error_and_no_500(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AUTHLIB_INSECURE_TRANSPORT")
    assert court.exchange("c").get_json()["error"] == "insecure_transport"
    assert rp.answer_of(court.ask(browser))["error"] == "insecure_transport"


# --------------------------------------------------------------------------- keys


def test_kid_is_always_present_and_the_jwks_has_no_private_part(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp
) -> None:
    response = provider.browser().get("/oidc/jwks")
    keys = response.get_json()["keys"]
    assert {key["alg"] for key in keys} == {"RS256", "ES256"}
    assert all(key["kid"] and key["use"] == "sig" for key in keys)
    assert not any({"d", "p", "q", "dp", "dq", "qi", "oth", "k"} & set(key) for key in keys)
    assert "max-age" in response.headers["Cache-Control"]
    assert "no-store" not in response.headers["Cache-Control"]
    header = rp.opened(provider, court.tokens(browser)["id_token"]).header
    assert header["kid"] in {key["kid"] for key in keys if key["alg"] == "RS256"}
    assert header["alg"] == "RS256"


def test_a_client_may_be_registered_for_es256(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp
) -> None:
    clients = provider.provider.clients
    clients[court.client_id] = replace(clients[court.client_id], algorithm="ES256")
    tokens = court.tokens(browser)
    token = rp.opened(provider, tokens["id_token"])
    assert token.header["alg"] == "ES256"
    half = hashlib.sha256(tokens["access_token"].encode()).digest()[:16]
    assert token.claims["at_hash"] == base64.urlsafe_b64encode(half).rstrip(b"=").decode()


def test_keys_are_imported_once(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp, monkeypatch: pytest.MonkeyPatch
) -> None:
    imports: list[str] = []
    for cls in (RSAKey, ECKey):
        original = cls.import_key

        def counted(*args: Any, original: Any = original, **more: Any) -> Any:
            imports.append(original.__self__.__name__)
            return original(*args, **more)

        monkeypatch.setattr(cls, "import_key", counted)
    hint = ""
    for _ in range(5):
        hint = court.tokens(browser)["id_token"]
    provider.browser().get("/oidc/jwks")
    court.ask(browser, prompt="none", id_token_hint=hint)
    assert sorted(imports) == ["ECKey", "ECKey", "RSAKey", "RSAKey"]


def test_keys_are_made_on_first_start_once_by_many_threads_and_processes(tmp_path: Path) -> None:
    processes = [rp.build(tmp_path) for _ in range(3)]
    with ThreadPoolExecutor(max_workers=12) as pool:
        rings = list(pool.map(lambda n: processes[n % 3].provider.ring(), range(12)))
    assert len({ring.kid("RS256") for ring in rings}) == 1
    assert len({ring.kid("ES256") for ring in rings}) == 1
    with processes[0].database.reading() as session:
        rows = session.scalars(select(SigningKey)).all()
    assert sorted((row.alg, queries.state_of(row)) for row in rows) == [
        (alg, state) for alg in ("ES256", "RS256") for state in ("active", "next")
    ]
    assert all(json.loads(row.private_jwk)["d"] for row in rows)
    for process in processes:
        process.database.dispose()


def test_a_race_for_the_first_key_is_decided_by_the_database(
    provider: rp.Idp, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.provider.ring()
    late = [keyring.make(alg) for alg in keyring.ALGORITHMS]
    # The other process has stored its keys after we looked.
    monkeypatch.setattr(queries, "signing_keys", lambda _session: ())
    with provider.database.writing() as session:
        service.ensure_keys(session, made=late, wall=provider.clock())
    with provider.database.reading() as session:
        assert len(session.scalars(select(SigningKey)).all()) == 4


def test_after_a_rotation_the_new_key_signs_and_the_old_one_is_still_published(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp
) -> None:
    before = court.tokens(browser)["id_token"]
    old = rp.opened(provider, before).header["kid"]
    new = provider.provider.rotate("RS256")
    after = rp.opened(provider, court.tokens(browser)["id_token"])
    assert after.header["kid"] == new != old
    assert rp.opened(provider, before).header["kid"] == old
    kids = {key["kid"] for key in provider.browser().get("/oidc/jwks").get_json()["keys"]}
    assert {old, new} <= kids
    assert len(kids) == 5, "active and next of each algorithm, and the retired one"
