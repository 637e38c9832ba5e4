"""Filing in a court of appeals: one screen, service, appearances under review (facts 5)."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from juriscraper.pacer import AppellateDocketReport, PacerRssFeed
from sqlalchemy import select

from courts.cases.models import APPROVED, DUE, PENDING, Appearance, Case, Counsel, Setting
from courts.docket.models import Document, Entry
from courts.filing.asking import PROMPT
from courts.filing.models import Submission, Transaction
from courts.notices.models import Notice
from courts.rehearsing import protocol as rehearsing
from shared.audit import AuditEvent
from shared.outbox import OutboxRow
from shared.wire import MailDelivery
from tests import noticing
from tests.integration.courts import bench
from tests.integration.courts.bench import Bench, Browser, Shown
from tests.integration.courts.filings import pdf

ROOM = "/n/beam/servlet/TransportRoom"
MENU = "/n/AttorneyFiling"
MINE, OTHER = "21-1003", "21-1001"


@pytest.fixture
def ca2(tmp_path: Any) -> Iterator[Bench]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        yield bench.build(tmp_path, "ca2", "2021-11")


def begin(browser: Browser, event: str) -> Shown:
    """Choose an event from the menu."""
    menu = browser.get(MENU)
    return follow(browser, browser.get(menu.links()[event]))


def follow(browser: Browser, shown: Shown) -> Shown:
    while shown.location:
        shown = browser.get(shown.location)
    return shown


def send(browser: Browser, go: str, files: dict[str, bytes] | None = None, **fields: Any) -> Shown:
    """Send the screen with what stands in it, some fields and files; go where it leads."""
    assert browser.last is not None
    form = browser.last.all("//form[@method='post']")[-1]
    data: dict[str, Any] = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value)
    data |= {name: value for name, value in fields.items()}
    for name, content in (files or {}).items():
        data[name] = (io.BytesIO(content), f"{name}.pdf")
    if go:
        data["go"] = go
    base = browser.bench.member.origins["ecf"]
    answer = browser.client.post(
        form.get("action"), data=data, base_url=base, content_type="multipart/form-data"
    )
    browser.last = Shown(answer)
    return follow(browser, browser.last)


def in_case(browser: Browser, event: str, number: str) -> Shown:
    """Choose an event and a case."""
    begin(browser, event)
    return send(browser, "case", case_number=number)


def appear(browser: Browser) -> Shown:
    """File an appearance for the appellee of 21-1001, up to its notice."""
    page = in_case(browser, "Notice of Appearance", OTHER)
    party = next(
        box.get("value")
        for box in page.all("//input[@name='filers']")
        if "Beta Gadgets" in box.getparent().text_content()
    )
    page = send(
        browser,
        "continue",
        {"main": pdf(1)},
        read="y",
        filers=[party],
        prompt_capacity="LEAD",
    )
    assert "Event Review" in page.text, page.text
    return send(browser, "")


def test_a_brief_from_menu_to_notice(ca2: Bench) -> None:
    browser = ca2.signed_in("attorney_everywhere")
    page = in_case(browser, "Brief", MINE)
    assert "Laches v. Attorney General" in page.text
    assert "Event Preconditions" in page.text
    wrong = send(browser, "continue", served_on="13/13/2021")
    assert wrong.status == 422
    assert "Confirm the preconditions of this event." in wrong.text
    assert "Choose the PDF to file." in wrong.text
    assert "Enter a date as mm/dd/yyyy." in wrong.text
    page = send(
        browser,
        "continue",
        {"main": pdf(31), "paper_1": pdf(2)},
        read="y",
        served_on="11/15/2021",
        type_1="Special Appendix",
        about_1="of the orders below",
    )
    assert (
        "BRIEF, on behalf of Petitioner Wanda Laches, FILED. Service date 11/15/2021" in page.text
    )
    assert "[number to come] [21-1003]" in page.text
    assert "The brief has 31 pages" in page.text
    assert "Special Appendix of the orders below" in page.text
    page = send(browser, "")
    assert "Notice of Docket Activity" in page.text
    stamp = r"\[STAMP acecfStamp_ID=\d+ \[Date=[\d/]+\] \[FileNumber=\d+-\d\] \[[0-9a-f]{128}\]\]"
    assert len(re.findall(stamp, page.text)) == 2
    assert re.search(
        r"\[3092004\] \[21-1003\] \[Entered: 11/\d\d/2021 \d\d:\d\d [AP]M\]", page.text
    )
    with ca2.database.reading() as session:
        case = session.scalars(select(Case).where(Case.serial == 1003)).one()
        entry = session.scalars(
            select(Entry).where(Entry.case_id == case.id).order_by(Entry.seq.desc())
        ).first()
        assert entry is not None
        assert (entry.event, entry.number, entry.filers) == ("ap_brief", 4, ["Wanda Laches"])
        papers = session.scalars(
            select(Document).where(Document.entry_id == entry.id).order_by(Document.place)
        ).all()
        assert [p.pages for p in papers] == [31, 2]
        assert session.scalars(select(Notice).where(Notice.entry_id == entry.id)).one()
        assert session.scalars(select(Submission).where(Submission.entry_id == entry.id)).one()
        due = session.scalars(select(Setting.name).where(Setting.case_id == case.id)).all()
        assert "Answering brief" in due


def test_the_dry_run_tells_what_submit_would_do_and_keeps_nothing(ca2: Bench) -> None:
    browser = ca2.signed_in("attorney_everywhere")
    in_case(browser, "Brief", MINE)
    page = send(browser, "continue", {"main": pdf(31)}, read="y", served_on="11/15/2021")
    statement = select(Entry.id).order_by(Entry.id.desc()).limit(1)
    with ca2.database.reading() as session:
        before = session.scalars(statement).one()
    mails = ca2.promised("mail.delivery")
    review = browser.last
    page = browser.get(page.links()["Dry run"])
    assert "Nothing was filed." in page.text
    assert "BRIEF, on behalf of Petitioner Wanda Laches, FILED." in page.text
    assert "[3092004] [21-1003]" in page.text, "the number that the entry would get"
    assert "Laches v. Attorney General" in page.text
    assert "By electronic notice:" in page.text
    assert "The brief has 31 pages" in page.text
    with ca2.database.reading() as session:
        assert session.scalars(statement).one() == before
    assert ca2.promised("mail.delivery") == mails
    assert "Event Review" in browser.get(page.links()["Back to the last screen"]).text
    browser.last = review
    assert "Notice of Docket Activity" in send(browser, "").text
    assert "Notice of Docket Activity" in follow(browser, browser.get(_dry(page))).text


def _dry(page: Shown) -> str:
    return page.links()["Back to the last screen"].replace("/review?", "/dry-run?")


def test_mistakes_are_named_by_dry_run_trail_and_clerk(
    ca2: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A motion for the other side, of another case, with two reliefs and no signature."""
    browser, clerk = ca2.signed_in("attorney_everywhere"), ca2.signed_in("clerk_ca2")
    page = in_case(browser, "Motion for Stay Pending Appeal", MINE)
    theirs = [
        box.get("value")
        for box in page.all("//input[@name='filers']")
        if "Attorney General" in box.getparent().text_content()
    ]
    words = "21-1044 Gamma v. Delta MOTION FOR STAY PENDING APPEAL AND TO EXPEDITE APPEAL"
    answers = {"read": "y", "filers": theirs, "served_on": "11/15/2021"}
    page = send(browser, "continue", {"main": pdf(1, words)}, **answers)
    review = browser.last
    told = browser.get(page.links()["Dry run"]).text
    for said in (
        "You are neither counsel nor party in this case",
        "The first pages name another case: 21-1044.",
        "The paper asks for more than the events say: Motion to Expedite Appeal.",
        "there is no “s/ Name” on it",
        "No motion information statement is attached.",
    ):
        assert said in told, told
    assert "Perhaps" not in clerk.get("/clerk/filings").text
    monkeypatch.setattr(rehearsing, "looks", lambda: True)
    browser.last = review
    assert "Notice of Docket Activity" in send(browser, "").text, "no mistake stops it"
    with ca2.database.reading() as session:
        noted = session.scalars(select(AuditEvent.detail).where(AuditEvent.tag == "docket:filed"))
        found = json.loads(noted.one())["mistakes"]
    assert found == ["wrong_case", "wrong_paper", "missing_relief", "signature"]
    shown = clerk.get("/clerk/filings").text
    assert "Perhaps the wrong case. Perhaps the wrong PDF. A relief is missing. Signature." in shown


