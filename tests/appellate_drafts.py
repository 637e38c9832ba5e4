"""Appeals that are hard to read back: each a shape in which real dockets differ."""

from __future__ import annotations

from datetime import UTC, date, datetime

from courts.kinds.drafts import (
    LEAD,
    NOTICED,
    AppellateFacts,
    CaseDraft,
    CounselDraft,
    DocumentDraft,
    EntryDraft,
    LinkDraft,
    PartyDraft,
    SettingDraft,
)
from courts.kinds.numbers import CaseNumber

#: Labels of the page inside docket texts: readers look for them in the whole page.
TRAPS = (
    "Termed: 01/01/2020",
    "Date Filed: yesterday",
    "Panel: A B C",
    "Disposition: none",
    "Date Disposed by the court below",
    "Court of Appeals Docket #: 99-9999",
    "Trial Judge and Ordering Judge",
    "Court Reporter",
    "No docket entries found.",
    "District: 0205-3",
    "<b>Terminated: </b>01/01/2020<br>",
    "</td></tr></table><script>alert(1)</script>",
)
_FIRM = ("Specimen LLP", "5 Sample Street", "Mockville, CT 00000", "Direct: 203-555-0155")


def at(day: date, hour: int = 15) -> datetime:
    """Return a moment of a day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def entry(
    seq: int,
    on: date,
    text: str,
    *papers: DocumentDraft,
    number: int | None = None,
    event: str = "ap_appearance",
    **more: object,
) -> EntryDraft:
    """Return an entry that is entered on its day."""
    return EntryDraft(
        seq,
        number,
        event,
        f"Event {seq}",
        f"{text} [{3090000 + seq}] [21-1] [Entered: {on:%m/%d/%Y} 03:10 PM]",
        on,
        at(on),
        documents=papers,
        **more,  # type: ignore[arg-type]
    )


def agency() -> CaseDraft:
    """A petition for review: an agency below, no panel, counsel of the government."""
    filed = date(2021, 3, 2)
    return CaseDraft(
        family="appellate",
        number=CaseNumber(2021, 2001),
        caption="Specimen v. Attorney General",
        filed_on=filed,
        restricted="immigration",
        facts=AppellateFacts(
            nature="",
            fee_status="IFP Pending",
            types=("Agency", "Petition for Review"),
            appeal_from="Board of Immigration Appeals",
            origin_code="BIA-1",
            origin_number="A099-999-999",
            judgment_on=date(2021, 2, 3),
            received_on=filed,
        ),
        parties=(
            PartyDraft(
                "Petitioner",
                "José Ñandú Specimen",
                first="José",
                last="Specimen",
                address=("9 Mock Road", "Testham, CT 00000"),
                email="jose@specimen.test",
            ),
            PartyDraft(
                "Respondent",
                "Attorney General of the Training States",
                counsel=(CounselDraft("Olga Office", (), (LEAD, NOTICED, "Government")),),
            ),
        ),
        entries=(
            entry(
                1,
                filed,
                "PETITION FOR REVIEW, on behalf of Petitioner José Ñandú Specimen, FILED.",
                DocumentDraft(4),
                number=1,
                event="ap_petition_review",
                filers=("José Ñandú Specimen",),
            ),
            entry(2, filed, "CASE MANAGER assigned.", number=2, event="ap_order"),
            entry(
                3,
                date(2021, 4, 1),
                "ORDER, dated 04/01/2021, FILED.",
                DocumentDraft(2),
                number=3,
                event="ap_order",
            ),
        ),
    )


def crowded() -> CaseDraft:
    """Everything at once: terminated parties, several counsel, a panel, many papers, traps."""
    filed, later = date(2021, 1, 4), date(2021, 6, 30)
    firm = CounselDraft("Ada Pleader", _FIRM, (LEAD, NOTICED))
    return CaseDraft(
        family="appellate",
        number=CaseNumber(2021, 37),
        caption="Société Générique S.A. v. O’Sample & Sons, <Inc.>",
        filed_on=filed,
        terminated_on=later,
        nature="3190",
        facts=AppellateFacts(
            nature="3190 CONTRACTS-Other",
            fee_status="Paid",
            types=("Civil", "Private", "Diversity"),
            appeal_from="District of Connecticut (New Haven)",
            origin_court="ctd",
            origin_code="0205-3",
            origin_number="3:19-cv-00021-RBX",
            trial_judge="Rhea B. Robeson, U.S. District Judge",
            court_reporter="Quill Typewright",
            origin_filed_on=date(2019, 1, 7),
            judgment_on=date(2020, 12, 1),
            notice_filed_on=date(2020, 12, 29),
            received_on=filed,
            panel=("RBR", "LDG", "AMX"),
            disposition="Affirmed",
            disposed_on=later,
            long_caption="Société Générique S.A.,\nPlaintiff - Appellant,\nv.\nO’Sample & Sons",
            prior=(("19-0100", "03/01/2019", "04/01/2019", "Dismissed"),),
        ),
        parties=(
            PartyDraft(
                "Plaintiff - Appellant",
                "Société Générique S.A.",
                aliases=(("doing business as", "Generic & Co."),),
                counsel=(
                    firm,
                    CounselDraft("Bo Assistant", (*_FIRM[:2], "", "Fax: 203-555-0156"), (NOTICED,)),
                ),
            ),
            PartyDraft(
                "Plaintiff - Appellant",
                "Second “Quoted” Plaintiff",
                extra="individually and as trustee",
                counsel=(firm,),
                terminated_on=date(2021, 5, 5),
            ),
            PartyDraft(
                "Defendant - Appellee",
                "O’Sample & Sons, <Inc.>",
                counsel=(
                    CounselDraft(
                        "Cy Former", _FIRM, ("COR", "LD", "NTC"), terminated_on=date(2021, 2, 2)
                    ),
                    CounselDraft("Ada Pleader", ("Another Place", "Elsewhere, CT 00000"), ()),
                    CounselDraft("Di Appointed", _FIRM, ("COR", "CJA Appointment")),
                ),
            ),
            PartyDraft("Defendant", "Nobody’s Party"),
            PartyDraft("Amicus Curiae", "Friends of Samples", counsel=(firm,)),
        ),
        entries=(
            entry(
                1,
                filed,
                "NOTICE OF CIVIL APPEAL, FILED.",
                DocumentDraft(3),
                DocumentDraft(20, "", "District Court Docket"),
                DocumentDraft(7, "Exhibit", "A & <B>"),
                number=1,
                event="ap_docketing",
            ),
            entry(2, filed, "Text only.", event="ap_heard"),
            entry(3, filed, "A paper without a number.", DocumentDraft(1), event="ap_order"),
            *(
                entry(4 + place, date(2021, 2, 1 + place), f"{trap} ORDER.", number=10 + place)
                for place, trap in enumerate(TRAPS)
            ),
            entry(
                40,
                later,
                "OPINION, affirming, by RBR, LDG, AMX, FILED.",
                DocumentDraft(1_234),
                DocumentDraft(2),
                number=99,
                event="ap_opinion",
                opinion=True,
            ),
        ),
        settings=(
            SettingDraft(
                "hearing", "Oral argument", date(2021, 11, 22), "10:00 AM", "Courtroom", 2
            ),
        ),
        links=(LinkDraft("related", CaseNumber(2021, 2001)),),
    )


def original() -> CaseDraft:
    """A writ: nothing below, no entries, a name that is not "A v. B"."""
    return CaseDraft(
        family="appellate",
        number=CaseNumber(2020, 9),
        caption="In Re: Everything Sampled",
        filed_on=date(2020, 12, 31),
        facts=AppellateFacts(types=("Original Proceeding",)),
        parties=(PartyDraft("Petitioner", "Everything Sampled, LLC"),),
    )


def bankrupt() -> CaseDraft:
    """From a bankruptcy court whose docket is here, with no day known but one."""
    filed = date(2021, 8, 9)
    return CaseDraft(
        family="appellate",
        number=CaseNumber(2021, 3003),
        caption="In Re: Carla Debtworth",
        filed_on=filed,
        facts=AppellateFacts(
            nature="0000",
            types=("Bankruptcy",),
            appeal_from="Bankruptcy Court, CT",
            origin_court="ctb",
            origin_code="0205-5",
            origin_number="21-30101",
            judgment_entered_on=date(2021, 7, 1),
        ),
        parties=(
            PartyDraft("Debtor - Appellant", "Carla Debtworth", address=("9 Specimen Road",)),
            PartyDraft("Trustee - Appellee", "Tess Stonewell"),
        ),
        entries=(
            entry(1, filed, "NOTICE OF BANKRUPTCY APPEAL, FILED.", DocumentDraft(2), number=1),
            entry(
                2,
                filed,
                "SEALED MOTION.",
                DocumentDraft(2),
                number=2,
                event="ap_motion_stay",
                access="sealed",
            ),
            entry(
                3,
                filed,
                "MOTION for participants.",
                DocumentDraft(2),
                DocumentDraft(2, "Exhibit"),
                number=3,
                event="ap_motion_stay",
                access="participants",
            ),
        ),
    )


def sealed() -> CaseDraft:
    """A case that nobody outside the court may know of."""
    return CaseDraft(
        family="appellate",
        number=CaseNumber(2021, 4004),
        caption="Sealed v. Sealed",
        filed_on=date(2021, 11, 15),
        sealed=True,
        facts=AppellateFacts(origin_number="3:19-cv-00099"),
        parties=(PartyDraft("Petitioner", "Hidden Name", last="Hidden"),),
        entries=(
            entry(1, date(2021, 11, 15), "SECRET.", DocumentDraft(1), number=1, event="ap_order"),
        ),
        settings=(SettingDraft("hearing", "Secret hearing", date(2021, 11, 23)),),
    )


def all_of_them() -> tuple[CaseDraft, ...]:
    """Return every hard draft."""
    return agency(), crowded(), original(), bankrupt(), sealed()
