"""Notices of what was docketed: who is told, by which mail, and what programs read in it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from courts.accounts.models import CourtUser
from courts.cases.models import Case
from courts.claims.models import Claim
from courts.kinds.filings import Filer
from courts.kinds.profiles import profile
from courts.notices import protocol, service, stamps
from courts.notices.models import NoticeCase
from courts.notices.preferences import Preference
from shared.mail.senders import message_of
from shared.wire import MailDelivery
from tests import noticing
from tests.generating import Trainees
from tests.integration.courts import bench as benches
from tests.integration.courts import records
from tests.integration.courts.bench import Bench

Make = Callable[..., Bench]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Build one court at one moment."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    made: list[Bench] = []

    def one(court: str, when: str = "2021-11") -> Bench:
        made.append(benches.build(tmp_path / court, court, when, world="none"))
        return made[-1]

    yield one
    for each in made:
        each.database.dispose()


def cases_of(court: Bench) -> list[Case]:
    """Return the cases of a court that notices can go out in."""
    with court.database.reading() as session:
        rows = session.scalars(select(Case).order_by(Case.id)).all()
        return [row for row in rows if not row.sealed and not row.opening]


def wants_text(court: Bench) -> None:
    """Have every second account ask for text."""
    with court.database.writing() as session:
        session.execute(update(CourtUser).where(CourtUser.id % 2 == 0).values(notice_format="text"))


@pytest.mark.parametrize("name", ["ctd", "ctb", "ca2", "cod"])
def test_mails_are_read_as_they_were_filed(make: Make, name: str) -> None:
    """Each case of a court gets a motion with two exhibits; every mail is read back whole."""
    court = make(name)
    wants_text(court)
    told = 0
    for case in cases_of(court)[:8]:
        papers = [
            noticing.store_paper(court, "motion.pdf"),
            noticing.store_paper(court, "a.pdf", category="Exhibit", description="A"),
        ]
        new = noticing.new_entry(court, papers=papers, filers=("Sam Pleasant",))
        mailing = noticing.file(court, (case.id, new))
        for mail in mailing.mails:
            assert noticing.differences(court, mailing, mail) == []
            told += 1
    assert told > 4


@pytest.mark.parametrize(("name", "count"), [("ctd", 4), ("ctb", 5), ("ca2", 3)])
def test_generated_filings_are_read_back_field_by_field(make: Make, name: str, count: int) -> None:
    """Odd captions, sealed, without papers, two dockets, each filed by somebody: no difference."""
    tally = Trainees(make(name)).generate(count)
    assert tally.differences == []
    assert tally.filings == count
    assert tally.mails >= count
    assert tally.looks


# --------------------------------------------------------------------------- who is told


def first_case(court: Bench) -> int:
    """Return the first reference case: John Attorney is counsel there."""
    return cases_of(court)[0].id


def motion(court: Bench, **more: Any) -> noticing.Mailing:
    """File a motion with one exhibit in the first case."""
    papers = [
        noticing.store_paper(court, "motion.pdf"),
        noticing.store_paper(court, "a.pdf", category="Exhibit", description="A"),
    ]
    return noticing.file(
        court, (first_case(court), noticing.new_entry(court, papers=papers, **more))
    )


def mail_to(mailing: noticing.Mailing, address: str) -> MailDelivery:
    """Return the one mail that an address got."""
    (found,) = [each for each in mailing.mails if each.recipient == address]
    return found


JOHN = "john.attorney@examplelaw.test"


def test_the_envelope_of_a_notice(make: Make) -> None:
    """Of an NEF the To line says the court's mailbox, of an NDA the recipient."""
    ctd, ca2 = make("ctd"), make("ca2")
    mail = mail_to(motion(ctd), JOHN)
    wire = message_of(mail)
    assert (wire["From"], wire["To"]) == ("cmecf@ctd.moot.test", "cmecf@ctd.moot.test")
    assert re.fullmatch(r"<\d+@ctd\.moot\.test>", wire["Message-ID"])
    assert wire.get_content_type() == "text/html"
    assert not wire.is_multipart()
    nda = motion(ca2).mails[0]
    assert message_of(nda)["To"] == nda.recipient


