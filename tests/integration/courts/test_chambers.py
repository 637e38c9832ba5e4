"""The clerk's deeds in cases: quality control, corrections, orders, assignments, and why."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pikepdf
import pytest
from juriscraper.pacer import DocketReport
from sqlalchemy import select

from courts.cases.models import Case, Party, Setting
from courts.docket.models import Document, Entry
from courts.filing import service as filing
from courts.filing.models import Submission
from courts.kinds import catalogue, profiles
from courts.kinds.filings import Filer, Filing
from courts.kinds.policies import policy_for
from courts.permissions import CourtUserFacts, FilingFacts, PacerFacts, SessionFacts
from courts.rehearsing import queries as rehearsing
from shared.db import every_world
from shared.timekeeping import read_setting
from tests.integration.courts import bench, records
from tests.integration.courts.bench import Bench, Browser

SERIAL = 21


@pytest.fixture
def court(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """The district court in the default era."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    return bench.build(tmp_path, "ctd", "2021-11", world="none")


@pytest.fixture
def clerk(court: Bench) -> Browser:
    """A browser of the clerk."""
    return court.signed_in("clerk_ctd")


@pytest.fixture
def case_id(court: Bench) -> int:
    """The reference case of every world."""
    return records.case_id(court, SERIAL)


def one(court: Bench, statement: Any) -> Any:
    """Return the one row of a statement, read afresh."""
    with court.database.reading() as session:
        return session.scalars(every_world(statement)).one()


def send(clerk: Browser, path: str, page: str, **fields: Any) -> Any:
    """Send one form of a page that has several."""
    token = clerk.get(page).token()
    return clerk.client.post(
        path, data={"csrf_token": token, **fields}, base_url=clerk.bench.member.origins["ecf"]
    )


def pdf(pages: int) -> bytes:
    """Return a PDF of so many empty pages."""
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page()
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def entry(court: Bench, case_id: int, seq: int) -> Entry:
    """Return an entry, read afresh."""
    found = one(court, select(Entry).where(Entry.case_id == case_id, Entry.seq == seq))
    assert isinstance(found, Entry)
    return found


def file_motion(court: Bench, case_id: int) -> int:
    """Have somebody file a motion, and return its seq."""
    member = court.member
    with court.database.writing() as session:
        party = session.scalars(select(Party).where(Party.case_id == case_id)).first()
        assert party is not None
        now = filed_at(court)
        made = filing.submit_filing(
            session,
            Filing(case_id, ("motion_extension",), filers=(party.id,), answers={"until_words": ""}),
            filer=Filer(user_id=1, subject="s", name="Ann Attorney", signature="Attorney, Ann"),
            facts=FilingFacts(
                go_live=member.live_at,
                legacy_cutoff=member.cutoff_at,
                session=SessionFacts("pacer"),
                account=PacerFacts(),
                court_user=CourtUserFacts(linked=True),
            ),
            bench=filing.Bench(
                catalogue.of_menus("civil", "criminal"),
                policy_for("district", "ctd"),
                profiles.profile("district").numbers,
                ZoneInfo(member.timezone),
            ),
            now=now,
            today=now.date(),
        )
        return int(made.view.entry.seq)


def filed_at(court: Bench) -> Any:
    """Return the court's time."""
    with court.database.reading() as session:
        return court.clock() + read_setting(session).offset


def test_a_filing_waits_until_somebody_has_looked_at_it(
    court: Bench, clerk: Browser, case_id: int
) -> None:
    seq = file_motion(court, case_id)
    page = clerk.get("/clerk/filings")
    assert "Ann Attorney" in page.text
    row = one(court, select(Submission))
    answer = send(clerk, f"/clerk/filings/{row.id}/check", "/clerk/filings", finding="no signature")
    assert answer.status_code == 303
    found = one(court, select(Submission))
    assert (found.finding, bool(found.checked_by)) == ("no signature", True)
    assert "Nothing waits" in clerk.get("/clerk/filings").text
    assert "no signature" in clerk.get("/clerk/filings?state=deficient").text
    assert f"/entries/{seq}" in clerk.get("/clerk/filings?state=all").html


