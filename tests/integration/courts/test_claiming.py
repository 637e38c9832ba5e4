"""Claims from the wizard to the register: proof, amendment, transfer, withdrawal, ePOC."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from juriscraper.pacer import ClaimsRegister
from sqlalchemy import func, select, update

from courts.accounts.models import CourtUser
from courts.cases.models import Case
from courts.claiming.protocol import DueTransfers
from courts.claims.models import Claim, Creditor
from courts.docket.models import Document, Entry
from courts.epoc import protocol as epoc
from courts.epoc import views
from courts.filing import service
from courts.filing.models import Submission, Transaction
from courts.kinds import doc_ids
from courts.notices.models import Notice
from courts.payments.models import FilingFee
from courts.rehearsing import protocol as rehearsing
from shared.db import every_world
from shared.ids import subject_of
from shared.wire import MailDelivery
from tests import noticing
from tests.integration.courts import bench, records
from tests.integration.courts.bench import Bench, Browser, Shown

START = "/cgi-bin/FileEvent.pl?flow="
EPOC = "/cgi-bin/autoFilingClaims.pl"
CASE = 30101
NUMBER = "21-30101"


def pdf(words: str = "claim") -> io.BytesIO:
    """A paper as somebody brings it."""
    made = pikepdf.new()
    made.add_blank_page(page_size=(612, 792))
    made.docinfo["/Title"] = words
    out = io.BytesIO()
    made.save(out)
    out.seek(0)
    return out


@dataclass
class Desk:
    """A bankruptcy court with a creditor whose account is linked."""

    bench: Bench
    creditor: Browser

    @property
    def case_id(self) -> int:
        """The case of chapter 7."""
        return records.case_id(self.bench, CASE)

    def walk(self, browser: Browser, flow: str, *screens: dict[str, Any]) -> Shown:
        """Answer the screens of a wizard one after the other and return what is shown last."""
        page = browser.get(START + flow)
        for answers in screens:
            assert page.status == 303, page.text
            page = browser.get(page.location)
            action = page.all("//form[@method='post']/@action")[0]
            browser.last = page
            page = browser.post(action, **answers)
        return browser.get(page.location) if page.status == 303 else page

    def file(
        self,
        browser: Browser | None = None,
        amount: str = "1,250.00",
        amends: str = "",
        until: str = "",
        **more: str,
    ) -> Shown:
        """File a proof of claim of the Omega bank.

        :param until: `final` stops at the last screen.
        """
        browser = browser or self.creditor
        creditor = str(
            self.row(
                select(Creditor.id).where(
                    Creditor.name == "Omega Savings Bank", Creditor.case_id == self.case_id
                )
            )
        )
        return self.walk(
            browser,
            "claim",
            {"case_number": NUMBER, "creditor": "omega"},
            {"creditor": creditor},
            {
                "amount": amount,
                "unsecured": "250",
                "secured": "1000",
                "amends": amends,
                "remarks": "ends 0042",
                **more,
            },
            {"document": (pdf(), "claim.pdf")},
            *(() if until else ({},)),
        )

    def mails(self) -> list[str]:
        """The mails that were promised."""
        return self.bench.promised("mail.delivery")

    def row(self, statement: Any) -> Any:
        """The one value of a query."""
        with self.bench.database.reading() as session:
            return session.scalars(every_world(statement)).one()

    def count(self, what: type[Any]) -> int:
        """How many rows of the case there are."""
        return int(
            self.row(select(func.count()).select_from(what).where(what.case_id == self.case_id))
        )

    def sweep(self) -> None:
        """Let the days of objection end that are over."""
        due = DueTransfers()
        due.install(self.bench.app)
        with self.bench.database.writing() as session:
            due.due(session, self.bench.clock())

    def register(self) -> dict[str, Any]:
        """The register as a client program reads it."""
        browser = self.bench.signed_in("researcher")
        page = records.send(
            browser,
            "/cgi-bin/SearchClaims.pl?1-L_1_0-1",
            all_case_ids=str(self.case_id),
            EntFil="Fil",
            case_num="",
            f_fromdt="1/1/1960",
        )
        report = ClaimsRegister("ctb")
        report._parse_text(page.html)
        found: dict[str, Any] = report.data
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A court of one's own: these tests write."""
    built = bench.build(tmp_path, "ctb", "2021-11-15", world="none")
    with built.database.writing(world=0) as session:
        session.execute(
            update(CourtUser)
            .where(CourtUser.login_key == "samplebank")
            .values(linked_subject=subject_of("creditor"))
        )
    yield Desk(built, built.signed_in("creditor"))
    built.database.dispose()


