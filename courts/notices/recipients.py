"""Who is told of an entry, by mail or by other means: pure (facts 3.6, 3.9, 2.3, 2.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

EACH: Final = "each"
DAILY: Final = "daily"
PRIMARY: Final = 0
_NO_CASES: Final[Mapping[int, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Address:
    """An address of an account: what it is sent of the cases in which the account is involved.

    `cases` are the cases on its own list, with their frequency.
    """

    address: str
    place: int = PRIMARY
    my_cases: bool = True
    frequency: str = EACH
    format: str = "html"
    cases: Mapping[int, str] = field(default_factory=lambda: _NO_CASES)

    def frequency_in(self, case_id: int, *, involved: bool) -> str:
        """Return how often the address is told of a case; empty if it is not told at all."""
        listed = self.cases.get(case_id)
        if listed is not None:
            return listed
        return self.frequency if involved and self.my_cases else ""


@dataclass(frozen=True, slots=True)
class Account:
    """An e-file account as notices see it; `limited` is a role that is never of record (2.3)."""

    user_id: int
    name: str
    role: str = "attorney"
    subject: str = ""
    active: bool = True
    limited: bool = False
    agent: bool = False
    addresses: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True)
class Involved:
    """Somebody of a case as the docket has them: counsel, or a party who acts alone.

    `behalf` is for whom, as bankruptcy courts write it ("Debtor Delta, LLC"); `lines` is where
    paper goes; `account` the e-file account, None if they have none.
    """

    name: str
    behalf: str = ""
    lines: tuple[str, ...] = ()
    account: Account | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """An address that is told, and how."""

    address: str
    frequency: str = EACH
    format: str = "html"


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody who is told by mail."""

    account: Account
    name: str
    behalf: str
    boxes: tuple[Box, ...]

    @property
    def addresses(self) -> tuple[str, ...]:
        """All addresses, the primary one first."""
        return tuple(box.address for box in self.boxes)


@dataclass(frozen=True, slots=True)
class Missed:
    """Somebody who is told by other means."""

    name: str
    behalf: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceList:
    """Who is told of what happens in a case.

    `subscribers` follow the case without being involved: they are told, without a free look and
    not of anything sealed, and the notice does not name them.
    """

    electronic: tuple[Reached, ...] = ()
    other: tuple[Missed, ...] = ()
    subscribers: tuple[Reached, ...] = ()


def service_list(
    case_id: int, involved: Iterable[Involved], accounts: Iterable[Account]
) -> ServiceList:
    """Sort everybody of a case, and those who subscribed to it, by how they are told.

    :param involved: in the order of the docket; somebody for several parties once for each.
    :param accounts: all accounts that are involved or have the case on a list.
    """
    reached: dict[int, Reached] = {}
    missed: dict[tuple[str, tuple[str, ...]], Missed] = {}
    for each in involved:
        account = each.account
        of_record = account is not None and not account.limited and not account.agent
        boxes = _boxes(account, case_id, involved=True) if account and of_record else ()
        if account is None or not boxes:
            _miss(missed, each)
        else:
            _reach(reached, account, each, boxes)
    listed = [
        Reached(account, account.name, "", boxes)
        for account in accounts
        if account.user_id not in reached and (boxes := _boxes(account, case_id, involved=False))
    ]
    # Whoever is no counsel of record here but follows the case is told by mail after all.
    told = {each.account.name for each in listed}
    return ServiceList(
        electronic=tuple(reached.values()),
        other=tuple(each for each in missed.values() if each.name not in told),
        subscribers=tuple(listed),
    )


def _boxes(account: Account, case_id: int, *, involved: bool) -> tuple[Box, ...]:
    if not account.active:
        return ()
    found: dict[str, Box] = {}
    for each in sorted(account.addresses, key=lambda address: address.place):
        frequency = each.frequency_in(case_id, involved=involved)
        if frequency and each.address:
            found.setdefault(each.address.lower(), Box(each.address, frequency, each.format))
    return tuple(found.values())


def _reach(
    reached: dict[int, Reached], account: Account, each: Involved, boxes: Sequence[Box]
) -> None:
    known = reached.get(account.user_id)
    behalf = [] if known is None or not known.behalf else [known.behalf]
    if each.behalf and each.behalf not in behalf:
        behalf.append(each.behalf)
    name = each.name if known is None else known.name
    reached[account.user_id] = Reached(account, name, ", ".join(behalf), tuple(boxes))


def _miss(missed: dict[tuple[str, tuple[str, ...]], Missed], each: Involved) -> None:
    key = each.name, each.lines
    known = missed.get(key)
    behalf = each.behalf
    if known is not None and known.behalf and behalf and behalf not in known.behalf:
        behalf = f"{known.behalf}, {behalf}"
    missed[key] = Missed(each.name, behalf, each.lines)
