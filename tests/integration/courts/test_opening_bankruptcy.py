"""Petitions, lists of creditors, judge and trustee, adversary complaints, Case Upload."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import g
from sqlalchemy import select

from courts.cases.models import Case, CaseLink, Party, Setting
from courts.claims.models import Creditor
from courts.docket.models import Entry
from courts.documents import service as documents
from courts.filing.models import Transaction
from courts.kinds.policies import policy_for
from courts.payments.models import FilingFee
from shared.db import every_world
from shared.wire import MailDelivery
from tests import noticing, readback
from tests.integration.courts import bench as benches
from tests.integration.courts import records
from tests.integration.courts.bench import Bench, Shown
from tests.integration.courts.opening import START, Walk, file, pdf, to_the_end

FILER = "attorney_everywhere"
MATRIX = """First Sample Bank
P.O. Box 12
Sampleton, CT 00000

An Extremely Long Name of a Creditor Who Likes Words Very Much
1 Example Street
Sampleton, CT 00000-1234
"""
DEBTOR = """# written by petition software
Chapter: 13
Joint: yes
Type of debtor: Individual
Estimated creditors: 50-99
[Debtor]
First: Dora
Last: Debtworth
SSN: 123-45-6789
Street: 5 Example Street
City: Sampleton
State: CT
Zip: 00000
County: New Haven
[Joint Debtor]
First: Dan
Last: Debtworth
SSN: 987654321
"""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A bankruptcy court of today without generated cases."""
    made = benches.build(tmp_path_factory.mktemp("ctb"), "ctb", "2021-11", world="none")
    yield made
    made.database.dispose()


def newest(bench: Bench) -> Case:
    """Return the case that was opened last."""
    with bench.database.reading() as session:
        newest = every_world(select(Case).order_by(Case.id.desc()).limit(1))
        found: Case = session.scalars(newest).one()
        return found


def petition(walk: Walk, *, chapter: str = "7", **fee: str) -> Shown:
    """File the petition of one person."""
    walk.open("/cgi-bin/DisplayMenu.pl?Bankruptcy&id=-1")
    walk.open(walk.page.links()["Open BK Case"])
    walk.send(chapter=chapter)
    walk.open(walk.page.links()["Add New Party"])
    walk.send(last_name="Owes", ssn="123-45-6789")
    walk.open(walk.page.links()["Create new party"])
    walk.send(
        role="Debtor",
        first_name="Olga",
        ssn="123-45-6789",
        alias="Olga Old",
        street="1 Example Street",
        city="Sampleton",
        state="ct",
        zip="00000",
        county="Hartford",
    )
    walk.send()
    walk.send(creditors="50-99", debtor_type="Individual")
    walk.send(
        main=file("petition.pdf", pdf(9)), file_0=file("i.pdf", pdf()), category_0="Schedules"
    )
    walk.send(**fee)
    walk.send()
    return walk.send()


def creditors(walk: Walk, number: str, text: str) -> Shown:
    """Upload a list of creditors."""
    walk.open(f"{START}creditors")
    walk.send(case_number=number, file=file("list.txt", text.encode()))
    return walk.send() if walk.page.status == 200 else walk.page


