"""Opening civil, miscellaneous and criminal cases, up to what client programs read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from juriscraper.pacer import PossibleCaseNumberApi
from sqlalchemy import select

from courts.cases.models import Case, Counsel, Party
from courts.cases.protocol import publish_index
from courts.docket.models import Entry
from courts.filing.models import Submission
from courts.kinds.drafts import CaseDraft, PartyDraft
from courts.kinds.numbers import CaseNumber
from courts.payments.models import FilingFee
from shared.db import every_world
from shared.wire import CasesIndexed, MailDelivery
from tests import noticing, readback
from tests.integration.courts import bench as benches
from tests.integration.courts import records
from tests.integration.courts.bench import Bench
from tests.integration.courts.opening import (
    CIVIL,
    START,
    Walk,
    civil_case,
    file,
    lead_event,
    pdf,
    to_the_end,
)

FILER = "attorney_everywhere"
NOW = datetime(2021, 11, 15, 14, tzinfo=UTC)
COUNTS = "18:1343 Wire Fraud\n18:1349 Conspiracy"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A district court of today without generated cases."""
    made = benches.build(tmp_path_factory.mktemp("ctd"), "ctd", "2021-11", world="none")
    yield made
    made.database.dispose()


def newest(bench: Bench) -> Case:
    """Return the case that was opened last."""
    with bench.database.reading() as session:
        found = session.scalars(every_world(select(Case).order_by(Case.id.desc()).limit(1))).one()
    assert isinstance(found, Case)
    return found


def told_of(bench: Bench, case: Case) -> list[dict[str, Any]]:
    """Return what client programs read in the notices that went out about a case."""
    mails = [MailDelivery.from_json(each) for each in bench.promised("mail.delivery")]
    found = [noticing.read("ctd", mail) for mail in mails if mail.template in noticing.TEMPLATES]
    wanted = str(case.id)
    return [
        each
        for each in found
        if wanted in [row["pacer_case_id"] for d in each["dockets"] for row in d["docket_entries"]]
    ]


