"""What the clerk may do with an account, and why not."""

from __future__ import annotations

import pytest

from courts.staffing import standing
from courts.staffing.standing import AccountState


@pytest.mark.parametrize(
    ("state", "login_bar", "email_bar"),
    [
        (AccountState("ct1", joined=False), "", ""),
        (AccountState("ct1", joined=True), standing.JOINED, standing.JOINED_EMAIL),
        (AccountState("", joined=True), standing.JOINED, standing.JOINED_EMAIL),
        (AccountState("", joined=False), standing.NO_LOGIN, ""),
    ],
)
def test_bars(state: AccountState, login_bar: str, email_bar: str) -> None:
    assert standing.login_bar(state) == login_bar
    assert standing.email_bar(state) == email_bar


@pytest.mark.parametrize("login", ["a&b", "a@b", "a$b", "a*b"])
def test_no_new_login_that_cannot_be_linked(login: str) -> None:
    assert standing.rename_problem(login) == standing.SPECIAL
    assert standing.cannot_be_linked(login) == login[1]
    assert standing.rename_problem("plain") == ""


@pytest.mark.parametrize(
    ("text", "good"),
    [("a@b.test", True), ("a@b", False), ("", False), ("a b@c.test", False), ("x" * 200, False)],
)
def test_addresses(text: str, good: bool) -> None:
    assert standing.is_email(text) is good
