"""Policies: dated values, merging, and every problem with its line."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from courts.kinds import menus, policies, profiles

EASTERN = ZoneInfo("America/New_York")
MOUNTAIN = ZoneInfo("America/Denver")


def problems_of(text: str) -> list[str]:
    with pytest.raises(policies.PolicyError) as caught:
        policies.load(text, "x.toml")
    assert str(caught.value) == "\n".join(str(each) for each in caught.value.problems)
    return [str(each) for each in caught.value.problems]


def test_every_key_is_a_field_of_the_rules() -> None:
    assert set(policies.KEYS) == {field.name for field in fields(policies.Rules)}


def test_every_shipped_policy_is_whole() -> None:
    assert policies.known_courts() == (
        "appellate",
        "bankruptcy",
        "ca2",
        "cod",
        "ctb",
        "ctd",
        "district",
    )
    courts = {"ctd": "district", "cod": "district", "ctb": "bankruptcy", "ca2": "appellate"}
    for court, kind in courts.items():
        rules = policies.policy_for(kind, court).on(date(2004, 1, 1))
        assert "attorney" in rules.filing_roles


def test_a_fifth_court_has_its_kind_s_policy() -> None:
    rules = policies.policy_for("bankruptcy", "xyb").on(date(2021, 11, 1))
    assert rules == policies.policy_for("bankruptcy", "xzb").on(date(2021, 11, 1))
    assert rules.e_filing == "general"


def test_connecticut_changes_from_order_or_consent_to_general() -> None:
    policy = policies.policy_for("district", "ctd")
    old = policy.on(date(2004, 12, 13))
    assert old.e_filing == "order_or_consent"
    assert old.temporary_password == "required"
    assert old.old_login_shape == "ct#####"
    assert old.court_password_minimum == 6
    new = policy.on(date(2017, 12, 11))
    assert new.e_filing == "general"
    assert new.court_password_minimum == 8
    assert not old.attorney_services_portal


def test_days_begin_at_midnight_of_the_court() -> None:
    ends = {"attorney_services_portal": [{"from": date(2022, 2, 7), "value": False}]}
    policy = policies.policy_for("district", "cod", ends, zone=MOUNTAIN)
    assert policy.at(datetime(2022, 2, 7, 6, 59, tzinfo=UTC)).attorney_services_portal
    assert not policy.at(datetime(2022, 2, 7, 7, 0, tzinfo=UTC)).attorney_services_portal
    assert policy.on(date(2021, 7, 31)).temporary_password == "advised"


def test_trustee_assignment_moves_to_the_court_in_ctb() -> None:
    policy = policies.policy_for("bankruptcy", "ctb", zone=EASTERN)
    assert policy.on(date(2021, 10, 11)).judge_trustee_assignment == "filer"
    assert policy.on(date(2021, 10, 12)).judge_trustee_assignment == "court"


def test_limited_events_are_events_of_the_menus() -> None:
    rules = policies.policy_for("bankruptcy", "ctb").on(date(2021, 11, 1))
    profile = profiles.profile("bankruptcy")
    offered = {
        event
        for word in profile.filing_words()
        for category in menus.filing_menu(profile, word)
        for event in category.events
    }
    assert set(rules.creditor_events) | set(rules.trustee_events) <= offered
    assert rules.events_of("attorney") is None
    for role in ("creditor", "trustee"):
        events = rules.events_of(role)
        assert events
        for word in ("Bankruptcy", "Adversary"):
            assert menus.filing_menu(profile, word, only=events)


def test_overrides_of_the_federation_come_last_and_may_be_dated() -> None:
    policy = policies.policy_for(
        "district",
        "cod",
        {
            "temporary_password": "required",
            "attorney_services_portal": [{"from": date(2023, 1, 9), "value": False}],
        },
    )
    assert policy.on(date(2021, 1, 1)).temporary_password == "required"
    assert policy.on(date(2021, 1, 1)).attorney_services_portal
    assert policy.on(date(2022, 9, 1)).attorney_services_portal
    assert not policy.on(date(2023, 1, 9)).attorney_services_portal


def test_bad_overrides_name_the_court() -> None:
    with pytest.raises(policies.PolicyError, match="federation, policy of ctd: e_filing: must be"):
        policies.policy_for("district", "ctd", {"e_filing": "maybe"})


def test_all_problems_at_once_each_with_its_line() -> None:
    text = """\
