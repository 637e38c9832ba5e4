"""Reference cases of the district courts, by hand: one per page shape (clients.md 5.1-5.16)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

from courts.kinds.drafts import (
    CaseDraft,
    CivilFacts,
    CountDraft,
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
    GIDEON,
    GIDEON_DEFENDER,
    GOVERNMENT,
    JOHN,
    JOHN_ATTORNEY,
    MOUNTAIN,
    OSCAR,
    OSCAR_COUNSEL,
    UMA,
    VISITOR,
    begun,
    company,
    day,
    human,
)
from courts.worlds.sheet import Paper, Said, Sheet, fee_words, us_date

ROBESON: Final = "Rhea B. Robeson"
GAVEL: Final = "Linus D. Gavel"
BENCH: Final = "Selma K. Bench"
_CIVIL: Final = ("civil",)
_DISTRICT: Final = ("civil", "criminal")
_COVER: Final = Paper("Civil Cover Sheet", "", 2)


def _at(year: int, month: int, on: int, hour: int = 15) -> datetime:
    return datetime(year, month, on, hour, tzinfo=UTC)


def _paid(sheet: Sheet, on: date, receipt: int) -> dict[str, str]:
    words = fee_words(sheet.catalogue.events["complaint"], on, f"ACTDC-{receipt}")
    return {"fee_words": words}


def civil() -> CaseDraft:
    """A civil case with a referral, a terminated party and a free opinion."""
    filed = date(2019, 1, 7)
    return CaseDraft(
        family="civil",
        number=CaseNumber(2019, 21, "cv", "3", "RBX", "LDG"),
        caption="Alpha Widgets, Inc. v. Beta Gadgets LLC et al",
        filed_on=filed,
        judge=ROBESON,
        referred=GAVEL,
        nature="190",
        flags=("EFILE",),
        facts=CivilFacts(
            cause="28:1332 Diversity-Breach of Contract",
            jurisdiction="Diversity",
            jury="Plaintiff",
            demand="$250,000",
        ),
        parties=(
            PartyDraft(
                "Plaintiff", "Alpha Widgets, Inc.", counsel=(JOHN_ATTORNEY,), started_on=filed
            ),
            PartyDraft("Defendant", "Beta Gadgets LLC", counsel=(ADA_PLEADER,), started_on=filed),
            PartyDraft(
                "Defendant",
                "Homer Q. Sampleson",
                first="Homer",
                middle="Q.",
                last="Sampleson",
                extra="individually and as manager",
                counsel=(ADA_PLEADER,),
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
                JOHN,
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
                "judge_assignment",
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
                ADA,
                ("Beta Gadgets LLC",),
                refers=(1,),
                documents=(DocumentDraft(7),),
            ),
            EntryDraft(
                4,
                3,
                "order_on_motion",
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


def sealed() -> CaseDraft:
    """A case of which the public sees nothing, not even that it exists."""
    filed = day("2020-02-03")
    sheet = begun(_CIVIL, "ctd/22", ROBESON)
    sheet.enter(
        "complaint",
        filed,
        Said(
            filers=("Kira Fictus",),
            against=("Gamma Lanterns Company",),
            answers=_paid(sheet, filed, 5000022),
            by=JOHN,
            papers=(_COVER,),
            pages=21,
        ),
    )
    sheet.enter("motion_seal", filed, Said(filers=("Kira Fictus",), by=JOHN, pages=3))
    sheet.enter(
        "order_on_motion",
        day("2020-02-05"),
        Said(answers={"disposition": "granting", "signed_on": "2/5/2020"}, re=(2,), pages=2),
    )
    return CaseDraft(
        family="civil",
        number=CaseNumber(2020, 22, "cv", "3", "RBX"),
        caption="Kira Fictus v. Gamma Lanterns Company",
        filed_on=filed,
        judge=ROBESON,
        nature="376",
        flags=("SEALED",),
        sealed=True,
        facts=CivilFacts(cause="31:3729 False Claims Act", jurisdiction="Federal Question"),
        parties=(
            human("Plaintiff", "Kira Fictus", JOHN_ATTORNEY, since=filed),
            company("Defendant", "Gamma Lanterns Company", since=filed),
        ),
        entries=tuple(sheet.entries),
    )


def social_security() -> CaseDraft:
    """A case whose papers are for counsel alone, but for what the court writes (Rule 5.2(c))."""
    filed = day("2020-06-15")
    claimant, agency = ("Hazel Mockwell",), ("Commissioner of Social Security",)
    sheet = begun(_CIVIL, "ctd/23", ROBESON)
    sheet.enter(
        "complaint",
        filed,
        Said(
            filers=claimant,
            against=agency,
            answers=_paid(sheet, filed, 5000023),
            by=JOHN,
            papers=(_COVER,),
            pages=6,
        ),
    )
    sheet.enter("judge_assignment", day("2020-06-16"), Said())
    sheet.enter("summons_issued", day("2020-06-17"), Said(against=agency, pages=1))
    sheet.enter("answer", day("2020-09-14"), Said(filers=agency, re=(1,), by=UMA, pages=4))
    sheet.enter(
        "notice_other",
        day("2020-09-14"),
        Said(
            filers=agency,
            answers={"about": "of filing of the administrative record"},
            by=UMA,
            pages=2,
            papers=(
                Paper("Administrative Record", "volume 1", 480),
                Paper("Administrative Record", "volume 2", 355),
            ),
        ),
    )
    sheet.enter(
        "motion_judgment_pleadings",
        day("2020-11-13"),
        Said(filers=claimant, by=JOHN, pages=24, papers=(Paper("Memorandum in Support", "", 30),)),
    )
    sheet.enter("response_motion", day("2021-01-12"), Said(filers=agency, re=(6,), by=UMA))
    sheet.enter(
        "opinion",
        day("2021-05-20"),
        Said(
            answers={
                "disposition": "granting in part and denying in part",
                "signed_on": "5/20/2021",
            },
            re=(6,),
            pages=19,
        ),
    )
    return CaseDraft(
        family="civil",
        number=CaseNumber(2020, 23, "cv", "3", "RBX"),
        caption="Mockwell v. Commissioner of Social Security",
        filed_on=filed,
        judge=ROBESON,
        nature="863",
        flags=tuple(sheet.flags),
        restricted="social_security",
        facts=CivilFacts(
            cause="42:405 Review of HHS Decision (SSID)",
            jurisdiction="U.S. Government Defendant",
            jury="None",
        ),
        parties=(
            human("Plaintiff", "Hazel Mockwell", JOHN_ATTORNEY, ANNA_ADVOCATE, since=filed),
            company("Defendant", agency[0], GOVERNMENT, since=filed),
        ),
        entries=tuple(sheet.entries),
        settings=sheet.settled(day("2021-11-01")),
    )


def immigration() -> CaseDraft:
    """An immigration case: restricted as a social security case is."""
    filed = day("2021-03-22")
    sheet = begun(_CIVIL, "ctd/24", BENCH)
    sheet.enter("petition_habeas", filed, Said(filers=("Yorick Placeholder",), by=OSCAR, pages=18))
    sheet.enter("judge_assignment", day("2021-03-23"), Said())
    sheet.enter(
        "order_other",
        day("2021-03-25"),
        Said(
            answers={
                "about": "to show cause why the petition should not be granted",
                "signed_on": "3/25/2021",
            },
            pages=2,
        ),
    )
    return CaseDraft(
        family="civil",
        number=CaseNumber(2021, 24, "cv", "3", "SKB"),
        caption="Placeholder v. Warden of the Example Detention Center",
        filed_on=filed,
        judge=BENCH,
        nature="463",
        restricted="immigration",
        facts=CivilFacts(
            cause="28:2241 Petition for Writ of Habeas Corpus (federal)",
            jurisdiction="U.S. Government Defendant",
        ),
        parties=(
            human("Petitioner", "Yorick Placeholder", OSCAR_COUNSEL, since=filed),
            company(
                "Respondent", "Warden of the Example Detention Center", GOVERNMENT, since=filed
            ),
        ),
        entries=tuple(sheet.entries),
    )


def opening() -> CaseDraft:
    """A case whose opening is not finished: it has a number and nothing else is shown."""
    filed = day("2021-11-12")
    return CaseDraft(
        family="civil",
        number=CaseNumber(2021, 25, "cv", "3"),
        caption="Epsilon Kites Corp. v. Theta Balloons, Ltd.",
        filed_on=filed,
        nature="840",
        opening=True,
        facts=CivilFacts(
            cause="15:1051 Trademark Infringement", jurisdiction="Federal Question", jury="Both"
        ),
        parties=(
            company("Plaintiff", "Epsilon Kites Corp.", OSCAR_COUNSEL, since=filed),
            company("Defendant", "Theta Balloons, Ltd.", since=filed),
        ),
    )


def terminated() -> CaseDraft:
    """A closed case with a plaintiff who represents herself, a judgment and an appeal."""
    filed = day("2018-03-05")
    nora, town = ("Nora Litigant",), ("Town of Sampleton",)
    sheet = begun(_CIVIL, "ctd/26", ROBESON)
    sheet.enter(
        "complaint",
        filed,
        Said(filers=nora, against=town, by="Litigant, Nora", papers=(_COVER,), pages=9),
    )
    sheet.enter("motion_ifp", filed, Said(filers=nora, by="Litigant, Nora", pages=5))
    sheet.enter("judge_assignment", day("2018-03-06"), Said())
    sheet.enter(
        "electronic_order",
        day("2018-03-14"),
        Said(re=(2,), answers={"disposition": "granting", "signed_on": "3/14/2018"}),
    )
    sheet.enter(
        "summons_returned_executed",
        day("2018-04-09"),
        Said(
            filers=nora,
            against=town,
            by="Litigant, Nora",
            answers={"served_on": "4/2/2018", "answer_due": "4/23/2018"},
            served=day("2018-04-02"),
            pages=2,
        ),
    )
    sheet.enter(
        "appearance",
        day("2018-04-18"),
        Said(filers=town, answers={"attorney": "Ada Pleader"}, by=ADA, pages=1),
    )
    sheet.enter("answer", day("2018-04-23"), Said(filers=town, re=(1,), by=ADA, pages=8))
    sheet.enter(
        "motion_summary_judgment",
        day("2019-02-04"),
        Said(
            filers=town,
            by=ADA,
            pages=4,
            papers=(
                Paper("Memorandum in Support", "", 28),
                Paper("Affidavit", "of the Town Clerk", 3),
                Paper("Exhibit", "A", 12),
                Paper("Exhibit", "B", 7),
            ),
        ),
    )
    sheet.enter(
        "memorandum_opposition",
        day("2019-03-11"),
        Said(filers=nora, re=(8,), by="Litigant, Nora", pages=15),
    )
    sheet.enter(
        "minute_entry",
        day("2019-05-14"),
        Said(
            answers={"hearing": "Motion Hearing", "held_on": "5/14/2019", "reporter": "T. Record"}
        ),
    )
    sheet.enter(
        "opinion",
        day("2019-07-30"),
        Said(re=(8,), answers={"disposition": "granting", "signed_on": "7/30/2019"}, pages=22),
    )
    sheet.enter(
        "judgment",
        day("2019-07-31"),
        Said(filers=town, against=nora, answers={"signed_on": "7/31/2019"}, pages=1),
    )
    sheet.enter(
        "notice_of_appeal",
        day("2019-08-28"),
        Said(filers=nora, re=(12,), by="Litigant, Nora", pages=2),
    )
    return CaseDraft(
        family="civil",
        number=CaseNumber(2018, 26, "cv", "3", "RBX"),
        caption="Litigant v. Town of Sampleton",
        filed_on=filed,
        judge=ROBESON,
        terminated_on=sheet.closed_on,
        nature="440",
        flags=("PROSE", *sheet.flags),
        facts=CivilFacts(
            cause="42:1983 Civil Rights Act",
            jurisdiction="Federal Question",
            jury="Plaintiff",
            demand="$75,000",
        ),
        parties=(
            human(
                "Plaintiff",
                "Nora Litigant",
                since=filed,
                address=("13 Example Street", "Sampleton, CT 00000", "203-555-0113", "PRO SE"),
                persona="pro_se",
            ),
            company("Defendant", "Town of Sampleton", ADA_PLEADER, since=filed),
        ),
        entries=tuple(sheet.entries),
        settings=sheet.settled(day("2021-11-01")),
    )


def criminal() -> CaseDraft:
    """Two defendants: counts that pend, that ended, a complaint, and a sentence for one."""
    filed = day("2019-04-10")
    first, second, usa = ("Rufus T. Pretender",), ("Selma Fabrica",), ("USA",)
    both = (*first, *second)
    sheet = begun(_DISTRICT, "ctd/27", ROBESON)
    sheet.enter(
        "cr_complaint",
        filed,
        Said(against=first, by=UMA, filers=usa, pages=3, papers=(Paper("Affidavit", "", 14),)),
    )
    sheet.enter("arrest_warrant", filed, Said(against=first, pages=1))
    sheet.enter(
        "warrant_returned",
        day("2019-04-12"),
        Said(against=first, answers={"arrested_on": "4/11/2019"}, pages=1),
    )
    sheet.enter(
        "initial_appearance",
        day("2019-04-12"),
        Said(against=first, judge=GAVEL, answers={"held_on": "4/12/2019"}),
    )
    sheet.enter(
        "cja_appointment",
        day("2019-04-12"),
        Said(
            against=first,
            judge=GAVEL,
            answers={"attorney": "Gideon Defender", "signed_on": "4/12/2019"},
            pages=1,
        ),
    )
    sheet.enter(
        "indictment",
        day("2019-05-08"),
        Said(against=both, answers={"counts": "1-3"}, pages=9),
    )
    for who, on in ((first, "2019-05-15"), (second, "2019-05-16")):
        held = us_date(day(on))
        answers = {"held_on": held, "plea": "not guilty", "counts": "1-3"}
        sheet.enter("arraignment", day(on), Said(against=who, answers=answers, judge=GAVEL))
    sheet.enter("bond", day("2019-05-16"), Said(against=second, answers={"amount": "$ 50,000"}))
    sheet.enter("motion_suppress", day("2019-08-01"), Said(filers=first, by=GIDEON, pages=16))
    sheet.enter("cr_response", day("2019-08-22"), Said(filers=usa, re=(10,), by=UMA, pages=11))
    sheet.enter(
        "cr_order",
        day("2019-10-03"),
        Said(re=(10,), against=first, answers={"disposition": "denying", "signed_on": "10/3/2019"}),
    )
    sheet.enter(
        "plea_agreement", day("2019-11-18"), Said(against=first, filers=usa, by=UMA, pages=8)
    )
    sheet.enter(
        "change_of_plea",
        day("2019-11-18"),
        Said(against=first, answers={"held_on": "11/18/2019", "counts": "1"}),
    )
    sheet.enter("presentence_report", day("2020-01-21"), Said(against=first, pages=24))
    sheet.enter(
        "sentencing_memorandum",
        day("2020-02-03"),
        Said(filers=first, against=first, by=GIDEON, pages=10),
    )
    sheet.enter(
        "sentencing", day("2020-02-18"), Said(against=first, answers={"held_on": "2/18/2020"})
    )
    sentence = "24 months imprisonment, 3 years supervised release, special assessment $100"
    sheet.enter(
        "cr_judgment",
        day("2020-02-20"),
        Said(
            against=first,
            answers={"counts": "1", "sentence": sentence, "signed_on": "2/20/2020"},
            pages=7,
        ),
    )
    sheet.closed_on = None  # for one defendant only
    wire = "18:1343 WIRE FRAUD"
    return CaseDraft(
        family="criminal",
        number=CaseNumber(2019, 27, "cr", "3", "RBX"),
        caption="USA v. Pretender et al",
        filed_on=filed,
        judge=ROBESON,
        flags=tuple(sheet.flags),
        parties=(
            replace(
                human("Defendant", "Rufus T. Pretender", GIDEON_DEFENDER, since=filed),
                defendant=1,
                terminated_on=day("2020-02-20"),
                aliases=(("also known as", "Rufus Sample"),),
                counts=(
                    CountDraft("pending", f"{wire} (1)", sentence),
                    CountDraft(
                        "terminated", f"{wire} (2-3)", "Dismissed on the government's motion"
                    ),
                    CountDraft("complaint", f"{wire}", ""),
                ),
                offense_opening="Felony",
                offense_terminated="Felony",
            ),
            replace(
                human("Defendant", "Selma Fabrica", ADA_PLEADER, since=day("2019-05-08")),
                defendant=2,
                counts=(CountDraft("pending", f"{wire} (1-3)", ""),),
                offense_opening="Felony",
            ),
            company("Plaintiff", "USA", GOVERNMENT, since=filed),
        ),
        entries=tuple(sheet.entries),
        settings=(
            *sheet.settled(day("2021-11-01")),
            SettingDraft(
                "hearing", "Jury Selection", day("2021-12-06"), "09:00 AM", "Courtroom Two", 6
            ),
        ),
    )


_LEAD: Final = CaseNumber(2018, 2999, "md", "3", "SKB")
_MEMBERS: Final = (
    CaseNumber(2018, 28, "cv", "3", "SKB"),
    CaseNumber(2018, 29, "cv", "3", "SKB"),
)


def lead() -> CaseDraft:
    """The lead case of a multidistrict litigation."""
    filed = day("2018-08-06")
    sheet = begun(_CIVIL, "ctd/2999", BENCH)
    sheet.enter(
        "order_other",
        filed,
        Said(
            answers={
                "about": "of transfer by the judicial panel on multidistrict litigation",
                "signed_on": us_date(filed),
            },
            pages=4,
        ),
    )
    sheet.enter(
        "order_other",
        day("2018-08-20"),
        Said(
            answers={"about": "for practice and procedure, number 1", "signed_on": "8/20/2018"},
            pages=11,
        ),
    )
    sheet.enter(
        "motion_pro_hac_vice",
        day("2018-09-04"),
        Said(
            filers=("Kira Specimen",),
            by=JOHN,
            answers={"attorney": "Virgil Barrister", "fee_words": ""},
            pages=3,
            papers=(Paper("Affidavit", "of Virgil Barrister", 2),),
        ),
    )
    sheet.enter(
        "electronic_order",
        day("2018-09-06"),
        Said(re=(3,), answers={"disposition": "granting", "signed_on": "9/6/2018"}),
    )
    return CaseDraft(
        family="civil",
        number=_LEAD,
        caption="In Re: Sigma Teapots Products Liability Litigation",
        filed_on=filed,
        judge=BENCH,
        nature="365",
        flags=("LEAD", "MDL"),
        facts=CivilFacts(
            cause="28:1332 Diversity-Product Liability",
            jurisdiction="Diversity",
            jury="Plaintiff",
            mdl_status="Transferee",
        ),
        parties=(
            human("Plaintiff", "Kira Specimen", JOHN_ATTORNEY, VISITOR, since=filed),
            company("Defendant", "Sigma Teapots Company", ADA_PLEADER, since=filed),
        ),
        entries=tuple(sheet.entries),
        links=tuple(LinkDraft("member", number, since=filed) for number in _MEMBERS),
    )


def member(place: int) -> CaseDraft:
    """A member case of the litigation."""
    filed = day("2018-08-06")
    who = ("Kira Specimen", "Ivor Trialrun")[place]
    number = _MEMBERS[place]
    sheet = begun(_CIVIL, f"ctd/{number.serial}", BENCH)
    sheet.enter(
        "complaint",
        filed,
        Said(
            filers=(who,),
            against=("Sigma Teapots Company",),
            answers=_paid(sheet, filed, 5000028 + place),
            by=JOHN,
            papers=(_COVER,),
        ),
    )
    sheet.enter("judge_assignment", day("2018-08-07"), Said())
    return CaseDraft(
        family="civil",
        number=number,
        caption=f"{who.split()[-1]} v. Sigma Teapots Company",
        filed_on=filed,
        judge=BENCH,
        nature="365",
        flags=("MEMBER", "MDL"),
        facts=CivilFacts(
            cause="28:1332 Diversity-Product Liability",
            jurisdiction="Diversity",
            jury="Plaintiff",
            elsewhere=(("District of Colorado", "1:18-cv-00024"),) if place else (),
        ),
        parties=(
            human("Plaintiff", who, JOHN_ATTORNEY, since=filed),
            company("Defendant", "Sigma Teapots Company", ADA_PLEADER, since=filed),
        ),
        entries=tuple(sheet.entries),
        settings=sheet.settled(day("2021-11-01")),
        links=(
            LinkDraft("lead", _LEAD, since=filed),
            LinkDraft("related", _MEMBERS[1 - place], since=filed),
        ),
    )


def member_one() -> CaseDraft:
    """The first member case."""
    return member(0)


def member_two() -> CaseDraft:
    """The second member case, which came from another court."""
    return member(1)


def miscellaneous() -> CaseDraft:
    """A miscellaneous case: a subpoena of another court."""
    filed = day("2020-10-05")
    sheet = begun(_CIVIL, "ctd/30", GAVEL)
    sheet.enter(
        "misc_case",
        filed,
        Said(
            filers=("Alpha Widgets, Inc.",),
            answers={"what": "motion to compel compliance with a subpoena"},
            by=JOHN,
            papers=(Paper("Exhibit", "A", 6),),
        ),
    )
    return CaseDraft(
        family="civil",
        number=CaseNumber(2020, 30, "mc", "3", "LDG"),
        caption="Alpha Widgets, Inc. v. Custodian of Records of Zeta Hinges LP",
        filed_on=filed,
        judge=GAVEL,
        parties=(
            company("Petitioner", "Alpha Widgets, Inc.", JOHN_ATTORNEY, since=filed),
            company("Respondent", "Custodian of Records of Zeta Hinges LP", since=filed),
        ),
        entries=tuple(sheet.entries),
    )


def magistrate() -> CaseDraft:
    """A magistrate case: a complaint, before anybody was indicted."""
    filed = day("2021-09-20")
    who = ("Tobias Notreal",)
    sheet = begun(_DISTRICT, "ctd/31", GAVEL)
    sheet.enter(
        "cr_complaint",
        filed,
        Said(against=who, filers=("USA",), by=UMA, papers=(Paper("Affidavit", "", 9),)),
    )
    sheet.enter(
        "initial_appearance", day("2021-09-21"), Said(against=who, answers={"held_on": "9/21/2021"})
    )
    sheet.enter("detention_motion", day("2021-09-21"), Said(filers=("USA",), by=UMA, pages=4))
    sheet.enter(
        "order_detention",
        day("2021-09-24"),
        Said(against=who, re=(3,), answers={"signed_on": "9/24/2021"}, pages=3),
    )
    return CaseDraft(
        family="criminal",
        number=CaseNumber(2021, 31, "mj", "3", "LDG"),
        caption="USA v. Notreal",
        filed_on=filed,
        judge=GAVEL,
        parties=(
            replace(
                human("Defendant", "Tobias Notreal", GIDEON_DEFENDER, since=filed),
                defendant=1,
                counts=(CountDraft("complaint", "18:2113 BANK ROBBERY", ""),),
            ),
            company("Plaintiff", "USA", GOVERNMENT, since=filed),
        ),
        entries=tuple(sheet.entries),
    )


def secrecy() -> CaseDraft:
    """A public case with papers of every kind of secrecy, and transcripts open and not."""
    filed = day("2020-07-06")
    plaintiff, defendant = ("Omega Lanterns LLC",), ("Kappa Cogs, Ltd.",)
    sheet = begun(_CIVIL, "ctd/32", BENCH)
    sheet.enter(
        "complaint",
        filed,
        Said(
            filers=plaintiff,
            against=defendant,
            by=JOHN,
            answers=_paid(sheet, filed, 5000032),
            papers=(_COVER, Paper("Exhibit", "A", 5)),
            pages=14,
        ),
    )
    sheet.enter("judge_assignment", day("2020-07-07"), Said())
    sheet.enter("answer", day("2020-08-03"), Said(filers=defendant, re=(1,), by=ADA, pages=10))
    sheet.enter("motion_seal", day("2020-09-01"), Said(filers=plaintiff, by=JOHN, pages=3))
    sheet.enter(
        "notice_other",
        day("2020-09-01"),
        Said(
            filers=plaintiff,
            by=JOHN,
            answers={"about": "of filing of trade secrets"},
            access="sealed",
            pages=40,
        ),
    )
    sheet.enter(
        "motion_protective_order",
        day("2020-09-15"),
        Said(
            filers=defendant,
            by=ADA,
            access="participants",
            pages=12,
            papers=(Paper("Exhibit", "1", 8),),
        ),
    )
    sheet.enter(
        "motion_quash",
        day("2020-10-01"),
        Said(filers=defendant, by=ADA, access="ex_parte", pages=5),
    )
    sheet.enter(
        "affidavit",
        day("2020-10-08"),
        Said(
            filers=plaintiff,
            by=JOHN,
            re=(6,),
            answers={"signer": "Nell Specimen"},
            access="applicable_party",
            pages=6,
        ),
    )
    sheet.enter(
        "order_other",
        day("2020-10-20"),
        Said(
            answers={"about": "for payment of a witness", "signed_on": "10/20/2020"},
            access="court_only",
            pages=1,
        ),
    )
    sheet.enter(
        "memorandum_support",
        day("2020-11-02"),
        Said(
            filers=defendant,
            by=ADA,
            re=(6,),
            pages=15,
            papers=(
                Paper("Exhibit", "A", 3),
                Paper("Exhibit", "B, filed for participants", 11, "participants"),
                Paper("Exhibit", "C, kept from view", 7, "sealed"),
            ),
        ),
    )
    hearing = {"hearing": "Motion Hearing", "reporter": "T. Record"}
    sheet.enter(
        "transcript", day("2020-12-15"), Said(answers={**hearing, "held_on": "12/1/2020"}, pages=61)
    )
    sheet.enter(
        "transcript",
        day("2021-10-25"),
        Said(answers={**hearing, "held_on": "10/12/2021"}, pages=48),
    )
    sheet.enter(
        "opinion",
        day("2021-11-01"),
        Said(re=(6,), answers={"disposition": "denying", "signed_on": "11/1/2021"}, pages=13),
    )
    return CaseDraft(
        family="civil",
        number=CaseNumber(2020, 32, "cv", "3", "SKB"),
        caption="Omega Lanterns LLC v. Kappa Cogs, Ltd.",
        filed_on=filed,
        judge=BENCH,
        nature="880",
        facts=CivilFacts(
            cause="18:1836 Defend Trade Secrets Act",
            jurisdiction="Federal Question",
            jury="Both",
            demand="$1,000,000",
        ),
        parties=(
            company("Plaintiff", plaintiff[0], JOHN_ATTORNEY, since=filed),
            company("Defendant", defendant[0], ADA_PLEADER, since=filed),
        ),
        entries=tuple(sheet.entries),
        settings=sheet.settled(day("2021-11-01")),
    )


# --------------------------------------------------------------------------- Colorado


def colorado_civil() -> CaseDraft:
    """A civil case of a CurrentGen court."""
    filed = day("2020-05-11")
    sheet = begun(_CIVIL, "cod/21", "Magnus R. Chambers", zone=MOUNTAIN)
    sheet.enter(
        "complaint",
        filed,
        Said(
            filers=("Lambda Whatsits Corp.",),
            against=("Delta Doodads LP",),
            by=JOHN,
            papers=(_COVER,),
            pages=16,
        ),
    )
    sheet.enter("judge_assignment", day("2020-05-12"), Said())
    sheet.enter(
        "answer", day("2020-06-15"), Said(filers=("Delta Doodads LP",), re=(1,), by=OSCAR, pages=9)
    )
    sheet.enter(
        "scheduling_order",
        day("2020-07-20"),
        Said(
            answers={
                "discovery_due": "1/29/2021",
                "motions_due": "3/1/2021",
                "signed_on": "7/20/2020",
            },
            pages=10,
        ),
    )
    return CaseDraft(
        family="civil",
        number=CaseNumber(2020, 21, "cv", "1", "MRC"),
        caption="Lambda Whatsits Corp. v. Delta Doodads LP",
        filed_on=filed,
        judge="Magnus R. Chambers",
        nature="830",
        facts=CivilFacts(
            cause="35:271 Patent Infringement", jurisdiction="Federal Question", jury="Both"
        ),
        parties=(
            company("Plaintiff", "Lambda Whatsits Corp.", JOHN_ATTORNEY, since=filed),
            company("Defendant", "Delta Doodads LP", OSCAR_COUNSEL, since=filed),
        ),
        entries=tuple(sheet.entries),
        settings=sheet.settled(day("2021-11-01")),
    )


def colorado_criminal() -> CaseDraft:
    """A criminal case with one defendant."""
    filed = day("2020-09-09")
    who = ("Percy Invention",)
    sheet = begun(_DISTRICT, "cod/22", "Magnus R. Chambers", zone=MOUNTAIN)
    sheet.enter(
        "information", filed, Said(against=who, filers=("USA",), by=UMA, answers={"counts": "1"})
    )
    sheet.enter(
        "arraignment",
        day("2020-09-16"),
        Said(against=who, answers={"held_on": "9/16/2020", "plea": "guilty", "counts": "1"}),
    )
    return CaseDraft(
        family="criminal",
        number=CaseNumber(2020, 22, "cr", "1", "MRC"),
        caption="USA v. Invention",
        filed_on=filed,
        judge="Magnus R. Chambers",
        parties=(
            replace(
                human("Defendant", "Percy Invention", OSCAR_COUNSEL, since=filed),
                defendant=1,
                counts=(CountDraft("pending", "26:7203 WILLFUL FAILURE TO FILE RETURN (1)", ""),),
                offense_opening="Misdemeanor",
            ),
            company("Plaintiff", "USA", GOVERNMENT, since=filed),
        ),
        entries=tuple(sheet.entries),
    )


def colorado_social_security() -> CaseDraft:
    """A restricted case of a CurrentGen court."""
    filed = day("2019-02-11")
    sheet = begun(_CIVIL, "cod/23", "Magnus R. Chambers", zone=MOUNTAIN)
    sheet.enter(
        "complaint",
        filed,
        Said(
            filers=("Lena Testerman",),
            against=("Commissioner of Social Security",),
            by=JOHN,
            pages=5,
        ),
    )
    sheet.enter(
        "order_other",
        day("2019-12-02"),
        Said(
            answers={
                "about": "affirming the decision of the Commissioner",
                "signed_on": "12/2/2019",
            },
            pages=14,
        ),
    )
    return CaseDraft(
        family="civil",
        number=CaseNumber(2019, 23, "cv", "1", "MRC"),
        caption="Testerman v. Commissioner of Social Security",
        filed_on=filed,
        judge="Magnus R. Chambers",
        nature="864",
        restricted="social_security",
        facts=CivilFacts(
            cause="42:405 Review of HHS Decision (SSID)", jurisdiction="U.S. Government Defendant"
        ),
        parties=(
            human("Plaintiff", "Lena Testerman", JOHN_ATTORNEY, since=filed),
            company("Defendant", "Commissioner of Social Security", GOVERNMENT, since=filed),
        ),
        entries=tuple(sheet.entries),
        settings=sheet.settled(day("2021-11-01")),
    )


def colorado_terminated() -> CaseDraft:
    """A closed case, transferred to a litigation in Connecticut."""
    filed = day("2018-01-22")
    who, other = ("Ivor Trialrun",), ("Sigma Teapots Company",)
    sheet = begun(_CIVIL, "cod/24", "Magnus R. Chambers", zone=MOUNTAIN)
    sheet.enter("complaint", filed, Said(filers=who, against=other, by=JOHN, pages=11))
    sheet.enter(
        "order_dismissing",
        day("2018-07-30"),
        Said(answers={"signed_on": "7/30/2018"}, free="The case goes on in Connecticut.", pages=2),
    )
    return CaseDraft(
        family="civil",
        number=CaseNumber(2018, 24, "cv", "1", "MRC"),
        caption="Trialrun v. Sigma Teapots Company",
        filed_on=filed,
        judge="Magnus R. Chambers",
        terminated_on=sheet.closed_on,
        nature="365",
        flags=("MDL",),
        facts=CivilFacts(
            cause="28:1332 Diversity-Product Liability",
            jurisdiction="Diversity",
            elsewhere=(("District of Connecticut", "3:18-cv-00029"),),
        ),
        parties=(
            human("Plaintiff", who[0], JOHN_ATTORNEY, since=filed),
            company("Defendant", other[0], since=filed),
        ),
        entries=tuple(sheet.entries),
        settings=sheet.settled(day("2021-11-01")),
    )
