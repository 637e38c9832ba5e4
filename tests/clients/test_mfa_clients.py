"""Unmodified client programs and the second factor (2026).

pacer-cli and pacersdk have it, juriscraper has not.
"""

from __future__ import annotations

import http.client
import json
import urllib.request
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit

import pacersdk
import pytest
import requests
from juriscraper.lib.exceptions import PacerLoginException
from juriscraper.pacer.http import PacerSession, check_if_logged_in_page
from pacer_cli.auth import authenticate, logout
from pacer_cli.config import PacerConfig
from pacer_cli.downloader import DocketDownloader, DocumentDownloader
from pydantic import SecretStr
from sqlalchemy import select

from courts.cases.models import Case
from idp.mfa.models import MfaApp
from idp.signin.models import SsoSession
from shared.personas import Persona
from tests import harness
from tests.serving import Redirector

ERA = "2026"
PAGE = "https://ecf.ctd.uscourts.gov/cgi-bin/iquery.pl"
MARKER = b"/cgi-bin/login.pl?logout"
LOGIN = "https://pacer.login.uscourts.gov/csologin/login.jsf"


@pytest.fixture(autouse=True)
def no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """pacer-cli sleeps a second before it makes its code; nothing here depends on it."""
    monkeypatch.setattr("time.sleep", lambda _seconds: None)


def _config(who: Persona, secret: str | None = None) -> PacerConfig:
    assert who.pacer is not None
    return PacerConfig(
        username=who.pacer.user_name,
        password=SecretStr(who.pacer.password),
        totp_secret=SecretStr(who.pacer.totp_secret if secret is None else secret),
        rate_limit=False,
        audit_log=False,
    )


def _forget_the_step(redirected: Redirector) -> None:
    """Let a test begin whatever code another one has just used."""
    world = redirected._running.world
    assert isinstance(world, harness.World)
    with world.database("pacer").writing() as session:
        for app in session.scalars(select(MfaApp)):
            app.last_step = 0


def test_pacer_cli_web_login_with_a_code(
    redirected: Redirector, people: dict[str, Persona]
) -> None:
    """Its own `_cso_login` answers the step by AJAX and follows the redirect of the answer."""
    _forget_the_step(redirected)
    program = DocketDownloader(_config(people["client_mfa"]))
    assert program._cso_login("CTDC", PAGE) is True
    steps = [(method, url.partition("?")[0]) for method, url, _status in redirected.seen]
    assert steps == [("GET", LOGIN), ("POST", LOGIN), ("POST", LOGIN), ("GET", PAGE)]
    names = {cookie.name: cookie for cookie in program.session.cookies}
    assert len(names["NextGenCSO"].value or "") == 128
    page = program.session.get(PAGE, headers={"Referer": "https://external"}, timeout=30)
    assert MARKER in page.content
    world = redirected._running.world
    assert isinstance(world, harness.World)
    with world.database("pacer").reading() as session:
        row = session.scalars(select(SsoSession).order_by(SsoSession.id.desc()).limit(1)).one()
        assert (row.amr, row.acr) == ("pwd otp", "urn:moot:acr:mfa")
    program.session.close()


def test_pacer_cli_with_the_secret_of_another(
    redirected: Redirector, people: dict[str, Persona]
) -> None:
    """It reads “Invalid” and knows that it was refused."""
    program = DocketDownloader(_config(people["client_mfa"], "A" * 32))
    assert program._cso_login("CTDC", PAGE) is False
    assert MARKER not in program.session.get(PAGE, timeout=30).content
    program.session.close()


