"""The wizard of events: from the menu to the notice (facts 3.7)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update

from courts.accounts.models import CourtUser
from courts.cases.models import Case, Counsel, Party
from courts.docket.models import Document, Entry
from courts.filing.models import Submission, Transaction
from courts.payments.models import FilingFee
from courts.signin.models import CourtSession
from shared.db import every_world
from shared.ids import subject_of
from tests import readback
from tests.harness import copy_of
from tests.integration.courts import bench, records
from tests.integration.courts.bench import Bench, Browser, Shown
from tests.integration.courts.filings import ALPHA, Clerkless, filer, pdf

COMPEL = "Motion to Compel"
RECEIPT = "Notice of Electronic Filing"
FINAL = "Docket Text: Final Text"
OSCAR = "attorney_everywhere"
CARD = "4000 0000 0000 1018"
PRO_HAC = "Motion for Admission Pro Hac Vice"
Made = tuple[io.BytesIO, str]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a planted court with its reference cases alone."""
    folder = tmp_path_factory.mktemp("planted")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        made = bench.build(folder, "ctd", "2021-11", world="none")
        made.database.dispose()
    return folder


@pytest.fixture
def ctd(planted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Return the court upon a copy of its database."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    return bench.build(copy_of(planted, tmp_path), "ctd", "2021-11", planted=True, world="none")


def upload(name: str = "paper.pdf", pages: int = 1, words: str = "") -> Made:
    """Return a file as a browser sends it."""
    return io.BytesIO(pdf(pages, words)), name


def count(ctd: Bench, table: Any) -> int:
    """Count the rows of a table."""
    with ctd.database.reading() as session:
        return session.scalar(every_world(select(func.count()).select_from(table))) or 0


def last(ctd: Bench, table: Any) -> Any:
    """Return the newest row of a table."""
    with ctd.database.reading() as session:
        return session.scalars(every_world(select(table).order_by(table.id.desc()))).first()


def box(at: Clerkless, kind: str, place: int = 0) -> str:
    """The name of a box of the association screen."""
    names = [b.get("name") for b in at.page.all(f"//input[starts-with(@name, '{kind}_')]")]
    return str(names[place])


def docket(browser: Browser, case: int) -> Sequence[dict[str, Any]]:
    """The entries of a case as the parser of client programs reads them."""
    return list(readback.docket("ctd", records.sheet(browser, case))["docket_entries"])


# --------------------------------------------------------------------------- whole filings


def test_a_motion_with_two_exhibits_comes_back_from_the_docket(ctd: Bench) -> None:
    at = filer(ctd, OSCAR)
    at.to_filer(COMPEL, ALPHA, "Alpha Widgets")
    assert at.heading == "Attorney/party association"
    at.send(**{box(at, "represents"): "y"})
    assert at.heading == "Sealed or unsealed"
    at.send(sealed="unsealed")
    assert at.heading == "Select the pdf document"
    at.send(
        main=upload("motion.pdf", 3),
        file_0=upload("a.pdf"),
        category_0="Exhibit",
        description_0="A",
        file_1=upload("b.pdf", 2),
        category_1="Exhibit",
        description_1="Exhibit B",
    )
    assert at.heading == "Docket Text: Modify as Appropriate."
    at.send(prefix="AMENDED", free="as to interrogatories")
    assert at.heading == FINAL
    assert "Attention: Next on this screen files the papers." in at.page.text
    assert [f"{n}.pdf" in at.page.text for n in ("motion", "a", "b")] == [True] * 3
    assert count(ctd, Submission) == 0
    shown = at.send()
    assert at.heading == RECEIPT
    text = (
        "AMENDED MOTION to Compel by Alpha Widgets, Inc.. as to interrogatories (Attachments: "
        "# 1 Exhibit A, # 2 Exhibit Exhibit B)(Counsel, Oscar) (Entered: 11/15/2021)"
    )
    assert text in shown.text
    assert "dcecfStamp_ID" in shown.text
    entry = docket(at.browser, 1)[-1]
    assert (entry["document_number"], entry["description"]) == ("4", text)
    papers = ctd.database
    with papers.reading() as session:
        rows = session.scalars(select(Document).order_by(Document.id.desc()).limit(3)).all()
        counsel = session.scalars(select(Counsel).order_by(Counsel.id.desc())).first()
    assert [(r.pages, r.filename) for r in reversed(rows)] == [
        (3, "motion.pdf"),
        (1, "a.pdf"),
        (2, "b.pdf"),
    ]
    assert counsel is not None
    assert (counsel.name, counsel.roles) == ("Oscar Counsel", ["ATTORNEY TO BE NOTICED"])
    assert last(ctd, Submission).title == COMPEL
    assert len(ctd.audited("docket:filed")) == 1


def test_several_motions_in_one_paper(ctd: Bench) -> None:
    at = filer(ctd, OSCAR)
    page = at.begin(menu="Civil", category="Motions and Related Filings")
    assert at.heading == "Available Events"
    assert "Order on Motion" not in page.text
    assert "Notice of Appearance" not in page.text
    refused = at.send(events=["motion_stay", "response_motion"])
    assert refused.status == 422
    assert "Only motions can be filed together" in refused.text
    assert at.send(events=None).status == 422
    at.send(events=["motion_stay", "motion_seal"])
    at.send(case_number=ALPHA)
    at.send(filers=[at.choice("Alpha")])
    at.send()
    at.send(sealed="unsealed")
    at.send(main=upload())
    at.send()
    at.send()
    assert at.heading == RECEIPT
    entry = last(ctd, Entry)
    assert entry.text.startswith("MOTION to Stay, MOTION to Seal by Alpha Widgets, Inc.")
    assert (entry.event, entry.short) == ("motion_stay", "Motion to Stay, Motion to Seal")


def test_a_response_is_linked_to_its_motion(ctd: Bench) -> None:
    filer(ctd, OSCAR).file(COMPEL)
    motion = last(ctd, Entry)
    at = filer(ctd, "linked_owner")
    at.file("response_motion", filer="Beta Gadgets", upto="Refer to existing event(s)")
    assert f"{motion.number} 11/15/2021 MOTION to Compel" in at.page.text
    assert "COMPLAINT against" not in at.page.text
    assert "Select the entries" in at.send(refer="y").text
    at.send(list_again="1", shown="all", number_to="1")
    assert "COMPLAINT against" in at.page.text
    assert "MOTION to Compel" not in at.page.text
    assert "of this docket only" in at.send(refers=["99999"]).text
    assert at.send(refers=["2"]).status == 422, "an entry without a number"
    at.send(list_again="1", shown="answered", number_to="")
    at.send(refers=[str(motion.seq)], refer="y")
    at.send(main=upload())
    at.send()
    at.send()
    entry = last(ctd, Entry)
    assert entry.refers == [motion.seq]
    assert f"RESPONSE re {motion.number} Motion to Compel filed by Beta Gadgets LLC." in entry.text


def test_a_paper_that_is_not_linked_is_filed_all_the_same(ctd: Bench) -> None:
    at = filer(ctd, OSCAR)
    at.file("response_motion", filer="Beta Gadgets", upto="Refer to existing event(s)")
    at.send(refer=None)
    assert at.heading == "Select the pdf document"
    at.send(main=upload())
    at.send()
    at.send()
    assert at.heading == RECEIPT
    assert last(ctd, Entry).refers == []


def test_against_and_questions(ctd: Bench) -> None:
    at = filer(ctd, OSCAR)
    at.file("summons_returned_executed", upto="Select the party that this filing is against")
    assert at.send(against=None).status == 422
    at.send(against=[at.choice("Beta")])
    assert at.heading == "About this filing"
    assert "Answer this question" in at.send(ask_served_on="2021-11-01").text
    at.send(ask_served_on="11/01/2021", ask_answer_due="2021-11-22")
    at.send(main=upload())
    at.send()
    at.send()
    text = last(ctd, Entry).text
    assert "Beta Gadgets LLC served on 11/1/2021, answer due 11/22/2021." in text


def test_a_motion_in_a_criminal_case_of_several_defendants(ctd: Bench) -> None:
    at = filer(ctd, "linked_owner")
    at.begin("Motion to Continue", menu="Criminal")
    at.send(case_number="3:19-cr-27-2")
    assert at.heading == "Select the defendants"
    ticked = [b.get("id") for b in at.page.all("//input[@checked]")]
    assert len(ticked) == 1
    assert at.send(defendants=None).status == 422
    at.send(defendants=[at.choice("2 - Selma")])
    at.send(filers=[at.choice("Selma")])
    at.send()
    at.send(sealed="unsealed")
    at.send(ask_what="the jury selection until January")
    at.send(main=upload())
    at.send()
    at.send()
    assert at.heading == RECEIPT
    assert last(ctd, Entry).text.startswith(
        "MOTION to Continue the jury selection until January by Selma Fabrica."
    )


# --------------------------------------------------------------------------- the case


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("nonsense", "nonsense is not a valid case. Please enter a valid value."),
        ("3:19-cv-9999", "Cannot find case 3:19-cv-9999"),
        ("3:19-cr-27", "is not a case of the Civil menu"),
        ("3:20-cv-22", "Case Under Seal"),
        ("3:21-cv-25", "in the process of being opened"),
        ("", "Enter the number of the case."),
    ],
)
def test_a_case_that_cannot_be_chosen(ctd: Bench, typed: str, words: str) -> None:
    at = filer(ctd, "linked_owner")
    at.begin(COMPEL)
    shown = at.send(case_number=typed)
    assert (shown.status, words in shown.text) == (422, True), shown.text
    assert typed in shown.html


