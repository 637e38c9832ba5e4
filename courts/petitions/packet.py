"""Case Upload: what petition software writes, as a ZIP file or as single files (facts 4).

Of the files only their names are known; what stands in `debtor.txt` is our own: one
`Name: value` a line, `[Debtor]` and `[Joint Debtor]` before the lines of each.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from courts.openings import drafting, offices
from shared.errors import Refusal

DEBTOR, CREDITOR, PETITION, PLAN = "debtor.txt", "creditor.txt", "petition.pdf", "plan.pdf"
#: What each file may weigh at most, unpacked.
LIMITS: Final[Mapping[str, int]] = {
    DEBTOR: 64_000,
    CREDITOR: 1_000_000,
    PETITION: 40_000_000,
    PLAN: 20_000_000,
}
_MOST_ENTRIES: Final = 12
_CHUNK: Final = 65_536
_ENCRYPTED: Final = 0x1
_YES: Final = frozenset({"y", "yes", "true", "1"})
_CASE: Final[Mapping[str, str]] = {
    "chapter": "chapter",
    "office": "office",
    "fee": "fee_status",
    "type of debtor": "debtor_type",
    "nature of business": "business",
    "estimated creditors": "creditors",
    "estimated assets": "assets",
    "estimated liabilities": "liabilities",
}
_TRUTHS: Final[Mapping[str, str]] = {
    "joint": "joint",
    "deficiencies": "deficient",
    "asset": "asset",
}
_ALLOWED: Final[Mapping[str, tuple[str, ...]]] = {
    "chapter": offices.CHAPTERS,
    "fee_status": tuple(code for code, _ in offices.PETITION_FEES),
    "debtor_type": offices.DEBTOR_TYPES,
    "business": offices.BUSINESSES,
    "creditors": offices.CREDITORS,
    "assets": offices.AMOUNTS,
    "liabilities": offices.AMOUNTS,
}
_PERSON: Final = (
    "first",
    "middle",
    "last",
    "generation",
    "business name",
    "ssn",
    "tax id",
    "street",
    "city",
    "state",
    "zip",
    "county",
    "alias",
)
_SECTIONS: Final = {"[debtor]": offices.DEBTOR, "[joint debtor]": offices.JOINT}


class PacketError(Refusal):
    """The upload is not what petition software writes."""

    def __init__(self, message: str) -> None:
        super().__init__("packet", message, field="files")


@dataclass(frozen=True, slots=True)
class Told:
    """What `debtor.txt` says: answers of the case, and its debtors."""

    case: Mapping[str, Any]
    people: tuple[Mapping[str, Any], ...]


def unzip(content: bytes) -> dict[str, bytes]:
    """Return the files of a ZIP by their names, never more than they may weigh.

    Sizes are counted while unpacking: what the archive says of itself is not believed.

    :raises PacketError: if it is no ZIP, or holds anything but the four files, each once.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [each for each in archive.infolist() if not each.is_dir()]
            if len(members) > _MOST_ENTRIES:
                raise PacketError("There are too many files in the ZIP file.")
            found: dict[str, bytes] = {}
            for member in members:
                name = known(member.filename)
                if name in found:
                    raise PacketError(f"The ZIP file has {name} twice.")
                if member.flag_bits & _ENCRYPTED:
                    raise PacketError("The ZIP file is encrypted.")
                found[name] = _read(archive, member, LIMITS[name])
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
        raise PacketError("The file is no ZIP file that can be read.") from None
    return found


def known(filename: str) -> str:
    """Return which of the four files a name means.

    :raises PacketError: for any other name, and for one that leads out of the archive.
    """
    plain = filename.replace("\\", "/")
    if plain.startswith("/") or ".." in plain.split("/") or ":" in plain:
        raise PacketError("The ZIP file has a file whose name leads elsewhere.")
    name = plain.rpartition("/")[2].lower()
    if name not in LIMITS:
        raise PacketError(f"{name[:60] or 'A file'} is none of {', '.join(LIMITS)}.")
    return name


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int) -> bytes:
    parts, size = [], 0
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                raise PacketError(f"{member.filename[-60:]} is too big.")
            parts.append(chunk)
    return b"".join(parts)


def debtor(content: bytes) -> Told:
    """Read `debtor.txt`.

    :raises PacketError: at the first line that cannot be understood.
    """
    case: dict[str, Any] = {}
    people: list[dict[str, str]] = []
    roles: list[str] = []
    for number, raw in enumerate(content.decode("utf-8", "replace").splitlines(), start=1):
        line = raw.strip().removeprefix("\ufeff")
        if not line or line.startswith("#"):
            continue
        if line.lower() in _SECTIONS:
            roles.append(_SECTIONS[line.lower()])
            people.append({})
            continue
        name, colon, value = (part.strip() for part in line.partition(":"))
        if not colon or not _keep(name.lower(), value[:120], case, people):
            raise PacketError(f"debtor.txt, line {number}: “{line[:60]}” is not understood.")
    if "chapter" not in case or not people:
        raise PacketError("debtor.txt names no chapter, or no [Debtor].")
    case.setdefault("joint", offices.JOINT in roles)
    return Told(case, tuple(_person(*each) for each in zip(roles, people, strict=True)))


def _keep(name: str, value: str, case: dict[str, Any], people: list[dict[str, str]]) -> bool:
    """Keep a line where it belongs; False if nobody knows it."""
    if people and name in _PERSON:
        people[-1][name] = value
        return True
    if name in _TRUTHS:
        case[_TRUTHS[name]] = value.lower() in _YES
        return True
    key = _CASE.get(name, "")
    allowed = _ALLOWED.get(key)
    if not key or (allowed is not None and value not in allowed):
        return False
    case[key] = value
    return True


def _person(role: str, told: Mapping[str, str]) -> dict[str, Any]:
    parts = {key: told.get(key, "") for key in ("first", "middle", "last", "generation")}
    business = told.get("business name", "")
    if not business and not told.get("last"):
        raise PacketError("debtor.txt: a debtor has neither a last nor a business name.")
    town = f"{told.get('city', '')}, {told.get('state', '')} {told.get('zip', '')}".strip(", ")
    return {
        "role": role,
        "name": business or " ".join(part for part in parts.values() if part),
        **({} if business else parts),
        "address": [line for line in (told.get("street", ""), town) if line],
        "county": told.get("county", ""),
        "tax": drafting.tax_lines(told.get("ssn", ""), told.get("tax id", "")),
        "aliases": [["aka", told["alias"]]] if told.get("alias") else [],
    }


def checked(found: Mapping[str, bytes]) -> Told:
    """Return what `debtor.txt` says, once the files that a case needs are there.

    :raises PacketError: if one is missing or cannot be understood.
    """
    for name in (DEBTOR, PETITION):
        if name not in found:
            raise PacketError(f"{name} is missing.")
    return debtor(found[DEBTOR])


def stream(content: bytes) -> io.BytesIO:
    """Return content as an upload gives it."""
    return io.BytesIO(content)
