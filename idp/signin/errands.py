"""Where a sign-in came from and where it leads: `pscCourtId` and `appurl`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode, urlsplit

from shared.federation import Family, Federation, Member, Place

LONGEST_URL: Final = 4000
LONGEST_CODE: Final = 20
START_PATH: Final = "/oidc/start"
LANDING_PATH: Final = "/"


@dataclass(frozen=True, slots=True)
class Errand:
    """What a sign-in request asked for; `place` is None for no address, and for a foreign one."""

    psc_court_id: str = ""
    appurl: str = ""
    fresh: bool = False
    place: Place | None = None
    path: str = "/"

    @property
    def foreign(self) -> bool:
        """Say whether an address was asked for that is not one of the federation."""
        return bool(self.appurl) and self.place is None

    def query(self) -> str:
        """Return the query string that asks for the same again."""
        pairs = [("pscCourtId", self.psc_court_id), ("appurl", self.appurl)]
        if self.fresh:
            pairs.append(("fresh", "1"))
        return urlencode([(name, value) for name, value in pairs if value])


def read(federation: Federation, args: Mapping[str, str]) -> Errand:
    """Read the query of a sign-in request; only exact origins of members are believed."""
    return of(
        federation,
        psc_court_id=args.get("pscCourtId", ""),
        appurl=args.get("appurl", ""),
        fresh=args.get("fresh", "") == "1",
    )


def of(
    federation: Federation, *, psc_court_id: str = "", appurl: str = "", fresh: bool = False
) -> Errand:
    """Return the errand of a court id and an address."""
    place, path = _place(federation, appurl)
    return Errand(psc_court_id[:LONGEST_CODE], appurl[:LONGEST_URL], fresh, place, path)


def _place(federation: Federation, appurl: str) -> tuple[Place | None, str]:
    if not appurl or len(appurl) > LONGEST_URL or not appurl.isprintable():
        return None, "/"
    try:
        place = federation.place_of_url(appurl)
        parts = urlsplit(appurl)
    except ValueError:  # a bracket or a port that is none
        return None, "/"
    path = parts.path or "/"
    return place, f"{path}?{parts.query}" if parts.query else path


def destination(errand: Errand, federation: Federation, family: Family, *, home: str) -> str:
    """Return where a browser goes that is signed in (docs/architecture.md, sign in once).

    A court of the federation's own names is told to begin its OpenID sign-on; on the real names
    the cookies of the parent domain are enough.

    :param home: the path here that serves somebody who asked for nothing.
    """
    place = errand.place
    if place is None:
        return federation.url(federation.idp, home, role="psc", family=family)
    target = federation.url(place.member, errand.path, role=place.role, family=family)
    if family == "own" and place.member.is_court:
        start = federation.url(place.member, START_PATH, family=family)
        return f"{start}?{urlencode({'target_link_uri': target})}"
    return target


def asking_court(errand: Errand, federation: Federation) -> Member | None:
    """Return the court from which somebody was sent here, if it was one."""
    if errand.place is not None and errand.place.member.is_court:
        return errand.place.member
    return federation.court_by_psc_id(errand.psc_court_id)


def way_back(errand: Errand, federation: Federation, family: Family) -> str:
    """Return where Cancel leads: the landing page of the court that asked, else our home page."""
    court = asking_court(errand, federation)
    if court is not None:
        return federation.url(court, LANDING_PATH, family=family)
    return federation.url(federation.idp, "/", role="home", family=family)
