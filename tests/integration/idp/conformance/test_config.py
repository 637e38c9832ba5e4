"""The Config OP plan, and what of the Dynamic OP plan does not register clients by itself."""

from __future__ import annotations

from tests.integration.idp.oidc import rp


def test_oidcc_discovery_endpoint_verification(provider: rp.Idp) -> None:
    """The discovery document is complete, its issuer exact, its addresses answer.

    oidcc-discovery-endpoint-verification | OIDC Config OP
    """
    visitor = provider.browser()
    found = visitor.get("/.well-known/openid-configuration").get_json()
    assert found["issuer"] == provider.issuer
    for key in ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"):
        assert found[key].startswith(provider.issuer + "/")
        assert visitor.get(found[key]).status_code < 500
    for key in (
        "response_types_supported",
        "subject_types_supported",
        "id_token_signing_alg_values_supported",
        "claims_supported",
        "scopes_supported",
    ):
        assert found[key]
    assert "RS256" in found["id_token_signing_alg_values_supported"]
    assert "openid" in found["scopes_supported"]


def test_oidcc_idtoken_rs256(provider: rp.Idp, browser: rp.Browser) -> None:
    """A client registered for RS256 gets RS256.

    oidcc-idtoken-rs256 | OIDC Dynamic OP
    """
    tokens = provider.register(id_token_signed_response_alg="RS256").tokens(browser)
    assert rp.opened(provider, tokens["id_token"]).header["alg"] == "RS256"


def test_oidcc_ensure_redirect_uri_in_authorization_request(
    browser: rp.Browser, court: rp.Rp
) -> None:
    """A redirect_uri is required, also where one is registered.

    oidcc-ensure-redirect-uri-in-authorization-request | OIDC Dynamic OP
    """
    assert court.ask(browser, redirect_uri=None).status_code == 400


def test_oidcc_redirect_uri_query_OK(provider: rp.Idp, browser: rp.Browser) -> None:
    """A registered query is kept, and the answer added.

    oidcc-redirect-uri-query-OK | OIDC Dynamic OP
    """
    client = provider.register(redirect_uris="https://watch.test/cb?foo=bar")
    client.redirect_uri = "https://watch.test/cb?foo=bar"
    answer = client.agree(browser, client.ask(browser))
    assert answer.headers["Location"].startswith("https://watch.test/cb?foo=bar&code=")


def test_oidcc_redirect_uri_query_mismatch(provider: rp.Idp, browser: rp.Browser) -> None:
    """Another query than the registered one is refused.

    oidcc-redirect-uri-query-mismatch | OIDC Dynamic OP
    """
    client = provider.register(redirect_uris="https://watch.test/cb?foo=bar")
    response = client.ask(browser, redirect_uri="https://watch.test/cb?bar=foo")
    assert response.status_code == 400


def test_oidcc_redirect_uri_query_added(browser: rp.Browser, court: rp.Rp) -> None:
    """A query that was not registered is refused.

    oidcc-redirect-uri-query-added | OIDC Dynamic OP
    """
    assert court.ask(browser, redirect_uri=court.redirect_uri + "?foo=bar").status_code == 400


def test_oidcc_redirect_uri_regfrag(browser: rp.Browser) -> None:
    """No address with a fragment can be registered.

    oidcc-redirect-uri-regfrag | OIDC Dynamic OP
    """
    page = browser.get("/oidc/clients/new")
    form = {"title": "T", "redirect_uris": "https://a.test/cb#f", "post_logout_uris": ""}
    more = {
        "token_endpoint_auth_method": "client_secret_basic",
        "id_token_signed_response_alg": "RS256",
    }
    answer = browser.submit(page, "/oidc/clients/new", **form, **more)
    assert "fragment" in answer.text


def test_oidcc_server_rotate_keys(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> None:
    """After a rotation a new key signs and the old one is still published.

    oidcc-server-rotate-keys | OIDC Dynamic OP
    """
    before = rp.opened(provider, court.tokens(browser)["id_token"]).header["kid"]
    provider.provider.rotate("RS256")
    after = rp.opened(provider, court.tokens(browser)["id_token"]).header["kid"]
    kids = {key["kid"] for key in provider.browser().get("/oidc/jwks").get_json()["keys"]}
    assert after != before
    assert {before, after} <= kids
