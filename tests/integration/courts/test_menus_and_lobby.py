"""Menus by right and era, the way in, and the list of pages that are not built (decisions 18)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from courts.accounts import views as accounts
from courts.appeals import views as appeals
from courts.billing import views as billing
from courts.kinds.profile import CourtProfile
from courts.kinds.profiles import PROFILES
from courts.lobby import not_built, rules
from courts.lobby.views import SERVLETS
from courts.notices import views as notices
from tests.integration.courts import bench
from tests.integration.courts.bench import Bench

Make = Callable[[str, str], Bench]
LOGOUT = {"ctd": "/cgi-bin/login.pl?logout", "ca2": "InvalidUserLogin.jsp"}


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Build one court at one moment."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    return lambda court, when: bench.build(tmp_path, court, when)


def test_the_landing_page_reads_as_in_seed_001(make: Make) -> None:
    ctd = make("ctd", "2017-12")
    page = ctd.browser().get("/cgi-bin/ShowIndex.pl")
    name = "United States District Court for the District of Connecticut"
    (heading,) = page.all("//h1")
    assert heading.text_content() == f"Welcome to the U.S. District Court for the {name}"
    assert page.links()[f"{name} - Document Filing System"] == "/cgi-bin/menu.pl?id=-1"
    assert page.menu() == []


def test_before_go_live_the_landing_page_leads_to_the_old_login(make: Make) -> None:
    ctd = make("ctd", "2004-12")
    page = ctd.browser().get("/")
    assert page.location == "/cgi-bin/ShowIndex.pl"
    links = ctd.browser().get("/cgi-bin/ShowIndex.pl").links()
    assert "/cgi-bin/login.pl" in links.values()


def test_a_closed_court_says_so_on_its_landing_page(make: Make) -> None:
    ctb = make("ctb", "2021-10-09")
    page = ctb.browser().get("/cgi-bin/ShowIndex.pl")
    assert (
        "is closed while it is upgraded to NextGen. It opens again on October 12, 2021" in page.text
    )
    assert "/cgi-bin/login.pl" not in page.links().values()


def test_menus_of_the_two_generations(make: Make) -> None:
    cod = make("cod", "2021-11")
    filer = cod.signed_in("attorney", source="court").get("/cgi-bin/menu.pl?id=-1")
    assert filer.menu() == ["Civil", "Criminal", "Query", "Reports", "Utilities", "Logout"]
    reader = cod.signed_in("attorney", source="pacer").get("/cgi-bin/menu.pl?id=-1")
    assert reader.menu() == ["Query", "Reports", "Utilities", "Logout"]


def test_the_menu_follows_a_link_made_elsewhere_at_the_next_click(make: Make) -> None:
    ctd = make("ctd", "2021-11")
    browser = ctd.signed_in("attorney_ctd")
    with ctd.database.writing() as session:
        ctd.user_row(session, "ct20480").status = "disabled"
    assert "Civil" not in browser.get("/cgi-bin/Help.pl").menu()
    with ctd.database.writing() as session:
        ctd.user_row(session, "ct20480").status = "active"
    assert "Civil" not in browser.get("/cgi-bin/LinkAccount.pl").menu()
    assert browser.get("/cgi-bin/Help.pl").menu()[:2] == ["Civil", "Criminal"]


def test_a_clerk_sees_the_staff_word_and_nothing_to_link(make: Make) -> None:
    ctd = make("ctd", "2021-11")
    browser = ctd.signed_in("clerk_ctd")
    page = browser.get("/cgi-bin/DisplayMenu.pl?Utilities")
    assert page.menu()[0] == "Clerk"
    assert not [word for word in page.links() if word.startswith("Link ")]


def test_a_filing_menu_lists_categories_and_their_events(make: Make) -> None:
    ctd = make("ctd", "2021-11")
    browser = ctd.signed_in("attorney_ctd")
    page = browser.get("/cgi-bin/DisplayMenu.pl?Civil")
    for word, heading in (
        ("Motions and Related Filings", "Available Events"),
        ("Motion to Compel", "Case Number"),
    ):
        begun = browser.get(page.links()[word])
        assert begun.status == 303
        shown = browser.get(begun.location)
        assert shown.status == 200
        assert heading in [h.text_content().strip() for h in shown.all("//h1")]
        assert LOGOUT["ctd"] in shown.html


def test_without_a_link_a_filing_menu_says_why(make: Make) -> None:
    ctd = make("ctd", "2021-11")
    page = ctd.signed_in("attorney").get("/cgi-bin/DisplayMenu.pl?Civil")
    assert "Attorneys will NOT be able to e-file in NextGen until" in page.text
    assert "Motion to Compel" not in page.links()


def test_help_lists_manual_guides_and_help_desk(make: Make) -> None:
    ctd = make("ctd", "2021-11")
    links = ctd.signed_in("attorney").get("/cgi-bin/Help.pl").links()
    assert "User's Manual" in links
    www = ctd.member.origins["www"]
    site = ctd.browser("www")
    for word in ("Linking your PACER and CM/ECF Accounts", "Password Reset", "NextGen", "Seminars"):
        assert links[word].startswith(www)
        assert site.get(links[word]).status == 200
    assert "helpdesk@ctd.test" in links


@pytest.mark.parametrize("slug", sorted(rules.PAGES))
def test_the_rules_of_the_notice_stay_inside(make: Make, slug: str) -> None:
    page = make("ctd", "2021-11").browser().get(f"/rules/{slug}")
    assert page.status == 200
    assert rules.PAGES[slug].title in page.text


def test_every_citation_of_a_profile_has_its_page() -> None:
    for profile in PROFILES.values():
        for citation in profile.words.redaction_citations:
            assert citation.path.removeprefix("/rules/") in rules.PAGES


def addresses(profile: CourtProfile) -> list[str]:
    """Every address in the menus and the Utilities of a kind of court."""
    words = profile.menus
    items = (*words.filing, *words.nextgen, *words.currentgen, words.staff)
    utilities = [item.path for group in profile.utilities for item in group.items]
    return [item.path for item in items] + utilities


def bare(address: str) -> str:
    """An address as the list writes it: without the `&id=-1` of bankruptcy courts."""
    return address.replace("&id=-1", "").replace("?id=-1", "")


BUILT = {
    "/clerk/",
    "/cgi-bin/iquery.pl",
    "/cgi-bin/ChangePacerLogin.pl",
    "/cgi-bin/LegalResearch.pl",
    "/cgi-bin/DisplayMenu.pl?Reports",
    "/cgi-bin/DisplayMenu.pl?Utilities",
    "/cgi-bin/DisplayMenu.pl?Civil",
    "/cgi-bin/DisplayMenu.pl?Criminal",
    "/cgi-bin/DisplayMenu.pl?Bankruptcy",
    "/cgi-bin/DisplayMenu.pl?Adversary",
    "/cgi-bin/Help.pl",
    "/cgi-bin/Search.pl",
    "/cgi-bin/CourtInfo.pl",
    "/cgi-bin/login.pl?logout",
    "/cgi-bin/LinkAccount.pl",
    accounts.MAINTAIN_PATH,
    billing.CLIENT_CODE_PATH,
    billing.EXEMPTION_PATH,
    billing.HISTORY_PATH,
    billing.RECEIPTS_PATH,
    "/cgi-bin/JudgeTrusteeAssignment.pl",
    "/cgi-bin/PaymentHistory.pl",
    "/cgi-bin/PaymentsDue.pl",
    "/cgi-bin/CheckPDF.pl",
    "/cgi-bin/TransactionLog.pl",
    "/cgi-bin/ChangeUser.pl",
    "/cgi-bin/DocVerify.pl",
    "/cgi-bin/DisplayMenu.pl?Mailings",
    notices.MAINTAIN_PATH,
    f"/n/beam/servlet/TransportRoom?servlet={notices.PREFERENCES}",
    "/n/AttorneyFiling",
    *(f"/n/beam/servlet/TransportRoom?servlet={name}" for name in {**SERVLETS, **appeals.SERVLETS}),
    "/n/beam/servlet/TransportRoom?servlet=InvalidUserLogin.jsp&logout=y",
}


@pytest.mark.parametrize("kind", sorted(PROFILES))
def test_every_menu_word_is_built_or_on_the_list(kind: str) -> None:
    missing = [
        a
        for a in map(bare, addresses(PROFILES[kind]))
        if a not in BUILT and a not in not_built.BY_ADDRESS
    ]
    assert missing == []
    both = [a for a in BUILT if a in not_built.BY_ADDRESS]
    assert both == []


def test_linking_menus_refusals_and_sign_out_are_never_on_the_list() -> None:
    listed = set(not_built.BY_ADDRESS)
    for profile in PROFILES.values():
        paths = profile.paths
        assert not listed & {paths.link, paths.logout, paths.login, paths.landing}


def test_list_and_routes_are_the_same(make: Make) -> None:
    app = make("ctd", "2021-11").app
    routed = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("lobby.not_built_")
    }
    listed = {p.path for p in not_built.PAGES if p.host == "ecf" and not p.query}
    assert routed == listed
    rules_of_app = {rule.rule for rule in app.url_map.iter_rules()}
    for page in not_built.PAGES:
        assert page.host == "www" or page.path in rules_of_app


def test_every_page_of_the_list_answers_with_the_menu(make: Make) -> None:
    ctd = make("ctd", "2021-11")
    browser = ctd.signed_in("attorney_ctd")
    for page in not_built.PAGES:
        mine = page.host == "ecf" and not page.path.startswith("/n/")
        if not mine:
            continue
        shown = browser.get(page.address)
        assert shown.status == 200, page.address
        assert "This page is not built yet" in shown.text, page.address
        assert LOGOUT["ctd"] in shown.html


def test_the_clerk_s_pages_are_for_staff(make: Make) -> None:
    ctd = make("ctd", "2021-11")
    clerk = ctd.signed_in("clerk_ctd").get("/clerk/")
    assert (clerk.status, "What waits for the clerk's office" in clerk.text) == (200, True)
    refused = ctd.signed_in("attorney_ctd").get("/clerk/")
    assert "What waits for the clerk's office" not in refused.text


def test_every_servlet_of_the_list_answers_with_the_menu(make: Make) -> None:
    ca2 = make("ca2", "2021-11")
    browser = ca2.signed_in("attorney_everywhere")
    for page in not_built.PAGES:
        if page.path.startswith("/n/"):
            shown = browser.get(page.address)
            assert shown.status == 200, page.address
            assert "This page is not built yet" in shown.text, page.address
            assert LOGOUT["ca2"] in shown.html
    assert browser.get("/n/beam/servlet/TransportRoom?servlet=Nothing.jsp").status == 404


def test_a_court_of_appeals_has_its_own_way_in_and_filing_menu(make: Make) -> None:
    ca2 = make("ca2", "2021-11")
    landing = ca2.browser().get("/n/beam/servlet/TransportRoom?servlet=ShowIndex.jsp")
    name = "United States Court of Appeals for the Second Circuit"
    assert f"Welcome to the {name}" in landing.text
    assert f"{name} - Document Filing System" in landing.links()
    filing = ca2.signed_in("attorney_everywhere").get("/n/AttorneyFiling")
    assert "Notice of Appearance" in filing.links()


def test_nobody_gets_in_without_signing_in(make: Make) -> None:
    ctd = make("ctd", "2021-11")
    for path in (
        "/cgi-bin/menu.pl",
        "/cgi-bin/DisplayMenu.pl?Utilities",
        "/cgi-bin/LinkAccount.pl",
    ):
        shown = ctd.browser().get(path)
        assert shown.status == 200
        assert "csologin/login.jsf" in shown.html
        assert LOGOUT["ctd"] not in shown.html