def test_a_limited_user_files_a_claim_and_the_register_shows_it(desk: Desk) -> None:
    assert desk.creditor.get("/cgi-bin/menu.pl?id=-1").menu()[0] == "Bankruptcy"
    link = desk.creditor.get("/cgi-bin/DisplayMenu.pl?Bankruptcy").links()["Proof of Claim"]
    assert desk.creditor.get(link).location.endswith("flow=claim")
    done = desk.file()
    assert "Notice of Electronic Claims Filing" in done.text
    assert "2-1" in done.text
    claim = desk.register()["claims"][-1]
    assert claim["claim_number"] == 2
    assert claim["creditor_details"].startswith("Omega Savings Bank")
    assert claim["filed_by"] == "CR"
    assert claim["entered_by"] == "Quinn Creditor"
    assert claim["amount_claimed"] == "$1250.00"
    assert claim["secured_claimed"] == "$1000.00"
    assert claim["unsecured_claimed"] == "$250.00"
    assert claim["remarks"] == "(2-1) ends 0042"
    assert "Claim #2 filed by Omega Savings Bank, Amount claimed: $1250.00" in str(claim["history"])
    # It is logged for the filer and the clerk, and is no entry of the docket sheet.
    logged = desk.row(select(Submission))
    assert (logged.kind, logged.title, logged.filer) == (
        "claim",
        "Proof of Claim 2-1",
        "Quinn Creditor",
    )
    assert desk.count(Entry) == 2
    # The case's counsel is told; the creditor, who subscribed to nothing, is not.
    mails = desk.bench.promised("mail.delivery")
    assert any("Notice of Electronic Claims Filing" in each for each in mails)
    assert not any('"recipient": "quinn.creditor@samplebank.test"' in each for each in mails)
    # Papers of claims are handed out like others.
    paper = desk.row(
        select(Document).where(Document.case_id == desk.case_id, Document.label == "2-1")
    )
    assert (paper.filename, paper.pages) == ("claim.pdf", 1)


def test_the_dry_runs_of_claims_tell_what_would_come_and_keep_nothing(desk: Desk) -> None:
    claims, entries, mails = desk.count(Claim), desk.count(Entry), len(desk.mails())
    page = desk.file(until="final")
    told = desk.creditor.get(page.links()["Dry run"])
    assert "Proof of Claim 2-1" in told.text
    assert "Next makes no entry on a docket." in told.text
    assert "By electronic notice:" in told.text
    assert (desk.count(Claim), desk.count(Entry), len(desk.mails())) == (claims, entries, mails)
    back = desk.creditor.get(told.links()["Back to the last screen"])
    action = back.all("//form[@method='post']/@action")[0]
    done = desk.creditor.post(action)
    assert "2-1" in desk.creditor.get(done.location).text
    page = transfer(desk, claim="2", until="final")
    filer = desk.bench.signed_in("attorney_everywhere")
    told = filer.get(page.links()["Dry run"])
    assert "To Kappa Recovery LLC" in told.text
    assert "$26.00, of which $26.00 would stay due" in told.text
    assert "Omega Savings Bank" in [each.text_content() for each in told.all("//li")]
    assert desk.count(Entry) == entries


def test_a_claim_filed_twice_is_named_by_dry_run_trail_and_clerk(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsing, "looks", lambda: True)
    desk.file()
    clerk = desk.bench.signed_in("clerk_ctb")
    assert "Signature." not in clerk.get("/clerk/filings").text, "no text, no signature to miss"
    page = desk.file(until="final")
    told = desk.creditor.get(page.links()["Dry run"]).text
    assert "The register has claim 2 of Omega Savings Bank of the same amount." in told
    desk.file()
    details = [json.loads(each) for each in desk.bench.audited("claim:filed")]
    assert [each["mistakes"] for each in details] == [[], ["claim_again"]]
    assert (details[1]["case"], details[1]["events"]) == (NUMBER, ["proof_of_claim"])
    shown = clerk.get("/clerk/filings").all("//tr[contains(., 'Proof of Claim 3-1')]")
    assert "Perhaps: A claim twice." in shown[0].text_content()
    amended = desk.file(amends="2", until="final")
    assert "of the same amount" not in desk.creditor.get(amended.links()["Dry run"]).text


