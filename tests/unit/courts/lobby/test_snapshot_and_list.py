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


def test_only_pages_of_the_site_are_found_for_it() -> None:
    on_the_site = {page.path: page.label for page in not_built.PAGES if page.host == "www"}
    assert {path: not_built.on_site(path.upper()) for path in on_the_site} == on_the_site
    assert not_built.on_site("/CMECF/Register/Login.aspx") == "", "the portal is built"
    assert not_built.on_site("/cgi-bin/iquery.pl") == ""


def test_the_list_as_a_table_names_every_address() -> None:
    table = not_built.as_markdown()
    for page in not_built.PAGES:
        assert f"`{page.address}`" in table