def test_the_same_brief_again_is_a_mistake_unless_the_clerk_asked_for_it(ca2: Bench) -> None:
    browser, clerk = ca2.signed_in("attorney_everywhere"), ca2.signed_in("clerk_ca2")
    answers = {"read": "y", "served_on": "11/15/2021"}

    def bring() -> Shown:
        in_case(browser, "Brief", MINE)
        return send(browser, "continue", {"main": pdf(1, "21-1003 BRIEF")}, **answers)

    bring()
    send(browser, "")
    page, review = bring(), browser.last
    assert "Brief was filed as number 4 a short while ago." in browser.get(_dry_of(page)).text
    _find_defective(ca2, clerk)
    assert "a short while ago" not in browser.get(_dry_of(page)).text
    browser.last = review
    send(browser, "")
    _take_cure(ca2, clerk)


def _dry_of(page: Shown) -> str:
    return page.links()["Dry run"]


def test_a_further_document_needs_its_type_and_may_be_left_out(ca2: Bench) -> None:
    browser = ca2.signed_in("attorney_everywhere")
    in_case(browser, "Brief", MINE)
    answers = {"read": "y", "served_on": "11/15/2021"}
    files = {"main": pdf(1), "paper_1": pdf(2), "paper_2": pdf(3)}
    page = send(browser, "continue", files, type_2="Exhibit", **answers)
    assert page.status == 422
    assert "Say what kind of document 2 is." in page.text
    page = send(browser, "continue", drop_1="y")
    assert page.text.count("paper_2.pdf") == 1
    assert "paper_1.pdf" not in page.text
    assert "main.pdf" in page.text


