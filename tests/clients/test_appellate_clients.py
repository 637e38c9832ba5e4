"""An unmodified juriscraper reads ca2 by the real host names: docket, papers, feed (2021-11)."""

from __future__ import annotations

from datetime import date

from juriscraper.pacer import (
    AppellateAttachmentPage,
    AppellateDocketReport,
    DownloadConfirmationPage,
    PacerRssFeed,
)
from juriscraper.pacer.http import PacerSession

from tests.serving import Redirector

ERA = "2021-11"
HOST = "https://ecf.ca2.uscourts.gov"


def test_docket_menu_confirmation_and_paper(session: PacerSession, redirected: Redirector) -> None:
    before = len(redirected.seen)
    report = AppellateDocketReport("ca2", session)
    report.query(
        "21-1001",
        show_docket_entries=True,
        show_orig_docket=True,
        show_prior_cases=True,
        show_associated_cases=True,
        show_panel_info=True,
        show_party_atty_info=True,
        show_caption=True,
        date_start=date(2021, 1, 1),
        date_end=date(2021, 12, 31),
    )
    data = report.data
    assert data["originating_court_information"]["court_id"] == "ctd"
    first, second = data["docket_entries"][:2]

    menu = AppellateAttachmentPage("ca2", session)
    menu.query(first["pacer_doc_id"])
    assert len(menu.data["attachments"]) == 2

    confirmation = DownloadConfirmationPage("ca2", session)
    confirmation.query(second["pacer_doc_id"])
    assert confirmation.data["docket_number"] == "21-1001"

    answer, error = report.download_pdf(
        second["pacer_doc_id"], pacer_case_id=menu.data["pacer_case_id"]
    )
    assert error == ""
    assert answer is not None
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Type"] == "application/pdf"
    # Every page said at once that its reader was logged in: nothing was asked twice.
    assert len(redirected.seen) == before + 4


def test_xml_of_a_docket_is_taken_for_a_page_of_a_session(
    session: PacerSession, redirected: Redirector
) -> None:
    before = len(redirected.seen)
    AppellateDocketReport("ca2", session).query(
        "21-1001", show_docket_entries=True, output_format="xml"
    )
    assert len(redirected.seen) == before + 1


def test_a_case_that_is_not_there_is_no_docket(
    session: PacerSession, redirected: Redirector
) -> None:
    report = AppellateDocketReport("ca2", session)
    report.query("99-9999")
    assert report.data == {}


def test_the_feed_needs_no_login(redirected: Redirector) -> None:
    feed = PacerRssFeed("ca2")
    feed.query()
    feed.parse()
    assert isinstance(feed.data, list)
    assert feed.feed.feed.description == "Docket entries of type: all"