def test_a_complaint_opens_a_case_that_programs_read(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    walk.open("/cgi-bin/DisplayMenu.pl?Civil")
    assert walk.page.links()["Civil Case"] == f"{START}open_cv"
    page = civil_case(walk)
    shell = newest(bench)
    assert "Docket Lead Event?" in page.text
    assert "3:21-cv-" in page.text
    assert shell.opening
    assert (shell.judge, shell.judge_initials) == ("", "")
    assert shell.caption == "Sampleson v. Town of Inventia"
    page = lead_event(walk, pay="now", number="4000000000001018", expires="12/30")
    assert "Notice of Electronic Filing" in page.text
    assert (
        "COMPLAINT against Town of Inventia ( Filing fee $ 402 receipt number ACTDC-" in page.text
    )
    assert (
        "(Attachments: # 1 Civil Cover Sheet, # 2 Summons to the town)(Counsel, Oscar)" in page.text
    )
    case = newest(bench)
    assert not case.opening
    reader = bench.signed_in("researcher")
    data = readback.docket("ctd", records.sheet(reader, case.id))
    assert data["case_name"] == "Sampleson v. Town of Inventia"
    assert data["nature_of_suit"] == "440 Civil Rights: Other"
    assert data["cause"] == "42:1983 Civil Rights Act"
    assert (data["demand"], data["jury_demand"]) == ("$250,000", "Plaintiff")
    assert data["jurisdiction"] == "Federal Question"
    assert data["assigned_to_str"] == ""
    plaintiff, defendant = data["parties"]
    assert (plaintiff["name"], plaintiff["type"]) == ("Pia Sampleson", "Plaintiff")
    assert [a["name"] for a in plaintiff["attorneys"]] == ["Oscar Counsel"]
    assert "attorneys" not in defendant
    (entry,) = data["docket_entries"]
    assert entry["document_number"] == "1"
    assert entry["description"].startswith("COMPLAINT against Town of Inventia")
    page = reader.get(f"/cgi-bin/iqquerymenu.pl?{case.id}")
    assert "Sampleson v. Town of Inventia" in page.text
    (told,) = told_of(bench, case)
    (docket,) = told["dockets"]
    assert docket["docket_number"] == f"3:21-cv-{case.serial:05d}"
    (row,) = docket["docket_entries"]
    assert row["document_number"] == "1"
    assert row["description"].startswith("COMPLAINT against Town of Inventia")
    assert [each["name"] for each in told["email_recipients"]] == ["Oscar Counsel"]
    with bench.database.reading() as session:
        fees = session.scalars(
            every_world(select(FilingFee).where(FilingFee.case_id == case.id))
        ).all()
    assert [(fee.cents, fee.status) for fee in fees] == [(40_200, "paid")]


def test_the_case_is_found_by_name_only_once_it_has_its_lead_event(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    civil_case(walk)
    case = newest(bench)
    reader = bench.signed_in("researcher")
    page = reader.get(f"/cgi-bin/iqquerymenu.pl?{case.id}")
    assert "process of being opened" in page.text
    lead_event(walk)
    page = reader.get(f"/cgi-bin/iqquerymenu.pl?{case.id}")
    assert "process of being opened" not in page.text


def test_two_shells_of_one_complaint_wait_for_the_clerk(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    first = civil_case(walk)
    second = civil_case(walk)
    assert first.text != second.text, "each has a number of its own"
    clerk = Walk(bench, "clerk_ctd")
    clerk.open("/clerk/")
    assert "New cases" in clerk.page.links()
    clerk.open("/clerk/openings")
    assert clerk.page.text.count("Sampleson v. Town of Inventia") == 2
    assert "Oscar Counsel" in clerk.page.text
    case = newest(bench)
    clerk.press(f"/clerk/openings/{case.id}/strike")
    assert "opened in error. Its number stays taken" in clerk.page.text
    assert clerk.page.text.count("Sampleson v. Town of Inventia") == 1
    clerk.press(f"/clerk/openings/{case.id}/strike")
    assert clerk.page.status == 422
    walk.open(f"{START}lead&case={case.id}")
    assert "does not wait for a lead event of yours" in walk.page.text


def test_the_dry_run_of_an_opening_tells_what_would_come_and_keeps_nothing(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    walk.open(f"{START}open_cv")
    walk.send(**CIVIL)
    walk.add("Plaintiff", "Trywell", first_name="Tara")
    walk.add("Defendant", "Village of Rehearsal")
    before = newest(bench).id
    page = walk.open(walk.page.links()["Dry run"])
    assert "Case opened: Trywell v. Village of Rehearsal" in page.text
    assert "Next makes no entry on a docket." in page.text
    assert "Nobody gets an electronic notice." in page.text
    assert "Two numbers for one complaint" not in page.text
    assert newest(bench).id == before
    walk.open(page.links()["Back to the last screen"])
    walk.send()
    shell = newest(bench)
    assert shell.id != before
    second = Walk(bench, FILER)
    second.open(f"{START}open_cv")
    second.send(**CIVIL)
    second.add("Plaintiff", "Trywell", first_name="Tara")
    second.add("Defendant", "Village of Rehearsal")
    page = second.open(second.page.links()["Dry run"])
    number = f"3:21-cv-{shell.serial:05d}"
    assert f"one complaint: {number}, the number that you are about to draw." in page.text
    second.open(page.links()["Back to the last screen"])
    second.send()
    walk.open(f"{START}lead&case={shell.id}")
    plaintiff, defendant = (str(b.get("value")) for b in walk.page.all("//input[@name='party']"))
    walk.send(event="complaint", party=plaintiff, filed_against=defendant)
    walk.send(main=file("complaint.pdf", pdf(3)))
    to_the_end(walk)
    page = walk.open(walk.page.links()["Dry run"])
    for said in (
        f"Case3:21-cv-{shell.serial:05d}",
        "COMPLAINT against Village of Rehearsal, filed by Tara Trywell.",
        "Document Number1",
        "$402.00, of which $402.00 would stay due",
        "Oscar Counsel",
        f"Several numbers were opened for one complaint: {number},",
        "An unpaid fee.",
    ):
        assert said in page.text, page.text
    with bench.database.reading() as session:
        entries = select(Entry).where(Entry.case_id == shell.id)
        assert session.scalars(every_world(entries)).all() == []


def test_a_second_submit_opens_no_second_case(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    walk.open(f"{START}open_cv")
    walk.send(**CIVIL)
    walk.add("Plaintiff", "Sampleson", first_name="Pia")
    walk.add("Defendant", "Twiceover")
    action = str(walk.page.all("//form[@method='post']")[-1].get("action"))
    token = walk.page.token()
    one = walk.press(action, csrf_token=token)
    before = newest(bench).id
    two = walk.press(action, csrf_token=token)
    assert "Submission already made" in two.text
    assert one.links()["Yes"] == two.links()["Yes"]
    assert newest(bench).id == before


def test_what_is_missing_is_said(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    walk.open(f"{START}open_cv")
    assert walk.page.filled()["jurisdiction"] == "3"
    page = walk.send(jurisdiction="4", demand="many")
    assert page.status == 422
    for words in ("Choose a nature of suit", "both sides", "whole thousands", "Choose a county"):
        assert words in page.text
    walk.send(**CIVIL, jurisdiction="4", citizenship_plaintiff="1", citizenship_defendant="2")
    assert "there is no Plaintiff yet" in walk.send().text
    walk.add("Plaintiff", "Sampleson", first_name="Pia")
    assert "there is no Defendant yet" in walk.send().text
    remove = str(walk.page.all("//form[@method='post']")[-2].get("action"))
    walk.press(remove, place="0")
    assert "No party was added yet" in walk.page.text
    walk.open(walk.page.links()["Add New Party"])
    assert "Enter a name" in walk.send().text


def test_a_party_of_the_court_is_selected(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    walk.open(f"{START}open_cv")
    walk.send(**CIVIL)
    walk.open(walk.page.links()["Add New Party"])
    walk.send(last_name="alpha")
    assert "Alpha Widgets" in walk.page.text
    chosen = next(
        v
        for k, v in walk.page.links().items()
        if k.startswith("SelectAlpha") or k.startswith("Select Alpha")
    )
    walk.open(chosen)
    assert walk.page.filled()["last_name"].startswith("Alpha Widgets")
    walk.send(role="Plaintiff", party_text="a Delaware corporation")
    assert "a Delaware corporation" in walk.page.text


def test_sealed_people_are_not_found(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    walk.open(f"{START}open_cv")
    walk.send(**CIVIL)
    walk.open(walk.page.links()["Add New Party"])
    with bench.database.reading() as session:
        sealed = session.scalars(every_world(select(Case).where(Case.sealed.is_(True)))).first()
        assert sealed is not None
    for word in sealed.caption.split(" v. "):
        assert "Select" not in " ".join(walk.send(last_name=word.split(",")[0]).links())


def test_a_removal_opens_a_case(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    civil_case(walk)
    walk.open(walk.page.links()["Yes"])
    plaintiff, defendant = (
        str(box.get("value")) for box in walk.page.all("//input[@name='party']")
    )
    page = walk.send(event="complaint", party=plaintiff)
    assert "Choose whom the filing is against" in page.text
    walk.send(event="notice_of_removal", party=defendant)
    assert walk.heading() == "About the event"
    walk.send(ask_from_court="Superior Court of Sampleton", ask_state_number="X-21-7")
    walk.send(main=file("removal.pdf", pdf(4)))
    to_the_end(walk)
    page = walk.send()
    assert "NOTICE OF REMOVAL from Superior Court of Sampleton, case number X-21-7" in page.text
    assert "filed by Town of Inventia" in page.text


def test_a_miscellaneous_case(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    walk.open(f"{START}open_mc")
    walk.send()
    walk.add("Movant", "Acme Subpoena LLC")
    walk.send()
    assert "3:21-mc-" in walk.page.text
    assert "In Re: Acme Subpoena LLC" in walk.page.text
    walk.open(walk.page.links()["Yes"])
    who = str(walk.page.all("//input[@name='party']")[0].get("value"))
    walk.send(event="misc_case", party=who)
    walk.send(ask_what="subpoena of another court")
    walk.send(main=file("motion.pdf", pdf()))
    assert "Fee: $49.00" in walk.page.text
    walk.send(pay="later")
    walk.send(prefix="AMENDED", free="Second try.")
    assert "AMENDED MISCELLANEOUS CASE opened" in walk.page.text
    page = walk.send()
    assert "AMENDED MISCELLANEOUS CASE opened: subpoena of another court" in page.text
    assert "Second try." in page.text


def test_an_information_opens_a_criminal_case(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    walk.open("/cgi-bin/DisplayMenu.pl?Criminal")
    walk.open(walk.page.links()["Information"])
    walk.send()
    walk.add(
        "Defendant", "Forger", first_name="Fay", counts="18:1343 Wire Fraud\n18:1349 Conspiracy"
    )
    walk.add("Defendant", "Helper", first_name="Hal", counts="18:1349 Conspiracy")
    walk.send()
    walk.send(main=file("information.pdf", pdf(2)))
    walk.send()
    page = walk.send()
    assert "INFORMATION as to Fay Forger, Hal Helper count(s) 1-2, 3." in page.text
    case = newest(bench)
    assert case.caption == "USA v. Forger et al"
    data = readback.docket("ctd", records.sheet(bench.signed_in("researcher"), case.id))
    by_name = {party["name"]: party for party in data["parties"]}
    counts = by_name["Fay Forger"]["criminal_data"]["counts"]
    assert [count["name"] for count in counts] == ["18:1343 Wire Fraud", "18:1349 Conspiracy"]
    assert [a["name"] for a in by_name["USA"]["attorneys"]] == ["Oscar Counsel"]


def test_a_complaint_before_a_magistrate_judge(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    walk.open("/cgi-bin/DisplayMenu.pl?Criminal")
    walk.open(walk.page.links()["Criminal Complaint"])
    walk.send()
    walk.add("Defendant", "Smuggler", first_name="Sid", counts="18:545 Smuggling")
    walk.send()
    walk.send(main=file("complaint.pdf", pdf(2)))
    walk.send()
    assert "COMPLAINT as to Sid Smuggler." in walk.send().text
    case = newest(bench)
    assert (case.type, case.caption) == ("mj", "USA v. Smuggler")
    data = readback.docket("ctd", records.sheet(bench.signed_in("researcher"), case.id))
    by_name = {party["name"]: party for party in data["parties"]}
    complaints = by_name["Sid Smuggler"]["criminal_data"]["complaints"]
    assert [each["name"] for each in complaints] == ["18:545 Smuggling"]


def test_the_court_opens_a_case_by_indictment(bench: Bench) -> None:
    clerk = Walk(bench, "clerk_ctd")
    clerk.open("/clerk/openings")
    clerk.open(clerk.page.links()["Open a criminal case"])
    told = {"event": "indictment", "paper": file("indictment.pdf", pdf(4))}
    assert "is not understood" in clerk.send(defendants="Nobody at all", **told).text
    told["paper"] = file("indictment.pdf", pdf(4))
    page = clerk.send(
        defendants="Grafter, Greta Ann: 18:666 Theft; 18:371 Conspiracy\nAcme Fronts LLC: 18:371 x",
        **told,
    )
    assert "The entry is on the docket" in page.text
    case = newest(bench)
    assert (case.type, case.caption) == ("cr", "USA v. Grafter et al")
    text = "INDICTMENT as to Greta Ann Grafter, Acme Fronts LLC count(s) 1-2, 3.(Clerk)"
    assert text in page.text
    refused = Walk(bench, FILER).open("/clerk/openings/criminal").text
    assert "have permission to view this page" in refused


def test_who_may_not_file_opens_nothing(bench: Bench) -> None:
    walk = Walk(bench, "attorney_everywhere")
    for flow in ("open_bk", "creditors", "jta"):
        assert walk.open(f"{START}{flow}").status == 404, "a district court has none"
    reader = bench.signed_in("researcher")
    assert "Case Information" not in reader.get(f"{START}open_cv").html


def test_nobody_touches_the_transaction_of_another(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    walk.open(f"{START}open_cv")
    walk.send(**CIVIL)
    address = walk.page.links()["Add New Party"]
    other = Walk(bench, "attorney_ctd")
    assert other.open(address).status == 404


def test_the_log_knows_the_opening_and_the_event(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    civil_case(walk)
    lead_event(walk)
    case = newest(bench)
    with bench.database.reading() as session:
        rows = session.scalars(
            every_world(
                select(Submission).where(Submission.case_id == case.id).order_by(Submission.id)
            )
        ).all()
    assert [row.kind for row in rows] == ["opening", "event"]
    assert bench.audited("case:opened")


def test_the_case_locator_is_told_once_there_is_a_lead_event(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    civil_case(walk)
    case = newest(bench)

    def told() -> dict[str, Any]:
        court = bench.app.extensions["moot_court"]
        with bench.database.writing() as session:
            publish_index(session, court=court, wall=bench.clock())
        message = CasesIndexed.from_json(bench.promised("locator.cases")[-1])
        return next(each for each in message.cases if each["case_id"] == case.id)

    assert told()["gone"], "a shell is nobody's business"
    lead_event(walk)
    listed = told()
    assert (listed["gone"], listed["title"]) == (False, "Sampleson v. Town of Inventia")
    assert [party["last"] for party in listed["parties"]] == ["Sampleson", "Town of Inventia"]


def test_a_party_opens_the_own_case_without_counsel(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    made = benches.build(tmp_path_factory.mktemp("old"), "ctd", "2016-05-02", world="none")
    walk = Walk(made, "pro_se", source="court")
    walk.open(f"{START}open_cv")
    walk.send(**CIVIL, fee_status="ifp")
    walk.add("Plaintiff", "Litigant", first_name="Paula", pro_se="y")
    walk.add("Defendant", "Town of Inventia")
    walk.send()
    lead_event(walk)
    case = newest(made)
    with made.database.reading() as session:
        parties = session.scalars(select(Party).where(Party.case_id == case.id)).all()
        counsel = session.scalars(select(Counsel).where(Counsel.case_id == case.id)).all()
        fees = session.scalars(every_world(select(FilingFee))).all()
    assert counsel == []
    assert fees == [], "leave to proceed without is asked for"
    assert [party.extra for party in parties] == ["", ""]
    made.database.dispose()


def test_in_2004_new_cases_come_on_paper(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = benches.build(tmp_path_factory.mktemp("first"), "ctd", "2004-12", world="none")
    walk = Walk(made, "attorney_2004", source="court")
    page = walk.open(f"{START}open_cv")
    assert "Case Information" not in page.html
    made.database.dispose()


def test_people_of_other_seats_are_not_found(bench: Bench) -> None:
    elsewhere = CaseDraft(
        "civil",
        CaseNumber(2021, 9_001, "cv", "3"),
        "Secretseat v. Other",
        NOW.date(),
        parties=(PartyDraft("Plaintiff", "Sue Secretseat", first="Sue", last="Secretseat"),),
    )
    records.plant(bench, elsewhere, world=41)
    walk = Walk(bench, FILER)
    walk.open(f"{START}open_cv")
    walk.send(**CIVIL)
    walk.open(walk.page.links()["Add New Party"])
    assert "No person or company of that name" in walk.send(last_name="Secretseat").text


def test_programs_find_the_number_of_a_new_case(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    civil_case(walk)
    lead_event(walk)
    case = newest(bench)
    number = f"3:21-cv-{case.serial:05d}"
    reader = bench.signed_in("researcher")
    found = PossibleCaseNumberApi("ctd")
    found._parse_text(reader.get(f"/cgi-bin/possible_case_numbers.pl?{number}").html)
    data = found.data(case_name="Sampleson v. Town of Inventia")
    assert data["pacer_case_id"] == str(case.id)


def test_the_event_of_the_search_leads_to_the_wizard(bench: Bench) -> None:
    walk = Walk(bench, FILER)
    walk.open("/cgi-bin/FileEvent.pl?event=complaint")
    assert walk.heading() == "Case Information"
    walk.open("/cgi-bin/FileEvent.pl?event=information")
    assert "Open a Criminal Case" in walk.page.text
