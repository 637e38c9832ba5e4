"""Where a person goes to sign in, and where they may come back to."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import quote, urlsplit

from shared.federation import Place

_NONCE: Final = re.compile(r"[0-9]+-L_[0-9A-Za-z_]+-[0-9-]+")
_PATH_CHARACTERS: Final = "/:@!$&()*+,;=~%-._"
#: In front of a PACER user name it asks for exempt use (facts.md 1.9).
EXEMPT_MARK: Final = "X-"
_LOGIN: Final = "/cgi-bin/login.pl"


def page_of(path: str, query: str, *, posted: bool) -> str:
    """Return the page to come back to; a post leads back to the page that held its form.

    A nonce query names one submission (clients 3.3), so it is dropped from a posted address.
    """
    kept = "" if posted and _NONCE.fullmatch(query) else query
    return quote(path, safe=_PATH_CHARACTERS) + (f"?{kept}" if kept else "")


def sign_on_address(login: str, *, psc_court_id: str, page: str) -> str:
    """Return the address of Central Sign-On for one court and one page of it (clients 3.2)."""
    return f"{login}?pscCourtId={quote(psc_court_id, safe='')}&appurl={quote(page, safe='')}"


def without_exempt_mark(login: str) -> tuple[str, bool]:
    """Return a PACER user name without `X-` in front, and whether it was there (seed 002)."""
    marked = login[: len(EXEMPT_MARK)].upper() == EXEMPT_MARK
    return (login[len(EXEMPT_MARK) :], True) if marked else (login, False)


def own_path(value: str) -> str:
    """Return a path of this court as it was given, or nothing if it leads anywhere else."""
    plain = value.isascii() and value.isprintable() and "\\" not in value and " " not in value
    if not plain or not value.startswith("/") or value.startswith("//"):
        return ""
    parts = urlsplit(value)
    if parts.scheme or parts.netloc or parts.path == _LOGIN:
        return ""
    return value


def own_address(
    value: str, *, member_id: str, place_of: Callable[[str], Place | None], default: str
) -> str:
    """Return an absolute address if it is on one of this member's own origins, else the default.

    A foreign `target_link_uri` would make the court an open redirector (OpenID Connect Core 4).
    """
    if not value.isascii() or not value.isprintable() or " " in value:
        return default
    place = place_of(value)
    return value if place is not None and place.member.id == member_id else default