def _brief_case(ca2: Bench) -> tuple[int, list[int]]:
    """The case, and the seqs of its entries, the newest last."""
    with ca2.database.reading() as session:
        case = session.scalars(select(Case.id).where(Case.serial == 1003)).one()
        statement = select(Entry.seq).where(Entry.case_id == case).order_by(Entry.seq)
        return case, list(session.scalars(statement))


def _find_defective(ca2: Bench, clerk: Browser) -> None:
    case, seqs = _brief_case(ca2)
    page = f"/clerk/cases/{case}/enter/ap_defective?refers={seqs[-1]}"
    clerk.last = clerk.get(page)
    told: dict[str, Any] = {
        "refers": str(seqs[-1]),
        f"{PROMPT}what": "no certificate",
        f"{PROMPT}cure_by": "11/29/2021",
        "paper": (io.BytesIO(pdf(1)), "notice.pdf"),
        "level": "public",
    }
    done = clerk.post(page.partition("?")[0], **told)
    assert "done=entered" in done.location, done.text
    _, seqs = _brief_case(ca2)
    shown = clerk.get(f"/clerk/cases/{case}/entries/{seqs[-1]}")
    assert "A cure came in" not in shown.text


def _take_cure(ca2: Bench, clerk: Browser) -> None:
    """The brief came again: its notice offers to enter that it is cured, once."""
    case, seqs = _brief_case(ca2)
    notice = f"/clerk/cases/{case}/entries/{seqs[-2]}"
    clerk.last = shown = clerk.get(notice)
    assert "in time: it was due by 11/29/2021" in shown.text
    form = next(each for each in shown.all("//form") if "ap_cured" in each.get("action"))
    values: dict[str, Any] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    done = clerk.post(form.get("action"), **values)
    assert "done=entered" in done.location, done.text
    with ca2.database.reading() as session:
        last = session.scalars(select(Entry).order_by(Entry.id.desc())).first()
        assert last is not None
        assert (last.event, last.refers) == ("ap_cured", [seqs[-2]])
        assert "on behalf of Petitioner Wanda Laches" in last.text
        deadline = select(Setting.status).where(Setting.name == "Cure of defective filing")
        assert session.scalars(deadline.where(Setting.case_id == case)).one() == "satisfied"
    assert "A cure came in" not in clerk.get(notice).text


def test_whoever_has_not_appeared_is_served_by_the_filer(ca2: Bench) -> None:
    with ca2.database.writing() as session:
        john = session.scalars(select(Counsel).where(Counsel.name == "John Attorney")).first()
        assert john is not None
        session.add(Appearance(case_id=john.case_id, user_id=john.user_id, state=DUE))
    browser = ca2.signed_in("attorney_everywhere")
    page = in_case(browser, "Notice of Appearance", OTHER)
    assert "John Attorney, for Plaintiff - Appellant Alpha Widgets, Inc." in page.text
    assert len(page.all("//select[starts-with(@name, 'method_')]")) == 1
    answers = {"read": "y", "filers": [boxes(page)[1]], "prompt_capacity": "LEAD"}
    page = send(browser, "continue", {"main": pdf(1)}, method_1="not served", **answers)
    assert "John Attorney is not served." in page.text
    browser.get(page.links()["Go back and change it"])
    page = send(browser, "continue", method_1="hand delivery")
    assert "by CM/ECF, hand delivery. [number to come]" in page.text
    page = send(browser, "")
    assert "Served by the filer John Attorney: hand delivery" in page.text


def boxes(page: Shown) -> list[str]:
    """The values of the boxes of the parties."""
    return [str(box.get("value")) for box in page.all("//input[@name='filers']")]


