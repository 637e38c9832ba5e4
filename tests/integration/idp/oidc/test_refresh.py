"""Refresh tokens: one use each, one family, one successor (RFC 9700 4.14; identity.md 2.5, 2)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from idp.oidc.models import RefreshToken
from shared import ids
from shared.audit import AuditEvent
from tests.integration.idp.oidc import rp


@pytest.fixture
def client(provider: rp.Idp) -> rp.RegisteredRp:
    """Return a relying party that may refresh."""
    return provider.register()


def test_a_refresh_token_is_given_for_offline_access_to_a_client_registered_for_it_only(
    provider: rp.Idp, browser: rp.Browser, client: rp.RegisteredRp, court: rp.Rp
) -> None:
    assert "refresh_token" in client.offline(browser)
    assert "refresh_token" not in client.tokens(browser)
    at_court = court.tokens(browser, scope="openid offline_access")
    assert "refresh_token" not in at_court
    assert at_court["scope"] == "openid", "no court keeps an access that nobody has asked for"
    plain = provider.register(refresh=False)
    assert "refresh_token" not in plain.offline(browser)


def test_rotation_keeps_time_of_login_and_drops_the_nonce(
    provider: rp.Idp, browser: rp.Browser, client: rp.RegisteredRp
) -> None:
    first = client.offline(browser)
    before = rp.opened(provider, first["id_token"]).claims
    provider.clock.advance(minutes=20)
    response = client.refresh(first["refresh_token"])
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    second: dict[str, Any] = response.get_json()
    assert second["refresh_token"] != first["refresh_token"]
    assert second["access_token"] != first["access_token"]
    assert client.userinfo(second["access_token"]).status_code == 200
    after = rp.opened(provider, second["id_token"]).claims
    assert "nonce" in before
    assert "nonce" not in after
    for name in ("iss", "sub", "aud", "auth_time", "sid", "acr", "amr"):
        assert after[name] == before[name], name
    assert after["iat"] >= before["iat"] + 1200


def test_reuse_outside_the_overlap_ends_the_family_and_nothing_else(
    provider: rp.Idp, browser: rp.Browser, client: rp.RegisteredRp
) -> None:
    first, bystander = client.offline(browser), client.offline(browser)
    second = client.refresh(first["refresh_token"]).get_json()
    provider.clock.advance(seconds=4)
    stolen = client.refresh(first["refresh_token"])
    assert (stolen.status_code, stolen.get_json()["error"]) == (400, "invalid_grant")
    assert client.refresh(second["refresh_token"]).get_json()["error"] == "invalid_grant"
    for token in (first["access_token"], second["access_token"]):
        assert client.userinfo(token).status_code == 401
    assert client.userinfo(bystander["access_token"]).status_code == 200
    assert client.refresh(bystander["refresh_token"]).status_code == 200
    with provider.database.reading() as session:
        assert "oidc:replay" in list(session.scalars(select(AuditEvent.tag)))


def test_two_callers_within_the_overlap_get_the_same_successor(
    provider: rp.Idp, browser: rp.Browser, client: rp.RegisteredRp
) -> None:
    first = client.offline(browser)["refresh_token"]
    with ThreadPoolExecutor(max_workers=8) as pool:
        answers = list(pool.map(lambda _: client.refresh(first), range(16)))
    assert {answer.status_code for answer in answers} == {200}
    successors = {answer.get_json()["refresh_token"] for answer in answers}
    assert len(successors) == 1
    provider.clock.advance(seconds=2)
    assert client.refresh(first).get_json()["refresh_token"] in successors
    with provider.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(RefreshToken)) == 2
    assert client.refresh(successors.pop()).status_code == 200


def test_a_refresh_token_is_bound_to_its_client(
    provider: rp.Idp, browser: rp.Browser, client: rp.RegisteredRp
) -> None:
    token = client.offline(browser)["refresh_token"]
    other = provider.register()
    assert other.refresh(token).get_json()["error"] == "invalid_grant"
    assert client.refresh(token).status_code == 200, "somebody else's try does not use it up"


def test_a_refresh_token_dies_with_its_session(
    browser: rp.Browser, client: rp.RegisteredRp
) -> None:
    token = client.offline(browser)["refresh_token"]
    browser.close_session()
    assert client.refresh(token).get_json()["error"] == "invalid_grant"


def test_the_end_of_a_family_is_absolute(
    provider: rp.Idp, browser: rp.Browser, client: rp.RegisteredRp
) -> None:
    token = client.offline(browser)["refresh_token"]
    for _ in range(3):
        provider.clock.advance(hours=3)
        token = client.refresh(token).get_json()["refresh_token"]
    with provider.database.reading() as session:
        assert len(set(session.scalars(select(RefreshToken.expires_at)))) == 1
    provider.clock.advance(hours=3, seconds=5)
    assert client.refresh(token).get_json()["error"] == "invalid_grant"


def test_a_refresh_may_ask_for_less_and_never_for_more(
    browser: rp.Browser, client: rp.RegisteredRp
) -> None:
    token = client.offline(browser)["refresh_token"]
    assert client.refresh(token, scope="openid email").get_json()["error"] == "invalid_scope"
    less = client.refresh(token, scope="openid").get_json()
    assert less["scope"] == "openid"
    assert "name" not in client.userinfo(less["access_token"]).get_json()
    again = client.refresh(less["refresh_token"]).get_json()
    assert again["scope"] == "openid profile offline_access", "what was granted is still granted"


def test_revoking_a_refresh_token_ends_its_family(
    provider: rp.Idp, browser: rp.Browser, client: rp.RegisteredRp
) -> None:
    first = client.offline(browser)
    second = client.refresh(first["refresh_token"]).get_json()
    foreign = provider.register().call("/oidc/revoke", token=second["refresh_token"])
    assert foreign.get_json()["error"] == "invalid_grant"
    answer = client.call(
        "/oidc/revoke", token=second["refresh_token"], token_type_hint="access_token"
    )
    assert answer.status_code == 200
    assert client.refresh(second["refresh_token"]).get_json()["error"] == "invalid_grant"
    assert client.userinfo(first["access_token"]).status_code == 401
    assert client.userinfo(second["access_token"]).status_code == 401


def test_a_replayed_code_ends_the_refresh_tokens_too(
    browser: rp.Browser, client: rp.RegisteredRp
) -> None:
    code = client.code(browser, scope="openid offline_access")
    token = client.exchange(code).get_json()["refresh_token"]
    assert client.exchange(code).get_json()["error"] == "invalid_grant"
    assert client.refresh(token).get_json()["error"] == "invalid_grant"


def test_refresh_tokens_are_stored_hashed(
    provider: rp.Idp, browser: rp.Browser, client: rp.RegisteredRp
) -> None:
    first = client.offline(browser)["refresh_token"]
    second = client.refresh(first).get_json()["refresh_token"]
    with provider.database.reading() as session:
        rows = session.scalars(select(RefreshToken).order_by(RefreshToken.issued_at)).all()
    assert {row.token_hash for row in rows} == {ids.digest(first), ids.digest(second)}
    text = repr([vars(row) for row in rows])
    assert first not in text
    assert second not in text
    assert all(row.expires_at - row.issued_at <= timedelta(hours=12) for row in rows)


@pytest.mark.parametrize("token", [None, "", "x" * 43, "é"])
def test_made_up_refresh_tokens_are_refused(client: rp.RegisteredRp, token: str | None) -> None:
    data = {"grant_type": "refresh_token"} | ({} if token is None else {"refresh_token": token})
    answer = client.call("/oidc/token", **data)
    assert answer.status_code == 400
    assert answer.get_json()["error"] in ("invalid_grant", "invalid_request")
