"""What a spreadsheet gets is text, whatever somebody called themselves."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idp.firms import sheets


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_a_formula_becomes_text(text: str) -> None:
    assert sheets.cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Attorney, John", "12-34", "7000101", 'a "quoted" word'])
def test_a_text_stays(text: str) -> None:
    assert sheets.cell(text) == text


@given(rows=st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=4))
def test_every_cell_comes_back_and_none_runs(rows: list[list[str]]) -> None:
    written = sheets.sheet(("One", "Two"), rows)
    read = list(csv.reader(io.StringIO(written, newline="")))
    assert read[0] == ["One", "Two"]
    assert [[cell.removeprefix("'") for cell in row] for row in read[1:]] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    assert not any(cell.startswith(sheets.RUNS) for row in read for cell in row)


def test_lines_end_as_the_rfc_says() -> None:
    assert sheets.sheet(("A", "B"), [["1", "x,y"]]) == 'A,B\r\n1,"x,y"\r\n'
