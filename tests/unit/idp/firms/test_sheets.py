"""What a spreadsheet gets is text, whatever somebody called themselves."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from idp.firms import sheets

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")


@given(rows=st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=4))
def test_every_cell_comes_back_and_none_runs(rows: list[list[str]]) -> None:
    written = sheets.sheet(("One", "Two"), rows)
    read = list(csv.reader(io.StringIO(written, newline="")))
    assert read[0] == ["One", "Two"]
    assert [[cell.removeprefix("'") for cell in row] for row in read[1:]] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    assert not any(cell.lstrip(" ").startswith(RUNS) for row in read for cell in row)


def test_a_formula_is_marked_and_lines_end_as_the_rfc_says() -> None:
    written = sheets.sheet(("A", "B"), [["=1+1", "x,y"], [" @SUM(A1)", "12-34"]])
    assert written == "A,B\r\n'=1+1,\"x,y\"\r\n' @SUM(A1),12-34\r\n"
