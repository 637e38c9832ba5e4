"""Two thousand damaged PDF: each gets an answer within the bounds, and none ends the court."""

from __future__ import annotations

from pathlib import Path

import pytest

from courts.documents.service import Reader
from tests.corpus import pdf
from tests.corpus.enduring import endure
from tests.corpus.mutations import mutants
from tests.corpus.secrets import secrets

SHARES = 4
FILES = 2_000


@pytest.mark.parametrize("share", range(SHARES))
def test_damaged_files_are_answered(tmp_path: Path, share: int) -> None:
    reader = Reader()
    whole = (*pdf.gate(), *secrets())
    endured = endure(reader, mutants(whole, FILES // SHARES, seed=share), tmp_path)
    print(f"\n{endured}")
    assert endured.files == FILES // SHARES
    # Most damage is found; some hits what no reader looks at, and the file is as good as before.
    assert 0 < endured.taken < endured.files / 2
    # After all of it, the reader reads.
    good = tmp_path / "good.pdf"
    good.write_bytes(pdf.paper())
    assert reader.read(good).pages == 1
    reader.close()