def test_several_cases_of_one_number(ctd: Bench) -> None:
    with ctd.database.writing() as session:
        moved = update(Case).where(Case.serial == 23)
        session.execute(moved.values(serial=21, year=2019, office="2"))
    at = filer(ctd, OSCAR)
    at.begin(COMPEL)
    shown = at.send(case_number="19-21")
    assert "Which case do you mean?" in shown.text
    at.send(all_case_ids=at.choice("2:19-cv-00021"))
    assert "2:19-cv-00021-RBX Mockwell v. Commissioner" in at.page.text


def test_the_number_sticks(ctd: Bench) -> None:
    at = filer(ctd, OSCAR)
    at.begin(COMPEL)
    assert at.page.all("//input[@name='case_number']")[0].get("value") == ""
    at.file(COMPEL)
    at.begin("Motion to Stay")
    assert at.page.all("//input[@name='case_number']")[0].get("value") == "3:19-cv-00021"


def test_another_case_forgets_what_was_of_the_first(ctd: Bench) -> None:
    at = filer(ctd, OSCAR)
    at.to_filer(COMPEL, ALPHA, "Alpha Widgets")
    case = at.path.replace("s=counsel", "s=case")
    at.open(case)
    at.send(case_number="3:18-cv-26")
    assert at.heading == "Select the filer"
    assert "Town of Sampleton" in at.page.text
    assert at.page.all("//input[@name='filers' and @checked]") == []


