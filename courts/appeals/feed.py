"""The feed of a court of appeals as text (facts 7.3; clients.md 5.22)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from courts.appeals.export import clean

_MOMENT: Final = "%a, %d %b %Y %H:%M:%S %Z"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry; `paper` is the address of its paper, empty if nobody may open one.

    `link` leads to the docket, `part` tells entries of one case apart.
    """

    number: str
    caption: str
    link: str
    part: int
    short: str
    at: datetime
    paper: str = ""
    document: int | None = None


def write(items: Iterable[Item], *, court: str, link: str, built: datetime, zone: ZoneInfo) -> str:
    """Return the feed; readers look for changes in its lastBuildDate."""
    told = "".join(_item(item, zone) for item in items)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{escape(court)} - Recent Entries</title><link>{escape(link)}</link>"
        "<description>Docket entries of type: all</description>"
        f"<lastBuildDate>{_moment(built, zone)}</lastBuildDate>\n{told}</channel></rss>\n"
    )


def _item(item: Item, zone: ZoneInfo) -> str:
    number = "" if item.document is None else str(item.document)
    paper = f" (<a href='{escape(item.paper)}'>{number}</a>)" if item.paper else ""
    # Square brackets end the short description for whoever reads it.
    short = escape(item.short.replace("[", "(").replace("]", ")"))
    told = {
        "title": f"{item.number} {item.caption}",
        "link": item.link,
        "description": f"[{short}]{paper}",
    }
    parts = "".join(f"<{name}>{escape(clean(text))}</{name}>" for name, text in told.items())
    return (
        f'<item>{parts}<guid isPermaLink="true">{escape(f"{item.link}&partId={item.part}")}</guid>'
        f"<pubDate>{_moment(item.at, zone)}</pubDate></item>\n"
    )


def _moment(at: datetime, zone: ZoneInfo) -> str:
    """Write a moment in the court's zone, by its name: Fri, 03 May 2024 11:52:07 EDT."""
    return at.astimezone(zone).strftime(_MOMENT)
