"""What a search asks for: read, checked, and refused by field (PCL API; facts.md 7.2).

Names of fields are case-sensitive, values are not. The guide itself says both `role` and
`partyRole`, and both `natureOfSuit` and `nos`: either is taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from idp.locator import places, words
from shared.errors import Refusal

LONGEST_TITLE: Final = 254
LONGEST_NAME: Final = 254
LONGEST_TYPE: Final = 6
LONGEST_GENERATION: Final = 5
MOST_VALUES: Final = 300
CHAPTERS: Final = ("7", "9", "11", "12", "13", "15", "304")
_YEAR_FLOOR: Final = 1800
_YEAR_CEILING: Final = 2200
_CENTURY: Final = 60
_SSN_DIGITS: Final = 9
_SSN4_DIGITS: Final = 4
_NOT_DIGITS: Final = re.compile(r"\D")
_NUMBER: Final = re.compile(
    r"""
    (?:(?P<office>[0-9a-z]):)?            # 3:
    (?P<year>\d{4}|\d{2})                 # 2019 or 19
    (?:[- ]?(?P<type>[a-z]{1,6})[- ]?|-)  # -cv-  " cv "  cv  -
    (?P<serial>\d{1,6})
    (?:-[a-z]{2,4})*                      # the initials of judges say nothing here
    """,
    re.VERBOSE,
)


class CriteriaError(Refusal):
    """A search that cannot be made; the sentence names the field."""

    def __init__(self, message: str) -> None:
        super().__init__("criteria", message)


@dataclass(frozen=True, slots=True)
class NumberWanted:
    """A case number as it was typed; type and office are empty where they were left out."""

    year: int
    serial: int
    type: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A range of days; None where it is open."""

    first: date | None = None
    last: date | None = None

    def __bool__(self) -> bool:
        return self.first is not None or self.last is not None


@dataclass(frozen=True, slots=True)
class CaseWanted:
    """What a search says of cases."""

    jurisdiction: str = ""
    case_id: int | None = None
    number_full: NumberWanted | None = None
    title: str = ""
    office: str = ""
    number: int | None = None
    types: tuple[str, ...] = ()
    year: int | None = None
    year_from: int | None = None
    year_to: int | None = None
    courts: tuple[str, ...] = ()
    filed: Span = Span()
    closed: Span = Span()
    dismissed: Span = Span()
    discharged: Span = Span()
    joint_dismissed: Span = Span()
    joint_discharged: Span = Span()
    reopened: Span = Span()
    chapters: tuple[str, ...] = ()
    natures: tuple[str, ...] = ()
    jpml: str = ""
    joint: str = ""

    @property
    def dated(self) -> bool:
        """Say whether it asks for a day on which a case was filed or ended."""
        return bool(self.filed or self.closed or self.dismissed or self.discharged)

    @property
    def narrow(self) -> bool:
        """Say whether it asks for more than a kind of case in a place."""
        numbered = (self.case_id, self.number_full, self.number, self.year, self.year_from)
        if any(one is not None for one in numbered) or self.year_to is not None:
            return True
        spans = (self.joint_dismissed, self.joint_discharged, self.reopened)
        texts = (self.title, self.chapters, self.natures, self.jpml)
        return self.dated or any(spans) or any(texts)


@dataclass(frozen=True, slots=True)
class PartyWanted:
    """What a search says of parties."""

    last: str = ""
    first: str = ""
    middle: str = ""
    generation: str = ""
    exact: bool = False
    kind: str = ""
    roles: tuple[str, ...] = ()
    ssn4: str = ""
    seq: int | None = None
    alias_seq: int | None = None
    alias_type: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """A checked search. `told` is what the program said, for its receipts and reports."""

    parties: bool
    case: CaseWanted
    party: PartyWanted | None = None
    told: Mapping[str, Any] = field(default_factory=dict)


# --------------------------------------------------------------------------- single values