# --------------------------------------------------------------------------- parties and counsel


def test_a_new_party_comes_with_the_filing_only(ctd: Bench) -> None:
    at, before = filer(ctd, OSCAR), count(ctd, Party)
    at.begin(COMPEL)
    at.send(case_number=ALPHA)
    assert at.send(filers=None).status == 422
    at.send(add="1")
    assert at.heading == "Search for a party"
    shown = at.send(last_name="Omega Imports", search="1")
    assert "Nobody of this name was found." in shown.text
    at.send(create="1")
    assert at.heading == "Party Information"
    assert at.send(last_name="Omega Imports Inc.", role="").status == 422
    at.send(last_name="Omega Imports Inc.", role="Movant")
    assert at.heading == "Select the filer"
    assert "Omega Imports Inc. (Movant)" in at.page.text
    at.send()
    at.send(**{box(at, "represents"): "y", box(at, "lead"): "y"})
    at.send(sealed="unsealed")
    at.send(main=upload())
    assert count(ctd, Party) == before, "nothing is on the docket before the commit"
    at.send()
    at.send()
    party, counsel = last(ctd, Party), last(ctd, Counsel)
    assert (party.name, party.role, party.case_id) == ("Omega Imports Inc.", "Movant", 1)
    assert counsel.party_id == party.id
    assert counsel.roles == ["LEAD ATTORNEY", "ATTORNEY TO BE NOTICED"]
    assert "MOTION to Compel by Omega Imports Inc.." in last(ctd, Entry).text


