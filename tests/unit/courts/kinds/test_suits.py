"""The official tables (form JS 44, form B1040)."""

from __future__ import annotations

import re

import pytest

from courts.kinds import suits


def test_a_docket_sheet_s_words() -> None:
    assert suits.nature("440") == "440 Civil Rights: Other"
    assert suits.cause("42:1983") == "42:1983 Civil Rights Act"
    assert suits.cause("09:0001") == "9:1 U.S. Arbitration Act"


def test_an_unknown_code_is_no_nature() -> None:
    with pytest.raises(KeyError):
        suits.nature("999")


def test_codes_have_their_shapes() -> None:
    assert all(re.fullmatch(r"\d{3}", code) for code in suits.NATURES)
    assert all(re.fullmatch(r"\d\d:\d{4,5}", code) for code in suits.CAUSES)
    assert all(re.fullmatch(r"\d\d", code) for code in suits.ADVERSARY_NATURES)
    assert set(suits.NATURES) >= suits.SOCIAL_SECURITY | suits.IMMIGRATION
    assert suits.JURISDICTIONS[suits.DEFAULT_JURISDICTION] == "Federal Question"
