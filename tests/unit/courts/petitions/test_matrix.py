"""Lists of creditors as filers send them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courts.petitions import matrix
from courts.petitions.matrix import MatrixError

GOOD = "First Bank\nP.O. Box 12\nSampleton, CT 00000\n\nAcme\n1 Road\nTown, CO 00000-1234\n"


def test_a_list_that_keeps_the_rules() -> None:
    read = matrix.parse(GOOD)
    assert [(c.name, c.lines) for c in read.creditors] == [
        ("First Bank", ("P.O. Box 12", "Sampleton, CT 00000")),
        ("Acme", ("1 Road", "Town, CO 00000-1234")),
    ]
    assert read.findings == ()


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("\n", "\r"),
        f"\ufeff{GOOD}",
        f"\n\n\n{GOOD}\n\n",
        GOOD.replace("\n\n", "\n  \t\n\n"),
        GOOD.replace("\n\n", "\f"),
    ],
)
def test_line_ends_and_empty_lines_do_not_matter(text: str) -> None:
    assert matrix.parse(matrix.text_of(text.encode())).creditors == matrix.parse(GOOD).creditors


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("First Bank", "no address"),
        ("First Bank\n1 Road\nTown, Connecticut 00000", "City, ST ZIP"),
        ("First Bank\n1 Road\nTown, ct 00000", "City, ST ZIP"),
        ("First Bank\n1 Road\nTown, CT 000001234", "City, ST ZIP"),
        ("First Bank\n  1 Road\nTown, CT 00000", "left-justified"),
        ("First Bank acct 4711\n1 Road\nTown, CT 00000", "account number"),
        ("4111 1111 1111 1111\n1 Road\nTown, CT 00000", "account number"),
        ("Page 1 of 3\nFirst Bank\nTown, CT 00000", "page number"),
        ("List of Creditors\nFirst Bank\nTown, CT 00000", "heading"),
        ("Café Bank\n1 Road\nTown, CT 00000", "special characters"),
    ],
)
def test_what_breaks_a_rule_is_taken_and_told(block: str, said: str) -> None:
    read = matrix.parse(block)
    assert len(read.creditors) == 1
    assert any(said in finding.message for finding in read.findings)
    assert not any(finding.cut for finding in read.findings)


def test_long_lines_are_cut_and_surplus_lines_merged() -> None:
    long = "X" * 38 + " tail"
    read = matrix.parse(f"{long}\ntwo\nthree\nfour\nfive\nSampleton, CT 00000")
    (creditor,) = read.creditors
    assert creditor.name == "X" * 38 + " t"
    assert creditor.lines == ("two", "three", "four", "five Sampleton, CT 00000")
    cut = [finding.message for finding in read.findings if finding.cut]
    assert len(cut) == 2
    assert "“ail” was cut off" in cut[1]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (b"%PDF-1.7 ...", "plain text"),
        (b"a\0b", "plain text"),
        (b"x" * (matrix.BIGGEST + 1), "too big"),
    ],
)
def test_what_is_no_list_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(MatrixError, match=said):
        matrix.text_of(content)


def test_old_letters_are_read() -> None:
    assert matrix.text_of("Café".encode("cp1252")) == "Café"


def test_too_many_creditors_are_none() -> None:
    with pytest.raises(MatrixError, match="more than"):
        matrix.parse("a\n\n" * (matrix.MOST + 1))
    with pytest.raises(MatrixError, match="no creditor"):
        matrix.parse("\n\n")


@given(st.text(max_size=400))
def test_whatever_comes_fits_the_table(text: str) -> None:
    try:
        read = matrix.parse(text)
    except MatrixError:
        return
    for creditor in read.creditors:
        assert creditor.name
        assert len(creditor.lines) < matrix.LINES
        assert all(len(line) <= matrix.WIDTH for line in (creditor.name, *creditor.lines))