def test_what_is_filed_about_a_claim_twice_is_named(desk: Desk) -> None:
    transfer(desk)
    page = transfer(desk, until="final")
    filer = desk.bench.signed_in("attorney_everywhere")
    told = filer.get(page.links()["Dry run"]).text
    assert "A transfer of claim 1 was filed already, and waits for objections." in told


def test_an_amendment_keeps_the_number(desk: Desk) -> None:
    desk.file()
    done = desk.file(amount="900", amends="2")
    assert "2-2" in done.text
    claims = desk.register()["claims"]
    assert [each["claim_number"] for each in claims] == [1, 2]
    assert claims[-1]["amount_claimed"] == "$900.00"
    assert claims[-1]["remarks"] == "(2-1) ends 0042 (2-2) ends 0042"
    assert "Amended Claim #2 filed by" in str(claims[-1]["history"])


def test_a_new_creditor_comes_to_the_matrix_and_bad_sums_are_refused_at_their_field(
    desk: Desk,
) -> None:
    who = {
        "creditor": "new",
        "name": "Theta Credit Union",
        "address": "1 Example Street\nTestham, CT 00000",
    }
    case = {"case_number": NUMBER, "creditor": "theta"}
    bad = desk.walk(desk.creditor, "claim", case, who, {"amount": "many"})
    assert bad.status == 422
    assert bad.all("//input[@name='amount']/@value") == ["many"]
    assert bad.all("//p[@id='amount-error']")
    nobody = desk.walk(desk.creditor, "claim", case, {"creditor": "new", "name": ""})
    assert "Enter the name of the creditor." in nobody.text
    paper = {"document": (pdf(), "claim.pdf")}
    done = desk.walk(desk.creditor, "claim", case, who, {"amount": "12"}, paper, {})
    assert "Theta Credit Union" in done.text
    assert desk.row(select(Creditor.lines).where(Creditor.name == "Theta Credit Union")) == [
        "1 Example Street",
        "Testham, CT 00000",
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("21-99999", "Case not found."),
        ("20-03001", "You entered a non-bankruptcy type case"),
        ("", "Enter a case number."),
    ],
)
def test_cases_without_a_register(desk: Desk, typed: str, said: str) -> None:
    page = desk.walk(desk.creditor, "claim", {"case_number": typed})
    assert page.status == 422
    assert said in page.text


def test_who_may_not_file_is_told_why(desk: Desk) -> None:
    page = desk.bench.signed_in("researcher").get(START + "claim")
    assert "link" in page.text.lower()
    assert desk.count(Claim) == 1


def transfer(desk: Desk, how: str = "2", claim: str = "1", until: str = "") -> Shown:
    """Transfer a claim by one of the parts of Rule 3001(e)."""
    return desk.walk(
        desk.bench.signed_in("attorney_everywhere"),
        "claim_transfer",
        {"case_number": NUMBER},
        {
            "claim": claim,
            "how": how,
            "transferee": "Kappa Recovery LLC",
            "address": "2 Fiction Lane",
        },
        {"document": (pdf(), "transfer.pdf")},
        *(() if until else ({},)),
    )


def holder(desk: Desk) -> str:
    """Who holds claim 1."""
    return str(desk.register()["claims"][0]["creditor_details"])


def test_a_transfer_is_docketed_costs_and_moves_the_claim_after_twenty_one_days(
    desk: Desk,
) -> None:
    done = transfer(desk)
    assert "Notice of Electronic Filing" in done.text
    assert (
        "Transfer Agreement 3001 (e) 2 Transferor: First Delta Bank (Claim No. 1) To Kappa "
        "Recovery LLC" in done.text
    )
    fee = desk.row(select(FilingFee))
    assert (fee.cents, fee.status) == (2600, "due")
    assert "Transfer of Claim." in str(desk.register()["claims"][0]["history"])
    clerk = desk.bench.signed_in("clerk_ctb")
    assert "12/06/2021" in clerk.get("/clerk/transfers").text
    # The notice lists the old holder among those who are told by post.
    claim = desk.row(select(Claim).where(Claim.case_id == desk.case_id))
    told = desk.row(select(Notice.facts).where(Notice.case_id == desk.case_id))["dockets"][0]
    by_post = {each["name"]: tuple(each["lines"]) for each in told["other"]}
    assert by_post[claim.creditor] == tuple(claim.address)
    for day, whose in (("2021-12-06T23:00", "First Delta Bank"), ("2021-12-07T08:00", "Kappa")):
        desk.bench.at(day)
        desk.sweep()
        assert holder(desk).startswith(whose)
    assert "takes effect [Doc. 3]" in str(desk.register()["claims"][0]["history"])
    assert "No transfer of a claim waits." in clerk.get("/clerk/transfers").text


