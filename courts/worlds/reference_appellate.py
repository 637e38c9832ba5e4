"""Reference cases of the court of appeals, by hand: one per page shape (clients.md 5.19)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

from courts.kinds.drafts import AppellateFacts, CaseDraft, DocumentDraft, EntryDraft, LinkDraft
from courts.kinds.numbers import CaseNumber
from courts.worlds.reference_people import (
    ADA_PLEADER,
    ANNA_ADVOCATE,
    GOVERNMENT,
    JOHN,
    JOHN_ATTORNEY,
    OSCAR,
    OSCAR_COUNSEL,
    begun,
    company,
    day,
    human,
)
from courts.worlds.sheet import Paper, Said

_SERVED: Final = {"served_by": "CM/ECF"}


def _at(year: int, month: int, on: int, hour: int = 15) -> datetime:
    return datetime(year, month, on, hour, tzinfo=UTC)


def civil() -> CaseDraft:
    """A pending civil appeal from the district court."""
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
            company("Plaintiff - Appellant", "Alpha Widgets, Inc.", JOHN_ATTORNEY),
            company("Defendant - Appellee", "Beta Gadgets LLC", ADA_PLEADER),
        ),
        entries=(
            EntryDraft(
                1,
                1,
                "ap_docketing",
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
                "ap_appearance",
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


def terminated() -> CaseDraft:
    """A decided appeal with a panel, briefs, an opinion and an earlier appeal."""
    filed = day("2019-09-04")
    nora, town = ("Appellant Nora Litigant",), ("Appellee Town of Sampleton",)
    by_nora, ada = "Litigant, Nora", "Pleader, Ada"
    sheet = begun(("appellate",), "ca2/1002", "", case="19-1002", base=3_091_000)
    sheet.enter(
        "ap_docketing",
        filed,
        Said(
            filers=nora,
            answers={"kind": "CIVIL"},
            pages=2,
            papers=(Paper("", "District Court Docket", 6),),
        ),
    )
    sheet.enter("ap_motion_ifp", day("2019-09-10"), Said(filers=nora, by=by_nora, pages=4))
    sheet.enter(
        "ap_order",
        day("2019-09-24"),
        Said(
            re=(2,),
            answers={"signed_on": "09/24/2019", "disposition": "granting", "panel": "OVV"},
            pages=1,
        ),
    )
    for who, by, on, pages in (
        (nora, by_nora, "2019-12-02", 41),
        (town, ada, "2020-02-28", 38),
    ):
        sheet.enter(
            "ap_brief",
            day(on),
            Said(
                filers=who,
                by=by,
                answers={**_SERVED, "served_on": f"{day(on):%m/%d/%Y}"},
                served=day(on),
                pages=pages,
            ),
        )
    sheet.enter(
        "ap_appendix",
        day("2019-12-02"),
        Said(
            filers=nora,
            by=by_nora,
            answers={"kind": "JOINT", "volume": "1", "volumes": "1", "pages": "1-212"},
            pages=212,
        ),
    )
    sheet.enter("ap_calendar", day("2020-08-03"), Said(answers={"week": "09/14/2020"}))
    sheet.enter("ap_heard", day("2020-09-15"), Said(answers={"panel": "OVV, SLM, ERD"}))
    disposed = day("2020-11-20")
    sheet.enter(
        "ap_opinion",
        disposed,
        Said(answers={"disposition": "affirming", "panel": "OVV, SLM, ERD"}, pages=17),
    )
    sheet.enter("ap_judgment", disposed, Said(pages=1))
    sheet.enter("ap_mandate", day("2020-12-14"), Said(pages=2))
    return CaseDraft(
        family="appellate",
        number=CaseNumber(2019, 1002),
        caption="Litigant v. Town of Sampleton",
        filed_on=filed,
        terminated_on=disposed,
        nature="3440",
        facts=AppellateFacts(
            nature="3440 CIVIL RIGHTS-Other",
            fee_status="In Forma Pauperis",
            types=("Civil", "Private"),
            appeal_from="District of Connecticut",
            origin_court="ctd",
            origin_code="0205-3",
            origin_number="3:18-cv-00026-RBX",
            trial_judge="Rhea B. Robeson, U.S. District Judge",
            origin_filed_on=day("2018-03-05"),
            judgment_on=day("2019-07-31"),
            judgment_entered_on=day("2019-07-31"),
            notice_filed_on=day("2019-08-28"),
            received_on=filed,
            panel=("OVV", "SLM", "ERD"),
            disposition="Affirmed",
            disposed_on=disposed,
            long_caption="Nora Litigant,\nPlaintiff - Appellant,\nv.\nTown of Sampleton,\n"
            "Defendant - Appellee.",
            prior=(("18-0902", "09/03/2018", "10/15/2018", "Dismissed"),),
        ),
        parties=(
            human(
                "Plaintiff - Appellant",
                "Nora Litigant",
                address=("13 Example Street", "Sampleton, CT 00000", "203-555-0113"),
                persona="pro_se",
            ),
            company("Defendant - Appellee", "Town of Sampleton", ADA_PLEADER),
        ),
        entries=tuple(sheet.entries),
        settings=sheet.settled(day("2021-11-01")),
        links=(LinkDraft("originating", CaseNumber(2018, 26, "cv", "3", "RBX"), "ctd"),),
    )


def agency() -> CaseDraft:
    """A petition for review of the Board of Immigration Appeals."""
    filed = day("2021-08-16")
    who = ("Petitioner Wanda Laches",)
    sheet = begun(("appellate",), "ca2/1003", "", case="21-1003", base=3_092_000)
    sheet.enter(
        "ap_petition_review",
        filed,
        Said(filers=who, by=OSCAR, pages=5, papers=(Paper("", "Decision of the Board", 3),)),
    )
    sheet.enter("ap_motion_stay", day("2021-08-18"), Said(filers=who, by=OSCAR, pages=14))
    sheet.enter(
        "ap_opposition",
        day("2021-08-30"),
        Said(filers=("Respondent Attorney General",), re=(2,), by="Sidebar, Uma", pages=9),
    )
    return CaseDraft(
        family="appellate",
        number=CaseNumber(2021, 1003),
        caption="Laches v. Attorney General",
        filed_on=filed,
        nature="",
        restricted="immigration",
        facts=AppellateFacts(
            nature="",
            fee_status="Paid",
            types=("Agency", "Petition for Review"),
            appeal_from="Board of Immigration Appeals",
            origin_code="BIA-1",
            origin_number="A999-999-103",
            received_on=filed,
            long_caption="Wanda Laches,\nPetitioner,\nv.\nAttorney General,\nRespondent.",
        ),
        parties=(
            human("Petitioner", "Wanda Laches", OSCAR_COUNSEL),
            company("Respondent", "Attorney General", GOVERNMENT),
        ),
        entries=tuple(sheet.entries),
    )


def empty() -> CaseDraft:
    """An appeal that has a number and no entry yet."""
    filed = day("2021-11-10")
    return CaseDraft(
        family="appellate",
        number=CaseNumber(2021, 1004),
        caption="USA v. Pretender",
        filed_on=filed,
        facts=AppellateFacts(
            fee_status="CJA",
            types=("Criminal", "Direct Criminal"),
            appeal_from="District of Connecticut",
            origin_court="ctd",
            origin_code="0205-3",
            origin_number="3:19-cr-00027-RBX-1",
            trial_judge="Rhea B. Robeson, U.S. District Judge",
            origin_filed_on=day("2019-04-10"),
            received_on=filed,
            long_caption="United States of America,\nAppellee,\nv.\nRufus T. Pretender,\n"
            "Defendant - Appellant.",
        ),
        parties=(
            company("Appellee", "United States of America", GOVERNMENT),
            human("Defendant - Appellant", "Rufus T. Pretender", ANNA_ADVOCATE),
        ),
        links=(LinkDraft("originating", CaseNumber(2019, 27, "cr", "3", "RBX"), "ctd"),),
    )


def bankruptcy() -> CaseDraft:
    """An appeal from the bankruptcy court, with many parties' counsel."""
    filed = day("2021-06-21")
    sheet = begun(("appellate",), "ca2/1005", "", case="21-1005", base=3_093_000)
    sheet.enter(
        "ap_docketing",
        filed,
        Said(
            filers=("Appellant Omega Savings Bank",),
            answers={"kind": "BANKRUPTCY"},
            pages=3,
            papers=(Paper("", "Bankruptcy Court Docket", 11),),
        ),
    )
    sheet.enter(
        "ap_disclosure",
        day("2021-06-28"),
        Said(filers=("Appellant Omega Savings Bank",), by=JOHN, pages=2),
    )
    return CaseDraft(
        family="appellate",
        number=CaseNumber(2021, 1005),
        caption="Omega Savings Bank v. Theta Umbrellas Corp.",
        filed_on=filed,
        nature="",
        facts=AppellateFacts(
            fee_status="Paid",
            types=("Bankruptcy", "Direct Appeal"),
            appeal_from="Bankruptcy Court of Connecticut",
            origin_court="ctb",
            origin_code="0205-3",
            origin_number="20-03001",
            trial_judge="Petra L. Mercy, U.S. Bankruptcy Judge",
            origin_filed_on=day("2020-09-14"),
            notice_filed_on=day("2021-06-14"),
            received_on=filed,
            long_caption="Omega Savings Bank,\nAppellant,\nv.\nTheta Umbrellas Corp.,\nAppellee.",
        ),
        parties=(
            company("Appellant", "Omega Savings Bank", ADA_PLEADER, JOHN_ATTORNEY),
            company("Appellee", "Theta Umbrellas Corp.", ANNA_ADVOCATE),
        ),
        entries=tuple(sheet.entries),
        links=(LinkDraft("originating", CaseNumber(2020, 3001, "ap", "3", "plm"), "ctb"),),
    )