# a comment with e_filing = "x" in it
temporary_password = "sometimes"
colour = "blue"
attorney_services_portal = "yes"

court_password_minimum = 0
filing_roles = ["attorney", "wizard"]
creditor_events = ["A", "A"]
old_login_shape = "ct"

[[e_filing]]
value = "general"

[[e_filing]]
from = "soon"
value = "never"
until = 2020-01-01
"""
    found = problems_of(text)
    places = [each.split(": ", 2)[:2] for each in found]
    assert places == [
        ["x.toml:2", "temporary_password"],
        ["x.toml:3", "colour"],
        ["x.toml:4", "attorney_services_portal"],
        ["x.toml:6", "court_password_minimum"],
        ["x.toml:7", "filing_roles"],
        ["x.toml:8", "creditor_events"],
        ["x.toml:9", "old_login_shape"],
        ["x.toml:15", "e_filing"],
        ["x.toml:16", "e_filing"],
        ["x.toml:17", "e_filing"],
    ]
    assert "must be one of required, advised, not 'sometimes'" in found[0]
    assert "unknown key" in found[1]
    assert "unknown wizard" in found[4]
    assert "from must be a date" in found[7]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[[e_filing]]\nvalue = "general"\n\n[[e_filing]]\nvalue = "general"', 4, "without from"),
        ("[[e_filing]]\nfrom = 2004-01-01\n", 1, "must not be absent"),
        (
            '[[e_filing]]\nfrom = 2004-01-02\nvalue = "general"\n'
            '[[e_filing]]\nfrom = 2004-01-02\nvalue = "general"\n',
            5,
            "does not come after",
        ),
        ('[[e_filing]]\nvalue = "general"\nnote = 3\n', 3, "note must be text"),
        ("[[e_filing]]\nfrom = 2004-01-02T00:00:00Z\nvalue = 'general'\n", 2, "must be a date"),
        ('e_filing = ["general"]\n', 1, "must be text"),
        ('\n\nfiling_roles = "attorney"\n', 3, "must be a list of texts"),
        ("court_password_minimum = true\n", 1, "whole number"),
        ('[e_filing]\nvalue = "general"\n', 1, "must be text"),
    ],
)
def test_problems_of_dated_values(text: str, line: int, words: str) -> None:
    found = problems_of(text)
    assert len(found) == 1
    assert found[0].startswith(f"x.toml:{line}: ")
    assert words in found[0]


def test_broken_toml_says_the_line() -> None:
    (found,) = problems_of('temporary_password = "advised"\ne_filing = = 3\n')
    assert found.startswith("x.toml:2: ")


def test_a_policy_with_a_silent_key_is_refused() -> None:
    with pytest.raises(policies.PolicyError, match="filing_roles: no value"):
        policies.policy_for("no such kind", "ctd")


def test_describe_gives_a_row_for_each_dated_value() -> None:
    rows = policies.describe(policies.policy_for("district", "ctd"))
    e_filing = [(row.since, row.value) for row in rows if row.key == "e_filing"]
    assert e_filing == [
        ("from the beginning", "order_or_consent"),
        ("01/01/2007", "general"),
    ]
    assert {row.key for row in rows} == set(policies.KEYS)
    assert all(row.meaning for row in rows)
    assert next(row.value for row in rows if row.key == "limited_roles") == "none"
    assert next(row.value for row in rows if row.key == "attorney_services_portal") == "no"
