"""Log-out: RP-initiated and back-channel (the logout list of identity.md 3.1)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from joserfc import jwt
from sqlalchemy import select

from idp.oidc.claims import LOGOUT_EVENT
from idp.signin.models import SsoSession, Visit
from idp.signin.protocol import ANNOUNCER
from shared.outbox import OutboxRow
from tests.integration.idp.oidc import rp

AFTER = "http://ecf.ctd.moot.localhost:8080/oidc/after-logout"


def end(browser: rp.Browser, *, method: str = "GET", **query: Any) -> Any:
    sent = {k: v for k, v in query.items() if v is not None}
    if method == "POST":
        return browser.post("/oidc/end_session", data=sent)
    return browser.get("/oidc/end_session", query_string=sent)


def is_open(provider: rp.Idp, browser: rp.Browser) -> bool:
    with provider.database.reading() as session:
        return session.get_one(SsoSession, browser.session_id).closed_at is None


def confirm(browser: rp.Browser, page: Any) -> Any:
    fields = dict(re.findall(r'name="([a-z_]+)" value="([^"]*)"', page.text))
    assert "csrf_token" in fields
    return browser.post("/oidc/end_session/confirm", data=fields)


@pytest.fixture
def hint(provider: rp.Idp, browser: rp.Browser, court: rp.Rp) -> str:
    """Return an ID token of a person who has been to two courts."""
    token: str = court.tokens(browser)["id_token"]
    provider.court("ca2").tokens(browser)
    return token


# --------------------------------------------------------------------------- RP-initiated


def test_rp_initiated_logout_redirects_with_state_and_ends_everything(
    provider: rp.Idp, browser: rp.Browser, court: rp.Rp, hint: str
) -> None:
    response = end(browser, id_token_hint=hint, post_logout_redirect_uri=AFTER, state="s é&1")
    assert response.status_code == 303
    assert response.headers["Location"] == AFTER + "?state=s+%C3%A9%261"
    assert not is_open(provider, browser)
    answer = rp.answer_of(court.ask(browser, prompt="none"))
    assert answer["error"] == "login_required"
    assert [len(provider.courts[c].tokens) for c in ("ctd", "ca2", "ctb", "cod")] == [1, 1, 0, 0]


def test_no_state_and_by_post(provider: rp.Idp, browser: rp.Browser, hint: str) -> None:
    response = end(
        browser,
        method="POST",
        id_token_hint=hint,
        client_id="court-ctd",
        post_logout_redirect_uri=AFTER,
    )
    assert (response.status_code, response.headers["Location"]) == (303, AFTER)
    assert not is_open(provider, browser)


def test_an_expired_hint_is_good(provider: rp.Idp, browser: rp.Browser, hint: str) -> None:
    provider.clock.advance(hours=2)
    assert end(browser, id_token_hint=hint, post_logout_redirect_uri=AFTER).status_code == 303
    assert not is_open(provider, browser)


def test_a_hint_of_a_retired_key_is_good(provider: rp.Idp, browser: rp.Browser, hint: str) -> None:
    provider.provider.rotate("RS256")
    assert end(browser, id_token_hint=hint, post_logout_redirect_uri=AFTER).status_code == 303


def test_no_post_logout_redirect_uri_lists_the_members(
    provider: rp.Idp, browser: rp.Browser, hint: str
) -> None:
    going = end(browser, id_token_hint=hint, state="ignored")
    assert going.status_code == 303
    assert going.headers["Location"] == "/csologin/signedout.jsf", "no token stays in an address"
    response = browser.get(going.headers["Location"])
    assert response.status_code == 200
    assert "United States District Court for the District of Connecticut" in response.text
    assert "United States Court of Appeals for the Second Circuit" in response.text
    assert "Bankruptcy" not in response.text
    assert not is_open(provider, browser)


@pytest.mark.parametrize("query", [{}, {"state": "only"}, {"logout_hint": "avery"}])
def test_no_params_and_only_state_ask_first(
    provider: rp.Idp, browser: rp.Browser, query: dict[str, str]
) -> None:
    page = end(browser, **query)
    assert page.status_code == 200
    assert "Avery Stone" in page.text
    assert is_open(provider, browser)
    done = confirm(browser, page)
    assert done.headers["Location"] == "/csologin/signedout.jsf"
    assert not is_open(provider, browser)


def test_confirming_needs_the_forms_token(provider: rp.Idp, browser: rp.Browser) -> None:
    assert browser.post("/oidc/end_session/confirm").status_code == 400
    assert is_open(provider, browser)


def test_no_id_token_hint_asks_first_and_then_redirects(
    provider: rp.Idp, browser: rp.Browser
) -> None:
    page = end(browser, client_id="court-ctd", post_logout_redirect_uri=AFTER, state="the-state")
    assert page.status_code == 200
    assert "District of Connecticut" in page.text
    assert is_open(provider, browser)
    done = confirm(browser, page)
    assert (done.status_code, done.headers["Location"]) == (303, AFTER + "?state=the-state")
    assert not is_open(provider, browser)


@pytest.mark.parametrize(
    "bad",
    [
        "http://evil.test/",
        AFTER + "/",
        AFTER + "?query=added",
        "http://ecf.ctb.moot.localhost:8080/oidc/after-logout",
    ],
)
@pytest.mark.parametrize("with_hint", [True, False])
def test_bad_post_logout_redirect_uri_is_never_redirected_to(
    provider: rp.Idp, browser: rp.Browser, hint: str, bad: str, *, with_hint: bool
) -> None:
    query = {"id_token_hint": hint} if with_hint else {"client_id": "court-ctd"}
    response = end(browser, post_logout_redirect_uri=bad, **query)
    assert response.status_code == 400
    assert "Location" not in response.headers
    assert "logout.jsf" in response.text
    assert is_open(provider, browser)


def test_post_logout_redirect_uri_without_a_client_is_refused(
    provider: rp.Idp, browser: rp.Browser
) -> None:
    assert end(browser, post_logout_redirect_uri=AFTER).status_code == 400
    assert end(browser, client_id="court-nowhere").status_code == 400
    assert is_open(provider, browser)


def forged(provider: rp.Idp, **changes: Any) -> str:
    claims = {"iss": provider.issuer, "aud": "court-ctd", "sub": "s", "sid": "x", **changes}
    ring = provider.provider.ring()
    return jwt.encode({"alg": "RS256", "kid": ring.kid("RS256")}, claims, ring.key("RS256"))


def test_bad_and_modified_id_token_hints_ask_first(
    provider: rp.Idp, browser: rp.Browser, hint: str
) -> None:
    head, body, signature = hint.split(".")
    ring = provider.provider.ring()
    flipped = ("A" if signature[0] != "A" else "B") + signature[1:]
    typed = ring.sign(
        {"iss": provider.issuer, "aud": "court-ctd", "sub": "s", "sid": browser.sid},
        alg="RS256",
        typ="at+jwt",
    )
    bad = [
        f"{head}.{body}.{flipped}",
        f"{head}.{body}.",
        "eyJhbGciOiJub25lIn0." + body + ".",
        "nonsense",
        "é.é.é",
        forged(provider, iss="http://evil.test", sid=browser.sid),
        forged(provider, aud=["court-ctd", "court-ctb"], sid=browser.sid),
        typed,
    ]
    for token in bad:
        page = end(
            browser, id_token_hint=token, client_id="court-ctd", post_logout_redirect_uri=AFTER
        )
        assert page.status_code == 200, token
        assert 'name="csrf_token"' in page.text
        assert is_open(provider, browser)


def test_a_hint_of_another_client_is_refused(
    provider: rp.Idp, browser: rp.Browser, hint: str
) -> None:
    assert end(browser, id_token_hint=hint, client_id="court-ctb").status_code == 400
    assert is_open(provider, browser)


def test_a_hint_of_another_session_asks_first(
    provider: rp.Idp, browser: rp.Browser, hint: str
) -> None:
    other = provider.browser()
    other.sign_in(user_name="blake")
    page = end(other, id_token_hint=hint, post_logout_redirect_uri=AFTER)
    assert page.status_code == 200
    assert is_open(provider, browser)
    assert is_open(provider, other)
    assert confirm(other, page).status_code == 303
    assert is_open(provider, browser)
    assert not is_open(provider, other)


def test_a_hint_ends_its_session_where_the_browser_has_none(
    provider: rp.Idp, browser: rp.Browser, hint: str
) -> None:
    elsewhere = provider.browser()
    assert end(elsewhere, id_token_hint=hint, post_logout_redirect_uri=AFTER).status_code == 303
    assert not is_open(provider, browser)
    # Twice does no harm.
    assert end(elsewhere, id_token_hint=hint, post_logout_redirect_uri=AFTER).status_code == 303
    assert len(provider.courts["ctd"].tokens) == 1


# --------------------------------------------------------------------------- back-channel


def test_the_logout_token_has_the_right_shape(
    provider: rp.Idp, browser: rp.Browser, hint: str
) -> None:
    subject = rp.opened(provider, hint).claims["sub"]
    end(browser, id_token_hint=hint)
    tokens = [rp.opened(provider, provider.courts[c].tokens[0]) for c in ("ctd", "ca2")]
    for token, client_id in zip(tokens, ("court-ctd", "court-ca2"), strict=True):
        assert token.header["typ"] == "logout+jwt"
        assert token.header["alg"] == "RS256"
        assert token.header["kid"]
        claims = token.claims
        assert claims["iss"] == provider.issuer
        assert claims["aud"] == client_id
        assert claims["sub"] == subject
        assert claims["sid"] == browser.sid
        assert claims["events"] == {LOGOUT_EVENT: {}}
        assert claims["exp"] - claims["iat"] == 120
        assert "nonce" not in claims
    assert tokens[0].claims["jti"] != tokens[1].claims["jti"]


def test_a_logout_token_is_no_id_token_hint(
    provider: rp.Idp, browser: rp.Browser, hint: str
) -> None:
    end(browser, id_token_hint=hint)
    stolen = provider.courts["ctd"].tokens[0]
    again = provider.browser()
    again.sign_in()
    page = end(again, id_token_hint=stolen)
    assert 'name="csrf_token"' in page.text
    assert is_open(provider, again)


def test_courts_are_told_at_once_and_the_outcome_is_kept(
    provider: rp.Idp, browser: rp.Browser, hint: str
) -> None:
    end(browser, id_token_hint=hint)
    with provider.database.reading() as session:
        visits = session.scalars(select(Visit)).all()
        rows = session.scalars(select(OutboxRow)).all()
    assert {v.member for v in visits} == {"ctd", "ca2"}
    assert all(v.told_at is not None and v.outcome == "Logged out." for v in visits)
    assert all(row.delivered_at is not None for row in rows)
    assert {row.destination for row in rows} == {"local:logout:ctd", "local:logout:ca2"}
    provider.clock.advance(minutes=5)
    assert provider.jobs.drain("pacer") == 0


@pytest.mark.parametrize("how", ["503 Busy", "400 Bad", "down"])
def test_a_court_that_is_down_is_told_later_by_the_outbox_and_stops_no_other(
    provider: rp.Idp, browser: rp.Browser, hint: str, how: str
) -> None:
    broken = provider.courts["ctd"]
    broken.raises, broken.status = how == "down", how
    assert end(browser, id_token_hint=hint).status_code == 303
    assert "being told" in browser.get("/csologin/signedout.jsf").text
    assert not is_open(provider, browser)
    assert len(provider.courts["ca2"].tokens) == 1

    def visit() -> Visit:
        with provider.database.reading() as session:
            return session.scalars(select(Visit).where(Visit.member == "ctd")).one()

    assert visit().told_at is None
    assert "tried again" in visit().outcome
    provider.clock.advance(seconds=5)
    assert provider.jobs.drain("pacer") == 0
    assert visit().told_at is None
    broken.raises, broken.status = False, "200 OK"
    provider.clock.advance(seconds=400)
    assert provider.jobs.drain("pacer") == 1
    assert visit().told_at is not None
    assert visit().outcome == "Logged out."
    assert "being told" not in browser.get("/csologin/signedout.jsf").text
    token = rp.opened(provider, broken.tokens[0]).claims
    assert token["exp"] > provider.clock().timestamp()


def test_a_process_that_dies_after_the_commit_leaves_it_to_the_outbox(
    provider: rp.Idp, browser: rp.Browser, hint: str
) -> None:
    announcer = provider.app.extensions[ANNOUNCER]
    with provider.database.writing() as session:
        sso = session.get_one(SsoSession, browser.session_id)
        assert len(announcer.promise(session, sso, wall=provider.clock())) == 2
    assert provider.courts["ctd"].tokens == []
    provider.clock.advance(seconds=20)
    assert provider.jobs.drain("pacer") == 2
    assert len(provider.courts["ctd"].tokens) == len(provider.courts["ca2"].tokens) == 1


def test_a_court_that_never_answers_is_given_up(
    provider: rp.Idp, browser: rp.Browser, hint: str
) -> None:
    provider.courts["ctd"].raises = True
    end(browser, id_token_hint=hint)
    for _ in range(45):
        provider.clock.advance(seconds=301)
        provider.jobs.drain("pacer")
    with provider.database.reading() as session:
        visit = session.scalars(select(Visit).where(Visit.member == "ctd")).one()
        row = session.scalars(
            select(OutboxRow).where(OutboxRow.destination == "local:logout:ctd")
        ).one()
    assert visit.told_at is None
    assert "Given up" in visit.outcome
    assert row.delivered_at is not None
    assert row.attempts == 40
