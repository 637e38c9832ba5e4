"""Which menu words, utilities and filing events a person sees (seeds 000, 001, 004; facts 3.5)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

from courts.kinds import utilities
from courts.kinds.profile import (
    CourtProfile,
    FilingCategory,
    MenuItem,
    OpeningCategory,
    UtilityGroup,
)

#: The opening category that is there only where the policy gives it to filers (seed 004).
ASSIGNMENT: Final = "Judge/Trustee Assignment"
Generation = Literal["currentgen", "nextgen"]


@dataclass(frozen=True, slots=True)
class MenuRights:
    """What a session may see in this court's menus.

    ``court_login`` is a session of a CurrentGen court login, ``pacer_login`` one of a PACER
    login; ``filing`` shows the filing words; ``filer`` is the right to account maintenance;
    ``agent`` is a filing agent, who chooses for whom to work.
    """

    pacer_login: bool = False
    court_login: bool = False
    filing: bool = False
    filer: bool = False
    staff: bool = False
    judge_trustee_assignment: bool = False
    check_pdf_document: bool = False
    agent: bool = False


def top_menu(
    profile: CourtProfile, *, generation: Generation, rights: MenuRights
) -> tuple[MenuItem, ...]:
    """The words of the blue bar in their order; the staff word stands before the filing words."""
    staff = (profile.menus.staff,) if rights.staff else ()
    filing = profile.menus.filing if rights.filing else ()
    rest = {"nextgen": profile.menus.nextgen, "currentgen": profile.menus.currentgen}[generation]
    return (*staff, *filing, *rest)


def utilities_menu(
    profile: CourtProfile, *, generation: Generation, rights: MenuRights
) -> tuple[UtilityGroup, ...]:
    """The groups of the Utilities page that hold at least one item for this session.

    The item that links accounts is there only in a live NextGen court, for a PACER session that is
    not one of staff alone (seed 001); account maintenance only for court logins and linked or
    registered filers (seed 000, step c).
    """
    flags = _flags(generation, rights)
    groups = (
        UtilityGroup(group.title, tuple(item for item in group.items if item.needs <= flags))
        for group in profile.utilities
    )
    return tuple(group for group in groups if group.items)


def filing_menu(
    profile: CourtProfile, word: str, *, only: Collection[str] | None = None
) -> tuple[FilingCategory, ...]:
    """The categories behind one filing word; ``only`` narrows them to the events of a role.

    Limited users see nothing but the events of their role (facts 2.3, seed 004).
    """
    categories = dict(profile.filing).get(word, ())
    if only is None:
        return categories
    narrowed = (
        FilingCategory(each.name, tuple(event for event in each.events if event in only))
        for each in categories
    )
    return tuple(each for each in narrowed if each.events)


def opening_menu(
    profile: CourtProfile, word: str, *, judge_trustee: bool = False
) -> tuple[OpeningCategory, ...]:
    """What opens cases under one filing word; the assignment only where filers run it."""
    return tuple(
        each
        for each in profile.openings
        if each.word == word and (judge_trustee or each.name != ASSIGNMENT)
    )


def _flags(generation: Generation, rights: MenuRights) -> frozenset[str]:
    staff_only = rights.staff and not (rights.filer or rights.court_login)
    held = {
        generation: True,
        utilities.PACER_LOGIN: rights.pacer_login,
        utilities.COURT_LOGIN: rights.court_login,
        utilities.FILER: rights.filer or (rights.court_login and generation == "currentgen"),
        utilities.NOT_STAFF_ONLY: not staff_only,
        utilities.JUDGE_TRUSTEE: rights.judge_trustee_assignment,
        utilities.CHECK_PDF: rights.check_pdf_document,
        utilities.AGENT: rights.agent,
    }
    return frozenset(name for name, holds in held.items() if holds)
