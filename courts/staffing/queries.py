"""Finding accounts of this court."""

from __future__ import annotations

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from courts.accounts import logins
from courts.accounts.models import CourtUser
from shared.paging import Page, page_of


def search(session: Session, *, words: str, number: int, size: int) -> Page[CourtUser]:
    """Return a page of the accounts whose login, name or e-mail address contains the words."""
    chosen = select(CourtUser)
    wanted = logins.normal(words)
    if wanted:
        first, last = CourtUser.first_name, CourtUser.last_name
        whole = (
            CourtUser.login_key,
            func.lower(CourtUser.primary_email),
            func.lower(first + " " + last),
            func.lower(first + " " + CourtUser.middle_name + " " + last),
            func.lower(last + ", " + first),
        )
        chosen = chosen.where(or_(*(part.contains(wanted, autoescape=True) for part in whole)))
    order = (func.lower(CourtUser.last_name), func.lower(CourtUser.first_name), CourtUser.id)
    return page_of(session, chosen, key=CourtUser.id, number=number, size=size, order=order)


def namesake(session: Session, *, first: str, last: str, email: str) -> CourtUser | None:
    """Return an account with the same name and address."""
    return session.scalars(
        select(CourtUser)
        .where(
            func.lower(CourtUser.first_name) == first.lower(),
            func.lower(CourtUser.last_name) == last.lower(),
            func.lower(CourtUser.primary_email) == email.lower(),
        )
        .limit(1)
    ).first()
