"""Who the people of the training federation are: for the seeder, the tests and `moot personas`.

Every name, number and password here is invented and printed openly; nothing in it is a secret.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

AccountKind = Literal["individual", "shared", "paa"]
RegistrationType = Literal["case_search_only", "attorney_filer", "non_attorney_filer", "paa"]
AccountStatus = Literal["active", "disabled", "locked"]
CourtRole = Literal[
    "attorney", "creditor", "trustee", "us_trustee", "pro_se", "filing_agent", "court_reporter"
]
CourtStatus = Literal["active", "disabled"]
LinkState = Literal["linked", "unlinked", "registered"]

SPECIAL_IN_LOGIN = "&@$*"
TOTP_SECRET = re.compile(r"[A-Z2-7]{32}")
LEGACY_USER_NAME = re.compile(r"[a-z]{2}[0-9]{4}")
MOST_SEATS = 999
MOST_RUNS = 999
SHORTEST_NAME_PART = 3
SHORTEST_PASSWORD = 14
LONGEST_PASSWORD = 45


class PersonaError(ValueError):
    """The persona file says something that cannot be."""


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name as one member of the federation spells it."""

    first: str
    last: str
    middle: str = ""
    generation: str = ""

    @property
    def display(self) -> str:
        """Return the name as screens show it."""
        return " ".join(p for p in (self.first, self.middle, self.last, self.generation) if p)


@dataclass(frozen=True, slots=True)
class Address:
    """A synthetic postal address."""

    street: str
    city: str
    state: str
    zip: str
    county: str
    country: str = "USA"


@dataclass(frozen=True, slots=True)
class PacerAccountSeed:
    """One account at the PACER Service Center (facts.md 1.3)."""

    user_name: str
    password: str
    account_number: str
    kind: AccountKind
    registration_type: RegistrationType
    legacy: bool
    status: AccountStatus
    email: str
    phone: str
    address: Address
    date_of_birth: date
    opened: date
    client_code_required: bool = False
    firm: str = ""
    exempt_cja: bool = False
    #: The courts in which an exempt account is exempt.
    exempt_in: tuple[str, ...] = ()
    staff_roles: tuple[str, ...] = ()
    #: Of an authenticator app that is enrolled; it counts from the day on which MFA begins.
    totp_secret: str = ""


@dataclass(frozen=True, slots=True)
class CourtAccountSeed:
    """One old ECF account (or a registration) in one court.

    `login_name` and `password` are None for a registered account, which never had old ones;
    `linked_on` is then the day of the registration.
    """

    login_name: str | None
    password: str | None
    first_name: str
    last_name: str
    role: CourtRole
    status: CourtStatus
    primary_email: str
    temporary_password: bool
    created: date
    link: LinkState
    linked_on: date | None
    verification_phrase: str
    bar_number: str | None
    password_known: bool = True

    def link_at(self, day: date) -> LinkState:
        """Return the link state on a day: a later link is not made yet."""
        if self.linked_on is not None and self.linked_on > day:
            return "unlinked"
        return self.link

    def exists_at(self, day: date) -> bool:
        """Return whether the court knows this account on a day."""
        return self.created <= day


@dataclass(frozen=True, slots=True)
class Persona:
    """One invented person, with all that the federation knows of them.

    `borrows` names, per court, the persona whose old login this one types in a link exercise.
    `same_person_as` names the persona whose second account this is.
    """

    key: str
    name: PersonName
    story: str
    pacer: PacerAccountSeed | None
    courts: Mapping[str, CourtAccountSeed] = field(default_factory=dict)
    staff_of: tuple[str, ...] = ()
    borrows: Mapping[str, str] = field(default_factory=dict)
    same_person_as: str | None = None

    @property
    def display_name(self) -> str:
        """Return the name as PACER shows it."""
        return self.name.display


@cache
def load() -> tuple[Persona, ...]:
    """Return every persona of the training federation, in the order of the file.

    :raises PersonaError: when the file contradicts itself.
    """
    text = resources.files("shared").joinpath("personas.toml").read_text(encoding="utf-8")
    return parse(text)


