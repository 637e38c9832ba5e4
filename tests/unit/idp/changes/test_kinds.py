"""The kinds of change, and an address as a court prints it."""

from __future__ import annotations

import pytest

from idp.changes import kinds


@pytest.mark.parametrize(
    ("country", "last"), [("USA", "Sampleton, CT 00000"), ("", "Sampleton, CT 00000"), ("X", "X")]
)
def test_a_court_prints_no_county_and_the_country_abroad_only(country: str, last: str) -> None:
    printed = kinds.court_address(
        street="1 Example Street", city="Sampleton", state="CT", code="00000", country=country
    )
    assert printed.split("\n")[0] == "1 Example Street"
    assert printed.split("\n")[-1] == last


def test_every_state_has_words() -> None:
    assert set(kinds.STATES) == {"pending", "accepted", "rejected", "replaced"}
    assert list(kinds.KINDS) == ["personal", "address", "noticing"]
