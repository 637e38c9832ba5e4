"""Writing notices: the key of the stamps, free looks, lines of daily summaries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from courts.accounts.models import CourtUser
from courts.notices import queries
from courts.notices.models import NoticeAddress, NoticeCase, StampKey, SummaryLine
from courts.notices.preferences import Preference
from courts.notices.recipients import PRIMARY, Box
from courts.notices.stamps import Key
from shared.db import take_turn
from shared.ids import draw

_DIGITS: Final = 10**9
_BYTES: Final = 64


def stamp_key(session: Session, now: datetime) -> Key:
    """Return the key of this court's stamps; it is made when the first one is needed."""
    found = queries.stamp_key(session)
    if found is not None:
        return found
    take_turn(session, "stamp-key")
    found = queries.stamp_key(session)
    if found is not None:
        return found
    secret = f"{draw(1 << (8 * _BYTES)):0{2 * _BYTES}x}"
    row = StampKey(id=1, number=_DIGITS + draw(_DIGITS), secret=secret, made_at=now)
    session.add(row)
    session.flush()
    return Key(row.number, row.secret)


def keep_for_summary(
    session: Session,
    box: Box,
    name: str,
    told: Mapping[str, Any],
    *,
    day: date,
) -> None:
    """Keep an entry for the summary that an address gets when the court's day is over."""
    session.add(
        SummaryLine(
            day=day,
            address=box.address,
            name=name,
            format=box.format,
            told=dict(told),
        )
    )


def save(
    session: Session,
    user: CourtUser,
    preferences: Iterable[Preference],
    *,
    keep_others: bool = False,
    with_address: bool = False,
) -> None:
    """Keep what a filer wants.

    :param keep_others: whether addresses that are not among `preferences` stay as they are.
    :param with_address: whether the primary address may change here (CurrentGen only: in NextGen
        it is changed in PACER, facts 3.6).
    """
    wanted = {each.place: each for each in preferences}
    statement = select(NoticeAddress).where(NoticeAddress.user_id == user.id)
    known = {row.place: row for row in session.scalars(statement)}
    gone = [] if keep_others else [place for place in known if place not in wanted]
    forget(session, user, gone)
    for place, each in wanted.items():
        row = known.get(place)
        if row is None:
            row = NoticeAddress(user_id=user.id, place=place)
            session.add(row)
        row.address = "" if place == PRIMARY else each.address
        row.my_cases, row.announcements = each.my_cases, each.announcements
        row.frequency, row.format = each.frequency, each.format
        if place == PRIMARY:
            user.notice_frequency, user.notice_format = each.frequency, each.format
            if with_address:
                user.primary_email = each.address
        session.execute(
            delete(NoticeCase).where(NoticeCase.user_id == user.id, NoticeCase.place == place)
        )
        session.add_all(
            NoticeCase(user_id=user.id, place=place, case_id=case_id, frequency=frequency)
            for case_id, frequency in each.cases.items()
        )
    session.flush()


def forget(session: Session, user: CourtUser, places: Iterable[int]) -> None:
    """Take addresses away with their lists."""
    for place in places:
        for table in (NoticeAddress, NoticeCase):
            session.execute(delete(table).where(table.user_id == user.id, table.place == place))
