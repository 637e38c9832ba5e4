"""The kept menu, and the list of pages that are not built."""

from __future__ import annotations

from courts.kinds import district
from courts.lobby import not_built, snapshot


def test_a_menu_survives_being_kept() -> None:
    menu = district.PROFILE.menus.nextgen
    assert snapshot.from_text(snapshot.to_text(menu)) == menu
    assert snapshot.from_text("") == ()


def test_an_address_stands_once_and_names_its_issue() -> None:
    assert len(not_built.BY_ADDRESS) == len(not_built.PAGES)
    assert {page.issue for page in not_built.PAGES} <= {2, 3, 4, 5}


def test_pages_of_the_site_are_found_whatever_the_case() -> None:
    assert not_built.on_site("/cmecf/register/login.aspx") == "Attorney Services Portal"
    assert not_built.on_site("/cgi-bin/iquery.pl") == ""


def test_the_list_as_a_table_names_every_address() -> None:
    table = not_built.as_markdown()
    for page in not_built.PAGES:
        assert f"`{page.address}`" in table