def test_what_was_filed_comes_back_by_the_parsers(ca2: Bench) -> None:
    browser = ca2.signed_in("attorney_everywhere")
    in_case(browser, "Brief", MINE)
    send(browser, "continue", {"main": pdf(3)}, read="y")
    send(browser, "")
    shown = browser.get(
        f"{ROOM}?servlet=CaseSummary.jsp&caseNum={MINE}&fullDocketReport=Y&incDktEntries=Y"
        "&incOrigDkt=Y&incPtyAty=Y&actionType=Run+Docket+Report"
    )
    report = AppellateDocketReport("ca2")
    report._parse_text(shown.html)
    last = report.data["docket_entries"][-1]
    assert last["description"].startswith("BRIEF, on behalf of Petitioner Wanda Laches, FILED.")
    assert last["document_number"] == "4"
    assert last["pacer_doc_id"].startswith("002")
    paper = browser.get(f"/docs1/{last['pacer_doc_id']}")
    assert paper.status == 200


def ndas(court: Bench) -> list[MailDelivery]:
    """The notices of docket activity that the court has promised."""
    found = [MailDelivery.from_json(each) for each in court.promised("mail.delivery")]
    return [mail for mail in found if mail.template == "nda"]


def test_each_recipient_s_notice_is_read_by_the_parser_and_has_its_own_link(ca2: Bench) -> None:
    browser = ca2.signed_in("attorney_everywhere")
    in_case(browser, "Brief", MINE)
    send(browser, "continue", {"main": pdf(3)}, read="y")
    send(browser, "")
    mails = ndas(ca2)
    links = set()
    for mail in mails:
        found = noticing.read("ca2", mail)
        (docket,) = found["dockets"]
        assert (found["appellate"], docket["docket_number"]) == (True, MINE)
        (entry,) = docket["docket_entries"]
        assert mail.subject.endswith('"Brief"')
        assert entry["description"].startswith("BRIEF, on behalf of Petitioner Wanda Laches")
        links.add(entry["pacer_magic_num"])
    assert len(links) == len(mails) == 2
    assert "oscar.counsel@examplelaw.test" in {mail.recipient for mail in mails}


def test_whoever_waits_for_the_clerk_gets_no_notice(ca2: Bench) -> None:
    appear(ca2.signed_in("attorney_everywhere"))
    recipients = {mail.recipient for mail in ndas(ca2)}
    assert recipients
    assert "oscar.counsel@examplelaw.test" not in recipients


def test_what_was_filed_stands_in_the_feed(ca2: Bench) -> None:
    appear(ca2.signed_in("attorney_everywhere"))
    feed = PacerRssFeed("ca2")
    feed._parse_text(ca2.browser().get(f"{ROOM}?servlet=RSSGenerator").html)
    told = [row for row in feed.data if row["docket_number"] == OTHER]
    (entry,) = told[0]["docket_entries"]
    assert entry["short_description"] == "Notice of Appearance"
    assert entry["pacer_doc_id"].startswith("002")


def test_a_pending_appearance_keeps_from_filing_until_the_clerk_has_looked(ca2: Bench) -> None:
    browser = ca2.signed_in("attorney_everywhere")
    refused = in_case(browser, "Brief", OTHER)
    assert refused.status == 422
    assert "You are not counsel in this case. File an appearance first." in refused.text
    notice = appear(browser)
    assert "The clerk's office reviews your appearance." in notice.text
    assert "NOTICE OF APPEARANCE AS LEAD COUNSEL, on behalf of Appellee Beta Gadgets" in notice.text
    assert "[3090008] [21-1001]" in notice.text
    refused = in_case(browser, "Brief", OTHER)
    assert "has not looked at your appearance in this case yet" in refused.text

    clerk = ca2.signed_in("clerk_ca2")
    assert "Appearances" in clerk.get("/clerk/").links()
    page = clerk.get("/clerk/appearances")
    page = clerk.get(page.links()["Oscar Counsel"])
    assert "Beta Gadgets LLC (Defendant - Appellee)" in page.text
    address = "/clerk/appearances/1"
    bare = clerk.post(address, action="reject")
    assert bare.status == 422
    assert "Say why: counsel reads it." in bare.text
    done = follow(clerk, clerk.post(address, action="approve"))
    assert "Approved: counsel is on the docket and may file." in done.text
    again = clerk.get(address)
    assert "Decided on" in again.text
    with ca2.database.reading() as session:
        row = session.scalars(select(Appearance)).one()
        assert (row.state, row.decided_by != "") == (APPROVED, True)
        counsel = session.scalars(select(Counsel).where(Counsel.user_id == row.user_id)).all()
        assert any(each.case_id == row.case_id for each in counsel)
        mails = [
            each.payload
            for each in session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail.delivery"))
        ]
        assert any("appearance approved" in each for each in mails)
    page = in_case(browser, "Brief", OTHER)
    assert "Upload Documents" in page.text


