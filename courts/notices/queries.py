"""Reading notices and the settings of those who get them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from courts.accounts.models import DISABLED, CourtUser
from courts.cases.models import Counsel
from courts.cases.queries import CaseView
from courts.docket.models import Entry
from courts.kinds.drafts import NOTICED
from courts.notices import letter
from courts.notices.models import (
    Announcement,
    Notice,
    NoticeAddress,
    NoticeCase,
    StampKey,
    SummaryLine,
)
from courts.notices.preferences import Preference
from courts.notices.recipients import (
    DAILY,
    EACH,
    PRIMARY,
    Account,
    Address,
    Box,
    Involved,
    ServiceList,
)
from courts.notices.recipients import service_list as sorted_list
from courts.notices.stamps import Key
from shared.db import SHARED_WORLD, every_world

#: Accounts of these roles come to a case by a claim: they are told only of cases that they follow
#: (facts 2.3). Agents are told at secondary addresses of those for whom they file (facts 2.4).
LIMITED_ROLES = frozenset({"creditor"})
AGENT_ROLES = frozenset({"filing_agent"})
_MAIL: Final = "Email:"


def of_entry(session: Session, entry_id: int) -> Notice | None:
    """Return the notice of an entry."""
    return session.scalar(select(Notice).where(Notice.entry_id == entry_id))


def stamp_key(session: Session) -> Key | None:
    """Return the key of this court's stamps, None before the first one."""
    row = session.get(StampKey, 1)
    return None if row is None else Key(row.number, row.secret)


def addresses_of(session: Session, user_ids: Collection[int]) -> Mapping[int, list[NoticeAddress]]:
    """Return the addresses that accounts have settings for, by account: one query."""
    found: dict[int, list[NoticeAddress]] = {}
    statement = select(NoticeAddress).where(NoticeAddress.user_id.in_(user_ids))
    for row in session.scalars(statement.order_by(NoticeAddress.place)):
        found.setdefault(row.user_id, []).append(row)
    return found


def service_list(session: Session, view: CaseView) -> ServiceList:
    """Return who is told of what happens in a case, and how: three queries."""
    case_id = view.case.id
    listed: dict[int, dict[int, str]] = {}
    for row in session.scalars(select(NoticeCase).where(NoticeCase.case_id == case_id)):
        listed.setdefault(row.user_id, {})[row.place] = row.frequency
    users = _users(session, view, listed)
    settings = addresses_of(session, [user.id for user in users])
    accounts = {
        user.id: account_of(user, settings.get(user.id, ()), {case_id: listed.get(user.id, {})})
        for user in users
    }
    subjects = {a.subject: a for a in accounts.values() if a.subject}
    return sorted_list(case_id, _involved(view, accounts, subjects), accounts.values())


def account_of(
    user: CourtUser,
    settings: Sequence[NoticeAddress],
    listed: Mapping[int, Mapping[int, str]],
) -> Account:
    """Return an account as notices see it.

    :param listed: by case, the frequency by place of an address.
    """
    rows = {row.place: row for row in settings}
    primary = rows.get(PRIMARY)

    def cases(place: int) -> dict[int, str]:
        return {case: places[place] for case, places in listed.items() if place in places}

    first = Address(
        user.primary_email,
        PRIMARY,
        my_cases=primary is None or primary.my_cases,
        frequency=DAILY if user.notice_frequency == DAILY else EACH,
        format=user.notice_format,
        cases=cases(PRIMARY),
    )
    others = [
        Address(row.address, row.place, row.my_cases, row.frequency, row.format, cases(row.place))
        for row in settings
        if row.place != PRIMARY
    ]
    return Account(
        user.id,
        user.display_name,
        role=user.role,
        subject=user.linked_subject or "",
        active=user.status != DISABLED,
        limited=user.role in LIMITED_ROLES,
        agent=user.role in AGENT_ROLES,
        addresses=(first, *others),
    )


def _users(session: Session, view: CaseView, listed: Mapping[int, object]) -> Sequence[CourtUser]:
    ids = view.counsel_ids | frozenset(listed)
    subjects = view.party_subjects
    return session.scalars(
        select(CourtUser)
        .where(or_(CourtUser.id.in_(ids), CourtUser.linked_subject.in_(subjects)))
        .order_by(CourtUser.id)
    ).all()


