"""The table of memberships."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from idp.accounts.models import Account
from idp.tables import Table
from shared.db import Worldly

COST_CENTER_LENGTH: Final = 40
REMARK_LENGTH: Final = 500


class Membership(Worldly, Table):
    """An account that a PAA asked to pay for, from the request to its end; times are court time.

    `state` is one of `idp.firms.states`; a row that has ended stays, and another may begin.
    """

    __tablename__ = "paa_membership"
    __table_args__ = (
        # One payer at most, and one open request of each PAA: also when two come at once.
        Index(
            "uq_paa_membership_payer",
            "member_id",
            unique=True,
            sqlite_where=text("state = 'accepted'"),
            postgresql_where=text("state = 'accepted'"),
        ),
        Index(
            "uq_paa_membership_request",
            "paa_id",
            "member_id",
            unique=True,
            sqlite_where=text("state = 'invited'"),
            postgresql_where=text("state = 'invited'"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    paa_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    state: Mapped[str] = mapped_column(String(12))
    cost_center: Mapped[str] = mapped_column(String(COST_CENTER_LENGTH), default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    invited_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    paa: Mapped[Account] = relationship(foreign_keys=[paa_id], lazy="joined", innerjoin=True)
    member: Mapped[Account] = relationship(foreign_keys=[member_id], lazy="joined", innerjoin=True)