def test_a_free_look_is_each_addresss_own_and_opens_once(make: Make) -> None:
    ctd = make("ctd")
    mailing = motion(ctd)
    looks = set()
    for mail in mailing.mails:
        entry = noticing.read("ctd", mail)["dockets"][0]["docket_entries"][0]
        looks.add(entry["pacer_magic_num"])
    assert len(looks) == len(mailing.mails) > 1
    (entry,) = noticing.read("ctd", mail_to(mailing, JOHN))["dockets"][0]["docket_entries"]
    path = entry["document_url"].partition(":8080")[2] + "&use_magic=1"
    browser = ctd.browser()
    page = browser.get(path)
    address = re.search(r'<iframe[^>]+src="([^"]+)"', page.html)
    assert address is not None, page.text[:300]
    answer = browser.client.get(
        html.unescape(address[1]), base_url=ctd.member.origins["ecf"], buffered=True
    )
    assert answer.data.startswith(b"%PDF")
    again = browser.get(path)
    assert "<iframe" not in again.html
    assert "login.jsf" in again.html


def test_entries_come_back_on_the_docket_and_in_the_feed(make: Make) -> None:
    ctd = make("ctd")
    motion(ctd, text="MOTION to Compel the Impossible by Sam Pleasant. (Briefly, Paula)")
    browser = ctd.signed_in("attorney_everywhere")
    sheet = records.sheet(browser, first_case(ctd))
    assert "MOTION to Compel the Impossible" in sheet
    feed = ctd.browser().get("/cgi-bin/rss_outside.pl")
    assert "[Motion to Compel]" in feed.html


def test_settings_decide_what_an_address_gets(make: Make) -> None:
    """Secondary addresses, a summary, an address that is off, and one who follows the case."""
    ctd = make("ctd")
    with ctd.database.writing() as session:
        john = session.scalars(select(CourtUser).where(CourtUser.primary_email == JOHN)).one()
        outsider = session.scalars(
            select(CourtUser).where(CourtUser.primary_email != JOHN).order_by(CourtUser.id.desc())
        ).first()
        assert outsider is not None
        service.save(
            session,
            john,
            [
                Preference(0, JOHN),
                Preference(1, "staff@examplelaw.test", format="text"),
                Preference(2, "daily@examplelaw.test", frequency="daily"),
                Preference(3, "off@examplelaw.test", my_cases=False),
            ],
        )
        outsider.primary_email = "follower@elsewhere.test"
        cases = {first_case(ctd): "each"}
        service.save(session, outsider, [Preference(0, my_cases=True, cases=cases)])
    mailing = motion(ctd)
    told = {mail.recipient for mail in mailing.mails}
    assert {JOHN, "staff@examplelaw.test", "follower@elsewhere.test"} <= told
    assert not {"daily@examplelaw.test", "off@examplelaw.test"} & told
    follower = mail_to(mailing, "follower@elsewhere.test")
    assert "magic_num" not in follower.html
    assert "/doc1/" in follower.html
    assert "follower@elsewhere.test" not in follower.html
    listed = next(each for each in mailing.notice.dockets[0].mailed if JOHN in each.addresses)
    assert listed.addresses == (JOHN, "staff@examplelaw.test", "daily@examplelaw.test")
    sealed = motion(ctd, access="sealed")
    assert "follower@elsewhere.test" not in {mail.recipient for mail in sealed.mails}
    assert "SEALED ENTRY" in mail_to(sealed, JOHN).html
    # The day is over: one summary with both entries, then nothing more.
    ctd.clock.advance(days=1)
    for _ in range(2):
        sweep(ctd)
    summaries = [
        MailDelivery.from_json(each)
        for each in ctd.promised("mail.delivery")
        if '"notice_summary"' in each
    ]
    (summary,) = summaries
    assert summary.recipient == "daily@examplelaw.test"
    assert summary.html.count("MOTION to Compel") == 1
    assert "SEALED ENTRY" in summary.html
    assert "magic_num" in summary.html
    assert "2 entries" in summary.html


