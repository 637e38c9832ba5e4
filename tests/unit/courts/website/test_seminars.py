"""Seminars by the calendar, and the documents of the shelf."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from courts.website import seminars, texts
from courts.website.seminars import ProgrammeError

KINDS = {"ctd": "district", "cod": "district", "ctb": "bankruptcy", "ca2": "appellate"}
ZONES = {court: "America/New_York" for court in KINDS} | {"cod": "America/Denver"}
ROOT = Path(__file__).resolve().parents[4]
MONTHS = ((2004, 12), (2014, 10), (2017, 9), (2017, 12), (2021, 10), (2021, 11), (2026, 3))
ERAS = [datetime(year, month, 15, 15, tzinfo=UTC) for year, month in MONTHS]


@pytest.mark.parametrize("court", sorted(KINDS))
def test_every_court_has_something_to_book_in_every_era(court: str) -> None:
    programme = seminars.load(court, KINDS[court], ZONES[court])
    for now in ERAS:
        coming = seminars.upcoming(programme, now)
        assert coming
        assert [s.start for s in coming] == sorted(s.start for s in coming)
        assert all(now <= s.start < now + seminars.SOON for s in coming)
        ids = [s.id for s in coming]
        assert len(set(ids)) == len(ids)
        assert [seminars.find(programme, i) for i in ids] == list(coming)
        assert all(s.seats > 0 and s.place and s.about and s.open_to for s in coming)
        assert not any("http" in s.link or "uscourts" in s.about for s in coming)


def test_a_fifth_court_has_the_seminars_of_its_kind() -> None:
    for kind in ("district", "bankruptcy", "appellate"):
        programme = seminars.load("exd", kind, "America/Chicago")
        (session, *_rest) = seminars.upcoming(programme, ERAS[0])
        assert session.id.startswith("exd-")
        assert session.open_to == seminars.AUDIENCE


def test_ctd_trains_on_the_first_tuesday_and_the_third_thursday() -> None:
    programme = seminars.load("ctd", "district", "America/New_York")
    first, second = seminars.upcoming(programme, datetime(2004, 12, 13, tzinfo=UTC))[:2]
    assert first.when == "Thursday, December 16, 2004, 2:00 PM"
    assert second.when == "Tuesday, January 4, 2005, 10:00 AM"
    assert second.id == "ctd-civil-2005-01-04"
    assert first.open_to == ("attorneys", "law-firm staff", "unrepresented parties")
    (past,) = [s for s in seminars.recent(programme, datetime(2004, 12, 13, tzinfo=UTC))
               if s.id.startswith("ctd-civil")]  # fmt: skip
    assert past.id == "ctd-civil-2004-12-07"


def test_the_zoom_sessions_of_ctb_are_dated_2021() -> None:
    programme = seminars.load("ctb", "bankruptcy", "America/New_York")
    before = datetime(2021, 9, 20, tzinfo=ZoneInfo("America/New_York"))
    zoom = [s for s in seminars.upcoming(programme, before) if "zoom" in s.id]
    assert [s.start.date().isoformat() for s in zoom] == [
        "2021-09-29", "2021-10-06", "2021-10-12", "2021-10-14", "2021-11-03", "2021-11-17",
    ]  # fmt: skip
    assert all(s.link.startswith("zoom.ctb.test/") for s in zoom)
    assert not [s for s in seminars.upcoming(programme, ERAS[-1]) if "zoom" in s.id]


@pytest.mark.parametrize(
    "wanted",
    ["", "ctd-civil", "ctd-civil-2005-01-05", "ctd-civil-2005-13-01", "ctd-civil-2020-04-07",
     "ctd-online-civil-2019-04-02", "cod-questions-2004-12-15", "x-2005-01-04"],
)  # fmt: skip
def test_what_is_no_session_is_not_found(wanted: str) -> None:
    programme = seminars.load("ctd", "district", "America/New_York")
    assert seminars.find(programme, wanted) is None


ONE = """
[[session]]
id = "x-one"
title = "One"
place = "Here"
start = 2020-01-01T10:00:00
seats = 1
"""
MONTHLY = """
[[series]]
id = "x-two"
title = "Two"
place = "Here"
seats = 2
weekday = "Monday"
nth = 1
time = 10:00:00
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ONE + ONE, "two sessions have the id x-one"),
        (ONE.replace("x-one", "y-one"), "is no id"),
        (ONE.replace("seats = 1", "seats = 0"), "seats"),
        (ONE.replace('place = "Here"', 'link = "https://zoom.us/j/1"\nplace = "H"'), "invented"),
        (ONE.replace("seats = 1", 'seats = 1\nopen_to = ["judges"]'), "open to judges"),
        (ONE.replace("10:00:00", "10:00:00\ncolor = 1"), "unknown key color"),
        (ONE.replace("2020-01-01T10:00:00", "2020-01-01"), "a start with day and time"),
        (MONTHLY.replace("Monday", "Noday"), "no such day"),
        (MONTHLY.replace("nth = 1", "nth = 5"), "no such day"),
        (MONTHLY.replace("seats = 2", ""), "seats"),
        (MONTHLY + "first = 2021-01-01\nlast = 2020-01-01\n", "ends before it begins"),
    ],
)
def test_a_wrong_programme_is_refused_with_the_reason(text: str, said: str) -> None:
    assert seminars.build("x", ONE + MONTHLY, "UTC").series
    with pytest.raises(ProgrammeError, match=said):
        seminars.build("x", text, "UTC")


