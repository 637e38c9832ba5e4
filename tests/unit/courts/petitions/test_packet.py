"""The files of petition software, good and hostile."""

from __future__ import annotations

import io
import zipfile

import pytest

from courts.petitions import packet
from courts.petitions.packet import PacketError

DEBTOR = b"""\xef\xbb\xbf# a comment
Chapter: 7
Deficiencies: y
Estimated assets: $0-$50,000
[Debtor]
First: Dora
Last: Debtworth
SSN: 123-45-6789
Alias: Dora Dodger
[Joint Debtor]
Business Name: Debtworth Kites LLC
Tax ID: 12-3456789
"""


def packed(**files: bytes) -> bytes:
    """Return a ZIP of files; `_` stands for a dot, `__` for a slash."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


def test_what_debtor_txt_says() -> None:
    told = packet.debtor(DEBTOR)
    assert told.case == {
        "chapter": "7", "deficient": True, "assets": "$0-$50,000", "joint": True,
    }  # fmt: skip
    dora, kites = told.people
    assert (dora["role"], dora["name"], dora["last"]) == ("Debtor", "Dora Debtworth", "Debtworth")
    assert dora["tax"] == ["SSN / ITIN: xxx-xx-6789"]
    assert dora["aliases"] == [["aka", "Dora Dodger"]]
    assert (kites["role"], kites["name"]) == ("Joint Debtor", "Debtworth Kites LLC")
    assert kites["tax"] == ["Tax ID / EIN: xx-xxx6789"]
    assert "123" not in str(told), "of a number only the last four digits leave the file"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no chapter"),
        (b"Chapter: 7", "no chapter, or no"),
        (b"Chapter: 8\n[Debtor]\nLast: A", "line 1"),
        (b"Chapter: 7\nColour: blue\n[Debtor]\nLast: A", "line 2"),
        (b"Chapter: 7\n[Debtor]\nFirst: A", "neither a last"),
        (b"Chapter: 7\n[Debtor]\nnonsense", "line 3"),
    ],
)
def test_what_cannot_be_understood_is_named(content: bytes, said: str) -> None:
    with pytest.raises(PacketError, match=said):
        packet.debtor(content)


def test_a_zip_is_unpacked_wherever_its_files_lie() -> None:
    found = packet.unzip(packed(case__debtor_txt=b"a", PETITION_PDF=b"b"))
    assert found == {packet.DEBTOR: b"a", packet.PETITION: b"b"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no ZIP"),
        (b"PK\x05\x06" + b"\0" * 10, "no ZIP"),
        (packed(debtor_txt=b"0" * 10_000_000), "too big"),
        (packed(run_exe=b"a"), "none of"),
        (packed(a__debtor_txt=b"a", b__debtor_txt=b"b"), "twice"),
        (packed(**{f"d{n}__debtor_txt": b"a" for n in range(20)}), "too many"),
    ],
)
def test_a_hostile_zip_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(PacketError, match=said):
        packet.unzip(content)


@pytest.mark.parametrize(
    "name", ["../debtor.txt", "/debtor.txt", "c:\\debtor.txt", "a/../debtor.txt"]
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(PacketError, match="leads elsewhere"):
        packet.known(name)


def test_a_truncated_or_encrypted_zip_is_refused() -> None:
    whole = bytearray(packed(debtor_txt=b"Chapter: 7\n" * 50))
    whole[40:60] = b"\xff" * 20
    with pytest.raises(PacketError):
        packet.unzip(bytes(whole))
    marked = bytearray(packed(debtor_txt=b"a"))
    at = marked.rindex(b"PK\x01\x02")
    marked[at + 8] |= 1
    with pytest.raises(PacketError, match="encrypted"):
        packet.unzip(bytes(marked))
