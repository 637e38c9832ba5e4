"""Each fault of a court, as unmodified client programs meet it (2021-11)."""

from __future__ import annotations

import time
from urllib.error import HTTPError

import pytest
import requests
from juriscraper.lib.exceptions import PacerLoginException
from juriscraper.pacer import AppellateDocketReport, CaseQuery, DocketReport, PossibleCaseNumberApi
from juriscraper.pacer.http import PacerSession
from pacersdk.client import PCLClient
from sqlalchemy import func, select

from courts.access.models import PageCharge
from shared.personas import Persona
from tests.clients.test_locator import moved
from tests.serving import Redirector, Running
from tests.switching import Switchboard, board

__all__ = ["board", "moved"]
ERA = "2021-11"
#: Of the reference case of ctd, a paper without attachments.
CASE, ANSWER = "1", "041030000004"
AUTH = "https://pacer.login.uscourts.gov/services/cso-auth"


@pytest.fixture(scope="module")
def trainer(federation: Running, people: dict[str, Persona]) -> Switchboard:
    """One trainer for all tests."""
    return Switchboard(federation.browser(), people["trainer"], federation)


def docket(session: PacerSession) -> DocketReport:
    report = DocketReport("ctd", session)
    report.query(CASE, show_parties_and_counsel=True)
    return report


def entries(report: DocketReport) -> list[dict[str, object]]:
    """Return what the parser makes of a docket; cut off within a row it gives up."""
    try:
        found: list[dict[str, object]] = report.data["docket_entries"]
    except IndexError:
        return []
    return found


def asked(redirected: Redirector) -> list[str]:
    """Return what the program asked for since the list was emptied, and empty it."""
    found = [f"{m} {u.partition('?')[0].rpartition('/')[2]}" for m, u, _status in redirected.seen]
    redirected.seen.clear()
    return found


def charged(federation: Running) -> int:
    with federation.reading("ctd") as rows:
        return rows.scalar(select(func.count()).select_from(PageCharge)) or 0


def test_expired_nonce(session: PacerSession, board: Switchboard, federation: Running) -> None:
    """An empty result that is no empty docket, and nothing is charged; the next try is right."""
    before = charged(federation)
    board.on("expired-nonce", "person", "pprogram", times=1)
    refused = docket(session)
    assert refused.data == {}
    assert "Incomplete request" in refused.response.text
    assert charged(federation) == before
    assert docket(session).data["docket_entries"]
    assert board.met() == {"Expired nonce": "ctd 1"}


def test_false_login(session: PacerSession, board: Switchboard, redirected: Redirector) -> None:
    """One false page costs a sign-on and a repetition; two leave the sign-on page as the answer."""
    board.on("false-login", "court", "ctd", times=1)
    redirected.seen.clear()
    possible = PossibleCaseNumberApi("ctd", session)
    possible.query("3:19-cv-21")
    assert possible.data()["pacer_case_id"] == CASE
    assert asked(redirected) == [
        "GET possible_case_numbers.pl",
        "POST cso-auth",
        "GET possible_case_numbers.pl",
    ]
    board.clear()
    board.on("false-login", "court", "ctd", times=2)
    refused = docket(session)
    assert refused.data == {}
    assert "csologin/login.jsf" in refused.response.text
    assert asked(redirected) == ["POST DktRpt.pl", "POST cso-auth", "POST DktRpt.pl"]
    # Other courts know nothing of it.
    CaseQuery("ctb", session).query("1")
    assert asked(redirected) == ["POST iquery.pl"]


def test_ok_with_error(session: PacerSession, board: Switchboard, redirected: Redirector) -> None:
    """A GET is repeated by the program itself; a POST is taken for a docket without a case."""
    board.on("ok-with-error", "court", "ctd", times=1)
    redirected.seen.clear()
    possible = PossibleCaseNumberApi("ctd", session)
    possible.query("3:19-cv-21")
    assert possible.data()["pacer_case_id"] == CASE
    assert asked(redirected) == ["GET possible_case_numbers.pl"] * 2
    board.on("ok-with-error", "court", "ctd", times=1)
    refused = docket(session)
    assert refused.response.status_code == 200
    assert "This user has no access privileges defined." in refused.response.text
    assert asked(redirected) == ["POST DktRpt.pl"]