def test_pacer_cli_reads_docket_and_paper_behind_a_code(
    redirected: Redirector,
    people: dict[str, Persona],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """Its token, its docket and its paper want a code each; it pauses before it makes one.

    A code opens once (RFC 6238, 5.2), and the program makes its codes within one step of thirty
    seconds: its pauses are taken for the wait until the next.
    """
    world = redirected._running.world
    assert isinstance(world, harness.World)
    with world.database("ctd").reading() as session:
        case = session.scalar(select(Case.id).where(Case.year == 2019, Case.serial == 21))
    _forget_the_step(redirected)
    monkeypatch.setattr("time.sleep", lambda _seconds: _forget_the_step(redirected))
    config = _config(people["client_mfa"])
    link = f"https://ecf.ctd.uscourts.gov/cgi-bin/iqquerymenu.pl?{case}"
    docket = DocketDownloader(config).download_docket_by_link(link, tmp_path)
    assert docket.success, docket.error
    assert docket.docs_filepath is not None
    listed = json.loads(Path(docket.docs_filepath).read_text(encoding="utf-8"))["documents"]
    assert listed
    _forget_the_step(redirected)
    paper = DocumentDownloader(config).download_document(listed[-1]["url"], tmp_path)
    assert paper.success, paper.error
    assert Path(str(paper.filepath)).read_bytes().startswith(b"%PDF")
    coded = [url for method, url, _ in redirected.seen if method == "POST" and "/csologin/" in url]
    # Login and code, once for the docket and once for the paper.
    assert len(coded) == 4
    with world.database("pacer").reading() as session:
        rows = session.scalars(select(SsoSession).order_by(SsoSession.id.desc()).limit(3)).all()
        assert {row.amr for row in rows} == {"pwd otp"}


def test_pacer_cli_api_login_with_a_code(
    redirected: Redirector, people: dict[str, Persona]
) -> None:
    """Its `authenticate` sends `otpCode`; the token opens a court and can be given back."""
    _forget_the_step(redirected)
    config = _config(people["client_mfa"])
    found = authenticate(config)
    assert (found.success, found.login_result) == (True, "0")
    page = requests.get(PAGE, cookies={"NextGenCSO": found.token or ""}, timeout=30)
    assert MARKER in page.content
    assert logout(config, found.token or "") is True
    again = authenticate(config)
    assert (again.success, again.login_result) == (False, "13")


def test_juriscraper_is_unaffected_where_nobody_enrolled(
    redirected: Redirector, people: dict[str, Persona]
) -> None:
    """It has no field for a code: other accounts sign in as ever, an enrolled one does not."""
    who = people["client"].pacer
    enrolled = people["client_mfa"].pacer
    assert who is not None
    assert enrolled is not None
    session = PacerSession(username=who.user_name, password=who.password)
    session.login()
    assert check_if_logged_in_page(session.get(PAGE).content)
    session.close()
    session = PacerSession(username=enrolled.user_name, password=enrolled.password)
    with pytest.raises(PacerLoginException):
        session.login()
    session.close()


# --------------------------------------------------------------------------- pacersdk


class Moved(urllib.request.HTTPSHandler):
    """Sends urllib's connections to the federation; what pacersdk sees stays the real address."""

    def __init__(self, redirected: Redirector) -> None:
        super().__init__()
        self._running = redirected._running

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        """Open an address of a member; hosts that are no member's are refused."""
        place = self._running.federation.locate(req.host)
        if place is None:
            raise URLError(f"{req.full_url} is no member of this federation")
        way = urlsplit(self._running.reach[place.member.id])
        req.add_unredirected_header("X-Forwarded-Proto", "https")

        def connect(_host: str, **more: Any) -> http.client.HTTPConnection:
            return http.client.HTTPConnection(str(way.hostname), way.port, **more)

        answer: http.client.HTTPResponse = self.do_open(connect, req)
        return answer


@pytest.fixture
def by_urllib(redirected: Redirector, monkeypatch: pytest.MonkeyPatch) -> Redirector:
    """Move the connections of urllib as well."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Moved(redirected))
    monkeypatch.setattr(urllib.request, "_opener", opener)
    return redirected


@pytest.mark.parametrize("persona", ["client", "client_mfa"])
def test_pacersdk_signs_in_and_logs_out(
    by_urllib: Redirector, people: dict[str, Persona], persona: str
) -> None:
    """`PCLClient` signs in when it is made, with and without a code; its token ends by `logout`."""
    assert pacersdk.__version__ == "0.1.1"
    _forget_the_step(by_urllib)
    who = people[persona].pacer
    assert who is not None
    program = pacersdk.PCLClient(who.user_name, who.password, secret=who.totp_secret or None)
    token = program.authenticator.token
    assert len(token) == 128
    page = requests.get(PAGE, cookies={"NextGenCSO": token}, timeout=30)
    assert MARKER in page.content
    program.logout()
    assert program.authenticator.token is None
    page = requests.get(PAGE, cookies={"NextGenCSO": token}, timeout=30)
    assert MARKER not in page.content


def test_pacersdk_of_an_enrolled_account_without_its_secret(
    by_urllib: Redirector, people: dict[str, Persona]
) -> None:
    """It takes the empty token of a refusal without a word; the token opens nothing."""
    who = people["client_mfa"].pacer
    assert who is not None
    program = pacersdk.PCLClient(who.user_name, who.password)
    assert program.authenticator.token == ""
    page = requests.get(PAGE, cookies={"NextGenCSO": "0" * 128}, timeout=30)
    assert MARKER not in page.content
