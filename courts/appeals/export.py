"""A docket sheet as XML and as plain text, for the XML and TXT links of the top bar (facts 5).

Element and attribute names are ours where no source gives them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from textwrap import wrap
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from courts.appeals.sheet import Line, Origin, Sheet, Side

_UNWRITABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WIDTH: Final = 78
_RULE: Final = "-" * _WIDTH


def as_xml(sheet: Sheet, court: str, receipt: str = "") -> str:
    """Return a docket as XML, without a declaration (clients.md 3.5).

    Programs know by the words of the receipt that they are logged in.
    """
    root = Element("docket")
    stub = {
        "court": court,
        "caseId": str(sheet.case_id),
        "caseNumber": sheet.number,
        "shortTitle": sheet.caption,
        "dateFiled": _day(sheet.docketed_on),
        "dateTerminated": _day(sheet.termed_on),
        "natureOfSuit": sheet.nature,
        "origCourt": sheet.appeal_from,
        "feeStatus": sheet.fee_status,
    }
    _add(root, "stub", stub)
    for place, words in enumerate(sheet.types, start=1):
        _add(root, "caseType", {"line": str(place), "type": words})
    if sheet.origin is not None:
        _origin(root, sheet.origin)
    _others(root, sheet)
    for judge in sheet.panel:
        _add(root, "panel", {"judge": judge})
    for side in sheet.sides:
        _side(root, side)
    if sheet.long_caption:
        _add(root, "caption", {}).text = clean("\n".join(sheet.long_caption))
    for line in sheet.lines:
        _line(root, line)
    if receipt:
        _add(root, "receipt", {}).text = clean(receipt)
    indent(root)
    return tostring(root, encoding="unicode")


def _others(root: Element, sheet: Sheet) -> None:
    for each in sheet.prior:
        told = {"caseNumber": each.number, "dateFiled": each.filed, "dateDisposed": each.disposed}
        _add(root, "priorCase", {**told, "disposition": each.disposition})
    for tie in sheet.associated:
        told = {"lead": tie.lead, "member": tie.member, "type": tie.kind}
        _add(root, "associatedCase", {**told, "dateStart": _day(tie.since)})


def _origin(root: Element, origin: Origin) -> None:
    told = {"district": origin.district, "caseNumber": origin.number, "judge": origin.judge}
    found = _add(
        root,
        "originatingCourt",
        {**told, "courtReporter": origin.reporter, "dateFiled": _day(origin.filed_on)},
    )
    for label, day in origin.dates:
        _add(found, "date", {"label": label.rstrip(":"), "on": _day(day)})


def _side(root: Element, side: Side) -> None:
    told = {"info": side.name, "type": side.role, "terminationDate": _day(side.terminated_on)}
    party = _add(root, "party", {**told, "more": "; ".join(side.more)})
    for lawyer in side.lawyers:
        name, *lines = lawyer.lines
        _add(party, "attorney", {"name": name, "info": "\n".join(lines)})


def _line(root: Element, line: Line) -> None:
    number = "" if line.number is None else str(line.number)
    told = {"dateFiled": _day(line.filed_on), "number": number, "docId": line.doc_id}
    entry = _add(root, "docketText", {**told, "seq": str(line.seq)})
    _add(entry, "text", {}).text = clean(line.text)
    for paper in line.shown:
        size = {"pages": str(paper.pages), "bytes": str(paper.size)}
        _add(entry, "document", {"docId": paper.doc_id, "title": paper.title, **size})


def _add(parent: Element, name: str, told: dict[str, str]) -> Element:
    return SubElement(parent, name, {key: clean(value) for key, value in told.items() if value})


def clean(text: str) -> str:
    """Leave out the signs that XML cannot hold."""
    return _UNWRITABLE.sub("", text)


def _day(day: date | None) -> str:
    return f"{day:%m/%d/%Y}" if day is not None else ""


def as_text(sheet: Sheet, court: str, receipt: str = "") -> str:
    """Return a docket as plain text, in lines of at most 78 signs."""
    parts = (
        _stub(sheet),
        _origin_lines(sheet.origin) if sheet.origin is not None else (),
        _prior_lines(sheet),
        _tie_lines(sheet),
        (f"Panel: {' '.join(sheet.panel)}",) if sheet.panel else (),
        (line for side in sheet.sides for line in _side_lines(side)),
        sheet.long_caption,
        (part for line in sheet.lines for part in _entry_lines(line)),
        ("Transaction Receipt", *wrap(receipt, _WIDTH)) if receipt else (),
    )
    found = ["General Docket", court]
    for part in map(tuple, parts):
        found += [_RULE, *part] if part else ()
    return "\n".join(found) + "\n"


def _prior_lines(sheet: Sheet) -> Iterable[str]:
    if sheet.prior:
        yield "Prior Cases:"
    for each in sheet.prior:
        yield "  ".join(filter(None, (each.number, each.filed, each.disposed, each.disposition)))


def _tie_lines(sheet: Sheet) -> Iterable[str]:
    if sheet.associated:
        yield "Current Associated Cases:"
    for tie in sheet.associated:
        yield f"  {tie.kind}: {tie.lead} - {tie.member}  {_day(tie.since)}".rstrip()


def _entry_lines(line: Line) -> Iterable[str]:
    number = "" if line.number is None else str(line.number)
    return _wrapped(f"{_day(line.filed_on)}  {number:>4}  ", line.text)


def _stub(sheet: Sheet) -> Iterable[str]:
    told = (
        ("Court of Appeals Docket #", sheet.number),
        ("Docketed", _day(sheet.docketed_on)),
        ("Termed", _day(sheet.termed_on)),
        ("Nature of Suit", sheet.nature),
        ("Title", sheet.caption),
        ("Appeal From", sheet.appeal_from),
        ("Fee Status", sheet.fee_status),
        *((f"Case Type {n}", words) for n, words in enumerate(sheet.types, start=1)),
    )
    return (f"{label}: {value}" for label, value in told if value)


def _origin_lines(origin: Origin) -> Iterable[str]:
    told = (
        ("District", f"{origin.district} : {origin.number}"),
        ("Trial Judge", origin.judge),
        ("Court Reporter", origin.reporter),
        ("Date Filed", _day(origin.filed_on)),
        *((label.rstrip(":"), _day(day)) for label, day in origin.dates),
    )
    return (f"{label}: {value}" for label, value in told if value)


def _side_lines(side: Side) -> Iterable[str]:
    if side.versus:
        yield "v."
    yield f"{side.name}, {side.role}"
    yield from (f"    {line}" for line in side.more)
    if side.terminated_on is not None:
        yield f"    Terminated: {_day(side.terminated_on)}"
    for lawyer in side.lawyers:
        yield from (f"        {line}" for line in lawyer.lines)


def _wrapped(head: str, text: str) -> list[str]:
    return wrap(
        " ".join(text.split()), _WIDTH, initial_indent=head, subsequent_indent=" " * len(head)
    )
