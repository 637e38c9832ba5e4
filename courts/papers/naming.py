"""What papers are called: on receipts, in menus, in archives and at the head of their pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo

from courts.access.deciding import PUBLIC
from courts.documents.making import Source
from courts.kinds.numbers import Style
from courts.kinds.stamps import Stamped
from shared.money import Sold

#: How a receipt calls a kind of paper, followed by its number: Image1-0.
_TRANSCRIPT: Final = "transcript"
_IMAGES: Final[Mapping[str, str]] = MappingProxyType({"audio": "AUDIO", _TRANSCRIPT: "TRANSCRIPT"})
_SOLD: Final[Mapping[str, Sold]] = MappingProxyType(
    {"audio": Sold.AUDIO, _TRANSCRIPT: Sold.TRANSCRIPT}
)
_ENDINGS: Final[Mapping[str, str]] = MappingProxyType({"audio": "wav"})
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_.-]+")
_KB: Final = 1024


def number(view: Any) -> str:
    """Return the number of a paper without its place: the entry's, or the claim's."""
    if view.entry is None:
        return str(view.document.label or view.document.claim_id)
    found = view.entry.entry.number
    return str(view.document.id if found is None else found)


def image(view: Any) -> str:
    """Return what a receipt calls a paper: Image1-0, AUDIO7-0; a claim's paper Image1-1."""
    word = _IMAGES.get(_kind(view), "Image")
    if view.entry is None:
        return f"{word}{number(view)}"
    return f"{word}{number(view)}-{view.document.place}"


def sold(view: Any) -> Sold:
    """Return as what a paper is sold; opinions are free (facts 1.10)."""
    if view.entry is not None and view.entry.entry.opinion:
        return Sold.OPINION
    return _SOLD.get(_kind(view), Sold.DOCUMENT)


def _kind(view: Any) -> str:
    # A transcript is a PDF like others; its entry says what it is.
    if view.entry is not None and view.entry.entry.access == _TRANSCRIPT:
        return _TRANSCRIPT
    return str(view.document.kind)


def is_restricted(view: Any) -> bool:
    """Say whether a paper is not for everybody, though it may be for whoever asks."""
    item = view.item
    closed = {item.entry_access, item.paper_access} - PUBLIC
    return bool(closed or (view.case.restricted and not item.opinion and not item.by_court))


def described(document: Any) -> str:
    """Return category and description, simply put together as docket text does."""
    return " ".join(part for part in (document.category, document.description) if part)


def size(count: int) -> str:
    """Write a size as menus do: 100.0 KB, 1.2 MB."""
    return f"{count / _KB:.1f} KB" if count < _KB * _KB else f"{count / _KB / _KB:.1f} MB"


def pages(count: int) -> str:
    """Write a number of pages as menus do."""
    return f"{count} page" if count == 1 else f"{count} pages"


def file_name(view: Any, style: Style) -> str:
    """Return a file name that any disk takes: 3-19-cv-00021-1-0.pdf."""
    case = style.bare(view.case.number)
    ending = _ENDINGS.get(view.document.kind, "pdf")
    part = number(view) if view.entry is None else f"{number(view)}-{view.document.place}"
    return _UNSAFE.sub("-", f"{case}-{part}.{ending}")


def stamped(view: Any, style: Style, zone: ZoneInfo, serial: int) -> Stamped:
    """Return what the head of the paper's pages tells."""
    document = view.document
    if view.entry is None:
        return Stamped(
            case=style.full(view.case.number),
            document="",
            attachment=0,
            filed=document.filed_on or view.case.filed_on,
            serial=serial,
            claim=str(document.label),
        )
    entry = view.entry.entry
    return Stamped(
        case=style.full(view.case.number),
        document="" if entry.number is None else str(entry.number),
        attachment=document.place,
        filed=entry.filed_on,
        entered=entry.entered_at.astimezone(zone),
        description=described(document),
        text=entry.text,
        serial=serial,
    )


def source(view: Any, style: Style, court: str) -> Source:
    """Return what a paper of a generated world is made from."""
    document, entry = view.document, None if view.entry is None else view.entry.entry
    called = described(document)
    title = called if document.place or entry is None else entry.short
    return Source(
        court=court,
        number=style.full(view.case.number),
        caption=view.case.caption,
        title=title or called or "Document",
        text=called if entry is None else entry.text,
        pages=document.pages,
        filed_on=view.case.filed_on if entry is None else entry.filed_on,
        signer=_signer("" if entry is None else entry.entered_by),
        key=f"{0 if entry is None else entry.seq}/{document.place}/{document.label}",
    )


def _signer(entered_by: str) -> str:
    """Turn the docket's "Attorney, John" into a signature."""
    last, _, first = entered_by.partition(", ")
    return f"{first} {last}".strip()