def _involved(
    view: CaseView, accounts: Mapping[int, Account], subjects: Mapping[str, Account]
) -> list[Involved]:
    found = []
    outside: dict[str, Account] = {}
    for each in view.parties:
        party = each.party
        if party.terminated_on is not None:
            continue
        behalf = f"{party.role} {party.name}"
        present = [counsel for counsel in each.counsel if counsel.terminated_on is None]
        for counsel in present:
            if NOTICED not in counsel.roles:
                continue
            account = accounts.get(counsel.user_id or 0) or _outside(outside, counsel)
            if counsel.user_id in view.unreviewed:
                # Until the clerk has looked at an appearance, no notices (facts 5).
                account = None
            found.append(Involved(counsel.name, behalf, letter.postal(counsel.contact), account))
        if not present and (party.subject or party.address):
            account = subjects.get(party.subject) if party.subject else None
            found.append(Involved(party.name, "", letter.postal(party.address), account))
    return found


def _outside(known: dict[str, Account], counsel: Counsel) -> Account | None:
    """Return counsel whom nobody can sign in as, by the e-mail address that the docket has.

    Their mails lie in the mailbox of the federation like all others; their ids are below zero.
    """
    address = next((line for line in counsel.contact if line.startswith(_MAIL)), "")
    address = address.removeprefix(_MAIL).strip()
    if not address or counsel.user_id is not None:
        return None
    account = Account(-1 - len(known), counsel.name, addresses=(Address(address),))
    return known.setdefault(address.lower(), account)


def preferences(session: Session, user: CourtUser) -> tuple[Preference, ...]:
    """Return what a filer wants for each address, the primary one first: two queries."""
    rows = {row.place: row for row in addresses_of(session, [user.id]).get(user.id, ())}
    listed: dict[int, dict[int, str]] = {}
    for case in session.scalars(select(NoticeCase).where(NoticeCase.user_id == user.id)):
        listed.setdefault(case.place, {})[case.case_id] = case.frequency
    first = rows.pop(PRIMARY, None)
    primary = Preference(
        PRIMARY,
        user.primary_email,
        my_cases=first is None or first.my_cases,
        frequency=DAILY if user.notice_frequency == DAILY else EACH,
        format=user.notice_format,
        announcements=first is None or first.announcements,
        cases=listed.get(PRIMARY, {}),
    )
    others = (
        Preference(
            row.place,
            row.address,
            row.my_cases,
            row.frequency,
            row.format,
            row.announcements,
            listed.get(row.place, {}),
        )
        for row in rows.values()
    )
    return (primary, *others)


def summary_lines(session: Session) -> Sequence[SummaryLine]:
    """Return the lines of all worlds that wait for their summaries."""
    return session.scalars(
        every_world(
            select(SummaryLine).order_by(
                SummaryLine.day, SummaryLine.world, SummaryLine.address, SummaryLine.id
            )
        )
    ).all()


def announced_to(session: Session) -> tuple[Box, ...]:
    """Return the addresses that want announcements, each once: two queries.

    A seat's announcement reaches the accounts of that seat, never those of the class.
    """
    world = session.info.get("world", SHARED_WORLD)
    users = session.scalars(
        select(CourtUser)
        .where(CourtUser.world == world, CourtUser.status != DISABLED)
        .order_by(CourtUser.id)
    ).all()
    statement = (
        select(NoticeAddress)
        .join(CourtUser, CourtUser.id == NoticeAddress.user_id)
        .where(CourtUser.world == world, CourtUser.status != DISABLED)
        .order_by(NoticeAddress.user_id, NoticeAddress.place)
    )
    rows = session.scalars(statement).all()
    silent = {row.user_id for row in rows if row.place == PRIMARY and not row.announcements}
    boxes = [
        Box(user.primary_email, format=user.notice_format)
        for user in users
        if user.id not in silent
    ]
    boxes += [
        Box(row.address, format=row.format)
        for row in rows
        if row.place != PRIMARY and row.announcements
    ]
    found = {box.address.lower(): box for box in reversed(boxes) if box.address}
    return tuple(reversed(found.values()))


def announcements(session: Session, limit: int = 100) -> Sequence[Announcement]:
    """Return the announcements that were sent, the latest first."""
    return session.scalars(select(Announcement).order_by(Announcement.id.desc()).limit(limit)).all()


def own_notice(session: Session, case_id: int, seq: int) -> Notice | None:
    """Return the notice of an entry of a case by the entry's sequence number."""
    return session.scalar(
        select(Notice)
        .join(Entry, Entry.id == Notice.entry_id)
        .where(Entry.case_id == case_id, Entry.seq == seq)
    )
