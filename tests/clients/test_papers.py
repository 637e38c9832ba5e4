"""Unmodified client programs fetch papers by the real host names (2021-11)."""

from __future__ import annotations

from pathlib import Path

import pytest
from juriscraper.pacer import (
    AttachmentPage,
    DocketReport,
    DownloadConfirmationPage,
    FreeOpinionReport,
)
from juriscraper.pacer.http import PacerSession
from pacer_cli.config import PacerConfig
from pacer_cli.downloader import DocumentDownloader
from pydantic import SecretStr
from sqlalchemy import select

from courts.docket.models import Entry
from courts.docket.service import give_free_look
from shared.clock import wall
from shared.db import Database
from shared.personas import Persona
from shared.timekeeping import read_setting
from tests.serving import Redirector, Running

ERA = "2021-11"
#: Of the reference case of ctd: the complaint with its attachments, and a paper without any.
COMPLAINT, ANSWER = "041030000001", "041030000004"
CASE = "1"


def counted(redirected: Redirector) -> list[str]:
    return [f"{method} {url.partition('?')[0]}" for method, url, _status in redirected.seen]


def test_juriscraper_reads_menu_and_receipt_with_one_request_each(
    session: PacerSession, redirected: Redirector
) -> None:
    menu = AttachmentPage("ctd", session)
    menu.query(COMPLAINT)
    assert [a["attachment_number"] for a in menu.data["attachments"]] == [1, 2]
    receipt = DownloadConfirmationPage("ctd", session)
    receipt.query(COMPLAINT)
    assert receipt.data["cost"] == "1.20"
    assert [line for line in counted(redirected) if "doc1" in line] == [
        f"GET https://ecf.ctd.uscourts.gov/doc1/{COMPLAINT}",
        f"GET https://ecf.ctd.uscourts.gov/doc1/{COMPLAINT[:3]}1{COMPLAINT[4:]}",
    ]


def test_juriscraper_downloads_a_paper(session: PacerSession, redirected: Redirector) -> None:
    answer, message = DocketReport("ctd", session).download_pdf(CASE, COMPLAINT)
    assert message == ""
    assert answer is not None
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content[:5] == b"%PDF-"
    assert counted(redirected)[1:] == [
        f"POST https://ecf.ctd.uscourts.gov/doc1/{COMPLAINT[:3]}1{COMPLAINT[4:]}",
        "GET https://ecf.ctd.uscourts.gov/cgi-bin/show_temp.pl",
    ]
    # A wrong case: it tries once more without, as it does with the real system.
    answer, message = DocketReport("ctd", session).download_pdf("999", COMPLAINT)
    assert answer is not None, message


def test_juriscraper_in_a_bankruptcy_court(session: PacerSession) -> None:
    answer, message = DocketReport("ctb", session).download_pdf(CASE, "040030000001")
    assert answer is not None, message
    assert answer.content[:5] == b"%PDF-"


def test_juriscraper_takes_a_free_look_once(session: PacerSession, federation: Running) -> None:
    if not federation.databases:
        pytest.fail("this test writes a free look into the court's database")
    database = Database(federation.databases["ctd"])
    with database.writing() as writing:
        entry = writing.scalars(select(Entry).where(Entry.seq == 3, Entry.case_id == 1)).one()
        now = read_setting(writing).now(wall())
        magic = give_free_look(writing, entry, "somebody@somewhere.test", now)
    database.dispose()
    report = FreeOpinionReport("ctd", session)
    answer, message = report.download_pdf(CASE, ANSWER, magic)
    assert answer is not None, message
    assert answer.content[:5] == b"%PDF-"
    for spent in (magic, "1"):
        answer, message = report.download_pdf(CASE, ANSWER, spent)
        assert answer is None
        assert "magic link" in message


def test_pacer_cli_downloads_a_paper(
    redirected: Redirector, people: dict[str, Persona], tmp_path: Path
) -> None:
    who = people["client"].pacer
    assert who is not None
    settings = PacerConfig(
        username=who.user_name,
        password=SecretStr(who.password),
        rate_limit=False,
        audit_log=False,
    )
    program = DocumentDownloader(settings)
    found = program.download_document(f"https://ecf.ctd.uscourts.gov/doc1/{ANSWER}", tmp_path)
    assert found.success, found.error
    assert found.filepath is not None
    assert found.filepath.suffix == ".pdf"
    assert found.filepath.read_bytes()[:5] == b"%PDF-"
    program.session.close()
