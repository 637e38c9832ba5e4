"""The docket sheet of a court of appeals as values, ready to be written (facts 5; clients 5.19).

Programs read the page by its labels, so every word of a label stands in the templates; here stands
what follows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from courts.kinds.drafts import LEAD, NOTICED, PRO_HAC

#: How dockets of appeals abbreviate what counsel are: counsel of record, lead, to be noticed.
_SHORT: Final[tuple[tuple[str, str], ...]] = ((LEAD, "LD"), (NOTICED, "NTC"), (PRO_HAC, "PHV"))
OF_RECORD: Final = "COR"
#: By whom counsel came to a party; one of them stands behind the abbreviations.
_ENGAGED: Final = ("Retained", "Government", "Appointed", "CJA Appointment", "Pro Se", "Pro Bono")
_DESIGNATION: Final = "Designation: "
_KNOWN: Final = (OF_RECORD, *(short for _, short in _SHORT))
SEE_ABOVE: Final = "(see above)"
_TYPE_LINES: Final = 3
#: Whoever answers an appeal stands below the "v." of a list of parties.
_ANSWERING: Final = ("Appellee", "Respondent", "Defendant")
_FORMS: Final = MappingProxyType({"": "html", "XML": "xml", "TXT": "txt"})
_DAY: Final = re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}|\d{2})", re.ASCII)
_THIS_CENTURY: Final = 2000
#: Days of other years are slips, and days near the ends of the calendar have no neighbours.
_YEARS: Final = range(1800, 2200)
_KILO: Final = 1024
_YES: Final = frozenset({"y", "yes", "on", "true", "long"})


@dataclass(frozen=True, slots=True)
class Options:
    """Which parts of a docket sheet are wanted, by the fields of the real form (clients 4).

    `form` is html, xml or txt; `full` is a docket report as against a case summary.
    """

    full: bool = False
    entries: bool = False
    origin: bool = False
    prior: bool = False
    associated: bool = False
    panel: bool = False
    parties: bool = False
    caption: bool = False
    several: bool = False
    first_day: date | None = None
    last_day: date | None = None
    form: str = "html"

    @property
    def title(self) -> str:
        """What a receipt calls the report."""
        if not self.full:
            return "Case Summary"
        parts = (self.entries, self.origin, self.prior, self.associated, self.panel, self.parties)
        whole = all(parts) and self.first_day is None and self.last_day is None
        return f"Docket Report ({'full' if whole else 'filtered'})"

    @property
    def lists_papers(self) -> bool:
        """Say whether the papers of each entry are listed."""
        return self.several or self.form != "html"

    def fields(self) -> dict[str, str]:
        """Return the fields that ask for the same parts again."""
        told = {
            field: "long" if field == "incCaption" else "Y"
            for field, name in FIELDS.items()
            if getattr(self, name)
        }
        for field, day in (("dateFrom", self.first_day), ("dateTo", self.last_day)):
            if day is not None:
                told[field] = f"{day:%m/%d/%Y}"
        return told


#: The fields of the real form that are ticked or not.
FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "fullDocketReport": "full",
        "incDktEntries": "entries",
        "incOrigDkt": "origin",
        "incPrior": "prior",
        "incAssoc": "associated",
        "incPanel": "panel",
        "incPtyAty": "parties",
        "incCaption": "caption",
        "incPdfMulti": "several",
    }
)


class OptionError(ValueError):
    """A day that is none, or a span that ends before it begins; `field` is where."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


def read_options(fields: Mapping[str, str]) -> Options:
    """Read what a form or a program asks for; fields that nobody knows are passed over.

    The wish for XML or text comes without `fullDocketReport`, but means the docket report.

    :raises OptionError: for a day that is none.
    """
    ticked: dict[str, Any] = {
        name: fields.get(field, "").strip().lower() in _YES for field, name in FIELDS.items()
    }
    form = _FORMS.get(fields.get("outputXML_TXT", "").strip().upper(), "html")
    first, last = (read_day(fields.get(name, ""), name) for name in ("dateFrom", "dateTo"))
    if first is not None and last is not None and first > last:
        raise OptionError("dateTo", "The start date must be less than or equal to the end date")
    options = Options(first_day=first, last_day=last, form=form)
    return replace(options, **{**ticked, "full": ticked["full"] or form != "html"})


def read_day(text: str, field: str) -> date | None:
    """Read a day as the forms write it, 05/03/2021 or 5/3/21; what is left empty is none.

    :raises OptionError: if it is none.
    """
    typed = text.strip()
    if not typed:
        return None
    found = _DAY.fullmatch(typed)
    try:
        if found is None:
            raise ValueError(typed)
        year = int(found["year"])
        century = _THIS_CENTURY if len(found["year"]) < len("2021") else 0
        if year + century not in _YEARS:
            raise ValueError(typed)
        return date(year + century, int(found["month"]), int(found["day"]))
    except ValueError:
        raise OptionError(field, "Enter a day as mm/dd/yyyy.") from None