def test_a_name_that_is_known_is_taken_over(ctd: Bench) -> None:
    at = filer(ctd, OSCAR)
    at.begin(COMPEL)
    at.send(case_number=ALPHA)
    at.send(add="1")
    at.send(last_name="Mockwell", search="1")
    (button,) = at.page.all("//button[@name='use']")
    at.send(use=button.get("value"))
    assert at.heading == "Party Information"
    fields = {f.get("name"): f.get("value") for f in at.page.all("//input[@type='text']")}
    assert (fields["first_name"], fields["last_name"]) == ("Hazel", "Mockwell")
    at.begin(COMPEL)
    at.send(case_number=ALPHA)
    at.send(add="1")
    at.send(last_name="Alpha", search="1")
    (button,) = at.page.all("//button[@name='use']")
    at.send(use=button.get("value"))
    assert at.heading == "Select the filer", "a party of the case is ticked, not added again"
    assert len(at.page.all("//input[@name='filers' and @checked]")) == 1


def test_boxes_that_stay_empty_make_nobody_counsel(ctd: Bench) -> None:
    before = count(ctd, Counsel)
    filer(ctd, OSCAR).file(COMPEL)
    assert count(ctd, Counsel) == before


def test_parties_and_entries_of_other_cases_are_refused(ctd: Bench) -> None:
    with ctd.database.reading() as session:
        foreign = session.scalars(select(Party.id).where(Party.case_id == 3)).first()
    at = filer(ctd, OSCAR)
    at.begin(COMPEL)
    at.send(case_number=ALPHA)
    assert at.send(filers=[str(foreign)]).status == 422
    assert at.heading == "Select the filer"


# --------------------------------------------------------------------------- papers, seal, fee


def test_the_papers_stay_on_the_server(ctd: Bench) -> None:
    at = filer(ctd, OSCAR)
    at.file(COMPEL, upto="Select the pdf document")
    screen = at.path
    missing = at.send(file_0=upload("a.pdf"), description_0="A")
    assert (missing.status, "without it you cannot go on" in missing.text) == (422, True)
    assert "a.pdf" in missing.text
    bad = at.send(main=(io.BytesIO(b"no pdf at all"), "m.pdf"))
    assert (bad.status, "m.pdf" in bad.text) == (422, True)
    more = at.send(main=upload("m.pdf", 2), file_0=upload("b.pdf"), add="1")
    assert at.heading == "Select the pdf document"
    assert [name in more.text for name in ("m.pdf", "a.pdf", "b.pdf")] == [True] * 3
    at.send(kept_remove_0="y", kept_category_1="Affidavit")
    assert at.heading == "Docket Text: Modify as Appropriate."
    assert "(Attachments: # 1 Affidavit)" in at.page.text
    back = at.open(screen)
    assert ("m.pdf" in back.text, "b.pdf" in back.text, "a.pdf" in back.text) == (True, True, False)
    at.send()
    at.send()
    at.send()
    assert at.heading == RECEIPT


def test_an_attachment_has_a_category_or_a_description(ctd: Bench) -> None:
    at = filer(ctd, OSCAR)
    at.file(COMPEL, upto="Select the pdf document")
    words = "Attachment 2: choose a category, type a description, or both."
    named = {"file_0": upload("a.pdf"), "description_0": "Letter"}
    refused = at.send(main=upload("m.pdf", 2), **named, file_1=upload("b.pdf"))
    assert (refused.status, words in refused.text, "b.pdf" in refused.text) == (422, True, True)
    again = at.send(kept_description_0="Letter", kept_description_1=" ")
    assert (again.status, words in again.text) == (422, True)
    at.send(kept_description_0="Letter", kept_category_1="Affidavit")
    assert "(Attachments: # 1 Letter, # 2 Affidavit)" in at.page.text


def test_a_sealed_paper(ctd: Bench) -> None:
    at = filer(ctd, OSCAR)
    at.file(COMPEL, sealed={"sealed": "sealed"})
    assert last(ctd, Entry).access == "sealed"
    stranger = ctd.signed_in("researcher")
    assert "MOTION to Compel" not in records.sheet(stranger, 1)


def test_what_is_not_blacked_out_is_shown_before_going_on(ctd: Bench) -> None:
    at = filer(ctd, OSCAR)
    at.file(COMPEL, upto="Select the pdf document")
    shown = at.send(main=upload("m.pdf", words="His social security number is 219-09-9999."))
    assert at.heading == "Select the pdf document"
    assert "Redaction: the court does not look for this" in shown.text
    assert "219-09" not in shown.text
    at.send()
    assert at.heading == "Docket Text: Modify as Appropriate."