def test_entries_of_one_side_are_told_to_that_side_only(make: Make) -> None:
    ctd = make("ctd")
    with ctd.database.reading() as session:
        john = session.scalars(select(CourtUser).where(CourtUser.primary_email == JOHN)).one()
    mine = Filer(user_id=john.id, signature="Attorney, John", name="John Attorney")
    case = first_case(ctd)
    new = noticing.new_entry(ctd, access="court_only", papers=[noticing.store_paper(ctd)])
    own = noticing.file(ctd, (case, new), filer=mine)
    assert [mail.recipient for mail in own.mails] == [JOHN]
    assert [each.addresses for each in own.notice.dockets[0].mailed] == [(JOHN,)]
    assert own.notice.dockets[0].other == ()
    assert "MOTION to Compel" in own.mails[0].html
    assert "magic_num" not in own.mails[0].html
    other = noticing.file(ctd, (case, new))
    assert other.mails == ()


def sweep(court: Bench) -> None:
    """Run the summaries as the job of the court does."""
    summaries = protocol.DailySummaries()
    summaries.install(court.app)
    with court.database.writing() as session:
        summaries.due(session, court.clock())


# --------------------------------------------------------------------------- pages


def test_maintain_your_email_in_two_panes(make: Make) -> None:
    ctd = make("ctd")
    browser = ctd.signed_in("attorney_everywhere")
    page = browser.get("/cgi-bin/MaintainEmail.pl")
    assert "Manage My Account" in page.text
    assert page.all("//input[@name='address']") == [], "the primary address is PACER's"
    browser.get("/cgi-bin/MaintainEmail.pl?place=new")
    bad = browser.post(
        "/cgi-bin/MaintainEmail.pl", address="not an address", action="Submit all changes"
    )
    assert bad.status == 422
    assert "is not an e-mail address" in bad.text
    with ctd.database.reading() as session:
        case = session.get(Case, first_case(ctd))
        assert case is not None
        number = profile("district").numbers.full(case.number)
    added = browser.post(
        "/cgi-bin/MaintainEmail.pl",
        address="staff@everywhere.test",
        case_number=number,
        case_list="daily",
        action="Add case(s)",
    )
    (box,) = added.all("//input[@name='daily_case']")
    fields = {"format": "text", "daily_case": box.get("value")}
    saved = browser.post("/cgi-bin/MaintainEmail.pl", action="Submit all changes", **fields)
    assert saved.status == 303
    page = browser.get(saved.location)
    assert "Your changes are saved." in page.text
    assert page.filled()["address"] == "staff@everywhere.test"
    assert page.filled()["format"] == "text"
    assert number in page.text
    foreign = browser.post(
        "/cgi-bin/MaintainEmail.pl", each_case="999999", action="Submit all changes"
    )
    assert foreign.status == 303
    with ctd.database.reading() as session:
        assert session.scalars(select(NoticeCase.case_id)).all() == [first_case(ctd)]
    browser.get(saved.location)
    gone = browser.post("/cgi-bin/MaintainEmail.pl", action="Remove this address")
    assert "staff@everywhere.test" not in browser.get(gone.location).text


def test_email_information_is_saved_by_the_last_submit_only(make: Make) -> None:
    ctb = make("ctb")
    browser = ctb.signed_in("attorney_everywhere")
    browser.get("/cgi-bin/MaintainEmail.pl")
    path = "/cgi-bin/MaintainEmail.pl"
    many = "; ".join(f"a{n}@staff.test" for n in range(6))
    assert browser.post(path, secondary=many).status == 422
    page = browser.post(path, secondary="one@staff.test; two@staff.test", to_secondary="y")
    assert "Nothing is saved yet" in page.text
    assert "one@staff.test" not in browser.get(path).html
    browser.post(
        path, secondary="one@staff.test; two@staff.test", to_secondary="y", frequency="daily"
    )
    browser.post(path)
    done = browser.post(path)
    assert done.status == 303
    page = browser.get(done.location)
    assert page.filled()["secondary"] == "one@staff.test; two@staff.test"
    assert page.filled()["frequency"] == "daily"


