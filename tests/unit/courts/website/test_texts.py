"""Each court's web site says what its seed says, on the days when it says it."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from courts.website import texts
from courts.website.texts import CourtFacts, Page, Site

KINDS = {"ctd": "district", "cod": "district", "ctb": "bankruptcy", "ca2": "appellate"}
ROOT = Path(__file__).resolve().parents[4]
EAST = ZoneInfo("America/New_York")
AT_2004 = datetime(2004, 12, 13, 12, tzinfo=EAST)
AT_2017_08 = datetime(2017, 8, 21, 12, tzinfo=EAST)
AT_2017_11 = datetime(2017, 11, 20, 12, tzinfo=EAST)
GO_LIVE_CTD = datetime(2017, 12, 11, tzinfo=EAST)
AT_2021_11 = datetime(2021, 11, 2, 12, tzinfo=EAST)


def site(court_id: str) -> Site:
    return texts.load(court_id, KINDS[court_id])


def shown(court_id: str, slug: str, now: datetime) -> Page:
    page = texts.page_at(site(court_id), slug, now)
    assert page is not None
    return page


@pytest.mark.parametrize("court_id", sorted(KINDS))
def test_a_site_has_no_faults_and_no_real_address(court_id: str) -> None:
    it = site(court_id)
    assert texts.site_faults(it) == []
    assert it.mailboxes
    for now in (AT_2004, AT_2017_08, AT_2021_11):
        words = "\n".join(texts.page_text(p) for p in texts.pages_at(it, now))
        assert "uscourts.gov" not in words
        assert not re.search(r"\b\d{3}-\d{3}-\d{4}\b", words)
        assert all(a.endswith(".test") for a in re.findall(r"[\w.]+@[\w.]+\w", words))
        assert not re.search(r"\{[a-z_]+\}", words)


def test_ctd_announces_december_2017_first_and_the_day_later() -> None:
    it = site("ctd")
    assert [n.id for n in texts.notices_at(it, AT_2004)] == ["password-assignment"]
    before = AT_2017_08 - timedelta(days=1)
    assert "nextgen-december-2017" not in [n.id for n in texts.notices_at(it, before)]
    (august,) = texts.notices_at(it, AT_2017_08)
    words = texts.plain(august.runs)
    assert "We expect to go live with NextGen in December 2017." in words
    assert "An exact date will be provided later this year." in words
    assert "December 11" not in august.title + words
    (november,) = texts.notices_at(it, AT_2017_11)
    assert november.title == "NextGen CM/ECF on December 11, 2017"
    (live,) = texts.notices_at(it, GO_LIVE_CTD)
    assert live.id == "nextgen-live"


def test_the_nextgen_ecf_link_appears_at_the_moment_of_go_live() -> None:
    it = site("ctd")
    just_before = GO_LIVE_CTD - timedelta(seconds=1)
    assert "NextGen ECF Link" not in [m.label for m in texts.menu_at(it, just_before)]
    (link,) = [m for m in texts.menu_at(it, GO_LIVE_CTD) if m.label == "NextGen ECF Link"]
    assert link.target == "ecf:/cgi-bin/ShowIndex.pl"


def test_the_cmecf_page_carries_the_logo_link_in_every_era() -> None:
    for court_id in KINDS:
        for now in (AT_2004, AT_2021_11):
            page = shown(court_id, "cmecf", now)
            (logo,) = page.blocks[0].runs
            assert logo.text == "CM/ECF"
            assert logo.target.startswith("ecf:/")
    assert shown("ctd", "cmecf", AT_2004).path == "/cmecf"


def test_a_page_is_found_by_its_path_and_by_its_slug() -> None:
    for path in ("/CourtOperations/CMECF.aspx", "/courtoperations/cmecf.aspx", "/cmecf", "/CMECF/"):
        page = texts.page_by_path(site("cod"), path, AT_2004)
        assert page is not None
        assert page.slug == "cmecf"
    home = texts.page_by_path(site("ctd"), "/", AT_2004)
    assert home is not None
    assert home.slug == "home"
    assert texts.page_by_path(site("ctd"), "/NextGen", AT_2004) is None
    assert texts.page_by_path(site("ctd"), "/NextGen", AT_2017_08) is not None


def test_quick_links_lead_to_the_password_reset() -> None:
    for court_id in KINDS:
        links = {q.label: q.target for q in texts.quick_links_at(site(court_id), AT_2004)}
        assert links["Password Reset"] == "page:password-reset"


def test_seminars_are_on_the_menu_of_ctd() -> None:
    assert "Seminars" in [m.label for m in texts.menu_at(site("ctd"), AT_2004)]
    assert "seminars@ctd.test" in texts.page_text(shown("ctd", "seminars", AT_2004))


def test_ctd_preparation_keeps_the_headings_of_seed_002() -> None:
    words = texts.page_text(shown("ctd", "nextgen", AT_2017_08))
    for heading in (
        "What is New for Attorneys in NextGen",
        "What an Attorney Can Do NOW to Prepare for NextGen",
        "What an Attorney Must Do Once the Court Converts to NextGen",
    ):
        assert heading in words
    assert "August 11, 2014" in words
    assert shown("ctd", "nextgen", AT_2017_08).path == "/NextGen"
    assert texts.page_at(site("ctd"), "nextgen", AT_2004) is None


@pytest.mark.parametrize(
    ("court_id", "item", "after"),
    [
        ("ctd", "Link a CM/ECF account to my PACER account", ["Civil", "Criminal"]),
        ("cod", "Link a CM/ECF account to my PACER account", ["Civil", "Criminal"]),
        ("ctb", "Link a CM/ECF account to my PACER account", ["Bankruptcy", "Adversary"]),
        ("ca2", "Link my filer account to my PACER account", ["File a Document"]),
    ],
)
def test_the_linking_page_has_seven_steps_in_the_courts_own_words(
    court_id: str, item: str, after: list[str]
) -> None:
    page = shown(court_id, "linking", AT_2021_11)
    (steps,) = [b for b in page.blocks if b.kind == "steps"]
    assert len(steps.items) == 7
    strong = [[r.text for r in step if r.strong] for step in steps.items]
    assert strong[0] == ["NextGen ECF Link"]
    assert "Document Filing System" in strong[1][0]
    assert strong[3] == ["Utilities", item]
    assert strong[6] == after


def test_the_warning_about_the_date_goes_away_at_go_live() -> None:
    def kinds(now: datetime) -> list[str]:
        return [b.kind for b in shown("ctd", "linking", now).blocks]

    assert "warning" in kinds(GO_LIVE_CTD - timedelta(days=1))
    assert "warning" not in kinds(GO_LIVE_CTD)
    assert "December 11, 2017" in texts.page_text(
        shown("ctd", "linking", GO_LIVE_CTD - timedelta(days=1))
    )


def test_the_resource_table_of_ctb_has_the_rows_of_seed_004_in_order() -> None:
    page = shown("ctb", "nextgen", AT_2021_11)
    table = page.blocks[-1]
    assert table.head == ("LINK TO RESOURCE:", "DESCRIPTION:")
    assert [texts.plain(r.title) for r in table.rows] == [
        "Clerk's Announcement 2021-03 regarding the Court's CM/ECF upgrade to NextGen on "
        "October 12, 2021",
        "Clerk's Announcement 2021-07 regarding Revisions to Appendix A",
        "Changing your CM/ECF Password",
        "Linking your PACER and CM/ECF Accounts",
        "Frequently Asked NextGen-related questions",
        "NextGen Zoom Help Sessions with Clerk's Office",
        "Updating your Address or Email Address in NextGen",
        "Upgrading a Legacy PACER Account",
        "PACER webpage: How to Use CM/ECF",
        "PACER webpage: NextGen CM/ECF Frequently Asked Questions",
        "PACER webpage: PDF-Related Functionality for Public Filers in NextGen CM/ECF Release 1.6",
    ]
    for row in table.rows:
        target = row.title[0].target
        assert texts.page_at(site("ctb"), target.removeprefix("page:"), AT_2021_11)
    external = [r for r in table.rows if r.external]
    assert len(external) == 3
    for row in external:
        note = texts.plain(row.description)
        assert note.startswith("(This link will bring you to an external site)")
    assert shown("ctb", "password-reset", AT_2021_11).path == "/changing-your-cmecf-password"


def test_the_steps_of_ctb_keep_the_words_of_seed_004() -> None:
    page = shown("ctb", "nextgen", AT_2021_11)
    (steps,) = [b for b in page.blocks if b.kind == "steps"]
    assert [step[0].text for step in steps.items] == [
        "KNOW YOUR CM/ECF USERNAME and PASSWORD.",
        "HAVE AN INDIVIDUAL PACER ACCOUNT.",
        "CONFIRM THAT YOU HAVE AN UPGRADED PACER ACCOUNT.",
        "LINK YOUR CM/ECF ACCOUNT TO YOUR PACER ACCOUNT.",
    ]
    assert "before October 8, 2021" in texts.page_text(page)


def test_ctb_is_closed_between_cut_off_and_go_live_only() -> None:
    def ids(now: datetime) -> list[str]:
        return [n.id for n in texts.notices_at(site("ctb"), now)]

    assert "closed-for-upgrade" not in ids(datetime(2021, 10, 7, 23, tzinfo=EAST))
    assert "closed-for-upgrade" in ids(datetime(2021, 10, 8, tzinfo=EAST))
    assert "closed-for-upgrade" not in ids(datetime(2021, 10, 12, tzinfo=EAST))


def test_ctb_announces_by_date() -> None:
    def ids(*day: int) -> list[str]:
        return [n.id for n in texts.notices_at(site("ctb"), datetime(*day, 12, tzinfo=EAST))]  # type: ignore[misc,arg-type]

    assert ids(2021, 1, 4) == []
    assert ids(2021, 7, 1) == ["announcement-2021-03"]
    assert set(ids(2021, 9, 28)) == {"announcement-2021-03", "zoom-help"}
    assert set(ids(2021, 11, 2)) == {"live", "zoom-help", "announcement-2021-07"}
    assert ids(2026, 3, 2) == []


def test_ctb_has_pages_for_limited_users_and_trustees() -> None:
    for slug in ("limited-users", "trustees", "announcements", "zoom-help", "nextgen-faq"):
        assert len(texts.page_text(shown("ctb", slug, AT_2021_11)).splitlines()) >= 3
    bullets = texts.page_text(shown("ctb", "nextgen", AT_2021_11))
    assert "Limited Users and trustees alike" in bullets


def test_the_pdf_page_tells_of_release_1_8_from_its_day() -> None:
    before = texts.page_text(shown("ctb", "pacer-pdf", datetime(2024, 9, 30, tzinfo=EAST)))
    after = texts.page_text(shown("ctb", "pacer-pdf", datetime(2024, 10, 2, tzinfo=EAST)))
    assert "Release 1.8" not in before
    assert "Since October 2024 courts move to Release 1.8" in after
    for words in ("JavaScript", "Fillable form fields", "Files attached inside the PDF"):
        assert words in before


def test_colorado_has_its_three_numbered_steps() -> None:
    page = shown("cod", "training", datetime(2016, 5, 2, tzinfo=UTC))
    assert page.title == "CM/ECF Training Information and Registration"
    assert "Training and registration for CM/ECF is as easy as 1-2-3:" in texts.page_text(page)
    steps, modules = [b for b in page.blocks if b.kind == "steps"]
    assert texts.plain(modules.items[0]) == "Filing a Complaint"
    assert [step[0].text for step in steps.items] == [
        "Required Reading and Online CM/ECF Training",
        "Obtain a PACER Account",
        "Registration for Electronic Filing",
    ]
    assert "A PACER account is mandatory." in texts.page_text(page)
    reset = shown("cod", "password-reset", AT_2017_08)
    assert reset.title == ("Password Reset (CM/ECF, PACER, and Attorney Services Portal Accounts)")


def test_a_moved_go_live_moves_the_texts() -> None:
    facts = CourtFacts(
        name="District of Colorado",
        full_name="United States District Court for the District of Colorado",
        timezone="America/Denver",
        go_live=datetime(2022, 2, 7, 7, tzinfo=UTC),
        legacy_cutoff=datetime(2022, 2, 7, 7, tzinfo=UTC),
    )
    moved = texts.load("cod", "district", facts)
    page = texts.page_at(moved, "attorney-registration", AT_2021_11)
    assert page is not None
    assert "Attorney Services Portal" in texts.page_text(page)
    real = shown("cod", "attorney-registration", AT_2021_11)
    assert "Attorney Services Portal" not in texts.page_text(real)
    (announced,) = texts.notices_at(moved, AT_2021_11)
    assert announced.title == "NextGen on February 7, 2022"


@pytest.mark.parametrize("kind", ["district", "bankruptcy", "appellate"])
def test_a_fifth_court_needs_no_file(kind: str) -> None:
    facts = CourtFacts(
        name="District of Example",
        full_name="United States Court for the District of Example",
        timezone="America/Chicago",
        go_live=datetime(2019, 3, 4, 6, tzinfo=UTC),
        legacy_cutoff=datetime(2019, 3, 1, 6, tzinfo=UTC),
    )
    it = texts.load("exd", kind, facts)
    assert it.help_desk.email == "helpdesk@exd.test"
    slugs = {p.slug for p in texts.pages_at(it, AT_2021_11) if not p.shelf}
    assert slugs == {
        "home", "cmecf", "nextgen", "linking", "password-reset", "seminars", "help-desk",
        "documents",
    }  # fmt: skip
    home = texts.page_at(it, "home", AT_2021_11)
    assert home is not None
    assert home.title == facts.full_name
    with pytest.raises(texts.SiteError, match="neither the federation nor a file"):
        texts.load("exd", kind)
    with pytest.raises(texts.SiteError, match="no web site is written"):
        texts.load("exd", "tax", facts)


MINIMAL = """
[[page]]
slug = "home"
path = "/"
[[page]]
slug = "cmecf"
path = "/cmecf"
"""
COURT = """
[court]
name = "X"
full_name = "Court X"
timezone = "UTC"
go_live = 2020-01-01T00:00:00
legacy_cutoff = 2020-01-01T00:00:00
"""


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('[[page]]\nslug = "home"\npath = "/two"\n', "at one address at one time"),
        ('[[menu]]\nlabel = "A"\ntarget = "page:none"\n', "no page has the slug none"),
        ('[[menu]]\nlabel = "A"\ntarget = "https://example.org/"\n', "is no target"),
        ('[[notice]]\nid = "a"\ntitle = "A"\nfrom = "soon"\n', "'soon' is no moment"),
        (
            '[[notice]]\nid = "a"\ntitle = "A"\nfrom = 2020-01-02\nuntil = 2020-01-01\n',
            "shown from",
        ),
        (
            '[[page]]\nslug = "late"\npath = "/late"\nfrom = "go_live"\n'
            '[[menu]]\nlabel = "A"\ntarget = "page:late"\n',
            "page late is not shown on 1990",
        ),
        (
            '[[page]]\nslug = "a"\npath = "/a"\n[[page.block]]\nkind = "steps"\ntext = "b"\n',
            "a list has items",
        ),
        ('[[page]]\nslug = "a"\npath = "/a"\ncolor = "red"\n', "unknown key color"),
    ],
)
def test_a_wrong_text_is_refused_with_the_reason(more: str, said: str) -> None:
    assert texts.build("x", MINIMAL, COURT).pages
    with pytest.raises(texts.SiteError, match=said):
        texts.build("x", MINIMAL + more, COURT)


def test_inline_marks() -> None:
    runs = texts.inline("Click **Submit** on [the page](page:home).")
    assert [(r.text, r.target, r.strong) for r in runs] == [
        ("Click ", "", False),
        ("Submit", "", True),
        (" on ", "", False),
        ("the page", "page:home", False),
        (".", "", False),
    ]


def test_procedures_number_their_paragraphs_without_a_gap() -> None:
    for seed in ("000", "001", "002", "003", "004"):
        words = (ROOT / "docs" / "procedures" / f"{seed}.md").read_text(encoding="utf-8")
        ids = [int(n) for n in re.findall(rf'<a id="p-{seed}-(\d+)"></a>', words)]
        assert ids == list(range(1, len(ids) + 1))
        assert len(ids) >= 10
        assert not re.search(r"\d{3}-\d{3}-\d{4}", words)
        assert all(a.endswith(".test") for a in re.findall(r"[\w.]+@[\w.]+\w", words))
