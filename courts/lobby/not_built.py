"""The pages of a court that are not built yet, with the issue that brings each (decisions 18).

Menus, linking, refusals and sign-out never stand here. A test holds this list, the menus of every
kind of court and the routes together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from courts.permissions import Permission

Host = Literal["ecf", "www"]
FILE_EVENT: Final = "/cgi-bin/FileEvent.pl"
APPELLATE_FILING: Final = "/n/AttorneyFiling"


@dataclass(frozen=True, slots=True)
class NotBuilt:
    """An address to which a menu or a page leads already.

    ``issue`` is which one of the five brings it; ``address`` holds a query where the real system
    tells its pages apart by one.
    """

    address: str
    label: str
    issue: int
    permission: Permission = Permission.SEE_MENU
    host: Host = "ecf"

    @property
    def path(self) -> str:
        """The address without its query."""
        return self.address.partition("?")[0]

    @property
    def query(self) -> str:
        """The query by which the page is told apart; empty for a page with a path of its own."""
        return self.address.partition("?")[2]


PAGES: Final[tuple[NotBuilt, ...]] = ()

BY_ADDRESS: Final[Mapping[str, NotBuilt]] = MappingProxyType({page.address: page for page in PAGES})


def on_site(path: str) -> str:
    """Return the words of a page of the public web site that stands on the list, else nothing."""
    wanted = path.lower()
    return next((p.label for p in PAGES if p.host == "www" and p.path.lower() == wanted), "")


def as_markdown() -> str:
    """Return the list as a table for the documentation."""
    lines = ["| Address | Page | Issue |", "|---|---|---|"]
    lines += [f"| `{p.address}` | {p.label} | {p.issue} of 5 |" for p in PAGES]
    return "\n".join(lines) + "\n"
