"""The redaction checker on texts alone: rules, exemptions, masks, and no text that stops it."""

from __future__ import annotations

import re
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courts.documents import redaction
from courts.documents.facts import Covered, PdfFacts
from courts.documents.redaction import EXEMPTIONS, KINDS, WIDEST, Setting


def facts(*texts: str) -> PdfFacts:
    """Return the facts of pages with these texts."""
    return PdfFacts(1, is_pdf=True, readable=True, pages=len(texts), texts=texts)


@pytest.mark.parametrize(
    ("case", "rule"),
    [
        ("civil", "Fed. R. Civ. P. 5.2(a)"),
        ("criminal", "Fed. R. Crim. P. 49.1(a)"),
        ("bankruptcy", "Fed. R. Bankr. P. 9037(a)"),
        ("appellate", "Fed. R. App. P. 25(a)(5)"),
    ],
)
def test_each_kind_of_case_has_its_rule(case: str, rule: str) -> None:
    (found,) = redaction.check(facts("SSN 123-45-6789"), Setting(case))
    assert (found.rule, found.kind, found.page) == (rule, "ssn", 1)
    assert found.snippet == "SSN ***-**-****"


def test_the_widest_search_fitted_is_the_search_of_the_case() -> None:
    text = facts("SSN 123-45-6789. He resides at 12 Elm Street. Robin Sample, a minor.")
    for case in redaction.CITATIONS:
        for exempt in ((), ("minor_debtor",), ("warrant",)):
            setting = Setting(case, frozenset(exempt))
            fitted = redaction.fitting(redaction.check(text, WIDEST), setting)
            assert fitted == redaction.check(text, setting)


def test_the_kind_of_court_says_the_usual_case() -> None:
    assert redaction.of_court("bankruptcy").case == "bankruptcy"
    assert redaction.of_court("appellate").case == "appellate"
    assert redaction.of_court("district").case == "civil"


@pytest.mark.parametrize("exemption", sorted(EXEMPTIONS))
def test_exemptions_free_what_they_free(exemption: str) -> None:
    setting = Setting("criminal", frozenset({exemption}))
    assert setting.kinds == frozenset(KINDS) - EXEMPTIONS[exemption]


def test_covered_words_are_counted_and_never_quoted() -> None:
    under = Covered(2, (1.0, 2.0, 3.0, 4.0), "Robin Quentin")
    found = redaction.check(
        PdfFacts(1, is_pdf=True, readable=True, pages=2, covered=(under,)), Setting()
    )
    assert [(each.kind, each.page) for each in found] == [("covered", 2)]
    assert "12 letters" in found[0].snippet
    assert "Robin" not in found[0].snippet + found[0].message


def test_neighbours_of_a_secret_are_masked_too() -> None:
    text = "Robin Sample, a minor, SSN 123-45-6789, DOB 01/02/2012, account no. 12345678"
    for found in redaction.check(facts(text), WIDEST):
        for secret in ("Robin", "6789", "01/02", "5678"):
            assert secret not in found.snippet


@settings(max_examples=200)
@given(st.text(alphabet="0123456789- ./:,()\nADOBSNEIaccountbornminorsq#", max_size=300))
def test_whatever_stands_there_masks_are_as_long_and_hold_no_number(text: str) -> None:
    masked = redaction.mask(text, redaction.spans_of(text))
    assert len(masked) == len(text)
    assert re.search(r"\d{4,}", masked) is None


@pytest.mark.parametrize(
    "text",
    [
        " " * 40_000,
        "DOB " + " " * 39_000,
        "01/02/1980" + " " * 39_000,
        "A" * 40_000,
        "Aa " * 13_000,
        "minor child Robin Sample and " * 1_300,
        "1 " * 20_000,
        "account " * 5_000,
        "account 1" + "-1" * 19_000,
        "resides " + "1 Aaaa " * 5_000,
        "Robin Sample, " * 2_800,
        "123-45-" * 5_000,
        "\n" * 40_000,
        "born " * 8_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_no_page_keeps_the_checker_long(text: str) -> None:
    began = perf_counter()
    redaction.check(facts(text), WIDEST)
    assert perf_counter() - began < 3