def test_corrected_text_tells_that_it_was_modified(
    court: Bench, clerk: Browser, case_id: int
) -> None:
    path = f"/clerk/cases/{case_id}/entries/1"
    before = entry(court, case_id, 1).text
    answer = send(clerk, f"{path}/text", path, words="COMPLAINT with its words put right.")
    assert answer.status_code == 303
    after = entry(court, case_id, 1).text
    assert after.startswith("COMPLAINT with its words put right.(")
    assert " Modified on " in after
    assert after.endswith(before[before.rindex(" (Entered:") :])
    assert [json.loads(each)["after"] for each in court.audited("docket:text")] == [after]
    # Client programs still read it as one entry.
    reader = court.signed_in("clerk_ctd")
    html = reader.client.post(
        f"/cgi-bin/DktRpt.pl?{case_id}",
        data={**records.FULL, "all_case_ids": str(case_id)},
        headers=records.EXTERNAL,
        base_url=court.member.origins["ecf"],
    ).get_data(as_text=True)
    report = DocketReport("ctd")
    report._parse_text(html)
    assert any("put right" in each["description"] for each in report.data["docket_entries"])


def test_a_wrong_pdf_is_replaced(court: Bench, clerk: Browser, case_id: int) -> None:
    path = f"/clerk/cases/{case_id}/entries/1"
    where = select(Document).join(Entry, Entry.id == Document.entry_id)
    where = where.where(Entry.case_id == case_id, Entry.seq == 1, Document.place == 0)
    answer = send(clerk, f"{path}/paper", path, place="0", paper=(io.BytesIO(pdf(7)), "right.pdf"))
    assert answer.status_code == 303
    found = one(court, where)
    assert (found.pages, found.filename) == (7, "right.pdf")
    assert found.digest
    wrong = send(clerk, f"{path}/paper", path, place="0", paper=(io.BytesIO(b"no"), "wrong.pdf"))
    assert wrong.status_code == 422
    assert one(court, where).digest == found.digest


def test_sealing_and_striking(court: Bench, clerk: Browser, case_id: int) -> None:
    path = f"/clerk/cases/{case_id}/entries/1"
    ids = re.findall(r'<(?:input|select|textarea) [^>]*\bid="(\w+)"', clerk.get(path).html)
    fields = [each for each in ids if each != "csrf_token"]
    assert len(fields) == len(set(fields)) > 3, "each label has a field of its own"
    assert send(clerk, f"{path}/access", path, place="-1", level="sealed").status_code == 422
    answer = send(clerk, f"{path}/access", path, place="-1", level="sealed", reason="order 12")
    assert answer.status_code == 303
    assert entry(court, case_id, 1).access == "sealed"
    assert send(clerk, f"{path}/strike", path, reason="wrong case").status_code == 303
    struck = entry(court, case_id, 1)
    assert struck.text.startswith("STRICKEN: ")
    papers = select(Document.access).where(Document.entry_id == struck.id)
    with court.database.reading() as session:
        assert set(session.scalars(papers)) == {"court_only"}


def test_what_is_deficient_or_struck_may_be_filed_anew(
    court: Bench, clerk: Browser, case_id: int
) -> None:
    """The check for what was filed already does not know it any more."""

    def known() -> list[str]:
        with court.database.reading() as session:
            since = filed_at(court) - timedelta(hours=1)
            return [each.title for each in rehearsing.filed_since(session, 1, since)]

    assert known() == []
    file_motion(court, case_id)
    assert known() == ["Motion for Extension of Time"]
    row = one(court, select(Submission))
    send(clerk, f"/clerk/filings/{row.id}/check", "/clerk/filings", finding="no signature")
    assert known() == []
    path = f"/clerk/cases/{case_id}/entries/{file_motion(court, case_id)}"
    assert known() == ["Motion for Extension of Time"]
    send(clerk, f"{path}/strike", path, reason="filed twice")
    assert known() == []