def number(text: str) -> NumberWanted:
    """Read a case number in any of the forms of the guide, as `1:2002bk20340` or `02-20340`.

    :raises CriteriaError: if it is none.
    """
    typed = " ".join(text.lower().split())
    found = _NUMBER.fullmatch(typed)
    if found is None:
        raise CriteriaError(f"Invalid value for caseNumberFull: {text[:40]}")
    digits = found["year"]
    year = int(digits)
    if len(digits) == len("19"):
        year += 2000 if year < _CENTURY else 1900
    return NumberWanted(year, int(found["serial"]), found["type"] or "", found["office"] or "")


def _bad(name: str, value: object) -> CriteriaError:
    return CriteriaError(f"Invalid value for {name}: {str(value)[:40]}")


def _text(longest: int) -> Callable[[str, Any], str]:
    def read(name: str, value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise _bad(name, value)
        text = str(value).strip()
        if len(text) > longest or not text.isprintable():
            raise _bad(name, text)
        return text

    return read


def _lower(longest: int) -> Callable[[str, Any], str]:
    read = _text(longest)
    return lambda name, value: read(name, value).lower()


def _whole(digits: int) -> Callable[[str, Any], int | None]:
    def read(name: str, value: Any) -> int | None:
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise _bad(name, value)
        text = str(value).strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit()) or len(text) > digits:
            raise _bad(name, value)
        return int(text)

    return read


def _year(name: str, value: Any) -> int | None:
    year = _whole(4)(name, value)
    if year is not None and not _YEAR_FLOOR <= year <= _YEAR_CEILING:
        raise _bad(name, value)
    return year


def _flag(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in ("true", "false", ""):
        return value.strip().lower() == "true"
    raise _bad(name, value)


def _day(name: str, value: Any) -> date | None:
    text = _text(LONGEST_NAME)(name, value)
    if not text:
        return None
    try:
        if len(text) != len("2020-01-31"):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise CriteriaError(f"Invalid value for {name}: {text[:40]} is no yyyy-MM-dd") from None


def _several(
    read: Callable[[str, Any], Any], allowed: Callable[[str], bool] = lambda _one: True
) -> Callable[[str, Any], tuple[str, ...]]:
    def several(name: str, value: Any) -> tuple[str, ...]:
        values = value if isinstance(value, list | tuple) else [value]
        if len(values) > MOST_VALUES:
            raise CriteriaError(f"Too many values for {name}")
        found = tuple(read(name, one) for one in values)
        for one in found:
            if one and not allowed(one):
                raise _bad(name, one)
        return tuple(one for one in found if one)

    return several


def _one_of(*allowed: str) -> Callable[[str, Any], str]:
    def read(name: str, value: Any) -> str:
        text = _lower(LONGEST_NAME)(name, value)
        if text and text not in allowed:
            raise _bad(name, text)
        return text

    return read


def _full_number(name: str, value: Any) -> NumberWanted | None:
    text = _text(LONGEST_NAME)(name, value)
    return number(text) if text else None


def _ssn(digits: int) -> Callable[[str, Any], str]:
    def read(name: str, value: Any) -> str:
        found = _NOT_DIGITS.sub("", _text(LONGEST_NAME)(name, value))
        if found and len(found) != digits:
            raise CriteriaError(f"Invalid value for {name}: {digits} digits are needed")
        # Dockets show the last four digits only, so no more of a number is ever known.
        return found[-_SSN4_DIGITS:]

    return read


def _nature(one: str) -> bool:
    return one.isdigit() and len(one) in (3, 4)


# --------------------------------------------------------------------------- the fields

_Reader = Callable[[str, Any], Any]
_NAME_FIELDS: Final = ("lastName", "firstName", "middleName", "generation")
#: Field of the interface -> field of `CaseWanted` and how it is read.
_CASE: Final[Mapping[str, tuple[str, _Reader]]] = MappingProxyType(
    {
        "jurisdictionType": ("jurisdiction", _one_of(*words.JURISDICTIONS)),
        "caseId": ("case_id", _whole(9)),
        "caseNumberFull": ("number_full", _full_number),
        "caseTitle": ("title", _lower(LONGEST_TITLE)),
        "caseOffice": ("office", _lower(1)),
        "caseNumber": ("number", _whole(6)),
        "caseType": ("types", _several(_lower(LONGEST_TYPE))),
        "caseYear": ("year", _year),
        "caseYearFrom": ("year_from", _year),
        "caseYearTo": ("year_to", _year),
        "courtId": ("courts", _several(_lower(LONGEST_NAME), places.is_code)),
        "federalBankruptcyChapter": ("chapters", _several(_lower(4), CHAPTERS.__contains__)),
        "natureOfSuit": ("natures", _several(_lower(4), _nature)),
        "nos": ("natures", _several(_lower(4), _nature)),
        "jpmlNumber": ("jpml", lambda name, value: str(_whole(6)(name, value) or "")),
        "caseJoint": ("joint", _one_of("y", "n")),
        "dispositionMethod": ("", _text(LONGEST_NAME)),
        "dispMethodJt": ("", _text(LONGEST_NAME)),
    }
)
#: Ranges of days: the stem of both fields -> field of `CaseWanted`.
_SPANS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "dateFiled": "filed",
        "effectiveDateClosed": "closed",
        "dateTermed": "closed",
        "dateDismissed": "dismissed",
        "dateDischarged": "discharged",
        "dateReopened": "reopened",
        "dateDismissJt": "joint_dismissed",
        "dateDischargeJt": "joint_discharged",
    }
)
_PARTY: Final[Mapping[str, tuple[str, _Reader]]] = MappingProxyType(
    {
        "lastName": ("last", _lower(LONGEST_NAME)),
        "firstName": ("first", _lower(LONGEST_NAME)),
        "middleName": ("middle", _lower(LONGEST_NAME)),
        "generation": ("generation", _text(LONGEST_GENERATION)),
        "exactNameMatch": ("exact", _flag),
        "partyType": ("kind", _lower(LONGEST_TYPE)),
        "role": ("roles", _several(_lower(LONGEST_TYPE))),
        "partyRole": ("roles", _several(_lower(LONGEST_TYPE))),
        "ssn": ("ssn4", _ssn(_SSN_DIGITS)),
        "ssn4": ("ssn4", _ssn(_SSN4_DIGITS)),
        "seqNo": ("seq", _whole(6)),
        "aliasEq": ("alias_seq", _whole(6)),
        "aliasType": ("alias_type", _lower(12)),
        "description": ("", _text(LONGEST_NAME)),
    }
)
#: Said of a request and not of what it looks for; what it says is checked for its form only.
_PASSED: Final = frozenset({"reportId", "page", "searchType", "requestType", "requestSource"})


