"""What is answered before Flask is answered as by Flask, and whatever is refused is left to it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from idp.oidc.models import AccessToken, AuthorizationCode, ClientError
from idp.signin.models import Visit
from shared.audit import AuditEvent
from shared.web.lane import Plain, read
from tests import lanes
from tests.integration.idp.oidc import rp

#: Of one answer only; and Flask says `Vary: Cookie` even where nobody looks at a cookie.
VARYING = {"x-request-id", "date", "location", "content-length", "vary"}


def heads(response: TestResponse) -> dict[str, str]:
    """Return the headers that are the same each time."""
    return {k.lower(): v for k, v in response.headers.items() if k.lower() not in VARYING}


def test_a_sign_on_and_its_tokens_are_answered_before_flask(
    provider: rp.Idp, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, court, own = provider.browser(), provider.court(), provider.register()
    browser.sign_in()
    tokens = own.offline(browser)
    lanes.cut_off(provider.app, monkeypatch)
    found = court.tokens(browser)
    assert court.call("/oidc/introspect", token=found["access_token"]).get_json()["active"] is True
    assert court.call("/oidc/introspect", token="unknown").get_json() == {"active": False}
    cso = browser.cso_token()
    assert court.call("/oidc/introspect", token=cso).get_json()["token_type"] == "cso"
    assert own.call("/oidc/token", grant_type="client_credentials").status_code == 200
    assert own.refresh(tokens["refresh_token"]).status_code == 200
    with provider.database.reading() as session:
        visited = session.scalars(select(Visit.member)).all()
        codes = session.scalars(select(AuditEvent).where(AuditEvent.tag == "oidc:code")).all()
    assert set(visited) == {rp.COURT, own.client_id}
    assert [event.actor for event in codes] == ["pacer:avery", "pacer:avery"]


def test_both_ways_answer_alike(provider: rp.Idp, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, court, own = provider.browser(), provider.court(), provider.register()
    browser.sign_in()
    token = court.tokens(browser)["access_token"]

    def asked() -> list[TestResponse]:
        return [
            court.ask(browser),
            court.ask(browser, prompt="none"),
            court.ask(browser, prompt="login"),
            court.ask(browser, scope="profile"),
            court.ask(browser, code_challenge=None),
            court.ask(provider.browser()),
            own.ask(browser),
            court.exchange(court.code(browser)),
            court.exchange(court.code(browser), code_verifier="w" * 43),
            court.exchange("unknown"),
            court.exchange(court.code(browser), auth=(court.client_id, "wrong")),
            court.call("/oidc/introspect", token=token),
            court.call("/oidc/introspect", token="unknown"),
            court.call("/oidc/introspect"),
            own.call("/oidc/introspect", token=token),
            own.call("/oidc/token", grant_type="client_credentials"),
            court.call("/oidc/token", grant_type="client_credentials"),
            own.call("/oidc/token", grant_type="password"),
            own.call("/oidc/token", grant_type="client_credentials", client_secret="x"),
        ]

    plainly = asked()
    lanes.take_away(provider.app, monkeypatch)
    for mine, flask in zip(plainly, asked(), strict=True):
        assert mine.status_code == flask.status_code
        assert heads(mine) == heads(flask), mine.request.path
        if mine.is_json:
            assert mine.get_json().keys() == flask.get_json().keys()
            assert mine.get_json().get("error") == flask.get_json().get("error")
        else:
            told = mine.headers.get("Location", ""), flask.headers.get("Location", "")
            assert told[0].partition("?")[0] == told[1].partition("?")[0]


def test_a_refusal_is_noted_once_and_leaves_nothing(provider: rp.Idp, browser: rp.Browser) -> None:
    court = provider.court()
    code = court.code(browser)
    assert court.exchange(code, code_verifier="w" * 43).status_code == 400
    with provider.database.reading() as session:
        assert session.scalar(select(func.count(ClientError.id))) == 1
        row = session.scalars(select(AuthorizationCode)).one()
        assert row.used_at is None
        assert session.scalar(select(func.count()).select_from(AccessToken)) == 0
    assert court.exchange(code).status_code == 200
    assert court.exchange(code).status_code == 400
    with provider.database.reading() as session:
        assert session.scalars(select(AccessToken)).one().revoked_at is not None
        replays = session.scalar(
            select(func.count(AuditEvent.id)).where(AuditEvent.tag == "oidc:replay")
        )
    assert replays == 1


def environ(method: str, *, query: str = "", body: bytes = b"", **more: Any) -> dict[str, Any]:
    """Return a request as WSGI has it."""
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": "/oidc/token",
        "QUERY_STRING": query,
        "HTTP_HOST": "pacer.test",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(body),
        **more,
    }


def test_what_is_plain_is_read() -> None:
    posted = read(environ("POST", body=b"a=1&b=&c=%C3%A4+x"), "POST")
    assert posted == Plain("https://pacer.test/oidc/token", "", {"a": "1", "b": "", "c": "ä x"})
    asked = read(environ("GET", query="a=1", HTTP_AUTHORIZATION="Basic x"), "GET")
    assert asked == Plain("https://pacer.test/oidc/token", "Basic x", {"a": "1"})


@pytest.mark.parametrize(
    "unusual",
    [
        environ("GET", query="a=1"),
        environ("POST", body=b"a=1", query="b=2"),
        environ("POST", body=b"a=1&a=1"),
        environ("POST", body=b"a=%FF"),
        environ("POST", body="a=ä".encode()),
        environ("POST", body=b"a=1", CONTENT_TYPE="application/json"),
        environ("POST", body=b"a=1", CONTENT_TYPE="multipart/form-data; boundary=x"),
        environ("POST", body=b"a=1", CONTENT_LENGTH=""),
        environ("POST", body=b"a=1", CONTENT_LENGTH="-1"),
        environ("POST", body=b"a=" + b"1" * 20000),
        environ("POST", body=b"&".join(b"a%d=1" % n for n in range(100))),
    ],
)
def test_what_is_not_plain_is_left_unread(unusual: dict[str, Any]) -> None:
    whole = unusual["wsgi.input"].getvalue()
    assert read(unusual, "POST") is None
    assert unusual["wsgi.input"].read() == whole