def test_an_old_holder_with_an_account_is_written_to_and_may_object(desk: Desk) -> None:
    desk.file()
    transfer(desk, claim="2")
    letters = [
        each
        for each in desk.bench.promised("mail.delivery")
        if '"recipient": "quinn.creditor@samplebank.test"' in each
    ]
    assert len(letters) == 1
    assert "Notice of Transfer of Claim 2" in letters[0]
    assert "may object until 12/06/2021" in " ".join(letters[0].replace("\\n", " ").split())
    transfer(desk, claim="2", how="1")
    assert len(desk.bench.promised("mail.delivery")) > len(letters)
    assert (
        sum("quinn.creditor@samplebank.test" in m for m in desk.bench.promised("mail.delivery"))
        == 1
    ), "nobody is asked where no proof was filed"


def test_an_objection_keeps_a_claim_with_its_holder_until_the_court_decides(desk: Desk) -> None:
    transfer(desk, how="4")
    with desk.bench.database.writing(world=0) as session:
        entry = session.scalars(
            select(Entry).where(Entry.case_id == desk.case_id, Entry.event == "transfer_of_claim")
        ).one()
        case = session.get_one(Case, desk.case_id)
        service.follow(session, case, entry, (), (entry.seq,), today=date(2021, 11, 20))
    desk.bench.at("2021-12-07T08:00")
    desk.sweep()
    assert holder(desk).startswith("First Delta Bank")
    clerk = desk.bench.signed_in("clerk_ctb")
    page = clerk.get("/clerk/transfers")
    assert "objected to" in page.text
    action = page.all("//form[@method='post']/@action")[0]
    done = clerk.post(action, deed="refuse")
    assert "The old holder keeps it." in clerk.get(done.location).text
    clerk.last = page
    assert "decided already" in clerk.post(action, deed="allow").text
    assert holder(desk).startswith("First Delta Bank")
    assert "is not effective" in str(desk.register()["claims"][0]["history"])


def test_a_transfer_before_any_proof_has_nobody_to_object(desk: Desk) -> None:
    transfer(desk, how="1")
    assert holder(desk).startswith("Kappa Recovery LLC")


@pytest.mark.parametrize(
    ("what", "asked", "says"),
    [
        (
            "payment_change",
            {"begins": "01/01/2022", "payment": "1,512.40"},
            "Notice of Mortgage Payment Change (Claim #1) filed by First Delta Bank, new total "
            "payment $1,512.40, from 01/01/2022",
        ),
        (
            "fees",
            {"incurred": "October 2021", "attorney": "250", "total": "250"},
            "Notice of Postpetition Mortgage Fees, Expenses, and Charges (Claim #1) filed by First "
            "Delta Bank, total $250.00, incurred October 2021",
        ),
    ],
)
def test_epoc_supplements_a_claim(desk: Desk, what: str, asked: dict[str, str], says: str) -> None:
    anybody = desk.bench.browser()
    anybody.get(EPOC)
    page = anybody.get(anybody.post(EPOC, case_number=NUMBER, what=what).location)
    action = page.all("//form[@method='post']/@action")[0]
    typed = {f"asked_{name}": value for name, value in asked.items()}
    bad = anybody.post(action, number="1", name="First Delta Bank", signer="U S")
    assert "Answer this question." in bad.text
    wrong = anybody.post(action, **{**typed, next(reversed(typed)): "soon"})
    assert wrong.status == 422
    anybody.last = page
    sent = anybody.post(action, number="1", name="first delta bank", signer="U S", **typed)
    done = anybody.get(sent.location)
    assert says in done.text
    copy = anybody.client.get(
        done.links()["Download a copy (PDF)"], base_url=desk.bench.member.public_url
    )
    assert copy.data[:5] == b"%PDF-"
    assert says in str(desk.register()["claims"][0]["history"])
    mails = [MailDelivery.from_json(each) for each in desk.bench.promised("mail.delivery")]
    told = [each for each in mails if each.template == "claim_notice"]
    assert told
    assert all("1-s1" in (each.html or each.text) for each in told)
    assert all(noticing.read("ctb", each) == {} for each in told)
    paper = desk.row(select(Document.label).where(Document.label.like("1-s%")))
    assert paper == "1-s1"


