"""Bugs that other providers had, each once more, and pitfalls of our own library."""

from __future__ import annotations

import pytest

from shared.passwords import Passwords
from tests.integration.idp.oidc import rp


def test_unsigned_hint_accepted(browser: rp.Browser, court: rp.Rp) -> None:
    """An unsigned token proves nothing.

    unsigned-hint-accepted | Canaille past bug
    """
    body = court.tokens(browser)["id_token"].split(".")[1]
    answer = rp.answer_of(court.ask(browser, id_token_hint=f"eyJhbGciOiJub25lIn0.{body}."))
    assert answer["error"] == "invalid_request"


def test_management_token_not_bound(provider: rp.Idp) -> None:
    """Whoever is signed in manages their own clients only.

    management-token-not-bound | Canaille past bug
    """
    client = provider.register()
    other = provider.browser()
    other.sign_in(user_name="blake")
    assert other.get(f"/oidc/clients/{client.client_id}").status_code == 404


def test_change_by_get(provider: rp.Idp, browser: rp.Browser) -> None:
    """Nothing changes by GET, nor by a POST without the form's token.

    change-by-get | Canaille past bug
    """
    client = provider.register()
    base = f"/oidc/clients/{client.client_id}"
    for path in ("secret", "remove"):
        assert browser.get(f"{base}/{path}").status_code == 405
        assert browser.post(f"{base}/{path}").status_code == 400


def test_request_uri_fetched(browser: rp.Browser, court: rp.Rp) -> None:
    """No address of a request is ever fetched.

    request-uri-fetched | Canaille past bug
    """
    answer = rp.answer_of(court.ask(browser, request_uri="http://169.254.169.254/"))
    assert answer["error"] == "request_uri_not_supported"


def test_old_secret_usable(provider: rp.Idp, browser: rp.Browser) -> None:
    """After a rotation the old secret is wrong.

    old-secret-usable | Canaille past bug
    """
    client = provider.register()
    base = f"/oidc/clients/{client.client_id}"
    browser.submit(browser.get(base), f"{base}/secret")
    assert client.call("/oidc/revoke", token="t").status_code == 401


def test_duplicate_scopes_crash(browser: rp.Browser, court: rp.Rp) -> None:
    """A scope said twice counts once.

    duplicate-scopes-crash | Canaille past bug
    """
    assert court.tokens(browser, scope="openid openid email email")["scope"] == "openid email"


def test_jwks_private_key(provider: rp.Idp) -> None:
    """The published keys have no private part.

    jwks-private-key | oidc-provider-mock past bug
    """
    for key in provider.browser().get("/oidc/jwks").get_json()["keys"]:
        assert not {"d", "p", "q", "dp", "dq", "qi", "k"} & set(key)


def test_prompt_none_500(provider: rp.Idp, court: rp.Rp) -> None:
    """prompt=none with max_age is an answer, not an error page.

    prompt-none-500 | django-oauth-toolkit past bug
    """
    answer = rp.answer_of(court.ask(provider.browser(), prompt="none", max_age="1"))
    assert answer["error"] == "login_required"


def test_identical_tokens_in_one_second(browser: rp.Browser, court: rp.Rp) -> None:
    """Tokens of the same second differ.

    identical-tokens-in-one-second | Canaille past bug
    """
    tokens = [court.tokens(browser)["access_token"] for _ in range(5)]
    assert len(set(tokens)) == 5


def test_max_age_with_prompt_none_shows_a_page(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp
) -> None:
    """No page where none may be shown.

    max-age-with-prompt-none-shows-a-page | Canaille and LemonLDAP past bug
    """
    provider.clock.advance(seconds=5)
    answer = rp.answer_of(court.ask(browser, prompt="none", max_age="1"))
    assert answer["error"] == "login_required"


def test_non_ascii_secret_500(provider: rp.Idp, court: rp.Rp) -> None:
    """A secret with umlauts is wrong, not an error.

    non-ascii-secret-500 | Authlib pitfall 13
    """
    header = {"Authorization": rp.basic(court.client_id, "geheim-ü-漢")}
    answer = provider.browser().post("/oidc/revoke", data={"token": "t"}, headers=header)
    assert answer.status_code == 401


def test_ten_day_tokens(browser: rp.Browser, court: rp.Rp) -> None:
    """An access token lives for an hour.

    ten-day-tokens | Authlib pitfall 5
    """
    assert court.tokens(browser)["expires_in"] <= 3600


def test_code_dies_with_old_login(provider: rp.Idp, court: rp.Rp) -> None:
    """A code of somebody who signed in hours ago is good.

    code-dies-with-old-login | Authlib pitfall 6
    """
    person = provider.browser()
    person.sign_in(minutes_ago=300)
    assert court.exchange(court.code(person)).status_code == 200


def test_refresh_changes_auth_time(provider: rp.Idp, browser: rp.Browser) -> None:
    """A refreshed ID token keeps auth_time and has no nonce.

    refresh-changes-auth-time | Authlib pitfall 8
    """
    client = provider.register()
    first = client.offline(browser)
    provider.clock.advance(minutes=5)
    second = client.refresh(first["refresh_token"]).get_json()
    old, new = (rp.opened(provider, t["id_token"]).claims for t in (first, second))
    assert old["auth_time"] == new["auth_time"]
    assert "nonce" not in new


def test_registration_token_alg_none(provider: rp.Idp) -> None:
    """No token opens a registration, signed or not: there is none.

    registration-token-alg-none | Canaille past bug
    """
    headers = {"Authorization": "Bearer eyJhbGciOiJub25lIn0.e30."}
    for path in ("/oidc/register", "/oauth/register", "/oidc/register/court-ctd"):
        answer = provider.browser().post(path, json={"client_name": "x"}, headers=headers)
        assert answer.status_code == 404


def test_impersonation_by_get(provider: rp.Idp, browser: rp.Browser) -> None:
    """No address takes on another person or ends anything by GET.

    impersonation-by-get | Canaille past bug
    """
    before = browser.get("/pscof/manage/maint.jsf").status_code
    for path in ("/impersonate", "/oidc/end_session", "/csologin/logout.jsf"):
        browser.get(path)
    assert browser.get("/pscof/manage/maint.jsf").status_code == before == 200


def test_enumeration_by_timing(provider: rp.Idp, monkeypatch: pytest.MonkeyPatch) -> None:
    """A password is hashed once, whether the user is known or not.

    enumeration-by-timing | Glewlwyd past bug
    """
    provider.browser().sign_in()  # plants the account
    hashed: list[bool] = []
    verify = Passwords.verify

    def counting(self: Passwords, stored: str | None, password: str) -> bool:
        hashed.append(True)
        return verify(self, stored, password)

    monkeypatch.setattr(Passwords, "verify", counting)
    for name in ("avery", "nobody-at-all"):
        hashed.clear()
        answer = provider.app.test_client().post(
            "/services/cso-auth",
            json={"loginId": name, "password": "wrong"},
            headers={"Accept": "application/json"},
            base_url="https://pacer.login.uscourts.gov",
        )
        assert answer.get_json()["loginResult"] != "0"
        assert hashed == [True]


def test_picture_by_upload(provider: rp.Idp) -> None:
    """No picture of a person is taken or told, so no SVG can be one.

    svg-as-photo | Canaille past bug
    """
    found = provider.browser().get("/.well-known/openid-configuration").get_json()
    assert "picture" not in found["claims_supported"]
