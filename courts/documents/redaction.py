"""What a filer must black out and has not: warnings of the training mode (facts 8).

The real system does not look for it; the filer alone answers for it. What is found is told by page
and with the words around it, never with the secret itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType
from typing import Final, Literal

from courts.documents.facts import PdfFacts

Kind = Literal["ssn", "tin", "birth_date", "minor", "account", "home_address", "covered"]

#: Which rule holds, by the kind of case.
CITATIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "civil": "Fed. R. Civ. P. 5.2(a)",
        "criminal": "Fed. R. Crim. P. 49.1(a)",
        "bankruptcy": "Fed. R. Bankr. P. 9037(a)",
        "appellate": "Fed. R. App. P. 25(a)(5)",
    }
)
_HOME_ADDRESSES: Final = frozenset({"criminal"})
KINDS: Final[tuple[Kind, ...]] = (
    "ssn", "tin", "birth_date", "minor", "account", "home_address", "covered",
)  # fmt: skip
#: What is exempt, and from which of the kinds (rules 5.2(b), 49.1(b), 9037(b)).
EXEMPTIONS: Final[Mapping[str, frozenset[Kind]]] = MappingProxyType(
    {
        "forfeiture_account": frozenset({"account"}),
        "minor_debtor": frozenset({"minor"}),
        "petition_preparer": frozenset({"ssn", "tin"}),
        "administrative_record": frozenset(KINDS),
        "state_court_record": frozenset(KINDS),
        "earlier_record": frozenset(KINDS),
        "pro_se_habeas": frozenset(KINDS),
        "charging_document": frozenset(KINDS),
        "warrant": frozenset(KINDS),
    }
)
_MESSAGES: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        "ssn": "A Social Security number stands here in full: only its last four digits may.",
        "tin": "A taxpayer identification number stands here in full: only its last four digits "
        "may.",
        "birth_date": "A date of birth stands here in full: only the year may.",
        "minor": "The name of a minor seems to stand here: only the initials may.",
        "account": "The number of a financial account stands here in full: only its last four "
        "digits may.",
        "home_address": "A home address stands here: in a criminal case only city and state may.",
        "covered": "A dark box covers words that are still in the document: anybody can copy them "
        "out. Remove the words before you make the PDF.",
    }
)
_AROUND: Final = 32
_NEAR: Final = 60
_MOST: Final = 200
_ADULT: Final = 18
_LUHN: Final = 10
_WHITE: Final = re.compile(r"\s+")

# --------------------------------------------------------------------------- shapes

_DASH: Final = "[-\u2010\u2011\u2012\u2013\u2014]"
_SSN: Final = re.compile(
    rf"(?<![\d-])\d{{3}}\s?{_DASH}\s?\d{{2}}\s?{_DASH}\s?\d{{4}}(?![\d-]\d|\d)"
)
_SSN_LOOSE: Final = re.compile(r"(?<![\d-])\d{3}[ .]?\d{2}[ .]?\d{4}(?![\d-]\d|\d)")
_SSN_WORDS: Final = re.compile(r"social\s+security|\bS\.?S\.?N\b|\bITIN\b|\bSS\s?#", re.IGNORECASE)
_TIN: Final = re.compile(
    rf"(?<![\d-])\d{{2}}\s?{_DASH}\s?\d{{7}}(?!\d)|(?<![\d-])\d{{9}}(?![\d-]\d|\d)"
)
_TIN_WORDS: Final = re.compile(
    r"\bF?EIN\b|\bE\.I\.N\.|\bTIN\b|\bT\.I\.N\.|employer\s+(?:id|identification)"
    r"|tax(?:payer)?[\s-]+(?:id|identification)",
    re.IGNORECASE,
)
_MONTH: Final = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DATE: Final = (
    rf"(?:(?<![\d-])\d{{1,2}}\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?(?:\d{{4}}|\d{{2}})(?!\d)"
    rf"|\d{{4}}-\d{{2}}-\d{{2}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:day\s+of\s+)?{_MONTH},?\s+\d{{4}})"
)
_BORN: Final = r"(?:\bD\.?O\.?B\b\.?|\bdates?\s+of\s+birth|\bbirth\s?-?dates?|\bbirthday|\bborn)"
_BIRTHS: Final = (
    re.compile(
        rf"{_BORN}(?:\s+(?:on|is|was|of))*[^\w\n]{{0,6}}\s?(?P<secret>{_DATE})", re.IGNORECASE
    ),
    re.compile(rf"(?P<secret>{_DATE})\s?[,(]?\s?\(?{_BORN}(?!\W{{0,8}}\d)", re.IGNORECASE),
)
_NAME_WORD: Final = r"[A-Z][a-z]+(?:[-'\u2019][A-Z][a-z]+)?"
_NAME: Final = rf"{_NAME_WORD}(?:\s+[A-Z]\.?)?(?:\s+{_NAME_WORD}){{1,2}}"
_CHILD: Final = r"(?:child(?:ren)?|sons?|daughters?|stud(?:ent|ents)|victims?|plaintiffs?)"
_MINORS: Final = (
    re.compile(
        rf"\b(?i:minor\s+{_CHILD})(?:\s+(?i:named|known\s+as))?\s*[,:(]?\s*"
        rf"(?P<secret>{_NAME}(?:\s*(?:,|and|&)\s*(?:and\s+)?{_NAME}){{0,4}})"
    ),
    re.compile(rf"(?P<secret>{_NAME})\s*[,(]\s*(?:(?i:a|the)\s+)(?i:minor)\b(?!\s+[A-Z])"),
    re.compile(rf"(?P<secret>{_NAME})\s*[,(]\s*(?i:aged?)\s*:?\s*(?P<age>\d{{1,2}})\b"),
    re.compile(rf"(?P<age>\d{{1,2}})[-\s]years?[-\s]old\s+(?P<secret>{_NAME})"),
    re.compile(
        rf"(?P<secret>{_NAME})\s*,?\s*(?i:who\s+is|is)\s+(?P<age>\d{{1,2}})\s+(?i:years?\s+old)"
    ),
    re.compile(
        rf"(?i:guardian\s+ad\s+litem|next\s+friend|parent\s+and\s+(?:natural\s+)?guardian)\s+"
        rf"(?i:of|for|to)\s+(?:(?i:the\s+minor|minor)\s*,?\s*)?(?P<secret>{_NAME})"
    ),
)
#: Capitals that are no one's name.
_NOT_A_NAME: Final = re.compile(
    r"\b(?:The|A|An|This|That|Court|Courts|District|United|States|Plaintiff|Plaintiffs|Defendant"
    r"|Defendants|Motion|Order|Exhibit|Exhibits|Complaint|Answer|Response|Reply|Brief|Minor"
    r"|Minors|League|Traffic|Offense|Repairs|Child|Children|Support|Protection|Services|Act"
    r"|State|County|City|School|Department|Hearing|Trial|Judge|Magistrate|Clerk|Attorney"
    r"|Counsel|Rule|Rules|Fed|Civil|Criminal|Bankruptcy|Settlement|Estate|Trust|Compromise"
    r"|Age|Doe|Roe|No|Number|Petition|Memorandum|Notice|Section|Title|Chapter|Federal|Family"
    r"|Board|Education|Inc|Company)\b"
)
_ACCOUNT_WORDS: Final = (
    r"(?:\b(?:bank|checking|savings|brokerage|credit\s+card|debit\s+card|loan|mortgage|deposit"
    r"|money\s+market|financial|IRA|401\(k\))?\s*(?:accounts?|accts?|a/c)\b|\bcard\b|\bloan\b"
    r"|\bIBAN\b)"
)
_ACCOUNT: Final = re.compile(
    rf"{_ACCOUNT_WORDS}\.?\s*(?:(?:no|nos|number|numbers|num)\b\.?|#)?\s*"
    r"(?:is|was|of|with|at\s+[\w\s]{0,30}?)?\s*[:#(]?\s*"
    r"(?P<secret>(?:[A-Z]{2}\d{2}\s?)?\d(?:[\s-]?\d){4,23})(?![\d/])",
    re.IGNORECASE,
)
_CARD: Final = re.compile(r"(?<![\d-])(?:\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}|\d{16})(?![\d-]\d|\d)")
_STREET: Final = (
    r"\d{1,6}\s+(?:[NSEW]\.?\s+|(?:North|South|East|West)\s+)?(?:[A-Z0-9][\w.'-]*\s+){1,4}?"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Lane|Ln|Court|Ct|Place|Pl|Boulevard|Blvd|Way"
    r"|Circle|Cir|Terrace|Ter|Parkway|Pkwy|Trail|Highway|Hwy)\b\.?"
    r"(?:,?\s*(?:Apt|Apartment|Unit|Suite|\#)\.?\s*[\w-]+)?"
)
_HOME: Final = re.compile(
    r"(?i:\b(?:resid(?:es?|ed|ing|ence)|home|lives?|lived|living|dwelling|domiciled)\b)"
    rf"[^.\n]{{0,60}}?(?P<secret>{_STREET})"
)


@dataclass(frozen=True, slots=True)
class Setting:
    """In what kind of case a paper is filed, and from what it is exempt.

    :ivar case: one of `CITATIONS`.
    :ivar exempt: some of `EXEMPTIONS`.
    """

    case: str = "civil"
    exempt: frozenset[str] = frozenset()

    @property
    def rule(self) -> str:
        """The rule, as it is cited."""
        return CITATIONS[self.case]

    @property
    def kinds(self) -> frozenset[Kind]:
        """What is looked for."""
        free = frozenset[Kind]().union(*(EXEMPTIONS[each] for each in self.exempt))
        address = frozenset[Kind]() if self.case in _HOME_ADDRESSES else {"home_address"}
        return frozenset(KINDS) - free - address


#: Looks for everything; `fitting` then leaves what the case at hand protects.
WIDEST: Final = Setting("criminal")


@dataclass(frozen=True, slots=True)
class RedactionFinding:
    """Something that should not be readable; `snippet` holds the words around it, masked."""

    kind: Kind
    rule: str
    page: int
    snippet: str
    message: str


@dataclass(frozen=True, slots=True)
class Span:
    """Where a secret stands in a text."""

    kind: Kind
    start: int
    end: int


def of_court(kind: str) -> Setting:
    """Return the setting of a paper of which only the kind of court is known."""
    return Setting(kind if kind in CITATIONS else "civil")


def check(facts: PdfFacts, setting: Setting) -> tuple[RedactionFinding, ...]:
    """Return what should have been blacked out, in the order of the pages."""
    found: list[RedactionFinding] = []
    for page, words in enumerate(facts.texts, start=1):
        # One white space at a time: no shape below has to try long runs of them in turn.
        text = _WHITE.sub(lambda run: "\n" if "\n" in run[0] else " ", words)
        every = spans_of(text)
        masked = mask(text, every)
        found += [
            _told(span, masked, page, setting) for span in every if span.kind in setting.kinds
        ]
    if "covered" in setting.kinds:
        found += [
            RedactionFinding(
                "covered",
                setting.rule,
                each.page,
                f"{sum(map(str.isalnum, each.text))} letters and digits below a dark box",
                _MESSAGES["covered"],
            )
            for each in facts.covered
        ]
    return tuple(sorted(found, key=lambda each: each.page)[:_MOST])


def fitting(found: tuple[RedactionFinding, ...], setting: Setting) -> tuple[RedactionFinding, ...]:
    """Return those of `WIDEST` that hold in a setting, with its rule."""
    return tuple(replace(each, rule=setting.rule) for each in found if each.kind in setting.kinds)


def spans_of(text: str) -> tuple[Span, ...]:
    """Return where secrets of any kind stand in a text, none of them within another."""
    every = [span for finder in _FINDERS for span in finder(text)]
    every.sort(key=lambda span: (span.start, span.start - span.end))
    kept: list[Span] = []
    for span in every:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


def mask(text: str, spans: tuple[Span, ...]) -> str:
    """Return a text of the same length without its secrets, nor any long number."""
    letters = list(text)
    for span in spans:
        for at in range(span.start, span.end):
            if letters[at].isalnum():
                letters[at] = "*"
    return re.sub(r"\d{4,}", lambda found: "*" * len(found[0]), "".join(letters))


def _told(span: Span, masked: str, page: int, setting: Setting) -> RedactionFinding:
    before = masked[max(0, span.start - _AROUND) : span.start]
    after = masked[span.end : span.end + _AROUND]
    snippet = " ".join(f"{before}{masked[span.start : span.end]}{after}".split())
    return RedactionFinding(span.kind, setting.rule, page, snippet, _MESSAGES[span.kind])


# --------------------------------------------------------------------------- what is looked for


def _ssns(text: str) -> Iterator[Span]:
    for found in _SSN.finditer(text):
        if not _near(_TIN_WORDS, text, found.start()) or _near(_SSN_WORDS, text, found.start()):
            yield Span("ssn", *found.span())
        else:
            yield Span("tin", *found.span())
    for found in _SSN_LOOSE.finditer(text):
        if _near(_SSN_WORDS, text, found.start()):
            yield Span("ssn", *found.span())


def _tins(text: str) -> Iterator[Span]:
    for found in _TIN.finditer(text):
        if _near(_TIN_WORDS, text, found.start()) or _follows(_TIN_WORDS, text, found.end()):
            yield Span("tin", *found.span())


def _birth_dates(text: str) -> Iterator[Span]:
    for shape in _BIRTHS:
        for found in shape.finditer(text):
            yield Span("birth_date", *found.span("secret"))


def _minors(text: str) -> Iterator[Span]:
    for shape in _MINORS:
        for found in shape.finditer(text):
            age = found.groupdict().get("age")
            if age is not None and int(age) >= _ADULT:
                continue
            start, end = found.span("secret")
            for name in re.finditer(_NAME, text[start:end]):
                if _NOT_A_NAME.search(name[0]) is None:
                    yield Span("minor", start + name.start(), start + name.end())


def _accounts(text: str) -> Iterator[Span]:
    for found in _ACCOUNT.finditer(text):
        if not re.fullmatch(_DATE, found["secret"]):
            yield Span("account", *found.span("secret"))
    for found in _CARD.finditer(text):
        if _is_card(found[0]):
            yield Span("account", *found.span())


def _homes(text: str) -> Iterator[Span]:
    for found in _HOME.finditer(text):
        yield Span("home_address", *found.span("secret"))


_FINDERS: Final[tuple[Callable[[str], Iterator[Span]], ...]] = (
    _ssns,
    _tins,
    _birth_dates,
    _minors,
    _accounts,
    _homes,
)


def _near(words: re.Pattern[str], text: str, at: int) -> bool:
    return words.search(text, max(0, at - _NEAR), at) is not None


def _follows(words: re.Pattern[str], text: str, at: int) -> bool:
    return words.search(text, at, at + _NEAR // 4) is not None


def _is_card(text: str) -> bool:
    """Say whether the last digit of a card's number is right."""
    digits = [int(each) for each in text if each.isdigit()]
    doubled = [
        digit if n % 2 else digit * 2 - (9 if digit * 2 > 9 else 0)  # noqa: PLR2004
        for n, digit in enumerate(digits)
    ]
    alike = len(list(groupby(digits))) == 1
    return not alike and sum(doubled) % _LUHN == 0
