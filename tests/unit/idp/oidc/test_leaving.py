"""Log-out requests, without a server (RP-Initiated Logout 1.0)."""

from __future__ import annotations

from typing import Any

import pytest

from idp.oidc import leaving
from idp.oidc.clients import Client
from idp.oidc.keyring import HintRefusedError

CLIENTS = {
    name: Client(name, name, name, "", (), (f"http://{name}.test/after",)) for name in ("a", "b")
}


def read_hint(token: str) -> dict[str, Any]:
    if token != "good":
        raise HintRefusedError("signature")
    return {"aud": "a", "sub": "person", "sid": "session"}


def read(**values: str) -> leaving.Wish:
    return leaving.read({k: [v] for k, v in values.items()}, CLIENTS, read_hint=read_hint)


def test_a_hint_names_client_and_session() -> None:
    wish = read(id_token_hint="good", post_logout_redirect_uri="http://a.test/after", state="x")
    assert (wish.client, wish.sid, wish.subject) == (CLIENTS["a"], "session", "person")
    assert (wish.redirect_uri, wish.state) == ("http://a.test/after", "x")


@pytest.mark.parametrize(
    "values",
    [
        {"client_id": "nobody"},
        {"id_token_hint": "good", "client_id": "b"},
        {"id_token_hint": "good", "post_logout_redirect_uri": "http://b.test/after"},
        {"id_token_hint": "bad", "post_logout_redirect_uri": "http://a.test/after"},
        {"post_logout_redirect_uri": "http://a.test/after"},
        {"state": "s" * 5000},
    ],
)
def test_errors_are_never_redirected(values: dict[str, str]) -> None:
    with pytest.raises(leaving.LeaveRefusal):
        read(**values)


def test_a_parameter_given_twice_is_refused() -> None:
    with pytest.raises(leaving.LeaveRefusal):
        leaving.read({"state": ["a", "b"]}, CLIENTS, read_hint=read_hint)


@pytest.mark.parametrize(
    ("values", "visitor_sid", "asked"),
    [
        ({}, "session", True),
        ({}, "", True),
        ({"id_token_hint": "bad"}, "session", True),
        ({"client_id": "a"}, "session", True),
        ({"id_token_hint": "good"}, "session", False),
        ({"id_token_hint": "good"}, "", False),
        ({"id_token_hint": "good"}, "another", True),
    ],
)
def test_who_is_asked_first(values: dict[str, str], visitor_sid: str, *, asked: bool) -> None:
    assert leaving.needs_confirmation(read(**values), visitor_sid=visitor_sid) is asked
