"""Who may see what, and why not: one pure decision for every channel (facts 3.11).

Facts come as values: this room knows no case table. A refusal carries the words of the real system
(`TEXTS`), so that every surface shows the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Channel(StrEnum):
    """By which way something is looked at."""

    DOCKET = "docket"
    DOCUMENT = "document"
    HISTORY = "history"
    QUERY = "query"
    RSS = "rss"
    LOCATOR = "locator"
    NOTICE = "notice"
    REPORT = "report"


#: Ways that show the same to everyone, whoever asks.
ANONYMOUS: Final = frozenset({Channel.RSS, Channel.LOCATOR})


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks. `user_id` is the e-file account of this court that they act with, 0 if none.

    `pacer` says that a PACER login stands behind the session, `may_search` that PACER lets it
    search; `free_look` that the request carries a good magic number for the entry.
    """

    signed_in: bool = False
    pacer: bool = False
    may_search: bool = False
    search_refusal: str = ""
    user_id: int = 0
    role: str = ""
    subject: str = ""
    staff: bool = False
    free_look: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who belongs to a case: e-file accounts of counsel, PACER subjects of a party.

    `names` are the names by which entries call them as filers: the party's own and its counsel's.
    """

    names: frozenset[str] = frozenset()
    user_ids: frozenset[int] = frozenset()
    subjects: frozenset[str] = frozenset()

    def is_viewer(self, viewer: Viewer) -> bool:
        """Say whether somebody acts for this party, or is it."""
        return acts_with(viewer, self.user_ids) or viewer.subject in self.subjects - {""}


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the decision looks at of a case; `restricted` is social_security or immigration.

    `filed_on` is None where nobody asks for the day.
    """

    sealed: bool = False
    restricted: str = ""
    opening: bool = False
    people: tuple[Person, ...] = ()
    filed_on: date | None = None


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What it looks at of an entry or paper: levels of `catalogue.ACCESS`; a paper's own level may
    be empty. `filers` are the names of the applicable party: whoever filed it; `user_id` is the
    account by which it came, of somebody who need not belong to the case. `by_court` marks orders,
    `is_paper` a paper as against the words of its entry.
    """

    entry_access: str = "public"
    paper_access: str = ""
    opinion: bool = False
    by_court: bool = False
    filed_on: date | None = None
    filers: frozenset[str] = frozenset()
    is_paper: bool = False
    user_id: int = 0


@dataclass(frozen=True, slots=True)
class Access:
    """Whether something is shown; if not, a word and a sentence."""

    allowed: bool
    code: str = ""
    text: str = ""


class Why(StrEnum):
    """Why something is not shown."""

    NOT_FILED = "not_filed"
    SEALED_CASE = "sealed_case"
    OPENING = "opening"
    SIGN_IN = "sign_in"
    SEARCH = "search"
    CLIENT_CODE = "client_code"
    SEALED = "sealed"
    PERMISSION = "permission"
    NATURE = "nature"
    TRANSCRIPT = "transcript"
    NOT_AVAILABLE = "not_available"


TEXTS: Final[Mapping[Why, str]] = MappingProxyType(
    {
        Why.NOT_FILED: "Case not found.",
        Why.SEALED_CASE: "Case Under Seal",
        Why.OPENING: (
            "This case is in the process of being opened, please check back later for additional "
            "information."
        ),
        Why.SIGN_IN: "Not logged in.",
        Why.SEARCH: "This user has no access privileges defined.",
        Why.CLIENT_CODE: "A Client Code is required for PACER search",
        Why.SEALED: "This document is SEALED",
        Why.PERMISSION: "You do not have permission to view this document.",
        Why.NATURE: "Permission to view this document is denied based on Nature of Suit",
        Why.TRANSCRIPT: "You do not have access to this transcript.",
        Why.NOT_AVAILABLE: "This document is not available",
    }
)
YES: Final = Access(True)
#: From this day Fed. R. Civ. P. 5.2(c) holds; before it social-security papers were for counsel of
#: record who were registered users (seed 000), and immigration cases were like others.
RULE_5_2: Final = date(2007, 12, 1)
SOCIAL_SECURITY: Final = "social_security"
#: A transcript is for the court's own terminals this long; then it is sold like a document.
TRANSCRIPT_DAYS: Final = timedelta(days=90)
#: Accounts of these roles come to a case by a claim or an appointment, never as counsel of record.
LIMITED_ROLES: Final = frozenset({"creditor", "trustee"})
#: Levels that hide the words of an entry, too; the others leave them, without a link.
HIDING: Final = frozenset({"sealed", "court_only", "ex_parte"})
PUBLIC: Final = frozenset({"", "public"})


def refused(why: Why) -> Access:
    """Return a refusal with its words."""
    return Access(False, why.value, TEXTS[why])


def decide(
    viewer: Viewer,
    case: CaseFacts,
    item: ItemFacts | None = None,
    *,
    channel: Channel,
    today: date,
) -> Access:
    """Say whether a case (without `item`), an entry or a paper is shown to somebody.

    :param today: the court's day: transcripts open, and the rule for social security cases changes.
    """
    known = channel not in ANONYMOUS
    future = _future(case, item, today)
    if future is not None and (viewer.staff or not known):
        return future
    if known and viewer.staff:
        return YES
    inside = known and _inside(viewer, case)
    # First whether somebody may look at all: whoever may not learns nothing about the case.
    stopped = _stopped(viewer, channel) if known else None
    if stopped is not None:
        return stopped
    if future is not None:
        return future
    if case.sealed:
        return refused(Why.SEALED_CASE)
    if case.opening:
        return refused(Why.OPENING)
    if item is None:
        return YES
    own = known and viewer.user_id == item.user_id != 0
    return _item(viewer, case, item, inside=inside, own=own, today=today)


def _future(case: CaseFacts, item: ItemFacts | None, today: date) -> Access | None:
    """Refuse what is not filed yet: a court's clock may stand before the day of its own record."""
    if case.filed_on is not None and case.filed_on > today:
        return refused(Why.NOT_FILED)
    if item is not None and item.filed_on is not None and item.filed_on > today:
        return refused(Why.NOT_AVAILABLE)
    return None


