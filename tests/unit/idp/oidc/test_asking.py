"""Authorization requests, without a server (OIDC Core 3.1.2.1)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from idp.oidc import asking
from idp.oidc.asking import Step
from idp.oidc.clients import Client

CALLBACK = "http://ecf.ctd.moot.localhost:8080/oidc/callback"
CLIENT = Client("court-ctd", "District of Connecticut", "ctd", "", (CALLBACK,))
NOW = datetime(2021, 11, 15, 14, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(minutes=30)


def ask(**changes: str) -> asking.Ask:
    values = {
        "client_id": "court-ctd",
        "redirect_uri": CALLBACK,
        "response_type": "code",
        "scope": "openid",
        "state": "s",
        **changes,
    }
    return asking.read({k: [v] for k, v in values.items()}, {"court-ctd": CLIENT})


def test_empty_parameters_count_as_left_out() -> None:
    found = ask(prompt="", max_age="", request="", nonce="")
    assert found.prompts == frozenset()
    assert found.max_age is None
    assert "nonce" not in found.parameters


def test_unknown_parameters_are_not_kept() -> None:
    assert "colour" not in ask(colour="blue").parameters


def test_refusals_say_where_they_go() -> None:
    with pytest.raises(asking.AskRefusal) as told:
        ask(prompt="bogus")
    assert (told.value.code, told.value.redirect_uri, told.value.state) == (
        "invalid_request",
        CALLBACK,
        "s",
    )
    with pytest.raises(asking.AskRefusal) as page:
        ask(redirect_uri=CALLBACK + "#fragment")
    assert page.value.redirect_uri is None


@pytest.mark.parametrize(
    ("changes", "auth_time", "rounds", "step"),
    [
        ({}, None, 0, Step.SIGN_IN),
        ({}, LONG_AGO, 0, Step.ISSUE),
        ({"prompt": "consent"}, LONG_AGO, 0, Step.ISSUE),
        ({"prompt": "login"}, None, 0, Step.SIGN_IN),
        ({"prompt": "login"}, LONG_AGO, 0, Step.SIGN_IN_AFRESH),
        ({"prompt": "login"}, NOW, 0, Step.SIGN_IN_AFRESH),
        ({"prompt": "login"}, LONG_AGO, 1, Step.SIGN_IN_AFRESH),
        ({"prompt": "login"}, NOW, 1, Step.ISSUE),
        ({"prompt": "select_account"}, LONG_AGO, 0, Step.SIGN_IN_AFRESH),
        ({"max_age": "1800"}, LONG_AGO, 0, Step.ISSUE),
        ({"max_age": "1799"}, LONG_AGO, 0, Step.SIGN_IN_AFRESH),
        ({"max_age": "0"}, LONG_AGO, 0, Step.SIGN_IN_AFRESH),
        ({"max_age": "0"}, NOW + timedelta(seconds=1), 1, Step.ISSUE),
        ({"prompt": "login", "max_age": "0"}, NOW + timedelta(seconds=1), 1, Step.ISSUE),
    ],
)
def test_next_step(
    changes: dict[str, str], auth_time: datetime | None, rounds: int, step: Step
) -> None:
    found = asking.next_step(ask(**changes), arrived_at=NOW, auth_time=auth_time, rounds=rounds)
    assert found is step


def test_another_person_than_the_hint_says_signs_in_afresh() -> None:
    step = asking.next_step(
        ask(), arrived_at=NOW, auth_time=NOW + timedelta(1), hinted_other=True, rounds=1
    )
    assert step is Step.SIGN_IN_AFRESH


@pytest.mark.parametrize("rounds", [0, asking.MOST_ROUNDS])
def test_nobody_is_sent_round_for_ever(rounds: int) -> None:
    if rounds == 0:
        assert asking.next_step(ask(), arrived_at=NOW, auth_time=None) is Step.SIGN_IN
        return
    with pytest.raises(asking.AskRefusal) as refused:
        asking.next_step(ask(), arrived_at=NOW, auth_time=None, rounds=rounds)
    assert refused.value.code == "login_required"