def test_a_rejected_appearance_says_why_and_may_be_filed_again(ca2: Bench) -> None:
    browser = ca2.signed_in("attorney_everywhere")
    appear(browser)
    clerk = ca2.signed_in("clerk_ca2")
    clerk.get("/clerk/appearances/1")
    clerk.post("/clerk/appearances/1", action="reject", reason="Not admitted here.")
    assert "File an appearance first" in in_case(browser, "Brief", OTHER).text
    appear(browser)
    with ca2.database.reading() as session:
        row = session.scalars(select(Appearance)).one()
        assert (row.state, row.reason) == (PENDING, "")


def test_an_appendix_names_its_volume_and_pages(ca2: Bench) -> None:
    browser = ca2.signed_in("attorney_everywhere")
    in_case(browser, "Appendix", MINE)
    wrong = send(
        browser,
        "continue",
        {"main": pdf(2)},
        read="y",
        prompt_kind="JOINT",
        prompt_volume="3",
        prompt_volumes="2",
        prompt_pages="all",
    )
    assert wrong.status == 422
    assert "There are 2 volumes." in wrong.text
    assert "Enter page numbers such as 1-212" in wrong.text
    assert "Uploaded: main.pdf, 2 pages" in wrong.text
    page = send(browser, "continue", prompt_volume="1", prompt_pages="A-1 - A-212")
    assert "JOINT APPENDIX, volume 1 of 2, (pp. A-1 - A-212), on behalf of Petitioner" in page.text


def test_an_opposition_answers_a_motion(ca2: Bench) -> None:
    browser = ca2.signed_in("attorney_everywhere")
    page = in_case(browser, "Opposition to Motion", MINE)
    boxes = page.all("//input[@name='refers']")
    assert len(boxes) == 1
    wrong = send(browser, "continue", {"main": pdf(1)})
    assert "Choose the entry that this answers." in wrong.text
    page = send(browser, "continue", refers=[boxes[0].get("value")])
    assert "OPPOSITION TO MOTION, re 2 Motion for Stay Pending Appeal, on behalf of" in page.text


def test_several_reliefs_in_one_paper(ca2: Bench) -> None:
    browser = ca2.signed_in("attorney_everywhere")
    in_case(browser, "Motion to Extend Time", MINE)
    page = send(browser, "continue", {"main": pdf(1)}, read="y", reliefs=["ap_motion_expedite"])
    assert "MOTION, to extend time, MOTION, to expedite appeal, on behalf of" in page.text


def test_a_file_that_is_no_pdf_is_refused_at_its_field(ca2: Bench) -> None:
    browser = ca2.signed_in("attorney_everywhere")
    in_case(browser, "Brief", MINE)
    wrong = send(browser, "continue", {"main": b"a letter"}, read="y")
    assert wrong.status == 422
    assert wrong.all("//p[@id='main_document-error']")


def test_submitting_twice_files_once(ca2: Bench) -> None:
    browser = ca2.signed_in("attorney_everywhere")
    in_case(browser, "Brief", MINE)
    review = send(browser, "continue", {"main": pdf(1)}, read="y")
    send(browser, "")
    browser.last = review
    again = send(browser, "")
    assert "Notice of Docket Activity" in again.text
    with ca2.database.reading() as session:
        assert len(session.scalars(select(Submission)).all()) == 1


def test_nobody_looks_into_another_s_transaction(ca2: Bench) -> None:
    browser = ca2.signed_in("attorney_everywhere")
    in_case(browser, "Brief", MINE)
    with ca2.database.reading() as session:
        token = session.scalars(select(Transaction.token)).one()
    for path in ("fill", "review", "notice"):
        page = ca2.signed_in("clerk_ca2").get(f"{MENU}/{path}?t={token}")
        assert "Laches" not in page.text
    assert "This transaction is over." in browser.get(f"{MENU}/fill?t=nothing").text
    assert follow(browser, browser.get(f"{MENU}?event=Nonsense")).status == 404


def test_a_case_that_nobody_finds(ca2: Bench) -> None:
    browser = ca2.signed_in("attorney_everywhere")
    page = in_case(browser, "Brief", "99-9999")
    assert (page.status, "Case Number Not Found" in page.text) == (422, True)
