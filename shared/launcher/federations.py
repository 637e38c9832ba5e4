"""Which federation is meant, and at which addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from shared import federation
from shared.errors import ConfigurationError, Refusal
from shared.federation import Addressing, Federation, Member, host_of, is_loopback

PACKAGED = Path(__file__).parent / "federation.toml"
DEFAULT_PORT = 8080
DEFAULT_DOMAIN = "moot.localhost"


def read_text(file: Path | None) -> str:
    """Return the text of a federation file; that of the training federation without one.

    :raises ConfigurationError: if the file cannot be read.
    """
    try:
        return (file or PACKAGED).read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigurationError([f"{file}: {error.strerror}"]) from None


def addressing(
    *,
    port: int = DEFAULT_PORT,
    domain: str | None = None,
    lan: str | None = None,
    scheme: str | None = None,
) -> Addressing:
    """Return the public addresses that the options of `moot up` mean.

    A domain of this machine or a LAN address is plain http on `port`; any other domain is https,
    with a proxy in front that ends TLS and listens on the usual port.

    :raises Refusal: code `insecure` for http that would cross a network; `both`.
    """
    if lan and domain:
        raise Refusal("both", "--lan and --domain exclude each other: choose one.")
    name = domain or DEFAULT_DOMAIN
    how = scheme or ("http" if lan or is_loopback(name) else "https")
    public_port = port if how == "http" else None
    at = Addressing(scheme=how, domain=name, port=public_port, lan=lan)
    at.check()
    return at


def hosted_addressing(
    domain: str,
    *,
    scheme: str = "",
    port: int | None = None,
    ports: Mapping[str, int] = MappingProxyType({}),
) -> Addressing:
    """Return the public addresses of members that stand behind a proxy, such as in containers.

    Without a scheme a domain of this machine is plain http, on `DEFAULT_PORT` if no port is given;
    any other domain is https on the usual port.
    """
    how = scheme or ("http" if is_loopback(domain) else "https")
    public = port or (DEFAULT_PORT if how == "http" and not ports else None)
    return Addressing(scheme=how, domain=domain, port=public, ports=ports)


def load(text: str, at: Addressing, reach: str | None = None) -> Federation:
    """Read a federation; `{id}` and `{port}` in `reach` become those of each member."""
    found = federation.load(text, at, reach=reach)
    if reach is None or "{port}" not in reach:
        return found
    ways = {m.id: reach.replace("{id}", m.id).replace("{port}", _port(m)) for m in found.members}
    return found.readdressed(at, ways)


def reached_at(found: Federation, address: str, port: int) -> Federation:
    """Return the federation as somebody on this machine reaches it, who asks no DNS."""
    at = found.addressing
    if at.lan:
        return found.readdressed(at, {m.id: m.public_url for m in found.members})
    host = "127.0.0.1" if address in ("0.0.0.0", "::") else address  # noqa: S104
    return found.readdressed(at, {m.id: f"http://{host}:{port}" for m in found.members})


def plain_http_is_safe(found: Federation) -> bool:
    """Say whether plain http stays on this machine, or on a closed network by express wish."""
    at = found.addressing
    return at.scheme == "http" and bool(at.lan or is_loopback(at.domain))


def listeners(found: Federation) -> dict[int, str]:
    """Return, for a LAN address, each port and the origin that answers there."""
    origins = [origin for member in found.members for origin in member.origins.values()]
    return {int(host_of(origin).rpartition(":")[2]): origin for origin in origins}


def _port(member: Member) -> str:
    return host_of(member.public_url).rpartition(":")[2]


@dataclass(frozen=True, slots=True)
class Run:
    """How a federation was started: what other commands need in order to find it."""

    bind: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    domain: str | None = None
    lan: str | None = None
    scheme: str | None = None
    mode: str = "training"

    def addressing(self) -> Addressing:
        """Return the public addresses."""
        return addressing(port=self.port, domain=self.domain, lan=self.lan, scheme=self.scheme)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Run:
        """Read what was written at the start."""
        return replace(cls(), **data)
