"""Stamps of files, and what filers type about their addresses."""

from __future__ import annotations

import re

import pytest

from courts.kinds import notices as kinds
from courts.notices import letter, preferences, stamps
from courts.notices.letter import DocketTold, Told
from courts.notices.preferences import AddressError, Preference
from courts.notices.stamps import Key

KEY = Key(1008691343, "ab" * 64)
TOLD = Told(
    "U.S. District Court",
    "District of Connecticut",
    "Briefly, Paula",
    "8/4/2022 at 4:06 PM EDT",
    "8/4/2022",
    "MOTION to Compel.",
    "Motion to Compel",
    (DocketTold(5, 6, 7, "A v. B", "3:21-cv-00101-RBX", chapter="7", document="12"),),
)


def stamp(digest: str = "d" * 64, file: str = "30000017-0") -> stamps.Stamp:
    """A stamp of our key."""
    return stamps.sealed_with(KEY, prefix="dcecf", date="8/4/2022", file=file, digest=digest)


def test_a_stamp_is_written_as_the_real_ones_are() -> None:
    found = str(stamp())
    form = (
        r"\[STAMP dcecfStamp_ID=\d+ \[Date=8/4/2022\] \[FileNumber=30000017-0\] \[[0-9a-f]{128}\]\]"
    )
    assert re.fullmatch(form, found)
    assert all(len(line) <= 64 for line in stamps.lines(found))
    assert stamps.read("\n".join(stamps.lines(found))) == stamp()


def test_a_stamp_holds_bytes_and_file_together() -> None:
    assert stamp().code != stamp("e" * 64).code
    assert stamp().code != stamp(file="30000017-1").code
    assert stamps.read("[STAMP dcecfStamp_ID=1 [Date=x]]") is None


@pytest.mark.parametrize(
    ("court", "subject"),
    [
        ("ctd", "Activity in Case 3:21-cv-00101-RBX A v. B Motion to Compel"),
        ("ctb", "3:21-cv-00101-RBX Motion to Compel"),
        ("nysb", "3:21-cv-00101-RBX Motion to Compel Re: A v. B"),
        ("arwb", "Ch-7 3:21-cv-00101-RBX Motion to Compel; A v. B"),
        ("dcb", "3:21-cv-00101-RBX CH7 A v. B Motion to Compel"),
        ("ca2", '3:21-cv-00101-RBX A v. B "Motion to Compel"'),
    ],
)
def test_subjects_are_those_of_the_court(court: str, subject: str) -> None:
    style = kinds.DISTRICT if court.endswith("d") else kinds.BANKRUPTCY
    style = kinds.APPELLATE if court[-1].isdigit() else style
    assert letter.subject(style, court, TOLD) == subject


def test_a_notice_is_kept_and_read_back() -> None:
    assert Told.from_json(TOLD.to_json()) == TOLD


def test_captions_lose_what_subjects_cannot_carry() -> None:
    assert letter.plain("Peña  & Söhne – “Q” § 7") == 'Pena & Sohne - "Q" Sec. 7'


def test_paper_needs_no_mail_address() -> None:
    lines = ("Example Law LLP", "1 Example Street", "Phone: 203-555-0101", "Email: a@b.test")
    assert letter.postal(lines) == lines[:2]


def test_addresses_are_read_as_people_type_them() -> None:
    assert preferences.addresses("a@x.test; B@x.test,\n b@X.test ") == ("a@x.test", "B@x.test")
    for bad in ("nobody", "a@b", "a b@x.test;@", "x" * 120 + "@x.test"):
        with pytest.raises(AddressError) as refused:
            preferences.addresses(bad)
        assert refused.value.field == "secondary"
    with pytest.raises(AddressError, match="up to 5"):
        preferences.at_most(["a@x.test"] * 6, preferences.MOST)
    with pytest.raises(AddressError, match="255"):
        preferences.not_longer("x" * 256)


def test_case_numbers_are_read_as_people_type_them() -> None:
    assert preferences.case_numbers("3:21-cv-1; 3:21-cv-2\n3:21-cv-1,") == (
        "3:21-cv-1",
        "3:21-cv-2",
    )


def test_addresses_of_an_appellate_court_are_alike() -> None:
    found = preferences.like(Preference(format="text"), [(0, "a@x.test"), (1, "b@x.test")])
    assert [(each.place, each.address, each.format) for each in found] == [
        (0, "a@x.test", "text"),
        (1, "b@x.test", "text"),
    ]