def test_a_withdrawal_marks_the_claim(desk: Desk) -> None:
    done = desk.walk(
        desk.creditor,
        "claim_withdrawal",
        {"case_number": NUMBER},
        {"claim": "1"},
        {"document": (pdf(), "w.pdf")},
        {},
    )
    assert "Withdrawal of Claim: 1" in done.text
    assert desk.register()["claims"][0]["status"] == "Withdrawn"
    assert desk.count(Entry) == 3


def test_a_second_submit_files_once(desk: Desk) -> None:
    desk.file()
    browser = desk.creditor
    with desk.bench.database.reading() as session:
        token = session.scalars(every_world(select(Transaction.token))).one()
    page = browser.get(f"/cgi-bin/Dispatch.pl?t={token}&s=final")
    assert "2-1" in page.text
    assert desk.count(Claim) == 2


def test_epoc_files_without_a_login_and_gives_the_form_as_pdf(desk: Desk) -> None:
    anybody = desk.bench.browser()
    info = anybody.get("/cgi-bin/CourtInfo.pl")
    page = anybody.get(info.links()["Electronic Proof of Claim"])
    assert "without a login" in page.text
    page = anybody.get(anybody.post(EPOC, case_number=NUMBER, what="claim").location)
    action = page.all("//form[@method='post']/@action")[0]
    typed = {
        "amount": "77.10",
        "name": "Corner Store <of> Testham",
        "address": "5 Sample Avenue",
        "basis": "Goods sold",
        "last4": "12345",
        "signer": "Una Sampleson",
    }
    bad = anybody.post(action, **typed)
    assert bad.status == 422
    sent = anybody.post(action, **{**typed, "last4": "1234"})
    done = anybody.get(sent.location)
    assert "Claim #2 filed by Corner Store <of> Testham, Amount claimed: $77.10" in done.text
    copy = anybody.client.get(
        done.links()["Download a copy (PDF)"], base_url=desk.bench.member.public_url
    )
    with pikepdf.open(io.BytesIO(copy.data)) as found:
        assert len(found.pages) == 1
    claim = desk.register()["claims"][-1]
    assert claim["entered_by"] == epoc.FILER
    # The same form sent again files nothing.
    again = anybody.client.post(
        action, base_url=desk.bench.member.public_url, data={"csrf_token": page.token(), **typed}
    )
    assert "Submission already made" in again.get_data(as_text=True)
    assert desk.count(Claim) == 2
    # It can be withdrawn by its number and the name in the register.
    anybody.get(EPOC)
    page = anybody.get(anybody.post(EPOC, case_number=NUMBER, what="withdrawal").location)
    action = page.all("//form[@method='post']/@action")[0]
    wrong = anybody.post(action, number="1", name="Corner Store <of> Testham", signer="U S")
    assert "The register names another creditor for it." in wrong.text
    anybody.post(action, number="2", name="corner store <of> testham", signer="U S")
    assert desk.register()["claims"][-1]["status"] == "Withdrawn"
    mails = [MailDelivery.from_json(each) for each in desk.bench.promised("mail.delivery")]
    told = {each.subject for each in mails if each.template == "claim_notice"}
    assert any("Withdrawal of Claim 2" in each for each in told)


def test_epoc_lets_a_claim_come_twice_and_the_trail_says_so(desk: Desk) -> None:
    anybody = desk.bench.browser()
    typed = {"amount": "1", "name": "Eta Bakery", "basis": "bread", "signer": "Eve Eta"}
    for amends in ("", "", "2"):
        anybody.get(EPOC)
        page = anybody.get(anybody.post(EPOC, case_number=NUMBER, what="claim").location)
        action = page.all("//form[@method='post']/@action")[0]
        assert anybody.post(action, **typed, amends=amends).status == 303
    found = [json.loads(each)["mistakes"] for each in desk.bench.audited("claim:filed")]
    assert found == [[], ["claim_again"], []]