def test_a_fee_is_paid_or_stays_due(ctd: Bench) -> None:
    at = filer(ctd, OSCAR)
    at.file(PRO_HAC, upto="Fee", about={"ask_attorney": "Virgil Barrister"})
    assert "$ 200" in at.page.text.replace("$200", "$ 200")
    at.send(pay="later")
    at.send()
    shown = at.send()
    assert "A fee is due" in shown.text
    fee = last(ctd, FilingFee)
    assert (fee.cents, fee.status, fee.event) == (20000, "due", "motion_pro_hac_vice")

    at.file(PRO_HAC, upto="Fee", about={"ask_attorney": "Virgil Barrister"})
    at.send(pay="now", number=CARD, expires="12/30")
    assert at.heading == "Docket Text: Modify as Appropriate.", at.page.text
    at.send()
    shown = at.send()
    assert "A fee is due" not in shown.text
    assert "receipt number" in last(ctd, Entry).text
    assert last(ctd, FilingFee).status == "paid"


# --------------------------------------------------------------------------- Back, tabs, twice


def test_a_second_submit_shows_the_same_receipt(ctd: Bench) -> None:
    at = filer(ctd, OSCAR)
    at.file(COMPEL, upto=FINAL)
    path, before = at.path, count(ctd, Entry)
    first, second = at.post(), at.post()
    assert first.status_code == 303
    assert "Submission already made, please wait" in second.get_data(as_text=True)
    assert count(ctd, Entry) == before + 1
    again = at.open(path.replace("s=final", "s=case"))
    assert at.heading == RECEIPT
    assert "MOTION to Compel by Alpha Widgets" in again.text
    assert count(ctd, Submission) == 1


def test_a_tab_that_was_overtaken_leads_back(ctd: Bench) -> None:
    at = filer(ctd, OSCAR)
    at.file(COMPEL, upto=FINAL)
    other = Clerkless(at.browser)
    other.open(at.path.replace("s=final", "s=case"))
    other.send(case_number="3:18-cv-26")
    assert other.heading == "Select the filer"
    at.send()
    assert at.heading == "Select the filer", "the final text of the first case is no longer due"
    assert count(ctd, Submission) == 0


def test_a_screen_that_is_not_due_leads_to_the_one_that_is(ctd: Bench) -> None:
    at = filer(ctd, OSCAR)
    at.begin(COMPEL)
    at.open(at.path.replace("s=case", "s=final"))
    assert at.heading == "Case Number"
    at.page = ctd_page(at)
    assert at.post().status_code == 303


def ctd_page(at: Clerkless) -> Shown:
    """The case screen, whose form is then sent to the final one."""
    shown = at.page
    at.path = at.path.replace("s=case", "s=final")
    return shown


def test_a_transaction_lives_an_hour_and_outlives_the_session(ctd: Bench) -> None:
    at = filer(ctd, OSCAR)
    at.file(COMPEL, upto=FINAL)
    with ctd.database.writing() as session:
        session.execute(delete(CourtSession))
    assert FINAL not in at.browser.get(at.path).text
    again = filer(ctd, OSCAR)
    again.open(at.path)
    assert again.heading == FINAL
    stranger = filer(ctd, "linked_owner")
    assert "This transaction is over" in stranger.open(at.path).text
    ctd.clock.advance(minutes=61)
    assert "This transaction is over" in filer(ctd, OSCAR).open(at.path).text
    assert count(ctd, Submission) == 0


def test_whoever_loses_the_permission_is_refused_with_the_reason(ctd: Bench) -> None:
    at = filer(ctd, OSCAR)
    at.file(COMPEL, upto=FINAL)
    with ctd.database.writing() as session:
        session.execute(
            update(CourtUser).where(CourtUser.login_key == "ct21907").values(status="disabled")
        )
    refused = Shown(at.post())
    assert "The court has disabled your e-filing account." in refused.text
    assert count(ctd, Submission) == 0


def test_leaving_for_another_menu_keeps_nothing(ctd: Bench) -> None:
    before = count(ctd, Entry)
    at = filer(ctd, OSCAR)
    at.file(COMPEL, upto=FINAL)
    at.browser.get("/cgi-bin/DisplayMenu.pl?Utilities")
    assert (count(ctd, Entry), count(ctd, Submission)) == (before, 0)
    assert count(ctd, Transaction) == 1


