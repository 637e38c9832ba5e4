"""Where a sign-in leads: only ever to a member."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idp.signin import errands
from shared import federation

FILE = Path(__file__).parents[4] / "shared" / "launcher" / "federation.toml"
FEDERATION = federation.load(FILE.read_text(encoding="utf-8"))
HOME = "/pscof/manage/maint.jsf"
CTD = "http://ecf.ctd.moot.localhost:8080"
PACER = "http://pacer.moot.localhost:8080"
REAL_CTD = "https://ecf.ctd.uscourts.gov"


def lead(appurl: str, family: federation.Family = "own") -> str:
    errand = errands.of(FEDERATION, appurl=appurl)
    return errands.destination(errand, FEDERATION, family, home=HOME)


def test_a_court_begins_its_own_sign_on() -> None:
    parts = urlsplit(lead(f"{CTD}/cgi-bin/iquery.pl?1-2"))
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{CTD}/oidc/start"
    assert parse_qs(parts.query) == {"target_link_uri": [f"{CTD}/cgi-bin/iquery.pl?1-2"]}


def test_on_the_real_names_the_cookie_is_enough() -> None:
    target = f"{REAL_CTD}/cgi-bin/iqquerymenu.pl?600001"
    assert lead(target, "gateway") == target


def test_an_address_of_ours_is_gone_to_directly() -> None:
    target = f"{PACER}/oidc/resume?tx=abc"
    assert lead(target) == target


def test_nothing_asked_leads_to_manage_my_account() -> None:
    assert lead("") == PACER + HOME
    assert lead("", "gateway") == "https://pacer.psc.uscourts.gov" + HOME


def test_an_address_of_the_other_family_stays_within_the_family() -> None:
    assert "uscourts.gov" not in lead(f"{REAL_CTD}/cgi-bin/iquery.pl")


@pytest.mark.parametrize(
    "appurl",
    [
        "https://evil.test/",
        "//evil.test/",
        "http://ecf.ctd.moot.localhost:8080@evil.test/",
        "http://ecf.ctd.moot.localhost:8080.evil.test/",
        "http://ecf.ctd.moot.localhost/",
        "https://ecf.ctd.moot.localhost:8080/",
        "http://ecf.ctd.moot.localhost:8080\\@evil.test/",
        "javascript:alert(1)",
        "/cgi-bin/iquery.pl",
        "http://[",
        "http://ecf.ctd.moot.localhost:808o/",
        f"{CTD}/\r\nSet-Cookie: a=b",
        CTD + "/" + "x" * 4001,
    ],
)
def test_a_foreign_address_is_left_out(appurl: str) -> None:
    errand = errands.of(FEDERATION, appurl=appurl)
    assert errand.foreign
    assert errands.destination(errand, FEDERATION, "own", home=HOME) == PACER + HOME


@given(st.text(max_size=80))
def test_no_text_leads_out_of_the_federation(text: str) -> None:
    for appurl in (text, "http://" + text, CTD + text):
        for family in ("own", "gateway"):
            target = lead(appurl, family)
            assert FEDERATION.place_of_url(target) is not None


def test_cancel_leads_to_the_court_that_asked() -> None:
    asked = errands.of(FEDERATION, appurl=f"{CTD}/cgi-bin/iquery.pl")
    named = errands.of(FEDERATION, psc_court_id="ctdc")
    nobody = errands.of(FEDERATION)
    assert errands.way_back(asked, FEDERATION, "own") == f"{CTD}/"
    assert errands.way_back(named, FEDERATION, "gateway") == f"{REAL_CTD}/"
    assert errands.way_back(nobody, FEDERATION, "own") == f"{PACER}/"


def test_the_query_asks_for_the_same_again() -> None:
    errand = errands.of(FEDERATION, psc_court_id="CTDC", appurl=f"{CTD}/a?b=c&d", fresh=True)
    again = errands.read(FEDERATION, {k: v[0] for k, v in parse_qs(errand.query()).items()})
    assert again == errand
