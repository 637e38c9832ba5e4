"""Copies of personas for the seats of classes: the same people, with names of their own.

Pure. Who sits in seat 7 of class `k3f` and plays John Attorney signs in as `jattorney.k3f-07`, with
John's password and the seat's own digits after it, and gets mail at `seat07.k3f.test`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from shared.personas import CourtAccountSeed, PacerAccountSeed, Persona

#: Where the serial numbers of copies of cases begin: where numbers name a type, and elsewhere
#: within an office, which the first digit names.
_TYPED_FROM: Final = 20_000
_FROM: Final = 8_000
_PER_OFFICE: Final = 10_000
_SERIAL: Final = re.compile(r"(?P<head>(?:\d:)?\d\d-(?P<type>[a-z]{2}-)?)(?P<serial>\d+)")
_TYPED_DIGITS: Final = 5
_AT_SEAT: Final = re.compile(r"[@.](?:seat(?P<number>\d\d)|class)\.(?P<code>[a-z0-9]+)\.test$")
#: What a start state may say of an account in a court.
LINKS: Final = ("unlinked", "linked")


@dataclass(frozen=True, slots=True)
class Chair:
    """A seat as names are made from it: the class's code, the number, the digits of its passwords.

    Number 0 is the class itself, where its clerks sit.
    """

    code: str
    number: int
    key: str

    @property
    def tag(self) -> str:
        """Return what follows a name: k3f-07, or k3f for the class itself."""
        return f"{self.code}-{self.number:02d}" if self.number else self.code

    @property
    def domain(self) -> str:
        """Return where the people of the seat get their mail."""
        first = f"seat{self.number:02d}" if self.number else "class"
        return f"{first}.{self.code}.test"

    def named(self, name: str) -> str:
        """Return a login or key with the seat after it."""
        return f"{name}.{self.tag}"

    def password(self, printed: str) -> str:
        """Return a persona's password with the seat's digits after it."""
        return f"{printed}-{self.key}"

    def mail(self, address: str, *, home: str) -> str:
        """Return an address at the seat's domain; one of another house than `home` keeps a trace.

        Somebody whose old account has the address of a former firm must still have two addresses.
        """
        local, _, house = address.partition("@")
        at_home = house == home.partition("@")[2]
        return (
            f"{local}@{self.domain}" if at_home else f"{local}@{house.split('.')[0]}.{self.domain}"
        )


def seat_of_address(address: str) -> tuple[str, int] | None:
    """Return the class's code and the seat's number of a mail address; None for others."""
    found = _AT_SEAT.search(address.lower())
    return None if found is None else (found["code"], int(found["number"] or 0))


def seated(
    persona: Persona,
    chair: Chair,
    *,
    account_number: str = "",
    links: Mapping[str, str] = MappingProxyType({}),
) -> Persona:
    """Return the copy of a persona that sits in a seat.

    :param account_number: its PACER account number, if it has an account.
    :param links: by court, `linked` or `unlinked` where the copy differs from the persona.
    """
    home = persona.pacer.email if persona.pacer else _first_address(persona)
    courts = {
        court: _court(account, chair, home=home, link=links.get(court, account.link))
        for court, account in persona.courts.items()
        # Somebody who never had an old login cannot be without a link.
        if account.login_name is not None or links.get(court) != "unlinked"
    }
    return replace(
        persona,
        key=chair.named(persona.key),
        pacer=None if persona.pacer is None else _pacer(persona.pacer, chair, account_number),
        courts=MappingProxyType(courts),
        borrows=MappingProxyType({c: chair.named(key) for c, key in persona.borrows.items()}),
        same_person_as=(
            None if persona.same_person_as is None else chair.named(persona.same_person_as)
        ),
    )


def _first_address(persona: Persona) -> str:
    return next((account.primary_email for account in persona.courts.values()), "")


def _pacer(account: PacerAccountSeed, chair: Chair, number: str) -> PacerAccountSeed:
    return replace(
        account,
        user_name=chair.named(account.user_name),
        password=chair.password(account.password),
        account_number=number,
        email=chair.mail(account.email, home=account.email),
        firm=account.firm or chair_words(chair),
    )


def chair_words(chair: Chair) -> str:
    """Return a seat in words, as it stands where a firm's name would."""
    where = f"class {chair.code.upper()}"
    return f"Seat {chair.number:02d}, {where}" if chair.number else where.capitalize()


def _court(account: CourtAccountSeed, chair: Chair, *, home: str, link: str) -> CourtAccountSeed:
    joined = link != "unlinked"
    return replace(
        account,
        login_name=None if account.login_name is None else chair.named(account.login_name),
        password=None if account.password is None else chair.password(account.password),
        primary_email=chair.mail(account.primary_email, home=home),
        link=link,  # type: ignore[arg-type]
        linked_on=(account.linked_on or account.created) if joined else None,
    )


def copied_serial(serial: int, place: int, *, typed: bool) -> int:
    """Return the serial number of a copy of a case, above all that reference cases have.

    :param serial: of the reference case.
    :param place: which copy it is: ten times the seat's number, and which of the seat's cases.
    :param typed: whether the court's numbers name a type of case.
    """
    return place + (_TYPED_FROM if typed else serial - serial % _PER_OFFICE + _FROM)


def whole_number(written: str) -> str:
    """Return a case number with the zeros that people leave out: 3:19-cv-00021 for 3:19-cv-21.

    What is no number without judges and defendants is returned as it is.
    """
    found = _SERIAL.fullmatch(written)
    if found is None or not found["type"]:
        return written
    return f"{found['head']}{found['serial'].zfill(_TYPED_DIGITS)}"


def copied_number(written: str, place: int) -> str:
    """Return the number of a copy of a case (see `copied_serial`): 3:19-cv-20011.

    :raises ValueError: if it is no number without judges and defendants.
    """
    found = _SERIAL.fullmatch(written)
    if found is None:
        raise ValueError(f"{written} is no number of a case")
    serial = copied_serial(int(found["serial"]), place, typed=bool(found["type"]))
    return f"{found['head']}{serial:04d}"
