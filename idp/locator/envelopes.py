"""Requests and answers of the case locator's interface as JSON and as XML (facts.md 7.2)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from xml.etree import ElementTree as ET

from idp.locator import words
from shared.errors import Refusal

JSON_TYPE: Final = "application/json"
XML_TYPE: Final = "application/xml"
NAMESPACE: Final = "https://pacer.uscourts.gov"
ROOTS: Final = frozenset({"caseSearch", "partySearch"})
#: Fields of the interface that are lists even where they have one value.
LISTS: Final = frozenset(
    {
        *("courtId", "caseType", "federalBankruptcyChapter", "natureOfSuit", "nos"),
        *("role", "partyRole"),
    }
)
_DEEPEST: Final = 4


class UnreadableError(Refusal):
    """A body that is neither JSON nor XML of a search."""

    def __init__(self, why: str) -> None:
        super().__init__("unreadable", words.UNREADABLE.format(why=why))


def is_xml(media_type: str) -> bool:
    """Say whether a media type means XML."""
    return media_type.split(";", maxsplit=1)[0].strip().lower() in (XML_TYPE, "text/xml")


def read(body: bytes, *, xml: bool) -> dict[str, Any]:
    """Read the criteria of a search.

    :raises UnreadableError: if they cannot be read.
    """
    return _read_xml(body) if xml else _read_json(body)


def _read_json(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise UnreadableError("it is no JSON") from None
    if not isinstance(found, dict):
        raise UnreadableError("the JSON is no object")
    return found


def _read_xml(body: bytes) -> dict[str, Any]:
    # A document type is the only way to entities, and no client sends one.
    if b"<!" in body or b"\x00" in body:
        raise UnreadableError("the XML holds a declaration")
    try:
        root = ET.fromstring(body)  # noqa: S314 - no document type, so no entities
    except (ET.ParseError, ValueError, LookupError):
        raise UnreadableError("it is no XML") from None
    if _local(root.tag) not in ROOTS:
        raise UnreadableError(f"the root is none of {', '.join(sorted(ROOTS))}")
    return _fields(root, 1)


def _fields(node: ET.Element, depth: int) -> dict[str, Any]:
    if depth > _DEEPEST:
        raise UnreadableError("it is nested too deeply")
    found: dict[str, Any] = {}
    for child in node:
        name = _local(child.tag)
        parts = list(child)
        if name in LISTS:
            values = [part.text or "" for part in parts] if parts else [child.text or ""]
            found[name] = [*found.get(name, []), *values]
        elif parts:
            found[name] = _fields(child, depth + 1)
        else:
            found[name] = (child.text or "").strip()
    return found


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def write(told: Mapping[str, Any], *, root: str, xml: bool) -> str:
    """Write an answer; in XML what is missing is left out."""
    if not xml:
        return json.dumps(told)
    node = ET.Element(root, {"xmlns": NAMESPACE})
    _add(node, told)
    return "<?xml version='1.0' encoding='UTF-8'?>\n" + ET.tostring(node, encoding="unicode")


def _add(node: ET.Element, told: Mapping[str, Any]) -> None:
    for name, value in told.items():
        if value is None:
            continue
        child = ET.SubElement(node, name)
        if isinstance(value, Mapping):
            _add(child, value)
        elif isinstance(value, list | tuple):
            for one in value:
                element = ET.SubElement(child, "element")
                if isinstance(one, Mapping):
                    _add(element, one)
                else:
                    element.text = _plain(one)
        else:
            child.text = _plain(value)


def _plain(value: object) -> str:
    """Return a value as XML can hold it: without control characters and halves of pairs."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)
