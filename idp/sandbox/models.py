"""Tables of the sandbox: keys of programs."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from idp.tables import Table

#: Owns the keys of commands beside the databases; no subject is spelled like it.
OPERATOR: Final = "operator"


class SandboxKey(Table):
    """A key of a program, kept hashed; it can do what its owner may. Times are real time."""

    __tablename__ = "sandbox_key"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    owner_subject: Mapped[str] = mapped_column(String(36), index=True)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
