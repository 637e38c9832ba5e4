"""Reading who is known to the court already, before somebody is typed anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session

from courts.cases.models import Case, Party
from courts.cases.queries import begins

#: So many names are listed.
MOST: Final = 25
#: No row id is larger; databases refuse to look for larger ones.
LARGEST: Final = (1 << 31) - 1


def people(session: Session, *, last: str, first: str = "", four: str = "") -> Sequence[Party]:
    """Return people and companies of earlier cases, each name once; never those of sealed cases.

    :param last: the beginning of a last or business name; may be empty if `four` is given.
    :param four: the last four digits of a debtor's number.
    """
    newest = select(func.max(Party.id)).join(Case, Party.case_id == Case.id)
    newest = newest.where(Case.sealed.is_(False), Case.opening.is_(False))
    if last:
        newest = newest.where(begins(Party.name_key, last.lower()))
    if first:
        newest = newest.where(begins(Party.first_key, first.lower()))
    if four:
        numbers = cast(Party.tax, String)
        newest = newest.where(
            Party.role.in_(("Debtor", "Joint Debtor", "Debtor In Possession")),
            numbers.contains(f'{four}"', autoescape=True),
        )
    newest = newest.group_by(Party.name).order_by(Party.name).limit(MOST)
    ids = session.scalars(newest).all()
    rows = session.scalars(select(Party).where(Party.id.in_(ids)).order_by(Party.name))
    return rows.all()


def person(session: Session, party_id: int | str) -> Party | None:
    """Return one of the people whom `people` may have found."""
    if not 0 < int(party_id) <= LARGEST:
        return None
    return session.scalar(
        select(Party)
        .join(Case, Party.case_id == Case.id)
        .where(Party.id == int(party_id), Case.sealed.is_(False), Case.opening.is_(False))
    )
