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
#: Classes of a sign-in; the OpenID room tells relying parties the same.
ACR_PASSWORD: Final = "urn:moot:acr:password"  # noqa: S105 - a class of sign-in, not a password
ACR_MFA: Final = "urn:moot:acr:mfa"
RESUME_PATH: Final = "/oidc/resume"
LONGEST_ACR: Final = 200


@dataclass(frozen=True, slots=True)
class Errand:
    """What a sign-in request asked for; `place` is None for no address, and for a foreign one.

    `acr_values` are the classes of sign-in that will do (OIDC Core 3.1.2.1).
    """

    psc_court_id: str = ""
    appurl: str = ""
    fresh: bool = False
    place: Place | None = None
    path: str = "/"
    acr_values: str = ""

    @property
    def step_up(self) -> bool:
        """Say whether a second factor is wished for, and a password alone will not do."""
        wanted = self.acr_values.split()
        return ACR_MFA in wanted and ACR_PASSWORD not in wanted

    @property
    def foreign(self) -> bool:
        """Say whether an address was asked for that is not one of the federation."""
        return bool(self.appurl) and self.place is None

    def query(self) -> str:
        """Return the query string that asks for the same again."""
        pairs = [("pscCourtId", self.psc_court_id), ("appurl", self.appurl)]
        pairs.append(("acr_values", self.acr_values))
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
        acr_values=args.get("acr_values", ""),
    )


def of(
    federation: Federation,
    *,
    psc_court_id: str = "",
    appurl: str = "",
    fresh: bool = False,
    acr_values: str = "",
) -> Errand:
    """Return the errand of a court id and an address."""
    place, path = _place(federation, appurl)
    wanted = " ".join(a for a in acr_values[:LONGEST_ACR].split() if a in (ACR_MFA, ACR_PASSWORD))
    return Errand(psc_court_id[:LONGEST_CODE], appurl[:LONGEST_URL], fresh, place, path, wanted)


def declined(errand: Errand, target: str) -> str:
    """Return the destination with word that no second factor was given, where one was asked."""
    if not errand.step_up or not errand.path.startswith(f"{RESUME_PATH}?"):
        return target
    return f"{target}&declined=1"


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
