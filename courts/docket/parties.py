"""The list of parties and counsel of a docket sheet, block by block (facts 3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Final, Protocol

from courts.docket.asking import written

SEE_ABOVE: Final = "(See above for address)"
PRO_SE: Final = "PRO SE"
VERSUS_BEFORE: Final = frozenset({"Defendant", "Respondent", "Appellee"})
#: What docket sheets write for the short words of an alias.
ALIASES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "aka": "also known as",
        "dba": "doing business as",
        "fka": "formerly known as",
        "fdba": "formerly doing business as",
        "nka": "now known as",
        "obo": "on behalf of",
        "ta": "trading as",
    }
)


class Whole(Protocol):
    """A party with its counsel and counts (`cases.queries.PartyView`)."""

    @property
    def party(self) -> Any:
        """Return the row of the party."""

    @property
    def counsel(self) -> Sequence[Any]:
        """Return the rows of its counsel."""

    @property
    def counts(self) -> Sequence[Any]:
        """Return the rows of its counts."""


@dataclass(frozen=True, slots=True)
class Lawyer:
    """Who represents a party: lines below the name, then roles in italics."""

    name: str
    lines: tuple[str, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Charge:
    """A count or complaint and what became of it."""

    name: str
    disposition: str


@dataclass(frozen=True, slots=True)
class Block:
    """A party as its sheet shows it; `versus` puts the V. before it.

    `defendant` is above 0 for those who are charged: their counts follow.
    """

    role: str
    name: str
    extra: tuple[str, ...]
    terminated: str
    lawyers: tuple[Lawyer, ...]
    versus: bool = False
    defendant: int = 0
    pending: tuple[Charge, ...] = ()
    closed: tuple[Charge, ...] = ()
    complaints: tuple[Charge, ...] = ()
    opening: str = "None"
    closing: str = "None"


@dataclass(slots=True)
class _Printed:
    """Whose address stands on the sheet already."""

    lines: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, name: str, contact: tuple[str, ...]) -> tuple[str, ...]:
        """Return the lines below a name: the contact once, a hint the second time."""
        if contact and self.lines.get(name) == contact:
            return (SEE_ABOVE,)
        if contact:
            self.lines[name] = contact
        return contact


def blocks(parties: Iterable[Whole], *, terminated: bool) -> tuple[Block, ...]:
    """Return the parties of a case in docket order; who has left only if `terminated`."""
    printed, versus = _Printed(), False
    found: list[Block] = []
    for each in parties:
        if each.party.terminated_on is not None and not terminated:
            continue
        turn = not versus and bool(found) and each.party.role in VERSUS_BEFORE
        versus = versus or turn
        found.append(_block(each, printed, terminated=terminated, versus=turn))
    return tuple(found)


def criminal(
    parties: Iterable[Whole], *, terminated: bool, defendant: int = 0
) -> tuple[Block, ...]:
    """Return the parties of a criminal case: defendants by number, others, the plaintiff last.

    Programs attach a defendant's counts when the next party begins (clients.md 5.6).

    :param defendant: leaves the other defendants out; 0 shows all.
    """
    ordered = sorted(
        (p for p in parties if defendant in (0, p.party.defendant) or not p.party.defendant),
        key=lambda p: (
            p.party.role == "Plaintiff",
            p.party.defendant == 0,
            p.party.defendant,
            p.party.seq,
        ),
    )
    printed = _Printed()
    return tuple(
        _block(each, printed, terminated=terminated, versus=False)
        for each in ordered
        if terminated or each.party.terminated_on is None
    )


def _block(each: Whole, printed: _Printed, *, terminated: bool, versus: bool) -> Block:
    party = each.party
    counsel = [c for c in each.counsel if terminated or c.terminated_on is None]
    alone = not counsel and bool(party.address)
    pro_se = alone and bool(party.last)
    extra = [*party.extra.splitlines()]
    for kind, name in party.aliases:
        extra += [ALIASES.get(kind, kind), name]
    if alone and not pro_se:
        extra += party.address
    return Block(
        role=f"{party.role} ({party.defendant})" if party.defendant else party.role,
        name=party.name,
        extra=tuple(extra),
        terminated=_terminated(party.terminated_on),
        lawyers=_pro_se(party)
        if pro_se
        else tuple(_lawyer(row, printed, terminated=terminated) for row in counsel),
        versus=versus,
        defendant=party.defendant,
        pending=_charges(each.counts, "pending"),
        closed=_charges(each.counts, "terminated"),
        complaints=_charges(each.counts, "complaint"),
        opening=party.offense_opening or "None",
        closing=party.offense_terminated or "None",
    )


def _pro_se(party: Any) -> tuple[Lawyer, ...]:
    mail = (f"Email: {party.email}",) if party.email else ()
    return (Lawyer(party.name, (*party.address, *mail, PRO_SE), ()),)


def _lawyer(row: Any, printed: _Printed, *, terminated: bool) -> Lawyer:
    left = (_terminated(row.terminated_on),) if row.terminated_on is not None else ()
    lines = printed.of(row.name, tuple(row.contact))
    return Lawyer(row.name, lines, (*left, *row.roles) if terminated else tuple(row.roles))


def _terminated(day: date | None) -> str:
    return "" if day is None else f"TERMINATED: {written(day)}"


def _charges(counts: Sequence[Any], status: str) -> tuple[Charge, ...]:
    return tuple(Charge(c.name, c.disposition) for c in counts if c.status == status)
