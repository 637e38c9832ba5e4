"""The RSS feed of a court as text (facts 7.3, clients.md 5.22)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final
from xml.sax.saxutils import escape

ENCODING: Final = "ISO-8859-1"
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry. `document` and its number are empty for an entry without a paper."""

    number: str
    caption: str
    case_id: int
    seq: int
    short: str
    at: datetime
    document_number: str = ""
    document_id: str = ""
    type: str = ""
    office: str = ""
    chapter: str = ""
    trustee: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """What the feeds of a kind of court do differently: description, and the tie in the guid."""

    describe: Callable[[Item, str], str]
    tie: str


def _district(item: Item, origin: str) -> str:
    return f"[{item.short}]{_link(item, origin, chr(34), 'caseid={c}&de_seq_num={s}', ' ')}"


def _bankruptcy(item: Item, origin: str) -> str:
    trustee = f" Trustee: {item.trustee}" if item.trustee else ""
    head = f"Type: {item.type} Office: {item.office} Chapter: {item.chapter}{trustee}"
    query = "pdf_header=&de_seq_num={s}&caseid={c}"
    return f"{head} [{item.short}]{_link(item, origin, chr(39), query, '')}"


def _link(item: Item, origin: str, quote: str, query: str, gap: str) -> str:
    """Return the link to the paper, in the quotes and with the space of each kind."""
    if not item.document_id:
        return ""
    address = f"{origin}/doc1/{item.document_id}?{query.format(c=item.case_id, s=item.seq)}"
    return f" (<a href={quote}{address}{quote}{gap}>{item.document_number}</a>)"


#: By the kind of court.
STYLES: Final[Mapping[str, Style]] = MappingProxyType(
    {"district": Style(_district, "&"), "bankruptcy": Style(_bankruptcy, "-")}
)


def pub_date(moment: datetime) -> str:
    """Write a moment as feeds do: Fri, 05 Jan 2024 15:00:00 GMT."""
    at = moment.astimezone(UTC)
    month = _MONTHS[at.month - 1]
    return f"{_DAYS[at.weekday()]}, {at:%d} {month} {at:%Y %H:%M:%S} GMT"


def feed(items: Sequence[Item], *, court: str, origin: str, built: datetime, style: Style) -> str:
    """Return the feed. What its encoding has no sign for is written as a number by `encoded`."""
    head = (
        f'<?xml version="1.0" encoding="{ENCODING}"?>\n'
        '<rss version="2.0">\n<channel>\n'
        f"<title>{escape(court)} - Recent Entries</title>\n"
        f"<link>{escape(origin)}</link>\n"
        "<description>Docket entries of type: all</description>\n"
        f"<lastBuildDate>{pub_date(built)}</lastBuildDate>\n"
    )
    return head + "".join(_item(each, origin, style) for each in items) + "</channel>\n</rss>\n"


def _item(item: Item, origin: str, style: Style) -> str:
    address = f"{origin}/cgi-bin/DktRpt.pl?{item.case_id}"
    return (
        "<item>\n"
        f"<title>{escape(f'{item.number} {item.caption}')}</title>\n"
        f"<link>{escape(address)}</link>\n"
        f"<description>{escape(style.describe(item, origin))}</description>\n"
        f'<guid isPermaLink="true">{escape(f"{address}{style.tie}{item.seq}")}</guid>\n'
        f"<pubDate>{pub_date(item.at)}</pubDate>\n"
        "</item>\n"
    )


def encoded(text: str) -> bytes:
    """Return the feed in its encoding."""
    return text.encode(ENCODING, errors="xmlcharrefreplace")
