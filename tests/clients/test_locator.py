"""Unmodified pacersdk and pacer-cli at the case locator (clients.md 6.1, 6.2)."""

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
from pacer_cli.config import PacerConfig
from pacer_cli.models import CaseSearchCriteria, PartySearchCriteria
from pacer_cli.pcl import PCLClient, PCLError, PCLNotFoundError, PCLValidationError
from pydantic import SecretStr

from idp.locator import service
from idp.signin.models import CsoToken
from shared.ids import digest
from shared.personas import Persona
from shared.wire import CaseIndexed
from tests import harness
from tests.serving import Redirector

ERA = "2021-11"
MANY = 120


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

        def connect(_host: str, **more: Any) -> http.client.HTTPConnection:
            return http.client.HTTPConnection(str(way.hostname), way.port, **more)

        answer: http.client.HTTPResponse = self.do_open(connect, req)
        return answer


def _world(redirected: Redirector) -> harness.World:
    world = redirected._running.world
    assert isinstance(world, harness.World)
    return world


@pytest.fixture
def moved(redirected: Redirector, monkeypatch: pytest.MonkeyPatch) -> Redirector:
    """Move the connections of urllib as well, and have a court tell of many cases."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Moved(redirected))
    monkeypatch.setattr(urllib.request, "_opener", opener)
    world = _world(redirected)
    told = [
        CaseIndexed(
            case_id=7000 + n,
            year=2020,
            number=2000 + n,
            number_full=f"3:2020cv{2000 + n:05d}",
            office="3",
            type="cv",
            title=f"Plenty {n:04d} v. Others",
            jurisdiction="cv",
            filed="2020-02-03",
            path=f"/cgi-bin/iqquerymenu.pl?{7000 + n}",
            parties=[{"last": f"Plenty{n:04d}", "seq": 1, "role": "pla"}],
        )
        for n in range(MANY)
    ]
    with world.database("pacer").writing() as session:
        service.index_cases(session, court=world.member("ctd"), cases=told)
    return redirected


@pytest.fixture
def sdk(moved: Redirector, people: dict[str, Persona]) -> pacersdk.PCLClient:
    who = people["client"].pacer
    assert who is not None
    return pacersdk.PCLClient(who.user_name, who.password, redaction=True)


def test_pacersdk_searches_immediately(sdk: pacersdk.PCLClient) -> None:
    found = sdk.case.search({"caseNumberFull": "3:2019cv00021"})
    (case,) = found["content"]
    assert case["courtId"] == "ctdce"
    assert case["caseLink"].startswith("https://ecf.ctd.uscourts.gov/cgi-bin/iqquerymenu.pl?")
    party = sdk.party.search(
        {"lastName": "sampleson", "courtCase": {"jurisdictionType": "cv"}},
        sort=[{"field": "lastName", "order": "ASC"}],
    )
    assert party["content"][0]["courtCase"]["caseId"] == case["caseId"]
    with pytest.raises(RuntimeError, match="HTTP 406 Error"):
        sdk.party.search({"firstName": "Homer"})


def test_pacersdk_follows_all_pages(sdk: pacersdk.PCLClient) -> None:
    order = [{"field": "caseYear", "order": "DESC"}, {"field": "caseNumber", "order": "DESC"}]
    pages = list(sdk.case.search_all({"caseTitle": "plenty"}, sort=order))
    assert [len(page["content"]) for page in pages] == [54, 54, 12]
    numbers = [row["caseNumber"] for page in pages for row in page["content"]]
    assert numbers == list(range(2000 + MANY - 1, 1999, -1))
    parties = list(sdk.party.search_all({"lastName": "Plenty"}))
    assert sum(len(page["content"]) for page in parties) == MANY


def test_pacersdk_batch(sdk: pacersdk.PCLClient, moved: Redirector) -> None:
    jobs = _world(moved).jobs
    jobs.paused = True
    try:
        info = sdk.batch_case.submit({"caseTitle": "plenty"})
        report = info["reportId"]
        assert info["status"] == "WAITING"
        assert sdk.batch_case.status(report)["status"] == "WAITING"
        with pytest.raises(RuntimeError, match="HTTP 400 Error"):
            sdk.batch_case.download(report)
        jobs.drain("pacer")
    finally:
        jobs.paused = False
    done = sdk.batch_case.status(report)
    assert (done["status"], done["recordCount"], done["pages"]) == ("COMPLETED", MANY, 3)
    assert [one["reportId"] for one in sdk.batch_case.listall()["content"]] == [report]
    got = sdk.batch_case.download(report)
    assert len(got["content"]) == MANY
    assert got["receipt"]["billablePages"] == 3
    assert sdk.batch_case.delete(report) == {"status": "No Content"}
    with pytest.raises(RuntimeError, match="HTTP 404 Error"):
        sdk.batch_case.status(report)
    parties = sdk.batch_party.submit({"lastName": "plenty0001"})["reportId"]
    assert sdk.batch_party.status(parties)["status"] == "COMPLETED"
    (one,) = sdk.batch_party.download(parties)["content"]
    assert (one["lastName"], one["courtCase"]["caseYear"]) == ("Plenty0001", "2020")
    sdk.batch_party.delete(parties)
    assert sdk.batch_party.listall()["content"] == []


def test_pacersdk_signs_in_again_by_itself_when_its_token_ended(
    sdk: pacersdk.PCLClient, moved: Redirector
) -> None:
    with _world(moved).database("pacer").writing() as session:
        row = session.get(CsoToken, digest(sdk.authenticator.token))
        assert row is not None
        row.closed_at = row.created_at
    assert sdk.case.search({"caseTitle": "alpha"})["content"]
    sdk.logout()


def test_pacersdk_by_its_own_configuration(
    moved: Redirector, people: dict[str, Persona], tmp_path: Path
) -> None:
    """A program whose settings name this machine only reaches PACER by the bare address."""
    who = people["client"].pacer
    assert who is not None
    here = moved._running.reach["pacer"]
    file = tmp_path / "config.json"
    names = ("registrationurl", "authenticationurl", "pclapiurl")
    file.write_text(json.dumps({"prod": dict.fromkeys(names, here)}))
    program = pacersdk.PCLClient(who.user_name, who.password, config_path=str(file))
    found = program.case.search({"caseNumberFull": "3:2019cv00021"})
    assert found["content"][0]["caseLink"].startswith(
        moved._running.member("ctd").public_url + "/cgi-bin/"
    )
    program.logout()


# --------------------------------------------------------------------------- pacer-cli


@pytest.fixture
def cli(moved: Redirector, people: dict[str, Persona]) -> PCLClient:
    who = people["client"].pacer
    assert who is not None
    config = PacerConfig(
        _env_file=None,
        username=who.user_name,
        password=SecretStr(who.password),
        client_code="moot-19",
        rate_limit=False,
        audit_log=False,
    )
    return PCLClient(config)


def test_pacer_cli_searches(cli: PCLClient, moved: Redirector) -> None:
    # What its downloader asks with for “ctdce” (downloader.py: it cuts “ce” and puts “dc”).
    found = cli.search_cases(
        CaseSearchCriteria(case_number_full="3:2019cv00021", court_id=["ctddc"])
    )
    (case,) = found.content
    assert case.case_link is not None
    assert case.case_link.rpartition("?")[2] == str(case.case_id)
    assert (case.court_id, case.status, case.jurisdiction_type) == ("ctdce", "Open", "Civil")
    assert found.receipt is not None
    assert (found.receipt.client_code, found.receipt.fee_cents) == ("moot-19", 10)
    people = cli.search_parties(PartySearchCriteria(last_name="Sampleson"))
    assert people.content[0].full_name == "Homer Q. Sampleson"
    pages = cli.search_cases_all_pages(CaseSearchCriteria(case_title="plenty"))
    assert sum(len(page.content) for page in pages) == MANY
    with pytest.raises(PCLValidationError, match="more than a court"):
        cli.search_cases(CaseSearchCriteria(court_id=["ctdc"]))
    _world(moved).clock.advance(minutes=31)
    first = cli.token
    assert cli.search_cases(CaseSearchCriteria(case_title="alpha")).content
    assert cli.token != first, "it takes the renewed token from the answer"
    assert cli.search_cases(CaseSearchCriteria(case_title="alpha")).content
    _world(moved).clock.shift *= 0


def test_pacer_cli_batch(cli: PCLClient) -> None:
    info = cli.start_batch_case_search(CaseSearchCriteria(case_title="plenty"))
    done = cli.get_batch_status(info.report_id)
    assert done.is_complete
    assert (done.record_count, done.download_fee) == (MANY, 0.3)
    assert [one.report_id for one in cli.list_batch_jobs().content] == [info.report_id]
    got = cli.download_batch_results(info.report_id)
    assert len(got.content) == MANY
    assert cli.delete_batch_job(info.report_id) is True
    with pytest.raises(PCLNotFoundError):
        cli.get_batch_status(info.report_id)
    for _ in range(10):
        cli.start_batch_case_search(CaseSearchCriteria(case_title="a"))
    with pytest.raises(PCLError, match="429"):
        cli.start_batch_case_search(CaseSearchCriteria(case_title="a"))
