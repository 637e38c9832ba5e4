"""The docket sheet of district courts, read back by the parser that client programs use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from courts.worlds import reference
from tests import readback
from tests.integration.courts import bench, records
from tests.integration.courts.bench import Bench

Make = Callable[[str, str], Bench]


@pytest.fixture
def ctd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Build one district court."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    return bench.build(tmp_path, "ctd", "2021-11")


def test_the_reference_case_reads_back_without_a_difference(ctd: Bench) -> None:
    (draft,) = reference.cases("ctd")
    case = records.case_id(ctd, 21)
    html = records.sheet(ctd.signed_in("researcher"), case)
    data = readback.docket("ctd", html)
    assert readback.differences(data, draft, prefix="041", papers=records.papers(ctd, case)) == []
    assert date(2019, 1, 7) == data["date_filed"]
