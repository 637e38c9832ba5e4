"""Cases that are hard to write as a page and to read back: every awkward thing at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from courts.kinds.drafts import (
    LEAD,
    NOTICED,
    PRO_HAC,
    CaseDraft,
    CivilFacts,
    CounselDraft,
    CountDraft,
    DocumentDraft,
    LinkDraft,
    PartyDraft,
)
from courts.kinds.numbers import CaseNumber
from tests.integration.courts.records import entry

FILED = date(2020, 2, 3)
_AMP = CounselDraft(
    "Zoë  O'Brien-Ñandú, Jr.",
    ('Smith & "Sons" <LLP>', "1 Example Street", "Sampleton, CT 00000", "203-555-0101"),
    (LEAD, PRO_HAC, NOTICED),
)
_OTHER_OFFICE = replace(_AMP, contact=("Another Office", "2 Example Street"), roles=())
_BARE = CounselDraft("Bare Counsel", (), ())
_GONE = CounselDraft(
    "Gone Counsel", ("3 Example Street",), (NOTICED,), terminated_on=date(2020, 5, 6)
)

CIVIL = CaseDraft(
    family="civil",
    number=CaseNumber(2020, 7, "cv", "3", "ABC"),
    caption='Ünïcode & Söhne "GmbH" <Trustees> v. O\'Malley',
    filed_on=FILED,
    judge="Ann B. Carter",
    terminated_on=date(2021, 3, 4),
    nature="440",
    flags=("CASREF", "MDL & <b>"),
    facts=CivilFacts(
        cause="42:1983 Civil Rights Act",
        jurisdiction="Federal Question",
        jury="Both",
        demand="$1,000,000",
        mdl_status="Member",
        elsewhere=(("Superior Court & Annex", "CV-19-1 <x>"),),
    ),
    parties=(
        PartyDraft(
            "Plaintiff",
            'Ünïcode & Söhne "GmbH" <Trustees>',
            extra="a <foreign> company & its heirs",
            aliases=(("dba", "U & S"), ("fka", "Old <Name>")),
            counsel=(_AMP, _BARE, _GONE),
        ),
        PartyDraft("Plaintiff", "Second Söhne", counsel=(_AMP,)),
        PartyDraft("Plaintiff", "Third Söhne", counsel=(_OTHER_OFFICE,)),
        PartyDraft("Plaintiff", "Fourth Söhne", counsel=(_AMP, _AMP)),
        PartyDraft("Consol Plaintiff", "Nobody Represents"),
        PartyDraft(
            "Defendant",
            "Sean O'Malley",
            first="Sean",
            last="O'Malley",
            address=("9 Elm & Oak", "Apt. <3>", "Testham, CT 00000"),
            email="sean@omalley.test",
        ),
        PartyDraft(
            "Defendant",
            "Town of Example",
            address=("Town Hall",),
            terminated_on=date(2020, 9, 1),
        ),
        PartyDraft(
            "ThirdParty Defendant",
            "Alone Gone",
            first="Alone",
            last="Gone",
            terminated_on=date(2020, 10, 1),
        ),
        PartyDraft("Defendant", "Twin Names LLC", counsel=(_BARE,)),
        PartyDraft("Defendant", "Twin Names LLC", counsel=(_BARE,)),
    ),
    entries=(
        entry(
            1,
            1,
            'COMPLAINT against O\'Malley & "Others" <all>, filed by Ünïcode. (Attachments: # 1 '
            "Exhibit # 2 of many, # 2 Exhibit <B> & C, # 3 3 letters)",
            FILED,
            event="complaint",
            documents=(
                DocumentDraft(12),
                DocumentDraft(2, "Exhibit", "# 2 of many"),
                DocumentDraft(3, "Exhibit", "<B> & C"),
                DocumentDraft(1, "", "3 letters"),
            ),
        ),
        entry(2, None, "Minute Entry with <i>tags</i> & 'quotes'.", FILED),
        entry(3, 3, "TEXT ORDER without a paper; see <https://x.test?a=1&b=2>.", FILED),
        entry(
            4,
            2,
            "ANSWER to 1 Complaint and 3 Order, 100% of it; 2 of 2 counts.",
            date(2020, 2, 1),
            documents=(DocumentDraft(4),),
            refers=(1, 3),
        ),
        entry(
            5,
            14,
            "REPLY\tto  2   Answer with\nodd white space.",
            date(2020, 3, 1),
            documents=(DocumentDraft(1),),
            refers=(4,),
        ),
    ),
)

_FAY = CounselDraft("Fay Defender", ("Federal Defenders & Co.", "203-555-0188"), (LEAD,))
_GIL = CounselDraft("Gil Prosecutor", ("U.S. Attorney's Office",), (LEAD,))
_USA = PartyDraft("Plaintiff", "USA", counsel=(_GIL,))
_DOE = PartyDraft(
    "Defendant",
    "John <Jack> Doe",
    first="John",
    last="Doe",
    aliases=(("aka", "Johnny & Co"),),
    counsel=(_FAY,),
    counts=(
        CountDraft("pending", "18:1343.F FRAUD BY WIRE (1-2)", "Imprisonment 12 months & a day"),
        CountDraft("pending", "18:2.F AIDING <AND> ABETTING (3)"),
        CountDraft("terminated", "21:846 CONSPIRACY (4)", "Dismissed on government's motion"),
        CountDraft("complaint", "18:371 Conspiracy", "See indictment"),
    ),
    offense_opening="Felony",
    offense_terminated="Felony",
    defendant=1,
)

ONE_DEFENDANT = CaseDraft(
    family="criminal",
    number=CaseNumber(2020, 8, "cr", "3", "ABC"),
    caption="USA v. Doe",
    filed_on=FILED,
    judge="Ann B. Carter",
    parties=(_USA, _DOE),
    entries=(
        entry(
            1,
            1,
            "INDICTMENT as to John Doe (1) count(s) 1-4.",
            FILED,
            event="indictment",
            documents=(DocumentDraft(3),),
        ),
    ),
)
SEVERAL_DEFENDANTS = CaseDraft(
    family="criminal",
    number=CaseNumber(2020, 9, "cr", "3", "ABC", "DEF"),
    caption="USA v. Doe et al",
    filed_on=FILED,
    judge="Ann B. Carter",
    referred="Dan E. Frank",
    terminated_on=date(2021, 1, 5),
    parties=(
        _USA,
        replace(_DOE, counsel=(_FAY, _AMP)),
        PartyDraft(
            "Defendant",
            "Jane Roe",
            first="Jane",
            last="Roe",
            counsel=(_AMP,),
            counts=(CountDraft("terminated", "18:371.F CONSPIRACY (1)", "Acquitted"),),
            offense_terminated="Felony",
            defendant=2,
            terminated_on=date(2021, 1, 5),
        ),
        PartyDraft("Defendant", "Max Alone", first="Max", last="Alone", defendant=3),
        PartyDraft("Interested Party", "The Example Gazette"),
    ),
    entries=ONE_DEFENDANT.entries,
    links=(LinkDraft("related", CaseNumber(2020, 8, "cr", "3", "ABC")),),
)
HARD = (CIVIL, ONE_DEFENDANT, SEVERAL_DEFENDANTS)
