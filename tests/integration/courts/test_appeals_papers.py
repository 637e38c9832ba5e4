"""Papers of a court of appeals: menu, confirmation, several, free looks (clients.md 5.20)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pikepdf
import pytest
from juriscraper.pacer import AppellateDocketReport, DownloadConfirmationPage
from sqlalchemy import select
from werkzeug.test import TestResponse

from courts.access.models import PageCharge
from courts.accounts.models import CourtUser
from courts.cases.models import Case
from courts.cases.service import Known
from courts.docket.models import Document, Entry, FreeLook
from courts.kinds import doc_ids
from courts.kinds.drafts import CaseDraft, CounselDraft, DocumentDraft, PartyDraft
from courts.kinds.numbers import APPELLATE, CaseNumber
from courts.worlds.service import plant_cases
from tests import appellate_drafts, readback_appellate
from tests.appellate_drafts import entry
from tests.integration.courts import bench
from tests.integration.courts.bench import PEOPLE, Bench, Browser, Shown

ROOM = "/n/beam/servlet/TransportRoom"
COUNSEL = "attorney_everywhere"
STRANGER = "attorney"
FILED = date(2021, 9, 1)
UID = "0123456789abcdef"


def secret() -> CaseDraft:
    """A case with one entry of each level, counsel of record and a filer."""
    levels = ("public", "participants", "applicable_party", "sealed", "court_only")
    return CaseDraft(
        family="appellate",
        number=CaseNumber(2021, 6006),
        caption="Levels v. Levels",
        filed_on=FILED,
        parties=(
            PartyDraft(
                "Appellant",
                "Levels One",
                counsel=(CounselDraft("Oscar Counsel", ("Firm",), persona=COUNSEL),),
            ),
            PartyDraft("Appellee", "Levels Two"),
        ),
        entries=tuple(
            entry(place, FILED, f"PAPER {level}.", DocumentDraft(2), number=place)._replace(
                access=level,
                filers=("Levels One",),
            )
            for place, level in enumerate(levels, start=1)
        ),
    )


def immigration() -> CaseDraft:
    """The petition for review, with counsel who can sign in."""
    draft = appellate_drafts.agency()
    first = replace(
        draft.parties[0],
        address=(),
        counsel=(CounselDraft("Oscar Counsel", ("Firm",), persona=COUNSEL),),
    )
    return replace(draft, parties=(first, *draft.parties[1:]))


@pytest.fixture(scope="module")
def ca2(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        made = bench.build(tmp_path_factory.mktemp("ca2"), "ca2", "2021-11")
        login = PEOPLE[COUNSEL].courts["ca2"]
        with made.database.writing() as session:
            user = session.scalars(
                select(CourtUser).where(CourtUser.primary_email == login.primary_email)
            ).one()
            plant_cases(
                session,
                (appellate_drafts.crowded(), immigration(), secret(), appellate_drafts.sealed()),
                known=Known({COUNSEL: user.id}, {}),
                style=APPELLATE,
                zone=ZoneInfo(made.member.timezone),
            )
        yield made


class Found:
    """A paper by its case, entry and place."""

    def __init__(self, court: Bench, draft: CaseDraft, seq: int, place: int = 0) -> None:
        with court.database.reading() as session:
            row = session.execute(
                select(Document.id, Document.case_id, Document.entry_id)
                .join(Entry, Entry.id == Document.entry_id)
                .join(Case, Case.id == Entry.case_id)
                .where(Case.serial == draft.number.serial, Entry.seq == seq)
                .where(Document.place == place)
            ).one()
        self.id, self.case_id, self.entry_id = row
        self.dlsid = doc_ids.dlsid(self.id)
        self.menu = doc_ids.written("002", self.id, doc_ids.MENU)
        self.paper = doc_ids.written("002", self.id, doc_ids.PAPER)


class Reader:
    """A browser, or a program that says where it comes from."""

    def __init__(self, court: Bench, browser: Browser, referer: str = "https://external") -> None:
        self.court, self.browser = court, browser
        self.headers = {"Referer": referer} if referer else {}

    def get(self, path: str) -> TestResponse:
        return self._whole("GET", path)

    def room(self, **fields: Any) -> TestResponse:
        return self._whole("GET", ROOM, query_string=fields)

    def post(self, **fields: Any) -> TestResponse:
        return self._whole("POST", ROOM, data=fields)

    def _whole(self, method: str, path: str, **more: Any) -> TestResponse:
        base = self.court.member.origins["ecf"]
        client = self.browser.client
        answer = client.open(path, method=method, base_url=base, headers=self.headers, **more)
        answer.get_data()
        answer.close()
        return answer


def program(court: Bench, key: str = COUNSEL) -> Reader:
    return Reader(court, court.signed_in(key))


def shown(answer: TestResponse) -> Shown:
    assert answer.status_code == 200
    return Shown(answer)


def is_pdf(answer: TestResponse) -> bool:
    return answer.headers["Content-Type"] == "application/pdf" and answer.data.startswith(b"%PDF")


def charged(court: Bench) -> list[tuple[str, str, int, int]]:
    with court.database.reading() as session:
        rows = session.scalars(select(PageCharge).order_by(PageCharge.id))
        return [(row.description, row.criteria, row.pages, row.cents) for row in rows]


# --------------------------------------------------------------------------- one paper


def test_the_menu_of_an_entry_is_read_back(ca2: Bench) -> None:
    draft = appellate_drafts.crowded()
    found = [Found(ca2, draft, 1, place) for place in range(3)]
    with ca2.database.reading() as session:
        sizes = [session.get(Document, each.id).size for each in found]  # type: ignore[union-attr]
    page = shown(program(ca2).get(f"/docs1/{found[0].menu}"))
    assert "3 Documents are attached to this filing" in page.text
    told = readback_appellate.menu_differences(
        readback_appellate.menu("ca2", page.html),
        draft.entries[0],
        case_id=found[0].case_id,
        prefix="002",
        papers=[each.id for each in found],
        sizes=sizes,
    )
    assert told == []
    report = AppellateDocketReport("ca2")
    report._parse_text(page.html)
    assert report.data == {}
    assert page.all("//form[@name='dktEntry']")


@pytest.mark.parametrize(("seq", "place", "number"), [(1, 1, "1-2"), (3, 0, None)])
def test_the_confirmation_is_read_back(
    ca2: Bench, seq: int, place: int, number: str | None
) -> None:
    paper = Found(ca2, appellate_drafts.crowded(), seq, place)
    before = len(charged(ca2))
    page = shown(program(ca2).get(f"/docs1/{paper.paper}"))
    report = DownloadConfirmationPage("ca2")
    report._parse_text(page.html)
    data = report.data
    # A paper of an entry without a number is called by its id.
    assert data["document_number"] == (number or paper.menu)
    assert data["docket_number"] == "21-0037"
    assert data["document_description"] == "PDF Document"
    pages = appellate_drafts.crowded().entries[seq - 1].documents[place].pages
    assert (data["billable_pages"], data["cost"]) == (str(pages), f"{pages / 10:.2f}")
    assert data["transaction_date"].date() == date(2021, 11, 15)
    assert "<title>Download Confirmation</title>" in page.html
    assert page.all("//input")[-1].get("value") == "Accept Charges and Retrieve"
    second = page.all("//strong")[1].text_content()
    assert second == f"Document: PDF Document (Case: 21-0037, Document: {number or paper.menu})"
    assert len(charged(ca2)) == before
    assert program(ca2).get(f"/docs1/{paper.menu}").status_code == 200


def test_accepting_the_charge_hands_the_paper_out_and_charges_once(ca2: Bench) -> None:
    paper = Found(ca2, appellate_drafts.crowded(), 1, 2)
    reader, before = program(ca2), len(charged(ca2))
    page = shown(reader.get(f"/docs1/{paper.paper}"))
    fields = dict(page.all("//form[@name='AccCharge']")[0].form_values())
    answer = reader.post(**fields)
    assert is_pdf(answer)
    assert charged(ca2)[before:] == [("PDF Document", "Case: 21-0037, Document: 1-3", 7, 70)]
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert len(pdf.pages) == 7


def test_programs_fetch_a_paper_by_either_id(ca2: Bench) -> None:
    paper = Found(ca2, appellate_drafts.crowded(), 1)
    for dls_id in (paper.menu, paper.paper):
        answer = program(ca2).room(
            servlet="ShowDoc",
            incPdfHeader="Y",
            incPdfHeaderDisp="Y",
            dls_id=dls_id,
            caseId=paper.case_id,
            pacer="t",
        )
        assert is_pdf(answer)


def test_a_link_from_elsewhere_spends_nobody_s_money(ca2: Bench) -> None:
    paper = Found(ca2, appellate_drafts.crowded(), 1)
    before = len(charged(ca2))
    for referer in ("", "https://elsewhere.test/page"):
        reader = Reader(ca2, ca2.signed_in(COUNSEL), referer)
        page = shown(reader.room(servlet="ShowDoc", dls_id=paper.paper, pacer="t"))
        assert "Accept Charges and Retrieve" in page.html
        several = shown(reader.room(servlet="ShowDocMulti", caseId=paper.case_id, d="1", pacer="t"))
        assert "Accept Charges and Retrieve" in several.html
    assert len(charged(ca2)) == before


def test_whoever_left_receipts_out_gets_the_paper_at_once(ca2: Bench) -> None:
    paper = Found(ca2, appellate_drafts.crowded(), 1, 1)
    reader = program(ca2)
    host = ca2.member.origins["ecf"].partition("://")[2].partition(":")[0]
    reader.browser.client.set_cookie("PacerPref", "receipt=N", domain=host)
    assert is_pdf(reader.get(f"/docs1/{paper.paper}"))


def test_the_servlet_may_carry_the_id_behind_its_name(ca2: Bench) -> None:
    paper = Found(ca2, appellate_drafts.crowded(), 1)
    page = shown(program(ca2).room(servlet=f"ShowDoc/{paper.menu}"))
    assert "Documents are attached to this filing" in page.text
    asked = shown(
        program(ca2).post(
            servlet="ShowDoc", dls_id=paper.paper, caseId=paper.case_id, dktType="dktPublic"
        )
    )
    assert "Download Confirmation" in asked.html


def test_an_opinion_is_free(ca2: Bench) -> None:
    paper, before = Found(ca2, appellate_drafts.crowded(), 40, 1), len(charged(ca2))
    assert is_pdf(program(ca2).get(f"/docs1/{paper.paper}"))
    assert len(charged(ca2)) == before


def test_the_case_of_a_paper_must_be_its_own(ca2: Bench) -> None:
    paper, before = Found(ca2, appellate_drafts.crowded(), 1), len(charged(ca2))
    other = Found(ca2, secret(), 1)
    for case_id in (other.case_id, 987654):
        answer = program(ca2).room(servlet="ShowDoc", dls_id=paper.paper, caseId=case_id, pacer="t")
        assert "The document is not available in this case." in shown(answer).text
    assert len(charged(ca2)) == before


# --------------------------------------------------------------------------- who may


@pytest.mark.parametrize(
    ("seq", "counsel", "stranger"),
    [
        (1, "", ""),
        (2, "", "You do not have permission to view this document."),
        (3, "", "You do not have permission to view this document."),
        (4, "This document is SEALED", "This document is SEALED"),
        (5, "This document is not available", "This document is not available"),
    ],
)
def test_levels_hold_for_papers(ca2: Bench, seq: int, counsel: str, stranger: str) -> None:
    paper = Found(ca2, secret(), seq)
    for key, words in ((COUNSEL, counsel), (STRANGER, stranger)):
        before = len(charged(ca2))
        answer = program(ca2, key).room(
            servlet="ShowDoc", dls_id=paper.paper, pacer="t", restricted="ok"
        )
        if words:
            assert words in shown(answer).text
            assert len(charged(ca2)) == before
        else:
            assert is_pdf(answer)


def test_a_restricted_paper_warns_whoever_may_see_it(ca2: Bench) -> None:
    paper, before = Found(ca2, secret(), 2), len(charged(ca2))
    reader = program(ca2)
    page = shown(reader.get(f"/docs1/{paper.paper}"))
    assert "Do not allow it to be seen by unauthorized persons." in page.text
    report = AppellateDocketReport("ca2")
    report._parse_text(page.html)
    assert report.data == {}
    fields = dict(page.all(f"//form[@action='{ROOM}']")[0].form_values())
    onwards = shown(reader.post(**fields))
    assert "Download Confirmation" in onwards.html
    assert len(charged(ca2)) == before
    accepted = dict(onwards.all("//form[@name='AccCharge']")[0].form_values())
    assert is_pdf(reader.post(**accepted))
    assert len(charged(ca2)) == before + 1


def test_papers_of_an_immigration_case_are_for_counsel_of_record(ca2: Bench) -> None:
    petition, order = (Found(ca2, immigration(), seq) for seq in (1, 3))
    stranger = program(ca2, STRANGER)
    refused = shown(stranger.room(servlet="ShowDoc", dls_id=petition.paper, pacer="t"))
    assert "denied based on Nature of Suit" in refused.text
    assert is_pdf(stranger.room(servlet="ShowDoc", dls_id=order.paper, pacer="t"))
    answer = program(ca2).room(servlet="ShowDoc", dls_id=petition.paper, pacer="t", restricted="ok")
    assert is_pdf(answer)


@pytest.mark.parametrize("key", [COUNSEL, STRANGER])
def test_a_sealed_case_hands_nothing_out(ca2: Bench, key: str) -> None:
    paper = Found(ca2, appellate_drafts.sealed(), 1)
    reader, before = program(ca2, key), len(charged(ca2))
    for answer in (
        reader.get(f"/docs1/{paper.menu}"),
        reader.room(servlet="ShowDoc", dls_id=paper.paper, pacer="t", restricted="ok"),
        reader.room(servlet="ShowDocMulti", caseId=paper.case_id, d="1", pacer="t"),
        reader.room(servlet="ShowDocMulti", caseId=1, dls=paper.dlsid, pacer="t"),
    ):
        page = shown(answer)
        assert "SECRET" not in page.html
        assert "Sealed v. Sealed" not in page.html
    assert len(charged(ca2)) == before


def test_papers_of_other_courts_and_nonsense_are_nowhere(ca2: Bench) -> None:
    reader = program(ca2)
    for path in ("/docs1/041030000001", "/docs1/abc", "/docs1/" + "9" * 500, "/docs1/0020"):
        assert reader.get(path).status_code == 404
    # As the real system says it: there is no telling whether such a paper ever was.
    far = doc_ids.written("002", 9_999_999)
    assert "not available in this case" in shown(reader.get(f"/docs1/{far}")).text


# --------------------------------------------------------------------------- several


def test_several_papers_come_as_one_pdf_or_as_an_archive(ca2: Bench) -> None:
    draft = appellate_drafts.crowded()
    main, docket, exhibit = (Found(ca2, draft, 1, place) for place in range(3))
    reader, before = program(ca2), len(charged(ca2))
    chosen = {"servlet": "ShowDocMulti", "caseId": main.case_id}
    page = shown(reader.room(**chosen, dls=f"1 {main.dlsid} 3 100,1 {exhibit.dlsid} 7 1"))
    assert "1.00" in page.text
    assert len(charged(ca2)) == before
    fields = dict(page.all("//form[@name='AccCharge']")[0].form_values())
    joined = reader.post(**fields)
    assert is_pdf(joined)
    with pikepdf.open(io.BytesIO(joined.data)) as pdf:
        assert len(pdf.pages) == 10
    told = [criteria for _, criteria, _, _ in charged(ca2)[before:]]
    assert told == [f"Case: 21-0037, Document: 1-{n}" for n in (1, 3)]
    archive = reader.room(**chosen, dls=[main.dlsid, docket.dlsid], outputForm="Download Selected")
    confirmed = dict(shown(archive).all("//form[@name='AccCharge']")[0].form_values())
    zipped = reader.post(**confirmed)
    with zipfile.ZipFile(io.BytesIO(zipped.data)) as files:
        assert len(files.namelist()) == 2


def test_a_whole_entry_is_chosen_by_its_sequence(ca2: Bench) -> None:
    paper = Found(ca2, appellate_drafts.crowded(), 1)
    page = shown(program(ca2).room(servlet="ShowDocMulti", caseId=paper.case_id, d="1"))
    assert [row.text_content() for row in page.all("//table[@class='table']//td[1]")] == [
        "1-1",
        "1-2",
        "1-3",
    ]


def test_nothing_chosen_and_closed_papers_are_said(ca2: Bench) -> None:
    first, closed = Found(ca2, secret(), 1), Found(ca2, secret(), 4)
    reader = program(ca2, STRANGER)
    none = shown(reader.room(servlet="ShowDocMulti", caseId=first.case_id))
    assert "Go back and tick at least one of them" in none.text
    some = shown(
        reader.room(servlet="ShowDocMulti", caseId=first.case_id, dls=[first.dlsid, closed.dlsid])
    )
    assert "1 of the selected documents cannot be handed out to you in this way" in some.text
    other = Found(ca2, appellate_drafts.crowded(), 1)
    foreign = shown(reader.room(servlet="ShowDocMulti", caseId=first.case_id, dls=other.dlsid))
    assert "Go back and tick at least one of them" in foreign.text


# --------------------------------------------------------------------------- free looks


def look(court: Bench, paper: Found, uid: str, *, days: int = 15) -> None:
    with court.database.writing() as session:
        session.add(
            FreeLook(
                entry_id=paper.entry_id,
                magic=uid,
                recipient="x@example.test",
                expires_at=appellate_drafts.at(date(2021, 11, 15)) + timedelta(days=days),
            )
        )


def test_a_notice_s_link_opens_each_paper_once_without_a_session(ca2: Bench) -> None:
    paper, second = (Found(ca2, appellate_drafts.crowded(), 1, place) for place in range(2))
    look(ca2, paper, UID)
    anybody, before = Reader(ca2, ca2.browser(), ""), len(charged(ca2))
    menu = shown(anybody.get(f"/docs1/{paper.menu}?uid={UID}"))
    assert "3 Documents are attached to this filing" in menu.text
    data = readback_appellate.menu("ca2", menu.html)
    assert [row["page_count"] for row in data["attachments"]] == [3, 20, 7]
    base = ca2.member.origins["ecf"]
    head = anybody.browser.client.head(f"/docs1/{paper.paper}?uid={UID}", base_url=base)
    assert head.status_code == 200
    assert is_pdf(anybody.get(f"/docs1/{paper.paper}?uid={UID}"))
    again = shown(anybody.get(f"/docs1/{paper.paper}?uid={UID}"))
    assert "csologin/login.jsf" in again.html
    assert is_pdf(anybody.get(f"/docs1/{second.paper}?uid={UID}"))
    assert len(charged(ca2)) == before
    # Whoever is signed in pays like anybody the second time.
    page = shown(program(ca2).get(f"/docs1/{paper.paper}?uid={UID}"))
    assert "Download Confirmation" in page.html


@pytest.mark.parametrize(
    ("seq", "uid", "days", "asked"),
    [
        (1, "aaaa000011112222", -1, "aaaa000011112222"),
        (3, "bbbb000011112222", 15, "bbbb000011112222"),
        (1, "cccc000011112222", 15, "cccc000011112223"),
        (1, "dddd000011112222", 15, "' or 1=1"),
        (1, "eeee000011112222", 15, ""),
    ],
    ids=["too late", "another entry", "a guess", "crafted", "none"],
)
def test_a_link_that_opens_nothing_leads_to_sign_on(
    ca2: Bench, seq: int, uid: str, days: int, asked: str
) -> None:
    look(ca2, Found(ca2, appellate_drafts.crowded(), seq), uid, days=days)
    paper = Found(ca2, appellate_drafts.crowded(), 1)
    anybody = Reader(ca2, ca2.browser(), "")
    page = shown(anybody.get(f"/docs1/{paper.paper}?uid={asked}"))
    assert "csologin/login.jsf" in page.html


@pytest.mark.parametrize(
    ("make", "seq"), [(secret, 2), (immigration, 1), (appellate_drafts.sealed, 1)]
)
def test_a_free_look_opens_no_closed_paper(ca2: Bench, make: Any, seq: int) -> None:
    paper = Found(ca2, make(), seq)
    uid = f"{paper.id:016x}"
    look(ca2, paper, uid)
    anybody = Reader(ca2, ca2.browser(), "")
    page = shown(anybody.get(f"/docs1/{paper.paper}?uid={uid}"))
    assert "csologin/login.jsf" in page.html
