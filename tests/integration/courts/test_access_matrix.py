"""The printed access matrix against the pages: nine people ask for a paper of every secrecy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from courts.access import matrix
from courts.access.deciding import TEXTS, Channel
from courts.access.models import PageCharge
from courts.accounts.models import CourtUser
from courts.cases.models import Case, Counsel, Party
from courts.docket.models import Document, Entry
from courts.kinds import doc_ids
from courts.signin.models import CourtSession
from shared.ids import subject_of
from shared.timekeeping import read_setting
from tests.integration.courts import bench
from tests.integration.courts.bench import Bench, Browser

LOGINS = {"attorney": "ct12345", "attorney_ctd": "ct20480", "attorney_everywhere": "ct21907"}
#: Who stands for each viewer of the matrix.
PEOPLE = {
    "anonymous": "",
    "PACER only": "researcher",
    "search inactive": "researcher",
    "filer not in the case": "attorney_ctd",
    "counsel of record": "attorney",
    "the same counsel, PACER login only": "attorney",
    "party (pro se)": "pro_se",
    "limited user": "attorney_everywhere",
    "clerk": "clerk_ctd",
}
#: In 2004 the court has another way in: see the last test.
KINDS = [kind for kind in matrix.KINDS if kind != "social security, in 2004"]


@pytest.fixture(scope="module")
def ctd(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    made = bench.build(tmp_path_factory.mktemp("matrix"), "ctd", "2021-11")
    with made.database.writing() as session:
        for key, login in LOGINS.items():
            made.user_row(session, login).linked_subject = subject_of(key)
        limited = made.user_row(session, LOGINS["attorney_everywhere"])
        limited.role = "creditor"
        party = session.scalars(select(Party).where(Party.role == "Defendant")).first()
        assert party is not None
        party.subject = subject_of("pro_se")
        session.add(Counsel(case_id=1, party_id=party.id, seq=9, name="Q", user_id=limited.id))
    return made


@pytest.fixture(scope="module")
def people(ctd: Bench) -> dict[str, Browser]:
    found = {}
    for viewer, key in PEOPLE.items():
        found[viewer] = ctd.signed_in(key) if key else ctd.browser()
        if viewer == "search inactive":
            with ctd.database.writing() as session:
                newest = select(CourtSession.id).order_by(CourtSession.id.desc()).limit(1)
                row = session.get(CourtSession, session.scalar(newest))
                assert row is not None
                row.search_refusal = "inactive"
    return found


def paper_of(court: Bench, seq: int = 1) -> Document:
    with court.database.reading() as session:
        entry = session.scalars(select(Entry).where(Entry.seq == seq, Entry.case_id == 1)).one()
        found = select(Document).where(Document.entry_id == entry.id, Document.place == 0)
        return session.scalars(found).one()


def put(court: Bench, kind: str) -> None:
    """Make the reference case as secret as a row of the matrix says."""
    secrecy = matrix.KINDS[kind]
    paper = paper_of(court)
    with court.database.writing() as session:
        today = read_setting(session).now(court.clock()).date()
        filed = today if secrecy.entry == "transcript" else date(2019, 1, 7)
        session.execute(
            update(Case)
            .where(Case.id == 1)
            .values(
                sealed=secrecy.case.sealed,
                restricted=secrecy.case.restricted,
                opening=secrecy.case.opening,
            )
        )
        session.execute(
            update(Entry)
            .where(Entry.id == paper.entry_id)
            .values(access=secrecy.entry, filed_on=filed)
        )
        session.execute(
            update(Document).where(Document.id == paper.id).values(access=secrecy.paper)
        )


def outcome(browser: Browser, paper: Document) -> str:
    """Say in the matrix's words what became of a look at a paper; empty if it is shown."""
    path = f"/doc1/{doc_ids.written('041', paper.id, 1)}"
    base = browser.bench.member.origins["ecf"]
    heads = {"Referer": "https://external"}
    html = browser.client.get(path, base_url=base, headers=heads, buffered=True).get_data(True)
    if "View Document" in html or "<iframe" in html:
        return ""
    if "csologin/login.jsf" in html:
        return "sign_in"
    assert "COMPLAINT" not in html
    assert "Alpha Widgets" not in html
    words = [why.value for why, text in TEXTS.items() if f"<p>{text}</p>" in html]
    assert len(words) == 1, html[-1500:]
    return words[0]


