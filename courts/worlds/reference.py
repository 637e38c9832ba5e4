"""Reference cases written by hand: one per page shape of the client contract (clients.md 5).

They are the same in every world, whatever its seed, and come first, so that their ids are known.
Everybody in them is invented.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Final

from courts.kinds.drafts import (
    LEAD,
    NOTICED,
    AmountDraft,
    AppellateFacts,
    BankruptcyFacts,
    CaseDraft,
    CivilFacts,
    ClaimDraft,
    ClaimEventDraft,
    CounselDraft,
    CreditorDraft,
    DocumentDraft,
    EntryDraft,
    LinkDraft,
    PartyDraft,
    SettingDraft,
)
from courts.kinds.numbers import CaseNumber

_JOHN: Final = CounselDraft(
    "John Attorney",
    (
        "Example Law LLP",
        "1 Example Street",
        "Sampleton, CT 00000",
        "203-555-0101",
        "Email: john.attorney@examplelaw.test",
    ),
    (LEAD, NOTICED),
    persona="attorney",
)
_ADA: Final = CounselDraft(
    "Ada Pleader",
    (
        "Pleader & Sidebar LLP",
        "22 Fiction Lane",
        "Mockville, CT 00000",
        "203-555-0144",
        "Email: ada.pleader@pleadersidebar.test",
    ),
    (LEAD, NOTICED),
)


def _at(year: int, month: int, day: int, hour: int = 15) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def _civil() -> CaseDraft:
    filed = date(2019, 1, 7)
    return CaseDraft(
        family="civil",
        number=CaseNumber(2019, 21, "cv", "3", "RBX", "LDG"),
        caption="Alpha Widgets, Inc. v. Beta Gadgets LLC et al",
        filed_on=filed,
        judge="Rhea B. Robeson",
        referred="Linus D. Gavel",
        nature="190",
        flags=("EFILE",),
        facts=CivilFacts(
            cause="28:1332 Diversity-Breach of Contract",
            jurisdiction="Diversity",
            jury="Plaintiff",
            demand="$250,000",
        ),
        parties=(
            PartyDraft("Plaintiff", "Alpha Widgets, Inc.", counsel=(_JOHN,), started_on=filed),
            PartyDraft("Defendant", "Beta Gadgets LLC", counsel=(_ADA,), started_on=filed),
            PartyDraft(
                "Defendant",
                "Homer Q. Sampleson",
                first="Homer",
                middle="Q.",
                last="Sampleson",
                extra="individually and as manager",
                counsel=(_ADA,),
                started_on=filed,
                terminated_on=date(2019, 6, 3),
            ),
        ),
        entries=(
            EntryDraft(
                1,
                1,
                "complaint",
                "Complaint",
                "COMPLAINT against Beta Gadgets LLC, Homer Q. Sampleson ( Filing fee $ 400 receipt "
                "number ACTDC-5000001.), filed by Alpha Widgets, Inc.. (Attachments: # 1 Civil "
                "Cover Sheet, # 2 Exhibit A)(Attorney, John) (Entered: 01/07/2019)",
                filed,
                _at(2019, 1, 7),
                "Attorney, John",
                ("Alpha Widgets, Inc.",),
                documents=(
                    DocumentDraft(12),
                    DocumentDraft(2, "Civil Cover Sheet"),
                    DocumentDraft(4, "Exhibit", "A"),
                ),
            ),
            EntryDraft(
                2,
                None,
                "judge_assigned",
                "Judge Assigned",
                "Judge Rhea B. Robeson added. (Clerk, C) (Entered: 01/08/2019)",
                date(2019, 1, 8),
                _at(2019, 1, 8),
                "Clerk, C",
            ),
            EntryDraft(
                3,
                2,
                "answer",
                "Answer to Complaint",
                "ANSWER to 1 Complaint, by Beta Gadgets LLC.(Pleader, Ada) (Entered: 02/11/2019)",
                date(2019, 2, 11),
                _at(2019, 2, 11),
                "Pleader, Ada",
                ("Beta Gadgets LLC",),
                refers=(1,),
                documents=(DocumentDraft(7),),
            ),
            EntryDraft(
                4,
                3,
                "order",
                "Order on Motion",
                "ORDER granting 2 Motion in part. Signed by Judge Rhea B. Robeson on 3/4/2019. "
                "(Clerk, C) (Entered: 03/04/2019)",
                date(2019, 3, 4),
                _at(2019, 3, 4),
                "Clerk, C",
                opinion=True,
                documents=(DocumentDraft(5),),
            ),
        ),
        settings=(
            SettingDraft("deadline", "Discovery due", date(2019, 9, 2), seq=4),
            SettingDraft(
                "hearing", "Status Conference", date(2019, 10, 1), "10:00 AM", "Courtroom One", 4
            ),
        ),
    )


def _bankruptcy() -> CaseDraft:
    filed = date(2021, 3, 1)
    return CaseDraft(
        family="bankruptcy",
        number=CaseNumber(2021, 30101, "bk", "3", "amx"),
        caption="Carla Debtworth",
        filed_on=filed,
        judge="Ann M. Equity",
        chapter="7",
        flags=("MEANSNO",),
        facts=BankruptcyFacts(
            chapter="7",
            meeting_on=date(2021, 4, 5),
            meeting_time="09:00 AM",
            meeting_place="Telephonic",
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
                counsel=(_JOHN,),
            ),
            PartyDraft(
                "Trustee",
                "Tess Stonewell",
                first="Tess",
                last="Stonewell",
                address=("Trustee Office", "4 Mock Court", "Mockville, CT 00000"),
            ),
            PartyDraft(
                "U.S. Trustee",
                "U. S. Trustee",
                address=("Office of the U.S. Trustee", "5 Sample Avenue", "Sampleton, CT 00000"),
            ),
        ),
        entries=(
            EntryDraft(
                1,
                1,
                "voluntary_petition_7",
                "Voluntary Petition (Chapter 7)",
                "Chapter 7 Voluntary Petition for Individuals. Fee Amount $338. Filed by John "
                "Attorney on behalf of Carla Debtworth, Debtor. (Attachments: # 1 Schedules) "
                "(Attorney, John) (Entered: 03/01/2021)",
                filed,
                _at(2021, 3, 1),
                "Attorney, John",
                ("Carla Debtworth",),
                documents=(DocumentDraft(8), DocumentDraft(30, "", "Schedules")),
            ),
            EntryDraft(
                2,
                2,
                "meeting_of_creditors",
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


def _appeal() -> CaseDraft:
    filed = date(2021, 5, 3)
    return CaseDraft(
        family="appellate",
        number=CaseNumber(2021, 1001),
        caption="Alpha Widgets, Inc. v. Beta Gadgets LLC",
        filed_on=filed,
        nature="3190",
        facts=AppellateFacts(
            nature="3190 CONTRACTS-Other",
            fee_status="Paid",
            types=("Civil", "Private"),
            appeal_from="District of Connecticut",
            origin_court="ctd",
            origin_code="0205-3",
            origin_number="3:19-cv-00021-RBX",
            trial_judge="Rhea B. Robeson, U.S. District Judge",
            origin_filed_on=date(2019, 1, 7),
            judgment_on=date(2021, 4, 12),
            judgment_entered_on=date(2021, 4, 12),
            notice_filed_on=date(2021, 4, 30),
            received_on=filed,
            long_caption="Alpha Widgets, Inc.,\nPlaintiff - Appellant,\nv.\nBeta Gadgets LLC,\n"
            "Defendant - Appellee.",
        ),
        parties=(
            PartyDraft("Plaintiff - Appellant", "Alpha Widgets, Inc.", counsel=(_JOHN,)),
            PartyDraft("Defendant - Appellee", "Beta Gadgets LLC", counsel=(_ADA,)),
        ),
        entries=(
            EntryDraft(
                1,
                1,
                "notice_of_civil_appeal",
                "Notice of Civil Appeal Filed",
                "NOTICE OF CIVIL APPEAL, with district court docket, on behalf of Appellant Alpha "
                "Widgets, Inc., FILED. [3090001] [21-1001] [Entered: 05/03/2021 03:10 PM]",
                filed,
                _at(2021, 5, 3, 19),
                "Clerk, A",
                ("Alpha Widgets, Inc.",),
                documents=(DocumentDraft(3), DocumentDraft(20, "", "District Court Docket")),
            ),
            EntryDraft(
                2,
                5,
                "appearance",
                "Acknowledgment and Notice of Appearance",
                "ACKNOWLEDGMENT AND NOTICE OF APPEARANCE, on behalf of Appellee Beta Gadgets LLC, "
                "FILED. Service date 05/10/2021 by CM/ECF. [3090007] [21-1001] [Entered: "
                "05/10/2021 11:02 AM]",
                date(2021, 5, 10),
                _at(2021, 5, 10),
                "Pleader, Ada",
                ("Beta Gadgets LLC",),
                documents=(DocumentDraft(1),),
            ),
        ),
        links=(LinkDraft("originating", CaseNumber(2019, 21, "cv", "3", "RBX"), "ctd"),),
    )


_BY_COURT: Final[Mapping[str, tuple[Callable[[], CaseDraft], ...]]] = MappingProxyType(
    {"ctd": (_civil,), "ctb": (_bankruptcy,), "ca2": (_appeal,)}
)


def cases(court: str) -> tuple[CaseDraft, ...]:
    """Return the reference cases of a court, in the order of their ids."""
    return tuple(make() for make in _BY_COURT.get(court, ()))
