"""Bankruptcy cases that are hard to read back, by hand. Everybody in them is invented."""

from __future__ import annotations

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
    CounselDraft,
    CreditorDraft,
    DocumentDraft,
    EntryDraft,
    LinkDraft,
    PartyDraft,
)
from courts.kinds.numbers import CaseNumber

HOMER: Final = CounselDraft(
    "Homer Barrister",
    ("Barrister & Sons <LLP>", "1 Example Street", "Sampleton, CT 00000", "203-555-0177"),
    (LEAD, NOTICED),
)
MOVED: Final = CounselDraft(
    "Homer Barrister", ("Elsewhere P.C.", "2 Fiction Lane", "Testham, CT 00000"), ()
)
SILENT: Final = CounselDraft("Vera Solicitor", (), ())
GONE: Final = CounselDraft(
    "Ivor Proctor",
    ("3 Mock Court", "Mockville, CT 00000", "Email: ivor@proctor.test"),
    (NOTICED,),
    terminated_on=date(2021, 5, 4),
)


def _at(month: int, day: int) -> datetime:
    return datetime(2021, month, day, 15, tzinfo=UTC)


def converted() -> CaseDraft:
    """Two spouses, converted from 13 to 7, discharged and closed; claims of every sort."""
    filed = date(2021, 1, 4)
    return CaseDraft(
        family="bankruptcy",
        number=CaseNumber(2021, 50012, "bk", "5", "jam"),
        caption="José Ñáñez-Tëst and Zoë O'Specimen",
        filed_on=filed,
        terminated_on=date(2021, 10, 29),
        judge="Ann M. Equity",
        chapter="7",
        flags=("JNTADMN", "MEANSNO", "DebtEd"),
        facts=BankruptcyFacts(
            chapter="7",
            previous_chapter="13",
            asset=True,
            joint=True,
            converted_on=date(2021, 3, 3),
            meeting_on=date(2021, 4, 12),
            claims_due=date(2021, 6, 1),
            government_claims_due=date(2021, 9, 1),
            discharged_on=date(2021, 8, 9),
            joint_discharged_on=date(2021, 8, 10),
        ),
        parties=(
            PartyDraft(
                "Debtor",
                "José Ñáñez-Tëst",
                first="José",
                last="Ñáñez-Tëst",
                address=("9 Rue de l'Été", "Apt. <4> & Co.", "Testham, CT 00000"),
                county="SAMPLE COUNTY-CT",
                tax=("SSN / ITIN: xxx-xx-1234", "Tax ID / EIN: 00-0000123"),
                aliases=(("aka", "Joe N. Test"), ("dba", "Ñáñez & Söhne"), ("fka", "José Old")),
                counsel=(HOMER, SILENT, GONE),
            ),
            PartyDraft(
                "Joint Debtor",
                "Zoë O'Specimen",
                first="Zoë",
                last="O'Specimen",
                extra="a/k/a nobody else",
                address=("9 Rue de l'Été", "Testham, CT 00000"),
                tax=("SSN / ITIN: xxx-xx-9876",),
                counsel=(HOMER, MOVED),
            ),
            PartyDraft(
                "Trustee",
                "Rufus Oldstone",
                address=("1 Trustee Way", "Mockville, CT 00000"),
                terminated_on=date(2021, 3, 3),
                counsel=(MOVED,),
            ),
            PartyDraft("Trustee", "Tess Stonewell", address=("4 Mock Court",)),
            PartyDraft("U.S. Trustee", "U. S. Trustee", address=("5 Sample Avenue",)),
            PartyDraft("Creditor", "Bank of <Nowhere> & Sons"),
        ),
        entries=(
            EntryDraft(
                1,
                1,
                "voluntary_petition_13",
                "Voluntary Petition (Chapter 13)",
                "Chapter 13 Voluntary Petition. Filed by Homer Barrister on behalf of José "
                "Ñáñez-Tëst. (Attachments: # 1 Schedule A & B <final>) (Barrister, Homer) "
                "(Entered: 01/04/2021)",
                filed,
                _at(1, 4),
                documents=(DocumentDraft(8), DocumentDraft(30, "Schedule", "A & B <final>")),
            ),
            EntryDraft(
                2,
                None,
                "receipt_of_fee",
                "Receipt",
                "Receipt of Voluntary Petition (Chapter 13). Fee amount 313.00. (U.S. Treasury) "
                "(Entered: 01/05/2021)",
                date(2021, 1, 5),
                _at(1, 5),
            ),
            EntryDraft(
                3,
                2,
                "order",
                "Order",
                "Order Converting Case to Chapter 7. (Clerk, C) (Entered: 03/03/2021)",
                date(2021, 3, 3),
                _at(3, 3),
            ),
        ),
        claims=(
            ClaimDraft(
                2,
                "Ünïon Bank <& Trust>",
                ("P.O. Box 12", "c/o “Quote” Dept.", "Sampleton, CT 00000"),
                (
                    AmountDraft("Amount", 1_234_567_89, 1_000_000_00),
                    AmountDraft("Secured", 1_000_000_00, 1_000_000_00),
                    AmountDraft("Priority", 5),
                    AmountDraft("Unsecured", 234_567_84),
                ),
                (
                    ClaimEventDraft(
                        1,
                        date(2021, 1, 20),
                        date(2021, 1, 21),
                        "Claim #2 filed by Ünïon Bank <& Trust>, Amount claimed: $1.00 (Filer, A )",
                        3,
                    ),
                    ClaimEventDraft(
                        2,
                        date(2021, 2, 20),
                        date(2021, 2, 22),
                        "Amended Claim #2 filed by Ünïon Bank <& Trust> (Filer, A )",
                        5,
                    ),
                    ClaimEventDraft(
                        3,
                        date(2021, 3, 20),
                        date(2021, 3, 20),
                        "Amended Claim #2 filed by Ünïon Bank <& Trust> (Filer, A )",
                        6,
                    ),
                ),
                entered_by="Ada Filer",
                modified_on=date(2021, 3, 22),
                description="(2-1) Mortgage (2-2) Mortgage",
                remarks="(2-1) Account <0042>",
            ),
            ClaimDraft(
                1,
                "Omega Savings Bank",
                (),
                (AmountDraft("Amount", 0), AmountDraft("Admin", 100), AmountDraft("Unknown", 0)),
                (
                    ClaimEventDraft(
                        1, date(2021, 1, 10), date(2021, 1, 10), "Claim #1 filed by Omega", 2
                    ),
                    ClaimEventDraft(
                        0, date(2021, 2, 1), date(2021, 2, 1), "Withdrawal of Claim: 1 (Filer, B)"
                    ),
                ),
                status="Withdraw",
                entered_by="EPOC Filer",
            ),
            ClaimDraft(
                3,
                "Omega Credit Corp.",
                ("77 Fiction Lane",),
                (),
                (ClaimEventDraft(1, date(2021, 5, 30), date(2021, 6, 2), "Claim #3 filed"),),
                filed_by="AT",
            ),
        ),
        creditors=(
            CreditorDraft("Omega Savings Bank", ("77 Fiction Lane", "Testham, CT 00000")),
            CreditorDraft("Ünïon Bank <& Trust>", ("P.O. Box 12", "Sampleton, CT 00000-0012")),
            CreditorDraft("Omega Credit Corp.", ("77 Fiction Lane",)),
        ),
    )


