"""Formats of client codes (facts.md 1.8)."""

from __future__ import annotations

import pytest

from idp.billing.client_codes import ClientCodeRule, check_pattern
from shared.errors import Refusal


@pytest.mark.parametrize(
    ("pattern", "code", "fits"),
    [
        ("", "anything at all", True),
        ("", "x" * 33, False),
        ("99999-9999", "12345-0001", True),
        ("99999-9999", "1234-0001", False),
        ("99999-9999", "12345-000A", False),
        ("AA9", "Qz7", True),
        ("AA9", "Qé7", False),
        ("XX/X", "a1/B", True),
        ("XX/X", "a1-B", False),
        ("9", "٣", False),
        ("999", "", True),
    ],
)
def test_a_mask_of_digits_and_letters(pattern: str, code: str, fits: bool) -> None:
    assert ClientCodeRule(required=True, pattern=pattern).fits(code) is fits


def test_a_format_longer_than_a_code_is_refused() -> None:
    assert check_pattern(" 999 ") == "999"
    with pytest.raises(Refusal):
        check_pattern("9" * 33)
