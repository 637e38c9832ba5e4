"""Amounts and the matrix as text."""

from courts.claims import amounts, matrix
from courts.claims.amounts import Line


def test_amounts_are_written_without_thousands() -> None:
    assert [amounts.plain(n) for n in (0, 5, 125_034, 123_456_789_00, -150)] == [
        "$0.00", "$0.05", "$1250.34", "$123456789.00", "-$1.50",
    ]  # fmt: skip


def test_a_line_of_a_claim_says_what_is_allowed_once_it_is_known() -> None:
    assert amounts.lines([["Amount", 100, None], ["Secured", 100, 0]]) == (
        Line("Amount", "$1.00"),
        Line("Secured", "$1.00", "$0.00"),
    )


def test_totals_are_of_each_label_in_the_order_of_the_register() -> None:
    found = amounts.totals(
        [[["Unsecured", 50, None], ["Amount", 150, 100]], [["Amount", 50, 25], ["Admin", 1, None]]]
    )
    assert found == (
        Line("Amount", "$2.00", "$1.25"),
        Line("Unsecured", "$0.50"),
        Line("Admin", "$0.01"),
    )
    assert amounts.totals([]) == ()


def test_raw_lines_stay_lines_whatever_a_name_holds() -> None:
    listed = [("First | Bank\nof Nowhere", ["P.O. Box  1", "Sampleton, CT 00000"]), ("Solo", [])]
    assert matrix.raw(listed) == "First / Bank of Nowhere|P.O. Box 1|Sampleton, CT 00000\nSolo\n"


def test_labels_are_blocks_with_an_empty_line_between() -> None:
    assert matrix.labels([("Ünïon Bank", ["Box 1"]), ("Solo", [])]) == "Ünïon Bank\nBox 1\n\nSolo\n"