def parse(text: str) -> tuple[Persona, ...]:
    """Return the personas that a TOML text describes.

    :raises PersonaError: when a key is unknown or missing, or a value is not allowed.
    """
    document = tomllib.loads(text)
    defaults = cast("dict[str, Any]", document.get("defaults", {}))
    people = tuple(
        _persona(key, table, defaults) for key, table in document.get("persona", {}).items()
    )
    keys = {p.key for p in people}
    for person in people:
        named = [*person.borrows.values()]
        if person.same_person_as is not None:
            named.append(person.same_person_as)
        for other in named:
            if other not in keys:
                raise PersonaError(f"{person.key}: no persona is called {other}")
    return people


def by_key(personas: Iterable[Persona]) -> Mapping[str, Persona]:
    """Return the personas by their keys."""
    return MappingProxyType({p.key: p for p in personas})


def seats(n: int, run: int) -> tuple[Persona, ...]:
    """Return n more personas, the same for the same arguments, for a class or a load test.

    :raises PersonaError: when n or run is out of range.
    """
    if not 0 <= n <= MOST_SEATS or not 0 <= run <= MOST_RUNS:
        raise PersonaError(f"seats: at most {MOST_SEATS} seats and runs 0 to {MOST_RUNS}")
    return tuple(_seat(number, run) for number in range(1, n + 1))


def password_faults(password: str, *, name: PersonName, user_name: str, email: str) -> list[str]:
    """Return what the password standard of 2025 finds wrong with a password (facts.md 1.11)."""
    faults = []
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        faults.append("length")
    if not any(c.islower() for c in password):
        faults.append("lower")
    if not any(c.isupper() for c in password):
        faults.append("upper")
    if all(c.isalnum() for c in password):
        faults.append("special")
    spoken = " ".join((name.first, name.middle, name.last, user_name, email)).lower()
    parts = {p for p in re.split(r"[^a-z0-9]+", spoken) if len(p) >= SHORTEST_NAME_PART}
    faults.extend(sorted(f"part {p}" for p in parts if p in password.lower()))
    return faults


TABLE_HEAD = (
    "Persona",
    "Name",
    "PACER user name",
    "PACER password",
    "Kind",
    "Court logins and passwords",
    "Story",
)


def as_table(personas: Iterable[Persona]) -> tuple[tuple[str, ...], ...]:
    """Return one row of strings per persona, in the columns of TABLE_HEAD."""
    return tuple(
        (
            p.key,
            p.display_name,
            p.pacer.user_name if p.pacer else "-",
            p.pacer.password if p.pacer else "-",
            kind_words(p),
            "; ".join(_court_words(court, account) for court, account in p.courts.items()) or "-",
            p.story,
        )
        for p in personas
    )


def as_json(personas: Iterable[Persona]) -> list[dict[str, object]]:
    """Return one JSON-ready object per persona, for `moot personas --json`."""
    return [
        {
            "key": p.key,
            "name": p.display_name,
            "story": p.story,
            "user_name": p.pacer.user_name if p.pacer else None,
            "password": p.pacer.password if p.pacer else None,
            "account_number": p.pacer.account_number if p.pacer else None,
            "kind": p.pacer.kind if p.pacer else None,
            "registration_type": p.pacer.registration_type if p.pacer else None,
            "legacy": p.pacer.legacy if p.pacer else None,
            "status": p.pacer.status if p.pacer else None,
            "email": p.pacer.email if p.pacer else None,
            "staff_of": list(p.staff_of),
            "staff_roles": list(p.pacer.staff_roles) if p.pacer else [],
            "totp_secret": (p.pacer.totp_secret or None) if p.pacer else None,
            "borrows": dict(p.borrows),
            "same_person_as": p.same_person_as,
            "courts": {court: _court_json(account) for court, account in p.courts.items()},
        }
        for p in personas
    ]