def test_notice_preferences_of_a_court_of_appeals(make: Make) -> None:
    ca2 = make("ca2")
    browser = ca2.signed_in("attorney_everywhere")
    path = "/n/beam/servlet/TransportRoom?servlet=NoticePreferences.jsp"
    browser.get(path)
    long = browser.post(path, secondary=", ".join(f"somebody{n}@staff.test" for n in range(20)))
    assert long.status == 422
    assert "255 characters" in long.text
    done = browser.post(path, secondary="one@staff.test, two@staff.test", format="text")
    assert done.status == 303
    assert browser.get(path).filled()["secondary"] == "one@staff.test, two@staff.test"


def test_mailing_info_lists_both(make: Make) -> None:
    ctd = make("ctd")
    browser = ctd.signed_in("attorney_everywhere")
    menu = browser.get("/cgi-bin/DisplayMenu.pl?Mailings")
    page = browser.get(menu.links()["Mailing Info for a Case"])
    with ctd.database.reading() as session:
        case = session.get(Case, first_case(ctd))
        assert case is not None
        number = profile("district").numbers.full(case.number)
    page = browser.get(f"/cgi-bin/MailingInfo.pl?case_number={number}")
    assert JOHN in page.text
    assert "Manual Notice List" in page.text
    assert browser.get("/cgi-bin/MailingInfo.pl?case_number=3:99-cv-99999").status == 422


def test_a_stamp_is_checked(make: Make) -> None:
    """Verify a Document shows both stamps, and says of a pasted one what it is worth."""
    ctd = make("ctd")
    mailing = motion(ctd)
    case, view = mailing.dockets[0]
    number = profile("district").numbers.full(case.number)
    stamp = mailing.notice.dockets[0].papers[1].stamp
    assert stamps.read("\n".join(stamps.lines(stamp))) == stamps.read(stamp)
    browser = ctd.signed_in("attorney_everywhere")
    browser.get("/cgi-bin/DocVerify.pl")
    asked = {"case_number": number, "document": str(view.entry.number)}
    page = browser.post("/cgi-bin/DocVerify.pl", stamp="\n".join(stamps.lines(stamp)), **asked)
    assert "the document is what was filed" in page.text
    assert page.html.count(stamp) == 2, "as sent, and as now"
    forged = stamp.replace("[FileNumber=3", "[FileNumber=4")
    page = browser.post("/cgi-bin/DocVerify.pl", stamp=forged, **asked)
    assert "no stamp of a document" in page.text
    receipt = browser.get(f"/cgi-bin/DisplayReceipt.pl?{case.id},{view.entry.seq}")
    assert "Notice of Electronic Filing" in receipt.text
    assert stamp in receipt.text


def test_corrections_and_claims_are_told_in_mails_of_their_own(make: Make) -> None:
    """Programs pass such mails over: they are known by their words (clients.md 5.23)."""
    ctb = make("ctb")
    mailing = motion(ctb)
    case, view = mailing.dockets[0]
    before = len(ctb.promised("mail.delivery"))
    with noticing.request_to(ctb) as session:
        row = session.merge(case)
        entry = session.merge(view.entry)
        protocol.tell_change(session, row, entry, "text", "What it said before.")
        protocol.tell_change(session, row, entry, "access", "public")
        held = session.scalars(select(Claim.id)).first() or 0
        claim = protocol.ServedClaim(
            row,
            held,
            "1-1",
            "Lender & Co.",
            date(2021, 11, 1),
            "Proof of Claim 1-1",
            (("Amount claimed", "$10.00"),),
        )
        protocol.serve_claim(session, claim, filer=Filer(signature="Claimant, Carla"))
    mails = [MailDelivery.from_json(each) for each in ctb.promised("mail.delivery")[before:]]
    assert {mail.template for mail in mails} == {"notice_change", "claim_notice"}
    for mail in mails:
        assert noticing.read("ctb", mail) == {}
    words = {mail.template: mail.html or mail.text for mail in mails}
    assert "What it said before." in words["notice_change"]
    assert "1-1" in words["claim_notice"]
