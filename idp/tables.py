"""The declarative base of the identity provider's tables."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from shared.db import NAMING, UtcDateTime


class Table(DeclarativeBase):
    """Base of every table of the identity provider."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime}