def test_a_chapter_7_petition_with_its_matrix(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    page = petition(walk)
    assert "Notice of Electronic Filing" in page.text
    said = "Chapter 7 Voluntary Petition for Individual Fee Amount $338 Filed by Olga Owes."
    assert said in page.text
    case = newest(bench)
    assert (case.chapter, case.caption, case.judge) == ("7", "Olga Owes", "")
    assert case.serial > 30_000
    walk.open(page.links()["Upload list of creditors file"])
    assert walk.page.filled()["case_number"] == f"21-{case.serial}"
    walk.send(file=file("list.txt", MATRIX.encode()))
    assert walk.heading() == "Total Creditors Entered"
    page = walk.send()
    assert "Total Creditors Entered2" in page.text
    assert "was cut off" in page.text, "training says what a court would not"
    with bench.database.reading() as session:
        rows = session.scalars(
            select(Creditor).where(Creditor.case_id == case.id).order_by(Creditor.id)
        ).all()
    assert [row.name for row in rows] == [
        "First Sample Bank",
        "An Extremely Long Name of a Creditor Who",
    ]
    again = creditors(walk, f"21-{case.serial}", MATRIX)
    assert "uploaded in this case already" in again.text
    walk.open(f"{START}creditor")
    walk.send(case_number=f"21-{case.serial}", creditors="Late Lender\n2 Road\nTown, CT 00000")
    assert "Total Creditors Entered1" in walk.send().text

    clerk = Walk(bench, "clerk_ctb")
    clerk.open("/clerk/assignments")
    assert "Olga Owes" in clerk.page.text
    token = clerk.page.token()
    clerk.press(f"/clerk/assignments/{case.id}/assign")
    assert "Judge and trustee were drawn" in clerk.page.text
    clerk.press(f"/clerk/assignments/{case.id}/assign", csrf_token=token)
    assert "assigned already" in clerk.page.text

    reader = bench.signed_in("researcher")
    data = readback.docket("ctb", records.sheet(reader, case.id))
    assert data["case_name"] == "Olga Owes"
    assert data["assigned_to_str"]
    roles = [party["type"] for party in data["parties"]]
    assert roles == ["Debtor", "Trustee", "U.S. Trustee"]
    assert [a["name"] for a in data["parties"][0]["attorneys"]] == ["Oscar Counsel"]
    texts = [entry["description"] for entry in data["docket_entries"]]
    assert texts[0].startswith("Chapter 7 Voluntary Petition")
    assert "assigned to case" in texts[1]
    assert "Meeting of Creditors" in texts[2]
    assert "6789" in records.sheet(reader, case.id)
    assert "123-45" not in records.sheet(reader, case.id)
    labels = records.send(
        reader, "/cgi-bin/CreditorQry.pl?1-L_1_0-1", all_case_ids=str(case.id), typfmt="lblfrmt"
    )
    assert "Total number of creditors: 3" in labels.text


def test_the_whole_number_is_kept_nowhere(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    petition(walk)
    with bench.database.reading() as session:
        kept = str([row.data for row in session.scalars(every_world(select(Transaction)))])
        kept += str([row.tax for row in session.scalars(select(Party))])
    assert "xxx-xx-6789" in kept
    assert "123-45" not in kept
    assert "123456789" not in kept


def test_dates_follow_from_the_chapter(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    petition(walk, chapter="13", fee_status="inst")
    assert "Fee in Installments" in walk.page.text
    case = newest(bench)
    clerk = Walk(bench, "clerk_ctb")
    clerk.open("/clerk/assignments")
    clerk.press(f"/clerk/assignments/{case.id}/assign")
    with bench.database.reading() as session:
        rows = {
            row.name: row
            for row in session.scalars(select(Setting).where(Setting.case_id == case.id))
        }
        fees = session.scalars(
            every_world(select(FilingFee).where(FilingFee.case_id == case.id))
        ).all()
    assert fees == []
    held = rows["Meeting of Creditors"].due_on - case.filed_on
    assert timedelta(days=21) <= held <= timedelta(days=50)
    assert rows["Proofs of claim"].due_on == case.filed_on + timedelta(days=70)
    government = rows["Proofs of claim, governmental units"].due_on
    assert government == case.filed_on + timedelta(days=180)
    objections = rows["Objection to discharge"].due_on
    assert objections == rows["Meeting of Creditors"].due_on + timedelta(days=60)
    assert rows["Schedules and statements"].status == "satisfied", "nothing is to follow"


def test_a_debtor_is_found_by_number(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    walk.open(f"{START}open_bk")
    walk.send(joint="y")
    walk.open(walk.page.links()["Add New Party"])
    walk.send(ssn="000-00-1234")
    assert "Carla Debtworth" in walk.page.text
    link = next(v for k, v in walk.page.links().items() if k.startswith("Select Carla"))
    walk.open(link)
    assert walk.page.filled()["last_name"] == "Debtworth"
    walk.send(ssn="000-00-1234")
    assert "there is no Joint Debtor yet" in walk.send().text
    assert "Enter nine digits" in _wrong_number(walk).text


def _wrong_number(walk: Walk) -> Shown:
    walk.open(walk.page.links()["Add New Party"])
    return walk.send(ssn="12-3")


def test_an_adversary_complaint_is_on_both_dockets(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    walk.open("/cgi-bin/DisplayMenu.pl?Adversary&id=-1")
    walk.open(walk.page.links()["Open AP Case"])
    assert "Choose at least one" in walk.send(case_number="21-30101").text
    assert "Case Number Not Found" in walk.send(case_number="21-99999", natures=["21"]).text
    walk.send(case_number="21-30101", natures=["21", "72"], demand="450000")
    walk.add("Plaintiff", "Theta Lender Corp.")
    walk.add("Defendant", "Debtworth", first_name="Carla")
    walk.send()
    walk.send(
        main=file("complaint.pdf", pdf(5)),
        file_0=file("b1040.pdf", pdf(2)),
        category_0="Adversary Proceeding Cover Sheet",
    )
    to_the_end(walk)
    assert "Adversary case (number follows)" in walk.page.text
    page = walk.send()
    case = newest(bench)
    number = f"21-0{case.serial}"
    assert case.type == "ap"
    assert f"Adversary case {number}. (21 (Validity" in page.text
    assert page.text.count("Case Number") == 2
    with bench.database.reading() as session:
        main = session.scalars(every_world(select(Case).where(Case.serial == 30_101))).one()
        both = session.scalars(
            select(Entry)
            .where(Entry.event == "adversary_complaint", Entry.case_id.in_((case.id, main.id)))
            .order_by(Entry.case_id)
        ).all()
    assert len(both) == 2
    assert both[0].text == both[1].text
    reader = bench.signed_in("researcher")
    data = readback.docket("ctb", records.sheet(reader, case.id))
    assert data["docket_entries"][0]["document_number"] == "1"
    assert data["nature_of_suit"].startswith("21")
    with bench.database.reading() as session:
        tied = session.scalars(select(CaseLink).where(CaseLink.case_id.in_((main.id, case.id))))
        ties = {(row.case_id, row.kind, row.other_id) for row in tied}
    assert {(main.id, "adversary", case.id), (case.id, "main", main.id)} <= ties
    mails = [MailDelivery.from_json(each) for each in bench.promised("mail.delivery")]
    told = [noticing.read("ctb", mail) for mail in mails if mail.template in noticing.TEMPLATES]
    both_told = [each for each in told if len(each["dockets"]) == 2]
    assert both_told, "one notice names both dockets"
    numbers = {docket["docket_number"] for docket in both_told[-1]["dockets"]}
    assert numbers == {number, "21-30101"}
    main_sheet = records.sheet(reader, main.id)
    assert f"Adversary case {number}" in main_sheet


def test_creditors_begin_a_case(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    walk.open("/cgi-bin/DisplayMenu.pl?Bankruptcy&id=-1")
    walk.open(walk.page.links()["Involuntary Petition"])
    walk.send(chapter="7")
    walk.add("Debtor", "Sigma Rafts LLC")
    assert "there is no Petitioning Creditor yet" in walk.send().text
    walk.add("Petitioning Creditor", "Gamma Hinges Company")
    walk.add("Petitioning Creditor", "Kappa Buttons LLC")
    walk.send()
    walk.send(debtor_type="Corporation")
    walk.send(main=file("petition.pdf", pdf(6)))
    walk.send()
    walk.send()
    text = (
        "Chapter 7 Involuntary Petition against Sigma Rafts LLC Fee Amount $338 Filed by "
        "Gamma Hinges Company, Kappa Buttons LLC."
    )
    assert text in walk.page.text
    dry = walk.open(walk.page.links()["Dry run"])
    assert text in dry.text
    assert "$338.00, of which $338.00 would stay due" in dry.text
    assert "None of the frequent mistakes" not in dry.text, "the fee stays due"
    walk.open(dry.links()["Back to the last screen"])
    assert text in walk.send().text
    case = newest(bench)
    assert (case.caption, case.chapter, case.facts["vol"]) == ("Sigma Rafts LLC", "7", "i")
    clerk = Walk(bench, "clerk_ctb")
    clerk.open("/clerk/assignments")
    clerk.press(f"/clerk/assignments/{case.id}/assign")
    data = readback.docket("ctb", records.sheet(bench.signed_in("researcher"), case.id))
    roles = [party["type"] for party in data["parties"]]
    assert roles == ["Debtor", "Petitioning Creditor", "Petitioning Creditor", "U.S. Trustee"]
    assert "Oscar" not in str(data["parties"][0].get("attorneys"))
    assert [a["name"] for a in data["parties"][1]["attorneys"]] == ["Oscar Counsel"]
    said = [entry["description"] for entry in data["docket_entries"]]
    assert "Trustee (none at present) assigned" in said[1]
    assert len(said) == 2, "creditors do not meet before the order for relief"


def test_a_foreign_representative_asks_for_recognition(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    walk.open("/cgi-bin/DisplayMenu.pl?Bankruptcy&id=-1")
    walk.open(walk.page.links()["Chapter 15 Petition"])
    walk.send()
    walk.add("Debtor", "Omega Ferries Ltd.")
    assert "there is no Foreign Representative yet" in walk.send().text
    walk.add("Foreign Representative", "Abroad", first_name="Anna")
    walk.send()
    walk.send(main=file("petition.pdf", pdf(6)))
    walk.send()
    walk.send()
    page = walk.send()
    text = (
        "Chapter 15 Petition for Recognition of a Foreign Proceeding. Fee Amount $1,738 "
        "Filed by Anna Abroad."
    )
    assert text in page.text
    case = newest(bench)
    assert (case.caption, case.chapter) == ("Omega Ferries Ltd.", "15")


def test_a_suit_is_removed_into_the_bankruptcy(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    walk.open("/cgi-bin/DisplayMenu.pl?Adversary&id=-1")
    walk.open(walk.page.links()["Notice of Removal"])
    assert "Name the court." in walk.send(case_number="21-30101", natures=["01"]).text
    walk.send(case_number="21-30101", natures=["01"], from_court="Superior Court of Sampleton")
    walk.add("Plaintiff", "Theta Lender Corp.")
    walk.add("Defendant", "Debtworth", first_name="Carla")
    walk.send()
    walk.send(main=file("removal.pdf", pdf(5)))
    to_the_end(walk)
    page = walk.send()
    case = newest(bench)
    assert (
        f"Adversary case 21-0{case.serial}. Notice of Removal from Superior Court of Sampleton by "
        "Carla Debtworth against Theta Lender Corp.."
    ) in page.text
    assert page.text.count("Case Number") == 2


def test_case_upload_opens_the_whole_case(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    held, receive = [], documents.receive

    def seen(*args: Any, **more: Any) -> Any:
        work = g.get("moot_work")
        held.append(work is not None and work.is_open)
        return receive(*args, **more)

    monkeypatch.setattr(documents, "receive", seen)
    walk = Walk(bench, FILER)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("case/debtor.txt", DEBTOR)
        archive.writestr("case/creditor.txt", MATRIX)
        archive.writestr("case/petition.pdf", pdf(8))
        archive.writestr("case/plan.pdf", pdf(2))
    walk.open(f"{START}case_upload")
    walk.send(files=file("case.zip", packed.getvalue()))
    assert walk.heading() == "Case Information"
    assert walk.page.filled()["chapter"] == "13"
    walk.send()
    assert held == [False, False], "papers of an archive are read outside of a transaction"
    assert "Dora Debtworth" in walk.page.text
    assert "xxx-xx-6789" in walk.page.text
    walk.send()
    assert walk.page.filled()["creditors"] == "50-99"
    walk.send()
    walk.send()
    walk.send()
    walk.send()
    dry = walk.open(walk.page.links()["Dry run"])
    assert "Filed by Dora Debtworth, Dan Debtworth." in dry.text
    assert dry.text.count("Document Number") == 2, "petition and plan"
    assert "Total Creditors Entered: 2" in dry.text
    walk.open(dry.links()["Back to the last screen"])
    page = walk.send()
    assert "Filed by Dora Debtworth, Dan Debtworth." in page.text
    assert "Total Creditors Entered: 2" in page.text
    case = newest(bench)
    data = readback.docket("ctb", records.sheet(bench.signed_in("researcher"), case.id))
    events = [entry["description"] for entry in data["docket_entries"]]
    assert len(events) == 2
    assert "Plan" in events[1]


def test_a_hostile_upload_is_refused_with_a_sentence(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("debtor.txt", b"0" * 50_000_000)
    walk.open(f"{START}case_upload")
    assert "too big" in walk.send(files=file("a.zip", packed.getvalue())).text
    assert "no ZIP file" in walk.send(files=file("a.zip", b"PK\x03\x04nonsense")).text
    assert "is none of" in walk.send(files=file("notes.doc", b"x")).text
    assert "petition.pdf is missing" in walk.send(files=file("debtor.txt", DEBTOR.encode())).text
    assert walk.page.status == 422


def test_a_list_of_nothing_is_refused(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    walk.open(f"{START}creditors")
    assert "Choose the file" in walk.send(case_number="21-30101").text
    assert "is empty" in creditors(walk, "21-30101", "   ").text
    assert "no plain text" in creditors(walk, "21-30101", "%PDF-1.7").text
    assert "Case Number Not Found" in creditors(walk, "21-77777", MATRIX).text


def test_the_court_assigns_since_go_live(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    menu = walk.open("/cgi-bin/DisplayMenu.pl?Bankruptcy&id=-1")
    assert "Judge/Trustee Assignment" not in menu.links()
    assert (
        "The court assigns judge and trustee"
        in walk.open("/cgi-bin/JudgeTrusteeAssignment.pl").text
    )


def test_filers_ran_the_assignment_before(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = benches.build(tmp_path_factory.mktemp("old"), "ctb", "2021-09-01", world="none")
    walk = Walk(made, "attorney_everywhere", source="court")
    page = petition(walk)
    case = newest(made)
    assert "Judge/Trustee Assignment" in page.links()
    walk.open(page.links()["Judge/Trustee Assignment"])
    page = walk.send()
    assert "Meeting of creditors" in page.text
    assert newest(made).judge in page.text
    walk.open("/cgi-bin/JudgeTrusteeAssignment.pl")
    assert "assigned already" in walk.send(case_number=f"21-{case.serial}").text
    assert (
        "Only whoever opened" in walk.send(case_number="21-50106").text or walk.page.status == 422
    )
    made.database.dispose()


def test_limited_users_see_no_openings(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = benches.build(tmp_path_factory.mktemp("lim"), "ctb", "2021-09-01", world="none")
    walk = Walk(made, "creditor", source="court")
    menu = walk.open("/cgi-bin/DisplayMenu.pl?Bankruptcy&id=-1")
    assert "Open BK Case" not in menu.links()
    assert "limited to the events of its role" in walk.open(f"{START}open_bk").text
    made.database.dispose()


def test_a_court_may_assign_at_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = benches.build(tmp_path_factory.mktemp("auto"), "ctb", "2021-11", world="none")
    court = made.app.extensions["moot_court"]
    values = {"judge_trustee_assignment": "automatic"}
    policy = policy_for("bankruptcy", "ctb", values, zone=ZoneInfo(made.member.timezone))
    made.app.extensions["moot_court"] = replace(court, policy=policy)
    page = petition(Walk(made, FILER), chapter="11", fee_status="due")
    assert "Fee Amount $1,738" in page.text
    case = newest(made)
    assert case.judge
    with made.database.reading() as session:
        roles = session.scalars(select(Party.role).where(Party.case_id == case.id)).all()
        texts = session.scalars(select(Entry.text).where(Entry.case_id == case.id)).all()
    assert "Trustee" not in roles, "a chapter 11 debtor keeps the estate"
    assert "U.S. Trustee" in roles
    assert len(texts) == 3
    made.database.dispose()
