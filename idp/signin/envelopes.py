"""`cso-auth` and `cso-logout` as JSON and as XML (PACER Authentication API; facts.md 7.1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from idp.accounts.names import clean
from shared.errors import Refusal

SUCCESS: Final = "0"
REFUSED: Final = "1"
INVALID: Final = "13"
JSON_TYPE: Final = "application/json"
XML_TYPE: Final = "application/xml"


class UnreadableRequestError(Refusal):
    """A body that is neither JSON nor XML with the root CsoAuth."""

    def __init__(self, message: str) -> None:
        super().__init__("unreadable", message)


@dataclass(frozen=True, slots=True)
class CsoRequest:
    """What a client program sends."""

    login_id: str = ""
    password: str = ""
    client_code: str = ""
    otp_code: str = ""
    redact_flag: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class CsoResult:
    """What it gets back, always with HTTP 200."""

    login_result: str
    error_description: str = ""
    token: str | None = ""


def is_xml(media_type: str) -> bool:
    """Say whether a media type means XML."""
    return media_type.split(";", maxsplit=1)[0].strip().lower() in (XML_TYPE, "text/xml")


def read(body: bytes, *, xml: bool) -> CsoRequest:
    """Read a request.

    :raises UnreadableRequestError: if it cannot be read.
    """
    fields = _read_xml(body) if xml else _read_json(body)
    return CsoRequest(
        login_id=fields.get("loginId", ""),
        password=fields.get("password", ""),
        client_code=fields.get("clientCode", ""),
        otp_code=fields.get("otpCode", ""),
        redact_flag=fields.get("redactFlag", ""),
        token=fields.get("nextGenCSO", ""),
    )


def _read_json(body: bytes) -> Mapping[str, str]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise UnreadableRequestError("The body is no JSON.") from None
    if not isinstance(found, dict):
        raise UnreadableRequestError("The JSON is no object.")
    return {
        str(name): clean(str(value))
        for name, value in found.items()
        if isinstance(value, str | int) and not isinstance(value, bool)
    }


def _read_xml(body: bytes) -> Mapping[str, str]:
    # A document type is the only way to entities, and no client sends one.
    if b"<!" in body or b"\x00" in body:
        raise UnreadableRequestError("The XML holds a declaration.")
    try:
        root = ET.fromstring(body)  # noqa: S314 - no document type, so no entities
    except (ET.ParseError, ValueError, LookupError):
        raise UnreadableRequestError("The body is no XML.") from None
    if _local(root.tag) not in ("CsoAuth", "CsoLogout"):
        raise UnreadableRequestError("The root is not CsoAuth.")
    return {_local(child.tag): clean(child.text or "") for child in root}


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def write(result: CsoResult, *, xml: bool) -> str:
    """Write an answer; all values are strings, as clients expect (clients.md 3.1)."""
    fields = {"loginResult": result.login_result, "errorDescription": result.error_description}
    if result.token is not None:
        fields = {"nextGenCSO": result.token, **fields}
    if not xml:
        return json.dumps(fields)
    root = ET.Element("CsoAuth")
    for name, value in fields.items():
        ET.SubElement(root, name).text = value
    return ET.tostring(root, encoding="unicode")