# --------------------------------------------------------------------------- the shelf


@pytest.mark.parametrize("court", sorted(KINDS))
def test_every_court_has_a_whole_shelf_in_every_era(court: str) -> None:
    site = texts.load(court, KINDS[court])
    for now in ERAS:
        shelf = dict(texts.shelf_at(site, now))
        assert list(shelf) == [name for name in texts.SHELVES if name in shelf]
        assert {"Local Rules", "Policies and Procedures", "Practice Standards",
                "User Manual", "Forms"} <= set(shelf)  # fmt: skip
        for pages in shelf.values():
            for page in pages:
                found = texts.page_by_path(site, page.path, now)
                assert found is not None
                assert 2 <= len(found.blocks) <= 6
    ids = [p.slug for p in site.pages if p.path.startswith("/documents/")]
    assert len(set(ids)) == len(ids) >= 6
    assert all(i.startswith(f"{court}-") for i in ids)


def test_the_ids_that_reading_lists_name_stay() -> None:
    """Exercises refer to these: an id may be added, none may go away."""
    for court, kind in KINDS.items():
        slugs = {p.slug for p in texts.load(court, kind).pages}
        for name in ("local-rules", "ecf-procedures", "practice-standards", "users-manual"):
            assert f"{court}-{name}" in slugs
    assert "cod-elms" in {p.slug for p in texts.load("cod", "district").pages}


DOCUMENT = '[[document]]\nid = "x-a"\nshelf = "Forms"\ntitle = "A"\nparagraphs = ["one", "two"]\n'
SITE = '[[page]]\nslug = "home"\npath = "/"\n[[page]]\nslug = "cmecf"\npath = "/cmecf"\n'
COURT = (
    '[court]\nname = "X"\nfull_name = "Court X"\ntimezone = "UTC"\n'
    "go_live = 2020-01-01T00:00:00\nlegacy_cutoff = 2020-01-01T00:00:00\n"
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (DOCUMENT + DOCUMENT, "two documents have the id x-a"),
        (DOCUMENT.replace("x-a", "y-a"), "does not begin with the court's"),
        (DOCUMENT.replace('"one", ', ""), "has 1 paragraphs"),
        (DOCUMENT.replace("Forms", "Cookbooks"), "there is no shelf"),
        (DOCUMENT.replace('shelf = "Forms"\n', ""), "stands on no shelf"),
        (DOCUMENT.replace('"one"', '{ text = "one", from = "go_live" }'), "has 1 paragraphs"),
        (DOCUMENT.replace("one", "[one](page:nowhere)"), "no page has the slug nowhere"),
    ],
)
def test_a_wrong_document_is_refused_with_the_reason(text: str, said: str) -> None:
    made = texts.build("x", SITE, COURT, None, (DOCUMENT,))
    assert made.pages[-1].path == "/documents/x-a"
    with pytest.raises(texts.SiteError, match=said):
        texts.build("x", SITE, COURT, None, (text,))


def test_a_documents_own_text_wins_over_that_of_its_kind() -> None:
    own, kind = DOCUMENT.replace("one", "own"), DOCUMENT.replace("one", "kind")
    made = texts.build("x", SITE, COURT, None, (own, kind))
    assert "own" in texts.page_text(made.pages[-1])


def test_the_pictures_of_a_page_exist_and_are_those_of_the_documentation() -> None:
    shown = {
        block.picture
        for court, kind in KINDS.items()
        for page in texts.load(court, kind).pages
        for block in page.blocks
        if block.picture
    }
    folder = ROOT / "courts" / "website" / "pictures"
    assert shown == {file.name for file in folder.glob("*.png")}
    for name in shown:
        assert (folder / name).read_bytes() == (ROOT / "docs" / "pictures" / name).read_bytes()
