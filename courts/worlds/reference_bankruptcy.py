"""Reference cases of the bankruptcy court, by hand: one per page shape (clients.md 5.7, 5.8, 5.17).

Claims are in the register only; a docket shows none of them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

from courts.kinds.drafts import (
    LEAD,
    NOTICED,
    AmountDraft,
    BankruptcyFacts,
    CaseDraft,
    ClaimDraft,
    ClaimEventDraft,
    CreditorDraft,
    DocumentDraft,
    EntryDraft,
    LinkDraft,
    PartyDraft,
    SettingDraft,
)
from courts.kinds.numbers import CaseNumber
from courts.worlds.reference_people import (
    ADA,
    ADA_PLEADER,
    ANNA_ADVOCATE,
    JOHN,
    JOHN_ATTORNEY,
    TRUSTEE,
    US_TRUSTEE,
    begun,
    company,
    counsel,
    day,
    human,
)
from courts.worlds.sheet import Paper, Said, Sheet

EQUITY: Final = "Ann M. Equity"
MERCY: Final = "Petra L. Mercy"
_THOMAS: Final = "Trustee, Thomas"
_PLACE: Final = "Telephonic"
_TODAY: Final = date(2021, 11, 1)


def _at(year: int, month: int, on: int) -> datetime:
    return datetime(year, month, on, 15, tzinfo=UTC)


def _docket(name: str, judge: str = EQUITY, *, case: str = "") -> Sheet:
    return begun(("bankruptcy", "adversary"), f"ctb/{name}", judge, case=case)


def _debtor(who: PartyDraft, four: str, road: str) -> PartyDraft:
    return replace(
        who,
        address=(road, "Testham, CT 00000"),
        county="SAMPLE COUNTY-CT",
        tax=(f"SSN / ITIN: xxx-xx-{four}",),
    )


def _claim(number: int, creditor: str, amount: int, on: str, *, label: str) -> ClaimDraft:
    said = f"Claim #{number} filed by {creditor}, Amount claimed: ${amount / 100:.2f}"
    filed = day(on)
    return ClaimDraft(
        number,
        creditor,
        ("P.O. Box 40", "Sampleton, CT 00000"),
        (AmountDraft("Amount", amount), AmountDraft(label, amount)),
        (ClaimEventDraft(1, filed, filed, said, 4),),
        entered_by="EPOC Filer",
    )


def chapter_7() -> CaseDraft:
    """An individual in chapter 7 with one claim and a mailing matrix."""
    filed = date(2021, 3, 1)
    return CaseDraft(
        family="bankruptcy",
        number=CaseNumber(2021, 30101, "bk", "3", "amx"),
        caption="Carla Debtworth",
        filed_on=filed,
        judge=EQUITY,
        chapter="7",
        flags=("MEANSNO",),
        facts=BankruptcyFacts(
            chapter="7",
            meeting_on=date(2021, 4, 5),
            meeting_time="09:00 AM",
            meeting_place=_PLACE,
            claims_due=date(2021, 6, 14),
            county="Sample County",
        ),
        parties=(
            PartyDraft(
                "Debtor",
                "Carla Debtworth",
                first="Carla",
                last="Debtworth",
                address=("9 Specimen Road", "Testham, CT 00000"),
                county="SAMPLE COUNTY-CT",
                tax=("SSN / ITIN: xxx-xx-1234",),
                aliases=(("aka", "Carla Sample"),),
                counsel=(JOHN_ATTORNEY,),
            ),
            PartyDraft(
                "Trustee",
                "Tess Stonewell",
                first="Tess",
                last="Stonewell",
                address=("Trustee Office", "4 Mock Court", "Mockville, CT 00000"),
            ),
            US_TRUSTEE,
        ),
        entries=(
            EntryDraft(
                1,
                1,
                "voluntary_petition",
                "Voluntary Petition (Chapter 7)",
                "Chapter 7 Voluntary Petition for Individuals. Fee Amount $338. Filed by John "
                "Attorney on behalf of Carla Debtworth, Debtor. (Attachments: # 1 Schedules) "
                "(Attorney, John) (Entered: 03/01/2021)",
                filed,
                _at(2021, 3, 1),
                JOHN,
                ("Carla Debtworth",),
                documents=(DocumentDraft(8), DocumentDraft(30, "", "Schedules")),
            ),
            EntryDraft(
                2,
                2,
                "meeting_notice",
                "Meeting of Creditors",
                "Meeting of Creditors 341(a) meeting to be held on 4/5/2021 at 09:00 AM. "
                "(admin, a) (Entered: 03/02/2021)",
                date(2021, 3, 2),
                _at(2021, 3, 2),
                "admin, a",
                documents=(DocumentDraft(2),),
            ),
        ),
        claims=(
            ClaimDraft(
                1,
                "First Delta Bank",
                ("P.O. Box 12", "Sampleton, CT 00000"),
                (AmountDraft("Amount", 125_034), AmountDraft("Unsecured", 125_034)),
                (
                    ClaimEventDraft(
                        1,
                        date(2021, 4, 20),
                        date(2021, 4, 20),
                        "Claim #1 filed by First Delta Bank, Amount claimed: $1250.34 (Creditor, "
                        "Delta )",
                        3,
                    ),
                ),
                entered_by="Delta Creditor",
                modified_on=date(2021, 4, 20),
                description="(1-1) Credit card",
                remarks="(1-1) Account ending 0042",
            ),
        ),
        creditors=(
            CreditorDraft("First Delta Bank", ("P.O. Box 12", "Sampleton, CT 00000")),
            CreditorDraft("Omega Savings Bank", ("77 Fiction Lane", "Testham, CT 00000")),
        ),
    )


def chapter_13() -> CaseDraft:
    """Two spouses in chapter 13 with a confirmed plan and a claim that was amended."""
    filed = day("2020-02-10")
    both = ("Magnus Mockwell", "Mona Mockwell")
    sheet = _docket("30102")
    sheet.enter(
        "voluntary_petition",
        filed,
        Said(
            filers=both,
            answers={"chapter": "13", "debtor_kind": "Individual", "fee_words": " Fee Amount $310"},
            by=JOHN,
            pages=48,
            papers=(Paper("", "Schedules", 32), Paper("", "Statement of Financial Affairs", 14)),
            short="Voluntary Petition (Chapter 13)",
        ),
    )
    sheet.enter("ssn_statement", filed, Said(filers=both, by=JOHN, pages=1))
    sheet.enter("chapter13_plan", filed, Said(filers=both, by=JOHN, pages=9))
    sheet.enter("credit_counseling", filed, Said(filers=both, by=JOHN, pages=2))
    sheet.enter("judge_assigned_bk", day("2020-02-11"), Said(answers={"trustee": "Thomas Trustee"}))
    sheet.enter(
        "meeting_notice",
        day("2020-02-12"),
        Said(
            answers={
                "held_on": "3/16/2020",
                "place": f"10:30 AM, {_PLACE}",
                "oppose_by": "5/15/2020",
            },
            pages=2,
            served=day("2020-03-16"),
        ),
    )
    sheet.enter(
        "bnc_certificate",
        day("2020-02-14"),
        Said(re=(6,), answers={"how_many": "14", "noticed_on": "02/14/2020"}, pages=3),
    )
    sheet.enter(
        "meeting_held", day("2020-03-16"), Said(by=_THOMAS, answers={"held_on": "03/16/2020"})
    )
    sheet.enter(
        "bk_response", day("2020-04-01"), Said(filers=("First Delta Bank",), re=(3,), by=ADA)
    )
    sheet.enter(
        "chapter13_plan",
        day("2020-04-20"),
        Said(
            filers=both, by=JOHN, answers={"amended": "(First Amended) "}, pages=9, prefix="Amended"
        ),
    )
    confirmed = day("2020-05-21")
    sheet.enter("order_confirming", confirmed, Said(re=(10,), pages=4))
    sheet.hearing("Confirmation Hearing", confirmed, "10:00 AM", "Courtroom 715A", 6)
    amounts = (
        AmountDraft("Amount", 18_240_055, 18_240_055),
        AmountDraft("Secured", 18_000_000, 18_000_000),
        AmountDraft("Unsecured", 240_055, 240_055),
    )
    return CaseDraft(
        family="bankruptcy",
        number=CaseNumber(2020, 30102, "bk", "3", "amx"),
        caption=" and ".join(both),
        filed_on=filed,
        judge=EQUITY,
        chapter="13",
        flags=("DebtEd", *sheet.flags),
        facts=BankruptcyFacts(
            chapter="13",
            joint=True,
            asset=True,
            plan_confirmed_on=confirmed,
            meeting_on=day("2020-03-16"),
            meeting_time="10:30 AM",
            meeting_place=_PLACE,
            claims_due=day("2020-04-20"),
            government_claims_due=day("2020-08-10"),
            county="Sample County",
        ),
        parties=(
            _debtor(human("Debtor", both[0], JOHN_ATTORNEY), "2201", "31 Sample Avenue"),
            _debtor(human("Joint Debtor", both[1], JOHN_ATTORNEY), "2202", "31 Sample Avenue"),
            TRUSTEE,
            US_TRUSTEE,
            company("Creditor", "First Delta Bank", ADA_PLEADER),
        ),
        entries=tuple(sheet.entries),
        settings=sheet.settled(_TODAY),
        claims=(
            ClaimDraft(
                1,
                "First Delta Bank",
                ("P.O. Box 12", "Sampleton, CT 00000"),
                amounts,
                (
                    ClaimEventDraft(
                        1,
                        day("2020-03-02"),
                        day("2020-03-02"),
                        "Claim #1 filed by First Delta Bank, Amount claimed: $181900.12",
                        6,
                    ),
                    ClaimEventDraft(
                        2,
                        day("2020-03-30"),
                        day("2020-03-30"),
                        "Amended Claim #1 filed by First Delta Bank, Amount claimed: $182400.55",
                        7,
                    ),
                ),
                status="Allowed",
                entered_by="Ada Pleader",
                modified_on=day("2020-03-30"),
                description="(1-1) Mortgage (1-2) Mortgage, arrears corrected",
                remarks="(1-2) Account ending 7781",
            ),
            _claim(2, "Sample Savings Bank", 88_190, "2020-03-09", label="Unsecured"),
            _claim(3, "State Department of Revenue", 310_077, "2020-06-01", label="Priority"),
        ),
        creditors=tuple(
            CreditorDraft(name, ("P.O. Box 40", "Sampleton, CT 00000"))
            for name in (
                "First Delta Bank",
                "Sample Savings Bank",
                "State Department of Revenue",
                "Zeta Credit Corp.",
            )
        ),
    )


_LEAD: Final = CaseNumber(2020, 30103, "bk", "3", "plm")
_JOINED: Final = CaseNumber(2020, 30104, "bk", "3", "plm")
_AP: Final = CaseNumber(2020, 3001, "ap", "3", "plm")


def chapter_11() -> CaseDraft:
    """A company in chapter 11, administered together with its sister; it has an adversary."""
    filed = day("2020-06-01")
    who = ("Theta Umbrellas Corp.",)
    sheet = _docket("30103", MERCY)
    sheet.enter(
        "voluntary_petition",
        filed,
        Said(
            filers=who,
            answers={"chapter": "11", "debtor_kind": "Non-Individual"},
            by=JOHN,
            pages=22,
            short="Voluntary Petition (Chapter 11)",
        ),
    )
    sheet.enter("motion_cash_collateral", filed, Said(filers=who, by=JOHN, pages=17))
    sheet.enter(
        "application_employ",
        day("2020-06-03"),
        Said(
            filers=who,
            by=JOHN,
            answers={"professional": "Example Law LLP", "role": "Counsel"},
            papers=(Paper("Affidavit", "of disinterest", 3),),
        ),
    )
    sheet.enter(
        "bk_order", day("2020-06-18"), Said(re=(2,), answers={"disposition": "Granting"}, pages=9)
    )
    sheet.enter(
        "monthly_report",
        day("2020-07-20"),
        Said(filers=who, by=JOHN, answers={"month": "06/30/2020"}, pages=15),
    )
    sheet.enter("chapter11_plan", day("2020-10-01"), Said(filers=who, by=JOHN, pages=41))
    sheet.enter("disclosure_statement", day("2020-10-01"), Said(filers=who, by=JOHN, re=(6,)))
    return CaseDraft(
        family="bankruptcy",
        number=_LEAD,
        caption="Theta Umbrellas Corp.",
        filed_on=filed,
        judge=MERCY,
        chapter="11",
        flags=("LEAD", "JNTADMN"),
        facts=BankruptcyFacts(
            chapter="11",
            asset=True,
            meeting_on=day("2020-07-06"),
            meeting_time="01:00 PM",
            meeting_place=_PLACE,
            claims_due=day("2020-10-05"),
            government_claims_due=day("2020-11-30"),
            county="Sample County",
        ),
        parties=(
            replace(
                company("Debtor In Possession", who[0], JOHN_ATTORNEY, ANNA_ADVOCATE),
                address=("200 Invention Square", "Sampleton, CT 00000"),
                county="SAMPLE COUNTY-CT",
                tax=("Tax ID / EIN: xx-xxx4455",),
                aliases=(("dba", "Umbrellas of Sampleton"),),
            ),
            US_TRUSTEE,
            company("Creditor", "Omega Savings Bank", ADA_PLEADER),
        ),
        entries=tuple(sheet.entries),
        settings=(
            *sheet.settled(_TODAY),
            SettingDraft(
                "hearing", "Hearing on Plan", day("2021-12-14"), "11:00 AM", "Courtroom 715A", 6
            ),
        ),
        links=(
            LinkDraft("member", _JOINED, since=day("2020-06-10")),
            LinkDraft("adversary", _AP, since=day("2020-09-14")),
        ),
        claims=(
            _claim(1, "Omega Savings Bank", 45_000_000, "2020-08-17", label="Secured"),
            _claim(2, "Gamma Hinges Company", 1_204_400, "2020-09-01", label="Unsecured"),
        ),
        creditors=tuple(
            CreditorDraft(name, ("77 Fiction Lane", "Testham, CT 00000"))
            for name in ("Omega Savings Bank", "Gamma Hinges Company")
        ),
    )


def chapter_11_member() -> CaseDraft:
    """The sister company of the lead case."""
    filed = day("2020-06-01")
    who = ("Theta Lanterns Corp.",)
    sheet = _docket("30104", MERCY)
    sheet.enter(
        "voluntary_petition",
        filed,
        Said(
            filers=who,
            answers={"chapter": "11", "debtor_kind": "Non-Individual"},
            by=JOHN,
            pages=18,
            short="Voluntary Petition (Chapter 11)",
        ),
    )
    return CaseDraft(
        family="bankruptcy",
        number=_JOINED,
        caption=who[0],
        filed_on=filed,
        judge=MERCY,
        chapter="11",
        flags=("MEMBER", "JNTADMN"),
        facts=BankruptcyFacts(chapter="11", asset=True, county="Sample County"),
        parties=(
            replace(
                company("Debtor In Possession", who[0], JOHN_ATTORNEY),
                address=("202 Invention Square", "Sampleton, CT 00000"),
                county="SAMPLE COUNTY-CT",
                tax=("Tax ID / EIN: xx-xxx4456",),
            ),
            US_TRUSTEE,
        ),
        entries=tuple(sheet.entries),
        settings=sheet.settled(_TODAY),
        links=(LinkDraft("lead", _LEAD, since=day("2020-06-10")),),
        creditors=(CreditorDraft("Omega Savings Bank", ("77 Fiction Lane", "Testham, CT 00000")),),
    )


def converted() -> CaseDraft:
    """A chapter 13 case that became chapter 7, with a discharge and a final decree."""
    filed = day("2019-01-14")
    who = ("Doyle Garnish",)
    sheet = _docket("30105")
    sheet.enter(
        "voluntary_petition",
        filed,
        Said(
            filers=who,
            answers={"chapter": "13", "debtor_kind": "Individual"},
            by=JOHN,
            pages=44,
            short="Voluntary Petition (Chapter 13)",
        ),
    )
    sheet.enter("chapter13_plan", filed, Said(filers=who, by=JOHN, pages=8))
    sheet.enter(
        "motion_convert",
        day("2019-09-03"),
        Said(filers=who, by=JOHN, answers={"chapter": "7"}, pages=3),
    )
    converted_on = day("2019-09-16")
    sheet.enter("bk_order", converted_on, Said(re=(3,), answers={"disposition": "Granting"}))
    sheet.enter(
        "means_test",
        day("2019-09-30"),
        Said(filers=who, by=JOHN, answers={"presumption": "(No presumption of abuse)"}),
    )
    sheet.unflag("MEANSYES")
    sheet.enter("financial_management", day("2019-10-15"), Said(filers=who, by=JOHN, pages=1))
    sheet.enter("no_distribution", day("2019-11-04"), Said(filers=("Thomas Trustee",), by=_THOMAS))
    discharged = day("2020-01-06")
    sheet.enter("discharge", discharged, Said(pages=2))
    sheet.enter(
        "final_decree", day("2020-01-21"), Said(answers={"trustee": "Thomas Trustee"}, pages=1)
    )
    return CaseDraft(
        family="bankruptcy",
        number=CaseNumber(2019, 30105, "bk", "3", "amx"),
        caption=who[0],
        filed_on=filed,
        judge=EQUITY,
        terminated_on=sheet.closed_on,
        chapter="7",
        flags=("MEANSNO", "CONVERTED", "CLOSED"),
        facts=BankruptcyFacts(
            chapter="7",
            previous_chapter="13",
            converted_on=converted_on,
            meeting_on=day("2019-10-21"),
            meeting_time="09:30 AM",
            meeting_place=_PLACE,
            discharged_on=discharged,
            county="Sample County",
        ),
        parties=(
            _debtor(human("Debtor", who[0], JOHN_ATTORNEY), "5501", "8 Mock Court"),
            replace(
                TRUSTEE,
                name="Tess Stonewell",
                first="Tess",
                last="Stonewell",
                persona="",
                terminated_on=converted_on,
                address=("Trustee Office", "4 Mock Court", "Mockville, CT 00000"),
            ),
            TRUSTEE,
            US_TRUSTEE,
        ),
        entries=tuple(sheet.entries),
        settings=sheet.settled(_TODAY),
        creditors=(CreditorDraft("First Delta Bank", ("P.O. Box 12", "Sampleton, CT 00000")),),
    )


def adversary() -> CaseDraft:
    """An adversary proceeding of three natures, tied to its main case."""
    filed = day("2020-09-14")
    plaintiff, defendant = ("Theta Umbrellas Corp.",), ("Omega Savings Bank",)
    natures = (
        ("21", "Validity, priority or extent of lien or other interest in property"),
        ("72", "Injunctive relief - other"),
        ("91", "Declaratory judgment"),
    )
    words = ", ".join(f"({code} ({text}))" for code, text in natures)
    sheet = _docket("3001", MERCY, case="20-03001")
    sheet.enter(
        "adversary_complaint",
        filed,
        Said(
            filers=plaintiff,
            against=defendant,
            by=JOHN,
            answers={"natures": f"{words}.", "fee_words": " Fee Amount $350."},
            papers=(Paper("Adversary Proceeding Cover Sheet", "", 2), Paper("Exhibit", "A", 7)),
            pages=15,
        ),
    )
    sheet.enter(
        "ap_summons",
        day("2020-09-15"),
        Said(against=defendant, answers={"answer_due": "10/15/2020"}, pages=2),
    )
    sheet.enter("ap_answer", day("2020-10-13"), Said(filers=defendant, re=(1,), by=ADA, pages=9))
    sheet.enter(
        "pretrial_order",
        day("2020-11-17"),
        Said(answers={"discovery_due": "3/15/2021", "trial_on": "12/7/2021"}, pages=4),
    )
    sheet.hearing("Trial", day("2021-12-07"), "10:00 AM", "Courtroom 715A", 4)
    return CaseDraft(
        family="adversary",
        number=_AP,
        caption="Theta Umbrellas Corp. v. Omega Savings Bank",
        filed_on=filed,
        judge=MERCY,
        facts=BankruptcyFacts(
            natures=natures,
            demand="$450,000",
            lead_title="Theta Umbrellas Corp.",
            county="Sample County",
        ),
        parties=(
            company("Plaintiff", plaintiff[0], JOHN_ATTORNEY, since=filed),
            company("Defendant", defendant[0], ADA_PLEADER, since=filed),
        ),
        entries=tuple(sheet.entries),
        settings=sheet.settled(_TODAY),
        links=(LinkDraft("main", _LEAD, since=filed),),
    )


def involuntary() -> CaseDraft:
    """A petition by creditors, and no order for relief yet."""
    filed = day("2021-10-04")
    sheet = _docket("50106")
    sheet.enter(
        "involuntary_petition",
        filed,
        Said(
            filers=("Gamma Hinges Company", "Kappa Buttons LLC"),
            against=("Sigma Kites LLC",),
            answers={"chapter": "7"},
            by=ADA,
            pages=6,
            short="Involuntary Petition (Chapter 7)",
        ),
    )
    return CaseDraft(
        family="bankruptcy",
        number=CaseNumber(2021, 50106, "bk", "5", "amx"),
        caption="Sigma Kites LLC",
        filed_on=filed,
        judge=EQUITY,
        chapter="7",
        facts=BankruptcyFacts(chapter="7", voluntary=False, vol="i", asset=True),
        parties=(
            replace(
                company("Debtor", "Sigma Kites LLC"),
                address=("1 Invention Square", "Exampleford, CT 00000"),
                county="SAMPLE COUNTY-CT",
                tax=("Tax ID / EIN: xx-xxx7012",),
            ),
            company("Petitioning Creditor", "Gamma Hinges Company", ADA_PLEADER),
            company("Petitioning Creditor", "Kappa Buttons LLC", ADA_PLEADER),
            US_TRUSTEE,
        ),
        entries=tuple(sheet.entries),
        settings=sheet.settled(_TODAY),
        creditors=(CreditorDraft("Gamma Hinges Company", ("5 Mock Court", "Sampleton, CT 00000")),),
    )


def no_creditors() -> CaseDraft:
    """A petition on paper by somebody without an attorney: no creditors, papers missing."""
    filed = day("2021-10-25")
    who = ("Ulric Notreal",)
    sheet = _docket("30107")
    sheet.enter(
        "voluntary_petition",
        filed,
        Said(
            filers=who,
            answers={"chapter": "7", "debtor_kind": "Individual"},
            pages=8,
            short="Voluntary Petition (Chapter 7)",
        ),
    )
    sheet.enter("motion_waive_fee", filed, Said(filers=who, pages=3))
    sheet.enter(
        "deficiency_notice",
        day("2021-10-26"),
        Said(answers={"missing": "List of Creditors, Schedules A-J", "due": "11/8/2021"}, pages=1),
    )
    return CaseDraft(
        family="bankruptcy",
        number=CaseNumber(2021, 30107, "bk", "3", "plm"),
        caption=who[0],
        filed_on=filed,
        judge=MERCY,
        chapter="7",
        flags=("DISMISS", "PROSE"),
        facts=BankruptcyFacts(
            chapter="7",
            meeting_on=day("2021-11-29"),
            meeting_time="09:00 AM",
            meeting_place=_PLACE,
            county="Sample County",
        ),
        parties=(
            replace(
                _debtor(human("Debtor", who[0]), "9007", "16 Placeholder Drive"),
                address=("16 Placeholder Drive", "Testham, CT 00000", "PRO SE"),
            ),
            TRUSTEE,
            US_TRUSTEE,
        ),
        entries=tuple(sheet.entries),
        settings=sheet.settled(_TODAY),
    )


def many_claims() -> CaseDraft:
    """A case with assets: claims of every kind, one of them withdrawn, one transferred."""
    filed = day("2020-09-08")
    who = ("Xenia Escrow",)
    sheet = _docket("20108")
    sheet.enter(
        "voluntary_petition",
        filed,
        Said(
            filers=who,
            answers={"chapter": "7", "debtor_kind": "Individual"},
            by=JOHN,
            pages=51,
            short="Voluntary Petition (Chapter 7)",
        ),
    )
    sheet.enter(
        "notice_of_assets", day("2020-11-02"), Said(filers=("Thomas Trustee",), by=_THOMAS, pages=1)
    )
    sheet.enter(
        "transfer_of_claim",
        day("2021-03-01"),
        Said(
            filers=("Zeta Credit Corp.",),
            by=ADA,
            answers={
                "how": "2",
                "transferor": "Kappa Trust Company",
                "transferee": "Zeta Credit Corp.",
            },
            pages=2,
        ),
    )
    sheet.enter(
        "withdrawal_of_claim",
        day("2021-03-08"),
        Said(filers=("Sample Savings Bank",), by="Creditor, Quinn", answers={"claim_number": "3"}),
    )
    claims = (
        _claim(1, "First Delta Bank", 1_210_000, "2020-11-16", label="Secured"),
        _claim(2, "Kappa Trust Company", 402_210, "2020-11-20", label="Unsecured"),
        replace(
            _claim(3, "Sample Savings Bank", 55_000, "2020-12-01", label="Unsecured"),
            status="Withdrawn",
            entered_by="Quinn Creditor",
        ),
        _claim(4, "State Department of Revenue", 120_009, "2020-12-03", label="Priority"),
        _claim(5, "Beta Sprockets, Inc.", 9_900, "2021-01-28", label="Admin"),
        replace(
            _claim(6, "Acme Cogs LP", 0, "2021-01-30", label="Unknown"),
            description="(6-1) Damages, not known yet",
        ),
    )
    return CaseDraft(
        family="bankruptcy",
        number=CaseNumber(2020, 20108, "bk", "2", "plm"),
        caption=who[0],
        filed_on=filed,
        judge=MERCY,
        chapter="7",
        flags=("MEANSNO", "ASSET"),
        facts=BankruptcyFacts(
            chapter="7",
            asset=True,
            meeting_on=day("2020-10-13"),
            meeting_time="11:00 AM",
            meeting_place=_PLACE,
            claims_due=day("2021-01-31"),
            county="Mock County",
        ),
        parties=(
            _debtor(human("Debtor", who[0], JOHN_ATTORNEY), "0108", "70 Fiction Lane"),
            TRUSTEE,
            US_TRUSTEE,
            company(
                "Creditor",
                "Sample Savings Bank",
                counsel(
                    "Quinn Creditor",
                    "Sample Savings Bank",
                    "14 Example Street",
                    "Sampleton, CT 00000",
                    "203-555-0114",
                    "quinn.creditor@samplebank.test",
                    persona="creditor",
                    roles=(LEAD, NOTICED),
                ),
            ),
        ),
        entries=tuple(sheet.entries),
        settings=sheet.settled(_TODAY),
        claims=claims,
        creditors=tuple(CreditorDraft(each.creditor, each.address) for each in claims),
    )
