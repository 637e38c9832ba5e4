"""Official tables of civil cases and adversary proceedings: nature of suit, cause and others.

Numbers and words are those of the civil cover sheet (form JS 44) and of the adversary proceeding
cover sheet (form B1040), as docket sheets print them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

NATURES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "110": "Insurance",
        "120": "Contract: Marine",
        "130": "Contract: Miller Act",
        "140": "Negotiable Instrument",
        "150": "Contract: Recovery/Enforcement",
        "151": "Contract: Recovery Medicare",
        "152": "Contract: Recovery Student Loan",
        "153": "Contract: Recovery Veteran Ben.",
        "160": "Stockholders Suits",
        "190": "Contract: Other",
        "195": "Contract Product Liability",
        "196": "Contract: Franchise",
        "210": "Real Property: Land Condemnation",
        "220": "Real Property: Foreclosure",
        "230": "Rent Lease & Ejectment",
        "240": "Torts to Land",
        "245": "Tort Product Liability",
        "290": "Real Property: Other",
        "310": "Airplane",
        "315": "Airplane Product Liability",
        "320": "Assault Libel & Slander",
        "330": "Federal Employer's Liability",
        "340": "Marine",
        "345": "Marine Product Liability",
        "350": "Motor Vehicle",
        "355": "Motor Vehicle Prod. Liability",
        "360": "P.I.: Other",
        "362": "Personal Inj. Med. Malpractice",
        "365": "Personal Inj. Prod. Liability",
        "367": "Personal Injury: Health Care/Pharmaceutical Personal Injury Product Liability",
        "368": "P.I. : Asbestos",
        "370": "Other Fraud",
        "371": "Truth in Lending",
        "375": "False Claims Act",
        "376": "Qui Tam (31 U.S.C. 3729(a))",
        "380": "Personal Property: Other",
        "385": "Prop. Damage Prod. Liability",
        "400": "State Reapportionment",
        "410": "Anti-Trust",
        "422": "Bankruptcy Appeal (801)",
        "423": "Bankruptcy Withdrawal",
        "430": "Banks and Banking",
        "440": "Civil Rights: Other",
        "441": "Civil Rights: Voting",
        "442": "Civil Rights: Jobs",
        "443": "Civil Rights: Accommodations",
        "445": "Civil Rights: Americans with Disabilities - Employment",
        "446": "Civil Rights: Americans with Disabilities - Other",
        "448": "Civil Rights: Education",
        "450": "Interstate Commerce",
        "460": "Deportation",
        "462": "Naturalization Application",
        "463": "Habeas Corpus - Alien Detainee",
        "465": "Other Immigration Actions",
        "470": "Racketeer/Corrupt Organization",
        "480": "Consumer Credit",
        "485": "Telephone Consumer Protection Act (TCPA)",
        "490": "Cable/Satellite TV",
        "510": "Prisoner: Vacate Sentence",
        "530": "Habeas Corpus (General)",
        "535": "Death Penalty - Habeas Corpus",
        "540": "Mandamus & Other",
        "550": "Prisoner: Civil Rights",
        "555": "Prisoner: Prison Condition",
        "560": "Prisoner: Civil Detainee",
        "625": "Drug Related Seizure of Property",
        "690": "Forfeiture/Penalty: Other",
        "710": "Labor: Fair Standards",
        "720": "Labor: Labor/Mgt. Relations",
        "740": "Labor: Railway Labor Act",
        "751": "Labor: Family and Medical Leave Act",
        "790": "Labor: Other",
        "791": "Labor: E.R.I.S.A.",
        "820": "Copyright",
        "830": "Patent",
        "835": "Patent - Abbreviated New Drug Application (ANDA)",
        "840": "Trademark",
        "850": "Securities/Commodities",
        "861": "Social Security: HIA",
        "862": "Social Security: Black Lung",
        "863": "Social Security: DIWC/DIWW",
        "864": "Social Security: SSID Tit. XVI",
        "865": "Social Security: RSI Tax Suits",
        "870": "Taxes",
        "871": "Tax Suits: IRS-Third Party",
        "880": "Defend Trade Secrets Act (of 2016)",
        "890": "Other Statutory Actions",
        "891": "Agriculture Acts",
        "893": "Environmental Matters",
        "895": "Freedom of Information Act",
        "896": "Other Statutory Actions: Arbitration",
        "899": "Other Statutory Actions: Administrative Procedures Act/Review or Appeal of "
        "Agency Decision",
        "950": "Constitutional - State Statute",
    }
)

#: Cases whose documents are for the parties alone (Fed. R. Civ. P. 5.2(c)).
SOCIAL_SECURITY: Final = frozenset({"861", "862", "863", "864", "865"})
IMMIGRATION: Final = frozenset({"460", "462", "463", "465"})

CAUSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "05:0552": "Freedom of Information Act",
        "05:0702": "Administrative Procedure Act",
        "08:1329": "Writ of Mandamus to Adjudicate Visa Petition",
        "09:0001": "U.S. Arbitration Act",
        "15:0001": "Antitrust Litigation",
        "15:0078": "Securities Exchange Act",
        "15:1051": "Trademark Infringement",
        "15:1125": "Trademark Infringement (Lanham Act)",
        "15:1601": "Truth in Lending",
        "15:1692": "Fair Debt Collection Act",
        "17:0101": "Copyright Infringement",
        "18:1836": "Defend Trade Secrets Act",
        "18:1962": "Racketeering (RICO) Act",
        "26:7422": "IRS: Refund Taxes",
        "28:0158": "Notice of Appeal re Bankruptcy Matter (BAP)",
        "28:1331": "Fed. Question",
        "28:1332": "Diversity-Breach of Contract",
        "28:1345": "Foreclosure",
        "28:1346": "Tort Claim",
        "28:1441": "Petition for Removal",
        "28:2201": "Declaratory Judgment",
        "28:2241": "Petition for Writ of Habeas Corpus (federal)",
        "28:2254": "Petition for Writ of Habeas Corpus (State)",
        "28:2255": "Motion to Vacate / Correct Illegal Sentence",
        "29:0185": "Labor/Mgt. Relations (Contracts)",
        "29:0201": "Fair Labor Standards Act",
        "29:0621": "Job Discrimination (Age)",
        "29:1132": "E.R.I.S.A.-Employee Benefits",
        "29:2601": "Family and Medical Leave Act",
        "31:3729": "False Claims Act",
        "33:1365": "Environmental Matters",
        "35:0271": "Patent Infringement",
        "42:0405": "Review of HHS Decision (SSID)",
        "42:1981": "Civil Rights",
        "42:1983": "Civil Rights Act",
        "42:2000": "Job Discrimination (Employment)",
        "42:12101": "Americans With Disabilities Act",
        "45:0051": "Railways: Fed. Employer's Liability Act",
        "46:0688": "Jones Act",
        "47:0227": "Restrictions of Use of Telephone Equipment",
    }
)

JURISDICTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "1": "U.S. Government Plaintiff",
        "2": "U.S. Government Defendant",
        "3": "Federal Question",
        "4": "Diversity",
        "5": "Local Question",
    }
)
#: What a filer finds chosen when a civil case is opened (facts 3.8).
DEFAULT_JURISDICTION: Final = "3"

JURY_DEMANDS: Final[Mapping[str, str]] = MappingProxyType(
    {"n": "None", "p": "Plaintiff", "d": "Defendant", "b": "Both"}
)

ORIGINS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "1": "Original Proceeding",
        "2": "Removed from State Court",
        "3": "Remanded from Appellate Court",
        "4": "Reinstated or Reopened",
        "5": "Transferred from Another District",
        "6": "Multidistrict Litigation - Transfer",
        "8": "Multidistrict Litigation - Direct File",
    }
)

ADVERSARY_NATURES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "11": "Recovery of money/property - 542 turnover of property",
        "12": "Recovery of money/property - 547 preference",
        "13": "Recovery of money/property - 548 fraudulent transfer",
        "14": "Recovery of money/property - other",
        "21": "Validity, priority or extent of lien or other interest in property",
        "31": "Approval of sale of property of estate and of a co-owner - 363(h)",
        "41": "Objection / revocation of discharge - 727(c),(d),(e)",
        "51": "Revocation of confirmation",
        "61": "Dischargeability - 523(a)(5), domestic support",
        "62": "Dischargeability - 523(a)(2), false pretenses, false representation, actual fraud",
        "63": "Dischargeability - 523(a)(8), student loan",
        "64": "Dischargeability - 523(a)(15), divorce or separation obligation",
        "65": "Dischargeability - other",
        "66": "Dischargeability - 523(a)(1),(14),(14A) priority tax claims",
        "67": "Dischargeability - 523(a)(4), fraud as fiduciary, embezzlement, larceny",
        "68": "Dischargeability - 523(a)(6), willful and malicious injury",
        "71": "Injunctive relief - reinstatement of stay",
        "72": "Injunctive relief - other",
        "81": "Subordination of claim or interest",
        "91": "Declaratory judgment",
        "01": "Determination of removed claim or cause",
        "02": "Other (e.g. other actions that would have been brought in state court if unrelated "
        "to bankruptcy)",
    }
)


def nature(code: str) -> str:
    """Return a nature of suit as a docket sheet prints it: `440 Civil Rights: Other`.

    :raises KeyError: if the table has no such number.
    """
    return f"{code} {NATURES[code]}"


def cause(code: str) -> str:
    """Return a cause as a docket sheet prints it: `42:1983 Civil Rights Act`.

    :raises KeyError: if the table has no such section.
    """
    title, _, section = code.partition(":")
    return f"{int(title)}:{int(section)} {CAUSES[code]}"