def test_an_order_ends_the_motion_that_it_grants(
    court: Bench, clerk: Browser, case_id: int
) -> None:
    seq = file_motion(court, case_id)
    assert f"/entries/{seq}" in clerk.get(f"/clerk/cases/{case_id}").html
    page = f"/clerk/cases/{case_id}/enter/order_on_motion"
    refused = send(clerk, page, page, ask_disposition="granting")
    assert refused.status_code == 422
    answer = send(
        clerk,
        page,
        page,
        refers=str(seq),
        ask_disposition="granting",
        ask_signed_on="2021-11-15",
        level="public",
        paper=(io.BytesIO(pdf(2)), "order.pdf"),
    )
    assert answer.status_code == 303, answer.get_data(as_text=True)
    motion = entry(court, case_id, seq)
    order = entry(court, case_id, seq + 1)
    assert motion.ended_by == order.seq
    assert order.text.startswith(f"ORDER granting re {motion.number} ")
    assert order.opinion
    pending = clerk.get(f"/clerk/cases/{case_id}").html.split('id="enter"')[0]
    assert f"/entries/{seq}" not in pending


def test_what_the_clerk_answers_is_checked_and_printed_as_filers_answers_are(
    court: Bench, clerk: Browser
) -> None:
    case_id = one(court, select(Case).where(Case.family == "criminal").limit(1)).id
    offered = clerk.get(f"/clerk/cases/{case_id}").html
    assert "/enter/bond" in offered
    assert "/enter/order_on_motion" not in offered, "an event of civil cases"
    page = f"/clerk/cases/{case_id}/enter/bond"
    assert send(clerk, page, page, ask_amount="a lot").status_code == 422
    answer = send(
        clerk,
        page,
        page,
        ask_amount="1250.50",
        level="public",
        paper=(io.BytesIO(pdf(1)), "bond.pdf"),
    )
    assert answer.status_code == 303, answer.get_data(as_text=True)
    with court.database.reading() as session:
        newest = select(Entry).where(Entry.case_id == case_id).order_by(Entry.seq.desc())
        entered = session.scalars(every_world(newest)).first()
    assert entered is not None
    assert "$ 1,250.50" in entered.text


def settings(court: Bench, case_id: int, seq: int) -> dict[str, tuple[str, str, str]]:
    """Return what an entry has set: kind, day and status by name."""
    with court.database.reading() as session:
        rows = session.scalars(
            every_world(select(Setting).where(Setting.case_id == case_id, Setting.entry_seq == seq))
        )
        return {row.name: (row.kind, row.due_on.isoformat(), row.status) for row in rows}


def last_seq(court: Bench, case_id: int) -> int:
    """Return the seq of the newest entry of a case."""
    newest = select(Entry).where(Entry.case_id == case_id).order_by(Entry.seq.desc()).limit(1)
    return int(one(court, newest).seq)


def test_a_meeting_of_creditors_is_set_and_deadlines_are_counted_from_it(
    tmp_path: Path,
) -> None:
    court = bench.build(tmp_path, "ctb", "2021-11", world="none")
    clerk = court.signed_in("clerk_ctb")
    case = one(court, select(Case).where(Case.chapter == "7").order_by(Case.id).limit(1))
    page = f"/clerk/cases/{case.id}/enter/meeting_notice"
    for held in ("2021-12-20", "2022-01-10"):
        answer = send(
            clerk,
            page,
            page,
            ask_held_on=held,
            ask_place="Room 715",
            ask_oppose_by="2022-03-01",
            level="public",
        )
        assert answer.status_code == 303, answer.get_data(as_text=True)
    second = last_seq(court, case.id)
    first = settings(court, case.id, second - 1)
    assert first["Objection to discharge"] == ("deadline", "2022-02-18", "")
    assert first["Meeting of Creditors"] == ("hearing", "2021-12-20", "terminated")
    assert settings(court, case.id, second)["Meeting of Creditors"] == ("hearing", "2022-01-10", "")
    facts = one(court, select(Case).where(Case.id == case.id)).facts
    assert (facts["meeting_on"], facts["meeting_place"]) == ("2022-01-10", "Room 715")


