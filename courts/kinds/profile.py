"""The shape of a court profile: the whole difference between kinds of court, as data."""

from __future__ import annotations

from dataclasses import dataclass

from courts.kinds.notices import NoticeStyle
from courts.kinds.numbers import Style
from courts.kinds.stamps import PaperStyle


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One word of a menu and where it leads."""

    word: str
    path: str


@dataclass(frozen=True, slots=True)
class UtilityItem:
    """One line of the Utilities page; shown when every flag of ``needs`` holds."""

    word: str
    path: str
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class UtilityGroup:
    """One headed column of the Utilities page (facts 3.5)."""

    title: str
    items: tuple[UtilityItem, ...]


@dataclass(frozen=True, slots=True)
class FilingCategory:
    """One category of a filing menu with the events that it offers."""

    name: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpeningCategory:
    """What opens cases under a filing word: a heading, and items with wizards of their own."""

    word: str
    name: str
    items: tuple[MenuItem, ...]


@dataclass(frozen=True, slots=True)
class Menus:
    """The menu words of a kind of court: filing words first, then those that everyone sees."""

    filing: tuple[MenuItem, ...]
    nextgen: tuple[MenuItem, ...]
    currentgen: tuple[MenuItem, ...]
    staff: MenuItem


@dataclass(frozen=True, slots=True)
class Citation:
    """A redaction rule as printed, and the page inside the federation that explains it."""

    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Words:
    """What this kind of court calls things on its screens."""

    welcome: str
    filing_system: str
    link_title: str
    filer_account: str
    notice: str
    notice_short: str
    old_login_title: str
    redaction_items: str
    redaction_citations: tuple[Citation, ...]

    def heading(self, full_name: str) -> str:
        """The heading of the landing page, with the full name as seed 001 shows it."""
        return self.welcome.format(court=full_name)

    def filing_system_link(self, full_name: str) -> str:
        """The words of the link that leads from the landing page to the sign-in (seed 001)."""
        return self.filing_system.format(court=full_name)


@dataclass(frozen=True, slots=True)
class Paths:
    """The real addresses at which a person enters and leaves this kind of court (facts 3.1, 5).

    ``case`` is where the case locator's links lead, with ``{id}`` and ``{number}`` of the case.
    """

    landing: str
    start: str
    login: str
    main: str
    link: str
    logout: str
    case: str = "/cgi-bin/iqquerymenu.pl?{id}"


@dataclass(frozen=True, slots=True)
class CourtProfile:
    """Everything that a kind of court is, apart from the rooms that it brings."""

    kind: str
    words: Words
    menus: Menus
    paths: Paths
    utilities: tuple[UtilityGroup, ...]
    filing: tuple[tuple[str, tuple[FilingCategory, ...]], ...]
    case_types: tuple[str, ...]
    numbers: Style
    papers: PaperStyle
    notices: NoticeStyle
    rooms: tuple[str, ...] = ()
    openings: tuple[OpeningCategory, ...] = ()

    def filing_words(self) -> tuple[str, ...]:
        """The menu words that appear with the right to file, in their order."""
        return tuple(item.word for item in self.menus.filing)
