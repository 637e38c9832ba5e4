"""Fees, caps, the waiver and amounts as people write them (facts.md 1.10)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared import money
from shared.errors import Refusal
from shared.money import Fee, Sold

few = settings(max_examples=100, deadline=None, derandomize=True, database=None)


@pytest.mark.parametrize(
    ("sold", "pages", "expected"),
    [
        (Sold.DOCUMENT, 1, Fee(1, 10)),
        (Sold.DOCUMENT, 30, Fee(30, 300)),
        (Sold.DOCUMENT, 31, Fee(30, 300)),
        (Sold.CASE_REPORT, 412, Fee(30, 300)),
        (Sold.TRANSCRIPT, 412, Fee(412, 4120)),
        (Sold.NAME_SEARCH, 31, Fee(31, 310)),
        (Sold.REPORT, 100, Fee(100, 1000)),
        (Sold.NAME_SEARCH, 0, Fee(1, 10)),
        (Sold.AUDIO, 1, Fee(1, 240)),
        (Sold.OPINION, 12, Fee(0, 0)),
    ],
)
def test_what_things_cost(sold: Sold, pages: int, expected: Fee) -> None:
    assert money.fee(sold, pages=pages) == expected


@few
@given(sold=st.sampled_from(Sold), pages=st.integers(0, 100_000))
def test_a_fee_is_ten_cents_a_page_and_capped_where_it_is(sold: Sold, pages: int) -> None:
    fee = money.fee(sold, pages=pages)
    assert fee.cents >= 0
    if sold in (Sold.DOCUMENT, Sold.CASE_REPORT):
        assert fee.cents <= 300
    if sold not in (Sold.AUDIO, Sold.OPINION):
        assert fee.cents == fee.pages * 10
        assert fee.pages <= max(pages, 1)


def test_fewer_than_no_pages_are_refused() -> None:
    with pytest.raises(Refusal):
        money.fee(Sold.DOCUMENT, pages=-1)


@pytest.mark.parametrize(
    ("size", "pages"), [(0, 1), (1, 1), (4320, 1), (4321, 2), (8640, 2), (129_600, 30)]
)
def test_extracted_data_is_counted_in_pages(size: int, pages: int) -> None:
    assert money.pages_of(size) == pages


@pytest.mark.parametrize(("accrued", "gone"), [(0, 0), (10, 10), (3000, 3000), (3001, 0)])
def test_thirty_dollars_or_less_are_waived(accrued: int, gone: int) -> None:
    assert money.waived(accrued) == gone


@few
@given(cents=st.integers(1, 9_999_999))
def test_an_amount_can_be_read_as_it_is_written(cents: int) -> None:
    assert money.cents_of(money.dollars(cents)) == cents


def test_a_credit_has_its_sign_in_front() -> None:
    assert money.dollars(-1234567) == "-$12,345.67"
    assert money.dollars(5) == "$0.05"


@pytest.mark.parametrize(
    "text", ["", "abc", "-1", "0", "0.00", "1.234", "1,5e3", "١٢", "9" * 20, "."]
)
def test_what_is_no_amount_is_refused_at_its_field(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        money.cents_of(text)
    assert refused.value.field == "amount"
