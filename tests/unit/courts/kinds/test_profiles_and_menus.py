"""Profiles, menus, utilities and filing menus of the three kinds of court."""

from __future__ import annotations

import pytest

from courts.kinds import appellate, bankruptcy, district, menus, profiles
from courts.kinds.menus import MenuRights

CTD = "United States District Court for the District of Connecticut"
PACER = MenuRights(pacer_login=True)
FILER = MenuRights(pacer_login=True, filing=True, filer=True)
COURT_LOGIN = MenuRights(court_login=True, filing=True, filer=True)
CLERK = MenuRights(pacer_login=True, staff=True)


def words(kind: str, generation: menus.Generation, rights: MenuRights) -> str:
    bar = menus.top_menu(profiles.profile(kind), generation=generation, rights=rights)
    return " ".join(item.word for item in bar)


def utility_words(kind: str, generation: menus.Generation, rights: MenuRights) -> list[str]:
    groups = menus.utilities_menu(profiles.profile(kind), generation=generation, rights=rights)
    return [item.word for group in groups for item in group.items]


def test_catalogue_knows_three_kinds() -> None:
    assert profiles.profile("district") is district.PROFILE
    assert profiles.profile("bankruptcy") is bankruptcy.PROFILE
    assert profiles.profile("appellate") is appellate.PROFILE
    with pytest.raises(KeyError):
        profiles.profile("supreme")


def test_landing_page_reads_as_in_seed_001() -> None:
    assert district.PROFILE.words.heading(CTD) == (
        "Welcome to the U.S. District Court for the United States District Court for the "
        "District of Connecticut"
    )
    assert district.PROFILE.words.filing_system_link(CTD) == (
        "United States District Court for the District of Connecticut - Document Filing System"
    )
    assert district.PROFILE.paths.landing == "/cgi-bin/ShowIndex.pl"


@pytest.mark.parametrize(
    ("kind", "generation", "rights", "bar"),
    [
        ("district", "nextgen", PACER, "Query Reports Utilities Search Help Log Out"),
        (
            "district",
            "nextgen",
            FILER,
            "Civil Criminal Query Reports Utilities Search Help Log Out",
        ),
        ("district", "nextgen", CLERK, "Clerk Query Reports Utilities Search Help Log Out"),
        (
            "bankruptcy",
            "nextgen",
            FILER,
            "Bankruptcy Adversary Query Reports Utilities Search Help Log Out",
        ),
        ("district", "currentgen", MenuRights(pacer_login=True), "Query Reports Utilities Logout"),
        ("district", "currentgen", COURT_LOGIN, "Civil Criminal Query Reports Utilities Logout"),
        (
            "bankruptcy",
            "currentgen",
            COURT_LOGIN,
            "Bankruptcy Adversary Query Reports Utilities Logout",
        ),
        (
            "appellate",
            "nextgen",
            FILER,
            "File a Document Case Search Calendar Opinions Orders/Judgments Briefs Utilities "
            "Logout Help",
        ),
    ],
)
def test_menu_words(kind: str, generation: menus.Generation, rights: MenuRights, bar: str) -> None:
    assert words(kind, generation, rights) == bar


