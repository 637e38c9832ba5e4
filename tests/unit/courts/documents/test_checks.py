"""Releases, courts and sentences of the gate; facts that are none."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courts.documents import checks, facts
from courts.documents.checks import PdfRules
from courts.documents.facts import LIMITS, BadFactsError, PageSize, PdfFacts
from courts.kinds import policies

GOOD = PdfFacts(1000, is_pdf=True, readable=True, version="1.7", pages=1, has_text=(True,))
FORM = replace(GOOD, form_fields=2)


def codes(found: tuple[checks.Finding, ...]) -> list[tuple[str, bool]]:
    """Return what was said, and whether it blocks."""
    return [(each.code, each.blocking) for each in found]


@pytest.mark.parametrize(
    ("day", "release"),
    [
        (date(2004, 12, 14), ""),
        (date(2020, 12, 31), ""),
        (date(2021, 1, 1), "1.6"),
        (date(2024, 9, 30), "1.6"),
        (date(2024, 10, 1), "1.8"),
    ],
)
def test_the_release_follows_the_calendar(day: date, release: str) -> None:
    policy = policies.policy_for("district", "ctd")
    assert checks.rules_of(policy.on(day), day).release == release


@pytest.mark.parametrize(
    ("kind", "court", "megabytes"),
    [("district", "ctd", 35), ("bankruptcy", "ctb", 35), ("appellate", "ca2", 50)],
)
def test_the_sizes_of_courts(kind: str, court: str, megabytes: int) -> None:
    day = date(2021, 11, 8)
    rules = checks.rules_of(policies.policy_for(kind, court).on(day), day)
    assert rules.max_bytes == megabytes * 1024 * 1024


def test_forms_are_taken_until_release_1_8_and_flattening_is_advised() -> None:
    policy = policies.policy_for("district", "cod")
    old, new = date(2024, 9, 30), date(2024, 10, 1)
    before = checks.judge(FORM, checks.rules_of(policy.on(old), old), "a.pdf")
    after = checks.judge(FORM, checks.rules_of(policy.on(new), new), "a.pdf")
    assert codes(before) == [("forms", False)]
    assert codes(after) == [("forms", True)]
    assert "flattened" in after[0].message


def test_a_court_may_vary_every_rule() -> None:
    day = date(2025, 1, 1)
    varied = {
        "pdf_max_mb": 5,
        "pdf_forms": "accept",
        "pdf_hyperlinks": "reject",
        "pdf_open_action": "reject",
        "pdf_javascript": "accept",
    }
    rules = checks.rules_of(policies.policy_for("district", "ctd", varied).on(day), day)
    assert codes(checks.judge(FORM, rules, "a.pdf")) == [("forms", False)]
    linked = replace(GOOD, hyperlinks=1)
    assert codes(checks.judge(linked, rules, "a.pdf")) == [("hyperlinks", True)]
    assert checks.judge(linked, PdfRules(), "a.pdf") == ()
    opens = replace(GOOD, other_actions=("OpenAction:GoTo",))
    assert codes(checks.judge(opens, rules, "a.pdf")) == [("open-action", True)]
    assert checks.judge(opens, PdfRules(), "a.pdf") == ()
    scripted = replace(GOOD, javascript=1)
    assert checks.judge(scripted, rules, "a.pdf") == ()
    assert codes(checks.judge(scripted, PdfRules(), "a.pdf")) == [("javascript", True)]
    large = replace(GOOD, size=5 * 1024 * 1024 + 1)
    assert codes(checks.judge(large, rules, "a.pdf")) == [("too-large", True)]


def test_before_2021_only_what_cannot_be_opened_is_turned_down() -> None:
    rules = PdfRules(release="")
    everything = replace(
        GOOD, javascript=1, launch_actions=1, embedded_files=1, form_fields=1, encrypted=True
    )
    assert checks.judge(everything, rules, "a.pdf") == ()
    locked = PdfFacts(9, is_pdf=True, encrypted=True, locked=True)
    assert codes(checks.judge(locked, rules, "a.pdf")) == [("security", True)]
    assert codes(checks.judge(PdfFacts(9), rules, "a.pdf")) == [("not-pdf", True)]


def test_all_reasons_are_told_at_once_and_advice_comes_last() -> None:
    bad = replace(GOOD, javascript=1, embedded_files=3, has_text=(False,))
    found = checks.judge(bad, PdfRules(), "a.b.pdf")
    assert codes(found) == [
        ("javascript", True),
        ("attachments", True),
        ("no-text", False),
        ("file-name", False),
    ]
    assert "3 files embedded" in found[1].message


def test_every_limit_has_its_sentence() -> None:
    assert set(checks.LIMIT_WORDS) == set(LIMITS) - {""}
    for limit in checks.LIMIT_WORDS:
        found = checks.judge(replace(GOOD, limit=limit), PdfRules(), "a.pdf")
        assert codes(found) == [(f"limit-{limit}", True)]


@pytest.mark.parametrize(
    ("size", "odd"),
    [
        ((612, 792), False),
        ((792, 612), False),
        ((612, 1008), False),
        ((605, 800), False),
        ((595.3, 841.9), True),
        ((0, 0), True),
    ],
)
def test_pages_of_other_sizes_are_told(size: tuple[float, float], *, odd: bool) -> None:
    sized = replace(GOOD, page_sizes=(PageSize(*size, 1, 1),))
    assert codes(checks.judge(sized, PdfRules(), "a.pdf")) == (
        [("page-size", False)] if odd else []
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Motion to Dismiss.pdf", []),
        ("motion_2-final.PDF", []),
        ("Exhibit A (final), v1.pdf", ["file-name"]),
        ("x" * 120 + ".pdf", ["file-name"]),
        ("tax 123-45-6789.pdf", ["file-name-secret"]),
        ("attorney-client memo.pdf", ["file-name-secret"]),
        ("Doe SSN.pdf", ["file-name-secret"]),
        ("unsealed order.pdf", []),
    ],
)
def test_names_are_looked_at(name: str, said: list[str]) -> None:
    assert [each.code for each in checks.judge(GOOD, PdfRules(), name)] == said


def test_sentences_are_sentences() -> None:
    bad = replace(
        GOOD, problems=("x",), encrypted=True, javascript=1, launch_actions=1, embedded_files=1,
        other_actions=("Click:SubmitForm",), media=("Sound",), form_fields=1, signatures=1,
        hyperlinks=2, page_sizes=(PageSize(10, 10, 1, 1),), has_text=(False,),
    )  # fmt: skip
    for rules in (PdfRules(), PdfRules(rejects_forms=False, rejects_hyperlinks=True)):
        for found in checks.judge(bad, rules, "a,b.pdf"):
            assert found.message[0].isupper()
            assert found.message.rstrip(")")[-1] in ".x"


# --------------------------------------------------------------------------- facts


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        "[" * 100_000,
        '{"size": 1}',
    ],
)
def test_what_is_no_facts_is_not_believed(text: str) -> None:
    with pytest.raises(BadFactsError):
        facts.from_json(text)


@settings(max_examples=60)
@given(
    name=st.sampled_from(sorted(json.loads(facts.to_json(GOOD)))),
    value=st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.integers()),
)
def test_a_field_of_another_shape_is_not_believed(name: str, value: object) -> None:
    told = {**json.loads(facts.to_json(GOOD)), name: value}
    try:
        found = facts.from_json(json.dumps(told))
    except BadFactsError:
        return
    assert facts.from_json(facts.to_json(found)) == found
