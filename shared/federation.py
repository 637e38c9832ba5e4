"""Who exists and where: the members of the federation, read from one file (docs/architecture.md).

Pure: it reads text, never a file, a clock or the environment. Times are aware, in UTC.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from ipaddress import ip_address
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared import registration
from shared.errors import ConfigurationError, Refusal
from shared.registration import Registration

Family = Literal["own", "gateway"]
#: Who is written to at a court: accounts and filing, seats in a seminar, training on line.
LETTER_BOXES = ("helpdesk", "seminars", "training")
COURT_KINDS = ("district", "bankruptcy", "appellate")
IDP = "pacer"

#: The real host names, for client programs that know no others (docs/architecture.md).
_GATEWAY_IDP = {
    "pacer": "pacer.login",
    "psc": "pacer.psc",
    "home": "pacer",
    "pcl": "pcl",
    # Where developers of client programs try them: nothing there costs anything (facts 7.2).
    "qa-login": "qa-login",
    "qa-pcl": "qa-pcl",
    "ncrs": "ncrs",
}


@dataclass(frozen=True, slots=True)
class Addressing:
    """How public addresses are formed.

    `lan` gives each host a port of its own on one address; `ports` gives each member a port
    of its own under the names of `domain`; otherwise all share `port`.
    """

    scheme: str = "http"
    domain: str = "moot.localhost"
    port: int | None = 8080
    lan: str | None = None
    ports: Mapping[str, int] = field(default_factory=dict)
    gateway_domain: str = "uscourts.gov"

    def check(self) -> None:
        """Refuse plain http to anything but this machine, unless a LAN address was asked for.

        :raises Refusal: code `insecure`.
        """
        if self.scheme == "https" or self.lan or is_loopback(self.domain):
            return
        raise Refusal(
            "insecure",
            f"http://{self.domain} would send passwords in clear over a network. Use a domain with "
            "TLS (--domain NAME, https), --lan ADDRESS for a closed classroom network, or the "
            "default moot.localhost.",
        )


def is_loopback(host: str) -> bool:
    """Say whether a host name or address means this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Member:
    """One app of the federation: the identity provider or a court.

    `origins` maps a role of a host (`pacer`; `ecf`, `www`) to its public origin, `gateway` the
    same to the real system's origin. `reach` is where other members connect to.
    """

    id: str
    kind: str
    title: str
    name: str
    full_name: str
    factory: str
    timezone: str
    origins: Mapping[str, str]
    gateway: Mapping[str, str]
    reach: str | None = None
    doc_prefix: str = ""
    psc_court_id: str = ""
    pcl_id: str = ""
    legacy_cutoff: datetime | None = None
    go_live: datetime | None = None
    policies: Mapping[str, Any] = field(default_factory=dict)
    registration: Registration | None = None
    #: Where appeals from this court go, and to which district a bankruptcy court belongs; such a
    #: court need not be of this federation.
    appeals_to: str = ""
    district: str = ""

    @property
    def is_court(self) -> bool:
        """Say whether this is a court (and not the identity provider)."""
        return self.id != IDP

    @property
    def main_role(self) -> str:
        """Return the role of the host that answers protocol requests."""
        return "ecf" if self.is_court else "pacer"

    @property
    def public_url(self) -> str:
        """Return the origin by which this member is known in the federation."""
        return self.origins[self.main_role]

    @property
    def letter_boxes(self) -> tuple[str, ...]:
        """Return the invented addresses at which a court takes letters; others take none."""
        return tuple(f"{box}@{self.id}.test" for box in LETTER_BOXES) if self.is_court else ()

    @property
    def client_id(self) -> str:
        """Return the OAuth client identifier of a court."""
        return f"court-{self.id}"

    def origin(self, role: str | None = None, family: Family = "own") -> str:
        """Return the origin of a role in a family of hosts; the main one if it has no other."""
        table = self.origins if family == "own" else self.gateway
        return table.get(role or self.main_role) or table[self.main_role]

    @property
    def live_at(self) -> datetime:
        """Return the moment of go-live of a court."""
        if self.go_live is None:
            raise LookupError(f"{self.id} is no court")
        return self.go_live

    @property
    def cutoff_at(self) -> datetime:
        """Return the moment before which old accounts were made, and after which it closed."""
        return self.legacy_cutoff or self.live_at


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request arrived: which member, on which of its hosts, in which family."""

    member: Member
    role: str
    family: Family
    origin: str


@dataclass(frozen=True, slots=True)
class Federation:
    """All members, the identity provider first."""

    title: str
    members: tuple[Member, ...]
    addressing: Addressing
    places: Mapping[str, Place]

    @property
    def idp(self) -> Member:
        """Return the identity provider."""
        return self.members[0]

    @property
    def courts(self) -> tuple[Member, ...]:
        """Return the courts in the order of the file."""
        return self.members[1:]

    @property
    def issuer(self) -> str:
        """Return the OpenID issuer: the identity provider's public origin."""
        return self.idp.public_url

    @property
    def secure(self) -> bool:
        """Say whether the public addresses are https, so that cookies may be Secure."""
        return self.issuer.startswith("https:")

    @property
    def gateway_cookie_domain(self) -> str:
        """Return the cookie domain of the real host names."""
        return "." + self.addressing.gateway_domain

    def member(self, member_id: str) -> Member:
        """Return a member by its id.

        :raises Refusal: code `member`.
        """
        for member in self.members:
            if member.id == member_id:
                return member
        known = ", ".join(m.id for m in self.members)
        raise Refusal("member", f"There is no member “{member_id}”. There are: {known}.")

    def court_by_psc_id(self, psc_court_id: str) -> Member | None:
        """Return the court that `pscCourtId` of a sign-in request names, if it is one of ours."""
        wanted = psc_court_id.strip().upper()
        return next((c for c in self.courts if c.psc_court_id == wanted), None)

    def locate(self, host: str) -> Place | None:
        """Return the place that a Host header names; None if it is nobody's."""
        return self.places.get(host.strip().lower().removesuffix("."))

    def court_of_letter_box(self, address: str) -> Member | None:
        """Return the court that takes letters at an address, without regard to case."""
        wanted = address.strip().lower()
        return next((court for court in self.courts if wanted in court.letter_boxes), None)

    def place_of_url(self, url: str) -> Place | None:
        """Return the place whose exact origin an absolute URL has; None for foreign ones."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or "\\" in url or parts.username is not None:
            return None
        place = self.locate(parts.netloc)
        if place is None or f"{parts.scheme}://{parts.netloc}".lower() != place.origin:
            return None
        return place

    def url(
        self, member: Member, path: str, *, role: str | None = None, family: Family = "own"
    ) -> str:
        """Return an absolute link to a path of a member."""
        return member.origin(role, family) + path

    def origins(self) -> tuple[str, ...]:
        """Return every public origin, own ones first."""
        own = [o for m in self.members for o in m.origins.values()]
        gateway = [o for m in self.members for o in m.gateway.values()]
        return tuple(dict.fromkeys(own + gateway))

    def readdressed(
        self, addressing: Addressing, reach: Mapping[str, str] | None = None
    ) -> Federation:
        """Return the same members at other addresses."""
        members = tuple(
            replace(
                m,
                origins=_own_origins(m.id, m.is_court, addressing, position),
                gateway=_gateway_origins(m.id, m.is_court, addressing),
                reach=(reach or {}).get(m.id, m.reach),
            )
            for position, m in enumerate(self.members)
        )
        return Federation(self.title, members, addressing, _places(members))


def host_of(origin: str) -> str:
    """Return the Host header value of an origin."""
    return urlsplit(origin).netloc


def _places(members: Iterable[Member]) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for member in members:
        families: tuple[tuple[Family, Mapping[str, str]], ...] = (
            ("gateway", member.gateway),
            ("own", member.origins),
        )
        for family, table in families:
            for role, origin in table.items():
                found[host_of(origin).lower()] = Place(member, role, family, origin)
    return found


def _own_origins(member_id: str, court: bool, at: Addressing, position: int) -> dict[str, str]:
    roles = ("ecf", "www") if court else ("pacer",)
    if at.lan:
        base = at.port or 8080
        first = base if not court else base + 2 * position - 1
        return {role: f"{at.scheme}://{at.lan}:{first + n}" for n, role in enumerate(roles)}
    port = at.ports.get(member_id, at.port)
    default = {"http": 80, "https": 443}[at.scheme]
    tail = "" if port is None or port == default else f":{port}"
    if not court:
        return {"pacer": f"{at.scheme}://pacer.{at.domain}{tail}"}
    return {role: f"{at.scheme}://{role}.{member_id}.{at.domain}{tail}" for role in roles}


def _gateway_origins(member_id: str, court: bool, at: Addressing) -> dict[str, str]:
    if court:
        return {r: f"https://{r}.{member_id}.{at.gateway_domain}" for r in ("ecf", "www")}
    return {role: f"https://{name}.{at.gateway_domain}" for role, name in _GATEWAY_IDP.items()}


# --------------------------------------------------------------------------- reading the file

_COURT_FIELDS = {
    "kind": str,
    "name": str,
    "full_name": str,
    "timezone": str,
    "doc_prefix": str,
    "psc_court_id": str,
    "pcl_id": str,
}
_OPTIONAL = {
    *("legacy_cutoff", "factory", "reach", "policies", "registration"),
    *("appeals_to", "district"),
}


def load(
    text: str, addressing: Addressing | None = None, *, reach: str | None = None
) -> Federation:
    """Read the text of a federation file.

    :param reach: how members reach one another, e.g. `http://{id}:8000`; overridden per table.
    :raises ConfigurationError: names every problem, with the table and the key.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError([f"federation file: {error}"]) from None
    problems: list[str] = []
    at = addressing or Addressing()
    head = data.get("federation", {})
    pacer = data.get("pacer", {})
    members = [
        Member(
            id=IDP,
            kind="idp",
            title=str(pacer.get("title", "PACER Service Center")),
            name=str(pacer.get("name", "PACER")),
            full_name=str(pacer.get("full_name", "PACER Service Center (simulated)")),
            factory=str(pacer.get("factory", "idp.app:create_app")),
            timezone=_zone(str(pacer.get("timezone", "America/Chicago")), "[pacer]", problems),
            origins=_own_origins(IDP, False, at, 0),
            gateway=_gateway_origins(IDP, False, at),
            reach=_reach(IDP, pacer, reach),
        )
    ]
    courts = data.get("courts", {})
    if not courts:
        problems.append("there is no [courts.<id>] table: a federation needs at least one court")
    for position, (court_id, table) in enumerate(courts.items(), start=1):
        member = _court(court_id, table, at=at, position=position, reach=reach, problems=problems)
        if member is not None:
            members.append(member)
    _check_unique(members, problems)
    if problems:
        raise ConfigurationError(problems)
    at.check()
    everyone = tuple(members)
    return Federation(str(head.get("title", "Moot")), everyone, at, _places(everyone))