def test_epoc_leaves_out_cases_with_a_claims_agent_and_whoever_files_too_often(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST", 1)
    anybody = desk.bench.browser()
    typed = {"amount": "1", "name": "A", "basis": "b", "signer": "c"}
    said = []
    for _again in range(2):
        anybody.get(EPOC)
        page = anybody.get(anybody.post(EPOC, case_number=NUMBER, what="claim").location)
        said.append(anybody.post(page.all("//form[@method='post']/@action")[0], **typed))
    assert said[0].status == 303
    assert "Too many claims were filed" in said[1].text
    with desk.bench.database.writing(world=0) as session:
        session.execute(update(Case).where(Case.id == desk.case_id).values(flags=["CLMAGENT"]))
    anybody.get(EPOC)
    assert (
        "A claims agent keeps the claims"
        in anybody.post(EPOC, case_number=NUMBER, what="claim").text
    )


def test_a_motion_to_redact_hides_the_papers_until_the_court_replaces_them(desk: Desk) -> None:
    attorney = desk.bench.signed_in("attorney_everywhere")
    about = {"filed_by": "Carla Debtworth", "entries": "1-1", "claims": "1"}
    wrong = desk.walk(
        attorney, "redaction", {"case_number": NUMBER}, {**about, "entries": "1-1, 99"}
    )
    assert "no document of one of these numbers" in wrong.text
    papers = {"document": (pdf(), "motion.pdf"), "copies": [(pdf("a"), "a.pdf")]}
    few = desk.walk(attorney, "redaction", {"case_number": NUMBER}, about, papers)
    assert "choose as many redacted copies" in few.text
    papers = {
        "document": (pdf(), "motion.pdf"),
        "copies": [(pdf("a"), "a.pdf"), (pdf("b"), "b.pdf")],
    }
    done = desk.walk(attorney, "redaction", {"case_number": NUMBER}, about, papers, {})
    assert "Motion to Redact" in done.text
    assert "Filed by Carla Debtworth" in done.text
    assert desk.row(select(FilingFee.cents)) == 2600

    def levels() -> list[str]:
        statement = select(Document).where(Document.case_id == desk.case_id)
        with desk.bench.database.reading() as session:
            found = session.scalars(statement.order_by(Document.id)).all()
            return [each.access for each in found]

    # Schedules and claim are hidden from everybody, motion and copies from all but their filer.
    assert levels().count("court_only") == 2
    assert levels().count("applicable_party") == 3
    with desk.bench.database.reading() as session:
        motion = session.scalars(
            select(Document).where(Document.filename == "motion.pdf", Document.place == 0)
        ).one()
    doc = f"/doc1/{doc_ids.written(desk.bench.member.doc_prefix, motion.id, 1)}"
    refused = "do not have permission to view this document"
    assert refused in desk.bench.signed_in("researcher").get(doc).text
    # The filer belongs to nobody in the case, and sees what they filed themselves.
    assert refused not in attorney.get(doc).text
    assert "Pages" in attorney.get(doc).text, "the filer's own view: its receipt"
    reader = desk.bench.signed_in("researcher")
    with desk.bench.database.reading() as session:
        claim = session.scalars(
            select(Claim).where(Claim.case_id == desk.case_id, Claim.number == 1)
        ).one()
    address = f"/cgi-bin/show_doc.pl?caseid={desk.case_id}&claim_id={claim.id}&claim_num=1-1"
    assert "This document is not available" in reader.get(address).text
    clerk = desk.bench.signed_in("clerk_ctb")
    listed = clerk.get("/clerk/redactions")
    action = listed.all("//form[@method='post']/@action")[0]
    clerk.post(action, deed="replace")
    assert levels().count("court_only") == 0
    assert "This document is not available" not in reader.get(address).text
    digests = desk.row(
        select(Document.filename).where(Document.case_id == desk.case_id, Document.label == "1-1")
    )
    assert digests == "b.pdf"
    assert "No motion to redact waits." in clerk.get("/clerk/redactions").text
