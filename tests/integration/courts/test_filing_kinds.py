"""The same wizard in a bankruptcy court, and in a court that is CurrentGen still."""

from __future__ import annotations

import io
from datetime import date
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


def test_in_2004_an_order_or_consent_comes_first(tmp_path: Path) -> None:
    ctd = bench.build(tmp_path, "ctd", "2004-12", world="none")
    with ctd.database.writing() as session:
        ctd.user_row(session, "ct04321").temporary_password = False
    at = filer(ctd, "attorney_2004", source="court")
    at.begin("motion_compel")
    refused = at.send(case_number="3:19-cv-21")
    assert "The docket of this case has neither an E-Filing Order nor a consent" in refused.text
    with ctd.database.writing() as session:
        order = session.scalars(select(Entry).where(Entry.case_id == 1)).first()
        assert order is not None
        order.event, order.filed_on = "e_filing_order", date(2004, 12, 1)
    at.send()
    assert at.heading == "Select the filer", at.page.text


def test_odd_answers_are_refused_at_their_field(tmp_path: Path) -> None:
    ctd = bench.build(tmp_path, "ctd", "2021-11", world="none")
    at = filer(ctd, "attorney_everywhere")
    at.begin(menu="Civil")
    assert at.send(events=["order_on_motion"]).status == 422
    assert at.send(events=["no_such_event"]).status == 422
    motions = [
        box.get("value")
        for box in at.page.all("//input[@name='events']")
        if str(box.get("value")).startswith("motion_")
    ]
    at.send(events=motions)
    at.send(case_number="3:19-cv-21\x00", all_case_ids="9" * 40)
    assert at.heading == "Select the filer"
    at.send(filers=[at.choice("Alpha")])
    at.send()
    at.send(sealed="unsealed")
    assert at.heading == "Refer to existing event(s)"
    assert at.send(refers=["9" * 30]).status == 422
    assert at.send(refers=["x"]).status == 422
    assert at.send(filed_from="yesterday", list_again="1").status == 422
    assert at.send(number_from="0", list_again="1").status == 422
    for query in ("t=nobody", "t=%00", "s=final", ""):
        assert "This transaction is over" in at.open(f"/cgi-bin/Dispatch.pl?{query}").text
