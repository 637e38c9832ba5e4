"""What a clerk may approve, which reason is filled in, and who resembles whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from courts.registrations import deciding, resembling
from courts.registrations.deciding import Facts
from courts.registrations.resembling import Face

OPEN = Facts(state="received", deactivation=False, court_live=True)
IRIS = Face("Iris", "Associate", "iris@examplelaw.test", "CT-4471")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (replace(OPEN, state="approved"), "decided"),
        (replace(OPEN, state="rejected", held="active"), "decided"),
        (replace(OPEN, court_live=False), "before_go_live"),
        (replace(OPEN, held="active"), "holds_account"),
        (replace(OPEN, role_files=False), "role_does_not_file"),
        (replace(OPEN, deactivation=True), "nothing_held"),
        (replace(OPEN, deactivation=True, held="disabled"), "nothing_held"),
    ],
)
def test_what_stands_against_approving(facts: Facts, code: str) -> None:
    found = deciding.against_approval(facts)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "facts",
    [
        OPEN,
        replace(OPEN, state="more_info"),
        replace(OPEN, held="disabled"),
        replace(OPEN, deactivation=True, held="active", court_live=False, role_files=False),
    ],
)
def test_what_may_be_approved(facts: Facts) -> None:
    assert deciding.against_approval(facts) is None


def test_the_reason_that_is_filled_in() -> None:
    def said(facts: Facts, *, resembles: bool) -> str:
        return deciding.suggested_reason(facts, resembles=resembles, link_title="Link it")

    assert said(OPEN, resembles=False) == ""
    assert "“Link it”" in said(OPEN, resembles=True)
    assert said(replace(OPEN, held="active"), resembles=True) == deciding.HOLDS_ACCOUNT
    assert said(replace(OPEN, deactivation=True, held="active"), resembles=True) == ""


@pytest.mark.parametrize(
    ("known", "shared"),
    [
        (Face("IRIS", "associate ", "old@firm.test"), ("name",)),
        (Face("I.", "Associate", "Iris@ExampleLaw.test"), ("e-mail address",)),
        (Face("Ida", "Other", "x@y.test", "ct4471"), ("bar number",)),
        (
            Face("Iris", "Associate", "iris@examplelaw.test", "CT 4471"),
            ("name", "e-mail address", "bar number"),
        ),
        (Face("Ida", "Associate", "x@y.test", "ct99"), ()),
    ],
)
def test_what_two_have_in_common(known: Face, shared: tuple[str, ...]) -> None:
    assert resembling.shared_by(IRIS, known) == shared


def test_a_missing_bar_number_or_address_is_nothing_in_common() -> None:
    blank = Face("A", "B", "", "")
    assert resembling.shared_by(blank, Face("C", "D", "", "--")) == ()


def test_the_most_alike_comes_first() -> None:
    known = [(1, Face("Iris", "Associate", "z@z.test")), (2, IRIS), (3, Face("X", "Y", "q@q.test"))]
    assert [one.user_id for one in resembling.rank(IRIS, known)] == [2, 1]
