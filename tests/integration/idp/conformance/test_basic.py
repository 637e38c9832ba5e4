"""The Basic OP plan of the OpenID conformance suite, under its own test names."""

from __future__ import annotations

from tests.integration.idp.oidc import rp


def test_oidcc_server(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    """A code becomes an ID token and an access token.

    oidcc-server | OIDC Basic OP
    """
    tokens = court.tokens(browser)
    claims = rp.opened(provider, tokens["id_token"]).claims
    assert claims["iss"] == provider.issuer
    assert claims["aud"] == court.client_id
    assert claims["nonce"] == "the-nonce-of-this-request"
    assert claims["exp"] > claims["iat"]


def test_oidcc_response_type_missing(browser: rp.Browser, court: rp.Rp) -> None:
    """A request without response_type is an error.

    oidcc-response-type-missing | OIDC Basic OP
    """
    answer = rp.answer_of(court.ask(browser, response_type=None))
    assert answer["error"] in ("invalid_request", "unsupported_response_type")


def test_oidcc_idtoken_signature(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    """The ID token is signed by RS256 with a published key and its kid.

    oidcc-idtoken-signature | OIDC Basic OP
    """
    header = rp.opened(provider, court.tokens(browser)["id_token"]).header
    keys = provider.browser().get("/oidc/jwks").get_json()["keys"]
    assert header["alg"] == "RS256"
    assert header["kid"] in {key["kid"] for key in keys if key["kty"] == "RSA"}


def test_oidcc_idtoken_unsigned(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    """Unsigned ID tokens are not offered, so never given.

    oidcc-idtoken-unsigned | OIDC Basic OP
    """
    found = provider.browser().get("/.well-known/openid-configuration").get_json()
    assert "none" not in found["id_token_signing_alg_values_supported"]
    assert not court.tokens(browser)["id_token"].endswith(".")


def test_oidcc_userinfo_get(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    """UserInfo by GET with the token in the header.

    oidcc-userinfo-get | OIDC Basic OP
    """
    tokens = court.tokens(browser)
    sub = rp.opened(provider, tokens["id_token"]).claims["sub"]
    assert court.userinfo(tokens["access_token"]).get_json()["sub"] == sub


def test_oidcc_userinfo_post_header(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    """UserInfo by POST with the token in the header.

    oidcc-userinfo-post-header | OIDC Basic OP
    """
    token = court.tokens(browser)["access_token"]
    header = {"Authorization": f"Bearer {token}"}
    assert provider.browser().post("/oidc/userinfo", headers=header).get_json()["sub"]


def test_oidcc_userinfo_post_body(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    """UserInfo by POST with the token in the body.

    oidcc-userinfo-post-body | OIDC Basic OP
    """
    token = court.tokens(browser)["access_token"]
    data = {"access_token": token}
    assert provider.browser().post("/oidc/userinfo", data=data).get_json()["sub"]


def test_oidcc_ensure_request_without_nonce_succeeds_for_code_flow(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp
) -> None:
    """A nonce may be left out.

    oidcc-ensure-request-without-nonce-succeeds-for-code-flow | OIDC Basic OP
    """
    claims = rp.opened(provider, court.tokens(browser, nonce=None)["id_token"]).claims
    assert "nonce" not in claims


def test_oidcc_scope_profile(browser: rp.Browser, court: rp.Rp) -> None:
    """The scope profile opens the names.

    oidcc-scope-profile | OIDC Basic OP
    """
    info = court.userinfo(court.tokens(browser, scope="openid profile")["access_token"])
    assert {"name", "given_name", "family_name"} <= set(info.get_json())


def test_oidcc_scope_email(browser: rp.Browser, court: rp.Rp) -> None:
    """The scope email opens the address.

    oidcc-scope-email | OIDC Basic OP
    """
    info = court.userinfo(court.tokens(browser, scope="openid email")["access_token"])
    assert info.get_json()["email"] == "avery@example.test"


def test_oidcc_scope_address(browser: rp.Browser, court: rp.Rp) -> None:
    """A scope that is not offered is ignored.

    oidcc-scope-address | OIDC Basic OP
    """
    assert court.tokens(browser, scope="openid address")["scope"] == "openid"


def test_oidcc_scope_phone(browser: rp.Browser, court: rp.Rp) -> None:
    """A scope that is not offered is ignored.

    oidcc-scope-phone | OIDC Basic OP
    """
    assert court.tokens(browser, scope="openid phone")["scope"] == "openid"


def test_oidcc_scope_all(browser: rp.Browser, court: rp.Rp) -> None:
    """All scopes at once.

    oidcc-scope-all | OIDC Basic OP
    """
    tokens = court.tokens(browser, scope="openid profile email address phone")
    assert tokens["scope"] == "openid profile email"


def test_oidcc_alternate_happy_flow(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    """A second flow of the same person tells the same subject.

    oidcc-alternate-happy-flow | OIDC Basic OP
    """
    first, second = (court.tokens(browser)["id_token"] for _ in range(2))
    assert rp.opened(provider, first).claims["sub"] == rp.opened(provider, second).claims["sub"]


def test_oidcc_display_page(browser: rp.Browser, court: rp.Rp) -> None:
    """display=page is accepted.

    oidcc-display-page | OIDC Basic OP
    """
    assert "code" in rp.answer_of(court.ask(browser, display="page"))


def test_oidcc_display_popup(browser: rp.Browser, court: rp.Rp) -> None:
    """display=popup is accepted.

    oidcc-display-popup | OIDC Basic OP
    """
    assert "code" in rp.answer_of(court.ask(browser, display="popup"))


def test_oidcc_prompt_login(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    """prompt=login signs in again, and auth_time moves on.

    oidcc-prompt-login | OIDC Basic OP
    """
    before = rp.opened(provider, court.tokens(browser)["id_token"]).claims["auth_time"]
    provider.clock.advance(seconds=5)
    asked = rp.sign_in_asked(court.ask(browser, prompt="login"))
    assert asked["fresh"] == "1"
    browser.sign_in()
    code = rp.answer_of(browser.get(asked["appurl"]))["code"]
    after = rp.opened(provider, court.exchange(code).get_json()["id_token"]).claims
    assert after["auth_time"] > before


def test_oidcc_prompt_none_not_logged_in(provider: rp.Idp, court: rp.Rp) -> None:
    """prompt=none without a session is login_required.

    oidcc-prompt-none-not-logged-in | OIDC Basic OP
    """
    answer = rp.answer_of(court.ask(provider.browser(), prompt="none"))
    assert answer["error"] == "login_required"


def test_oidcc_prompt_none_logged_in(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    """prompt=none with a session gives a code, the same subject and time.

    oidcc-prompt-none-logged-in | OIDC Basic OP
    """
    first = rp.opened(provider, court.tokens(browser)["id_token"]).claims
    second = rp.opened(provider, court.tokens(browser, prompt="none")["id_token"]).claims
    assert first["sub"] == second["sub"]
    assert first["auth_time"] == second["auth_time"]


def test_oidcc_max_age_1(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    """max_age=1 signs in again after a second.

    oidcc-max-age-1 | OIDC Basic OP
    """
    provider.clock.advance(seconds=2)
    asked = rp.sign_in_asked(court.ask(browser, max_age="1"))
    assert asked["fresh"] == "1"
    browser.sign_in()
    code = rp.answer_of(browser.get(asked["appurl"]))["code"]
    claims = rp.opened(provider, court.exchange(code).get_json()["id_token"]).claims
    assert provider.clock().timestamp() - claims["auth_time"] < 5


def test_oidcc_max_age_10000(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    """max_age=10000 keeps the session, and auth_time is told.

    oidcc-max-age-10000 | OIDC Basic OP
    """
    tokens = court.tokens(browser, max_age="10000")
    assert rp.opened(provider, tokens["id_token"]).claims["auth_time"]


def test_oidcc_ensure_request_with_unknown_parameter_succeeds(
    browser: rp.Browser, court: rp.Rp
) -> None:
    """Unknown parameters are ignored.

    oidcc-ensure-request-with-unknown-parameter-succeeds | OIDC Basic OP
    """
    assert "code" in rp.answer_of(court.ask(browser, extra="foobar"))


def test_oidcc_id_token_hint(browser: rp.Browser, court: rp.Rp) -> None:
    """prompt=none with an id_token_hint of the same person.

    oidcc-id-token-hint | OIDC Basic OP
    """
    hint = court.tokens(browser)["id_token"]
    assert "code" in rp.answer_of(court.ask(browser, prompt="none", id_token_hint=hint))


def test_oidcc_login_hint(provider: rp.Idp, court: rp.Rp) -> None:
    """login_hint is accepted, and stands in the form.

    oidcc-login-hint | OIDC Basic OP
    """
    visitor = provider.browser()
    page = visitor.get(court.ask(visitor, login_hint="avery").headers["Location"])
    assert 'value="avery"' in page.text


def test_oidcc_ui_locales(browser: rp.Browser, court: rp.Rp) -> None:
    """ui_locales is accepted.

    oidcc-ui-locales | OIDC Basic OP
    """
    assert "code" in rp.answer_of(court.ask(browser, ui_locales="se"))


def test_oidcc_claims_locales(browser: rp.Browser, court: rp.Rp) -> None:
    """claims_locales is accepted.

    oidcc-claims-locales | OIDC Basic OP
    """
    assert "code" in rp.answer_of(court.ask(browser, claims_locales="se"))


def test_oidcc_ensure_request_with_acr_values_succeeds(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp
) -> None:
    """Every acr that is offered can be asked for; one comes back.

    oidcc-ensure-request-with-acr-values-succeeds | OIDC Basic OP
    """
    found = provider.browser().get("/.well-known/openid-configuration").get_json()
    values = " ".join(found["acr_values_supported"])
    tokens = court.tokens(browser, acr_values=values)
    assert rp.opened(provider, tokens["id_token"]).claims["acr"] in values


def test_oidcc_codereuse(browser: rp.Browser, court: rp.Rp) -> None:
    """A code is good once.

    oidcc-codereuse | OIDC Basic OP
    """
    code = court.code(browser)
    assert court.exchange(code).status_code == 200
    assert court.exchange(code).get_json()["error"] == "invalid_grant"


def test_oidcc_codereuse_30seconds(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    """A second use after thirty seconds ends the access token.

    oidcc-codereuse-30seconds | OIDC Basic OP
    """
    code = court.code(browser)
    token = court.exchange(code).get_json()["access_token"]
    provider.clock.advance(seconds=30)
    assert court.exchange(code).status_code == 400
    assert court.userinfo(token).status_code == 401


def test_oidcc_ensure_registered_redirect_uri(browser: rp.Browser, court: rp.Rp) -> None:
    """An address that is not registered gets a page, no redirect.

    oidcc-ensure-registered-redirect-uri | OIDC Basic OP
    """
    response = court.ask(browser, redirect_uri=court.redirect_uri + "x")
    assert response.status_code == 400
    assert "Location" not in response.headers


def test_oidcc_ensure_post_request_succeeds(browser: rp.Browser, court: rp.Rp) -> None:
    """An authorization request by POST.

    oidcc-ensure-post-request-succeeds | OIDC Basic OP
    """
    assert "code" in rp.answer_of(court.ask(browser, method="POST"))


def test_oidcc_request_uri_unsigned_supported_correctly_or_rejected_as_unsupported(
    browser: rp.Browser, court: rp.Rp
) -> None:
    """request_uri is refused by its own error.

    oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported | OIDC Basic OP
    """
    answer = rp.answer_of(court.ask(browser, request_uri="https://rp.test/r.jwt"))
    assert answer["error"] == "request_uri_not_supported"


def test_oidcc_unsigned_request_object_supported_correctly_or_rejected_as_unsupported(
    browser: rp.Browser, court: rp.Rp
) -> None:
    """request is refused by its own error.

    oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported | OIDC Basic OP
    """
    answer = rp.answer_of(court.ask(browser, request="eyJhbGciOiJub25lIn0.e30."))
    assert answer["error"] == "request_not_supported"


def test_oidcc_claims_essential(browser: rp.Browser, court: rp.Rp) -> None:
    """An essential claim of UserInfo is given.

    oidcc-claims-essential | OIDC Basic OP
    """
    wished = '{"userinfo": {"name": {"essential": true}}}'
    tokens = court.tokens(browser, scope="openid", claims=wished)
    assert court.userinfo(tokens["access_token"]).get_json()["name"] == "Avery Stone"


def test_oidcc_ensure_request_object_with_redirect_uri(browser: rp.Browser, court: rp.Rp) -> None:
    """A redirect_uri in a request object changes nothing.

    oidcc-ensure-request-object-with-redirect-uri | OIDC Basic OP
    """
    answer = rp.answer_of(court.ask(browser, request="eyJhbGciOiJub25lIn0.e30."))
    assert answer["error"] == "request_not_supported"
    response = court.ask(browser, redirect_uri=None, request="eyJhbGciOiJub25lIn0.e30.")
    assert response.status_code == 400


def test_oidcc_refresh_token(provider: rp.Idp, browser: rp.Browser) -> None:
    """A refresh token is good for its own client and for no other.

    oidcc-refresh-token | OIDC Basic OP
    """
    client, other = provider.register(), provider.register()
    token = client.offline(browser)["refresh_token"]
    assert other.refresh(token).get_json()["error"] == "invalid_grant"
    tokens = client.refresh(token).get_json()
    assert rp.opened(provider, tokens["id_token"]).claims["aud"] == client.client_id


def test_oidcc_ensure_request_with_valid_pkce_succeeds(browser: rp.Browser, court: rp.Rp) -> None:
    """PKCE by S256.

    oidcc-ensure-request-with-valid-pkce-succeeds | OIDC Basic OP
    """
    assert court.exchange(court.code(browser), code_verifier=rp.VERIFIER).status_code == 200


def test_oidcc_server_client_secret_post(provider: rp.Idp, browser: rp.Browser) -> None:
    """The client's secret in the body.

    oidcc-server-client-secret-post | OIDC Basic OP
    """
    client = provider.register(token_endpoint_auth_method="client_secret_post")
    data = {
        "grant_type": "authorization_code",
        "code": client.code(browser),
        "redirect_uri": client.redirect_uri,
        "code_verifier": rp.VERIFIER,
        "client_id": client.client_id,
        "client_secret": client.secret,
    }
    assert provider.browser().post("/oidc/token", data=data).status_code == 200
