"""What somebody asks of iquery.pl, read from the fields of its form (clients.md 4, 6.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from courts.cases.typed import Days, days, written
from courts.kinds.inquiry import Choices, Inquiry

NOTHING: Final = (
    "Enter a case number, a name or other search criteria; a first name needs a last name."
)
TOO_LONG: Final = "The date range must be less than {days} days."
BOTH_ENDS: Final = "Enter both dates of the range."
#: The fields of the last-entry dates have the same names in every kind of court.
LAST_ENTRY: Final = ("lastentry_from", "lastentry_to")
PARTY: Final = "pty"
ATTORNEY: Final = "aty"
PERSON_TYPES: Final = (("", "All"), (PARTY, "Party"), (ATTORNEY, "Attorney"))
STATUSES: Final = (("", "All"), ("open", "Open"), ("closed", "Closed"))
#: What is typed beyond this is cut: no name or number is longer.
LONGEST: Final = 200
_LONGEST_ID: Final = 9
_MOST_IDS: Final = 50

Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Criteria:
    """What is searched for. `ids` are cases that the finder of case numbers knew already."""

    ids: tuple[int, ...] = ()
    number: str = ""
    status: str = ""
    filed: Days = Days()
    last_entry: Days = Days()
    natures: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
    last: str = ""
    first: str = ""
    middle: str = ""
    exact: bool = False
    person_type: str = ""

    @property
    def by_person(self) -> bool:
        """Say whether people are searched, not cases."""
        return bool(self.last)

    @property
    def empty(self) -> bool:
        """Say whether nothing was asked for that could be searched."""
        wanted = (self.number, self.filed, self.last_entry, self.natures, self.causes)
        return not (any(wanted) or self.chapters or self.last)

    def words(self) -> str:
        """Return the criteria as the receipt tells them."""
        told = (
            ("LName", self.last),
            ("FName", self.first),
            ("MName", self.middle),
            ("Exact", "Y" if self.exact and self.last else ""),
            ("Type", self.person_type),
            ("Status", self.status),
            ("Filed From", written(self.filed.first)),
            ("Filed To", written(self.filed.last)),
            ("Last Entry From", written(self.last_entry.first)),
            ("Last Entry To", written(self.last_entry.last)),
            ("NOS", ", ".join(self.natures)),
            ("Cause", ", ".join(self.causes)),
            ("Chapter", ", ".join(self.chapters)),
        )
        return " ".join(f"{label}: {value}" for label, value in told if value)


def read(typed: Typed, inquiry: Inquiry) -> tuple[Criteria, dict[str, str]]:
    """Read the fields of the form: the criteria, and what is wrong by the name of the field."""
    filed, wrong = _span(typed, inquiry.filed, inquiry.most_days)
    last_entry, more = _span(typed, LAST_ENTRY, inquiry.most_days)
    wrong.update(more)
    criteria = Criteria(
        ids=ids(one(typed, "all_case_ids")),
        number=one(typed, "case_num"),
        status=_known(one(typed, "case_status"), STATUSES),
        filed=filed,
        last_entry=last_entry,
        natures=_chosen(typed, "nature_suit", inquiry.natures),
        causes=_chosen(typed, "cause_action", inquiry.causes),
        chapters=_chosen(typed, "chapter", inquiry.chapters),
        last=one(typed, "last_name"),
        first=one(typed, "first_name"),
        middle=one(typed, "middle_name"),
        exact=bool(one(typed, "ExactMatch")),
        person_type=_known(one(typed, "person_type"), PERSON_TYPES),
    )
    if not criteria.ids and not wrong and criteria.empty:
        wrong["case_num"] = NOTHING
    return criteria, wrong


def ids(text: str) -> tuple[int, ...]:
    """Read `all_case_ids`: numbers with commas; 0 and what is no number are nothing."""
    parts = (part.strip() for part in text.split(","))
    found = [int(p) for p in parts if p.isascii() and p.isdigit() and len(p) <= _LONGEST_ID]
    return tuple(dict.fromkeys(n for n in found if n))[:_MOST_IDS]


def one(typed: Typed, name: str) -> str:
    """Return what stands in a field, without spaces around it."""
    values = typed.get(name, ())
    return values[0].replace("\0", "").strip()[:LONGEST] if values else ""


def _chosen(typed: Typed, name: str, choices: Choices) -> tuple[str, ...]:
    known = dict(choices)
    return tuple(dict.fromkeys(value for value in typed.get(name, ()) if value in known))


def _known(value: str, choices: Choices) -> str:
    return value if value in dict(choices) else ""


def _span(typed: Typed, names: tuple[str, str], most: int) -> tuple[Days, dict[str, str]]:
    span, wrong = days(*((name, one(typed, name)) for name in names))
    if most and span and not wrong:
        if not span.length:
            wrong[names[0]] = BOTH_ENDS
        elif span.length >= most:
            wrong[names[0]] = TOO_LONG.format(days=most)
    return span, wrong