def acts_with(viewer: Viewer, user_ids: frozenset[int]) -> bool:
    """Say whether somebody is signed in with one of these accounts, as counsel of record.

    The same counsel with nothing but a PACER login has no account here and is a stranger.
    """
    return viewer.user_id in user_ids - {0} and viewer.role not in LIMITED_ROLES


def _inside(viewer: Viewer, case: CaseFacts) -> bool:
    """Say whether somebody belongs to the case: counsel of record with the account, or a party."""
    return any(person.is_viewer(viewer) for person in case.people)


def _stopped(viewer: Viewer, channel: Channel) -> Access | None:
    if channel is Channel.NOTICE or viewer.free_look:
        return None
    if not viewer.signed_in or not viewer.pacer:
        return refused(Why.SIGN_IN)
    if viewer.search_refusal == "client_code":
        return refused(Why.CLIENT_CODE)
    if not viewer.may_search:
        return refused(Why.SEARCH)
    return None


def _item(
    viewer: Viewer, case: CaseFacts, item: ItemFacts, *, inside: bool, own: bool, today: date
) -> Access:
    # Whoever is the same to everybody (a feed) is inside of nothing, and has filed nothing.
    filer = own or any(
        person.names & item.filers for person in case.people if inside and person.is_viewer(viewer)
    )
    for level in _levels(item):
        found = _level(level, item, inside=inside, filer=filer, today=today)
        if found is not None:
            return found
    if case.restricted and item.is_paper:
        return _by_nature(viewer, case, item, inside=inside, today=today)
    return YES


def _levels(item: ItemFacts) -> list[str]:
    """Return the levels that bind: a paper its own and its entry's, an entry those that hide it."""
    levels = (item.entry_access, item.paper_access) if item.is_paper else (item.entry_access,)
    return [
        level
        for level in dict.fromkeys(levels)
        if level not in PUBLIC and (item.is_paper or level in HIDING)
    ]


def _by_nature(
    viewer: Viewer, case: CaseFacts, item: ItemFacts, *, inside: bool, today: date
) -> Access:
    """Apply the rule of the day for papers of social-security and immigration cases."""
    if today >= RULE_5_2:
        allowed = inside or item.opinion or item.by_court
    elif case.restricted == SOCIAL_SECURITY:
        allowed = inside and any(acts_with(viewer, person.user_ids) for person in case.people)
    else:
        allowed = True
    return YES if allowed else refused(Why.NATURE)


def _level(level: str, item: ItemFacts, *, inside: bool, filer: bool, today: date) -> Access | None:
    """Return the refusal of a level, None if it lets the viewer through."""
    if level == "participants":
        return None if inside else refused(Why.PERMISSION)
    if level in ("applicable_party", "ex_parte"):
        return None if filer else refused(Why.PERMISSION)
    if level == "transcript":
        filed = item.filed_on
        open_now = filed is not None and today > filed + TRANSCRIPT_DAYS
        return None if open_now else refused(Why.TRANSCRIPT)
    if level == "sealed":
        return refused(Why.SEALED)
    return refused(Why.NOT_AVAILABLE)  # court_only
