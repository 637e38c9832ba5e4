"""The log-out plans of the OpenID conformance suite: RP-initiated and back-channel."""

from __future__ import annotations

from typing import Any

from tests.integration.idp.oidc import rp

AFTER = "http://ecf.ctd.moot.localhost:8080/oidc/after-logout"


def end(browser: rp.Browser, **query: str) -> Any:
    return browser.get("/oidc/end_session", query_string=query)


def signed_in(browser: rp.Browser, court: rp.Rp) -> bool:
    return "code" in rp.answer_of(court.ask(browser, prompt="none"))


def asks_first(browser: rp.Browser, court: rp.Rp, **query: str) -> bool:
    page = end(browser, **query)
    assert page.status_code == 200
    assert signed_in(browser, court), "nothing ends before the person has said so"
    gone = browser.submit(page, "/oidc/end_session/confirm")
    assert gone.status_code == 303
    return not signed_in(browser, court)


def test_oidcc_rp_initiated_logout(browser: rp.Browser, court: rp.Rp) -> None:
    """Log-out goes back with state; prompt=none is login_required then.

    oidcc-rp-initiated-logout | OIDC RP-Initiated Logout OP
    """
    hint = court.tokens(browser)["id_token"]
    gone = end(browser, id_token_hint=hint, post_logout_redirect_uri=AFTER, state="abc")
    assert gone.headers["Location"] == AFTER + "?state=abc"
    assert not signed_in(browser, court)


def test_oidcc_rp_initiated_logout_bad_post_logout_redirect_uri(
    browser: rp.Browser, court: rp.Rp
) -> None:
    """An address that is not registered is never gone to.

    oidcc-rp-initiated-logout-bad-post-logout-redirect-uri | OIDC RP-Initiated Logout OP
    """
    hint = court.tokens(browser)["id_token"]
    page = end(browser, id_token_hint=hint, post_logout_redirect_uri="https://evil.test/")
    assert page.status_code == 400
    assert "Location" not in page.headers


def test_oidcc_rp_initiated_logout_modified_id_token_hint(
    browser: rp.Browser, court: rp.Rp
) -> None:
    """A hint with a broken signature is asked about.

    oidcc-rp-initiated-logout-modified-id-token-hint | OIDC RP-Initiated Logout OP
    """
    head, body, sig = court.tokens(browser)["id_token"].split(".")
    broken = f"{head}.{body}.{'A' if sig[0] != 'A' else 'B'}{sig[1:]}"
    assert asks_first(browser, court, id_token_hint=broken)


def test_oidcc_rp_initiated_logout_bad_id_token_hint(browser: rp.Browser, court: rp.Rp) -> None:
    """A hint that is none is asked about.

    oidcc-rp-initiated-logout-bad-id-token-hint | OIDC RP-Initiated Logout OP
    """
    assert asks_first(browser, court, id_token_hint="nonsense")


def test_oidcc_rp_initiated_logout_no_id_token_hint(browser: rp.Browser, court: rp.Rp) -> None:
    """Without a hint the person is asked, then goes back.

    oidcc-rp-initiated-logout-no-id-token-hint | OIDC RP-Initiated Logout OP
    """
    query = {"client_id": court.client_id, "post_logout_redirect_uri": AFTER, "state": "s"}
    assert asks_first(browser, court, **query)


def test_oidcc_rp_initiated_logout_no_params(browser: rp.Browser, court: rp.Rp) -> None:
    """Without parameters the person is asked.

    oidcc-rp-initiated-logout-no-params | OIDC RP-Initiated Logout OP
    """
    assert asks_first(browser, court)


def test_oidcc_rp_initiated_logout_no_post_logout_redirect_uri(
    browser: rp.Browser, court: rp.Rp
) -> None:
    """Without an address the page after log-out is ours.

    oidcc-rp-initiated-logout-no-post-logout-redirect-uri | OIDC RP-Initiated Logout OP
    """
    gone = end(browser, id_token_hint=court.tokens(browser)["id_token"])
    assert gone.headers["Location"].startswith("/csologin/")
    assert not signed_in(browser, court)


def test_oidcc_rp_initiated_logout_no_state(browser: rp.Browser, court: rp.Rp) -> None:
    """Without state there is none in the answer.

    oidcc-rp-initiated-logout-no-state | OIDC RP-Initiated Logout OP
    """
    hint = court.tokens(browser)["id_token"]
    assert (
        end(browser, id_token_hint=hint, post_logout_redirect_uri=AFTER).headers["Location"]
        == AFTER
    )


def test_oidcc_rp_initiated_logout_only_state(browser: rp.Browser, court: rp.Rp) -> None:
    """state alone is asked about.

    oidcc-rp-initiated-logout-only-state | OIDC RP-Initiated Logout OP
    """
    assert asks_first(browser, court, state="abc")


def test_oidcc_rp_initiated_logout_query_added_to_post_logout_redirect_uri(
    browser: rp.Browser, court: rp.Rp
) -> None:
    """A query that was not registered is refused.

    oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri | OIDC RP-Initiated Logout OP
    """
    hint = court.tokens(browser)["id_token"]
    page = end(browser, id_token_hint=hint, post_logout_redirect_uri=AFTER + "?foo=bar")
    assert page.status_code == 400


def test_oidcc_backchannel_logout_discovery_endpoint_verification(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp
) -> None:
    """Discovery promises logout tokens with a session, and ID tokens have sid.

    oidcc-backchannel-logout-discovery-endpoint-verification | OIDC Back-Channel Logout OP
    """
    found = provider.browser().get("/.well-known/openid-configuration").get_json()
    assert found["backchannel_logout_supported"] is True
    assert found["backchannel_logout_session_supported"] is True
    assert rp.opened(provider, court.tokens(browser)["id_token"]).claims["sid"]


def test_oidcc_backchannel_rp_initiated_logout(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp
) -> None:
    """The client is told by a good logout token.

    oidcc-backchannel-rp-initiated-logout | OIDC Back-Channel Logout OP
    """
    hint = court.tokens(browser)["id_token"]
    end(browser, id_token_hint=hint, post_logout_redirect_uri=AFTER)
    told = rp.opened(provider, provider.courts["ctd"].tokens[0])
    mine = rp.opened(provider, hint).claims
    assert told.header["typ"] == "logout+jwt"
    assert (told.claims["sid"], told.claims["sub"]) == (mine["sid"], mine["sub"])
    assert told.claims["aud"] == court.client_id
    assert list(told.claims["events"]) == ["http://schemas.openid.net/event/backchannel-logout"]
    assert "nonce" not in told.claims
    assert not signed_in(browser, court)