def test_receipt_loop(session: PacerSession, board: Switchboard, federation: Running) -> None:
    """The receipt comes instead of the paper, nothing is charged, and then the paper comes."""
    before = charged(federation)
    board.on("receipt-loop", "person", "pprogram", times=2)
    for _again in range(2):
        answer, message = DocketReport("ctd", session).download_pdf(CASE, ANSWER)
        assert answer is None
        assert "unable to find iframe src" in message
    assert charged(federation) == before
    answer, message = DocketReport("ctd", session).download_pdf(CASE, ANSWER)
    assert answer is not None, message
    assert answer.content[:5] == b"%PDF-"
    assert charged(federation) == before + 1


def test_slow_docket(session: PacerSession, board: Switchboard) -> None:
    """The head comes at once, the entries later: a short time-out ends in an exception."""
    board.on("slow-docket", "court", "ctd", times=2, amount=1)
    begun = time.monotonic()
    assert docket(session).data["docket_entries"]
    assert time.monotonic() - begun >= 1
    with pytest.raises(requests.exceptions.RequestException):
        session.post(
            "https://ecf.ctd.uscourts.gov/cgi-bin/DktRpt.pl?1-L_1_0-1",
            data={"all_case_ids": CASE, "case_num": "3:19-cv-21"},
            timeout=(3, 0.4),
        )


def test_slow_docket_of_a_court_of_appeals(session: PacerSession, board: Switchboard) -> None:
    """Courts of appeals have a page of their own for dockets; their receipts loop, too."""
    report = AppellateDocketReport("ca2", session)
    board.on("slow-docket", "court", "ca2", times=1, amount=1)
    begun = time.monotonic()
    report.query("21-1001", show_docket_entries=True)
    assert time.monotonic() - begun >= 1
    paper = next(e["pacer_doc_id"] for e in report.data["docket_entries"] if e["pacer_doc_id"])
    board.on("receipt-loop", "court", "ca2", times=1)
    answer, message = report.download_pdf(pacer_doc_id=paper)
    assert answer is None
    assert "Unable to download PDF" in message
    answer, message = report.download_pdf(pacer_doc_id=paper)
    assert answer is not None, message
    assert board.met() == {"Slow docket": "ca2 1", "Receipt loop": "ca2 1"}


def test_truncated_page(session: PacerSession, board: Switchboard, federation: Running) -> None:
    """A part of the docket that looks like a docket: no receipt, no end; it was charged."""
    whole, before = docket(session), charged(federation)
    board.on("truncated-page", "person", "pprogram", times=1, amount=70)
    part = docket(session)
    assert part.response.status_code == 200
    assert len(part.response.content) == len(whole.response.content) * 70 // 100
    for mark in ("</html>", "Transaction Receipt"):
        assert mark in whole.response.text
        assert mark not in part.response.text
    assert len(entries(part)) < len(entries(whole))
    assert charged(federation) == before + 1


def test_court_in_maintenance(
    session: PacerSession, board: Switchboard, redirected: Redirector, federation: Running
) -> None:
    """The filing system is closed for everybody, its web site and the other courts are open."""
    board.on("court-maintenance", "court", "ctd")
    redirected.seen.clear()
    possible = PossibleCaseNumberApi("ctd", session)
    with pytest.raises(requests.exceptions.HTTPError) as closed:
        possible.query("3:19-cv-21")
    assert closed.value.response.status_code == 503
    assert closed.value.response.headers["Retry-After"] == "600"
    # It signs in again, which does not help: twice, as with every page without a mark.
    assert asked(redirected).count("POST cso-auth") == 2
    site = federation.browser().open("ctd", "/", role="www")
    assert site.status == 200
    other = PossibleCaseNumberApi("ctb", session)
    other.query("21-30001")
    assert other.response.status_code == 200
    board.clear()
    possible.query("3:19-cv-21")
    assert possible.data()["pacer_case_id"] == CASE


def test_sign_on_is_down(moved: Redirector, board: Switchboard, people: dict[str, Persona]) -> None:
    """`cso-auth` answers 503 to one person and is there for others; both programs say so."""
    pacer, other = people["client"].pacer, people["researcher"].pacer
    assert pacer is not None
    assert other is not None
    board.on("provider-down", "person", pacer.user_name)
    program = PacerSession(username=pacer.user_name, password=pacer.password)
    with pytest.raises(PacerLoginException, match="503"):
        program.login()
    with pytest.raises(HTTPError, match="503"):
        PCLClient(pacer.user_name, pacer.password).case.search({"caseTitle": "Alpha"})
    PacerSession(username=other.user_name, password=other.password).login()
    board.clear()
    program.login()
    assert program.cookies["NextGenCSO"]