def read(told: object, *, parties: bool) -> Search:
    """Read the criteria of a search for cases or for parties.

    :raises CriteriaError: names the field that will not do, or says what is missing.
    """
    if not isinstance(told, Mapping):
        raise CriteriaError("The search criteria are no object.")
    inner_name = "courtCase" if parties else "party"
    outer = {name: value for name, value in told.items() if name != inner_name}
    inner = told.get(inner_name) or {}
    if not isinstance(inner, Mapping):
        raise _bad(inner_name, inner)
    # A party search may say the fields of a case beside its own, a case search may not.
    _check_known(outer, lambda name: _case_field(name) or (parties and name in _PARTY))
    _check_known(inner, _case_field if parties else _PARTY.__contains__)
    case_told = {**_of(outer, _case_field), **_of(inner if parties else {}, _case_field)}
    party_told = _of(outer if parties else inner, _PARTY.__contains__)
    search = Search(
        parties=parties,
        case=_case(case_told),
        party=_party(party_told) if party_told else None,
        told=_cleaned(told),
    )
    _check_minimum(search)
    return search


def _case_field(name: str) -> bool:
    return name in _CASE or _span_of(name) is not None


def _of(told: Mapping[str, Any], mine: Callable[[str], bool]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if mine(name) and value is not None}


def _check_known(told: Mapping[str, Any], known: Callable[[str], bool]) -> None:
    """Refuse names that a search has not, as `lastname` for `lastName`."""
    for name, value in told.items():
        if name not in _PASSED and not known(name):
            raise CriteriaError(f"Unrecognized field: {str(name)[:40]}")
        if name in _PASSED and value is not None:
            _text(LONGEST_NAME)(name, value)