def _court(
    court_id: str,
    table: Mapping[str, Any],
    *,
    at: Addressing,
    position: int,
    reach: str | None,
    problems: list[str],
) -> Member | None:
    where = f"[courts.{court_id}]"
    before = len(problems)
    problems += _field_problems(court_id, table, where)
    zone = _zone(str(table.get("timezone", "")), where, problems)
    go_live = _moment(table.get("go_live"), zone, f"{where}: `go_live`", problems)
    cutoff = go_live
    if "legacy_cutoff" in table:
        cutoff = _moment(table["legacy_cutoff"], zone, f"{where}: `legacy_cutoff`", problems)
    enabled = None
    if "registration" in table:
        enabled = registration.read(
            table["registration"], f"[courts.{court_id}.registration]", problems
        )
    if len(problems) > before or go_live is None or cutoff is None:
        return None
    if cutoff > go_live:
        problems.append(f"{where}: `legacy_cutoff` is after `go_live`")
        return None
    return Member(
        id=court_id,
        kind=table["kind"],
        title=table["full_name"],
        name=table["name"],
        full_name=table["full_name"],
        factory=str(table.get("factory", "courts.app:create_app")),
        timezone=zone,
        origins=_own_origins(court_id, True, at, position),
        gateway=_gateway_origins(court_id, True, at),
        reach=_reach(court_id, table, reach),
        doc_prefix=table["doc_prefix"],
        psc_court_id=table["psc_court_id"],
        pcl_id=table["pcl_id"],
        legacy_cutoff=cutoff,
        go_live=go_live,
        policies=dict(table.get("policies", {})),
        registration=enabled,
        appeals_to=str(table.get("appeals_to", "")),
        district=str(table.get("district", "")),
    )