def test_menu_addresses_are_the_real_ones() -> None:
    bar = menus.top_menu(district.PROFILE, generation="nextgen", rights=FILER)
    paths = {item.word: item.path for item in bar}
    assert paths["Civil"] == "/cgi-bin/DisplayMenu.pl?Civil"
    assert paths["Query"] == "/cgi-bin/iquery.pl"
    assert paths["Log Out"] == "/cgi-bin/login.pl?logout"
    bankruptcy_bar = menus.top_menu(bankruptcy.PROFILE, generation="nextgen", rights=PACER)
    assert bankruptcy_bar[1].path == "/cgi-bin/DisplayMenu.pl?Reports&id=-1"
    appellate_bar = menus.top_menu(appellate.PROFILE, generation="nextgen", rights=PACER)
    assert all(i.path.startswith("/n/beam/servlet/TransportRoom?servlet=") for i in appellate_bar)
    assert any("InvalidUserLogin.jsp" in item.path for item in appellate_bar)


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("district", "Link a CM/ECF account to my PACER account"),
        ("bankruptcy", "Link a CM/ECF account to my PACER account"),
        ("appellate", "Link my filer account to my PACER account"),
    ],
)
def test_link_item_only_when_live_for_pacer_sessions_not_of_staff_alone(
    kind: str, title: str
) -> None:
    profile = profiles.profile(kind)
    assert profile.words.link_title == title
    assert title in utility_words(kind, "nextgen", PACER)
    assert title in utility_words(kind, "nextgen", FILER)
    assert title not in utility_words(kind, "currentgen", PACER)
    assert title not in utility_words(kind, "currentgen", COURT_LOGIN)
    assert title not in utility_words(kind, "nextgen", CLERK)
    both = MenuRights(pacer_login=True, staff=True, filer=True, filing=True)
    assert title in utility_words(kind, "nextgen", both)
    linked = [
        item
        for group in menus.utilities_menu(profile, generation="nextgen", rights=PACER)
        for item in group.items
        if item.word == title
    ]
    assert [item.path for item in linked] == [profile.paths.link]


def test_account_maintenance_only_for_court_logins_and_joined_filers() -> None:
    assert "Maintain Your Account" in utility_words("district", "currentgen", COURT_LOGIN)
    assert "Maintain Your Account" not in utility_words("district", "currentgen", PACER)
    assert "Maintain Your Account" in utility_words("district", "nextgen", FILER)
    assert "Maintain Your Account" not in utility_words("district", "nextgen", PACER)
    assert "Maintain Your ECF Account" in utility_words("bankruptcy", "nextgen", FILER)


def test_utilities_are_grouped_and_empty_groups_are_left_out() -> None:
    full = menus.utilities_menu(district.PROFILE, generation="nextgen", rights=FILER)
    assert [group.title for group in full] == ["Your Account", "PACER account", "Miscellaneous"]
    reader = menus.utilities_menu(district.PROFILE, generation="currentgen", rights=PACER)
    assert [group.title for group in reader] == ["Miscellaneous"]


def test_judge_trustee_assignment_stands_only_where_policy_says_so() -> None:
    with_it = MenuRights(pacer_login=True, filing=True, filer=True, judge_trustee_assignment=True)
    assert "Judge/Trustee Assignment" in utility_words("bankruptcy", "nextgen", with_it)
    assert "Judge/Trustee Assignment" not in utility_words("bankruptcy", "nextgen", FILER)
    assert "Judge/Trustee Assignment" not in utility_words("district", "nextgen", with_it)


def test_every_address_and_word_is_used_once_per_menu() -> None:
    for profile in profiles.PROFILES.values():
        items = [item for group in profile.utilities for item in group.items]
        assert len({item.word for item in items}) == len(items)
        assert len({item.path for item in items}) == len(items)
        assert all(item.path.startswith("/") for item in items)


def test_filing_menu_has_a_page_for_each_filing_word() -> None:
    for profile in profiles.PROFILES.values():
        for word in profile.filing_words():
            assert menus.filing_menu(profile, word)
    assert menus.filing_menu(district.PROFILE, "Adversary") == ()


def test_filing_menu_of_a_limited_role_holds_only_its_events() -> None:
    only = ("Proof of Claim", "Change of Address")
    main = menus.filing_menu(bankruptcy.PROFILE, "Bankruptcy", only=only)
    assert [(each.name, each.events) for each in main] == [
        ("Claim Actions", ("Proof of Claim",)),
        ("Notices", ("Change of Address",)),
    ]
    adversary = menus.filing_menu(bankruptcy.PROFILE, "Adversary", only=only)
    assert [each.events for each in adversary] == [("Change of Address",)]