def _span_of(name: str) -> tuple[str, str] | None:
    """Return the field of a range that a name means, and which end of it."""
    for end in ("From", "To"):
        stem = name.removesuffix(end)
        if stem != name and stem in _SPANS:
            return _SPANS[stem], end
    return None


def _case(told: Mapping[str, Any]) -> CaseWanted:
    values: dict[str, Any] = {}
    ends: dict[str, dict[str, date | None]] = {}
    for name, value in told.items():
        span = _span_of(name)
        if span is not None:
            ends.setdefault(span[0], {})[span[1]] = _day(name, value)
        else:
            target, reader = _CASE[name]
            found = reader(name, value)
            if target and found not in ("", (), None):
                values[target] = found
    for target, pair in ends.items():
        span_found = Span(pair.get("From"), pair.get("To"))
        if span_found.first and span_found.last and span_found.first > span_found.last:
            raise CriteriaError(f"The range of {target} ends before it begins.")
        values[target] = span_found
    return CaseWanted(**values)


def _party(told: Mapping[str, Any]) -> PartyWanted:
    values: dict[str, Any] = {}
    for name, value in told.items():
        target, reader = _PARTY[name]
        found = reader(name, value)
        if target and found not in ("", (), None):
            values[target] = found
    return PartyWanted(**values)


def _check_minimum(search: Search) -> None:
    party = search.party
    if party is not None and party.ssn4 and not party.last:
        raise CriteriaError(words.SSN_NEEDS_NAME)
    named = party is not None and bool(party.last)
    if search.parties and not (named or search.case.dated):
        raise CriteriaError(words.MINIMUM_PARTY)
    if not search.parties and not (named or search.case.narrow):
        raise CriteriaError(words.MINIMUM_CASE)


