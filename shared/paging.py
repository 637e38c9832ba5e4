"""Long lists a page at a time: two queries, however many rows there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func
from sqlalchemy.orm import QueryableAttribute, Session

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list: `number` of `count` pages, `total` rows on all of them."""

    rows: Sequence[Row]
    number: int
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Where somebody is in a list, as the paging part of the templates reads it."""

    number: int
    count: int
    total: int
    prev_url: str | None
    next_url: str | None


def page_of(
    session: Session,
    chosen: Select[Row],
    *,
    key: QueryableAttribute[Any],
    number: int,
    size: int,
    order: Sequence[Any] = (),
) -> Page[Row]:
    """Return a page of a selection; a number beyond the ends is that of the end.

    :param key: the primary key of what is selected, by which it is counted.
    :param order: the newest first if not said.
    """
    counted = chosen.with_only_columns(func.count(key), maintain_column_froms=True)
    total = session.scalar(counted) or 0
    count = max(1, -(-total // size))
    number = min(max(1, number), count)
    ordered = chosen.order_by(*(order or (key.desc(),)))
    rows = session.scalars(ordered.offset((number - 1) * size).limit(size)).all()
    return Page(rows, number, count, total)


def links(page: Page[Any], address: Callable[[int], str]) -> PageLinks:
    """Return what the templates show under a page.

    :param address: returns the address of a page by its number.
    """
    return PageLinks(
        page.number,
        page.count,
        page.total,
        address(page.number - 1) if page.number > 1 else None,
        address(page.number + 1) if page.number < page.count else None,
    )
