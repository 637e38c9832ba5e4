"""The same wizard in a bankruptcy court, and in a court that is CurrentGen still."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from sqlalchemy import select

from courts.cases.models import Case
from courts.docket.models import Entry
from courts.filing.models import Submission
from tests.integration.courts import bench
from tests.integration.courts.filings import filer, pdf

RECEIPT = "Notice of Electronic Filing"


@pytest.fixture(autouse=True)
def insecure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the provider of the tests speak http."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")


def newest(made: bench.Bench) -> Entry:
    """Return the entry that was docketed last."""
    with made.database.reading() as session:
        filed = session.scalars(select(Submission).order_by(Submission.id.desc())).first()
        assert filed is not None
        entry = session.get(Entry, filed.entry_id)
        assert entry is not None
        return entry


def test_a_bankruptcy_court_offers_its_own_events(tmp_path: Path) -> None:
    ctb = bench.build(tmp_path, "ctb", "2021-11", world="none")
    at = filer(ctb, "attorney_everywhere")
    menu = at.browser.get("/cgi-bin/DisplayMenu.pl?Bankruptcy").links()
    at.open(menu["Motions/Applications"])
    assert at.heading == "Available Events"
    assert "Motion to Dismiss Case" in at.page.text
    at.send(events=["motion_extend_stay"])
    at.send(case_number="21-30101")
    assert "Carla Debtworth" in at.page.text
    at.send(filers=[at.choice("Carla")])
    headings = []
    for _ in range(10):
        headings.append(at.heading)
        if at.heading == RECEIPT:
            break
        at.send(
            **(
                {"main": (io.BytesIO(pdf()), "paper.pdf")}
                if at.heading == "Select the pdf document"
                else {}
            )
        )
    assert at.heading == RECEIPT, at.page.text
    assert "Sealed or unsealed" not in headings, "sealed papers come on paper here"
    entry = newest(ctb)
    assert entry.event == "motion_extend_stay"
    assert "Filed by Carla Debtworth." in entry.text
    # Claims have a wizard of their own, to which the link of the menu leads.
    assert "flow=claim" in at.browser.get(menu["Proof of Claim"]).location


def test_a_trustee_sees_the_events_of_the_role_only(tmp_path: Path) -> None:
    ctb = bench.build(tmp_path, "ctb", "2021-07", world="none")
    at = filer(ctb, "trustee", source="court")
    shown = at.begin(menu="Bankruptcy")
    assert at.heading == "Available Events", shown.text
    assert "Notice of Assets" in shown.text
    assert "Chapter 13 Plan" not in shown.text
    refused = at.begin("chapter13_plan")
    assert "not one of your role" in refused.text or "limited to the events" in refused.text


def test_a_court_login_files_in_currentgen(tmp_path: Path) -> None:
    cod = bench.build(tmp_path, "cod", "2021-11", world="none")
    at = filer(cod, "attorney", source="court")
    with cod.database.reading() as session:
        case = session.scalars(select(Case).where(Case.family == "civil")).first()
    assert case is not None
    at.begin("motion_compel")
    at.send(case_number=f"{case.office}:{case.year % 100}-cv-{case.serial}")
    assert at.heading == "Select the filer", at.page.text
