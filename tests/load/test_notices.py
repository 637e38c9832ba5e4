"""Three hundred generated filings: every mail is parsed by the reader of client programs.

Prints a table by court; one difference fails (evidence line 2 of issue 5).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import noticing
from tests.integration.courts import bench as benches

COUNTS = {"ctd": 90, "cod": 60, "ctb": 90, "ca2": 60}


def test_three_hundred_filings_are_read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """District civil and criminal, bankruptcy with adversaries on two dockets, appeals."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    tallies = {}
    for name, count in COUNTS.items():
        folder = tmp_path / name
        folder.mkdir()
        court = benches.build(folder, name, "2021-11")
        noticing.prepare(court)
        tallies[name] = noticing.generate(court, count)
        court.database.dispose()
    with capsys.disabled():
        print(f"\n{'court':6}{'filings':>8}{'mails':>7}{'html':>6}{'text':>6}{'sealed':>7}", end="")
        print(f"{'no doc':>7}{'closed':>7}{'joint':>6}{'looks':>6}{'fields':>8}{'differ':>7}")
        for name, t in tallies.items():
            print(f"{name:6}{t.filings:8}{t.mails:7}{t.html:6}{t.text:6}{t.sealed:7}", end="")
            print(f"{t.without:7}{t.closed:7}{t.joint:6}{t.looks:6}{t.fields:8}", end="")
            print(f"{len(t.differences):7}")
    differences = [each for t in tallies.values() for each in t.differences]
    assert differences == []
    assert sum(t.filings for t in tallies.values()) == 300
    assert all(t.looks and t.text and t.html and t.sealed for t in tallies.values())
    assert tallies["ctb"].joint