def _cleaned(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the criteria without what is empty, of a social security number its last digits."""
    found: dict[str, Any] = {}
    for name, value in told.items():
        if isinstance(value, Mapping):
            if inner := _cleaned(value):
                found[name] = inner
        elif name in ("ssn", "ssn4"):
            if digits := _NOT_DIGITS.sub("", str(value or "")):
                found["ssn4"] = digits[-_SSN4_DIGITS:]
        elif value not in (None, "", [], ()):
            found[name] = value
    return found


# --------------------------------------------------------------------------- sorting and paging

PAGE_ROWS: Final = 54
MOST_PAGES: Final = 100
MOST_BATCH_ROWS: Final = 108_000
MOST_SORTS: Final = 10
_MDL: Final = ("mdlExtension", "mdlLittype", "mdlLitType")
_CIVIL: Final = ("civilDateInitiate", "civilDateInitiated", "civilDateDisposition")
_CIVIL_MORE: Final = ("civilDateTerminated", "civilStatInitiated", "civilStatDisposition")
_CIVIL_LAST: Final = ("civilStatTerminated", "civilCtoNumber", "civilTransferee")
#: Sort fields of cases; empty for what this index does not hold, which sorts nothing.
CASE_SORTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "courtId": "pcl_id",
        "caseId": "case_id",
        "caseYear": "year",
        "caseNumber": "number",
        "caseNumberFull": "number_full",
        "caseOffice": "office",
        "caseType": "type",
        "caseTitle": "title_key",
        "dateFiled": "filed",
        "effectiveDateClosed": "closed",
        "dateTermed": "closed",
        "dateReopened": "",
        "dateDismissed": "dismissed",
        "dateDischarged": "discharged",
        "bankrupctyChapter": "chapter",
        "bankruptcyChapter": "chapter",
        "dispositionMethod": "disposition",
        "jointDispositionMethod": "",
        "jointDismissedDate": "joint_dismissed",
        "jointDischargedDate": "joint_discharged",
        "jointBankruptcyFlag": "joint",
        "natureOfSuit": "nature",
        "jurisdictionType": "jurisdiction",
        "jpmlNumber": "mdl_number",
        **dict.fromkeys((*_MDL, *_CIVIL, *_CIVIL_MORE, *_CIVIL_LAST), ""),
        "mdlStatus": "mdl_status",
        "mdlCourtId": "mdl_court",
        "mdlTransferee": "mdl_transferee",
        "mdlTransfereeDistrict": "mdl_court",
        "mdlDateReceived": "mdl_received",
        "mdlDateOrdered": "mdl_ordered",
    }
)
#: Sort fields of parties beside those that belong to the case.
PARTY_SORTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "lastName": "last_key",
        "firstName": "first_key",
        "middleName": "middle_key",
        "generation": "generation",
        "partyType": "kind",
        "role": "role",
        "partyRole": "role",
        "seqNo": "seq",
        "aliasEq": "alias_seq",
        "aliasType": "alias_type",
        "description": "",
        "disposition": "disposition",
    }
)


class ArgumentError(Refusal):
    """A page or an order of rows that there is not."""

    def __init__(self, message: str) -> None:
        super().__init__("argument", message)


def sorts(asked: list[str], *, parties: bool) -> list[tuple[str, bool]]:
    """Read orders such as `caseYear,DESC`: the field's name, and whether it descends.

    :raises ArgumentError: for a field or a direction that there is not.
    """
    found = []
    for one in asked[:MOST_SORTS]:
        name, _, way = one.partition(",")
        known = name in CASE_SORTS or (parties and name in PARTY_SORTS)
        if not known or way.strip().upper() not in ("", "ASC", "DESC"):
            raise ArgumentError(f"Invalid sort: {one[:40]}")
        found.append((name, way.strip().upper() == "DESC"))
    return found


def page(text: str) -> int:
    """Read a page number, 0 for the first; one hundred pages are shown at most.

    :raises ArgumentError: if there is no such page.
    """
    plain = text.strip() or "0"
    if not (plain.isascii() and plain.isdigit()) or len(plain) > len("1000"):
        raise ArgumentError(f"Invalid page: {text[:20]}")
    if int(plain) >= MOST_PAGES:
        raise ArgumentError(f"Invalid page: {plain}. Pages go from 0 to {MOST_PAGES - 1}.")
    return int(plain)


def summary(search: Search) -> str:
    """Return a search in words, as receipts show it: `All Courts; Name X`."""
    case, party = search.case, search.party
    parts = [", ".join(code.upper() for code in case.courts) or "All Courts"]
    if party is not None:
        parts += _party_words(search, party)
    if case.number_full is not None:
        parts.append(f"Case Number {_told(search, 'caseNumberFull')}")
    parts += [
        f"{label} {value}"
        for label, value in (
            ("Case Number", case.number or ""),
            ("Case ID", case.case_id or ""),
            ("Case Title", case.title),
            ("Case Type", ", ".join(case.types)),
            ("Case Year", case.year or ""),
            ("Case Years", _years(case)),
            ("Chapter", ", ".join(case.chapters)),
            ("Nature of Suit", ", ".join(case.natures)),
            ("JPML Number", case.jpml),
        )
        if value
    ]
    spans = (
        ("Filed", case.filed),
        ("Closed", case.closed),
        ("Dismissed", case.dismissed),
        ("Discharged", case.discharged),
    )
    parts += [f"{label} {span.first or ''} to {span.last or ''}" for label, span in spans if span]
    return "; ".join(parts)


def _party_words(search: Search, party: PartyWanted) -> list[str]:
    inner = search.told if search.parties else search.told.get("party", {})
    parts = (str(inner.get(name, "")) for name in _NAME_FIELDS)
    name = " ".join(part for part in parts if part)
    found = [f"Name {name}"] if name else []
    return found + ([f"Role {', '.join(party.roles)}"] if party.roles else [])


def _years(case: CaseWanted) -> str:
    if case.year_from is None and case.year_to is None:
        return ""
    return f"{case.year_from or ''} to {case.year_to or ''}"


def _told(search: Search, name: str) -> str:
    inner = search.told.get("courtCase")
    found = search.told.get(name) or (inner.get(name) if isinstance(inner, Mapping) else "")
    return str(found or "")