def company() -> CaseDraft:
    """An involuntary chapter 11 without claims, creditors or a judge."""
    return CaseDraft(
        family="bankruptcy",
        number=CaseNumber(2021, 50013, "bk", "5"),
        caption="Alpha & Omega Gizmos LLC",
        filed_on=date(2021, 1, 5),
        chapter="11",
        facts=BankruptcyFacts(chapter="11", voluntary=False, dismissed_on=date(2021, 7, 7)),
        parties=(PartyDraft("Debtor In Possession", "Alpha & Omega Gizmos LLC"),),
    )


def adversary() -> CaseDraft:
    """A proceeding within the converted case, with two natures of suit and several parties."""
    filed = date(2021, 4, 1)
    return CaseDraft(
        family="adversary",
        number=CaseNumber(2021, 5003, "ap", "5", "jam"),
        caption="Stonewell v. Omega Savings Bank et al",
        filed_on=filed,
        terminated_on=date(2021, 9, 30),
        judge="Ann M. Equity",
        facts=BankruptcyFacts(
            natures=(
                ("14", "Recovery of money/property - other"),
                ("02", "Other (e.g. other actions that would have been brought in state court)"),
            ),
            demand="$42000",
            lead_title="José Ñáñez-Tëst and Zoë O'Specimen",
        ),
        parties=(
            PartyDraft("Plaintiff", "Tess Stonewell", extra="as Trustee", counsel=(HOMER,)),
            PartyDraft("Defendant", "Omega Savings Bank", counsel=(SILENT,)),
            PartyDraft(
                "Defendant",
                "Bank of <Nowhere> & Sons",
                counsel=(HOMER,),
                terminated_on=date(2021, 6, 6),
            ),
        ),
        entries=(
            EntryDraft(
                1,
                1,
                "adversary_complaint",
                "Complaint",
                "Adversary case 21-05003. Complaint by Tess Stonewell against Omega Savings Bank. "
                "Fee Amount $350. (Barrister, Homer) (Entered: 04/01/2021)",
                filed,
                _at(4, 1),
                documents=(DocumentDraft(6),),
            ),
        ),
        links=(LinkDraft("main", CaseNumber(2021, 50012, "bk", "5", "jam")),),
    )


def sealed() -> CaseDraft:
    """A case that nobody outside the court may know of, with a claim and a creditor."""
    filed = date(2021, 1, 6)
    return CaseDraft(
        family="bankruptcy",
        number=CaseNumber(2021, 50014, "bk", "5", "jam"),
        caption="Secret Gizmos LLC",
        filed_on=filed,
        judge="Ann M. Equity",
        chapter="11",
        sealed=True,
        facts=BankruptcyFacts(chapter="11"),
        parties=(PartyDraft("Debtor", "Secret Gizmos LLC"),),
        claims=(
            ClaimDraft(
                1,
                "Hidden Trust Company",
                (),
                (AmountDraft("Amount", 700),),
                (ClaimEventDraft(1, filed, filed, "Claim #1 filed by Hidden Trust", 1),),
            ),
        ),
        creditors=(CreditorDraft("Hidden Trust Company", ("6 Secret Street",)),),
    )


def all_cases() -> tuple[CaseDraft, ...]:
    """Return the cases in the order in which they are stored."""
    return (converted(), company(), adversary(), sealed())