def _field_problems(court_id: str, table: Mapping[str, Any], where: str) -> list[str]:
    problems = []
    if not court_id.isalnum() or court_id != court_id.lower():
        problems.append(f"{where}: the id must be lower-case letters and digits")
    for key, expected in _COURT_FIELDS.items():
        if not isinstance(table.get(key), expected):
            problems.append(f"{where}: `{key}` is missing or no text")
    for key in table:
        if key not in _COURT_FIELDS and key not in _OPTIONAL and key != "go_live":
            problems.append(f"{where}: `{key}` is not known")
    if isinstance(table.get("kind"), str) and table["kind"] not in COURT_KINDS:
        problems.append(f"{where}: `kind` must be one of {', '.join(COURT_KINDS)}")
    return problems


def _reach(member_id: str, table: Mapping[str, Any], template: str | None) -> str | None:
    value = table.get("reach", template)
    return None if value is None else str(value).replace("{id}", member_id)


def _zone(name: str, where: str, problems: list[str]) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, IsADirectoryError):
        problems.append(f"{where}: `timezone` “{name}” is not known")
        return "UTC"
    return name


def _moment(value: object, zone: str, where: str, problems: list[str]) -> datetime | None:
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=ZoneInfo(zone))
        return aware.astimezone(UTC)
    if isinstance(value, date):
        return datetime.combine(value, time.min, ZoneInfo(zone)).astimezone(UTC)
    problems.append(f"{where} must be a date, such as 2017-12-11")
    return None


def _check_unique(members: list[Member], problems: list[str]) -> None:
    for attribute in ("doc_prefix", "psc_court_id", "pcl_id"):
        seen: dict[str, str] = {}
        for member in members[1:]:
            value = getattr(member, attribute)
            if value in seen:
                problems.append(
                    f"[courts.{member.id}]: `{attribute}` {value} is that of {seen[value]} already"
                )
            seen[value] = member.id
