"""The worked examples of the fees, to the cent, by a list that somebody added up by hand."""

from __future__ import annotations

from courts.access import worked
from shared.money import waived

BY_HAND = [
    ("A document of 12 pages", 12, 120),
    ("A document of 1 page", 1, 10),
    ("A document of 30 pages", 30, 300),
    ("A document of 112 pages", 30, 300),
    ("Main document of 40 pages with attachments of 2 and 31", 62, 620),
    ("A docket sheet with 172,800 bytes of data", 30, 300),
    ("A docket sheet with 4,320 bytes of data", 1, 10),
    ("A docket sheet with 4,321 bytes of data", 2, 20),
    ("A transcript of 112 pages", 112, 1120),
    ("A list of hits with 194,400 bytes of data", 45, 450),
    ("A Civil Cases report with 276,480 bytes of data", 64, 640),
    ("A name that nobody has", 1, 10),
    ("The recording of a hearing", 1, 240),
    ("An opinion of 57 pages", 0, 0),
    ("Each paper of a notice, once, within 15 days", 0, 0),
]


def test_every_rule_has_its_example_to_the_cent() -> None:
    assert [(e.case, e.fee.pages, e.fee.cents) for e in worked.EXAMPLES] == BY_HAND


def test_the_waiver_is_for_thirty_dollars_or_less() -> None:
    assert [(q, waived(q)) for q in worked.QUARTERS] == [
        (10, 10),
        (2_990, 2_990),
        (3_000, 3_000),
        (3_010, 0),
        (12_340, 0),
    ]


def test_the_page_says_every_example() -> None:
    text = worked.as_markdown()
    for case, _pages, cents in BY_HAND:
        assert case in text
        assert f"${cents // 100}.{cents % 100:02} |" in text
