"""Papers at doc1: what client programs read of menus and receipts, and what comes at the end."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pikepdf
import pytest
from juriscraper.pacer import AttachmentPage, DownloadConfirmationPage
from juriscraper.pacer.http import check_if_logged_in_page
from juriscraper.pacer.utils import reverse_goDLS_function
from sqlalchemy import select
from werkzeug.test import TestResponse

import courts.app
from courts.access.models import PageCharge
from courts.cases.models import Case
from courts.docket.models import Document, Entry
from courts.docket.service import give_free_look
from courts.kinds import doc_ids
from shared.errors import ConfigurationError
from shared.ids import subject_of
from shared.jobs import InlineJobs
from shared.timekeeping import read_setting
from tests.integration.courts import bench
from tests.integration.courts.bench import Bench, Browser

EXTERNAL = {"Referer": "https://external"}
Make = Callable[..., Bench]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Build one court at one moment."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    made: list[Bench] = []

    def one(court: str, when: str = "2021-11") -> Bench:
        made.append(bench.build(tmp_path / court, court, when))
        return made[-1]

    yield one
    for each in made:
        each.database.dispose()


def papers(court: Bench, seq: int = 1) -> list[Document]:
    with court.database.reading() as session:
        entry = session.scalars(select(Entry).where(Entry.seq == seq, Entry.case_id == 1)).first()
        assert entry is not None
        found = select(Document).where(Document.entry_id == entry.id).order_by(Document.place)
        return list(session.scalars(found))


def address(court: Bench, paper: Document, flag: int = 1) -> str:
    return f"/doc1/{doc_ids.written(court.member.doc_prefix, paper.id, flag)}"


def ask(
    browser: Browser, path: str, fields: dict[str, str] | None = None, **headers: str
) -> TestResponse:
    base = browser.bench.member.origins["ecf"]
    heads = {**EXTERNAL, **headers}
    if fields is None:
        return browser.client.get(path, base_url=base, headers=heads, buffered=True)
    return browser.client.post(
        path,
        base_url=base,
        headers=heads,
        data=fields,
        content_type="multipart/form-data",
        buffered=True,
    )


def accept(browser: Browser, paper: Document, case_id: int, **more: str) -> TestResponse:
    fields = {"caseid": str(case_id), "got_receipt": "1", "pdf_header": "1", **more}
    return ask(browser, address(browser.bench, paper), fields)


def framed(answer: TestResponse) -> str:
    found = re.search(r'<iframe[^>]+src="([^"]+)"', answer.get_data(as_text=True))
    assert found is not None, answer.get_data(as_text=True)[:2000]
    return found[1]


def charges(court: Bench) -> list[PageCharge]:
    with court.database.reading() as session:
        return list(session.scalars(select(PageCharge).order_by(PageCharge.id)))


def words(page: Any) -> str:
    marks = pikepdf.parse_content_stream(page, "Tj")
    return "\n".join(str(mark.operands[0]) for mark in marks)


# --------------------------------------------------------------------------- the menu


def test_the_attachment_menu_reads_as_it_is(make: Make) -> None:
    ctd = make("ctd")
    browser, rows = ctd.signed_in("researcher"), papers(ctd)
    answer = ask(browser, address(ctd, rows[0], 0))
    html = answer.get_data(as_text=True)
    assert check_if_logged_in_page(answer.data)
    report = AttachmentPage("ctd")
    report._parse_text(html)
    data = report.data
    assert data["document_number"] == 1
    assert data["page_count"] == 12
    assert data["pacer_case_id"] == str(rows[0].case_id)
    assert data["pacer_seq_no"] == "1"
    assert data["pacer_doc_id"] == doc_ids.written("041", rows[0].id)
    assert data["file_size_bytes"] == rows[0].size
    assert [
        (a["attachment_number"], a["description"], a["page_count"], a["pacer_doc_id"])
        for a in data["attachments"]
    ] == [
        (1, "Civil Cover Sheet", 2, doc_ids.written("041", rows[1].id)),
        (2, "Exhibit A", 4, doc_ids.written("041", rows[2].id)),
    ]
    # What the RECAP extension reads (clients.md 7).
    content = bench.Shown(answer).all("//*[@id='cmecfMainContent']")[0]
    assert content.xpath(".//p")[0].text_content().startswith("Document Selection Menu")
    last = content.xpath(".//input")[-1]
    assert last.get("value").startswith("Download")
    assert f"caseid={rows[0].case_id}" in last.get("onclick")
    assert "18 pages" in html
    assert charges(ctd) == []


def test_in_bankruptcy_the_main_document_counts_as_the_first(make: Make) -> None:
    ctb = make("ctb")
    rows = papers(ctb)
    answer = ask(ctb.signed_in("researcher"), address(ctb, rows[0], 0))
    report = AttachmentPage("ctb")
    report._parse_text(answer.get_data(as_text=True))
    data = report.data
    assert data["page_count"] == 8
    assert data["pacer_case_id"] == str(rows[0].case_id)
    assert [(a["attachment_number"], a["description"]) for a in data["attachments"]] == [
        (1, "Schedules")
    ]
    calls = bench.Shown(answer).all("//a[@onclick]/@onclick")
    assert [len(re.findall("'(.*?)'", call)) for call in calls] == [10, 10]


def test_a_paper_without_attachments_has_no_menu(make: Make) -> None:
    ctd = make("ctd")
    (single,) = papers(ctd, 3)
    html = ask(ctd.signed_in("researcher"), address(ctd, single, 0)).get_data(as_text=True)
    assert "To accept charges shown below" in html
    assert "Document Selection Menu" not in html


# --------------------------------------------------------------------------- the receipt


def test_the_receipt_reads_as_it_is(make: Make) -> None:
    ctd = make("ctd")
    rows = papers(ctd)
    answer = ask(ctd.signed_in("researcher"), address(ctd, rows[0]))
    report = DownloadConfirmationPage("ctd")
    report._parse_text(answer.get_data(as_text=True))
    data = report.data
    assert data["docket_number"] == "3:19-cv-00021-RBX-LDG"
    assert (data["cost"], data["billable_pages"]) == ("1.20", "12")
    assert data["document_description"] == "Image1-0"
    assert data["transaction_date"].year == 2021
    page = bench.Shown(answer)
    assert page.all("//input")[-1].get("value") == "View Document"
    (form,) = page.all("//form[@onsubmit]")
    assert form.get("action") == address(ctd, rows[0])
    parts = reverse_goDLS_function(form.get("onsubmit"))
    assert parts["form_post_url"] == address(ctd, rows[0])
    assert parts["caseid"] == str(rows[0].case_id)
    assert (parts["de_seq_num"], parts["got_receipt"]) == ("1", "1")
    assert len(re.findall("'(.*?)'", form.get("onsubmit"))) == 9
    # pacer-cli looks for these two and for nine quoted arguments.
    nine = r"goDLS\(" + ",".join([r"'([^']*)'"] * 9) + r"\)"
    assert re.search(nine, page.html) is not None
    assert charges(ctd) == []


def test_the_cap_is_thirty_pages_of_one_document(make: Make) -> None:
    ctb = make("ctb")
    _, schedules = papers(ctb)
    with ctb.database.writing() as session:
        row = session.get(Document, schedules.id)
        assert row is not None
        row.pages = 112
    answer = ask(ctb.signed_in("researcher"), address(ctb, schedules))
    report = DownloadConfirmationPage("ctb")
    report._parse_text(answer.get_data(as_text=True))
    assert (report.data["cost"], report.data["billable_pages"]) == ("3.00", "30")


def test_a_transcript_has_no_cap(make: Make) -> None:
    ctd = make("ctd")
    (paper,) = papers(ctd, 3)
    with ctd.database.writing() as session:
        row, entry = session.get(Document, paper.id), session.get(Entry, paper.entry_id)
        assert row is not None
        assert entry is not None
        row.pages, entry.access = 61, "transcript"
    receipt = DownloadConfirmationPage("ctd")
    answer = ask(ctd.signed_in("researcher"), address(ctd, paper))
    receipt._parse_text(answer.get_data(as_text=True))
    assert (receipt.data["cost"], receipt.data["billable_pages"]) == ("6.10", "61")
    assert receipt.data["document_description"] == "TRANSCRIPT2-0"


def test_whoever_wants_no_receipts_gets_the_paper_at_once(make: Make) -> None:
    ctd = make("ctd")
    browser, rows = ctd.signed_in("researcher"), papers(ctd)
    browser.client.set_cookie("PacerPref", "receipt=N", domain="ecf.ctd.moot.localhost")
    assert "<iframe" in ask(browser, address(ctd, rows[0])).get_data(as_text=True)
    assert len(charges(ctd)) == 1
    # But a link on somebody else's page spends nobody's money.
    elsewhere = ask(browser, address(ctd, rows[0]), Referer="https://evil.test/")
    assert "View Document" in elsewhere.get_data(as_text=True)
    assert len(charges(ctd)) == 1


# --------------------------------------------------------------------------- delivery


def test_the_paper_comes_in_a_frame_stamped_and_charged_once(make: Make) -> None:
    ctd = make("ctd")
    browser, rows = ctd.signed_in("researcher"), papers(ctd)
    answer = accept(browser, rows[0], rows[0].case_id)
    assert check_if_logged_in_page(answer.data)
    src = framed(answer)
    assert src.startswith("/cgi-bin/show_temp.pl?file=")
    assert src.endswith("&type=application/pdf")
    pdf = ask(browser, src)
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.data[:5] == b"%PDF-"
    with pikepdf.open(io.BytesIO(pdf.data)) as paper:
        assert len(paper.pages) == 12
        first, last = words(paper.pages[0]), words(paper.pages[11])
    assert "Case 3:19-cv-00021-RBX-LDG   Document 1   Filed 01/07/19   Page 1 of 12" in first
    assert "Page 12 of 12" in last
    assert "Training simulation - not a court. Nothing here is filed." in last
    assert "Alpha Widgets, Inc." in first
    ask(browser, src)
    (charge,) = charges(ctd)
    assert (charge.description, charge.pages, charge.cents) == ("Image1-0", 12, 120)
    assert charge.case_id == rows[0].case_id
    (promised,) = ctd.promised("billing.charge")
    assert json.loads(promised)["charge_id"] == charge.charge_id
    with ctd.database.reading() as session:
        kept = session.get(Document, rows[0].id)
        assert kept is not None
        assert len(kept.digest) == 64
        assert kept.size > 0


def test_the_header_can_be_left_off_but_not_the_line_of_the_training(make: Make) -> None:
    ctd = make("ctd")
    browser, rows = ctd.signed_in("researcher"), papers(ctd)
    pdf = ask(browser, framed(accept(browser, rows[1], rows[1].case_id, pdf_header="2")))
    with pikepdf.open(io.BytesIO(pdf.data)) as paper:
        said = words(paper.pages[0])
    assert "Document 1-1" not in said
    assert "Training simulation" in said


def test_ranges_and_tags(make: Make) -> None:
    ctd = make("ctd")
    browser, rows = ctd.signed_in("researcher"), papers(ctd)
    src = framed(accept(browser, rows[0], rows[0].case_id))
    whole = ask(browser, src)
    part = ask(browser, src, Range="bytes=100-199")
    assert part.status_code == 206
    assert part.data == whole.data[100:200]
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(whole.data)}"
    assert part.headers["ETag"] == whole.headers["ETag"]
    again = browser.client.get(
        src,
        base_url=ctd.member.origins["ecf"],
        headers={"If-None-Match": whole.headers["ETag"]},
        buffered=True,
    )
    assert again.status_code == 304
    for mad in (f"bytes={10**30}-", "bytes=5-1", "bytes=-", "lines=1-2", "bytes=0-1," * 5000):
        assert ask(browser, src, Range=mad).status_code in (200, 206, 416)


def test_the_same_paper_has_the_same_bytes_in_every_world(
    make: Make, tmp_path_factory: pytest.TempPathFactory
) -> None:
    first, second = make("ctd"), bench.build(tmp_path_factory.mktemp("other"), "ctd", "2021-11")
    found = []
    for court in (first, second):
        browser, rows = court.signed_in("researcher"), papers(court)
        found.append(ask(browser, framed(accept(browser, rows[0], rows[0].case_id))).data)
    second.database.dispose()
    assert found[0] == found[1]


def test_each_kind_of_court_writes_its_own_head(make: Make) -> None:
    ctb = make("ctb")
    browser, rows = ctb.signed_in("researcher"), papers(ctb)
    pdf = ask(browser, framed(accept(browser, rows[1], rows[1].case_id)))
    with pikepdf.open(io.BytesIO(pdf.data)) as paper:
        assert (
            "Case 21-30101-amx    Doc 1-1    Filed 03/01/21    Entered 03/01/21 10:00:00    "
            "Desc Schedules    Page 1 of 30" in words(paper.pages[0])
        )


def test_a_wrong_case_is_said(make: Make) -> None:
    ctd = make("ctd")
    browser, rows = ctd.signed_in("researcher"), papers(ctd)
    for wrong in ("999999", "-1", "abc", "9" * 400):
        answer = accept(browser, rows[0], rows[0].case_id, caseid=wrong)
        assert "Cannot locate the case with caseid" in answer.get_data(as_text=True)
    fields = {"got_receipt": "1", "pdf_header": "1"}  # as juriscraper tries again
    assert "<iframe" in ask(browser, address(ctd, rows[0]), fields).get_data(as_text=True)
    assert len(charges(ctd)) == 1


def test_opinions_are_free_and_staff_pay_nothing(make: Make) -> None:
    ctd = make("ctd")
    (opinion,) = papers(ctd, 4)
    browser = ctd.signed_in("researcher")
    assert "<iframe" in ask(browser, address(ctd, opinion)).get_data(as_text=True)
    (paid,) = papers(ctd, 3)
    clerk = ctd.signed_in("clerk_ctd")
    src = framed(ask(clerk, address(ctd, paid)))
    assert ask(clerk, src).data[:4] == b"%PDF"
    assert charges(ctd) == []


def test_a_recording_is_a_sound_and_costs_its_own(make: Make) -> None:
    ctd = make("ctd")
    (paper,) = papers(ctd, 3)
    with ctd.database.writing() as session:
        row = session.get(Document, paper.id)
        assert row is not None
        row.kind = "audio"
    browser = ctd.signed_in("researcher")
    receipt = DownloadConfirmationPage("ctd")
    receipt._parse_text(ask(browser, address(ctd, paper)).get_data(as_text=True))
    assert (receipt.data["cost"], receipt.data["document_description"]) == ("2.40", "AUDIO2-0")
    src = framed(accept(browser, paper, paper.case_id))
    sound = ask(browser, src)
    assert sound.headers["Content-Type"] == "audio/x-wav"
    assert sound.data[:4] == b"RIFF"


# --------------------------------------------------------------------------- several


def menu_button(court: Bench, browser: Browser, paper: Document, which: str) -> str:
    page = bench.Shown(ask(browser, address(court, paper, 0)))
    (button,) = page.all(f"//input[@id='{which}']")
    found = re.search(r"submit_form\(\d, '([^']+)'\)", button.get("onclick"))
    assert found is not None
    return found[1]


def test_several_papers_as_an_archive(make: Make) -> None:
    ctd = make("ctd")
    browser, rows = ctd.signed_in("researcher"), papers(ctd)
    url = menu_button(ctd, browser, rows[0], "download_button")
    page = bench.Shown(ask(browser, f"{url}&exclude_attachments={doc_ids.dlsid(rows[1].id)}"))
    assert "Image1-0" in page.text
    assert "Image1-1" not in page.text
    button = page.all("//input")[-1]
    assert button.get("value") == "Download Documents"
    found = re.fullmatch(r"parent\.location='(/cgi-bin/[^']+)'", button.get("onclick"))
    assert found is not None
    assert charges(ctd) == []
    # A link from elsewhere shows the receipt once more and charges nothing.
    assert "<iframe" not in ask(browser, found[1], Referer="").get_data(as_text=True)
    assert charges(ctd) == []
    src = framed(ask(browser, found[1]))
    archive = ask(browser, src)
    assert archive.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(archive.data)) as together:
        assert together.namelist() == ["3-19-cv-00021-1-0.pdf", "3-19-cv-00021-1-2.pdf"]
        with pikepdf.open(io.BytesIO(together.read("3-19-cv-00021-1-2.pdf"))) as paper:
            assert "Document 1-2" in words(paper.pages[3])
    assert [(c.description, c.cents) for c in charges(ctd)] == [
        ("Image1-0", 120),
        ("Image1-2", 40),
    ]


def test_several_papers_as_one_pdf(make: Make) -> None:
    ctd = make("ctd")
    browser, rows = ctd.signed_in("researcher"), papers(ctd)
    url = menu_button(ctd, browser, rows[0], "view_button")
    page = bench.Shown(ask(browser, url))
    inputs = page.all("//input")
    assert len(inputs) > 1
    assert inputs[-1].get("value") == "View Document"
    (form,) = page.all("//form[@method]")
    fields = {name: str(value) for name, value in form.form_values()}
    pdf = ask(browser, framed(ask(browser, form.get("action"), fields)))
    with pikepdf.open(io.BytesIO(pdf.data)) as paper:
        assert len(paper.pages) == 12 + 2 + 4
        assert "Document 1   Filed 01/07/19   Page 12 of 12" in words(paper.pages[11])
        assert "Document 1-1   Filed 01/07/19   Page 1 of 2" in words(paper.pages[12])
    assert sum(c.cents for c in charges(ctd)) == 180


def test_a_selection_from_a_docket(make: Make) -> None:
    ctd = make("ctd")
    browser, rows = ctd.signed_in("researcher"), papers(ctd)
    (single,) = papers(ctd, 3)
    case_id = rows[0].case_id
    fields = {
        "all_documents": f"{case_id}_1",
        f"document_{case_id}_1_0": f"{doc_ids.dlsid(rows[0].id)}-{rows[0].size}-12",
        f"document_{case_id}_1_2": f"{doc_ids.dlsid(rows[2].id)}-{rows[2].size}-4",
        # Sent whether ticked or not: it is the entry's only paper.
        f"document_{case_id}_3_0": f"{doc_ids.dlsid(single.id)}-{single.size}-7",
    }
    text = bench.Shown(ask(browser, f"/cgi-bin/show_multidocs.pl?caseid={case_id}", fields)).text
    assert "Image1-0" in text
    assert "Image1-2" in text
    assert "Image1-1" not in text
    assert "Image2-0" not in text
    both = {**fields, "all_documents": f"{case_id}_3"}
    text = bench.Shown(ask(browser, f"/cgi-bin/show_multidocs.pl?caseid={case_id}", both)).text
    assert "Image2-0" in text


def test_too_much_for_one_file(make: Make) -> None:
    ctd = make("ctd")
    browser, rows = ctd.signed_in("researcher"), papers(ctd)
    with ctd.database.writing() as session:
        row = session.get(Document, rows[2].id)
        assert row is not None
        row.size = 101 * 1024 * 1024
    menu = bench.Shown(ask(browser, address(ctd, rows[0], 0)))
    assert menu.all("//*[@id='file_too_big']")
    assert not menu.all("//*[@id='view_button']")
    url = menu_button(ctd, browser, rows[0], "download_button")
    assert bench.Shown(ask(browser, url)).all("//*[@id='file_too_big']")


def test_nothing_selected(make: Make) -> None:
    ctd = make("ctd")
    path = f"/cgi-bin/show_multidocs.pl?caseid={papers(ctd)[0].case_id}"
    for query in ("", "&arr_de_seq_nums=abc", "&arr_de_seq_nums=77", "&document_1=x"):
        assert (
            "No document was selected"
            in bench.Shown(ask(ctd.signed_in("researcher"), path + query)).text
        )


def test_the_paper_of_a_claim(make: Make) -> None:
    ctb = make("ctb")
    with ctb.database.reading() as session:
        paper = session.scalars(
            select(Document).where(Document.claim_id.is_not(None), Document.case_id == 1)
        ).one()
    browser = ctb.signed_in("researcher")
    url = f"/cgi-bin/show_doc.pl?caseid={paper.case_id}&claim_id={paper.claim_id}&claim_num=1-1"
    report = DownloadConfirmationPage("ctb")
    report._parse_text(ask(browser, url).get_data(as_text=True))
    assert report.data["document_description"] == "Image1-1"
    assert report.data["cost"] == "0.30"
    pdf = ask(browser, framed(accept(browser, paper, paper.case_id)))
    with pikepdf.open(io.BytesIO(pdf.data)) as made:
        assert "Claim 1-1    Filed 04/20/21    Page 1 of 3" in words(made.pages[0])
    for wrong in ("claim_id=77&claim_num=1-1", "claim_id=x", "de_seq_num=1e9", ""):
        page = ask(browser, f"/cgi-bin/show_doc.pl?caseid={paper.case_id}&{wrong}")
        assert "document is not available" in bench.Shown(page).text
    entry = f"/cgi-bin/show_doc.pl?caseid={paper.case_id}&de_seq_num=2&dm_id=1&doc_num=2"
    assert "Image2-0" in bench.Shown(ask(browser, entry)).text


# --------------------------------------------------------------------------- free looks


def look(court: Bench, seq: int = 1) -> str:
    with court.database.writing() as session:
        entry = session.scalars(select(Entry).where(Entry.seq == seq, Entry.case_id == 1)).one()
        zone_now = court.clock()
        return give_free_look(session, entry, "ada@pleadersidebar.test", zone_now)


def link(court: Bench, paper: Document, magic: str, seq: int = 1, **more: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in more.items())
    return (
        f"{address(court, paper)}?caseid={paper.case_id}&de_seq_num={seq}&magic_num={magic}"
        f"{'&' if query else ''}{query}"
    )


def test_a_free_look_opens_menu_and_each_paper_once(make: Make) -> None:
    ctd = make("ctd")
    rows, magic = papers(ctd), look(ctd)
    nobody = ctd.browser()
    menu = ask(nobody, link(ctd, rows[0], magic), Referer="")
    report = AttachmentPage("ctd")
    report._parse_text(menu.get_data(as_text=True))
    assert [a["attachment_number"] for a in report.data["attachments"]] == [1, 2]
    assert "without incurring a PACER fee" in menu.get_data(as_text=True)
    for paper in rows:
        src = framed(ask(nobody, link(ctd, paper, magic, use_magic="1"), Referer=""))
        pdf = ask(nobody, src, Referer="")
        assert pdf.headers["Content-Type"] == "application/pdf"
        assert pdf.data[:4] == b"%PDF"
        spent = ask(nobody, link(ctd, paper, magic, use_magic="1"), Referer="")
        assert "csologin/login.jsf" in spent.get_data(as_text=True)
        assert "iframe" not in spent.get_data(as_text=True)
    assert charges(ctd) == []


def test_a_free_look_by_a_browser_asks_first(make: Make) -> None:
    ctd = make("ctd")
    (paper,), magic = papers(ctd, 3), look(ctd, 3)
    nobody = ctd.browser()
    for _ in range(2):  # a mail scanner that follows links spends nothing
        page = bench.Shown(ask(nobody, link(ctd, paper, magic, 3), Referer=""))
        assert page.all("//input")[-1].get("value") == "View Document"
    (form,) = page.all("//form[@onsubmit]")
    fields = {name: str(value) for name, value in form.form_values()}
    home = ctd.member.origins["ecf"]
    assert "<iframe" in ask(nobody, form.get("action"), fields, Origin=home).get_data(as_text=True)
    again = ask(nobody, form.get("action"), fields, Origin=home).get_data(as_text=True)
    assert "csologin/login.jsf" in again


def test_a_free_look_ends_after_fifteen_days_of_court_time(make: Make) -> None:
    ctd = make("ctd")
    (paper,) = papers(ctd, 3)
    with ctd.database.writing() as session:
        entry = session.scalars(select(Entry).where(Entry.seq == 3, Entry.case_id == 1)).one()
        magic = give_free_look(session, entry, "x@y.test", read_setting(session).now(ctd.clock()))
    ctd.at("2021-11-29")
    assert "View Document" in bench.Shown(ask(ctd.browser(), link(ctd, paper, magic, 3))).html
    ctd.at("2021-12-01")
    assert "csologin/login.jsf" in bench.Shown(ask(ctd.browser(), link(ctd, paper, magic, 3))).html


@pytest.mark.parametrize("magic", ["1", "0" * 16, "' OR 1=1", "%00", "é" * 20, "9" * 100_000])
def test_a_wrong_magic_number_opens_nothing(make: Make, magic: str) -> None:
    ctd = make("ctd")
    look(ctd)
    answer = ask(ctd.browser(), link(ctd, papers(ctd)[0], magic, use_magic="1"), Referer="")
    assert answer.status_code == 200
    assert "csologin/login.jsf" in answer.get_data(as_text=True)


def test_a_magic_number_is_for_one_entry_of_one_case(make: Make) -> None:
    ctd = make("ctd")
    rows, magic = papers(ctd), look(ctd)
    (other,) = papers(ctd, 3)
    for url in (
        link(ctd, other, magic, 3, use_magic="1"),
        link(ctd, rows[0], magic, 2, use_magic="1"),
        link(ctd, rows[0], magic, use_magic="1").replace("caseid=1", "caseid=2"),
    ):
        assert "csologin/login.jsf" in ask(ctd.browser(), url).get_data(as_text=True)


@pytest.mark.parametrize("level", ["sealed", "court_only", "participants", "ex_parte"])
def test_a_free_look_does_not_open_what_is_secret(make: Make, level: str) -> None:
    ctd = make("ctd")
    (paper,), magic = papers(ctd, 3), look(ctd, 3)
    with ctd.database.writing() as session:
        row = session.get(Document, paper.id)
        assert row is not None
        row.access = level
    page = ask(ctd.browser(), link(ctd, paper, magic, 3, use_magic="1")).get_data(as_text=True)
    assert "csologin/login.jsf" in page


def test_a_restricted_case_needs_a_login_even_with_a_free_look(make: Make) -> None:
    ctd = make("ctd")
    rows, magic = papers(ctd), look(ctd)
    with ctd.database.writing() as session:
        case = session.get(Case, rows[0].case_id)
        assert case is not None
        case.restricted = "social_security"
    url = link(ctd, rows[0], magic, use_magic="1")
    assert "csologin/login.jsf" in ask(ctd.browser(), url).get_data(as_text=True)
    counsel = ctd.signed_in("attorney")
    # The same person with nothing but the PACER login is a stranger to the papers.
    assert "denied based on Nature of Suit" in ask(counsel, url).get_data(as_text=True)
    with ctd.database.writing() as session:
        ctd.user_row(session, "ct12345").linked_subject = subject_of("attorney")
    assert "<iframe" in ask(counsel, url).get_data(as_text=True)
    assert charges(ctd) == []


def test_free_several_at_once(make: Make) -> None:
    ctd = make("ctd")
    rows, magic = papers(ctd), look(ctd)
    nobody = ctd.browser()
    page = bench.Shown(ask(nobody, link(ctd, rows[0], magic)))
    (button,) = page.all("//input[@id='download_button']")
    url = str(button.get("onclick")).split("'")[1]
    src = framed(ask(nobody, url))
    assert ask(nobody, src).headers["Content-Type"] == "application/zip"
    assert "csologin/login.jsf" in ask(nobody, url).get_data(as_text=True)


# --------------------------------------------------------------------------- strangers and tricks


def test_nobody_is_led_to_sign_on(make: Make) -> None:
    ctd = make("ctd")
    row = papers(ctd)[0]
    unknown = f"/doc1/0411{doc_ids.BASE + 9999}"
    for path in (address(ctd, row), address(ctd, row, 0), unknown, "/cgi-bin/show_doc.pl?caseid=1"):
        html = ask(ctd.browser(), path).get_data(as_text=True)
        assert "csologin/login.jsf" in html
        assert "Alpha" not in html


@pytest.mark.parametrize(
    "path",
    [
        "/doc1/",
        "/doc1/0",
        "/doc1/040130000001",  # another court's prefix
        "/doc1/999130000001",
        "/doc1/041100000001",  # below every serial
        "/doc1/0411" + "9" * 12,
        "/doc1/0411" + "9" * 100_000,
        "/doc1/..%2f..%2fetc%2fpasswd",
        "/doc1/041130000001%00",
        "/doc1/٠٤١١٣٠٠٠٠٠٠١",
        "/doc1/041130000001'--",
        "/cgi-bin/show_temp.pl",
        "/cgi-bin/show_temp.pl?file=../../../../etc/passwd&type=text/html",
        "/cgi-bin/show_temp.pl?file=%00&type=application/pdf",
        "/cgi-bin/show_temp.pl?file=" + "A" * 1_000_000,
        "/cgi-bin/show_temp.pl?file=W10.abc",
        "/cgi-bin/show_doc.pl?caseid=1&claim_id=99999999999999999999&claim_num=1-1",
        "/cgi-bin/show_doc.pl?caseid=1&claim_id=1&claim_num=%00",
        "/cgi-bin/show_multidocs.pl?caseid=1&arr_de_seq_nums=" + "1," * 300_000,
        "/cgi-bin/show_multidocs.pl?caseid=1&document_1_1=%ff%fe-x-y",
        "/cgi-bin/show_multidocs.pl?caseid=1&arr_de_seq_nums=-1&exclude_attachments=' OR 1",
        "/cgi-bin/show_multidocs.pl?caseid=%F0%9F%98%80",
        "/doc1/041130000001?caseid=%ff%ff&de_seq_num=%00&magic_num=%F0",
        "/doc1/041130000001?" + "a=1&" * 250_000,
    ],
)
def test_crafted_addresses_break_nothing(make: Make, path: str) -> None:
    ctd = make("ctd")
    for browser in (ctd.browser(), ctd.signed_in("researcher")):
        answer = ask(browser, path)
        assert answer.status_code < 500, answer.get_data(as_text=True)[:300]
        assert b"root:" not in answer.data


def test_a_ticket_is_of_one_session_and_of_one_time(make: Make) -> None:
    ctd = make("ctd")
    browser, rows = ctd.signed_in("researcher"), papers(ctd)
    src = framed(accept(browser, rows[0], rows[0].case_id))
    assert ask(ctd.signed_in("attorney"), src).status_code == 404
    assert "csologin" in ask(ctd.browser(), src).get_data(as_text=True)
    ticket = parse_qs(urlsplit(src).query)["file"][0]
    for broken in (ticket[:-1], ticket + "A", ticket.replace(ticket[0], "Z", 1)):
        assert ask(browser, src.replace(ticket, broken)).status_code == 404
    ctd.clock.advance(minutes=11)
    assert ask(browser, src).status_code == 404


def test_a_ticket_ends_when_the_paper_is_sealed(make: Make) -> None:
    ctd = make("ctd")
    browser, rows = ctd.signed_in("researcher"), papers(ctd)
    src = framed(accept(browser, rows[0], rows[0].case_id))
    with ctd.database.writing() as session:
        row = session.get(Document, rows[0].id)
        assert row is not None
        row.access = "sealed"
    answer = ask(browser, src)
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "This document is SEALED" in answer.get_data(as_text=True)


def test_posts_from_elsewhere_show_the_warning(make: Make) -> None:
    ctd = make("ctd")
    browser, rows = ctd.signed_in("researcher"), papers(ctd)
    fields = {"caseid": str(rows[0].case_id), "got_receipt": "1"}
    answer = ask(browser, address(ctd, rows[0]), fields, Referer="https://evil.test/")
    assert "may not have originated from within" in answer.get_data(as_text=True)
    assert charges(ctd) == []


def test_a_court_of_appeals_has_none_of_these_addresses(make: Make) -> None:
    ca2 = make("ca2")
    for path in ("/doc1/002130000001", "/cgi-bin/show_temp.pl", "/cgi-bin/show_multidocs.pl"):
        assert ask(ca2.browser(), path).status_code == 404


# --------------------------------------------------------------------------- utilities


def test_billing_history_lists_and_sums_up(make: Make) -> None:
    ctd = make("ctd")
    browser, rows = ctd.signed_in("researcher"), papers(ctd)
    empty = browser.get("/cgi-bin/BillingHistory.pl")
    assert "charged nothing to you" in empty.text
    for paper in rows:
        accept(browser, paper, paper.case_id)
    page = browser.get("/cgi-bin/BillingHistory.pl")
    cells = [[td.text_content() for td in tr.xpath("./td")] for tr in page.all("//tbody/tr")]
    assert [(row[1], row[4], row[5]) for row in cells] == [
        ("Image1-2", "4", "$0.40"),
        ("Image1-1", "2", "$0.20"),
        ("Image1-0", "12", "$1.20"),
    ]
    assert [c.text_content() for c in page.all("//tfoot/tr[1]/*")] == [
        "Total charged",
        "18",
        "$1.80",
    ]
    old = browser.get("/cgi-bin/BillingHistory.pl?since=2019-01-01&until=2019-02-01")
    assert "charged nothing to you" in old.text
    for wrong in ("since=x&until=y", "since=2021-02-01&until=2021-01-01", "since=", "until=%00"):
        page = browser.get(f"/cgi-bin/BillingHistory.pl?{wrong}")
        assert page.status == 422, wrong
        assert page.all("//*[@role='alert']")
    for far in ("since=0001-01-01&until=9999-12-31", "since=2021-01-01&until=9999-12-31"):
        assert browser.get(f"/cgi-bin/BillingHistory.pl?{far}").status == 422
    assert "charged nothing" in ctd.signed_in("paa").get("/cgi-bin/BillingHistory.pl").text


def test_receipts_can_be_hidden_in_utilities(make: Make) -> None:
    ctd = make("ctd")
    browser, rows = ctd.signed_in("researcher"), papers(ctd)
    browser.get("/cgi-bin/ChangeReceipts.pl")
    assert "Your choice holds" in browser.post("/cgi-bin/ChangeReceipts.pl", receipts="N").text
    assert "<iframe" in ask(browser, address(ctd, rows[0])).get_data(as_text=True)
    browser.get("/cgi-bin/ChangeReceipts.pl")
    browser.post("/cgi-bin/ChangeReceipts.pl", receipts="Y")
    assert "View Document" in ask(browser, address(ctd, rows[0])).get_data(as_text=True)
    browser.get("/cgi-bin/ChangeReceipts.pl")
    assert browser.post("/cgi-bin/ChangeReceipts.pl", receipts="Z").status == 422


def test_a_menu_asks_the_database_as_often_for_three_papers_as_for_sixty(make: Make) -> None:
    ctd = make("ctd")
    browser, rows = ctd.signed_in("researcher"), papers(ctd)
    ask(browser, address(ctd, rows[0], 0))  # the first click keeps the session's menu
    asked: list[int] = []
    for _ in range(2):
        for path in (address(ctd, rows[0], 0), menu_path(rows[0])):
            with ctd.statements() as counted:
                ask(browser, path)
            asked.append(len(counted))
        if len(asked) > 2:
            break
        with ctd.database.writing() as session:
            for place in range(3, 60):
                more = {"case_id": 1, "entry_id": rows[0].entry_id, "pages": 1, "size": 1}
                session.add(Document(place=place, **more))
    assert asked[:2] == asked[2:], asked
    assert max(asked) < 20


def menu_path(paper: Document) -> str:
    return f"/cgi-bin/show_multidocs.pl?caseid={paper.case_id}&arr_de_seq_nums=1&zipit=1"


PLAIN = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", PARTS),
        (b"garbage", f"{PARTS}; boundary=x"),
        (
            b"--x\r\nContent-Disposition: form-data; name=caseid\r\n\r\n1",
            "multipart/form-data; boundary=x",
        ),
        (b"caseid=%ff%fe&got_receipt=1&de_seq_num=%00", PLAIN),
        (
            b"caseid=1&got_receipt=1&pdf_header=" + b"9" * 1_000_000,
            "application/x-www-form-urlencoded",
        ),
        (
            "caseid=é&magic_num=ß".encode("utf-16"),
            f"{PLAIN}; charset=utf-16",
        ),
        (b'{"caseid": 1}', "application/json"),
        (b"\x00" * 4096, "text/plain"),
    ],
)
def test_bodies_of_every_kind_break_nothing(make: Make, body: bytes, kind: str) -> None:
    ctd = make("ctd")
    paths = (address(ctd, papers(ctd)[0]), "/cgi-bin/show_multidocs.pl", "/cgi-bin/show_doc.pl")
    for browser in (ctd.browser(), ctd.signed_in("researcher")):
        for path in paths:
            answer = browser.client.post(
                path,
                base_url=ctd.member.origins["ecf"],
                headers=EXTERNAL,
                data=body,
                content_type=kind,
                buffered=True,
            )
            assert answer.status_code < 500


def test_billing_history_of_a_court_of_appeals(make: Make) -> None:
    ca2 = make("ca2")
    path = "/n/beam/servlet/TransportRoom?servlet=BillingHistory.jsp"
    page = ca2.signed_in("researcher").get(path)
    assert "charged nothing to you" in page.text
    (form,) = page.all("//form[@method='get']")
    assert dict(form.form_values())["servlet"] == "BillingHistory.jsp"


def test_a_document_is_verified(make: Make) -> None:
    ctd = make("ctd")
    filer = ctd.signed_in("attorney_ctd")
    page = filer.get("/cgi-bin/DocVerify.pl")
    if "Case Number" not in page.text:
        pytest.fail(page.text[:500])
    page = filer.post("/cgi-bin/DocVerify.pl", case_number="3:19-cv-21", document="1")
    assert "COMPLAINT against Beta Gadgets LLC" in page.text
    results = page.all("//tbody/tr/td[last()]")
    assert [cell.text_content() for cell in results] == ["Unchanged"] * 3
    stored = [cell.text_content() for cell in page.all("//tbody/tr/td[4]")]
    assert stored == [paper.digest for paper in papers(ctd)]
    (folder,) = [path for path in Path(court_folder(ctd)).rglob(stored[0]) if path.is_file()]
    folder.write_bytes(folder.read_bytes() + b"tampered")
    page = filer.post("/cgi-bin/DocVerify.pl", case_number="3:19-cv-21", document="1")
    assert page.all("//tbody/tr/td[last()]")[0].text_content() == "CHANGED"
    for case, number in (("nonsense", "1"), ("3:19-cv-22", "1"), ("3:19-cv-21", "99"), ("", "x")):
        page = filer.post("/cgi-bin/DocVerify.pl", case_number=case, document=number)
        assert page.status == 422
        assert page.all("//*[@role='alert']")


def court_folder(court: Bench) -> str:
    return str(court.app.extensions["moot_documents"].scratch().parent)


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"MOOT_DOCUMENTS_URL": "nosuch://place"}, "MOOT_DOCUMENTS_URL: "),
        ({"MOOT_DATABASE_URL": "postgresql+psycopg://x/y"}, "MOOT_DOCUMENTS_URL is not set"),
    ],
)
def test_a_store_that_cannot_be_is_told_at_the_start(
    make: Make, settings: dict[str, str], problem: str
) -> None:
    ctd = make("ctd")
    environ = {
        "MOOT_SECRET_KEY": "form-key-0123456789abcdef",
        "MOOT_SERVICE_KEY": "service-key-0123456789abcdef0123456789",
        "MOOT_DATABASE_URL": str(ctd.database.url),
        "MOOT_CLIENT_SECRET": "secret-0123456789abcdef0123456789abcdef",
        **settings,
    }
    runtime = ctd.app.extensions["moot"]
    with pytest.raises(ConfigurationError, match=problem):
        courts.app.create_app(
            member=ctd.member,
            federation=ctd.federation,
            environ=environ,
            backchannel=runtime.backchannel,
            jobs=InlineJobs(wall=ctd.clock),
        )
