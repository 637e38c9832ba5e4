"""Reading what named moments are computed from."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from idp.accounts import password_rules
from idp.accounts.models import Account
from idp.mailbox.models import MailItem
from idp.timetable.moments import Notice
from shared.db import every_world

_NOTICES = ("nef", "nef_bankruptcy", "nda")


def newest_notice(session: Session, worlds: range, *, since: datetime) -> Notice | None:
    """Return the newest notice of some worlds that carries a free look, if there is one."""
    statement = (
        select(MailItem.court_time, MailItem.recipient)
        .where(
            MailItem.world.between(worlds.start, worlds.stop - 1),
            MailItem.template.in_(_NOTICES),
            MailItem.court_time >= since,
            MailItem.html.contains("magic_num") | MailItem.text.contains("magic_num"),
        )
        .order_by(MailItem.court_time.desc())
        .limit(1)
    )
    row = session.execute(every_world(statement)).one_or_none()
    return None if row is None else Notice(row[0], row[1])


def first_password(session: Session, worlds: range, *, now: datetime) -> datetime | None:
    """Return when the oldest password of some worlds was set that is not too old yet."""
    since = max(password_rules.STANDARD_FROM, now - password_rules.LONGEST_AGE)
    changed = Account.password_changed_at
    statement = select(func.min(changed)).where(
        Account.world.between(worlds.start, worlds.stop - 1), changed >= since
    )
    return session.scalar(every_world(statement))
