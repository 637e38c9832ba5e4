"""Unmodified client programs sign in and reach a page of ctd by the real host names (2021-11)."""

from __future__ import annotations

import pytest
import requests
from juriscraper.lib.exceptions import PacerLoginException
from juriscraper.pacer.http import PacerSession, check_if_logged_in_page
from pacer_cli.config import PacerConfig
from pacer_cli.downloader import DocketDownloader
from pydantic import SecretStr

from shared.personas import Persona
from tests.serving import Redirector

ERA = "2021-11"
PAGE = "https://ecf.ctd.uscourts.gov/cgi-bin/iquery.pl"
MARKER = b"/cgi-bin/login.pl?logout"
LOGIN = "https://pacer.login.uscourts.gov/csologin/login.jsf"
AUTH = "https://pacer.login.uscourts.gov/services/cso-auth"


def _pacer_cli(who: Persona, password: str | None = None) -> DocketDownloader:
    assert who.pacer is not None
    settings = PacerConfig(
        username=who.pacer.user_name,
        password=SecretStr(password or who.pacer.password),
        client_code="moot-17",
        rate_limit=False,
        audit_log=False,
    )
    return DocketDownloader(settings)


def _paths(seen: Redirector) -> list[tuple[str, str]]:
    return [(method, url.partition("?")[0]) for method, url, _status in seen.seen]


def test_pacer_cli_web_login(redirected: Redirector, people: dict[str, Persona]) -> None:
    """Its own `_cso_login` ends on the page that it asked for."""
    program = _pacer_cli(people["client"])
    assert program._cso_login("CTDC", PAGE) is True
    assert _paths(redirected) == [("GET", LOGIN), ("POST", LOGIN), ("GET", PAGE)]
    names = {cookie.name: cookie for cookie in program.session.cookies}
    for name in ("NextGenCSO", "PacerSession"):
        assert names[name].domain == ".uscourts.gov"
        assert len(names[name].value or "") == 128
        assert not names[name].secure
    assert names["PacerClientCode"].value == "moot-17"

    before = len(redirected.seen)
    page = program.session.get(PAGE, headers={"Referer": "https://external"}, timeout=30)
    assert page.status_code == 200
    assert MARKER in page.content
    assert len(redirected.seen) == before + 1
    program.session.close()


def test_pacer_cli_with_a_wrong_password(
    redirected: Redirector, people: dict[str, Persona]
) -> None:
    """The answer has the word by which it knows a refusal, and leaves no session."""
    program = _pacer_cli(people["researcher"], password="Not-The-Password#1")
    assert program._cso_login("CTDC", PAGE) is False
    page = program.session.get(PAGE, timeout=30)
    assert MARKER not in page.content
    assert "location.assign" in page.text
    assert "pscCourtId=CTDC" in page.text
    program.session.close()


def test_juriscraper_login_and_a_page(redirected: Redirector, people: dict[str, Persona]) -> None:
    """One request to sign in, one for a page, in another court too, and no log-in again."""
    who = people["researcher"].pacer
    assert who is not None
    session = PacerSession(username=who.user_name, password=who.password, client_code="moot-18")
    session.login()
    assert _paths(redirected) == [("POST", AUTH)]
    for url in (
        PAGE,
        "https://ecf.ctb.uscourts.gov/cgi-bin/iquery.pl",
        "https://ecf.ca2.uscourts.gov/n/beam/servlet/TransportRoom?servlet=CaseSearch.jsp",
    ):
        before = len(redirected.seen)
        page = session.get(url)
        assert page.status_code == 200
        assert check_if_logged_in_page(page.content), url
        assert len(redirected.seen) == before + 1, redirected.seen[before:]
    session.close()


def test_juriscraper_signs_in_by_itself_when_its_token_ended(
    redirected: Redirector, people: dict[str, Persona]
) -> None:
    """After a log-out elsewhere the next page costs a log-in and one repetition, as always."""
    who = people["client"].pacer
    assert who is not None
    session = PacerSession(username=who.user_name, password=who.password)
    session.login()
    assert MARKER in session.get(PAGE).content
    token = {cookie.name: cookie.value for cookie in session.cookies}["NextGenCSO"]
    answer = requests.post(
        "https://pacer.login.uscourts.gov/services/cso-logout",
        json={"nextGenCSO": token},
        timeout=30,
    )
    assert answer.json()["loginResult"] == "0"
    before = len(redirected.seen)
    assert MARKER in session.get(PAGE).content
    assert _paths(redirected)[before:] == [("GET", PAGE), ("POST", AUTH), ("GET", PAGE)]
    session.close()


def test_juriscraper_is_refused(redirected: Redirector, people: dict[str, Persona]) -> None:
    """A wrong password raises its own exception."""
    who = people["researcher"].pacer
    assert who is not None
    session = PacerSession(username=who.user_name, password="Not-The-Password#1")
    with pytest.raises(PacerLoginException):
        session.login()
    session.close()


def test_no_real_court_is_ever_reached(redirected: Redirector) -> None:
    """A host that is no member's is refused before a connection is made."""
    with pytest.raises(requests.ConnectionError, match="no member"):
        requests.get("https://ecf.nysd.uscourts.gov/cgi-bin/iquery.pl", timeout=5)