# --------------------------------------------------------------------------- what is written


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an appeal comes from; `url` leads to the docket below if that court is here."""

    district: str
    number: str
    url: str = ""
    judge: str = ""
    reporter: str = ""
    filed_on: date | None = None
    #: Label and day, only of days that are known: programs match both rows by their places.
    dates: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Lawyer:
    """Counsel as their lines: the name first, what they are in brackets."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """A party. `versus` says that "v." stands above it; `last` that no comma follows its role."""

    name: str
    role: str
    terminated_on: date | None = None
    more: tuple[str, ...] = ()
    lawyers: tuple[Lawyer, ...] = ()
    versus: bool = False
    last: bool = False


class Paper(NamedTuple):
    """A paper of an entry; `number` counts from 1, the main document is the first."""

    number: int
    doc_id: str
    dlsid: int
    title: str
    pages: int
    size: int
    shown: bool = True

    @property
    def open_id(self) -> str:
        """The id that opens the paper itself; `doc_id` may lead to the menu of its entry."""
        return f"{self.doc_id[:3]}1{self.doc_id[4:]}"

    @property
    def weight(self) -> str:
        """How large it is."""
        return weight(self.size)


class Line(NamedTuple):
    """An entry; `doc_id` is empty where there is nothing to open.

    `pages` and `size` are of all that can be opened; `papers` are left out where nobody lists them.
    A named tuple, because a docket has thousands.
    """

    seq: int
    filed_on: date
    number: int | None
    text: str
    doc_id: str = ""
    pages: int = 0
    size: int = 0
    papers: tuple[Paper, ...] = ()

    @property
    def extent(self) -> str:
        """How much there is to open: `3 pg, 99.1 KB`."""
        return f"{self.pages} pg, {weight(self.size)}" if self.doc_id else ""

    @property
    def shown(self) -> tuple[Paper, ...]:
        """The papers that can be opened."""
        return tuple(paper for paper in self.papers if paper.shown)


@dataclass(frozen=True, slots=True)
class Tie:
    """An associated case: its number, what it is to this one, since when."""

    lead: str
    member: str
    kind: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Prior:
    """An earlier appeal of the same case."""

    number: str
    filed: str = ""
    disposed: str = ""
    disposition: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A docket sheet. Parts that are not wanted, or not there, are empty or None."""

    case_id: int
    number: str
    caption: str
    docketed_on: date
    termed_on: date | None
    nature: str
    appeal_from: str
    fee_status: str
    types: tuple[str, ...]
    origin: Origin | None = None
    prior: tuple[Prior, ...] = ()
    associated: tuple[Tie, ...] = ()
    panel: tuple[str, ...] = ()
    sides: tuple[Side, ...] = ()
    long_caption: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()


def bracket(roles: Iterable[str]) -> str:
    """Return what counsel are, as the docket abbreviates it: `[COR LD NTC Retained]`."""
    given = [word.removeprefix(_DESIGNATION) for word in roles]
    shorts = dict(_SHORT)
    known = [word for word in given if word in _KNOWN]
    named = [shorts[word] for word in given if word in shorts]
    words = {*known, *named, OF_RECORD}
    told = [word for word in _KNOWN if word in words]
    rest = [word for word in given if word not in _KNOWN and word not in shorts]
    engaged = any(word in _ENGAGED for word in rest)
    return f"[{' '.join([*told, *rest, *(() if engaged else ('Retained',))])}]"


def lawyer(
    name: str, contact: Iterable[str], roles: Iterable[str], *, left_on: date | None = None
) -> Lawyer:
    """Return counsel as lines. Empty ones would end the block, so there are none."""
    told = [line for line in contact if line.strip()]
    left = [f"Terminated: {left_on:%m/%d/%Y}"] if left_on else []
    return Lawyer((name, *left, bracket(roles), *told))


def on_their_own(name: str, address: Iterable[str], email: str) -> Lawyer | None:
    """Return a party without counsel as its own; None if nobody knows where it lives."""
    lines = [line for line in (*address, *([f"Email: {email}"] if email else ())) if line.strip()]
    return Lawyer((name, "[NTC Pro Se]", *lines)) if lines else None


def abridged(sides: Iterable[Side]) -> tuple[Side, ...]:
    """Write counsel who stand higher up already without their address (`(see above)`).

    Readers go up to the nearest whole address of that name, so only the same one is left out.
    """
    seen: dict[str, tuple[str, ...]] = {}
    told = []
    for side in sides:
        lawyers = []
        for each in side.lawyers:
            name, contact = each.lines[0], _contact(each)
            if contact and seen.get(name) == contact:
                lawyers.append(Lawyer((name, _brackets(each), SEE_ABOVE)))
                continue
            seen[name] = contact
            lawyers.append(each)
        told.append(replace(side, lawyers=tuple(lawyers)))
    return tuple(told)


def _brackets(each: Lawyer) -> str:
    return next(line for line in each.lines[1:] if line.startswith("["))


def _contact(each: Lawyer) -> tuple[str, ...]:
    return tuple(line for line in each.lines[1:] if not line.startswith("["))


def with_versus(sides: Iterable[Side], caption: str) -> tuple[Side, ...]:
    """Mark above which party "v." stands: where a list turns to those who answer."""
    told: list[Side] = []
    turned = " v. " not in caption
    for side in sides:
        answers = any(word in side.role for word in _ANSWERING) and "Appellant" not in side.role
        told.append(replace(side, versus=answers and not turned and bool(told)))
        turned = turned or answers
    if told:
        told[-1] = replace(told[-1], last=True)
    return tuple(told)


def type_lines(types: Iterable[str]) -> tuple[str, ...]:
    """Return the three lines of the case type; what is not known is a hyphen."""
    told = [line for line in types if line]
    return (*told, *("-",) * (_TYPE_LINES - len(told)))


def weight(size: int) -> str:
    """Write a size as lists of papers do."""
    kb = size / _KILO
    return f"{kb:.1f} KB" if kb < _KILO else f"{kb / _KILO:.1f} MB"