@pytest.mark.parametrize("kind", KINDS)
def test_the_document_page_says_what_the_matrix_says(
    ctd: Bench, people: dict[str, Browser], kind: str
) -> None:
    put(ctd, kind)
    paper = paper_of(ctd)
    found, expected = {}, {}
    for viewer, browser in people.items():
        with ctd.database.writing() as session:
            linked = None if "PACER login only" in viewer else subject_of("attorney")
            ctd.user_row(session, LOGINS["attorney"]).linked_subject = linked
        found[viewer] = outcome(browser, paper)
        expected[viewer] = matrix.decided(kind, viewer, Channel.DOCUMENT).code
    assert found == expected


@pytest.mark.parametrize("kind", KINDS)
def test_the_menu_links_to_no_paper_that_would_be_refused(
    ctd: Bench, people: dict[str, Browser], kind: str
) -> None:
    put(ctd, kind)
    paper = paper_of(ctd)
    base = ctd.member.origins["ecf"]
    with ctd.database.writing() as session:
        ctd.user_row(session, LOGINS["attorney"]).linked_subject = subject_of("attorney")
    for viewer in ("PACER only", "counsel of record", "clerk"):
        path = f"/doc1/{doc_ids.written('041', paper.id, 0)}"
        html = people[viewer].client.get(path, base_url=base, buffered=True).get_data(True)
        shown = f"{doc_ids.written('041', paper.id, 1)}" in html
        assert shown == matrix.decided(kind, viewer, Channel.DOCUMENT).allowed


def test_refusals_cost_nothing(ctd: Bench, people: dict[str, Browser]) -> None:
    put(ctd, "sealed document")
    paper = paper_of(ctd)
    base, heads = ctd.member.origins["ecf"], {"Referer": "https://external"}
    for path in (
        f"/doc1/{doc_ids.written('041', paper.id, 1)}",
        "/cgi-bin/show_multidocs.pl?caseid=1&arr_de_seq_nums=1&exclude_attachments="
        f"{doc_ids.dlsid(paper.id + 1)},{doc_ids.dlsid(paper.id + 2)}&got_receipt=1&zipit=1",
    ):
        people["PACER only"].client.post(
            path, base_url=base, headers=heads, data={"got_receipt": "1"}, buffered=True
        )
    with ctd.database.reading() as session:
        subject = subject_of("researcher")
        assert not session.scalars(select(PageCharge).where(PageCharge.subject == subject)).all()


def test_in_2004_counsel_of_record_who_is_registered_and_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seed 000: two logins, one to file and one to view; the second alone opens no paper."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    old = bench.build(tmp_path, "ctd", "2004-12")
    with old.database.writing() as session:
        user = session.scalars(select(CourtUser).where(CourtUser.login_key == "ct04321")).one()
        # The case at hand is of 2019: a court knows nothing of what is filed after its day.
        then = date(2004, 6, 1)
        security = {"restricted": "social_security", "filed_on": then}
        session.execute(update(Case).where(Case.id == 1).values(**security))
        session.execute(update(Entry).where(Entry.case_id == 1).values(filed_on=then))
        counsel = session.scalars(select(Counsel).where(Counsel.case_id == 1)).first()
        assert counsel is not None
        counsel.user_id = user.id
        key = next(k for k, p in bench.PEOPLE.items() if "ctd" in p.courts
                   and p.courts["ctd"].login_name == "ct04321")  # fmt: skip
    both = old.signed_in(key, source="court")
    with old.database.writing() as session:
        row = session.scalars(select(CourtSession).order_by(CourtSession.id.desc())).first()
        assert row is not None
        row.subject, row.user_name = subject_of(key), "viewer"
    pacer_only = old.signed_in("researcher", source="pacer")
    paper, order = paper_of(old), paper_of(old, 4)
    assert outcome(both, paper) == ""
    assert outcome(pacer_only, paper) == "nature"
    assert outcome(pacer_only, order) == "nature"
    old.database.dispose()