def as_markdown(personas: Iterable[Persona]) -> str:
    """Return docs/personas.md, which is written by this function and by nothing else."""
    people = tuple(personas)
    lines = [
        "# Personas",
        "",
        "Written by `shared.personas.as_markdown` from `shared/personas.toml`; a test compares the",
        "two. Change the TOML file, then write this page again. Everybody here is invented, every",
        "address ends in `.test`, and the passwords are printed because they protect nothing.",
        "",
        "## Sign-in at PACER",
        "",
        "| Persona | Name | User name | Password | Kind |",
        "|---|---|---|---|---|",
    ]
    for row in as_table(people):
        cells = (f"[{row[0]}](#{row[0]})", row[1], _code(row[2]), _code(row[3]), row[4])
        lines.append(_line(cells))
    lines += ["", "## Second factors", "", "| Persona | Secret of the app |", "|---|---|"]
    lines += [
        _line((f"[{p.key}](#{p.key})", _code(p.pacer.totp_secret)))
        for p in people
        if p.pacer is not None and p.pacer.totp_secret
    ]
    lines += [
        "",
        "## Old logins, court by court",
        "",
        "| Court | Login | Password | Name in the court | Role | Account | Link | Persona |",
        "|---|---|---|---|---|---|---|---|",
    ]
    courts = sorted({court for p in people for court in p.courts})
    for court in courts:
        lines.extend(_markdown_rows(court, people))
    lines += ["", "## Stories", ""]
    for p in people:
        lines += [f'<a id="{p.key}"></a>', f"**{p.key}** - {p.display_name}. {p.story}", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def kind_words(persona: Persona) -> str:
    """Return in a few words what kind of account a persona has."""
    account = persona.pacer
    if account is None:
        return "no PACER account"
    words = [account.kind, account.registration_type.replace("_", " ")]
    if account.kind == "paa":
        words = ["administrative account (PAA)"]
    words += [
        word for word, said in (("legacy", account.legacy), ("exempt", account.exempt_cja)) if said
    ]
    words += [f"exempt in {court}" for court in account.exempt_in]
    if account.status != "active":
        words.append(account.status)
    words += account.staff_roles
    words += ["multifactor authentication"] if account.totp_secret else []
    words += [f"staff of {court}" for court in persona.staff_of]
    return ", ".join(words)


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _code(text: str) -> str:
    return text if text == "-" else f"`{text}`"


def _markdown_rows(court: str, people: tuple[Persona, ...]) -> list[str]:
    rows = []
    for p in people:
        account = p.courts.get(court)
        if account is None:
            continue
        rows.append(
            _line(
                (
                    court,
                    _code(account.login_name or "-"),
                    _shown_password(account, code=True),
                    f"{account.first_name} {account.last_name}",
                    account.role.replace("_", " "),
                    account.status,
                    _link_words(account),
                    f"[{p.key}](#{p.key})",
                )
            )
        )
    return rows


def _shown_password(account: CourtAccountSeed, *, code: bool = False) -> str:
    if account.password is None:
        return "-"
    if not account.password_known:
        return "(forgotten)"
    return _code(account.password) if code else account.password


def _link_words(account: CourtAccountSeed) -> str:
    return f"{account.link} {account.linked_on}" if account.linked_on else account.link


def _court_words(court: str, account: CourtAccountSeed) -> str:
    if account.login_name is None:
        return f"{court}: {_link_words(account)}"
    state = _link_words(account) + (", disabled" if account.status == "disabled" else "")
    return f"{court}: {account.login_name} / {_shown_password(account)} ({state})"


def _court_json(account: CourtAccountSeed) -> dict[str, object]:
    return {
        "login": account.login_name,
        "password": account.password if account.password_known else None,
        "password_known": account.password_known,
        "temporary_password": account.temporary_password,
        "name": f"{account.first_name} {account.last_name}",
        "role": account.role,
        "status": account.status,
        "primary_email": account.primary_email,
        "link": account.link,
        "linked_on": account.linked_on.isoformat() if account.linked_on else None,
    }


def _seat(number: int, run: int) -> Persona:
    label = f"{number:02d}"
    email = f"learner{label}.r{run}@class.test"
    return Persona(
        key=f"seat{label}run{run}",
        name=PersonName(first="Learner", last=f"Seat{label}"),
        story=f"Seat {number} of run {run}: an attorney with one old account in ctd, not linked.",
        pacer=PacerAccountSeed(
            user_name=f"seat{label}run{run}",
            password=f"Orchard-Window#{label}",
            account_number=str(8_000_000 + run * 1_000 + number),
            kind="individual",
            registration_type="attorney_filer",
            legacy=False,
            status="active",
            email=email,
            phone=f"203-555-01{number % 100:02d}",
            address=Address(f"{number} Practice Row", "Sampleton", "CT", "00000", "Sample County"),
            date_of_birth=date(1980, 1 + number % 12, 1 + number % 28),
            opened=date(2015, 6, 1),
        ),
        courts={
            "ctd": CourtAccountSeed(
                login_name=f"ct8{run:03d}{number:03d}",
                password=f"orchard-ctd-{label}",
                first_name="Learner",
                last_name=f"Seat{label}",
                role="attorney",
                status="active",
                primary_email=email,
                temporary_password=False,
                created=date(2012, 3, 1),
                link="unlinked",
                linked_on=None,
                verification_phrase=f"practice row {number}",
                bar_number=f"ct8{run:03d}{number:03d}",
            )
        },
    )


def _persona(key: str, table: dict[str, Any], defaults: dict[str, Any]) -> Persona:
    allowed = {"first", "middle", "last", "generation", "story", "pacer", "court", "staff_of"}
    _only(key, table, allowed | {"borrows", "same_person_as"})
    name = PersonName(
        first=_need(key, table, "first"),
        last=_need(key, table, "last"),
        middle=table.get("middle", ""),
        generation=table.get("generation", ""),
    )
    pacer = table.get("pacer")
    email = pacer.get("email", "") if pacer else ""
    return Persona(
        key=key,
        name=name,
        story=_need(key, table, "story"),
        pacer=_pacer(key, {**defaults.get("pacer", {}), **pacer}) if pacer else None,
        courts=MappingProxyType(
            {
                court: _court(f"{key}.{court}", {**defaults.get("court", {}), **rows}, name, email)
                for court, rows in table.get("court", {}).items()
            }
        ),
        staff_of=tuple(table.get("staff_of", ())),
        borrows=MappingProxyType(dict(table.get("borrows", {}))),
        same_person_as=table.get("same_person_as"),
    )


def _pacer(key: str, table: dict[str, Any]) -> PacerAccountSeed:
    _only(key, table, set(PacerAccountSeed.__dataclass_fields__))
    address = _need(key, table, "address")
    _only(key, address, set(Address.__dataclass_fields__))
    account = PacerAccountSeed(
        **{
            **{name: value for name, value in table.items() if name != "address"},
            "address": Address(**address),
            "staff_roles": tuple(table.get("staff_roles", ())),
            "exempt_in": tuple(table.get("exempt_in", ())),
        }
    )
    _one_of(key, account.kind, AccountKind)
    _one_of(key, account.registration_type, RegistrationType)
    _one_of(key, account.status, AccountStatus)
    if account.legacy and not LEGACY_USER_NAME.fullmatch(account.user_name):
        raise PersonaError(f"{key}: a legacy user name is two letters and four digits")
    if account.totp_secret and not TOTP_SECRET.fullmatch(account.totp_secret):
        raise PersonaError(f"{key}: a secret is 32 letters and digits of base32")
    return account


def _court(key: str, table: dict[str, Any], name: PersonName, email: str) -> CourtAccountSeed:
    _only(key, table, set(CourtAccountSeed.__dataclass_fields__))
    told = {
        "login_name": None,
        "password": None,
        "first_name": name.first,
        "last_name": name.last,
        "primary_email": email,
        "linked_on": None,
        "bar_number": None,
        **table,
    }
    try:
        account = CourtAccountSeed(**told)
    except TypeError as error:
        raise PersonaError(f"{key}: {error}") from error
    _one_of(key, account.role, CourtRole)
    _one_of(key, account.status, CourtStatus)
    _one_of(key, account.link, LinkState)
    if (account.link == "unlinked") != (account.linked_on is None):
        raise PersonaError(f"{key}: linked and registered accounts have a date, others none")
    if (account.link == "registered") != (account.login_name is None):
        raise PersonaError(f"{key}: only a registered account is without an old login")
    return account


def _need(key: str, table: dict[str, Any], name: str) -> Any:
    if name not in table:
        raise PersonaError(f"{key}: {name} is missing")
    return table[name]


def _only(key: str, table: dict[str, Any], allowed: set[str]) -> None:
    unknown = sorted(set(table) - allowed)
    if unknown:
        raise PersonaError(f"{key}: unknown key {', '.join(unknown)}")


def _one_of(key: str, value: str, literal: Any) -> None:
    if value not in get_args(literal):
        raise PersonaError(f"{key}: {value!r} is none of {', '.join(get_args(literal))}")
