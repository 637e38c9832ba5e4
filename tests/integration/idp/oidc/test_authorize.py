"""The authorization endpoint (OIDC Core 3.1.2, RFC 9207, RFC 9700; pitfalls of identity.md 2.5)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select

from idp.oidc.models import AuthorizationCode, AuthorizeTransaction
from idp.signin.models import SsoSession, Visit
from tests.integration.idp.oidc import rp


def codes(provider: rp.Idp) -> int:
    with provider.database.reading() as session:
        return session.scalar(select(func.count()).select_from(AuthorizationCode)) or 0


def test_a_code_comes_back_with_state_and_iss(browser: rp.Browser, court: rp.Rp) -> None:
    response = court.ask(browser)
    assert response.headers["Location"].startswith(court.redirect_uri + "?")
    answer = rp.answer_of(response)
    assert answer["state"] == "the-state-of-this-request"
    assert answer["iss"] == "http://pacer.moot.localhost:8080"
    assert len(answer["code"]) == 43
    assert response.headers["Cache-Control"] == "no-store"


def test_a_request_by_post_is_answered_with_303(browser: rp.Browser, court: rp.Rp) -> None:
    assert "code" in rp.answer_of(court.ask(browser, method="POST"))


def test_a_successful_request_notes_the_visit(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp
) -> None:
    court.ask(browser)
    court.ask(browser)
    provider.court("ca2").ask(browser)
    with provider.database.reading() as session:
        assert list(session.scalars(select(Visit.member).order_by(Visit.id))) == ["ctd", "ca2"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"redirect_uri": None}, "redirect_uri"),
        ({"redirect_uri": ""}, "redirect_uri"),
        ({"redirect_uri": "http://evil.test/oidc/callback"}, "redirect_uri"),
        ({"redirect_uri": "http://ecf.ctd.moot.localhost:8080/oidc/callback/"}, "redirect_uri"),
        ({"redirect_uri": "http://ecf.ctd.moot.localhost:8080/oidc/callback?x=1"}, "redirect_uri"),
        ({"redirect_uri": "http://ecf.ctb.moot.localhost:8080/oidc/callback"}, "redirect_uri"),
        ({"redirect_uri": 'javascript:alert("é\\")'}, "redirect_uri"),
        ({"client_id": None}, "client_id"),
        ({"client_id": "court-nowhere"}, "client_id"),
        ({"client_id": "\x00"}, "client_id"),
    ],
)
def test_an_unknown_client_or_address_is_told_on_a_page_and_never_redirected(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp, changes: dict[str, Any], words: str
) -> None:
    response = court.ask(browser, **changes)
    assert response.status_code == 400
    assert "Location" not in response.headers
    assert words in response.text
    assert codes(provider) == 0


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": 'c"ö'}, "unsupported_response_type"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"response_mode": "form_post"}, "invalid_request"),
        ({"scope": None}, "invalid_scope"),
        ({"scope": "profile email"}, "invalid_scope"),
        ({"prompt": "bogus"}, "invalid_request"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"max_age": "soon"}, "invalid_request"),
        ({"max_age": "-1"}, "invalid_request"),
        ({"max_age": "9" * 30}, "invalid_request"),
        ({"request": "eyJhbGciOiJub25lIn0.e30."}, "request_not_supported"),
        ({"request_uri": "https://ecf.test/r"}, "request_uri_not_supported"),
        ({"registration": "{}"}, "registration_not_supported"),
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "too-short"}, "invalid_request"),
        ({"code_challenge": "é" * 43}, "invalid_request"),
        ({"nonce": "n" * 5000}, "invalid_request"),
        ({"nonce": "a\x00b"}, "invalid_request"),
        ({"scope": ["openid", "openid"]}, "invalid_request"),
        ({"id_token_hint": "no.id.token"}, "invalid_request"),
    ],
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_errors_go_back_with_iss_and_state(
    provider: rp.Idp, court: rp.Rp, changes: dict[str, Any], error: str, *, signed_in: bool
) -> None:
    browser = provider.browser()
    if signed_in:
        browser.sign_in()
    answer = rp.answer_of(court.ask(browser, **changes))
    assert answer["error"] == error
    assert answer["iss"] == provider.issuer
    assert answer["state"] == "the-state-of-this-request"
    assert answer["error_description"].isascii()
    assert codes(provider) == 0


def test_state_given_twice_is_refused_and_not_echoed(
    browser: rp.Browser, court: rp.Rp, provider: rp.Idp
) -> None:
    answer = rp.answer_of(court.ask(browser, state=["one", "two"]))
    assert answer["error"] == "invalid_request"
    assert "state" not in answer
    assert answer["iss"] == provider.issuer


def test_pkce_may_be_left_out_by_a_client_registered_so_but_plain_never(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp
) -> None:
    clients = provider.provider.clients
    assert all(client.require_pkce for client in clients.values())
    clients[court.client_id] = replace(clients[court.client_id], require_pkce=False)
    bare: dict[str, Any] = {"code_challenge": None, "code_challenge_method": None}
    code = rp.answer_of(court.ask(browser, **bare))["code"]
    assert court.exchange(code, code_verifier=None).status_code == 200
    plain = rp.answer_of(court.ask(browser, code_challenge_method="plain"))
    assert plain["error"] == "invalid_request"
    downgraded = rp.answer_of(court.ask(browser, **bare))["code"]
    assert court.exchange(downgraded).get_json()["error"] == "invalid_request"


@pytest.mark.parametrize(
    "changes",
    [
        {"login_hint": "avery"},
        {"ui_locales": "es", "claims_locales": "es", "display": "popup"},
        {"acr_values": "urn:moot:acr:password"},
        {"acr_values": "urn:example:unknown"},
        {"extra": "parameter", "resource": "x"},
        {"claims": '{"userinfo": {"name": {"essential": true}}}'},
        {"scope": "openid address phone nonsense"},
        {"nonce": None},
        {"state": None},
        {"response_mode": "query"},
        {"prompt": "consent"},
        {"prompt": "none"},
    ],
)
def test_what_is_not_understood_is_tolerated(
    browser: rp.Browser, court: rp.Rp, changes: dict[str, Any]
) -> None:
    assert "code" in rp.answer_of(court.ask(browser, **changes))


# --------------------------------------------------------------------------- prompt and max_age


@pytest.mark.parametrize("changes", [{}, {"max_age": "0"}, {"max_age": "10000"}])
def test_prompt_none_without_a_session_is_login_required(
    provider: rp.Idp, court: rp.Rp, changes: dict[str, str]
) -> None:
    answer = rp.answer_of(court.ask(provider.browser(), prompt="none", **changes))
    assert answer["error"] == "login_required"
    assert answer["iss"] == provider.issuer


def test_prompt_none_with_a_session_that_is_too_old_is_login_required(
    provider: rp.Idp, court: rp.Rp
) -> None:
    browser = provider.browser()
    browser.sign_in(minutes_ago=10)
    assert "code" in rp.answer_of(court.ask(browser, prompt="none", max_age="10000"))
    answer = rp.answer_of(court.ask(browser, prompt="none", max_age="60"))
    assert answer["error"] == "login_required"


def test_prompt_none_with_a_hint_of_another_person_is_login_required(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp
) -> None:
    hint = court.tokens(browser)["id_token"]
    other = provider.browser()
    other.sign_in(user_name="blake")
    assert "code" in rp.answer_of(court.ask(browser, prompt="none", id_token_hint=hint))
    answer = rp.answer_of(court.ask(other, prompt="none", id_token_hint=hint))
    assert answer["error"] == "login_required"


def test_somebody_unknown_signs_in_and_comes_back(provider: rp.Idp, court: rp.Rp) -> None:
    browser = provider.browser()
    asked = rp.sign_in_asked(court.ask(browser))
    assert asked["pscCourtId"] == "CTDC"
    assert "fresh" not in asked
    assert asked["appurl"].startswith(provider.issuer + "/oidc/resume?tx=")
    browser.sign_in()
    answer = rp.answer_of(browser.get(asked["appurl"]))
    assert answer["state"] == "the-state-of-this-request"
    assert answer["iss"] == provider.issuer
    token = rp.opened(provider, court.exchange(answer["code"]).get_json()["id_token"])
    assert token.claims["nonce"] == "the-nonce-of-this-request"


def test_a_held_request_is_stored_by_hash_and_used_once(provider: rp.Idp, court: rp.Rp) -> None:
    browser = provider.browser()
    url = rp.sign_in_asked(court.ask(browser))["appurl"]
    token = urlsplit(url).query.removeprefix("tx=")
    with provider.database.reading() as session:
        assert token not in repr(vars(session.scalars(select(AuthorizeTransaction)).one()))
    browser.sign_in()
    assert "code" in rp.answer_of(browser.get(url))
    again = browser.get(url)
    assert again.status_code == 400
    assert "already complete" in again.text
    assert codes(provider) == 1


def test_a_held_request_runs_out_and_a_made_up_one_is_refused(
    provider: rp.Idp, court: rp.Rp
) -> None:
    browser = provider.browser()
    url = rp.sign_in_asked(court.ask(browser))["appurl"]
    provider.clock.advance(minutes=61)
    browser.sign_in()
    for late in (url, "/oidc/resume?tx=nothing", "/oidc/resume", "/oidc/resume?tx=%00"):
        response = browser.get(late)
        assert response.status_code == 400
        assert "run out of time" in response.text


def test_prompt_login_signs_in_again_once_and_does_not_loop(provider: rp.Idp, court: rp.Rp) -> None:
    browser = provider.browser()
    browser.sign_in(minutes_ago=5)
    asked = rp.sign_in_asked(court.ask(browser, prompt="login"))
    assert asked["fresh"] == "1"
    # Coming back without having signed in again leads to the form once more, and to no code.
    assert rp.sign_in_asked(browser.get(asked["appurl"]))["fresh"] == "1"
    provider.clock.advance(seconds=20)
    browser.sign_in()
    answer = rp.answer_of(browser.get(asked["appurl"]))
    token = rp.opened(provider, court.exchange(answer["code"]).get_json()["id_token"])
    assert token.claims["auth_time"] >= int(provider.clock().timestamp()) - 5


def test_a_browser_that_is_never_asked_is_given_up(provider: rp.Idp, browser: rp.Browser) -> None:
    court = provider.court()
    url = rp.sign_in_asked(court.ask(browser, prompt="login"))["appurl"]
    for _ in range(5):
        assert rp.sign_in_asked(browser.get(url))["fresh"] == "1"
    answer = rp.answer_of(browser.get(url))
    assert answer["error"] == "login_required"
    assert answer["iss"] == provider.issuer


@pytest.mark.parametrize(
    ("max_age", "minutes_ago", "fresh"), [(0, 1, True), (60, 2, True), (10000, 2, False)]
)
def test_max_age_is_measured_from_the_arrival_of_the_request(
    provider: rp.Idp, court: rp.Rp, max_age: int, minutes_ago: float, *, fresh: bool
) -> None:
    browser = provider.browser()
    browser.sign_in(minutes_ago=minutes_ago)
    response = court.ask(browser, max_age=str(max_age))
    if not fresh:
        assert "code" in rp.answer_of(response)
        return
    url = rp.sign_in_asked(response)["appurl"]
    browser.sign_in()
    # The person may dawdle on the way back: max_age=0 must not send them round again.
    provider.clock.advance(seconds=90)
    assert "code" in rp.answer_of(browser.get(url))


def test_a_session_closed_meanwhile_gives_no_code(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp
) -> None:
    browser.close_session()
    assert "appurl" in rp.sign_in_asked(court.ask(browser))
    with provider.database.reading() as session:
        assert session.scalars(select(SsoSession)).one().closed_at is not None
    assert codes(provider) == 0