def test_a_defective_filing_of_an_appeal_has_a_day_to_be_cured(tmp_path: Path) -> None:
    court = bench.build(tmp_path, "ca2", "2021-11", world="none")
    clerk = court.signed_in("clerk_ca2")
    brief = one(court, select(Entry).where(Entry.event == "ap_brief").order_by(Entry.id).limit(1))
    case_id, party = brief.case_id, select(Party.id).where(Party.case_id == brief.case_id).limit(1)
    shown = clerk.get(f"/clerk/cases/{case_id}/entries/{brief.seq}")
    notice = shown.links()["Notice of Defective Filing"]
    ticked = clerk.get(notice).all("//input[@name='refers'][@checked]/@value")
    assert ticked == [str(brief.seq)]
    told = {"refers": str(brief.seq), "filers": str(one(court, party)), "level": "public"}
    told["ask_what"] = "The cover has the wrong colour"
    assert send(clerk, notice, notice, **told).status_code == 422
    paper = (io.BytesIO(pdf(1)), "notice.pdf")
    answer = send(clerk, notice, notice, **told, ask_cure_by="2021-11-29", paper=paper)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    seq = last_seq(court, case_id)
    assert "cure due 11/29/2021" in entry(court, case_id, seq).text
    cure = settings(court, case_id, seq)
    assert cure["Cure of defective filing"] == ("deadline", "2021-11-29", "")
    cured = f"/clerk/cases/{case_id}/enter/ap_cured"
    answer = send(clerk, cured, cured, **{**told, "refers": str(seq)})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert settings(court, case_id, seq)["Cure of defective filing"][2] == "satisfied"


def test_judge_calendar_and_state(court: Bench, clerk: Browser, case_id: int) -> None:
    page = f"/clerk/cases/{case_id}"
    assert send(clerk, f"{page}/judge", page, judge="", initials="x").status_code == 422
    answer = send(clerk, f"{page}/judge", page, judge="Quincy Sample", initials="QRS")
    assert answer.status_code == 303
    answer = send(
        clerk, f"{page}/settings", page, kind="hearing", name="Motion Hearing", due_on="2021-12-20"
    )
    assert answer.status_code == 303
    row = one(court, select(Setting).where(Setting.name == "Motion Hearing"))
    ended = send(clerk, f"{page}/settings/end", page, setting=str(row.id), status="terminated")
    assert ended.status_code == 303
    answer = send(clerk, f"{page}/state", page, closed_on="2021-11-15", flags="EFILE, CLOSED")
    assert answer.status_code == 303
    case = one(court, select(Case).where(Case.id == case_id))
    assert (case.judge, case.judge_initials, case.flags) == (
        "Quincy Sample",
        "QRS",
        ["EFILE", "CLOSED"],
    )
    assert case.terminated_on is not None
    assert one(court, select(Setting).where(Setting.id == row.id)).status == "terminated"


def test_why_somebody_may_file_or_not(court: Bench, clerk: Browser, case_id: int) -> None:
    with court.database.reading() as session:
        number = session.scalars(every_world(select(Case).where(Case.id == case_id))).one().number
    typed = profiles.profile("district").numbers.bare(number)
    asked = f"/clerk/may-file?number={typed}&event=motion_extension&login="
    assert "May file" in clerk.get(f"{asked}ct20480").text
    unlinked = clerk.get(f"{asked}ct12345")
    assert "May not file" in unlinked.text
    assert "until their ECF account is linked" in unlinked.text
    orders = clerk.get(f"/clerk/may-file?number={typed}&event=order_on_motion&login=ct20480")
    assert "Only the court enters this event." in orders.text
    nobody = clerk.get("/clerk/may-file?login=no+such+login")
    assert "No one account" in nobody.text


def test_only_staff_comes_here(court: Bench, case_id: int) -> None:
    reader = court.signed_in("researcher")
    for path in ("/clerk/filings", f"/clerk/cases/{case_id}", "/clerk/may-file"):
        assert "Filings" not in reader.get(path).text