# --------------------------------------------------------------------------- what cannot begin


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("event=Nothing", "This court has no event of that name."),
        ("event=order_on_motion", "Only the court enters this event."),
    ],
)
def test_events_that_nobody_files_here(ctd: Bench, query: str, words: str) -> None:
    at = filer(ctd, OSCAR)
    assert words in at.open(f"/cgi-bin/FileEvent.pl?{query}").text
    assert count(ctd, Transaction) == 0


def test_somebody_without_the_right_is_told_why(ctd: Bench) -> None:
    shown = ctd.signed_in("researcher").get("/cgi-bin/FileEvent.pl?event=motion_compel")
    assert "Case Number" not in shown.text
    assert count(ctd, Transaction) == 0


def test_a_party_without_counsel_files_in_her_own_case_only(ctd: Bench) -> None:
    with ctd.database.writing() as session:
        user = ctd.user_row(session, "ct90017")
        user.linked_subject, user.status = subject_of("pro_se"), "active"
        user.linked_at = ctd.clock()
    at = filer(ctd, "pro_se")
    at.begin(COMPEL)
    refused = at.send(case_number=ALPHA)
    assert "files in their own cases only" in refused.text
    refused = at.send(case_number="3:18-cv-26")
    assert "needs an order of this case" in refused.text
    with ctd.database.writing() as session:
        case = session.scalars(select(Case).where(Case.serial == 26)).one()
        order = session.scalars(select(Entry).where(Entry.case_id == case.id)).first()
        assert order is not None
        order.event = "e_filing_order"
    at.file(COMPEL, "3:18-cv-26", "Nora Litigant")
    assert at.heading == RECEIPT
    assert last(ctd, Entry).text.startswith("MOTION to Compel by Nora Litigant.(Litigant, Nora)")


# --------------------------------------------------------------------------- dry run and Search


def test_the_dry_run_says_what_would_be_and_files_nothing(ctd: Bench) -> None:
    at, before = filer(ctd, OSCAR), count(ctd, Entry)
    words = "ALPHA WIDGETS v. BETA GADGETS\nNo. 3:20-cv-00023\nMOTION TO COMPEL"
    at.file(COMPEL, words=words, upto=FINAL)
    shown = at.open(at.page.links()["Dry run"])
    assert at.heading == "Dry run"
    for said in (
        "Document Number4",
        "MOTION to Compel by Alpha Widgets, Inc..",
        "John Attorney",
        "Ada Pleader",
        "You are neither counsel nor party in this case",
        "The first pages name another case: 3:20-cv-00023.",
        "there is no “s/ Name” on it",
    ):
        assert said in shown.text
    assert count(ctd, Entry) == before
    at.open(shown.links()["Back to the last screen"])
    assert at.heading == FINAL
    at.send()
    assert at.heading == RECEIPT, "Submit is never stopped by a mistake"


def test_faithful_mode_has_no_dry_run(tmp_path: Path) -> None:
    court = bench.build(tmp_path, "ctd", "2021-11", environ={"MOOT_MODE": "faithful"})
    at = filer(court, OSCAR)
    at.file(COMPEL, upto=FINAL)
    assert "Dry run" not in at.page.links()
    token = at.path.partition("t=")[2].partition("&")[0]
    assert at.browser.get(f"/cgi-bin/DryRun.pl?t={token}").status == 404


def test_the_dry_run_of_an_unfinished_filing_leads_to_its_screen(ctd: Bench) -> None:
    at = filer(ctd, OSCAR)
    at.begin(COMPEL)
    token = at.path.partition("t=")[2].partition("&")[0]
    at.open(f"/cgi-bin/DryRun.pl?t={token}")
    assert at.heading == "Case Number"


def test_search_finds_events_by_one_word(ctd: Bench) -> None:
    at = filer(ctd, OSCAR)
    links = at.open("/cgi-bin/Search.pl?term=compel").links()
    assert links["Civil > Motions and Related Filings > Motion to Compel"].endswith(
        "event=motion_compel"
    )
    assert "0 events found" in at.open("/cgi-bin/Search.pl?term=motion+compel").text
    assert "0 events found" in at.open("/cgi-bin/Search.pl?term=Widgets").text
    reader = ctd.signed_in("researcher").get("/cgi-bin/Search.pl?term=compel")
    assert "Civil > Motions and Related Filings > Motion to Compel" in reader.text
    assert not [a for a in reader.links() if "Compel" in a]
