"""Where a person may be sent: only to pages of the court itself."""

from __future__ import annotations

import pytest

from courts.signin import destinations


@pytest.mark.parametrize(
    ("path", "query", "posted", "page"),
    [
        ("/cgi-bin/menu.pl", "id=-1", False, "/cgi-bin/menu.pl?id=-1"),
        ("/cgi-bin/DktRpt.pl", "123-L_1_0-1", True, "/cgi-bin/DktRpt.pl"),
        ("/cgi-bin/DktRpt.pl", "123-L_1_0-1", False, "/cgi-bin/DktRpt.pl?123-L_1_0-1"),
        ("/cgi-bin/DktRpt.pl", "600001", True, "/cgi-bin/DktRpt.pl?600001"),
        ("/doc1/é", "", False, "/doc1/%C3%A9"),
    ],
)
def test_a_post_leads_back_to_the_page_of_its_form(
    path: str, query: str, posted: bool, page: str
) -> None:
    assert destinations.page_of(path, query, posted=posted) == page


@pytest.mark.parametrize(
    "value",
    [
        "",
        "menu.pl",
        "//evil.test",
        "/\\evil.test",
        "\\/evil.test",
        "http://evil.test/",
        "/a b",
        "/a\r\nSet-Cookie: x=1",
        "/\t/evil.test",
        "/cgi-bin/login.pl?logout",
    ],
)
def test_what_is_no_own_path_is_nothing(value: str) -> None:
    assert destinations.own_path(value) == ""


def test_own_paths_stay_as_they_are() -> None:
    assert destinations.own_path("/cgi-bin/iquery.pl?9") == "/cgi-bin/iquery.pl?9"


def test_the_address_of_sign_on_is_encoded_throughout() -> None:
    address = destinations.sign_on_address(
        "https://p.test/login.jsf", psc_court_id="CTDC", page="https://e.test/x?a=1&b='\""
    )
    assert address == (
        "https://p.test/login.jsf?pscCourtId=CTDC"
        "&appurl=https%3A%2F%2Fe.test%2Fx%3Fa%3D1%26b%3D%27%22"
    )
