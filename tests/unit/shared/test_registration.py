"""What courts enable in the federation file, and court days."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from courts.kinds import policies
from shared import court_days, federation, registration
from shared.errors import ConfigurationError

FILE = Path(__file__).parents[3] / "shared" / "launcher" / "federation.toml"
TEXT = FILE.read_text(encoding="utf-8")


def test_every_role_that_a_court_enables_may_file_there_from_go_live() -> None:
    for court in federation.load(TEXT).courts:
        assert court.registration is not None
        policy = policies.policy_for(
            court.kind, court.id, dict(court.policies), zone=ZoneInfo(court.timezone)
        )
        rules = policy.at(court.live_at)
        assert set(court.registration.roles) <= set(rules.filing_roles), court.id
        assert "attorney" in rules.filing_roles
        assert court.registration.contact.endswith(".test")


def test_ctb_enables_limited_creditors_and_cod_no_pro_hac_vice() -> None:
    courts = {court.id: court.registration for court in federation.load(TEXT).courts}
    assert courts["ctb"] is not None
    assert courts["cod"] is not None
    assert "creditor" in courts["ctb"].roles
    assert registration.PRO_HAC_VICE not in courts["cod"].types


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("none", "must be a table"),
        ({"kinds": []}, "`kinds` is not known"),
        ({"types": ["wizard"]}, "`types` names wizard; known are attorney_admission"),
        ({"roles": "creditor"}, "`roles` must be a list of texts"),
        ({"contact": "nobody"}, "`contact` must be an e-mail address"),
        ({"note": 3}, "`note` must be text"),
        ({"days": 0}, "`days` must be from 1 to 60"),
        ({"days": True}, "`days` must be from 1 to 60"),
    ],
)
def test_mistakes_are_named(table: Any, problem: str) -> None:
    whole = {"contact": "a@b.test", **table} if isinstance(table, dict) else table
    problems: list[str] = []
    assert registration.read(whole, "[here]", problems) is None
    assert any(problem in found for found in problems), problems


def test_a_mistake_stops_the_federation() -> None:
    with pytest.raises(ConfigurationError, match="names baron"):
        federation.load(TEXT.replace('"creditor", "trustee"', '"baron", "trustee"', 1))


@pytest.mark.parametrize(
    ("kind", "registration_type", "role", "words"),
    [
        ("attorney", "pro_hac_vice", "attorney", "Pro Hac Vice"),
        ("non_attorney", "", "us_trustee", "Non-Attorney E-File Registration: U.S. Trustee"),
        ("deactivation", "", "attorney", "Deactivate E-File Account"),
    ],
)
def test_what_a_request_is_called(kind: str, registration_type: str, role: str, words: str) -> None:
    assert registration.what_label(kind, registration_type, role) == words


@pytest.mark.parametrize("first", [date(2021, 11, 15), date(2021, 12, 24), date(2024, 2, 28)])
@pytest.mark.parametrize("days", [-3, 0, 1, 6, 15, 400])
def test_court_days_between_are_those_that_can_be_counted(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    counted = sum(
        court_days.is_court_day(first + timedelta(days=n)) for n in range(1, max(0, days) + 1)
    )
    assert court_days.between(first, last) == counted
